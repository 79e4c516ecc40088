"""The outbox: each message once, whoever asks for it, in a file that is never mistaken or silently begun anew."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.mail import outbox_schema
from handouts.mail.outbox import AlreadyThere, Entry, Outbox, Queued, State, moment
from handouts.mail.outbox_schema import outbox_path
from handouts.problems import HandoutsError
from tests.conftest import ROOT
from tests.mail.mails import START, Clock, fill, new_entry, outbox_in

PATH = ".handouts/outbox.sqlite3"


def codes(error: pytest.ExceptionInfo[HandoutsError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def refused(path: Path) -> list[str]:
    """The codes with which the outbox at `path` cannot be opened."""
    with pytest.raises(HandoutsError) as error:
        Outbox.open(path, patience=0.1).close()
    return codes(error)


def claimed(outbox: Outbox) -> Entry:
    with outbox.run() as run:
        entry = outbox.claim(run)
    assert entry is not None
    return entry


# Each message once.


def test_a_message_is_queued_once(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        first = outbox.queue(new_entry())
        assert isinstance(first, Queued)
        assert first.entry.state is State.QUEUED
        assert first.entry.message_id.endswith("@c.example>")
        again = outbox.queue(new_entry())
        assert isinstance(again, AlreadyThere)
        assert again.entry.id == first.entry.id
    with outbox_in(tmp_path) as outbox:
        assert isinstance(outbox.queue(new_entry("Ann@Example.ORG")), AlreadyThere)
        assert outbox.counts()[State.QUEUED] == 1


@pytest.mark.parametrize("changed", ["address", "article", "language", "edition", "version", "brand"])
def test_another_recipient_or_leaflet_is_another_message(changed: str, tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "ann@example.org")
        other = new_entry("bob@example.org") if changed == "address" else new_entry(**{changed: "other"})
        assert isinstance(outbox.queue(other), Queued)


@pytest.mark.parametrize("changed", ["paper", "name"])
def test_another_paper_or_name_is_the_same_message(changed: str, tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "ann@example.org")
        known = outbox.queue(new_entry(**{changed: "other"}))
        assert isinstance(known, AlreadyThere)
        assert "other" in (known.entry.job.paper, known.entry.name), "what still waits is sent as was said last"


@pytest.mark.parametrize("state", [State.SENT, State.UNKNOWN])
def test_what_may_have_been_sent_is_sent_again_only_when_asked(state: State, tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "ann@example.org")
        first = outbox.settle(claimed(outbox), state, "")
        assert isinstance(outbox.queue(new_entry()), AlreadyThere)
        again = outbox.queue(new_entry(), again=True)
        assert isinstance(again, Queued)
        assert (again.entry.generation, again.entry.id != first.id) == (2, True)
        assert again.entry.message_id != first.message_id
        assert isinstance(outbox.queue(new_entry(), again=True), AlreadyThere), "it still waits"


def test_what_has_failed_is_tried_again(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        [first] = fill(outbox, "ann@example.org")
        outbox.settle(claimed(outbox), State.FAILED, "550 no such user")
        revived = outbox.queue(new_entry())
        assert isinstance(revived, Queued)
        assert (revived.revived, revived.entry.id, revived.entry.message_id) == (True, first.id, first.message_id)


@given(st.emails())
def test_letter_case_does_not_make_another_recipient(address: str) -> None:
    outbox = Outbox.__new__(Outbox)
    outbox._key = b"key"
    assert outbox._digest(address) == outbox._digest(address.upper()) == outbox._digest(address.lower())
    assert address not in outbox._digest(address)


def test_digests_of_two_outboxes_cannot_be_compared(tmp_path: Path) -> None:
    found = []
    for name in ("a", "b"):
        with outbox_in(tmp_path / name) as outbox:
            found += [entry.recipient for entry in fill(outbox, "ann@example.org")]
    assert found[0] != found[1]


def test_an_entry_shows_nobodys_address(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        [entry] = fill(outbox, "ann@example.org")
        shown = repr(entry) + repr(new_entry()) + repr(entry.as_dict()) + str(Queued(entry))
    assert "ann" not in shown.lower()


# Who sends what, and when.


def test_the_entry_that_is_due_first_is_claimed_once(tmp_path: Path) -> None:
    clock = Clock()
    with outbox_in(tmp_path, clock) as outbox, outbox.run() as run:
        fill(outbox, "a@example.org", "b@example.org")
        first = outbox.claim(run)
        assert first is not None
        assert first.address == "a@example.org"
        outbox.put_back(first, "451 later", due=START + 60)
        second = outbox.claim(run)
        assert second is not None
        assert second.address == "b@example.org"
        assert outbox.claim(run) is None
        assert outbox.next_due() == START + 60
        clock.sleep(60)
        third = outbox.claim(run)
        assert third is not None
        assert (third.address, third.tries) == ("a@example.org", 1)


def test_claims_of_a_living_run_are_left_alone_and_those_of_a_dead_one_settled(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox, outbox_in(tmp_path) as other:
        fill(outbox, "a@example.org", "b@example.org", "c@example.org")
        with outbox.run() as run:
            assert outbox.claim(run) is not None
            handed = outbox.claim(run)
            assert handed is not None
            outbox.hand_over(handed)
            assert other.recover() == []
        assert [entry.state for entry in other.recover()] == [State.QUEUED, State.UNKNOWN]
        assert other.recover() == []
        assert list((tmp_path / ".handouts").glob("run-*")) == []


def test_the_file_of_a_dead_run_does_not_make_it_alive(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "a@example.org")
        entry = claimed(outbox)
        with closing(sqlite3.connect(tmp_path / PATH)) as database:
            name = "0123456789abcdef"
            database.execute("UPDATE entry SET run = ? WHERE id = ?", (name, entry.id))
            database.commit()
        left = tmp_path / ".handouts" / f"run-{name}.lock"
        left.touch()
        assert [one.id for one in outbox.recover()] == [entry.id]
        assert not left.exists()


def test_only_what_is_claimed_can_be_settled(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        [entry] = fill(outbox, "a@example.org")
        with pytest.raises(RuntimeError, match="not claimed"):
            outbox.settle(entry, State.SENT, "250 ok")
        assert outbox.entry(entry.id).state is State.QUEUED


# What people decide.


def test_retry_is_for_what_was_not_delivered(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        fill(outbox, *(f"{state}@example.org" for state in State))
        with outbox.run() as run:
            for state in (State.SENT, State.FAILED, State.UNKNOWN, State.SENDING):
                entry = outbox.claim(run)
                assert entry is not None
                if state is not State.SENDING:
                    outbox.settle(entry, state, "")
            for entry in outbox.entries():
                if entry.state in (State.FAILED, State.QUEUED):
                    assert outbox.retry(entry.id).state is State.QUEUED
                else:
                    with pytest.raises(HandoutsError) as error:
                        outbox.retry(entry.id)
                    assert codes(error) == ["outbox-state"]


@pytest.mark.parametrize(("arrived", "state"), [(True, State.SENT), (False, State.QUEUED)])
def test_what_is_unknown_is_resolved_by_a_person(arrived: bool, state: State, tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        [entry] = fill(outbox, "a@example.org")
        with pytest.raises(HandoutsError) as error:
            outbox.resolve(entry.id, arrived=arrived)
        assert codes(error) == ["outbox-state"]
        outbox.settle(claimed(outbox), State.UNKNOWN, "lost")
        resolved = outbox.resolve(entry.id, arrived=arrived)
        assert (resolved.state, resolved.message_id) == (state, entry.message_id)


def test_an_entry_that_is_not_there(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        for ask in (outbox.entry, outbox.retry, lambda number: outbox.resolve(number, arrived=True)):
            with pytest.raises(HandoutsError) as error:
                ask(7)
            assert codes(error) == ["outbox-entry"]


def test_what_is_purged_is_gone_from_the_disk(tmp_path: Path) -> None:
    clock = Clock()
    with outbox_in(tmp_path, clock) as outbox:
        fill(outbox, *(f"{state}@secret.example" for state in (State.SENT, State.FAILED, State.UNKNOWN, State.QUEUED)))
        for state in (State.SENT, State.FAILED, State.UNKNOWN):
            outbox.settle(claimed(outbox), state, "")
        clock.sleep(60)
        assert outbox.purge(START) == 0
        assert outbox.purge(START + 30) == 2
        assert [entry.address for entry in outbox.entries()] == ["unknown@secret.example", "queued@secret.example"]
        stored = b"".join(path.read_bytes() for path in (tmp_path / ".handouts").iterdir())
        assert b"unknown@secret.example" in stored
        assert b"sent@secret.example" not in stored
        assert b"failed@secret.example" not in stored
        [entry] = fill(outbox, "sent@secret.example")
        assert entry.id == 5, "numbers are not used again"


# The file.


def test_only_its_owner_can_read_it_and_git_does_not_see_it(tmp_path: Path) -> None:
    assert outbox_path(tmp_path) == tmp_path / PATH
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "ann@example.org")
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / ".handouts").iterdir()}
    assert {name: mode for name, mode in modes.items() if name.startswith("outbox")} == {
        "outbox.sqlite3": 0o600, "outbox.sqlite3-wal": 0o600, "outbox.sqlite3-shm": 0o600,
    }  # fmt: skip
    assert set(modes) - {"outbox.sqlite3", "outbox.sqlite3-wal", "outbox.sqlite3-shm"} == {".gitignore"}
    assert (tmp_path / ".handouts").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / ".handouts" / ".gitignore").read_text() == "*\n"


def test_one_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    outbox_in(tmp_path).close()
    (tmp_path / PATH).chmod(0o644)
    outbox_in(tmp_path).close()
    assert (tmp_path / PATH).stat().st_mode & 0o777 == 0o600


def make(folder: Path) -> Path:
    with outbox_in(folder) as outbox:
        fill(outbox, *(f"{number}@example.org" for number in range(300)))
    return folder / PATH


@pytest.mark.parametrize("harm", ["emptied", "cut", "overwritten", "text", "keyless"])
def test_a_damaged_outbox_is_said_and_left_as_it_is(harm: str, tmp_path: Path) -> None:
    path = make(tmp_path)
    data = path.read_bytes()
    if harm == "keyless":
        with closing(sqlite3.connect(path)) as database:
            database.execute("DELETE FROM secret")
            database.commit()
    else:
        path.write_bytes({
            "emptied": b"",
            "cut": data[: len(data) // 2],
            "overwritten": data[:8192] + bytes(len(data) - 8192),
            "text": b"This is not a database. " * 100,
        }[harm])  # fmt: skip
    left = path.read_bytes()
    assert refused(path) == ["outbox-damaged"]
    assert path.read_bytes() == left


def test_a_journal_without_its_outbox_is_damage(tmp_path: Path) -> None:
    path = tmp_path / PATH
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "ann@example.org")
        wal = path.with_name(f"{path.name}-wal").read_bytes()
    path.unlink()
    path.with_name(f"{path.name}-wal").write_bytes(wal)
    assert refused(path) == ["outbox-damaged"]
    assert not path.exists()


def test_another_programs_database_is_not_taken_for_an_outbox(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE entry (id)")
    before = path.read_bytes()
    assert refused(path) == ["outbox-foreign"]
    assert path.read_bytes() == before


def test_an_older_outbox_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path)
    later = (*outbox_schema.MIGRATIONS, ("ALTER TABLE entry ADD COLUMN more TEXT NOT NULL DEFAULT 'new'",))
    with monkeypatch.context() as patch:
        patch.setattr(outbox_schema, "MIGRATIONS", later)
        with outbox_in(tmp_path) as outbox:
            assert outbox.counts()[State.QUEUED] == 300
            assert isinstance(outbox.queue(new_entry("7@example.org")), AlreadyThere)
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("SELECT DISTINCT more FROM entry").fetchall() == [("new",)]
    assert refused(path) == ["outbox-newer"]


def test_a_migration_is_done_wholly_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path)
    bad = ("ALTER TABLE entry ADD COLUMN more TEXT", "DELETE FROM entry", "this is no SQL")
    with monkeypatch.context() as patch:
        patch.setattr(outbox_schema, "MIGRATIONS", (*outbox_schema.MIGRATIONS, bad))
        with pytest.raises(sqlite3.OperationalError, match="syntax"):
            outbox_in(tmp_path)
    with outbox_in(tmp_path) as outbox:
        assert outbox.counts()[State.QUEUED] == 300


def test_a_locked_outbox_is_said(tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox, closing(sqlite3.connect(tmp_path / PATH, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        with pytest.raises(HandoutsError) as error:
            outbox.queue(new_entry())
        assert codes(error) == ["outbox-locked"]
        database.execute("ROLLBACK")
        assert isinstance(outbox.queue(new_entry()), Queued)


def test_a_place_that_cannot_hold_it(tmp_path: Path) -> None:
    (tmp_path / ".handouts").write_text("a file")
    assert refused(tmp_path / PATH) == ["outbox-unwritable"]
    (tmp_path / "folder.sqlite3").mkdir()
    assert refused(tmp_path / "folder.sqlite3") == ["outbox-unwritable"]


FULL_DISK = """
import resource, sys
from pathlib import Path
from handouts.mail.outbox import Outbox
from handouts.problems import HandoutsError
from tests.mail.mails import fill
size, folder = int(sys.argv[1]), Path(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    with Outbox.open(folder / "outbox.sqlite3") as outbox:
        for number in range(10_000):
            fill(outbox, f"{number}@example.org")
            print(number, flush=True)
except HandoutsError as error:
    print(*(problem.code for problem in error.problems))
"""


@pytest.mark.parametrize("size", [10_000, 60_000, 300_000])
def test_a_full_disk_is_said_and_what_was_queued_stays(size: int, tmp_path: Path) -> None:
    """A limit on the size of files fails writes as a full disk does (EFBIG)."""
    command = [sys.executable, "-W", "error", "-c", FULL_DISK, str(size), str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    *queued, code = ran.stdout.split()
    assert code == "outbox-full"
    if size == 10_000:
        assert queued == []
        assert [path.name for path in tmp_path.iterdir()] == [".gitignore"]
    else:
        with Outbox.open(tmp_path / "outbox.sqlite3") as outbox:
            assert [entry.address for entry in outbox.entries()] == [f"{number}@example.org" for number in queued]


def test_many_processes_begin_one_outbox(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from handouts.mail.outbox import Outbox; from tests.mail.mails import fill\n"
        "with Outbox.open(Path(sys.argv[1])) as outbox: fill(outbox, sys.argv[2])"
    )
    addresses = [f"{number}@example.org" for number in range(6)]
    command = [sys.executable, "-W", "error", "-c", script, str(tmp_path / PATH)]
    processes = [subprocess.Popen([*command, address], cwd=ROOT) for address in addresses]
    assert [process.wait(60) for process in processes] == [0] * len(processes)
    with outbox_in(tmp_path) as outbox:
        assert {entry.address for entry in outbox.entries()} == set(addresses)
    assert {path.name for path in (tmp_path / ".handouts").iterdir()} == {".gitignore", "outbox.sqlite3"}


def test_moments_are_told_in_utc() -> None:
    assert (moment(START), moment(0)) == ("2023-11-14T22:13:20Z", "")
