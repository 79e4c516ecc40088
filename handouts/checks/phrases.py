"""Many words and phrases of a language, looked for in a text all at once.

A pattern is a word or phrase, compared without regard to case and to how wide a space is; `*` at its beginning or end
stands for letters joined to it there; between two slashes it is a regular expression. In scripts that put no spaces
between words a phrase is found anywhere. Phrases are looked up by their first two letters, and an expression is
compiled only for a text that holds one of its `needles`: a language has a thousand patterns, a text a dozen of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from handouts.checks.needles import needles

Name = tuple[str, str]
"""What a pattern stands for: its group and its key there."""
_Spot = tuple[int, int]

_MARKS = frozenset(
    chr(code)
    for code in (*range(0x300, 0x370), *range(0x900, 0x2000))
    if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
"""Marks that belong to the letter before them. Words of Hebrew and Arabic are the same with vowel points or without."""

_SAME = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000", " ")
                      | {chr(code): " " for code in range(0x2000, 0x200B)}
                      | {"ı": "i", "ſ": "s", "ς": "σ", "µ": "μ"})  # fmt: skip
_JOINING = rf"(?:[^\W\d_]|[{''.join(sorted(_MARKS))}])"
_BEGINNING = re.compile(rf"{_JOINING}+(?!{_JOINING}).?|.", re.DOTALL)
"""What begins where no letter or mark stands before it: words with the sign behind them, and other signs."""
_SPECIAL = re.compile(f"[{''.join(map(chr, _SAME))}]")
_EXPRESSION = re.compile(r"/(.+)/", re.DOTALL)


def expression_of(pattern: str) -> str | None:
    """The regular expression that `pattern` holds between its slashes; `None` when it is a phrase."""
    found = _EXPRESSION.fullmatch(pattern)
    return found[1] if found else None


def fold(text: str) -> str:
    """`text` of the same length without capitals, with one kind of space: what is alike to a reader is the same."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(char.lower()[0] for char in text)
    return small.translate(_SAME) if _SPECIAL.search(small) else small


@dataclass(frozen=True)
class _Phrase:
    """A word or phrase, folded; letters may be joined to its start or its end where that is open."""

    text: str
    name: Name
    open_start: bool
    open_end: bool


@dataclass(eq=False)
class _Expression:
    name: Name
    source: str

    @property
    def compiled(self) -> re.Pattern[str]:
        return _compiled(self.source)


@dataclass(frozen=True)
class _Needle:
    """A text that calls for trying an expression."""

    text: str
    expression: _Expression


_Index = defaultdict[str, list[_Phrase | _Needle]]


@lru_cache(maxsize=8192)
def _compiled(source: str) -> re.Pattern[str]:
    bare = re.sub(r"\\.", "", source)
    # In scripts without capitals the flag would only cost: ten times as long for a class of Korean letters.
    return re.compile(source, re.IGNORECASE if bare.lower() != bare.upper() else re.NOFLAG)


class Scan:
    """What of some `Phrases` stands in one `text`: the phrases found, and the expressions that may match."""

    def __init__(self, text: str, found: Iterable[tuple[Name, _Spot]], possible: Iterable[_Expression]) -> None:
        self.text = text
        self._spots: defaultdict[Name, list[_Spot]] = defaultdict(list)
        self._begun: defaultdict[int, list[tuple[Name, int]]] = defaultdict(list)
        self._possible: defaultdict[Name, list[_Expression]] = defaultdict(list)
        self._merged: dict[Name, list[_Spot]] = {}
        self._tried: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for name, (start, end) in found:
            self._spots[name].append((start, end))
            self._begun[start].append((name, end))
        for expression in possible:
            self._possible[expression.name].append(expression)

    def keys(self, group: str) -> set[str]:
        """The keys of `group` that may stand there."""
        return {key for kind, key in (*self._spots, *self._possible) if kind == group}

    def find(self, name: Name) -> list[_Spot]:
        """Where patterns of `name` stand, longest first and none inside another, in order."""
        if name not in self._spots and name not in self._possible:
            return []
        if name not in self._merged:
            expressions = self._possible.get(name, ())
            matches = (found.span() for one in expressions for found in one.compiled.finditer(self.text))
            self._merged[name] = _apart([*self._spots.get(name, ()), *matches])
        return self._merged[name]

    def begin(self, group: str, position: int) -> list[tuple[str, int]]:
        """The keys of `group` of which a pattern begins at `position`, each with where it ends."""
        found = [(key, end) for (kind, key), end in self._begun.get(position, ()) if kind == group]
        for key, expression in self._trials(group):
            if match := expression.match(self.text, position):
                found.append((key, match.end()))
        return found

    def _trials(self, group: str) -> list[tuple[str, re.Pattern[str]]]:
        """The expressions of `group` that may match somewhere, with their keys."""
        if group not in self._tried:
            possible = ((kind, key, one) for (kind, key), every in self._possible.items() for one in every)
            self._tried[group] = [(key, one.compiled) for kind, key, one in possible if kind == group]
        return self._tried[group]


def _apart(spots: list[_Spot]) -> list[_Spot]:
    """Those of `spots` that are left when the first and longest is taken, then the next behind it."""
    kept: list[_Spot] = []
    for start, end in sorted(spots, key=lambda spot: (spot[0], -spot[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


class Phrases:
    """The patterns of a language by name, ready to be looked for."""

    def __init__(self, patterns: Mapping[Name, Iterable[str]], *, spaceless: bool = False) -> None:
        self._spaceless = spaceless
        self._initial: _Index = defaultdict(list)
        self._anywhere: _Index = defaultdict(list)
        self._always: list[_Expression] = []
        for name, every in patterns.items():
            for pattern in dict.fromkeys(every):
                self._add(name, pattern)

    def _add(self, name: Name, pattern: str) -> None:
        if source := expression_of(pattern):
            expression = _Expression(name, source)
            wanted = needles(source)
            self._always += [] if wanted else [expression]
            for needle in wanted:
                text = _narrow(fold(needle))
                self._anywhere[text[:2]].append(_Needle(text, expression))
        elif text := _narrow(fold(pattern.strip("*"))):
            phrase = _Phrase(text, name, pattern.startswith("*"), pattern.endswith("*"))
            if self._spaceless or phrase.open_start:
                self._anywhere[text[:2]].append(phrase)
            else:
                self._initial[text[:3]].append(phrase)

    def scan(self, text: str) -> Scan:
        """What of the phrases stands in `text`."""
        folded = fold(text)
        places: list[int] | None = None
        if "  " in folded:
            places = [at for at, char in enumerate(folded) if char != " " or folded[at - 1 : at] != " "]
            folded = _narrow(folded)
        found: list[tuple[Name, _Spot]] = []
        possible = dict.fromkeys(self._always)
        for at, one in self._candidates(folded):
            if isinstance(one, _Needle):
                possible[one.expression] = None
            elif spot := self._spot(one, folded, at):
                found.append((one.name, spot))
        if places:
            found = [(name, (places[start], places[end - 1] + 1)) for name, (start, end) in found]
        return Scan(text, found, possible)

    def _candidates(self, text: str) -> Iterator[tuple[int, _Phrase | _Needle]]:
        """What of the patterns stands in the folded `text`, whatever is joined to it, and where."""
        for word in _BEGINNING.finditer(text):
            at = word.start()
            for letters in {text[at : at + 3], text[at : at + 2], text[at]}:
                for one in self._initial.get(letters, ()):
                    if text.startswith(one.text, at):
                        yield at, one
        for some in self._anywhere.keys() & {*text, *map(add, text, text[1:])}:
            for one in self._anywhere[some]:
                at = text.find(one.text)
                while at >= 0:
                    yield at, one
                    at = text.find(one.text, at + 1)

    def _spot(self, phrase: _Phrase, text: str, at: int) -> _Spot | None:
        """Where `phrase`, which stands at `at` of the folded `text`, begins and ends with what is joined to it."""
        start, end = at, at + len(phrase.text)
        if self._spaceless:
            return start, end
        if phrase.open_start:
            while start and _is_word(text[start - 1]):
                start -= 1
        if phrase.open_end:
            while end < len(text) and _is_word(text[end]):
                end += 1
        elif end < len(text) and _joins(text[end]):
            return None
        return start, end


def _narrow(folded: str) -> str:
    return re.sub(" +", " ", folded)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_" or char in _MARKS


def _joins(char: str) -> bool:
    """Whether `char` beside a word makes it another one: a letter or a mark; a figure may stand there ("5mg")."""
    return char in _MARKS or (char.isalnum() and not char.isdecimal())
