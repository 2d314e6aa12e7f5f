"""Strategies and operations share labels, never meaning; both stand on the five rungs of the law.

Directive 2008/98/EC, article 4 and annexes I and II; Materialendecreet, article 4, paragraph 3; the ten
strategies of Potting and others (2017).
"""

import pytest

from symbiosis.resources import kinds
from symbiosis.waste.hazards import HazardProperty, hazard_properties
from symbiosis.waste.hierarchy import HierarchyRung, Word, rungs, words
from symbiosis.waste.operations import Operation, operation_rung, operations
from symbiosis.waste.sources import Language, Wording, sources
from symbiosis.waste.strategies import RStrategy, strategies, strategy_rung

LANGUAGES: tuple[Language, ...] = ("nl", "en", "fr")
INTERIM = {Operation.R12, Operation.R13, Operation.D13, Operation.D14, Operation.D15}


def assert_complete_and_distinct(texts: list[Wording]) -> None:
    """Each text is there in three languages, and no two say the same."""
    for language in LANGUAGES:
        said = [text.text(language) for text in texts]
        assert all(said)
        assert len({text.casefold() for text in said}) == len(said)


def test_a_strategy_is_never_an_operation() -> None:
    """R1 is Rethink on the ladder and burning for energy in the annex; R4 repair, and recycling of metals."""
    shared = {strategy.value for strategy in RStrategy} & {operation.value for operation in Operation}
    assert shared == {f"R{number}" for number in range(1, 10)}
    for label in shared:
        strategy: object = RStrategy(label)
        assert strategy != Operation(label)
    assert strategies()[RStrategy.R1].word is Word.AVOID
    assert operations()[Operation.R1].word is Word.BURN


def test_resources_use_the_same_vocabulary() -> None:
    assert kinds.RStrategy is RStrategy


def test_the_five_rungs_are_those_of_both_laws() -> None:
    assert list(rungs()) == list(HierarchyRung)
    assert [facts.eu_point for facts in rungs().values()] == [f"art. 4(1)({point})" for point in "abcde"]
    assert [facts.flemish_point[-2] for facts in rungs().values()] == list("abcde")
    assert_complete_and_distinct([facts.name for facts in rungs().values()])
    assert_complete_and_distinct([facts.meaning for facts in rungs().values()])


def test_each_strategy_has_its_facts() -> None:
    assert list(strategies()) == list(RStrategy)
    assert_complete_and_distinct([facts.name for facts in strategies().values()])
    assert_complete_and_distinct([facts.meaning for facts in strategies().values()])


def test_a_later_strategy_is_never_higher_on_the_hierarchy() -> None:
    for is_waste in (False, True):
        ladder = [strategy_rung(strategy, is_waste=is_waste) for strategy in RStrategy]
        assert ladder == sorted(ladder)


@pytest.mark.parametrize("strategy", list(RStrategy))
def test_having_become_waste_never_lifts(strategy: RStrategy) -> None:
    assert strategy_rung(strategy, is_waste=True) >= strategy_rung(strategy, is_waste=False)


def test_worked_strategies() -> None:
    """Repair of a thing that is no waste is prevention; of a discarded one, preparing for reuse."""
    assert strategy_rung(RStrategy.R4, is_waste=False) is HierarchyRung.PREVENTION
    assert strategy_rung(RStrategy.R4, is_waste=True) is HierarchyRung.PREPARING_FOR_REUSE
    assert strategy_rung(RStrategy.R8, is_waste=False) is HierarchyRung.RECYCLING
    assert strategy_rung(RStrategy.R9, is_waste=True) is HierarchyRung.OTHER_RECOVERY


def test_each_operation_has_its_facts() -> None:
    assert list(operations()) == list(Operation)
    assert sum(operation.is_recovery for operation in Operation) == 13
    assert_complete_and_distinct([facts.title for facts in operations().values()])


def test_interim_operations_have_no_rung_of_their_own() -> None:
    assert {operation for operation, facts in operations().items() if facts.interim} == INTERIM
    assert {operation for operation in Operation if operation_rung(operation) is None} == INTERIM
    assert all(operations()[operation].word is None for operation in INTERIM)


def test_disposal_is_the_lowest_rung_and_recovery_never() -> None:
    for operation, facts in operations().items():
        if facts.rung is not None:
            assert (facts.rung is HierarchyRung.DISPOSAL) == (not operation.is_recovery)


def test_burning_with_energy_stands_above_burning_without() -> None:
    with_energy, without = operation_rung(Operation.R1), operation_rung(Operation.D10)
    assert (with_energy, without) == (HierarchyRung.OTHER_RECOVERY, HierarchyRung.DISPOSAL)
    assert operations()[Operation.R1].word is operations()[Operation.D10].word is Word.BURN


def test_the_words_on_screen() -> None:
    """The six verbs of the platform, and one for not needing the thing at all."""
    dutch = [text.nl for text in words().values()]
    assert dutch == [
        "vermijden",
        "hergebruiken",
        "herstellen",
        "opknappen",
        "verwerken",
        "verbranden",
        "storten",
    ]
    assert_complete_and_distinct(list(words().values()))


def test_the_fifteen_hazard_properties() -> None:
    assert list(hazard_properties()) == list(HazardProperty)
    assert len(hazard_properties()) == 15
    assert_complete_and_distinct([facts.name for facts in hazard_properties().values()])
    assert_complete_and_distinct([facts.meaning for facts in hazard_properties().values()])
    assert hazard_properties()[HazardProperty.HP3].name.nl == "ontvlambaar"


def test_every_row_names_a_known_source() -> None:
    named = {facts.source for facts in strategies().values()}
    named |= {facts.source for facts in operations().values()}
    named |= {facts.source for facts in hazard_properties().values()}
    named |= {facts.source_eu for facts in rungs().values()}
    named |= {facts.source_flemish for facts in rungs().values()}
    assert named <= set(sources())


def test_a_source_that_was_not_read_says_what_was() -> None:
    for source in sources().values():
        assert source.title
        assert source.edition
        assert source.licence
        assert source.verified or source.note
