"""The WSGI application that a web server calls."""

import gc
import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "circulairwerkt.settings")
application = get_wsgi_application()
#: How many things may be made, more than went by themselves, before Python looks for circles among them.
GARBAGE = 50_000


def _warm_up() -> None:
    """Load what reads sentences while the server waits for its first visitor, who then need not."""
    # Only now: the rooms can be imported once Django is set up.
    from circulairwerkt.streams.queries import warm_up

    warm_up()
    # What is loaded now stays for good: nobody needs to look through it again for what can go. What a page
    # makes goes by itself when the page is done; Python's own measure, 700 things, would have it look
    # through the half-made page some fifty times, a tenth of the page's time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 50)


Thread(target=_warm_up, name="warm-up", daemon=True).start()
