"""The page of one case: everything on it, nothing behind tabs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from circulairwerkt.base import links
from circulairwerkt.base.paging import page_of
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.requests import Request
from circulairwerkt.cases import goal_rules, inside, perms, stages
from circulairwerkt.cases.forms.cases import MoveForm
from circulairwerkt.cases.forms.work import (
    CallForm,
    ContactForm,
    FileForm,
    LessonForm,
    MessageForm,
    NoteForm,
    TaskForm,
)
from circulairwerkt.cases.links import mail_address_of
from circulairwerkt.cases.models import Case, Contact, Entry, Exit, Party, Stage
from circulairwerkt.cases.services import cases as case_services
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import ContactPerson
from circulairwerkt.organisations.queries import people_known_at

#: Entries of the thread on one page.
PER_PAGE = 30


def show(request: Request, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Draw the page, with ``forms`` that were sent and are not right."""
    return render(request, "cases/case.html", context_of(request, case) | forms, status=status)


def context_of(request: Request, case: Case) -> dict[str, Any]:
    """Return all that the page shows; the number of queries does not grow with the case."""
    actor = request.actor
    here = inside.position_of(case)
    steps = stages.steps_from(here)
    entries = case.entries.filter(is_waiting=False).order_by("-at", "-pk")
    chosen = list(case.goals.all())
    may_work = perms.may_work(actor, case)
    links.remember(case)
    parties = list(inside.parties_of(case))
    contacts = list(case.contacts.all())
    hub = home_of(actor, case)
    thread = page_of(request, entries.select_related("author").prefetch_related("files"), PER_PAGE)
    _name_contacts(thread, contacts)
    waiting = list(case.entries.filter(is_waiting=True).prefetch_related("files").order_by("at"))
    is_untouched = not (thread.paginator.count or waiting)
    return {
        "case": case,
        "hub": hub,
        "line": [(stage, _tense(stage, case)) for stage in Stage],
        "forward": [s for s in steps if not s.needs_reason and not s.to.exit and not s.is_back],
        "with_reason": [s for s in steps if s.needs_reason and not s.to.exit],
        "may_come_back": case.exit != Exit.NONE,
        "move_form": MoveForm(initial={"seen_stage": case.stage, "seen_exit": case.exit}),
        "entries": thread,
        "waiting_mails": waiting,
        "parties": parties,
        "contacts": contacts,
        "known_people": known_people(actor, hub, parties, contacts),
        "streams": inside.streams_of(case),
        "open_tasks": case.tasks.filter(done_at__isnull=True).select_related("for_user"),
        "done_tasks": case.tasks.filter(done_at__isnull=False).order_by("-done_at")[:5],
        "lessons": inside.lessons_of(case),
        "subsidies": case.subsidy_files.all(),
        "goals": chosen,
        "goal_proposals": _with_labels(
            goal_rules.missing(inside.goal_proposals(case), [g.key for g in chosen])
        ),
        "shares": [share for share in case.shares.all() if share.ended_at is None],
        "may_work": may_work,
        "may_contribute": perms.may_contribute(actor, case),
        "may_undo": may_work and is_untouched and _is_fresh(case),
        "may_write_to": any(one.takes_mail for one in contacts),
        "is_still": case.is_under_way and case.moved_at < inside.still_border(case.hub),
        "mail_address": mail_address_of(case),
        "call_form": CallForm(),
        "note_form": NoteForm(prefix=None),
        "message_form": MessageForm(case=case),
        "task_form": TaskForm(case=case),
        "contact_form": ContactForm(),
        "file_form": FileForm(),
        "lesson_form": LessonForm(),
    }


def _name_contacts(entries: Iterable[Entry], contacts: Iterable[Contact]) -> None:
    """Give each entry its contact out of those of the case, which the page has already."""
    by_key = {one.pk: one for one in contacts}
    for entry in entries:
        if entry.contact_id in by_key:
            entry.contact = by_key[entry.contact_id]


def known_people(
    actor: Actor, hub: Hub, parties: Sequence[Party], contacts: Sequence[Contact]
) -> list[ContactPerson]:
    """Return whom the reader's hub knows at the organisations that take part and who is no contact yet."""
    there = {each.lower() for one in contacts for each in (one.email, one.name, one.phone) if each}
    people = people_known_at(actor, hub, {party.organisation_id for party in parties})
    return [one for one in people if not {one.email.lower(), one.name.lower(), one.phone} & there]


def home_of(actor: Actor, case: Case) -> Hub:
    """Return the hub where the reader works on the case: its owner, or one that it is shared with."""
    if actor.may(perms.SEE, hub_id=case.hub_id):
        return case.hub
    shared = (share.hub for share in case.shares.all() if share.ended_at is None)
    return next((hub for hub in shared if actor.may(perms.SEE, hub_id=hub.pk)), case.hub)


def _tense(stage: Stage, case: Case) -> str:
    order = stages.ORDER
    at = order.index(Stage(case.stage))
    place = order.index(stage)
    return "now" if place == at else "past" if place < at else "ahead"


def _is_fresh(case: Case) -> bool:
    return timezone.now() - case.opened_at < case_services.UNDO_WITHIN


def _with_labels(proposed: tuple[goal_rules.Proposed, ...]) -> list[dict[str, Any]]:
    by_key = inside.latest_goals(one.key for one in proposed) if proposed else {}
    return [{"goal": by_key[one.key], "reason": one.reason} for one in proposed if one.key in by_key]
