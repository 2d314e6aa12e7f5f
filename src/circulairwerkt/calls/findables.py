"""Calls and hackathons, as far as each reader may find them: drafts by their hub, what opened by all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circulairwerkt.base.findables import ALL, EVERYBODY, Document, Findable, Hit, hub_marks, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.calls import perms
from circulairwerkt.calls.models import Call, Challenge
from circulairwerkt.calls.queries import in_use


def _calls() -> QuerySet[Call]:
    rows: QuerySet[Call] = Call.objects.all()
    return in_use(rows)


def _ids() -> Iterable[int]:
    return _calls().values_list("pk", flat=True)


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    """Ideas are handed in in confidence: their words are not among these."""
    rows = _calls().filter(pk__in=keys).select_related("hub").prefetch_related("challenges")
    for call in rows:
        asked = [f"{challenge.title} {challenge.words}" for challenge in call.challenges.all()]
        texts = [*call.summary.values(), *call.description.values(), *asked]
        yield Document(
            object_id=call.pk,
            marks=frozenset({f"h{call.hub_id}", ALL} if call.is_draft else {EVERYBODY}),
            title=" ".join(call.title.values()),
            text=" ".join([*texts, str(call.get_kind_display()), call.hub.name]),
            at=call.closes_at or call.changed_at,
        )


def _marks(actor: Actor) -> Iterable[str]:
    return (EVERYBODY, *hub_marks(actor, perms.SEE))


def _shown(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    rows = _calls().filter(pk__in=keys).select_related("hub")
    return {row.pk: _hit(row) for row in rows if not row.is_draft or perms.may_see(actor, row)}


def _hit(call: Call) -> Hit:
    title = in_language(call.title)
    status, tone = str(call.get_state_display()), "ended" if call.is_over else "plain"
    return Hit(
        pk=call.pk,
        title=str(title) or call.slug,
        url=reverse("calls:inside", args=[call.hub.slug, call.pk])
        if call.is_draft
        else reverse("calls:call", args=[call.slug]),
        text=str(in_language(call.summary)),
        where=f"{str(call.get_kind_display()).capitalize()} · {call.hub.name}",
        status="" if call.is_open else status,
        tone="" if call.is_open else tone,
        at=call.closes_at,
        language=title.language if title.is_fallback and title else "",
        is_example=call.is_example,
    )


def _of_challenge(key: int) -> Iterable[int]:
    return Challenge.objects.filter(pk=key).values_list("call_id", flat=True)


def _of_hub(hub_id: int) -> Iterable[int]:
    """A hub that stops using calls shows none, and all again when it takes them up."""
    return Call.objects.filter(hub_id=hub_id).values_list("pk", flat=True)


register(
    Findable(
        kind="call",
        code="u",
        name=_("Oproepen"),
        icon="megaphone",
        order=86,
        ids=_ids,
        documents=_documents,
        marks=_marks,
        shown=_shown,
        touched={"calls.call": itself, "calls.challenge": _of_challenge, "hubs.hub": _of_hub},
    )
)
