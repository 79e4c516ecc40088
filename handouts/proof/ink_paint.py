"""The safety messages as they are painted, measured on renderings of the part of a page where they stand.

Three renderings by pdfium tell it: the page as it is, the page without the messages, and the messages alone in black
with nothing that clips them. The second and third say what the first must look like when the letters are painted as
they claim. Where it does not, they are covered, clipped, faded or blended away, however that came about.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

import pypdfium2
from PIL import Image, ImageChops, ImageOps
from pypdfium2 import raw

from handouts.contrast import NORMAL_TEXT, ratio
from handouts.proof import pdfium
from handouts.proof.ink_runs import Box, Run, inactive, objects, shared
from handouts.proof.text import Printed

_SCALE = 1.25
"""Pixels a point: 90 dpi, where a letter of 12 pt is nine pixels wide. As each pixel is compared with what it must be,
108 dpi found nothing more in the tables of tests/, and took 13 to 19 ms longer for a leaflet of five pages."""

_LEAST_COVERAGE = 0.75
_LEAST_INK = 0.02
_INK_LEVEL = 48
_DIFFERENCE = 24
"""Levels of 255 by which a channel may differ from what it should be. Good leaflets differ by 7 at most."""

_IS_INK = [0] * _INK_LEVEL + [255] * (256 - _INK_LEVEL)
_IS_RIGHT = [255] * _DIFFERENCE + [0] * (256 - _DIFFERENCE)
_APART = 64
_IS_APART = [0] * _APART + [255] * (256 - _APART)
_FULL_ROW = 0.4
_CLEAR_ROW = 0.5

_STRAY = 0.01
"""Share of the ink whose ground does not count: the ends of descenders on a rule."""

_ALIKE = 0.1
_MANY_COLOURS = 512
_FAR = 1000.0

_Area = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the whole page's rendering."""


def paint_faults(page: pypdfium2.PdfPage, runs: Sequence[Run]) -> Iterator[tuple[Printed, str]]:
    """What is wrong with the paint of `runs`, text of safety messages on `page`.

    It leaves the page changed: they are black and not clipped afterwards.
    """
    runs = [run for run in runs if run.area > 0]
    if not runs:
        return
    height = math.ceil(page.get_height() * _SCALE)
    strips = list(_strips(runs))
    boxes = [_pixels(strip.box, height) for strip in strips]
    area = _around(boxes, math.ceil(page.get_width() * _SCALE), height)
    seen = _picture(page, area)
    with inactive(run.handle for run in runs):
        ground = _picture(page, area)
    ink = _ink(page, runs, area)
    for strip, (left, top, right, bottom) in zip(strips, boxes, strict=True):
        if min(strip.box[2] - strip.box[0], strip.box[3] - strip.box[1]) * _SCALE < 1:
            continue  # a vowel sign that is thinner than a pixel and stands alone, as in Yiddish
        box = left - area[0], top - area[1], right - area[0], bottom - area[1]
        for fault in _faults(strip, seen.crop(box), ground.crop(box), ink.crop(box)):
            yield strip.message, fault


class _Strip(NamedTuple):
    """Runs of one message side by side on a line, in one colour and size, and the box around them."""

    message: Printed
    colour: str
    size: float
    box: Box


def _strips(runs: Iterable[Run]) -> Iterator[_Strip]:
    """The runs put together: in some scripts each word is one, and to look at each would take three times as long."""
    last: _Strip | None = None
    for run in runs:
        if run.message is None:
            continue
        if last and (last.message, last.colour) == (run.message, run.colour) and _beside(last, run):
            left, bottom, right, top = zip(last.box, run.box, strict=True)
            last = last._replace(box=(min(left), min(bottom), max(right), max(top)))
            continue
        if last:
            yield last
        last = _Strip(run.message, run.colour, run.size, run.box)
    if last:
        yield last


def _beside(strip: _Strip, run: Run) -> bool:
    lower = min(strip.box[3] - strip.box[1], run.box[3] - run.box[1])
    return abs(strip.size - run.size) < _ALIKE and shared(strip.box, run.box)[1] > lower / 2


def _faults(strip: _Strip, seen: Image.Image, ground: Image.Image, ink: Image.Image) -> Iterator[str]:
    painted = Image.composite(Image.new("RGBA", seen.size, strip.colour), ground, ink)
    difference = ImageChops.difference(seen, painted)
    if _plain(strip.colour, difference, ground, ink):
        return
    red, green, blue, _ = difference.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    wanted = ink.point(_IS_INK)
    shown = ImageChops.darker(wanted, most.point(_IS_RIGHT))
    cells = max(1, round(ink.width / (strip.size * _SCALE * 0.6)))
    if _worst_cell(wanted, shown, cells) < _LEAST_COVERAGE:
        yield "letters that cannot be seen"
    elif _struck(wanted, shown, ground, strip.colour):
        yield "letters that are struck out"
    weakest = _weakest_contrast(strip.colour, ground, wanted)
    if weakest < NORMAL_TEXT:
        yield f"letters with a contrast of {weakest:.1f}:1, where {NORMAL_TEXT}:1 is the least"


def _plain(colour: str, difference: Image.Image, ground: Image.Image, ink: Image.Image) -> bool:
    """Whether nothing can be wrong: every pixel is as it must be, and the ground all of one colour, far from `colour`.

    It is so for nearly every strip of a good leaflet, and told in a third of the time.
    """
    lows, highs = zip(*ground.getextrema()[:3], strict=True)
    most = max(high for _, high in difference.getextrema()[:3])  # type: ignore[misc]
    return (
        lows == highs
        and most < _DIFFERENCE
        and ink.getextrema()[1] >= _INK_LEVEL  # type: ignore[operator]  # of one channel
        and any(abs(one - other) >= _APART for one, other in zip(lows, bytes.fromhex(colour[1:]), strict=True))
        and _ratio(colour, lows) >= NORMAL_TEXT
    )


def _pixels(box: Box, height: int) -> _Area:
    left, bottom, right, top = (edge * _SCALE for edge in box)
    return math.floor(left), math.floor(height - top), math.ceil(right) + 1, math.ceil(height - bottom) + 1


def _around(boxes: Iterable[_Area], width: int, height: int) -> _Area:
    """What holds all `boxes`, as far as it lies on the sheet."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = min(max(0, min(lefts)), width - 1), min(max(0, min(tops)), height - 1)
    return left, top, max(left + 1, min(width, max(rights))), max(top + 1, min(height, max(bottoms)))


def _worst_cell(wanted: Image.Image, shown: Image.Image, cells: int) -> float:
    """The least share of the ink that is shown in any of `cells` strips of about a letter's width."""
    means = [image.resize((cells, 1), Image.Resampling.BOX).tobytes() for image in (wanted, shown)]
    shares = [there / here for here, there in zip(*means, strict=True) if here > _LEAST_INK * 255]
    return min(shares, default=0.0 if wanted.getbbox() is None else 1.0)


def _struck(wanted: Image.Image, shown: Image.Image, ground: Image.Image, colour: str) -> bool:
    """Whether a line runs through the letters, behind or over them, in their colour or another.

    Rows with little ink do not count: a rule may cross the ends of descenders.
    """
    red, green, blue, _ = ImageChops.difference(ground, Image.new("RGBA", ground.size, colour)).split()
    apart = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(_IS_APART)
    clear = ImageChops.darker(shown, apart)
    rows = [image.resize((1, image.height), Image.Resampling.BOX).tobytes() for image in (wanted, clear)]
    least = _FULL_ROW * max(rows[0])
    return any(here >= least and there < _CLEAR_ROW * here for here, there in zip(*rows, strict=True))


def _weakest_contrast(colour: str, ground: Image.Image, ink: Image.Image) -> float:
    """The least contrast of `colour` with what is behind the ink, but for a stray 1 % of it."""
    colours = _colours(ground, ink)
    if len(colours) > _MANY_COLOURS:
        colours = _colours(ImageOps.posterize(ground.convert("RGB"), 5), ink)
    stray = _STRAY * sum(count for count, _ in colours)
    ranked = sorted((_ratio(colour, shade), count) for count, shade in colours)
    sums = accumulate(count for _, count in ranked)
    return next((contrast for (contrast, _), passed in zip(ranked, sums, strict=True) if passed > stray), 21.0)


def _colours(ground: Image.Image, ink: Image.Image) -> list[tuple[int, tuple[int, int, int]]]:
    """How many pixels under the ink have each colour; it becomes the alpha of `ground`."""
    ground.putalpha(ink)
    found: Any = ground.getcolors(ground.width * ground.height)  # it has a place for each pixel, so it is not None
    return [(count, (red, green, blue)) for count, (red, green, blue, inked) in found if inked]


@lru_cache(maxsize=4096)
def _ratio(colour: str, shade: tuple[int, int, int]) -> float:
    return ratio(colour, "#" + bytes(shade).hex())


def _ink(page: pypdfium2.PdfPage, runs: Sequence[Run], area: _Area) -> Image.Image:
    """How much of each pixel the letters of `runs` cover: 255 for all of it."""
    own = {run.handle for run in runs}
    for run in runs:
        pdfium.set_fill(run.handle, 0, 0, 0, 255)
        pdfium.set_stroke(run.handle, 0, 0, 0, 255)
        _unclip(run)
    with inactive(handle for handle in objects(page) if handle not in own):
        return ImageChops.invert(_picture(page, area).getchannel("R"))


def _unclip(run: Run) -> None:
    """Grow what the run is clipped to about its middle, so far that it clips nothing."""
    x, y = (run.box[0] + run.box[2]) / 2, (run.box[1] + run.box[3]) / 2
    pdfium.transform_clip(run.handle, _FAR, 0, 0, _FAR, x - _FAR * x, y - _FAR * y)


def _picture(page: pypdfium2.PdfPage, area: _Area) -> Image.Image:
    """The `area` of the page as it is printed, annotations and all.

    All three are rendered in colour: pdfium places glyphs up to a pixel elsewhere in grey.
    """
    left, top, right, bottom = area
    width, height = right - left, bottom - top
    whole = math.ceil(page.get_width() * _SCALE), math.ceil(page.get_height() * _SCALE)
    pixels = bytearray(b"\xff") * (width * 4 * height)
    memory = (ctypes.c_ubyte * len(pixels)).from_buffer(pixels)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, memory, width * 4)
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
    raw.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *whole, 0, flags)
    raw.FPDFBitmap_Destroy(bitmap)
    # The fourth channel says nothing; with it the pixels are not copied.
    return Image.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1)
