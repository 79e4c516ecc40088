"""OpenType fonts as the proof reads them, beside fontTools."""

from __future__ import annotations

import io

import pikepdf
import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from handouts.fonts import faces
from handouts.proof.charstrings import charstrings
from handouts.proof.glyphs import glyph_of, installed
from handouts.proof.local_forms import LocalForms
from handouts.proof.opentype import FontProgram
from handouts.structure.fonts import UNKNOWN, Font
from handouts.structure.objects import Objects
from tests.proof.breaking import descendant
from tests.proof.conftest import Sample

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK SC", "Noto Nastaliq Urdu")
COLLECTION = ("Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans CJK SC")
"""The first fonts of the collection, in its order."""


@pytest.mark.parametrize("family", FAMILIES)
def test_each_character_has_the_glyph_that_fonttools_finds(family: str) -> None:
    found = installed(family)[-1]
    number = COLLECTION.index(family) if family in COLLECTION else -1
    with TTFont(faces(family)[-1].file, lazy=True, fontNumber=number) as font:
        numbers = font.getReverseGlyphMap()
        for code, name in list(font.getBestCmap().items())[::7]:
            assert found.glyph(chr(code)) == (numbers[name] or None)
        assert found.glyph("\ue123") is None
        assert found.glyphs == font["maxp"].numGlyphs


def test_the_fonts_of_a_collection_are_told_apart() -> None:
    simplified, japanese = installed("Noto Sans CJK SC")[-1], installed("Noto Sans CJK JP")[-1]
    assert "Noto Sans CJK SC" in simplified.families
    assert simplified.glyph("直") != japanese.glyph("直")
    assert simplified.glyph("一") == japanese.glyph("一")
    assert installed("No such family") == ()
    assert glyph_of("Noto Sans CJK SC", "直") == {simplified.glyph("直")}


def test_forms_of_a_language() -> None:
    devanagari = installed("Noto Sans Devanagari")[-1]
    eight = devanagari.glyph("८")
    assert eight is not None
    assert len(devanagari.local_forms(eight)) == 1
    assert devanagari.local_forms(devanagari.glyph("क") or 0) == set()


def test_outlines_are_those_of_the_installed_font(spanish: Sample) -> None:
    import pikepdf

    with pikepdf.open(io.BytesIO(spanish.data)) as pdf:
        number, generation = descendant(pdf).FontDescriptor.FontFile2.objgen
        embedded = FontProgram(Objects(pdf).data(f"{number} {generation} R"))
    original = next(font for font in installed("Noto Sans") if font.identity == embedded.identity)
    for char in "aí5":
        glyph = original.glyph(char)
        assert glyph is not None
        assert original.outline(glyph)
        assert embedded.outline(glyph) == original.outline(glyph)
    assert original.outline(original.glyph("a") or 0) != original.outline(original.glyph("í") or 0)
    assert original.outline(original.glyph(" ") or 0) == ()
    assert original.outline(99_999) == ()


@pytest.mark.parametrize("data", [b"", b"\0\1\0\0\0\1", b"\0\1\0\0\0\1" + bytes(40), b"%PDF-1.7 and so on"])
def test_what_is_no_font_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="no OpenType font"):
        FontProgram(data)


@pytest.mark.parametrize("family", FAMILIES)
def test_local_forms_are_those_that_fonttools_finds(family: str) -> None:
    found = installed(family)[-1]
    number = COLLECTION.index(family) if family in COLLECTION else -1
    with TTFont(faces(family)[-1].file, lazy=True, fontNumber=number) as font:
        table = font["GSUB"].table
        local = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == "locl"]
        lookups = {index for feature in local for index in feature.LookupListIndex}
        steps = [step for index in lookups for step in table.LookupList.Lookup[index].SubTable]
        maps = [getattr(getattr(step, "ExtSubTable", step), "mapping", {}) for step in steps]
        forms: dict[int, set[int]] = {}
        for name, form in (pair for own in maps for pair in own.items() if isinstance(pair[1], str)):
            forms.setdefault(font.getGlyphID(name), set()).add(font.getGlyphID(form))
    assert all(found.local_forms(glyph) == forms.get(glyph, set()) for glyph in range(found.glyphs))


def cut(text: str) -> bytes:
    """The characters of a text from a large font, as a leaflet's PDF has them."""
    face = faces("Noto Sans CJK SC")[0]
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, text))
    wanted.flags = uharfbuzz.SubsetFlags.DESUBROUTINIZE | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    whole = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file)), face.index)
    return bytes(uharfbuzz.subset(whole, wanted).blob.data)


def test_programs_of_glyphs_are_those_that_fonttools_finds() -> None:
    with TTFont(io.BytesIO(cut("直角。Aa"))) as font:
        programs = font["CFF "].cff[0].CharStrings.charStringsIndex
        assert charstrings(font.reader["CFF "]) == [bytes(program.bytecode) for program in programs]
        assert len(programs) == 6


def test_programs_that_call_others_are_left_alone() -> None:
    face = faces("Noto Sans CJK SC")[-1]
    with TTFont(face.file, lazy=True, fontNumber=face.index) as font:
        table = font.reader["CFF "]
    assert charstrings(table) == []
    with pytest.raises(ValueError, match="cannot be read"):
        charstrings(table[:40])


def test_a_glyph_is_known_by_what_it_draws() -> None:
    original = installed("Noto Sans CJK SC")[0]
    first, second = FontProgram(cut("直角")), FontProgram(cut("角A"))

    def drawn(font: FontProgram, char: str) -> bytes:
        return font.drawn(font.glyph(char) or 0)

    assert drawn(first, "角") == drawn(second, "角") == drawn(original, "角")
    assert drawn(first, "直") == drawn(original, "直") != drawn(first, "角")
    assert drawn(second, "A") == drawn(original, "A")


def test_a_torn_font_draws_nothing_of_what_is_known() -> None:
    data = bytearray(cut("直角"))
    whole = FontProgram(bytes(data))
    with TTFont(io.BytesIO(data)) as font:
        data[font.reader.tables["CFF "].offset] = 9  # of a version that nobody draws
    torn = FontProgram(bytes(data))
    assert charstrings(torn._table(b"CFF ")) == charstrings(whole._table(b"CFF "))
    assert whole.drawn(1) != whole.drawn(2) != torn.drawn(2) == torn.drawn(1)
    assert FontProgram(cut("角")).drawn(1) == whole.drawn(2)


def test_torn_substitutions_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        LocalForms(b"\0\1\0\0\0\x0a\0\x1e\0\x2c")


def test_codes_that_would_be_a_surrogate_pair_are_two_glyphs() -> None:
    font = Font(Objects(pikepdf.new()), {"/Subtype": "/Type0", "/Encoding": "/Identity-H"})
    assert font.show(bytes.fromhex("0041 d800 dc00 0042"), 3) == 4 * UNKNOWN
    assert font.show(bytes.fromhex("0041 0043 de"), 4) == 3 * UNKNOWN
    shown = {"0041": 3, "d800": 3, "dc00": 3, "0042": 3, "0043": 4, "de": 4}
    assert font.shown == {bytes.fromhex(code): page for code, page in shown.items()}
