"""What a whole batch costs: two workers against one, 10,000 leaflets with nothing to do, one message edited, memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

import psutil

from benchmarks.workspace import ALL_LANGUAGES, make_workspace
from handouts.batch.model import Printed, Task
from handouts.batch.pool import Pool
from handouts.batch.run import Order, Report, run
from handouts.files import digest
from handouts.jobs import Job, Made, Outcome
from handouts.workspace import open_workspace

_EDITED = "locales/es/LC_MESSAGES/long-001.po"
_WORDINGS = ("Siente mareos.", "Se siente mareado.")


class Blank:
    """An executor that prints nothing; all else of a batch is real."""

    def run(self, *lots: Iterator[Task]) -> Generator[Printed, None, None]:
        """A file and a picture for each job."""
        numbers = count()
        for task in chain.from_iterable(lots):
            for job in task.jobs:
                data = b"%%PDF-1.7\n%d\n%%%%EOF\n" % next(numbers)
                outcome = Outcome(job, True, None, 2, digest(data), "A title", "A title", digest(data))
                yield Printed(Made(outcome, data), b"\x89PNG\r\n\x1a\n")


def order(root: Path, *, editions: tuple[str, ...], limit: int | None = None, brands: tuple[str, ...] = ()) -> Order:
    """An order for every leaflet of the workspace `root` in `editions`, or the first `limit` of them."""
    opened = open_workspace(root)
    jobs = [
        Job(article, language, brand, edition, paper)
        for article in opened.article_paths
        for language in opened.settings.languages
        for brand in brands or opened.settings.all_brands
        for edition in editions
        for paper in opened.settings.all_papers
    ]
    return Order(tuple(jobs[:limit]))


def workers(folder: Path, rounds: int = 3) -> dict[int, float]:
    """Seconds that one worker and two take for the same leaflets, medians of interleaved rounds."""
    root = make_workspace(folder / "workers", articles=4)
    wanted = order(root, editions=("standard",))
    taken: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for number, times in taken.items():
            shutil.rmtree(root / "output")
            start = time.perf_counter()
            done = _run(root, replace(wanted, workers=number), lambda number=number: Pool(root, number))
            times.append(time.perf_counter() - start)
            failed = [outcome for outcome in done.outcomes if outcome.path is None]
            if failed:
                raise SystemExit(f"{failed[0].job}: {failed[0].problems[0].message}")
    return {number: statistics.median(times) for number, times in taken.items()}


def _run(root: Path, wanted: Order, executor: Callable[[], object]) -> Report:
    return run(open_workspace(root), wanted, executor, lambda _: None, lambda _: None, lambda _: [])  # type: ignore[arg-type]  # any executor


def make_many(folder: Path, rounds: int = 5) -> tuple[float, float, float, int]:
    """Seconds of `handouts build` among so many leaflets, the last of the four.

    With nothing to do; after one edit, until the two leaflets that it changes are there, and until the command ends.
    """
    root = make_workspace(folder / "many", articles=420)
    wanted = order(root, editions=("standard", "large-print"))
    _run(root, wanted, Blank)
    build = [sys.executable, "-m", "handouts", "build", "-w", str(root)]
    nothing = statistics.median(_timed(build) for _ in range(rounds))
    edits = [_edited(root, build, number % 2 == 1) for number in range(rounds)]
    there, ended = (statistics.median(part) for part in zip(*edits, strict=True))
    return nothing, there, ended, len(wanted.jobs)


def _edited(root: Path, build: list[str], back: bool) -> tuple[float, float]:
    """Seconds until the leaflets of an edited message are there, and until the command ends."""
    old, new = _WORDINGS[::-1] if back else _WORDINGS
    text = (root / _EDITED).read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"{_EDITED} does not say {old!r} any more")
    (root / _EDITED).write_text(text.replace(old, new), encoding="utf-8")
    start = time.time()
    ended = _timed(build)
    written = [path.stat().st_mtime for path in (root / "output" / "example-clinic" / "es").glob("long-001.*.pdf")]
    if len(written) != 2 or min(written) < start:
        raise SystemExit("the two leaflets of the edited message were not made")
    return max(written) - start, ended


def _timed(command: list[str]) -> float:
    """Seconds that `command` takes, with its modules compiled beforehand as in any installation."""
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=usual)  # noqa: S603  # our own arguments
    return time.perf_counter() - start


def help_time(rounds: int = 9) -> float:
    """Seconds that `handouts --help` takes."""
    return statistics.median(_timed([sys.executable, "-m", "handouts", "--help"]) for _ in range(rounds))


@dataclass(frozen=True)
class Memory:
    """Megabytes of a worker after so many `leaflets`: `resident` and its `own` (USS), the most of this so far (`peak`).

    `processes` counts those that the worker has been so far.
    """

    leaflets: int
    resident: float
    own: float
    peak: float
    processes: int


def memory(folder: Path, leaflets: int = 2000) -> list[Memory]:
    """What one worker holds while it makes so many leaflets, looked at after each of them."""
    root = make_workspace(folder / "memory", languages=ALL_LANGUAGES)
    wanted = order(root, editions=("standard", "large-print"), limit=leaflets)
    found: list[Memory] = []
    peaks: dict[int, float] = {}
    numbers = count(1)

    def step(_: Outcome) -> None:
        number, (rss, own, process) = next(numbers), _largest_worker()
        peaks[process] = max(own, peaks.get(process, 0.0))
        if number in (1, 20, 100) or number % 200 == 0:
            found.append(Memory(number, rss, own, max(peaks.values()), len(peaks)))

    executor = Pool(root, 1)
    run(open_workspace(root), Order(wanted.jobs, force=True), lambda: executor, lambda _: None, step, lambda _: [])
    return found


def _largest_worker() -> tuple[float, float, int]:
    """Megabytes, resident and own, and number of the largest process below this one."""
    sizes = [(0, 0, 0)]
    for process in psutil.Process().children(recursive=True):
        try:
            full = process.memory_full_info()
            sizes.append((full.rss, full.uss, process.pid))
        except psutil.Error:
            continue
    rss, uss, number = max(sizes)
    return rss / 1e6, uss / 1e6, number
