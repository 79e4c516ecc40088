"""What one figure of a text is: its kind, what it is worth, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from handouts.checks.model import Span

Kind = Literal["number", "word", "month", "date", "pair", "slash", "power", "phone"]
"""`number` 1,000 or ½; `word` two, half; `month` October, 10月; `date` 03/04/2026; `pair` 1:10, 8:30; `slash` 120/80;
`power` 10⁹; `phone` a telephone number."""


@dataclass(frozen=True)
class Figure:
    """A figure of a text.

    `parts` is its worth: one number, the two of a pair, slash or power, or day, month and year of a date. `text` has
    European digits. `also` are values that say the same (20 for 8 pm), `misread` what it would be with decimal and
    grouping signs the other way round. `sign` is the comparison before it, `day` "am" or "pm". A `name` is part of a
    word, such as B12. `wrong_sign` tells that `decimal` is not its language's decimal sign. `swapped` has the other
    order of a date's day and month where the language's regions differ; `disordered` tells that a date is none in its
    language's order.
    """

    kind: Kind
    parts: tuple[Fraction, ...]
    span: Span
    text: str
    also: tuple[Fraction, ...] = ()
    misread: tuple[Fraction, ...] = ()
    sign: str = ""
    day: str = ""
    name: bool = False
    decimal: str = ""
    wrong_sign: bool = False
    swapped: bool = False
    disordered: bool = False

    @property
    def value(self) -> Fraction:
        """The number, or the first of several."""
        return self.parts[0]

    @property
    def composite(self) -> bool:
        """Whether it has several parts."""
        return len(self.parts) > 1
