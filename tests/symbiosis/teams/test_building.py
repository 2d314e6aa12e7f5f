"""Teams: the worked example, the rules that each division keeps, and the best of all for small groups."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbiosis.errors import InvalidValue
from symbiosis.network.program import Answer, GrowingSolver, Program, Status
from symbiosis.solvers.highs import Highs
from symbiosis.teams import Challenge, Member, Reason, Rules, Team, Teams, build, why_unplaced
from symbiosis.teams.building import Model
from symbiosis.teams.given import check_challenges, units_of

SOLVER = Highs(threads=1)
SKILLS, KINDS, LANGUAGES = ("wood", "design", "sewing"), ("firm", "social", ""), ("nl", "fr")


def _member(key: str, house: str, kind: str, skills: str, languages: str, wishes: str) -> Member:
    return Member(
        key,
        house,
        kind,
        frozenset(skills.split()),
        frozenset(languages.split()),
        tuple(wishes.split()),
    )


WORKED = [
    _member("an", "Atelier", "social", "wood", "nl", "hout"),
    _member("bo", "Bouw", "firm", "design", "nl", "hout"),
    _member("ci", "Atelier", "social", "sewing", "nl fr", "textiel hout"),
    _member("do", "Draad", "firm", "", "fr", "textiel"),
]
NEEDS = [Challenge("hout", frozenset({"wood", "design"})), Challenge("textiel", frozenset({"sewing"}))]
WORKED_RULES = Rules(least=2, most=3, most_of_one=1, kinds_wanted=2)


def test_the_worked_example() -> None:
    found = build(WORKED, NEEDS, SOLVER, WORKED_RULES)
    assert [(team.challenge, team.members, team.language) for team in found.teams] == [
        ("hout", ("an", "bo"), "nl"),
        ("textiel", ("ci", "do"), "fr"),
    ]
    assert found.objective == pytest.approx(544)
    assert (found.status, found.unplaced) == (Status.OPTIMAL, ())
    assert found.gap <= 1e-4
    assert not any(team.missing for team in found.teams)


@st.composite
def groups(draw: st.DrawFn) -> list[Member]:
    """Up to six members, some of whom must stay together."""
    count = draw(st.integers(0, 6))
    keys = [f"m{number}" for number in range(count)]
    made = [
        Member(
            key,
            draw(st.sampled_from(("", "A", "B"))),
            draw(st.sampled_from(KINDS)),
            frozenset(draw(st.sets(st.sampled_from(SKILLS), max_size=2))),
            frozenset(draw(st.sets(st.sampled_from(LANGUAGES), max_size=2))),
            tuple(draw(st.lists(st.sampled_from(("x", "y", "gone")), max_size=2, unique=True))),
        )
        for key in keys
    ]
    if count > 1 and draw(st.booleans()):
        made[0] = replace(made[0], together=frozenset({draw(st.sampled_from(keys[1:]))}))
    return made


CHALLENGES = st.lists(
    st.builds(Challenge, st.sampled_from(("x", "y")), st.frozensets(st.sampled_from(SKILLS), max_size=2)),
    max_size=2,
    unique_by=lambda one: one.key,
)
RULES = st.builds(
    Rules,
    least=st.integers(1, 2),
    most=st.integers(2, 4),
    most_of_one=st.integers(1, 2),
    kinds_wanted=st.integers(0, 2),
)


def _breaks(model: Model, division: tuple[int, ...]) -> bool:
    """Whether a division breaks a rule, asked of people and not of the program."""
    rules = model.rules
    names = {name for unit in model.units for name in unit.organisations}
    alone = {name: max(unit.organisations[name] for unit in model.units) for name in names}
    for units in model.teams(division):
        members = [one for u in units for one in model.units[u].members]
        if not members:
            continue
        if not rules.least <= len(members) <= rules.most:
            return True
        if not frozenset.intersection(*(one.languages for one in members)):
            return True
        for name, most in alone.items():
            if sum(one.organisation == name for one in members) > max(rules.most_of_one, most):
                return True
    return False


def _model(members: list[Member], challenges: list[Challenge], rules: Rules) -> Model:
    return Model(units_of(members), check_challenges(challenges), rules)


@settings(max_examples=60)
@given(groups(), CHALLENGES, RULES)
def test_no_division_of_a_small_group_is_better(
    members: list[Member], challenges: list[Challenge], rules: Rules
) -> None:
    found = build(members, challenges, SOLVER, rules, gap=0.0)
    model = _model(members, challenges, rules)
    places = range(-1, len(challenges))
    best = max(
        model.worth(division)
        for division in product(places, repeat=len(model.units))
        if not _breaks(model, division)
    )
    assert found.objective == pytest.approx(best, abs=1e-6)
    assert found.bound >= best - 1e-6
    assert found.status is Status.OPTIMAL


@settings(max_examples=60)
@given(groups(), CHALLENGES, RULES)
def test_who_has_no_team_is_told_a_reason_that_is_so(
    members: list[Member], challenges: list[Challenge], rules: Rules
) -> None:
    found = build(members, challenges, SOLVER, rules, gap=0.0)
    reasons = why_unplaced(members, found, rules)
    assert set(reasons) == set(found.unplaced)
    model = _model(members, challenges, rules)
    allowed = [
        division
        for division in product(range(-1, len(challenges)), repeat=len(model.units))
        if not _breaks(model, division)
    ]
    for u, unit in enumerate(model.units):
        if reasons.get(unit.members[0].key, Reason.NO_ROOM) is not Reason.NO_ROOM:
            assert all(division[u] < 0 for division in allowed)


def test_each_reason() -> None:
    def member(key: str, languages: str, *together: str) -> Member:
        return Member(key, languages=frozenset(languages.split()), together=frozenset(together))

    members = [member(f"nl{n}", "nl") for n in range(4)]
    members += [member("en", "en"), member("mute", ""), member("fr", "fr", "nl"), member("nl", "nl")]
    members += [member("a", "nl", "b"), member("b", "nl", "c"), member("c", "nl", "d"), member("d", "nl")]
    rules = Rules(least=2, most=3)
    found = build(members, [Challenge("x")], SOLVER, rules)
    told = why_unplaced(members, found, rules)
    left = {key: reason for key, reason in told.items() if not key.startswith("nl") or key == "nl"}
    assert left == {
        "en": Reason.TOO_FEW,
        "mute": Reason.NO_LANGUAGE,
        "fr": Reason.NO_LANGUAGE,
        "nl": Reason.NO_LANGUAGE,
        **dict.fromkeys("abcd", Reason.TOO_LARGE),
    }
    assert [told[key] for key in told if key not in left] == [Reason.NO_ROOM]


@given(groups(), CHALLENGES, RULES)
def test_whatever_the_time_there_is_an_answer_that_keeps_the_rules(
    members: list[Member], challenges: list[Challenge], rules: Rules
) -> None:
    class Late:
        """A solver that found nothing."""

        def solve(self, program: Program, **_options: object) -> Answer:
            return Answer(status=Status.TIME_LIMIT)

        def growing(self) -> GrowingSolver:
            raise NotImplementedError

    found = build(members, challenges, Late(), rules)
    proven = build(members, challenges, SOLVER, rules)
    assert found.objective <= proven.objective + 1e-6
    assert found.bound >= proven.bound - 1e-6
    assert found.bound < float("inf")
    model = _model(members, challenges, rules)
    placed = {key: team.challenge for team in found.teams for key in team.members}
    assert sorted([*placed, *found.unplaced]) == sorted(one.key for one in members)
    division = tuple(
        next((c for c, one in enumerate(model.challenges) if placed.get(unit.members[0].key) == one.key), -1)
        for unit in model.units
    )
    assert not _breaks(model, division)
    for one in members:
        for other in one.together:
            assert placed.get(one.key) == placed.get(other)


@pytest.mark.parametrize(("made_at", "left"), [(11.5, 2.5), (17.0, 0.0)])
def test_the_time_is_for_the_program_and_its_solver_together(
    monkeypatch: pytest.MonkeyPatch, made_at: float, left: float
) -> None:
    asked = []

    class Asked:
        """A solver that keeps how long it may take."""

        def solve(self, program: Program, *, time_limit_s: float, **_options: object) -> Answer:
            asked.append(time_limit_s)
            return Answer(status=Status.TIME_LIMIT)

        def growing(self) -> GrowingSolver:
            raise NotImplementedError

    clock = iter((10.0, made_at, 18.0))
    monkeypatch.setattr("symbiosis.teams.building.perf_counter", lambda: next(clock))
    found = build(WORKED, NEEDS, Asked(), WORKED_RULES, time_limit_s=4.0)
    assert (asked, found.seconds) == ([left], 8.0)


@settings(max_examples=25)
@given(groups(), CHALLENGES, RULES, st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(
    members: list[Member], challenges: list[Challenge], rules: Rules, chance: Random
) -> None:
    mixed = list(members)
    chance.shuffle(mixed)
    one, other = build(members, challenges, SOLVER, rules), build(mixed, challenges[::-1], SOLVER, rules)
    assert (one.teams, one.unplaced) == (other.teams, other.unplaced)


def test_nothing_that_comes_out_is_a_figure_on_a_person() -> None:
    assert {field.name for field in fields(Team)} == {
        "challenge", "members", "language", "kinds", "skills", "missing",
    }  # fmt: skip
    assert {field.name for field in fields(Teams)} == {
        "teams", "unplaced", "status", "objective", "bound", "seconds",
    }  # fmt: skip
    found = build(WORKED, NEEDS, SOLVER, WORKED_RULES)
    assert all(isinstance(key, str) for team in found.teams for key in team.members)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidValue):
        build([WORKED[0], WORKED[0]], NEEDS, SOLVER)
    with pytest.raises(InvalidValue):
        build(WORKED, [NEEDS[0], NEEDS[0]], SOLVER)
    with pytest.raises(InvalidValue):
        build([replace(WORKED[0], together=frozenset({"nobody"}))], NEEDS, SOLVER)
    for wrong in ({"least": 0}, {"least": 5, "most": 4}, {"most_of_one": 0}, {"kinds_wanted": -1}):
        with pytest.raises(InvalidValue):
            Rules(**wrong)


def test_who_shares_no_language_or_is_too_many_has_no_team() -> None:
    pair = [
        replace(WORKED[0], languages=frozenset({"nl"}), together=frozenset({"do"})),
        replace(WORKED[3], languages=frozenset({"fr"})),
    ]
    assert build(pair, NEEDS, SOLVER, WORKED_RULES).unplaced == ("an", "do")
    assert build([], NEEDS, SOLVER).teams == ()
    assert build(WORKED, [], SOLVER).unplaced == ("an", "bo", "ci", "do")
