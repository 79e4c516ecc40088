"""Every private name of WeasyPrint 70 and pydyf that the text layer rests on, behind guards that raise.

`Page.paint`, `._page_box`, `.bookmarks` and `.anchors`; `Stream.stream`, `._tags`, `._fonts` and `._resources`; the box
classes and their attributes; `Document.fonts`; `Font.hash`, `.subset`, `.file_content`, `.index`, `.tables`, `.missing`
and `.to_unicode`, and that `draw_first_line` tells `.to_unicode` the text of every glyph that is not in it. A name that
is gone or holds something else raises `TextLayerError`. No other module of the package imports WeasyPrint or touches a
box; `tests/text_layer/test_upgrade.py` says what to look at when WeasyPrint changes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from weakref import proxy
from xml.etree.ElementTree import Element

import pydyf
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.model import INVISIBLE, DrawnRun, PaintedMark
from handouts.text_layer.pdf_file import write_file
from handouts.text_layer.programs import cut_program

_BOX_CLASSES = ("Box", "TextBox", "LineBox", "MarginBox", "ReplacedBox", "TableRowGroupBox")
_ENDS = frozenset({b"DC", b"MC", b"Tf", b"TJ", b"Tj", b"Do"})
"""How the operations end that marks are made of: BDC, BMC and EMC among them."""

_MISSING = object()
_CODE = re.compile(rb"<[0-9a-f]")


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
        return (BoxView(child) for child in self.raw.children)

    @property
    def element(self) -> Element | None:
        """The HTML element; anonymous boxes carry that of their parent, page and margin boxes none."""
        element = self.raw.element
        return element if element is None or isinstance(element, Element) else _expect(element, Element)

    @property
    def pseudo(self) -> str:
        """The pseudo-element's name without colons, or an empty string."""
        tag = self.raw.element_tag
        return str(tag).partition("::")[2] if tag and "::" in tag else ""

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
    def margin_side(self) -> str:
        """On which side of the page a margin box stands: `top`, `right`, `bottom` or `left`."""
        return str(self.raw.at_keyword).removeprefix("@").partition("-")[0]

    @property
    def is_leader(self) -> bool:
        """Whether the box is a row of leader dots."""
        return bool(self.raw.is_leader)

    @property
    def is_cut_short(self) -> bool:
        """Whether the box is a line whose text may be drawn with an ellipsis in place of its end."""
        if not isinstance(self.raw, boxes.LineBox):
            return False
        return bool(self.raw.text_overflow != "clip" or self.raw.block_ellipsis != "none")

    @property
    def is_block(self) -> bool:
        """Whether the box stands on lines of its own, by its style or as an item of a flex container or grid."""
        if isinstance(self.raw, (boxes.TextBox, boxes.LineBox)):
            return False
        items = self.raw.is_flex_item or self.raw.is_grid_item
        return bool(items or self.style("display")[0] != "inline")

    @property
    def repeats_as(self) -> str:
        """Why the box may come again on further pages: `header`, `footer`, `fixed`, or nothing."""
        if isinstance(self.raw, boxes.TableRowGroupBox):
            return "header" if self.raw.is_header else "footer" if self.raw.is_footer else ""
        if isinstance(self.raw, (boxes.TextBox, boxes.LineBox)):
            return ""
        return "fixed" if self.style("position") == "fixed" else ""

    @property
    def text(self) -> str:
        """The text of a text box."""
        return str(_expect(self.raw.text, str))

    @property
    def spans(self) -> tuple[int, int]:
        """The columns and rows that a table cell spans."""
        return int(self.raw.colspan), int(self.raw.rowspan)

    @property
    def link_annotation(self) -> Any | None:
        """The link annotation that WeasyPrint made for the box, a pydyf dictionary."""
        annotation = self.raw.link_annotation
        return annotation if annotation is None else _expect(annotation, pydyf.Dictionary)

    @property
    def is_form_field(self) -> bool:
        """Whether WeasyPrint made a form field of the box."""
        return self.raw.widget_annotation is not None

    @property
    def rectangle(self) -> tuple[float, float, float, float]:
        """The content area as (left, top, right, bottom) in CSS px from the page's top left."""
        left, top = float(self.raw.content_box_x()), float(self.raw.content_box_y())
        return left, top, left + float(self.raw.width), top + float(self.raw.height)

    @property
    def transformation(self) -> Any | None:
        """The box's own CSS transformation as a WeasyPrint matrix."""
        return self.raw.transformation_matrix

    def style(self, name: str) -> Any:
        """The computed value of a CSS property."""
        return self.raw.style[name]

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


class GlyphLog(dict[Any, Any]):
    """Stands for `Document.fonts` and notes every glyph that is drawn, with the text of its cluster.

    WeasyPrint asks a font's `to_unicode` whether it has a glyph, and tells it the text if it has not: the maps that
    are put in place here always say no. `weasyprint_patches.drawing` tells them a run of glyphs at once. In a cluster
    of several glyphs one gets the whole text and the others none.
    `numbers` are the new numbers of glyphs that fonts get when they are cut, by the fonts' names.
    """

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, dict[int, int]] = {}
        self.operations: list[Any] = []
        self.drawn: list[DrawnRun] = []

    def __setitem__(self, key: Any, font: Any) -> None:
        """Add a font."""
        if not isinstance(font.to_unicode, dict) or font.to_unicode:
            raise TextLayerError("WeasyPrint's new fonts have no empty 'to_unicode' any more")
        font.subset = partial(_cut, proxy(font), self.numbers)
        font.to_unicode = _GlyphTexts(str(font.hash), self)
        super().__setitem__(key, font)

    def begin_page(self, operations: list[Any]) -> None:
        """Begin a page, whose stream is this list."""
        self.operations, self.drawn = operations, []

    def end_page(self, marks: Mapping[int, PaintedMark]) -> None:
        """Give the glyphs of the page to its marks, but for those that are not in the page's own stream."""
        own = {mark.end: mark for mark in marks.values() if mark.operations is self.operations}
        ends = sorted(own)
        for run in self.drawn:
            following = bisect_left(ends, run[0])
            if following < len(ends) and own[ends[following]].index < run[0]:
                own[ends[following]].runs.append(run)
        self.begin_page([])


class _GlyphTexts(dict[int, str]):
    def __init__(self, font: str, log: GlyphLog) -> None:
        super().__init__()
        self._font = font
        self._log = log

    def __contains__(self, glyph: object) -> bool:
        return False

    def __setitem__(self, glyph: int, text: str) -> None:
        self.tell([glyph], [text])

    def tell(self, glyphs: list[int], texts: list[str]) -> None:
        """Note a run of glyphs, and what each of them stands for."""
        log = self._log
        log.drawn.append((len(log.operations), self._font, glyphs, texts))
        for glyph, text in zip(glyphs, texts, strict=True):
            if not self.get(glyph):
                super().__setitem__(glyph, text)

    def fill(self, text: str) -> None:
        """Give the glyphs that have no text this one."""
        self.update({glyph: text for glyph, own in self.items() if not own})


def _cut(font: Any, numbers: dict[str, dict[int, int]], glyphs: Mapping[int, str], hinting: Any) -> None:
    """Cut a font to the glyphs that it shows, our way, or WeasyPrint's own where that does more than cutting."""
    program = None
    if glyphs and not hinting and not font.missing:
        program = cut_program(font.file_content, font.index, font.tables, glyphs)
    if program is None:
        font.__class__.subset(font, glyphs, hinting)
        return
    font.file_content, new = program
    if new:
        numbers[font.hash] = new


class WatchedPage:
    """A page that WeasyPrint paints as it is, and that is empty when WeasyPrint comes to tag it: that is left to us.

    `mcids` maps a box to its marked-content identifier, `marks` an identifier to where it was painted; `scale` is in
    points per CSS px.
    """

    def __init__(self, page: Any, log: GlyphLog) -> None:
        self._page = page
        self._page_box = _get(page, "_page_box").copy()
        self._page_box.children = []
        self._log = log
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
        return float(self._page.height)

    def targets(self) -> tuple[list[tuple[str, Element | None]], dict[str, Element | None]]:
        """What can be led to on the page: its bookmarks as (label, element), and elements by the names of anchors."""
        bookmarks: list[tuple[str, Element | None]] = []
        anchors: dict[str, Element | None] = {}
        boxes_left = [self.root]
        while boxes_left:
            box = boxes_left.pop()
            if (label := box.raw.bookmark_label) and box.style("bookmark_level") != "none":
                bookmarks.append((label, box.element))
            if anchor := box.style("anchor"):
                anchors.setdefault(anchor, box.element)
            boxes_left += [BoxView(child) for child in box.raw.all_children()][::-1]
        if [label for label, _ in bookmarks] != [bookmark[1] for bookmark in self._page.bookmarks]:
            raise TextLayerError("WeasyPrint finds other bookmarks on a page than the text layer")
        if anchors.keys() != self._page.anchors.keys():
            raise TextLayerError("WeasyPrint finds other anchors on a page than the text layer")
        return bookmarks, anchors

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page, then note its marks."""
        if self.scale:
            raise TextLayerError("WeasyPrint painted a page twice")
        if _get(stream, "_fonts") is not self._log:
            raise TextLayerError("WeasyPrint's streams do not share the fonts of their document any more")
        self._log.begin_page(_expect(stream.stream, list))
        self._page.paint(stream, scale)
        self.scale = scale
        tags = _get(stream, "_tags")
        if tags is None:
            raise TextLayerError("WeasyPrint painted a page without tags: pdf_variant must be 'pdf/ua-1' or 'pdf/ua-2'")
        self.mcids = {box: _expect(entry["mcid"], int) for box, entry in tags.items()}
        tags.clear()
        self.marks = scan_marks(stream)
        if unknown := set(self.mcids.values()) ^ set(self.marks):
            raise TextLayerError(f"marked content {sorted(unknown)} was not found where WeasyPrint should have put it")
        self._log.end_page(self.marks)
        for font in self._log.values():
            # PDF/UA-1 7.21.7 wants a character for every glyph. The fonts are written after the last page is painted.
            _expect(font.to_unicode, _GlyphTexts).fill(INVISIBLE)


def scan_marks(stream: Any, *, enclosed: bool = False, in_form: bool = False) -> dict[int, PaintedMark]:
    """The marked content of a painted stream and of the Form XObjects it draws, by identifier.

    `enclosed` tells that the stream is drawn inside marked content. Raises `TextLayerError` for text outside of it.
    """
    marks: dict[int, PaintedMark] = {}
    open_marks: list[PaintedMark | None] = []
    font = ""
    operations = _expect(stream.stream, list)
    for index, operation in enumerate(operations):
        if not isinstance(operation, bytes) or operation[-2:] not in _ENDS:
            continue
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
            if (ended := open_marks.pop()) is not None:
                ended.end = index
        elif operation.endswith(b" Tf"):
            font = operation[1:].split(b" ")[0].decode()
        elif operation.endswith((b"TJ", b"Tj")):
            if not (open_marks or enclosed):
                raise TextLayerError("WeasyPrint drew text outside marked content")
            if open_marks and (current := open_marks[-1]):
                current.shows.append((index, font))
                current.has_codes = current.has_codes or _CODE.search(operation) is not None
        elif operation.endswith(b" Do"):
            form = (_get(stream, "_resources").get("XObject") or {}).get(operation[1:-3].decode())
            if isinstance(form, Stream):
                marks |= scan_marks(form, enclosed=bool(open_marks) or enclosed, in_form=True)
    if open_marks:
        raise TextLayerError("WeasyPrint left marked content open")
    return marks


Finish = Callable[["list[WatchedPage]", Any, Mapping[str, Mapping[int, int]]], None]


def write_watched_pdf(document: Any, finish: Finish, options: Mapping[str, Any]) -> bytes:
    """Write a rendered document through WeasyPrint; `finish` gets its pages, the pydyf PDF, and new numbers of glyphs.

    `finish` is called once, after everything was painted and before anything is written.
    """
    log = GlyphLog()
    pages = [WatchedPage(page, log) for page in document.pages]
    calls = []

    def finisher(copy: Any, pdf: Any) -> None:
        calls.append(copy)
        if not all(page.scale for page in pages):
            raise TextLayerError("WeasyPrint did not paint every page")
        finish(pages, pdf, log.numbers)
        pdf.write = partial(write_file, pdf)

    try:
        watched = document.copy(pages)
        if watched.fonts != {}:
            raise TextLayerError("WeasyPrint's copies of documents do not begin without fonts any more")
        watched.fonts = log
        data = watched.write_pdf(finisher=finisher, **options)
    except AttributeError as error:
        owner = type(error.obj).__name__
        raise TextLayerError(f"WeasyPrint's {owner} has no {error.name!r} any more; the text layer needs it") from error
    except (AssertionError, KeyError) as error:
        raise TextLayerError(f"WeasyPrint could not tag the document: {error!r}") from error
    finally:
        log.clear()  # its fonts know it, and each holds its whole file
    if len(calls) != 1:
        raise TextLayerError("WeasyPrint did not call the finisher once")
    return bytes(_expect(data, bytes))
