"""What the checks found before: the same findings as anew, and nothing checked twice."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from handouts import checks
from handouts.checks import check_unit, check_units
from handouts.checks.memory import Found, Memory
from handouts.checks.model import Check, Unit
from tests.checks.asking import unit

GOOD = unit("es", "Take one tablet.", "Tome una tableta.")
WRONG = unit("es", "Take 2 tablets.", "Tome 3 tabletas.")
LEFT = unit("de", "Do not drive.", "Do not drive.")
UNITS = (GOOD, WRONG, LEFT)


def remembered(*units: Unit) -> str:
    memory = Memory()
    list(check_units(units, memory))
    return memory.news()


MARKS = tuple(json.loads(remembered(WRONG))["found"])
"""What the message is known by."""


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[Unit]:
    """The messages that were checked anew."""
    found: list[Unit] = []
    really = checks._checked

    def note(asked: Unit, every: tuple[Check, ...]) -> Found:
        found.append(asked)
        return really(asked, every)

    monkeypatch.setattr(checks, "_checked", note)
    return found


def test_it_says_what_the_checks_said(checked: list[Unit]) -> None:
    anew = [list(check_unit(one)) for one in UNITS]
    assert [bool(one) for one in anew] == [False, True, True]
    text = remembered(*UNITS)
    checked.clear()
    assert [list(check_unit(one, Memory(text))) for one in UNITS] == anew
    assert checked == []


@pytest.mark.parametrize(
    "other",
    [
        replace(GOOD, target="Tome una tableta"),
        replace(GOOD, source="Take one tablet"),
        replace(GOOD, safety=False),
        replace(GOOD, kind="heading"),
    ],
)
def test_a_message_that_is_another_in_anything_is_checked(checked: list[Unit], other: Unit) -> None:
    memory = Memory(remembered(*UNITS))
    checked.clear()
    list(check_units((other, *UNITS[1:]), memory))
    assert checked == [other]


def test_there_is_news_once_and_only_when_something_is_new() -> None:
    text = remembered(*UNITS)
    memory = Memory(text)
    list(check_units(UNITS, memory))
    assert memory.news() == ""
    list(check_units((replace(GOOD, target="Tome dos."),), memory))
    assert memory.news() not in ("", text)
    assert memory.news() == ""
    assert Memory().news() == "", "nothing was asked for"


def test_what_is_no_longer_asked_for_is_forgotten() -> None:
    memory = Memory(remembered(*UNITS))
    list(check_units((WRONG,), memory))
    assert memory.news() == remembered(WRONG)


@pytest.mark.parametrize(
    "damaged",
    [
        "", "{", "[]", "null", '{"clean": ""}', '{"clean": "", "found": 7}', '{"clean": "abc", "found": {}}',
        *(json.dumps({"clean": "", "found": dict.fromkeys(MARKS, said)}) for said in (7, "no", (("no-check", 1),))),
    ],
)  # fmt: skip
def test_what_is_damaged_is_checked_anew(checked: list[Unit], damaged: str) -> None:
    checked.clear()
    assert list(check_unit(WRONG, Memory(damaged))) == list(check_unit(WRONG))
    assert len(checked) == 2
