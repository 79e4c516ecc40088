"""Files: whole or not at all, and never outside their root."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from handouts.problems import HandoutsError, Problem


def write_atomic(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step; a reader sees the old file or the new one, also after a crash.

    Makes the folder. Leaves nothing behind when it fails, and raises what the system raised.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def cache_folder() -> Path:
    """The folder for what handouts keeps of this user's to be faster; it need not exist (XDG Base Directory)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handouts"


OWN_FOLDER = ".handouts"
"""The folder of a workspace that holds what handouts keeps for itself on this machine. It does not belong in git."""


def make_private(folder: Path) -> Path:
    """Make `folder` if need be, for this user only and not for git, and return it. Raises `OSError`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return folder


def digest(data: bytes) -> str:
    """The SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inside(root: Path, path: Path) -> Path | None:
    """`path` with links followed, when it lies in `root`; `None` when it leaves it. Neither need exist.

    A path that the system cannot follow (a loop of links, a NUL in a name) lies nowhere.
    """
    try:
        resolved = (root / path).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return resolved if resolved.is_relative_to(root.resolve()) else None


def read_text(path: Path) -> str:
    """The UTF-8 text of `path`, a byte order mark dropped and line ends made line feeds.

    Raises `HandoutsError` (`file-missing`, `file-unreadable`, `file-encoding`), with the line of the first bad byte.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _unreadable(
            "file-missing", "the file does not exist", path, "Check the name, or restore the file."
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _unreadable(
            "file-unreadable", f"the file cannot be read: {reason}", path, "Check its name and permissions."
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable("file-encoding", "the file is not UTF-8 text", path, "Save it as UTF-8.", line) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unreadable(code: str, message: str, path: Path, hint: str, line: int | None = None) -> HandoutsError:
    return HandoutsError([Problem(code, message, path, line, hint)])
