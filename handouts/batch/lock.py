"""The lock on the output folder: one build at a time, and whether the last one was killed.

The lock is the system's own (flock), so that it goes with the process that holds it, however that ends. What stands in
the file only tells a person who holds it; a build that ends in order empties it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from handouts.problems import ExitCode, HandoutsError, Problem

NAME = ".lock"


@contextmanager
def build_lock(output: Path) -> Iterator[bool]:
    """Keeps other builds out of the folder `output` until the block is left; gives whether the last one was killed.

    Makes the folder. Raises `HandoutsError`: `build-locked` (exit code 3) when another build is at work there,
    `output-unwritable` when there can be no lock.
    """
    path = output / NAME
    try:
        output.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        what = f"nothing can be written here: {(error.strerror or str(error)).lower()}"
        problem = Problem("output-unwritable", what, output, None, "Make room, or mend the permissions.")
        raise HandoutsError([problem]) from None
    try:
        _take(handle, path)
        killed = os.fstat(handle).st_size > 0
        _say(
            handle,
            {"pid": os.getpid(), "host": os.uname().nodename, "since": f"{datetime.now().astimezone():%F %T %z}"},
        )
        yield killed
        _say(handle, None)
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        what = f"another build is at work in this folder{_holder(handle)}"
        hint = "Wait until it has ended, or end it."
        raise HandoutsError([Problem("build-locked", what, path.parent, None, hint)], ExitCode.MACHINE) from None
    except OSError as error:
        what = f"this folder cannot be locked: {(error.strerror or str(error)).lower()}"
        hint = "Put it on a file system that knows locks."
        raise HandoutsError([Problem("output-unwritable", what, path.parent, None, hint)], ExitCode.MACHINE) from None


def _holder(handle: int) -> str:
    """Who holds the lock, as it says itself."""
    try:
        told = json.loads(os.pread(handle, 1000, 0))
        return f" (process {told['pid']:d} on '{told['host']}', since {told['since']})"
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def _say(handle: int, told: dict[str, str | int] | None) -> None:
    """Write into the lock who holds it, or that it was left in order. That it cannot be told does no harm."""
    try:
        os.ftruncate(handle, 0)
        if told:
            os.pwrite(handle, json.dumps(told).encode(), 0)
    except OSError:
        return
