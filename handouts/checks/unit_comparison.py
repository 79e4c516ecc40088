"""The units of matched figures: which were changed, lost, or swapped with another figure's."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from handouts.checks.comparison import Comparison
from handouts.checks.model import Span
from handouts.checks.unit_scales import SCALES, Units
from handouts.checks.units import Quantity


@dataclass
class UnitComparison:
    """What became of the units: `swapped` has two figures whose units changed places.

    `misplaced` has figures that are of a date on one side and of a time on the other.
    """

    changed: list[tuple[Quantity, Quantity]] = field(default_factory=list)
    swapped: list[tuple[Quantity, Quantity, Quantity, Quantity]] = field(default_factory=list)
    misplaced: list[tuple[Quantity, Quantity]] = field(default_factory=list)
    lost: list[tuple[Quantity, Quantity]] = field(default_factory=list)
    per: list[tuple[str, Span]] = field(default_factory=list)


def compare_units(found: Comparison) -> UnitComparison:
    """Compare the units of the figures that `found` has matched."""
    result = UnitComparison()
    unseen: list[tuple[Quantity, Quantity]] = []
    gained: list[Quantity] = []
    groups: dict[object, tuple[list[Quantity], list[Quantity]]] = defaultdict(lambda: ([], []))
    for figure, counterpart in found.matched:
        if figure.kind != "month" and counterpart.kind != "month":
            here, there = groups[figure.parts]
            here.append(found.quantity(figure, source=True))
            there.append(found.quantity(counterpart, source=False))
    for here, there in groups.values():
        for mine, other in _left(here, there):
            # "One tablet" may be the tablet alone, and "once a day" 1日1回.
            plain = other.units and mine.figure.value != 1
            (result.changed if plain else unseen).append((mine, other))
        bare = sum(not mine.units for mine in here)
        gained += [other for other in there if other.units][len(here) - bare :] if bare else []
        if len(here) == len(there) == 1 and here[0].role and there[0].role and here[0].role != there[0].role:
            result.misplaced.append((here[0], there[0]))
    # A unit that left its figure and stands beside one that has none in the source was moved.
    moved = [pair for pair in unseen if any(pair[0].units & other.units for other in gained)]
    result.changed += moved
    unseen = [pair for pair in unseen if pair not in moved]
    _take_out_swapped(result)
    if unseen:
        _judge_unseen(result, unseen, found)
    result.changed += _alone(found)
    result.per = _per(found)
    return result


def _left(here: list[Quantity], there: list[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """The quantities of one value whose unit is known and not among those of its counterparts."""
    there = list(there)
    rest: list[Quantity] = []
    for mine in here:
        at = next((at for at, other in enumerate(there) if mine.units & other.units), None)
        if at is None:
            rest.append(mine)
        else:
            there.pop(at)
    # Figures without a unit in the source take those that are left without one in the translation first.
    there.sort(key=lambda other: bool(other.units), reverse=True)
    rest.sort(key=lambda mine: bool(mine.units), reverse=True)
    return [(mine, other) for mine, other in zip(rest, there, strict=False) if mine.units]


def _take_out_swapped(result: UnitComparison) -> None:
    for index, (one, other) in enumerate(result.changed):
        for second, other_second in result.changed[index + 1 :]:
            if one.units & other_second.units and second.units & other.units:
                result.swapped.append((one, second, other, other_second))
    swapped = {id(quantity) for four in result.swapped for quantity in four}
    result.changed = [pair for pair in result.changed if id(pair[0]) not in swapped]


def _free_mentions(found: Comparison) -> Counter[str]:
    """How often the translation names each unit neither beside a figure nor as what a figure is given per."""
    target = found.target
    taken = [quantity.span for quantity in (*target.quantities.values(), *target.worded.values()) if quantity.units]
    taken += [span for spans in target.names.per(target.plain).values() for span in spans]
    return Counter(
        unit
        for place in target.names.mentions(target.plain)
        if not any(start < place.span[1] and place.span[0] < end for start, end in taken)
        for unit in place.units
    )


def _judge_unseen(result: UnitComparison, unseen: list[tuple[Quantity, Quantity]], found: Comparison) -> None:
    """A unit that stands neither beside its figure nor alone is lost, or was changed."""
    words = found.target.words
    free = _free_mentions(found)
    anywhere = {unit for place in found.target.names.mentions(found.target.plain) for unit in place.units}
    inherited = {mine.span for mine, _ in unseen if mine.span == mine.figure.span}
    for mine, other in unseen:
        named = next((unit for unit in sorted(mine.units) if free[unit]), None)
        if named or (mine.figure.value == 1 and mine.units & anywhere):
            free[named or ""] -= 1
            continue
        if other.units:
            result.changed.append((mine, other))
            continue
        # In "5 to 10 mg" the first number has no unit of its own. Counted things have more names than a table has.
        measured = any(SCALES.get(unit, ("count",))[0] != "count" for unit in mine.units)
        symbolic = any(SCALES.get(unit, ("",))[0] in _SYMBOLIC for unit in mine.units)
        if mine.span not in inherited and measured and (symbolic or words.keys("units")):
            result.lost.append((mine, other))


_SYMBOLIC = frozenset({"mass", "volume", "temperature", "pressure", "share", "concentration"})
"""Dimensions whose units are written with symbols in every language."""


def _alone(found: Comparison) -> list[tuple[Quantity, Quantity]]:
    """A single hour of the source where the translation, which may have an article for 1, names another time only."""
    singles = [
        quantity for word, quantity in found.source.worded.items() if word.value == 1 and _of_time(quantity.units)
    ]
    if not singles:
        return []
    there = [place for place in found.target.names.mentions(found.target.plain) if _of_time(place.units)]
    named = {unit for place in there for unit in place.units}
    known = {unit for place in found.source.names.mentions(found.source.plain) for unit in place.units}
    known |= {unit for pair in found.converted for unit in pair[1].units}
    strange = [place for place in there if not place.units & known]
    return [
        (single, Quantity(single.figure, strange[0].units, strange[0].span))
        for single in singles
        if strange and not single.units & named
    ]


def _of_time(units: Units) -> bool:
    return any(SCALES.get(unit, ("",))[0] == "time" for unit in units)


def _per(found: Comparison) -> list[tuple[str, Span]]:
    """What the source gives its figures per, and the translation does not name."""
    source, target = found.source, found.target
    named_per = source.names.per(source.plain)
    wanted = {unit: span for unit, spans in named_per.items() for span in spans if _near_quantity(found, unit, span)}
    if not wanted:
        return []
    there = target.names.per(target.plain)
    missing = {unit: span for unit, span in wanted.items() if unit not in there}
    if not missing:
        return []
    counted: dict[str, int] = defaultdict(int)
    for quantity in (*target.quantities.values(), *target.worded.values()):
        for unit in quantity.units:
            if quantity.figure.value != 1:
                counted[unit] += 1
    named: dict[str, int] = defaultdict(int)
    for place in target.names.mentions(target.plain):
        for unit in place.units:
            named[unit] += 1
    symbolic = ("kilogram", "liter", "milliliter", "deciliter")
    return [
        (unit, span)
        for unit, span in missing.items()
        if named[unit] <= counted[unit]
        and (unit in symbolic or target.words.has("units", f"per-{unit}") or there.keys() - named_per.keys())
    ]


def _near_quantity(found: Comparison, unit: str, span: Span) -> bool:
    """Whether `span` belongs to a figure of another unit, not "each day" alone."""
    for quantity in (*found.source.quantities.values(), *found.source.worded.values()):
        end = quantity.span[1]
        counted = (
            quantity.units or quantity.role == "clock" or quantity.figure.text.lower() in ("once", "twice", "thrice")
        )
        if counted and unit not in quantity.units and -2 <= span[0] - end <= 25:
            return True
    return False
