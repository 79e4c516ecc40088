"""One build at a time in a folder, also after one was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from handouts.batch.lock import NAME, build_lock
from handouts.problems import ExitCode, HandoutsError
from tests.conftest import ROOT

_HOLD = """
import sys
from pathlib import Path
from handouts.batch.lock import build_lock
with build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(output: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its input is closed."""
    command = [sys.executable, "-c", _HOLD, str(output)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_a_second_build_is_told_who_is_at_work(tmp_path: Path) -> None:
    with (
        holder(tmp_path / "output") as process,
        pytest.raises(HandoutsError) as caught,
        build_lock(tmp_path / "output"),
    ):
        pytest.fail("two builds at once")
    (problem,) = caught.value.problems
    assert (problem.code, caught.value.exit_code) == ("build-locked", ExitCode.MACHINE)
    assert f"process {process.pid} on '{os.uname().nodename}', since 20" in problem.message


def test_it_is_free_when_the_other_has_ended(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        process.communicate("", timeout=30)
    with build_lock(tmp_path) as killed:
        assert not killed


def test_it_is_free_when_the_other_was_killed_and_that_is_known(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
    with build_lock(tmp_path) as killed:
        assert killed
    with build_lock(tmp_path) as killed:
        assert not killed


def test_a_build_that_ends_with_an_error_frees_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), build_lock(tmp_path):
        _ = 1 / 0
    with build_lock(tmp_path) as killed:
        assert killed, "what it was writing may be half done"


def test_the_folder_is_made_and_holds_an_empty_file_afterwards(tmp_path: Path) -> None:
    with build_lock(tmp_path / "a" / "output"):
        pass
    assert [(path.name, path.stat().st_size) for path in (tmp_path / "a" / "output").iterdir()] == [(NAME, 0)]


def test_the_lock_may_hold_anything(tmp_path: Path) -> None:
    with holder(tmp_path):
        (tmp_path / NAME).write_text("[1, 2")
        with pytest.raises(HandoutsError) as caught, build_lock(tmp_path):
            pytest.fail("two builds at once")
    assert caught.value.problems[0].message == "another build is at work in this folder"


@pytest.mark.parametrize("what", ["a file", "a folder", "a link"])
def test_a_folder_in_which_nothing_can_be_written(tmp_path: Path, what: str) -> None:
    output = tmp_path / "output"
    if what == "a file":
        output.write_text("mine")
    elif what == "a folder":
        (output / NAME).mkdir(parents=True)
    else:
        output.mkdir()
        (output / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HandoutsError) as caught, build_lock(output):
        pytest.fail("there is no lock")
    assert caught.value.problems[0].code == "output-unwritable"
    assert not (tmp_path / "elsewhere").exists()
