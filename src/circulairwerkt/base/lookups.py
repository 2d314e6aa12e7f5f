"""Asking for thousands of rows by their keys: one value for the database instead of thousands."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Lookup


class AnyOf(Lookup[Any]):
    """``filter(pk__any_of=keys)``: as ``pk__in``, of which Django and PostgreSQL handle each key by itself.

    For keys that are whole numbers; of a relation, name the key itself: ``card__pk__any_of``.
    """

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[int]:
        """Return the keys as a list of whole numbers."""
        return [int(key) for key in self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Compare with the elements of a list of JSON."""
        column, values = self._column(compiler, connection)
        keys = json.dumps(self.rhs)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*values, keys]  # noqa: S608 - a column

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Compare with an array."""
        column, values = self._column(compiler, connection)
        return f"{column} = ANY(%s)", [*values, self.rhs]

    def _column(self, compiler: Any, connection: Any) -> tuple[str, Sequence[Any]]:
        if not self.rhs:
            raise EmptyResultSet  # then nothing is asked
        return self.process_lhs(compiler, connection)
