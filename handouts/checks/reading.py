"""A text as the checks of numbers and units read it: its figures, number words, months and quantities."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache

from handouts.checks.dates import month_names, with_half_of_day
from handouts.checks.figure import Figure
from handouts.checks.model import Unit, once
from handouts.checks.number_words import number_words, with_magnitude
from handouts.checks.numbers import figures
from handouts.checks.numerals import plain_digits
from handouts.checks.phrases import Scan
from handouts.checks.seen import Strip, seen
from handouts.checks.units import Quantity, UnitNames, quantities
from handouts.checks.words import Words

LONGEST = 5_000
"""The most characters of a message whose figures are compared; the longest paragraph of a leaflet has some hundreds."""


class Reading:
    """One text in one language; what costs time is read when it is first asked for."""

    def __init__(self, message: str, code: str, words: Words) -> None:
        self.code = code
        self.words = words
        self.strip: Strip = seen(message[:LONGEST]).plain

    @property
    def text(self) -> str:
        """The text as it is read."""
        return self.strip.text

    @cached_property
    def plain(self) -> str:
        """The text with European digits, in small letters where that keeps its length."""
        plain = plain_digits(self.text)
        return plain.lower() if len(plain.lower()) == len(plain) else plain

    @cached_property
    def scan(self) -> Scan:
        """What the text has of the language's words, its digits being European."""
        return self.words.scan(plain_digits(self.text))

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures, with their magnitudes and halves of the day."""
        found = [with_magnitude(figure, self.text) for figure in figures(self.text, self.code)]
        return [with_half_of_day(figure, self.plain, self.code) for figure in found]

    @cached_property
    def months(self) -> list[Figure]:
        """The names of months."""
        return month_names(self.text, self.code, self.figures)

    @cached_property
    def number_words(self) -> list[Figure]:
        """The numbers in words."""
        return number_words(self.text, self.scan, self.code, [*self.figures, *self.months])

    @cached_property
    def names(self) -> UnitNames:
        """The units that the language knows."""
        return UnitNames(self.code, self.scan)

    @cached_property
    def quantities(self) -> dict[Figure, Quantity]:
        """The figures with their units."""
        found = quantities(self.figures, self.plain, self.names)
        months = [*self.months, *(figure for figure in self.figures if figure.kind == "month")]
        return {quantity.figure: _with_role(quantity, months) for quantity in found}

    @cached_property
    def worded(self) -> dict[Figure, Quantity]:
        """The numbers in words with their units."""
        return {quantity.figure: quantity for quantity in quantities(self.number_words, self.plain, self.names)}

    @property
    def knows_words(self) -> bool:
        """Whether numbers in words can be seen in the language."""
        return bool(self.words.keys("numbers")) or self.code.partition("_")[0] in ("zh", "ja")


def _with_role(quantity: Quantity, months: list[Figure]) -> Quantity:
    figure = quantity.figure
    role = "clock" if figure.day or figure.kind == "pair" else ""
    for month in months:
        gap = max(month.span[0] - figure.span[1], figure.span[0] - month.span[1])
        if 0 <= gap <= 4 and figure.kind == "number":
            role = "date"
    return replace(quantity, role=role) if role else quantity


@lru_cache(maxsize=1024)
def _reading(message: str, code: str, words: Words) -> Reading:
    return Reading(message, code, words)


@once
def readings(unit: Unit) -> tuple[Reading, Reading]:
    """How the source and the translation of `unit` are read; one text is read once for all checks and languages."""
    return (
        _reading(unit.source, unit.source_language.code, unit.source_words),
        _reading(unit.target, unit.language.code, unit.target_words),
    )
