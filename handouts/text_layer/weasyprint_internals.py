"""Every private name of WeasyPrint 70 and pydyf that the text layer rests on, behind guards that raise.

`Page.paint` and `Page._page_box`; `Stream.stream`, `._tags`, `._fonts` and `._resources`; the box classes and their
attributes; `Font.hash`, `.to_unicode` and `.bitmap`. A name that is gone or holds something else raises
`TextLayerError`. No other module of the package imports WeasyPrint or touches a box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.model import Code, PaintedMark

_BOX_CLASSES = ("Box", "TextBox", "LineBox", "MarginBox", "ReplacedBox", "TableRowGroupBox")
_HEX = re.compile(rb"<([0-9a-f]*)>")
_MISSING = object()
_INVISIBLE = "\u200b"


def _get(thing: Any, name: str) -> Any:
    value = getattr(thing, name, _MISSING)
    if value is _MISSING:
        raise TextLayerError(f"WeasyPrint's {type(thing).__name__} has no {name!r} any more; the text layer needs it")
    return value


def check_internals() -> None:
    """Raise `TextLayerError` when a class or method that the text layer rests on is gone."""
    needed = [(boxes, name) for name in _BOX_CLASSES]
    needed += [(Page, "paint"), (Document, "copy"), (Document, "write_pdf"), (Stream, "marked"), (Stream, "artifact")]
    for owner, name in needed:
        if not hasattr(owner, name):
            raise TextLayerError(f"WeasyPrint has no {getattr(owner, '__name__', owner)}.{name} any more")
    if not issubclass(pydyf.Dictionary, dict) or not issubclass(pydyf.Array, list):
        raise TextLayerError("pydyf's dictionaries and arrays are no dicts and lists any more")


class BoxView:
    """A laid-out box, seen through the attributes that the text layer needs."""

    __slots__ = ("raw",)

    def __init__(self, box: Any) -> None:
        self.raw = _get(box, "_box") if isinstance(box, AbsolutePlaceholder) else box
        if not isinstance(self.raw, boxes.Box):
            raise TextLayerError(f"WeasyPrint's box tree holds a {type(self.raw).__name__}")

    @property
    def children(self) -> Iterator[BoxView]:
        """The child boxes, in the order of the box tree."""
        return (BoxView(child) for child in _get(self.raw, "children"))

    @property
    def element(self) -> Element | None:
        """The HTML element; anonymous boxes carry that of their parent, page and margin boxes none."""
        element = _get(self.raw, "element")
        return element if element is None else _expect(element, Element)

    @property
    def pseudo(self) -> str:
        """The pseudo-element's name without colons, or an empty string."""
        return str(_get(self.raw, "element_tag") or "").partition("::")[2]

    @property
    def is_text(self) -> bool:
        """Whether the box is one line, or less, of text."""
        return isinstance(self.raw, boxes.TextBox)

    @property
    def is_picture(self) -> bool:
        """Whether the box is an image."""
        return isinstance(self.raw, boxes.ReplacedBox)

    @property
    def is_margin(self) -> bool:
        """Whether the box is one of the page's margin boxes: a running header or footer."""
        return isinstance(self.raw, boxes.MarginBox)

    @property
    def is_leader(self) -> bool:
        """Whether the box is a row of leader dots."""
        return bool(_get(self.raw, "is_leader"))

    @property
    def is_cut_short(self) -> bool:
        """Whether the box is a line whose text may be drawn with an ellipsis in place of its end."""
        if not isinstance(self.raw, boxes.LineBox):
            return False
        return bool(_get(self.raw, "text_overflow") != "clip" or _get(self.raw, "block_ellipsis") != "none")

    @property
    def is_block(self) -> bool:
        """Whether the box stands on lines of its own, by its style or as an item of a flex container or grid."""
        if isinstance(self.raw, (boxes.TextBox, boxes.LineBox)):
            return False
        items = _get(self.raw, "is_flex_item") or _get(self.raw, "is_grid_item")
        return bool(items or self.style("display")[0] != "inline")

    @property
    def repeats_as(self) -> str:
        """Why the box may come again on further pages: `header`, `footer`, `fixed`, or nothing."""
        if isinstance(self.raw, boxes.TableRowGroupBox):
            return "header" if _get(self.raw, "is_header") else "footer" if _get(self.raw, "is_footer") else ""
        return "fixed" if self.style("position") == "fixed" else ""

    @property
    def text(self) -> str:
        """The text of a text box."""
        return str(_expect(_get(self.raw, "text"), str))

    @property
    def spans(self) -> tuple[int, int]:
        """The columns and rows that a table cell spans."""
        return int(_get(self.raw, "colspan")), int(_get(self.raw, "rowspan"))

    @property
    def link_annotation(self) -> Any | None:
        """The link annotation that WeasyPrint made for the box, a pydyf dictionary."""
        annotation = _get(self.raw, "link_annotation")
        return annotation if annotation is None else _expect(annotation, pydyf.Dictionary)

    @property
    def is_form_field(self) -> bool:
        """Whether WeasyPrint made a form field of the box."""
        return _get(self.raw, "widget_annotation") is not None

    @property
    def rectangle(self) -> tuple[float, float, float, float]:
        """The content area as (left, top, right, bottom) in CSS px from the page's top left."""
        left, top = float(_get(self.raw, "content_box_x")()), float(_get(self.raw, "content_box_y")())
        return left, top, left + float(_get(self.raw, "width")), top + float(_get(self.raw, "height"))

    @property
    def transformation(self) -> Any | None:
        """The box's own CSS transformation as a WeasyPrint matrix."""
        return _get(self.raw, "transformation_matrix")

    def style(self, name: str) -> Any:
        """The computed value of a CSS property."""
        try:
            return _get(self.raw, "style")[name]
        except KeyError:
            raise TextLayerError(f"WeasyPrint's styles have no {name!r} any more") from None

    def plain_content(self) -> str | None:
        """The text that a pseudo-element's `content` spells out, or None when counters or the like are in it."""
        content = self.style("content")
        if not isinstance(content, (list, tuple)):
            return None
        parts = [value for kind, value in content if kind == "string"]
        return "".join(parts) if len(parts) == len(content) else None


def _expect(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TextLayerError(f"WeasyPrint holds a {type(value).__name__} where the text layer needs a {kind.__name__}")
    return value


class WatchedPage:
    """A page that WeasyPrint paints as it is, and whose marks are noted before WeasyPrint's own tagging eats them.

    `mcids` maps a box to its marked-content identifier, `marks` an identifier to where it was painted; `scale` is in
    points per CSS px.
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self.mcids: dict[Any, int] = {}
        self.marks: dict[int, PaintedMark] = {}
        self.scale = 0.0

    def __getattr__(self, name: str) -> Any:
        """Everything else is the page's own."""
        return getattr(self._page, name)

    @property
    def root(self) -> BoxView:
        """The page's box tree."""
        return BoxView(_get(self._page, "_page_box"))

    @property
    def height(self) -> float:
        """The page's height in CSS px, margins included."""
        return float(_get(self._page, "height"))

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page, then note its marks."""
        if self.scale:
            raise TextLayerError("WeasyPrint painted a page twice")
        self._page.paint(stream, scale)
        self.scale = scale
        tags = _get(stream, "_tags")
        if tags is None:
            raise TextLayerError("WeasyPrint painted a page without tags: pdf_variant must be 'pdf/ua-1'")
        self.mcids = {box: _expect(entry["mcid"], int) for box, entry in tags.items()}
        self.marks = scan_marks(stream)
        if unknown := set(self.mcids.values()) ^ set(self.marks):
            raise TextLayerError(f"marked content {sorted(unknown)} was not found where WeasyPrint should have put it")
        _fill_empty_mappings(_get(stream, "_fonts"))


def _fill_empty_mappings(fonts: Mapping[Any, Any]) -> None:
    # PDF/UA-1 7.21.7 wants a character for every glyph, but WeasyPrint gives the first glyphs of a cluster none.
    # The fonts are written after the last page is painted.
    for font in fonts.values():
        mapping = _get(font, "to_unicode")
        for code in [code for code, text in mapping.items() if not text]:
            mapping[code] = _INVISIBLE


def scan_marks(stream: Any, *, enclosed: bool = False, in_form: bool = False) -> dict[int, PaintedMark]:
    """The marked content of a painted stream and of the Form XObjects it draws, by identifier.

    `enclosed` tells that the stream is drawn inside marked content. Raises `TextLayerError` for text outside of it.
    """
    marks: dict[int, PaintedMark] = {}
    open_marks: list[PaintedMark | None] = []
    font = ""
    operations = _expect(_get(stream, "stream"), list)
    for index, operation in enumerate(operations):
        if operation == b"BDC":
            properties = operations[index - 1]
            mark = None
            if (mcid := properties.get("MCID") if isinstance(properties, dict) else None) is not None:
                mark = PaintedMark(operations, index - 1, in_form)
                if mcid in marks:
                    raise TextLayerError(f"WeasyPrint used the marked-content identifier {mcid} twice")
                marks[mcid] = mark
            open_marks.append(mark)
        elif operation == b"BMC":
            open_marks.append(None)
        elif operation == b"EMC":
            if not open_marks:
                raise TextLayerError("WeasyPrint ended marked content that it had not begun")
            open_marks.pop()
        elif isinstance(operation, bytes) and operation.endswith(b" Tf"):
            font = operation[1:].split(b" ")[0].decode()
        elif isinstance(operation, bytes) and operation.endswith((b"TJ", b"Tj")):
            if not (open_marks or enclosed):
                raise TextLayerError("WeasyPrint drew text outside marked content")
            if open_marks and (current := open_marks[-1]):
                current.codes += [(font, digits.decode()) for digits in _HEX.findall(operation) if digits]
        elif isinstance(operation, bytes) and operation.endswith(b" Do"):
            form = (_get(stream, "_resources").get("XObject") or {}).get(operation[1:-3].decode())
            if isinstance(form, Stream):
                marks |= scan_marks(form, enclosed=bool(open_marks) or enclosed, in_form=True)
    if open_marks:
        raise TextLayerError("WeasyPrint left marked content open")
    return marks


class Decoder:
    """What a PDF reader makes of character codes, by the fonts' ToUnicode maps as WeasyPrint writes them."""

    def __init__(self, document: Any) -> None:
        self._maps: dict[str, tuple[int, Mapping[int, str]]] = {}
        for font in _get(document, "fonts").values():
            # Of fonts with the same name, the last one's map is written.
            digits = 2 if _get(font, "bitmap") else 4
            self._maps[str(_get(font, "hash"))] = digits, _get(font, "to_unicode")

    def text(self, codes: list[Code]) -> str | None:
        """The text of the codes, or None when one of them has no text."""
        parts = []
        for font, digits in codes:
            if font not in self._maps:
                raise TextLayerError(f"the page uses a font {font!r} that WeasyPrint does not list")
            width, mapping = self._maps[font]
            if len(digits) % width:
                raise TextLayerError(f"WeasyPrint wrote the codes <{digits}>, which are not of {width} digits each")
            parts += [mapping.get(int(digits[i : i + width], 16)) for i in range(0, len(digits), width)]
        known = [part for part in parts if part is not None]
        return "".join(known) if len(known) == len(parts) else None


Finish = Callable[[Any, "list[WatchedPage]", Any], None]


def write_watched_pdf(document: Any, finish: Finish, options: Mapping[str, Any]) -> bytes:
    """Write a rendered document through WeasyPrint; `finish` gets the document, its pages and the pydyf PDF.

    `finish` is called once, after everything was painted and before anything is written.
    """
    pages = [WatchedPage(page) for page in document.pages]
    calls = []

    def finisher(copy: Any, pdf: Any) -> None:
        calls.append(copy)
        if not all(page.scale for page in pages):
            raise TextLayerError("WeasyPrint did not paint every page")
        finish(copy, pages, pdf)

    try:
        data = document.copy(pages).write_pdf(finisher=finisher, **options)
    except (AssertionError, AttributeError, KeyError) as error:
        raise TextLayerError(f"WeasyPrint could not tag the document: {error!r}") from error
    if len(calls) != 1:
        raise TextLayerError("WeasyPrint did not call the finisher once")
    return bytes(_expect(data, bytes))
