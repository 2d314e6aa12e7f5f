"""Coaching: anybody asks; the private link is the entrepreneur's right; his coach and the coordinator work."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base import links
from circulairwerkt.base.models.slots import SlotState
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases.models import Case
from circulairwerkt.coaching import perms, services
from circulairwerkt.coaching.finding import free_moments
from circulairwerkt.coaching.links import token_of
from circulairwerkt.coaching.models import Away, Coach, Coaching, Meeting, Note, Step
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.rooms.cases import case_of
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service, ask
from tests.circulairwerkt.permissions.world import START, World

# fmt: off
LINES: list[Line] = [
    *everybody("zelfscan/", "200", "405"),
    *everybody("coach-vragen/", "200", "422"),
    # the private link is the right: who holds it may, whoever it is
    *everybody("mijn-begeleiding/<str:token>/", "200", "405"),
    *everybody("mijn-begeleiding/<str:token>/kies/", "405", "404"),
    *everybody("mijn-begeleiding/<str:token>/agenda.ics", "200", "405"),
    *everybody("mijn-begeleiding/<str:token>/schrijf/", "405", "422"),
    *everybody("mijn-begeleiding/<str:token>/stoppen/", "405", "302"),
    *everybody("mijn-begeleiding/<str:token>/acties/<int:pk>/", "405", "302"),
    *everybody("mijn-begeleiding/<str:token>/afspraken/<int:pk>/", "200", "422"),
    *everybody("mijn-begeleiding/<str:token>/afspraken/<int:pk>/los/", "405", "302"),
    *everybody("mijn-begeleiding/<str:token>/afspraken/<int:pk>/afzeggen/", "405", "302"),
    #                                                                    nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/begeleiding/", "GET",                     "in     404    404    404    200    404    200    404    200"),
    line("werkplek/<slug:slug>/begeleiding/", "POST",                    "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/begeleiding/nieuw/", "GET",               "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/begeleiding/nieuw/", "POST",              "in     404    404    404    404    422    422    404    422"),
    line("werkplek/<slug:slug>/begeleiding/week/", "GET",                "in     404    404    404    200    404    200    404    404"),
    line("werkplek/<slug:slug>/begeleiding/week/", "POST",               "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/begeleiding/profiel/", "GET",             "in     404    404    404    200    404    200    404    404"),
    line("werkplek/<slug:slug>/begeleiding/profiel/", "POST",            "in     404    404    404    422    404    422    404    404"),
    line("werkplek/<slug:slug>/begeleiding/afwezig/", "GET",             "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/begeleiding/afwezig/", "POST",            "in     404    404    404    422    404    404    404    404"),
    line("werkplek/<slug:slug>/begeleiding/afwezig/<int:pk>/weg/", "GET", "in     405    405    405    405    405    405    405    405"),
    line("werkplek/<slug:slug>/begeleiding/afwezig/<int:pk>/weg/", "POST", "in     404    404    404    302    404    404    404    404"),
    line("begeleiding/<int:pk>/", "GET",                                 "in     404    404    404    200    404    200    404    200"),
    line("begeleiding/<int:pk>/", "POST",                                "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/coach/", "GET",                           "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/coach/", "POST",                          "in     404    404    404    404    404    302    404    302"),
    line("begeleiding/<int:pk>/afspraken/", "GET",                       "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/afspraken/", "POST",                      "in     404    404    404    302    404    302    404    302"),
    line("begeleiding/<int:pk>/afspraken/<int:meeting_pk>/", "GET",      "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/afspraken/<int:meeting_pk>/", "POST",     "in     404    404    404    302    404    302    404    302"),
    line("begeleiding/<int:pk>/stappen/", "GET",                         "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/stappen/", "POST",                        "in     404    404    404    422    404    422    404    422"),
    line("begeleiding/<int:pk>/stappen/<int:step_pk>/", "GET",           "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/stappen/<int:step_pk>/", "POST",          "in     404    404    404    302    404    302    404    302"),
    line("begeleiding/<int:pk>/notities/", "GET",                        "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/notities/", "POST",                       "in     404    404    404    422    404    422    404    422"),
    line("begeleiding/<int:pk>/afsluiten/", "GET",                       "in     404    404    404    200    404    200    404    200"),
    line("begeleiding/<int:pk>/afsluiten/", "POST",                      "in     404    404    404    422    404    422    404    422"),
    line("begeleiding/<int:pk>/heropenen/", "GET",                       "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/heropenen/", "POST",                      "in     404    404    404    302    404    302    404    302"),
    line("begeleiding/<int:pk>/nieuwe-link/", "GET",                     "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/nieuwe-link/", "POST",                    "in     404    404    404    302    404    302    404    302"),
    line("begeleiding/<int:pk>/dossier/nieuw/", "GET",                   "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/dossier/nieuw/", "POST",                  "in     404    404    404    404    404    302    404    302"),
    line("begeleiding/<int:pk>/dossier/", "GET",                         "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/dossier/", "POST",                        "in     404    404    404    404    404    302    404    302"),
    line("begeleiding/<int:pk>/dossier/<int:case_pk>/los/", "GET",       "in     405    405    405    405    405    405    405    405"),
    line("begeleiding/<int:pk>/dossier/<int:case_pk>/los/", "POST",      "in     404    404    404    404    404    302    404    302"),
]
# fmt: on
#: Who works on a coaching: its coach, and who leads the room.
WORKERS = {"coach", *COORDINATOR}
HOURS = "Mo-Su 08:00-20:00"


def coach_of(world: World) -> Coach:
    """The coach's profile, with hours on every day."""
    with everywhere("the world of the permission tables"):
        found: Coach = Coach.objects.get_or_create(
            hub=world.hub,
            user=world.users["coach"],
            defaults={"hours": HOURS, "languages": ["nl"], "themes": ["repair"], "ways": ["online"]},
        )[0]
    return found


def coaching_of(world: World) -> Coaching:
    """An entrepreneur whom that coach coaches; the hub can be asked."""
    Hub.objects.filter(pk=world.hub.pk).update(claimed_on=START)
    world.hub.claimed_on = START
    with everywhere("the world of the permission tables"):
        found: Coaching = Coaching.objects.get_or_create(
            hub=world.hub,
            contact="ondernemer@example.org",
            defaults={
                "maturity": "not_started",
                "wish": "meubels terugnemen",
                "municipality": world.municipality,
                "coach": coach_of(world),
                "themes": ["repair"],
            },
        )[0]
    return found


def _meeting(world: World, state: SlotState = SlotState.BOOKED) -> Meeting:
    coaching, start = coaching_of(world), timezone.now() + timedelta(days=3)
    held = timezone.now() + timedelta(minutes=10) if state == SlotState.HELD else None
    return Meeting.objects.get_or_create(
        coaching=coaching,
        keeper=coach_of(world),
        state=state,
        defaults={"starts_at": start, "ends_at": start + timedelta(hours=1), "held_until": held},
    )[0]


def _step(world: World) -> Step:
    return Step.objects.get_or_create(coaching=coaching_of(world), kind="action", text="bellen")[0]


def _away(world: World) -> Away:
    today = timezone.localdate()
    return Away.objects.get_or_create(coach=coach_of(world), first_day=today, last_day=today)[0]


def _linked(world: World) -> Case:
    with everywhere("the world of the permission tables"):
        case = case_of(world)
    links.join(coaching_of(world), case)
    return case


def _free(world: World) -> Any:
    return free_moments([coach_of(world)])[coach_of(world).pk][-1].start


def _by_link(**more: Callable[[World], object]) -> Callable[[World], Mapping[str, object]]:
    return lambda w: {"token": token_of(coaching_of(w)), **{name: fill(w) for name, fill in more.items()}}


def _by_key(**more: Callable[[World], object]) -> Callable[[World], Mapping[str, object]]:
    return lambda w: {"pk": coaching_of(w).pk, **{name: fill(w) for name, fill in more.items()}}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    "mijn-begeleiding/<str:token>/": _by_link(),
    "mijn-begeleiding/<str:token>/kies/": _by_link(),
    "mijn-begeleiding/<str:token>/agenda.ics": _by_link(),
    "mijn-begeleiding/<str:token>/schrijf/": _by_link(),
    "mijn-begeleiding/<str:token>/stoppen/": _by_link(),
    "mijn-begeleiding/<str:token>/acties/<int:pk>/": _by_link(pk=lambda w: _step(w).pk),
    "mijn-begeleiding/<str:token>/afspraken/<int:pk>/": _by_link(pk=lambda w: _meeting(w, SlotState.HELD).pk),
    "mijn-begeleiding/<str:token>/afspraken/<int:pk>/los/": _by_link(
        pk=lambda w: _meeting(w, SlotState.HELD).pk
    ),
    "mijn-begeleiding/<str:token>/afspraken/<int:pk>/afzeggen/": _by_link(pk=lambda w: _meeting(w).pk),
    "werkplek/<slug:slug>/begeleiding/afwezig/": lambda w: {"slug": coach_of(w).hub.slug},
    "werkplek/<slug:slug>/begeleiding/afwezig/<int:pk>/weg/": lambda w: {"pk": _away(w).pk},
    "begeleiding/<int:pk>/": _by_key(),
    "begeleiding/<int:pk>/coach/": _by_key(),
    "begeleiding/<int:pk>/afspraken/": _by_key(),
    "begeleiding/<int:pk>/afspraken/<int:meeting_pk>/": _by_key(meeting_pk=lambda w: _meeting(w).pk),
    "begeleiding/<int:pk>/stappen/": _by_key(),
    "begeleiding/<int:pk>/stappen/<int:step_pk>/": _by_key(step_pk=lambda w: _step(w).pk),
    "begeleiding/<int:pk>/notities/": _by_key(),
    "begeleiding/<int:pk>/afsluiten/": _by_key(),
    "begeleiding/<int:pk>/heropenen/": _by_key(),
    "begeleiding/<int:pk>/nieuwe-link/": _by_key(),
    "begeleiding/<int:pk>/dossier/nieuw/": _by_key(),
    "begeleiding/<int:pk>/dossier/": _by_key(),
    "begeleiding/<int:pk>/dossier/<int:case_pk>/los/": _by_key(case_pk=lambda w: _linked(w).pk),
}


def _intake(world: World) -> dict[str, Any]:
    return {
        "maturity": "not_started",
        "wish": "iets",
        "contact": "nieuw@example.org",
        "municipality": world.municipality,
    }


def _values() -> dict[str, Any]:
    names = ("words", "where", "hours")
    return {
        **dict.fromkeys(names, ""),
        "themes": [],
        "languages": ["nl"],
        "ways": ["online"],
        "municipality": None,
        "lat": None,
        "lon": None,
        "slot_minutes": 60,
        "is_taking": True,
    }


def _save_coach(world: World, actor: Actor) -> Any:
    """Somebody's own profile: who may not coach for the hub cannot have one."""
    coach = Coach(hub=world.hub, user_id=actor.user_id)
    with everywhere("a test of who may keep a profile"):
        known = Coach.objects.filter(hub=world.hub, user_id=actor.user_id).first()
    return services.save_coach(
        actor=actor, coach=known or coach, seen_version=known.version if known else 0, values=_values()
    )


def _note_away(world: World, actor: Actor) -> Any:
    day = timezone.localdate() + timedelta(days=60)
    return services.note_away(actor=actor, coach=coach_of(world), first_day=day, last_day=day)


def _close(world: World, actor: Actor) -> Any:
    found = coaching_of(world)
    return services.close(
        actor=actor,
        coaching=found,
        seen_version=found.version,
        values={"closing": "reached", "came_of": "Een winkel met herstelde meubels."},
    )


def _clock(call: Callable[[Actor], Any]) -> Callable[[World, Actor], Any]:
    """The clock's; it reaches all hubs."""

    def run(world: World, actor: Actor) -> Any:
        coaching = coaching_of(world)
        held = _meeting(world, SlotState.HELD)
        soon = timezone.now() + timedelta(hours=2)
        Meeting.objects.filter(pk=held.pk).update(held_until=timezone.now() - timedelta(minutes=1))
        booked = _meeting(world)
        Meeting.objects.filter(pk=booked.pk).update(
            starts_at=soon, ends_at=soon + timedelta(hours=1), state_since=START_MOMENT
        )
        Coaching._base_manager.filter(pk=coaching.pk).update(moved_at=START_MOMENT - timedelta(days=999))
        with everywhere("a test of what the clock alone may"):
            return call(actor)

    return run


START_MOMENT = timezone.now() - timedelta(days=30)
_STEP = {"kind": "goal", "text": "een doel", "whose": "entrepreneur", "due_on": None}

SERVICES: Mapping[str, Service] = {
    "coaching.ask": Service(
        lambda w, a: services.ask(actor=a, hub=coaching_of(w).hub, values=_intake(w)), EVERYBODY
    ),
    "coaching.file": Service(
        lambda w, a: services.file_for(actor=a, hub=coaching_of(w).hub, values=_intake(w)),
        {"member", *COORDINATOR},
    ),
    "coaching.save_coach": Service(_save_coach, {"coach", "coordinator"}),
    "coaching.note_away": Service(_note_away, {"coach"}),
    "coaching.take_back_away": Service(
        lambda w, a: services.take_back_away(actor=a, away=_away(w)), {"coach"}
    ),
    "coaching.give_coach": Service(
        lambda w, a: services.give_coach(actor=a, coaching=coaching_of(w), coach=coach_of(w)), COORDINATOR
    ),
    "coaching.close": Service(_close, WORKERS),
    "coaching.reopen": Service(lambda w, a: services.reopen(actor=a, coaching=coaching_of(w)), WORKERS),
    "coaching.renew_link": Service(
        lambda w, a: services.renew_link(actor=a, coaching=coaching_of(w)), WORKERS
    ),
    "coaching.open_case": Service(
        lambda w, a: services.open_case(actor=a, coaching=coaching_of(w)), COORDINATOR
    ),
    "coaching.join_case": Service(
        lambda w, a: services.join_case(actor=a, coaching=coaching_of(w), case=_linked(w)), COORDINATOR
    ),
    "coaching.leave_case": Service(
        lambda w, a: services.leave_case(actor=a, coaching=coaching_of(w), case=_linked(w)), COORDINATOR
    ),
    "coaching.book": Service(
        lambda w, a: services.book(actor=a, coaching=coaching_of(w), start=_free(w)), WORKERS
    ),
    "coaching.mark_meeting": Service(
        lambda w, a: services.mark(actor=a, meeting=_meeting(w), to=SlotState.CANCELLED), WORKERS
    ),
    "coaching.add_step": Service(
        lambda w, a: services.add_step(actor=a, coaching=coaching_of(w), values=_STEP), WORKERS
    ),
    "coaching.mark_step": Service(
        lambda w, a: services.mark_step(actor=a, step=_step(w), is_done=True), WORKERS
    ),
    "coaching.write_note": Service(
        lambda w, a: services.write_note(actor=a, coaching=coaching_of(w), text="dag", is_shared=True),
        WORKERS,
    ),
    # Who holds the private link acts for the entrepreneur, whoever he is; its page checks the link.
    "coaching.hold": Service(
        lambda w, a: services.hold(actor=a, coaching=coaching_of(w), coach=coach_of(w), start=_free(w)),
        EVERYBODY,
    ),
    "coaching.confirm": Service(
        lambda w, a: services.confirm(actor=a, meeting=_meeting(w, SlotState.HELD), way="online"), EVERYBODY
    ),
    "coaching.let_go": Service(
        lambda w, a: services.let_go(actor=a, meeting=_meeting(w, SlotState.HELD)), EVERYBODY
    ),
    "coaching.cancel_own": Service(lambda w, a: services.cancel_own(actor=a, meeting=_meeting(w)), EVERYBODY),
    "coaching.write_own": Service(
        lambda w, a: services.write_as_entrepreneur(actor=a, coaching=coaching_of(w), text="dag"), EVERYBODY
    ),
    "coaching.mark_own_step": Service(
        lambda w, a: services.mark_own_step(actor=a, step=_step(w), is_done=True), EVERYBODY
    ),
    "coaching.withdraw": Service(lambda w, a: services.withdraw(actor=a, coaching=coaching_of(w)), EVERYBODY),
    "coaching.remind": Service(_clock(lambda a: services.remind_of_meetings(actor=a)), NOBODY),
    "coaching.let_go_held": Service(_clock(lambda a: services.let_go_held(actor=a)), NOBODY),
    "coaching.erase": Service(_clock(lambda a: services.erase_old_coachings(actor=a)), NOBODY),
}


def _switched_off(world: World, actor: Actor, path: str) -> None:
    world.hub.switches.update_or_create(key="coaching", defaults={"is_on": False})
    ask(actor, path)


def _away_of_who_coaches_no_more(world: World, actor: Actor) -> None:
    """The profile stays of who coached once; an unfinished form shows it."""
    coach_of(world)
    Coach._base_manager.get_or_create(hub=world.hub, user=world.users["member"], defaults={"hours": HOURS})
    ask(actor, f"/werkplek/{world.hub.slug}/begeleiding/afwezig/", {})


def _private_note(world: World) -> Note:
    return Note(coaching=coaching_of(world), author=world.users["coach"], text="twijfelt", is_shared=False)


#: Called in a second way, and a rule that no address asks; see ``more_ways``.
MORE: Mapping[str, Service] = {
    "coaching.coachings, of a hub that does not coach": Service(
        lambda w, a: _switched_off(w, a, f"/werkplek/{w.hub.slug}/begeleiding/"), NOBODY
    ),
    "coaching.coaching, of a hub that does not coach": Service(
        lambda w, a: _switched_off(w, a, f"/begeleiding/{coaching_of(w).pk}/"), NOBODY
    ),
    "coaching.note_away, of who coaches no more": Service(_away_of_who_coaches_no_more, {"coach"}),
    "coaching.may_read_note, of oneself alone": Service(
        lambda w, a: require(perms.may_read_note(a, _private_note(w))), {"coach"}
    ),
}
