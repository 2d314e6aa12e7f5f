"""Virtual environments: the pinned packages with their hashes checked, and the project itself, editable."""

import importlib.util
import json
import shutil
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from way_in import system
from way_in.places import REQUIREMENTS, ROOT
from way_in.say import call, doing
from way_in.stamps import Stamp, digest


@dataclass(frozen=True)
class Environment:
    """A virtual environment in the checkout."""

    folder: str
    purpose: str

    @property
    def path(self) -> Path:
        return ROOT / self.folder

    @property
    def python(self) -> str:
        return self.program("python")

    def program(self, name: str) -> str:
        """A program that one of the packages brings."""
        return str(self.path / "bin" / name)


WEB = Environment(".venv", "the platform and its tests")
CORE = Environment(".venv-core", "the core alone, without Django")
BENCH = Environment(".venv-bench", "the benchmarks and their yardsticks")
SPARK = Environment(".venv-spark", "the core on Apache Spark, without Django")

SOURCE_ALONE = ("pyspark",)
"""Packages that are published without a wheel: built here, with the pinned build backend."""


def holds_the_platform() -> bool:
    """Whether this very Python can import the platform and its libraries: then no other one is needed."""
    return all(importlib.util.find_spec(name) is not None for name in ("circulairwerkt", "django", "babel"))


def prepare(environment: Environment, *requirements: str) -> Environment:
    """Make the environment hold `requirements/<each>.txt` and the project, and return it."""
    _create(environment)
    for name in requirements:
        _install(environment, name)
    _install_project(environment)
    return environment


def _create(environment: Environment) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stamp = Stamp(
        environment.path / "made-for", f"{version} {environment.path}", makes=[Path(environment.python)]
    )
    if stamp.fresh:
        return
    system.need_venv()
    with doing(f"Making {environment.folder} for {environment.purpose} (Python {version})"):
        if environment.path.exists():
            shutil.rmtree(environment.path)
        # A process of its own: a venv package installed a moment ago is not seen by this one.
        call([sys.executable, "-m", "venv", str(environment.path)], what=f"Making {environment.folder}")
    stamp.set()


def _install(environment: Environment, requirements: str) -> None:
    file = REQUIREMENTS / f"{requirements}.txt"
    stamp = Stamp(environment.path / f"holds-{requirements}", digest([file]))
    if stamp.fresh:
        return
    stamp.drop()
    pins = sum(1 for line in file.read_text(encoding="utf-8").splitlines() if "==" in line)
    with doing(
        f"Installing up to {pins} pinned packages of requirements/{requirements}.txt in {environment.folder}"
    ):
        # Wheels alone: building from source would fetch build tools that no hash guards.
        wheels = ["--only-binary", ":all:"]
        built = [package for package in SOURCE_ALONE if f"\n{package}==" in file.read_text(encoding="utf-8")]
        if built:
            _install_backend(environment)
            wheels.append("--no-build-isolation")
            wheels += [word for package in built for word in ("--no-binary", package)]
        _pip(
            environment,
            "--require-hashes",
            *wheels,
            "-r",
            str(file),
            what=f"Installing requirements {requirements}",
        )
    stamp.set()


def _install_project(environment: Environment) -> None:
    """The project itself: its build backend is pinned too, so nothing is fetched unseen."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told = {
        "project": project["project"],
        "build": project["build-system"],
        "find": project["tool"]["setuptools"],
    }
    backend = REQUIREMENTS / "build.txt"
    stamp = Stamp(environment.path / "holds-project", digest([backend], json.dumps(told, sort_keys=True)))
    if stamp.fresh:
        return
    stamp.drop()
    with doing(f"Installing the project itself, editable, in {environment.folder}"):
        _install_backend(environment)
        _pip(environment, "--no-deps", "--no-build-isolation", "-e", str(ROOT), what="Installing the project")
    stamp.set()


def _install_backend(environment: Environment) -> None:
    backend = REQUIREMENTS / "build.txt"
    _pip(environment, "--require-hashes", "-r", str(backend), what="Installing the build backend")


def _pip(environment: Environment, *arguments: str, what: str) -> None:
    command = [
        environment.python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
    ]
    call([*command, *arguments], what=what)
