"""Lines: a text is shaped once to learn where its lines end, and each line once; what was set is remembered.

To find the end of a line, WeasyPrint 70 has Pango shape up to four times its text, then the line with one more word,
then the line alone. Here the whole text is shaped, which is all that most texts need, and then each line of a longer
one. Where that leaves a doubt, and for styles and texts that are not plain, WeasyPrint sets the line.

A line is forgotten with its document: WeasyPrint measures what flexes, floats or stands in a table first.
"""

from __future__ import annotations

import re
from math import inf
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.layout import inline, preferred

from handouts.weasyprint_patches.patch import Patch
from handouts.weasyprint_patches.shaped import Shaped, copy_of
from handouts.weasyprint_patches.text_styles import TextStyle, text_style

_ODD = re.compile("[\x00-\x1f\x7f\x85\xad\u2028\u2029]|  ")
"""Ends of lines, tabs and soft hyphens, which are set otherwise, and white space that is not collapsed."""


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
    found = lines.get(wanted)
    if found is None:
        if text and not justification_spacing and not _ODD.search(text):
            found = _line(text, style, context, max_width, is_line_start, minimum)
        if found is None:
            found = SPLIT.kept(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        lines[wanted] = found
    layout = copy_of(found[0])  # it may be changed when it is drawn
    layout.max_width = max_width
    return layout, *found[1:]


def _line(
    text: str, style: Any, context: Any, room: float | None, is_line_start: bool, minimum: bool
) -> tuple[Any, ...] | None:
    """The first line of `text` in the width `room`, or None where it is left to WeasyPrint."""
    if style["white_space"] not in ("normal", "nowrap", "pre-line") or style["word_break"] == "break-all":
        return None
    broken: dict[TextStyle, Shaped] = vars(context).setdefault("broken", {})
    known = text_style(style)
    whole = broken.get(known)
    if style["white_space"] == "nowrap" or room is None or whole is None or not whole.text.endswith(text):
        whole = _shaped(text, style, context)
        if style["white_space"] == "nowrap" or room is None or whole.width <= room:
            return whole.line
        broken[known] = whole  # the next text is the rest of it
    start = len(whole.text) - len(text)
    longest = style["hyphenate_limit_chars"][0] if style["hyphens"] == "auto" else inf
    wrap = style["overflow_wrap"]
    may_cut = is_line_start and (wrap == "anywhere" or (wrap == "break-word" and not minimum))
    end = whole.end(start, room, longest, may_cut=may_cut)
    if end is None:
        return None
    if end == len(whole.text):
        rest = _shaped(text, style, context)
        return rest.line if whole.is_as_wide(start, end, rest.width) else None
    own = whole.text[start:end]
    line = _shaped(own.rstrip(" "), style, context)
    if not line.text or not whole.is_as_wide(start, end, line.width):
        return None
    layout, length, _, *sizes = line.line
    return layout, length, len(own.encode()), *sizes


def _shaped(text: str, style: Any, context: Any) -> Shaped:
    texts: dict[tuple[TextStyle, str], Shaped] = vars(context).setdefault("texts", {})
    wanted = text_style(style), text
    if wanted not in texts:
        texts[wanted] = Shaped(text, style)
    return texts[wanted]


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
