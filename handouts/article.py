"""The article as a value: sections with roles, blocks, and the messages that translators see. No input or output."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Role(StrEnum):
    """What a section is for, where the program has to know it."""

    RISKS = "risks"
    SUPERVISION = "supervision"
    QUESTIONS = "questions"
    CONTACT = "contact"
    ABOUT = "about"
    REFERENCES = "references"


SAFETY = (Role.RISKS, Role.SUPERVISION)
"""The roles without which nothing is printed (promise 1)."""


@dataclass(frozen=True)
class Message:
    """One unit of translation: the inline Markdown of a paragraph, list item, heading or table cell.

    `text` is its gettext msgid, `line` (from 1) where it stands in the article. `section` is the id of its section,
    empty in the front matter; `safety` tells whether that section has a safety role. A `citation` names a
    publication: it is printed as it is in every language and is not for translators.
    """

    text: str
    line: int
    section: str = ""
    safety: bool = False
    citation: bool = False


@dataclass(frozen=True)
class Paragraph(Generic[T]):
    """A paragraph."""

    text: T


@dataclass(frozen=True)
class Subheading(Generic[T]):
    """A `###` heading inside a section."""

    text: T


@dataclass(frozen=True)
class ItemList(Generic[T]):
    """A bulleted or numbered list; an item is one text."""

    items: tuple[T, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Table(Generic[T]):
    """A table with one header row; every row has as many cells as the header."""

    header: tuple[T, ...]
    rows: tuple[tuple[T, ...], ...]


Block = Paragraph[T] | Subheading[T] | ItemList[T] | Table[T]


def block_texts(block: Block[T]) -> Iterator[T]:
    """The texts of one block in reading order."""
    match block:
        case Paragraph(text) | Subheading(text):
            yield text
        case ItemList(items):
            yield from items
        case Table(header, rows):
            yield from header
            for row in rows:
                yield from row


def map_block(block: Block[T], change: Callable[[T], U]) -> Block[U]:
    """The same block with `change` made to each of its texts."""
    match block:
        case Paragraph(text):
            return Paragraph(change(text))
        case Subheading(text):
            return Subheading(change(text))
        case ItemList(items, ordered, start):
            return ItemList(tuple(map(change, items)), ordered, start)
        case Table(header, rows):
            return Table(tuple(map(change, header)), tuple(tuple(map(change, row)) for row in rows))


@dataclass(frozen=True)
class Section(Generic[T]):
    """A `##` section: its id, its role if it has one, its heading and its blocks.

    `T` is `Message` in an article and the translated text in a leaflet.
    """

    id: str
    role: Role | None
    title: T
    blocks: tuple[Block[T], ...]

    @property
    def safety(self) -> bool:
        """Whether the section must always be printed."""
        return self.role in SAFETY

    def texts(self) -> Iterator[T]:
        """The heading, then the texts of every block, in reading order."""
        yield self.title
        for block in self.blocks:
            yield from block_texts(block)

    def map(self, change: Callable[[T], U]) -> Section[U]:
        """The same section with `change` made to each of its texts."""
        title = change(self.title)
        return Section(self.id, self.role, title, tuple(map_block(block, change) for block in self.blocks))


@dataclass(frozen=True)
class Article:
    """An article in its source language. `id` is its file's stem and the name of its gettext domain."""

    id: str
    path: Path
    title: Message
    summary: Message
    reference: str
    version: str
    date: datetime.date
    review_by: datetime.date
    sections: tuple[Section[Message], ...]

    def messages(self) -> Iterator[Message]:
        """Title, summary, then every section's messages, in reading order; a text that recurs comes again."""
        yield self.title
        yield self.summary
        for section in self.sections:
            yield from section.texts()


RESERVED = ("handouts", "mail")
"""Names that no article may have: the gettext domains of the templates' own words and of messages by e-mail."""

PLACEHOLDERS = ("clinic", "phone", "email", "address", "hours", "emergency", "website")
"""The names that a message may hold in braces; the brand fills them."""
