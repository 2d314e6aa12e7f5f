"""Libraries loaded when they are first used: a command or a page that does without one starts sooner.

Worth it for the few that take some tenths of a second. Types know the library by an import under
``TYPE_CHECKING``.
"""

from importlib import import_module
from typing import Any


class _Late:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self._name), name)
        # From now on Python finds it here, and does not ask.
        self.__dict__[name] = found
        return found


def late(name: str) -> Any:
    """Return what stands for the module ``name``; it is imported when something of it is asked for.

    Raises ImportError only then.

    >>> late("math").hypot(3, 4)
    5.0
    """
    return _Late(name)
