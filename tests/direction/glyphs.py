"""Reads the glyphs of a finished leaflet with their places, as what they look like."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from functools import cache
from typing import Any, NamedTuple

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Matrix

_SAME_LINE = 3
"""How far apart base lines of one line may be, in points: those of a list's markers are not quite its items'."""
MIRRORED = "()[]{}<>≤≥«»‹›"
_ENTRY = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]*)>")


class Glyph(NamedTuple):
    """A glyph: its page, its left edge and base line (points from the page's lower left corner), and what it shows.

    `text_x` is the left edge of the text that it is drawn with: an element's part of a line.
    """

    page: int
    x: float
    y: float
    text: str
    text_x: float


class _Font:
    def __init__(self, font: Any) -> None:
        inner = font.DescendantFonts[0]
        self._shapes = _shapes(str(inner.BaseFont).partition("+")[2])
        glyphs = inner.CIDToGIDMap
        self._glyphs = glyphs.read_bytes() if isinstance(glyphs, pikepdf.Stream) else b""  # the name Identity
        self._texts = {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for code, text in _ENTRY.findall(font.ToUnicode.read_bytes())
        }
        self._widths: dict[int, float] = {}
        entries = list(inner.W)
        while entries:
            first, widths, *entries = entries
            self._widths |= {int(first) + at: float(width) for at, width in enumerate(widths)}

    def text(self, code: int) -> str:
        """The code's text in visual order, brackets as they look."""
        text = self._texts[code]
        glyph = int.from_bytes(self._glyphs[2 * code : 2 * code + 2], "big") if self._glyphs else code
        if text.strip() and text.strip() in MIRRORED:
            return self._shapes.get(glyph, "\ufffd")
        if "\ufb50" <= text[:1] <= "\ufefc":
            text = unicodedata.normalize("NFKC", text)  # the text layer says ligatures by their own characters
        return text[::-1] if any(map(_is_leftward, text)) else text

    def width(self, code: int) -> float:
        return self._widths.get(code, 0.0)


@cache
def _shapes(name: str) -> dict[int, str]:
    """What the glyphs of an installed font look like, as far as a character has its own."""
    family, _, weight = name.replace("-", " ").partition(" Bold")
    pattern = family + (":bold" if name.endswith("Bold") or weight else "")
    file = subprocess.run(
        ["fc-match", "-f", "%{file}", pattern],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    with TTFont(file, lazy=True) as font:
        return {
            font.getGlyphID(glyph): chr(code) for code, glyph in font.getBestCmap().items() if chr(code) in MIRRORED
        }


def read_glyphs(data: bytes) -> list[Glyph]:
    """All glyphs that show something, spaces too, in the order in which they are drawn."""
    found: list[Glyph] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            fonts = {name: _Font(font) for name, font in page.Resources.Font.items()}
            matrix, line, saved = Matrix(), Matrix(), []
            font, size, text_x = next(iter(fonts.values())), 0.0, 0.0
            for operation in pikepdf.parse_content_stream(page):
                operands: Any = operation.operands
                match str(operation.operator):
                    case "q":
                        saved.append(matrix)
                    case "Q":
                        matrix = saved.pop()
                    case "cm":
                        matrix = Matrix(*map(float, operands)) @ matrix
                    case "Tm":
                        line = Matrix(*map(float, operands))
                        text_x = (line @ matrix).e
                    case "Tf":
                        font, size = fonts[str(operands[0])], float(operands[1])
                    case "TJ":
                        for part in operands[0]:
                            if not isinstance(part, pikepdf.String):
                                line = line.translated(-float(part) / 1000 * size, 0)
                                continue
                            codes = bytes(part)
                            for at in range(0, len(codes), 2):
                                code = int.from_bytes(codes[at : at + 2], "big")
                                place = line @ matrix
                                found.append(Glyph(number, place.e, place.f, font.text(code), text_x))
                                line = line.translated(font.width(code) / 1000 * size, 0)
    return found


def lines_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each line, from the top of the first page on, as they stand from left to right.

    WeasyPrint draws the glyphs of a text from left to right, but a letter's tail may begin left of the letter before
    it: the texts are put in order by their places, and the glyphs of each by their turn.
    """
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.page, -one.y)):
        if not lines or lines[-1][0].page < glyph.page or lines[-1][-1].y - glyph.y > _SAME_LINE:
            lines.append([])
        lines[-1].append(glyph)
    turns = {id(glyph): turn for turn, glyph in enumerate(glyphs)}
    return [sorted(line, key=lambda one: (one.text_x, turns[id(one)])) for line in lines]


def read_lines(data: bytes) -> list[str]:
    """What the lines look like from left to right, without spaces and marks, from the top of the first page on."""
    return [bare("".join(glyph.text for glyph in line)) for line in lines_of(read_glyphs(data))]


def bare(text: str) -> str:
    """`text` without spaces, vowel marks and invisible characters."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char)[0] not in "MZC")


def seen(*parts: str) -> str:
    """What a line looks like from left to right that is made up of `parts`, each in its own reading order."""
    return "".join(bare(part[::-1] if any(map(_is_leftward, part)) else part) for part in parts)


def _is_leftward(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")
