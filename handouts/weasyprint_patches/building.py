"""Anonymous boxes found in one walk through the boxes of a leaflet, few of which are tables or flexible.

WeasyPrint 70 walks through them for tables, for flexible boxes, for grids, for lines, and for blocks in lines, and asks
six times of all children of each whether they must be wrapped.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import (
    BlockLevelBox,
    FlexContainerBox,
    GridContainerBox,
    InlineBox,
    ParentBox,
    TableColumnBox,
    TableColumnGroupBox,
)

from handouts.weasyprint_patches.patch import Patch


def _in_containers(box: Any, mixed: list[Any]) -> Any:
    """`box` with what tables, flexible boxes and grids ask of it and of those inside it.

    Collects in `mixed` the boxes of lines that may hold blocks.
    """
    if not isinstance(box, ParentBox):
        return box
    if box.is_running():
        mixed += [box] if isinstance(box, InlineBox) else []
        return box
    children = [_in_containers(child, mixed) for child in box.children]
    if isinstance(box, InlineBox) and any(isinstance(child, BlockLevelBox) for child in children):
        mixed.append(box)
    of_table = box.tabular_container or isinstance(box, (TableColumnBox, TableColumnGroupBox))
    if of_table or any(child.internal_table_or_caption for child in children):
        box = build.table_boxes_children(box, children)
    else:
        box.children = children
    if isinstance(box, FlexContainerBox):
        box.children = build.flex_children(box, box.children)
    elif isinstance(box, GridContainerBox):
        box.children = build.grid_children(box, box.children)
    return box


def _create_anonymous_boxes(box: Any) -> Any:
    mixed: list[Any] = []
    box = build.inline_in_block(_in_containers(box, mixed))
    return build.block_in_inline(box) if mixed else box


ANONYMOUS = Patch.of(build, "create_anonymous_boxes", "f1e76cc779a8", _create_anonymous_boxes)
PATCHES = (ANONYMOUS,)
