"""Messages, entries and servers' settings for the tests of the outbox and of SMTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from pathlib import Path

from handouts.jobs import Job
from handouts.mail.outbox import Entry, NewEntry, Outbox, Queued
from handouts.mail.smtp import Limits, Server

SENDER = "leaflets@clinic.example"
QUICK = Limits(connect=2, reply=0.5, block=2, final=0.5)
"""For servers that keep one waiting; a busy machine may need longer than that to answer."""
LIMITS = Limits(connect=20, reply=20, block=20, final=20)
START = 1_700_000_000.0


@dataclass(frozen=True)
class Mail:
    """A small message with an attachment."""

    recipient: str
    message_id: str = "<1@clinic.example>"
    sender: str = SENDER
    size: int = 300

    @property
    def needs_smtputf8(self) -> bool:
        return not self.recipient.isascii()

    def as_bytes(self, *, smtputf8: bool) -> bytes:
        message = EmailMessage(policy=SMTPUTF8 if smtputf8 else SMTP)
        message["From"], message["To"], message["Subject"] = self.sender, self.recipient, "Your leaflet"
        message["Message-ID"] = self.message_id
        message.set_content("Dear patient,\n.\n..a line with dots\nسلام\n")
        pdf = bytes(number % 256 for number in range(self.size))
        message.add_attachment(pdf, "application", "pdf", filename="leaflet-0007-ar.pdf")
        return message.as_bytes()


def compose(entry: Entry) -> Mail:
    return Mail(entry.address, entry.message_id)


def new_entry(address: str = "ann@example.org", **changes: str) -> NewEntry:
    given = {"article": "short", "language": "es", "brand": "example-clinic", "edition": "standard", "paper": "a4"}
    job = Job(**{name: changes.pop(name, value) for name, value in given.items()})
    return NewEntry(
        job, address, changes.pop("name", "Ann"), "0007", changes.pop("version", "1.0"), "ab" * 32, "c.example"
    )


@dataclass
class Clock:
    """A time that passes only when somebody sleeps."""

    now: float = START
    slept: float = 0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


def outbox_in(folder: Path, clock: Callable[[], float] | None = None) -> Outbox:
    return Outbox.open(folder / ".handouts" / "outbox.sqlite3", patience=0.3, clock=clock or Clock())


def fill(outbox: Outbox, *addresses: str) -> list[Entry]:
    made = []
    for address in addresses:
        queued = outbox.queue(new_entry(address))
        assert isinstance(queued, Queued)
        made.append(queued.entry)
    return made


def plain(port: int, **more: object) -> Server:
    """The settings for a server on loopback without encryption."""
    return Server("127.0.0.1", port, "none", **({"limits": LIMITS} | more))  # type: ignore[arg-type]  # options of any type
