"""The sending process is killed at every stage and started again: nothing twice, nothing lost, the uncertain one said.

It is killed from outside when the server has seen a stage of the dialogue, and kills itself between steps of its own.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest

from handouts.mail.folder import FolderTransport
from handouts.mail.outbox import Outbox, State
from handouts.mail.sending import send_queued
from tests.conftest import ROOT
from tests.mail.mails import compose, fill, outbox_in
from tests.mail.scripted import Mailroom, served, tell

ADDRESSES = ("a@example.org", "b@example.org", "c@example.org")

SENDER = """
import os, signal, sys
from pathlib import Path
from handouts.mail.folder import FolderTransport
from handouts.mail.outbox import Outbox
from handouts.mail.sending import send_queued
from handouts.mail.smtp import SmtpTransport
from tests.mail.mails import compose, plain

def killing(name, when):
    usual = getattr(Outbox, name)
    calls = []
    def run(*given, **named):
        calls.append(name)
        if len(calls) == 2 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = usual(*given, **named)
        if len(calls) == 2 and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    setattr(Outbox, name, run)

path, way, *kill = sys.argv[1:]
if kill:
    killing(*kill)
with Outbox.open(Path(path)) as outbox:
    transport = SmtpTransport(plain(int(way))) if way.isdecimal() else FolderTransport(Path(way))
    send_queued(outbox, compose, transport)
"""


def start(outbox: Outbox, way: object, *kill: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SENDER, str(outbox.path), str(way), *kill], cwd=ROOT)


def arrived(room: Mailroom) -> Counter[str]:
    """How often each Message-ID has arrived."""
    return Counter(str(message_from_bytes(received.data)["Message-ID"]) for received in room.received)


def check(outbox: Outbox, came: Counter[str], *, unknown: bool) -> None:
    """All but the unknown one have arrived once; that one at most once."""
    entries = list(outbox.entries())
    assert {entry.state for entry in entries} <= {State.SENT, State.UNKNOWN}
    assert [entry.state for entry in entries].count(State.UNKNOWN) == unknown
    for entry in entries:
        assert came[entry.message_id] <= 1
        assert came[entry.message_id] == 1 or entry.state is State.UNKNOWN


@pytest.mark.parametrize(
    ("stage", "unknown"),
    [
        ("connect", False),
        ("banner", False),
        ("EHLO", False),
        ("MAIL", False),
        ("RCPT", False),
        ("DATA", False),
        ("dot", True),
        ("accepted", True),
        ("RSET", False),
        ("QUIT", False),
    ],
)
def test_killed_while_the_server_works(stage: str, unknown: bool, tmp_path: Path) -> None:
    reached = threading.Event()
    with served() as room, outbox_in(tmp_path) as outbox:
        fill(outbox, *ADDRESSES)
        room.on(stage, tell(reached))
        process = start(outbox, room.port)
        assert reached.wait(30)
        process.kill()
        assert process.wait(30) == -signal.SIGKILL
        assert start(outbox, room.port).wait(30) == 0
        check(outbox, arrived(room), unknown=unknown)
        if stage == "dot":
            assert sum(arrived(room).values()) == 2, "the server had not taken it, and nobody sends it again"
        assert start(outbox, room.port).wait(30) == 0
        check(outbox, arrived(room), unknown=unknown)


def test_killed_while_the_message_goes_out(tmp_path: Path) -> None:
    """The server has answered 354 and has not read on: the message's end is in the socket, or already on its way."""
    reached = threading.Event()
    with served() as room, outbox_in(tmp_path) as outbox:
        fill(outbox, *ADDRESSES)
        room.on("mid-data", tell(reached))
        process = start(outbox, room.port)
        assert reached.wait(30)
        process.kill()
        process.wait(30)
        assert start(outbox, room.port).wait(30) == 0
        check(outbox, arrived(room), unknown=outbox.counts()[State.UNKNOWN] == 1)


STEPS = [
    ("claim", "before", False),
    ("claim", "after", False),
    ("hand_over", "before", False),
    ("hand_over", "after", True),
    ("settle", "before", True),
    ("settle", "after", False),
]


@pytest.mark.parametrize(("step", "when", "unknown"), STEPS)
def test_killed_between_two_steps(step: str, when: str, unknown: bool, tmp_path: Path) -> None:
    with served() as room, outbox_in(tmp_path) as outbox:
        fill(outbox, *ADDRESSES)
        assert start(outbox, room.port, step, when).wait(30) == -signal.SIGKILL
        assert start(outbox, room.port).wait(30) == 0
        check(outbox, arrived(room), unknown=unknown)
        assert sum(arrived(room).values()) == (2 if (step, when) == ("hand_over", "after") else 3)


@pytest.mark.parametrize(("step", "when", "unknown"), STEPS)
def test_killed_while_files_are_written(step: str, when: str, unknown: bool, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with outbox_in(tmp_path) as outbox:
        fill(outbox, *ADDRESSES)
        assert start(outbox, folder, step, when).wait(30) == -signal.SIGKILL
        send_queued(outbox, compose, FolderTransport(folder))
        files = list(folder.glob("*.eml"))
        check(
            outbox, Counter(str(message_from_bytes(path.read_bytes())["Message-ID"]) for path in files), unknown=unknown
        )


def test_an_unknown_message_is_sent_once_more_when_a_person_says_so(tmp_path: Path) -> None:
    with served() as room, outbox_in(tmp_path) as outbox:
        [entry, *_] = fill(outbox, *ADDRESSES)
        start(outbox, room.port, "hand_over", "after").wait(30)
        start(outbox, room.port).wait(30)
        [unknown] = outbox.entries(State.UNKNOWN)
        assert unknown.message_id not in arrived(room)
        outbox.resolve(unknown.id, arrived=False)
        assert start(outbox, room.port).wait(30) == 0
        assert set(arrived(room).values()) == {1}
        assert len(arrived(room)) == 3
        assert entry.message_id in arrived(room)
