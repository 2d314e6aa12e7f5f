"""The compiled catalogues of translations: made at set-up, without gettext's system tools."""

from way_in.environments import Environment
from way_in.places import STAMPS, WEB
from way_in.say import call, doing
from way_in.stamps import Stamp, digest, files_under


def prepare(environment: Environment) -> None:
    """Compile the catalogues that changed."""
    sources = files_under(WEB / "locale", "*.po")
    stamp = Stamp(STAMPS / "catalogues", digest(sources), makes=[path.with_suffix(".mo") for path in sources])
    if stamp.fresh:
        return
    stamp.drop()
    with doing("Compiling the translations"):
        call(
            [environment.python, "script/way_in", "translate", "compile"],
            what="Compiling the translations",
        )
    stamp.set()
