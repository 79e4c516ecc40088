"""The rules of PDF/UA-2 for fonts (8.4.5), which are those of PDF/UA-1 (7.21): see `ua2_rules` for how they are named.

The embedded font programs are read with fontTools.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_ENTRY = re.compile(rb"^<([0-9a-f]{4})> <((?:[0-9a-f]{4})*)>$", re.MULTILINE)


def font_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is wrong with the fonts and with how the pages use them."""
    used: dict[tuple[int, int], set[int]] = {}
    for page in pdf.pages:
        for key, codes in _used_codes(page).items():
            used.setdefault(key, set()).update(codes)
    for key, codes in used.items():
        yield from _faults_of(pdf.get_object(key), codes)


def _used_codes(page: pikepdf.Page) -> dict[tuple[int, int], set[int]]:
    used: dict[tuple[int, int], set[int]] = {}
    codes: set[int] = set()
    for instruction in pikepdf.parse_content_stream(page):
        operands: list[Any] = list(instruction.operands)
        if str(instruction.operator) == "Tf":
            codes = used.setdefault(page.obj["/Resources"]["/Font"][str(operands[0])].objgen, set())
        elif str(instruction.operator) == "TJ":
            for part in operands[0]:
                if isinstance(part, pikepdf.String):
                    shown = bytes(part)
                    codes |= {int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2)}
    return used


def _faults_of(font: Any, codes: set[int]) -> Iterator[str]:
    name = str(font.get("/BaseFont"))
    if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
        yield f"0: the font {name} is not one that WeasyPrint writes for outlines"
        return
    descendant = font["/DescendantFonts"][0]
    if descendant["/Subtype"] == "/CIDFontType2" and "/CIDToGIDMap" not in descendant:
        yield f"8.4.5.3.2-1: {name} has no CIDToGIDMap"
    descriptor = descendant["/FontDescriptor"]
    if "/CIDSet" in descriptor:
        yield f"ISO 32000-2 Table 122: {name} has a CIDSet, which is deprecated"
    program = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    if program is None:
        yield f"8.4.5.5.1-1: {name} is not embedded"
        return
    yield from _text_faults(font, name, codes)
    with TTFont(io.BytesIO(program.read_bytes())) as embedded:
        yield from _glyph_faults(descendant, embedded, name, codes)


def _text_faults(font: Any, name: str, codes: set[int]) -> Iterator[str]:
    found = _ENTRY.findall(font["/ToUnicode"].read_bytes()) if "/ToUnicode" in font else []
    texts = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in found}
    for code in sorted(codes):
        text = texts.get(code, "")
        if not text:
            yield f"8.4.5.8-1: code {code} of {name} says nothing"
        elif {"\0", "\ufffe", "\ufeff", "\ufffd"} & set(text):
            yield f"8.4.5.8-2: code {code} of {name} says {text!r}"
        elif _PRIVATE.search(text):
            yield f"8.4.3-1: code {code} of {name} says {text!r}, which is of private use"


def _glyph_faults(descendant: Any, embedded: TTFont, name: str, codes: set[int]) -> Iterator[str]:
    widths = _widths(descendant)
    map_ = descendant.get("/CIDToGIDMap")
    glyphs = map_.read_bytes() if isinstance(map_, pikepdf.Stream) else None
    order = embedded.getGlyphOrder()
    scale = 1000 / embedded["head"].unitsPerEm
    for code in sorted(codes):
        glyph = code if glyphs is None else int.from_bytes(glyphs[2 * code : 2 * code + 2], "big")
        if glyph == 0:
            yield f"8.4.5.9-1: code {code} of {name} is .notdef"
        elif glyph >= len(order):
            yield f"8.4.5.5.1-2: {name} has no glyph {glyph}"
        elif abs(embedded["hmtx"][order[glyph]][0] * scale - widths.get(code, float(descendant.get("/DW", 1000)))) > 1:
            yield f"8.4.5.6-1: {name} has another width for glyph {glyph} than its dictionary"


def _widths(descendant: Any) -> dict[int, float]:
    array = list(descendant.get("/W", []))
    return {
        int(first) + at: float(width)
        for first, widths in zip(array[::2], array[1::2], strict=True)
        for at, width in enumerate(widths)
    }
