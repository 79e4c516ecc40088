"""Pango's layouts used again: WeasyPrint 70 makes one for each line, each word that it measures and each text it draws.

A layout is set up with a style's fonts, language and attributes, which takes longer than to set a line in it. An idle
one of the same text style does as well. Letters and words that are set apart, tabs and lines of their own in a text are
left to WeasyPrint; a layout that had them is not used again.

WeasyPrint gives lists of attributes, one for each text that asks for font features, not back: 0.2 MB a leaflet, as its
own style sheet asks for figures of one width in the markers of lists, and ours for no ligatures.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_WRAP_MODE
from weasyprint.text.ffi import ffi, pango

from handouts.weasyprint_patches.patch import Patch
from handouts.weasyprint_patches.text_styles import text_style

_IDLE = 4
"""So many layouts are kept of a text style; more than two at a time are not in use."""


def _setup(layout: Any, style: Any) -> None:
    """Give `layout` an idle layout of Pango, or a new one."""
    known = text_style(style)
    if known.idle:
        vars(layout).update(known.idle.pop(), style=style, first_line_direction=0)
        return
    style.font_config.font_features.clear()  # an attribute belongs to one list, and ends with it
    SETUP.kept(layout, style)
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL and known.is_plain and known.breaks_words:
        attributes = pango.pango_attr_list_new()
        pango.pango_layout_set_attributes(layout.layout, attributes)
    if attributes != ffi.NULL:
        if known.is_plain and known.breaks_words:
            pango.pango_attr_list_insert(attributes, pango.pango_attr_insert_hyphens_new(False))  # in the whole text
        pango.pango_attr_list_unref(attributes)  # the layout is their one owner
    layout.is_plain = known.is_plain


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Set a text that asks for no attributes of its own; all others as WeasyPrint does."""
    if layout.is_plain and not (justify and layout.justification_spacing) and "\n" not in text and "\t" not in text:
        layout.text = text
        data = text.encode().replace(b"\0", b"")
        pango.pango_layout_set_text(layout.layout, data, len(data))
    else:
        layout.is_plain = False
        SET_TEXT.kept(layout, text, justify)


def _deactivate(layout: Any) -> None:
    """Have the layout of Pango ready for the next text, as new."""
    idle = text_style(layout.style).idle
    if layout.is_plain and len(idle) < _IDLE:
        pango.pango_layout_set_width(layout.layout, -1)
        pango.pango_layout_set_wrap(layout.layout, PANGO_WRAP_MODE["WRAP_WORD"])
        pango.pango_layout_set_single_paragraph_mode(layout.layout, False)
        pango.pango_layout_set_ellipsize(layout.layout, pango.PANGO_ELLIPSIZE_NONE)
        idle.append({name: value for name, value in vars(layout).items() if name in _SET_UP})
    DEACTIVATE.kept(layout)


_METRICS = ("ascent", "underline_position", "underline_thickness", "strikethrough_position", "strikethrough_thickness")
_SET_UP = frozenset(("layout", "language", "is_plain", *_METRICS))
"""What `setup` gives a layout, for any text of the style."""

SETUP = Patch.of(line_break.Layout, "setup", "fb227a55094f", _setup)
SET_TEXT = Patch.of(line_break.Layout, "set_text", "fe23ca9937db", _set_text)
DEACTIVATE = Patch.of(line_break.Layout, "deactivate", "bfec3ec8406e", _deactivate)
PATCHES = (SETUP, SET_TEXT, DEACTIVATE)
