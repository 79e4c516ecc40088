"""Where the terms of the glossary stand in a message and its translation, and which words almost are such a term."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from handouts.breaking import SPACELESS
from handouts.checks.model import Span, Term, Unit, once
from handouts.checks.phrases import fold
from handouts.checks.seen import LIMIT, Strip, seen

_MARK = (
    r"\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    r"\u0981-\u0983\u09bc-\u09cd\u09d7"
)
_LETTER = rf"(?:[^\W\d_]|[{_MARK}])"
_WORD = re.compile(rf"[^\W\d_]{_LETTER}*")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]+")
_JOINED = re.compile("^[وفبلك]?(?:ال|لل)?(?=.{4})")
"""The Arabic article and the words that are written as one with what follows."""


def forms(choice: str) -> tuple[str, ...]:
    """The inflected forms of a choice, which commas part."""
    return tuple(form.strip() for form in choice.split(",") if form.strip())


@lru_cache(maxsize=8192)
def _pattern(choices: tuple[str, ...], *, spaceless: bool) -> re.Pattern[str]:
    every = sorted({form for choice in choices for form in forms(choice)}, key=len, reverse=True)
    return re.compile("|".join(_expression(form, spaceless=spaceless) for form in every) or r"(?!)", re.IGNORECASE)


def _expression(form: str, *, spaceless: bool) -> str:
    inner = re.escape(form.strip("*")).replace(r"\ ", r"[\s\u00a0\u202f]+")
    if spaceless and not form.strip("*").isascii():
        return inner
    start = rf"(?<![^\W\d_])(?<![{_MARK}])" + (rf"{_LETTER}{{0,6}}" if form.startswith("*") else "")
    end = rf"{_LETTER}*" if form.endswith("*") else rf"(?!{_LETTER})"
    return start + inner + end


@lru_cache(maxsize=8192)
def _needles(choices: tuple[str, ...]) -> tuple[str, ...]:
    """What one of stands wherever a form of `choices` does: the beginnings of their first words, folded."""
    every = {fold(form.strip("*")).split(" ")[0] for choice in choices for form in forms(choice)}
    return tuple(one for one in every if not any(one != other and other in one for other in every))


_folded = lru_cache(maxsize=256)(fold)


def find(choices: tuple[str, ...], text: str, language: str) -> list[Span]:
    """Where forms of `choices` stand in `text`, which is in `language` (a gettext code)."""
    folded = _folded(text)
    for needle in _needles(choices):
        if needle in folded:
            pattern = _pattern(choices, spaceless=language.partition("_")[0] in SPACELESS)
            return [found.span() for found in pattern.finditer(text)]
    return []


@dataclass(frozen=True)
class Mention:
    """A term of the glossary in one message: where it stands in the source and in the translation, markup left out."""

    term: Term
    source: tuple[Span, ...]
    target: tuple[Span, ...]

    @property
    def name(self) -> str:
        """The term as a person is told of it."""
        return forms(self.term.source)[0].strip("*")

    @property
    def wanted(self) -> str:
        """How the language writes it."""
        return " / ".join(forms(choice)[0].strip("*") for choice in self.term.forms)


@dataclass(frozen=True)
class Reading:
    """The terms of a unit that its source or its translation mentions; the spots are of their plain texts."""

    source: Strip
    target: Strip
    mentions: tuple[Mention, ...]


@once
def read(unit: Unit) -> Reading | None:
    """The terms in `unit`; nothing if there is no glossary for its language, or if it is too long."""
    if not unit.terms or max(len(unit.source), len(unit.target)) > LIMIT:
        return None
    source, target = seen(unit.source).plain, seen(unit.target).plain
    ours, theirs = unicodedata.normalize("NFC", source.text), unicodedata.normalize("NFC", target.text)
    if (len(ours), len(theirs)) != (len(source.text), len(target.text)):
        ours, theirs = source.text, target.text
    mentions = []
    for term in unit.terms:
        if not term.forms:
            continue
        asked = tuple(find((term.source,), ours, unit.source_language.code))
        given = tuple(find(term.forms, theirs, unit.language.code))
        if asked or given:
            mentions.append(Mention(term, asked, given))
    return Reading(source, target, tuple(mentions))


def near_misses(term: Term, text: str, language: str) -> list[tuple[Span, str]]:
    """Words of `text` that are almost a form of `term`, each with that form: one or two letters wrong."""
    wanted = [form.strip("*").casefold() for choice in term.forms for form in forms(choice)]
    wanted = [form for form in wanted if len(form) >= _shortest(form) and " " not in form]
    if not wanted:
        return []
    spaceless = language.partition("_")[0] in SPACELESS
    words = _windows(text, wanted) if spaceless else ((found.span(), found[0]) for found in _WORD.finditer(text))
    taken = find(term.forms, text, language)
    near = []
    for (start, end), word in words:
        if any(first < end and start < last for first, last in taken):
            continue
        form = next((form for form in wanted if _nearly(word.casefold(), form, language)), None)
        if form:
            near.append(((start, end), form))
    return near


def _shortest(form: str) -> int:
    """How long a form must be for a letter's difference to tell: a sign of Chinese says more than a letter."""
    return 3 if _is_han(form) else 4 if _KATAKANA.fullmatch(form) else 5


def _is_han(form: str) -> bool:
    return all("\u3400" <= char <= "\u9fff" for char in form)


def _windows(text: str, wanted: list[str]) -> Iterable[tuple[Span, str]]:
    """Katakana words; of Chinese, which parts no words, what is as long as a form and begins and ends as it does."""
    for found in _KATAKANA.finditer(text):
        yield found.span(), found[0]
    for form in wanted:
        size = len(form)
        for found in re.finditer(re.escape(form[0]), text) if _is_han(form) else ():
            piece = text[found.start() : found.start() + size]
            if len(piece) == size and piece[-1] == form[-1]:
                yield (found.start(), found.start() + size), piece


def _nearly(word: str, form: str, language: str) -> bool:
    if language.partition("_")[0] == "ar":
        word = _JOINED.sub("", word) if not word.startswith(form[0]) else word
    if not word or word[0] != form[0] or word == form or len(word) < len(form) - 2:
        return False
    limit = 1 if len(form) < 8 else 2
    # What stands behind may be an ending of the language.
    heads = {word[: len(form) + more] for more in (-1, 0, 1) if len(word) - len(form) - more <= 3} | {word}
    if word.startswith(form):
        return False
    return any(distance(head, form, limit) <= limit for head in heads)


def distance(one: str, other: str, limit: int) -> int:
    """How many letters must be put in, taken out, changed or swapped with the next (V. Levenshtein, F. Damerau).

    Any number above `limit` stands for "more than that".
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row, older = row, [i], before
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = last
        if min(row) > limit:
            return limit + 1
    return row[-1]
