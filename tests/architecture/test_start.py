"""What the web loads before its first page: not what only some pages, or the worker, work with."""

import subprocess
import sys

#: Each takes some tenths of a second; `symbiosis.late` and imports inside functions keep them for when they
#: are used.
LATER = ("scipy.sparse", "scipy.optimize", "numba", "sklearn", "openpyxl", "highspy")
SERVE = f"""
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "circulairwerkt.settings"
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
print(*[name for name in {LATER!r} if name in sys.modules])
"""


def test_the_web_starts_without_what_only_some_pages_use() -> None:
    told = subprocess.run([sys.executable, "-c", SERVE], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
