"""Lines that were already set, remembered: of a text that is measured first, or of a leaflet that is laid out again.

A line is what WeasyPrint 70 made of the same text in the same style and width. It is forgotten with its leaflet.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.layout import inline, preferred

from handouts.weasyprint_patches.patch import Patch
from handouts.weasyprint_patches.text_styles import text_style

_LINES: dict[tuple[Any, ...], tuple[Any, ...]] = {}
_MOST = 5000
"""So many lines are remembered; a leaflet of ten pages has 2000."""


def forget_lines() -> None:
    """Forget all lines: the next document has others."""
    _LINES.clear()


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
    wanted = (known, text, max_width, justification_spacing, is_line_start, minimum, style["white_space"])
    line = _LINES.get(wanted)
    if line is None:
        line = SPLIT.kept(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        if not known.is_plain:
            return line
        if len(_LINES) >= _MOST:
            _LINES.clear()
        _LINES[wanted] = line
    return copy(line[0]), *line[1:]  # who draws a line changes its layout


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
