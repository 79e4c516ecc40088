"""The fonts installed on this machine, which the proof compares the ones in a PDF with."""

from __future__ import annotations

import mmap
import struct
from functools import cache
from pathlib import Path

from handouts.fonts import faces
from handouts.proof.opentype import FontProgram

DOTTED_CIRCLE = "\u25cc"
"""What HarfBuzz draws below a mark that has no letter."""

_COLLECTION = b"ttcf"


def installed(family: str) -> tuple[FontProgram, ...]:
    """The fonts of `family` on this machine."""
    files = dict.fromkeys(face.file for face in faces(family))
    return tuple(program for file in files for program in _of_family(file, family))


@cache
def _of_family(file: Path, family: str) -> tuple[FontProgram, ...]:
    """The fonts in `file`; of a collection, which can be told apart by their names only, those of `family`."""
    programs = _programs(file)
    return programs if len(programs) == 1 else tuple(own for own in programs if family in own.families)


@cache
def _programs(file: Path) -> tuple[FontProgram, ...]:
    with file.open("rb") as opened:
        data = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    if data[:4] != _COLLECTION:
        return (FontProgram(data, file=file),)
    (count,) = struct.unpack_from(">L", data, 8)
    starts = struct.unpack_from(f">{count}L", data, 12)
    return tuple(FontProgram(data, start, file=file, index=index) for index, start in enumerate(starts))


def glyph_of(family: str, char: str) -> set[int]:
    """The numbers of the glyphs by which the fonts of `family` show `char`."""
    return {glyph for program in installed(family) if (glyph := program.glyph(char)) is not None}
