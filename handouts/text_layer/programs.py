"""The font programs in a PDF: the outlines of the glyphs that it shows, and what readers of a PDF ask for besides.

WeasyPrint's codes are the glyphs' numbers, and it leaves an empty outline for each glyph that is not shown. In a
TrueType font these deflate to nothing. In one with Compact Font Format (CFF) outlines they are a third of a Chinese
leaflet: there the glyphs that are shown are numbered anew, without gaps and in the same order, and the codes in the
content streams, too.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

import pydyf
import uharfbuzz

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.pdf_fonts import find_fonts

_NEEDED = ("CFF ", "glyf", "head", "hhea", "hmtx", "loca", "maxp")
"""What a PDF needs of a font without hints, and of a CFF font besides a `cmap` (ISO 32000-1, Table 126)."""

_LEFT_ALONE = frozenset({"CFF2", "COLR", "CBDT", "EBDT", "SVG ", "fvar", "sbix"})
"""Variable fonts, pictures in several colours and bitmaps, of which WeasyPrint makes more than a cut."""

_SUBSET = uharfbuzz.SubsetFlags
_FLAGS = _SUBSET.NO_HINTING | _SUBSET.DESUBROUTINIZE | _SUBSET.NO_LAYOUT_CLOSURE
"""Without subroutines a font is larger, but deflates better."""

_NO_CHARACTERS = bytes.fromhex(
    "0000 0001 0003 0001 0000000c 0004 0018 0000 0002 0002 0000 0000 ffff 0000 ffff 0001 0000"
)
"""A `cmap` that maps nothing (format 4): the PDF's codes are glyphs."""

_SHOW = re.compile(rb"\[[^\]]*+\] TJ")
_CODES = re.compile(rb"(?<=<)([0-9a-f]++)")


def cut_program(
    data: bytes, index: int, tables: Collection[str], glyphs: Iterable[int]
) -> tuple[bytes, dict[int, int]] | None:
    """The font with the number `index` in the file `data`, with no more than its `glyphs`, and their new numbers.

    `None` if it is left alone. `tables` are the tags of its tables. There are no new numbers in a TrueType font.
    """
    if _LEFT_ALONE.intersection(tables):
        return None
    is_compact = "CFF " in tables
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = _FLAGS | (_SUBSET.CFF_IDENTITY_CHARSET if is_compact else _SUBSET.RETAIN_GIDS)
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in tables if tag not in _NEEDED)
    plan = uharfbuzz.SubsetPlan(uharfbuzz.Face(data, index), wanted)
    cut = plan.execute()
    if not is_compact:
        return bytes(cut.blob.data), {}
    own = {tag: bytes(cut.reference_table(tag).data) for tag in _NEEDED if tag in cut.table_tags}
    return _font_file(own | {"cmap": _NO_CHARACTERS}), {glyph: plan.old_to_new_glyph_mapping[glyph] for glyph in glyphs}


def write_numbers(pdf: Any, numbers: Mapping[str, Mapping[int, int]]) -> None:
    """Write the new numbers of glyphs, by the names of font resources, into a pydyf PDF in place of the old ones.

    Raises `TextLayerError` for a glyph that has none.
    """
    if not numbers:
        return
    try:
        fonts = find_fonts(pdf)
        for name, own in numbers.items():
            fonts[name].renumber(own)
        codes = {name: {b"%04x" % old: b"%04x" % new for old, new in own.items()} for name, own in numbers.items()}
        for stream in pdf.objects:
            if isinstance(stream, pydyf.Stream):
                _rewrite(stream.stream, codes)
    except KeyError as error:
        raise TextLayerError(f"a page shows something that is not in its fonts: {error}") from None


def _rewrite(operations: list[Any], codes: Mapping[str, Mapping[bytes, bytes]]) -> None:
    """Put new codes into what a content stream shows."""
    own: Mapping[bytes, bytes] | None = None
    for place, operation in enumerate(operations):
        if not isinstance(operation, bytes):
            continue
        if operation.endswith(b" Tf"):
            own = codes.get(operation[1:].split(b" ", 1)[0].decode())
        elif own is not None and b"] TJ" in operation:
            operations[place] = _SHOW.sub(partial(_with_codes, own), operation)


def _with_codes(codes: Mapping[bytes, bytes], show: re.Match[bytes]) -> bytes:
    parts = _CODES.split(show[0])
    parts[1::2] = [b"".join([codes[part[at : at + 4]] for at in range(0, len(part), 4)]) for part in parts[1::2]]
    return b"".join(parts)


def _font_file(tables: Mapping[str, bytes]) -> bytes:
    """An OpenType font of these tables (ISO/IEC 14496-22, 4.5)."""
    start = 12 + 16 * len(tables)
    directory, body = [struct.pack(">4sH6x", b"OTTO", len(tables))], b""
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory.append(struct.pack(">4sLLL", tag.encode(), total, start + len(body), len(data)))
        body += padded
    return b"".join(directory) + body
