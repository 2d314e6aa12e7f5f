"""Who reads whose work: each as often as the others, nobody what he may not."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from symbiosis.teams import share_readers


def _counts(pairs: list[tuple[int, int]], count: int) -> tuple[list[int], list[int]]:
    reads, read = Counter(reader for reader, _read in pairs), Counter(read for _reader, read in pairs)
    return [reads[one] for one in range(count)], [read[one] for one in range(count)]


def test_worked_examples() -> None:
    assert share_readers(0, wanted=3) == []
    assert share_readers(1, wanted=3) == []
    assert share_readers(2, wanted=3) == [(0, 1), (1, 0)]
    # two of one house and one of another: he reads both, both read him
    assert share_readers(3, wanted=3, barred={(0, 1), (1, 0)}) == [(0, 2), (1, 2), (2, 0), (2, 1)]
    # one reads at most two more than the others would: five of ten, not ten
    alone = {(one, other) for one in range(10) for other in range(10)}
    found = share_readers(11, wanted=3, barred=alone)
    assert sum(reader == 10 for reader, _read in found) == 5


@given(count=st.integers(2, 30), wanted=st.integers(1, 4), seed=st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_without_a_bar_all_read_and_are_read_as_often(count: int, wanted: int, seed: int) -> None:
    reads, read = _counts(share_readers(count, wanted=wanted, seed=seed), count)
    assert set(reads) == set(read) == {min(wanted, count - 1)}


@given(data=st.data(), count=st.integers(2, 9), wanted=st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_bars_hold_what_stands_stands_and_no_reading_more_is_possible(
    data: st.DataObject, count: int, wanted: int
) -> None:
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    barred = data.draw(st.sets(pair, max_size=20))
    kept = {(a, b) for a, b in data.draw(st.sets(pair, max_size=6)) if a != b and (a, b) not in barred}
    found = share_readers(count, wanted=wanted, barred=barred, kept=kept)
    assert kept <= set(found)
    assert len(set(found)) == len(found)
    assert not set(found) & barred
    assert all(reader != read for reader, read in found)
    reads, read = _counts(found, count)
    for reader in range(count):
        for other in range(count):
            if reader != other and (reader, other) not in barred and (reader, other) not in found:
                assert read[other] >= wanted or reads[reader] >= wanted + 2
