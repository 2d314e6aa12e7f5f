"""Cards, needs and capabilities: the hub and the organisation keep them, the link of a letter answers."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from PIL import Image

from circulairwerkt.base.permissions import Actor
from circulairwerkt.streams import services
from circulairwerkt.streams.links import token_of
from circulairwerkt.streams.models import Capability, FreshnessLetter, MaterialCard, Photo
from circulairwerkt.streams.services.imported import import_rows, undo_import
from circulairwerkt.streams.sorts import CARD
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

HUB = "werkplek/<slug:slug>/materiaal/"
OWN = "organisaties/<slug:slug>/beheer/materiaal/"
ROW = "materiaal/<sort:sort>/<int:pk>/"

# fmt: off
LINES: list[Line] = [
    #                                                       nob str org oth coa mem coo fun adm
    line(HUB,                                         "GET",  "in  404 404 404 200 200 200 404 200"),
    line(HUB,                                         "POST", "in  405 405 405 405 405 405 405 405"),
    line(HUB + "<sort:sort>/",                        "GET",  "in  404 404 404 200 200 200 404 200"),
    line(HUB + "<sort:sort>/",                        "POST", "in  405 405 405 405 405 405 405 405"),
    line(HUB + "<sort:sort>/nieuw/",                  "GET",  "in  404 404 404 404 200 200 404 200"),
    line(HUB + "<sort:sort>/nieuw/",                  "POST", "in  404 404 404 404 422 422 404 422"),
    line(OWN,                                         "GET",  "in  404 200 404 404 404 200 404 200"),
    line(OWN,                                         "POST", "in  405 405 405 405 405 405 405 405"),
    line(OWN + "<sort:sort>/nieuw/",                  "GET",  "in  404 200 404 404 404 200 404 200"),
    line(OWN + "<sort:sort>/nieuw/",                  "POST", "in  404 422 404 404 404 422 404 422"),
    line("materiaal/klopt/<str:token>/",              "GET",  "200 200 200 200 200 200 200 200 200"),
    line("materiaal/klopt/<str:token>/",              "POST", "302 302 302 302 302 302 302 302 302"),
    line("materiaal/fotos/<int:pk>/",                 "GET",  "404 404 200 404 200 200 200 404 200"),
    line("materiaal/fotos/<int:pk>/",                 "POST", "405 405 405 405 405 405 405 405 405"),
    line("materiaal/fotos/<int:pk>/tekst/",           "GET",  "in  404 200 404 404 200 200 404 200"),
    line("materiaal/fotos/<int:pk>/tekst/",           "POST", "in  404 302 404 404 302 302 404 302"),
    line("materiaal/fotos/<int:pk>/weg/",             "GET",  "in  405 405 405 405 405 405 405 405"),
    line("materiaal/fotos/<int:pk>/weg/",             "POST", "in  404 302 404 404 302 302 404 302"),
    line("materiaal/kaarten/<int:pk>/fotos/",         "GET",  "in  405 405 405 405 405 405 405 405"),
    line("materiaal/kaarten/<int:pk>/fotos/",         "POST", "in  404 422 404 404 422 422 404 422"),
    line("materiaal/wie-kan-wat/<int:pk>/vol/",       "GET",  "in  405 405 405 405 405 405 405 405"),
    line("materiaal/wie-kan-wat/<int:pk>/vol/",       "POST", "in  404 302 404 404 302 302 404 302"),
    line(ROW,                                         "GET",  "in  404 200 404 200 200 200 404 200"),
    line(ROW,                                         "POST", "405 405 405 405 405 405 405 405 405"),
    line(ROW + "wijzig/",                             "GET",  "in  404 200 404 404 200 200 404 200"),
    line(ROW + "wijzig/",                             "POST", "in  404 422 404 404 422 422 404 422"),
    line(ROW + "geschiedenis/",                       "GET",  "in  404 200 404 404 200 200 404 200"),
    line(ROW + "geschiedenis/",                       "POST", "in  405 405 405 405 405 405 405 405"),
    line(ROW + "druk/",                               "GET",  "in  404 200 404 200 200 200 404 200"),
    line(ROW + "druk/",                               "POST", "in  405 405 405 405 405 405 405 405"),
    line(ROW + "open/",                               "GET",  "in  404 200 404 404 404 200 404 200"),
    line(ROW + "open/",                               "POST", "in  404 422 404 404 404 422 404 422"),
    line(ROW + "vermoedens/",                         "GET",  "in  405 405 405 405 405 405 405 405"),
    line(ROW + "vermoedens/",                         "POST", "in  404 302 404 404 302 302 404 302"),
    line(ROW + "antwoord/",                           "GET",  "in  405 405 405 405 405 405 405 405"),
    line(ROW + "antwoord/",                           "POST", "in  404 422 404 404 422 422 404 422"),
    line(ROW + "bevestig/",                           "GET",  "in  405 405 405 405 405 405 405 405"),
    line(ROW + "bevestig/",                           "POST", "in  404 302 404 404 302 302 404 302"),
    line(ROW + "weg/",                                "GET",  "in  405 405 405 405 405 405 405 405"),
    line(ROW + "weg/",                                "POST", "in  404 302 404 404 302 302 404 302"),
    line(ROW + "terug/",                              "GET",  "in  405 405 405 405 405 405 405 405"),
    line(ROW + "terug/",                              "POST", "in  404 302 404 404 302 302 404 302"),
]
# fmt: on


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


def _served_photo(world: World) -> Photo:
    photo = _photo(world)
    if not default_storage.exists(photo.file):
        default_storage.save(photo.file, _picture())
    return photo


def _row(world: World) -> Mapping[str, object]:
    return {"sort": CARD.segment, "pk": _card(world).pk}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "werkplek/<slug:slug>/materiaal/<sort:sort>/": lambda w: {"slug": w.hub.slug, "sort": CARD.segment},
    "werkplek/<slug:slug>/materiaal/<sort:sort>/nieuw/": lambda w: {"slug": w.hub.slug, "sort": CARD.segment},
    "organisaties/<slug:slug>/beheer/materiaal/<sort:sort>/nieuw/": lambda w: {
        "slug": w.organisation.slug,
        "sort": CARD.segment,
    },
    "materiaal/klopt/<str:token>/": lambda w: {"token": token_of(_letter(w))},
    "materiaal/fotos/<int:pk>/": lambda w: {"pk": _served_photo(w).pk},
    "materiaal/fotos/<int:pk>/tekst/": lambda w: {"pk": _photo(w).pk},
    "materiaal/fotos/<int:pk>/weg/": lambda w: {"pk": _photo(w).pk},
    "materiaal/kaarten/<int:pk>/fotos/": lambda w: {"pk": _card(w).pk},
    "materiaal/wie-kan-wat/<int:pk>/vol/": lambda w: {"pk": _capability(w).pk},
    **{
        f"materiaal/<sort:sort>/<int:pk>/{what}": _row
        for what in (
            "",
            "wijzig/",
            "geschiedenis/",
            "druk/",
            "open/",
            "vermoedens/",
            "antwoord/",
            "bevestig/",
            "weg/",
            "terug/",
        )
    },
}


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
    "streams.import_rows": Service(
        lambda w, a: import_rows(actor=a, hub=w.hub, model=MaterialCard, rows=[]), {"member", *COORDINATOR}
    ),
    "streams.undo_import": Service(
        lambda w, a: undo_import(actor=a, hub=w.hub, made=[]), {"member", *COORDINATOR}
    ),
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
    "streams.adopt_photo": Service(
        lambda w, a: services.adopt_photo(
            actor=a, card=_card(w), name=_served_photo(w).file, alt="", width=2, height=2
        ),
        KEEPERS,
    ),
    "streams.forget_words": Service(lambda w, a: services.forget_words(actor=a, row=_card(w)), NOBODY),
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
