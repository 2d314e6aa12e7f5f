"""`symbiosis match` and `symbiosis why`: columns, order, languages and exit codes of the contract."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from symbiosis.cli import main

OFFERS = """\
id,kind,text,low_code,material,quantity,unit,period,lat,lon,strategy,legal_status,hazardous,price,max_km
o1,material,,150101,cardboard,2,t,week,51.05,3.72,R8,waste,0,-40,
o2,material,,,ldpe,300,kg,month,51.2,4.4,R8,,,,60
o3,energy,restwarmte,,heat,500,MWh,year,51.05,3.72,,,,10,
o4,material,,170605,asbestos_cement,5,t,once,51.0,3.7,,waste,1,,
"""
NEEDS = """\
id,kind,text,low_code,material,quantity,unit,period,lat,lon,strategy,legal_status,hazardous,price,max_km
n1,material,,150101|191201,paper_board,150,t,year,51.06,3.9,R8,waste,0,-20,
n3,material,,,plastic,10,t,year,51.3,4.5,R9,,,,20
n4,energy,,,heat,300,MWh,year,51.051,3.721,,,,20,
n5,material,,,cardboard_box|cardboard,10,t,year,50.9,4.4,R3,product,,20,
"""
PROCESSORS = """\
id,lat,lon,accepts,capacity,unit,period,hours_per_unit,hours_available,cost,min_quantity,permits,strategy
p1,51.1,3.8,cardboard,500,t,year,4,2000,30,10,150101|hazardous,R8
p1,51.1,3.8,paper_board,100,t,year,4,2000,60,,150101|hazardous,R9
p2,51.1,3.8,cardboard,9000,t,year,1,9000,5,1000,,R8
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    tables = {"offers": OFFERS, "needs": NEEDS, "processors": PROCESSORS}
    for name, text in tables.items():
        told = text.replace(",price,", ",price_eur_per_unit,").replace(",cost,", ",cost_eur_per_unit,")
        (tmp_path / f"{name}.csv").write_text(told, encoding="utf-8")
    return tmp_path


def ranked(files: Path, *options: str) -> list[dict[str, str]]:
    out = files / "out.csv"
    words = ["match", f"{files}/offers.csv", f"{files}/needs.csv", "--out", str(out), "--date", "2026-11-23"]
    assert main([*words, *options]) == 0
    with out.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_match_writes_the_columns_of_the_contract(files: Path) -> None:
    rows = ranked(files)
    assert " ".join(rows[0]) == (
        "offer_id need_id rank score strategy distance_km margin_eur co2e_kg hours reasons"
    )
    assert [(row["offer_id"], row["need_id"], row["rank"]) for row in rows] == [
        ("o1", "n1", "1"),
        ("o2", "n3", "1"),
        ("o3", "n4", "1"),
    ]
    first = rows[0]
    # 2 t a week is 104.2857 t a year; 150 t are asked; the margin is worked out on the method page.
    assert first["strategy"] == "R8"
    assert float(first["margin_eur"]) == pytest.approx(
        (-20 + 40 - 16.419029 * 0.1375) * 2 * 365 / 7, rel=1e-6
    )
    assert float(first["co2e_kg"]) < 0 < float(first["hours"])
    reasons = json.loads(first["reasons"])
    assert {tuple(reason) for reason in reasons} == {("code", "text")}
    assert "material.same" in [reason["code"] for reason in reasons]
    # No mass is known of heat: no emission, no hours, and the rung is unknown.
    assert (rows[2]["co2e_kg"], rows[2]["hours"], rows[2]["strategy"]) == ("", "", "")


def test_both_directions_tell_the_same_pairs(files: Path) -> None:
    there = {(row["offer_id"], row["need_id"], row["score"]) for row in ranked(files)}
    back = {(row["offer_id"], row["need_id"], row["score"]) for row in ranked(files, "--direction", "needs")}
    assert there == back


def test_processors_stand_once_with_their_best_recipe(files: Path) -> None:
    rows = ranked(files, "--processors", f"{files}/processors.csv")
    # p2 wants at least 1,000 t a year: only p1 is left, on its better rung.
    assert [(row["offer_id"], row["need_id"], row["strategy"]) for row in rows] == [("o1", "p1", "R8")]
    # Work as the processor tells it: 4 h a tonne on 104.2857 t.
    assert float(rows[0]["hours"]) == pytest.approx(4 * 2 * 365 / 7)
    # -cost - offer price - transport
    road = float(rows[0]["distance_km"])
    assert float(rows[0]["margin_eur"]) == pytest.approx((-30 + 40 - road * 0.1375) * 2 * 365 / 7)


def test_direction_processors_needs_the_table(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["match", f"{files}/offers.csv", f"{files}/needs.csv", "--out", f"{files}/o.csv"]
    assert main([*words, "--direction", "processors"]) == 2
    assert "--processors" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ("over de weg", "verwerkt tot nieuwe grondstof", "1.900 euro")),
        ("en", ("by road", "recycled into raw material", "1,900 euro")),
        ("fr", ("par la route", "recyclé en matière première", "1\u00a0900 euros")),
    ],
)
def test_reasons_come_in_three_languages(files: Path, lang: str, words: tuple[str, ...]) -> None:
    first = ranked(files, "--lang", lang)[0]["reasons"]
    assert [word for word in words if word not in first] == []


def test_strict_tells_refused_rows_by_its_exit_code(files: Path) -> None:
    with (files / "offers.csv").open("a", encoding="utf-8") as lines:
        lines.write("bad,plasma,,,ldpe,1,t,year,51,4,,,,,\n")
    words = ["match", f"{files}/offers.csv", f"{files}/needs.csv", "--out", f"{files}/out.csv"]
    assert main(words) == 0
    assert main([*words, "--strict"]) == 3


def why(files: Path, capsys: pytest.CaptureFixture[str], offer: str, need: str, *options: str) -> str:
    words = ["why", f"{files}/offers.csv", f"{files}/needs.csv", "--offer", offer, "--need", need]
    assert main([*words, "--date", "2026-11-23", *options]) == 0
    return capsys.readouterr().out


def test_why_tells_every_rule_measure_and_the_one_change(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(why(files, capsys, "o1", "n1", "--json"))
    assert told["match"] is True
    assert all({"rule", "holds", "offer", "need", "reason", "source"} <= set(rule) for rule in told["rules"])
    assert len(told["rules"]) == 20
    assert told["measures"]["distance_km"]["value"] == pytest.approx(16.419, abs=1e-3)
    assert told["measures"]["margin_eur"]["low"] < told["measures"]["margin_eur"]["value"]
    assert sum(part["points"] for part in told["parts"].values()) == pytest.approx(told["measures"]["fit"])
    assert told["one_change"]["code"] == "quantity_offer"
    assert told["one_change"]["score"] > told["score"]
    assert told["next_question"]["text"].endswith("?")


def test_why_not_names_the_broken_rule_and_what_mends_it(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(why(files, capsys, "o2", "n5", "--json"))
    assert told["match"] is False
    assert {rule["rule"] for rule in told["rules"] if rule["holds"] is False} == {
        "material",
        "strategy",
    }
    assert told["one_change"]["makes_match"] is False
    told = json.loads(why(files, capsys, "o1", "n4", "--json"))
    assert [rule["rule"] for rule in told["rules"] if rule["holds"] is False] == ["kind"]
    assert told["one_change"]["code"] == "none"


def test_why_reads_aloud(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = why(files, capsys, "o1", "n1").splitlines()
    assert lines[0] == "Dit past."
    assert "De beste volgende vraag:" in lines
    assert why(files, capsys, "o1", "n5", "--lang", "en").startswith("This does not fit.")


def test_why_refuses_an_unknown_id(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["why", f"{files}/offers.csv", f"{files}/needs.csv", "--offer", "nobody", "--need", "n1"]
    assert main(words) == 1
    assert "nobody" in capsys.readouterr().err


def test_a_processor_that_tells_no_kind_takes_any(tmp_path: Path) -> None:
    offers = tmp_path / "offers.csv"
    offers.write_text(
        "id,kind,text,material,quantity,unit,lat,lon\n"
        "o1,product,laptops van kantoor,laptop,20,piece,51.05,3.72\n"
        "o2,material,oud karton,cardboard,2,t,51.05,3.72\n"
        "o3,food,brood,bread,20,kg,51.05,3.72\n",
        encoding="utf-8",
    )
    processors = tmp_path / "processors.csv"
    processors.write_text(
        "id,name,lat,lon,accepts,produces,yield,capacity,unit,period\n"
        "p1,ict,51.05,3.75,laptop|phone,ict,0.6,100,piece,week\n"
        "p2,papier,51.05,3.75,cardboard,paper_board,0.9,100,t,week\n",
        encoding="utf-8",
    )
    out = tmp_path / "out.csv"
    needs = tmp_path / "needs.csv"
    needs.write_text("id,kind,text\nn1,material,karton\n", encoding="utf-8")
    main(["match", str(offers), str(needs), "--processors", str(processors), "--out", str(out)])
    with out.open(encoding="utf-8", newline="") as stream:
        found = {(row["offer_id"], row["need_id"]) for row in csv.DictReader(stream)}
    assert found == {("o1", "p1"), ("o2", "p2")}
