"""The scripts choose, stop and explain as they say."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from way_in import pin, processes, say, system
from way_in import test as run_tests
from way_in.__main__ import SCRIPTS
from way_in.say import SetupError

from tests.architecture.repository import ROOT


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_explains_itself(name: str) -> None:
    done = subprocess.run(
        [ROOT / "script" / name, "--help"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"script/{name}" in done.stdout


@pytest.mark.parametrize(
    ("paths", "parts"),
    [
        ([], {"core", "architecture", "web-sqlite", "web-postgresql", "journeys"}),
        (["tests"], {"core", "architecture", "web-sqlite", "web-postgresql", "journeys"}),
        (["tests/symbiosis/waste"], {"core"}),
        (["tests/spark"], {"spark"}),
        (["tests/circulairwerkt/"], {"web-sqlite", "web-postgresql"}),
        (
            ["tests/circulairwerkt/hubs/test_x.py::test_y", "tests/journeys"],
            {"web-sqlite", "web-postgresql", "journeys"},
        ),
    ],
)
def test_a_path_runs_the_parts_it_belongs_to(paths: list[str], parts: set[str]) -> None:
    wanted = {part.name: run_tests.wanted(part, paths, None) for part in run_tests.PARTS}
    assert {name for name, tests in wanted.items() if tests is not None} == parts


def test_a_part_that_waits_to_be_asked_runs_by_its_name() -> None:
    wanted = {part.name: run_tests.wanted(part, [], ["spark"]) for part in run_tests.PARTS}
    assert {name: tests for name, tests in wanted.items() if tests} == {"spark": ["tests/spark"]}


def test_the_report_of_pytest_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        '<testcase classname="a" name="one"/>'
        '<testcase classname="a" name="two"><failure message="no"/></testcase>'
        '<testcase classname="a" name="three"><error message="broken"/></testcase>'
        '<testcase classname="a" name="four"><skipped message="the reason"/></testcase>'
        "</testsuite></testsuites>"
    )
    assert run_tests.counted(report) == (1, 2, ["a.four: the reason"])
    assert run_tests.counted(tmp_path / "none.xml") == (0, 0, [])


def test_one_that_is_not_root_is_told_the_line_that_installs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError) as refused:
        system.install("chromium", why="run the browser tests")
    assert "chromium is needed to run the browser tests" in str(refused.value)
    assert "sudo" in refused.value.remedy
    assert "install -y --no-install-recommends chromium" in refused.value.remedy


def test_a_failed_step_leaves_a_log_and_names_what_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(say, "LOGS", tmp_path)
    with pytest.raises(SetupError) as failed:
        say.call(
            [sys.executable, "-c", "print('the cause'); raise SystemExit(3)"], what="Doing it", remedy="mend"
        )
    say.explain(failed.value)
    told = capsys.readouterr().err
    assert "Doing it (exit code 3)" in told
    assert "the cause" in told
    assert told.endswith("This mends it:\n    mend\n")


def test_a_requirement_without_hash_or_with_an_address_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in pin.FILES:
        text = (pin.REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(pin, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    monkeypatch.setattr(pin, "REQUIREMENTS", tmp_path)
    assert pin.faults() == []
    core = tmp_path / "core.txt"
    core.write_text(
        re.sub(r"(?m)^numpy==.*\n( {4}.*\n)+", "numpy==0.1\n", core.read_text()) + "# https://x\n"
    )
    faults = " ".join(pin.faults())
    assert "no hash for numpy==0.1" in faults
    assert "names a registry" in faults
    assert "numpy is pinned differently" in faults


def _run(*members: processes.Process, seconds: float) -> int:
    """Run the processes and ask them to stop after a while, as Ctrl-C would."""
    threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    return processes.run(members, env={})


@pytest.fixture
def _own_signals() -> object:
    kept = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for each, before in kept.items():
        signal.signal(each, before)


@pytest.mark.usefixtures("_own_signals")
def test_ctrl_c_stops_all_and_that_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    sleeper = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
    members = [processes.Process("web", sleeper, essential=True), processes.Process("worker", sleeper)]
    began = time.monotonic()
    assert _run(*members, seconds=1.5) == 0
    assert time.monotonic() - began < 8
    assert all(
        member.running is not None and member.running.returncode == -signal.SIGTERM for member in members
    )
    assert "web    | up" in capfd.readouterr().out


@pytest.mark.usefixtures("_own_signals")
def test_the_end_of_an_essential_process_ends_all_with_its_code() -> None:
    ending = processes.Process("web", [sys.executable, "-c", "raise SystemExit(7)"], essential=True)
    other = processes.Process("clock", [sys.executable, "-c", "import time; time.sleep(60)"])
    assert processes.run([other, ending], env={}) == 7
    assert other.running is not None
    assert other.running.returncode == -signal.SIGTERM


@pytest.mark.usefixtures("_own_signals")
def test_what_is_not_essential_gives_way(tmp_path: Path) -> None:
    def telling(name: str, then: str) -> list[str]:
        tell = (
            f"import os, pathlib, time; pathlib.Path({str(tmp_path)!r}, {name!r}).write_text(str(os.nice(0)))"
        )
        return [sys.executable, "-c", f"{tell}\n{then}"]

    # The essential one ends when the other has told, however long that takes on a busy machine.
    wait = f"while not pathlib.Path({str(tmp_path)!r}, 'clock').exists(): time.sleep(0.05)\ntime.sleep(0.2)"
    web = processes.Process("web", telling("web", wait), essential=True)
    clock = processes.Process("clock", telling("clock", "time.sleep(60)"))
    processes.run([web, clock], env={})
    own = os.nice(0)
    assert (tmp_path / "web").read_text() == str(own)
    assert (tmp_path / "clock").read_text() == str(min(19, own + processes.GIVES_WAY))


@pytest.mark.usefixtures("_own_signals")
def test_another_process_that_ends_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "RESTART_AFTER_S", 0.1)
    starts = tmp_path / "starts"
    once_more = f"open({str(starts)!r}, 'a').write('x')"
    assert _run(processes.Process("worker", [sys.executable, "-c", once_more]), seconds=2.0) == 0
    assert len(starts.read_text()) >= 2


@pytest.mark.usefixtures("_own_signals")
def test_the_rest_starts_once_the_web_answered(tmp_path: Path) -> None:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    note = f"import time; open({str(tmp_path)!r} + '/' + name, 'w').write(str(time.time()))"
    answering = f"""
import http.server, time
time.sleep(0.5)
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = 'answered'; {note}
        self.send_response(204); self.end_headers()
http.server.HTTPServer(('127.0.0.1', {port}), Page).serve_forever()
"""
    told: list[float] = []
    web = processes.Process("web", [sys.executable, "-c", answering], essential=True)
    worker = processes.Process("worker", [sys.executable, "-c", f"name = 'worker'; {note}; time.sleep(60)"])

    def both() -> None:
        while not (tmp_path / "worker").exists():
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=both, daemon=True).start()
    served = processes.FirstAnswer(f"127.0.0.1:{port}", "/", then=lambda: told.append(time.time()))
    assert processes.run([web, worker], env={}, is_served=served) == 0
    answered, started = (float((tmp_path / name).read_text()) for name in ("answered", "worker"))
    assert answered < started
    assert len(told) == 1
