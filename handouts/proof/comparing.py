"""Whether two texts are the same: as words to be read, and as glyphs in the order in which a page draws them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from handouts.breaking import INVISIBLE

_STEERING = tuple(map(chr, INVISIBLE))
_MAYBE_RTL = re.compile(r"[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Where letters and figures written from right to left stand in Unicode."""


@lru_cache(2048)
def fold(text: str) -> str:
    """`text` as it counts for the proof: NFC, white space folded, what steers line breaks dropped."""
    for char in _STEERING:
        text = text.replace(char, "")
    return " ".join(unicodedata.normalize("NFC", text).split())


def short(text: str) -> str:
    """`text` as a problem quotes it."""
    return text if len(text) <= 70 else text[:67] + "…"


def reads_as(text: str, shown: Iterable[str], *, any_case: bool = False) -> bool:
    """Whether glyphs that say `shown`, line by line in the order in which they are drawn, print `text` and no more.

    With `any_case`, capitals may stand for small letters. Spaces, hyphens and format characters do not count. Where
    nothing is written from right to left the characters must be the same in the same order; that is so for every
    language that was tried. Elsewhere the words must be the same, each in its own direction: their order in a line is
    for UAX #9 to find.
    """
    parts = tuple(shown)
    if any_case:
        text, parts = text.casefold(), tuple(part.casefold() for part in parts)
    if not any(map(_is_rtl, (text, *parts))):
        drawn = "".join(parts)
        return text == drawn or _characters(text) == _characters(drawn)
    wanted, found = _words((text,), drawn=False), _words(parts, drawn=True)
    lacking, more = wanted - found, found - wanted
    if not lacking and not more:
        return True
    # A word that is broken over two lines is two.
    broken = sorted("".join(lacking.elements())) == sorted("".join(more.elements()))
    return broken and all(any(part in word for word in lacking) for part in more)


def holds(shown: Iterable[str], text: str) -> bool:
    """Whether `text` is among what glyphs that say `shown`, line by line, print."""
    parts = tuple(shown)
    if _is_rtl(text):
        return not _words((text,), drawn=False) - _words(parts, drawn=True)
    return _characters(text) in _characters("".join(parts))


class _Counting(dict[int, int | None]):
    """For `str.translate`: takes away all but letters, marks, figures, signs and symbols, and dashes too."""

    def __missing__(self, code: int) -> int | None:
        category = unicodedata.category(chr(code))
        self[code] = code if category[0] in "LMNPS" and category != "Pd" else None
        return self[code]


_COUNTING = _Counting()


def _characters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKD", text).split()).translate(_COUNTING)


@lru_cache(4096)
def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in _MAYBE_RTL.findall(text))


def _words(parts: Iterable[str], *, drawn: bool) -> Counter[str]:
    """The words of the lines `parts`: letters, figures and their marks that have one direction.

    Lines that are `drawn` begin at the left, so that letters written from right to left stand in reverse.
    """
    found: list[str] = []
    for part in parts:
        word, kind = "", ""
        for char in unicodedata.normalize("NFKC", part[::-1] if drawn else part):
            if (own := _kind(char)) in ("M", "Cf"):
                word += char if own == "M" else ""
                continue
            if own != kind:
                found.append(_upright(word) if drawn and kind == "L" else word)
                word, kind = "", own
            word += char if own else ""
        found.append(_upright(word) if drawn and kind == "L" else word)
    return Counter(unicodedata.normalize("NFC", word) for word in found if word)


@lru_cache(8192)
def _kind(char: str) -> str:
    """The direction of a letter or figure; "M" for a mark, "Cf" for a format character, empty for anything else."""
    category = unicodedata.category(char)
    if category == "Cf" or category[0] == "M":
        return "Cf" if category == "Cf" else "M"
    if unicodedata.bidirectional(char) in ("R", "AL"):
        return "R"
    return "L" if category[0] in "LN" else ""


def _upright(word: str) -> str:
    return word[::-1]
