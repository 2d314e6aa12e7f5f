"""How fast files of each kind are checked, read in and taken back: python bench/imports.py [ROWS] [KIND].

A fresh SQLite database holds 20,000 organisations, all partners of one hub. One row in five of a file of
organisations resembles one of them; of other files one row in fifty names an organisation that nobody knows.
Told are rows a second of processor time and of wall clock, and the longest step: SQLite has one writer.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
ORGANISATIONS = 20_000
_WORDS = ("hout", "metaal", "bouw", "karton", "atelier", "groep", "textiel", "kring", "transport", "service")
_STREAMS = (
    "paletten karton", "ton zaagsel", "m³ piepschuim van verpakkingen", "bigbags plasticfolie",
    "kg koperdraad", "rollen textielresten", "ton snoeihout", "vaten frituurolie", "bureaustoelen",
    "m² tapijttegels",
    "kg broodoverschot", "stuks flessen", "ton betonpuin", "kg MDF-resten", "laptops", "m³ schuimrubber",
)  # fmt: skip
_PLACES = ("Gent", "9300", "Kortrijk", "8500", "Leuven", "Genk", "Oostende", "Turnhout", "9600", "Mechelen")
_RHYTHMS = ("per week", "per maand", "per jaar", "eenmalig")
_STATES = ("nieuw", "lopend", "test", "afgerond", "wacht", "")


def main(rows: int, only: str) -> None:
    """Fill a database, read a file of each kind in, take it back."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CW_DATA_DIR"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        from tests.platform_settings import start_django

        start_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        _measure(rows, only)


def _name(number: int) -> str:
    letters, rest = "", number * 7919 % 308_915_776 + 11_881_376
    while rest:
        letters, rest = letters + chr(97 + rest % 26), rest // 26
    return f"Bedrijf {letters} {_WORDS[number % 10]}"


def _known(n: int) -> str:
    return f"Onbekende {_name(n)}" if n % 50 == 7 else _name(n * 37 % ORGANISATIONS)


def _stream(n: int) -> str:
    what, rhythm = _STREAMS[n % 16], _RHYTHMS[n % 4]
    return f"{n % 97 + 1} {what} {rhythm}, partij {n};{_known(n)};{_PLACES[n % 10]};{n % 9 + 1};ton;{rhythm}"


def _case(n: int) -> str:
    number = f"{2015 + n % 10}-{n // 10 + 1}" if n % 2 else ""
    day = f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{2015 + n % 10}"
    title = f"{_name(n)[8:]} zoekt weg voor {_STREAMS[n % 16]}"
    return f"{title};{_known(n)};{_STATES[n % 6]};{day};Gebeld met de zaak.;{number}"


FILES: dict[str, tuple[str, Callable[[int], str]]] = {
    "organisations": (
        "naam;postcode;gemeente;straat",
        lambda n: f"{_name(n) + 'x' if n % 5 == 0 else _name(ORGANISATIONS + n)};9000;Gent;Straat {n}",
    ),
    "contacts": (
        "naam;organisatie;functie;telefoon;e-mail",
        lambda n: f"Persoon {_name(n)[8:]};{_known(n)};inkoper;09 2{n % 1000000:06d};p{n}@example.org",
    ),
    "cards": ("omschrijving;organisatie;gemeente;hoeveelheid;eenheid;hoe vaak", _stream),
    "needs": (
        "omschrijving;organisatie;gemeente;hoeveelheid;eenheid;hoe vaak",
        lambda n: "zoek " + _stream(n),
    ),
    "cases": ("titel;organisatie;stap;datum;notitie;nummer", _case),
}


def _measure(rows: int, only: str) -> None:
    from tests.circulairwerkt import factories as make

    from circulairwerkt.base import scope
    from circulairwerkt.base.models import Import, ImportRow, SearchDue, SearchEntry
    from circulairwerkt.base.services import (
        begin_import,
        choose_columns,
        decide_twins,
        run_import,
        undo_import,
    )
    from circulairwerkt.hubs.actors import actor_of
    from circulairwerkt.organisations.models import Organisation, Partnership
    from circulairwerkt.organisations.queries import folded
    from circulairwerkt.reference.models import Municipality

    with scope.everywhere("a benchmark"):
        hub = make.hub(seat=Municipality.objects.get(nis="44021"))
        actor = actor_of(make.member(hub))
        known = Organisation.objects.bulk_create(
            [
                Organisation(slug=f"o-{n}", name=_name(n), search_name=folded(_name(n)), kind="enterprise")
                for n in range(ORGANISATIONS)
            ],
            batch_size=2000,
        )
        Partnership.objects.bulk_create(
            [Partnership(organisation=each, hub=hub, valid_from="2020-01-01") for each in known],
            batch_size=2000,
        )
        print(f"{'':24}{'rows/s of CPU':>15}{'rows/s':>10}{'longest step':>15}")
        for kind, (head, row) in FILES.items():
            if only not in ("", kind):
                continue
            content = "\n".join([head, *(row(n) for n in range(rows))]).encode()
            batch = begin_import(actor=actor, hub_id=hub.pk, kind=kind, file_name="b.csv", content=content)
            choose_columns(actor=actor, batch=batch, mapping=batch.mapping)
            _told(f"{kind}: check", batch, rows)
            batch = Import.objects.get(pk=batch.pk)
            decide_twins(actor=actor, batch=batch, choices={}, for_all="make")
            run_import(actor=actor, batch=batch)
            _told(f"{kind}: read in", batch, rows)
            batch = Import.objects.get(pk=batch.pk)
            made = batch.lines.filter(state=ImportRow.State.MADE).count()
            found = SearchEntry.objects.count()
            undo_import(actor=actor, batch=batch)
            _told(f"{kind}: take back", batch, made)
            gone = batch.lines.filter(state=ImportRow.State.UNDONE).count()
            print(
                f"  {made:,} made, {gone:,} taken back; entries of the index {found:,}, "
                f"then {SearchEntry.objects.count():,}; due {SearchDue.objects.count():,}"
            )


def _told(words: str, batch: Any, rows: int) -> None:
    from circulairwerkt.base import jobs
    from circulairwerkt.base.models import Import, Job

    job = Import.objects.get(pk=batch.pk).job_id
    steps: list[tuple[float, float]] = []
    step = jobs.Handle.step

    @contextmanager
    def timed(handle: jobs.Handle) -> Any:
        began = time.perf_counter()
        with step(handle):
            yield
        steps.append((began, time.perf_counter()))

    begin, worked = time.perf_counter(), time.process_time()
    with patch.object(jobs.Handle, "step", timed):
        while not Job.objects.get(pk=job).has_ended:
            jobs.run_job.func(job)
    took, work = time.perf_counter() - begin, time.process_time() - worked
    held = Job.objects.get(pk=job)
    longest = max(end - start for start, end in steps)
    print(f"{words:24}{rows / work:>15,.0f}{rows / took:>10,.0f}{longest:>13.2f} s  {held.error}", flush=True)


if __name__ == "__main__":
    size = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 50_000)
    main(size, next((word for word in sys.argv[1:] if not word.isdecimal()), ""))
