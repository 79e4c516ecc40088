"""Runs that send: each keeps a file locked while it lives, so that others know a dead run's claims from a living one's.

The system lets go of the lock (flock) whenever the process ends, however it ends; by then a process number could be
another's.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """A run of this process; `name` stands beside what it has claimed."""

    name: str
    path: Path
    _handle: int

    @classmethod
    def begin(cls, folder: Path) -> Run:
        """A new run, whose file lies in `folder`. Raises what the system raises."""
        name = secrets.token_hex(8)
        path = _file(folder, name)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return cls(name, path, handle)

    def end(self) -> None:
        """The run is over; what it still claims is abandoned."""
        self.path.unlink(missing_ok=True)
        os.close(self._handle)


def alive(folder: Path, name: str) -> bool:
    """Whether the run `name`, whose file lies in `folder`, still goes on. The file of a dead one is taken away."""
    if not re.fullmatch(r"[0-9a-f]{16}", name):
        return False
    path = _file(folder, name)
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        path.unlink(missing_ok=True)
        return False
    finally:
        os.close(handle)


def _file(folder: Path, name: str) -> Path:
    return folder / f"run-{name}.lock"
