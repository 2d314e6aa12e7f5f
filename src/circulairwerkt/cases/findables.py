"""Questions, cases with their thread, contacts, agreements and referrals, for those who work them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.findables import ALL, Document, Findable, Hit, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.cases import perms
from circulairwerkt.cases.bodies import bodies
from circulairwerkt.cases.models import (
    Agreement,
    AgreementState,
    Case,
    CaseFile,
    Contact,
    Entry,
    Exit,
    Lesson,
    Party,
    Question,
    Referral,
    Task,
)

_OUT_TONES = {Exit.ON_HOLD: "waiting", Exit.STOPPED: "ended", Exit.REFERRED: "ended"}
#: What people wrote in a case: where it stands, and the words of a row of it.
_WRITTEN = (
    ("cases_party t JOIN organisations_organisation o ON o.id = t.organisation_id", "o.name"),
    ("cases_entry t", "t.subject || ' ' || t.text || ' ' || t.sender_name"),
    ("cases_task t", "t.text"),
    ("cases_lesson t", "t.text"),
    ("cases_casefile t", "t.name"),
)
Keys = Callable[[int], Iterable[int]]


def _hubs(actor: Actor, right: str, letter: str = "h") -> Iterator[str]:
    """Marks of the hubs where ``actor`` holds ``right``."""
    if actor.may(right):
        yield ALL
    else:
        yield from (f"{letter}{hub}" for hub in sorted(actor.by_hub) if actor.may(right, hub_id=hub))


def _keys(model: Any, column: str) -> Keys:
    return lambda key: model._base_manager.filter(**{column: key}).values_list("pk", flat=True)


def _of_case(model: Any) -> Keys:
    """Keys of the cases that a row of ``model`` hangs on."""
    return lambda key: model._base_manager.filter(pk=key).values_list("case_id", flat=True)


# Questions


def _question_documents(keys: Sequence[int]) -> Iterator[Document]:
    rows = Question._base_manager.filter(pk__in=keys, withdrawn_at__isnull=True)
    for row in rows.select_related("municipality").prefetch_related("remarks"):
        yield Document(
            object_id=row.pk,
            marks=frozenset({f"h{row.hub_id}", ALL}),
            title=row.sentence,
            text=" ".join(
                [
                    row.place_text,
                    row.municipality.name,
                    row.contact,
                    row.contact_name,
                    *(remark.text for remark in row.remarks.all()),
                ]
            ),
            at=row.asked_at,
        )


def _questions(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    rows = Question._base_manager.filter(pk__in=keys, withdrawn_at__isnull=True)
    return {
        row.pk: Hit(
            pk=row.pk,
            title=row.sentence,
            url=reverse("cases:question", args=[row.pk]),
            text=" · ".join(remark.text for remark in row.remarks.all()),
            where=row.municipality.name,
            status=_now("wacht op antwoord") if row.is_open else _now("beantwoord"),
            tone="waiting" if row.is_open else "good",
            icon="hourglass" if row.is_open else "circle-check",
            at=row.asked_at,
        )
        for row in rows.select_related("municipality").prefetch_related("remarks")
        if perms.may_answer(actor, row)
    }


# Cases


def _case_marks(case: Case) -> frozenset[str]:
    return frozenset({ALL, f"h{case.hub_id}", *(f"h{hub}" for hub in perms.sharing_hubs(case))})


def _written(keys: Sequence[int]) -> Mapping[int, list[str]]:
    """Return what is written in each case beside its own fields: organisations, entries, tasks, lessons,
    names of files, in this order.

    Words alone, in one query spelt out: to make rows of them, or to have Django write five queries as one, is
    the greater part of what the cases in a search cost.
    """
    found: dict[int, list[str]] = {key: [] for key in keys}
    if not keys:
        return found
    among = ", ".join(["%s"] * len(keys))
    parts = [
        f"SELECT t.case_id, {place} AS place, t.id, {words} FROM {table} WHERE t.case_id IN ({among})"  # noqa: S608 - places of values alone
        for place, (table, words) in enumerate(_WRITTEN)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [*keys] * len(parts))
        rows = sorted(cursor.fetchall())
    for key, _place, _pk, text in rows:
        found[key].append(text)
    return {key: list(dict.fromkeys(texts)) for key, texts in found.items()}


def _case_documents(keys: Sequence[int]) -> Iterator[Document]:
    written = _written(keys)
    for case in Case._base_manager.filter(pk__in=keys).prefetch_related("shares", "contacts"):
        yield Document(
            object_id=case.pk,
            marks=_case_marks(case),
            title=f"{case.title} {case.reference}",
            text=" ".join(
                [
                    case.summary,
                    case.outcome,
                    case.exit_reason,
                    *(contact.name for contact in case.contacts.all()),
                    *written[case.pk],
                ]
            ),
            at=case.moved_at,
        )


def _cases(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    own = [column.name for column in Case._meta.concrete_fields]
    rows = Case._base_manager.filter(pk__in=keys).order_by().select_related("hub").only(*own, "hub__name")
    seen = [case for case in rows.prefetch_related("shares") if perms.may_see(actor, case)]
    written = _written([case.pk for case in seen])
    return {case.pk: _case_hit(case, written[case.pk]) for case in seen}


def _case_hit(case: Case, words: Sequence[str]) -> Hit:
    return Hit(
        pk=case.pk,
        title=case.title,
        url=reverse("cases:case", args=[case.pk]),
        text=" · ".join(filter(None, [case.summary, *words])),
        where=f"{case.reference} · {case.hub.name}",
        status=str(case.get_exit_display() if case.exit else case.get_stage_display()),
        tone=_OUT_TONES.get(Exit(case.exit), "") if case.exit else "good",
        icon="folder-open",
        at=case.moved_at,
        is_example=case.is_example,
    )


# Contacts


def _contact_documents(keys: Sequence[int]) -> Iterator[Document]:
    for row in _contacts_of(keys):
        yield Document(
            object_id=row.pk,
            marks=_case_marks(row.case),
            title=row.name or row.email or row.phone,
            text=" ".join([row.email, row.phone, "".join(filter(str.isdigit, row.phone)), _firm(row)]),
            at=row.added_at,
        )


def _firm(row: Contact) -> str:
    return row.party.organisation.name if row.party else ""


def _contacts_of(keys: Sequence[int]) -> Iterable[Contact]:
    rows = Contact._base_manager.filter(pk__in=keys).select_related("party__organisation")
    found = list(rows)
    cases = {each.pk: each for each in _bare_cases({row.case_id for row in found})}
    for row in found:
        row.case = cases[row.case_id]
    return found


def _bare_cases(keys: Iterable[int]) -> Iterable[Case]:
    return Case._base_manager.filter(pk__in=keys).select_related("hub").prefetch_related("shares")


def _contacts(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    return {
        row.pk: Hit(
            pk=row.pk,
            title=str(row),
            url=reverse("cases:case", args=[row.case_id]),
            text=" · ".join(filter(None, [row.phone, row.email])),
            where=" · ".join(
                filter(None, [row.party.organisation.name if row.party else "", row.case.title])
            ),
            icon="circle-user-round",
            at=row.added_at,
        )
        for row in _contacts_of(keys)
        if perms.may_see(actor, row.case)
    }


# Agreements


def _agreements_of(keys: Sequence[int]) -> Iterable[Agreement]:
    found = list(Agreement._base_manager.filter(pk__in=keys).select_related("giver", "processor", "taker"))
    cases = {each.pk: each for each in _bare_cases({row.case_id for row in found})}
    for row in found:
        row.case = cases[row.case_id]
    return found


def _between(row: Agreement) -> list[str]:
    return [each.name for each in (row.giver, row.processor, row.taker) if each]


def _agreement_documents(keys: Sequence[int]) -> Iterator[Document]:
    for row in _agreements_of(keys):
        yield Document(
            object_id=row.pk,
            marks=_case_marks(row.case),
            title=row.what,
            text=" ".join([*_between(row), row.split_text, row.end_reason, row.low_code]),
            at=row.made_at,
        )


def _agreements(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    return {
        row.pk: Hit(
            pk=row.pk,
            title=row.what,
            url=reverse("cases:agreement", args=[row.case_id, row.pk]),
            text=" → ".join(_between(row)),
            where=row.case.title,
            status=str(row.get_state_display()),
            tone={AgreementState.AGREED: "good", AgreementState.ENDED: "ended"}.get(
                AgreementState(row.state), "waiting"
            ),
            icon="handshake",
            at=row.made_at,
        )
        for row in _agreements_of(keys)
        if perms.may_see_agreement(actor, row)
    }


# Referrals


def _referrals_of(keys: Sequence[int]) -> Iterable[Referral]:
    rows = Referral._base_manager.filter(pk__in=keys)
    return rows.select_related("question__municipality", "case", "from_hub", "to_hub")


def _about(row: Referral) -> str:
    return row.question.sentence if row.question is not None else str(row.case)


def _to_whom(row: Referral) -> str:
    if row.to_hub is not None:
        return row.to_hub.name
    body = bodies().get(row.to_body)
    return body.name if body else row.to_body


def _referral_documents(keys: Sequence[int]) -> Iterator[Document]:
    for row in _referrals_of(keys):
        letter = "q" if row.question_id is not None else "d"
        hubs = {hub for hub in (row.from_hub_id, row.to_hub_id) if hub}
        place = row.question.municipality.name if row.question is not None else ""
        yield Document(
            object_id=row.pk,
            marks=frozenset({ALL, *(f"{letter}{hub}" for hub in hubs)}),
            title=_about(row),
            text=" ".join([row.reason, row.answer, place, _to_whom(row), str(row.from_hub or "")]),
            at=row.sent_at,
        )


def _referral_marks(actor: Actor) -> Iterator[str]:
    yield from _hubs(actor, perms.ANSWER, "q")
    yield from _hubs(actor, perms.WORK, "d")


def _referrals(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    return {
        row.pk: _referral_hit(actor, row)
        for row in _referrals_of(keys)
        if perms.may_see_referral(actor, row) and (row.from_hub or row.to_hub)
    }


def _referral_hit(actor: Actor, row: Referral) -> Hit:
    own = row.to_hub if row.to_hub_id in actor.by_hub else row.from_hub
    hub = own or row.to_hub
    return Hit(
        pk=row.pk,
        title=_about(row),
        url=reverse("cases:referral", args=[hub.slug if hub else "", row.pk]),
        text=" · ".join(filter(None, [row.reason, row.answer])),
        where=f"{row.from_hub or _now('het programma')} → {_to_whom(row)}",
        status=str(row.get_state_display()),
        tone="waiting" if row.is_open else "ended",
        icon="route",
        at=row.sent_at,
    )


def _kind(
    kind: str,
    *,
    code: str,
    name: Any,
    icon: str,
    order: int,
    model: Any,
    right: str = "",
    touched: Mapping[str, Keys],
    **ways: Any,
) -> None:
    ways.setdefault("marks", lambda actor: _hubs(actor, right))
    register(
        Findable(
            kind=kind,
            code=code,
            name=name,
            icon=icon,
            order=order,
            ids=lambda: model._base_manager.values_list("pk", flat=True),
            touched={model._meta.label_lower: itself, **touched},
            **ways,
        )
    )


#: Rows in which a case keeps what can be found of it.
_PARTS = {
    model._meta.label_lower: _of_case(model) for model in (CaseFile, Contact, Entry, Lesson, Party, Task)
}


def _beside(model: Any) -> Keys:
    """Keys of the rows of ``model`` that hang on the same case as an entry of its thread."""
    return lambda key: model._base_manager.filter(case__entries=key).values_list("pk", flat=True)


def _referred(column: str) -> Keys:
    rows = Referral._base_manager.exclude(**{column: None})
    return lambda key: rows.filter(pk=key).values_list(column, flat=True)


_kind(
    "question",
    code="q",
    name=_("Vragen"),
    icon="message-square",
    order=10,
    model=Question,
    right=perms.ANSWER,
    documents=_question_documents,
    shown=_questions,
    touched={"cases.referral": _referred("question_id")},
)
_kind(
    "case",
    code="d",
    name=_("Dossiers"),
    icon="folder-open",
    order=20,
    model=Case,
    right=perms.SEE,
    documents=_case_documents,
    shown=_cases,
    touched={
        **_PARTS,
        "cases.question": _keys(Case, "question_id"),
        "cases.referral": _referred("case_id"),
        "organisations.organisation": lambda key: Party._base_manager.filter(organisation_id=key).values_list(
            "case_id", flat=True
        ),
    },
)
_kind(
    "contact",
    code="t",
    name=_("Contacten"),
    icon="circle-user-round",
    order=40,
    model=Contact,
    right=perms.SEE,
    documents=_contact_documents,
    shown=_contacts,
    touched={
        "cases.case": _keys(Contact, "case_id"),
        "cases.party": _keys(Contact, "party_id"),
        "cases.entry": _beside(Contact),
    },
)
_kind(
    "agreement",
    code="a",
    name=_("Overeenkomsten"),
    icon="handshake",
    order=45,
    model=Agreement,
    right=perms.SEE,
    documents=_agreement_documents,
    shown=_agreements,
    touched={
        "cases.case": _keys(Agreement, "case_id"),
        "organisations.organisation": lambda key: Agreement._base_manager.filter(
            Q(giver_id=key) | Q(processor_id=key) | Q(taker_id=key)
        ).values_list("pk", flat=True),
    },
)
_kind(
    "referral",
    code="r",
    name=_("Doorverwijzingen"),
    icon="route",
    order=50,
    model=Referral,
    documents=_referral_documents,
    marks=_referral_marks,
    shown=_referrals,
    touched={
        "cases.case": _keys(Referral, "case_id"),
        "cases.question": _keys(Referral, "question_id"),
    },
)
