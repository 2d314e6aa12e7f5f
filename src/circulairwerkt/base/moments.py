"""Moments that the database works out and keeps beside the one that they follow from."""

from typing import Any

from django.db.models import DateTimeField, Func


class DaysLater(Func):
    """The moment so many days of 24 hours after another: ``DaysLater("confirmed_at", Value(30))``.

    For a generated column: each database spells it so that the answer depends on the two alone and on no
    time zone. SQLite keeps moments as text in UTC, whose time of day stays as it is.
    """

    arity = 2
    output_field = DateTimeField()

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the day so much later, with the same time behind it: of the whole, SQLite rounds the end."""
        (moment, of_moment), (days, of_days) = self._compiled(compiler)
        # No comma with a space behind it: there Django divides the columns of a table that it reads.
        sql = f"(date(substr({moment},1,10),({days}) || ' days') || substr({moment},11))"
        return sql, (*of_moment, *of_days, *of_moment)

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the sum of the moment in UTC and an interval."""
        (moment, of_moment), (days, of_days) = self._compiled(compiler)
        sql = f"timezone('UTC', timezone('UTC', {moment}) + make_interval(days => {days}))"
        return sql, (*of_moment, *of_days)

    def _compiled(self, compiler: Any) -> list[tuple[str, Any]]:
        return [compiler.compile(each) for each in self.source_expressions]
