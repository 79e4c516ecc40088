"""The values that the passes of the text layer hand to each other: what was painted, and the structure tree to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

INVISIBLE = "\u200b"
"""What a glyph says that has no text of its own: PDF/UA-1 wants a character for every glyph."""

Annotation = tuple[int, Any]
"""A link annotation: the index of its page, and its pydyf dictionary."""


DrawnRun = tuple[int, str, list[int], list[str]]
"""Glyphs that WeasyPrint drew one after the other: the length of the stream before them, the font resource, the glyphs'
numbers, and the share of each in its cluster's text."""


@dataclass(eq=False)
class PaintedMark:
    """One marked-content sequence: where it stands in the stream, and what is shown in it.

    `operations` is the stream's own list, `index` the place of the property list in it and `end` that of the EMC.
    `shows` holds (place, font resource) of the TJ operations; `has_codes` tells whether they show any glyph, `runs`
    which ones. `in_form` tells that the sequence was painted into a Form XObject, where no structure element can reach
    it. `said` is what a reader makes of the glyphs, or None when one of them has no text.
    """

    operations: list[Any]
    index: int
    in_form: bool
    end: int = 0
    shows: list[tuple[int, str]] = field(default_factory=list)
    has_codes: bool = False
    runs: list[DrawnRun] = field(default_factory=list)
    said: str | None = None


@dataclass(eq=False)
class Fragment:
    """The part of a text that stands in one box: at most one line of it.

    `drawn` is WeasyPrint's text, without the space at a line's end and with layout hyphens. `text` is what a reader
    shall get, in characters of the source; the outline fills it and puts the fragment into `node`. `element` and
    `pseudo` say whose text it is.
    """

    page: int
    mcid: int
    drawn: str
    element: Element
    pseudo: str
    text: str = ""
    node: Node | None = None


@dataclass(eq=False)
class Picture:
    """An image with a text alternative. `bbox` is (left, bottom, right, top) in points of default user space."""

    page: int
    mcid: int
    bbox: tuple[float, float, float, float]
    alt: str
    placed: bool = False


@dataclass(eq=False)
class Node:
    """A structure element to be written.

    `lang` is its effective language, `attributes` maps an attribute owner to its entries. `element` is the HTML element
    that it stands for. An `implied` node is a P that the HTML does not have, around text that stands directly in a
    group.
    """

    role: str
    lang: str
    kids: list[Node | Fragment | Picture] = field(default_factory=list)
    id: str | None = None
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    annotations: list[Annotation] = field(default_factory=list)
    implied: bool = False
    element: Element | None = None

    @property
    def text(self) -> str:
        """What it reads as, with the alternatives of its images."""
        parts = [kid.alt if isinstance(kid, Picture) else kid.text for kid in self.kids]
        return "".join(parts)

    def nodes(self) -> Iterator[Node]:
        """The kids that are structure elements themselves."""
        return (kid for kid in self.kids if isinstance(kid, Node))


def describe(element: Element) -> str:
    """An element as an author would look for it: `<p id="risks" class="box">`."""
    names = "".join(f' {name}="{element.get(name)}"' for name in ("id", "class") if element.get(name))
    return f"<{element.tag}{names}>"
