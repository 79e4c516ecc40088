"""Each rule for a PDF as a whole: a good leaflet keeps it, and a copy that breaks it is refused with its code."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from handouts.fonts import faces
from handouts.proof import prove_pages
from handouts.proof.document import RULES
from handouts.proof.glyphs import DOTTED_CIRCLE
from handouts.proof.opentype import FontProgram
from tests.conftest import ROOT
from tests.making import codes
from tests.proof.breaking import (
    Change,
    action,
    adding,
    descendant,
    elements,
    font,
    in_content,
    in_metadata,
    links,
    on_element,
    on_font,
    on_link,
    on_page,
    on_root,
    script,
    showing,
    square,
    with_entry,
    without,
)
from tests.proof.conftest import Sample

MATH, REGULAR = faces("Noto Sans Math")[0].file, faces("Noto Sans")[-1].file


def first_bookmark(change: Any) -> Change:
    return lambda pdf: change(pdf.Root.Outlines.First.First)


def promote_a_bookmark(pdf: pikepdf.Pdf) -> None:
    """Put the bookmarks of the second level beside the first one."""
    top = pdf.Root.Outlines.First
    top.Next, pdf.Root.Outlines.Last = top.First, top.Last
    del top["/First"], top["/Last"]


def strip_link(pdf: pikepdf.Pdf) -> None:
    """Leave nothing in the first link's element but its annotation, and its text to its parent."""
    link = elements(pdf, "Link")[0]
    own = [kid for kid in link.K if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR"]
    rest = [kid for kid in link.K if not (isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR")]
    link.P.K.extend(rest)
    link.K = Array(own)


def forget_link(pdf: pikepdf.Pdf) -> None:
    link = elements(pdf, "Link")[0]
    link.K = Array([kid for kid in link.K if not (isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR")])


def forget_paragraph(pdf: pikepdf.Pdf) -> None:
    paragraph = elements(pdf, "P")[-1]
    paragraph.P.K = Array([kid for kid in paragraph.P.K if kid != paragraph])


def swap_program(pdf: pikepdf.Pdf) -> None:
    """Another font under the name of the listed one."""
    descendant(pdf).FontDescriptor.FontFile2 = pdf.make_stream(MATH.read_bytes())


def swap_outlines(pdf: pikepdf.Pdf) -> None:
    """In the embedded program, the places of two glyphs' outlines."""
    stream = descendant(pdf).FontDescriptor.FontFile2
    data = bytearray(stream.read_bytes())
    tables = {bytes(data[at : at + 4]): at for at in range(12, 12 + 16 * int.from_bytes(data[4:6]), 16)}
    start = int.from_bytes(data[tables[b"loca"] + 8 : tables[b"loca"] + 12])
    wide = 4 if data[int.from_bytes(data[tables[b"head"] + 8 : tables[b"head"] + 12]) + 51] else 2
    at = start + wide * glyph("5")
    data[at : at + wide] = data[at - wide : at]
    stream.write(bytes(data))


def glyph(char: str) -> int:
    """The glyph of running text for `char`."""
    return FontProgram(REGULAR.read_bytes()).glyph(char) or 0


def cut_map(pdf: pikepdf.Pdf) -> None:
    descendant(pdf).CIDToGIDMap.write(b"\0\0")


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["risks.txt"] = b"None of this is true."


def annotate(annotation: Dictionary) -> Change:
    return lambda pdf: pdf.pages[-1].obj.__setitem__("/Annots", Array([pdf.make_indirect(annotation)]))


def outside(pdf: pikepdf.Pdf) -> None:
    """The page's picture comes from a file elsewhere."""
    stream = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, F=String("other.png"))
    pdf.pages[0].Resources.XObject.Elsewhere = stream


def layer(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Risks")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


DAMAGE: dict[str, dict[str, Change]] = {
    "proof-heading-levels": {
        "the first is of the second level": on_element("H1", with_entry("/S", Name.H2)),
        "one is left out": on_element("H2", with_entry("/S", Name.H4)),
    },
    "proof-table-header": {
        "without a scope": on_element("TH", without("/A")),
        "with a scope that there is not": on_element("TH", lambda cell: cell.A.__setitem__("/Scope", Name.Side)),
    },
    "proof-link": {
        "not printed": on_link(with_entry("/F", 0)),
        "hidden": on_link(with_entry("/F", 6)),
        "to a file": on_link(with_entry("/A", action("URI", URI=String("file:///etc/passwd")))),
        "to a script": on_link(with_entry("/A", action("URI", URI=String("javascript:alert(1)")))),
        "to no server": on_link(with_entry("/A", action("URI", URI=String("https:")))),
        "to a place that is not there": on_link(lambda link: (without("/A")(link), with_entry("/Dest", "x")(link))),
        "empty description": on_link(with_entry("/Contents", String(" "))),
        "no text": strip_link,
        "no annotation": forget_link,
    },
    "proof-untagged": {
        "text": adding(b"BT /HUHQIP 9 Tf 50 50 Td <0024> Tj ET"),
        "a drawing": adding(b"0 0 9 9 re f"),
        "a mark that is not in the tree": adding(b"/P <</MCID 900>> BDC BT /HUHQIP 9 Tf <0024> Tj ET EMC"),
        "a paragraph that is not in the tree": forget_paragraph,
    },
    "proof-furniture": {"words in a decoration": in_content(rb"/Type /Pagination", b"/Type /Layout")},
    "proof-picture-text": {
        "none": on_element("Figure", without("/Alt")),
        "empty": on_element("Figure", with_entry("/Alt", String(" … "))),
        "a file's name": on_element("Figure", with_entry("/Alt", String("logo.svg"))),
        "a file's path": on_element("Figure", with_entry("/Alt", String("img/Logo 2.PNG".replace(" ", "-")))),
    },
    "proof-replaced": {
        "an expansion": on_element("P", with_entry("/E", String("None of this is true."))),
        "an alternative": on_element("P", with_entry("/Alt", String("None of this is true."))),
        "a text over others": on_element("Sect", with_entry("/ActualText", String("None of this is true."))),
    },
    "proof-title": {
        "another": lambda pdf: pdf.docinfo.__setitem__("/Title", "risks.pdf"),
        "another in the metadata": in_metadata(b"Un folleto breve", b"risks.pdf"),
        "none in the metadata": in_metadata(b"dc:title", b"dc:subject"),
    },
    "proof-title-hidden": {"not asked for": on_root(without("/ViewerPreferences"))},
    "proof-document-lang": {
        "another": on_root(with_entry("/Lang", String("en"))),
        "none": on_root(without("/Lang")),
    },
    "proof-bookmarks": {
        "another text": first_bookmark(with_entry("/Title", String("Nothing to fear"))),
        "another page": lambda pdf: pdf.Root.Outlines.First.First.Dest.__setitem__(0, pdf.pages[-1].obj),
        "no page": first_bookmark(without("/Dest")),
        "another level": promote_a_bookmark,
        "one is missing": lambda pdf: pdf.Root.Outlines.First.__setitem__("/First", pdf.Root.Outlines.First.First.Next),
        "none": on_root(without("/Outlines")),
    },
    "proof-tabs": {"in rows": on_page(with_entry("/Tabs", Name.R)), "none": on_page(without("/Tabs"))},
    "proof-font-embedded": {
        "not embedded": lambda pdf: without("/FontFile2")(descendant(pdf).FontDescriptor),
        "whole": on_font(with_entry("/BaseFont", Name("/Noto-Sans"))),
        "a simple font": on_font(with_entry("/Subtype", Name.TrueType)),
        "no font": lambda pdf: descendant(pdf).FontDescriptor.FontFile2.write(b"not a font"),
    },
    "proof-font": {
        "another family": on_font(with_entry("/BaseFont", Name("/ABCDEF+Comic-Sans"))),
        "a family that begins alike": on_font(with_entry("/BaseFont", Name("/ABCDEF+Noto-Sans-Arabic"))),
        "another under the same name": swap_program,
    },
    "proof-font-changed": {"an outline": swap_outlines},
    "proof-glyph-missing": {
        "glyph 0": showing(("e", 0)),
        "a glyph that is not there": showing(("e", 65000)),
        "a map that is cut off": cut_map,
    },
    "proof-dotted-circle": {"for a letter": showing(("e", glyph(DOTTED_CIRCLE)))},
    "proof-letter-swapped": {
        "two figures": showing(("5", glyph("7")), ("7", glyph("5"))),
        "one letter": showing(("n", glyph("m"))),
    },
    "proof-active": {
        "a script at the beginning": on_root(with_entry("/OpenAction", script())),
        "an action at the beginning": on_root(with_entry("/OpenAction", action("GoTo", D=String("risks")))),
        "a script of a page": on_page(with_entry("/AA", Dictionary(O=script()))),
        "a script with a name": on_root(
            lambda root: root.Names.__setitem__("/JavaScript", Dictionary(Names=Array([String("a"), script()])))
        ),
        "a program": on_link(with_entry("/A", action("Launch", F=String("cmd.exe")))),
        "another file": on_link(with_entry("/A", action("GoToR", F=String("a.pdf")))),
        "sending": on_link(with_entry("/A", action("SubmitForm", F=String("https://a.example")))),
        "taking in": on_link(with_entry("/A", action("ImportData", F=String("a.fdf")))),
    },
    "proof-attachment": {
        "in the document": attach,
        "to a page": on_page(with_entry("/AF", Array([Dictionary(Type=Name.Filespec)]))),
    },
    "proof-external": {
        "a file": on_page(with_entry("/PieceInfo", Dictionary(X=Dictionary(Type=Name.Filespec, F=String("a"))))),
        "a stream": outside,
        "a page": lambda pdf: pdf.pages[0].Resources.XObject.__setitem__(
            "/Ref", pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, Ref=Dictionary(Page=0))
        ),
    },
    "proof-annotation": {
        "a square": annotate(square()),
        "a drawing on a link": on_link(with_entry("/AP", Dictionary())),
        "a form": on_root(with_entry("/AcroForm", Dictionary(Fields=Array()))),
    },
    "proof-layers": {
        "in the catalog": layer,
        "of a picture": lambda pdf: pdf.pages[0].Resources.ExtGState.__setitem__(
            "/X", pdf.make_indirect(Dictionary(OC=Dictionary(Type=Name.OCG)))
        ),
    },
    "proof-page-size": {
        "smaller": on_page(with_entry("/MediaBox", Array([0, 0, 300, 400]))),
        "cropped": on_page(with_entry("/CropBox", Array([0, 300, 595, 841]))),
        "trimmed": on_page(with_entry("/TrimBox", Array([0, 300, 595, 841]))),
        "none": on_page(without("/MediaBox")),
    },
    "proof-page-turned": {
        "turned": on_page(with_entry("/Rotate", 90)),
        "scaled": on_page(with_entry("/UserUnit", 2)),
    },
}
CASES = [(code, name) for code, cases in DAMAGE.items() for name in cases]


def test_the_leaflet_is_good_before_it_is_damaged(spanish: Sample) -> None:
    assert spanish.prove() == []
    with pikepdf.open(io.BytesIO(spanish.data)) as pdf:
        assert len(pdf.pages) == 2
        assert len(links(pdf)) == 2
        assert str(font(pdf).BaseFont) == "/HUHQIP+Noto-Sans"


@pytest.mark.parametrize(("code", "name"), CASES, ids=[f"{code}: {name}" for code, name in CASES])
def test_what_breaks_a_rule_is_refused(spanish: Sample, code: str, name: str) -> None:
    assert code in spanish.problems(DAMAGE[code][name])


def test_every_rule_has_a_case_a_description_and_a_way_to_mend_it() -> None:
    assert {rule.code for rule in RULES} == {*DAMAGE, "proof-encrypted", "proof-page-count"}
    assert len({rule.code for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.about
        assert rule.about[0].islower()
        assert rule.hint.endswith(".")


def test_a_problem_says_what_is_wrong(spanish: Sample) -> None:
    assert spanish.problems(DAMAGE["proof-letter-swapped"]["one letter"])["proof-letter-swapped"] == (
        "page 1 shows another letter than “n” in Noto-Sans"
    )
    assert spanish.problems(DAMAGE["proof-bookmarks"]["another text"])["proof-bookmarks"] == (
        "a bookmark says “Nothing to fear” where the heading is “Qué es”"
    )
    assert spanish.problems(DAMAGE["proof-link"]["to a file"])["proof-link"] == (
        "a link leads to the address “file:///etc/passwd”: “nuestra página”"
    )
    assert spanish.problems(DAMAGE["proof-page-size"]["smaller"])["proof-page-size"] == (
        "page 2 is 106 × 141 mm, where a4 is 210 × 297 mm"
    )


def test_an_encrypted_pdf_is_refused(spanish: Sample) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(spanish.data)) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert "proof-encrypted" in codes(prove_pages(written.getvalue(), spanish.without_ink))


def test_the_number_of_pages(spanish: Sample) -> None:
    assert prove_pages(spanish.data, replace(spanish.without_ink, pages=2)) == []
    problems = prove_pages(spanish.data, replace(spanish.without_ink, pages=3))
    assert [problem.message for problem in problems] == ["the PDF has 2 pages, where it should have 3"]


def test_a_link_into_the_leaflet_is_good(spanish: Sample) -> None:
    def lead_inside(pdf: pikepdf.Pdf) -> None:
        first, second = links(pdf)
        first.A = action("GoTo", D=String("contact"))
        del second["/A"]
        second.Dest = Array([pdf.pages[0].obj, Name.Fit])

    assert spanish.problems(lead_inside) == {}


def test_pdf_ua(spanish: Sample) -> None:
    found = spanish.problems(on_root(without("/MarkInfo")))
    assert found["proof-conformance"].startswith("the PDF breaks rule ")
    assert "proof-conformance" in spanish.problems(in_metadata(b"pdfuaid:part", b"pdfuaid:past"))
    # The validator does not know part 2: its rules that PDF 2.0 does not replace count, and our own.
    assert spanish.problems(in_metadata(b'pdfuaid:part="1"', b'pdfuaid:part="2"')) == {}

    def second_part_without_titles(pdf: pikepdf.Pdf) -> None:
        in_metadata(b'pdfuaid:part="1"', b'pdfuaid:part="2"')(pdf)
        on_root(without("/ViewerPreferences"))(pdf)

    assert list(spanish.problems(second_part_without_titles)) == ["proof-conformance", "proof-title-hidden"]


def test_what_cannot_be_read_is_refused(spanish: Sample) -> None:
    for data in (b"", b"%PDF-1.7", spanish.data[:2000]):
        assert codes(prove_pages(data, spanish.without_ink)) == ["proof-unreadable"]
    for change in (
        on_root(without("/StructTreeRoot")),
        on_link(with_entry("/F", String("x"))),
        on_element("Figure", with_entry("/Alt", 7)),
        on_root(with_entry("/Outlines", Dictionary(First=Dictionary(Title=7)))),
    ):
        assert list(spanish.problems(change)) == ["proof-unreadable"]


@pytest.mark.parametrize("language", ["en", "ar", "hi", "zh_Hans"])
def test_the_shipped_leaflets_keep_the_rules(language: str) -> None:
    from handouts.press import Job, Press
    from handouts.workspace import open_workspace
    from tests.proof.conftest import sample

    made, _ = Press(open_workspace(ROOT)).prepare(
        Job("ketamine-nerve-pain", language, "example-clinic", "standard", "a4")
    )
    assert sample(made).prove() == []
