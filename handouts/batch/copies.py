"""The folders of workers: each has a copy of what it prints, and none is left when its process is gone."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_PREFIX = "handouts-worker-"


class Folder:
    """A temporary folder with a lock that goes with its process, however that ends: so `sweep` knows what is left."""

    def __init__(self) -> None:
        while True:
            made = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
            lock = _locked(made)
            if lock is not None and made.exists():
                break
        self._made, self._lock = made, lock
        self.path = made / "workspace"
        self.path.mkdir()

    def close(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self._made, ignore_errors=True)
        with suppress(OSError):
            os.close(self._lock)


def _locked(folder: Path) -> int | None:
    """The descriptor of a lock on `folder`; `None` when another process has it, or the folder is gone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def sweep() -> None:
    """Take away the copies of workers that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.lstat().st_uid == os.getuid() and (lock := _locked(folder)) is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)
