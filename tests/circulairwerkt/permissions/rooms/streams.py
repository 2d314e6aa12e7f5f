"""Cards, needs and capabilities: the hub and the organisation keep them, the link of a letter answers."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from PIL import Image

from circulairwerkt.base.permissions import Actor
from circulairwerkt.streams import services
from circulairwerkt.streams.models import Capability, FreshnessLetter, MaterialCard, Photo
from tests.circulairwerkt.permissions.lines import Line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = []
# fmt: on

ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {}

#: Who keeps what an organisation has at its hub.
KEEPERS = {"organisation_member", "member", *COORDINATOR}
#: Who answers for it: the party itself and the coordinator, not every member of the hub.
PARTIES = {"organisation_member", *COORDINATOR}


def _picture() -> BytesIO:
    sent = BytesIO()
    Image.new("RGB", (2, 2)).save(sent, "PNG")
    sent.seek(0)
    return sent


def _card(world: World) -> MaterialCard:
    row: MaterialCard = MaterialCard._base_manager.get_or_create(
        hub=world.hub, organisation=world.organisation, sentence="twee paletten karton per week"
    )[0]
    return row


def _capability(world: World) -> Capability:
    row: Capability = Capability._base_manager.get_or_create(
        hub=world.hub, organisation=world.organisation, sentence="wij sorteren karton"
    )[0]
    return row


def _photo(world: World) -> Photo:
    return Photo.objects.get_or_create(
        card=_card(world), file="streams/tabel.jpg", defaults={"width": 2, "height": 2}
    )[0]


def _letter(world: World) -> FreshnessLetter:
    return FreshnessLetter.objects.get_or_create(
        organisation=world.organisation, rows=[["card", _card(world).pk]]
    )[0]


def _make(maker: Callable[..., Any]) -> Callable[[World, Actor], Any]:
    def call(world: World, actor: Actor) -> Any:
        return maker(
            actor=actor,
            hub=world.hub,
            organisation=world.organisation,
            sentence="elke week drie paletten karton",
            is_another=True,
        )

    return call


SERVICES: Mapping[str, Service] = {
    "streams.make_card": Service(_make(services.make_card), KEEPERS),
    "streams.make_need": Service(_make(services.make_need), KEEPERS),
    "streams.make_capability": Service(_make(services.make_capability), KEEPERS),
    "streams.change": Service(
        lambda w, a: services.change(
            actor=a, row=_card(w), seen_version=_card(w).version, values={"product": "dozen"}
        ),
        KEEPERS,
    ),
    "streams.correct": Service(
        lambda w, a: services.correct(actor=a, row=_card(w), values={"material": "cardboard"}), KEEPERS
    ),
    "streams.answer_question": Service(
        lambda w, a: services.answer_question(actor=a, row=_card(w), field="state", answer="zuiver"), KEEPERS
    ),
    "streams.confirm": Service(lambda w, a: services.confirm(actor=a, row=_card(w)), KEEPERS),
    "streams.close_as_gone": Service(lambda w, a: services.close_as_gone(actor=a, row=_card(w)), KEEPERS),
    "streams.reopen": Service(lambda w, a: services.reopen(actor=a, row=_card(w)), KEEPERS),
    "streams.open_to": Service(
        lambda w, a: services.open_to(actor=a, row=_card(w), visibility="network"), PARTIES
    ),
    "streams.set_full": Service(
        lambda w, a: services.set_full(actor=a, capability=_capability(w), until=None), KEEPERS
    ),
    "streams.add_photo": Service(
        lambda w, a: services.add_photo(actor=a, card=_card(w), sent=_picture(), size=99), KEEPERS
    ),
    "streams.change_photo": Service(
        lambda w, a: services.change_photo(actor=a, photo=_photo(w), alt="dozen", is_open=False), KEEPERS
    ),
    "streams.remove_photo": Service(lambda w, a: services.remove_photo(actor=a, photo=_photo(w)), KEEPERS),
    # Who holds the link answers for the organisation, whoever he is; its page checks the link.
    "streams.answer_letter": Service(
        lambda w, a: services.answer_letter(actor=a, letter=_letter(w), answers={}), EVERYBODY
    ),
    # The clock's.
    "streams.ask_whether_it_holds": Service(
        lambda w, a: services.ask_whether_it_holds(actor=a, organisation=w.organisation), NOBODY
    ),
    "streams.forget_letters": Service(lambda w, a: services.forget_letters(actor=a), NOBODY),
}
