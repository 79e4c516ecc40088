"""Words by which a check compares a translation with its source: cues, spelt-out numbers, units, address, terms.

They stand in `languages/<code>.toml` beside this module for the languages that come with handouts; a workspace adds to
them, or brings those of another language, in `locales/<code>/words.toml`. `phrases` says how a pattern is written.
"""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from handouts.breaking import SPACELESS
from handouts.checks.phrases import Phrases, Scan, expression_of
from handouts.checks.unit_scales import PER, SCALES
from handouts.toml_file import Settings, load_toml

_OURS = Path(__file__).parent / "languages"
Lists = dict[str, list[str]]

CUES = (
    "at_least", "at_most", "only", "above", "below", "not", "never", "without", "must", "should", "may", "before",
    "after", "raise", "lower", "low", "high", "near_not", "need_not", "or", "and", "avoid", "until", "at_once",
    "perhaps", "certain",
)  # fmt: skip
"""The keys of the group `cues`, in the order in which they are looked for."""
_UNITS = (*SCALES, *(f"per-{unit}" for unit in PER))
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,4}|/[1-9]\d{0,3})?")


def _pattern(pattern: str) -> str:
    """`pattern` when it can be looked for. Raises `ValueError` for what would stand nowhere, or everywhere."""
    expression = expression_of(pattern)
    try:
        with warnings.catch_warnings(action="error"):
            empty = bool(re.compile(expression).search("")) if expression else not pattern.strip("* /")
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise ValueError(f"'{pattern}' is no regular expression: {error}\nSee Python's module re.") from None
    if empty:
        raise ValueError(f"'{pattern}' says no word\nWrite a word or phrase, or take it away.")
    return pattern


def _among(*known: str) -> AfterValidator:
    """Keys that are one of `known`."""

    def check(key: str) -> str:
        if key not in known:
            raise ValueError(f"there is no such key\nThere is: {', '.join(known)}.")
        return key

    return AfterValidator(check)


def _number(key: str) -> str:
    if not _NUMBER.fullmatch(key):
        raise ValueError('this is no number\nWrite it such as 12, "0.5" or "1/3".')
    return key


_Patterns = list[Annotated[str, AfterValidator(_pattern)]]


class WordsFile(Settings):
    """A words file as it is written: by group and key, the patterns."""

    cues: dict[Annotated[str, _among(*CUES)], _Patterns] = Field(default_factory=dict)
    numbers: dict[Annotated[str, AfterValidator(_number)], _Patterns] = Field(default_factory=dict)
    units: dict[Annotated[str, _among(*_UNITS)], _Patterns] = Field(default_factory=dict)
    address: dict[Annotated[str, _among("formal", "informal")], _Patterns] = Field(default_factory=dict)
    terms: dict[str, _Patterns] = Field(default_factory=dict)


class Words:
    """The words of one language, ready to be looked for. A key that the language does not have finds nothing."""

    def __init__(self, patterns: Mapping[tuple[str, str], Sequence[str]] | None = None, *, spaceless: bool = False):
        self._keys: dict[str, dict[str, None]] = {}
        for group, key in patterns or ():
            self._keys.setdefault(group, {})[key] = None
        self.phrases = Phrases(patterns or {}, spaceless=spaceless)

    def __bool__(self) -> bool:
        return bool(self._keys)

    def keys(self, group: str) -> Collection[str]:
        """The keys of `group` (`cues`, `numbers`, `units`, `address`, `terms`) that the language has words for."""
        return self._keys.get(group, ())

    def has(self, group: str, key: str) -> bool:
        """Whether the language has words for `key`."""
        return key in self.keys(group)

    def scan(self, text: str) -> Scan:
        """What of the words stands in `text`; a text that is asked for again is not read again."""
        return _scanned(self, text)

    def find(self, group: str, key: str, text: str) -> list[tuple[int, int]]:
        """Where words of `key` stand in `text`, longest first and none inside another, in order."""
        return self.scan(text).find((group, key)) if self.has(group, key) else []


@lru_cache(maxsize=2048)
def _scanned(words: Words, text: str) -> Scan:
    return words.phrases.scan(text)


def load_words(language: str, folders: Iterable[Path] = ()) -> Words:
    """The words of the language with the gettext code `language`: ours, and those in `words.toml` of `folders`.

    Those of `pt` serve `pt_BR` where it has none of its own. Raises `HandoutsError` for a file that is not in order.
    """
    own = [_OURS / f"{code}.toml" for code in (language, language.partition("_")[0])]
    files = [next((path for path in own if path.is_file()), None), *(folder / "words.toml" for folder in folders)]
    known = [path for path in files if path and path.is_file()]
    return _loaded(language, tuple((path, path.stat().st_mtime_ns) for path in known))


@cache
def _loaded(language: str, files: tuple[tuple[Path, int], ...]) -> Words:
    """The words in `files`, each with the time of its last change."""
    lists: dict[tuple[str, str], list[str]] = {}
    for path, _ in files:
        for group, keys in _read(path).items():
            for key, patterns in keys.items():
                lists.setdefault((group, key), []).extend(patterns)
    spaceless = language.partition("_")[0] in SPACELESS
    return Words({key: patterns for key, patterns in lists.items() if patterns}, spaceless=spaceless)


def _read(path: Path) -> Mapping[str, Lists]:
    """The patterns in `path`. A test has proved our own files; compiling each of their expressions takes a second."""
    if path.parent == _OURS:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    file = load_toml(path, WordsFile)
    return {group: getattr(file, group) for group in WordsFile.model_fields}
