"""Server time of public pages and of a hub's daily work: 20,000 organisations, 100,000 cards, 20,000 cases.

On both databases.

Production settings, warm; one client with 500 requests per page, then eight clients at once. The time is
what a client on the same machine waits, from the first byte sent to the last received: the server's own time
and a little more; beside it the processor time that the web server spent per request, which a busy machine
does not stretch. Exit code 1 where a page's p95 for one client is over the limit.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import re
import secrets
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "script"))

from way_in import browser, catalogues, cluster, environments  # noqa: E402 - found by the path above
from way_in.say import doing, environ  # noqa: E402 - found by the path above

DAY = timedelta(days=1)
HOST = "hubs.example.org"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip", "Accept-Language": "nl"}
# Pages that a visitor does not see: asked with the session of a coordinator.
DESK = ("/werkplek/", "/dossiers/", "/materiaal/", "/zoeken/")
# Asked so, a page is asked as the coordinator sees it, or a programme administrator.
AS_COORDINATOR, AS_ADMINISTRATOR = "#coordinator", "#administrator"
# What each of them sends along.
SESSIONS: dict[str, dict[str, str]] = {}
# What differs from one answer to the next although the page is the same.
ONCE = re.compile(rb'nonce="[^"]*"|name="(?:csrfmiddlewaretoken|getoond)" value="[^"]*"|Geteld op [^:]*:')
SENTENCES = ("", "elke week twee paletten karton", "300 kg per maand zeildoek", "wij zoeken houten kisten")
HEADING = (
    f"{'page':18} {'database':11} {'clients':>7} {'requests':>8} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8} "
    f"{'cpu ms':>7} {'per second':>10}"
)
WORDS = ("atelier", "leie", "textiel", "houtbouw", "werkplats", "kempen 41", "vzw", "de")


@dataclass(frozen=True)
class Measured:
    """What one page took on one database with a number of clients at once, in milliseconds."""

    page: str
    database: str
    clients: int
    times: list[float]
    processor_ms: float
    seconds: float

    def quantile(self, share: float) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]

    @property
    def row(self) -> str:
        median, slow = statistics.median(self.times), self.quantile(0.95)
        return (
            f"{self.page:18} {self.database:11} {self.clients:7} {len(self.times):8} {median:8.1f} "
            f"{slow:8.1f} {max(self.times):8.1f} {self.processor_ms / len(self.times):7.1f} "
            f"{len(self.times) / self.seconds:10.0f}"
        )


def _sent(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}"}


def daily_work(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """The pages that a coordinator has open all day."""
    desk = f"/werkplek/{told['hub']}/"
    return {
        "today": [desk],
        "board": [f"{desk}dossiers/"],
        "list of cases": [
            f"{desk}dossiers/lijst/",
            *(f"{desk}dossiers/lijst/?tekst={word}" for word in WORDS[:4]),
        ],
        "case": [f"/dossiers/{pk}/" for pk in told["case"]],
        "list of cards": [
            f"{desk}materiaal/",
            *(f"{desk}materiaal/?tekst={word}" for word in ("dozen", "katoen")),
        ],
        "card": [f"/materiaal/kaarten/{pk}/" for pk in told["card"]],
        "questions": [f"{desk}vragen/"],
        "proposals": [f"{desk}voorstellen/"],
        "whom to find": [f"{desk}voorstellen/nog-te-vinden/"],
        "counts": [f"{desk}tellingen/"],
        "work": [f"{desk}werk/"],
        "flows": [f"{desk}stromen/", f"{desk}stromen/?soort=material-piece", f"{desk}stromen/?page=9"],
        # Of all kinds, of one kind, two letters, a number, misspelt, and what occurs nowhere.
        "search": [
            *(
                f"/zoeken/?q={quote(word)}"
                for word in (*WORDS, "ka", "katoen", "dozen", "2025-0012", "zzqxw")
            ),
            *(f"/zoeken/?q={word}" for word in ("katoenn", "atelire", "textiell", "werkplats")),
            *(f"/zoeken/?q={word}&soort=card" for word in ("ka", "katoen", "dozen")),
        ],
        "quick list": [f"/zoeken/snel/?q={word}" for word in ("ka", "kat", "katoen", "nieuwe", "leie")],
    }


def programme(hub: str) -> dict[str, list[str]]:
    """The pages of who answers for the programme, and what he sees of a hub."""
    pages = {
        "programme": ["/programma/"],
        "programme, counts": ["/programma/tellingen/"],
        "programme, work": ["/programma/werk/"],
        "programme, a hub": [f"/werkplek/{hub}/", f"/werkplek/{hub}/dossiers/", f"/werkplek/{hub}/werk/"],
        "programme, map": [f"/materialenkaart/{query}" for query in ON_MAP[:4]],
        "programme, search": [f"/zoeken/?q={word}" for word in ("atelier", "katoen", "textiell", "zzqxw")],
    }
    return {page: [each + AS_ADMINISTRATOR for each in asked] for page, asked in pages.items()}


#: Searches on the map of materials, as chips and lists make them.
ON_MAP = (
    "",
    "?soort=product",
    "?materiaal=wood_a",
    "?wat=gezocht",
    "?wat=wie-kan-wat",
    "?hub=kortrijk&vers=fresh",
    "?vers=fading&soort=food",
)
#: Of 100,000 cards; of fewer as far in proportion.
DEEP_PAGE = 40


def map_pages(cards: int) -> dict[str, list[str]]:
    """The map of materials for a visitor and for a coordinator: the page, and the points of its map."""
    deep = f"?page={max(1, DEEP_PAGE * cards // 100_000)}"
    page = [f"/materialenkaart/{query}" for query in (*ON_MAP, deep)]
    points = [f"/materialenkaart/punten.json{query}" for query in ON_MAP]
    return {
        "map": page,
        "map, coordinator": [address + AS_COORDINATOR for address in page],
        "points": points,
        "points, coordinator": [address + AS_COORDINATOR for address in points],
    }


def addresses(manage: Callable[..., str]) -> dict[str, list[str]]:
    """The pages to measure, each with the addresses that are asked in turn."""
    towns = manage("shell", "-v", "0", "-c", _column("reference", "Municipality", "name")).split("\n")
    hubs = manage("shell", "-v", "0", "-c", _column("hubs", "Hub", "slug")).split()
    places = sorted(town for town in towns if town)[::7]
    asked = zip(places, cycle(SENTENCES), strict=False)
    answer = [f"/antwoord/?plaats={quote(place)}&zin={quote(sentence)}" for place, sentence in asked]
    search = [f"/organisaties/?naam={quote(word)}" for word in WORDS]
    search += [f"/organisaties/?plaats={quote(place)}&straal=10" for place in places[:8]]
    return {
        "home": ["/"],
        "home answer": answer,
        "directory search": search,
        "hub page": [f"/hubs/{slug}/" for slug in sorted(hubs)],
        "flows, region": ["/stromen/"],
    }


def _column(app: str, model: str, column: str) -> str:
    """Python that prints one column of a table, a value per line."""
    rows = f"{model}.objects.values_list({column!r}, flat=True)"
    return f"from circulairwerkt.{app}.models import {model}; print(*{rows}, sep='\\n')"


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench pages", description=__doc__)
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=500, help="per page and number of clients")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit-ms", type=float, default=60.0, help="for the p95 of public pages")
    parser.add_argument(
        "--desk-limit-ms", type=float, default=100.0, help="for the p95 of pages of daily work"
    )
    parser.add_argument(
        "--map-limit-ms", type=float, default=150.0, help="for the p95 of the map of materials"
    )
    parser.add_argument("--page", action="append", help="measure only this page; may be given more than once")
    parser.add_argument(
        "--paint", action="store_true", help="first paint of home and map on a slow phone too"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    chosen = parser.parse_args()
    web = environments.prepare(environments.WEB, "web")
    browser.prepare(web)
    catalogues.prepare(environments.WEB)
    results: list[Measured] = []
    answers: dict[str, dict[str, str]] = {}
    for database in chosen.database or ["sqlite", "postgresql"]:
        folder = ROOT / "var" / "bench" / f"pages-{database}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with cluster.temporary() if database == "postgresql" else nullcontext("") as url:
            env, desk = prepare(folder, url, chosen)
            SESSIONS.update(
                {AS_COORDINATOR: _sent(desk["session"]), AS_ADMINISTRATOR: _sent(desk["administrator"])}
            )
            pages = {
                **addresses(manager(env)),
                **map_pages(chosen.cards),
                **daily_work(desk),
                **programme(desk["hub"]),
            }
            pages = {page: pages[page] for page in chosen.page or pages}
            with serving(env, folder) as (port, server):
                answers[database] = {each: fetch(connect(port), each)[1] for each in chain(*pages.values())}
                print(f"\n{HEADING}")
                for page, asked in pages.items():
                    for clients in (1, chosen.clients):
                        result = measure((port, server), page, database, asked, chosen.requests, clients)
                        results.append(result)
                        # At once: a run over both takes an hour, and one that is cut short tells this much.
                        print(result.row, flush=True)
                print(f"{database}: peak memory of the web server {peak_memory(server):.0f} MB")
            if chosen.paint:
                certificate = self_signed(folder)
                with serving(env, folder, certificate) as (port, _server):
                    phone = [
                        web.python,
                        "bench/_first_paint.py",
                        HOST,
                        str(port),
                        "/",
                        *map_pages(chosen.cards)["map"][:1],
                    ]
                    subprocess.run(phone, cwd=ROOT, env=environ({}), check=True)
    compare(answers)
    at_desk = {**daily_work({"hub": "", "case": [], "card": []}), **programme("")}
    slow = []
    for result in results:
        limit = chosen.desk_limit_ms if result.page in at_desk else chosen.limit_ms
        limit = chosen.map_limit_ms if result.page in map_pages(chosen.cards) else limit
        if result.clients == 1 and result.quantile(0.95) > limit:
            slow.append(result)
            print(f"over the limit of {limit:.0f} ms: {result.page} on {result.database}")
    return 1 if slow else 0


def places(folder: Path, url: str) -> dict[str, str]:
    """Where a site keeps its files and its rows."""
    return {"CW_DATA_DIR": str(folder), "DATABASE_URL": url or f"sqlite:///{folder / 'bench.sqlite3'}"}


def production() -> dict[str, str]:
    """The environment of a production site behind a proxy that ends TLS, but for its ``places``."""
    return {
        "CW_ENV": "production",
        "CW_SECRET_KEY": secrets.token_urlsafe(60),
        "CW_HOSTS": HOST,
        "CW_BASE_URL": f"https://{HOST}",
        "CW_TRUSTED_PROXIES": "1",
        "CW_MAIL_URL": "smtp://localhost:25",
        "CW_PEOPLE_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "PYTHONPATH": str(ROOT / "src"),
    }


def prepare(folder: Path, url: str, chosen: argparse.Namespace) -> tuple[dict[str, str], dict[str, Any]]:
    """Fill a database and gather static files; return the settings to serve it with and what to ask.

    A database of SQLite is kept, for filling it takes longer than measuring: the next run takes a copy, as
    long as neither what fills it nor the week changed (sessions end, and cards fade). PostgreSQL begins anew.
    """
    name = "bench.sqlite3"
    kept = ROOT / "var" / "bench" / f"filled-{filling_of(chosen)}"
    told = kept / "told.json"
    if not url and told.exists():
        env, desk = json.loads(told.read_text("utf-8"))
        shutil.copy(kept / name, folder / name)
        print(f"  taken from {kept.relative_to(ROOT)}; {desk['counts']}")
    else:
        env = production()
        desk = fill(env | places(folder, url), chosen)
        if not url:
            for old in kept.parent.glob("filled-*"):
                shutil.rmtree(old)
            kept.mkdir()
            with closing(sqlite3.connect(folder / name)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(folder / name, kept / name)
            told.write_text(json.dumps([env, desk]), "utf-8")
    env |= places(folder, url)
    manager(env)("collectstatic", "--no-input")
    return env, desk


def filling_of(chosen: argparse.Namespace) -> str:
    """A key of what is filled in: how much, the models and data behind it, this bench, the week.

    Not of services and commands: whoever changes what they load throws the folder away.
    """
    source = ROOT / "src" / "circulairwerkt"
    files = [ROOT / "bench" / "_organisations.py", ROOT / "bench" / "_daily_work.py"]
    files += chain(source.rglob("models*.py"), source.rglob("models/*.py"), source.rglob("migrations/*.py"))
    files += chain(source.rglob("*find*.py"), source.rglob("search*.py"), source.rglob("data/**/*.*"))
    year, week, _day = datetime.now(UTC).isocalendar()
    key = hashlib.sha256(
        f"{chosen.organisations} {chosen.cards} {chosen.cases} {chosen.seed} {year} {week}".encode()
    )
    for path in sorted(set(files)):
        key.update(path.read_bytes())
    return key.hexdigest()[:12]


def manager(env: Mapping[str, str]) -> Callable[..., str]:
    """Return what runs a command of the platform, or a script of the bench, and gives what it said."""

    def run(*words: str) -> str:
        command = words if words[0].endswith(".py") else ("-m", "circulairwerkt", *words)
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environ(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}:\n{done.stdout[-3000:]}")
        return done.stdout

    return run


def fill(env: Mapping[str, str], chosen: argparse.Namespace) -> dict[str, Any]:
    """Make tables, the data that ships and made-up rows; return whose session and which rows to ask for."""
    run = manager(env)
    with doing("Filling a database"):
        for words in (["migrate", "--no-input"], ["load_reference"], ["load_hubs"]):
            run(*words)
        told = run("bench/_organisations.py", str(chosen.organisations), str(chosen.seed))
        rows = run("bench/_daily_work.py", str(chosen.cards), str(chosen.cases), str(chosen.seed))
        run("rebuild_search")
    desk: dict[str, Any] = json.loads(rows.splitlines()[-1])
    print(f"  {told.strip()}; {desk['counts']}")
    return desk


def self_signed(folder: Path) -> list[str]:
    """gunicorn's options for TLS with a certificate of a day, for a browser that is told not to mind."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + DAY)
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    shape = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *shape))
    return ["--certfile", str(files[0]), "--keyfile", str(files[1])]


@contextmanager
def serving(
    env: Mapping[str, str], folder: Path, certificate: Sequence[str] = ()
) -> Iterator[tuple[int, int]]:
    """gunicorn with a worker per core; gives its port and its process id."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    workers = str(os.cpu_count() or 2)
    command = [sys.executable, "-m", "gunicorn", "circulairwerkt.wsgi:application", "--workers", workers]
    command += certificate
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--threads", "4", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"],
            cwd=ROOT,
            env=environ(env),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(timeout=30)


def family(pid: int) -> list[str]:
    """A process and its children, from Linux's own list."""
    return [str(pid), *Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def processor_ms(pid: int) -> float:
    """Processor time that a process and its children spent so far."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def peak_memory(pid: int) -> float:
    """Peak resident memory of a process and its children, in MB."""
    told = [Path(f"/proc/{each}/status").read_text() for each in family(pid)]
    return sum(int(size[1]) for text in told if (size := re.search(r"VmHWM:\s+(\d+)", text))) / 1024


def connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=120)


def fetch(connection: http.client.HTTPConnection, address: str) -> tuple[float, str]:
    """Milliseconds for one page, and a fingerprint of what it says."""
    began = time.perf_counter()
    page, _mark, who = address.partition("#")
    reader = f"#{who}" if who else AS_COORDINATOR if page.startswith(DESK) else ""
    connection.request("GET", page, headers=HEADERS | SESSIONS.get(reader, {}))
    response = connection.getresponse()
    content = response.read()
    took = (time.perf_counter() - began) * 1000
    if response.status != 200:
        raise SystemExit(f"{address} answers {response.status}")
    return took, fingerprint(content, response.getheader("Content-Encoding") or "")


def fingerprint(content: bytes, encoding: str) -> str:
    import gzip

    plain = gzip.decompress(content) if encoding == "gzip" else content
    return hashlib.sha256(ONCE.sub(b"", plain)).hexdigest()[:16]


def measure(
    site: tuple[int, int], page: str, database: str, asked: Sequence[str], requests: int, clients: int
) -> Measured:
    """Ask a page's addresses in turn, after each was asked once to warm up."""
    port, server = site
    warm = connect(port)
    for address in asked:
        fetch(warm, address)

    def client(number: int) -> list[float]:
        connection = connect(port)
        mine = islice(cycle([*asked[number:], *asked[:number]]), max(1, requests // clients))
        return [fetch(connection, address)[0] for address in mine]

    began, spent = time.perf_counter(), processor_ms(server)
    with ThreadPoolExecutor(max_workers=clients) as pool:
        times = [each for several in pool.map(client, range(clients)) for each in several]
    seconds, spent = time.perf_counter() - began, processor_ms(server) - spent
    return Measured(page, database, clients, times, spent, seconds)


def compare(answers: Mapping[str, Mapping[str, str]]) -> None:
    """Say whether both databases gave the same pages."""
    if len(answers) < 2:
        return
    one, other = answers.values()
    differ = [address for address in one if one[address] != other.get(address)]
    print(f"\nSame page on both databases: {len(one) - len(differ)} of {len(one)} addresses")
    for address in differ[:10]:
        print(f"  differs: {address}")


if __name__ == "__main__":
    sys.exit(main())
