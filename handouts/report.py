"""How the command line shows problems, progress and results: for people on a terminal, plain in a pipe, or as JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from handouts.problems import Problem, Severity

if TYPE_CHECKING:
    from handouts.press import Outcome

T = TypeVar("T")
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


def show_progress(items: Sequence[T], name: str) -> Iterator[T]:
    """Hand out `items`, with a bar on a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_console(stderr=True), transient=True) as progress:
        yield from progress.track(items, description=name)


def show_step(number: int, total: int, outcome: Outcome) -> None:
    """A plain line of progress, where there is no terminal for a bar."""
    if not sys.stderr.isatty():
        job = outcome.job
        state = f"{outcome.pages} pages" if outcome.path else "FAILED"
        sys.stderr.write(f"{number}/{total} {job.article} {job.language} {job.edition} {job.paper}: {state}\n")
        sys.stderr.flush()
