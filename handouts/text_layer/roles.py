"""Which standard structure type an HTML element becomes, and its attributes.

The types are those of PDF 1.7 (ISO 32000-1, 14.8.4) in PDF/UA-1. PDF/UA-2 has those of PDF 2.0 (ISO 32000-2, 14.8.4)
and, where that has no successor, of PDF 1.7: they have different namespaces.
"""

from __future__ import annotations

from typing import Any, Literal
from xml.etree.ElementTree import Element

Variant = Literal["pdf/ua-1", "pdf/ua-2"]
"""The standard that a file keeps: ISO 14289-1, or ISO 14289-2:2024."""

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
_BLOCKS_2 = {"aside": "Aside", "figure": "Sect"}
"""PDF 2.0 has a type for asides, and lets a Div have no Caption that what it stands in cannot have."""

_INLINES = {"code": "Code", "q": "Quote"}
_INLINES_2 = _INLINES | {"em": "Em", "strong": "Strong"}

ONLY_1_7 = frozenset({"Art", "BlockQuote", "Code", "Quote"})
"""Types of ours that PDF 2.0 did not take over (ISO 32000-2, Annex M)."""

SKIPPED = frozenset({"head", "script", "style", "template", "title", "colgroup", "col"})
"""Elements without anything to read."""

KEPT_EMPTY = frozenset({"TR", "TH", "TD", "LBody"})
"""Structure types that hold a place even when they are empty."""

NUMBERINGS = {
    "none": "None",
    "decimal": "Decimal",
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
"""ListNumbering by `list-style-type`; others are called by the kind of list."""

_TABLE_PARTS = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def own_language(element: Element) -> str | None:
    """The language that an element itself declares."""
    return element.get("lang") or element.get("xml:lang") or element.get(_XML_LANG)


def inline_role(element: Element, variant: Variant) -> str | None:
    """The structure type of an inline element; others become a Span only to carry a language or an id."""
    return (_INLINES_2 if variant == "pdf/ua-2" else _INLINES).get(element.tag)


def block_role(element: Element, ancestors: list[Element], variant: Variant) -> str:
    """The structure type of a block whose `ancestors` begin at the root; a layout table is made of Divs."""
    if element.tag in _TABLE_PARTS:
        table = next((other for other in [element, *reversed(ancestors)] if other.tag == "table"), None)
        if table is not None and table.get("role") in ("none", "presentation"):
            return "Div"
    role = BLOCKS.get(element.tag, "Div")
    return _BLOCKS_2.get(element.tag, role) if variant == "pdf/ua-2" else role


def list_attributes(element: Element, list_style: str, variant: Variant) -> dict[str, Any]:
    """The List attributes of a list whose items have this `list-style-type`.

    PDF/UA-2 (8.2.5.25) has no `None` for lists whose items have labels, as those of a `dl` have.
    """
    is_ordered = element.tag == "ol"
    if variant == "pdf/ua-2":
        numbering = "Description" if element.tag == "dl" else "Ordered" if is_ordered else "Unordered"
    else:
        numbering = "None" if element.tag == "dl" else "Decimal" if is_ordered else "Disc"
    return {"ListNumbering": f"/{NUMBERINGS.get(list_style, numbering)}"}


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
