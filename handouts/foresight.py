"""How high a section will be set: measured with its font before anything is laid out, within 8 % as a rule.

What `leaflet.css.j2` says of pages and boxes is repeated here roughly. It leads to a guess, and a guess that is wrong
costs one layout more and changes no page.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import uharfbuzz

from handouts.article import ItemList, Section, Subheading, block_texts
from handouts.fonts import faces
from handouts.leaflet import Leaflet, Text
from handouts.views import headings_hang, width

_POINT = 0.353
"""Millimetres."""

_MEASURE = 30.8
_RAGGED = 0.5
"""Lines of running text are at most so many em long, and leave about so many empty for each paragraph."""


def pages_filled(section: Section[Text], leaflet: Leaflet) -> float:
    """How many pages the safety section `section` will fill, about."""
    return _height(section, leaflet) / _page_height(leaflet)


def _page_height(leaflet: Leaflet) -> float:
    """Millimetres of a page that is not the first, without its margins, which hold the draft notice and the foot."""
    large, small = leaflet.edition.id == "large-print", leaflet.edition.folded
    line_height = leaflet.language.script.line_height - 0.2
    furniture = _POINT * leaflet.edition.furniture * leaflet.language.script.size
    foot = (15.7 if large else 11.1) + furniture * (3 if small else 2) * max(line_height, 1.4)
    notice = (3 if large or small else 2) * max(line_height, 1.3) + (2 if small else 1) * 1.3
    own = leaflet.language == leaflet.source
    return leaflet.paper.height - foot - ((30 if large else 22) if own else 17.7 + furniture * notice)


def _height(section: Section[Text], leaflet: Leaflet) -> float:
    """Millimetres from the upper edge of the box of `section` to the lower one."""
    script, edition = leaflet.language.script, leaflet.edition
    em = _POINT * edition.body * script.size
    line = em * script.line_height
    hanging = edition.id == "standard" and headings_hang(leaflet, safety=True)
    room = leaflet.paper.width - (24 if edition.folded else 32) - 15 - (33.5 if hanging else 0)
    letters = min(room / em, _MEASURE)
    height = 11 + line + 1.4 * em * max(script.line_height - 0.2, 1.25)
    for block in section.blocks:
        for text in block_texts(block):
            length = _width(text.plain, script.fonts[0])
            match block:
                case Subheading():
                    height += 2.2 if hanging else 3.5 + 1.05 * line * ceil(1.1 * length / letters)
                case ItemList():
                    height += 0.5 + line * ceil((length + _RAGGED) / (letters - 1.4))
                case _:
                    height += 1.7 + line * ceil((length + _RAGGED) / letters)
    return height


def _width(text: str, family: str) -> float:
    """How many em `text` is long in one line of `family`."""
    pen = _pen(family)
    if pen is None:
        return width(text) / 2
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(pen, buffer)
    return float(sum(place.x_advance for place in buffer.glyph_positions or ()) / pen.face.upem)


@lru_cache(32)
def _pen(family: str) -> uharfbuzz.Font | None:
    """A face of `family`, the regular one where there is one; none when it is not installed."""
    face = max(faces(family), key=lambda face: face.style == "Regular", default=None)
    if face is None:
        return None
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.file)), face.index))
