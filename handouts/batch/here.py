"""Tasks done by this very process: for a debugger or a profiler, which see into no other."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from handouts.batch.model import Printed, Task
from handouts.batch.worker import Worker


@dataclass(frozen=True)
class Here:
    """Does tasks in this process, for the workspace at `root`: no other is killed, and none has a limit."""

    root: Path

    def run(self, *lots: Iterator[Task]) -> Generator[Printed, None, None]:
        """What became of every job of the tasks in `lots`, in order, as `Executor.run` says."""
        with Worker(self.root) as worker:
            for task in chain.from_iterable(lots):
                yield from worker.do(task)
