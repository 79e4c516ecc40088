"""Where text stands: all of it in the content box of its page, furniture off it, and nothing over a safety message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handouts.proof.ink_runs import Box, Run, clip_boxes, shared, within
from handouts.proof.text import Printed

_MM = 72 / 25.4

_EDGE = 14.0
"""Points from the edge of the sheet within which office printers do not print (5 mm)."""

_OVERHANG = 0.15
"""Share of its size by which ink may hang out of the content box. J of Noto Sans Bold hangs out by 0.077, the last
letters of Nastaliq by 0.07, those of 43 other languages by less."""

_SLOPING, _SLOPING_OVERHANG = "Nastaliq", 0.4
"""Fonts whose letters stand in slopes: one that begins a line hangs out by 0.36, and one on a page's first line."""

_CLIPPED = 1.0
_OVERLAP = 0.25
_BESIDE = 0.2


def misplaced(runs: Sequence[Run], content: Box, sheet: tuple[float, float]) -> list[tuple[Run, str]]:
    """The `runs` of a page that do not stand where they belong, each with what is wrong, as `stand out of …`.

    `content` is the page's content box, `sheet` its width and height in points.
    """
    printable = printable_part(sheet)
    found = []
    for run in runs:
        if (not run.clipped and within(run.box, content)) or run.area <= 0:
            continue
        frame = content if run.mark >= 0 or touches(run, content) else printable
        where = _outside(run.box, frame, _OVERHANG * run.size)
        if where and _SLOPING in run.font:
            where = _outside(run.box, frame, _SLOPING_OVERHANG * run.size)
        if where:
            off = "the content box" if frame is content else "the printable part of the sheet"
            found.append((run, f"stand out of {off} {where}"))
        elif cut(run):
            found.append((run, "are cut off"))
    return found


def printable_part(sheet: tuple[float, float]) -> Box:
    """What office printers print of a sheet of this width and height."""
    return _EDGE, _EDGE, sheet[0] - _EDGE, sheet[1] - _EDGE


def cut(run: Run) -> bool:
    """Whether a clipping path ends within the run."""
    return run.clipped and any(not within(run.box, clip, _CLIPPED) for clip in clip_boxes(run.handle))


def touches(run: Run, content: Box) -> bool:
    """Whether a run stands in the content box, wholly or in part."""
    width, height = shared(run.box, content)
    return width > 0 and height > 0


def _outside(box: Box, frame: Box, slack: float) -> str:
    """By how many millimetres `box` stands out of `frame`, and where; empty when it does not."""
    out = {
        "at the left": frame[0] - box[0],
        "at the bottom": frame[1] - box[1],
        "at the right": box[2] - frame[2],
        "at the top": box[3] - frame[3],
    }
    return " and ".join(f"{side} by {length / _MM:.1f} mm" for side, length in out.items() if length > slack)


def overlaps(runs: Sequence[Run]) -> Iterator[tuple[Printed, str]]:
    """Lines printed over each other. Vowel signs and the like, which belong over letters, are too small to count."""
    lines = [run for run in runs if run.box[2] - run.box[0] > run.size and run.box[3] - run.box[1] > run.size / 3]
    lines.sort(key=lambda run: run.box[1])
    furniture = [run.furniture for run in lines]
    for place, first in enumerate(lines):
        left, _, right, top = first.box
        for other, second in enumerate(lines[place + 1 :], place + 1):
            if second.box[1] >= top:
                break
            apart = second.box[0] >= right or second.box[2] <= left
            message = first.message or second.message
            if message is None or (apart and furniture[place] == furniture[other]):
                continue
            width, height = shared(first.box, second.box)
            if furniture[place] != furniture[other] and height > _BESIDE * second.size:
                yield message, "letters among the head or the foot of the page"
            if width > 0 and height > 0 and width * height > _OVERLAP * min(first.area, second.area):
                yield message, "letters printed over other letters"
