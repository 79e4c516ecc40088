"""Lines that were already set, remembered: WeasyPrint measures what flexes, floats or stands in a table first.

A line is what WeasyPrint 70 made of the same text in the same style and width. It is forgotten with its document.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.layout import inline, preferred

from handouts.weasyprint_patches.patch import Patch
from handouts.weasyprint_patches.text_styles import text_style


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """The first line of `text`, as WeasyPrint sets it, or set it before."""
    known = text_style(style)
    if not known.is_plain:
        return SPLIT.kept(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    lines: dict[tuple[Any, ...], tuple[Any, ...]] = vars(context).setdefault("lines", {})
    wanted = (known, text, max_width, justification_spacing, is_line_start, minimum, style["white_space"])
    if wanted not in lines:
        lines[wanted] = SPLIT.kept(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    layout, *found = lines[wanted]
    return copy(layout), *found  # it may be changed when it is drawn


def _strut(style: Any) -> Any:
    """The height of a line in `style` and its baseline."""
    height = style["line_height"]
    if check_math(height):
        return STRUT.kept(style)
    struts = text_style(style).struts
    if height not in struts:
        struts[height] = STRUT.kept(style)
    return struts[height]


SPLIT = Patch.of(inline, "split_first_line", "39ad1016863c", _split_first_line)
STRUT = Patch.of(inline, "strut", "b57885b70dd0", _strut)
PATCHES = (SPLIT, Patch.of(preferred, "split_first_line", SPLIT.source, _split_first_line), STRUT)
