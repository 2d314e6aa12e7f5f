"""The WSGI application that a web server calls."""

import gc
import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "circulairwerkt.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    """Load what reads sentences while the server waits for its first visitor, who then need not."""
    # Only now: the rooms can be imported once Django is set up.
    from circulairwerkt.streams.queries import warm_up

    warm_up()
    # What is loaded now stays for good: nobody needs to look through it again for what can go.
    gc.collect()
    gc.freeze()


Thread(target=_warm_up, name="warm-up", daemon=True).start()
