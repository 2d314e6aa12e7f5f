"""Calls: the coordinator leads them, those who work at the hub read ideas, anybody hands one in."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.links import token_of
from circulairwerkt.calls.models import Call, Challenge, Entry, Step
from circulairwerkt.hubs.models import Switch
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.rooms.cases import case_of
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service, ask
from tests.circulairwerkt.permissions.world import World

_HERE = "werkplek/<slug:slug>/oproepen/<int:pk>/"
# fmt: off
LINES: list[Line] = [
    *everybody("oproepen/", "200", "405"),
    *everybody("oproepen/<slug:slug>/", "200", "405"),
    *everybody("oproepen/<slug:slug>/agenda.ics", "200", "405"),
    *everybody("oproepen/<slug:slug>/meedoen/", "200", "422"),
    *everybody("oproepen/<slug:slug>/ingezonden/", "200", "405"),
    # the private link is the right: who holds it may, whoever it is
    *everybody("mijn-idee/<str:token>/", "200", "422"),
    *everybody("mijn-idee/<str:token>/intrekken/", "405", "302"),
    #                                                          nobody strang orgmem other  coach  member coord  funder admin
    line("werkplek/<slug:slug>/oproepen/", "GET",              "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/oproepen/", "POST",             "in     404    404    404    404    200    200    404    200"),
    line("werkplek/<slug:slug>/oproepen/nieuw/", "GET",        "in     404    404    404    404    404    200    404    200"),
    line("werkplek/<slug:slug>/oproepen/nieuw/", "POST",       "in     404    404    404    404    404    422    404    422"),
    line(_HERE, "GET",                                         "in     404    404    404    404    200    200    404    200"),
    line(_HERE, "POST",                                        "in     404    404    404    404    200    200    404    200"),
    line(f"{_HERE}gegevens/", "GET",                           "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}gegevens/", "POST",                          "in     404    404    404    404    404    422    404    422"),
    line(f"{_HERE}openen/", "GET",                             "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}openen/", "POST",                            "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}stoppen/", "GET",                            "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}stoppen/", "POST",                           "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}weg/", "GET",                                "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}weg/", "POST",                               "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}stappen/nieuw/", "GET",                      "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}stappen/nieuw/", "POST",                     "in     404    404    404    404    404    422    404    422"),
    line(f"{_HERE}stappen/<int:step_pk>/", "GET",              "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}stappen/<int:step_pk>/", "POST",             "in     404    404    404    404    404    422    404    422"),
    line(f"{_HERE}stappen/<int:step_pk>/weg/", "GET",          "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}stappen/<int:step_pk>/weg/", "POST",         "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}uitdagingen/nieuw/", "GET",                  "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}uitdagingen/nieuw/", "POST",                 "in     404    404    404    404    404    422    404    422"),
    line(f"{_HERE}uitdagingen/<int:challenge_pk>/", "GET",     "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}uitdagingen/<int:challenge_pk>/", "POST",    "in     404    404    404    404    404    422    404    422"),
    line(f"{_HERE}uitdagingen/<int:challenge_pk>/weg/", "GET",  "in    405    405    405    405    405    405    405    405"),
    line(f"{_HERE}uitdagingen/<int:challenge_pk>/weg/", "POST", "in    404    404    404    404    404    302    404    302"),
    line(f"{_HERE}uitdagingen/uit/<slug:sort>/<int:key>/", "GET", "in   404    404    404    404    404    200    404    200"),
    line(f"{_HERE}uitdagingen/uit/<slug:sort>/<int:key>/", "POST", "in  404    404    404    404    404    422    404    422"),
    line(f"{_HERE}verder/", "GET",                             "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}verder/", "POST",                            "in     404    404    404    404    404    422    404    422"),
    line(f"{_HERE}uitslag/", "GET",                            "in     404    404    404    404    404    200    404    200"),
    line(f"{_HERE}uitslag/", "POST",                           "in     404    404    404    404    404    422    404    422"),
    line(f"{_HERE}ideeen/lijst/<slug:ending>/", "GET",         "in     404    404    404    404    200    200    404    200"),
    line(f"{_HERE}ideeen/lijst/<slug:ending>/", "POST",        "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}ideeen/<int:entry_pk>/", "GET",              "in     404    404    404    404    200    200    404    200"),
    line(f"{_HERE}ideeen/<int:entry_pk>/", "POST",             "in     404    404    404    404    200    200    404    200"),
    line(f"{_HERE}ideeen/<int:entry_pk>/dossier/", "GET",      "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}ideeen/<int:entry_pk>/dossier/", "POST",     "in     404    404    404    404    404    302    404    302"),
    line(f"{_HERE}ideeen/<int:entry_pk>/nieuwe-link/", "GET",  "in     405    405    405    405    405    405    405    405"),
    line(f"{_HERE}ideeen/<int:entry_pk>/nieuwe-link/", "POST", "in     404    404    404    404    404    302    404    302"),
]
# fmt: on


def call_of(world: World, **fields: Any) -> Call:
    """A call of the hub that takes ideas, with two steps and a challenge."""
    slug = f"oproep-{fields.get('state', 'running')}-{fields.get('position', 0)}"
    with everywhere("a call for the tables"):
        found = Call.objects.filter(slug=slug).select_related("hub", "event").first()
        return found or make.call(world.hub, slug=slug, **fields)


def draft_of(world: World) -> Call:
    """A call that nobody but the hub knows of."""
    return call_of(world, state="draft", visibility="hub")


def decided(world: World) -> Call:
    """A call whose deadline passed, at its first step."""
    return call_of(world, position=1, closes_at=timezone.now() - timedelta(days=1))


def idea_of(call: Call) -> Entry:
    """The idea that was handed in."""
    found = call.entries.first() or make.idea(call, position=call.position)
    found.call = call
    return found


def _step(world: World) -> Step:
    step = call_of(world).steps.all()[0]
    step.call = call_of(world)
    return step


def _challenge(world: World) -> Challenge:
    call = call_of(world)
    found = call.challenges.first() or Challenge.objects.create(call=call, title="Karton")
    found.call = call
    return found


def _entry(world: World) -> Mapping[str, object]:
    call = decided(world)
    return {"pk": call.pk, "entry_pk": idea_of(call).pk}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    **{
        f"oproepen/<slug:slug>/{way}": lambda w: {"slug": call_of(w).slug}
        for way in ("", "agenda.ics", "meedoen/", "ingezonden/")
    },
    "mijn-idee/<str:token>/": lambda w: {"token": token_of(idea_of(call_of(w)))},
    "mijn-idee/<str:token>/intrekken/": lambda w: {"token": token_of(idea_of(call_of(w)))},
    **{
        f"{_HERE}{way}": lambda w: {"pk": call_of(w).pk}
        for way in ("", "gegevens/", "stoppen/", "stappen/nieuw/", "uitdagingen/nieuw/")
    },
    f"{_HERE}ideeen/lijst/<slug:ending>/": lambda w: {"pk": decided(w).pk, "ending": "csv"},
    f"{_HERE}openen/": lambda w: {"pk": draft_of(w).pk},
    f"{_HERE}weg/": lambda w: {"pk": draft_of(w).pk},
    f"{_HERE}verder/": lambda w: {"pk": decided(w).pk},
    f"{_HERE}uitslag/": lambda w: {"pk": decided(w).pk},
    f"{_HERE}stappen/<int:step_pk>/": lambda w: {"pk": call_of(w).pk, "step_pk": _step(w).pk},
    f"{_HERE}stappen/<int:step_pk>/weg/": lambda w: {"pk": call_of(w).pk, "step_pk": _step(w).pk},
    f"{_HERE}uitdagingen/<int:challenge_pk>/": lambda w: {
        "pk": call_of(w).pk,
        "challenge_pk": _challenge(w).pk,
    },
    f"{_HERE}uitdagingen/<int:challenge_pk>/weg/": lambda w: {
        "pk": call_of(w).pk,
        "challenge_pk": _challenge(w).pk,
    },
    f"{_HERE}uitdagingen/uit/<slug:sort>/<int:key>/": lambda w: {
        "pk": call_of(w).pk,
        "sort": "dossier",
        "key": case_of(w).pk,
    },
    f"{_HERE}ideeen/<int:entry_pk>/": _entry,
    f"{_HERE}ideeen/<int:entry_pk>/dossier/": _entry,
    f"{_HERE}ideeen/<int:entry_pk>/nieuwe-link/": _entry,
}


def _edit(world: World, actor: Actor) -> Any:
    call = call_of(world)
    names = ("title", "summary", "description", "closes_at", "event", "criteria")
    values = {name: getattr(call, name) for name in names}
    return services.edit_call(actor=actor, call=call, seen_version=call.version, values=values)


def _save_step(world: World, actor: Actor) -> Any:
    values = {"kind": "pitch", "starts_at": None, "ends_at": None, "place": "", "letter": "Tot dan."}
    values |= {"has_jury": False, "has_vote": False, "has_peers": False}
    step = _step(world)
    return services.save_step(actor=actor, step=step, seen_version=step.version, values=values)


_CHALLENGE: Mapping[str, Any] = {"title": "Hout", "words": "", "skills": []}


def _save_challenge(world: World, actor: Actor) -> Any:
    found = _challenge(world)
    return services.save_challenge(
        actor=actor,
        challenge=found,
        seen_version=found.version,
        values=_CHALLENGE,
    )


def _erase(world: World, actor: Actor) -> Any:
    call = decided(world)
    idea_of(call)
    with everywhere("a test of what the clock alone may"):
        Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - timedelta(days=999))
        return services.erase_people(actor=actor)


def _remind_to_hand_in(world: World, actor: Actor) -> Any:
    call = call_of(world)
    with everywhere("a test of what the clock alone may"):
        Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() + timedelta(hours=20))
        return services.remind(actor=actor)


def _remind_to_judge(world: World, actor: Actor) -> Any:
    call = decided(world)
    soon = timezone.now() + timedelta(hours=20)
    with everywhere("a test of what the clock alone may"):
        Step.objects.filter(call=call, number=1).update(has_jury=True, judged_at=None, ends_at=soon)
        return services.remind(actor=actor)


SERVICES: Mapping[str, Service] = {
    "calls.make": Service(
        lambda w, a: services.make_call(actor=a, hub=w.hub, kind="call", values={"title": {"nl": "Nieuw"}}),
        COORDINATOR,
    ),
    "calls.edit": Service(_edit, COORDINATOR),
    "calls.publish": Service(lambda w, a: services.publish(actor=a, call=draft_of(w)), COORDINATOR),
    "calls.stop": Service(
        lambda w, a: services.stop(actor=a, call=call_of(w), reason="te weinig"), COORDINATOR
    ),
    "calls.remove": Service(lambda w, a: services.remove_call(actor=a, call=draft_of(w)), COORDINATOR),
    "calls.save_step": Service(_save_step, COORDINATOR),
    "calls.remove_step": Service(
        lambda w, a: services.remove_step(actor=a, step=_step(w), seen_version=1), COORDINATOR
    ),
    "calls.save_challenge": Service(_save_challenge, COORDINATOR),
    "calls.remove_challenge": Service(
        lambda w, a: services.remove_challenge(actor=a, challenge=_challenge(w), seen_version=1), COORDINATOR
    ),
    "calls.move_on": Service(
        lambda w, a: services.move_on(actor=a, call=decided(w), seen_position=1, going=[idea_of(decided(w))]),
        COORDINATOR,
    ),
    "calls.finish": Service(
        lambda w, a: services.finish(actor=a, call=decided(w), seen_position=1, winners=[]), COORDINATOR
    ),
    "calls.open_case": Service(
        lambda w, a: services.open_case(actor=a, entry=idea_of(decided(w))), COORDINATOR
    ),
    "calls.renew_link": Service(
        lambda w, a: services.renew_link(actor=a, entry=idea_of(decided(w))), COORDINATOR
    ),
    # Anybody hands in; who holds the private link acts for the idea, and its page checks the link.
    "calls.hand_in": Service(
        lambda w, a: services.hand_in(actor=a, call=call_of(w), values=make.idea_values()), EVERYBODY
    ),
    "calls.change_idea": Service(
        lambda w, a: services.change_idea(
            actor=a, entry=idea_of(call_of(w)), values=make.idea_values(title="Beter")
        ),
        EVERYBODY,
    ),
    "calls.withdraw": Service(lambda w, a: services.withdraw(actor=a, entry=idea_of(call_of(w))), EVERYBODY),
    "calls.erase_people": Service(_erase, NOBODY),
    "calls.remind_to_hand_in": Service(_remind_to_hand_in, NOBODY),
    "calls.remind_to_judge": Service(_remind_to_judge, NOBODY),
}


def _switched_off(world: World, actor: Actor) -> None:
    """The calls of a hub that uses neither of the two instruments, asked for by somebody who is signed in."""
    for key in ("calls", "hackathons"):
        Switch.objects.update_or_create(hub=world.hub, key=key, defaults={"is_on": False})
    ask(actor, f"/werkplek/{world.hub.slug}/oproepen/")


def _see_draft(world: World, actor: Actor) -> None:
    ask(actor, f"/oproepen/{draft_of(world).slug}/")


def _challenge_of_a_card_elsewhere(world: World, actor: Actor) -> Any:
    return services.save_challenge(
        actor=actor,
        challenge=Challenge(call=call_of(world)),
        seen_version=0,
        values=_CHALLENGE,
        came_of=make.card(world.other_hub, "karton over"),
    )


#: Called in a second way; see ``more_ways``.
MORE: Mapping[str, Service] = {
    "calls.calls, of a hub that does not use them": Service(_switched_off, NOBODY),
    "calls.save_challenge, of a card of another hub": Service(_challenge_of_a_card_elsewhere, NOBODY),
    "calls.call, a draft": Service(_see_draft, {"member", *COORDINATOR}),
}
