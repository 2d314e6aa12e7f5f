"""Fair split: the worked games, laws of the solution concepts, missing coalitions, the command."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbiosis.cli import main
from symbiosis.errors import InvalidValue, ProblemCode
from symbiosis.network.game import Game
from symbiosis.network.split import better_apart, sampled_shapley, shapley, side_payments, split
from symbiosis.solvers.highs import Highs
from tests.symbiosis.worked_tables import worked


def rows_of(name: str) -> list[dict[str, str]]:
    """The coalitions of a worked game; the page writes the divider as `\\|`."""
    page = (Path(__file__).parents[3] / "docs" / "methods" / "fair-split.md").read_text(encoding="utf-8")
    table = page.split(f"<!-- worked: split-{name} -->")[1].split("<!--")[0].replace("\\|", "+")
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "|" in line
    ]
    return [{"coalition": cell[0].replace("+", "|"), "value_eur": cell[1]} for cell in cells[2:]]


def game_of(name: str) -> Game:
    return Game.of({frozenset(row["coalition"].split("|")): float(row["value_eur"]) for row in rows_of(name)})


@pytest.mark.parametrize("told", worked("fair-split.md", "split-answers"), ids=lambda told: told["game"])
def test_the_worked_games(told: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "game.csv"
    lines = [f"{row['coalition']},{row['value_eur']}\n" for row in rows_of(told["game"])]
    file.write_text("coalition,value_eur\n" + "".join(lines), encoding="utf-8")
    assert main(["split", str(file), "--out", f"{tmp_path}/out.csv", "--lang", "en"]) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8") as out:
        rows = list(csv.DictReader(out))
    assert list(rows[0]) == ["player", "shapley", "nucleolus", "least_core_share"]
    for name in ("shapley", "nucleolus", "least_core_share"):
        expected = [float(cell) for cell in told[name].split()]
        assert [float(row[name]) for row in rows] == pytest.approx(expected, abs=1e-5)
    said = capsys.readouterr().out
    e = float(said.splitlines()[0].partition(": ")[2])
    assert e == pytest.approx(float(told["e"]), abs=1e-7)
    assert ("core is empty" in said) == (told["empty"] == "yes")


@st.composite
def games(draw: st.DrawFn, players: int | None = None) -> Game:
    """A game of a few players with few different values, so that ties and degenerate optima occur."""
    count = players or draw(st.integers(2, 4))
    names = "abcde"[:count]
    values = {
        frozenset(name for place, name in enumerate(names) if members >> place & 1): float(
            draw(st.sampled_from((0, 0, 10, 10, 25, 40, -5)))
        )
        for members in range(1, 1 << count)
    }
    return Game.of(values)


def surpluses(game: Game, shares: object) -> list[float]:
    """What each proper coalition gets over its value, worst off first."""
    found = []
    for members in range(1, game.everyone):
        own = sum(share for place, share in enumerate(shares) if members >> place & 1)  # type: ignore[arg-type, var-annotated, misc]
        found.append(own - game.values[members])
    return sorted(found)


@given(games())
@settings(max_examples=60)
def test_shapley_is_the_mean_over_all_orders(game: Game) -> None:
    count = len(game.players)
    total = np.zeros(count)
    orders = list(permutations(range(count)))
    for order in orders:
        members = 0
        for place in order:
            total[place] += game.values[members | 1 << place] - game.values[members]
            members |= 1 << place
    assert shapley(game).eur == pytest.approx(total / len(orders))


@given(games(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_no_split_treats_the_worst_off_better_than_the_nucleolus(game: Game, chance: object) -> None:
    found = split(game, Highs())
    whole = game.values[game.everyone]
    for shares in (found.nucleolus, found.least_core, found.shapley.eur):
        assert float(np.sum(shares)) == pytest.approx(whole, abs=1e-6)
    mine = surpluses(game, found.nucleolus)
    assert mine[0] == pytest.approx(-found.least_core_e, abs=1e-6)
    assert surpluses(game, found.least_core)[0] == pytest.approx(-found.least_core_e, abs=1e-6)
    assert found.core_is_empty == (mine[0] < -1e-6)
    draws = np.random.Generator(np.random.PCG64(chance.randrange(2**32)))  # type: ignore[attr-defined]
    for scale in (0.001, 0.1, 5.0):
        push = draws.standard_normal(len(game.players)) * scale
        other = surpluses(game, found.nucleolus + push - push.mean())
        for a, b in zip(mine, other, strict=True):
            if abs(a - b) > 1e-6:
                assert a > b, (mine, other)
                break


@given(games(players=3))
@settings(max_examples=30)
def test_names_and_their_order_change_nothing(game: Game) -> None:
    turned = {"a": "c", "b": "a", "c": "b"}
    again = Game.of(
        {
            frozenset(turned[name] for name in game.named(members).split("|")): value
            for members, value in game.values.items()
            if members
        }
    )
    mine, theirs = split(game, Highs()), split(again, Highs())
    places = [again.players.index(turned[name]) for name in game.players]
    assert theirs.nucleolus[places] == pytest.approx(mine.nucleolus, abs=1e-6)
    assert theirs.shapley.eur[places] == pytest.approx(mine.shapley.eur)


def test_a_player_who_adds_nothing_gets_nothing() -> None:
    values = {frozenset("a"): 5.0, frozenset("b"): 7.0, frozenset("ab"): 20.0}
    values |= {members | {"z"}: value for members, value in values.items()} | {frozenset("z"): 0.0}
    found = split(Game.of(values), Highs())
    assert found.shapley.eur == pytest.approx([9, 11, 0])
    assert found.nucleolus == pytest.approx([9, 11, 0], abs=1e-7)


def test_drawn_orders_come_near_and_say_how_near() -> None:
    weights = np.arange(1.0, 21.0)

    def value(members: int) -> float:
        held = [weights[place] for place in range(20) if members >> place & 1]
        return float(sum(held)) ** 2 / 100

    drawn = sampled_shapley(20, value, samples=600, seed=3)
    exact = weights * weights.sum() / 100  # for a square of a sum each gets its share of the whole
    assert drawn.eur.sum() == pytest.approx(weights.sum() ** 2 / 100)
    assert (np.abs(drawn.eur - exact) <= 5 * drawn.error + 1e-9).all()


def test_missing_coalitions_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "game.csv"
    file.write_text("coalition,value_eur\na,1\nb|a,4\nc,2\nc|a,3\na|b|c,x\n", encoding="utf-8")
    assert main(["split", str(file), "--out", f"{tmp_path}/out.csv", "--lang", "en"]) == 1
    told = capsys.readouterr().err
    assert 'row 5 (line 6), column value_eur: "x" is not a number' in told
    assert '"b, b|c, a|b|c" 3 coalitions have no value' in told
    assert not (tmp_path / "out.csv").exists()
    with pytest.raises(InvalidValue) as refused:
        Game.of({frozenset("a"): 1.0, frozenset("ab"): 2.0})
    assert refused.value.problem.code is ProblemCode.COALITIONS_MISSING


def test_side_payments_mend_a_split(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    payments = side_payments(("a", "b", "c"), np.array([200.0, 0.0, 0.0]), np.array([50.0, 75.0, 75.0]))
    assert [(pay.payer, pay.receiver, pay.eur) for pay in payments] == [("a", "b", 75.0), ("a", "c", 75.0)]
    with pytest.raises(InvalidValue):
        side_payments(("a", "b"), np.array([1.0, 1.0]), np.array([5.0, 5.0]))
    file = tmp_path / "game.csv"
    lines = [f"{row['coalition']},{row['value_eur']}\n" for row in rows_of("estate")]
    file.write_text("coalition,value_eur\n" + "".join(lines), encoding="utf-8")
    words = ["split", str(file), "--out", f"{tmp_path}/out.csv", "--have", "a=200", "--lang", "en"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "a pays b 75 EUR." in said
    assert "a pays c 75 EUR." in said
    assert main([*words[:4], "--have", "stranger=200", "--lang", "en"]) == 1
    assert "stranger" in capsys.readouterr().err


def test_one_player_keeps_all() -> None:
    found = split(Game.of({frozenset("a"): 12.0}), Highs())
    assert (found.nucleolus.tolist(), found.least_core_e, found.core_is_empty) == ([12.0], 0.0, False)


def test_nobody_gets_the_rounding_of_a_program() -> None:
    """The glove game: one left glove, two right ones; the left one gets all, and the others nil exactly."""
    table = {}
    for members in range(8):
        names = frozenset("abc"[place] for place in range(3) if members >> place & 1)
        table[names] = float(min(len(names & {"a"}), len(names & {"b", "c"})))
    found = split(Game.of(table), Highs())
    assert found.nucleolus.tolist() == [1.0, 0.0, 0.0]
    assert found.least_core_e == pytest.approx(0.0, abs=1e-12)


def test_what_nobody_told_of_a_group_is_what_its_parts_can_do() -> None:
    """Three firms share a lorry: a alone earns 100, b and c together 300, all 900; nothing else is told."""
    told = {frozenset("a"): 100.0, frozenset("bc"): 300.0, frozenset("abc"): 900.0}
    game = Game.of_known(told, ["c", "a", "b"])
    assert game.players == ("a", "b", "c")
    assert [game.values[members] for members in range(8)] == [0, 100, 0, 100, 0, 100, 300, 900]
    # 500 of gain more than a and the pair could make apart; b and c are alike
    found = split(game, Highs())
    assert found.shapley.eur == pytest.approx([800 / 3, 950 / 3, 950 / 3])
    assert not found.core_is_empty
    assert better_apart(game, np.array([50.0, 450.0, 400.0])) == [(1, pytest.approx(50.0))]
    assert better_apart(game, np.array([700.0, 100.0, 100.0])) == [(6, pytest.approx(100.0))]
    assert better_apart(game, found.least_core) == []


@pytest.mark.parametrize(
    ("told", "players", "code"),
    [
        ({frozenset("a"): 1.0}, "ab", ProblemCode.COALITIONS_MISSING),
        ({frozenset("ax"): 1.0, frozenset("ab"): 1.0}, "ab", ProblemCode.ID_UNKNOWN),
        ({}, "abcdefghijklmnopq", ProblemCode.OUT_OF_RANGE),
    ],
)
def test_a_game_that_cannot_be_filled_in_is_refused(
    told: dict[frozenset[str], float], players: str, code: ProblemCode
) -> None:
    with pytest.raises(InvalidValue) as refused:
        Game.of_known(told, players)
    assert refused.value.problem.code is code


@given(st.dictionaries(st.frozensets(st.sampled_from("abcd"), min_size=1), st.integers(-50, 200), max_size=9))
@settings(max_examples=60)
def test_a_filled_in_game_loses_nothing_by_joining(told: dict[frozenset[str], int]) -> None:
    known = {members: float(value) for members, value in told.items()}
    known.setdefault(frozenset("abcd"), 500.0)
    game = Game.of_known(known, "abcd")
    for one in range(1, 16):
        for other in range(1, 16):
            if not one & other:
                assert game.values[one | other] >= game.values[one] + game.values[other] - 1e-9
    found = split(game, Highs())
    apart = better_apart(game, found.nucleolus)
    assert bool(apart) == found.core_is_empty
    if apart:
        assert apart[0][1] >= found.least_core_e - 1e-6 * max(1.0, found.least_core_e)
