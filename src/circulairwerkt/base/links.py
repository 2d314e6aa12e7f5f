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


def _followed(rows: Iterable[Model], model: type[Model], own: str, other: str) -> dict[int, list[int]]:
    """Follow the links of rows of one model from their ``own`` end to rows of ``model`` at the ``other``."""
    rows = list(rows)
    found: dict[int, list[int]] = {each.pk: [] for each in rows}
    if rows:
        ends = {f"{own}_type": _name(rows[0]), f"{own}_id__in": found, f"{other}_type": _name(model)}
        for here, there in Link.objects.filter(**ends).values_list(f"{own}_id", f"{other}_id"):
            found[here].append(there)
    return found


def results(origins: Iterable[Model], model: type[Model]) -> dict[int, list[int]]:
    """Return the keys of the rows of ``model`` that came of each of ``origins``, by the origin's key.

    The origins are rows of one model.
    """
    return _followed(origins, model, "origin", "result")


def remember(result: Model) -> None:
    """Fetch what ``result`` came of once, for a page on which each room asks for rows of its own.

    Fetched already, it stays as it was.
    """
    if hasattr(result, "_origins"):
        return
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
    return _followed(results, model, "result", "origin")


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
