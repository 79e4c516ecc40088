"""Runs that are written against the direction of the text around them.

WeasyPrint lays such runs out by the Unicode bidirectional algorithm alone, which prints a phone number in Arabic
text as `0199-010 (555) 1+` and "Amoxicillin 500 mg" as "mg 500 Amoxicillin". Each run is found here as a whole, so
that it can be isolated (UAX #9, section 2.7).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]

_JOINS = " \u00a0\u202f.,;:/\\-‐‑–—_+@&%#=~'’°()[]\"“”?!*"
_BRACKETS = {"(": ")", "[": "]"}
_LEADS = "+-−#@"
_TRAILS = "%°"


def foreign_runs(text: str, direction: Direction) -> list[tuple[int, int]]:
    """The (start, end) of every run of `text` that is to be isolated in text of `direction`, in order.

    In right-to-left text: Latin, Greek or other left-to-right letters and European digits, with the spaces and signs
    between them, a leading `+` or bracket of a phone number and a trailing percent sign. In left-to-right text: Hebrew,
    Arabic and their like.
    """
    own = {"L", "EN"} if direction == "rtl" else {"R", "AL", "AN"}
    kinds = [unicodedata.bidirectional(char) in own for char in text]
    # A combining mark belongs to the letter before it.
    for index, char in enumerate(text):
        if index and unicodedata.combining(char):
            kinds[index] = kinds[index - 1]
    runs: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        if not kinds[position]:
            position += 1
            continue
        start = end = position
        while position < len(text) and (kinds[position] or text[position] in _JOINS):
            position += 1
            if kinds[position - 1]:
                end = position
        runs.append(_with_signs(text, start, end))
    return runs


def _with_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a run by the signs that belong to it, so that brackets inside it are in pairs."""
    while end < len(text) and text[end] in _TRAILS:
        end += 1
    for opening, closing in _BRACKETS.items():
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            end += 1
        elif inside.count(closing) > inside.count(opening) and text[start - 1 : start] == opening and start:
            start -= 1
    if start and text[start - 1] in _LEADS and re.match(r"[\d(]|\w", text[start]):
        start -= 1
    return start, end
