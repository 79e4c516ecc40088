"""The cue words of a message and its translation, sentence by sentence: what `cue_checks` compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from handouts.checks.alignment import LONGEST, align
from handouts.checks.model import Span, Unit, once
from handouts.checks.seen import seen
from handouts.checks.words import CUES, Words

_ORDER = {kind: place for place, kind in enumerate(CUES)}
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
        return kind in known(self.words)

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

    @cached_property
    def known(self) -> frozenset[str]:
        """The kinds that both languages have words for."""
        return known(self.source.words) & known(self.target.words)


@cache
def known(words: Words) -> frozenset[str]:
    """The kinds that the language has words for."""
    made = (both for both, parts in _BOTH.items() if any(words.has("cues", part) for part in parts))
    return frozenset((*words.keys("cues"), *made))


@once
def pairs(unit: Unit) -> tuple[Pair, ...]:
    """The sentences of `unit` in pairs; none if it is too long, or if words of either language are unknown."""
    if max(len(unit.source), len(unit.target)) > LONGEST or not (unit.source_words and unit.target_words):
        return ()
    source, target = seen(unit.source).plain, seen(unit.target).plain
    return tuple(
        Pair(
            _side(unit.source, unit.source_words, ours.start, ours.end),
            _side(unit.target, unit.target_words, theirs.start, theirs.end),
        )
        for ours, theirs in align(source.text, target.text)
    )


@lru_cache(maxsize=1024)
def _side(message: str, words: Words, start: int, end: int) -> Side:
    """The cues between `start` and `end` of the plain text of `message`."""
    plain = seen(message).plain
    scan = words.scan(plain.text[start:end])
    found: dict[str, list[Span]] = {}
    for kind in sorted(scan.keys("cues") & _ORDER.keys(), key=_ORDER.__getitem__):
        found[kind] = [
            span
            for span in scan.find(("cues", kind))
            if not any(_inside(span, other) for outer in _WITHIN.get(kind, ()) for other in found.get(outer, ()))
        ]
    places: dict[str, tuple[Span, ...]] = dict.fromkeys((*CUES, *_BOTH), ())
    for kind, spans in found.items():
        places[kind] = tuple(plain.span(start + first, start + last) for first, last in spans if last > first)
    for both, parts in _BOTH.items():
        places[both] = tuple(_merged(span for part in parts for span in places[part]))
    return Side(message, plain.span(start, end), places, words)


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
