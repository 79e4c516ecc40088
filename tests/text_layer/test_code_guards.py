"""What the character codes rest on in WeasyPrint and pydyf: each thing that changes there is noticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pydyf
import pytest
import weasyprint
from weasyprint import pdf as weasyprint_pdf
from weasyprint.document import Document

from handouts.text_layer import TextLayerError, weasyprint_internals, write_exact_pdf
from handouts.weasyprint_patches import ALL
from tests.text_layer.conftest import document

BODY = "<p>Two lines of effective text</p>" * 2
CSS = "p { width: 12mm; hyphens: auto }"


def refused(message: str) -> None:
    with pytest.raises(TextLayerError, match=message):
        write_exact_pdf(document(BODY, CSS))


def test_fonts_that_are_not_new_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    make = weasyprint_pdf.fonts.Font.__init__

    def filled(font: Any, *arguments: Any) -> None:
        make(font, *arguments)
        font.to_unicode = {3: "x"}

    monkeypatch.setattr(weasyprint_pdf.fonts.Font, "__init__", filled)
    refused("to_unicode")


def test_glyphs_that_are_not_told_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint tells a glyph's text only if it is not in the map: as if it looked the glyph up in another way."""
    for patch in ALL:
        monkeypatch.setattr(patch.owner, patch.name, patch.kept)
    monkeypatch.setattr(weasyprint_internals._GlyphTexts, "__contains__", dict.__contains__)
    refused("not those that WeasyPrint said it drew")


def test_runs_of_glyphs_that_are_not_told_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same of the lines that are drawn by our own patch."""
    monkeypatch.setattr(weasyprint_internals._GlyphTexts, "tell", lambda *_: None)
    refused("not those that WeasyPrint said it drew")


def test_glyphs_that_are_drawn_in_another_order_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    show = pydyf.Stream.show_text
    monkeypatch.setattr(pydyf.Stream, "show_text", lambda self, text: show(self, text.replace("<", "<0003", 1)))
    refused("not those that WeasyPrint said it drew")


def test_text_that_is_shown_in_another_way_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        pydyf.Stream, "show_text", lambda self, text: self.stream.append(b"[ %b ] TJ" % text.encode("ascii"))
    )
    refused("does not know")


def test_documents_that_share_their_fonts_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Document.copy

    def sharing(self: Any, pages: Any = "all") -> Any:
        made = copy(self, pages)
        made.fonts = {"font": None}
        return made

    monkeypatch.setattr(Document, "copy", sharing)
    refused("fonts")


def test_streams_with_other_fonts_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = document(BODY, CSS)
    make = weasyprint_pdf.Stream.__init__

    def other(self: Any, fonts: Any, *arguments: Any, **options: Any) -> None:
        make(self, dict(fonts), *arguments, **options)

    monkeypatch.setattr(weasyprint_pdf.Stream, "__init__", other)
    with pytest.raises(TextLayerError, match="fonts"):
        write_exact_pdf(laid_out)


def changed(pdf: Any, fonts: Any, change: Callable[[Any, Any, Any], None]) -> None:
    """Change the ToUnicode map, the font and the descendant font of every font of a PDF."""
    for reference in fonts.values():
        font = pdf.objects[int(reference.split()[0])]
        descendant = pdf.objects[int(font["DescendantFonts"][0].split()[0])]
        change(pdf.objects[int(font["ToUnicode"].split()[0])], font, descendant)


CHANGES: dict[str, Callable[[Any, Any, Any], Any]] = {
    "ToUnicode is one string": lambda texts, _font, _cid: texts.stream.__setitem__(
        slice(None), [b"\n".join(texts.stream)]
    ),
    "ToUnicode has ranges": lambda texts, _font, _cid: texts.stream.__setitem__(-5, b"<0003> <0004> <0041>"),
    "there is no ToUnicode": lambda _texts, font, _cid: font.__delitem__("ToUnicode"),
    "W has ranges": lambda _texts, _font, cid: cid["W"].extend([1, 2, 500]),
    "there is no W": lambda _texts, _font, cid: cid.__delitem__("W"),
    "the descendant is no reference": lambda _texts, font, cid: font.__setitem__("DescendantFonts", [cid]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_fonts_that_are_written_in_another_way_are_noticed(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build = weasyprint_pdf.build_fonts_dictionary

    def built(pdf: Any, *arguments: Any) -> Any:
        fonts = build(pdf, *arguments)
        changed(pdf, fonts, CHANGES[change])
        return fonts

    monkeypatch.setattr(weasyprint_pdf, "build_fonts_dictionary", built)
    refused("WeasyPrint")


def test_fonts_without_room_for_codes_leave_the_text_to_the_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a map of its own in a font, no code is added; what is read stays exact."""
    build = weasyprint_pdf.build_fonts_dictionary

    def built(pdf: Any, *arguments: Any) -> Any:
        fonts = build(pdf, *arguments)
        changed(pdf, fonts, lambda _texts, _font, cid: cid.__setitem__("CIDToGIDMap", "/Other"))
        return fonts

    monkeypatch.setattr(weasyprint_pdf, "build_fonts_dictionary", built)
    data = write_exact_pdf(document(BODY, CSS))
    assert b"/CIDToGIDMap /Other" in weasyprint_pdf.pydyf.Dictionary({"CIDToGIDMap": "/Other"}).data
    assert data.startswith(b"%PDF")
    assert weasyprint.__version__
