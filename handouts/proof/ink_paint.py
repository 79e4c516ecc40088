"""The safety messages as they are painted, measured on renderings of the part of a page where they stand.

Renderings by pdfium tell it: the page as it is, and the messages alone in black with nothing that clips them. The
second says what the first must look like where the letters are painted as they claim, on a ground of one shade. Where
that is not so, a third, the page without the messages, says what is behind them: letters that do not look as they must
on it are covered, clipped, faded or blended away, however that came about.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageOps
from pypdfium2 import raw

from handouts.contrast import NORMAL_TEXT, ratio
from handouts.proof import pdfium
from handouts.proof.ink_runs import Run, inactive, objects
from handouts.proof.ink_strips import SCALE, Area, Size, Strip, bands, place, strips
from handouts.proof.text import Printed

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

_MANY_COLOURS = 512
_FAR = 1000.0
_WHITE = 0xFFFFFFFF

_Pixels = NDArray[np.uint32]
"""A picture: rows of pixels, each with its red, green and blue and a byte that says nothing."""

_Place = tuple[Strip, Area]
"""A strip and where it stands in a picture."""


def paint_faults(page: pypdfium2.PdfPage, runs: Sequence[Run]) -> list[tuple[Printed, str]]:
    """What is wrong with the paint of `runs`, text of safety messages on `page`.

    It leaves the page changed: they are black and not clipped afterwards.
    """
    runs = [run for run in runs if run.area > 0]
    width, height = page.get_size()
    sheet = math.ceil(width * SCALE), math.ceil(height * SCALE)
    groups = list(bands(strips(runs), sheet))
    areas = [area for area, _ in groups]
    found: list[tuple[int, Printed, str]] = []
    seen, ink = _pictures(page, sheet, areas), _ink(page, runs, sheet, areas)
    for (area, together), there, letters in zip(groups, seen, ink, strict=True):
        odd = _odd([(strip, place(strip, area, sheet)) for strip in together if not strip.thin], there, letters)
        if odd:
            with inactive(run.handle for run in runs):
                (ground,) = _pictures(page, sheet, [area])
            images = _image(there), ImageChops.invert(_image(letters).getchannel("R")), _image(ground)
            for strip, at in odd:
                faults = _faults(strip, *(image.crop(at) for image in images))
                found += [(strip.number, strip.message, fault) for fault in faults]
    found.sort(key=lambda fault: fault[0])
    return [(message, fault) for _, message, fault in found]


def _odd(places: Sequence[_Place], seen: _Pixels, ink: _Pixels) -> list[_Place]:
    """The strips that have no ink, or do not look as they must on a ground of one shade."""
    colours = {strip.colour for strip, _ in places}
    inked = [(strip, at) for strip, at in places if _has_ink(_part(ink, at))]
    if len(colours) == 1 and len(inked) == len(places) and _is_plain(colours.pop(), seen, ink):
        return []
    plain = [strip for strip, at in inked if _is_plain(strip.colour, _part(seen, at), _part(ink, at))]
    return [(strip, at) for strip, at in places if strip not in plain]


def _part(picture: _Pixels, area: Area) -> _Pixels:
    """What `picture` has of an area that may stand out of it."""
    left, top, right, bottom = area
    return picture[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]


def _has_ink(ink: _Pixels) -> bool:
    return bool(_red(ink).min(initial=255) <= 255 - _INK_LEVEL)


def _red(picture: _Pixels) -> NDArray[np.uint8]:
    return picture.view(np.uint8)[:, ::4]


def _is_plain(colour: str, seen: _Pixels, ink: _Pixels) -> bool:
    """Whether all that has no ink is of one shade, far from `colour`, and every pixel of the letters as it must be."""
    bare = ink == _WHITE
    shade = seen.flat[bare.argmax()]
    if not bare.any() or (bare & (seen != shade)).any():
        return False
    red, green, blue, _ = shade.tobytes()
    own, ground = bytes.fromhex(colour[1:]), (red, green, blue)
    if _ratio(colour, ground) < NORMAL_TEXT or all(abs(a - b) < _APART for a, b in zip(own, ground, strict=True)):
        return False
    letters = ~bare
    painted = _blends(own, ground).take(_red(ink)[letters]).view(np.uint8)
    found = seen[letters].view(np.uint8)
    return bool((np.maximum(found, painted) - np.minimum(found, painted)).max(initial=0) < _DIFFERENCE)


@lru_cache(maxsize=256)
def _blends(colour: bytes, shade: tuple[int, int, int]) -> NDArray[np.uint32]:
    """The pixel with `colour` on `shade` where one with black on white has this much of 255."""
    ink = np.arange(255, -1, -1)[:, None]
    blended = (np.array([*colour, 255]) * ink + np.array([*shade, 255]) * (255 - ink) + 127) // 255
    return blended.astype(np.uint8).view(np.uint32).ravel()


def _faults(strip: Strip, seen: Image.Image, ink: Image.Image, ground: Image.Image) -> Iterator[str]:
    painted = Image.composite(Image.new("RGBA", seen.size, strip.colour), ground, ink)
    difference = ImageChops.difference(seen, painted)
    red, green, blue, _ = difference.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    wanted = ink.point(_IS_INK)
    shown = ImageChops.darker(wanted, most.point(_IS_RIGHT))
    cells = max(1, round(ink.width / (strip.size * SCALE * 0.6)))
    if _worst_cell(wanted, shown, cells) < _LEAST_COVERAGE:
        yield "letters that cannot be seen"
    elif _struck(wanted, shown, ground, strip.colour):
        yield "letters that are struck out"
    weakest = _weakest_contrast(strip.colour, ground, wanted)
    if weakest < NORMAL_TEXT:
        yield f"letters with a contrast of {weakest:.1f}:1, where {NORMAL_TEXT}:1 is the least"


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


def _ink(page: pypdfium2.PdfPage, runs: Sequence[Run], sheet: Size, areas: Sequence[Area]) -> list[_Pixels]:
    """The letters of `runs` in black on white."""
    own = {run.handle for run in runs}
    for paint in (pdfium.set_fill, pdfium.set_stroke):
        pdfium.ask(paint, own, repeat(0), repeat(0), repeat(0), repeat(255))
    for run in runs:
        if run.clipped:
            _unclip(run)
    with inactive(handle for handle in objects(page) if handle not in own):
        return _pictures(page, sheet, areas)


def _unclip(run: Run) -> None:
    """Grow what the run is clipped to about its middle, so far that it clips nothing."""
    x, y = (run.box[0] + run.box[2]) / 2, (run.box[1] + run.box[3]) / 2
    pdfium.transform_clip(run.handle, _FAR, 0, 0, _FAR, x - _FAR * x, y - _FAR * y)


def _pictures(page: pypdfium2.PdfPage, sheet: Size, areas: Iterable[Area]) -> list[_Pixels]:
    """The `areas` of the page as it is printed, annotations and all, where the `sheet` is so large.

    All are rendered in colour: pdfium places glyphs up to a pixel elsewhere in grey.
    """
    return [_picture(pdfium.address(page), sheet, area) for area in areas]


def _picture(page: int, sheet: Size, area: Area) -> _Pixels:
    left, top, right, bottom = area
    width, height = right - left, bottom - top
    pixels = np.full((height, width), _WHITE, np.uint32)
    bitmap = pdfium.create_bitmap(width, height, raw.FPDFBitmap_BGRx, pixels.ctypes.data, width * 4)
    pdfium.render_page(bitmap, page, -left, -top, *sheet, 0, raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER)
    pdfium.destroy_bitmap(bitmap)
    return pixels


def _image(picture: _Pixels) -> Image.Image:
    """`picture` as Pillow has it; its fourth channel says nothing."""
    height, width = picture.shape
    return Image.frombuffer("RGBA", (width, height), picture, "raw", "RGBA", 0, 1)
