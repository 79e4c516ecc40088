"""What is known of files from earlier runs, so that they need not be read again: `.handouts/state.sqlite3`.

Only a memory: whatever is in it can be found out again, and losing it, or a damaged or unwritable file, costs time and
changes no result. It holds the content digest of each file beside its stat signature, and what was derived from
contents (a catalog's messages, say), by those contents' digests.

A signature answers for a file only when its inode was last changed before this run began, by the file system's own
clock: a change within the same tick of that clock would not show (git calls this racy, Documentation/technical/
racy-git.txt). The inode's time of change is asked, which nobody can set.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from handouts.files import OWN_FOLDER, make_private
from handouts.manifest import Signature, signature

_NAME, _CLOCK = "state.sqlite3", "clock"
_VERSION = 2
_KEPT_DAYS = 30
_CHECKED_DAYS = 400
"""What was found in a translation is of use when it is edited, which may be a year later."""
_AT_ONCE = 200
"""So many translations' findings are written at once: to write each would take longer."""
_WAIT = 1
"""How long another run may hold the state (s) before this one does without."""
_COARSE = 2_000_000_000
"""Some file systems count in whole seconds, or two (ns)."""

_SCHEMA = """
CREATE TABLE file (path TEXT PRIMARY KEY, size INT, changed INT, altered INT, inode INT, digest TEXT, used INT)
  WITHOUT ROWID;
CREATE TABLE derived (key TEXT PRIMARY KEY, value TEXT, marks TEXT, used INT) WITHOUT ROWID;
CREATE INDEX of_value ON derived (value);
CREATE TABLE checked (name TEXT PRIMARY KEY, base TEXT, value TEXT, used INT) WITHOUT ROWID;
"""

_KEEP = """
INSERT INTO derived VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
  SET value = excluded.value, used = excluded.used, marks = coalesce(excluded.marks, marks)
"""

Marks = Mapping[str, str]
"""A short mark of each message's source, and one of what is said of it."""


@dataclass(frozen=True)
class _File:
    """What is known of a file: its signature, the digest of its content, and the day on which it was last asked for."""

    signature: Signature
    digest: str
    used: int


@dataclass(frozen=True)
class _Derived:
    """What was derived from contents, with its marks when they were made in this run, and the day of its last use."""

    value: str
    used: int
    marks: Marks | None = None


class State:
    """What is known of files and of what they hold. Each file is looked at once while a `State` lives.

    `base` is the database it comes from and goes to, `tick` the file system's time when the run began (ns).
    """

    def __init__(self, base: sqlite3.Connection | None = None, tick: int = 0) -> None:
        self._base = base
        self._tick = tick
        self._today = int(time.time()) // 86_400
        self._files: dict[str, _File] = {}
        self._derived: dict[str, _Derived] = {}
        self._seen: dict[str, str] = {}
        self._stale_files: set[str] = set()
        self._stale_derived: set[str] = set()
        self._checked: dict[str, tuple[str, str]] = {}
        if base:
            rows = base.execute("SELECT path, size, changed, altered, inode, digest, used FROM file")
            self._files = {row[0]: _File(row[1:5], row[5], row[6]) for row in rows}
            found = base.execute("SELECT key, value, used FROM derived")
            self._derived = {key: _Derived(value, used) for key, value, used in found}

    def digest(self, path: Path) -> str:
        """The SHA-256 of the file at `path` when this run first asked; empty when it is not there or is no file.

        Raises `OSError` when it cannot be read.
        """
        name = str(path)
        if name not in self._seen:
            self._seen[name] = self._look(name, path)
        return self._seen[name]

    def _look(self, name: str, path: Path) -> str:
        now, known = signature(path), self._files.get(name)
        if now is None:
            return ""
        settled = _settled(now, self._tick)
        if known and settled and known.signature == now:
            if known.used < self._today:
                self._note_file(name, _File(now, known.digest, self._today))
            return known.digest
        found = read_digest(path)
        if settled and signature(path) == now:
            self._note_file(name, _File(now, found, self._today))
        return found

    def _note_file(self, name: str, file: _File) -> None:
        self._files[name] = file
        self._stale_files.add(name)

    def recall(self, key: str) -> str | None:
        """What was derived under `key`; `None` when that is not known."""
        known = self._derived.get(key)
        if known and known.used < self._today:
            self._derived[key] = replace(known, used=self._today)
            self._stale_derived.add(key)
        return known.value if known else None

    def keep(self, key: str, value: str, marks: Marks | None = None) -> None:
        """Remember what was derived under `key`, and `marks` that tell later what has changed in it."""
        self._derived[key] = _Derived(value, self._today, marks)
        self._stale_derived.add(key)

    def marks(self, value: str) -> Marks | None:
        """The marks that were kept with a value that begins with `value`; `None` when they are not known."""
        for key in self._stale_derived:
            known = self._derived[key]
            if known.value.startswith(value) and known.marks is not None:
                return known.marks
        if self._base is None:
            return None
        command = "SELECT marks FROM derived WHERE value >= ? AND value < ? AND marks IS NOT NULL"
        try:
            row = self._base.execute(command, (value, f"{value}g")).fetchone()
            return dict(json.loads(row[0])) if row else None
        except (sqlite3.Error, ValueError, TypeError):
            return None

    def recall_checked(self, name: str, base: str) -> str:
        """What was kept under `name` when the checks were based on the same; empty when that is not known."""
        row: tuple[str, str] | None = self._checked.get(name)
        if row is None and self._base is not None:
            with suppress(sqlite3.Error):
                row = self._base.execute("SELECT base, value FROM checked WHERE name = ?", (name,)).fetchone()
        return str(row[1]) if row and row[0] == base else ""

    def keep_checked(self, name: str, base: str, value: str) -> None:
        """Remember what the checks found in the translation `name`, and what they were `base`d on."""
        self._checked[name] = (base, value)
        if len(self._checked) >= _AT_ONCE:
            self.save()

    def save(self) -> None:
        """Write down what is new, and forget what nobody has asked for in 30 days. That it cannot be is no harm."""
        if self._base is None or not (self._stale_files or self._stale_derived or self._checked):
            self._checked.clear()
            return
        checked = ((name, *row, self._today) for name, row in self._checked.items())
        files = ((name, *self._files[name].signature, *astuple(self._files[name])[1:]) for name in self._stale_files)
        derived = ((key, self._derived[key]) for key in self._stale_derived)
        rows = (
            (key, one.value, json.dumps(one.marks) if one.marks is not None else None, one.used) for key, one in derived
        )
        try:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", files)
                self._base.executemany(_KEEP, rows)
                self._base.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?)", checked)
                self._base.execute("DELETE FROM checked WHERE used < ?", (self._today - _CHECKED_DAYS,))
                self._base.execute("DELETE FROM file WHERE used < ?", (self._today - _KEPT_DAYS,))
                self._base.execute("DELETE FROM derived WHERE used < ?", (self._today - _KEPT_DAYS,))
        except sqlite3.Error:
            return
        finally:
            self._checked.clear()
        self._stale_files.clear()
        self._stale_derived.clear()


@contextmanager
def open_state(root: Path) -> Iterator[State]:
    """The state of the workspace `root`, saved at the end; one that is not kept when the folder cannot be written."""
    try:
        folder = make_private(root / OWN_FOLDER)
        clock = folder / _CLOCK
        clock.touch()
        tick = clock.stat().st_mtime_ns
        base, state = _load(folder / _NAME, tick)
    except (OSError, sqlite3.Error):
        base, state = None, State()
    try:
        yield state
    finally:
        state.save()
        if base:
            base.close()


def _load(path: Path, tick: int) -> tuple[sqlite3.Connection, State]:
    """The database at `path` and what it holds; made anew when it is damaged or of another version.

    Raises `sqlite3.Error` and `OSError` when there can be none.
    """
    for damaged in (False, True):
        if damaged:
            path.unlink(missing_ok=True)
            path.with_name(f"{_NAME}-journal").unlink(missing_ok=True)
        base = sqlite3.connect(path, timeout=_WAIT)
        try:
            if damaged:
                base.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
            if base.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
                return base, State(base, tick)
        except sqlite3.DatabaseError as error:
            if damaged or (isinstance(error, sqlite3.OperationalError) and "locked" in str(error)):
                base.close()
                raise
        base.close()
    raise sqlite3.DatabaseError("the state cannot be made")


def read_digest(path: Path) -> str:
    """The SHA-256 of the file at `path` as it is now. Raises `OSError`."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _settled(now: Signature, tick: int) -> bool:
    """Whether a file with this signature was changed last before the `tick` of the file system's clock."""
    altered = now[2]
    return altered < (tick - _COARSE if altered % 1_000_000_000 == 0 else tick)
