"""What a PDF must hold, whatever it was made of: the one value that every rule of the proof compares it with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handouts import inline
from handouts.article import SAFETY, Role, Subheading, block_texts
from handouts.editions import Edition, Paper
from handouts.fonts import families
from handouts.leaflet import SAFETY_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handouts.article import Section
    from handouts.leaflet import Leaflet, Text


@dataclass(frozen=True)
class Expected:
    """A text that must be printed: its plain words, the BCP 47 tag of its language, and what it is.

    `role` is that of its safety section, `None` outside of those. `heading` tells whether it is a heading or a title.
    """

    plain: str
    tag: str
    role: Role | None = None
    heading: bool = False


@dataclass(frozen=True)
class SafetySection:
    """A section that must be there whole: its role, the id of its structure element, and its texts in order."""

    role: Role
    id: str
    texts: tuple[Expected, ...]


@dataclass(frozen=True)
class Expectation:
    """What a PDF must hold.

    `title` is plain text and `language` a BCP 47 tag; `languages` are the tags of all texts that may be in it, and
    `families` the font families that may print it. `paper` is its size, `edition` its smallest letters. `texts` are its
    texts in reading order; between them the template's own words may stand. Of those, `words` says in which language
    (a tag) each is, and `labels` are the ones that may stand in a safety section. `notices` must be on every page, the
    one that is most widely read last. `safety` holds the sections of promise 1: none for what is not a leaflet. `pages`
    is the number of its pages, where that is known.
    """

    title: str
    language: str
    families: tuple[str, ...]
    paper: Paper
    edition: Edition
    texts: tuple[Expected, ...]
    languages: frozenset[str] = frozenset()
    words: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    notices: tuple[Expected, ...] = ()
    safety: tuple[SafetySection, ...] = ()
    pages: int | None = None

    def __post_init__(self) -> None:
        tags = {self.language, *(text.tag for text in (*self.texts, *self.notices))} | {tag for _, tag in self.words}
        object.__setattr__(self, "languages", self.languages | tags)


def expect(leaflet: Leaflet) -> Expectation:
    """What the PDF of `leaflet` must hold."""
    texts = [_expected(leaflet.title, None, heading=True), _expected(leaflet.summary, None)]
    for section in leaflet.sections:
        texts += _texts(section)
    words = {
        inline.to_plain(words, {}): spoken.tag
        for words, spoken in leaflet.words.values()
        if not inline.placeholders(words)
    }
    labels = [text for (context, _), (text, _) in leaflet.words.items() if context == SAFETY_CONTEXT]
    return Expectation(
        title=leaflet.title.plain,
        language=leaflet.language.tag,
        families=families(leaflet.language, leaflet.source),
        paper=leaflet.paper,
        edition=leaflet.edition,
        texts=tuple(texts),
        languages=frozenset({leaflet.language.tag, leaflet.source.tag}),
        words=tuple(words.items()),
        labels=tuple(labels),
        notices=tuple(_expected(notice, None) for notice in leaflet.notices),
        safety=tuple(
            SafetySection(role, leaflet.section(role).id, tuple(_texts(leaflet.section(role)))) for role in SAFETY
        ),
    )


def _texts(section: Section[Text]) -> Iterator[Expected]:
    """The texts of a section in reading order."""
    role = section.role if section.safety else None
    yield _expected(section.title, role, heading=True)
    for block in section.blocks:
        for text in block_texts(block):
            yield _expected(text, role, heading=isinstance(block, Subheading))


def _expected(text: Text, role: Role | None, *, heading: bool = False) -> Expected:
    return Expected(text.plain, text.language.tag, role, heading)
