"""Sorting what WeasyPrint laid out: which element each painted mark belongs to, and which marks are only furniture.

Furniture (an /Artifact in PDF) is the margin boxes, table headers and footers and fixed boxes that come again, images
with an empty `alt`, elements with `aria-hidden="true"`, symbols and images of `::before` and `::after`, leader dots
and boxes without glyphs. Everything else is content and must find its place in the structure tree.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.model import Annotation, Fragment, Picture, describe
from handouts.text_layer.source import IGNORED, SourceText, is_drawn, own_text
from handouts.text_layer.weasyprint_internals import BoxView, WatchedPage

_RUNNING = {"top": "Header", "bottom": "Footer"}
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class ElementLayout:
    """What was laid out for one element: its texts by pseudo-element (its own under an empty name), and the rest."""

    texts: dict[str, SourceText] = field(default_factory=dict)
    picture: Picture | None = None
    annotations: list[Annotation] = field(default_factory=list)
    is_block: bool = False
    spans: tuple[int, int] = (1, 1)
    list_style: str = "none"


@dataclass
class Layout:
    """All pages sorted. `artifacts` holds (page, identifier, artifact type), `idle_links` links inside furniture.

    An artifact type is Layout, Pagination, or the latter's subtype Header or Footer.
    """

    elements: dict[Element, ElementLayout] = field(default_factory=dict)
    fragments: list[Fragment] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    artifacts: list[tuple[int, int, str]] = field(default_factory=list)
    idle_links: list[Annotation] = field(default_factory=list)
    furniture: set[Element] = field(default_factory=set)
    root: Element | None = None


def sort_layout(pages: list[WatchedPage]) -> Layout:
    """Sort everything that was painted on the pages."""
    sorter = _Sorter()
    for number, page in enumerate(pages):
        sorter.read_page(number, page)
    return sorter.layout


class _Sorter:
    def __init__(self) -> None:
        self.layout = Layout()
        self._seen: set[tuple[Element, str]] = set()
        self._contents: dict[tuple[Element, str], str | None] = {}
        self._number = 0
        self._page: WatchedPage
        self._left: dict[Any, int] = {}

    def read_page(self, number: int, page: WatchedPage) -> None:
        self._number, self._page, self._left = number, page, dict(page.mcids)
        root = page.root
        if self.layout.root is None:
            self._find_root(root)
        self._read(root, None)
        if self._left:
            lost = next(iter(self._left))
            raise TextLayerError(f"page {number + 1} shows {lost!r}, which is not in its box tree")

    def _find_root(self, page_box: BoxView) -> None:
        root = next((box.element for box in page_box.children if box.element is not None), None)
        if root is None:
            raise TextLayerError("the first page has no root element")
        self.layout.root = root
        for element in root.iter():
            if element.get("aria-hidden") == "true":
                self.layout.furniture.update(element.iter())

    def _read(self, box: BoxView, artifact: str | None, matrix: Any = None) -> None:
        """Sort a box and its children; `artifact` is the type of the furniture that they are part of."""
        element = box.element
        if box.is_margin:
            artifact = _RUNNING.get(box.margin_side, "Pagination")
        elif element is not None:
            if artifact not in (None, "Layout"):
                self.layout.furniture.add(element)
            elif self._comes_again(box, element):
                self._read_again(box)
                return
            elif element in self.layout.furniture or box.is_leader:
                artifact = "Layout"
        if artifact is None and element is not None:
            self._note(box, element)
        if (own := box.transformation) is not None:
            matrix = own if matrix is None else own @ matrix
        if box.link_annotation is not None and artifact is not None:
            self.layout.idle_links.append((self._number, box.link_annotation))
        if box.is_text or box.is_picture:
            self._sort_mark(box, element, artifact, matrix)
        for child in box.children:
            self._read(child, artifact, matrix)

    def _read_again(self, box: BoxView) -> None:
        if box.link_annotation is not None:
            self.layout.idle_links.append((self._number, box.link_annotation))
        if box.is_text or box.is_picture:
            self.layout.artifacts.append((self._number, self._take(box), "Pagination"))
        for child in box.children:
            self._read_again(child)

    def _comes_again(self, box: BoxView, element: Element) -> bool:
        if not (kind := box.repeats_as):
            return False
        key = (element, kind)
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _facts(self, element: Element) -> ElementLayout:
        facts = self.layout.elements.get(element)
        if facts is None:
            facts = self.layout.elements[element] = ElementLayout()
        return facts

    def _note(self, box: BoxView, element: Element) -> None:
        """Note what the outline needs to know about a box of an element."""
        if box.is_form_field:
            raise TextLayerError(f"{describe(element)}: form fields are not supported")
        if box.is_cut_short:
            raise TextLayerError(f"{describe(element)}: text that ends in an ellipsis cannot be read in full")
        facts = self._facts(element)
        if (annotation := box.link_annotation) is not None:
            annotation["F"] = 4
            facts.annotations.append((self._number, annotation))
        if box.pseudo:
            self._contents.setdefault((element, box.pseudo), box.plain_content())
        elif not box.is_text:
            facts.is_block = facts.is_block or box.is_block
            facts.spans = max(facts.spans, box.spans)
            if element.tag == "li" and facts.list_style == "none":
                facts.list_style = str(box.style("list_style_type"))

    def _take(self, box: BoxView) -> int:
        if box.raw not in self._left:
            raise TextLayerError(f"page {self._number + 1} does not show {box.raw!r}, which is in its box tree")
        return self._left.pop(box.raw)

    def _sort_mark(self, box: BoxView, element: Element | None, artifact: str | None, matrix: Any) -> None:
        mcid = self._take(box)
        if artifact is None and (element is None or _is_decoration(box, element)):
            artifact = "Layout"
        if artifact is not None or element is None:
            self.layout.artifacts.append((self._number, mcid, artifact or "Layout"))
            return
        mark = self._page.marks[mcid]
        if mark.in_form:
            raise TextLayerError(f"{describe(element)}: content with opacity below 1 cannot be tagged")
        if box.is_picture:
            self._add_picture(box, element, mcid, matrix)
            return
        if not mark.has_codes:
            raise TextLayerError(f"{describe(element)}: the text {box.text!r} is laid out but not visible")
        fragment = Fragment(self._number, mcid, box.text, element, box.pseudo)
        self.layout.fragments.append(fragment)
        self._find_source(box, element, fragment)

    def _find_source(self, box: BoxView, element: Element, fragment: Fragment) -> None:
        texts = self._facts(element).texts
        pseudo = fragment.pseudo
        if pseudo in ("", "first-letter", "first-line"):
            source = texts.setdefault("", SourceText(own_text(element)))
        elif pseudo not in ("before", "after", "marker"):
            raise TextLayerError(f"{describe(element)}: text in ::{pseudo} is not supported")
        elif (plain := self._contents.get((element, pseudo))) is not None and pseudo != "marker":
            source = texts.setdefault(pseudo, SourceText(plain))
        else:
            source = texts.setdefault(pseudo, SourceText(""))
            if source.text:
                raise TextLayerError(f"{describe(element)}: the counters in ::{pseudo} are broken over lines")
            source.add(fragment)
            return
        transformed = box.style("text_transform") != "none"
        source.read(fragment, hyphen=str(box.style("hyphenate_character")), transformed=transformed)

    def _add_picture(self, box: BoxView, element: Element, mcid: int, matrix: Any) -> None:
        facts = self._facts(element)
        if facts.picture is not None:
            raise TextLayerError(f"{describe(element)}: the image is shown twice")
        left, top, right, bottom = box.rectangle
        corners = [(x, y) for x in (left, right) for y in (top, bottom)]
        if matrix is not None:
            corners = [matrix.transform_point(x, y) for x, y in corners]
        scale, height = self._page.scale, self._page.height
        xs = [round(x * scale, 3) for x, _ in corners]
        ys = [round((height - y) * scale, 3) for _, y in corners]
        bbox = (min(xs), min(ys), max(xs), max(ys))
        facts.picture = Picture(self._number, mcid, bbox, _alternative(element))
        self.layout.pictures.append(facts.picture)


def _is_decoration(box: BoxView, element: Element) -> bool:
    if box.is_picture:
        return bool(box.pseudo) or element.get("alt") == ""
    if box.pseudo in ("before", "after"):
        letters = (char for char in box.text if char not in IGNORED and not char.isspace())
        return all(unicodedata.category(char)[0] == "S" for char in letters)
    return not is_drawn(box.text)


def _alternative(element: Element) -> str:
    alt = element.get("alt") or element.get("aria-label") or element.findtext(f"{SVG}title") or ""
    if not alt.strip():
        raise TextLayerError(f'{describe(element)}: an image needs a text alternative, or alt="" if it is decoration')
    return " ".join(alt.split())
