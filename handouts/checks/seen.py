"""What a reader sees of a message, with the way back into its Markdown: letters, words, sentences, addresses.

Checks look at the seen text, in which markup is gone and a placeholder is one sign, and report spots of the Markdown.
A text is read once for all of them. Only so much of it is looked at as any real message has (`LIMIT`), so that none
takes long.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from handouts.checks.model import Span
from handouts.checks.scripts import counted

LIMIT = 12_000
"""Characters of a message that are looked at: some four pages. `length-limit` reports a longer one."""

HOLE = "\ufffc"
"""Stands for a placeholder, and in `Seen.prose` for each character of an address (OBJECT REPLACEMENT CHARACTER)."""

_LINK = r"\]\((?:[^()\s]|\([^()\s]{0,100}\)){0,500}\)"
"""The end of a link; with a space in it, it would be printed as it stands."""
_MARKUP = re.compile(
    r"\\?(?P<hole>\{[^{}\n]{0,80}\})"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|<(?P<auto>(?:https?:|mailto:|tel:)[^<>\s]{1,500})>"
    rf"|(?P<link>{_LINK})"
    rf"|(?P<open>\[)(?=(?:\\.|[^\[\]\\]){{0,500}}{_LINK})"
    r"|(?P<entity>&#?\w{1,31};)"
    r"|(?P<star>(?<!\s)\*{1,3}|\*{1,3}(?!\s))"
    r"|(?P<low>(?<![^\W_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![^\W_]))"
    r"|(?P<space>[\n\t])"
)
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”«»،\u2e80-\uffff]{1,300}"
    r"|[a-z0-9._+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}"
    r"|(?<![a-z0-9@.-])(?:[a-z0-9-]{2,40}\.){1,3}(?:com|org|net|gov|edu|int|info|health|example)(?![a-z0-9])"
    r"(?:/[^\s<>)\u2e80-\uffff]{0,200})?",
    re.IGNORECASE,
)
"""Web and e-mail addresses in seen text, the last stop of a sentence perhaps included. Letters of scripts that put no
spaces between words may stand right beside them."""

_SENTENCE_END = re.compile('(?:[。｡！？!?]|[।॥۔؟։።፧။៕។?!]|(?<![.\\d])\\.(?!\\d)|[.!?…]{2,})[\\s]*[)\\]”"»’」』）》›]*')
_NO_SPACE_AFTER = frozenset("。｡！？")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\u00a0\u202f.])(?:[^\W\d_]|[^\W\d_]{2}(?<=[A-ZА-ЯЁ][a-zа-яё])|approx|Prof|etc|vs|max|min|"
    r"ca|bzw|usw|inkl|tel|Tel|No|Nr|núm|pág|Sra|Ref|ref|Inc|St|тел|напр|руб|мин|макс|обл|просп|прибл|डॉ|ডা)$"
)


_LEFT_OUT = re.compile(
    rf"(?P<address>{HOLE}{{2,}})|[\u00ad\u200b\u200e\u200f\u061c\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
    r"|(?<=\d)[\u200c\u200d](?=\d)"
)
"""What `Seen.plain` has one sign for, or none."""


@dataclass(frozen=True)
class Strip:
    """A text that stands for a message. `at` and `ends` say where each of its characters does in the Markdown."""

    text: str
    at: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The spot in the Markdown of what is seen from `start` up to `end`."""
        if start < end:
            return self.at[start], self.ends[end - 1]
        place = self.at[start] if start < len(self.at) else (self.ends or (0,))[-1]
        return place, place


@dataclass(frozen=True)
class Seen(Strip):
    """A message as it is seen; `prose` is the text with the same length in which addresses are blanked."""

    prose: str

    @cached_property
    def plain(self) -> Strip:
        """The prose for comparing words and figures: an address is one sign, what nobody sees is left out."""
        if not _LEFT_OUT.search(self.prose):
            return Strip(self.prose, self.at, self.ends)
        text, at, ends, done = "", self.at[:0], self.ends[:0], 0
        for found in _LEFT_OUT.finditer(self.prose):
            start, end = found.span()
            text, at, ends = text + self.prose[done:start], at + self.at[done:start], ends + self.ends[done:start]
            if found["address"]:
                text, at, ends = text + HOLE, (*at, self.at[start]), (*ends, self.ends[end - 1])
            done = end
        return Strip(text + self.prose[done:], at + self.at[done:], ends + self.ends[done:])

    @cached_property
    def letters(self) -> int:
        """How many letters the prose has."""
        return sum(number for char, number in Counter(self.prose).items() if is_letter(char))

    @cached_property
    def scripts(self) -> Counter[str]:
        """How many letters of each script the prose has."""
        return counted(self.prose)

    @cached_property
    def words(self) -> list[Span]:
        """Where the words of the prose stand (see `words`)."""
        return words(self.prose)

    @cached_property
    def sentences(self) -> list[Span]:
        """Where the sentences of the text stand (see `sentences`)."""
        return sentences(self.text)


def seen(markdown: str) -> Seen:
    """What is seen of the first `LIMIT` characters of `markdown`."""
    return _seen(markdown[:LIMIT])


@lru_cache(maxsize=1024)
def _seen(raw: str) -> Seen:
    text: list[str] = []
    at: list[int] = []
    ends: list[int] = []

    def take(part: str, start: int, end: int | None = None) -> None:
        """Add `part`, which stands for the signs from `start` up to `end`, or else for itself."""
        text.append(part)
        at.extend(range(start, start + len(part)) if end is None else [start] * len(part))
        ends.extend(range(start + 1, start + 1 + len(part)) if end is None else [end] * len(part))

    done, linked = 0, False
    while found := _MARKUP.search(raw, done):
        take(raw[done : found.start()], done)
        done = found.end()
        kind = found.lastgroup
        if kind == "hole":
            take(HOLE, *found.span())
        elif kind == "entity":
            take(html.unescape(found[0]), *found.span())
        elif kind in ("escaped", "auto"):
            take(str(found[kind]), found.start(kind))
        elif kind == "space":
            take(" ", found.start())
        elif kind == "link" and not linked:  # what looks like an address is printed with all that stands in it
            done = found.start() + 1
            take("]", found.start())
        linked = kind == "open" or (linked and kind != "link")
    take(raw[done:], done)
    whole = "".join(text)
    prose = ADDRESS.sub(lambda found: HOLE * len(found[0]), whole)
    return Seen(whole, tuple(at), tuple(ends), prose)


def is_letter(char: str) -> bool:
    """Whether `char` is a letter (general category L)."""
    return unicodedata.category(char)[0] == "L"


_WORD = re.compile(
    r"[^\W\d_](?:[\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d'’ʼ׳״]*\w)?[\u0300-\u036f\u0900-\u0dff]*"
)


def words(text: str) -> list[Span]:
    """Where words stand in `text`: letters with their marks, joiners and apostrophes inside; figures are none."""
    return [found.span() for found in _WORD.finditer(text)]


def sentences(text: str) -> list[Span]:
    """Where the sentences of `text` stand, by the sentence marks of all scripts; the last may have none.

    A stop ends no sentence inside a number, after an abbreviation, or before a small letter.
    """
    found: list[Span] = []
    start = 0
    for mark in _SENTENCE_END.finditer(text):
        if _ends_sentence(text, start, mark):
            found.append((start, mark.end()))
            start = mark.end()
    found.append((start, len(text)))
    trimmed = [
        (at + len(text[at:end]) - len(text[at:end].lstrip()), at + len(text[at:end].rstrip())) for at, end in found
    ]
    return [(at, end) for at, end in trimmed if any(is_letter(char) or char == HOLE for char in text[at:end])]


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    sign, rest = mark[0][0], text[mark.end() : mark.end() + 12]
    if not rest.strip() or sign in _NO_SPACE_AFTER:
        return True
    if not (rest[0].isspace() or mark[0][-1].isspace() or rest[0] in '"“«„([¿¡'):
        return sign in "।॥۔。"
    follows = next((char for char in rest if is_letter(char) or char.isnumeric() or char == HOLE), "")
    if follows.islower():
        return False
    if sign != "." or len(mark[0].rstrip()) > 1:
        return True
    return not _ABBREVIATION.search(text[max(start, mark.start() - 12) : mark.start()])


def inside(spans: list[Span], index: int) -> bool:
    """Whether `index` lies in one of `spans`, which are in order."""
    place = bisect_right(spans, (index, 1 << 60)) - 1
    return place >= 0 and spans[place][0] <= index < spans[place][1]


_PAIRS = re.compile(
    r"\([^()]{0,300}\)|（[^（）]{0,300}）|\[[^\[\]]{0,300}\]|«[^«»]{0,300}»|“[^“”]{0,300}”|„[^„“”]{0,300}[“”]"
    r"|\"[^\"]{0,300}\"|‘[^‘’]{0,300}’|「[^「」]{0,300}」|『[^『』]{0,300}』|《[^《》]{0,300}》|‹[^‹›]{0,300}›"
)


def set_apart(text: str) -> list[Span]:
    """What stands in brackets or quotation marks in `text`, innermost, in order."""
    return [found.span() for found in _PAIRS.finditer(text)]
