"""The cluster: the same tasks on many machines, through dask.distributed (the extra `handouts[cluster]`).

Tasks travel with the files that they read, and what was printed comes back; workers need no disk in common, only the
same versions and fonts. dask gives the tasks of a lost worker to others.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
import traceback
import uuid
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from handouts.batch.model import LIMIT, Crash, Printed, Task, WorkerBugError, failure
from handouts.batch.worker import Machine, Worker
from handouts.problems import ExitCode, HandoutsError, Problem

if TYPE_CHECKING:
    from distributed import Future

_CONNECTING = 10
"""Seconds until a scheduler must have answered, and its first worker be there."""
_LOST = 60.0
"""Seconds that a batch goes on without any worker: so long a new one may take to start."""
_LOOKS = 5.0
"""Seconds between two looks at how many workers there are."""


@dataclass(frozen=True)
class Cluster:
    """Does tasks through the dask scheduler at `address`, such as `tcp://10.0.0.5:8786`, for the workspace at `root`.

    `machine` is called on the workers, by its name there. A leaflet that takes longer than `limit` seconds ends its
    worker. dask gives a task whose worker is lost to another one, three times unless its configuration says
    otherwise (`distributed.scheduler.allowed-failures`); then its jobs are tried one by one, and given up
    (`worker-died`).
    """

    root: Path
    address: str
    machine: Machine
    limit: float = LIMIT
    patience: float = _LOST

    def run(self, *lots: Iterator[Task]) -> Generator[Printed, None, None]:
        """What became of every job of the tasks in `lots`, one lot after the other, as `Executor.run` says.

        Raises `HandoutsError` (`cluster-missing`, `-unreachable`, `-empty`, `-differs`, `-lost`), and `WorkerBugError`
        for a bug of ours.
        """
        client = _connect(self.address)
        batch = uuid.uuid4().hex
        try:
            _check_versions(client)
            yield from _Run(self, client, batch).results(chain.from_iterable(lots))
        finally:
            if client.status == "running":
                client.run(_forget, batch, on_error="ignore")
            client.close(timeout=_CONNECTING)


class _Run:
    """One batch on a cluster."""

    def __init__(self, cluster: Cluster, client: Any, batch: str) -> None:
        self._cluster, self._client, self._batch = cluster, client, batch
        self._open: dict[Future[Any], Task] = {}
        self._done: SimpleQueue[Future[Any]] = SimpleQueue()
        self._workers = self._looked = 0.0

    def results(self, tasks: Iterator[Task]) -> Iterator[Printed]:
        self._fill(tasks)
        while self._open:
            future = self._next()
            yield from self._came(future)
            self._fill(tasks)

    def _fill(self, tasks: Iterator[Task]) -> None:
        """Two tasks for each thread of the workers: one that is done, and one that waits for it."""
        if time.monotonic() - self._looked > _LOOKS:
            self._workers, self._looked = sum(self._client.nthreads().values()), time.monotonic()
        for task in islice(tasks, max(0, int(2 * self._workers) + 1 - len(self._open))):
            self._submit(task)

    def _submit(self, task: Task) -> None:
        cluster = self._cluster
        given = (cluster.root, cluster.machine, cluster.limit, self._batch, task)
        future: Future[Any] = self._client.submit(do, *given, pure=False, fifo_timeout="0 ms")
        self._open[future] = task
        future.add_done_callback(self._done.put)

    def _next(self) -> Future[Any]:
        """The next task that is done. Raises `HandoutsError` when there has been no worker for a long time."""
        lonely = 0.0
        while True:
            try:
                return self._done.get(timeout=1)
            except Empty:
                lonely = 0 if self._is_alive() else lonely + 1
            if lonely > self._cluster.patience:
                raise _lost(self._cluster.address)

    def _is_alive(self) -> bool:
        try:
            return self._client.status == "running" and bool(self._client.nthreads())
        except OSError:
            return False

    def _came(self, future: Future[Any]) -> Iterator[Printed]:
        from distributed import KilledWorker

        try:
            came: list[Printed] | Crash = future.result(timeout=self._cluster.patience)
        except TimeoutError:  # its worker was lost with what it had done: dask does it again
            if not self._is_alive():
                raise _lost(self._cluster.address) from None
            self._done.put(future)
            return
        except KilledWorker:
            yield from self._killed(self._open.pop(future))
            return
        except Exception as error:
            if future.status in ("cancelled", "lost"):
                raise _lost(self._cluster.address) from error
            raise
        if isinstance(came, Crash):
            raise WorkerBugError(came.text)
        del self._open[future]
        yield from came

    def _killed(self, task: Task) -> Iterator[Printed]:
        """`task` took several workers along: each of its jobs for itself, or the end of the only one."""
        if len(task.jobs) == 1:
            yield failure(task.jobs[0], _died(self._cluster.limit))
            return
        for job in task.jobs:
            self._submit(replace(task, jobs=(job,)))


_LOCK = threading.Lock()
_WORKERS: dict[str, Worker] = {}
"""On a machine of the cluster: the worker of each batch, of which there are two at most, and the right to use them."""


def do(root: Path, machine: Machine, limit: float, batch: str, task: Task) -> list[Printed] | Crash:
    """Do `task` on a machine of the cluster. One at a time in a process, whatever threads dask has."""
    with _LOCK:
        try:
            if batch not in _WORKERS:
                while len(_WORKERS) > 1:
                    _WORKERS.pop(next(iter(_WORKERS))).close()
                _WORKERS[batch] = Worker(root, machine)
            return list(_timed(_WORKERS[batch].do(task), limit))
        except Exception:
            return Crash(traceback.format_exc())


def _timed(steps: Iterator[Printed], limit: float) -> Iterator[Printed]:
    """The `steps`; one that takes longer than `limit` seconds ends the process."""
    while True:
        timer = threading.Timer(limit, os._exit, (1,))
        timer.daemon = True
        timer.start()
        try:
            step = next(steps, None)
        finally:
            timer.cancel()
        if step is None:
            return
        yield step


@atexit.register
def _forget(batch: str | None = None) -> None:
    """Take away what a worker keeps of `batch`, or of all."""
    for name in [batch] if batch else list(_WORKERS):
        if worker := _WORKERS.pop(name, None):
            worker.close()


def _connect(address: str) -> Any:
    """A client of the scheduler at `address` with a worker at least. Raises `HandoutsError`."""
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise _stop(
            "missing", "dask is not installed", "Install it: python3 -m pip install 'handouts[cluster]'"
        ) from None
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is told as a problem
    hint = "Start one with 'dask scheduler', and give its address as --scheduler tcp://HOST:8786."
    try:
        get_address_host_port(address)  # a client of no address cannot be closed, and says so at length
        client = Client(address, timeout=_CONNECTING, set_as_default=False, name="handouts")
    except (OSError, ValueError, TypeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise _stop("unreachable", f"there is no scheduler at {address}: {reason}", hint) from None
    try:
        client.wait_for_workers(1, timeout=_CONNECTING)
    except TimeoutError:
        client.close()
        what = f"the scheduler at {address} has no worker"
        raise _stop("empty", what, f"Start one on each machine: dask worker {address}") from None
    return client


def _check_versions(client: Any) -> None:
    """Raise `HandoutsError` when not all have the same versions: they would fail later, and unclearly."""
    told: Any = client.get_versions(packages=["handouts"])
    own = told["client"]["packages"]
    others: list[tuple[str, Any, tuple[str, ...]]] = [("scheduler", told["scheduler"]["packages"], ("distributed",))]
    names = ("python", "distributed", "handouts")
    others += [(f"worker {address}", held["packages"], names) for address, held in told["workers"].items()]
    for who, held, matter in others:
        for name in matter:
            here, there = (
                str(versions.get(name)).split(".")[: 2 if name == "python" else None] for versions in (own, held)
            )
            if here != there:
                what = f"the {who} has {name} {'.'.join(there)}, this machine {'.'.join(here)}"
                raise _stop("differs", what, "Install the same versions on every machine of the cluster.")


def _stop(code: str, what: str, hint: str) -> HandoutsError:
    return HandoutsError([Problem(f"cluster-{code}", what, None, None, hint)], ExitCode.MACHINE)


def _lost(address: str) -> HandoutsError:
    what = f"the scheduler at {address}, or its last worker, is no more"
    return _stop("lost", what, "Start them again, and build again: what is done is kept.")


def _died(limit: float) -> Problem:
    what = f"the workers that made the leaflet died, or it was not done within {limit:g} seconds"
    return Problem("worker-died", what, hint="Often there is not memory enough: start fewer workers on a machine.")
