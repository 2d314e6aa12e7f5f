"""Questions: anybody asks; the hub that was asked reads and answers."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.links import token_of
from circulairwerkt.cases.models import Question, QuestionPart, QuestionPhoto
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt.factories import picture
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import START, World

# fmt: off
LINES: list[Line] = [
    #                                                       nobody strang orgmem other  coach  member coord  funder admin
    line("vragen/<int:pk>/", "GET",                         "in     404    404    404    404    200    200    404    200"),
    line("vragen/<int:pk>/", "POST",                        "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/kaart/<int:place>/", "GET",       "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/kaart/<int:place>/", "POST",      "in     404    404    404    404    302    302    404    302"),
    line("vragen/<int:pk>/fotos/<int:photo_pk>/", "GET",    "in     404    404    404    404    200    200    404    200"),
    line("vragen/<int:pk>/fotos/<int:photo_pk>/", "POST",   "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/zeg/", "GET",                     "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/zeg/", "POST",                    "in     404    404    404    404    422    422    404    422"),
    line("vragen/<int:pk>/geen-gevaar/", "GET",             "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/geen-gevaar/", "POST",            "in     404    404    404    404    422    422    404    422"),
    line("vragen/<int:pk>/nieuwe-link/", "GET",             "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/nieuwe-link/", "POST",            "in     404    404    404    404    302    302    404    302"),
    line("vragen/<int:pk>/beantwoord/", "GET",              "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/beantwoord/", "POST",             "in     404    404    404    404    302    302    404    302"),
    line("vragen/<int:pk>/heropen/", "GET",                 "in     405    405    405    405    405    405    405    405"),
    line("vragen/<int:pk>/heropen/", "POST",                "in     404    404    404    404    302    302    404    302"),
]
# fmt: on


def _part(world: World) -> QuestionPart:
    return QuestionPart.objects.get_or_create(
        question=world.question, place=0, defaults={"text": "karton", "material": "cardboard"}
    )[0]


def _photo(world: World) -> QuestionPhoto:
    photo = QuestionPhoto.objects.get_or_create(
        file="questions/tabel.jpg", defaults={"question": world.question, "width": 2, "height": 2}
    )[0]
    if not default_storage.exists(photo.file):
        default_storage.save(photo.file, ContentFile(b"a picture"))
    return photo


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "vragen/<int:pk>/": lambda world: {"pk": world.question.pk},
    "vragen/<int:pk>/kaart/<int:place>/": lambda world: {
        "pk": world.question.pk,
        "place": _part(world).place,
    },
    "vragen/<int:pk>/fotos/<int:photo_pk>/": lambda world: {
        "pk": world.question.pk,
        "photo_pk": _photo(world).pk,
    },
    "mijn-vraag/<str:token>/fotos/<int:pk>/": lambda world: {
        "token": token_of(world.question),
        "pk": _photo(world).pk,
    },
    "mijn-vraag/<str:token>/fotos/<int:pk>/weg/": lambda world: {
        "token": token_of(world.question),
        "pk": _photo(world).pk,
    },
    "vragen/<int:pk>/beantwoord/": lambda world: {"pk": world.question.pk},
    "vragen/<int:pk>/zeg/": lambda world: {"pk": world.question.pk},
    "vragen/<int:pk>/geen-gevaar/": lambda world: {"pk": world.question.pk},
    "vragen/<int:pk>/nieuwe-link/": lambda world: {"pk": world.question.pk},
    "vragen/<int:pk>/heropen/": lambda world: {"pk": world.question.pk},
}


def _ask(world: World, actor: Actor) -> Any:
    cache.clear()
    return cases.ask(
        actor=actor,
        hub=None,
        municipality=world.municipality,
        place_text="Gent",
        sentence="karton",
        contact="vrager@example.org",
    )


def _correct(world: World, actor: Actor) -> Any:
    _part(world)
    return cases.correct_part(
        actor=actor, question=world.question, place=0, values={"quantity": 2.0, "unit": "m3"}
    )


def _move(world: World, actor: Actor) -> Any:
    Question._base_manager.filter(pk=world.question.pk).update(escalated_at=timezone.now())
    Hub.objects.filter(pk=world.other_hub.pk).update(claimed_on=START)
    return cases.move(actor=actor, question=world.question, hub=Hub.objects.get(pk=world.other_hub.pk))


def _escalate(world: World, actor: Actor) -> Any:
    """The clock's; it reaches all hubs."""
    with everywhere("a test of who may escalate"):
        return cases.escalate_overdue(actor=actor)


SERVICES: Mapping[str, Service] = {
    "cases.ask": Service(_ask, EVERYBODY),
    "cases.reply": Service(
        lambda w, a: cases.reply(actor=a, question=w.question, text="dag"), {"member", *COORDINATOR}
    ),
    "cases.note": Service(
        lambda w, a: cases.note(actor=a, question=w.question, text="gebeld"), {"member", *COORDINATOR}
    ),
    "cases.renew_link": Service(
        lambda w, a: cases.renew_link(actor=a, question=w.question), {"member", *COORDINATOR}
    ),
    "cases.lift_danger": Service(
        lambda w, a: cases.lift_danger(actor=a, question=w.question, reason="attest gezien"),
        {"member", *COORDINATOR},
    ),
    "cases.correct_part": Service(_correct, EVERYBODY),
    "cases.make_of_part": Service(
        lambda w, a: cases.make_of_part(actor=a, question=w.question, place=_part(w).place),
        {"member", *COORDINATOR},
    ),
    # Photos go with a question that anybody may ask, and with the private link.
    "cases.keep_photo": Service(
        lambda w, a: cases.keep_photo(actor=a, sent=BytesIO(picture()), size=99), EVERYBODY
    ),
    "cases.remove_photo": Service(
        lambda w, a: cases.remove_photo(actor=a, question=w.question, pk=_photo(w).pk), EVERYBODY
    ),
    "cases.forget_waiting_photos": Service(lambda w, a: cases.forget_waiting_photos(actor=a), NOBODY),
    # Who holds the private link acts for the asker, whoever he is; its page checks the link.
    "cases.add_remark": Service(
        lambda w, a: cases.add(actor=a, question=w.question, text="nog iets"), EVERYBODY
    ),
    "cases.withdraw": Service(lambda w, a: cases.withdraw(actor=a, question=w.question), EVERYBODY),
    "cases.move": Service(_move, EVERYBODY),
    "cases.escalate": Service(_escalate, NOBODY),
    "cases.mark_answered": Service(
        lambda w, a: cases.mark_answered(actor=a, question=w.question),
        {"member", *COORDINATOR},
    ),
    "cases.reopen_question": Service(
        lambda w, a: cases.reopen(actor=a, question=w.question), {"member", *COORDINATOR}
    ),
    "cases.erase_old_questions": Service(lambda w, a: cases.erase_old_questions(actor=a), NOBODY),
}
