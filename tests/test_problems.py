"""Problems, their places, and errors that carry them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.problems import ExitCode, Gathering, HandoutsError, Problem, Severity, errors, raise_errors

ERROR = Problem("a", "one", Path("x.md"), 3, "mend it")
WARNING = Problem("b", "two", severity=Severity.WARNING)


@pytest.mark.parametrize(
    ("problem", "place"),
    [
        (ERROR, "x.md:3"),
        (Problem("a", "m", Path("x.md")), "x.md"),
        (Problem("a", "m", Path("x.md"), 0), "x.md"),
        (Problem("a", "m", None, 3), ""),
    ],
)
def test_place(problem: Problem, place: str) -> None:
    assert problem.place == place


def test_as_dict_holds_everything() -> None:
    assert ERROR.as_dict() == {
        "severity": "error",
        "code": "a",
        "path": "x.md",
        "line": 3,
        "message": "one",
        "hint": "mend it",
    }
    assert WARNING.as_dict()["path"] is None


def test_exit_codes_are_those_of_the_manual() -> None:
    assert [int(code) for code in ExitCode] == [0, 1, 2, 3]


def test_warnings_do_not_raise() -> None:
    raise_errors([WARNING])
    raise_errors([])
    assert errors([WARNING, ERROR]) == [ERROR]


def test_an_error_brings_the_warnings_along() -> None:
    with pytest.raises(HandoutsError) as caught:
        raise_errors((problem for problem in (WARNING, ERROR)), ExitCode.MACHINE)
    assert caught.value.problems == (WARNING, ERROR)
    assert caught.value.exit_code is ExitCode.MACHINE
    assert str(caught.value) == "two; x.md:3 one"


def test_gathering_keeps_the_problems_of_every_step() -> None:
    def fails() -> str:
        raise HandoutsError([ERROR])

    gathering = Gathering()
    assert gathering.attempt(fails) is None
    assert gathering.attempt(lambda: "done") == "done"
    assert gathering.attempt(fails) is None
    assert gathering.problems == [ERROR, ERROR]


def test_gathering_hides_no_bug() -> None:
    def crashes() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        Gathering().attempt(crashes)
