"""What is written in this room: stories told and taken back, texts drafted, published and withdrawn."""

from circulairwerkt.knowledge.services.articles import (
    publish_article,
    review_article,
    save_article,
    withdraw_article,
)
from circulairwerkt.knowledge.services.stories import take_back, tell

__all__ = ["publish_article", "review_article", "save_article", "take_back", "tell", "withdraw_article"]
