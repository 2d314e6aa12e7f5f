"""`symbiosis allocate`: files in, flows, prices and a summary out; bad cells, empty files, limits."""

import csv
import json
import os
import subprocess
import sys

import pytest

from symbiosis import cli
from symbiosis.commands import allocate_directly

OFFERS = """id,kind,text,material,quantity,unit,period,lat,lon,price_eur_per_unit
o1,material,hout,wood,5,t,once,51.0,3.7,-2
o2,material,hout,wood,3000,kg,once,51.0,3.7,0
"""
NEEDS = """id,kind,material,quantity,unit,period,lat,lon,price_eur_per_unit
n1,material,wood,4,t,once,51.0,3.7,8
n2,material,wood,3,t,once,51.05,3.7,9
"""
ARCS = """offer_id,need_id,value_eur_per_unit
o1,n1,10
o1,n2,6
o2,n1,0.008
o2,n2,0.001
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in (("offers", OFFERS), ("needs", NEEDS), ("arcs", ARCS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def allocate(folder, *options, arcs=True):
    words = ["allocate", "--offers", str(folder / "offers.csv"), "--needs", str(folder / "needs.csv")]
    words += ["--arcs", str(folder / "arcs.csv")] if arcs else []
    return cli.main([*words, "--out", str(folder / "out"), "--lang", "en", *options])


def told(folder):
    out = folder / "out"
    tables = {}
    for name in ("flows", "prices"):
        with (out / f"{name}.csv").open(encoding="utf-8") as file:
            tables[name] = list(csv.DictReader(file))
    prices = {(row["side"], row["id"]): float(row["shadow_price"]) for row in tables["prices"]}
    return tables["flows"], prices, json.loads((out / "summary.json").read_text(encoding="utf-8"))


def test_arcs_as_worked_by_hand_in_the_units_of_the_rows(folder):
    assert allocate(folder) == 0
    flows, prices, summary = told(folder)
    assert [(f["from_id"], f["to_id"], float(f["quantity"]), f["unit"]) for f in flows] == [
        ("o1", "n1", 2.0, "t"),
        ("o1", "n2", 3.0, "t"),
        ("o2", "n1", 2000.0, "kg"),
    ]
    assert sum(float(flow["value"]) for flow in flows) == pytest.approx(54)
    assert prices == pytest.approx(
        {("offer", "o1"): 2, ("offer", "o2"): 0, ("need", "n1"): 8, ("need", "n2"): 4}, abs=1e-9
    )
    assert summary["status"] == "optimal"
    assert summary["objective"] == pytest.approx(54)
    assert summary["bound"] == pytest.approx(54)
    assert (summary["arcs_considered"], summary["arcs_possible"]) == (4, 4)


def test_without_arcs_the_rules_and_the_road_count(folder):
    assert allocate(folder, arcs=False) == 0
    flows, prices, summary = told(folder)
    assert {flow["to_id"] for flow in flows} == {"n1", "n2"}
    # at one point the road is 0: 8 + 2 from o1, 8 from o2
    assert summary["status"] == "optimal"
    assert summary["arcs_possible"] == 4
    amounts = {"o1": 5.0, "o2": 3.0, "n1": 4.0, "n2": 3.0}
    bound = sum(amounts[key] * price for (_, key), price in prices.items())
    assert bound == pytest.approx(summary["bound"], rel=1e-9)
    assert summary["objective"] == pytest.approx(sum(float(flow["value"]) for flow in flows))


def test_a_large_region_is_settled_as_a_small_one_is(folder, monkeypatch):
    assert allocate(folder, "--gap", "1e-9", arcs=False) == 0
    flows, _, small = told(folder)
    monkeypatch.setattr(allocate_directly, "REGION_PAIRS", 0)
    assert allocate(folder, "--gap", "1e-9", arcs=False) == 0
    same, prices, large = told(folder)
    assert large["objective"] == pytest.approx(small["objective"], rel=1e-9)
    for name in ("eur", "co2e_kg", "hours"):
        assert large[name] == pytest.approx(
            sum(float(flow[name]) for flow in same if flow[name]), rel=1e-9, abs=1e-9
        )
        assert sum(float(flow[name]) for flow in flows if flow[name]) == pytest.approx(large[name], rel=1e-9)
    amounts = {"o1": 5.0, "o2": 3.0, "n1": 4.0, "n2": 3.0}
    assert sum(amounts[key] * price for (_, key), price in prices.items()) == pytest.approx(large["bound"])


def test_the_order_of_rows_changes_no_byte(folder):
    allocate(folder)
    before = [(folder / "out" / name).read_bytes() for name in ("flows.csv", "prices.csv")]
    for name in ("offers", "needs", "arcs"):
        head, *rows = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        (folder / f"{name}.csv").write_text("\n".join([head, *rows[::-1]]), encoding="utf-8")
    allocate(folder)
    assert [(folder / "out" / name).read_bytes() for name in ("flows.csv", "prices.csv")] == before


def test_relations_cost(folder):
    assert allocate(folder, "--relation-cost", "6") == 0
    flows, prices, summary = told(folder)
    assert summary["objective"] == pytest.approx(36)
    assert {key for side, key in prices if side == "relation"} == {
        f"{flow['from_id']}|{flow['to_id']}" for flow in flows
    }
    assert summary["gap_pricing"] == pytest.approx(0, abs=1e-9)


def test_bad_cells_are_told_and_good_rows_go_on(folder, capsys):
    rows = "o9,n1,5\no1,n9,5\no1,n1,much\no1,,5\n,n1,5\no1,n1,\no1,n1,7\n"
    (folder / "arcs.csv").write_text("offer_id,need_id,value_eur_per_unit\n" + rows, encoding="utf-8")
    assert allocate(folder) == 0
    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if line.startswith("arcs.csv, row")]) == 6
    assert any("o9" in line and "offers.csv" in line for line in lines)
    assert told(folder)[2]["objective"] == pytest.approx(28)
    assert allocate(folder, "--strict") == 3


def test_two_measures_cannot_be_joined(folder, capsys):
    text = NEEDS + "n3,material,wood,3,m3,once,51.0,3.7,9\n"
    (folder / "needs.csv").write_text(text, encoding="utf-8")
    (folder / "arcs.csv").write_text("offer_id,need_id,value_eur_per_unit\no1,n3,5\n", encoding="utf-8")
    assert allocate(folder) == 0
    assert "n3" in capsys.readouterr().err
    assert told(folder)[0] == []


def test_rows_without_quantity_or_place_are_refused(folder, capsys):
    text = OFFERS + "o3,material,hout,wood,,t,once,51.0,3.7,0\no4,material,hout,wood,2,t,once,,,0\n"
    (folder / "offers.csv").write_text(text, encoding="utf-8")
    assert allocate(folder, arcs=False) == 0
    err = capsys.readouterr().err
    assert "o3" in err
    assert "o4" in err
    allocate(folder)
    err = capsys.readouterr().err
    assert "o3" in err
    assert "o4" not in err


@pytest.mark.parametrize("arcs", [True, False])
def test_empty_files_are_solved(folder, arcs):
    for name in ("offers", "needs", "arcs"):
        head = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        (folder / f"{name}.csv").write_text(head + "\n", encoding="utf-8")
    assert allocate(folder, arcs=arcs) in (0, 1)


def test_no_time_is_a_status(folder):
    assert allocate(folder, "--time-limit", "0") == 0
    summary = told(folder)[2]
    assert summary["status"] == "time_limit"
    assert summary["bound"] >= summary["objective"]


@pytest.mark.parametrize("options", [("--objective", "co2e"), ("--gap", "-1"), ("--time-limit", "x")])
def test_wrong_arguments(folder, options):
    if options[0] == "--objective":
        assert allocate(folder, *options) == 2
        return
    with pytest.raises(SystemExit) as caught:
        allocate(folder, *options)
    assert caught.value.code == 2


def test_an_interrupt_keeps_what_was_found(folder):
    # the signal is sent while the command works; whatever it reached is written
    program = (
        "import os, signal, sys\n"
        "from symbiosis import cli\n"
        "from symbiosis.commands import allocate_directly as command\n"
        "real = command.settle_arcs\n"
        "def settle(*words, **solvers):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return real(*words, **solvers)\n"
        "command.settle_arcs = settle\n"
        "sys.exit(cli.main(sys.argv[1:]))\n"
    )
    words = [
        "allocate",
        "--offers",
        "offers.csv",
        "--needs",
        "needs.csv",
        "--arcs",
        "arcs.csv",
        "--out",
        "out",
    ]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=folder, capture_output=True, check=False, env=os.environ
    )
    assert done.returncode == 130, done.stderr
    summary = told(folder)[2]
    assert summary["status"] == "interrupted"
    assert summary["bound"] >= summary["objective"]


PROCESSORS = (
    "id,lat,lon,accepts,produces,yield,capacity,unit,period,hours_per_unit,hours_available,min_quantity\n"
    "p1,51.0,3.7,wood,paper,0.8,4,t,once,2,20,\n"
    "p2,51.0,3.7,paper,wood,1.5,100,t,once,1,,\n"
)


def region(folder, *options, processors=PROCESSORS):
    (folder / "processors.csv").write_text(processors, encoding="utf-8")
    return allocate(folder, "--processors", str(folder / "processors.csv"), *options, arcs=False)


def test_processors_that_feed_each_other_make_nothing_for_nothing(folder):
    # wood to paper to wood grows by a fifth a round: three steps at most, and capacities, keep it bounded
    assert region(folder) == 0
    _, _, summary = told(folder)
    assert summary["status"] == "optimal"
    assert summary["objective"] <= summary["bound"]
    # all that is asked at its price, and not a euro more than what the givers pay to be rid of it
    assert summary["objective"] <= 4 * 8 + 3 * 9 + 2 * 5 + 1e-6


ODD = {
    "none": "",
    "one": "o1,material,hout,wood,5,t,once,51.0,3.7,-2",
    "nil": "o1,material,hout,wood,0,t,once,51.0,3.7,0\no2,material,hout,wood,2,t,once,51.0,3.7,0",
    "negative": "o1,material,hout,wood,-5,t,once,51.0,3.7,0\no2,material,hout,wood,2,t,once,51.0,3.7,0",
    "not numbers": "o1,material,hout,wood,nan,t,once,51.0,3.7,0\no2,material,hout,wood,inf,t,once,51,3,0",
    "words": "o1,material,hout,wood,veel,t,once,ergens,3.7,gratis\no2,,,,,,,,,",
    "twice": "o1,material,hout,wood,5,t,once,51.0,3.7,-2\no1,material,hout,wood,7,t,once,51.0,3.7,0",
    "one point": "\n".join(f"o{i},material,hout,wood,{i},t,once,51.0,3.7,0" for i in range(1, 20)),
    "enormous": "o1,material,hout,wood,1e300,t,once,51,3,1e300\no2,material,hout,wood,1e-300,t,once,51,3,0",
    "dear": "o1,material,hout,wood,5,t,once,51,3,-1e300\no2,material,hout,wood,3,t,once,51,3,0",
    "off the map": "o1,material,hout,wood,5,t,once,91.0,181,0\no2,material,hout,wood,2,t,once,51.0,3.7,0",
}


@pytest.mark.parametrize("rows", ODD)
def test_odd_rows_end_with_a_status_and_a_bound(folder, rows):
    head = OFFERS.splitlines()[0]
    (folder / "offers.csv").write_text(f"{head}\n{ODD[rows]}\n", encoding="utf-8")
    assert region(folder) == 0
    flows, prices, summary = told(folder)
    assert summary["status"] == "optimal"
    assert 0.0 <= summary["objective"] <= summary["bound"] * (1 + 1e-12) + 1e-9
    assert all(float(flow["quantity"]) > 0.0 for flow in flows)
    assert all(price >= 0.0 for price in prices.values())


def test_odd_processors_are_told_or_refused(folder, capsys):
    head = PROCESSORS.splitlines()[0]
    odd = [
        "p1,51.0,3.7,wood,wood,1,0,t,once,0,0,",
        "p2,51.0,3.7,wood,wood,-1,5,t,once,1,,",
        "p3,51.0,3.7,wood,wood,nan,5,t,once,1,,",
        "p4,51.0,3.7,,,1,5,t,once,1,,",
        "p5,,,wood,wood,1,5,t,once,1,,",
        "p6,51.0,3.7,wood,wood,1,5,t,once,1,,9",
    ]
    assert region(folder, processors="\n".join([head, *odd]) + "\n") == 0
    err = capsys.readouterr().err
    assert "processors.csv, row 2" in err
    assert "processors.csv, row 3" in err
    assert told(folder)[2]["status"] == "optimal"
    assert region(folder, processors=head + "\n") == 0


def test_going_on_from_an_earlier_run(folder, capsys, monkeypatch):
    assert region(folder, "--time-limit", "0") == 0
    assert told(folder)[2]["status"] == "time_limit"
    assert region(folder, "--resume", str(folder / "out")) == 0
    cold = told(folder)[2]
    assert cold["status"] == "optimal"
    # a card that went and one that came are no obstacle
    (folder / "offers.csv").write_text(OFFERS.replace("o1,", "o7,"), encoding="utf-8")
    assert region(folder, "--resume", str(folder / "out")) == 0
    again = told(folder)[2]
    assert again["objective"] == pytest.approx(cold["objective"], rel=1e-6)
    monkeypatch.setattr(allocate_directly, "REGION_PAIRS", 0)
    assert allocate(folder, "--resume", str(folder / "out"), arcs=False) == 0
    assert told(folder)[2]["status"] == "optimal"
    capsys.readouterr()
    for option in (["--arcs", str(folder / "arcs.csv")], ["--engine", "spark"], ["--hierarchy-first", "0.1"]):
        assert region(folder, "--resume", str(folder / "out"), *option) == 2
        assert " ".join(option[:1]) in capsys.readouterr().err
    assert region(folder, "--resume", str(folder / "nowhere")) not in (0, 3)
    assert "flows.csv" in capsys.readouterr().err
