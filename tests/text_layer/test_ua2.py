"""PDF/UA-2: the rules of its profile find nothing in what we write, and find every fault that is planted."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import page
import pikepdf
import pypdfium2
import pytest

from handouts.structure import read_structure
from handouts.text_layer import TextLayerError, write_exact_pdf
from tests.text_layer.conftest import document
from tests.text_layer.paragraphs import PARAGRAPHS
from tests.text_layer.test_languages import CSS, SAMPLES
from tests.text_layer.test_picture import CSS as PICTURE_CSS
from tests.text_layer.test_picture import body as picture_body
from tests.text_layer.test_tree import BOX, SENTENCE
from tests.text_layer.ua2_rules import faults

BODY = f"""
<div class=head><b>Clinic</b><a href="https://example.org/">site</a></div>
<header id=top><h1>Title</h1><p>See <a href="#risks">the risks</a>, <a href="#here">here</a> or
<a href="#größe">this</a></p></header>
<main><section id=risks><h2>Risks <em>and</em> more</h2><p><strong>Never</strong> <code>x</code> <q>y</q>
<span id=here lang=de>hier</span> {SENTENCE * 12} <a href="https://example.org/">site {SENTENCE}</a></p>
<ul><li>one<li><p>two</p><ol style="list-style: lower-alpha"><li>inner</ol></ul><ul style="list-style: none"><li>x</ul>
<ol style="list-style: arabic-indic"><li>x</ol><dl><dt>Term<dd>Meaning</dl></section>
<section id=größe><h2>Pictures</h2><p>A <img src="{BOX}" alt="box"> and
<a href="#top"><img src="{BOX}" alt="up"></a></p>
<figure><img src="{BOX}" alt="big"><figcaption>A box</figcaption></figure><aside><p>Beside</p></aside>
<blockquote><p>Quoted</p></blockquote><article><h3>Deeper</h3><p>Text</p></article>
<table><caption>Doses</caption><thead><tr><th>Day<th>Dose</thead><tbody><tr><th rowspan=2>One<td>1<tr><td>2</tbody>
<tfoot><tr><td colspan=2>End</tfoot></table></section></main>"""
STYLE = """@page { @top-left { content: element(head) } @bottom-left { content: counter(page) } }
.head { position: running(head) }"""


@cache
def written() -> bytes:
    return write_exact_pdf(document(BODY, STYLE), "pdf/ua-2")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.lang)
def test_nothing_is_found(sample: Any) -> None:
    laid_out = document(sample.body(), CSS, lang=sample.lang, direction=sample.direction)
    data = write_exact_pdf(laid_out, "pdf/ua-2")
    assert faults(data) == []
    # What the two parts of the standard have in common, judged by others.
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    assert {failure.rule_id for failure in report.failures} == {"PDFUA1-HEADER-001", "PDFUA1-ID-PART-001"}
    assert write_exact_pdf(laid_out, "pdf/ua-2") == data


@pytest.mark.parametrize("lang", PARAGRAPHS)
def test_nothing_is_found_in_any_language(lang: str) -> None:
    paragraph = PARAGRAPHS[lang]
    style = f'html {{ font-family: "{paragraph.family}", "Noto Sans" }}'
    laid_out = document(picture_body(lang), f"{PICTURE_CSS} {style}", lang=lang, direction=paragraph.direction)
    assert faults(write_exact_pdf(laid_out, "pdf/ua-2")) == []


def test_nothing_is_found_in_a_leaflet_with_everything() -> None:
    assert faults(written()) == []


def test_the_text_and_the_picture_are_those_of_ua_1() -> None:
    one = write_exact_pdf(document(BODY, STYLE))
    with pikepdf.open(io.BytesIO(one)) as first, pikepdf.open(io.BytesIO(written())) as second:
        assert read_structure(first).text == read_structure(second).text
        tags = [{node.tag for node in read_structure(pdf).walk()} for pdf in (first, second)]
    assert tags[1] - tags[0] == {"Aside", "Em", "Strong"}
    pictures = [
        [sheet.render().to_pil().tobytes() for sheet in pypdfium2.PdfDocument(data)] for data in (one, written())
    ]
    assert pictures[0] == pictures[1]


def test_destinations_lead_to_the_elements_themselves_and_to_places_on_pages() -> None:
    with pikepdf.open(io.BytesIO(written())) as pdf:
        names = list(pdf.Root.Names.Dests.Names)
        led = {str(name): str(place.SD[0].S) for name, place in zip(names[::2], names[1::2], strict=True)}
        assert led == {"top": "/Div", "risks": "/Sect", "here": "/Span", "größe": "/Sect"}
        item: Any = pdf.Root.Outlines.First
        titles = []
        while item is not None:
            titles.append((str(item.Title), str(item.A.SD[0].S)))
            item = item.get("/First") or item.get("/Next")
    assert titles == [("Title", "/H1"), ("Risks and more", "/H2"), ("Pictures", "/H2"), ("Deeper", "/H3")]
    read = pypdfium2.PdfDocument(io.BytesIO(written()))
    places = [(item.get_title(), item.get_dest().get_index()) for item in read.get_toc()]
    assert places == [("Title", 0), ("Risks and more", 0), ("Pictures", 2), ("Deeper", 2)]


def test_the_contents_of_a_link_are_its_text() -> None:
    with pikepdf.open(io.BytesIO(written())) as pdf:
        contents = {
            str(annotation.Contents)[:9] for sheet in pdf.pages for annotation in list(sheet.obj.get("/Annots", []))
        }
    assert contents == {"the risks", "here", "this", "site You ", "up"}


def test_headers_and_footers_say_so() -> None:
    with pikepdf.open(io.BytesIO(written())) as pdf:
        kinds = [
            str(instruction.operands[1].get("/Subtype"))
            for sheet in pdf.pages
            for instruction in pikepdf.parse_content_stream(sheet)
            if str(instruction.operator) == "BDC" and instruction.operands[0] == "/Artifact"
        ]
    assert {"/Header", "/Footer"} <= set(kinds)


def test_other_variants_are_refused() -> None:
    with pytest.raises(ValueError, match="pdf/ua-3"):
        write_exact_pdf(document("<p>x</p>"), "pdf/ua-3")  # type: ignore[arg-type]  # that it is none is the test


def test_other_metadata_of_weasyprint_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.pdf.metadata import DocumentMetadata

    monkeypatch.setattr(DocumentMetadata, "generate_rdf_metadata", lambda *_: b"<rdf/>")
    with pytest.raises(TextLayerError, match="metadata"):
        write_exact_pdf(document("<p>x</p>"), "pdf/ua-2")


@pytest.mark.parametrize("name", ["bookmarks", "anchors"])
def test_renamed_attributes_of_pages_are_noticed(name: str) -> None:
    laid_out = document("<h1 id=x>Text</h1>")
    laid_out.pages[0].__dict__["renamed"] = laid_out.pages[0].__dict__.pop(name)
    with pytest.raises(TextLayerError, match=name):
        write_exact_pdf(laid_out, "pdf/ua-2")


@pytest.mark.parametrize("name", ["bookmarks", "anchors"])
def test_bookmarks_and_anchors_that_are_gathered_in_another_way_are_noticed(name: str) -> None:
    laid_out = document("<h1 id=x>Text</h1>")
    getattr(laid_out.pages[0], name).clear()
    with pytest.raises(TextLayerError, match=name):
        write_exact_pdf(laid_out, "pdf/ua-2")


def first(pdf: pikepdf.Pdf, tag: str) -> Any:
    """The first element of a type."""
    return next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == f"/{tag}")


def a_link(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj.Annots[0]


def a_font(pdf: pikepdf.Pdf) -> Any:
    return next(iter(pdf.pages[0].obj.Resources.Font.values()))


def rewrite(stream: Any, old: bytes, new: bytes) -> None:
    data = stream.read_bytes()
    assert old in data
    stream.write(data.replace(old, new))


def drop(container: Any, key: str) -> None:
    del container[key]


def overlap(rows: Any) -> None:
    """Let the first row's second cell reach down to where the second row's only cell reaches right."""
    spans = (rows[0].K[0], "/RowSpan", 1), (rows[0].K[1], "/RowSpan", 2), (rows[1].K[0], "/ColSpan", 2)
    for cell, name, count in spans:
        cell["/A"] = pikepdf.Dictionary({"/O": pikepdf.Name("/Table"), name: count})


FAULTS: list[tuple[str, Callable[[pikepdf.Pdf], Any]]] = [
    ("5-2", lambda pdf: rewrite(pdf.Root.Metadata, b'part="2"', b'part="1"')),
    ("5-3", lambda pdf: rewrite(pdf.Root.Metadata, b"pdfuaid", b"ua")),
    ("5-5", lambda pdf: rewrite(pdf.Root.Metadata, b"2024", b"2023")),
    ("5", lambda pdf: rewrite(pdf.Root.Metadata, b' pdfuaid:part="2"', b' pdfuaid:part="2" pdfuaid:conformance="A"')),
    ("6.2-1", lambda pdf: drop(pdf.Root, "/MarkInfo")),
    ("8.11.1-1", lambda pdf: rewrite(pdf.Root.Metadata, b">Leaflet<", b"><")),
    ("8.11.1-2", lambda pdf: drop(pdf.Root, "/Metadata")),
    ("8.11.2-1", lambda pdf: drop(pdf.Root, "/ViewerPreferences")),
    ("ISO 32000-2 14.3.3", lambda pdf: pdf.docinfo.__setitem__("/Author", "A")),
    ("8.2.1-1", lambda pdf: drop(pdf.Root, "/StructTreeRoot")),
    ("8.2.1-2", lambda pdf: first(pdf, "P").__setitem__("/P", first(pdf, "H1"))),
    ("8.2.2-1", lambda pdf: pdf.pages[0].contents_add(b"0 0 9 9 re f", prepend=False)),
    ("8.2.2", lambda pdf: pdf.pages[0].contents_add(b"/Artifact BMC /P <</MCID 99>> BDC EMC EMC", prepend=False)),
    ("ISO 32000-2 Table 363", lambda pdf: pdf.pages[0].contents_add(
        b"/Artifact <</Type /Layout /Subtype /Header>> BDC EMC")),
    ("8.2.4-1", lambda pdf: first(pdf, "Em").__setitem__("/S", pikepdf.Name("/Quote"))),
    ("8.2.4-1", lambda pdf: drop(first(pdf, "Strong"), "/NS")),
    ("8.2.4", lambda pdf: drop(first(pdf, "H2"), "/NS")),
    ("8.2.5.2-1", lambda pdf: first(pdf, "Document").__setitem__("/S", pikepdf.Name("/Part"))),
    ("8.2.5.2-2", lambda pdf: drop(first(pdf, "Document"), "/NS")),
    ("8.2.5.12", lambda pdf: first(pdf, "H2").__setitem__("/S", pikepdf.Name("/H4"))),
    ("8.2.5.12-1", lambda pdf: first(pdf, "H2").__setitem__("/S", pikepdf.Name("/H"))),
    ("8.2.5.14", lambda pdf: first(pdf, "P").__setitem__("/S", pikepdf.Name("/Note"))),
    ("8.2.5.20-1", lambda pdf: first(pdf, "Link").__setitem__("/S", pikepdf.Name("/Span"))),
    ("8.2.5.20-2", lambda pdf: next(
        link for link in list(pdf.pages[1].obj.Annots) if "/A" in link).A.__setitem__("/URI", pikepdf.String("x:"))),
    ("8.2.5.25-1", lambda pdf: first(pdf, "L").A.__setitem__("/ListNumbering", pikepdf.Name("/None"))),
    ("8.2.5.25-2", lambda pdf: first(pdf, "Lbl").__setitem__("/S", pikepdf.Name("/LI"))),
    ("8.2.5.26-1", lambda pdf: overlap(first(pdf, "TBody").K)),
    ("8.2.5.26-2", lambda pdf: first(pdf, "TH").A.__setitem__("/RowSpan", 2)),
    ("8.2.5.26-3", lambda pdf: first(pdf, "TH").A.__setitem__("/ColSpan", 2)),
    ("8.2.5.26", lambda pdf: drop(first(pdf, "TH").A, "/Scope")),
    ("8.2.5.26-5", lambda pdf: [item.A.__setitem__("/Scope", pikepdf.Name("/Row")) for item in pdf.objects
                                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"]),
    ("8.2.5.27-1", lambda pdf: (kids := first(pdf, "Table").K).append(kids[0])),
    ("8.2.5.28.2-1", lambda pdf: drop(first(pdf, "Figure"), "/Alt")),
    ("ISO/TS 32005 Table 5", lambda pdf: first(pdf, "Aside").__setitem__("/S", pikepdf.Name("/P"))),
    ("ISO/TS 32005 Table 5", lambda pdf: first(pdf, "P").__setitem__("/S", pikepdf.Name("/Sect"))),
    ("8.4.3-2", lambda pdf: first(pdf, "P").__setitem__("/ActualText", "\ue000")),
    ("8.4.3-3", lambda pdf: first(pdf, "Figure").__setitem__("/Alt", "\ue000")),
    ("8.4.4-1", lambda pdf: drop(pdf.Root, "/Lang")),
    ("8.4.4-2", lambda pdf: first(pdf, "Span").__setitem__("/Lang", "de_DE")),
    ("8.4.5.3.2-1", lambda pdf: drop(a_font(pdf).DescendantFonts[0], "/CIDToGIDMap")),
    ("8.4.5.5.1-1", lambda pdf: drop(a_font(pdf).DescendantFonts[0].FontDescriptor, "/FontFile2")),
    ("8.4.5.6-1", lambda pdf: a_font(pdf).DescendantFonts[0].__setitem__("/W", pikepdf.Array())),
    ("8.4.5.8-1", lambda pdf: drop(a_font(pdf), "/ToUnicode")),
    ("8.4.5.8-2", lambda pdf: rewrite(a_font(pdf).ToUnicode, b"<0065>", b"<fffe>")),
    ("8.4.3-1", lambda pdf: rewrite(a_font(pdf).ToUnicode, b"<0065>", b"<e000>")),
    ("8.4.5.9-1", lambda pdf: a_font(pdf).DescendantFonts[0].__setitem__(
        "/CIDToGIDMap", pdf.make_stream(bytes(131072)))),
    ("8.6-1", lambda pdf: pdf.Root.Outlines.First.__setitem__("/Title", "\ue000")),
    ("8.8-1", lambda pdf: drop(pdf.Root.Names.Dests.Names[1], "/SD")),
    ("8.8-2", lambda pdf: drop(pdf.Root.Outlines.First.A, "/SD")),
    ("8.9.2.2", lambda pdf: a_link(pdf).__setitem__("/F", 6)),
    ("8.9.3.3-1", lambda pdf: drop(pdf.pages[0].obj, "/Tabs")),
    ("8.9.4.2", lambda pdf: drop(a_link(pdf), "/Contents")),
    ("8.9.4.2-1", lambda pdf: first(pdf, "Link").__setitem__("/Alt", "other")),
    ("0", lambda pdf: a_link(pdf).__setitem__("/Subtype", pikepdf.Name("/Stamp"))),
    ("0", lambda pdf: pdf.Root.__setitem__("/AcroForm", pikepdf.Dictionary())),
    ("ISO 32000-2 14.7.5.4", lambda pdf: pdf.Root.StructTreeRoot.ParentTree.Nums[1].__setitem__(3, first(pdf, "H1"))),
    ("ISO 32000-2 14.7.5.1.1", lambda pdf: first(pdf, "H1").K.append(99)),
    ("ISO 32000-2 Table 354", lambda pdf: drop(pdf.Root.StructTreeRoot, "/IDTree")),
    ("ISO 32000-2 14.7.4.2", lambda pdf: pdf.Root.StructTreeRoot.__setitem__("/Namespaces", pikepdf.Array())),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "plant"), FAULTS, ids=[f"{at}: {rule}" for at, (rule, _) in enumerate(FAULTS)])
def test_planted_faults_are_found(rule: str, plant: Callable[[pikepdf.Pdf], Any]) -> None:
    with pikepdf.open(io.BytesIO(written())) as pdf:
        plant(pdf)
        spoiled = io.BytesIO()
        pdf.save(spoiled, fix_metadata_version=False)
    found = {fault.partition(":")[0] for fault in faults(spoiled.getvalue())}
    assert rule in found
