"""Worked sentences, laws of the answer, and the data the knowledge rests on."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbiosis.classification import classify, classify_texts
from symbiosis.classification.knowledge import code_table, commonness, rules
from symbiosis.classification.lexicon import concepts, thesaurus
from symbiosis.classification.properties import properties_of
from symbiosis.classification.reading import read
from symbiosis.resources import materials
from symbiosis.waste import low

THEN = date(2019, 1, 1)
NOW = date(2026, 12, 1)

WORDS = (
    "asbest",
    "asbestvrij",
    "grond",
    "puin",
    "beton",
    "teervrij",
    "asfalt",
    "hout",
    "geverfd",
    "folie",
    "isomo",
    "frigo",
    "batterijen",
    "verf",
    "zonder",
    "met",
    "en",
    "niet",
    "gevaarlijk",
    "vervuild",
    "schoon",
    "3",
    "ton",
    "per",
    "week",
    "slib",
    "zuivel",
    "bakkerij",
    "kabels",
    "koper",
)
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("wij hebben betonplaten over, zuiver beton", "170101"),
        ("niet teerhoudend asfalt van een werf", "170302"),
        ("teerhoudend asfalt van een oude weg", "170301"),
        ("golfplaten in eterniet van een schuur", "170605"),
        ("gyprocplaten, snijresten", "170802"),
        ("oude matrassen van een hotel", "200307"),
        ("gazetten en kantoorpapier", "200101"),
        ("snoeisel van de hovenier", "200201"),
        ("frietolie uit onze keuken", "200125"),
        ("overschotten van belegde broodjes uit de kantine, keukenafval", "200108"),
        ("slib uit de zuivering van onze bakkerij", "020603"),
        ("steenwolplaten isolatie", "170604"),
        ("old newspapers and office paper", "200101"),
        ("terre excavée non polluée", "170504"),
        ("batteries au lithium de vélos", "200143"),
    ],
)
def test_worked_sentences(text: str, code: str) -> None:
    assert classify(text, on_date=NOW).codes[0].code == code


@pytest.mark.parametrize(
    ("named", "free", "hazard"),
    [
        ("teerhoudend asfalt", "asfalt, niet teerhoudend", "coal_tar"),
        ("puin waar asbest in zit", "puin zonder asbest", "asbestos"),
        ("asbesthoudende platen", "asbestvrije platen", "asbestos"),
        ("grond met minerale olie", "grond zonder olie", "oil"),
    ],
)
def test_a_denied_hazard_is_not_a_hazard(named: str, free: str, hazard: str) -> None:
    with_it, without = classify(named, on_date=NOW), classify(free, on_date=NOW)
    assert hazard in with_it.hazards
    assert hazard in without.excluded_hazards
    assert hazard not in without.hazards
    assert with_it.possibly_hazardous
    assert without.hazard_probability < with_it.hazard_probability


@pytest.mark.parametrize(
    ("text", "kind", "material"),
    [
        ("restwarmte van 90 °C, 500 kW", "energy", "heat"),
        ("200 m² opslagruimte vrij vanaf mei", "space", "storage_space"),
        ("regenwater uit onze put", "water", "rain_water"),
        ("veertig bureaustoelen in goede staat", "product", "office_furniture"),
        ("oud brood van gisteren", "food", "bread"),
        ("zagemeel van de schrijnwerkerij", "material", "sawdust"),
    ],
)
def test_six_kinds(text: str, kind: str, material: str) -> None:
    answer = classify(text, on_date=NOW)
    assert (answer.kind, answer.material) == (kind, material)


def test_says_when_it_does_not_know() -> None:
    for text in ("", "kwibus zwurfelmoer", "200 m² opslagruimte"):
        assert not classify(text, on_date=NOW).known
    assert classify("betonpuin van een vloer", on_date=NOW).known


def test_codes_are_those_of_the_day() -> None:
    before, after = (classify("lithiumbatterijen", on_date=day) for day in (THEN, NOW))
    assert {"200143", "160607"}.isdisjoint(guess.code for guess in before.codes)
    assert "200143" in {guess.code for guess in after.codes}
    assert {"200133", "200134"}.isdisjoint(guess.code for guess in after.codes)


@given(SENTENCES, st.integers(2, 12))
@settings(deadline=None)
def test_laws_of_the_list(text: str, top: int) -> None:
    answer = classify(text, on_date=THEN, top=top)
    shares = [guess.probability for guess in answer.codes]
    shown = {guess.code for guess in answer.codes}
    assert len(shown) == len(shares) <= top
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1 + 1e-9
    for guess in answer.codes:
        assert low.lookup(guess.code, THEN).hazardous == guess.hazardous
        assert not guess.counterparts or shown.intersection(guess.counterparts)


@given(st.lists(SENTENCES, min_size=1, max_size=5))
@settings(deadline=None)
def test_texts_are_answered_one_by_one(texts: list[str]) -> None:
    together = classify_texts(texts, on_date=THEN, top=5)
    assert together == [classify(text, on_date=THEN, top=5) for text in texts]


@given(SENTENCES)
@settings(deadline=None)
def test_saying_it_is_vervuild_never_makes_it_cleaner(text: str) -> None:
    plain, polluted = properties_of(read(text)), properties_of(read(f"{text} vervuild"))
    assert polluted.clean <= plain.clean or "niet" in text or "zonder" in text


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    classify_texts(["puin"] * 3, on_date=NOW, progress=lambda *step: told.append(step))
    assert told == [("classify", 3, 3)]


def test_every_concept_of_the_evidence_is_known() -> None:
    known = set(concepts()) | set(materials.all())
    for rule in rules():
        assert {*rule.named, *rule.denied, *rule.absent} <= known


def test_every_code_of_the_evidence_once_stood_on_the_list() -> None:
    codes = {code for rule in rules() for code, _ in rule.weights}
    codes |= {code for code in commonness() if len(code) == 6}
    for code in codes | {code for row in materials.all().values() for code in row.low_codes}:
        assert low.versions(code)


def test_every_code_can_be_answered() -> None:
    table = code_table(NOW)
    assert len(table.codes) > 800
    for code in table.codes:
        title = table.entries[code].title.nl
        assert code in {guess.code for guess in classify(f"{title} {low.spelled(code)}", on_date=NOW).codes}


def test_the_thesaurus_is_large_and_sourced() -> None:
    terms = {(row.language, term) for row in thesaurus() for term in row.terms}
    assert len(terms) > 6000
    assert {row.language for row in thesaurus()} == {"nl", "en", "fr"}
    assert sum(len(row.terms) for row in thesaurus() if row.register == "flemish") > 400
    assert all(row.source and row.valid_from for row in thesaurus())
