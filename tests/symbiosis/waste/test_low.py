"""The List of Waste holds what the law lists, answers for a day, and refuses what is not valid.

Counts: Decision 2000/532/EC as amended by 2014/955/EU (842 codes, 408 hazardous), and the same after
Delegated Decision (EU) 2025/934 counted from its changes (880 codes, 435 hazardous).
"""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.errors import InvalidValue, ProblemCode
from symbiosis.waste import low
from symbiosis.waste.sources import Language, sources

LAST_OLD = date(2026, 11, 8)
FIRST_NEW = date(2026, 11, 9)

# chapter: sub-chapters, codes, hazardous codes, on 8 November 2026
CHAPTERS = {
    "01": (4, 24, 7),
    "02": (7, 38, 1),
    "03": (3, 19, 6),
    "04": (2, 21, 4),
    "05": (3, 24, 14),
    "06": (12, 48, 29),
    "07": (7, 78, 60),
    "08": (5, 38, 17),
    "09": (1, 13, 8),
    "10": (14, 173, 69),
    "11": (4, 27, 17),
    "12": (2, 23, 13),
    "13": (7, 34, 34),
    "14": (1, 5, 5),
    "15": (2, 12, 3),
    "16": (11, 72, 44),
    "17": (8, 38, 16),
    "18": (2, 16, 7),
    "19": (13, 99, 40),
    "20": (3, 40, 14),
}
LANGUAGES: tuple[Language, ...] = ("nl", "en", "fr")
LONE_MIRRORS = {"101401", "140604", "140605", "170605"}
CODES = st.sampled_from([entry.code for entry in low.valid_codes(LAST_OLD)])
DAYS = st.dates(min_value=low.FIRST_DAY, max_value=date(2035, 12, 31))


def everything() -> list[low.LowCode]:
    """Every period of every code, on both sides of the change."""
    codes = {entry.code for day in (LAST_OLD, FIRST_NEW) for entry in low.valid_codes(day)}
    return [period for code in sorted(codes) for period in low.versions(code)]


def test_the_edition_of_2014_counts_as_published() -> None:
    entries = low.valid_codes(LAST_OLD)
    assert len(entries) == 842
    assert sum(entry.hazardous for entry in entries) == 408
    found = {
        chapter: (
            len({entry.sub_chapter for entry in entries if entry.chapter == chapter}),
            sum(entry.chapter == chapter for entry in entries),
            sum(entry.chapter == chapter and entry.hazardous for entry in entries),
        )
        for chapter in CHAPTERS
    }
    assert found == CHAPTERS


def test_entry_types_count_as_in_the_guidance() -> None:
    """WM3: 235 absolute hazardous, 256 absolute not hazardous, 173 and 178 mirror entries."""
    counted = Counter((entry.entry.value, entry.hazardous) for entry in low.valid_codes(LAST_OLD))
    assert counted == {
        ("absolute", True): 235,
        ("absolute", False): 256,
        ("mirror", True): 173,
        ("mirror", False): 178,
    }


def test_the_edition_of_2025_adds_42_and_ends_four() -> None:
    before = {entry.code for entry in low.valid_codes(LAST_OLD)}
    after = {entry.code for entry in low.valid_codes(FIRST_NEW)}
    assert len(after - before) == 42
    assert before - after == {"160605", "190211", "200133", "200134"}
    assert len(after) == 880
    assert sum(entry.hazardous for entry in low.valid_codes(FIRST_NEW)) == 435
    assert len({entry.sub_chapter for entry in low.valid_codes(FIRST_NEW)}) == 112


def test_what_was_not_read_in_the_official_journal_is_marked() -> None:
    new = [entry for entry in everything() if entry.edition == "2025/934"]
    assert len(new) == 42 + 6
    assert all(not entry.verified and entry.note for entry in new)
    assert not low.lookup("16 06 05", LAST_OLD).verified
    unverified_old = [
        entry.code for entry in everything() if entry.edition == "2014/955" and not entry.verified
    ]
    assert unverified_old == ["160605"]


def test_alkaline_batteries_become_hazardous() -> None:
    assert not low.lookup("16 06 04", LAST_OLD).hazardous
    assert low.lookup("16 06 04", FIRST_NEW).hazardous
    assert low.lookup("16 06 04", FIRST_NEW).label == "16 06 04*"


def test_every_mirror_entry_has_a_partner_on_the_other_side() -> None:
    for day in (LAST_OLD, FIRST_NEW):
        for entry in low.valid_codes(day):
            partners = [member for member in low.mirror_group(entry.code, day) if member.code != entry.code]
            if not entry.is_mirror or entry.code in LONE_MIRRORS:
                assert partners == []
                continue
            assert partners, entry.code
            for partner in partners:
                assert partner.hazardous != entry.hazardous, (entry.code, partner.code)
                assert partner.sub_chapter == entry.sub_chapter
                assert entry.code in partner.mirror_codes


def test_lone_mirrors_say_so() -> None:
    assert all(low.lookup(code, FIRST_NEW).note for code in LONE_MIRRORS)


def test_excluded_entries_and_successors_exist() -> None:
    for entry in everything():
        for code in entry.other_than + entry.replaced_by:
            assert low.versions(code)
            assert code != entry.code
        if entry.replaced_by:
            assert entry.valid_to == LAST_OLD
            assert all(low.lookup(code, FIRST_NEW) for code in entry.replaced_by)


def test_a_reference_of_the_law_leads_to_the_entry() -> None:
    """17 09 04 is what does not come under 17 09 01, 17 09 02 and 17 09 03."""
    assert low.lookup("17 09 04", FIRST_NEW).other_than == ("170901", "170902", "170903")
    assert low.lookup("19 12 12", FIRST_NEW).other_than == ("191211",)


def test_every_code_has_a_title_of_its_own() -> None:
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for entry in everything():
            title = entry.title.text(language)
            assert title.strip() == title
            assert len(title) > 3
            assert seen.setdefault(title.casefold(), entry.code) == entry.code, title


def test_every_row_names_a_source() -> None:
    for entry in everything():
        assert sources()[entry.source].edition
        assert entry.licence


def test_each_code_stands_under_a_chapter_and_a_sub_chapter() -> None:
    for day in (LAST_OLD, FIRST_NEW):
        headings = low.headings(day)
        assert sum(len(heading) == 2 for heading in headings) == 20
        used = {entry.sub_chapter for entry in low.valid_codes(day)}
        assert {heading for heading in headings if len(heading) == 4} == used
    for language in LANGUAGES:
        titles = [heading.title.text(language).casefold() for heading in low.headings(FIRST_NEW).values()]
        assert all(titles)
        assert len(set(titles)) == len(titles)
    assert low.headings(LAST_OLD)["1606"].title.nl != low.headings(FIRST_NEW)["1606"].title.nl


@given(CODES)
def test_spelling_round_trip(code: str) -> None:
    spelled = low.spelled(code)
    for text in (
        code,
        spelled,
        spelled + "*",
        spelled.replace(" ", "."),
        spelled.replace(" ", "\u00a0"),
        f" {code}* ",
    ):
        assert low.parse(text) == code
    assert low.parse(low.lookup(code, LAST_OLD).label) == code


@given(st.text(max_size=12))
def test_any_text_is_a_code_or_refused(text: str) -> None:
    try:
        code = low.parse(text)
    except InvalidValue as refused:
        assert refused.problem.code is ProblemCode.LOW_CODE_SHAPE  # noqa: PT017 - the law is "either"
    else:
        assert len(code) == 6
        assert code.isdigit()


@given(CODES, DAYS)
def test_lookup_and_the_list_of_the_day_agree(code: str, day: date) -> None:
    listed = {entry.code: entry for entry in low.valid_codes(day)}
    if code in listed:
        assert low.lookup(code, day) is listed[code]
    else:
        with pytest.raises(InvalidValue, match="not valid"):
            low.lookup(code, day)


def test_periods_of_a_code_follow_each_other_without_overlap() -> None:
    for entry in everything():
        periods = low.versions(entry.code)
        for earlier, later in pairwise(periods):
            assert earlier.valid_to is not None
            assert earlier.valid_to + timedelta(days=1) == later.valid_from


@pytest.mark.parametrize(
    ("code", "day", "problem", "said"),
    [
        ("20 01 33*", FIRST_NEW, ProblemCode.LOW_CODE_NOT_VALID, "20 01 42, 20 01 43"),
        ("19 02 11", FIRST_NEW, ProblemCode.LOW_CODE_NOT_VALID, "19 02 13"),
        ("16 06 05", FIRST_NEW, ProblemCode.LOW_CODE_NOT_VALID, "16 06 15"),
        ("20 01 42", LAST_OLD, ProblemCode.LOW_CODE_NOT_VALID, "2026-11-09"),
        ("17 01 01", date(2015, 5, 31), ProblemCode.LOW_CODE_NOT_VALID, "2015-06-01"),
        ("99 01 01", FIRST_NEW, ProblemCode.LOW_CODE_UNKNOWN, "99 01 01"),
        ("1701", FIRST_NEW, ProblemCode.LOW_CODE_SHAPE, "1701"),
        ("", FIRST_NEW, ProblemCode.LOW_CODE_SHAPE, "six digits"),
        ("१७०१०१", FIRST_NEW, ProblemCode.LOW_CODE_SHAPE, "six digits"),
    ],
)
def test_refusals_say_what_and_why(code: str, day: date, problem: ProblemCode, said: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        low.lookup(code, day)
    assert refused.value.problem.code is problem
    assert said in str(refused.value)
    assert refused.value.sentence("nl") != refused.value.sentence("fr")


def test_the_group_follows_the_day() -> None:
    """19 02 99 mirrors 19 02 11* until 8 November 2026, then 19 02 12* and 19 02 13*."""
    before = [entry.label for entry in low.mirror_group("19 02 99", LAST_OLD)]
    after = [entry.label for entry in low.mirror_group("19 02 99", FIRST_NEW)]
    assert before == ["19 02 11*", "19 02 99"]
    assert after == ["19 02 12*", "19 02 13*", "19 02 99"]
    assert [entry.label for entry in low.mirror_group("20 01 39")] == ["20 01 39"]


def test_counterparts_reach_further_than_mirrors() -> None:
    """16 02 14 is an absolute entry, yet the law sets it apart from 16 02 09* to 16 02 13* by number."""
    assert low.mirror_group("16 02 14", FIRST_NEW) == (low.lookup("16 02 14", FIRST_NEW),)
    labels = [entry.label for entry in low.counterparts("16 02 14", FIRST_NEW)]
    assert labels == ["16 02 09*", "16 02 10*", "16 02 11*", "16 02 12*", "16 02 13*"]
    assert low.counterparts("20 01 39", FIRST_NEW) == ()


@given(CODES)
def test_counterparts_are_mutual_and_hold_the_mirrors(code: str) -> None:
    entry = low.lookup(code, LAST_OLD)
    others = low.counterparts(code, LAST_OLD)
    assert set(low.mirror_group(code, LAST_OLD)) - {entry} <= set(others)
    for other in others:
        assert other.hazardous != entry.hazardous
        assert entry in low.counterparts(other.code, LAST_OLD)
