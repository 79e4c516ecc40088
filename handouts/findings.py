"""What the translation checks find in a leaflet, each finding with its place and how much it matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.article import Article, ItemList, Message, Subheading, Table, block_texts
from handouts.checks import check_units
from handouts.checks.memory import Memory
from handouts.checks.model import Term, Unit, marked
from handouts.checks.words import load_words
from handouts.languages import Language
from handouts.leaflet import SAFETY_CONTEXT, Ingredients, Leaflet
from handouts.problems import Problem, Severity


@dataclass(frozen=True)
class OpenFinding:
    """What the check with the id `check` says of one message: `what` it is and, in `hint`, how to mend it.

    `source` and `context` are the message's msgid and msgctxt, `safety` tells whether it is a safety message, `path`
    and `line` where its translation stands.
    """

    check: str
    source: str
    context: str | None
    what: str
    hint: str
    severity: Severity
    safety: bool
    path: Path | None = None
    line: int | None = None

    @property
    def grave(self) -> bool:
        """Whether nobody may approve the leaflet without a word on it."""
        return self.safety or self.severity is Severity.ERROR

    @property
    def problem(self) -> Problem:
        """The finding as it is shown."""
        return Problem(self.check, self.what, self.path, self.line, self.hint, self.severity)


def find_all(
    given: Ingredients,
    leaflet: Leaflet,
    words: Iterable[Path] = (),
    terms: tuple[Term, ...] = (),
    memory: Memory | None = None,
) -> list[OpenFinding]:
    """What the checks find in the translations of `leaflet`, which was composed of `given`; nothing in the source's.

    `words` are folders whose `words.toml` adds to the words of the language, `terms` the glossary of the language,
    `memory` what was found before. A flag `ignore-<id>` in the PO file turns a check off, but not for a safety message:
    that takes a reviewer's word.
    """
    if leaflet.language == leaflet.source:
        return []
    return find_in(list(_asked(given, leaflet)), leaflet.source, leaflet.language, words, terms, memory)


def find_in(
    every: Sequence[Asked],
    source: Language,
    language: Language,
    words: Iterable[Path],
    terms: tuple[Term, ...],
    memory: Memory | None = None,
) -> list[OpenFinding]:
    """What the checks find in `every` message, which are printed together; see `find_all`."""
    own, other = load_words(language.code, words), load_words(source.code)
    units = [
        Unit(asked.source, asked.target, source, language, asked.safety, asked.kind, other, own, terms)
        for asked in every
    ]
    found: dict[OpenFinding, None] = {}
    for number, check, finding in check_units(units, memory):
        asked = every[number]
        if f"ignore-{check.id}" in asked.flags and not asked.safety:
            continue
        severity = check.safety if asked.safety else check.elsewhere
        spots = f"{marked(asked.source, finding.source)} → {marked(asked.target, finding.target)}"
        what = f"{finding.what}: {spots}"
        place = (asked.path, asked.line)
        found[
            OpenFinding(check.id, asked.source, asked.context, what, finding.hint, severity, asked.safety, *place)
        ] = None
    return list(found)


@dataclass(frozen=True)
class Asked:
    """A message with its translation, as the checks are asked of it."""

    source: str
    target: str
    context: str | None
    kind: str
    safety: bool
    path: Path | None
    line: int | None
    flags: frozenset[str]


def _asked(given: Ingredients, leaflet: Leaflet) -> Iterator[Asked]:
    kinds = message_kinds(leaflet.article)
    for (message, kind), text in zip(kinds, leaflet.texts(), strict=True):
        if text.language == leaflet.language and not message.citation:
            flags = given.catalog.find(message.text).flags if given.catalog else frozenset()
            yield Asked(message.text, text.markdown, None, kind, message.safety, text.path, text.line, flags)
    for (context, source), (target, spoken) in leaflet.words.items():
        if spoken == leaflet.language and given.words:
            found, safety = given.words.find(source, context), context == SAFETY_CONTEXT
            yield Asked(source, target, context, "word", safety, given.words.path, found.line, found.flags)


def message_kinds(article: Article) -> Iterator[tuple[Message, str]]:
    """Every message of `article` in reading order, and what is printed of it (see `Unit.kind`)."""
    yield article.title, "heading"
    yield article.summary, "paragraph"
    for section in article.sections:
        yield section.title, "heading"
        for block in section.blocks:
            names = {Subheading: "heading", ItemList: "item", Table: "cell"}
            for message in block_texts(block):
                yield message, names.get(type(block), "paragraph")
