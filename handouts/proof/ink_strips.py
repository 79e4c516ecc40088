"""Where the safety messages stand on the rendering of a page: text put together that is looked at together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from handouts.proof.ink_runs import Box, Run
from handouts.proof.text import Printed

SCALE = 1.25
"""Pixels a point: 90 dpi, where a letter of 12 pt is nine pixels wide. As each pixel is compared with what it must be,
108 dpi found nothing more in the tables of tests/, and took 13 to 19 ms longer for a leaflet of five pages."""

_ALIKE = 0.1

_GAP = 6
"""Pixels between strips that are rendered together: the lines of a paragraph."""

Size = tuple[int, int]
"""Width and height in pixels of the whole page's rendering."""

Area = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the whole page's rendering."""


class Strip(NamedTuple):
    """Text of one message side by side on a line, in one colour and size, the box around it, and its place in all."""

    number: int
    message: Printed
    colour: str
    size: float
    box: Box

    @property
    def thin(self) -> bool:
        """Whether it is a vowel sign that is thinner than a pixel and stands alone, as in Yiddish."""
        return min(self.box[2] - self.box[0], self.box[3] - self.box[1]) * SCALE < 1


def strips(runs: Iterable[Run]) -> Iterator[Strip]:
    """The messages' runs put together: in some scripts each word is one, and to look at each would take longer."""
    number = -1
    message, colour, size = None, "", 0.0
    left = bottom = right = top = 0.0
    for run in runs:
        if run.message is None:
            continue
        start, low, end, high = run.box
        if (
            run.message is message
            and run.colour == colour
            and abs(run.size - size) < _ALIKE
            and min(top, high) - max(bottom, low) > min(top - bottom, high - low) / 2
        ):
            left, bottom, right, top = min(left, start), min(bottom, low), max(right, end), max(top, high)
            continue
        if message:
            yield Strip(number, message, colour, size, (left, bottom, right, top))
        number, message, colour, size = number + 1, run.message, run.colour, run.size
        left, bottom, right, top = run.box
    if message:
        yield Strip(number, message, colour, size, (left, bottom, right, top))


def bands(found: Iterable[Strip], sheet: Size) -> Iterator[tuple[Area, list[Strip]]]:
    """The strips put together from the top down, those with little between them in one area to be rendered.

    Only where they stand is rendered: that is a fifth of what they are spread over.
    """
    group: list[Strip] = []
    boxes: list[Area] = []
    for box, strip in sorted(((pixels(strip.box, sheet[1]), strip) for strip in found), key=lambda pair: pair[0][1]):
        if boxes and box[1] > max(bottom for *_, bottom in boxes) + _GAP:
            yield _around(boxes, sheet), group
            group, boxes = [], []
        group.append(strip)
        boxes.append(box)
    if boxes:
        yield _around(boxes, sheet), group


def place(strip: Strip, area: Area, sheet: Size) -> Area:
    """Where `strip` stands in `area`, counted from its upper left corner; it may stand out of it."""
    left, top, right, bottom = pixels(strip.box, sheet[1])
    return left - area[0], top - area[1], right - area[0], bottom - area[1]


def pixels(box: Box, height: int) -> Area:
    """The pixels that `box` touches where the sheet is so high."""
    left, bottom, right, top = (edge * SCALE for edge in box)
    return math.floor(left), math.floor(height - top), math.ceil(right) + 1, math.ceil(height - bottom) + 1


def _around(boxes: Sequence[Area], sheet: Size) -> Area:
    """What holds all `boxes`, as far as it lies on the sheet."""
    (width, height), (lefts, tops, rights, bottoms) = sheet, zip(*boxes, strict=True)
    left, top = min(max(0, min(lefts)), width - 1), min(max(0, min(tops)), height - 1)
    return left, top, max(left + 1, min(width, max(rights))), max(top + 1, min(height, max(bottoms)))
