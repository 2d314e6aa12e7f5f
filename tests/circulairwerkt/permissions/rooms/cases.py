"""Cases: those who work at the hub that owns a case, and those of a hub it is shared with, as far as that goes."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.links import party_token_of
from circulairwerkt.cases.models import (
    Case,
    CaseFile,
    CaseStream,
    Contact,
    Entry,
    Exit,
    Party,
    Stage,
    SubsidyFile,
    Task,
)
from circulairwerkt.cases.received import ReceivedMail
from circulairwerkt.cases.services.imported import import_cases, undo_import
from circulairwerkt.cases.stages import Position
from circulairwerkt.streams.models import MaterialCard
from tests.circulairwerkt.permissions.lines import Line, everybody, line
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, Service
from tests.circulairwerkt.permissions.world import World

WORKERS = {"member", *COORDINATOR}

_HUB = "werkplek/<slug:slug>/dossiers/"
_CASE = "dossiers/<int:pk>/"
_LINK = "dossier/<str:token>/"


def _for(who: str, route: str, get: str, post: str) -> list[Line]:
    """Two lines: signed-out people go to sign in, those of ``who`` get the page, to others it does not exist."""
    patterns = {
        "workers": "in 404 404 404 404 {0} {0} 404 {0}",
        "coordinator": "in 404 404 404 404 404 {0} 404 {0}",
    }
    wrong_method = "in 405 405 405 405 405 405 405 405"
    return [
        line(route, method, wrong_method if status == "405" else patterns[who].format(status))
        for method, status in (("GET", get), ("POST", post))
    ]


def _workers(route: str, get: str, post: str) -> list[Line]:
    return _for("workers", route, get, post)


LINES: list[Line] = [
    *_workers("vragen/<int:pk>/opnemen/", "405", "302"),
    *_workers("werkplek/<slug:slug>/vragen/", "200", "405"),
    *_workers(_HUB, "200", "405"),
    *_workers(f"{_HUB}lijst/", "200", "405"),
    *_workers(f"{_HUB}nieuw/", "200", "422"),
    *_workers(f"{_HUB}gesprek/", "200", "422"),
    *_for("coordinator", f"{_HUB}stilstand/", "200", "422"),
    *_workers(f"{_HUB}stuurgroep/", "200", "405"),
    # Nothing is kept of it; a coordinator of any hub works on cases.
    line("dossiers/notitie-lezen/", "GET", "in 405 405 405 405 405 405 405 405"),
    line("dossiers/notitie-lezen/", "POST", "in 404 404 200 404 200 200 404 200"),
    *_workers(_CASE, "200", "405"),
    *_workers(f"{_CASE}afdruk/", "200", "405"),
    *_workers(f"{_CASE}ongedaan/", "405", "302"),
    *_workers(f"{_CASE}stap/", "405", "422"),
    *_workers(f"{_CASE}stoppen/", "200", "422"),
    *_workers(f"{_CASE}hernemen/", "405", "422"),
    *_workers(f"{_CASE}gegevens/", "200", "422"),
    *_workers(f"{_CASE}doelen/", "200", "302"),
    *_workers(f"{_CASE}doelen/erbij/", "405", "302"),
    *_workers(f"{_CASE}overdragen/", "200", "422"),
    *_workers(f"{_CASE}delen/", "200", "422"),
    *_workers(f"{_CASE}delen/<int:hub_pk>/stoppen/", "405", "302"),
    *_workers(f"{_CASE}gesprek/", "405", "422"),
    *_workers(f"{_CASE}notitie/", "405", "422"),
    *_workers(f"{_CASE}bericht/", "405", "422"),
    *_workers(f"{_CASE}bestanden/", "405", "422"),
    # The bytes of this file were never written: who may, is told that they are not there.
    *_workers(f"{_CASE}bestanden/<int:file_pk>/", "404", "405"),
    *_workers(f"{_CASE}bestanden/<int:file_pk>/weg/", "405", "302"),
    *_workers(f"{_CASE}mails/<int:entry_pk>/", "405", "302"),
    *_workers(f"{_CASE}partijen/", "200", "404"),
    *_workers(f"{_CASE}partijen/<int:party_pk>/weg/", "405", "302"),
    *_workers(f"{_CASE}contacten/", "405", "422"),
    *_workers(f"{_CASE}contacten/<int:contact_pk>/wissen/", "405", "302"),
    *_workers(f"{_CASE}materiaal/", "200", "404"),
    *_workers(f"{_CASE}materiaal/<int:link_pk>/weg/", "405", "302"),
    *_workers(f"{_CASE}taken/", "405", "422"),
    *_workers("taken/<int:pk>/gedaan/", "405", "302"),
    *_workers(f"{_CASE}lessen/", "405", "422"),
    *_workers(f"{_CASE}subsidies/nieuw/", "200", "422"),
    *_workers(f"{_CASE}subsidies/<int:subsidy_pk>/", "200", "422"),
    # Who holds the link is the party, whoever he is.
    *everybody(_LINK, "200", "405"),
    *everybody(f"{_LINK}schrijf/", "405", "422"),
    *everybody(f"{_LINK}geen-mail/", "405", "302"),
]


def _arguments(**rows: Callable[[Case], int]) -> Callable[[World], Mapping[str, object]]:
    def fill(world: World) -> Mapping[str, object]:
        case = case_of(world)
        return {"pk": case.pk, **{name: pk_of(case) for name, pk_of in rows.items()}}

    return fill


def _token(world: World) -> Mapping[str, object]:
    return {"token": party_token_of(case_of(world).contacts.get())}


ARGUMENTS: Mapping[str, Callable[[World], Mapping[str, object]]] = {
    **{each.route: _arguments() for each in LINES if each.route.startswith(_CASE)},
    "vragen/<int:pk>/opnemen/": lambda world: {"pk": world.question.pk},
    "taken/<int:pk>/gedaan/": lambda world: {"pk": case_of(world).tasks.get().pk},
    f"{_CASE}delen/<int:hub_pk>/stoppen/": lambda world: {
        "pk": case_of(world).pk,
        "hub_pk": world.other_hub.pk,
    },
    f"{_CASE}bestanden/<int:file_pk>/": lambda w: {"pk": case_of(w).pk, "file_pk": file_of(w).pk},
    f"{_CASE}bestanden/<int:file_pk>/weg/": lambda w: {"pk": case_of(w).pk, "file_pk": file_of(w).pk},
    f"{_CASE}mails/<int:entry_pk>/": _arguments(entry_pk=lambda c: c.entries.get(is_waiting=True).pk),
    f"{_CASE}partijen/<int:party_pk>/weg/": _arguments(party_pk=lambda c: c.parties.get().pk),
    f"{_CASE}contacten/<int:contact_pk>/wissen/": _arguments(contact_pk=lambda c: c.contacts.get().pk),
    f"{_CASE}materiaal/<int:link_pk>/weg/": _arguments(link_pk=lambda c: c.streams.get().pk),
    f"{_CASE}subsidies/<int:subsidy_pk>/": _arguments(subsidy_pk=lambda c: c.subsidy_files.get().pk),
    **{each.route: _token for each in LINES if each.route.startswith(_LINK)},
}


def case_of(world: World) -> Case:
    """The case that the lines speak of, of the first hub."""
    with everywhere("a test of who may what with cases"):
        case, is_new = Case.objects.get_or_create(
            hub=world.hub, year=2026, number=1, defaults={"title": "Karton", "mail_key": "a" * 16}
        )
        if is_new:
            Contact.objects.create(case=case, name="Jan", email="jan@example.org")
            Party.objects.create(case=case, organisation=world.organisation)
            Task.objects.create(case=case, text="Terugbellen")
            SubsidyFile.objects.create(case=case, name="Oproep")
            Entry.objects.create(case=case, kind=Entry.Kind.MAIL_IN, is_waiting=True, text="Dag")
            card = MaterialCard.objects.create(hub=world.hub, sentence="karton")
            CaseStream.objects.create(case=case, card=card)
        return case  # type: ignore[no-any-return]


def file_of(world: World) -> CaseFile:
    """A file of the case, whose bytes were never written."""
    return CaseFile.objects.get_or_create(
        case=case_of(world),
        name="foto.png",
        defaults={"file": "cases/none", "content_type": "image/png", "size_bytes": 4, "digest": "0" * 64},
    )[0]


def _here(world: World) -> Position:
    return Position(Stage(case_of(world).stage))


def _held(world: World) -> Case:
    case = case_of(world)
    Case._base_manager.filter(pk=case.pk).update(exit=Exit.ON_HOLD)
    return case


def _clock(call: Callable[..., Any], actor: Actor) -> Any:
    with everywhere("a test of who may do the clock's work"):
        return call(actor=actor)


def _remind(world: World, actor: Actor) -> Any:
    Task.objects.filter(case=case_of(world)).update(due_on=date(2026, 1, 1), for_user=world.users["member"])
    return _clock(cases.remind_of_tasks, actor)


def _erase(world: World, actor: Actor) -> Any:
    Case._base_manager.filter(pk=case_of(world).pk).update(moved_at="2020-01-01T00:00:00Z")
    return _clock(cases.erase_old_cases, actor)


_MAIL = ReceivedMail("<1@example.org>", "Jan", "jan@example.org", (), "Karton", "Dag", None)
_SUBSIDY = {"name": "Oproep", "state": "draft"}

SERVICES: Mapping[str, Service] = {
    "cases.import_cases": Service(lambda w, a: import_cases(actor=a, hub=w.hub, rows=[]), WORKERS),
    "cases.undo_import": Service(lambda w, a: undo_import(actor=a, hub=w.hub, made=[]), WORKERS),
    "cases.open_case": Service(lambda w, a: cases.open_case(actor=a, hub=w.hub, title="Nieuw"), WORKERS),
    "cases.open_with_call": Service(
        lambda w, a: cases.open_with_call(actor=a, hub=w.hub, text="Gebeld", person=cases.Person()), WORKERS
    ),
    "cases.take_up": Service(lambda w, a: cases.take_up(actor=a, question=w.question), WORKERS),
    "cases.undo_take_up": Service(lambda w, a: cases.undo_take_up(actor=a, case=_fresh(w)), WORKERS),
    "cases.move_case": Service(
        lambda w, a: cases.move_case(actor=a, case=case_of(w), seen=_here(w), to=Stage.EXPLORATION), WORKERS
    ),
    "cases.leave": Service(
        lambda w, a: cases.leave(
            actor=a, case=case_of(w), seen=_here(w), way_out=Exit.STOPPED, reason="Geen interesse"
        ),
        WORKERS,
    ),
    "cases.resume": Service(
        lambda w, a: cases.resume(actor=a, case=_held(w), seen=Position(Stage.CASE, Exit.ON_HOLD)), WORKERS
    ),
    "cases.edit_case": Service(
        lambda w, a: cases.edit_case(actor=a, case=case_of(w), seen_version=1, values={"title": "Anders"}),
        WORKERS,
    ),
    "cases.set_goals": Service(lambda w, a: cases.set_goals(actor=a, case=case_of(w), goals=[]), WORKERS),
    "cases.hand_over": Service(
        lambda w, a: cases.hand_over(
            actor=a, case=case_of(w), seen_owner_id=None, to=w.users["member"], note="Voor jou"
        ),
        WORKERS,
    ),
    "cases.share": Service(lambda w, a: cases.share(actor=a, case=case_of(w), hub=w.other_hub), WORKERS),
    "cases.stop_sharing": Service(
        lambda w, a: cases.stop_sharing(actor=a, case=case_of(w), hub=w.other_hub), WORKERS
    ),
    "cases.set_rhythm": Service(
        lambda w, a: cases.set_rhythm(actor=a, hub=w.hub, still_after_days=10), COORDINATOR
    ),
    "cases.write_note": Service(
        lambda w, a: cases.write_note(actor=a, case=case_of(w), text="Gebeld"), WORKERS
    ),
    "cases.note_call": Service(
        lambda w, a: cases.note_call(actor=a, case=case_of(w), text="Gebeld", person=cases.Person()), WORKERS
    ),
    "cases.write_to": Service(
        lambda w, a: cases.write_to(actor=a, case=case_of(w), contacts=case_of(w).contacts.all(), text="Dag"),
        WORKERS,
    ),
    # Who holds a party's link acts for that person, whoever he is; its page checks the link.
    "cases.party_writes": Service(
        lambda w, a: cases.party_writes(actor=a, contact=case_of(w).contacts.get(), text="Dag"), EVERYBODY
    ),
    "cases.stop_mail": Service(
        lambda w, a: cases.stop_mail(actor=a, contact=case_of(w).contacts.get()), EVERYBODY
    ),
    "cases.add_file": Service(
        lambda w, a: cases.add_file(
            actor=a, case=case_of(w), name="lijst.txt", content=ContentFile(b"karton")
        ),
        WORKERS,
    ),
    "cases.remove_file": Service(lambda w, a: cases.remove_file(actor=a, file=file_of(w)), WORKERS),
    "cases.let_in": Service(
        lambda w, a: cases.let_in(actor=a, entry=case_of(w).entries.get(is_waiting=True)), WORKERS
    ),
    "cases.turn_away": Service(
        lambda w, a: cases.turn_away(actor=a, entry=case_of(w).entries.get(is_waiting=True)), WORKERS
    ),
    "cases.receive_mail": Service(
        lambda w, a: cases.receive_mail(actor=a, case=case_of(w), mail=_MAIL, is_dropped=True), WORKERS
    ),
    "cases.add_party": Service(
        lambda w, a: cases.add_party(
            actor=a, case=case_of(w), organisation=w.other_organisation, role=Party.Role.TAKER
        ),
        WORKERS,
    ),
    "cases.remove_party": Service(
        lambda w, a: cases.remove_party(actor=a, party=case_of(w).parties.get()), WORKERS
    ),
    "cases.add_contact": Service(
        lambda w, a: cases.add_contact(actor=a, case=case_of(w), person=cases.Person(name="An")), WORKERS
    ),
    "cases.erase_contact": Service(
        lambda w, a: cases.erase_contact(actor=a, contact=case_of(w).contacts.get()), WORKERS
    ),
    "cases.add_task": Service(lambda w, a: cases.add_task(actor=a, case=case_of(w), text="Bellen"), WORKERS),
    "cases.finish_task": Service(
        lambda w, a: cases.finish_task(actor=a, task=case_of(w).tasks.get()), WORKERS
    ),
    "cases.reopen_task": Service(
        lambda w, a: cases.reopen_task(actor=a, task=case_of(w).tasks.get()), WORKERS
    ),
    "cases.write_lesson": Service(
        lambda w, a: cases.write_lesson(actor=a, case=case_of(w), text="Eerst meten"), WORKERS
    ),
    "cases.save_subsidy_file": Service(
        lambda w, a: cases.save_subsidy_file(
            actor=a, case=case_of(w), row=None, seen_version=1, values=_SUBSIDY
        ),
        WORKERS,
    ),
    "cases.attach_stream": Service(
        lambda w, a: cases.attach_stream(actor=a, case=case_of(w), row=case_of(w).streams.get().card), WORKERS
    ),
    "cases.detach_stream": Service(
        lambda w, a: cases.detach_stream(actor=a, link=case_of(w).streams.get()), WORKERS
    ),
    "cases.remind": Service(_remind, NOBODY),
    "cases.erase_from_case": Service(_erase, NOBODY),
}


def _fresh(world: World) -> Case:
    """A case that was opened just now, without anything in it."""
    with everywhere("a test of who may take a case back"):
        return Case.objects.create(hub=world.hub, year=2026, number=2, title="Vergissing")  # type: ignore[no-any-return]
