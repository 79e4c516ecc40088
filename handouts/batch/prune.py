"""Pruning: what handouts made and nobody can ask for any more goes; what anybody else put there stays.

A file goes only when the manifest lists it and it still is, byte for byte, what was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from handouts.batch.state import read_digest
from handouts.files import inside
from handouts.manifest import NAME, Entry, Manifest
from handouts.problems import Problem, Severity

_PICTURE = b"\x89PNG\r\n\x1a\n"
_LEFTOVER = re.compile(rf"\.(.+\.(pdf|png)|{re.escape(NAME)}|index\.html)\.[a-z0-9_]{{8}}\.part")
"""What `files.write_atomic` leaves when it is killed."""


@dataclass(frozen=True)
class Pruned:
    """What was deleted, by path below `output/`, and what could not be, or was not ours to delete."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]


def prune(manifest: Manifest, stale: Iterable[Entry]) -> Pruned:
    """Delete the files of `stale` entries, their pictures and the folders that are empty then, and forget the entries.

    A file that is not what was made stays, and a warning says so (`stale-changed`); it is not listed any more. One that
    cannot be deleted stays listed (`output-unwritable`).
    """
    output, gone, problems = manifest.output, [], []
    for entry in stale:
        path = output / entry.path
        try:
            if _is_ours(output, entry):
                path.unlink()
                gone.append(entry.path)
                _remove_empty(output, path.parent)
            elif path.exists() and entry.sha256:
                what = "nobody can ask for this leaflet any more, but the file is not the one that was made: it stays"
                problems.append(Problem("stale-changed", what, path, None, "Delete it yourself.", Severity.WARNING))
            _remove_picture(manifest, entry)
        except OSError as error:
            what = (
                f"this leaflet, which nobody can ask for any more, cannot be deleted: {(error.strerror or '').lower()}"
            )
            problems.append(
                Problem("output-unwritable", what, path, None, "Mend the permissions, or delete it yourself.")
            )
            continue
        manifest.entries.pop(entry.path, None)
    return Pruned(tuple(gone), tuple(problems))


def sweep(output: Path) -> list[Path]:
    """Delete what a build that was killed left half written in `output`, and say what that was.

    To be called by who holds the lock: nobody else is writing there then.
    """
    gone = []
    for path in output.rglob(".*.part"):
        if _LEFTOVER.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            try:
                path.unlink()
            except OSError:
                continue
            gone.append(path)
    return gone


def _is_ours(output: Path, entry: Entry) -> bool:
    """Whether the file of `entry` is the one that was made. Raises `OSError` when it cannot be read."""
    path = output / entry.path
    return _is_file_in(output, path) and bool(entry.sha256) and read_digest(path) == entry.sha256


def _is_file_in(output: Path, path: Path) -> bool:
    """Whether `path` is a file in `output` itself, and no link to one."""
    return inside(output, path) is not None and path.is_file() and not path.is_symlink()


def _remove_picture(manifest: Manifest, entry: Entry) -> None:
    """Delete the thumbnail of `entry`, unless another leaflet has the same one."""
    output, name = manifest.output, entry.thumbnail
    if not name or any(other.thumbnail == name and other is not entry for other in manifest.entries.values()):
        return
    path = output / name
    if path.suffix != ".png" or not _is_file_in(output, path):
        return
    with path.open("rb") as stream:
        picture = stream.read(len(_PICTURE)) == _PICTURE
    if picture:
        path.unlink()
        _remove_empty(output, path.parent)


def _remove_empty(output: Path, folder: Path) -> None:
    """Remove `folder` and those above it, up to `output`, as far as they are empty."""
    while folder != output and folder.is_relative_to(output):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
