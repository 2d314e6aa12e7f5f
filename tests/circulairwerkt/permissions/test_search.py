"""A search finds what the pages show and nothing else: every sort of thing, as every sort of person."""

from datetime import date

import pytest
from django.utils import timezone

from circulairwerkt.base import search_index
from circulairwerkt.base.findables import FINDABLES
from circulairwerkt.base.scope import everywhere, opened
from circulairwerkt.base.search import search
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases.models import CaseShare, Referral
from circulairwerkt.hubs.actors import scope_of
from circulairwerkt.organisations.models import ContactPerson
from circulairwerkt.portal.finding import suggestions
from tests.circulairwerkt import factories
from tests.circulairwerkt.permissions.world import PERSONAS, START, World, taken_back

pytestmark = pytest.mark.django_db
#: Letters of marks that are told apart even with a typing error.
_LETTERS = "bdfghjklmnprstvz"


def _mark(number: int) -> str:
    """A word that is in no other text, far from every other such word."""
    one, two = _LETTERS[number % 16], _LETTERS[number // 16]
    return f"qx{one}{one}{one}w{two}{two}{two}y"


LISTINGS = ("card", "need", "capability")


class Marked:
    """Rows with a word of their own each: kind, key, and the word."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, str]] = []

    def word(self) -> str:
        """The word of the row that is added next."""
        return _mark(len(self.rows))

    def add(self, kind: str, pk: int) -> None:
        self.rows.append((kind, pk, self.word()))


def _listings(world: World, marked: Marked) -> None:
    """Each way of being open, with the word where everybody reads it and where only the own hub does."""
    for hub in (world.hub, world.other_hub):
        for visibility in Visibility.values:
            for is_inside in (False, True):
                row = factories.card(
                    hub,
                    marked.word(),
                    shown_text="" if is_inside else marked.word(),
                    organisation=world.organisation,
                    visibility=visibility,
                )
                marked.add("card", row.pk)
    for kind, make in (("need", factories.need), ("capability", factories.capability)):
        row = make(world.other_hub, marked.word(), shown_text=marked.word(), visibility="network")
        marked.add(kind, row.pk)
    gone = factories.card(world.other_hub, marked.word(), visibility="public", is_gone=True)
    marked.add("card", gone.pk)


def _work(world: World, marked: Marked) -> None:
    for hub, shared in ((world.hub, None), (world.other_hub, None), (world.other_hub, world.hub)):
        case = factories.case(hub, marked.word())
        if shared:
            CaseShare.objects.create(case=case, hub=shared)
        marked.add("case", case.pk)
        factories.entry(case, marked.word())
        marked.add("case", case.pk)
        marked.add("contact", factories.contact(case, name=marked.word()).pk)
        marked.add("agreement", factories.agreement(case, what=marked.word()).pk)
        referral = Referral._base_manager.create(
            case=case, from_hub=hub, to_hub=world.hub if hub != world.hub else world.other_hub,
            reason=marked.word(), due_on=START,
        )  # fmt: skip
        marked.add("referral", referral.pk)
    for hub in (world.hub, world.other_hub, None):
        question = factories.question(hub, sentence=marked.word(), municipality=world.municipality)
        marked.add("question", question.pk)
    for hub in (world.hub, world.other_hub):
        firm = factories.organisation()
        factories.partnership(firm, hub)
        person = ContactPerson._base_manager.create(hub=hub, organisation=firm, name=marked.word())
        marked.add("person", person.pk)
    own = factories.coach(world.hub, user=world.users["coach"])
    for hub, coach in ((world.hub, own), (world.hub, None), (world.other_hub, None)):
        coaching = factories.coaching(hub, coach=coach, organisation_name=marked.word())
        marked.add("coaching", coaching.pk)
    gone = factories.question(world.hub, sentence=marked.word(), withdrawn_at=timezone.now())
    marked.add("withdrawn", gone.pk)


def _public(world: World, marked: Marked) -> None:
    for visibility in Visibility.values:
        row = factories.story(world.hub, marked.word(), visibility=visibility)
        marked.add("story", row.pk)
    row = factories.story(world.hub, marked.word(), published_on=None)
    marked.add("unpublished", row.pk)
    firm = factories.organisation(marked.word())
    marked.add("organisation", firm.pk)
    site = factories.site(firm, lat=51.0, lon=4.0)
    site.name = marked.word()
    site.save()
    marked.add("site", site.pk)
    marked.add("hub", factories.hub(marked.word()).pk)


@pytest.fixture(scope="module")
def marked(world: World, django_db_blocker: object) -> Marked:
    """Made once, after the world and taken back with it."""
    rows = Marked()
    with django_db_blocker.unblock(), everywhere("rows to be found"):  # type: ignore[attr-defined]
        _listings(world, rows)
        _work(world, rows)
        _public(world, rows)
        list(search_index.rebuild())
    return rows


def _pages(marked: Marked, world: World) -> dict[tuple[str, int], str]:
    """The address of each thing, as the administrator is shown it."""
    actor = world.actor("administrator")
    found: dict[tuple[str, int], str] = {}
    with opened(scope_of(actor)):
        for kind in FINDABLES:
            keys = [pk for each, pk, _word in marked.rows if each == kind]
            found |= {(kind, pk): hit.url for pk, hit in FINDABLES[kind].shown(actor, keys).items()}
    return found


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_search_finds_what_the_pages_show(persona: str, world: World, marked: Marked) -> None:
    """Found by its word, also misspelt, where its page tells it; else in no group, count or guess.

    A word may stand in two things, such as a case and its referral: each is found by who may open it.
    """
    actor, client, pages = world.actor(persona), world.client(persona), _pages(marked, world)
    assert set(pages) == {(kind, pk) for kind, pk, _word in marked.rows if kind in FINDABLES}
    answers = {key: client.get(url) for key, url in pages.items()}
    told = {key: each.content.decode() if each.status_code == 200 else "" for key, each in answers.items()}
    wrong = []
    for kind, pk, word in marked.rows:
        here = told.get((kind, pk), "")
        is_shown = word in here if kind in LISTINGS else bool(here)
        with opened(scope_of(actor)):
            for typed in (word, word[:-1] + "c", word[:-1]):
                result = search(actor, typed)
                found = {(each.findable.kind, key) for each in result.groups for key in each.keys}
                others = found - {(kind, pk)}
                if ((kind, pk) in found) != is_shown or not all(told.get(each) for each in others):
                    wrong.append((kind, pk, typed, found, is_shown))
                if not found and (result.groups or result.meant or result.total):
                    wrong.append((kind, pk, typed, result))
            quick = {line.url for line in suggestions(actor, word)}
            if not quick & set(pages.values()) <= {pages[key] for key in told if told[key]}:
                wrong.append((kind, pk, quick))
    assert not wrong


def test_what_was_just_closed_is_found_by_nobody(world: World) -> None:
    """Between the change and the reading in, the index still holds what was open: it is left out."""
    with taken_back(), everywhere("a card that closes"):
        card = factories.card(world.other_hub, "x", shown_text="qqopen", visibility="public")
        list(search_index.rebuild())
        stranger, owner = world.actor("stranger"), world.actor("other")
        assert search(stranger, "qqopen").total == 1
        card.visibility = Visibility.PARTIES
        card.save(update_fields=["visibility"])
        search_index.note(card)
        assert search(stranger, "qqopen").total == 0
        search_index.catch_up()
        assert search(stranger, "qqopen").total == 0
        assert search(owner, "qqopen").total == 1


def test_rights_are_those_of_this_moment(world: World) -> None:
    """A role that ended yesterday finds nothing of the hub today."""
    with taken_back(), everywhere("a role that ends"):
        factories.case(world.hub, "qqdossier")
        list(search_index.rebuild())
        assert search(world.actor("member"), "qqdossier").total == 1
        world.users["member"].hub_memberships.update(valid_to=date(2024, 2, 1))
        assert search(world.actor("member"), "qqdossier").total == 0
