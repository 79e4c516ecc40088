"""What can go wrong, as values: problems with a place and a way to mend them, and the exit codes.

Everything that reads a person's input collects `Problem`s and reports them together, so that one run tells
all there is to mend. `HandoutsError` carries them across calls that cannot go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Severity(StrEnum):
    """How much a problem matters: an error stops a leaflet, a warning is only reported."""

    ERROR = "error"
    WARNING = "warning"


class ExitCode(IntEnum):
    """What the process says to its caller when it ends."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    MACHINE = 3


@dataclass(frozen=True)
class Problem:
    """One finding about a person's input, or about a leaflet made from it.

    `code` is stable, so that scripts and people can look it up. `path` and `line` (from 1) say where; `hint` says how
    to mend it. `message` and `hint` are one sentence each.
    """

    code: str
    message: str
    path: Path | None = None
    line: int | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """`path:line`, as far as they are known; empty when neither is."""
        if self.path is None:
            return ""
        return f"{self.path}:{self.line}" if self.line else str(self.path)

    def as_dict(self) -> dict[str, str | int | None]:
        """The problem for JSON output."""
        return {
            "severity": str(self.severity),
            "code": self.code,
            "path": str(self.path) if self.path else None,
            "line": self.line,
            "message": self.message,
            "hint": self.hint,
        }


class HandoutsError(Exception):
    """Work that cannot go on because of the user's input or machine, never because of a bug of ours."""

    def __init__(self, problems: Iterable[Problem], exit_code: ExitCode = ExitCode.CONTENT) -> None:
        self.problems = tuple(problems)
        self.exit_code = exit_code
        super().__init__("; ".join(f"{p.place} {p.message}".strip() for p in self.problems))


class Gathering:
    """Runs steps that may fail, and keeps the problems of all of them, and the gravest of their exit codes."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.exit_code = ExitCode.CONTENT

    def attempt(self, step: Callable[[], T]) -> T | None:
        """What `step` returns, or `None` when it raised `HandoutsError`, whose problems are kept."""
        try:
            return step()
        except HandoutsError as error:
            self.problems += error.problems
            self.exit_code = max(self.exit_code, error.exit_code)
            return None

    def raise_all(self) -> None:
        """Raise `HandoutsError` with all problems, when there are any."""
        if self.problems:
            raise HandoutsError(self.problems, self.exit_code)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those of `problems` that stop a leaflet."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def raise_errors(problems: Iterable[Problem], exit_code: ExitCode = ExitCode.CONTENT) -> None:
    """Raise `HandoutsError` with all of `problems` when at least one of them is an error."""
    found = tuple(problems)
    if errors(found):
        raise HandoutsError(found, exit_code)
