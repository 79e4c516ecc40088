"""Faults of figures: lost, added, changed, exchanged; and their units lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from tests.mutations.model import Operator, Text, Tongue
from tests.mutations.places import figures, find

_DECIMAL = ".,٫"
_RANGE = re.compile(r"(\d[\d.,٫]*)(\s?[–-]\s?|\s(?:y|und|bis|и|до|و|إلى|تا|और|से|và|đến)\s|\sو|到)(\d[\d.,٫]*\d|\d)")
_ENDS = re.compile(r"([.!?؟।。]?)(\**)$")


def _replaced(text: str, span: tuple[int, int], written: str) -> str:
    return text[: span[0]] + written + text[span[1] :]


def _shifted(digit: str, by: int) -> str:
    value = unicodedata.decimal(digit)
    return chr(ord(digit) - value + (value + by) % 10)


def lost(text: Text, _: Tongue) -> Iterator[str]:
    """A figure is left out."""
    for start, end in figures(text.target):
        yield text.target[:start] + text.target[end:].lstrip(" \u00a0\u202f")


def added(text: Text, tongue: Tongue) -> Iterator[str]:
    """A figure too many: a range made of a figure, or one in brackets at the end."""
    for span in figures(text.target)[:1]:
        figure = text.target[span[0] : span[1]]
        if figure.isdecimal():
            yield _replaced(text.target, span, f"{figure}–{_shifted(figure[0], 4)}{figure[1:]}")
    if text.kind != "heading" and not text.target.endswith(":"):
        yield _ENDS.sub(rf" ({tongue.own_digits[9]})\1\2", text.target, count=1)


def digit(text: Text, _: Tongue) -> Iterator[str]:
    """A digit is changed."""
    for start, end in figures(text.target):
        yield _replaced(text.target, (end - 1, end), _shifted(text.target[end - 1], 5))
        if end - start > 1:
            first = _shifted(text.target[start], 1 if unicodedata.decimal(text.target[start]) < 9 else 9)
            yield _replaced(text.target, (start, start + 1), first)


def digits_exchanged(text: Text, _: Tongue) -> Iterator[str]:
    """Two neighbouring digits change places."""
    for start, end in figures(text.target):
        one, two = text.target[start], text.target[start + 1 : start + 2]
        if end - start > 1 and two.isdecimal() and one != two and unicodedata.decimal(two):
            yield _replaced(text.target, (start, start + 2), two + one)


def decimal_moved(text: Text, tongue: Tongue) -> Iterator[str]:
    """Ten times as much or as little."""
    zero = tongue.own_digits[0]
    for start, end in figures(text.target):
        figure = text.target[start:end]
        sign = next((char for char in figure if char in _DECIMAL), None)
        if sign:
            whole, part = figure.split(sign, 1)
            yield _replaced(text.target, (start, end), whole.strip(zero) + part)
            yield _replaced(text.target, (start, end), f"{zero}{sign}{whole.strip(zero)}{part}")
        elif figure.isdecimal() and len(figure) < 4:
            yield _replaced(text.target, (start, end), figure + zero)
            if len(figure) > 1 and figure.endswith(zero):
                yield _replaced(text.target, (start, end), figure[:-1])


def figures_exchanged(text: Text, _: Tongue) -> Iterator[str]:
    """Two figures of a text change places."""
    spans = [span for span in figures(text.target) if span[1] - span[0] < 4]
    for one, two in pairwise(spans):
        first, second = text.target[slice(*one)], text.target[slice(*two)]
        if first != second:
            yield _replaced(_replaced(text.target, two, first), one, second)


def range_turned(text: Text, _: Tongue) -> Iterator[str]:
    """The ends of a range change places."""
    for found in _RANGE.finditer(text.target):
        if "+" not in text.target[: found.start()] and found[1] != found[3]:
            yield _replaced(text.target, found.span(), found[3] + found[2] + found[1])


def percent(text: Text, _: Tongue) -> Iterator[str]:
    """A percent sign is lost or becomes that of thousandths."""
    for found in re.finditer(r"\s?[%٪]", text.target):
        yield _replaced(text.target, found.span(), "")
        yield _replaced(text.target, found.span(), "‰")


def decimal_sign(text: Text, _: Tongue) -> Iterator[str]:
    """The decimal sign of another language: a comma for a point, a point for a comma."""
    for start, end in figures(text.target):
        for index in range(start + 1, end - 1):
            if text.target[index] in _DECIMAL:
                yield _replaced(text.target, (index, index + 1), "." if text.target[index] == "," else ",")


def digit_of_another_script(text: Text, tongue: Tongue) -> Iterator[str]:
    """A figure with a digit of another script, or a letter that looks like one."""
    strange = {"ar": "0123456789", "fa": "0123456789", "hi": "०१२३४५६७८९", "zh_Hans": "０１２３４５６７８９"}
    for start, end in figures(text.target):
        if end - start > 1 and tongue.code in strange:
            other = strange[tongue.code][unicodedata.decimal(text.target[end - 1])]
            yield _replaced(text.target, (end - 1, end), other)
        for index in range(start, end):
            if text.target[index] in "01" and tongue.code not in ("ar", "fa") and end - start > 1:
                yield _replaced(text.target, (index, index + 1), "Ol"[int(text.target[index])])


def unit_lost(text: Text, tongue: Tongue) -> Iterator[str]:
    """The unit behind a figure is left out."""
    units = {
        wanted
        for name, table in tongue.rewrites.items()
        for wanted, _ in table
        if name.startswith("unit.") and not any(char.isdecimal() for char in wanted) and wanted == wanted.strip()
    }
    for unit in sorted(units):
        for start in find(text.target, unit, spaceless=tongue.spaceless):
            before = text.target[:start].rstrip(" \u00a0\u202f")
            if before and before[-1].isdecimal():
                yield before + text.target[start + len(unit) :]


OPERATORS = (
    Operator(1, "figure-lost", lost),
    Operator(1, "figure-added", added),
    Operator(1, "digit-changed", digit),
    Operator(1, "digits-exchanged", digits_exchanged),
    Operator(1, "decimal-moved", decimal_moved),
    Operator(1, "figures-exchanged", figures_exchanged),
    Operator(1, "range-turned", range_turned),
    Operator(1, "percent", percent),
    Operator(1, "decimal-sign", decimal_sign, minor=True),
    Operator(1, "digit-of-another-script", digit_of_another_script),
    Operator(2, "unit-lost", unit_lost),
)
