"""The commands of the outbox, as a person at the desk uses them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.mail.outbox import Entry, Outbox, State
from handouts.mail.outbox_schema import outbox_path
from tests.conftest import ROOT, Clinic, Ran
from tests.mail.mails import fill

Command = Callable[..., Ran]


@pytest.fixture
def command(clinic: Clinic) -> Command:
    return lambda name, *arguments: clinic.run("outbox", name, "--workspace", str(clinic.root), *arguments)


@pytest.fixture
def filled(clinic: Clinic) -> Outbox:
    """An outbox with an entry in each state but `sending`: 1 sent, 2 failed, 3 unknown, 4 queued."""
    outbox = Outbox.open(outbox_path(clinic.root))
    fill(outbox, *(f"{name}@example.org" for name in ("sent", "failed", "unknown", "queued")))
    with outbox.run() as run:
        for state, note in ((State.SENT, "250 ok"), (State.FAILED, "550 no such user"), (State.UNKNOWN, "lost")):
            entry = outbox.claim(run)
            assert isinstance(entry, Entry)
            outbox.settle(entry, state, note)
    return outbox


def test_nothing_was_sent_yet(clinic: Clinic, command: Command) -> None:
    assert command("list") == Ran(0, "Nothing has been sent from this workspace.\n", "")
    assert command("list", "--json") == Ran(0, "", "")
    assert "[outbox-none]" in command("show", "1").err
    assert not outbox_path(clinic.root).exists()


@pytest.mark.usefixtures("filled")
def test_the_list_tells_all_but_addresses(command: Command) -> None:
    ran = command("list")
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.out.splitlines()[1:]] == [
        ["1", "sent"],
        ["2", "failed"],
        ["3", "unknown"],
        ["4", "queued"],
    ]
    assert "550 no such user" in ran.out
    assert "@" not in ran.out
    assert "warning [mail-unknown]: 1 of the messages may have been delivered or not" in ran.err
    rows = [json.loads(line) for line in command("list", "--json", "--state", "failed").out.splitlines()]
    assert [(row["id"], row["article"], row["note"]) for row in rows] == [(2, "short", "550 no such user")]
    assert "address" not in rows[0]


def test_what_a_dead_process_left_is_listed_as_what_it_is(filled: Outbox, command: Command) -> None:
    with filled.run() as run:
        entry = filled.claim(run)
        assert entry is not None
        filled.hand_over(entry)
    assert [json.loads(line)["id"] for line in command("list", "--json", "--state", "unknown").out.splitlines()] == [
        3,
        4,
    ]


def test_a_state_that_is_none(command: Command) -> None:
    ran = command("list", "--state", "lost")
    assert (ran.code, "[state-unknown]" in ran.err) == (2, True)


@pytest.mark.usefixtures("filled")
def test_one_entry_is_shown_and_its_address_on_a_terminal_only(clinic: Clinic, command: Command) -> None:
    ran = command("show", "1")
    assert "250 ok" in ran.out
    assert "sent@example.org" not in ran.out
    assert "sent@example.org" not in command("show", "1", "--json").out
    refused = command("show", "1", "--show-address")
    assert (refused.code, refused.out) == (2, "")
    assert "[outbox-address]" in refused.err
    assert "sent@example.org" in _on_a_terminal("outbox", "show", "1", "--show-address", "-w", str(clinic.root))


def _on_a_terminal(*arguments: str) -> str:
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-m", "handouts", *arguments], cwd=ROOT, stdout=theirs, check=True, timeout=60)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    return shown


def test_what_has_failed_is_retried(filled: Outbox, command: Command) -> None:
    assert command("retry").code == 2
    assert command("retry", "2", "--failed").code == 2
    ran = command("retry", "1", "2", "3", "99")
    assert ran.code == 1
    assert ran.out.startswith("1 queued again.")
    assert ran.err.count("[outbox-state]") == 2
    assert ran.err.count("[outbox-entry]") == 1
    assert filled.entry(2).state is State.QUEUED
    assert command("retry", "--failed") == Ran(0, "0 queued again. 'handouts send' sends what is queued.\n", "")


def test_what_is_unknown_is_resolved(filled: Outbox, command: Command) -> None:
    assert command("resolve", "3").code == 2
    assert "[outbox-state]" in command("resolve", "1", "--arrived").err
    assert command("resolve", "3", "--not-arrived") == Ran(0, "Entry 3 is queued.\n", "")
    assert filled.entry(3).state is State.QUEUED


def test_what_is_old_is_forgotten(filled: Outbox, command: Command) -> None:
    assert command("purge").code == 2
    assert command("purge", "--older-than", "1") == Ran(0, "No entries forgotten.\n", "")
    assert command("purge", "--older-than", "0") == Ran(0, "2 entries forgotten.\n", "")
    assert filled.counts()[State.SENT] == 0


def test_a_damaged_outbox_is_said_with_what_the_machine_lacks(clinic: Clinic, filled: Outbox, command: Command) -> None:
    filled.close()
    path = outbox_path(clinic.root)
    path.write_bytes(b"")
    Path(f"{path}-wal").unlink(missing_ok=True)
    ran = command("list")
    assert (ran.code, "[outbox-damaged]" in ran.err) == (3, True)
