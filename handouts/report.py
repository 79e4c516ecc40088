"""How the command line shows problems, progress and results: for people on a terminal, plain in a pipe, or as JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Column, Table
from rich.text import Text

from handouts.problems import Problem, Severity

if TYPE_CHECKING:
    from handouts.jobs import Outcome

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _console(*, stderr: bool = False) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    # In a pipe there is no width to keep to, and nothing may be cut off.
    return Console(
        file=stream, highlight=False, markup=False, width=None if stream.isatty() else 10_000, soft_wrap=True
    )


def _clean(text: str) -> str:
    """`text` without characters that steer a terminal, turn or break its line; they come from files we do not trust."""
    return _CONTROL.sub("\ufffd", text)


def short_path(path: Path) -> str:
    """`path` as seen from the current folder, where it lies in it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def show_problems(problems: Iterable[Problem]) -> None:
    """Each problem once, on standard error: severity, code, place, what, and how to mend it."""
    console = _console(stderr=True)
    for problem in dict.fromkeys(problems):
        style = "bold red" if problem.severity is Severity.ERROR else "bold yellow"
        place = f" {short_path(problem.path)}" if problem.path else ""
        place += f":{problem.line}" if problem.path and problem.line else ""
        line = Text.assemble((str(problem.severity), style), f" [{problem.code}]", (_clean(place), "bold"))
        console.print(line.append(f": {_clean(problem.message)}"))
        if problem.hint:
            console.print(Text(f"  → {_clean(problem.hint)}", style="dim" if sys.stderr.isatty() else ""))


def show_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on standard output."""
    columns = (Column(name, overflow="fold") for name in heading)
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(_clean(cell)) for cell in row))
    _console().print(table)


def show_json(value: object) -> None:
    """One JSON value on one line of standard output, in ASCII: safe on a terminal and in any encoding."""
    sys.stdout.write(json.dumps(value) + "\n")


class Progress:
    """How far a run of leaflets, called `name`, is, on standard error; how many they are, `begin` tells.

    On a terminal a bar, the rate, the time left and the last problem, drawn over again; else a line for each leaflet.
    """

    def __init__(self, name: str, total: int = 0) -> None:
        self._total, self._done = total, 0
        self._live: Live | None = None
        if sys.stderr.isatty():
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                _Rate(),
                TimeRemainingColumn(),
            )
            self._bar = Bar(*columns)
            self._task = self._bar.add_task(name, total=total)
            self._live = Live(self._bar, console=_console(stderr=True), transient=True)

    def __enter__(self) -> Progress:
        """Begin to draw."""
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal as it was."""
        if self._live:
            self._live.stop()

    def begin(self, total: int) -> None:
        """There will be `total` leaflets."""
        self._total = total
        if self._live:
            self._bar.update(self._task, total=total)

    def step(self, outcome: Outcome) -> None:
        """One more leaflet is done."""
        self._done += 1
        failed = outcome.sha256 is None
        if self._live is None:
            state = "FAILED" if failed else f"{outcome.pages} pages"
            sys.stderr.write(f"{self._done}/{self._total} {_named(outcome)}: {state}\n")
            sys.stderr.flush()
            return
        self._bar.advance(self._task)
        if failed and outcome.problems:
            said = _clean(f"{_named(outcome)}: {outcome.problems[0].message}")
            self._live.update(Group(self._bar, Text(said, style="red", no_wrap=True, overflow="ellipsis")))


class _Rate(ProgressColumn):
    """Leaflets a second, or a minute when they are slower than that."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed or 0.0
        return Text(
            f"{speed:.1f}/s" if speed >= 1 else f"{speed * 60:.0f}/min" if speed else "", style="progress.data.speed"
        )


def _named(outcome: Outcome) -> str:
    job = outcome.job
    return f"{job.article} {job.language} {job.edition} {job.paper}"
