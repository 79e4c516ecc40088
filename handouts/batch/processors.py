"""How many processors this process may use: what the system lends it, and not what the machine has."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path


def processors(system: Path = Path("/")) -> int:
    """The number of processors that this process may use, at least 1.

    That is its CPU affinity, less where a control group's quota (Linux's cgroup v2, `cpu.max`) grants less time.
    `system` is the root below which Linux tells them.
    """
    try:
        lent = len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        lent = os.cpu_count() or 1
    return max(1, min([lent, *_quotas(system)]))


def _quotas(system: Path) -> list[int]:
    """What each control group that this process is in grants, in whole processors; nothing where it cannot be read."""
    found = []
    with suppress(OSError, ValueError):
        own = (system / "proc/self/cgroup").read_text().strip().rpartition(":")[2].strip("/")
        top = system / "sys/fs/cgroup"
        for group in (top / own, *(top / own).parents):
            with suppress(OSError, ValueError):  # "max 100000" is no quota, and no number
                granted, period = (group / "cpu.max").read_text().split()
                found.append(math.ceil(int(granted) / int(period)))
            if group == top:
                break
    return found
