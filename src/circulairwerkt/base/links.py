"""What came of what: a link laid between two rows, followed either way, let go."""

from collections.abc import Iterable

from django.db.models import Model, Q

from circulairwerkt.base.models import Link


def _name(model: Model | type[Model]) -> str:
    return model._meta.label_lower


def join(origin: Model, result: Model) -> Link:
    """Say that ``result`` came of ``origin``; a second time changes nothing."""
    link, _is_new = Link.objects.get_or_create(
        origin_type=_name(origin), origin_id=origin.pk, result_type=_name(result), result_id=result.pk
    )
    return link


def results(origins: Iterable[Model], model: type[Model]) -> dict[int, list[int]]:
    """Return the keys of the rows of ``model`` that came of each of ``origins``, by the origin's key.

    The origins are rows of one model.
    """
    found: dict[int, list[int]] = {each.pk: [] for each in origins}
    first = next(iter(origins), None)
    if first is not None:
        links = Link.objects.filter(
            origin_type=_name(first), origin_id__in=found, result_type=_name(model)
        ).values_list("origin_id", "result_id")
        for origin, result in links:
            found[origin].append(result)
    return found


def remember(result: Model) -> None:
    """Fetch what ``result`` came of once, for a page on which each room asks for rows of its own."""
    links = Link.objects.filter(result_type=_name(result), result_id=result.pk)
    result._origins = list(links.values_list("origin_type", "origin_id"))  # type: ignore[attr-defined]


def origins(result: Model, model: type[Model]) -> list[int]:
    """Return the keys of the rows of ``model`` that ``result`` came of, the first first."""
    if (known := getattr(result, "_origins", None)) is not None:
        return [key for name, key in known if name == _name(model)]
    return origins_of([result], model)[result.pk]


def origins_of(results: Iterable[Model], model: type[Model]) -> dict[int, list[int]]:
    """Return the keys of the rows of ``model`` that each of ``results`` came of, by the result's key.

    The results are rows of one model.
    """
    found: dict[int, list[int]] = {each.pk: [] for each in results}
    first = next(iter(results), None)
    if first is not None:
        links = Link.objects.filter(
            result_type=_name(first), result_id__in=found, origin_type=_name(model)
        ).values_list("result_id", "origin_id")
        for result, origin in links:
            found[result].append(origin)
    return found


def part(origin: Model, result: Model) -> None:
    """Take back that ``result`` came of ``origin``."""
    Link.objects.filter(
        origin_type=_name(origin), origin_id=origin.pk, result_type=_name(result), result_id=result.pk
    ).delete()


def let_go(rows: Iterable[Model]) -> None:
    """Forget every link from and to these rows, such as before they are deleted."""
    for row in rows:
        Link.objects.filter(
            Q(origin_type=_name(row), origin_id=row.pk) | Q(result_type=_name(row), result_id=row.pk)
        ).delete()
