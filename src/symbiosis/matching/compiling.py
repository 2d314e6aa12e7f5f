"""How the inner loops are compiled: to machine code, cached, free of the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

# Without `_nrt` nothing can be allocated, and nobody counts references to arrays: that takes longer than the
# arithmetic of a pair. numba's stubs do not know the option.
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}


def compiled(function: Function) -> Function:
    """A loop in machine code that allocates nothing; scratch space comes from its caller."""
    return cast("Function", njit(**_OPTIONS)(function))


def inlined(function: Function) -> Function:
    """A step of such a loop, written into it where it is called.

    By LLVM: when numba does it, it works out the types of each copy anew, four times the time to compile.
    """
    return cast("Function", njit(forceinline=True, **_OPTIONS)(function))
