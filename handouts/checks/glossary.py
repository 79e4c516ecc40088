"""The glossary `locales/glossary.toml`: how drugs, conditions and the words of risk are written in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from handouts.checks.model import Term
from handouts.languages import UnknownLanguageError, find_script
from handouts.toml_file import Settings, load_toml

KINDS = ("drug", "condition", "word")


def _text(value: object) -> object:
    """Choices, each a text with its forms; a single one needs no brackets, and a note is one as well."""
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) and _forms(text) for text in texts):
        raise ValueError('this must be a list of words\nWrite it such as ["drug, drugs"].')
    return tuple(texts)


def _entry(entry: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for key, choices in entry.items():
        if key == "note":
            continue
        try:
            find_script(key)
        except UnknownLanguageError as error:
            raise ValueError(f"{error}\nBesides languages an entry has only a note.") from None
        for form in (form for choice in choices for form in _forms(choice)):
            if not form.strip("*") or "*" in form.strip("*"):
                raise ValueError(f"'{form}' has a * inside, or nothing else\nA * stands at an end of a word.")
    return entry


Entry = Annotated[dict[str, Annotated[tuple[str, ...], BeforeValidator(_text)]], AfterValidator(_entry)]


class GlossaryFile(Settings):
    """A glossary as it is written: by kind and English name, for each language the choices; and a note."""

    drug: dict[str, Entry] = Field(default_factory=dict)
    condition: dict[str, Entry] = Field(default_factory=dict)
    word: dict[str, Entry] = Field(default_factory=dict)


def _forms(choice: str) -> list[str]:
    return [form.strip() for form in choice.split(",") if form.strip()]


@dataclass(frozen=True)
class Glossary:
    """The entries of a glossary: by kind and name, the choices of each language (their forms parted by commas)."""

    _entries: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    _notes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def terms(self, language: str, source: str = "en") -> tuple[Term, ...]:
        """The terms for translations from `source` into `language` (gettext codes); those of `pt` serve `pt_BR`.

        A term that the language has no words for comes without forms. `Term.source` and each of `Term.forms` is a
        choice, its inflected forms parted by commas.
        """
        return tuple(
            Term(", ".join(self._choices(key, source)) or key[1], key[0], self._choices(key, language))
            for key in self._entries
        )

    def _choices(self, key: tuple[str, str], language: str) -> tuple[str, ...]:
        entry = self._entries[key]
        return entry.get(language) or entry.get(language.partition("_")[0], ())

    def notes(self) -> Iterator[tuple[str, str]]:
        """The English name of each term that has a note, and the note."""
        for (_, name), note in self._notes.items():
            yield name, note


def load_glossary(path: Path) -> Glossary:
    """The glossary at `path`; an empty one if there is no such file.

    Raises `HandoutsError` with every mistake in it and its line.
    """
    if not path.is_file():
        return Glossary()
    file = load_toml(path, GlossaryFile)
    entries: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    notes: dict[tuple[str, str], str] = {}
    for kind in KINDS:
        for name, entry in getattr(file, kind).items():
            entries[kind, name] = {key: choices for key, choices in entry.items() if key != "note"}
            if note := entry.get("note"):
                notes[kind, name] = " ".join(note)
    return Glossary(entries, notes)
