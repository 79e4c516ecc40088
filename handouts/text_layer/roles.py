"""Which standard structure type of PDF 1.7 (ISO 32000-1, 14.8.4) an HTML element becomes, and its attributes."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

GROUPS = {
    "address": "Div",
    "article": "Art",
    "aside": "Sect",
    "blockquote": "BlockQuote",
    "div": "Div",
    "figure": "Div",
    "footer": "Div",
    "header": "Div",
    "hgroup": "Div",
    "main": "Part",
    "nav": "Sect",
    "section": "Sect",
}
"""Elements that group blocks: text that stands directly in them becomes a P."""

CONTAINERS = {
    "dl": "L",
    "menu": "L",
    "ol": "L",
    "ul": "L",
    "table": "Table",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "thead": "THead",
    "tr": "TR",
}
"""Elements whose children have a fixed place; they hold no text of their own."""

TEXTS = {
    "caption": "Caption",
    "dd": "LBody",
    "dt": "Lbl",
    "figcaption": "Caption",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "li": "LBody",
    "p": "P",
    "pre": "P",
    "td": "TD",
    "th": "TH",
}
"""Elements that hold lines of text."""

BLOCKS = GROUPS | CONTAINERS | TEXTS

INLINES = {"code": "Code", "q": "Quote"}
"""Inline elements with a structure type of their own. Other ones become a Span only to carry a language or an id."""

SKIPPED = frozenset({"head", "script", "style", "template", "title", "colgroup", "col"})
"""Elements without anything to read."""

KEPT_EMPTY = frozenset({"TR", "TH", "TD", "LBody"})
"""Structure types that hold a place even when they are empty."""

NUMBERINGS = {
    "none": "None",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
"""ListNumbering by `list-style-type`; other numberings are called Decimal in an `ol` and Disc elsewhere."""

_TABLE_PARTS = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def own_language(element: Element) -> str | None:
    """The language that an element itself declares."""
    return element.get("lang") or element.get("xml:lang") or element.get(_XML_LANG)


def block_role(element: Element, ancestors: list[Element]) -> str:
    """The structure type of a block whose `ancestors` begin at the root; a layout table is made of Divs."""
    if element.tag in _TABLE_PARTS:
        table = next((other for other in [element, *reversed(ancestors)] if other.tag == "table"), None)
        if table is not None and table.get("role") in ("none", "presentation"):
            return "Div"
    return BLOCKS.get(element.tag, "Div")


def list_attributes(element: Element, list_style: str) -> dict[str, Any]:
    """The List attributes of a list whose items have this `list-style-type`."""
    numbering = NUMBERINGS.get(list_style, "Decimal" if element.tag == "ol" else "Disc")
    return {"ListNumbering": f"/{numbering}"}


def cell_attributes(cell: Element, spans: tuple[int, int], ancestors: list[Element]) -> dict[str, Any]:
    """The Table attributes of a cell that spans these columns and rows."""
    entries: dict[str, Any] = {}
    if cell.tag == "th":
        entries["Scope"] = f"/{_scope(cell, ancestors)}"
    return entries | {name: count for name, count in zip(("ColSpan", "RowSpan"), spans, strict=True) if count != 1}


def _scope(cell: Element, ancestors: list[Element]) -> str:
    scope = (cell.get("scope") or "").lower()
    if scope in ("row", "rowgroup"):
        return "Row"
    if scope in ("col", "colgroup") or any(other.tag == "thead" for other in ancestors):
        return "Column"
    row = ancestors[-1]
    heads_data = row[0] is cell and any(other.tag == "td" for other in row)
    return "Row" if heads_data else "Column"
