"""Copy and paste, and search: what two PDF readers find of a paragraph in 25 languages, beside plain WeasyPrint.

The bounds are per cent of the words found, measured with pdfium of 2026 and poppler 22.12. Texts are compared after
NFKC, as readers search, without what hyphenates and directs a line.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import page
import pikepdf
import pypdfium2
import pytest

from handouts.structure import read_structure
from handouts.text_layer import write_exact_pdf
from tests.text_layer.conftest import document
from tests.text_layer.paragraphs import PARAGRAPHS, Paragraph

BOUNDS = {
    # Plain WeasyPrint in pdfium and poppler; ours in pdfium and poppler.
    "en": (91, 91, 100, 100),
    "es": (96, 96, 100, 100),
    "de": (97, 97, 100, 100),
    "vi": (100, 100, 100, 100),
    "hi": (61, 61, 100, 100),
    "mr": (78, 75, 100, 100),
    "bn": (20, 20, 100, 100),
    "ta": (59, 59, 100, 100),
    "te": (45, 42, 100, 100),
    "kn": (47, 47, 100, 100),
    "ml": (65, 65, 100, 100),
    "gu": (88, 84, 100, 100),
    "pa": (85, 85, 100, 100),
    "si": (52, 52, 100, 100),
    "th": (95, 92, 100, 100),
    "km": (52, 36, 100, 100),
    "my": (34, 34, 100, 100),
    "lo": (98, 98, 100, 100),
    "ar": (79, 73, 100, 91),
    "fa": (92, 80, 100, 87),
    "ur": (26, 23, 26, 76),
    "he": (97, 80, 97, 82),
    "zh-Hans": (100, 100, 100, 100),
    "ja": (100, 100, 100, 100),
    "ko": (100, 100, 100, 100),
}

RTL = ("ar", "fa", "he", "ur")
_HIDDEN = re.compile("[\u00ad\u0002\ufffe]\\s*|[\u200b\u200e\u200f\u202a-\u202e]")


class Written(NamedTuple):
    """A paragraph as WeasyPrint writes it, and as we do."""

    paragraph: Paragraph
    plain: bytes
    exact: bytes


@cache
def written(lang: str) -> Written:
    paragraph = PARAGRAPHS[lang]
    first, second, *_ = paragraph.words
    css = f"""html {{ font-family: "{paragraph.family}", "Noto Sans" }} p {{ hyphens: auto }}
        @page {{ @top-center {{ content: "{first} {second}" }} }}"""
    laid_out = document(f"<p>{paragraph.html}</p>", css, lang=lang, direction=paragraph.direction)
    plain = laid_out.copy().write_pdf(pdf_variant="pdf/ua-1")
    return Written(paragraph, plain, write_exact_pdf(laid_out))


def by_pdfium(data: bytes) -> str:
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(io.BytesIO(data)))


def by_poppler(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def words_found(paragraph: Paragraph, text: str) -> float:
    """Per cent of the paragraph's words that are in a text."""
    text = folded(text)
    if "CJK" in paragraph.family:  # Lines are broken anywhere, even in Korean words.
        text = text.replace(" ", "")
    words = [folded(word) for word in paragraph.words]
    return 100 * sum(word in text for word in words) / len(words)


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(_HIDDEN.sub("", text).split()))


@pytest.mark.parametrize("lang", PARAGRAPHS)
def test_words_are_found(lang: str) -> None:
    paragraph, plain, exact = written(lang)
    found = [words_found(paragraph, read(data)) for data in (plain, exact) for read in (by_pdfium, by_poppler)]
    for ours, bound in zip(found[2:], BOUNDS[lang][2:], strict=True):
        assert ours >= bound, found
    for ours, theirs in zip(found[2:], found[:2], strict=True):
        assert ours >= theirs, found


@pytest.mark.parametrize("lang", PARAGRAPHS)
def test_the_text_is_exact_and_the_picture_the_same(lang: str) -> None:
    paragraph, plain, exact = written(lang)
    with pikepdf.open(io.BytesIO(exact)) as pdf:
        tree = read_structure(pdf)
    assert [node.text for node in tree.walk() if node.tag == "P"] == [paragraph.text.replace("|", "")]
    spans = sum(node.tag == "Span" for node in tree.walk())
    hyphens = by_pdfium(exact).count("\ufffe") + by_pdfium(exact).count("\u00ad") + by_pdfium(exact).count("\u0002")
    assert lang in RTL or spans <= hyphens
    assert page.validate_pdf_bytes(exact, profile=page.ValidationProfile.PDF_UA_1).failures == []
    pictures = [pypdfium2.PdfDocument(data)[0].render(scale=1.5).to_pil().tobytes() for data in (plain, exact)]
    assert pictures[0] == pictures[1]
    pictures = [
        subprocess.run(["pdftoppm", "-r", "90", "-"], input=data, capture_output=True, check=True).stdout
        for data in (plain, exact)
    ]
    assert pictures[0] == pictures[1]


class Glyph(NamedTuple):
    """A glyph that a page draws: font, number, width, and how far the pen is moved before it, in thousandths."""

    font: str
    number: int
    width: float
    moved: float


@pytest.mark.parametrize("lang", PARAGRAPHS)
def test_the_codes_draw_the_same_glyphs(lang: str) -> None:
    """A round trip with another PDF library, by ISO 32000-1, 9.7.4 only."""
    _, plain, exact = written(lang)
    with pikepdf.open(io.BytesIO(plain)) as one, pikepdf.open(io.BytesIO(exact)) as other:
        drawn = [[*glyphs(pdf.pages[0])] for pdf in (one, other)]
    assert len(drawn[0]) > 50
    assert [glyph[:3] for glyph in drawn[0]] == [glyph[:3] for glyph in drawn[1]]
    assert [glyph.moved for glyph in drawn[0]] == pytest.approx([glyph.moved for glyph in drawn[1]])


def glyphs(sheet: pikepdf.Page) -> Iterator[Glyph]:
    name, font, moved = "", Font({}, b"", {}), 0.0
    for instruction in pikepdf.parse_content_stream(sheet):
        operands: list[Any] = list(instruction.operands)
        if str(instruction.operator) == "Tf":
            name = str(operands[0])
            font = read_font(sheet.obj.Resources.Font[name])
        elif str(instruction.operator) == "TJ":
            for part in operands[0]:
                if not isinstance(part, pikepdf.String):
                    moved += float(part)
                    continue
                codes = bytes(part)
                for at in range(0, len(codes), 2):
                    code = int.from_bytes(codes[at : at + 2], "big")
                    number = int.from_bytes(font.glyphs[2 * code : 2 * code + 2], "big") if font.glyphs else code
                    yield Glyph(name, number, font.widths[code], moved)
                    moved = 0.0


class Font(NamedTuple):
    """The maps of a font: widths by code, glyph numbers, and texts by code."""

    widths: dict[int, float]
    glyphs: bytes
    texts: dict[int, str]


def read_font(font: Any) -> Font:
    descendant = font.DescendantFonts[0]
    array = list(descendant.W)
    widths = {
        int(start) + place: float(width)
        for start, run in zip(array[::2], array[1::2], strict=True)
        for place, width in enumerate(run)
    }
    assert sum(len(run) for run in array[1::2]) == len(widths), "a code has two widths"
    to_glyph = descendant.CIDToGIDMap
    entries = re.findall(rb"^<(....)> <([0-9a-f]*)>$", font.ToUnicode.read_bytes(), re.MULTILINE)
    texts = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in entries}
    assert len(entries) == len(texts), "a code has two texts"
    return Font(widths, to_glyph.read_bytes() if isinstance(to_glyph, pikepdf.Stream) else b"", texts)


@pytest.mark.parametrize("lang", [*RTL, "hi", "en"])
def test_marks_in_content_stand_for_words_left_to_right_only(lang: str) -> None:
    with pikepdf.open(io.BytesIO(written(lang).exact)) as pdf:
        marked = [
            str(instruction.operands[1]["/ActualText"])
            for instruction in pikepdf.parse_content_stream(pdf.pages[0])
            if str(instruction.operator) == "BDC" and "/ActualText" in list(instruction.operands)[1]
        ]
    if lang in RTL:
        assert set(marked) <= {""}
    elif lang == "hi":
        assert "चिकित्सक " in marked
        assert set(marked) <= {f"{word}{end}" for word in written(lang).paragraph.words for end in (" ", "")}
    else:
        assert marked == []


def test_every_code_says_something_and_few_codes_are_added() -> None:
    with pikepdf.open(io.BytesIO(written("en").exact)) as pdf:
        fonts = [read_font(font) for font in pdf.pages[0].Resources.Font.values()]
    assert all(text for font in fonts for text in font.texts.values())
    said = {text for font in fonts for text in font.texts.values()}
    assert "\u00ad" in said
    assert any(len(text) == 2 and text[1] == " " for text in said)


def test_furniture_is_exact_too() -> None:
    """A running header in Devanagari, whose words no structure element holds, says all its letters."""
    first, second, *_ = PARAGRAPHS["hi"].words
    lines = [sorted(set(line) - set(" \u200b")) for line in by_pdfium(written("hi").exact).splitlines()]
    assert sorted(set(first + second)) in lines
