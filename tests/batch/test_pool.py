"""The pool prints everything once, whatever becomes of its workers, and leaves none behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from handouts.batch import pool
from handouts.batch.model import Printed, Task, WorkerBugError
from handouts.batch.pool import Pool
from handouts.press import Job, Press
from handouts.problems import ExitCode
from handouts.workspace import open_workspace
from tests.batch.tasks import MACHINE, jobs, task
from tests.conftest import ROOT, Clinic
from tests.making import codes

LONG = 60.0
"""Seconds after which a test gives up waiting for other processes."""


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def tasks(clinic: Clinic, *, each: int = 1, papers: tuple[str, ...] = ("a4", "letter")) -> Iterator[Task]:
    asked = jobs(papers=papers)
    return (task(clinic.root, *asked[start : start + each]) for start in range(0, len(asked), each))


PRINTED: dict[Job, bytes | None] = {}
"""What the press printed: the clinic is the same in every test."""


def expected(clinic: Clinic, *asked: Job) -> dict[Job, bytes | None]:
    wanted = asked or jobs(papers=("a4", "letter"))
    press = Press(open_workspace(clinic.root))
    for job in wanted:
        if job not in PRINTED:
            PRINTED[job] = press.print(job).data
    return {job: PRINTED[job] for job in wanted}


def by_job(printed: list[Printed]) -> dict[Job, bytes | None]:
    assert len({each.made.outcome.job for each in printed}) == len(printed), "each job comes back once"
    return {each.made.outcome.job: each.made.data for each in printed}


@contextmanager
def every_worker(signum: signal.Signals, number: int) -> Iterator[None]:
    """Sends `signum` to the first `number` worker processes that there are, as soon as they are there."""
    done = threading.Event()
    hit: set[int | None] = set()

    def hunt() -> None:
        while len(hit) < number and not done.wait(0.01):
            for process in multiprocessing.active_children():
                if process.pid and process.pid not in hit and len(hit) < number:
                    hit.add(process.pid)
                    os.kill(process.pid, signum)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        yield
    finally:
        done.set()
        hunter.join()
    assert len(hit) == number


@pytest.mark.parametrize(("workers", "each"), [(1, 3), (2, 1)])
def test_all_is_printed_as_the_press_prints_it(clinic: Clinic, workers: int, each: int) -> None:
    printed = list(Pool(clinic.root, workers).run(tasks(clinic, each=each)))
    assert by_job(printed) == expected(clinic)
    assert all(each.thumbnail for each in printed)


@pytest.fixture
def hired(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """The numbers of the processes that a pool starts."""
    numbers: list[int | None] = []

    class Noted(pool._Hand):
        def __init__(self, root: Path, limit: float) -> None:
            super().__init__(root, limit)
            numbers.append(self._process.pid)

    monkeypatch.setattr(pool, "_Hand", Noted)
    return numbers


@pytest.mark.parametrize(
    ("limits", "processes"),
    [({"_RETIRES": 1}, 2), ({"_STAYS": 1, "_ROOM": 0}, 2), ({"_STAYS": 1, "_ROOM": 10**12}, 1), ({"_ROOM": 0}, 1)],
    ids=["leaflets", "memory", "memory enough", "hardly begun"],
)
def test_a_process_retires(
    clinic: Clinic,
    monkeypatch: pytest.MonkeyPatch,
    hired: list[int | None],
    limits: dict[str, int],
    processes: int,
) -> None:
    for name, limit in limits.items():
        monkeypatch.setattr(pool, name, limit)
    printed = list(Pool(clinic.root, 1).run(tasks(clinic, papers=("a4",))))
    assert by_job(printed) == expected(clinic, *jobs())
    assert len(set(hired)) == processes


def test_workers_help_with_each_others_lots(clinic: Clinic) -> None:
    lots = (tasks(clinic, papers=("a4",)), iter(()), tasks(clinic, papers=("letter",)))
    assert by_job(list(Pool(clinic.root, 4).run(*lots))) == expected(clinic)


def test_there_may_be_nothing_to_do(clinic: Clinic) -> None:
    assert list(Pool(clinic.root, 2).run(iter(()))) == []
    assert list(Pool(clinic.root, 2).run(iter([Task((), {}, MACHINE)]))) == []


def test_tasks_are_drawn_when_a_worker_is_about_to_be_free(clinic: Clinic) -> None:
    drawn = []

    def drawing() -> Iterator[Task]:
        for each in tasks(clinic):
            drawn.append(each)
            yield each

    for number, _ in enumerate(Pool(clinic.root, 1).run(drawing()), 1):
        assert len(drawn) <= number + 1
    assert len(drawn) == 4


def test_a_killed_worker_costs_nothing(clinic: Clinic) -> None:
    printed = []
    with closing(Pool(clinic.root, 2).run(tasks(clinic, each=2))) as results:
        for each in results:
            printed.append(each)
            if len(printed) == 1:
                for process in multiprocessing.active_children():
                    process.kill()
    assert by_job(printed) == expected(clinic)


def test_a_job_at_which_two_workers_die_fails_alone(clinic: Clinic) -> None:
    with every_worker(signal.SIGKILL, 2):
        failed, *others = Pool(clinic.root, 1).run(tasks(clinic, each=4))
    outcome = failed.made.outcome
    assert codes(outcome.problems) == ["worker-died"]
    assert outcome.exit_code == ExitCode.MACHINE
    assert outcome.job == jobs()[0]
    assert by_job(others) == expected(clinic, *(each.made.outcome.job for each in others))
    assert len(others) == 3


def test_a_job_that_takes_too_long_is_given_up_at_once(clinic: Clinic) -> None:
    with every_worker(signal.SIGSTOP, 2):
        printed = list(Pool(clinic.root, 1, limit=0.5).run(tasks(clinic, each=2, papers=("a4",))))
    assert [codes(each.made.outcome.problems) for each in printed] == [["worker-slow"], ["worker-slow"]]
    assert list(by_job(printed)) == jobs()


def test_a_bug_stops_the_batch_with_its_traceback(clinic: Clinic) -> None:
    def drawing() -> Iterator[Task]:
        yield task(clinic.root)
        yield Task(tuple(jobs()), {"../outside": b""}, MACHINE)
        yield from tasks(clinic)

    results = Pool(clinic.root, 1).run(drawing())
    assert by_job([next(results)]) == expected(clinic, jobs()[0])
    with pytest.raises(WorkerBugError, match=r"(?s)Traceback.*worker\.py.*ValueError: '../outside' lies outside"):
        next(results)


def test_an_error_of_the_one_who_asks_passes(clinic: Clinic) -> None:
    def drawing() -> Iterator[Task]:
        yield task(clinic.root)
        raise LookupError("the disk is full")

    with pytest.raises(LookupError, match="disk"):
        list(Pool(clinic.root, 1).run(drawing()))


def test_closing_stops_the_workers(clinic: Clinic) -> None:
    results = Pool(clinic.root, 2).run(tasks(clinic))
    assert next(results).made.data
    assert multiprocessing.active_children()
    results.close()
    assert multiprocessing.active_children() == []


SCRIPT = """
import sys
from pathlib import Path
from handouts.batch.pool import Pool
from tests.batch.tasks import jobs, task

if __name__ == "__main__":
    root = Path(sys.argv[1])
    endless = (task(root, *jobs()) for _ in iter(int, 1))
    for printed in Pool(root, 2).run(endless):
        print(len(printed.made.data), flush=True)
"""


@contextmanager
def batch(clinic: Clinic, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """An endless batch in a process group of its own, which has printed something; all of it is ended afterwards."""
    temporary.mkdir()
    script = clinic.write("endless.py", SCRIPT)
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(clinic.root)]
    given: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **given) as process:
        try:
            assert process.stdout
            assert process.stderr
            first = process.stdout.readline()
            assert first.strip().isdigit(), process.stderr.read()
            yield process
        finally:
            if is_alive(process.pid):
                os.killpg(process.pid, signal.SIGKILL)


def is_alive(group: int) -> bool:
    """Whether any process of `group` still runs."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_ctrl_c_ends_all_without_a_word_of_the_workers(clinic: Clinic, tmp_path: Path) -> None:
    with batch(clinic, tmp_path / "temporary") as process:
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=LONG)
        assert process.returncode == -signal.SIGINT
        assert said.count("Traceback") == 1
        assert said.endswith("KeyboardInterrupt\n")
        assert within(LONG, lambda: not is_alive(process.pid))
    assert not list((tmp_path / "temporary").glob("handouts-*"))


def test_workers_end_when_their_parent_is_killed(clinic: Clinic, tmp_path: Path) -> None:
    with batch(clinic, tmp_path / "temporary") as process:
        process.kill()
        process.wait()
        assert within(LONG, lambda: not is_alive(process.pid))
    assert not list((tmp_path / "temporary").glob("handouts-*"))
