"""System packages: found, installed when we may, and otherwise named in the one line that installs them."""

import ctypes.util
import importlib.util
import os

from way_in.say import SetupError, call, doing, program


def install(*packages: str, why: str) -> None:
    """Install Debian packages, or raise with the line that does.

    `why` completes the sentence "... is needed to ...".
    """
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    names = " and ".join(packages)
    if os.geteuid() != 0 or program("apt-get") is None:
        raise SetupError(f"Debian's {names} is needed to {why}", remedy=f"sudo sh -c '{line}'")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with doing(f"Installing Debian's {names} (needed to {why})"):
        call(["apt-get", "update", "-q"], what="Refreshing Debian's package lists", env=quiet)
        call(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
            what=f"Installing {names}",
            remedy=line,
            env=quiet,
        )


def need_venv() -> None:
    """Python's own module for virtual environments; Debian keeps it in a package apart."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        install("python3-venv", why="make a virtual environment")


def need_java() -> None:
    """A Java for Spark: on the path, where `JAVA_HOME` says, or Debian's."""
    home = os.environ.get("JAVA_HOME")
    if program("java") is None and not (home and os.access(os.path.join(home, "bin", "java"), os.X_OK)):
        install("openjdk-17-jre-headless", why="run Apache Spark")


def need_pango() -> None:
    """Pango, with which WeasyPrint draws the text of PDF files, and what takes from a font the letters used;
    WeasyPrint itself comes with the platform.
    """
    if not all(map(ctypes.util.find_library, ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))):
        install("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", why="make files as PDF")


def need_chromium() -> str:
    """The path of a Chromium: the one that `CW_CHROMIUM` names, the system's or Debian's."""
    named = os.environ.get("CW_CHROMIUM")
    if named:
        found = program(named)
        if found is None:
            raise SetupError(f"CW_CHROMIUM names {named}, which is no program", remedy="unset CW_CHROMIUM")
        return found
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = program(*names)
    if found is None:
        install("chromium", why="run the browser tests")
        found = program(*names)
    if found is None:
        raise SetupError(
            "No Chromium is found after installing it", remedy="export CW_CHROMIUM=/path/to/chromium"
        )
    return found
