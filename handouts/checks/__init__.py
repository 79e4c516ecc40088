"""The translation checks: what can be seen to be wrong with a translation without knowing what it means.

Each is a function from a `Unit` to findings, in the table of its module; a new one is a function, a row and a test.
`model` says what they are given and give, `words` what they know of a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from handouts.checks import (
    address_checks,
    character_checks,
    cue_checks,
    ending_checks,
    language_checks,
    length_checks,
    letter_checks,
    markup_checks,
    number_checks,
    omission_checks,
    punctuation_checks,
    script_checks,
    spacing_checks,
    term_checks,
    unit_checks,
)
from handouts.checks.memory import Found, Memory
from handouts.checks.model import Check, Finding, Unit
from handouts.checks.term_checks import CATALOG_CHECKS, CatalogCheck

CHECKS: tuple[Check, ...] = (
    *number_checks.CHECKS,
    *unit_checks.CHECKS,
    *cue_checks.CHECKS,
    *term_checks.CHECKS,
    *script_checks.CHECKS,
    *language_checks.CHECKS,
    *address_checks.CHECKS,
    *omission_checks.CHECKS,
    *length_checks.CHECKS,
    *markup_checks.CHECKS,
    *character_checks.CHECKS,
    *letter_checks.CHECKS,
    *punctuation_checks.CHECKS,
    *ending_checks.CHECKS,
    *spacing_checks.CHECKS,
)
"""Every check of a single message, in the order in which they are shown."""

__all__ = ["CATALOG_CHECKS", "CHECKS", "check_unit", "check_units"]


def check_unit(unit: Unit, memory: Memory | None = None) -> Found:
    """Everything that the checks find in one message and its translation, or found when `memory` was made.

    The articles of a clinic share many messages, and all of the templates' words: what was checked is remembered.
    """
    found = memory.recall(unit, CHECKS) if memory else None
    if found is None:
        found = _checked(unit, CHECKS)
        if memory:
            memory.note(unit, found)
    return found


@lru_cache(maxsize=4096)
def _checked(unit: Unit, checks: tuple[Check, ...]) -> Found:
    return tuple((check, finding) for check in checks for finding in check.run(unit))


def check_units(
    units: Sequence[Unit], memory: Memory | None = None
) -> Iterator[tuple[int, Check | CatalogCheck, Finding]]:
    """Everything that the checks find in messages that are printed together, each finding with its message's number.

    Messages that are in `memory` are not checked again.
    """
    for number, unit in enumerate(units):
        for check, finding in check_unit(unit, memory):
            yield number, check, finding
    for together in CATALOG_CHECKS:
        for number, finding in together.run(units):
            yield number, together, finding
    for unit in units:
        unit.forget()  # What was found is remembered, what was read of it need not be.
