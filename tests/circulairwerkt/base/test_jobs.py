"""Long work: step by step, told in words, stopped when asked, taken back when its process is gone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from circulairwerkt.base import jobs, scope
from circulairwerkt.base.models import AuditEntry, Job
from circulairwerkt.base.permissions import Role
from tests.circulairwerkt import factories
from tests.circulairwerkt.base import marking, matching_runs
from tests.circulairwerkt.queue import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # First those of the rooms: a kind that was met while another list stood here was forgotten for good.
    jobs.discover()
    monkeypatch.setattr(jobs, "KINDS", {"test.mark": marking.mark})
    monkeypatch.setattr(marking, "PAUSE_S", 0)
    yield
    jobs.ending.clear()


def _start(marks: int = 5, **more: Any) -> Job:
    return jobs.start("test.mark", title="Merken", arguments={"marks": marks}, **more)


def _again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def test_a_job_runs_and_tells_what_came_of_it() -> None:
    job = _start()
    assert job.state == Job.State.QUEUED
    work()
    assert _again(job).state == Job.State.DONE
    assert (job.done, job.total, job.percent) == (5, 5, 100)
    assert job.result == {"words": "klaar"}
    assert marking.marks(job) == [0, 1, 2, 3, 4]
    assert job.started_at is not None
    assert job.ended_at is not None


def test_what_is_taken_back_leaves_no_job() -> None:
    with transaction.atomic():
        _start()
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_an_unknown_kind_is_an_error_at_once() -> None:
    with pytest.raises(KeyError):
        jobs.start("test.nothing", title="Niets")


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match=r"test\.mark"):
        jobs.job("test.mark")(marking.mark)


def test_a_step_that_fails_leaves_nothing_of_itself_and_the_error_is_told_in_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    @jobs.job("test.fail")
    def fail(handle: jobs.Handle) -> None:
        with handle.step():
            AuditEntry.objects.create(action="test.kept")
            handle.checkpoint({"following": 1})
        with handle.step():
            AuditEntry.objects.create(action="test.undone")
            raise ZeroDivisionError("geheim@example.org")

    job = jobs.start("test.fail", title="Fout")
    work()
    assert _again(job).state == Job.State.FAILED
    assert job.error.startswith("Er liep iets fout")
    assert "geheim" not in job.error
    assert job.checkpoint == {"following": 1}
    assert AuditEntry.objects.filter(action="test.kept").exists()
    assert not AuditEntry.objects.filter(action="test.undone").exists()
    assert "test.fail" in caplog.text


def test_a_reason_is_kept_as_it_was_said() -> None:
    @jobs.job("test.refuse")
    def refuse(handle: jobs.Handle) -> None:
        raise jobs.JobFailed("Het bestand is leeg.")

    job = jobs.start("test.refuse", title="Leeg")
    work()
    assert (_again(job).state, job.error) == (Job.State.FAILED, "Het bestand is leeg.")


def test_a_hubs_job_sees_what_that_hub_sees() -> None:
    seen: list[scope.Scope] = []

    @jobs.job("test.scope")
    def look(handle: jobs.Handle) -> None:
        seen.append(scope.current())

    hub = factories.hub()
    jobs.start("test.scope", title="Kijk", hub_id=hub.pk)
    jobs.start("test.scope", title="Kijk overal")
    work()
    assert (seen[0].hubs, seen[0].everywhere) == (frozenset({hub.pk}), False)
    assert seen[1].everywhere


def test_a_job_that_waits_is_stopped_at_once_and_one_that_runs_at_its_next_step() -> None:
    hub = factories.hub()
    coordinator = factories.member(hub)
    waiting = _start(hub_id=hub.pk)
    client = Client()
    client.force_login(coordinator)
    assert client.post(f"/werkplek/taken/{waiting.pk}/stoppen/").status_code == 302
    assert _again(waiting).state == Job.State.CANCELLED
    work()
    assert marking.marks(waiting) == []

    @jobs.job("test.stop")
    def until_stopped(handle: jobs.Handle) -> None:
        for number in range(10):
            with handle.step():
                handle.progress(number + 1, 10)
            if number == 3:
                client.post(f"/werkplek/taken/{handle.job.pk}/stoppen/")

    running = jobs.start("test.stop", title="Lang", hub_id=hub.pk)
    work()
    assert (_again(running).state, running.done) == (Job.State.CANCELLED, 4)


def test_a_process_that_ends_puts_its_job_back() -> None:
    @jobs.job("test.pause")
    def pause(handle: jobs.Handle) -> None:
        for number in range(handle.state.get("following", 0), 4):
            with handle.step():
                handle.checkpoint({"following": number + 1})
            if number == 1:
                jobs.ending.set()

    job = jobs.start("test.pause", title="Pauze")
    jobs.run_job.call(job.pk)
    assert (_again(job).state, job.checkpoint) == (Job.State.QUEUED, {"following": 2})
    jobs.ending.clear()
    work()
    assert (_again(job).state, job.checkpoint) == (Job.State.DONE, {"following": 4})


def test_a_long_job_lets_others_have_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TURN_S", 0.0)
    first, second = _start(3), _start(3)
    work()
    order = list(
        AuditEntry.objects.filter(action="test.mark").order_by("pk").values_list("object_type", flat=True)
    )
    assert order.index(f"job {second.pk}") < 3, "the second waited until the first was done"
    assert _again(first).state == _again(second).state == Job.State.DONE


def test_a_step_of_a_process_that_lost_its_job_is_undone() -> None:
    @jobs.job("test.slow")
    def slow(handle: jobs.Handle) -> None:
        with handle.step():
            AuditEntry.objects.create(action="test.zombie")
            Job.objects.filter(pk=handle.job.pk).update(run="another")

    job = jobs.start("test.slow", title="Traag")
    work()
    assert not AuditEntry.objects.filter(action="test.zombie").exists()
    assert _again(job).state == Job.State.RUNNING, "it is the other's now"


def test_a_silent_job_is_queued_anew_once_its_time_is_over() -> None:
    job = _start()
    DBTaskResult.objects.all().delete()
    now = timezone.now()
    Job.objects.update(state=Job.State.RUNNING, run="gone", heartbeat_at=now, checkpoint={"following": 3})
    assert jobs.take_back_lost(now=now + timedelta(seconds=59)) == 0
    assert jobs.take_back_lost(now=now + timedelta(seconds=61)) == 1
    work()
    assert (_again(job).state, marking.marks(job)) == (Job.State.DONE, [3, 4])


def test_a_job_whose_place_in_the_queue_was_lost_gets_a_new_one() -> None:
    job = _start()
    assert jobs.take_back_lost(lost_after=timedelta(0)) == 0, "it only waits"
    DBTaskResult.objects.all().delete()
    assert jobs.take_back_lost(lost_after=timedelta(0)) == 1
    work()
    assert _again(job).state == Job.State.DONE


def test_a_job_that_takes_every_process_along_is_ended() -> None:
    job = _start()
    for _ in range(jobs.MOST_LOST + 1):
        Job.objects.update(state=Job.State.RUNNING, run="gone")
        jobs.take_back_lost(lost_after=timedelta(0))
    assert _again(job).state == Job.State.FAILED
    assert "telkens" in job.error


def test_a_database_out_of_reach_leaves_the_job_to_be_taken_back() -> None:
    @jobs.job("test.unreachable")
    def unreachable(handle: jobs.Handle) -> None:
        raise OperationalError("server closed the connection")

    job = jobs.start("test.unreachable", title="Weg")
    work()
    assert _again(job).state == Job.State.RUNNING
    assert jobs.take_back_lost(lost_after=timedelta(0)) == 1


def test_what_ended_long_ago_is_forgotten() -> None:
    old, fresh = _start(), _start()
    work()
    Job.objects.filter(pk=old.pk).update(ended_at=timezone.now() - timedelta(days=91))
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=2))
    jobs.forget_finished()
    assert list(Job.objects.all()) == [fresh]
    assert not DBTaskResult.objects.exists()


def test_who_started_it_sees_it_without_a_role() -> None:
    person, other = factories.person(), factories.person()
    job = _start(who_id=person.pk)
    path = f"/werkplek/taken/{job.pk}/"
    statuses = {}
    for who in (person, other):
        client = Client()
        client.force_login(who)
        statuses[who.pk] = client.get(path).status_code
    assert statuses == {person.pk: 200, other.pk: 404}


def test_the_page_asks_for_itself_anew_until_the_job_has_ended() -> None:
    hub = factories.hub()
    client = Client()
    client.force_login(factories.member(hub, Role.COORDINATOR))
    job = _start(hub_id=hub.pk, total=5)
    path = f"/werkplek/taken/{job.pk}/"
    page = client.get(path).content.decode()
    assert f'hx-get="{path}"' in page
    assert "0 van 5 gedaan" in page
    assert "Stop deze taak" in page
    part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="taak"' in part
    work()
    page = client.get(path).content.decode()
    assert "hx-get" not in page.partition('id="taak"')[2]
    assert "Stop deze taak" not in page
    assert "klaar" in page


def test_a_process_killed_at_twenty_moments_loses_nothing_and_does_nothing_twice(
    killed: Callable[..., dict[str, Any]],
) -> None:
    told = killed("tests.circulairwerkt.base.marking", longest_ms=150, seed=20261123)
    assert told["kills"] == 20
    for state, done, marks in told["jobs"]:
        assert (state, done, marks) == (Job.State.DONE, marking.MARKS, list(range(marking.MARKS)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer at a time")
def test_of_many_workers_one_takes_a_job() -> None:
    queued = [_start(3) for _ in range(10)]
    ready = Barrier(6)

    def work(_number: int) -> None:
        try:
            ready.wait(timeout=20)
            for job in queued:
                jobs.run_job.call(job.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    for job in queued:
        assert (_again(job).state, marking.marks(job)) == (Job.State.DONE, [0, 1, 2])


def test_runs_of_the_matching_killed_at_twenty_moments_find_every_pair_once(
    killed: Callable[..., dict[str, Any]],
) -> None:
    told = killed("tests.circulairwerkt.base.matching_runs", longest_ms=250, seed=20261129)
    assert told["kills"] == 20
    assert told["pairs"] == told["different"] == told["cards"] * matching_runs.NEEDS
    assert told["half"] == 0
