"""Where links inside the document and bookmarks lead.

In PDF/UA-2 that is a structure element (ISO 14289-2, 8.8). The place on the page stays beside it, for readers that
know PDF 1.7 only (ISO 32000-2, 12.3.2.3 and 12.6.4.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.pdf_fonts import resolve
from handouts.text_layer.pdf_tree import name_key
from handouts.text_layer.weasyprint_internals import WatchedPage


def write_destinations(pdf: Any, pages: list[WatchedPage], owners: dict[Element, bytes]) -> None:
    """Give every named destination and every bookmark of the PDF the structure element that it leads to.

    `owners` are the structure elements of HTML elements, the first one that of the root. A part of a page that has none
    leads to what it stands in. Raises `TextLayerError` when the PDF has other bookmarks or names than the pages.
    """
    places = _Places(owners)
    bookmarks: list[tuple[str, Element | None]] = []
    anchors: dict[str, Element | None] = {}
    for page in pages:
        own, named = page.targets()
        bookmarks += own
        anchors = named | anchors
    items = [*_items(pdf, pdf.catalog.get("Outlines"))]
    if [item["Title"].string for item in items] != [label for label, _ in bookmarks]:
        raise TextLayerError("WeasyPrint writes the bookmarks in another order than the text layer expects")
    for item, (_, element) in zip(items, bookmarks, strict=True):
        place = item.pop("Dest")
        item["A"] = pydyf.Dictionary({"S": "/GoTo", "D": place, "SD": places.destination(element, place)})
    names = _names(pdf)
    for at in range(1, len(names), 2):
        place = names[at]
        owner = places.destination(anchors[names[at - 1].string], place)
        names[at] = pydyf.Dictionary({"D": place, "SD": owner})


def sort_names(pdf: Any) -> None:
    """Put the names of destinations in the order of their bytes, by which readers search them (ISO 32000-1, 7.9.6).

    WeasyPrint goes by their characters, which is another order where some are not in ASCII.
    """
    names = _names(pdf)
    pairs = sorted(zip(names[::2], names[1::2], strict=True), key=lambda pair: name_key(pair[0].string))
    names[:] = [part for pair in pairs for part in pair]


def _names(pdf: Any) -> Any:
    return pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])


def _items(pdf: Any, reference: Any) -> Iterator[Any]:
    """The outline items below one, in the order in which they are shown."""
    following = resolve(pdf, reference).get("First") if reference else None
    while following:
        item = resolve(pdf, following)
        yield item
        yield from _items(pdf, following)
        following = item.get("Next")


class _Places:
    def __init__(self, owners: dict[Element, bytes]) -> None:
        self._owners = owners
        root = next(iter(owners))
        self._parents = {child: element for element in root.iter() for child in element}

    def destination(self, element: Element | None, place: Any) -> Any:
        """The destination of an element at a place on its page."""
        while element is not None and element not in self._owners:
            element = self._parents.get(element)
        owner = next(iter(self._owners.values())) if element is None else self._owners[element]
        return pydyf.Array([owner, *place[1:]])
