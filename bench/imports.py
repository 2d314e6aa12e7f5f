"""How fast a file of organisations is checked: python bench/imports.py [ROWS] [ORGANISATIONS].

A fresh SQLite database holds the organisations; one row in five of the file resembles one of them. Told are
rows a second of wall clock and of processor time, and the longest step: SQLite has one writer.
"""

import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
_WORDS = ("hout", "metaal", "bouw", "karton", "atelier", "groep", "textiel", "kring", "transport", "service")


def main(rows: int, organisations: int) -> None:
    """Fill a database, read the file in, time the check."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CW_DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        from tests.platform_settings import start_django

        start_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(rows, organisations)


def _name(number: int) -> str:
    letters, rest = "", number * 7919 % 308_915_776 + 11_881_376
    while rest:
        letters, rest = letters + chr(97 + rest % 26), rest // 26
    return f"Bedrijf {letters} {_WORDS[number % 10]}"


def _measure(rows: int, organisations: int) -> None:
    from tests.circulairwerkt import factories as make

    from circulairwerkt.base import jobs, scope, services
    from circulairwerkt.base.models import Import, ImportRow, Job
    from circulairwerkt.hubs.actors import actor_of
    from circulairwerkt.organisations.models import Organisation
    from circulairwerkt.organisations.queries import folded

    with scope.everywhere("a benchmark"):
        hub = make.hub(seat=make.municipality("Gent", nis="44021"))
        actor = actor_of(make.member(hub))
        Organisation.objects.bulk_create(
            [
                Organisation(slug=f"o-{n}", name=_name(n), search_name=folded(_name(n)), kind="enterprise")
                for n in range(organisations)
            ],
            batch_size=2000,
        )
        lines = [
            f"{_name(n) + 'x' if n % 5 == 0 else _name(organisations + n)};9000;Gent;Straat {n}"
            for n in range(rows)
        ]
        content = "\n".join(["naam;postcode;gemeente;straat", *lines]).encode()
        batch = services.begin_import(
            actor=actor, hub_id=hub.pk, kind="organisations", file_name="b.csv", content=content
        )
        steps: list[float] = []
        step = jobs.Handle.step

        def timed(handle: jobs.Handle) -> object:
            steps.append(time.perf_counter())
            return step(handle)

        services.choose_columns(actor=actor, batch=batch, mapping=batch.mapping)
        batch = Import.objects.get(pk=batch.pk)
        begin, worked = time.perf_counter(), time.process_time()
        with patch.object(jobs.Handle, "step", timed):
            while not Job.objects.get(pk=batch.job_id).has_ended:
                jobs.run_job.func(batch.job_id)
        took, work = time.perf_counter() - begin, time.process_time() - worked
        batch.refresh_from_db()
        longest = max(after - before for before, after in pairwise(steps))
        twins = batch.lines.filter(state=ImportRow.State.TWIN).count()
        print(f"{batch.lines.count():,} rows against {organisations:,} organisations: {twins:,} resemble one")
        print(f"{rows / took:,.0f} rows a second, {rows / work:,.0f} a second of processor time")
        print(f"longest step {longest:.2f} s; state {batch.state}")


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:3]]
    main(*(sizes + [50_000, 20_000][len(sizes) :]))
