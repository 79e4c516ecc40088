"""PO files: templates for translators out, translations with the state of each message in.

A catalog is read as it is, straight from the `.po`; there is no compiled file that could be older than its source.
gettext's habit of answering with the source text is not relied on anywhere: a lookup says what state a message is in.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from handouts import inline
from handouts.article import Article
from handouts.files import read_text
from handouts.problems import HandoutsError, Problem, raise_errors

WORDS = "handouts"
"""The gettext domain of the templates' own words."""


_LINE = re.compile(r'\s*(#.*|((msgid|msgid_plural|msgctxt|msgstr(\[[0-9]+\])?)\s+)?"([^"\\]|\\.)*"\s*)?')
"""A line of a PO file (GNU gettext manual, "The Format of PO Files")."""


class State(StrEnum):
    """Whether a message's translation can be printed."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    MISSING = "missing"


@dataclass(frozen=True)
class Entry:
    """What a translator is given: the source text and what helps to translate it."""

    text: str
    context: str | None = None
    places: tuple[tuple[str, int], ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Translation:
    """A message as a catalog has it: its state, its text (empty when missing) and its line in the PO file (from 1)."""

    state: State
    text: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Catalog:
    """The translations of one domain into one language. `path` is named in problems, `None` for the source language."""

    path: Path | None
    translations: Mapping[tuple[str | None, str], Translation]

    def find(self, text: str, context: str | None = None) -> Translation:
        """The translation of the message `text`, and its state; never the source text instead of one."""
        return self.translations.get((context, text), Translation(State.MISSING))


def catalog_path(locales: Path, language: str, domain: str) -> Path:
    """Where gettext keeps `domain` for `language` below `locales`."""
    return locales / language / "LC_MESSAGES" / f"{domain}.po"


def load_catalog(path: Path, language: str) -> Catalog:
    """Read the PO file at `path`, which must be UTF-8 and in `language` (a gettext code).

    Raises `HandoutsError` with every problem of the file as a whole. Messages are not judged here.
    """
    text = read_text(path)
    # Babel takes a line that was cut in the middle for a shorter text, and of two translations the first.
    for number, row in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(row):
            raise _broken(path, "a keyword or a quotation mark is missing", number)
    raise_errors(_header_problems(path, text, language))
    catalog = _Reading()
    try:
        PoFileParser(catalog, abort_invalid=True).parse(io.StringIO(text))
    except PoFileError as error:
        line = error.lineno + 1 if isinstance(error.lineno, int) else None
        raise _broken(path, str(error).split(" on ")[0], line) from None
    except (ValueError, TypeError, LookupError, IndexError) as error:
        raise _broken(path, str(error), None) from None
    raise_errors(
        Problem("catalog-duplicate", "the message stands here a second time", path, line, "Keep one of the two.")
        for line in catalog.doubles
    )
    found: dict[tuple[str | None, str], Translation] = {}
    for message in catalog:
        if isinstance(message.id, str) and message.id:
            found[message.context, message.id] = _translation(message)
    return Catalog(path, found)


class _Reading(BabelCatalog):
    """A catalog that notes the lines on which a message stands again."""

    def __init__(self) -> None:
        super().__init__()
        self.doubles: list[int | None] = []
        self._headed = False

    def __setitem__(self, key: str | tuple[str, ...] | list[str], message: BabelMessage) -> None:
        if self._headed if not key else self.get(key, message.context):
            self.doubles.append(message.lineno)
        self._headed = self._headed or not key
        super().__setitem__(key, message)


def _translation(message: BabelMessage) -> Translation:
    text = message.string if isinstance(message.string, str) else ""
    if not text.strip():
        return Translation(State.MISSING, "", message.lineno)
    return Translation(State.FUZZY if message.fuzzy else State.TRANSLATED, text, message.lineno)


def _broken(path: Path, reason: str, line: int | None) -> HandoutsError:
    hint = "Open it in a PO editor, or run 'msgfmt --check' on it, and mend what they name."
    return HandoutsError([Problem("catalog-broken", f"this is not a PO file: {reason}", path, line, hint)])


def _header_problems(path: Path, text: str, language: str) -> list[Problem]:
    found: list[Problem] = []
    for name, wanted, code in (
        ("Language", language, "catalog-language"),
        ("Content-Type", "charset=utf-8", "catalog-charset"),
    ):
        header = re.search(rf'^"{name}:[ \t]*([^"]*?)[ \t]*(?:\\n)?"', text, re.MULTILINE)
        value = header[1] if header else ""
        good = wanted in value.lower() if name == "Content-Type" else value == wanted
        if not good:
            line = text.count("\n", 0, header.start()) + 1 if header else 1
            what = f"the header says '{name}: {value}'" if header else f"the header has no '{name}'"
            hint = f"It must have '{name}: {'text/plain; ' if code == 'catalog-charset' else ''}{wanted}'."
            found.append(Problem(code, what, path, line, hint))
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


def write_template(entries: Iterable[Entry]) -> bytes:
    """A `.pot` file with `entries` in their order, repeated texts merged; it holds no clock."""
    catalog = BabelCatalog(project="handouts", charset="utf-8", fuzzy=False)
    catalog.header_comment = (
        "# Texts to be translated.\n# In a translation, keep {placeholders} and Markdown (**, *, [ ]( )) as they are."
    )
    for entry in entries:
        message = catalog.add(
            entry.text, context=entry.context, locations=entry.places, auto_comments=list(entry.comments)
        )
        # Babel takes "50% of patients" for a Python format; a right translation then fails msgfmt --check.
        message.flags.discard("python-format")
        message.flags.discard("python-brace-format")
        if inline.placeholders(entry.text):
            message.flags.add("python-brace-format")
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, sort_by_file=False)
    header = re.compile(
        rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To):.*\n',
        re.M,
    )
    return header.sub(b"", buffer.getvalue()).replace(b"handouts VERSION", b"handouts")


def article_entries(article: Article) -> list[Entry]:
    """What a translator of `article` is given, in reading order; citations stay as they are and are left out."""
    entries = []
    for message in article.messages():
        if message.citation:
            continue
        part = f"Section: {message.section}." if message.section else "Head of the leaflet."
        safety = ("Safety: no leaflet is printed unless this is translated and not fuzzy.",) if message.safety else ()
        place = (f"articles/{article.path.name}", message.line)
        entries.append(Entry(message.text, None, (place,), (part, *safety)))
    return entries
