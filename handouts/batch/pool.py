"""The pool: workers on this machine, one process each, of which any may die.

Each process has a pipe of its own, and a thread of this process that tends it and starts another one in its place. (In
a pool whose processes share pipes and locks, one that is killed in the middle of a message takes the others along:
`concurrent.futures` and `pebble` lost jobs or hung in every trial.)
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing import connection, forkserver
from multiprocessing.context import BaseContext
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from handouts.batch.copies import sweep
from handouts.batch.desk import Desk
from handouts.batch.lots import Sharing
from handouts.batch.memory import own_memory
from handouts.batch.model import LIMIT, Crash, Printed, Task, WorkerBugError, failure
from handouts.batch.processors import processors
from handouts.jobs import Job
from handouts.problems import Problem

if TYPE_CHECKING:
    from handouts.batch.worker import Worker

_PRELOAD = ["handouts.batch.preload"]
_RETIRES = 500
"""Leaflets after which a process makes room for a new one."""
_ROOM = 120_000_000
"""Bytes of its own with which it does so, too: what it knows of languages and fonts stays with it."""
_STAYS = 20
"""Leaflets that it makes at least, however much it takes to make them."""


@dataclass(frozen=True)
class Pool:
    """Does tasks in `workers` processes of this machine, for the workspace at `root`.

    A leaflet that takes longer than `limit` seconds is given up, and its worker killed (`worker-slow`). One whose
    worker dies is tried again in a new process, and given up when that dies as well (`worker-died`); the other jobs of
    that worker are done in the new process.
    """

    root: Path
    workers: int = field(default_factory=processors)
    limit: float = LIMIT

    def run(self, *lots: Iterator[Task]) -> Generator[Printed, None, None]:
        """What became of every job of the tasks in `lots`, as `Executor.run` says.

        Raises `WorkerBugError` for a bug of ours, after all that was done before it has been handed over.
        """
        sharing, crew = Sharing(lots), _Crew(self.root, self.limit)
        try:
            for worker in range(self.workers):
                if task := sharing.next_for(worker):
                    crew.start(worker, task)
            while crew.at_work:
                match crew.events.get():
                    case Printed() as printed:
                        yield printed
                    case Crash(text):
                        raise WorkerBugError(text)
                    case int() as worker:
                        crew.desk.put(worker, sharing.next_for(worker))
                    case None:
                        crew.at_work -= 1
        finally:
            crew.close()


def get_ready() -> None:
    """Start what starts processes, so that it reads the programs while this process still plans."""
    _context()


class _Crew:
    """The threads that tend the processes, and what goes between them and the one that asked.

    `events` has what was printed, the number of a worker that has taken a task and needs another to wait for it, and
    `None` for one that has ended; `at_work` counts those that have not.
    """

    def __init__(self, root: Path, limit: float) -> None:
        self.root, self.limit = root, limit
        self.at_work = 0
        self.desk = Desk()
        self.events: SimpleQueue[Printed | Crash | int | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._hands: list[_Hand] = []
        self._lock = threading.Lock()
        self._closed = False

    def start(self, worker: int, task: Task) -> None:
        """Have another process work, which begins with `task`."""
        self.desk.put(worker, task)
        self.at_work += 1
        self._threads.append(threading.Thread(target=self._tend, args=(worker,), daemon=True))
        self._threads[-1].start()

    def close(self) -> None:
        """Kill the processes, wait for the threads, and take away what the processes left."""
        with self._lock:
            self._closed = True
            for hand in self._hands:
                hand.kill()
        self.desk.clear()
        for thread in self._threads:
            thread.join()
        sweep()

    def _tend(self, worker: int) -> None:
        """Have tasks done, one after the other, until there are no more or the crew is closed."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # for the processes, from their first moment
        hand = None
        try:
            while task := self.desk.take(worker):
                self.events.put(worker)
                jobs, tried = task.jobs, set[Job]()
                while jobs:
                    hand = hand or self._hire()
                    if hand is None:
                        return
                    left = self._done(hand, replace(task, jobs=jobs))
                    if left:
                        self._dismiss(hand)
                        left = left if self._again(left[0], tried, slow=hand.slow) else left[1:]
                        hand = None
                    jobs = left
                if hand and hand.retires():
                    self._dismiss(hand)
                    hand = None
        except Exception:  # a bug of ours: the thread that waits for events must hear of it
            self.events.put(Crash(traceback.format_exc()))
        finally:
            if hand:
                self._dismiss(hand)
            self.events.put(None)

    def _done(self, hand: _Hand, task: Task) -> tuple[Job, ...]:
        """The jobs of `task` that were not done, because the process died; the first is the one that it was at."""
        done = 0
        for event in hand.do(task):
            self.events.put(event)
            done += 1
        return task.jobs[done:]

    def _again(self, job: Job, tried: set[Job], *, slow: bool) -> bool:
        """Whether to try `job`, at which a process died, again; when not, what became of it is told."""
        if self._closed:
            return False
        if not slow and job not in tried:
            tried.add(job)
            return True
        self.events.put(failure(job, _slow(self.limit) if slow else _died()))
        return False

    def _hire(self) -> _Hand | None:
        with self._lock:
            if self._closed:
                return None
            hand = _Hand(self.root, self.limit)
            self._hands.append(hand)
            return hand

    def _dismiss(self, hand: _Hand) -> None:
        with self._lock:
            self._hands.remove(hand)
            hand.kill()
        hand.close()


class _Hand:
    """A worker's process, as this one holds it."""

    def __init__(self, root: Path, limit: float) -> None:
        self.slow = False
        self.done = 0
        self._limit = limit
        context = _context()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, root), daemon=True)  # type: ignore[attr-defined]  # each kind of context has it
        self._process.start()
        theirs.close()

    def do(self, task: Task) -> Iterator[Printed | Crash]:
        """What the process says of each job of `task`; it ends early when the process died."""
        try:
            for index in range(len(task.jobs)):
                timer = threading.Timer(self._limit, self._give_up)
                timer.daemon = True
                timer.start()
                try:
                    if index == 0:
                        self._pipe.send(task)
                    event = self._pipe.recv()
                finally:
                    timer.cancel()
                self.done += 1
                yield event
        except (EOFError, OSError):
            return

    def retires(self) -> bool:
        """Whether another process had better go on."""
        return self.done >= _RETIRES or (self.done >= _STAYS and own_memory(self._process.pid) > _ROOM)

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self._process.join()
        self._process.close()
        self._pipe.close()

    def _give_up(self) -> None:
        self.slow = True
        with suppress(ValueError):  # it is closed by now
            self.kill()


def serve(pipe: connection.Connection, root: Path) -> None:
    """Be a worker: do what comes through `pipe` and say what came of it, until there is no parent any more.

    Ctrl-C is for the parent, which stops its workers.
    """
    from handouts.batch.worker import Worker  # the fork server has it in memory; the parent does without

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Worker(root) as worker:
        threading.Thread(target=_end_with_parent, args=(worker,), daemon=True).start()
        while True:
            try:
                task: Task = pipe.recv()
                for event in _events(worker, task):
                    pipe.send(event)
            except (EOFError, OSError):
                return


def _events(worker: Worker, task: Task) -> Iterator[Printed | Crash]:
    try:
        yield from worker.do(task)
    except MemoryError:
        os._exit(1)  # it has died, and may do better as a new process
    except Exception:  # it goes on in the parent
        yield Crash(traceback.format_exc())


def _end_with_parent(worker: Worker) -> None:
    """Wait for the parent's end, of which a process that is busy does not hear, and end as well."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    worker.close()
    os._exit(1)


def _context() -> BaseContext:
    """What starts processes: the fork server, with all in memory; new interpreters where it cannot be had.

    It listens on a socket, for which the path of the folder for temporary files may be too long.
    """
    forkserver.set_forkserver_preload(_PRELOAD)
    try:
        forkserver.ensure_running()
    except OSError:
        return multiprocessing.get_context("spawn")
    return multiprocessing.get_context("forkserver")


def _slow(limit: float) -> Problem:
    what = f"the leaflet was not done within {limit:g} seconds"
    return Problem("worker-slow", what, hint="Make the article shorter, or give it more time.")


def _died() -> Problem:
    what = "the process that made the leaflet died, twice"
    hint = "Often there is not memory enough: use fewer workers at a time, and smaller images."
    return Problem("worker-died", what, hint=hint)
