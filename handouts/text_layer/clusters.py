"""What each glyph of a line stands for: the text of its cluster, in the order in which PDF readers put it together.

A cluster is the smallest part of a text that a font draws as a whole: a letter with its marks, a conjunct, a ligature.
Pure functions on values; nothing here knows of PDF.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from handouts.text_layer.model import INVISIBLE
from handouts.text_layer.source import BREAKS, IGNORED, WHITE_SPACE

SOFT_HYPHEN = "\u00ad"
RIGHT_TO_LEFT_MARK = "\u200f"

_JOINERS = frozenset("\u200c\u200d")
"""Zero-width non-joiner and joiner: they belong to the word, but have mostly no glyph of their own."""

_UNDRAWN = (
    IGNORED | _JOINERS | frozenset("\u2060\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""Characters that have mostly no glyph: these, and those that direct layout only. Nobody looks for the latter."""


WITHOUT_UNDRAWN = {ord(char): None for char in _UNDRAWN}
"""For `str.translate`."""


@dataclass(slots=True)
class Cluster:
    """Glyphs `start` to `stop` of a line, in the order in which they are drawn, and their text in reading order.

    `ends_word` tells that a word, or a place to break the line, ends after it.
    """

    start: int
    stop: int
    text: str
    is_rtl: bool = False
    ends_word: bool = False

    @property
    def places(self) -> range:
        """The places of its glyphs in the line."""
        return range(self.start, self.stop)


class Word(NamedTuple):
    """Glyphs `start` to `stop` of a line, and the word that they show, with the space after it."""

    start: int
    stop: int
    text: str

    def is_said(self, said: Sequence[str]) -> bool:
        """Whether it is what its glyphs say; `said` are the texts of the line's glyphs."""
        return "".join(said[self.start : self.stop]) == self.text


def plain_texts(texts: Sequence[str], drawn: str, source: str) -> list[str] | None:
    """What each glyph says of a line that is plain: a letter a glyph, from left to right, as the source has them.

    `texts` are those of the glyphs as WeasyPrint gives them, and `drawn` is the line's. None for any other line, of
    which the functions below make the same in more steps: most lines of most languages are plain.
    """
    letters = "".join(texts)
    if not letters or len(letters) != len(texts) or "" in texts or not all(map(_is_plain, set(letters))):
        return None
    lead = " " if source[:1] == " " and letters[0] not in WHITE_SPACE else ""
    end = source[len(lead) + len(letters) :]
    if drawn.translate(WITHOUT_UNDRAWN) != letters or source != lead + letters + end or end not in ("", " "):
        return None
    said = list(texts)
    said[0] = lead + said[0]
    said[-1] += end
    return said


@lru_cache(4096)
def _is_plain(char: str) -> bool:
    """Whether a character is neither a mark, nor written right to left, nor one that mostly has no glyph."""
    return not (is_rtl(char) or unicodedata.category(char)[0] == "M" or char in _UNDRAWN)


def find_clusters(texts: Sequence[str]) -> list[Cluster]:
    """The clusters of a line in the order in which they are drawn, of the glyphs' texts as WeasyPrint gives them.

    Of a cluster's glyphs the last one has its text if it is written left to right, the first one otherwise. A mark that
    has a glyph of its own is drawn after its letter, or before it where that is written right to left; the latter
    become one cluster.
    """
    holders = [index for index, text in enumerate(texts) if text]
    clusters: list[Cluster] = []
    rtl = next((rtl for holder in holders if (rtl := is_rtl(texts[holder])) is not None), False)
    for holder in holders:
        # Punctuation and the like goes with what is drawn before it.
        rtl = rtl if (own := is_rtl(texts[holder])) is None else own
        clusters.append(Cluster(holder, holder + 1, texts[holder], rtl))
    if clusters:
        clusters[0].start, clusters[-1].stop = 0, len(texts)
    for cluster, following in pairwise(clusters):
        if cluster.is_rtl:
            cluster.stop = following.start
        else:
            following.start = cluster.stop
    return _with_marks(clusters) if any(cluster.is_rtl for cluster in clusters) else clusters


def _with_marks(clusters: list[Cluster]) -> list[Cluster]:
    merged: list[Cluster] = []
    for cluster in clusters:
        before = merged[-1] if merged else None
        if before and cluster.is_rtl and before.is_rtl and unicodedata.category(before.text[0])[0] == "M":
            merged[-1] = Cluster(before.start, cluster.stop, cluster.text + before.text, is_rtl=True)
        else:
            merged.append(cluster)
    return merged


def reading_order(clusters: list[Cluster]) -> list[Cluster]:
    """The clusters of a line as they are read, which is mostly so; `mark_words` tells whether it is."""
    if not any(cluster.is_rtl for cluster in clusters):
        return clusters
    runs = [list(run) for _, run in groupby(clusters, key=lambda cluster: cluster.is_rtl)]
    return [cluster for run in reversed(runs) for cluster in (reversed(run) if run[0].is_rtl else run)]


def add_direction(clusters: list[Cluster], texts: list[str]) -> None:
    """Add a right-to-left mark after each full stop, comma and the like that ends a word from right to left.

    `clusters` are in the order in which they are drawn, `texts` those of the glyphs. poppler takes such a character for
    part of a figure (the bidirectional classes CS, ES and ET), and moves it past the space after it.
    """
    following = ""
    for cluster in clusters:
        if cluster.is_rtl and _joins_figures(cluster.text[:1]) and is_rtl(following) is None:
            texts[cluster.start] = RIGHT_TO_LEFT_MARK + texts[cluster.start]
        following = cluster.text or following


@lru_cache(4096)
def _joins_figures(char: str) -> bool:
    return char != "" and unicodedata.bidirectional(char) in ("CS", "ES", "ET")


def rtl_words(clusters: list[Cluster]) -> Iterator[range]:
    """The places of the glyphs of each word from right to left, of clusters in the order in which they are drawn."""
    for is_word, parts in groupby(clusters, key=lambda cluster: cluster.is_rtl and not cluster.text.isspace()):
        if is_word:
            word = [*parts]
            yield range(word[0].start, word[-1].stop)


@lru_cache(4096)
def is_rtl(text: str) -> bool | None:
    """The direction of a text, or None if it has none of its own."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return True
        if kind in ("L", "EN", "AN"):
            return False
    return None


def mark_words(clusters: list[Cluster], drawn: str) -> bool:
    """Find the ends of words: spaces, and the places to break a line that are in `drawn` but have no glyphs.

    Tells whether the clusters are the text `drawn` in reading order.
    """
    at = 0
    previous = None
    for cluster in clusters:
        text = cluster.text
        cluster.ends_word = text[-1] in WHITE_SPACE
        while not (is_next := drawn.startswith(text, at)) and drawn[at : at + 1] in _UNDRAWN:
            if previous is not None:
                previous.ends_word = previous.ends_word or drawn[at] in BREAKS
            at += 1
        if not is_next:
            return False
        at += len(text)
        previous = cluster
    return not drawn[at:].translate(WITHOUT_UNDRAWN).strip("".join(WHITE_SPACE))


def words_of(clusters: list[Cluster]) -> list[Word]:
    """The words of clusters from left to right whose ends are marked."""
    words: list[Word] = []
    first = 0
    for number, cluster in enumerate(clusters, start=1):
        if cluster.ends_word or number == len(clusters):
            text = "".join([part.text for part in clusters[first:number]])
            words.append(Word(clusters[first].start, cluster.stop, text))
            first = number
    return words


def align(clusters: list[Cluster], source: str) -> None:
    """Put the source's characters in place of those that layout made of them, where the two agree.

    Spaces of the source that stand undrawn at the line's ends go to the first and last cluster, joiners without a glyph
    to the cluster after them; the hyphen that layout put at the end becomes a soft hyphen. Clusters must be in reading
    order.
    """
    texts: list[str] = []
    at = int(source.startswith(" ") and clusters[0].text[0] not in WHITE_SPACE)
    text = source[:at]
    for cluster in clusters:
        if source.startswith(cluster.text, at) and source[at] not in _UNDRAWN:
            texts.append(text + cluster.text)
            text, at = "", at + len(cluster.text)
            continue
        for char in cluster.text:
            if char in IGNORED:
                continue
            while at < len(source) and source[at] in _UNDRAWN and source[at] != char:
                text += source[at] if source[at] in _JOINERS else ""
                at += 1
            if at < len(source) and (char == source[at] or (char in WHITE_SPACE and source[at] == " ")):
                text += source[at]
                at += 1
            elif cluster is clusters[-1] and unicodedata.category(char) == "Pd" and source[at:] in ("", " "):
                text += SOFT_HYPHEN
            else:
                return
        texts.append(text)
        text = ""
    if source[at:] not in ("", " "):
        return
    texts[-1] += source[at:]
    for cluster, text in zip(clusters, texts, strict=True):
        cluster.text = text


def glyph_texts(cluster: Cluster, widths: Sequence[float]) -> list[str]:
    """What each glyph of a cluster says; `widths` are those of its glyphs, asked for right to left only.

    Left to right, the characters are spread over the glyphs in reading order. Right to left, PDF readers turn the
    characters of a line round one by one: the widest glyph, which is the letter among its dots and marks, says all of
    them in reverse. Arabic ligatures become the one character that Unicode has for them, if there is one.
    """
    text = cluster.text
    count = cluster.stop - cluster.start
    if count == 1 and len(text) == 1:
        return [text]
    if cluster.is_rtl:
        for letters, ligature in _ligatures().items():
            text = text.replace(letters, ligature)
        letter = max(range(count), key=lambda index: widths[index])
        return [text[::-1] or INVISIBLE if index == letter else INVISIBLE for index in range(count)]
    if len(text) < count:
        text = unicodedata.normalize("NFD", text)
    texts = [*text[: count - 1], text[count - 1 :]]
    return [part or INVISIBLE for part in texts] + [INVISIBLE] * (count - len(texts))


@lru_cache(4096)
def has_marks(text: str) -> bool:
    """Whether a text has combining characters, whose glyphs stand in places of their own."""
    return not text.isascii() and any(unicodedata.category(char)[0] == "M" for char in text)


@cache
def _ligatures() -> dict[str, str]:
    """The ligatures of lam and alef in their isolated forms."""
    found: dict[str, str] = {}
    for code in (0xFEF5, 0xFEF7, 0xFEF9, 0xFEFB):
        letters = [letter for letter in unicodedata.decomposition(chr(code)).split() if not letter.startswith("<")]
        found["".join(chr(int(letter, 16)) for letter in letters)] = chr(code)
    return found
