"""Pango's lists of attributes given back: WeasyPrint 70 keeps one for good with every text that asks for font features.

`weasyprint.text.line_break.Layout.setup` makes a list and an attribute and frees neither: 0.2 MB a leaflet, as its own
style sheet asks for figures of one width in the markers of lists, and ours for no ligatures.
"""

from __future__ import annotations

from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

from handouts.weasyprint_patches.patch import Patch


def _setup(layout: Any, style: Any) -> None:
    """What WeasyPrint does, with an attribute of the layout's own, and one owner of their list: the layout."""
    style.font_config.font_features.clear()  # an attribute belongs to one list, and ends with it
    SETUP.kept(layout, style)
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes != ffi.NULL:
        pango.pango_attr_list_unref(attributes)


SETUP = Patch.of(line_break.Layout, "setup", "fb227a55094f", _setup)
PATCHES = (SETUP,)
