"""What is written in this room: stories told, texts drafted and published, newsletters asked for and sent."""

from circulairwerkt.knowledge.services.articles import (
    publish_article,
    review_article,
    save_article,
    withdraw_article,
)
from circulairwerkt.knowledge.services.newsletter import (
    SENDING,
    remove_issue,
    save_issue,
    send_issue,
    send_part,
)
from circulairwerkt.knowledge.services.stories import take_back, tell, write_story
from circulairwerkt.knowledge.services.subscriptions import (
    confirm_subscription,
    forget_subscriptions,
    sign_off,
    subscribe,
)

__all__ = [
    "SENDING",
    "confirm_subscription",
    "forget_subscriptions",
    "publish_article",
    "remove_issue",
    "review_article",
    "save_article",
    "save_issue",
    "send_issue",
    "send_part",
    "sign_off",
    "subscribe",
    "take_back",
    "tell",
    "withdraw_article",
    "write_story",
]
