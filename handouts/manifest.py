"""The manifest: what is in `output/`, one line a leaflet, so that a file can be known and proofed again.

It is `output/manifest.json`, written whole. An entry says which leaflet a file is, and digests of the file and of what
it must hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handouts.files import digest, inside, write_atomic
from handouts.press import Job, Outcome, Press
from handouts.problems import HandoutsError, Problem

NAME = "manifest.json"
_VERSION = 1
_BUILD = "Build it again."


@dataclass(frozen=True)
class Entry:
    """A leaflet on disk: its path below `output/`, its job, and what `Outcome` says of it."""

    path: str
    job: Job
    title: str
    source_title: str
    pages: int
    draft: bool
    sha256: str
    holds: str


_ENTRIES = TypeAdapter(list[Entry])


class Manifest:
    """The `entries` of the folder `output`, by path."""

    def __init__(self, output: Path, entries: Iterable[Entry] = ()) -> None:
        self.output = output
        self.entries = {entry.path: entry for entry in entries}

    def record(self, outcomes: Iterable[Outcome]) -> None:
        """Note what became of some jobs; one that failed leaves the entry of its last good file as it is."""
        for made in outcomes:
            if made.path and made.pages and made.sha256:
                path = made.path.relative_to(self.output).as_posix()
                self.entries[path] = Entry(
                    path, made.job, made.title, made.source_title, made.pages, made.draft, made.sha256, made.holds
                )

    def write(self) -> None:
        """Put the manifest beside the leaflets, less entries whose file is gone. Raises `OSError`."""
        there = [entry for _, entry in sorted(self.entries.items()) if (self.output / entry.path).is_file()]
        lines = ",\n".join(json.dumps(asdict(entry), ensure_ascii=False) for entry in there)
        write_atomic(self.output / NAME, f'{{"version": {_VERSION}, "leaflets": [\n{lines}\n]}}\n'.encode())

    def entry(self, job: Job) -> Entry | None:
        """The entry of the leaflet of `job`; `None` when there is none."""
        return next((entry for entry in self.entries.values() if entry.job == job), None)

    def find(self, path: Path, sha256: str) -> Entry | None:
        """The entry of the file at `path`, or of one with the same bytes when it lies somewhere else."""
        within = inside(self.output, path.absolute())
        if within and (entry := self.entries.get(within.relative_to(self.output.resolve()).as_posix())):
            return entry
        return next((entry for entry in self.entries.values() if entry.sha256 == sha256), None)


def load_manifest(output: Path) -> Manifest:
    """The manifest of the folder `output`; an empty one when there is none or it is damaged."""
    try:
        held: Any = json.loads((output / NAME).read_bytes())
        return Manifest(output, _ENTRIES.validate_python(held["leaflets"] if held["version"] == _VERSION else []))
    except (OSError, ValueError, LookupError, TypeError, ValidationError, RecursionError):
        return Manifest(output)


def note(output: Path, outcomes: Iterable[Outcome]) -> list[Problem]:
    """Note what became of some jobs in the manifest of `output`; a problem when it cannot be written."""
    manifest = load_manifest(output)
    manifest.record(outcomes)
    if not manifest.entries:
        return []
    try:
        manifest.write()
    except OSError as error:
        what = f"the manifest cannot be written: {(error.strerror or str(error)).lower()}"
        return [Problem("output-unwritable", what, output / NAME, None, "Make room, or mend the permissions.")]
    return []


def prove_file(press: Press, manifest: Manifest, path: Path) -> Iterator[Problem]:
    """What is wrong with the finished leaflet at `path`: see `prove_bytes`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read: {(error.strerror or str(error)).lower()}"
        yield Problem("proof-file", what, path, None, "Check its name, or build it again.")
        return
    yield from prove_bytes(press, manifest, path, data)


def prove_bytes(press: Press, manifest: Manifest, path: Path, data: bytes) -> Iterator[Problem]:
    """What is wrong with `data`, read from `path`: against the manifest, then against the workspace.

    A leaflet whose article, translation, brand or template's words have changed since is no longer one to hand out.
    """
    sha256 = digest(data)
    entry = manifest.find(path, sha256)
    if entry is None:
        yield Problem("proof-unlisted", f"{NAME} does not list this file", path, None, "Build the leaflets again.")
        return
    if entry.sha256 != sha256:
        yield Problem("proof-changed", "this is not the file that was built: its digest is another", path, None, _BUILD)
    try:
        held, problems = press.prove(entry.job, data, entry.pages)
    except HandoutsError as error:
        yield from error.problems
        return
    if held != entry.holds:
        what = "its article, translation or brand has changed since it was built"
        yield Problem("proof-stale", what, path, None, _BUILD)
        return
    for problem in problems:
        yield Problem(problem.code, problem.message, problem.path or path, problem.line, problem.hint, problem.severity)
