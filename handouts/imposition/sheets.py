"""The sheets of a booklet: a leaflet's pages put on them as they are, and the leaflet got out of them again.

A page becomes a form XObject (ISO 32000-1, 8.10) that is drawn without any change but its place. The leaflet's own
catalog stays in the file as private data (14.5), which no viewer looks at: nothing is there twice, and whoever proofs
the sheets can proof the leaflet that they were made of.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from handouts.imposition.order import Side, sides
from handouts.languages import Language

_PRODUCT = "/handouts"
_SMALL = pikepdf.ObjectStreamMode.generate
_FORM = ("/Type", "/Subtype", "/BBox", "/Resources", "/Group")
_ABOUT = "For printing only: two pages side by side, printed on both sides over the short edge and folded."
_XMP = """\
<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{about}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>
"""


def impose(data: bytes, title: str, language: Language) -> bytes:
    """The booklet of the leaflet `data`, a PDF with the `title` in `language`: the same bytes for the same input.

    Its sheets are twice as wide as the leaflet's pages. Raises what pikepdf raises of no PDF, and `ValueError` for
    pages of several sizes.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = list(pdf.pages)
        boxes = {tuple(Decimal(str(edge)) for edge in page.mediabox) for page in pages}
        left, bottom, width, height = boxes.pop()
        if boxes or left or bottom:
            raise ValueError("the pages of a booklet must have one size, and begin at their corner")
        forms = [_form(page) for page in pages]
        tree = pdf.make_indirect(Dictionary(Type=Name.Pages))
        order = sides(len(pages), language.direction)
        kids = [pdf.make_indirect(_sheet(pdf, tree, side, forms, (width, height))) for side in order]
        tree.Kids, tree.Count = Array(kids), len(kids)
        private = Dictionary(Root=pdf.Root)
        if "/Metadata" in pdf.Root:  # qpdf writes a document's own uncompressed, and any other compressed
            pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes())
        if "/Info" in pdf.trailer:
            private.Info = pdf.trailer.Info
        words = {"title": f"{title} ({language.tag}, booklet)", "about": _ABOUT}
        xmp = _XMP.format(**{name: escape(text) for name, text in words.items()})
        pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(words["title"]), Subject=String(_ABOUT)))
        pdf.trailer.Root = pdf.make_indirect(
            Dictionary(
                Type=Name.Catalog,
                Pages=tree,
                Metadata=Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML),
                PieceInfo=Dictionary({_PRODUCT: Dictionary(LastModified=_modified(private), Private=private)}),
                ViewerPreferences=Dictionary(
                    DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.DuplexFlipShortEdge
                ),
            )
        )
        return _saved(pdf)


def release(data: bytes) -> bytes:
    """The leaflet that the booklet `data` was made of, with its tags.

    Raises what `structure.DAMAGE` names when there is none in it.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        private = pdf.Root.PieceInfo[_PRODUCT].Private
        pdf.trailer.Root = private.Root
        del pdf.trailer["/Info"]
        if "/Info" in private:
            pdf.trailer.Info = private.Info
        leaflet = _saved(pdf)
    with pikepdf.open(io.BytesIO(leaflet)) as pdf:
        for page in pdf.pages:
            for name in _FORM:
                if name in page.Contents:
                    del page.Contents[name]
        return _saved(pdf)


def bare(data: bytes) -> bytes:
    """A PDF written anew, uncompressed: the same bytes for PDFs that hold the same objects, whatever wrote them."""
    plain = pikepdf.ObjectStreamMode.disable
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _saved(pdf, plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)


def _form(page: pikepdf.Page) -> Any:
    """The content of `page`, which is made a form too."""
    page.contents_coalesce()
    content = page.Contents
    content.Type, content.Subtype, content.BBox = Name.XObject, Name.Form, page.mediabox
    content.Resources = page.resources
    if "/Group" in page:
        content.Group = page.Group
    return content


def _sheet(pdf: pikepdf.Pdf, tree: Any, side: Side, forms: list[Any], size: tuple[Decimal, Decimal]) -> Dictionary:
    """One side of a sheet: two pages of `size` points, or less where it is blank."""
    width, height = size
    placed = {"/Left": (side.left, Decimal(0)), "/Right": (side.right, width)}
    drawn = {name: (forms[index], x) for name, (index, x) in placed.items() if index is not None}
    content = "".join(f"q 1 0 0 1 {x} 0 cm {name} Do Q\n" for name, (_, x) in drawn.items())
    return Dictionary(
        Type=Name.Page,
        Parent=tree,
        MediaBox=Array([0, 0, 2 * width, height]),
        Contents=Stream(pdf, content.encode()),
        Resources=Dictionary(XObject=Dictionary({name: form for name, (form, _) in drawn.items()})),
    )


def _modified(private: Dictionary) -> String:
    """When the leaflet was last changed, as it says itself (ISO 32000-1, 7.9.4)."""
    return String(str(private.get("/Info", Dictionary()).get("/ModDate", "D:19700101")))


def _saved(pdf: pikepdf.Pdf, objects: pikepdf.ObjectStreamMode = _SMALL, **how: Any) -> bytes:
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    held = io.BytesIO()
    pdf.save(held, deterministic_id=True, fix_metadata_version=False, object_stream_mode=objects, **how)
    return held.getvalue()
