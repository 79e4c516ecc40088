"""The manifest: what is in `output/`, one line a leaflet, so that a file can be known and proofed again.

It is `output/manifest.json`, written whole. An entry says which leaflet a file is, what it was made of and what it must
hold, by digest, and what the last attempt to make it came to.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter, ValidationError

from handouts.files import digest, inside, write_atomic
from handouts.jobs import Job, Outcome, leaflet_path
from handouts.problems import ExitCode, HandoutsError, Problem, Severity

if TYPE_CHECKING:
    from handouts.press import Press

NAME = "manifest.json"
_VERSION = 2
_BUILD = "Build it again."
_PAUSE, _SHARE = 1.0, 20
"""A checkpoint comes a second after the last one, or twenty times as long as that took: 5 % of the time at most."""

Signature = tuple[int, int, int, int]
"""What the file system says of a file: size, the times (ns) of its last change and of its inode's, and the inode."""

Said = dict[str, str | int | None]
"""A problem as `Problem.as_dict` gives it; its path is below the workspace's root where it can be."""


def signature(path: Path | str) -> Signature | None:
    """The signature of the file at `path`; `None` when there is none, or no ordinary file."""
    try:
        found = os.stat(path)  # noqa: PTH116  # a `Path` of each of many thousand files takes longer than to ask for it
    except (OSError, ValueError):
        return None
    regular = found.st_mode & 0o170000 == 0o100000
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino) if regular else None


@dataclass(frozen=True)
class Entry:
    """A leaflet: its path below `output/`, its job, and what `Outcome` says of its last good file.

    `fingerprint` is the digest of all that it was made of and `parts` a mark of each part of that, in order
    (`batch.fingerprint`); `signature` is the file's when it was written, `thumbnail` the path of its picture below
    `output/`. `problems` are those of the last attempt. When that `failed`, all else describes the last good file, and
    is empty when there never was one.
    """

    path: str
    job: Job
    title: str = ""
    source_title: str = ""
    pages: int = 0
    draft: bool = True
    sha256: str = ""
    holds: str = ""
    fingerprint: str = ""
    parts: str = ""
    signature: Signature | None = None
    thumbnail: str = ""
    problems: tuple[Said, ...] = ()
    failed: bool = False

    def problems_in(self, root: Path) -> list[Problem]:
        """The problems of the last attempt in the workspace `root`, as values."""
        return [
            Problem(
                str(one["code"]),
                str(one["message"]),
                root / str(one["path"]) if one.get("path") else None,
                int(line) if (line := one.get("line")) else None,
                str(one.get("hint") or ""),
                Severity(str(one["severity"])),
            )
            for one in self.problems
        ]


@dataclass(frozen=True)
class _Held:
    """The manifest as it is written."""

    version: Literal[2]
    leaflets: list[Entry] = field(default_factory=list)


_HELD, _ENTRY = TypeAdapter(_Held), TypeAdapter(Entry)


class Manifest:
    """The `entries` of the folder `output`, by path.

    `written` is the time of its last change in ns; 0 when it is not known. `damage` says why nothing is known of what
    was built earlier, when something was.
    """

    def __init__(
        self, output: Path, entries: Iterable[Entry] = (), written: int = 0, damage: Problem | None = None
    ) -> None:
        self.damage = damage
        self.output = output
        self.entries = {entry.path: entry for entry in entries}
        self.written = written

    def record(self, outcome: Outcome, fingerprint: str = "", parts: str = "", thumbnail: str = "") -> Entry:
        """Note what became of a job, made of what `fingerprint` and `parts` say; `thumbnail` is where its picture is.

        One that failed leaves what is known of its last good file as it is.
        """
        job, path = outcome.job, leaflet_path(outcome.job)
        said = tuple(_said(problem, self.output.parent) for problem in outcome.problems)
        if outcome.path and outcome.pages and outcome.sha256:
            entry = Entry(
                path, job, outcome.title, outcome.source_title, outcome.pages, outcome.draft, outcome.sha256,
                outcome.holds, fingerprint, parts, signature(outcome.path), thumbnail, said,
            )  # fmt: skip
        else:
            entry = replace(self.entries.get(path) or Entry(path, job), problems=said, failed=True)
        self.entries[path] = entry
        return entry

    def write(self) -> None:
        """Put the manifest beside the leaflets. Raises `OSError`."""
        lines = b",\n".join(_ENTRY.dump_json(entry) for _, entry in sorted(self.entries.items()))
        write_atomic(self.output / NAME, b'{"version": %d, "leaflets": [\n%s\n]}\n' % (_VERSION, lines))

    def forget_missing(self) -> None:
        """Forget files that are no longer there; one whose last attempt failed keeps its problems."""
        for path, entry in list(self.entries.items()):
            if entry.sha256 and signature(f"{self.output}/{path}") is None:
                del self.entries[path]
                if entry.failed:
                    self.entries[path] = Entry(path, entry.job, problems=entry.problems, failed=True)

    def entry(self, job: Job) -> Entry | None:
        """The entry of the finished leaflet of `job`; `None` when there never was one."""
        entry = self.entries.get(leaflet_path(job))
        return entry if entry and entry.sha256 and entry.job == job else None

    def find(self, path: Path, sha256: str) -> Entry | None:
        """The entry of the file at `path`, or of one with the same bytes when it lies somewhere else."""
        within = inside(self.output, path.absolute())
        if within and (entry := self.entries.get(within.relative_to(self.output.resolve()).as_posix())):
            return entry if entry.sha256 else None
        return next((entry for entry in self.entries.values() if entry.sha256 == sha256), None)


def _said(problem: Problem, root: Path) -> Said:
    path = problem.path
    if path and path.is_relative_to(root):
        path = path.relative_to(root)
    return replace(problem, path=path).as_dict()


def load_manifest(output: Path) -> Manifest:
    """The manifest of the folder `output`; an empty one when there is none, or it is damaged or of another version.

    The latter is its `damage` then. 10,000 entries take 0.08 s and 300,000 take 3 s, straight from JSON.
    """
    path = output / NAME
    try:
        seen, data = signature(path), path.read_bytes()
        return Manifest(output, _HELD.validate_json(data, strict=True).leaflets, seen[2] if seen else 0)
    except (FileNotFoundError, NotADirectoryError):
        return Manifest(output)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
    except ValidationError:
        why = "it is damaged, or of another version of handouts"
    what = f"what was built earlier is not known, as the manifest cannot be read: {why}"
    hint = "'handouts build' makes all leaflets and the manifest anew; what nobody asks for any more, delete yourself."
    return Manifest(output, damage=Problem("manifest-damaged", what, path, None, hint, Severity.WARNING))


class Checkpoint:
    """Writes a manifest while its leaflets are being made, so that a crash costs seconds of work and not hours."""

    def __init__(self, manifest: Manifest, clock: Callable[[], float] = time.monotonic) -> None:
        self._manifest = manifest
        self._clock = clock
        self._next = clock() + _PAUSE

    def step(self) -> bool:
        """Write the manifest if it is time to, and say whether it was.

        That it cannot be written is told at the end, when it still cannot be.
        """
        start = self._clock()
        if start < self._next:
            return False
        with suppress(OSError):
            self._manifest.write()
        end = self._clock()
        self._next = end + max(_PAUSE, _SHARE * (end - start))
        return True


def write_last(manifest: Manifest) -> list[Problem]:
    """Write the manifest at the end of a batch, less the files that are gone; a problem when it cannot be written."""
    manifest.forget_missing()
    try:
        if manifest.entries or (manifest.output / NAME).exists():
            manifest.write()
    except OSError as error:
        what = f"the manifest cannot be written: {(error.strerror or str(error)).lower()}"
        return [Problem("output-unwritable", what, manifest.output / NAME, None, "Make room, or mend the permissions.")]
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
        if error.exit_code is ExitCode.MACHINE:
            raise
        yield from error.problems
        return
    if held != entry.holds:
        what = "its article, translation or brand has changed since it was built"
        yield Problem("proof-stale", what, path, None, _BUILD)
        return
    for problem in problems:
        yield Problem(problem.code, problem.message, problem.path or path, problem.line, problem.hint, problem.severity)
