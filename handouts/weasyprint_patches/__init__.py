"""What WeasyPrint 70.0 does at a price, done cheaper: the same boxes, the same bytes, less memory and less time.

Each patch takes the place of one function of WeasyPrint, in its own module of this room, with what it gave. What is
printed is the same with and without them, byte for byte but for kernings of 0, and `tests/weasyprint_patches` compares
it. They go when WeasyPrint does the same.
"""

from __future__ import annotations

from handouts.weasyprint_patches import (
    boxes,
    building,
    cascade,
    common_cases,
    drawing,
    html,
    hyphens,
    layouts,
    lines,
    pictures,
    styles,
    widths,
)
from handouts.weasyprint_patches.patch import Patch

ALL: tuple[Patch, ...] = (
    *boxes.PATCHES,
    *building.PATCHES,
    *cascade.PATCHES,
    *common_cases.PATCHES,
    *drawing.PATCHES,
    *html.PATCHES,
    *hyphens.PATCHES,
    *layouts.PATCHES,
    *lines.PATCHES,
    *pictures.PATCHES,
    *styles.PATCHES,
    *widths.PATCHES,
)


def apply_patches() -> None:
    """Have WeasyPrint, in this process and from now on, use every patch, when it is the version that they are for."""
    for patch in ALL:
        if not patch.is_applied:
            patch.apply()
