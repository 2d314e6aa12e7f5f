"""Stories of cases: the coordinator of the hub that answers for the case releases a lesson, nobody else."""

from collections.abc import Callable, Mapping
from typing import Any

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Case, Lesson
from circulairwerkt.knowledge import services
from circulairwerkt.knowledge.models import CaseStory
from tests.circulairwerkt.permissions.lines import Line, line
from tests.circulairwerkt.permissions.service import COORDINATOR, Service
from tests.circulairwerkt.permissions.world import World

# fmt: off
LINES: list[Line] = [
    #                                                                        nobody strang orgmem other  coach  member coord  funder admin
    line("dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/", "GET",         "in     404    404    404    404    404    200    404    200"),
    line("dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/", "POST",        "in     404    404    404    404    404    422    404    422"),
    line("dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/terug/", "GET",   "in     405    405    405    405    405    405    405    405"),
    line("dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/terug/", "POST",  "in     404    404    404    404    404    302    404    302"),
    line("verhalen/<slug:slug>/terug/", "GET",                               "in     405    405    405    405    405    405    405    405"),
    line("verhalen/<slug:slug>/terug/", "POST",                              "in     404    404    404    404    404    302    404    302"),
    line("verhalen/<slug:slug>/bewerken/", "GET",                            "in     404    404    404    404    404    200    404    200"),
    line("verhalen/<slug:slug>/bewerken/", "POST",                           "in     404    404    404    404    404    422    404    422"),
    line("werkplek/<slug:slug>/verhalen/", "GET",                            "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/verhalen/", "POST",                           "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/verhalen/nieuw/", "GET",                      "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/verhalen/nieuw/", "POST",                     "in     404    404    404    404    404    422    404    422"),
]
# fmt: on
VALUES: Mapping[str, Any] = {
    "title": "Een proef met karton",
    "summary": "Twee weken geprobeerd.",
    "lesson": "Begin klein.",
    "body": "",
    "came_of": "tested",
    "keywords": ["karton"],
    "sectors": [],
}
WRITTEN: Mapping[str, Any] = {
    **{name: {"nl": VALUES[name] or "Meer."} for name in ("title", "summary", "lesson", "body")},
    "came_of": "tested",
    "keywords": [],
    "sectors": [],
    "source": "",
    "is_public": False,
}


def _lesson(world: World) -> Lesson:
    case = Case._base_manager.get_or_create(hub=world.hub, year=2025, number=9001, title="Les")[0]
    return Lesson.objects.get_or_create(case=case, text="Begin klein.")[0]


def _told(world: World) -> CaseStory:
    with everywhere("a story that the coordinator released"):
        lesson = _lesson(world)
        known = CaseStory.objects.filter(told_of=lesson).first()
        return known or services.tell(
            actor=world.actor("coordinator"), lesson=lesson, seen_version=0, values=VALUES
        )


def _place(world: World) -> Mapping[str, object]:
    lesson = _lesson(world)
    return {"pk": lesson.case_id, "lesson_pk": lesson.pk}


def _place_of_told(world: World) -> Mapping[str, object]:
    _told(world)
    return _place(world)


def _by_hand(world: World) -> CaseStory:
    with everywhere("a story that the coordinator wrote"):
        known = CaseStory.objects.filter(hub=world.hub, is_by_hand=True).first()
        return known or _write_story(world, world.actor("coordinator"))


def _write_story(world: World, actor: Actor) -> CaseStory:
    return services.write_story(
        actor=actor, story=CaseStory(hub=world.hub, is_by_hand=True), seen_version=0, values=WRITTEN
    )


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/": _place,
    "dossiers/<int:pk>/lessen/<int:lesson_pk>/verhaal/terug/": _place_of_told,
    "verhalen/<slug:slug>/terug/": lambda w: {"slug": _told(w).slug},
    "verhalen/<slug:slug>/bewerken/": lambda w: {"slug": _by_hand(w).slug},
}


def _tell(world: World, actor: Actor) -> Any:
    return services.tell(actor=actor, lesson=_lesson(world), seen_version=0, values=VALUES)


SERVICES: Mapping[str, Service] = {
    "knowledge.tell": Service(_tell, COORDINATOR),
    "knowledge.write_story": Service(_write_story, COORDINATOR),
    "knowledge.take_back": Service(lambda w, a: services.take_back(actor=a, story=_told(w)), COORDINATOR),
}
