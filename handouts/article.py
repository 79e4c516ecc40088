"""The article as a value: sections with roles, blocks, and the messages that translators see. No input or output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path


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
    empty in the front matter; `safety` tells whether that section has a safety role. A `citation` names a publication: it is
    printed as it is in every language and is not for translators.
    """

    text: str
    line: int
    section: str = ""
    safety: bool = False
    citation: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    message: Message


@dataclass(frozen=True)
class Subheading:
    """A `###` heading inside a section."""

    message: Message


@dataclass(frozen=True)
class ItemList:
    """A bulleted or numbered list; an item is one message."""

    items: tuple[Message, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Table:
    """A table with one header row; every row has as many cells as the header."""

    header: tuple[Message, ...]
    rows: tuple[tuple[Message, ...], ...]


Block = Paragraph | Subheading | ItemList | Table


def block_messages(block: Block) -> Iterator[Message]:
    """The messages of one block in reading order."""
    match block:
        case Paragraph(message) | Subheading(message):
            yield message
        case ItemList(items):
            yield from items
        case Table(header, rows):
            yield from header
            for row in rows:
                yield from row


@dataclass(frozen=True)
class Section:
    """A `##` section: its id, its role if it has one, its heading and its blocks."""

    id: str
    role: Role | None
    title: Message
    blocks: tuple[Block, ...]

    @property
    def safety(self) -> bool:
        """Whether the section must always be printed."""
        return self.role in SAFETY

    def messages(self) -> Iterator[Message]:
        """The heading, then the messages of every block, in reading order."""
        yield self.title
        for block in self.blocks:
            yield from block_messages(block)


@dataclass(frozen=True)
class Article:
    """An article in its source language. `id` is its file's stem and the name of its gettext domain."""

    id: str
    path: Path
    title: Message
    summary: Message
    reference: str
    version: str
    date: date
    review_by: date
    sections: tuple[Section, ...]

    def messages(self) -> Iterator[Message]:
        """Title, summary, then every section's messages, in reading order; a text that recurs comes again."""
        yield self.title
        yield self.summary
        for section in self.sections:
            yield from section.messages()
