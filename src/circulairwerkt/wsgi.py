"""The WSGI application that a web server calls."""

import gc
import os
from threading import Event, Thread
from typing import Any

from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application

#: How many things may be made, more than went by themselves, before Python looks for circles among them.
GARBAGE = 50_000
# What a page makes goes by itself when the page is done; Python's own measure, 700 things, would have it look
# through the half-made page some fifty times, a tenth of the page's time, and as often through what it loads.
gc.set_threshold(GARBAGE, 20, 50)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "circulairwerkt.settings")
application = get_wsgi_application()
#: How long the loading of what reads sentences leaves the machine to a first page.
FIRST_PAGE_S = 5.0
_first_page = Event()


def _note_first_page(**_told: Any) -> None:
    _first_page.set()


def _warm_up() -> None:
    """Load what reads sentences before somebody asks for it, and after the page that somebody waits for."""
    _first_page.wait(FIRST_PAGE_S)
    # Only now: the rooms can be imported once Django is set up.
    from circulairwerkt.streams.queries import warm_up

    warm_up()
    # What is loaded now stays for good: nobody needs to look through it again for what can go.
    gc.collect()
    gc.freeze()


request_finished.connect(_note_first_page)
Thread(target=_warm_up, name="warm-up", daemon=True).start()
