"""What cannot be read exactly is refused, and so is a WeasyPrint that is not built as we expect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pydyf
import pytest
import weasyprint
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import fonts

from handouts.text_layer import TextLayerError, write_exact_pdf
from tests.text_layer.conftest import document

BOX = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'/>"

REFUSED = [
    ("<p>Shown</p><p style='display: none'>not shown</p>", "", "'not shown' of its text is not shown"),
    ("<p>Shown <b style='visibility: hidden'>hidden</b></p>", "", "<b>: the text 'hidden' is laid out but not visible"),
    ("<p>Shown <b style='font-size: 0'>tiny</b></p>", "", "'tiny' of its text is not shown"),
    ("<p style='opacity: 0.5'>Faint</p>", "", "opacity"),
    (
        "<p class=e>Too long for this line</p>",
        ".e { overflow: hidden; text-overflow: ellipsis; width: 1cm }",
        "ellipsis",
    ),
    ("<p>Too long<br>for this<br>box</p>", "p { max-lines: 2; block-ellipsis: auto; width: 1cm }", "ellipsis"),
    (f'<p><img src="{BOX}"></p>', "", "text alternative"),
    ("<p><svg viewBox='0 0 1 1' width=9 height=9><path d='M0 0h1'/></svg></p>", "", "text alternative"),
    (f'<p>Shown<img src="{BOX}" alt="Box" style="display: none"></p>', "", "the image is not shown"),
    ("<div class=r>Running, but nowhere shown</div><p>x</p>", ".r { position: running(r) }", "Running"),
    ("<p>Counted</p>", "p { width: 1cm } p::after { content: ' see page ' counter(page) ' of all' }", "::after"),
    (
        "<table><thead><tr><th>High</th></tr></thead><tbody><tr><td>Low</td></tr></tbody></table>",
        "th { height: 160mm }",
        "'High' of its text is not shown",
    ),
]


@pytest.mark.parametrize(("body", "css", "message"), REFUSED)
def test_what_cannot_be_read_exactly_is_refused(body: str, css: str, message: str) -> None:
    with pytest.raises(TextLayerError, match=message.replace("(", r"\(")):
        write_exact_pdf(document(body, css))


def test_a_document_needs_a_language_and_tags() -> None:
    bare = weasyprint.HTML(string="<p>Text</p>").render(pdf_variant="pdf/ua-1")
    with pytest.raises(TextLayerError, match="lang"):
        write_exact_pdf(bare)
    for option in ({"pdf_variant": "pdf/a-3b"}, {"finisher": print}, {"target": "x.pdf"}, {"full_fonts": True}):
        with pytest.raises(TypeError):
            write_exact_pdf(document("<p>Text</p>"), **option)


@pytest.mark.parametrize("name", ["TextBox", "LineBox", "MarginBox", "ReplacedBox", "TableRowGroupBox"])
def test_a_missing_box_class_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = document("<p>Text</p>")
    monkeypatch.delattr(boxes, name)
    with pytest.raises(TextLayerError, match=name):
        write_exact_pdf(laid_out)


def test_a_renamed_method_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = document("<p>Text</p>")
    monkeypatch.delattr(Page, "paint")
    with pytest.raises(TextLayerError, match="paint"):
        write_exact_pdf(laid_out)


@pytest.mark.parametrize("name", ["_page_box"])
def test_a_renamed_attribute_of_pages_is_noticed(name: str) -> None:
    laid_out = document("<p>Text</p>")
    for page in laid_out.pages:
        page.__dict__["renamed"] = page.__dict__.pop(name)
    with pytest.raises(TextLayerError, match=name):
        write_exact_pdf(laid_out)


@pytest.mark.parametrize("name", ["text", "element", "element_tag", "style"])
def test_a_renamed_attribute_of_boxes_is_noticed(name: str) -> None:
    laid_out = document("<p>Text</p>")
    for box in laid_out.pages[0]._page_box.descendants():
        if isinstance(box, boxes.TextBox):
            box.__dict__["renamed"] = box.__dict__.pop(name)
    with pytest.raises(TextLayerError):
        write_exact_pdf(laid_out)


@pytest.mark.parametrize("name", ["link_annotation", "transformation_matrix", "is_leader", "is_flex_item", "colspan"])
def test_a_renamed_default_of_boxes_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = document("<p>Text</p>")
    monkeypatch.delattr(boxes.Box, name)
    with pytest.raises(TextLayerError, match=name):
        write_exact_pdf(laid_out)


@pytest.mark.parametrize("name", ["to_unicode", "hash", "bitmap"])
def test_a_renamed_attribute_of_fonts_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make = fonts.Font.__init__

    def renamed(font: Any, *arguments: Any) -> None:
        make(font, *arguments)
        font.__dict__["renamed"] = font.__dict__.pop(name)

    laid_out = document("<p>Text</p>")
    monkeypatch.setattr(fonts.Font, "__init__", renamed)
    with pytest.raises(TextLayerError, match=name):
        write_exact_pdf(laid_out)


def broken_mark(change: Callable[[Any, int], None]) -> Callable[..., Any]:
    """An `end_marked_content` that spoils what was just marked."""
    plain = pydyf.Stream.end_marked_content

    def end(self: Any) -> None:
        begin = max(index for index, operation in enumerate(self.stream) if operation == b"BDC")
        plain(self)
        change(self.stream, begin)

    return end


SPOILERS: dict[str, Callable[[Any, int], None]] = {
    "the marks are written as one string": lambda operations, begin: operations.__setitem__(
        slice(begin - 2, begin + 1), [b"/Span <</MCID 0>> BDC"]
    ),
    "the identifiers are gone": lambda operations, begin: operations[begin - 1].clear(),
    "the identifiers are others": lambda operations, begin: operations[begin - 1].update(MCID=7),
    "marked content is ended twice": lambda operations, _: operations.append(b"EMC"),
    "marked content stays open": lambda operations, _: operations.remove(b"EMC"),
    "the text is not marked": lambda operations, _: operations.extend([b"/F 1 Tf", b"[<0001>] TJ"]),
}


@pytest.mark.parametrize("spoiler", SPOILERS)
def test_marks_that_are_not_where_they_should_be_are_noticed(spoiler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = document("<p>Text</p>")
    monkeypatch.setattr(pydyf.Stream, "end_marked_content", broken_mark(SPOILERS[spoiler]))
    with pytest.raises(TextLayerError):
        write_exact_pdf(laid_out)
