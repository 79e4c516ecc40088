"""What units are to one another: their dimensions, their sizes, and when two quantities are worth the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

Units = frozenset[str]

_DIMENSIONS: Mapping[str, Mapping[str, int | str]] = {
        "mass": {"nanogram": "1/1000000000", "microgram": "1/1000000", "milligram": "1/1000", "gram": 1,
                 "kilogram": 1000, "pound": "0.45359237", "ounce": "0.028349523125"},
        "volume": {"milliliter": 1, "centiliter": 10, "deciliter": 100, "liter": 1000},
        "time": {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629746,
                 "year": 31556952},
        "length": {"millimeter": 1, "centimeter": 10, "meter": 1000, "kilometer": 1000000},
        "temperature": {"celsius": 1, "fahrenheit": 1},
        "share": {"percent": "1/100", "permille": "1/1000"},
        "pressure": {"millimeter-mercury": 1, "kilopascal": "7.50062"},
        "energy": {"kilocalorie": "4.184", "kilojoule": 1},
        "count": {"tablet": 1, "capsule": 1, "drop": 1, "spoon": 1, "time": 1},
        "activity": {"unit": 1},
        "concentration": {"millimole-per-liter": 1, "milligram-per-deciliter": 1},
    }  # fmt: skip

SCALES: Mapping[str, tuple[str, Fraction]] = {
    name: (dimension, Fraction(factor)) for dimension, units in _DIMENSIONS.items() for name, factor in units.items()
}
"""The dimension of each unit, and how many of the dimension's own unit it is."""

PER = ("kilogram", "day", "hour", "minute", "week", "liter", "milliliter", "deciliter")
"""Units that a dose or a reading is given per."""


def scaled(value: Fraction, units: Units) -> Iterator[tuple[str, Fraction]]:
    """What `value` of each of `units` is in the own unit of its dimension; temperatures in degrees Celsius."""
    for unit in sorted(units):
        if unit in SCALES:
            dimension, factor = SCALES[unit]
            yield dimension, (value - 32) * 5 / 9 if unit == "fahrenheit" else value * factor


def equal_worth(one: Fraction, units: Units, other: Fraction, others: Units) -> bool:
    """Whether the two are the same quantity in other units, to 3 % (months, pounds) or 0.6 degrees."""
    for dimension, worth in scaled(one, units):
        for dimension_there, worth_there in scaled(other, others):
            near = Fraction(6, 10) if dimension == "temperature" else abs(worth) * Fraction(3, 100)
            if dimension == dimension_there != "count" and abs(worth - worth_there) <= near:
                return True
    # A fortnight is called fifteen days in French, Spanish, Italian and Portuguese.
    pair = {(one, *sorted(units)), (other, *sorted(others))}
    return pair == {(Fraction(2), "week"), (Fraction(15), "day")}
