"""Pango's lists of attributes given back: WeasyPrint 70 keeps one for good with every text that asks for font features.

`weasyprint.text.line_break.Layout.setup` makes a list and an attribute and frees neither: 0.2 MB a leaflet, as its own
style sheet asks for figures of one width in the markers of lists, and ours for no ligatures. Nothing that is drawn
changes. Of any other version nothing is assumed, and it is left as it is.
"""

from __future__ import annotations

from typing import Any

import weasyprint
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

VERSION = "70.0"
"""The version of WeasyPrint that this is for; `tests/test_pango_memory.py` knows the code."""


def free_attributes() -> None:
    """Have all texts that WeasyPrint lays out from now on give back their lists of attributes, in this process."""
    if weasyprint.VERSION == VERSION and line_break.Layout.setup is not _setup:
        line_break.Layout.setup = _setup


_kept = line_break.Layout.setup


def _setup(layout: Any, style: Any) -> None:
    """What WeasyPrint does, with an attribute of the layout's own, and one owner of their list: the layout."""
    style.font_config.font_features.clear()  # an attribute belongs to one list, and ends with it
    _kept(layout, style)
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes != ffi.NULL:
        pango.pango_attr_list_unref(attributes)
