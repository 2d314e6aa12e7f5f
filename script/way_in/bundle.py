"""Makes the browser's files (styles, script, icons, map ground) from the sources, as script/serve does."""

import argparse
import shutil
from collections.abc import Sequence

from way_in import browser, environments
from way_in.stamps import one_at_a_time


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/bundle", description=__doc__)
    parser.add_argument("--force", action="store_true", help="make everything anew")
    chosen = parser.parse_args(arguments)
    with one_at_a_time():
        environment = environments.prepare(environments.WEB, "web")
        if chosen.force:
            shutil.rmtree(browser.BUNDLE, ignore_errors=True)
        browser.prepare(environment)
    return 0
