"""The lists in docs/ are what the code says; requirements and scripts are in step with pyproject.toml."""

from way_in import lists, pin

from tests.architecture.repository import shown


def test_every_list_in_the_docs_is_what_the_code_says() -> None:
    outdated = [shown(page) for page in lists.write(only_look=True)]
    assert not outdated, f"Run script/lists: {outdated}"


def test_every_list_stands_in_a_page() -> None:
    assert lists.named() == set(lists.LISTS)


def test_every_rule_gives_its_reason() -> None:
    without = [row for row in lists.rules() if row.endswith("|  |")]
    assert not without


def test_every_command_says_what_it_does() -> None:
    without = [row for row in lists.commands() if row.endswith("|  |")]
    assert not without


def test_the_pinned_requirements_are_those_of_pyproject() -> None:
    assert not pin.faults()
