"""Events, as far as each reader may find them: drafts by their hub, what stands in the agenda by all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.agenda import perms
from circulairwerkt.agenda.models import Event, Session, State
from circulairwerkt.agenda.queries import in_use
from circulairwerkt.base.findables import ALL, EVERYBODY, Document, Findable, Hit, hub_marks, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.texts import shown as in_language


def _events() -> QuerySet[Event]:
    rows: QuerySet[Event] = Event.objects.all()
    return in_use(rows)


def _ids() -> Iterable[int]:
    return _events().values_list("pk", flat=True)


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    rows = _events().filter(pk__in=keys).select_related("hub", "municipality")
    for event in rows.prefetch_related("sectors", "partners", "sessions"):
        labels = [text for sector in event.sectors.all() for text in sector.label.values()]
        yield Document(
            object_id=event.pk,
            marks=frozenset({f"h{event.hub_id}", ALL} if event.is_draft else {EVERYBODY}),
            title=" ".join(event.title.values()),
            text=" ".join(
                [
                    *event.summary.values(),
                    *event.description.values(),
                    str(event.get_kind_display()),
                    event.hub.name,
                    event.address,
                    *labels,
                    *(partner.name for partner in event.partners.all()),
                    *(session.title for session in event.sessions.all()),
                ]
            ),
            at=event.first_starts_at or event.changed_at,
        )


def _marks(actor: Actor) -> Iterable[str]:
    return (EVERYBODY, *hub_marks(actor, perms.SEE))


def _shown(actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    rows = _events().filter(pk__in=keys).select_related("hub", "municipality")
    return {row.pk: _hit(row) for row in rows if not row.is_draft or perms.may_see(actor, row)}


def _hit(event: Event) -> Hit:
    title, text = in_language(event.title), in_language(event.summary)
    status, tone = "", ""
    if event.is_draft:
        status, tone = _("in voorbereiding"), "plain"
    elif event.is_cancelled:
        status, tone = _("afgelast"), "ended"
    return Hit(
        pk=event.pk,
        title=str(title),
        url=reverse("agenda:inside", args=[event.hub.slug, event.pk])
        if event.is_draft
        else reverse("agenda:event", args=[event.slug]),
        text=str(text),
        where=" · ".join(
            filter(None, (event.hub.name, event.municipality.name if event.municipality else _("online")))
        ),
        status=status,
        tone=tone,
        at=event.first_starts_at,
        language=title.language if title.is_fallback and title else "",
        is_example=event.is_example,
    )


def _of_session(key: int) -> Iterable[int]:
    return Session.objects.filter(pk=key).values_list("event_id", flat=True)


def _of_hub(hub_id: int) -> Iterable[int]:
    """A hub that stops using events shows none, and all again when it takes them up."""
    return Event.objects.filter(hub_id=hub_id, state__in=State.values).values_list("pk", flat=True)


register(
    Findable(
        kind="event",
        code="e",
        name=gettext_lazy("Activiteiten"),
        icon="calendar-days",
        order=85,
        ids=_ids,
        documents=_documents,
        marks=_marks,
        shown=_shown,
        touched={"agenda.event": itself, "agenda.session": _of_session, "hubs.hub": _of_hub},
    )
)
