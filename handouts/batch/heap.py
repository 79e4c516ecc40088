"""Memory that the C library keeps for later, given back to the machine between two leaflets."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

_trim: Callable[[int], Any] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""glibc's; others have none."""


def give_back() -> None:
    """Give back what is free: cutting a Chinese font leaves some 80 MB, of which the next leaflet needs little."""
    if _trim is not None:
        _trim(0)
