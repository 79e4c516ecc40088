"""Words by which a check compares a translation with its source: cues, spelt-out numbers, units, address, terms.

They stand in `languages/<code>.toml` beside this module for the languages that come with handouts; a workspace adds to
them, or brings those of another language, in `locales/<code>/words.toml`. `phrases` says how a pattern is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from pydantic import Field, field_validator

from handouts.breaking import SPACELESS
from handouts.checks.phrases import Phrases, Scan, expression_of
from handouts.toml_file import Settings, load_toml

_OURS = Path(__file__).parent / "languages"
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
                        re.compile(expression_of(str(pattern)) or "")
                    except re.error as error:
                        raise ValueError(f"'{pattern}' of '{key}' is no regular expression: {error}") from None
        return value


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
