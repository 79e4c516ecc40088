"""Writing the structure tree into WeasyPrint's PDF, and turning furniture to artifacts.

WeasyPrint has made the root, the ParentTree and the Document element, all of them empty: it was shown empty pages.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.layout import Layout
from handouts.text_layer.model import Annotation, Fragment, Node, Picture, describe
from handouts.text_layer.pdf_2 import Namespaces
from handouts.text_layer.pdf_fonts import resolve
from handouts.text_layer.roles import Variant
from handouts.text_layer.weasyprint_internals import WatchedPage


def write_tree(
    pdf: Any, pages: list[WatchedPage], document: Node, layout: Layout, variant: Variant
) -> dict[Element, bytes]:
    """Replace the PDF's structure tree by `document`; returns the structure elements of HTML elements, as references.

    A fragment whose glyphs do not say exactly its text becomes a Span with /ActualText.
    """
    for page, mcid, kind in layout.artifacts:
        _to_artifact(pages[page], mcid, kind)
    for page, annotation in layout.idle_links:
        _remove_link(pdf, page, annotation)
    writer = _TreeWriter(pdf, pages, variant)
    writer.write(document)
    return writer.elements


def _to_artifact(page: WatchedPage, mcid: int, kind: str) -> None:
    mark = page.marks[mcid]
    operations, index = mark.operations, mark.index
    if operations[index] != {"MCID": mcid} or operations[index + 1] != b"BDC":
        raise TextLayerError("WeasyPrint changed a page after painting it")
    operations[index - 1] = "/Artifact"
    operations[index] = pydyf.Dictionary(
        {"Type": "/Pagination", "Subtype": f"/{kind}"} if kind in ("Header", "Footer") else {"Type": f"/{kind}"}
    )


def _remove_link(pdf: Any, page: int, annotation: Any) -> None:
    """Take a link in an artifact off its page: PDF/UA-1 (7.18.5) wants every link in the structure tree."""
    annotations = resolve(pdf, pdf.page_references[page]).get("Annots", [])
    if annotation.reference not in annotations:
        raise TextLayerError("WeasyPrint did not list a link annotation on its page")
    annotations.remove(annotation.reference)
    annotation.clear()


class _TreeWriter:
    def __init__(self, pdf: Any, pages: list[WatchedPage], variant: Variant) -> None:
        self.elements: dict[Element, bytes] = {}
        self._pdf = pdf
        self._pages = pages
        self._page_references = pdf.page_references
        self._root = resolve(pdf, pdf.catalog.get("StructTreeRoot", b""))
        self._parents = resolve(pdf, self._root.get("ParentTree", b""))
        self._document = resolve(pdf, self._root["K"][0])
        if len(self._root["K"]) != 1 or self._document["K"] or any(self._parents["Nums"][1::2]):
            raise TextLayerError("WeasyPrint tagged what it was not shown")
        self._owners: list[dict[int, bytes]] = [{} for _ in pages]
        self._linked: list[tuple[Any, bytes]] = []
        self._ids: dict[bytes, tuple[str, bytes]] = {}
        self._namespaces = Namespaces(pdf, self._root) if variant == "pdf/ua-2" else None

    def write(self, document: Node) -> None:
        """Write the tree, its ParentTree and its IDTree."""
        self._root["K"] = pydyf.Array([self._element(document, self._root.reference, "")])
        numbers = pydyf.Array()
        for page, owners in enumerate(self._owners):
            last = max(owners, default=-1)
            numbers += [page, pydyf.Array([owners.get(mcid, b"null") for mcid in range(last + 1)])]
        for key, (annotation, owner) in enumerate(self._linked, start=len(self._pages)):
            annotation["StructParent"] = key
            numbers += [key, owner]
        self._parents.clear()
        self._parents["Nums"] = numbers
        self._root["ParentTreeNextKey"] = len(self._pages) + len(self._linked)
        if self._ids:
            names = pydyf.Array()
            for _, (identifier, owner) in sorted(self._ids.items()):
                names += [pydyf.String(identifier), owner]
            self._root["IDTree"] = pydyf.Dictionary({"Names": names})

    def _new(self, role: str, parent: bytes) -> Any:
        element = self._document if role == "Document" else pydyf.Dictionary()
        if element is not self._document:
            self._pdf.add_object(element)
        element.update({"Type": "/StructElem", "S": f"/{role}", "P": parent})
        if self._namespaces:
            element["NS"] = self._namespaces.of(role)
        return element

    def _element(self, node: Node, parent: bytes, lang: str) -> bytes:
        """Write a node and what is below it, and return its reference; `lang` is the language around it."""
        element = self._new(node.role, parent)
        reference = bytes(element.reference)
        if node.element is not None:
            self.elements[node.element] = reference
        if node.lang != lang:
            element["Lang"] = pydyf.String(node.lang)
        if node.id:
            element["ID"] = pydyf.String(node.id)
            self._ids[name_key(node.id)] = node.id, reference
        if node.attributes:
            element["A"] = _attributes(node.attributes)
        kids = element["K"] = pydyf.Array()
        for annotation in node.annotations:
            kids.append(self._link(annotation, reference, node))
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self._element(kid, reference, node.lang))
            elif isinstance(kid, Picture):
                kids.append(self._figure(kid, reference))
            else:
                self._fragment(kid, element)
        return reference

    def _link(self, annotation: Annotation, owner: bytes, link: Node) -> Any:
        page, dictionary = annotation
        if text := " ".join(link.text.split()):
            dictionary["Contents"] = pydyf.String(text)  # WeasyPrint puts the address here
        self._linked.append((dictionary, owner))
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": dictionary.reference, "Pg": self._page_references[page]})

    def _figure(self, picture: Picture, parent: bytes) -> bytes:
        element = self._new("Figure", parent)
        element["Alt"] = pydyf.String(picture.alt)
        element["A"] = _attributes({"Layout": {"BBox": pydyf.Array(picture.bbox), "Placement": "/Block"}})
        self._own(element, picture.page, picture.mcid)
        return bytes(element.reference)

    def _fragment(self, fragment: Fragment, parent: Any) -> None:
        if self._pages[fragment.page].marks[fragment.mcid].said == fragment.text:
            self._own(parent, fragment.page, fragment.mcid)
            return
        if not fragment.text:
            raise TextLayerError(f"{describe(fragment.element)}: {fragment.drawn!r} has no text")
        span = self._new("Span", parent.reference)
        span["ActualText"] = pydyf.String(fragment.text)
        self._own(span, fragment.page, fragment.mcid)
        parent["K"].append(span.reference)

    def _own(self, element: Any, page: int, mcid: int) -> None:
        """Make an element the owner of marked content."""
        if mcid in self._owners[page]:
            raise TextLayerError(f"marked content {mcid} of page {page + 1} is in the tree twice")
        self._owners[page][mcid] = bytes(element.reference)
        reference = self._page_references[page]
        if element.setdefault("Pg", reference) == reference:
            kid: Any = mcid
        else:
            kid = pydyf.Dictionary({"Type": "/MCR", "Pg": reference, "MCID": mcid})
        element.setdefault("K", pydyf.Array()).append(kid)


def _attributes(owners: dict[str, dict[str, Any]]) -> Any:
    objects = [pydyf.Dictionary({"O": f"/{owner}"} | entries) for owner, entries in owners.items()]
    return objects[0] if len(objects) == 1 else pydyf.Array(objects)


def name_key(name: str) -> bytes:
    """The bytes by which a name tree is sorted."""
    return name.encode("ascii") if name.isascii() else b"\xfe\xff" + name.encode("utf-16-be")
