"""What is known of files from earlier runs: never wrong, and never missed when it is gone."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from handouts.batch import state as states
from handouts.batch.state import State, open_state
from handouts.files import OWN_FOLDER, digest, make_private
from handouts.manifest import signature
from tests.batch.planning import JOBS, edit, make_clinic, plan, settle

NAME = ".handouts/state.sqlite3"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read."""
    found: list[Path] = []
    really = states.read_digest

    def note(path: Path) -> str:
        found.append(path)
        return really(path)

    monkeypatch.setattr(states, "read_digest", note)
    return found


def look(root: Path, path: Path) -> str:
    with open_state(root) as state:
        return state.digest(path)


def settled(root: Path, name: str, data: bytes) -> Path:
    """A file that was there before the run that asks for it: the file system's clock has gone on since."""
    path = root / name
    path.write_bytes(data)
    clock = root / "clock"
    clock.touch()
    while clock.stat().st_mtime_ns <= path.stat().st_ctime_ns:
        clock.touch()
    return path


def test_a_file_is_read_once(tmp_path: Path, read: list[Path]) -> None:
    path = settled(tmp_path, "a", b"one")
    assert [look(tmp_path, path) for _ in range(3)] == [digest(b"one")] * 3
    assert read == [path]


def test_a_touched_file_is_read_again_and_is_the_same(tmp_path: Path, read: list[Path]) -> None:
    path = settled(tmp_path, "a", b"one")
    look(tmp_path, path)
    os.utime(path, (1, 1))
    assert look(tmp_path, path) == digest(b"one")
    assert read == [path, path]


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path: Path) -> None:
    path = settled(tmp_path, "a", b"one")
    before = path.stat()
    look(tmp_path, path)
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert look(tmp_path, path) == digest(b"two")


def test_a_change_within_one_tick_of_the_clock_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    with open_state(tmp_path) as state:
        path.write_bytes(b"one")
        seen = signature(path)
        assert state.digest(path) == digest(b"one")
    path.write_bytes(b"two")
    monkeypatch.setattr(states, "signature", lambda _: seen)  # the clock had not gone on: nothing shows
    assert look(tmp_path, path) == digest(b"two")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert look(tmp_path, tmp_path / "none") == ""
    assert look(tmp_path, tmp_path) == ""
    assert look(tmp_path, tmp_path / ("x" * 300)) == ""


def test_a_run_sees_a_file_as_it_was_first(tmp_path: Path) -> None:
    path = settled(tmp_path, "a", b"one")
    with open_state(tmp_path) as state:
        assert state.digest(path) == digest(b"one")
        path.write_bytes(b"another")
        assert state.digest(path) == digest(b"one")
    assert look(tmp_path, path) == digest(b"another")


def test_what_was_derived_is_kept_with_its_marks(tmp_path: Path) -> None:
    with open_state(tmp_path) as state:
        assert state.recall("key") is None
        state.keep("key", "abcdef", {"a": "1"})
        assert (state.recall("key"), state.marks("abc")) == ("abcdef", {"a": "1"})
    with open_state(tmp_path) as state:
        assert (state.recall("key"), state.marks("abc"), state.marks("abd")) == ("abcdef", {"a": "1"}, None)


def test_what_nobody_asks_for_is_forgotten(tmp_path: Path) -> None:
    path = settled(tmp_path, "a", b"one")
    with open_state(tmp_path) as state:
        state.digest(path)
        state.keep("old", "abc", {"a": "1"})
        state.keep("used", "def", {"b": "2"})
    with sqlite3.connect(tmp_path / NAME) as base:
        base.execute("UPDATE file SET used = used - 40")
        base.execute("UPDATE derived SET used = used - 29")
        base.execute("UPDATE derived SET used = used - 2 WHERE key = 'old'")
    base.close()
    with open_state(tmp_path) as state:
        assert state.recall("used") == "def"
    with open_state(tmp_path) as state:
        assert (state.recall("old"), state.recall("used"), state.marks("def")) == (None, "def", {"b": "2"})


def test_the_folder_is_for_this_user_only_and_not_for_git(tmp_path: Path) -> None:
    folder = make_private(tmp_path / OWN_FOLDER)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / ".gitignore").read_text() == "*\n"
    (folder / ".gitignore").write_text("mine")
    assert make_private(tmp_path / OWN_FOLDER) == folder
    assert (folder / ".gitignore").read_text() == "mine"


def scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:200] = b"\xff" * 100
    for page in range(4096, len(data), 4096):
        data[page : page + 64] = b"\xff" * 64
    path.write_bytes(data)


def another_version(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")
    base.close()


DAMAGE = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes(b"no database" * 1000),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "scribbled over": scribble,
    "of another version": another_version,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_without_it_nothing_is_made_again_and_it_mends_itself(tmp_path: Path, damage: str) -> None:
    root = make_clinic(tmp_path / "a clinic")
    settle(root)
    DAMAGE[damage](root / NAME)
    assert plan(root).due == ()
    edit(root, "locales/es/LC_MESSAGES/short.po", "mareos", "mareo")
    assert {one.reason for one in plan(root).due} == {"translation of 1 message changed"}


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    root = make_clinic(tmp_path / "a clinic")
    (root / ".handouts").write_text("a file")
    settle(root)
    assert plan(root).due == ()
    assert len(plan(root).clean) == len(JOBS)


def test_a_database_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "_WAIT", 0)
    path = settled(tmp_path, "a", b"one")
    look(tmp_path, path)
    holder = sqlite3.connect(tmp_path / NAME)
    holder.execute("BEGIN EXCLUSIVE")
    assert look(tmp_path, path) == digest(b"one")
    holder.close()
    assert (tmp_path / NAME).stat().st_size > 0


def test_it_works_without_a_place(tmp_path: Path) -> None:
    path = settled(tmp_path, "a", b"one")
    state = State()
    state.keep("key", "value")
    state.save()
    assert (state.digest(path), state.recall("key")) == (digest(b"one"), "value")


def test_what_the_checks_found_is_kept_as_long_as_they_are_based_on_the_same(tmp_path: Path) -> None:
    with open_state(tmp_path) as state:
        state.keep_checked("long es", "these words", "nothing")
        assert state.recall_checked("long es", "these words") == "nothing"
    with open_state(tmp_path) as state:
        assert state.recall_checked("long es", "these words") == "nothing"
        assert state.recall_checked("long es", "other words") == ""
        assert state.recall_checked("long de", "these words") == ""
        state.keep_checked("long es", "other words", "something")
    with open_state(tmp_path) as state:
        assert state.recall_checked("long es", "these words") == ""
        assert state.recall_checked("long es", "other words") == "something"
    with sqlite3.connect(tmp_path / NAME) as base:
        assert base.execute("SELECT count(*) FROM checked").fetchone() == (1,)


def test_what_many_translations_are_checked_for_is_written_on_the_way(tmp_path: Path) -> None:
    with open_state(tmp_path) as state, sqlite3.connect(tmp_path / NAME) as base:
        for number in range(450):
            state.keep_checked(f"{number} es", "these words", "nothing")
        assert base.execute("SELECT count(*) FROM checked").fetchone() == (400,)
        assert state.recall_checked("449 es", "these words") == state.recall_checked("0 es", "these words") == "nothing"
