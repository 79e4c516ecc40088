"""The order of the safety messages on the pages: each begins where the one before has ended, as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handouts.proof.ink_runs import Run
from handouts.proof.text import Printed

_LATER_STARTS = 2
"""The second safety section may stand before the first, and the notices of the first page stand before both."""

_SLACK = 0.5
"""Share of the size by which letters of one line stand higher than others of it."""


@dataclass(frozen=True)
class _Extent:
    """Where a message is: the pages it begins and ends on, its first and last line's tops there, and its sides.

    Heights are counted from the top down, in points below the lower left corner.
    """

    start: tuple[int, float]
    end: tuple[int, float]
    left: float
    right: float
    size: float


def out_of_order(messages: Sequence[Printed], runs: Mapping[Printed, Sequence[tuple[int, Run]]]) -> Iterator[Printed]:
    """Those of `messages` that begin before one that precedes them has ended; `runs` tell the page index of each run.

    A message beside an earlier one, such as an item beside its heading, is in order.
    """
    group: list[_Extent] = []
    everything: list[_Extent] = []
    later_starts = 0
    for message in messages:
        extent = _extent([(page, run) for page, run in runs.get(message, ()) if run.area > 0])
        if extent is None:
            continue
        if any(_before(extent.start, other.end, _SLACK * other.size) and not _beside(extent, other) for other in group):
            first = min(other.start for other in everything)
            if later_starts < _LATER_STARTS and _before(extent.end, first, 0):
                later_starts += 1
                group.clear()
            else:
                yield message
        group.append(extent)
        everything.append(extent)


def _extent(runs: Sequence[tuple[int, Run]]) -> _Extent | None:
    if not runs:
        return None
    tops = [(page, -run.box[3]) for page, run in runs]
    lefts, rights = [run.box[0] for _, run in runs], [run.box[2] for _, run in runs]
    return _Extent(min(tops), max(tops), min(lefts), max(rights), max(run.size for _, run in runs))


def _before(one: tuple[int, float], other: tuple[int, float], slack: float) -> bool:
    return one[0] < other[0] or (one[0] == other[0] and one[1] < other[1] - slack)


def _beside(one: _Extent, other: _Extent) -> bool:
    return one.start[0] == other.end[0] and (one.left >= other.right or one.right <= other.left)
