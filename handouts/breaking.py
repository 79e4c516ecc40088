"""Where lines may break in scripts that put no spaces between words, and where they may not.

Pango breaks Thai only where libthai is installed, and Khmer, Lao and Burmese not at all: their lines run off the page
by 110 to 180 mm. ICU knows their words. Korean it breaks inside words, between any two syllables, and Japanese between
almost any two letters, where BudouX knows the phrases. All are mended by invisible characters in the HTML: U+200B ZERO
WIDTH SPACE allows a break, U+2060 WORD JOINER forbids one. Hyphens come from Pyphen's dictionaries.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise

import pyphen
from budoux import Parser, load_default_japanese_parser
from icu4py.breakers import LineBreaker

ZERO_WIDTH_SPACE = "\u200b"
WORD_JOINER = "\u2060"
INVISIBLE = str.maketrans("", "", f"\u00ad{ZERO_WIDTH_SPACE}{WORD_JOINER}")
"""For `str.translate`: takes away what only steers line breaks."""

_BY_DICTIONARY = frozenset({"th", "lo", "km", "my"})
SPACELESS = _BY_DICTIONARY | {"zh", "ja"}
"""ISO 639 codes of languages whose words are not parted by spaces."""

UNJOINED = frozenset({"th"})
"""Where word joiners do not help: libthai takes any sign that is not Thai for a place to break."""
_WORD = "\u4e00"
"""An ideograph: to the rules of UAX #14 it is a word, with a place to break on either side."""

Spans = Sequence[tuple[int, int]]
"""Each from its first character to behind its last."""


@lru_cache(256)  # every edition of a leaflet asks for its texts, and the checks do before
def line_marks(text: str, language: str, whole: tuple[tuple[int, int], ...] = ()) -> tuple[tuple[int, str], ...]:
    """The invisible characters that steer the lines of `text`, as (index in `text` that it stands before, character).

    `language` is an ISO 639 code. No line may end within the spans of `whole`, such as names that no dictionary knows
    (but see `UNJOINED`). In order; empty for languages whose lines Pango breaks well.
    """
    inside = {index for start, end in whole for index in range(start + 1, end)}
    marks: dict[int, str] = {}
    if language in _BY_DICTIONARY:
        marks = dict.fromkeys(_opportunities(text, language, whole), ZERO_WIDTH_SPACE)
    elif language == "ko":
        marks = {index: WORD_JOINER for index, pair in enumerate(pairwise(text), 1) if _is_one_word(*pair)}
    elif language == "ja":
        marks = _phrase_marks(text)
    if language not in UNJOINED:
        joined = (index for index in inside if _may_part(text[index - 1], text[index]))
        marks |= dict.fromkeys(joined, WORD_JOINER)
    kept = ((index, mark) for index, mark in marks.items() if index not in inside or mark == WORD_JOINER)
    return tuple(sorted(kept))


def has_hyphens(tag: str) -> bool:
    """Whether there is a hyphenation dictionary for the language with the BCP 47 `tag`."""
    return pyphen.language_fallback(tag) is not None


def _opportunities(text: str, language: str, whole: Spans) -> list[int]:
    """Where a line may break in `text` though no white space stands there (UAX #14, and ICU's dictionaries).

    What is `whole` is a word to ICU, which would else take parts of a name and of its neighbours for words.
    """
    read = text
    for start, end in whole:
        read = read[:start] + _WORD * (end - start) + read[end:]
    ends = accumulate(len(segment) for segment in LineBreaker(read, language))
    return [end for end in ends if end < len(text) and not text[end - 1].isspace()]


@cache
def _japanese() -> Parser:
    return load_default_japanese_parser()


def _phrase_marks(text: str) -> dict[int, str]:
    """Marks that let the lines of Japanese `text` break between phrases only, and where white space stands."""
    starts = set(accumulate(len(phrase) for phrase in _japanese().parse(text)))
    return {
        index: ZERO_WIDTH_SPACE if index in starts else WORD_JOINER
        for index, pair in enumerate(pairwise(text), 1)
        if not (pair[0].isspace() or pair[1].isspace()) and any(map(_is_japanese, pair))
    }


def _may_part(before: str, after: str) -> bool:
    """Whether Pango may break a line between two characters of a name or an amount: at signs, and beside Han."""
    signs = unicodedata.category(before)[0] in "PSZ"
    return not after.isspace() and (signs or _is_japanese(before) or _is_japanese(after))


def _is_japanese(char: str) -> bool:
    """Whether a letter or sign is of Japanese (or Chinese) script: kana, Han, or full-width punctuation."""
    return "\u3000" <= char <= "\u9fff" or "\uf900" <= char <= "\uffef"


def _is_one_word(before: str, after: str) -> bool:
    """Whether two characters of Korean text stand in one word: a Hangul syllable and a letter or figure beside it."""
    return before.isalnum() and after.isalnum() and any("\uac00" <= char <= "\ud7a3" for char in (before, after))
