"""The desk between the one that draws tasks and the threads that have them done."""

from __future__ import annotations

import threading

from handouts.batch.model import Task


class Desk:
    """A task that waits for each worker, so that none waits for a task; when no more come, whoever is free takes it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[int, Task] = {}
        self._is_over = False

    def put(self, worker: int, task: Task | None) -> None:
        """Have `task` wait for `worker`; `None` says that no more come for anybody."""
        with self._changed:
            if task is None:
                self._is_over = True
            else:
                self._waiting[worker] = task
            self._changed.notify_all()

    def take(self, worker: int) -> Task | None:
        """The next task for `worker`, as soon as there is one; `None` when there are no more."""
        with self._changed:
            self._changed.wait_for(lambda: worker in self._waiting or self._is_over)
            whose = worker if worker in self._waiting else next(iter(self._waiting), worker)
            return self._waiting.pop(whose, None)

    def clear(self) -> None:
        """Take all away: there is nothing to do any more."""
        with self._changed:
            self._waiting.clear()
            self._is_over = True
            self._changed.notify_all()
