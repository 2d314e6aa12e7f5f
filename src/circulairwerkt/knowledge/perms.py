"""Who may tell what this room tells, and why."""

from circulairwerkt.base.permissions import Actor, Role, register
from circulairwerkt.cases.models import Case
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on
from circulairwerkt.knowledge.models import Article, CaseStory

TELL = register(
    "knowledge.tell",
    "put the lesson of a case in the public stories, write a story by hand, and take one back",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)

WRITE = register(
    "knowledge.write",
    "draft guides, answers, pages of a sector and words, and see those of the hub that are not published",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
    Role.MEMBER,
)
PUBLISH = register(
    "knowledge.publish",
    "publish and withdraw texts, and change what is published",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)

NEWSLETTER = register(
    "knowledge.newsletter",
    "make the newsletter of a hub and send it; see how many asked for it",
    Role.ADMINISTRATOR,
    Role.COORDINATOR,
)


def may_tell(actor: Actor, case: Case) -> bool:
    """A case was told in confidence: what leaves it is for the coordinator of the hub that answers for it."""
    return actor.may(TELL, hub_id=case.hub_id)


def may_write_story(actor: Actor, story: CaseStory) -> bool:
    """What a hub tells of its work names firms and people: who answers for the hub writes it. What came of a
    case or a file is changed there.
    """
    return story.is_by_hand and actor.may(TELL, hub_id=story.hub_id)


def may_take_back(actor: Actor, story: CaseStory) -> bool:
    """A hub answers for what it told, also when the case is gone; what a file told is kept in that file."""
    return not story.loaded_values and actor.may(TELL, hub_id=story.hub_id)


def may_write_at(actor: Actor, hub_id: int | None) -> bool:
    """Whoever works at a hub writes down what he knows; a coach keeps to the people he guides."""
    return actor.may(WRITE, hub_id=hub_id)


def may_write(actor: Actor, article: Article) -> bool:
    """A draft is for the hub's writers; what everybody reads already is changed by who answers for it."""
    return may_publish(actor, article) if article.is_published else may_write_at(actor, article.hub_id)


def may_publish(actor: Actor, article: Article) -> bool:
    """What a hub tells everybody is for who answers for the hub; the programme's texts for the programme."""
    return actor.may(PUBLISH, hub_id=article.hub_id)


def may_send_newsletter(actor: Actor, hub: Hub) -> bool:
    """A letter to hundreds of mailboxes goes out in the name of the hub: its coordinator answers for it."""
    return actor.may(NEWSLETTER, hub_id=hub.pk)


def may_read_newsletter(_actor: Actor, hub: Hub) -> bool:
    """What a hub sent to whoever asked for it is no secret; a hub that does not use it has none."""
    return is_on(hub, "newsletter")


def may_subscribe(actor: Actor, hub: Hub) -> bool:
    """Anybody may ask for the newsletter of a hub that works; no account is needed."""
    return hub.is_working and may_read_newsletter(actor, hub)
