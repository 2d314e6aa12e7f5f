"""A step is done again when its inputs change or what it made is gone, and only then."""

from pathlib import Path

import pytest
from way_in import stamps
from way_in.stamps import Stamp, digest, files_under


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    return tmp_path


def test_a_digest_follows_content_and_names(checkout: Path) -> None:
    file = checkout / "one.txt"
    file.write_text("a")
    first = digest([file])
    assert digest([file]) == first
    assert digest([file], "word") != first
    file.write_text("b")
    assert digest([file]) != first
    renamed = file.rename(checkout / "two.txt")
    renamed.write_text("a")
    assert digest([renamed]) != first


def test_a_missing_input_is_an_input_too(checkout: Path) -> None:
    file = checkout / "later.txt"
    before = digest([file])
    file.write_text("")
    assert digest([file]) != before


def test_a_stamp_is_fresh_until_its_key_or_product_changes(checkout: Path) -> None:
    made = checkout / "made"
    path = checkout / "stamps" / "step"
    stamp = Stamp(path, "key", makes=[made])
    assert not stamp.fresh
    stamp.set()
    assert not stamp.fresh, "what it makes is not there"
    made.mkdir()
    assert stamp.fresh
    assert not Stamp(path, "other key", makes=[made]).fresh
    stamp.drop()
    assert not stamp.fresh


def test_files_of_left_out_folders_are_no_inputs(checkout: Path) -> None:
    for name in ("a.js", "dist/b.js", "node_modules/c.js", "deep/d.js"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("")
    found = {path.name for path in files_under(checkout, "*.js", leaving_out=["dist"])}
    assert found == {"a.js", "d.js"}
