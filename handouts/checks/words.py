"""Words by which a check compares a translation with its source: cues, spelt-out numbers, units, address, terms.

They stand in `languages/<code>.toml` beside this module for the languages that come with handouts; a workspace adds to
them, or brings those of another language, in `locales/<code>/words.toml`. A pattern is a word or phrase, compared
without regard to case; `*` at its beginning or end stands for letters joined to it there; between two slashes it is a
regular expression. In scripts that put no spaces between words a pattern is found anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from handouts.toml_file import Settings, load_toml

SPACELESS = frozenset({"zh", "ja", "th", "lo", "km", "my"})
"""ISO 639 codes of languages whose words are not parted by spaces."""

_MARKS = "".join(
    chr(code)
    for code in (*range(0x300, 0x370), *range(0x900, 0x2000))
    if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
"""Marks that belong to the letter before them. Words of Hebrew and Arabic are the same with vowel points or without."""

_GROUPS = ("cues", "numbers", "units", "address", "terms")
Lists = dict[str, list[str]]


class WordsFile(Settings):
    """A words file as it is written: by group and key, the patterns."""

    cues: Lists = Field(default_factory=dict, strict=False)
    numbers: Lists = Field(default_factory=dict, strict=False)
    units: Lists = Field(default_factory=dict, strict=False)
    address: Lists = Field(default_factory=dict, strict=False)
    terms: Lists = Field(default_factory=dict, strict=False)

    @field_validator("*", mode="before")
    @classmethod
    def _known(cls, value: object) -> object:
        if isinstance(value, dict):
            for key, patterns in value.items():
                for pattern in patterns if isinstance(patterns, list | tuple) else ():
                    try:
                        re.compile(pattern[1:-1] if _is_expression(str(pattern)) else "")
                    except re.error as error:
                        raise ValueError(f"'{pattern}' of '{key}' is no regular expression: {error}") from None
        return value


def _is_expression(pattern: str) -> bool:
    return len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")


@dataclass(frozen=True)
class Words:
    """The words of one language, ready to be looked for. A key that the language does not have finds nothing."""

    _patterns: Mapping[tuple[str, str], tuple[re.Pattern[str], ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def keys(self, group: str) -> list[str]:
        """The keys of `group` (`cues`, `numbers`, `units`, `address`, `terms`) that the language has words for."""
        return [key for kind, key in self._patterns if kind == group]

    def has(self, group: str, key: str) -> bool:
        """Whether the language has words for `key`."""
        return (group, key) in self._patterns

    def find(self, group: str, key: str, text: str) -> list[tuple[int, int]]:
        """Where words of `key` stand in `text`, longest first and none inside another, in order."""
        patterns = self._patterns.get((group, key), ())
        spans = sorted((found.start(), -found.end()) for pattern in patterns for found in pattern.finditer(text))
        kept: list[tuple[int, int]] = []
        for start, end in spans:
            if not kept or start >= kept[-1][1]:
                kept.append((start, -end))
        return kept

    def match(self, group: str, key: str, text: str, position: int) -> int | None:
        """Where the longest word of `key` ends that begins at `position` of `text`."""
        patterns = self._patterns.get((group, key), ())
        return max((found.end() for pattern in patterns if (found := pattern.match(text, position))), default=None)


def load_words(language: str, folders: Iterable[Path] = ()) -> Words:
    """The words of the language with the gettext code `language`: ours, and those in `words.toml` of `folders`.

    Those of `pt` serve `pt_BR` where it has none of its own. Raises `HandoutsError` for a file that is not in order.
    """
    own = [Path(__file__).parent / "languages" / f"{code}.toml" for code in (language, language.partition("_")[0])]
    files = [next((path for path in own if path.is_file()), None), *(folder / "words.toml" for folder in folders)]
    known = [path for path in files if path and path.is_file()]
    return _loaded(language, tuple((path, path.stat().st_mtime_ns) for path in known))


@cache
def _loaded(language: str, files: tuple[tuple[Path, int], ...]) -> Words:
    """The words in `files`, each with the time of its last change: a compiled language takes a second."""
    lists: dict[tuple[str, str], list[str]] = {}
    for path, _ in files:
        file = load_toml(path, WordsFile)
        for group in _GROUPS:
            for key, patterns in getattr(file, group).items():
                lists.setdefault((group, key), []).extend(patterns)
    spaceless = language.partition("_")[0] in SPACELESS
    return Words({key: _compiled(tuple(patterns), spaceless=spaceless) for key, patterns in lists.items() if patterns})


@cache
def _compiled(patterns: tuple[str, ...], *, spaceless: bool) -> tuple[re.Pattern[str], ...]:
    """The patterns as a few expressions: those that look alike at their ends share what is asked of the ends."""
    alike: dict[tuple[str, str], list[str]] = {}
    for pattern in sorted(dict.fromkeys(patterns), key=len, reverse=True):
        if _is_expression(pattern):
            alike.setdefault(("", ""), []).append(f"(?:{pattern[1:-1]})")
        else:
            inner = re.escape(pattern.strip("*")).replace(r"\ ", r"[\s\u00a0\u202f]+")
            alike.setdefault(("", "") if spaceless else _ends(pattern), []).append(inner)
    return tuple(
        re.compile(f"{start}(?:{'|'.join(every)}){end}", re.IGNORECASE) for (start, end), every in alike.items()
    )


def _ends(pattern: str) -> tuple[str, str]:
    """What must stand before and behind a word: no letter and no mark, but where the pattern has a `*`.

    A figure may stand there ("5mg").
    """
    start = r"(?<!\w)\w*" if pattern.startswith("*") else rf"(?<![^\W\d_])(?<![{_MARKS}])"
    end = rf"[\w{_MARKS}]*" if pattern.endswith("*") else rf"(?![^\W\d_])(?![{_MARKS}])"
    return start, end
