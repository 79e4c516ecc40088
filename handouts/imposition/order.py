"""Which pages stand side by side on a booklet's sheets: one signature, all sheets folded together."""

from __future__ import annotations

from typing import NamedTuple

from handouts.bidi import Direction

THICK = 40
"""The most pages that fold well: ten sheets of office paper are 1 mm thick, and the inner pages creep out of more."""


class Side(NamedTuple):
    """One side of a sheet: the indices from 0 of the pages on its left and right half, `None` where it is blank."""

    left: int | None
    right: int | None


def sides(pages: int, direction: Direction) -> list[Side]:
    """The sides of the sheets for a booklet of so many `pages`, in the order in which they are printed.

    They are the front and the back of the outermost sheet, then of the next one inwards, for a printer that turns the
    sheet over its short edge. A book is bound where its lines begin: on the left, or with the `direction` "rtl" on the
    right. What is left blank is at the end, so that the first page is the cover.
    """
    slots = -(-pages // 4) * 4
    found = []
    for leaf in range(slots // 2):
        # A front has a page before the fold on its far half, a back on its near one.
        outer, inner = slots - 1 - leaf, leaf
        near, far = (outer, inner) if leaf % 2 == 0 else (inner, outer)
        left, right = (near, far) if direction == "ltr" else (far, near)
        found.append(Side(*(slot if slot < pages else None for slot in (left, right))))
    return found
