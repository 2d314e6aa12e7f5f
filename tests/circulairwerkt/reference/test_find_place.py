"""What was typed is answered with the place it means, or with an honest word."""

from datetime import date
from time import perf_counter

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from circulairwerkt.reference import files
from circulairwerkt.reference.answers import found
from circulairwerkt.reference.gazetteer import KnownPlace, gazetteer
from circulairwerkt.reference.queries import PlaceKind, find_place, suggest_places

NASTY = [
    "'; DROP TABLE hubs;--",
    "<script>alert(1)</script>",
    "😀😀😀",
    "\x00\x01",
    "%s %d {0}",
    "Gent" * 2500,
    "1" * 10_000,
    "٣٤٥٦",
    "ﷺ" * 300,
]


@pytest.mark.parametrize(
    ("typed", "label", "municipality", "via"),
    [
        ("8500", "Kortrijk", "Kortrijk", "postcode"),
        ("9160", "Lokeren", "Lokeren", "postcode"),
        ("8900", "Ieper", "Ieper", "postcode"),
        ("3668", "Niel-bij-As", "As", "postcode"),
        ("9032", "Wondelgem", "Gent", "postcode"),
        ("9042", "Gent", "Gent", "postcode"),
        ("B-9000 Gent", "Gent", "Gent", "postcode"),
        ("3010 Kessel Lo", "Kessel-Lo", "Leuven", "postcode"),
        ("Grote Markt 1, 8500 Kortrijk", "Kortrijk", "Kortrijk", "postcode"),
        ("3665 As", "As", "As", "postcode"),
        ("Gent", "Gent", "Gent", "exact"),
        ("  gENT  ", "Gent", "Gent", "exact"),
        ("gemeente Asse", "Asse", "Asse", "exact"),
        ("Gent centrum", "Gent", "Gent", "exact"),
        ("Korenmarkt Gent", "Gent", "Gent", "exact"),
        ("Louvain", "Leuven", "Leuven", "exact"),
        ("Coxyde", "Koksijde", "Koksijde", "exact"),
        ("St.-Niklaas", "Sint-Niklaas", "Sint-Niklaas", "exact"),
        ("sint niklaas", "Sint-Niklaas", "Sint-Niklaas", "exact"),
        ("as", "As", "As", "exact"),
        ("Zellik", "Zellik", "Asse", "part"),
        ("zellik, asse", "Zellik", "Asse", "part"),
        ("Zellik (Asse)", "Zellik", "Asse", "part"),
        ("Wondelgem", "Wondelgem", "Gent", "part"),
        ("'s Gravenwezel", "'s-Gravenwezel", "Schilde", "part"),
        ("Nieuwkerken", "Nieuwkerken-Waas", "Sint-Niklaas", "part"),
        ("Machelen (Zulte)", "Machelen-aan-de-Leie", "Zulte", "part"),
        ("Halle Zoersel", "Halle", "Zoersel", "part"),
        ("Zwijndrecht", "Zwijndrecht", "Beveren-Kruibeke-Zwijndrecht", "merged"),
        ("Ham", "Ham", "Tessenderlo-Ham", "merged"),
        ("Galmaarden", "Galmaarden", "Pajottegem", "merged"),
        ("Meeuwen-Gruitrode", "Meeuwen-Gruitrode", "Oudsbergen", "merged"),
        ("11056", "Zwijndrecht", "Beveren-Kruibeke-Zwijndrecht", "nis"),
        ("37015", "Tielt", "Tielt", "nis"),
        ("34022", "Kortrijk", "Kortrijk", "nis"),
    ],
)
def test_a_place_in_flanders(typed: str, label: str, municipality: str, via: str) -> None:
    answer = find_place(typed)
    assert answer.kind is PlaceKind.FOUND
    assert answer.place is not None
    assert (answer.place.label, answer.place.municipality.name, answer.place.via) == (
        label,
        municipality,
        via,
    )


def test_a_merged_municipality_tells_its_old_name_and_the_day() -> None:
    place = find_place("Kortessem").place
    assert place is not None
    assert (place.old_name, place.merged_on, place.municipality.nis) == (
        "Kortessem",
        date(2025, 1, 1),
        "71072",
    )


def test_a_part_of_a_town_lies_elsewhere_than_the_town() -> None:
    zellik, asse = find_place("Zellik").place, find_place("Asse").place
    assert zellik is not None
    assert asse is not None
    assert zellik.municipality == asse.municipality
    assert (zellik.lat, zellik.lon) == (50.8841, 4.2732)
    assert (asse.lat, asse.lon) == (50.9101, 4.1984)


def test_a_postcode_of_several_villages_lies_amid_them() -> None:
    place = find_place("9042").place
    assert place is not None
    assert 51.10 < place.lat < 51.17, "Desteldonk, Mendonk and Sint-Kruis-Winkel lie north of Gent"
    assert place.value == "9042 Gent"


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("Meldert", ["Meldert (Aalst)", "Meldert (Lummen)", "Meldert (Hoegaarden)"]),
        ("Hofstade", ["Hofstade (Aalst)", "Hofstade (Zemst)"]),
        ("8500 Gent", ["8500 Kortrijk", "Gent"]),
    ],
)
def test_several_places_of_a_name_are_a_choice(typed: str, choices: list[str]) -> None:
    answer = find_place(typed)
    assert answer.kind is PlaceKind.AMBIGUOUS
    assert answer.place is None
    assert [choice.value for choice in answer.choices] == choices


def test_a_municipality_comes_before_parts_of_its_name() -> None:
    answer = find_place("Machelen")
    assert answer.place is not None
    assert answer.place.value == "Machelen"
    assert [place.value for place in answer.also] == ["Machelen-aan-de-Leie (Zulte)"]
    beveren = find_place("Beveren")
    assert beveren.place is not None
    assert beveren.place.municipality.name == "Beveren-Kruibeke-Zwijndrecht"
    assert len(beveren.also) == 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Kortijk", "Kortrijk"), ("oostnde", "Oostende"), ("gendt", "Gent"), ("antwrpen", "Antwerpen")],
)
def test_a_typing_error_is_a_question_not_an_answer(typed: str, meant: str) -> None:
    answer = find_place(typed)
    assert answer.kind is PlaceKind.UNKNOWN
    assert answer.place is None
    assert answer.choices[0].value == meant


@pytest.mark.parametrize(
    ("typed", "name", "region"),
    [
        ("Anderlecht", "Anderlecht", "Brussels Hoofdstedelijk Gewest"),
        ("1070", "Anderlecht", "Brussels Hoofdstedelijk Gewest"),
        ("21001", "Anderlecht", "Brussels Hoofdstedelijk Gewest"),
        ("Bruxelles", "Brussel", "Brussels Hoofdstedelijk Gewest"),
        ("Brussel Zuid", "Brussel", "Brussels Hoofdstedelijk Gewest"),
        ("1041", "1041", "Brussels Hoofdstedelijk Gewest"),
        ("Liège", "Luik", "Wallonië"),
        ("LIEGE", "Luik", "Wallonië"),
        ("5000", "Namen", "Wallonië"),
        ("6666", "6666", "Wallonië"),
        ("Rijsel", "Rijsel", "Frankrijk"),
        ("Roubaix", "Robaais", "Frankrijk"),
        ("Hulst", "Hulst", "Nederland"),
        ("4561 AB", "4561 AB", "Nederland"),
        ("Aachen", "Aken", "Duitsland"),
    ],
)
def test_a_place_outside_flanders_is_told_so(typed: str, name: str, region: str) -> None:
    answer = find_place(typed)
    assert answer.kind is PlaceKind.OUTSIDE
    assert (answer.outside_name, answer.outside_region) == (name, region)


def test_our_lille_comes_before_the_one_in_france() -> None:
    answer = find_place("Lille")
    assert answer.place is not None
    assert answer.place.municipality.province == "Antwerpen"
    assert answer.outside_name == "Rijsel"


def test_a_misspelt_place_outside_is_named_too() -> None:
    answer = find_place("Anderlect")
    assert answer.kind is PlaceKind.UNKNOWN
    assert answer.outside_name == "Anderlecht"


@pytest.mark.parametrize("typed", ["Limburg", "9999", "1999", "xqzvw", "!!!", *NASTY])
def test_the_unknown_is_unknown(typed: str) -> None:
    answer = find_place(typed)
    assert answer.kind is PlaceKind.UNKNOWN
    assert answer.place is None
    assert len(answer.typed) <= 120


@pytest.mark.parametrize("typed", ["", "   ", "\n\t"])
def test_nothing_typed(typed: str) -> None:
    assert find_place(typed).kind is PlaceKind.EMPTY
    assert suggest_places(typed) == []


def test_every_place_is_found_again_by_its_value() -> None:
    known = gazetteer()
    places = {p for named in known.by_key.values() for p in named if isinstance(p, KnownPlace)}
    assert len(places) > 1100
    for place in places:
        wanted = found(place)
        again = find_place(wanted.value).place
        assert again is not None, wanted.value
        assert (again.label, again.municipality.nis) == (wanted.label, wanted.municipality.nis)


def test_every_postcode_is_found_and_found_again_by_its_value() -> None:
    for row in files.read_rows("municipalities.csv"):
        for postcode in row["postcodes"].split():
            place = find_place(postcode).place
            assert place is not None, postcode
            assert place.municipality.nis == row["code"]
            again = find_place(place.value).place
            assert again is not None
            assert (again.label, again.lat, again.lon) == (place.label, place.lat, place.lon)


def test_every_merger_is_found_by_name_and_by_code() -> None:
    for row in files.read_rows("mergers.csv"):
        by_code = find_place(row["old_code"]).place
        by_name = find_place(row["old_name"]).place
        assert by_code is not None
        assert by_name is not None
        assert by_code.municipality.nis == row["new_code"]
        assert by_name.municipality.nis == row["new_code"], row["old_name"]


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    answer = find_place(text)
    assert (answer.place is not None) == (answer.kind is PlaceKind.FOUND)
    assert (not answer.typed) == (answer.kind is PlaceKind.EMPTY)
    assert len(suggest_places(text, limit=5)) <= 5


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ge", "Gent"),
        ("as", "As"),
        ("ant", "Antwerpen"),
        ("zel", "Zele"),
        ("st nik", "Sint-Niklaas"),
        ("gendt", "Gent"),
        ("9160 lok", "9160 Lokeren"),
        ("9000", "9000 Gent"),
        ("9032", "Wondelgem (Gent)"),
        ("85", "8500"),
        ("1070", "Anderlecht"),
        ("anderl", "Anderlecht"),
    ],
)
def test_the_first_suggestion(typed: str, first: str) -> None:
    assert suggest_places(typed)[0].value == first


def test_suggestions_tell_namesakes_apart() -> None:
    shown = [(s.value, s.detail) for s in suggest_places("nieuwerkerken")]
    assert shown[:2] == [
        ("Nieuwerkerken", "3850, Limburg"),
        ("Nieuwerkerken (Aalst)", "9320, deel van Aalst"),
    ]


def test_suggestions_forgive_a_typing_error() -> None:
    assert "Oostende" in [s.value for s in suggest_places("oostn")]
    assert "Kortrijk" in [s.value for s in suggest_places("kortij")]


def test_suggestions_never_repeat_and_keep_to_the_limit() -> None:
    for typed in ("sint", "be", "waas", "90", "haren", "brux"):
        values = [s.value for s in suggest_places(typed, limit=6)]
        assert 0 < len(values) <= 6
        assert len(values) == len(set(values))


def test_every_suggestion_leads_somewhere() -> None:
    for typed in ("ge", "sint", "85", "9042", "beveren", "anderl", "kortij", "5000", "li"):
        for suggestion in suggest_places(typed):
            kind = find_place(suggestion.value).kind
            assert kind is (PlaceKind.OUTSIDE if suggestion.is_outside else PlaceKind.FOUND), suggestion


def test_words_beside_a_name_follow_the_reader() -> None:
    with translation.override("nl"):
        assert suggest_places("zellik")[0].detail == "1731, deel van Asse"


@pytest.mark.parametrize(
    "typed", ["kortijk", "sint", "xqzvwabcd", "9042", "Grote Markt 1, 8500 Kortrijk", "x" * 10_000]
)
def test_an_answer_takes_less_than_three_milliseconds(typed: str) -> None:
    gazetteer()
    for answer in (find_place, suggest_places):
        times = []
        for _ in range(15):
            start = perf_counter()
            answer(typed)
            times.append(perf_counter() - start)
        assert sorted(times)[7] < 0.003, f"{answer.__name__}: median of 15"
