"""Templates: each is used, each can be read by Django, none holds style or script of its own."""

import ast
import re
from pathlib import Path

import pytest
from django import forms
from django.template import engines
from django.template.utils import get_app_template_dirs

from tests.architecture.repository import ROOT, WEB, files, python_files, shown, text_of, tree_of

FOLDER = WEB / "templates"
# Django finds these by itself.
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
MENTION = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
ALLOWED_SCRIPT = r"(?![^>]*(?:\bsrc=|\bnonce=|application/(?:ld\+)?json))"
INLINE = re.compile(rf"<script{ALLOWED_SCRIPT}[^>]*>|<style\b|\sstyle=|\son\w+=\"")


def _templates() -> list[Path]:
    return [path for path in files() if path.is_relative_to(FOLDER)]


def _name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def _mentioned() -> tuple[set[str], list[re.Pattern[str]]]:
    """Template names that templates and Python files name, outright or with gaps (f-strings)."""
    names: set[str] = set()
    patterns = []
    for path in _templates():
        names.update(MENTION.findall(text_of(path) or ""))
    for path in python_files(WEB):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value.partition("#")[0])
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w/.-]+"
                    for part in node.values
                    if not isinstance(part, ast.Constant) or isinstance(part.value, str)
                ]
                if any("/" in part or "html" in part for part in parts):
                    patterns.append(re.compile("".join(parts)))
    return names, patterns


def _overrides(name: str) -> bool:
    """Whether an installed library has a template of this name, which ours replaces."""
    folders = [Path(folder) for folder in get_app_template_dirs("templates")]
    theirs = [folder for folder in folders if not folder.is_relative_to(ROOT / "src")]
    return any((folder / name).exists() for folder in [*theirs, Path(forms.__file__).parent / "templates"])


def test_every_template_is_used() -> None:
    names, patterns = _mentioned()
    unused = [
        shown(path)
        for path in _templates()
        if (name := _name(path)) not in names | BY_NAME
        and not any(pattern.fullmatch(name) for pattern in patterns)
        and not _overrides(name)
    ]
    assert not unused, f"No page uses these; delete them: {unused}"


def test_every_named_template_exists() -> None:
    present = {_name(path) for path in _templates()}
    named = {(shown(path), name) for path in _templates() for name in MENTION.findall(text_of(path) or "")}
    missing = sorted((where, name) for where, name in named if name not in present and not _overrides(name))
    assert not missing


@pytest.mark.parametrize("path", _templates(), ids=_name)
def test_a_template_can_be_read(path: Path) -> None:
    engines["django"].get_template(_name(path))


@pytest.mark.parametrize("path", [path for path in _templates() if path.suffix == ".html"], ids=_name)
def test_a_template_holds_no_style_or_script_of_its_own(path: Path) -> None:
    """The content security policy would refuse it; data for a script goes in a JSON block or an attribute."""
    assert not INLINE.findall(text_of(path) or "")


#: A block that is a stack, with words in a span at its very beginning and more words right behind them.
_GLUED = re.compile(
    r'<div class="[^"]*\bstack\b[^"]*">\s*<span\b(?:(?!</?span|<div|<p|<ul).)*</span><(?:span|a)\b', re.DOTALL
)


@pytest.mark.parametrize("path", [path for path in _templates() if path.suffix == ".html"], ids=_name)
def test_words_in_a_stack_do_not_touch(path: Path) -> None:
    """In a ``div`` spans run on like words, without a blank: paragraphs, or a ``span`` that is the stack."""
    assert not _GLUED.findall(text_of(path) or "")
