"""Checks of units: each figure must keep its unit, and what it is given per."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.model import Check, Finding, Unit
from handouts.checks.number_findings import Compared, compared
from handouts.checks.unit_scales import Units
from handouts.checks.units import Quantity
from handouts.problems import Severity


def _named(units: Units) -> str:
    return " or ".join(sorted(unit.replace("-", " ") for unit in units))


def _shown(seen: Compared, quantity: Quantity, *, source: bool) -> str:
    if source:
        return seen.unit.source[slice(*seen.source_spot(quantity.span))]
    return seen.unit.target[slice(*seen.target_spot(quantity.span))]


def _changed(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for one, other in seen.units.changed:
        what = (
            f"{_shown(seen, one, source=True)} ({_named(one.units)}) has become "
            f"{_shown(seen, other, source=False)} ({_named(other.units)})"
        )
        yield seen.finding(what, "Give the number the unit of the source.", one.span, other.span)


def _lost(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for one, other in seen.units.lost:
        what = f"the unit of {_shown(seen, one, source=True)} ({_named(one.units)}) is not found in the translation"
        yield seen.finding(what, "Write the unit beside the number.", one.span, other.span)


def _per(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for name, span in seen.units.per:
        what = f"'per {name}' is not found in the translation"
        yield seen.finding(what, f"Say that the number is meant per {name}.", span)


def _converted(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for one, other in seen.figures.converted:
        what = f"{_shown(seen, one, source=True)} is given as {_shown(seen, other, source=False)}"
        hint = "Keep the number and the unit of the source, unless the reader needs the other."
        yield seen.finding(what, hint, one.span, other.span)


_LIMITS = (
    "Units are known from CLDR, a table of medical abbreviations and the language's words file; one that none of them "
    "has is not judged."
)

CHECKS: tuple[Check, ...] = (
    Check(
        "unit-changed",
        f"A number keeps its unit, in symbols or in words: no g for mg, no days for hours, no °F for °C. {_LIMITS}",
        _changed,
    ),
    Check(
        "unit-lost",
        f"A number of a measure has its unit. Counted things such as tablets are not judged. {_LIMITS}",
        _lost,
    ),
    Check(
        "unit-per-lost",
        f"A dose per kilogram, a number of times per day or a rate per hour keeps its 'per'. {_LIMITS}",
        _per,
    ),
    Check(
        "unit-converted",
        "A quantity in another unit (24 hours as 1 day, °C as °F) is pointed out: it is equal, but not the same.",
        _converted,
        Severity.WARNING,
    ),
)
"""Checks of the units of one message."""
