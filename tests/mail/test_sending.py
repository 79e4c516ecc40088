"""Working off the outbox against a real server: nothing twice, nothing lost, and what is uncertain is said."""

from __future__ import annotations

import resource
import stat
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest

from handouts.mail.folder import FolderTransport
from handouts.mail.outbox import Entry, Outbox, State
from handouts.mail.password import read_password
from handouts.mail.sending import PAUSES, Step, Tally, send_queued
from handouts.mail.smtp import SmtpTransport
from handouts.problems import ExitCode, HandoutsError, Problem
from tests.conftest import ROOT
from tests.mail.mails import QUICK, Clock, Mail, compose, fill, new_entry, outbox_in, plain
from tests.mail.scripted import Mailroom, drop, say, served, wait


def work(outbox: Outbox, room: Mailroom, clock: Clock, **options: object) -> tuple[Tally, list[Step]]:
    """Send what is queued to `room`, in the clock's time."""
    steps: list[Step] = []
    options = {"on_step": steps.append, "sleep": clock.sleep} | options
    return send_queued(outbox, compose, SmtpTransport(plain(room.port)), **options), steps  # type: ignore[arg-type]  # options of any type


def states(outbox: Outbox) -> list[State]:
    return [entry.state for entry in outbox.entries()]


def arrived(room: Mailroom) -> Counter[str]:
    return Counter(recipient for received in room.received for recipient in received.recipients)


def test_what_is_queued_is_sent_once(tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        entries = fill(outbox, "a@example.org", "b@example.org")
        tally, steps = work(outbox, room, clock)
        assert (tally.settled[State.SENT], tally.waiting, tally.stopped) == (2, 0, ())
        assert [step.entry.note for step in steps] == ["250 2.0.0 queued as 1", "250 2.0.0 queued as 2"]
        assert work(outbox, room, clock)[0].settled[State.SENT] == 0
    assert arrived(room) == Counter(["a@example.org", "b@example.org"])
    ids = [message_from_bytes(received.data)["Message-ID"] for received in room.received]
    assert ids == [entry.message_id for entry in entries]


def test_a_temporary_refusal_is_tried_again_after_growing_pauses(tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "a@example.org")
        room.on("RCPT", say("451 4.7.1 greylisted"), say("450 4.2.0 busy"))
        tally, steps = work(outbox, room, clock)
        assert [(step.entry.state, step.entry.tries) for step in steps] == [
            (State.QUEUED, 1),
            (State.QUEUED, 2),
            (State.SENT, 2),
        ]
        assert clock.slept == PAUSES[0] + PAUSES[1]
        assert tally.settled[State.SENT] == 1
    assert arrived(room) == Counter(["a@example.org"])


def test_a_pause_that_is_too_long_is_left_to_a_later_run(tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "a@example.org")
        room.on("RCPT", *[say("451 later")] * (len(PAUSES) + 1))
        tallies = []
        for pause in PAUSES[2:]:
            tallies.append(work(outbox, room, clock)[0])
            assert states(outbox) == [State.QUEUED]
            clock.sleep(pause)
        assert [tally.waiting for tally in tallies] == [1] * len(tallies)
        tally, steps = work(outbox, room, clock)
        assert tally.settled[State.FAILED] == 1
        assert [problem.code for problem in steps[-1].problems] == ["mail-given-up"]
        assert room.seen.count("RCPT") == len(PAUSES) + 1


def test_a_permanent_refusal_fails_with_the_servers_words_and_without_the_address(tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "ann@example.org", "bob@example.org")
        room.on("RCPT", say("550 5.1.1 <Ann@example.org>: no such \x1b[1muser"))
        tally, steps = work(outbox, room, clock)
        assert states(outbox) == [State.FAILED, State.SENT]
        assert steps[0].entry.note == "550 5.1.1 <(address)>: no such [1muser"
        assert [problem.code for problem in steps[0].problems] == ["mail-refused"]
        assert "ann@" not in repr(steps).lower()
        assert work(outbox, room, clock)[0].settled == dict.fromkeys(State, 0)
    assert tally.settled[State.FAILED] == 1
    assert arrived(room) == Counter(["bob@example.org"])


@pytest.mark.parametrize("reply", ["450 4.3.0 busy", "552 5.3.4 too large"])
def test_a_refusal_after_the_end_is_a_refusal(reply: str, tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "ann@example.org")
        room.on("dot", say(reply))
        work(outbox, room, clock, patience=0)
        assert states(outbox) == [State.QUEUED if reply[0] == "4" else State.FAILED]


@pytest.mark.parametrize("stage", ["dot", "accepted"])
@pytest.mark.parametrize("way", ["dropped", "silent", "senseless"])
def test_what_may_have_arrived_is_unknown_and_never_sent_again(stage: str, way: str, tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "a@example.org", "b@example.org")
        room.on(stage, {"dropped": drop, "silent": wait(30), "senseless": say("what?")}[way])
        steps: list[Step] = []
        transport = SmtpTransport(plain(room.port, limits=QUICK))
        tally = send_queued(outbox, compose, transport, on_step=steps.append, sleep=clock.sleep)
        assert states(outbox) == [State.UNKNOWN, State.SENT]
        assert [problem.code for problem in steps[0].problems] == ["mail-unknown"]
        assert tally.settled[State.UNKNOWN] == 1
        work(outbox, room, clock)
        assert states(outbox) == [State.UNKNOWN, State.SENT]
    assert arrived(room)["a@example.org"] == (stage == "accepted")
    assert arrived(room)["b@example.org"] == 1


@pytest.mark.parametrize("stage", ["connect", "banner", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_lost_connection_is_made_again(stage: str, tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "a@example.org", "b@example.org")
        room.on(stage, drop)
        tally, _ = work(outbox, room, clock)
        assert tally.settled[State.SENT] == 2
        assert clock.slept == PAUSES[0]
    assert arrived(room) == Counter(["a@example.org", "b@example.org"])


def test_a_server_that_is_away_ends_the_run_and_nothing_is_lost(tmp_path: Path) -> None:
    clock = Clock()
    with outbox_in(tmp_path, clock) as outbox:
        with served() as room:
            pass
        fill(outbox, *(f"{number}@example.org" for number in range(10)))
        tally, steps = work(outbox, room, clock)
        assert [problem.code for problem in tally.stopped] == ["mail-unreachable"]
        assert (len(steps), tally.waiting, clock.slept) == (3, 10, PAUSES[0] + PAUSES[1])
        with served() as room:
            clock.sleep(3600)
            assert work(outbox, room, clock)[0].settled[State.SENT] == 10


def test_what_no_message_can_be_sent_for_stops_the_run_and_counts_for_none(tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "a@example.org", "b@example.org")
        room.on("banner", say("554 not from you"))
        tally, steps = work(outbox, room, clock)
        assert [problem.code for problem in tally.stopped] == ["smtp-refused"]
        assert [(step.entry.state, step.entry.tries) for step in steps] == [(State.QUEUED, 0)]
        assert work(outbox, room, clock)[0].settled[State.SENT] == 2


def test_a_message_that_cannot_be_made_fails_and_the_others_go(tmp_path: Path) -> None:
    def strict(entry: Entry) -> Mail:
        if entry.address.startswith("a"):
            raise HandoutsError([Problem("handover-draft", "nobody has approved it, ask a@example.org")])
        return compose(entry)

    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "a@example.org", "b@example.org")
        steps: list[Step] = []
        send_queued(outbox, strict, SmtpTransport(plain(room.port)), on_step=steps.append)
        assert states(outbox) == [State.FAILED, State.SENT]
        assert steps[0].entry.note == "handover-draft: nobody has approved it, ask (address)"
        assert [problem.code for problem in steps[0].problems] == ["handover-draft"]


def test_a_library_that_is_missing_stops_the_run(tmp_path: Path) -> None:
    def broken(_: Entry) -> Mail:
        raise HandoutsError([Problem("library-missing", "no Pango")], ExitCode.MACHINE)

    with outbox_in(tmp_path) as outbox:
        fill(outbox, "a@example.org", "b@example.org")
        tally = send_queued(outbox, broken, FolderTransport(tmp_path / "out"))
        assert [problem.code for problem in tally.stopped] == ["library-missing"]
        assert states(outbox) == [State.QUEUED, State.QUEUED]


def test_a_bug_of_ours_keeps_its_traceback_and_the_entry(tmp_path: Path) -> None:
    def bad(_: Entry) -> Mail:
        raise ZeroDivisionError

    with outbox_in(tmp_path) as outbox:
        fill(outbox, "a@example.org")
        with pytest.raises(ZeroDivisionError):
            send_queued(outbox, bad, FolderTransport(tmp_path / "out"))
        assert states(outbox) == [State.QUEUED]


def test_a_message_that_is_too_large_fails(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "a@example.org")
        tally = send_queued(outbox, compose, FolderTransport(tmp_path / "out"), max_size=500)
        assert tally.settled[State.FAILED] == 1
        [entry] = outbox.entries()
        assert entry.note.startswith("mail-size: the message has ")


def test_an_interrupted_run_gives_back_what_it_held(tmp_path: Path) -> None:
    def interrupt(_: Entry) -> Mail:
        raise KeyboardInterrupt

    with outbox_in(tmp_path) as outbox:
        fill(outbox, "a@example.org")
        with pytest.raises(KeyboardInterrupt):
            send_queued(outbox, interrupt, FolderTransport(tmp_path / "out"))
        assert states(outbox) == [State.QUEUED]


def test_a_limit_and_a_rate_are_kept(tmp_path: Path) -> None:
    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, *(f"{number}@example.org" for number in range(6)))
        tally, _ = work(outbox, room, clock, limit=2)
        assert (tally.settled[State.SENT], tally.waiting) == (2, 4)
        work(outbox, room, clock, limit=3, rate=60)
        assert clock.slept == 2
        work(outbox, room, clock, limit=0)
        assert states(outbox).count(State.SENT) == 5
        assert room.connections == 2
        fill(outbox, *(f"more{number}@example.org" for number in range(2)))
        before = room.connections
        work(outbox, room, clock, rate=1)
        assert clock.slept == 2 + 3 * 60
        assert room.connections == before + 3, "no connection is kept through a long pause"


def test_a_full_outbox_stops_before_anything_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = HandoutsError([Problem("outbox-full", "there is no room left")], ExitCode.MACHINE)

    def fail(*_: object, **__: object) -> None:
        raise full

    clock = Clock()
    with served() as room, outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "a@example.org")
        with monkeypatch.context() as patch:
            patch.setattr(Outbox, "hand_over", fail)
            patch.setattr(Outbox, "put_back", fail)
            with pytest.raises(HandoutsError):
                work(outbox, room, clock)
        assert room.received == []
        assert work(outbox, room, clock)[0].settled[State.SENT] == 1


class Short(Mail):
    """A message that takes no time to make."""

    def as_bytes(self, *, smtputf8: bool) -> bytes:  # noqa: ARG002  # as the one that it stands for
        return f"Message-ID: {self.message_id}\r\nTo: {self.recipient}\r\n\r\nYour leaflet.\r\n".encode()


def test_a_thousand_recipients_in_bounded_memory_over_few_connections(tmp_path: Path) -> None:
    def short(entry: Entry) -> Short:
        return Short(entry.address, entry.message_id)

    with served() as room, outbox_in(tmp_path) as outbox:
        fill(outbox, *(f"{number}@example.org" for number in range(1000)))
        send_queued(outbox, short, SmtpTransport(plain(room.port)), limit=100)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        tally = send_queued(outbox, short, SmtpTransport(plain(room.port)))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert tally.settled[State.SENT] == 900
    assert set(arrived(room).values()) == {1}
    assert len(arrived(room)) == 1000
    assert (room.connections, room.most_open) == (2 + 18, 1)
    assert grown < 16 * 1024  # KiB; the server keeps all 1,000 messages in this process


TWO = """
import sys
from pathlib import Path
from handouts.mail.outbox import Outbox
from handouts.mail.sending import send_queued
from handouts.mail.smtp import SmtpTransport
from tests.mail.mails import compose, plain
with Outbox.open(Path(sys.argv[1])) as outbox:
    send_queued(outbox, compose, SmtpTransport(plain(int(sys.argv[2]))))
"""


def test_processes_side_by_side_send_nothing_twice(tmp_path: Path) -> None:
    with served() as room, outbox_in(tmp_path) as outbox:
        fill(outbox, *(f"{number}@example.org" for number in range(60)))
        command = [sys.executable, "-W", "error", "-c", TWO, str(outbox.path), str(room.port)]
        processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
        assert [process.wait(60) for process in processes] == [0, 0, 0]
        assert outbox.counts()[State.SENT] == 60
    assert set(arrived(room).values()) == {1}
    assert len(arrived(room)) == 60


# Into a folder.


def test_messages_are_written_into_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "ann@example.org", "анна@example.org")
        tally = send_queued(outbox, compose, FolderTransport(folder))
        assert tally.settled[State.SENT] == 2
        entries = list(outbox.entries())
    files = sorted(folder.iterdir())
    assert [path.name[:6] for path in files] == ["000001", "000002"]
    assert [entry.note for entry in entries] == [f"written: {path.name}" for path in files]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert message_from_bytes(files[0].read_bytes())["To"] == "ann@example.org"
    assert "To: анна@example.org" in files[1].read_text("utf-8")


def test_another_generation_is_another_file(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "ann@example.org")
        send_queued(outbox, compose, FolderTransport(tmp_path / "out"))
        outbox.queue(new_entry(), again=True)
        send_queued(outbox, compose, FolderTransport(tmp_path / "out"))
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_folder_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "ann@example.org", "bob@example.org")
        tally = send_queued(outbox, compose, FolderTransport(tmp_path / "out"))
        assert [problem.code for problem in tally.stopped] == ["mail-folder"]
        assert states(outbox) == [State.QUEUED, State.QUEUED]


# The password.


def test_the_password_comes_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_PASSWORD", "from there")
    path = tmp_path / "password"
    path.write_text("from here\nand no more")
    path.chmod(0o600)
    assert read_password() is None
    assert read_password(variable="CLINIC_PASSWORD") == "from there"
    assert read_password(file=path) == "from here"


def test_a_password_that_is_missing_or_open_to_others_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_PASSWORD", "")
    path = tmp_path / "password"
    path.write_text("secret")
    path.chmod(0o644)
    empty = tmp_path / "empty"
    empty.touch(0o600)
    for given in ({"variable": "CLINIC_PASSWORD"}, {"variable": "NOT_SET"}, {"file": path}, {"file": empty}):
        with pytest.raises(HandoutsError) as error:
            read_password(**given)
        assert [problem.code for problem in error.value.problems] == ["mail-password"]
        assert "secret" not in str(error.value)
