"""The cue words of a message and its translation, sentence by sentence: what `cue_checks` compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handouts.checks.alignment import LONGEST, align
from handouts.checks.model import Span, Unit
from handouts.checks.plain import Plain
from handouts.checks.words import Words

KINDS = (
    "at_least", "at_most", "only", "above", "below", "not", "never", "without", "must", "should", "may", "before",
    "after", "raise", "lower", "low", "high", "near_not", "need_not", "or", "and", "avoid", "until", "at_once",
    "perhaps", "certain",
)  # fmt: skip
"""The keys of the words files' group `cues`, in the order in which they are looked for."""

_LIMITS = ("at_least", "at_most")
_WITHIN = {
    "not": (*_LIMITS, "only", "above", "below"),
    **dict.fromkeys(("never", "above", "below", "raise", "lower", "low", "only", "before", "after"), _LIMITS),
    "high": (*_LIMITS, "low"),
    "at_once": ("not",),
}
"""Words that say nothing of their own inside of a phrase of the other kind: the "no" of "no more than"."""

_BOTH = {"up": ("raise", "high"), "down": ("lower", "low")}
"""Kinds made of others: a "high" pressure is one that "rose" in another language."""

_CLAUSE = re.compile(r"[.,;:!?…()—–،؛؟।。，、；：！？（）]")


@dataclass(frozen=True)
class Side:
    """The cues of some sentences in one language: by kind, where each stands in the whole text."""

    text: str
    span: Span
    found: Mapping[str, tuple[Span, ...]]
    words: Words

    def count(self, kind: str) -> int:
        """How often a cue of `kind` stands there."""
        return len(self.found[kind])

    def knows(self, kind: str) -> bool:
        """Whether the language has words for `kind`."""
        return any(self.words.has("cues", part) for part in _BOTH.get(kind, (kind,)))

    def spot(self, *kinds: str) -> Span:
        """The first cue of `kinds`, or the whole."""
        return next((self.found[kind][0] for kind in kinds if self.found[kind]), self.span)

    def denials(self) -> list[Span]:
        """Negations of every sort in order; a "never" and the "not" that belongs to it are one."""
        spans = _merged(span for kind in ("not", "never") for span in self.found[kind])
        return sorted(spans + self.lacks())

    def lacks(self) -> list[Span]:
        """What is said with "without" and no other negation: "with no" is counted as "no"."""
        others = self.found["not"]
        return [span for span in self.found["without"] if not any(_overlap(span, other) for other in others)]

    def denied_clauses(self) -> int:
        """How many clauses hold a "not": where a language denies twice to say no once, it does so in one clause."""
        lacks = self.lacks()
        edges = [found.start() for found in _CLAUSE.finditer(self.text, *self.span)]
        return len({sum(edge < span[0] for edge in edges) for span in self.denials() if span not in lacks})

    def clauses_and_lacks(self) -> int:
        """How many negations there are at least, however a language says them."""
        return self.denied_clauses() + len(self.lacks())


@dataclass(frozen=True)
class Pair:
    """Some sentences of a message, and those of its translation that stand for them."""

    source: Side
    target: Side


class _Key:
    """A unit as far as its cues go, so that the checks that ask for them one after another share the work."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    def _parts(self) -> tuple[str, str, int, int]:
        return self.unit.source, self.unit.target, id(self.unit.source_words), id(self.unit.target_words)

    def __hash__(self) -> int:
        return hash(self._parts())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._parts() == other._parts()


def pairs(unit: Unit) -> tuple[Pair, ...]:
    """The sentences of `unit` in pairs; none if it is too long, or if words of either language are unknown."""
    if max(len(unit.source), len(unit.target)) > LONGEST or not (unit.source_words and unit.target_words):
        return ()
    return _pairs(_Key(unit))


@lru_cache(maxsize=4)
def _pairs(key: _Key) -> tuple[Pair, ...]:
    unit = key.unit
    source, target = Plain(unit.source), Plain(unit.target)
    return tuple(
        Pair(
            _side(source, unit.source_words, ours.start, ours.end),
            _side(target, unit.target_words, theirs.start, theirs.end),
        )
        for ours, theirs in align(source.plain, target.plain)
    )


def _side(text: Plain, words: Words, start: int, end: int) -> Side:
    """The cues between `start` and `end` of the plain text."""
    part = text.plain[start:end]
    found: dict[str, list[Span]] = {}
    for kind in KINDS:
        found[kind] = [
            span
            for span in words.find("cues", kind, part)
            if not any(_inside(span, other) for outer in _WITHIN.get(kind, ()) for other in found[outer])
        ]
    places = {
        kind: tuple(text.span(start + first, start + last) for first, last in spans if last > first)
        for kind, spans in found.items()
    }
    for both, parts in _BOTH.items():
        places[both] = tuple(_merged(span for part in parts for span in places[part]))
    return Side(text.marked, text.span(start, end), places, words)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """`spans` in order, those that overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _overlap(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _inside(span: Span, other: Span) -> bool:
    return span[0] >= other[0] and span[1] <= other[1]
