"""Coachings, as their coach and who leads coaching find them: by name, place, wish, steps; not by notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.findables import ALL, Document, Findable, Hit, hub_marks, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.coaching import perms
from circulairwerkt.coaching.models import Coach, Coaching, Step
from circulairwerkt.hubs.queries import hubs_without


def _coachings() -> QuerySet[Coaching]:
    """Those of which something is left to find: what was erased is found no more."""
    told = ~Q(wish="", organisation_name="", contact_name="")
    rows: QuerySet[Coaching] = Coaching._base_manager.filter(told).exclude(hub__in=hubs_without("coaching"))
    return rows.select_related("coach", "municipality", "hub")


def _ids() -> Iterable[int]:
    return _coachings().values_list("pk", flat=True)


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    for row in _coachings().filter(pk__in=keys).prefetch_related("steps"):
        coach = {f"u{row.coach.user_id}"} if row.coach else set()
        yield Document(
            object_id=row.pk,
            marks=frozenset({ALL, f"h{row.hub_id}", *coach}),
            title=f"{row.organisation_name} {row.contact_name}",
            text=" ".join(
                [row.wish, row.contact, row.municipality.name, *row.theme_words, *_steps(row)],
            ),
            at=row.moved_at,
        )


def _steps(row: Coaching) -> list[str]:
    return [step.text for step in row.steps.all()]


def _marks(actor: Actor) -> Iterable[str]:
    yield from hub_marks(actor, perms.LEAD)
    if actor.user_id is not None:
        yield f"u{actor.user_id}"


def _shown(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    rows = _coachings().filter(pk__in=keys).prefetch_related("steps")
    return {row.pk: _hit(row) for row in rows if perms.may_work(actor, row)}


def _hit(row: Coaching) -> Hit:
    return Hit(
        pk=row.pk,
        title=str(row),
        url=reverse("coaching:coaching", args=[row.pk]),
        text=" · ".join(filter(None, [row.wish, *_steps(row)])),
        where=f"{row.municipality.name} · {row.hub.name}",
        status=_("loopt") if row.is_open else str(row.get_closing_display()),
        tone="good" if row.is_open else "ended",
        at=row.moved_at,
        is_example=row.is_example,
    )


def _of_step(key: int) -> Iterable[int]:
    return Step.objects.filter(pk=key).values_list("coaching_id", flat=True)


def _of_coach(key: int) -> Iterable[int]:
    return Coaching._base_manager.filter(coach=key).values_list("pk", flat=True)


def _of_hub(hub_id: int) -> Iterable[int]:
    """A hub that stops coaching finds none, and all again when it takes it up."""
    return Coaching._base_manager.filter(hub_id=hub_id).values_list("pk", flat=True)


register(
    Findable(
        kind="coaching",
        code="b",
        name=gettext_lazy("Begeleidingen"),
        icon="handshake",
        order=25,
        ids=_ids,
        documents=_documents,
        marks=_marks,
        shown=_shown,
        touched={
            Coaching._meta.label_lower: itself,
            Step._meta.label_lower: _of_step,
            Coach._meta.label_lower: _of_coach,
            "hubs.hub": _of_hub,
        },
    )
)
