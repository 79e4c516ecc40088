"""Memory: what is looked through for garbage, and when what the C library keeps for later is given back."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from typing import Any

_trim: Callable[[int], Any] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
"""glibc's; others have none."""

_SELDOM = 50_000
"""How many new objects Python looks through for garbage at a time."""


def settle() -> None:
    """Leave what is in memory by now out of the search for garbage, and search seldom: 3 % of a leaflet."""
    gc.freeze()
    gc.set_threshold(_SELDOM, 10, 10)


def give_back() -> None:
    """Give back what is free: cutting a Chinese font leaves some 80 MB, of which the next leaflet needs little."""
    if _trim is not None:
        _trim(0)
