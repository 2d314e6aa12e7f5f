"""Runs one of the scripts by its name: `python script/way_in serve`."""

import importlib
import signal
import sys
from pathlib import Path

# A folder run by its path has itself, not its parent, on the import path.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

SCRIPTS = ("serve", "test", "check", "bench", "bundle", "pin", "translate", "lists")


def main() -> int:
    from way_in.say import SetupError, explain

    if len(sys.argv) < 2 or sys.argv[1] not in SCRIPTS:
        print(f"Name one of: {', '.join(SCRIPTS)}", file=sys.stderr)
        return 2
    # A termination ends a script as Ctrl-C does: what it started is stopped and cleared away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    script = importlib.import_module(f"way_in.{sys.argv[1]}")
    try:
        return int(script.main(sys.argv[2:]))
    except SetupError as error:
        explain(error)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
