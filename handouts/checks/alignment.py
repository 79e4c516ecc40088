"""Which sentences of a translation stand for which of its source: by their order and length alone.

A translator may make two sentences of one, or one of two. The pairing is the cheapest in the sense of W. Gale and
K. Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993): lengths that differ from what the whole
message's do cost, and so does every pair that is not one to one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 5_000
"""The most characters of a message that are compared by sentences."""
MOST_SENTENCES = 120

_END = re.compile(r"(?:[.!?…]+(?=[\s\"'»”’)\]*_]|$)|[。！？؟।॥۔።]+)[\"'»”’)\]*_）」』]*\s*")
_SHAPES = ((1, 1, 0.0), (1, 2, 2.5), (2, 1, 2.5), (2, 2, 7.0), (1, 3, 5.0), (3, 1, 5.0), (0, 1, 8.0), (1, 0, 8.0))
"""How many sentences of source and translation may stand for one another, and what that costs beside 1 to 1."""


@dataclass(frozen=True)
class Part:
    """Some sentences of a text, from `start` up to `end`."""

    start: int
    end: int


def sentences(text: str) -> list[Part]:
    """The sentences of `text`, each with the marks and space behind it; one without a mark is a sentence too."""
    edges = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    return [Part(start, end) for start, end in pairwise(edges) if text[start:end].strip()]


def align(source: str, target: str) -> list[tuple[Part, Part]]:
    """Sentences of `source` with those of `target` that stand for them, in order.

    A sentence that nothing stands for comes with an empty part. Texts of more than `MOST_SENTENCES` are one pair.
    """
    ours, theirs = sentences(source), sentences(target)
    whole = [(Part(0, len(source)), Part(0, len(target)))]
    if not ours or not theirs or len(ours) == len(theirs) == 1 or max(len(ours), len(theirs)) > MOST_SENTENCES:
        return whole
    lengths = [part.end - part.start for part in ours], [part.end - part.start for part in theirs]
    ratio = sum(lengths[1]) / sum(lengths[0])
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(ours) + 1):
        for j in range(len(theirs) + 1):
            if (i, j) not in best:
                continue
            for m, n, price in _SHAPES:
                if i + m <= len(ours) and j + n <= len(theirs):
                    wanted, given = sum(lengths[0][i : i + m]) * ratio, sum(lengths[1][j : j + n])
                    cost = best[i, j][0] + price + abs(wanted - given) / math.sqrt(wanted + given + 1)
                    if cost < best.get((i + m, j + n), (math.inf,))[0]:
                        best[i + m, j + n] = (cost, (m, n))
    return _path(best, ours, theirs)


def _path(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], ours: list[Part], theirs: list[Part]
) -> list[tuple[Part, Part]]:
    pairs = []
    i, j = len(ours), len(theirs)
    while i or j:
        m, n = best[i, j][1]
        pairs.append((_joined(ours, i - m, i), _joined(theirs, j - n, j)))
        i, j = i - m, j - n
    return pairs[::-1]


def _joined(parts: list[Part], first: int, last: int) -> Part:
    if first == last:
        edge = parts[first].start if first < len(parts) else parts[-1].end
        return Part(edge, edge)
    return Part(parts[first].start, parts[last - 1].end)
