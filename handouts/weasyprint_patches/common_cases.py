"""What layout asks of every box, answered at once in the common case: no floats, no named pages, no background.

WeasyPrint 70 goes through all cases each time, for a thousand boxes of a leaflet: together they are 8 % of typesetting.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Any

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure.boxes import Box, LineBox, ParentBox
from weasyprint.layout import background, block, inline, preferred
from weasyprint.layout import float as floats
from weasyprint.text import line_break

from handouts.weasyprint_patches.patch import Patch

_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_IMAGES = ("border_image_source", "mask_border_source", "background_image")
_asked = itemgetter("background_color", "visibility", "box_shadow", *_IMAGES, *_RADII)
_NO_BACKGROUND = _asked(INITIAL_VALUES)
_FOUND = dict.fromkeys(_RADII, (0, 0)) | {"background": None}


def _collapse_margin(margins: list[float]) -> float:
    """What of adjoining `margins` is left, in CSS px."""
    return max(0, *margins) + min(0, *margins) if margins else 0


def _avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> tuple[float, float, float]:
    """Where `box` stands beside what floats, and how wide it may be."""
    style = box.style
    if outer or context.excluded_shapes or style["float"] != "none":
        collided: tuple[float, float, float] = AVOID.kept(context, box, containing_block, outer)
        return collided
    left = containing_block.content_box_x()
    right = left + containing_block.width
    left, right = left + box.margin_left, right - box.margin_right
    x = left
    if containing_block.style["direction"] == "rtl":
        x = right if isinstance(box, LineBox) else right - box.border_width()
    return x - box.margin_left, box.border_box_y() - box.margin_top, right - left


def _names_pages(box: Any) -> bool:
    """Whether `box` or one in it asks for pages of a name. What is laid out of it later, in parts, asks for no more."""
    known: bool | None = vars(box).get("names_pages")
    if known is None:
        children = (getattr(child, "_box", child) for child in box.children)
        known = box.names_pages = bool(box.style["page"]) or any(map(_names_pages, children))
    return known


def _page_values(box: Any) -> Any:
    """The names of the pages that `box` starts and ends on."""
    return VALUES.kept(box) if _names_pages(box) else ("", "")


def _layout_box_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Give `box` and those in it their backgrounds and the radii of their corners."""
    if box is page or not isinstance(box, Box) or not layout_children or style or _asked(box.style) != _NO_BACKGROUND:
        BACKGROUNDS.kept(page, box, get_image_from_uri, layout_children, style)
        return
    vars(box).update(_FOUND)
    for child in box.all_children():
        _layout_box_backgrounds(page, child, get_image_from_uri)


@lru_cache(4096)
def _can_break_between(letters: str, language: str | None) -> bool:
    return bool(CAN_BREAK[0].kept(letters, language))


def _can_break_text(text: str, language: str | None) -> bool:
    """Whether a line may end in `text`: two letters where elements meet, as a rule."""
    return _can_break_between(text, language) if len(text) == 2 else bool(CAN_BREAK[0].kept(text, language))


AVOID = Patch.of(floats, "avoid_collisions", "5fc7793c573a", _avoid_collisions)
VALUES = Patch.of(ParentBox, "page_values", "9bcfda076d19", _page_values)
BACKGROUNDS = Patch.of(background, "layout_box_backgrounds", "617a870678c8", _layout_box_backgrounds)
CAN_BREAK = tuple(
    Patch.of(module, "can_break_text", "4f3fb5ef1c23", _can_break_text) for module in (inline, preferred, line_break)
)
PATCHES = (
    Patch.of(block, "collapse_margin", "c91ad56f8171", _collapse_margin),
    AVOID,
    *(Patch.of(module, "avoid_collisions", AVOID.source, _avoid_collisions) for module in (block, inline)),
    VALUES,
    BACKGROUNDS,
    *CAN_BREAK,
)
