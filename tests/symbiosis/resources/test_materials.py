"""The material taxonomy is a tree, complete in three languages, and answers as documented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symbiosis.resources import materials

KEYS = st.sampled_from(sorted(materials.all()))


def test_every_class_is_complete() -> None:
    for key, material in materials.all().items():
        assert re.fullmatch(r"[a-z0-9_]+", key)
        assert material.nl
        assert material.en
        assert material.fr
        assert material.source
        assert material.valid_from
        assert all(re.fullmatch(r"\d{6}", code) for code in material.low_codes)


def test_each_kind_has_one_root() -> None:
    roots = [material.kind for material in materials.all().values() if material.parent is None]
    assert sorted(roots) == sorted(materials.KINDS)


def test_names_are_unique_per_language() -> None:
    for language in ("nl", "en", "fr"):
        names = [material.name(language).casefold() for material in materials.all().values()]
        assert len(names) == len(set(names))


@given(KEYS, KEYS)
def test_descendants_and_ancestors_agree(one: str, other: str) -> None:
    assert (one in materials.descendants(other)) == (other in materials.ancestors(one))
    assert materials.is_a(one, other) == (one == other or other in materials.ancestors(one))


@given(KEYS)
def test_a_child_keeps_the_kind_of_its_parent(key: str) -> None:
    material = materials.get(key)
    if material.parent is not None:
        assert materials.get(material.parent).kind == material.kind


def test_worked_example() -> None:
    assert materials.ancestors("milled_asphalt") == ("asphalt", "mineral", "material_any")
    assert materials.descendants("asphalt") == ("milled_asphalt", "tar_asphalt")
    assert materials.get("eps").name("nl") == "piepschuim of isomo (EPS)"
    assert materials.by_code()["170101"][0] == "concrete"


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(materials.UnknownMaterialError, match="unobtainium"):
        materials.get("unobtainium")
    with pytest.raises(materials.UnknownMaterialError):
        materials.is_a("asphalt", "unobtainium")
