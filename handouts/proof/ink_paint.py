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

import numpy as np
import pypdfium2
from numpy.typing import NDArray
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

_GAP = 6
"""Pixels between strips that are rendered together: the lines of a paragraph."""

_Size = tuple[int, int]
"""Width and height in pixels of the whole page's rendering."""

_Area = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the whole page's rendering."""


def paint_faults(page: pypdfium2.PdfPage, runs: Sequence[Run]) -> list[tuple[Printed, str]]:
    """What is wrong with the paint of `runs`, text of safety messages on `page`.

    It leaves the page changed: they are black and not clipped afterwards.
    """
    runs = [run for run in runs if run.area > 0]
    width, height = page.get_size()
    sheet = math.ceil(width * _SCALE), math.ceil(height * _SCALE)
    bands = list(_bands(_strips(runs), sheet))
    areas = [area for area, _ in bands]
    found: list[tuple[int, Printed, str]] = []
    seen = _pictures(page, sheet, areas)
    with inactive(run.handle for run in runs):
        ground = _pictures(page, sheet, areas)
    ink = _ink(page, runs, sheet, areas)
    for (area, strips), *pictures in zip(bands, seen, ground, ink, strict=True):
        places = [(strip, _within(area, _pixels(strip.box, sheet[1]))) for strip in strips if not _thin(strip)]
        if not _all_plain(places, *pictures):
            for strip, place in places:
                faults = _faults(strip, *(picture.crop(place) for picture in pictures))
                found += [(strip.number, strip.message, fault) for fault in faults]
    found.sort(key=lambda fault: fault[0])
    return [(message, fault) for _, message, fault in found]


class _Strip(NamedTuple):
    """Runs of one message side by side on a line, in one colour and size, the box around them, and its place in all."""

    number: int
    message: Printed
    colour: str
    size: float
    box: Box


def _strips(runs: Iterable[Run]) -> Iterator[_Strip]:
    """The runs put together: in some scripts each word is one, and to look at each would take three times as long."""
    last: _Strip | None = None
    number = 0
    for run in runs:
        if run.message is None:
            continue
        if last and (last.message, last.colour) == (run.message, run.colour) and _beside(last, run):
            left, bottom, right, top = zip(last.box, run.box, strict=True)
            last = last._replace(box=(min(left), min(bottom), max(right), max(top)))
            continue
        if last:
            yield last
        last = _Strip(number, run.message, run.colour, run.size, run.box)
        number += 1
    if last:
        yield last


def _beside(strip: _Strip, run: Run) -> bool:
    lower = min(strip.box[3] - strip.box[1], run.box[3] - run.box[1])
    return abs(strip.size - run.size) < _ALIKE and shared(strip.box, run.box)[1] > lower / 2


def _bands(strips: Iterable[_Strip], sheet: _Size) -> Iterator[tuple[_Area, list[_Strip]]]:
    """The strips put together from the top down, those with little between them in one area to be rendered.

    Only where they stand is rendered: that is a fifth of what they are spread over.
    """
    group: list[_Strip] = []
    boxes: list[_Area] = []
    for box, strip in sorted(((_pixels(strip.box, sheet[1]), strip) for strip in strips), key=lambda pair: pair[0][1]):
        if boxes and box[1] > max(bottom for *_, bottom in boxes) + _GAP:
            yield _around(boxes, *sheet), group
            group, boxes = [], []
        group.append(strip)
        boxes.append(box)
    if boxes:
        yield _around(boxes, *sheet), group


def _thin(strip: _Strip) -> bool:
    """Whether it is a vowel sign that is thinner than a pixel and stands alone, as in Yiddish."""
    return min(strip.box[2] - strip.box[0], strip.box[3] - strip.box[1]) * _SCALE < 1


def _within(area: _Area, box: _Area) -> _Area:
    """`box` counted from the upper left corner of `area`."""
    return box[0] - area[0], box[1] - area[1], box[2] - area[0], box[3] - area[1]


def _all_plain(
    places: Sequence[tuple[_Strip, _Area]], seen: Image.Image, ground: Image.Image, ink: Image.Image
) -> bool:
    """Whether nothing can be wrong with strips of one colour: all around them is as it must be, and each has ink."""
    colours = {strip.colour for strip, _ in places}
    return (
        len(colours) == 1
        and _is_plain(colours.pop(), seen, ground, ink)
        and all(_has_ink(ink.crop(place)) for _, place in places)
    )


def _is_plain(colour: str, seen: Image.Image, ground: Image.Image, ink: Image.Image) -> bool:
    """Whether the ground is all of one shade, far from `colour`, and every pixel is as it must be.

    It is so for nearly every strip of a good leaflet, and told in a third of the time.
    """
    pixels = ground.tobytes()
    if pixels != pixels[:4] * (len(pixels) // 4):
        return False
    shade, own = (pixels[0], pixels[1], pixels[2]), bytes.fromhex(colour[1:])
    if _ratio(colour, shade) < NORMAL_TEXT or all(abs(a - b) < _APART for a, b in zip(own, shade, strict=True)):
        return False
    painted = _blends(own, shade).take(np.asarray(ink)).view(np.uint8)
    found = np.asarray(seen).reshape(painted.shape)
    return bool((np.maximum(found, painted) - np.minimum(found, painted)).max() < _DIFFERENCE)


@lru_cache(maxsize=256)
def _blends(colour: bytes, shade: tuple[int, int, int]) -> NDArray[np.uint32]:
    """The pixel, as one number, where so much of 255 is covered with `colour` on `shade`."""
    ink = np.arange(256)[:, None]
    blended = (np.array([*colour, 255]) * ink + np.array([*shade, 255]) * (255 - ink) + 127) // 255
    return blended.astype(np.uint8).view(np.uint32).ravel()


def _has_ink(ink: Image.Image) -> bool:
    return ink.getextrema()[1] >= _INK_LEVEL  # type: ignore[operator]  # of one channel


def _faults(strip: _Strip, seen: Image.Image, ground: Image.Image, ink: Image.Image) -> Iterator[str]:
    if _has_ink(ink) and _is_plain(strip.colour, seen, ground, ink):
        return
    painted = Image.composite(Image.new("RGBA", seen.size, strip.colour), ground, ink)
    difference = ImageChops.difference(seen, painted)
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


def _ink(page: pypdfium2.PdfPage, runs: Sequence[Run], sheet: _Size, areas: Sequence[_Area]) -> list[Image.Image]:
    """How much of each pixel the letters of `runs` cover: 255 for all of it."""
    own = {run.handle for run in runs}
    for run in runs:
        pdfium.set_fill(run.handle, 0, 0, 0, 255)
        pdfium.set_stroke(run.handle, 0, 0, 0, 255)
        _unclip(run)
    with inactive(handle for handle in objects(page) if handle not in own):
        return [ImageChops.invert(picture.getchannel("R")) for picture in _pictures(page, sheet, areas)]


def _unclip(run: Run) -> None:
    """Grow what the run is clipped to about its middle, so far that it clips nothing."""
    x, y = (run.box[0] + run.box[2]) / 2, (run.box[1] + run.box[3]) / 2
    pdfium.transform_clip(run.handle, _FAR, 0, 0, _FAR, x - _FAR * x, y - _FAR * y)


def _pictures(page: pypdfium2.PdfPage, sheet: _Size, areas: Iterable[_Area]) -> list[Image.Image]:
    """The `areas` of the page as it is printed, annotations and all, where the `sheet` is so large.

    All three are rendered in colour: pdfium places glyphs up to a pixel elsewhere in grey.
    """
    place = pdfium.address(page)
    return [_picture(place, sheet, area) for area in areas]


def _picture(page: int, sheet: _Size, area: _Area) -> Image.Image:
    left, top, right, bottom = area
    width, height = right - left, bottom - top
    pixels = bytearray(b"\xff") * (width * 4 * height)
    memory = ctypes.addressof(ctypes.c_ubyte.from_buffer(pixels))
    bitmap = pdfium.create_bitmap(width, height, raw.FPDFBitmap_BGRx, memory, width * 4)
    pdfium.render_page(bitmap, page, -left, -top, *sheet, 0, raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER)
    pdfium.destroy_bitmap(bitmap)
    # The fourth channel says nothing; with it the pixels are not copied.
    return Image.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1)
