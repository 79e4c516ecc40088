"""The safety messages as an eye sees them, measured on the rendered page.

Each page is rendered three times with pdfium: as it is, without the safety messages, and with nothing else. Where
the first two differ, a reader sees the messages; where the third has ink, there should be some. That finds text
that is white on white, transparent, covered, clipped or blended away, however it came about.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from handouts.contrast import NORMAL_TEXT, ratio
from handouts.problems import Problem
from handouts.proof.text import Printed, short

_SCALE = 2.0
"""Pixels a point: 144 dpi, where strokes of 12 pt text are two pixels wide."""

_SIZE_TOLERANCE = 0.98
_LEAST_COVERAGE = 0.6
_LEAST_INK = 0.02
_INK_LEVEL = 48
_EDGE = 14.0
"""Points from the edge of the sheet within which office printers do not print (5 mm)."""

_OVERLAP = 0.25
_BESIDE = 0.2
_LEAST_ADVANCE = 0.2
_HINT_OFF = "A word may be too long for its place, or a template or a style sheet moves it; mend that."
_HINT = "A template or a style sheet does this. Take that out: the safety sections must be plain to see."


@dataclass(frozen=True)
class _Run:
    """A text object of a page: its handle, message, box (left, bottom, right, top) and size in points.

    `message` is empty, and `least`, the smallest size that it may have, is 0 for text that is not of a safety section.
    `upright` is neither turned nor mirrored, `shown` painted and opaque, `furniture` an artifact of the page.
    """

    handle: raw.FPDF_PAGEOBJECT
    message: str
    least: float
    box: tuple[float, float, float, float]
    size: float
    upright: bool
    colour: str
    shown: bool
    furniture: bool

    @property
    def area(self) -> float:
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


def ink_problems(data: bytes, messages: list[Printed]) -> list[Problem]:
    """A problem for each of `messages` that cannot be read on the pages of the PDF `data`."""
    faults: dict[tuple[str, str], None] = {}
    runs_of: dict[str, list[_Run]] = {}
    others: list[Problem] = []
    document = pypdfium2.PdfDocument(data)
    try:
        for index, page in enumerate(document):
            everything = list(_runs(page, index, messages))
            runs = [run for run in everything if run.message]
            for run in runs:
                runs_of.setdefault(run.message, []).append(run)
            sheet = page.get_size()
            if any(run.area > 0 and not _on_sheet(run, sheet) for run in everything if not run.message):
                others.append(Problem("proof-off-sheet", f"letters stand off page {index + 1}", hint=_HINT_OFF))
            if runs:
                found = [*_form_faults(runs, sheet), *_overlaps(everything), *_hidden(page, runs)]
                faults |= dict.fromkeys((message, fault) for message, fault in found)
        for message in messages:
            fault = _missing(message, runs_of.get(message.text, []))
            if fault:
                faults[message.text, fault] = None
    finally:
        document.close()
    return others + [Problem("safety-hidden", f"{fault}: “{short(text)}”", hint=_HINT) for text, fault in faults]


def _runs(page: pypdfium2.PdfPage, index: int, messages: list[Printed]) -> Iterator[_Run]:
    by_mark = {mark: message for message in messages for mark in message.marks if mark[0] == index}
    for number in range(raw.FPDFPage_CountObjects(page)):
        handle = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(handle) == raw.FPDF_PAGEOBJ_TEXT:
            message = by_mark.get((index, raw.FPDFPageObj_GetMarkedContentID(handle)))
            yield _run(handle, message.text if message else "", message.least if message else 0)


def _run(handle: raw.FPDF_PAGEOBJECT, message: str, least: float) -> _Run:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(handle, matrix)
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(handle, size)
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(handle, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    channels = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(handle, *channels)
    red, green, blue, alpha = (channel.value for channel in channels)
    height, width = math.hypot(matrix.c, matrix.d), math.hypot(matrix.a, matrix.b)
    return _Run(
        handle,
        message,
        least,
        (left, bottom, right, top),
        size.value * min(height, width),
        upright=matrix.a > 0 and matrix.d > 0 and abs(matrix.b) < 0.01 * width and abs(matrix.c) < 0.4 * height,
        colour=f"#{red:02x}{green:02x}{blue:02x}",
        shown=alpha == 255 and raw.FPDFTextObj_GetTextRenderMode(handle) in (0, 2),
        furniture=_is_artifact(handle),
    )


def _is_artifact(handle: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether a page object is furniture of the page, marked as an artifact (ISO 32000-1, 14.8.2.2)."""
    for number in range(raw.FPDFPageObj_CountMarks(handle)):
        name = (ctypes.c_ushort * 16)()
        mark = raw.FPDFPageObj_GetMark(handle, number)
        raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.c_ulong())
        if bytes(name).decode("utf-16-le").rstrip("\0") == "Artifact":
            return True
    return False


def _form_faults(runs: list[_Run], sheet: tuple[float, float]) -> Iterator[tuple[str, str]]:
    for run in runs:
        left, bottom, right, top = run.box
        if right <= left or top <= bottom:
            continue  # white space
        if run.size < run.least * _SIZE_TOLERANCE:
            yield run.message, f"letters of {run.size:.1f} pt, where {run.least:g} pt is the least"
        if not run.upright:
            yield run.message, "letters that are turned or mirrored"
        if not run.shown:
            yield run.message, "letters that are transparent or not painted"
        if not _on_sheet(run, sheet):
            yield run.message, "letters off the printable part of the sheet"
        if any(not _within(run.box, clip) for clip in _clips(run.handle)):
            yield run.message, "letters that are cut off"


def _on_sheet(run: _Run, sheet: tuple[float, float]) -> bool:
    """Whether the run stands where an office printer prints."""
    return _within(run.box, (_EDGE, _EDGE, sheet[0] - _EDGE, sheet[1] - _EDGE))


def _within(box: tuple[float, float, float, float], clip: tuple[float, float, float, float]) -> bool:
    return box[0] >= clip[0] - 1 and box[1] >= clip[1] - 1 and box[2] <= clip[2] + 1 and box[3] <= clip[3] + 1


def _clips(handle: raw.FPDF_PAGEOBJECT) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of the paths that a page object is clipped to."""
    path = raw.FPDFPageObj_GetClipPath(handle)
    for number in range(max(raw.FPDFClipPath_CountPaths(path), 0) if path else 0):
        points = []
        for segment in range(raw.FPDFClipPath_CountPathSegments(path, number)):
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, number, segment), x, y)
            points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            yield min(xs), min(ys), max(xs), max(ys)


def _overlaps(runs: list[_Run]) -> Iterator[tuple[str, str]]:
    """Lines printed over each other. Vowel signs and the like, which belong over letters, are too small to count."""
    lines = [run for run in runs if run.box[2] - run.box[0] > run.size and run.box[3] - run.box[1] > run.size / 3]
    for first, second in combinations(lines, 2):
        if not (first.message or second.message):
            continue
        width = min(first.box[2], second.box[2]) - max(first.box[0], second.box[0])
        height = min(first.box[3], second.box[3]) - max(first.box[1], second.box[1])
        if first.furniture != second.furniture and height > _BESIDE * second.size:
            yield first.message or second.message, "letters among the head or the foot of the page"
        if width > 0 and height > 0 and width * height > _OVERLAP * min(first.area, second.area):
            yield first.message or second.message, "letters printed over other letters"


def _missing(message: Printed, runs: list[_Run]) -> str | None:
    """Why `message` cannot be whole with the text objects `runs`, judged by the room they take."""
    letters = sum(char.isalnum() for char in message.text)
    if not any(run.area > 0 for run in runs):
        return "letters that are not on the page"
    if sum((run.box[2] - run.box[0]) / run.size for run in runs if run.size) < _LEAST_ADVANCE * letters:
        return "letters pressed together"
    return None


def _hidden(page: pypdfium2.PdfPage, runs: list[_Run]) -> Iterator[tuple[str, str]]:
    """Runs of which a part cannot be seen, or only in too weak a contrast."""
    seen = _picture(page)
    with _inactive(run.handle for run in runs):
        ground = _picture(page)
    handles = {ctypes.addressof(run.handle.contents) for run in runs}
    others = [raw.FPDFPage_GetObject(page, number) for number in range(raw.FPDFPage_CountObjects(page))]
    with _inactive(handle for handle in others if ctypes.addressof(handle.contents) not in handles), _blackened(runs):
        alone = _picture(page)
    visible = (
        ImageChops.difference(seen, ground).convert("L").point(lambda level: 255 if level > _INK_LEVEL // 2 else 0)
    )
    wanted = ImageChops.invert(alone.convert("L")).point(lambda level: 255 if level > _INK_LEVEL else 0)
    shown = ImageChops.multiply(visible, wanted)
    height = seen.height
    for run in runs:
        if run.area <= 0:
            continue
        left, bottom, right, top = (edge * _SCALE for edge in run.box)
        box = (math.floor(left), math.floor(height - top), math.ceil(right) + 1, math.ceil(height - bottom) + 1)
        cells = max(1, round((box[2] - box[0]) / (run.size * _SCALE * 0.6)))
        if _worst_cell(wanted.crop(box), shown.crop(box), cells) < _LEAST_COVERAGE:
            yield run.message, "letters that cannot be seen"
        weakest = _weakest_contrast(run.colour, ground.crop(box), wanted.crop(box))
        if weakest < NORMAL_TEXT:
            yield run.message, f"letters with a contrast of {weakest:.1f}:1, where {NORMAL_TEXT}:1 is the least"


def _worst_cell(wanted: Image.Image, shown: Image.Image, cells: int) -> float:
    """The least share of the ink that is shown in any of `cells` strips of about a letter's width."""
    means = [image.resize((cells, 1), Image.Resampling.BOX).tobytes() for image in (wanted, shown)]
    shares = [there / here for here, there in zip(*means, strict=True) if here > _LEAST_INK * 255]
    return min(shares, default=0.0 if wanted.getbbox() is None else 1.0)


def _weakest_contrast(colour: str, ground: Image.Image, ink: Image.Image) -> float:
    """The least contrast of `colour` with what is behind the ink; colours behind less than 1 % of it do not count."""
    counts: dict[tuple[int, ...], int] = {}
    pixels = struct.iter_unpack("3B", ground.tobytes())
    for pixel, covered in zip(pixels, ink.tobytes(), strict=True):
        if covered:
            counts[pixel] = counts.get(pixel, 0) + 1
    least = sum(counts.values()) / 100
    shades = ["#" + bytes(pixel).hex() for pixel, count in counts.items() if count >= least]
    return min((ratio(colour, shade) for shade in shades), default=21.0)


@contextmanager
def _inactive(handles: Iterator[raw.FPDF_PAGEOBJECT]) -> Iterator[None]:
    """The page objects `handles` are not rendered."""
    off = list(handles)
    for handle in off:
        raw.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in off:
            raw.FPDFPageObj_SetIsActive(handle, True)


@contextmanager
def _blackened(runs: list[_Run]) -> Iterator[None]:
    """The `runs` are painted black, so that their ink shows on white whatever its colour."""
    for run in runs:
        raw.FPDFPageObj_SetFillColor(run.handle, 0, 0, 0, 255)
    try:
        yield
    finally:
        for run in runs:
            raw.FPDFPageObj_SetFillColor(run.handle, *bytes.fromhex(run.colour[1:]), 255)


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    picture: Image.Image = page.render(scale=_SCALE, may_draw_forms=False).to_pil()
    return picture.convert("RGB")
