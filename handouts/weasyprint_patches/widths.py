"""Boxes that are as wide as their content: what is narrower than its room is not measured word by word.

WeasyPrint 70 sets each word of the text to learn how narrow it could be, though it has all the room that it wants: the
numbers of lists, and what floats.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import absolute, inline
from weasyprint.layout import float as floats
from weasyprint.layout.preferred import max_content_width

from handouts.weasyprint_patches.patch import Patch


def _shrink_to_fit(context: Any, box: Any, available_content_width: float) -> float:
    """How wide `box` is, which would like to be as wide as its content, in CSS px."""
    widest: float = max_content_width(context, box, outer=False)
    if widest < available_content_width:
        return widest
    fitted: float = SHRINK.kept(context, box, available_content_width)
    return fitted


SHRINK = Patch.of(absolute, "shrink_to_fit", "38ecf6d5c643", _shrink_to_fit)
PATCHES = (SHRINK, *(Patch.of(user, SHRINK.name, SHRINK.source, _shrink_to_fit) for user in (floats, inline)))
