"""What WeasyPrint 70 works out anew for each box, of its style alone: worked out once for a style.

Lengths that do not depend on the box around it; and what is in the flow, in one question instead of five.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

from weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floats

from handouts.weasyprint_patches.patch import Patch

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in _SIDES),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
)
_ASKED = (*_LENGTHS, *(f"border_{side}_width" for side in _SIDES), "box_sizing", "border_collapse")
_values = itemgetter(*_ASKED)


@lru_cache(1024)
def _used(values: tuple[Any, ...]) -> dict[str, Any] | None:
    """The lengths of a box for the `values` of its style, when they are the same in any containing block."""
    if not all(value == "auto" or getattr(value, "unit", None) == "px" for value in values[: len(_LENGTHS)]):
        return None
    box = SimpleNamespace(style=dict(zip(_ASKED, values, strict=True)))
    RESOLVE[0].kept(box, (0, 0))
    del box.style
    return vars(box)


def _resolve(box: Any, containing_block: Any) -> None:
    style = box.style
    if style["border_collapse"] == "collapse" and type(box) not in (LineBox, TextBox):
        used = None  # the borders of cells are their own
    else:
        used = _used(_values(style))
    if used and isinstance(box, Box):  # not what stands for one: it has attributes of its own
        vars(box).update(used)
    else:
        RESOLVE[0].kept(box, containing_block)


RESOLVE = tuple(
    Patch.of(module, "resolve_percentages", "71673078096f", _resolve)
    for module in (percent, absolute, block, column, floats, grid, inline, page, table)
)


def _is_in_normal_flow(box: Any) -> bool:
    style = box.style
    return style["float"] == "none" and style["position"] in ("static", "relative")


IN_FLOW = Patch.of(Box, "is_in_normal_flow", "5f49d6ab23da", _is_in_normal_flow)
PATCHES = (*RESOLVE, IN_FLOW)
