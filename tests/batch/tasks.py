"""Tasks of a workspace, with all its files, for the tests of what does them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path

from handouts.batch.model import Task
from handouts.press import Job

JOB = Job("short", "en", "example-clinic", "standard", "a4")
MACHINE = "the programs and fonts of this machine"


def files(root: Path) -> dict[str, bytes]:
    """All files of the workspace at `root`, less what is built."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "output" not in path.parts
    }


def jobs(
    languages: Iterable[str] = ("en", "es"),
    editions: Iterable[str] = ("standard",),
    papers: Iterable[str] = ("a4",),
    articles: Iterable[str] = ("short",),
) -> list[Job]:
    """The jobs of some articles of the example clinic."""
    parts = itertools.product(articles, languages, ("example-clinic",), editions, papers)
    return [Job(*part) for part in parts]


def task(root: Path, *asked: Job, machine: str = MACHINE) -> Task:
    """The task of the jobs `asked`, of the workspace at `root`."""
    return Task(asked or (JOB,), files(root), machine)
