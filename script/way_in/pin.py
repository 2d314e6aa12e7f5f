"""Pinned requirements: written from pyproject.toml, with a hash for every wheel of every platform."""

import argparse
import hashlib
import json
import re
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

from way_in import environments
from way_in.places import REQUIREMENTS, ROOT, shown
from way_in.say import SetupError, call, doing

# File name without `.txt`: what of pyproject.toml it holds.
FILES: dict[str, tuple[str, ...]] = {
    "core": ("pyproject.toml",),
    "web": ("pyproject.toml", "--extra", "web"),
    "spark": ("pyproject.toml", "--extra", "spark"),
    "test-core": ("pyproject.toml", "--group", "test-core"),
    "test": ("pyproject.toml", "--extra", "web", "--group", "test"),
    "bench": ("pyproject.toml", "--extra", "web", "--group", "bench"),
    "build": ("--group", "build"),
}
EVERYTHING = ("pyproject.toml", "--all-extras", "--group", "test", "--group", "bench", "--group", "build")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def inputs() -> str:
    """A fingerprint of what pyproject.toml asks for: a file that carries another one is out of date."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {
        "python": told["project"]["requires-python"],
        "core": told["project"]["dependencies"],
        "extras": told["project"]["optional-dependencies"],
        "groups": told["dependency-groups"],
        "files": FILES,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def header() -> str:
    return f"# Written by script/pin from pyproject.toml ({inputs()}). Do not edit.\n"


def faults() -> list[str]:
    """What is wrong with the pinned requirements, a sentence each; found without network."""
    found = []
    versions: dict[str, dict[str, str]] = {}
    for name in FILES:
        file = REQUIREMENTS / f"{name}.txt"
        if not file.exists():
            found.append(f"{shown(file)} is missing")
            continue
        text = file.read_text(encoding="utf-8")
        if not text.startswith(header()):
            found.append(f"{shown(file)} is not made from the present pyproject.toml")
        if "://" in text or "--index" in text or "--find-links" in text:
            found.append(f"{shown(file)} names a registry")
        for block in re.split(r"\n(?=[^\s#])", text):
            if block and not block.startswith(("#", "\n")) and "--hash=sha256:" not in block:
                found.append(f"{shown(file)}: no hash for {block.splitlines()[0]}")
        for package, version in PIN.findall(text):
            versions.setdefault(package, {})[version] = shown(file)
    for package, where in versions.items():
        if len(where) > 1:
            found.append(f"{package} is pinned differently: {where}")
    return found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/pin", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; say what is out of step (no network)"
    )
    parser.add_argument(
        "--upgrade", action="store_true", help="take the newest versions, not the present ones"
    )
    parser.add_argument(
        "--upgrade-package", metavar="NAME", action="append", default=[], help="take the newest of one"
    )
    chosen = parser.parse_args(arguments)
    if chosen.check:
        wrong = faults()
        for fault in wrong:
            print(f"  {fault}")
        print("Run script/pin." if wrong else "Requirements and pyproject.toml are in step.")
        return 1 if wrong else 0

    upgrade = ["--upgrade"] if chosen.upgrade else []
    upgrade += [word for name in chosen.upgrade_package for word in ("--upgrade-package", name)]
    uv = environments.prepare(environments.WEB, "test").program("uv")
    print("Pinning requirements")
    with tempfile.TemporaryDirectory() as folder:
        # All in one first, so that a package has one version wherever it is used.
        together = Path(folder) / "everything.txt"
        together.write_text(_present_pins(), encoding="utf-8")
        with doing("Choosing versions that fit together"):
            _compile(uv, EVERYTHING, together, *upgrade)
        for name, asked in FILES.items():
            file = REQUIREMENTS / f"{name}.txt"
            draft = Path(folder) / f"{name}.txt"
            with doing(f"Writing {shown(file)}"):
                _compile(uv, asked, draft, "--constraint", str(together), "--generate-hashes")
                file.write_text(header() + draft.read_text(encoding="utf-8"), encoding="utf-8")
    wrong = faults()
    if wrong:
        raise SetupError("; ".join(wrong))
    return 0


def _present_pins() -> str:
    """The versions pinned now: they stay where they still fit."""
    pins = {}
    for file in REQUIREMENTS.glob("*.txt"):
        pins.update(dict(PIN.findall(file.read_text(encoding="utf-8"))))
    return "".join(f"{package}=={version}\n" for package, version in sorted(pins.items()))


def _compile(uv: str, asked: Sequence[str], output: Path, *more: str) -> None:
    command = [
        uv,
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--fork-strategy",
        "fewest",
        "--only-binary",
        ":all:",
    ]
    for package in environments.SOURCE_ALONE:
        # what it needs is asked of it by the build backend that is pinned: nothing is fetched unseen
        command += ["--no-binary", package, "--no-build-isolation-package", package]
    plain = ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
    call([*command, *plain, *asked, "--output-file", str(output), *more], what="Pinning requirements")
