"""The font programs in a PDF: no more than is shown, the same pictures, and codes that lead to the same glyphs."""

from __future__ import annotations

import gc
import io
import re

import numpy
import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from weasyprint.pdf.fonts import Font

from handouts.fonts import faces
from handouts.text_layer import TextLayerError, write_exact_pdf
from handouts.text_layer.programs import cut_program, write_numbers
from handouts.weasyprint_patches import apply_patches
from tests.text_layer.conftest import Render, document

MIXED = (
    '<p lang="zh-Hans">氯胺酮 5 mg，“立即” 骨<b>直角</b></p><p lang="ja">ケタミン。骨 <b>直角</b></p>'
    "<p>fi — Łódź ½</p><p>क्षत्रिय</p>"
)


def fonts(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """The fonts by their names, without the subset's tag."""
    resources = [page.obj["/Resources"]["/Font"] for page in pdf.pages]
    return {str(font["/BaseFont"]).partition("+")[2]: font for own in resources for font in dict(own.items()).values()}


def program(font: pikepdf.Object) -> TTFont:
    """A font's embedded program."""
    descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
    name = "/FontFile3" if "/FontFile3" in descriptor else "/FontFile2"
    return TTFont(io.BytesIO(descriptor[name].read_bytes()))


def pictures(data: bytes) -> list[numpy.typing.NDArray[numpy.uint8]]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.render(scale=3).to_numpy().copy() for page in pdf]


def test_pages_look_as_weasyprint_writes_them() -> None:
    ours = pictures(write_exact_pdf(document(MIXED)))
    theirs = pictures(document(MIXED).write_pdf(pdf_variant="pdf/ua-1"))
    assert all(numpy.array_equal(one, other) for one, other in zip(ours, theirs, strict=True))
    assert ours[0].min() < 100, "there is something to see"


def test_large_fonts_hold_the_shown_glyphs_without_gaps(render: Render) -> None:
    found = render(MIXED)
    assert found.faults() == []
    for name, font in fonts(found.pdf).items():
        own = program(font)
        if "CJK" not in name:
            continue
        assert set(own.keys()) == {"GlyphOrder", "CFF ", "cmap", "head", "hhea", "hmtx", "maxp"}
        assert not own.getBestCmap()
        codes = re.findall(rb"^<([0-9a-f]{4})> <", font["/ToUnicode"].read_bytes(), re.MULTILINE)
        assert [int(code, 16) for code in codes[1:]] == [*range(1, own["maxp"].numGlyphs)]
        outlines = own["CFF "].cff.topDictIndex[0].CharStrings
        assert all(len(outlines[glyph].bytecode) > 1 for glyph in list(outlines.keys())[1:])


def test_other_fonts_keep_the_numbers_of_their_glyphs(render: Render) -> None:
    found = render(MIXED)
    own = program(fonts(found.pdf)["Noto-Sans-Devanagari"])
    assert set(own.keys()) == {"GlyphOrder", "glyf", "head", "hhea", "hmtx", "loca", "maxp"}
    whole = TTFont(next(face.file for face in faces("Noto Sans Devanagari") if face.style == "Regular"))
    names = [own.getGlyphName(number) for number in range(1, own["maxp"].numGlyphs)]
    shown = [name for name in names if own["glyf"][name].numberOfContours]
    assert shown
    for name in shown:
        theirs = whole["glyf"][whole.getGlyphName(own.getGlyphID(name))]
        assert own["glyf"][name].getCoordinates(own["glyf"])[0] == theirs.getCoordinates(whole["glyf"])[0]


def test_widths_leave_out_the_default(render: Render) -> None:
    found = render("<p>骨 ½</p>", "html { font-family: Noto Sans CJK SC }")
    descendant = fonts(found.pdf)["Noto-Sans-CJK-SC"]["/DescendantFonts"][0]
    assert "/DW" not in descendant
    assert [float(width) for array in list(descendant["/W"])[1::2] for width in array] == [224, 903]


def test_a_glyph_without_a_number_is_refused() -> None:
    class Pdf:
        """No fonts, and one page that shows something."""

        page_references = ()
        objects = ()

    with pytest.raises(TextLayerError, match="not in its fonts"):
        write_numbers(Pdf(), {"ABCDEF": {7: 1}})


def test_what_is_more_than_a_cut_is_left_to_weasyprint() -> None:
    data = faces("Noto Sans")[0].file.read_bytes()
    assert cut_program(data, 0, ("glyf", "head", "fvar"), [3]) is None
    assert cut_program(data, 0, ("glyf", "head", "SVG "), [3]) is None


def test_fonts_go_with_their_document() -> None:
    """Each holds its whole file: 2 MB for a Chinese one."""
    apply_patches()
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(thing, Font) for thing in gc.get_objects())
        write_exact_pdf(document(MIXED))
        assert sum(isinstance(thing, Font) for thing in gc.get_objects()) == before
    finally:
        gc.enable()
