"""What goes to a worker and what comes back. Both are plain values that travel: between processes or machines."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from handouts.jobs import Job, Made, Outcome
from handouts.problems import ExitCode, Problem


@dataclass(frozen=True)
class Task:
    """Some jobs of one article, language and brand, for one worker at a time.

    `files` are all files of the workspace that they read, by POSIX path below its root: within one batch a path has one
    content. `machine` is a digest of the programs and fonts that print them (`batch.machine`); a worker on which it is
    another refuses them. `checked` is what the checks found before in the article's translation, as a
    `checks.memory.Memory` tells it. With `strict`, warnings stop a leaflet.
    """

    jobs: tuple[Job, ...]
    files: Mapping[str, bytes]
    machine: str
    strict: bool = False
    checked: str = ""


@dataclass(frozen=True)
class Printed:
    """What a job came to in a worker, and a picture of its first page, a PNG; `None` when it failed.

    The paths of its problems are those of the workspace, not of the worker's copy of it. `checked` is what to remember
    of its messages for `Task.checked`; empty when nothing is new.
    """

    made: Made
    thumbnail: bytes | None = None
    checked: str = ""


def failure(job: Job, *problems: Problem, exit_code: ExitCode = ExitCode.MACHINE) -> Printed:
    """`job`, not printed because of `problems`."""
    return Printed(Made(Outcome(job, problems=problems, exit_code=exit_code)))


LIMIT = 120.0
"""Seconds that one leaflet may take."""


class WorkerBugError(Exception):
    """A bug of ours showed in a worker; its text is the traceback."""


@dataclass(frozen=True)
class Crash:
    """What a worker tells of a bug of ours: the traceback."""

    text: str


class Executor(Protocol):
    """Does tasks, on this machine or on others."""

    def run(self, *lots: Iterator[Task]) -> Generator[Printed, None, None]:
        """What became of every job of the tasks in `lots`, each once, in the order in which they are done.

        Tasks of a lot are best done by one worker, and in order. Draws the next one only when a worker is about to be
        free. A worker that dies costs the job that it was at one
        more try; a job at which two workers die, or that takes longer than the executor's limit, comes back as a
        failure (`worker-died`, `worker-slow`). Closing the iterator stops the workers.
        """
        ...
