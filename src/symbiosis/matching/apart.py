"""Matching part by part: what one part answers on its own, wherever it is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from symbiosis.matching.answers import ANSWER, answers
from symbiosis.matching.carriage import Shared, side_of
from symbiosis.matching.terms import Terms


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What every part is asked, and what its rows share. Travels to where the part is answered."""

    asking: Shared
    held: Shared
    terms: Terms
    forward: bool
    top: int
    lang: str

    def answer(self, asking: pa.Table, held: pa.Table) -> pa.Table:
        """The answer of one part, its rows numbered as in the whole region."""
        if not asking.num_rows or not held.num_rows:
            return ANSWER.empty_table()
        own, own_rows = side_of(asking, self.asking)
        other, other_rows = side_of(held, self.held)
        found = pa.concat_tables(
            answers(own, other, self.terms, forward=self.forward, top=self.top, lang=self.lang)
        )
        for name, rows in (("asking", own_rows), ("held", other_rows)):
            numbers = pa.array(np.asarray(rows, dtype=np.int64)).take(found[name].combine_chunks())
            found = found.set_column(ANSWER.get_field_index(name), ANSWER.field(name), numbers)
        return found
