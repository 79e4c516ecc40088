"""Catalogs: the translations of one domain into one language, each with its state; what is wrong with the whole file.

A catalog is read as it is, straight from the `.po`; there is no compiled file that could be older than its source.
gettext's habit of answering with the source text is not relied on anywhere: a lookup says what state a message is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from handouts import inline
from handouts.article import RESERVED
from handouts.extraction import Entry, article_entries, write_template
from handouts.files import read_text
from handouts.po.file import Key, PoEntry, PoFile, parse_po
from handouts.po.plurals import form_count, plural_fault
from handouts.problems import Problem, Severity, raise_errors

__all__ = [
    "LONGEST", "MAIL", "OWN", "WORDS", "Catalog", "Entry", "State", "Translation", "article_entries", "catalog_path",
    "catalog_problems", "load_catalog", "read_po", "translation_faults", "write_template",
]  # fmt: skip

OWN = WORDS, MAIL = RESERVED
"""The gettext domains that are no article's: the templates' own words, and those of messages by e-mail."""

LONGEST = 50_000
"""The most characters of a translation: some twenty pages. A longer one is a broken file, not a text."""

_IGNORE = re.compile(r"#\s*((?:ignore-[a-z0-9-]+[,\s]*)+)")


class State(StrEnum):
    """Whether a message's translation can be printed."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    MISSING = "missing"


@dataclass(frozen=True)
class Translation:
    """A message as a catalog has it: its state, its text (empty when missing) and its line in the PO file (from 1).

    `flags` are those of the message, and the `ignore-…` words of a comment that holds nothing else: GNU gettext 0.21
    drops flags that it does not know, and keeps comments.
    """

    state: State
    text: str = ""
    line: int | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Catalog:
    """The translations of one domain into one language. `path` is named in problems, `None` for the source language.

    `problems` are what is amiss with the file as a whole and does not keep it from being used: warnings only.
    """

    path: Path | None
    translations: Mapping[Key, Translation]
    problems: tuple[Problem, ...] = ()

    def find(self, text: str, context: str | None = None) -> Translation:
        """The translation of the message `text`, and its state; never the source text instead of one."""
        return self.translations.get((context, text), Translation(State.MISSING))


def catalog_path(locales: Path, language: str, domain: str) -> Path:
    """Where gettext keeps `domain` for `language` below `locales`."""
    return locales.joinpath(language, "LC_MESSAGES", f"{domain}.po")


def load_catalog(path: Path, language: str) -> Catalog:
    """Read the PO file at `path`, which must be UTF-8 and in `language` (a gettext code).

    Raises `HandoutsError` with the problems of the file as a whole. Messages are not judged here.
    """
    file, problems = read_po(read_text(path), path, language)
    found = {
        entry.key: _translation(entry)
        for entry in file.entries
        if entry.id and not entry.obsolete and entry.plural is None
    }
    return Catalog(path, found, tuple(problems))


def read_po(text: str, path: Path, language: str) -> tuple[PoFile, list[Problem]]:
    """The PO file that `text` holds, which must be in `language`, and what is to be reported of it (warnings only).

    Raises `HandoutsError` when it is no PO file (`catalog-broken`), and with all that makes it unfit: its header
    (`catalog-language`, `catalog-charset`, `catalog-header`), a message that stands twice (`catalog-duplicate`), a
    text of absurd length (`catalog-long`) and a wrong number of plural forms (`catalog-plural`).
    """
    file = parse_po(text, path)
    problems = [
        *_header_problems(file, text, path, language),
        *_duplicates(file, path),
        *(problem for entry in file.entries for problem in _entry_problems(entry, path)),
        *_plural_problems(file, text, path, language),
    ]
    raise_errors(sorted(problems, key=lambda problem: problem.line or 0))
    return file, problems


def _translation(entry: PoEntry) -> Translation:
    text = entry.strings[0]
    if not text.strip():
        return Translation(State.MISSING, "", entry.line)
    noted = (
        flag for note in entry.notes if (found := _IGNORE.fullmatch(note)) for flag in re.split(r"[,\s]+", found[1])
    )
    flags = frozenset(flag for flag in (*entry.flags, *noted) if flag)
    return Translation(State.FUZZY if entry.fuzzy else State.TRANSLATED, text, entry.line, flags)


def _header_problems(file: PoFile, text: str, path: Path, language: str) -> Iterator[Problem]:
    fields: dict[str, str] = {}
    for name, value in header_fields(file):
        if name.lower() in {known.lower() for known in fields}:
            what, hint = f"the header says '{name}' a second time", "Keep the right one of the two."
            yield Problem("catalog-header", what, path, _field_line(text, name, last=True), hint)
        fields.setdefault(name, value)
    for name, wanted, code in (
        ("Language", language, "catalog-language"),
        ("Content-Type", "charset=utf-8", "catalog-charset"),
    ):
        value = fields.get(name, "")
        good = wanted in value.lower() if name == "Content-Type" else value == wanted
        if not good:
            what = f"the header says '{name}: {value}'" if name in fields else f"the header has no '{name}'"
            hint = f"It must have '{name}: {'text/plain; ' if code == 'catalog-charset' else ''}{wanted}'."
            yield Problem(code, what, path, _field_line(text, name) if name in fields else 1, hint)


def header_fields(file: PoFile) -> list[tuple[str, str]]:
    """The names and values of the header of `file`, in their order."""
    header = file.header
    lines = header.strings[0].split("\n") if header else []
    pairs = (line.partition(":") for line in lines if ":" in line)
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _field_line(text: str, name: str, *, last: bool = False) -> int:
    """The line on which the header's field `name` stands; 1 when it is not at the beginning of a line."""
    found = list(
        re.finditer(rf'^(?:msgstr[ \t]*)?"{re.escape(name)}[ \t]*:', text[:100_000], re.MULTILINE | re.IGNORECASE)
    )
    return text.count("\n", 0, found[-1 if last else 0].start()) + 1 if found else 1


def _duplicates(file: PoFile, path: Path) -> Iterator[Problem]:
    first: dict[Key, PoEntry] = {}
    for entry in file.entries:
        known = first.setdefault(entry.key, entry)
        if known is not entry:
            which = "obsolete " if entry.obsolete or known.obsolete else ""
            what = f"the {which}message of line {known.line} stands here a second time"
            yield Problem("catalog-duplicate", what, path, entry.line, "Keep one of the two.")


def _entry_problems(entry: PoEntry, path: Path) -> Iterator[Problem]:
    if not entry.obsolete and (size := max(len(text) for text in entry.strings)) > LONGEST:
        what = f"the text has {size:,} characters, and {LONGEST:,} are the most"
        yield Problem("catalog-long", what, path, entry.line, "Take out what does not belong there.")
    clash = next((flag for flag in entry.flags if f"no-{flag}" in entry.flags), None)
    if clash:
        what = f"the flags '{clash}' and 'no-{clash}' contradict each other"
        yield Problem("catalog-flags", what, path, entry.line, "Keep one of the two.", Severity.WARNING)


def _plural_problems(file: PoFile, text: str, path: Path, language: str) -> Iterator[Problem]:
    """What is wrong with the header's plural forms, which may be left out, and with messages that have such forms."""
    value = dict(header_fields(file)).get("Plural-Forms", "")
    try:
        fault = plural_fault(language, value) if value else ""
    except ValueError as error:
        fault = str(error)
    if fault:
        what = f"the header says 'Plural-Forms: {value}': {fault}"
        line, hint = _field_line(text, "Plural-Forms"), "Write the header anew."
        yield Problem("catalog-plural-forms", what, path, line, hint, Severity.WARNING)
    wanted = form_count(value)
    for entry in file.entries:
        if entry.plural is None or entry.obsolete:
            continue
        if wanted is not None and len(entry.strings) != wanted:
            what = f"the message has {len(entry.strings)} plural forms, and the header says {wanted}"
            yield Problem(
                "catalog-plural", what, path, entry.line, "Take the message out: no leaflet has plural forms."
            )
        else:
            what = "the message has plural forms, and is not printed: no leaflet has any"
            yield Problem("catalog-plural", what, path, entry.line, "Take it out.", Severity.WARNING)


def catalog_problems(catalog: Catalog, entries: Iterable[Entry]) -> list[Problem]:
    """How `catalog` and what is to be translated differ, a problem for each message, with the catalog's own problems.

    `catalog-absent`, `catalog-empty` and `catalog-fuzzy` are errors where a leaflet depends on the message;
    `catalog-unused` is a message that nothing prints.
    """
    found = list(catalog.problems)
    wanted: dict[Key, Entry] = {}
    for entry in entries:
        known = wanted.setdefault((entry.context, entry.text), entry)
        if entry.safety and not known.safety:
            wanted[entry.context, entry.text] = entry
    for key, entry in wanted.items():
        translation = catalog.translations.get(key)
        severity = Severity.ERROR if entry.safety or entry.context == "safety" else Severity.WARNING
        text = entry.text if len(entry.text) <= 60 else f"{entry.text[:59]}…"
        if translation is None:
            what, hint = f"the message “{text}” is not in the catalog", "Run 'handouts update'."
            found.append(Problem("catalog-absent", what, catalog.path, None, hint, severity))
        elif translation.state is State.MISSING:
            what = f"the message “{text}” is not translated"
            found.append(Problem("catalog-empty", what, catalog.path, translation.line, "Translate it.", severity))
        elif translation.state is State.FUZZY:
            what, hint = f"the translation of “{text}” is fuzzy", "Check it and take its 'fuzzy' flag away."
            found.append(Problem("catalog-fuzzy", what, catalog.path, translation.line, hint, severity))
    for key, translation in catalog.translations.items():
        if key not in wanted:
            what, hint = "nothing prints this message", "Run 'handouts update'."
            found.append(Problem("catalog-unused", what, catalog.path, translation.line, hint, Severity.WARNING))
    return found


def translation_faults(source: str, translation: str) -> list[inline.Fault]:
    """What makes `translation` unfit to be printed for `source` whatever it means: markup and placeholders."""
    found = inline.faults(translation, dict.fromkeys(inline.placeholders(source)))
    wanted, given = sorted(inline.placeholders(source)), sorted(inline.placeholders(translation))
    if wanted != given and not found:
        names = ", ".join(f"{{{name}}}" for name in wanted) or "none"
        has = ", ".join(f"{{{name}}}" for name in given) or "none"
        what = f"the placeholders differ: the source has {names}, the translation {has}"
        found.append(
            inline.Fault("placeholder-differs", what, "Use each of the source's placeholders as often as it does.")
        )
    return found
