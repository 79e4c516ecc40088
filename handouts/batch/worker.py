"""A worker: does tasks one after the other, in any process on any machine that has handouts and the fonts.

It prints from a private copy of the workspace that it fills from the files that the tasks bring along, so it needs
nothing of the machine that the workspace lies on. The copy goes when the worker is done; what a killed worker left is
taken away by the next one.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from handouts.batch.copies import Folder, sweep
from handouts.batch.heap import give_back
from handouts.batch.model import Printed, Task, failure
from handouts.batch.thumbnail import thumbnail
from handouts.checks.memory import Memory
from handouts.files import digest
from handouts.jobs import Made
from handouts.press import Press
from handouts.problems import ExitCode, HandoutsError, Problem
from handouts.workspace import Workspace, open_workspace

Machine = Callable[[Collection[str]], str]
"""The digest of the programs and fonts that print the languages with some gettext codes (`Task.machine`)."""

_RENEWED = 50
"""Tasks after which what was read is forgotten: an article, its catalogs and what the checks found stay in memory."""


class Worker:
    """Prints tasks of one batch for the workspace at `root`, which may be on another machine.

    With `machine`, a task that was planned for other programs or fonts than those here is refused (`worker-differs`).
    To be closed, and not to be used by two threads at once.
    """

    def __init__(self, root: Path, machine: Machine | None = None) -> None:
        sweep()
        self.root = root
        self._machine = machine
        self._machines: dict[frozenset[str], str] = {}
        self._folder = Folder()
        self._written: dict[str, str] = {}
        self._presses: dict[bool, Press] = {}
        self._tasks = 0

    def do(self, task: Task) -> Iterator[Printed]:
        """What became of each job of `task`, in order, each as soon as it is done.

        Raises only what is a bug of ours; a `ValueError` for a file that would lie outside the copy, or that has come
        with another content before.
        """
        try:
            self._unpack(task)
            press = self._press(task)
        except HandoutsError as error:
            problems = tuple(self._mended(problem) for problem in error.problems)
            yield from (failure(job, *problems, exit_code=error.exit_code) for job in task.jobs)
            return
        press.memory = memory = Memory(task.checked)
        for job in task.jobs:
            printed = self._printed(press.print(job), memory)
            if job == task.jobs[-1]:
                gc.collect()  # takes no longer than what it saves of the next task's own, and leaves 15 MB less
            give_back()
            yield printed

    def close(self) -> None:
        """Take the copy of the workspace away."""
        self._folder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _unpack(self, task: Task) -> None:
        """Write the files of `task` that are not there yet. Raises `HandoutsError` (`worker-unwritable`)."""
        for name, data in task.files.items():
            path, content = PurePosixPath(name), digest(data)
            if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name:
                raise ValueError(f"'{name}' lies outside the workspace")
            if self._written.get(name, content) != content:
                raise ValueError(f"'{name}' has changed within one batch")
            if name not in self._written:
                try:
                    (self._copy / path).parent.mkdir(parents=True, exist_ok=True)
                    (self._copy / path).write_bytes(data)
                except OSError as error:
                    raise self._unwritable(error) from None
                self._written[name] = content

    def _press(self, task: Task) -> Press:
        """The press for `task`. Raises `HandoutsError`, also when it is not to be printed on this machine."""
        if self._tasks % _RENEWED == 0:
            self._presses.clear()
            self.__dict__.pop("_workspace", None)
        self._tasks += 1
        if task.strict not in self._presses:
            self._presses[task.strict] = Press(self._workspace, strict=task.strict)
        press = self._presses[task.strict]
        if self._machine and task.jobs:
            codes = frozenset({press.source.code, *(job.language for job in task.jobs)})
            if codes not in self._machines:
                self._machines[codes] = self._machine(sorted(codes))
            if self._machines[codes] != task.machine:
                raise HandoutsError([_differs()], ExitCode.MACHINE)
        return press

    @cached_property
    def _workspace(self) -> Workspace:
        return open_workspace(self._copy)

    @property
    def _copy(self) -> Path:
        return self._folder.path

    def _printed(self, made: Made, memory: Memory) -> Printed:
        problems = tuple(self._mended(problem) for problem in made.outcome.problems)
        picture = None if made.data is None else thumbnail(made.data, made.outcome.job)
        return Printed(replace(made, outcome=replace(made.outcome, problems=problems)), picture, memory.news())

    def _mended(self, problem: Problem) -> Problem:
        """`problem` with the places of the workspace in it, instead of those of the copy."""
        path = problem.path
        if path is not None and path.is_relative_to(self._copy):
            path = self.root / path.relative_to(self._copy)
        return replace(problem, path=path, message=self._told(problem.message), hint=self._told(problem.hint))

    def _told(self, text: str) -> str:
        return text.replace(self._copy.as_uri(), self.root.as_uri()).replace(str(self._copy), str(self.root))

    def _unwritable(self, error: OSError) -> HandoutsError:
        what = f"a worker cannot keep its copy of the workspace: {(error.strerror or str(error)).lower()}"
        hint = "Make room in the folder for temporary files, or name another one in TMPDIR."
        return HandoutsError([Problem("worker-unwritable", what, None, None, hint)], ExitCode.MACHINE)


def _differs() -> Problem:
    what = (
        f"the worker on '{os.uname().nodename}' has another handouts, other libraries or other fonts than this machine"
    )
    hint = "Install the same versions and fonts there: 'handouts doctor' lists them on each machine."
    return Problem("worker-differs", what, None, None, hint)
