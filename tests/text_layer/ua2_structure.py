"""The rules of PDF/UA-2 for the structure tree: namespaces, types, what may stand in what, lists and tables.

See `ua2_rules` for how they are named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

PDF_1_7 = "http://iso.org/pdf/ssn"
PDF_2_0 = "http://iso.org/pdf2/ssn"

_BOTH = {"Document", "Part", "Div", "Sect", "P", "Lbl", "Span", "Link", "L", "LI", "LBody", "Table", "TR", "TH", "TD"}
_BOTH |= {
    "THead",
    "TBody",
    "TFoot",
    "Caption",
    "Figure",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "NonStruct",
    "Form",
    "Annot",
}
_TYPES = {
    PDF_1_7: _BOTH | {"Art", "BlockQuote", "Quote", "Code", "TOC", "TOCI", "Index", "Private", "BibEntry", "Reference"},
    PDF_2_0: _BOTH | {"DocumentFragment", "Aside", "Title", "Sub", "Em", "Strong", "FENote", "Formula", "Artifact"},
}
"""Types of the two namespaces (ISO 32000-2, 14.8.4 and Annex M), without H, Note and what we could never write."""

_FLOW = {"Document", "Art", "Sect", "Aside", "BlockQuote", "LBody", "TH", "TD", "Caption", "Figure"}
_WORDS = {"Quote", "P", "Hn", "Lbl", "Em", "Strong", "Span", "LBody", "TH", "TD", "Caption", "Figure"}
_PARENTS = {
    "Document": {"root"},
    "Art": _FLOW - {"Art"} | {"Hn", "Link"},
    "Part": _FLOW - {"TH", "TD"} | {"Code"},
    "Sect": _FLOW | {"Hn", "Link"},
    "Aside": {"Document", "Art", "Sect", "LBody", "Caption", "Figure"},
    "BlockQuote": _FLOW - {"TH", "TD"},
    "P": _FLOW,
    "Hn": _FLOW,
    "L": _FLOW | {"P", "L"},
    "Table": _FLOW,
    "Caption": {"Art", "Sect", "Aside", "BlockQuote", "L", "LBody", "Table", "Figure"},
    "Figure": _FLOW | _WORDS | {"Link"},
    "Link": _FLOW | _WORDS | {"Code"},
    "Code": _FLOW - {"LBody"} | _WORDS | {"Link"},
    "Quote": _WORDS | {"Link"},
    "Em": _WORDS | {"Code", "Link"},
    "Strong": _WORDS | {"Code", "Link"},
    "Span": _WORDS | {"Code", "Link"},
    "Lbl": _WORDS - {"Lbl", "LBody"} | {"LI", "Link", "Art", "Sect", "Aside", "BlockQuote"},
    "LI": {"L"},
    "LBody": {"LI"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "content": _WORDS | {"Aside", "BlockQuote", "Code", "Link"},
}
"""What may hold a type, or content (ISO/TS 32005, Table 5). What is in a Div or Part is judged by their parent."""

_NUMBERINGS = {"Unordered", "Description", "Disc", "Circle", "Square", "Ordered", "Decimal"}
_NUMBERINGS |= {"UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha"}


@dataclass(eq=False)
class Element:
    """A structure element. `marks` are (page, identifier), `objects` annotations, both by object number."""

    dictionary: Any
    parent: Element | None
    kids: list[Element] = field(default_factory=list)
    marks: list[tuple[tuple[int, int], int]] = field(default_factory=list)
    objects: list[tuple[int, int]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"<{self.tag}> {self.objgen[0]}"

    @property
    def tag(self) -> str:
        """The structure type."""
        return str(self.dictionary["/S"])[1:]

    @property
    def kind(self) -> str:
        """The type, but all headings are Hn."""
        return "Hn" if self.tag[0] == "H" and self.tag[1:].isdigit() else self.tag

    @property
    def objgen(self) -> tuple[int, int]:
        """The number of its object."""
        number, generation = self.dictionary.objgen
        return int(number), int(generation)

    def attribute(self, owner: str, name: str) -> Any:
        """The value of an attribute, or None."""
        found = self.dictionary.get("/A", [])
        for attributes in [found] if isinstance(found, pikepdf.Dictionary) else list(found):
            if attributes["/O"] == f"/{owner}" and name in attributes:
                return attributes[name]
        return None

    def holder(self) -> str:
        """What it stands in, through Div and Part."""
        parent = self.parent
        while parent is not None and parent.tag in ("Div", "Part"):
            parent = parent.parent
        return parent.kind if parent else "root"


def read_tree(structure: Any) -> list[Element]:
    """All elements of the tree, in reading order."""
    elements: list[Element] = []

    def read(dictionary: Any, parent: Element | None, page: Any) -> None:
        element = Element(dictionary, parent)
        elements.append(element)
        if parent is not None:
            parent.kids.append(element)
        page = dictionary.get("/Pg", page)
        kids = dictionary.get("/K", [])
        for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                element.marks.append((page.objgen, kid))
            elif kid.get("/Type") == "/MCR":
                element.marks.append((kid.get("/Pg", page).objgen, int(kid["/MCID"])))
            elif kid.get("/Type") == "/OBJR":
                element.objects.append(kid["/Obj"].objgen)
            else:
                read(kid, element, page)

    kids = structure["/K"]
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        read(kid, None, None)
    return elements


def structure_faults(structure: Any, elements: list[Element]) -> Iterator[str]:
    """What is wrong with the tree."""
    roots = [element for element in elements if element.parent is None]
    if [element.tag for element in roots] != ["Document"]:
        yield "8.2.5.2-1: the tree is not one Document"
    elif _namespace(roots[0]) != PDF_2_0:
        yield "8.2.5.2-2: the Document is not in the namespace of PDF 2.0"
    if "/RoleMap" in structure:
        yield "0: there is a RoleMap"
    listed = {namespace.objgen for namespace in structure.get("/Namespaces", [])}
    for element in elements:
        parent = structure if element.parent is None else element.parent.dictionary
        if "/P" not in element.dictionary or element.dictionary["/P"].objgen != parent.objgen:
            yield f"8.2.1-2: {element} does not name its parent"
        if "/NS" in element.dictionary and element.dictionary["/NS"].objgen not in listed:
            yield f"ISO 32000-2 14.7.4.2: the namespace of {element} is not listed"
        yield from _type_faults(element)
        if element.tag == "L":
            yield from _list_faults(element)
        elif element.tag == "Table":
            yield from _table_faults(element)
    yield from _heading_faults(elements)
    names = list(structure.get("/IDTree", {}).get("/Names", []))
    ids = {str(element.dictionary["/ID"]): element for element in elements if "/ID" in element.dictionary}
    if {str(name): value.objgen for name, value in zip(names[::2], names[1::2], strict=True)} != {
        name: element.objgen for name, element in ids.items()
    }:
        yield "ISO 32000-2 Table 354: the IDTree is not that of the elements"


def _namespace(element: Element) -> str:
    return str(element.dictionary.get("/NS", {}).get("/NS", PDF_1_7))


def _type_faults(element: Element) -> Iterator[str]:
    tag, kind = element.tag, element.kind
    if tag == "H":
        yield "8.2.5.12-1: there is an H"
    elif tag in ("Note", "FENote"):
        yield "8.2.5.14: there is a note"
    elif tag not in _TYPES.get(_namespace(element), set()):
        yield f"8.2.4-1: {element} is not in its namespace"
    elif tag in _TYPES[PDF_2_0] and _namespace(element) != PDF_2_0:
        yield f"8.2.4: {element} is in PDF 2.0, but marked as of PDF 1.7"
    if element.holder() not in _PARENTS.get(kind, {element.holder()}):
        yield f"ISO/TS 32005 Table 5: {element} stands in {element.holder()}"
    if element.marks and kind not in _PARENTS["content"]:
        yield f"{'8.2.5.25-2' if tag == 'LI' else 'ISO/TS 32005 Table 5'}: {element} holds content itself"
    captions = [at for at, kid in enumerate(element.kids) if kid.tag == "Caption"]
    if len(captions) > 1 or (captions and captions[0] not in (0, len(element.kids) - 1)):
        yield f"8.2.5.27-1: {element} has a Caption that is neither first nor last"
    if tag == "Figure":
        if not str(element.dictionary.get("/Alt", element.dictionary.get("/ActualText", ""))).strip():
            yield "8.2.5.28.2-1: a Figure has no text"
        if element.attribute("Layout", "/BBox") is None:
            yield "ISO 32000-2 14.8.5.4.3: a Figure has no BBox"


def _list_faults(element: Element) -> Iterator[str]:
    numbering = element.attribute("List", "/ListNumbering")
    labelled = any(part.tag == "Lbl" for item in element.kids for part in item.kids)
    if labelled and (numbering is None or str(numbering)[1:] not in _NUMBERINGS):
        yield f"8.2.5.25-1: {element} has labels and the numbering {numbering}"


def _heading_faults(elements: list[Element]) -> Iterator[str]:
    previous = 0
    for level in (int(element.tag[1:]) for element in elements if element.kind == "Hn"):
        if level > previous + 1:
            yield f"8.2.5.12: a heading of level {level} follows one of level {previous}"
        previous = level


def _table_faults(table: Element) -> Iterator[str]:
    """Tables are regular and every data cell has a header (8.2.5.26)."""
    groups = [kid for kid in table.kids if kid.tag in ("THead", "TBody", "TFoot")] or [table]
    grid: dict[tuple[int, int], Element] = {}
    top = 0
    for group in groups:
        rows = [kid for kid in group.kids if kid.tag == "TR"]
        for at, row in enumerate(rows):
            column = 0
            for cell in row.kids:
                while (top + at, column) in grid:
                    column += 1
                wide, high = (int(cell.attribute("Table", name) or 1) for name in ("/ColSpan", "/RowSpan"))
                if at + high > len(rows):
                    yield f"8.2.5.26-2: {cell} reaches below its rows"
                for place in ((top + at + y, column + x) for y in range(high) for x in range(wide)):
                    if place in grid:
                        yield f"8.2.5.26-1: {cell} covers another cell"
                    grid[place] = cell
        top += len(rows)
    columns = 1 + max((column for _, column in grid), default=-1)
    if len(grid) != top * columns:
        yield f"8.2.5.26-3: the rows of {table} differ in length"
    if any(cell.tag == "TH" for cell in grid.values()):
        yield from _header_faults(grid)


def _header_faults(grid: dict[tuple[int, int], Element]) -> Iterator[str]:
    scopes = {place: str(cell.attribute("Table", "/Scope") or "") for place, cell in grid.items() if cell.tag == "TH"}
    for (row, column), cell in grid.items():
        if cell.tag == "TH":
            if scopes[row, column] not in ("/Row", "/Column", "/Both"):
                yield f"8.2.5.26: {cell} has no Scope"
            continue
        above = any(scopes.get((other, column)) in ("/Column", "/Both") for other in range(row))
        before = any(scopes.get((row, other)) in ("/Row", "/Both") for other in range(column))
        if not above and not before:
            yield f"8.2.5.26-5: {cell} has no header"
