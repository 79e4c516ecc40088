"""The outbox: which messages are to be sent, which were, and which may have been; each of them once.

An entry goes queued → sending → sent, failed or unknown. What is claimed for sending is on disk before a server hears
of it, and that its end may have been handed over is on disk before it is (`hand_over`). So whenever a process dies, its
entries either provably did not go, and are queued again, or are unknown, and only a person says what became of them.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from handouts.jobs import Job
from handouts.mail.outbox_schema import damaged, open_database, told, transaction
from handouts.mail.runs import Run, alive
from handouts.problems import HandoutsError, Problem


class State(StrEnum):
    """Where an entry stands. Only `QUEUED` is ever sent; `UNKNOWN` may have arrived or not."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class NewEntry:
    """A message to be sent: which leaflet, with what bytes (`sha256`) and of which version of the article, to whom.

    `address` is normalised, `name` the addressee's or empty, `reference` the article's; `domain` is the sender's, of
    which the Message-ID is made.
    """

    job: Job
    address: str = field(repr=False)
    name: str = field(repr=False)
    reference: str
    version: str
    sha256: str
    domain: str
    allow_draft: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry of the outbox.

    `recipient` is the address's keyed digest, for logs and lists. `tries` counts the attempts that ended without a
    decision; the next is due at `next_try` (seconds since 1970, as `created` and `changed`). `note` is the last thing
    that was said of it, without addresses. `handed` tells whether the end of the message may have reached a server.
    """

    id: int
    job: Job
    address: str = field(repr=False)
    name: str = field(repr=False)
    recipient: str
    reference: str
    version: str
    sha256: str
    allow_draft: bool
    message_id: str
    generation: int
    state: State
    handed: bool
    tries: int
    next_try: float
    created: float
    changed: float
    note: str

    def as_dict(self) -> dict[str, object]:
        """The entry for JSON output, without the address and the name."""
        job = self.job
        return {
            "id": self.id, "state": str(self.state), "recipient": self.recipient, "article": job.article,
            "language": job.language, "edition": job.edition, "brand": job.brand, "paper": job.paper,
            "version": self.version, "reference": self.reference, "generation": self.generation,
            "message_id": self.message_id, "tries": self.tries,
            "next_try": moment(self.next_try if self.state is State.QUEUED else 0),
            "created": moment(self.created), "changed": moment(self.changed), "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True)
class Queued:
    """The message is in the outbox now; with `revived`, as an entry that had failed before and is tried again."""

    entry: Entry
    revived: bool = False


@dataclass(frozen=True)
class AlreadyThere:
    """The outbox knows this message already: it waits, was sent, or may have been."""

    entry: Entry


class Outbox:
    """The outbox in the file `path`. Errors of the file are raised as `HandoutsError` (`outbox-…`), by every method."""

    def __init__(self, path: Path, database: sqlite3.Connection, clock: Callable[[], float]) -> None:
        self.path = path
        self.now = clock
        self._database = database
        row = self._row("SELECT key FROM secret")
        if row is None:
            raise damaged(path, "the key of its digests is gone")
        self._key = bytes(row["key"])

    @classmethod
    def open(cls, path: Path, *, patience: float = 10, clock: Callable[[], float] = time.time) -> Outbox:
        """The outbox at `path`, made if there is none. Another process may keep it locked for `patience` seconds.

        Raises `HandoutsError` as `outbox_schema.open_database` does.
        """
        return cls(path, open_database(path, patience), clock)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Outbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What waits, and what was.

    def queue(self, new: NewEntry, *, again: bool = False) -> Queued | AlreadyThere:
        """Queue `new`, unless the outbox knows the same recipient, article, language, edition, version and brand.

        What failed was not delivered, so it is queued again, and what still waits is sent as `new` says. With `again`
        what was sent, or may have been, is sent once more.
        """
        with told(self.path), transaction(self._database):
            known = self.find(new)
            if known is None:
                return Queued(self._insert(new, self._digest(new.address), 1))
            if known.state is State.FAILED:
                return Queued(self._renew(known.id, new, revive=True), revived=True)
            if known.state is State.QUEUED:
                return AlreadyThere(self._renew(known.id, new, revive=False))
            more = known.generation + 1
            return Queued(self._insert(new, known.recipient, more)) if again else AlreadyThere(known)

    def find(self, new: NewEntry) -> Entry | None:
        """The last entry for the same recipient, article, language, edition, version and brand as `new`."""
        job = new.job
        key = (self._digest(new.address), job.article, job.language, job.edition, new.version, job.brand)
        row = self._row(f"SELECT * FROM entry WHERE {_KEY} ORDER BY generation DESC LIMIT 1", *key)  # noqa: S608  # our names
        return _entry(row) if row else None

    def entries(self, *states: State) -> Iterator[Entry]:
        """The entries in one of `states` (all, if none is given), in the order in which they were queued."""
        wanted = states or tuple(State)
        marks = ", ".join("?" * len(wanted))
        with told(self.path):
            rows = self._database.execute(f"SELECT * FROM entry WHERE state IN ({marks}) ORDER BY id", wanted)  # noqa: S608  # our names
            for row in rows:
                yield _entry(row)

    def entry(self, number: int) -> Entry:
        """The entry with that number. Raises `HandoutsError` (`outbox-entry`) when there is none."""
        row = self._row("SELECT * FROM entry WHERE id = ?", number)
        if row is None:
            what = f"the outbox has no entry {number}"
            raise HandoutsError([Problem("outbox-entry", what, self.path, None, "See 'handouts outbox list'.")])
        return _entry(row)

    def counts(self) -> dict[State, int]:
        """How many entries there are in each state."""
        with told(self.path):
            rows = self._database.execute("SELECT state, count(*) FROM entry GROUP BY state").fetchall()
        return dict.fromkeys(State, 0) | {State(state): count for state, count in rows}

    # Sending, as `sending` does it.

    @contextmanager
    def run(self) -> Iterator[Run]:
        """A run that sends: while it lasts, and no longer, other processes leave alone what it has claimed."""
        with told(self.path):
            run = Run.begin(self.path.parent)
        try:
            yield run
        finally:
            run.end()

    def recover(self) -> list[Entry]:
        """Settle the entries that dead processes had claimed: queued again, or unknown when they may have gone."""
        with told(self.path), transaction(self._database):
            rows = self._database.execute("SELECT id, run FROM entry WHERE state = 'sending'").fetchall()
            living = {name: alive(self.path.parent, name) for name in {str(row["run"]) for row in rows}}
            return [self._abandon(row["id"]) for row in rows if not living[row["run"]]]

    def claim(self, run: Run) -> Entry | None:
        """The entry that is due first, now claimed by `run` alone; `None` when none is due."""
        now = self.now()
        return self._write(
            "UPDATE entry SET state = 'sending', handed = 0, run = ?, changed = ? WHERE id = (SELECT id FROM entry"
            " WHERE state = 'queued' AND next_try <= ? ORDER BY next_try, id LIMIT 1)",
            run.name, now, now,
        )  # fmt: skip

    def next_due(self) -> float | None:
        """When the next queued entry is due, in seconds since 1970; `None` when none is queued."""
        row = self._row("SELECT min(next_try) AS due FROM entry WHERE state = 'queued'")
        return row["due"] if row else None

    def hand_over(self, entry: Entry) -> None:
        """Put on disk that the end of the claimed `entry` may reach the server from now on."""
        self._set("handed = 1", entry.id)

    def settle(self, entry: Entry, state: State, note: str) -> Entry:
        """The claimed `entry` was sent, has failed, or is unknown; `note` is what was said of it."""
        return self._set("state = ?, note = ?, run = ''", entry.id, str(state), note)

    def put_back(self, entry: Entry, note: str, *, due: float, tried: bool = True) -> Entry:
        """Queue the claimed `entry` again, to be tried when it is `due`; the attempt counts if `tried`."""
        changes = "state = 'queued', handed = 0, run = '', note = ?, next_try = ?, tries = tries + ?"
        return self._set(changes, entry.id, note, due, int(tried))

    def abandon(self, entry: Entry) -> Entry:
        """Sending `entry` broke off: it is unknown if its end was handed over, and queued again if not."""
        with told(self.path), transaction(self._database):
            return self._abandon(entry.id)

    # What people decide.

    def retry(self, number: int) -> Entry:
        """Queue the entry again that has failed, or let one that waits be due now.

        Raises `HandoutsError` (`outbox-entry`, `outbox-state`): what was sent, or may have been, is not retried.
        """
        changes = "state = 'queued', tries = 0, next_try = 0, note = ''"
        hint = "An unknown one is settled with 'handouts outbox resolve'; 'handouts send --again' sends once more."
        return self._decide(number, changes, (State.FAILED, State.QUEUED), "be retried", hint)

    def resolve(self, number: int, *, arrived: bool) -> Entry:
        """Say of the entry that is unknown that it has `arrived`, or has not and is to be sent again.

        Raises `HandoutsError` (`outbox-entry`, `outbox-state`).
        """
        to = "state = 'sent', note = 'arrived, says a person'" if arrived else "state = 'queued', handed = 0, tries = 0"
        return self._decide(number, f"{to}, next_try = 0", (State.UNKNOWN,), "be resolved", "Only unknown ones are.")

    def purge(self, before: float) -> int:
        """Forget what was sent or has failed, and has not changed since `before`; how many they were.

        Their addresses are gone from the file then. Sent again, they would be new messages.
        """
        with told(self.path):
            with transaction(self._database):
                gone = self._database.execute(
                    "DELETE FROM entry WHERE state IN ('sent', 'failed') AND changed < ?", (before,)
                ).rowcount
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the journal had them too
        return gone

    def _digest(self, address: str) -> str:
        """The keyed digest of `address`: 48 bits that tell recipients of one outbox apart, and nothing to others.

        Letter case is left out of account: RFC 5321 (2.4) lets a server tell `Ann@` from `ann@`, but none is known to.
        """
        folded = unicodedata.normalize("NFC", address).casefold()
        return hmac.new(self._key, folded.encode(), hashlib.sha256).hexdigest()[:12]

    def _insert(self, new: NewEntry, digest: str, generation: int) -> Entry:
        now = self.now()
        job = new.job
        values = {
            "recipient": digest, "article": job.article, "language": job.language, "edition": job.edition,
            "version": new.version, "brand": job.brand, "generation": generation, "paper": job.paper,
            "address": new.address, "name": new.name, "reference": new.reference, "sha256": new.sha256,
            "allow_draft": int(new.allow_draft), "message_id": f"<{secrets.token_hex(16)}@{new.domain}>",
            "state": "queued", "next_try": now, "created": now, "changed": now,
        }  # fmt: skip
        marks = ", ".join("?" * len(values))
        statement = f"INSERT INTO entry ({', '.join(values)}) VALUES ({marks}) RETURNING *"  # noqa: S608  # our names
        return _entry(self._database.execute(statement, tuple(values.values())).fetchall()[0])

    def _renew(self, number: int, new: NewEntry, *, revive: bool) -> Entry:
        values = (new.address, new.name, new.job.paper, new.reference, new.sha256, int(new.allow_draft), self.now())
        changes = "address = ?, name = ?, paper = ?, reference = ?, sha256 = ?, allow_draft = ?, changed = ?"
        changes += ", state = 'queued', tries = 0, next_try = 0, note = ''" if revive else ""
        statement = f"UPDATE entry SET {changes} WHERE id = ? RETURNING *"  # noqa: S608  # our names
        return _entry(self._database.execute(statement, (*values, number)).fetchall()[0])

    def _abandon(self, number: int) -> Entry:
        rows = self._database.execute(
            "UPDATE entry SET state = iif(handed, 'unknown', 'queued'), run = '', changed = ?, note ="
            " iif(handed, 'broken off when the message may have been delivered', 'broken off before it was delivered')"
            " WHERE id = ? RETURNING *",
            (self.now(), number),
        ).fetchall()
        return _entry(rows[0])

    def _decide(self, number: int, changes: str, allowed: Iterable[State], what: str, hint: str) -> Entry:
        with told(self.path), transaction(self._database):
            known = self.entry(number)
            if known.state not in allowed:
                said = f"entry {number} is {known.state} and cannot {what}"
                raise HandoutsError([Problem("outbox-state", said, self.path, None, hint)])
            statement = f"UPDATE entry SET {changes}, changed = ? WHERE id = ? RETURNING *"  # noqa: S608  # our names
            return _entry(self._database.execute(statement, (self.now(), number)).fetchall()[0])

    def _set(self, changes: str, number: int, *values: object) -> Entry:
        """Change the claimed entry `number`."""
        changed = self._write(
            f"UPDATE entry SET {changes}, changed = ? WHERE id = ? AND state = 'sending'",  # noqa: S608  # our names
            *values, self.now(), number,
        )  # fmt: skip
        if changed is None:
            raise RuntimeError(f"entry {number} was not claimed")
        return changed

    def _write(self, statement: str, *values: object) -> Entry | None:
        with told(self.path), transaction(self._database):
            rows = self._database.execute(f"{statement} RETURNING *", values).fetchall()
            return _entry(rows[0]) if rows else None

    def _row(self, statement: str, *values: object) -> sqlite3.Row | None:
        with told(self.path):
            row: sqlite3.Row | None = self._database.execute(statement, values).fetchone()
            return row


def moment(seconds: float) -> str:
    """`seconds` since 1970 as a date and time (ISO 8601, UTC); empty for 0."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds)) if seconds else ""


_KEY = "recipient = ? AND article = ? AND language = ? AND edition = ? AND version = ? AND brand = ?"


def _entry(row: sqlite3.Row) -> Entry:
    job = Job(row["article"], row["language"], row["brand"], row["edition"], row["paper"])
    return Entry(
        row["id"], job, row["address"], row["name"], row["recipient"], row["reference"], row["version"], row["sha256"],
        bool(row["allow_draft"]), row["message_id"], row["generation"], State(row["state"]), bool(row["handed"]),
        row["tries"], row["next_try"], row["created"], row["changed"], row["note"],
    )  # fmt: skip
