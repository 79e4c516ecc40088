"""The outbox's file: where it lies, how it is made, opened, checked and brought up to date, and what its errors mean.

An outbox is made whole beside its place and linked into it, so that an empty or broken file is never one that was just
begun: it is damage, it is said, and nothing is made anew over it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from handouts.files import OWN_FOLDER, make_private
from handouts.problems import ExitCode, HandoutsError, Problem

_NAME = "outbox.sqlite3"
_APPLICATION = 0x684F7574
"""SQLite's `application_id` of an outbox ("hOut"): another program's database is not taken for one."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE secret (key BLOB NOT NULL)",
        """
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            recipient TEXT NOT NULL,
            article TEXT NOT NULL,
            language TEXT NOT NULL,
            edition TEXT NOT NULL,
            version TEXT NOT NULL,
            brand TEXT NOT NULL,
            generation INTEGER NOT NULL,
            paper TEXT NOT NULL,
            address TEXT NOT NULL,
            name TEXT NOT NULL,
            reference TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            allow_draft INTEGER NOT NULL,
            message_id TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
            handed INTEGER NOT NULL DEFAULT 0,
            run TEXT NOT NULL DEFAULT '',
            tries INTEGER NOT NULL DEFAULT 0,
            next_try REAL NOT NULL,
            created REAL NOT NULL,
            changed REAL NOT NULL,
            note TEXT NOT NULL DEFAULT '',
            UNIQUE (recipient, article, language, edition, version, brand, generation)
        ) STRICT
        """,
        "CREATE INDEX entry_due ON entry (state, next_try, id)",
    ),
)
"""What leads from each version of the schema (`user_version`) to the next; the first from nothing. Only ever added to.

The brand is a part of the key: another clinic's message about the same leaflet is another message. The paper is not.
"""


def outbox_path(root: Path) -> Path:
    """Where the workspace with the folder `root` keeps its outbox."""
    return root / OWN_FOLDER / _NAME


def open_database(path: Path, patience: float) -> sqlite3.Connection:
    """The outbox at `path`, made if there is none, checked and up to date.

    `patience` is how many seconds another process may keep it locked. Raises `HandoutsError`: `outbox-damaged`,
    `outbox-foreign`, `outbox-newer`, `outbox-locked`, `outbox-full`, `outbox-unwritable`.
    """
    with told(path):
        if not path.exists():
            _make(path)
        _keep_private(path)
        database = _connect(path, patience)
        try:
            _check(database, path)
            _set_up(database, path)
            _migrate(database)
        except BaseException:
            database.close()
            raise
        return database


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Runs what uses the outbox at `path`, and makes a `HandoutsError` of what SQLite or the system says of it."""
    try:
        yield
    except sqlite3.Error as error:
        raise _refusal(path, *_meaning(error)) from error
    except OSError as error:
        what = f"the outbox cannot be used: {(error.strerror or str(error)).lower()}"
        raise _refusal(path, "outbox-unwritable", what, _SPACE) from error


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All that is done in it is stored, durably, or nothing is; no other process writes meanwhile."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


_SPACE = "Make room, or mend the permissions; what was queued is kept."
_RESTORE = "Restore it from a backup, or move it away to begin a new one, which no longer knows what was sent."
_MEANINGS = {
    sqlite3.SQLITE_BUSY: ("outbox-locked", "another program keeps the outbox locked", "Try again when it has ended."),
    sqlite3.SQLITE_LOCKED: ("outbox-locked", "another program keeps the outbox locked", "Try again when it has ended."),
    sqlite3.SQLITE_FULL: ("outbox-full", "there is no room left to write the outbox", _SPACE),
    sqlite3.SQLITE_IOERR: ("outbox-full", "the outbox cannot be written or read: the disk may be full", _SPACE),
    sqlite3.SQLITE_NOTADB: ("outbox-damaged", "the outbox is damaged: it is not a database", _RESTORE),
    sqlite3.SQLITE_CORRUPT: ("outbox-damaged", "the outbox is damaged", _RESTORE),
    sqlite3.SQLITE_READONLY: ("outbox-unwritable", "the outbox cannot be written", _SPACE),
    sqlite3.SQLITE_CANTOPEN: ("outbox-unwritable", "the outbox cannot be opened", _SPACE),
    sqlite3.SQLITE_PERM: ("outbox-unwritable", "the outbox cannot be opened", _SPACE),
}


def _meaning(error: sqlite3.Error) -> tuple[str, str, str]:
    """Code, message and hint for what SQLite says; what only a bug of ours can cause is raised again as it is."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if primary not in _MEANINGS:
        raise error
    return _MEANINGS[primary]


def _refusal(path: Path, code: str, what: str, hint: str) -> HandoutsError:
    return HandoutsError([Problem(code, what, path, None, hint)], ExitCode.MACHINE)


def damaged(path: Path, why: str) -> HandoutsError:
    """The refusal of the outbox at `path` because of `why`."""
    return _refusal(path, "outbox-damaged", f"the outbox is damaged: {why}", _RESTORE)


def _make(path: Path) -> None:
    """Make an outbox at `path`, unless another process does so first."""
    make_private(path.parent)
    if Path(f"{path}-wal").exists():
        raise damaged(path, "its file is gone, and only its journal is there")
    new = path.with_name(f".{_NAME}.{secrets.token_hex(8)}.part")
    try:
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with contextlib.closing(_connect(new, 0)) as database:
            database.execute(f"PRAGMA application_id = {_APPLICATION}")
            _migrate(database)
            database.execute("INSERT INTO secret VALUES (?)", (secrets.token_bytes(32),))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(new)
    finally:
        new.unlink(missing_ok=True)


def _keep_private(path: Path) -> None:
    """Addresses of patients are nobody else's to read."""
    with contextlib.suppress(OSError):  # another user's file that we may use
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _connect(path: Path, patience: float) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", timeout=patience, isolation_level=None, uri=True)
    database.row_factory = sqlite3.Row
    return database


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Refuse what is damaged, another program's, or of a later version of handouts, before anything is written."""
    if path.stat().st_size == 0:
        raise damaged(path, "its file is empty")
    if _pragma(database, "application_id") != _APPLICATION:
        hint = "Move it away; handouts makes its own."
        raise _refusal(path, "outbox-foreign", "this database is not an outbox of handouts", hint)
    if _pragma(database, "user_version") > len(MIGRATIONS):
        hint = "Use that version of handouts."
        raise _refusal(path, "outbox-newer", "the outbox was written by a later version of handouts", hint)
    said = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise damaged(path, str(said).splitlines()[0])


def _set_up(database: sqlite3.Connection, path: Path) -> None:
    """Write-ahead logging; what is committed outlives a power failure; what is deleted is overwritten."""
    if database.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        hint = "Keep the workspace on a disk of this machine."
        raise _refusal(path, "outbox-unwritable", "this kind of disk cannot hold an outbox", hint)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA secure_delete = ON")


def _migrate(database: sqlite3.Connection) -> None:
    """Bring the schema up to date, wholly or not at all."""
    if _pragma(database, "user_version") == len(MIGRATIONS):
        return
    with transaction(database):
        for statements in MIGRATIONS[_pragma(database, "user_version") :]:
            for statement in statements:
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _pragma(database: sqlite3.Connection, name: str) -> int:
    return int(database.execute(f"PRAGMA {name}").fetchone()[0])
