"""Checks of what stands in pairs: brackets and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.model import Check, Finding, Unit
from handouts.checks.punctuation import foreign_quotes
from handouts.checks.seen import seen
from handouts.problems import Severity

_PAIRS = {
    ")": "(",
    "]": "[",
    "）": "(",
    "］": "[",
    "}": "{",
    "》": "《",
    "〉": "〈",
    "】": "【",
    "」": "「",
    "』": "『",
}
_OPENING = {
    "(": "(",
    "[": "[",
    "（": "(",
    "［": "[",
    "{": "{",
    "《": "《",
    "〈": "〈",
    "【": "【",
    "「": "「",
    "『": "『",
}
_NUMBERING = re.compile(r"(?:^|[\s(])(?:\w|\d{1,2}|[ivxIVX]{1,4})$")


def _unbalanced(text: str) -> int | None:
    """Where a bracket without its mate stands in `text`; `a)` and `1)` number the members of a list."""
    opened: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char in _OPENING:
            opened.append((_OPENING[char], index))
        elif char in _PAIRS:
            if opened and opened[-1][0] == _PAIRS[char]:
                opened.pop()
            elif not (char in ")）" and _NUMBERING.search(text, max(0, index - 6), index)):
                return index
    return opened[-1][1] if opened else None


def brackets(unit: Unit) -> Iterator[Finding]:
    """A bracket without its mate."""
    view = seen(unit.target)
    place = _unbalanced(view.prose)
    if place is not None and _unbalanced(seen(unit.source).prose) is None:
        what = f"the bracket {view.text[place]} has no mate"
        yield Finding(what, "Write the other bracket, or take this one away.", target=view.span(place, place + 1))


def _odd_quote(text: str) -> str:
    """A kind of quotation mark that stands an odd number of times, or opens more often than it closes."""
    for one, other in (("«", "»"), ("‹", "›")):
        if text.count(one) != text.count(other) and (text.count(one) + text.count(other)) % 2:
            return one if one in text else other
    curly = [char for char in text if char in "“”„‟"]
    if len(curly) % 2:
        return curly[-1]
    # Between letters it is Hebrew's sign of an abbreviation, behind a figure one of inches.
    straight = re.findall(r"(?<![\w״])\"|(?<=[^\W\d])\"(?!\w)", text)
    return '"' if len(straight) % 2 else ""


def quotes(unit: Unit) -> Iterator[Finding]:
    """A quotation mark without its mate."""
    view = seen(unit.target)
    if (odd := _odd_quote(view.prose)) and not _odd_quote(seen(unit.source).prose):
        place = view.prose.rfind(odd)
        what = f"the quotation mark {odd} has no mate"
        yield Finding(what, "Write the other one, or take this one away.", target=view.span(place, place + 1))


def quote_style(unit: Unit) -> Iterator[Finding]:
    """Quotation marks of another language."""
    view = seen(unit.target)
    wrong = foreign_quotes(unit.language.code)
    place = next((index for index, char in enumerate(view.prose) if char in wrong), None)
    if place is not None:
        what = f"{view.text[place]} is no quotation mark of the language"
        yield Finding(what, "Use the quotation marks that its readers know.", target=view.span(place, place + 1))


CHECKS: tuple[Check, ...] = (
    Check("character-brackets", "A bracket without its mate, in any script. 'a)' and '1)' are right.", brackets),
    Check(
        "character-quotes",
        "A quotation mark without its mate. Apostrophes, and single quotation marks like them, are not looked at.",
        quotes,
    ),
    Check(
        "character-quote-style",
        "Quotation marks that readers of the language do not use. Straight ones are let pass.",
        quote_style,
        safety=Severity.WARNING,
    ),
)
