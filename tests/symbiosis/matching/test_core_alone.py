"""The example of the core used alone runs, in a fresh process, and tells what it should."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_example_runs_without_the_web() -> None:
    script = ROOT / "docs" / "examples" / "core_alone.py"
    check = (
        f"import runpy, sys; sys.path.insert(0, {str(ROOT / 'src')!r}); "
        f"runpy.run_path({str(script)!r}, run_name='__main__'); "
        "assert 'django' not in sys.modules and 'highspy' not in sys.modules"
    )
    told = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=300
    ).stdout
    lines = told.splitlines()
    assert lines[0].startswith("1. papierfabriek")
    assert lines[1].startswith("2. dozenmaker")
    assert "Dit past." in lines
    assert "Dit past niet." in lines
    assert "- Als de afnemer ook dit aanneemt: karton." in lines
