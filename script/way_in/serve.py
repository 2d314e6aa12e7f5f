"""Sets up what is missing and serves the platform: web, worker and clock. Ctrl-C stops all."""

import argparse
import socket
import time
from collections.abc import Mapping, Sequence

from way_in import browser, catalogues, database, environments, processes, system
from way_in.environments import Environment
from way_in.places import STAMPS, WEB
from way_in.say import SetupError, explain
from way_in.stamps import Stamp, digest, files_under, one_at_a_time

#: Says that the web is there and the database answers.
HEALTH_PAGE = "/gezond/"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument(
        "--host",
        default="localhost",
        help="default localhost; 0.0.0.0 lets other machines in (CW_HOSTS names them)",
    )
    parser.add_argument("--reload", action="store_true", help="start the web anew when a source file changes")
    parser.add_argument(
        "--example",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="load a made-up region to look around in, or remove it (default: leave it as it is)",
    )
    parser.add_argument("--set-up", action="store_true", help="set everything up and stop there")
    chosen = parser.parse_args(arguments)
    if not chosen.set_up:
        addresses = _free_addresses(chosen.host, chosen.port)
    began = time.monotonic()
    env = database.local_settings({"CW_BASE_URL": f"http://localhost:{chosen.port}"})
    with one_at_a_time():
        environment = set_up(env)
        if chosen.example is not None:
            print(database.set_example(environment, env, wanted=chosen.example), flush=True)
    print(f"Everything is in place ({time.monotonic() - began:.1f} s).", flush=True)
    if chosen.set_up:
        return 0
    members = _processes(environment, addresses, chosen.reload, _commands(environment, env))

    def tell() -> None:
        took = time.monotonic() - began
        print(f"Serving on http://localhost:{chosen.port} after {took:.1f} s - Ctrl-C stops it.", flush=True)

    return processes.run(
        members, env=env, is_served=processes.FirstAnswer(addresses[0], HEALTH_PAGE, then=tell)
    )


def set_up(env: Mapping[str, str]) -> Environment:
    """Do all that a first start needs; a step whose inputs did not change is not done again."""
    try:
        system.need_pango()
    except SetupError as error:
        explain(error)
        print("All but that works without it.", flush=True)
    environment = environments.prepare(environments.WEB, "web")
    browser.prepare(environment)
    catalogues.prepare(environment)
    database.prepare(environment, env)
    return environment


def _free_addresses(host: str, port: int) -> list[str]:
    """The addresses to listen on, all free: `localhost` is both of IPv4 and, where there is one, IPv6."""
    hosts = ["127.0.0.1", "::1"] if host == "localhost" else [host]
    free = []
    for each in hosts:
        family = socket.AF_INET6 if ":" in each else socket.AF_INET
        try:
            with socket.socket(family) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind((each, port))
        except OSError as error:
            if each == "::1":
                continue
            raise SetupError(
                f"Port {port} of {each} cannot be used ({error.strerror})",
                remedy=f"script/serve --port {port + 1}",
            ) from error
        free.append(f"[{each}]:{port}" if ":" in each else f"{each}:{port}")
    return free


def _commands(environment: Environment, env: Mapping[str, str]) -> set[str]:
    """The platform's management commands, asked once for these settings."""
    sources = [path for path in files_under(WEB, "*.py") if path.parent.name in {"settings", "commands"}]
    answer = STAMPS / "commands.txt"
    stamp = Stamp(STAMPS / "commands", digest(sources), makes=[answer])
    if not stamp.fresh:
        answer.write_text(
            database.manage(environment, "help", "--commands", what="Asking for the commands", env=env),
            encoding="utf-8",
        )
        stamp.set()
    return set(answer.read_text(encoding="utf-8").split())


def _processes(
    environment: Environment, addresses: Sequence[str], reload: bool, commands: set[str]
) -> list[processes.Process]:
    binds = [word for address in addresses for word in ("--bind", address)]
    web = [
        environment.program("gunicorn"),
        "circulairwerkt.wsgi:application",
        *binds,
        *("--workers", "1", "--threads", "4", "--log-level", "warning", "--access-logfile", "-"),
        *("--access-logformat", "%(m)s %(U)s %(s)s %(M)s ms"),
        # A form sent by GET may hold far too much text: the page says so beside the field. The proxy of a
        # production site has a limit of its own.
        *("--limit-request-line", "0"),
        *(["--reload"] if reload else []),
    ]
    all_of_them = [processes.Process("web", web, essential=True)]
    manage = [environment.python, "-m", "circulairwerkt"]
    if "worker" in commands:
        all_of_them.append(processes.Process("worker", [*manage, "worker"]))
    if "clock" in commands:
        all_of_them.append(processes.Process("clock", [*manage, "clock"]))
    return all_of_them
