"""Runs that are written against the direction of the text around them.

WeasyPrint lays such runs out by the Unicode bidirectional algorithm alone, which prints a phone number in Arabic
text as `0199-010 (555) 1+` and "Amoxicillin 500 mg" as "mg 500 Amoxicillin". Each run is found here as a whole, so
that it can be isolated (UAX #9, section 2.7).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

Direction = Literal["ltr", "rtl"]

_JOINS = " \u00a0\u202f.,;:/\\-‐‑–—−_+@&%#=~'’°()[]\"“”?!*"
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
    mates = _mates(text)
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
        runs += _parts(text, start, end, kinds, mates)
    return runs


def _mates(text: str) -> dict[int, int]:
    """Where the other bracket of each pair of brackets stands, both ways (UAX #9, definition BD16)."""
    mates: dict[int, int] = {}
    opened: list[int] = []
    for index, char in enumerate(text):
        if char in _BRACKETS:
            opened.append(index)
        elif opened and char == _BRACKETS[text[opened[-1]]]:
            mates[index] = opened.pop()
            mates[mates[index]] = index
    return mates


def _parts(text: str, start: int, end: int, kinds: list[bool], mates: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The run from `start` to `end`, with the signs that belong to it, cut where one bracket of a pair lies outside."""
    start, end = _with_brackets(text, start, end, mates)
    cuts = [index for index in range(start, end) if index in mates and not start <= mates[index] < end]
    for left, right in pairwise([start - 1, *cuts, end]):
        own = [index for index in range(left + 1, right) if kinds[index]]
        if own:
            whole = {mates.get(index, index) for index in range(own[0], own[-1] + 1)} | {own[0], own[-1]}
            first, last = _with_brackets(text, min(whole), max(whole) + 1, mates)
            lead = first and text[first - 1] in _LEADS and re.match(r"[\d(]|\w", text[first])
            yield (first - 1 if lead else first), last


def _with_brackets(text: str, start: int, end: int, mates: dict[int, int]) -> tuple[int, int]:
    """Widen a run by percent signs after it, and by brackets around it whose mates it holds."""
    while end < len(text) and (text[end] in _TRAILS or start <= mates.get(end, -1) < end):
        end += 1
    while start <= mates.get(start - 1, -1) < end:
        start -= 1
    return start, end
