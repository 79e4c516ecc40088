"""The fonts of the PDF that WeasyPrint is about to write: character codes by glyph and text.

WeasyPrint's codes are the glyphs' numbers, so that a glyph can have one text only. In TrueType fonts (CIDFontType2) a
glyph gets a further code for every further text: the code's entry in CIDToGIDMap (ISO 32000-1, 9.7.4.2) names the
glyph, ToUnicode the text, W the glyph's width. CFF and bitmap fonts know no such map and are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pydyf

from handouts.text_layer.errors import TextLayerError

_ENTRY = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]*)>")
_LAST_CODE = 0xFFFF
_BATCH = 100
_DEFAULT_WIDTH = 1000


def resolve(pdf: Any, reference: Any) -> Any:
    """The object that `12 0 R` refers to."""
    parts = reference.split() if isinstance(reference, bytes) else []
    if len(parts) != 3 or parts[2] != b"R":
        raise TextLayerError(f"WeasyPrint wrote {reference!r} where a reference should be")
    return pdf.objects[int(parts[0])]


def find_fonts(pdf: Any) -> dict[str, PdfFont]:
    """The fonts of all pages, by the name of the font resource."""
    found: dict[bytes, PdfFont] = {}
    fonts: dict[str, PdfFont] = {}
    for page in pdf.page_references:
        resources = resolve(pdf, resolve(pdf, page).get("Resources"))
        for name, reference in resolve(pdf, resources.get("Font")).items():
            if reference not in found:
                found[reference] = PdfFont(pdf, resolve(pdf, reference))
            if fonts.setdefault(name, found[reference]) is not found[reference]:
                raise TextLayerError(f"WeasyPrint's pages have different fonts of the name {name!r}")
    return fonts


class _Codes(dict[tuple[int, str], int]):
    """Codes by glyph and text, each made by `make` when it is first asked for."""

    def __init__(self, make: Callable[[int, str], int]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: tuple[int, str]) -> int:
        code = self[key] = self._make(*key)
        return code


class PdfFont:
    """A font dictionary. `digits` is the length of its codes in hexadecimal digits."""

    def __init__(self, pdf: Any, font: Any) -> None:
        self._pdf = pdf
        self._to_unicode = resolve(pdf, font.get("ToUnicode"))
        self._texts = _read_texts(self._to_unicode)
        self._codes = _Codes(self._new_code)
        self._aliases: dict[int, int] = {}
        self._free: Iterator[int] = iter(())
        self._widths: dict[int, Any] = {}
        self.digits = 4 if font.get("Subtype") == "/Type0" else 2
        descendants = font.get("DescendantFonts")
        self._descendant: Any = resolve(pdf, descendants[0]) if descendants else {}
        if self._descendant:
            self._widths = _read_widths(self._descendant.get("W"))
        maps = self._descendant.get("Subtype"), self._descendant.get("CIDToGIDMap"), font.get("Encoding")
        if maps == ("/CIDFontType2", "/Identity", "/Identity-H"):
            taken = self._texts.keys() | self._widths.keys()
            self._free = (code for code in range(1, _LAST_CODE + 1) if code not in taken)

    def texts(self, codes: Sequence[int]) -> list[str | None]:
        """What codes say, each `None` if nothing is said of it."""
        return list(map(self._texts.get, codes))

    def width(self, glyph: int) -> float:
        """The width of a glyph in thousandths of the font size, 0 if it is not known."""
        return float(self._widths.get(glyph, 0))

    def codes(self, glyphs: Sequence[int], texts: Sequence[str]) -> list[int]:
        """The codes that show glyphs and say texts; where there is none, the one that WeasyPrint gave the glyph."""
        return list(map(self._codes.__getitem__, zip(glyphs, texts, strict=True)))

    def _new_code(self, glyph: int, text: str) -> int:
        if self._texts.get(glyph) == text or glyph not in self._texts or glyph not in self._widths:
            return glyph
        code = next(self._free, glyph)
        if code != glyph:
            self._texts[code] = text
            self._aliases[code] = glyph
        return code

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Write the maps with other codes. Raises `KeyError` for a code that has none."""
        self._texts = {numbers[code]: text for code, text in self._texts.items()}
        self._widths = {numbers[code]: width for code, width in self._widths.items()}
        self.write()

    def write(self) -> None:
        """Write the maps into the PDF's objects: what codes say and how wide they are, in order; new codes."""
        _write_texts(self._to_unicode, self._texts)  # in order it deflates better
        if self._descendant:
            aliases = {code: self._widths[glyph] for code, glyph in self._aliases.items()}
            self._descendant["W"] = _widths_array(self._widths | aliases)
        if not self._aliases:
            return
        glyphs = bytearray(2 * (max(self._texts.keys() | self._widths.keys()) + 1))
        for code in self._texts.keys() | self._widths.keys():
            glyphs[2 * code : 2 * code + 2] = self._aliases.get(code, code).to_bytes(2, "big")
        stream = pydyf.Stream([bytes(glyphs)], compress=self._to_unicode.compress)
        self._pdf.add_object(stream)
        self._descendant["CIDToGIDMap"] = stream.reference


def _read_texts(stream: Any) -> dict[int, str]:
    lines = getattr(stream, "stream", None)
    if not isinstance(lines, list) or b"begincmap" not in lines:
        raise TextLayerError("WeasyPrint does not write ToUnicode maps as lists of lines any more")
    entries = [entry for line in lines if (entry := _ENTRY.fullmatch(line)) and line != b"<0000> <ffff>"]
    batches = [line for line in lines if b"begin" in line and line.endswith((b"bfchar", b"bfrange"))]
    sizes = [int(line.removesuffix(b" beginbfchar")) for line in batches if line.endswith(b" beginbfchar")]
    if sum(sizes) != len(entries) or not len(batches) == len(sizes) == lines.count(b"endbfchar"):
        raise TextLayerError("WeasyPrint writes ToUnicode maps in another way than the text layer knows")
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in map(re.Match.groups, entries)
    }


def _write_texts(stream: Any, texts: dict[int, str]) -> None:
    lines = stream.stream
    first = next(index for index, line in enumerate(lines) if line.endswith(b"beginbfchar"))
    last = lines.index(b"endcmap")
    entries = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>".encode() for code, text in sorted(texts.items())]
    batches = [entries[start : start + _BATCH] for start in range(0, len(entries), _BATCH)]
    lines[first:last] = [
        line for batch in batches for line in (f"{len(batch)} beginbfchar".encode(), *batch, b"endbfchar")
    ]


def _read_widths(array: Any) -> dict[int, Any]:
    if not isinstance(array, list) or len(array) % 2 or not all(isinstance(part, list) for part in array[1::2]):
        raise TextLayerError("WeasyPrint writes the widths of glyphs in another way than the text layer knows")
    starts = zip(array[::2], array[1::2], strict=True)
    return {start + place: width for start, widths in starts for place, width in enumerate(widths)}


def _widths_array(widths: dict[int, Any]) -> pydyf.Array:
    """The widths of codes as /W has them (ISO 32000-1, 9.7.4.3), without the default one, which Han characters have."""
    array = pydyf.Array()
    previous = None
    for code, width in sorted(widths.items()):
        if width == _DEFAULT_WIDTH:
            continue
        if previous is None or code != previous + 1:
            array += [code, pydyf.Array()]
        array[-1].append(width)
        previous = code
    return array
