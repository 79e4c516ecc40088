"""What must stand on one line in languages that put no spaces between words: names, amounts, and Latin words.

There a line may end almost anywhere: it would break the names of drugs, which no dictionary knows, and part a figure
from its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from handouts.breaking import UNJOINED
from handouts.checks.model import Span, Term
from handouts.checks.terms import forms
from handouts.checks.unit_symbols import symbol_forms
from handouts.languages import Language

_KINDS = frozenset({"drug", "condition"})
_LONGEST = 24
"""The most characters that are kept on one line: a line of large print, or of a table, has room for them."""
_FIGURE = r"(?<![A-Za-z\d.,])\d[\d.,]*+(?:[-–~〜～/×][\d.,]++)*+"
_UNIT = re.compile(r"[!-~°%‰µμ℃℉Ωº\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff /]+")
"""Units as these languages write them: in their own letters or in Latin ones."""
_LATIN = r"(?<![A-Za-z])[A-Za-z][A-Za-z\d]*+(?:[-/][A-Za-z\d]++)+"
"""A word of Latin letters in which a line may end by the rules of UAX #14: N-methyl-D-aspartate, mg/kg."""


def names(terms: Iterable[Term]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How the drugs and conditions among `terms` are written in the source language, and in the translation's."""
    named = [term for term in terms if term.kind in _KINDS]
    sources = (form for term in named for form in forms(term.source))
    targets = (form for term in named for choice in term.forms for form in forms(choice))
    return tuple(dict.fromkeys(sources)), tuple(dict.fromkeys(targets))


@dataclass(frozen=True)
class Unbroken:
    """What must stand on one line in texts of `language`: its `names` (`*` counts for nothing), amounts, Latin words.

    That is nothing where spaces part the words.
    """

    names: tuple[str, ...]
    language: Language

    def marks(self, text: str) -> tuple[tuple[int, str], ...]:
        """The invisible characters that steer the lines of `text` (see `breaking`)."""
        return self.language.line_marks(text, self.find(text))

    def kept(self, text: str) -> list[Span]:
        """What in `text` only an element keeps on one line."""
        return self.find(text) if self.language.code.partition("_")[0] in UNJOINED else []

    def find(self, text: str) -> list[Span]:
        """Where it stands in `text`: in order, and nothing in another."""
        found: list[Span] = []
        if self.language.spaceless:
            patterns = (_names(self.names), _amounts())
            for start, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(text)):
                if found and start < found[-1][1]:
                    found[-1] = (found[-1][0], max(end, found[-1][1]))
                else:
                    found.append((start, end))
        return [(start, end) for start, end in found if 1 < end - start <= _LONGEST]


@lru_cache(maxsize=64)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_one_of(name.strip("*") for name in names) or r"(?!)", re.IGNORECASE)


def _one_of(words: Iterable[str]) -> str:
    """An expression for any of `words`, the longest of those that begin alike."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


@cache
def _amounts() -> re.Pattern[str]:
    """A figure with its unit, or a Latin word that has hyphens or strokes in it."""
    unit = _one_of(filter(_UNIT.fullmatch, symbol_forms()))
    return re.compile(rf"{_FIGURE}[ \u00a0\u202f]?(?:{unit})(?:/(?:{unit}))?(?![A-Za-z])|{_LATIN}", re.IGNORECASE)
