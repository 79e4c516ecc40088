"""The structure tree of a PDF (ISO 32000-1, 14.7 and 14.8), with the text of every element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from handouts.structure.content import Mark, Stream
from handouts.structure.objects import Objects

_DEEPEST_TREE = 150
_REPLACING = frozenset(("/E", "/Phoneme", "/ActualText", "/Alt"))

Spoken = tuple[tuple[str | None, str], ...]
"""Texts in reading order, each with its language."""


@dataclass(frozen=True)
class Node:
    """A structure element.

    `tag` is its standard structure type, after the RoleMap; `lang` its effective language. `text` is what it reads as,
    its descendants' text included and nothing put between them: /ActualText where there is one, else what the glyphs'
    ToUnicode says. `marks` is its own marked content as (page index from 0, identifier).

    `attributes` are the entries of its attribute objects, `annotations` the references of the annotations that it owns.
    `instead` names the entries by which something else than its glyphs or its descendants is read. `spoken` is `text`
    with the language of each part, `shown` what its own and its descendants' glyphs say in the order in which they are
    drawn, mark by mark.
    """

    tag: str
    lang: str | None
    text: str
    alt: str | None = None
    id: str | None = None
    children: tuple[Node, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)
    annotations: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    spoken: Spoken = field(default=(), compare=False)
    shown: tuple[str, ...] = field(default=(), compare=False)

    def walk(self) -> Iterator[Node]:
        """The node and all its descendants, in reading order."""
        rest = [self]
        while rest:
            node = rest.pop()
            yield node
            rest += node.children[::-1]

    @property
    def pages(self) -> set[int]:
        """The indexes of the pages that its text stands on."""
        return {page for node in self.walk() for page, _ in node.marks}


class TreeReader:
    """Reads the tree; `marks` are taken out of those given, so that what is left is not in the tree."""

    def __init__(self, objects: Objects, marks: dict[tuple[Stream, int], Mark]) -> None:
        self._objects = objects
        self._marks = marks
        self._root: Any = objects.resolve(objects.root.get("/StructTreeRoot"))
        if not isinstance(self._root, dict):
            raise ValueError("the PDF has no structure tree")  # noqa: TRY004 - the input is wrong, not the code
        self._lang = objects.text(objects.root, "/Lang")
        self._roles: Any = objects.get(self._root, "/RoleMap") or {}
        self._pages = {reference: index for index, reference in enumerate(objects.pages)}
        self._seen: set[str] = set()

    def read(self) -> Node:
        """Read the whole tree. Raises `ValueError` when it is damaged."""
        kids = self._kids(self._root)
        nodes = tuple(self._element(kid, self._lang, None, 0) for kid in kids)
        if len(nodes) == 1:
            return nodes[0]
        spoken = tuple(chain.from_iterable(node.spoken for node in nodes))
        shown = tuple(chain.from_iterable(node.shown for node in nodes))
        text = "".join(node.text for node in nodes)
        return Node("StructTreeRoot", self._lang, text, children=nodes, spoken=spoken, shown=shown)

    def _kids(self, element: dict[str, Any]) -> list[Any]:
        kids = element.get("/K")
        found = self._objects.resolve(kids)
        return found if isinstance(found, list) else [] if kids is None else [kids]

    def _element(self, reference: Any, lang: str | None, page: Any, depth: int) -> Node:
        element = self._objects.resolve(reference)
        if not isinstance(element, dict) or "/S" not in element:
            raise ValueError("the structure tree holds something that is not a structure element")
        if depth > _DEEPEST_TREE:
            raise ValueError(f"the structure tree is more than {_DEEPEST_TREE} levels deep")
        if isinstance(reference, str):
            if reference in self._seen:
                raise ValueError(f"structure element {reference.split()[0]} is in the tree twice")
            self._seen.add(reference)
        text = self._objects.text
        if "/Lang" in element:
            lang = text(element, "/Lang")
        page = element.get("/Pg", page)
        spoken: list[tuple[str | None, str]] = []
        texts: list[str] = []
        shown: list[str] = []
        children: list[Node] = []
        marks: list[tuple[int, int]] = []
        annotations: list[str] = []
        for kid in self._kids(element):
            found = self._objects.resolve(kid)
            kind = found.get("/Type") if isinstance(found, dict) else None
            if kind == "/OBJR":
                annotations.append(str(found.get("/Obj")))
            elif isinstance(found, dict) and kind != "/MCR":
                child = self._element(kid, lang, page, depth + 1)
                children.append(child)
                spoken += child.spoken
                texts.append(child.text)
                shown += child.shown
            else:
                place, mark = self._mark(found, page)
                marks.append(place)
                spoken += [(lang if own is None else own, piece) for own, piece in mark.pieces]
                texts += [piece for _, piece in mark.pieces]
                shown.append("".join(mark.shown))
        actual = text(element, "/ActualText")
        if actual is not None:
            spoken, texts = [(lang, actual)], [actual]
        return Node(
            tag=self._standard_type(element["/S"]),
            lang=lang,
            text="".join(texts),
            alt=text(element, "/Alt"),
            id=text(element, "/ID"),
            children=tuple(children),
            marks=tuple(marks),
            attributes=self._attributes(element) if "/A" in element or "/C" in element else {},
            annotations=tuple(annotations),
            instead=_instead(element, has_children=bool(children)),
            spoken=tuple(spoken),
            shown=tuple(shown),
        )

    def _mark(self, kid: Any, page: Any) -> tuple[tuple[int, int], Mark]:
        """The mark that a kid of an element refers to; each may be referred to only once."""
        stream = None
        if isinstance(kid, dict):
            page, stream, kid = kid.get("/Pg", page), kid.get("/Stm"), kid["/MCID"]
        if not isinstance(kid, int) or isinstance(kid, bool):
            raise ValueError(f"the structure tree holds {kid!r} where content should be")  # noqa: TRY004 - as above
        if page not in self._pages:
            raise ValueError(f"marked content {kid} is on no page of the PDF")
        index = self._pages[page]
        mark = self._marks.pop((index if stream is None else stream, kid), None)
        if mark is None:
            raise ValueError(f"page {index + 1} has no marked content {kid}, or it is in the tree twice")
        return (index, kid), mark

    def _attributes(self, element: dict[str, Any]) -> dict[str, Any]:
        """All entries of an element's attribute objects, those of its classes first (ISO 32000-1, 14.7.5)."""
        classes = self._objects.get(self._root, "/ClassMap") or {}
        found = [self._objects.resolve(classes.get(name)) for name in self._objects.listed(element.get("/C"))]
        found += self._objects.listed(element.get("/A"))
        merged: dict[str, Any] = {}
        for entry in chain.from_iterable(self._objects.listed(part) for part in found):
            entries = self._objects.resolve(entry)
            merged |= entries if isinstance(entries, dict) else {}
        return merged

    def _standard_type(self, name: Any) -> str:
        seen = set()
        while name in self._roles:
            if name in seen:
                raise ValueError(f"the RoleMap goes round in circles from {name}")
            seen.add(name)
            name = self._roles[name]
        return str(name).removeprefix("/")


def _instead(element: dict[str, Any], *, has_children: bool) -> tuple[str, ...]:
    """The names of the entries that are read in place of what an element holds (ISO 32000-1, 14.9.3 to 14.9.6).

    /Alt stands for a picture and /ActualText for glyphs; the latter hides elements that have a meaning of their own.
    """
    if _REPLACING.isdisjoint(element):
        return ()
    names = {"/E", "/Phoneme"} | ({"/ActualText"} if has_children else set())
    names |= set() if element["/S"] in ("/Figure", "/Formula") else {"/Alt"}
    return tuple(name.removeprefix("/") for name in element if name in names)
