"""Info points, as everybody finds them once their hub shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from circulairwerkt.base.findables import EVERYBODY, Document, Findable, Hit, itself, register
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.texts import shown as in_language
from circulairwerkt.infopoints import queries
from circulairwerkt.infopoints.models import InfoPoint


def _points() -> QuerySet[InfoPoint]:
    return queries.shown()


def _ids() -> Iterable[int]:
    return _points().values_list("pk", flat=True)


def _documents(keys: Sequence[int]) -> Iterator[Document]:
    for point in _points().filter(pk__in=keys):
        yield Document(
            object_id=point.pk,
            marks=frozenset({EVERYBODY}),
            title=point.name,
            text=" ".join(["infopunt", *point.words.values(), point.address, point.hub.name]),
            at=point.changed_at,
        )


def _marks(_actor: Actor) -> Iterable[str]:
    return (EVERYBODY,)


def _shown(_actor: Actor, keys: Sequence[int]) -> Mapping[int, Hit]:
    return {row.pk: _hit(row) for row in _points().filter(pk__in=keys)}


def _hit(point: InfoPoint) -> Hit:
    text = in_language(point.words)
    return Hit(
        pk=point.pk,
        title=point.name,
        url=reverse("infopoints:point", args=[point.slug]),
        text=str(text),
        where=f"{point.hub.name} · {point.municipality.name}",
        at=point.changed_at,
        language=text.language if text.is_fallback and text else "",
        is_example=point.is_example,
    )


def _of_hub(hub_id: int) -> Iterable[int]:
    """A hub that stops using info points shows none, and all again when it takes them up."""
    return InfoPoint.objects.filter(hub_id=hub_id).values_list("pk", flat=True)


register(
    Findable(
        kind="info_point",
        code="l",
        name=gettext_lazy("Infopunten"),
        icon="door-open",
        order=82,
        ids=_ids,
        documents=_documents,
        marks=_marks,
        shown=_shown,
        touched={"infopoints.infopoint": itself, "hubs.hub": _of_hub},
    )
)
