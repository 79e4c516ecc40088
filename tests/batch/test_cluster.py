"""A cluster on this machine: a scheduler and workers as they are started by hand, one of which is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from distributed import Client

from handouts.batch.cluster import Cluster
from handouts.batch.model import Printed, Task, WorkerBugError
from handouts.press import Press
from handouts.problems import ExitCode, HandoutsError
from handouts.workspace import open_workspace
from tests.batch.tasks import JOB, MACHINE, jobs, task
from tests.conftest import ROOT, Clinic
from tests.making import codes

LONG = 60.0
"""Seconds after which a test gives up waiting for other processes."""


def this_machine(_: Collection[str]) -> str:
    return MACHINE


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def within(seconds: float, condition: Callable[[], object]) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(condition())


@dataclass
class Machines:
    """A scheduler and its workers, on the loopback interface."""

    folder: Path
    stack: ExitStack
    address: str = ""
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def dask(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A `dask` command of its own, which ends with the test."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
        environment["TMPDIR"] = str(self.folder)
        environment["DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES"] = "1"
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        log = self.stack.enter_context((self.folder / f"{len(self.started)}.log").open("wb"))
        process = subprocess.Popen(command, cwd=self.folder, env=environment, stdout=log, stderr=log)
        self.stack.callback(end, process)
        self.started.append(process)
        return process

    def wait(self, workers: int) -> None:
        """Wait until there are so many workers."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=LONG)

    def worker(self) -> subprocess.Popen[bytes]:
        once = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--death-timeout", str(LONG))
        return self.dask("worker", self.address, *once)


@contextmanager
def scheduler(folder: Path) -> Iterator[Machines]:
    folder.mkdir()
    with ExitStack() as stack, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        machines = Machines(folder, stack, f"tcp://127.0.0.1:{port}")
        machines.dask("scheduler", "--host", "127.0.0.1", "--port", str(port))
        yield machines


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    with scheduler(tmp_path / "machines") as made:
        yield made


def copies(machines: Machines) -> list[Path]:
    """The workers' copies of the workspace."""
    return list(machines.folder.glob("handouts-worker-*"))


def test_a_worker_killed_in_mid_batch_costs_nothing(clinic: Clinic, machines: Machines) -> None:
    victim = machines.worker()
    machines.worker()
    machines.wait(2)
    asked = jobs(papers=("a4", "letter"))
    printed: list[Printed] = []
    cluster = Cluster(clinic.root.resolve(), machines.address, this_machine)
    with closing(cluster.run(task(clinic.root, job) for job in asked)) as results:
        for each in results:
            printed.append(each)
            if len(printed) == 1:
                assert within(LONG, lambda: len(copies(machines)) == 2), "both are at work"
                victim.send_signal(signal.SIGKILL)
    assert len(printed) == len(asked)
    press = Press(open_workspace(clinic.root))
    expected = {job: press.print(job) for job in asked}
    assert {each.made.outcome.job: each.made for each in printed} == expected
    assert all(made.data for made in expected.values())
    assert all(each.thumbnail for each in printed)


def test_a_bug_or_another_machine_is_told(clinic: Clinic, machines: Machines) -> None:
    machines.worker()
    root = clinic.root.resolve()
    cluster = Cluster(root, machines.address, this_machine)
    (refused,) = cluster.run(iter([task(root, machine="other fonts")]))
    assert codes(refused.made.outcome.problems) == ["worker-differs"]
    assert within(LONG, lambda: not copies(machines)), "nothing is left of a batch"
    with pytest.raises(WorkerBugError, match=r"(?s)Traceback.*ValueError: '\.\./x' lies outside"):
        list(cluster.run(iter([Task((JOB,), {"../x": b""}, MACHINE)])))
    clinic.edit("articles/short.md", "You feel sick.", "You feel unwell.")
    (printed,) = cluster.run(iter([task(root)]))
    assert printed.made == Press(open_workspace(root)).print(JOB), "another batch, another content"


def test_a_job_that_takes_every_worker_along_is_given_up(clinic: Clinic, machines: Machines) -> None:
    machines.worker()
    machines.worker()
    machines.wait(2)
    cluster = Cluster(clinic.root.resolve(), machines.address, this_machine, limit=0.001)
    (failed,) = cluster.run(iter([task(clinic.root)]))
    assert codes(failed.made.outcome.problems) == ["worker-died"]


def test_a_cluster_without_workers_is_a_problem_and_so_is_losing_them(
    clinic: Clinic, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.worker()
    cluster = Cluster(clinic.root.resolve(), machines.address, this_machine, patience=1)
    results = cluster.run(task(clinic.root) for _ in range(100))
    assert next(results).made.data
    for process in machines.started[1:]:
        end(process)
    with pytest.raises(HandoutsError) as lost:
        list(results)
    assert (codes(lost.value.problems), lost.value.exit_code) == (["cluster-lost"], ExitCode.MACHINE)
    monkeypatch.setattr("handouts.batch.cluster._CONNECTING", 1)
    with pytest.raises(HandoutsError) as empty:
        list(cluster.run(iter([task(clinic.root)])))
    assert codes(empty.value.problems) == ["cluster-empty"]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "no such thing", "ftp://127.0.0.1:9", ""])
def test_a_scheduler_that_is_not_there(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr("handouts.batch.cluster._CONNECTING", 1)
    with pytest.raises(HandoutsError) as unreachable:
        list(Cluster(clinic.root, address, this_machine).run(iter([task(clinic.root)])))
    assert codes(unreachable.value.problems) == ["cluster-unreachable"]
    assert unreachable.value.exit_code == ExitCode.MACHINE
    assert "\n" not in unreachable.value.problems[0].message
