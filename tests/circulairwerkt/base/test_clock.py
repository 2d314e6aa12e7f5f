"""Duties by the clock: due when their interval is over, by one process, again after an error."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from circulairwerkt.base import clock, scope

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _own_duties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "DUTIES", {})


def test_a_duty_runs_at_once_and_again_after_its_interval() -> None:
    runs: list[bool] = []
    clock.duty("test.count", every=timedelta(hours=1))(lambda: runs.append(scope.current().everywhere))
    assert clock.run_due(START) == ["test.count"]
    assert clock.run_due(START + timedelta(minutes=59)) == []
    assert clock.run_due(START + timedelta(hours=1)) == ["test.count"]
    assert runs == [True, True]


def test_a_duty_that_fails_is_logged_and_due_again(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []

    def fails() -> None:
        tries.append(1)
        raise RuntimeError("no mail server")

    clock.duty("test.fail", every=timedelta(days=1))(fails)
    assert clock.run_due(START) == []
    assert "test.fail" in caplog.text
    clock.run_due(START + timedelta(minutes=1))
    assert len(tries) == 2


def test_a_failing_duty_keeps_no_other_waiting() -> None:
    def fails() -> None:
        raise RuntimeError

    clock.duty("test.a", every=timedelta(days=1))(fails)
    clock.duty("test.b", every=timedelta(days=1))(lambda: None)
    assert clock.run_due(START) == ["test.b"]


def test_a_name_is_given_once() -> None:
    clock.duty("test.once", every=timedelta(days=1))(lambda: None)
    with pytest.raises(ValueError, match=r"test\.once"):
        clock.duty("test.once", every=timedelta(days=1))(lambda: None)


def test_the_command_runs_one_round() -> None:
    runs: list[int] = []
    clock.duty("test.command", every=timedelta(days=1))(lambda: runs.append(1))
    call_command("clock", "--once")
    assert 1 in runs
