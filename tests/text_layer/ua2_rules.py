"""The rules of PDF/UA-2 for files such as ours, as a second reader sees them: by pikepdf, with no code of ours.

Rules are named by their clause in ISO 14289-2:2024 and the number that veraPDF's profile gives them there; those of
other standards have that standard's name before it. Forms, media, optional content, notes and attachments are not
among what we write: having any is a fault (`0`). Fonts are in `ua2_fonts`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import pikepdf

from tests.text_layer.ua2_fonts import font_faults
from tests.text_layer.ua2_structure import Element, read_tree, structure_faults

_UA = "{http://www.aiim.org/pdfua/ns/id/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_PAINTING = _SHOWING | {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "BI", "INLINE IMAGE"}
_ARTIFACTS = {
    "/Pagination": {"/Header", "/Footer", "/Watermark", "/PageNum", "/LineNum", "/Redaction", "/Bates"},
    "/Inline": {"/PageNum", "/LineNum", "/Redaction", "/Bates", "/Header", "/Footer", "/Watermark"},
    "/Layout": set(),
    "/Page": set(),
    "/Background": set(),
}
"""Types of artifacts and their subtypes (ISO 32000-2, 14.8.2.2.2 and Table 363)."""


def faults(data: bytes) -> list[str]:
    """What PDF/UA-2 has against a file, each as `rule: what is wrong`."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [*_file_faults(pdf, data), *_metadata_faults(pdf), *_content_faults(pdf)]


def _file_faults(pdf: pikepdf.Pdf, data: bytes) -> Iterator[str]:
    root: Any = pdf.Root
    if not data.startswith(b"%PDF-2."):
        yield "ISO 32000-2 7.5.2: the header does not say PDF 2"
    if len(list(pdf.trailer.get("/ID", []))) != 2:
        yield "ISO 32000-2 7.5.5: the trailer has no ID"
    if left := set(pdf.trailer.get("/Info", {}).keys()) - {"/Title", "/CreationDate", "/ModDate"}:
        yield f"ISO 32000-2 14.3.3: Info has {sorted(left)}, which are deprecated"
    if root.get("/MarkInfo", {}).get("/Marked") is not True:
        yield "6.2-1: the document is not marked"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "8.11.2-1: the title is not to be displayed"
    for name in ("/OCProperties", "/AcroForm", "/AF", "/OpenAction", "/AA", "/Dests", "/RoleMap"):
        if name in root:
            yield f"0: the catalog has {name}"
    if "/EmbeddedFiles" in root.get("/Names", {}):
        yield "0: there are attachments"
    for number, page in enumerate(pdf.pages):
        if "/ProcSet" in page.obj.get("/Resources", {}):
            yield f"ISO 32000-2 14.2: page {number + 1} has ProcSets, which are deprecated"


def _metadata_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    stream: Any = pdf.Root.get("/Metadata")
    if stream is None or (stream.get("/Type"), stream.get("/Subtype")) != ("/Metadata", "/XML"):
        yield "8.11.1-2: there is no metadata stream"
        return
    xmp = ElementTree.fromstring(stream.read_bytes().strip())  # noqa: S314 - we wrote it
    said: dict[str, str] = {}
    for description in xmp.iter(f"{_RDF}Description"):
        said |= {name: value for name, value in description.attrib.items() if name.startswith(_UA)}
        said |= {child.tag: child.text or "" for child in description if child.tag.startswith(_UA)}
    if not said:
        yield "5-1: the metadata do not speak of PDF/UA"
    if said.get(f"{_UA}part") != "2":
        yield "5-2: pdfuaid:part is not 2"
    if said.get(f"{_UA}rev") != "2024":
        yield "5-5: pdfuaid:rev is not 2024"
    if b'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"' not in stream.read_bytes():
        yield "5-3: the prefix is not pdfuaid"
    if more := said.keys() - {f"{_UA}part", f"{_UA}rev"}:
        yield f"5: {sorted(more)} is not in the schema"
    titles = [item.text for item in xmp.iterfind(f".//{_DC}title/{_RDF}Alt/{_RDF}li")]
    if not titles or not all((title or "").strip() for title in titles):
        yield "8.11.1-1: there is no title"


@dataclass
class _Content:
    """What the pages hold: marked content by (page, identifier), and the structure's view of the same."""

    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    owners: dict[tuple[int, int], Element] = field(default_factory=dict)
    linked: dict[tuple[int, int], Element] = field(default_factory=dict)


def _content_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    structure = pdf.Root.get("/StructTreeRoot")
    if structure is None:
        yield "8.2.1-1: there is no structure tree"
        return
    elements = read_tree(structure)
    content = _Content()
    for number, page in enumerate(pdf.pages):
        yield from _page_faults(number, page, content)
    yield from _ownership_faults(pdf, elements, content)
    yield from structure_faults(structure, elements)
    yield from _text_faults(pdf, elements)
    yield from _destination_faults(pdf)
    yield from _annotation_faults(pdf, content)
    yield from font_faults(pdf)


def _page_faults(number: int, page: pikepdf.Page, content: _Content) -> Iterator[str]:
    """Content is tagged or an artifact, and neither is within the other (8.2.2)."""
    stack: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        operands: list[Any] = list(instruction.operands)
        if operator in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
            kind = "artifact" if operands[0] == "/Artifact" else "tagged" if "/MCID" in properties else ""
            if kind and any(stack):
                yield f"8.2.2: marked content within {next(filter(None, stack))} content on page {number + 1}"
            if kind == "artifact":
                yield from _artifact_faults(number, properties)
            elif kind == "tagged":
                key = number, int(properties["/MCID"])
                if key in content.marks:
                    yield f"ISO 32000-2 14.7.5.1.1: page {key[0] + 1} has the identifier {key[1]} twice"
                content.marks[key] = str(operands[0])
            stack.append(kind)
        elif operator == "EMC":
            stack.pop()
        elif operator in _PAINTING and not any(stack):
            yield f"8.2.2-1: page {number + 1} draws with {operator} what is neither tagged nor an artifact"
    if stack:
        yield f"ISO 32000-2 14.6.1: page {number + 1} leaves marked content open"


def _artifact_faults(number: int, properties: Any) -> Iterator[str]:
    kind, subtype = properties.get("/Type"), properties.get("/Subtype")
    if kind is not None and str(kind) not in _ARTIFACTS:
        yield f"ISO 32000-2 14.8.2.2.2: page {number + 1} has an artifact of the type {kind}"
    elif subtype is not None and str(subtype) not in _ARTIFACTS.get(str(kind), set()):
        yield f"ISO 32000-2 Table 363: page {number + 1} has an artifact of the type {kind}, {subtype}"


def _ownership_faults(pdf: pikepdf.Pdf, elements: list[Element], content: _Content) -> Iterator[str]:
    """Marked content, the tree and the ParentTree agree (ISO 32000-2, 14.7.5.4)."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    for element in elements:
        for where, mcid in element.marks:
            key = pages[where], mcid
            if key in content.owners:
                yield f"ISO 32000-2 14.7.5.1.1: {element} and another hold the content {key}"
            content.owners[key] = element
        content.linked |= dict.fromkeys(element.objects, element)
    if lost := content.marks.keys() - content.owners.keys():
        yield f"8.2.2-1: the content {min(lost)} is in no structure element"
    if empty := content.owners.keys() - content.marks.keys():
        yield f"ISO 32000-2 14.7.5.1.1: the content {min(empty)} is on no page"
    numbers = list(pdf.Root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for number, page in enumerate(pdf.pages):
        owners = parents.get(int(page.obj.get("/StructParents", -1)), pikepdf.Array())
        for mcid in (mcid for place, mcid in content.marks if place == number):
            owner = content.owners.get((number, mcid))
            if mcid >= len(owners) or owner is None or owners[mcid].objgen != owner.objgen:
                yield f"ISO 32000-2 14.7.5.4: the ParentTree has another owner of content {number, mcid}"
    for link, holder in content.linked.items():
        annotation: Any = pdf.get_object(link)
        if parents.get(int(annotation.get("/StructParent", -1)), annotation).objgen != holder.objgen:
            yield f"ISO 32000-2 14.7.5.4: the ParentTree has another owner of annotation {link[0]}"


def _text_faults(pdf: pikepdf.Pdf, elements: list[Element]) -> Iterator[str]:
    """Languages are well formed (8.4.4), and no text has characters of private use (8.4.3, 8.6)."""
    if "/Lang" not in pdf.Root:
        yield "8.4.4-1: the catalog has no language"
    for owner in [pdf.Root, *(element.dictionary for element in elements)]:
        if (lang := owner.get("/Lang")) is not None and not _LANGUAGE.fullmatch(str(lang)):
            yield f"8.4.4-2: {str(lang)!r} is no language tag"
    for element in elements:
        for number, name in ((2, "/ActualText"), (3, "/Alt")):
            if _PRIVATE.search(str(element.dictionary.get(name, ""))):
                yield f"8.4.3-{number}: {element} has characters of private use in {name}"
    for item in _outline(pdf):
        if _PRIVATE.search(str(item["/Title"])):
            yield "8.6-1: a bookmark has characters of private use"


def _outline(pdf: pikepdf.Pdf) -> Iterator[Any]:
    left = [pdf.Root["/Outlines"].get("/First")] if "/Outlines" in pdf.Root else []
    while left:
        if (item := left.pop()) is not None:
            yield item
            left += [item.get("/Next"), item.get("/First")]


def _destination_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Destinations within the document are structure destinations (8.8; ISO 32000-2, 12.3.2.3)."""
    for item in _outline(pdf):
        if "/Dest" in item:
            yield from _place_faults(pdf, item["/Dest"], f"the bookmark {item['/Title']}")
        if "/A" in item:
            yield from _action_faults(pdf, item["/A"], f"the bookmark {item['/Title']}")
    for page in pdf.pages:
        for annotation in list(page.obj.get("/Annots", [])):
            if "/Dest" in annotation:
                yield from _place_faults(pdf, annotation["/Dest"], "a link")
            if "/A" in annotation:
                yield from _action_faults(pdf, annotation["/A"], "a link")


def _action_faults(pdf: pikepdf.Pdf, action: Any, what: str) -> Iterator[str]:
    if action.get("/S") != "/GoTo":
        return
    if "/SD" not in action or not _is_structure(action["/SD"]):
        yield f"8.8-2: {what} does not lead to a structure element"
    if not _is_place(pdf, action.get("/D")):
        yield f"ISO 32000-2 12.6.4.2: {what} leads to no page"


def _place_faults(pdf: pikepdf.Pdf, place: Any, what: str) -> Iterator[str]:
    if isinstance(place, pikepdf.String):
        tree: Any = pdf.Root.get("/Names", {})
        names = list(tree.get("/Dests", {}).get("/Names", []))
        keys = [bytes(name) for name in names[::2]]
        if keys != sorted(keys):
            yield "ISO 32000-2 7.9.6: the names of destinations are not sorted"
        place = dict(zip(keys, names[1::2], strict=True)).get(bytes(place))
    if isinstance(place, pikepdf.Dictionary):
        if not _is_place(pdf, place.get("/D")):
            yield f"ISO 32000-2 12.3.2.4: {what} leads to no page"
        place = place.get("/SD")
    if not _is_structure(place):
        yield f"8.8-1: {what} does not lead to a structure element"


def _is_structure(place: Any) -> bool:
    return isinstance(place, pikepdf.Array) and isinstance(place[0], pikepdf.Dictionary) and "/S" in place[0]


def _is_place(pdf: pikepdf.Pdf, place: Any) -> bool:
    return isinstance(place, pikepdf.Array) and place[0].objgen in {page.obj.objgen for page in pdf.pages}


def _annotation_faults(pdf: pikepdf.Pdf, content: _Content) -> Iterator[str]:
    targets: dict[tuple[int, int], set[bytes]] = {}
    for number, page in enumerate(pdf.pages):
        annotations = list(page.obj.get("/Annots", []))
        if annotations and page.obj.get("/Tabs") not in ("/A", "/W", "/S"):
            yield f"8.9.3.3-1: page {number + 1} has no order of tabs"
        for annotation in annotations:
            owner = content.linked.get(annotation.objgen)
            if annotation.get("/Subtype") != "/Link":
                yield f"0: there is an annotation {annotation.get('/Subtype')}"
            elif owner is None or owner.tag not in ("Link", "Reference"):
                yield "8.2.5.20-1: a link is in no Link element"
            else:
                target: Any = annotation.get("/Dest", annotation.get("/A"))
                targets.setdefault(owner.objgen, set()).add(target.unparse(resolved=True))
                if not str(annotation.get("/Contents", "")).strip():
                    yield "8.9.4.2: a link has no Contents"
                if (alt := owner.dictionary.get("/Alt")) is not None and str(alt) != str(annotation["/Contents"]):
                    yield "8.9.4.2-1: a link's Contents are not its Alt"
            if int(annotation.get("/F", 0)) & (1 | 2 | 32):
                yield "8.9.2.2: an annotation in the tree is not to be seen"
            if not int(annotation.get("/F", 0)) & 4:
                yield "ISO 32000-2 12.5.3: an annotation is not printed"
    if any(len(places) > 1 for places in targets.values()):
        yield "8.2.5.20-2: a Link element has links to different places"
