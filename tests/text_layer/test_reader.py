"""The reader of tagged PDFs, on PDFs made by hand: it trusts nothing, and it says what is damaged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from handouts.structure import Artifact, Node, read_document, read_structure

CMAP = b"""/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
2 beginbfchar <0001> <0041> % a comment with <0009>
<0002> <00660066> endbfchar
3 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0930> <0915094D>] <0030> <0030> <D83DDE00> endbfrange
endcmap"""


def tagged(content: bytes, *, cmap: bytes = CMAP, encoding: Any = Name.Identity_H, **catalog: Any) -> pikepdf.Pdf:
    """A PDF with one page and an empty structure tree; `/F` is a composite font, `/G` a simple one."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.Contents = pdf.make_stream(content)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=encoding, ToUnicode=pdf.make_stream(cmap))
    simple = Dictionary(Type=Name.Font, Subtype=Name.TrueType)
    page.obj.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font), G=simple), XObject=Dictionary())
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
    for name, value in catalog.items():
        pdf.Root[f"/{name}"] = value
    return pdf


def add(pdf: pikepdf.Pdf, role: str, kids: list[Any], parent: Any = None, **entries: Any) -> pikepdf.Object:
    """Add a structure element to the tree's root or to another element."""
    page = pdf.pages[0].obj
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), Pg=page, K=Array(kids), **entries))
    (pdf.Root.StructTreeRoot if parent is None else parent).K.append(element)
    return element


def text_of(content: bytes, *mcids: int, **options: Any) -> str:
    """What one element with this content reads as."""
    pdf = tagged(content, **options)
    add(pdf, "P", list(mcids))
    return read_structure(pdf).text


def test_codes_are_read_through_the_fonts_map() -> None:
    assert text_of(b"/P <</MCID 0>> BDC BT /F 9 Tf <0001> Tj [<0002> -250 <00100012>] TJ ET EMC", 0) == "Affac"
    assert (
        text_of(b"/P <</MCID 0>> BDC BT /F 9 Tf <00200021> ' 1 2 <0030> \" <00ff> Tj ET EMC", 0) == "रक्\U0001f600\ufffd"
    )
    assert text_of(b"/F 9 Tf q /G 9 Tf Q /P <</MCID 0>> BDC <0001> Tj EMC", 0) == "A"
    assert text_of(b"/P <</MCID 0>> BDC BT /G 9 Tf <4142> Tj ET EMC", 0) == "\ufffd\ufffd"


def test_the_tree_gives_the_order_and_marks_nest() -> None:
    content = b"""/F 9 Tf /P <</MCID 0>> BDC <0001> Tj /Span <</MCID 1>> BDC <0010> Tj EMC /Artifact BMC <0011> Tj EMC
    EMC /Artifact <</Type /Pagination>> BDC <0012> Tj EMC <0002> Tj"""
    assert text_of(content, 0, 1) == "Aba"
    assert text_of(content, 1, 0) == "aAb"


def test_actual_text_stands_for_glyphs_in_content_and_in_the_tree() -> None:
    content = b"""/F 9 Tf /P <</MCID 0>> BDC <0001> Tj
    /Span <</ActualText (x)>> BDC <0010> Tj /Span <</ActualText (y)>> BDC <0011> Tj EMC EMC EMC"""
    assert text_of(content, 0) == "Ax"
    pdf = tagged(content, Lang=pikepdf.String("en"))
    paragraph = add(pdf, "P", [], Lang=pikepdf.String("ar"), ID=pikepdf.String("one"))
    add(pdf, "Span", [0], paragraph, ActualText=pikepdf.String("سلام"), Alt=pikepdf.String("greeting"))
    span = Node("Span", "ar", "سلام", "greeting", marks=((0, 0),), instead=("Alt",))
    assert read_structure(pdf) == Node("P", "ar", "سلام", None, "one", (span,))
    assert read_structure(pdf).shown == ("Aab",)


def test_several_roots_roles_and_references() -> None:
    pdf = tagged(
        b"/F 9 Tf /P <</MCID 0>> BDC <0001> Tj EMC /P <</MCID 1>> BDC <0010> Tj EMC", Lang=pikepdf.String("en")
    )
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Absatz=Name.Para, Para=Name.P)
    page = pdf.pages[0].obj
    add(pdf, "Absatz", [Dictionary(Type=Name.MCR, Pg=page, MCID=1), Dictionary(Type=Name.OBJR, Obj=page)])
    add(pdf, "Figure", [0])
    tree = read_structure(pdf)
    assert (tree.tag, tree.text) == ("StructTreeRoot", "aA")
    assert [(node.tag, node.text, node.marks) for node in tree.children] == [
        ("P", "a", ((0, 1),)),
        ("Figure", "A", ((0, 0),)),
    ]
    assert [node.tag for node in tree.walk()] == ["StructTreeRoot", "P", "Figure"]


def test_forms_are_read_where_they_are_drawn() -> None:
    pdf = tagged(b"/F 9 Tf /P <</MCID 0>> BDC <0001> Tj /Form Do EMC")
    page = pdf.pages[0].obj
    form = pdf.make_stream(b"BT /F 9 Tf <0010> Tj ET /P <</MCID 0>> BDC /F 9 Tf <0011> Tj EMC", Subtype=Name.Form)
    page.Resources.XObject.Form = form
    add(pdf, "P", [0, Dictionary(Type=Name.MCR, Pg=page, Stm=form, MCID=0)])
    assert read_structure(pdf).text == "Aab"


def test_an_encoding_of_its_own_gives_the_length_of_codes() -> None:
    pdf = tagged(
        b"/F 9 Tf /P <</MCID 0>> BDC <41 8001> Tj EMC", cmap=b"2 beginbfchar <41> <0041> <8001> <4E00> endbfchar"
    )
    font = pdf.pages[0].obj.Resources.Font.F
    font.Encoding = pdf.make_stream(b"2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange")
    add(pdf, "P", [0])
    assert read_structure(pdf).text == "A一"


def test_languages_of_elements_and_of_content() -> None:
    content = b"""/F 9 Tf /P <</MCID 0>> BDC <0001> Tj /Span <</Lang (fr)>> BDC <0010> Tj
    /Span <</Lang (de) /ActualText (x)>> BDC <0011> Tj EMC EMC <0012> Tj EMC /P <</MCID 1>> BDC <0001> Tj EMC"""
    pdf = tagged(content, Lang=String("en"))
    paragraph = add(pdf, "P", [0])
    add(pdf, "Span", [1], paragraph, Lang=String("ar"))
    assert read_structure(pdf).spoken == (("en", "A"), ("fr", "a"), ("de", "x"), ("en", "c"), ("ar", "A"))
    assert read_structure(pdf).shown == ("Aabc", "A")
    paragraph.ActualText = String("y")
    assert read_structure(pdf).spoken == (("en", "y"),)


def test_what_is_read_instead_of_the_content() -> None:
    pdf = tagged(MARKED)
    part = add(pdf, "Sect", [], E=String("expanded"), ActualText=String("other"))
    add(pdf, "P", [0], part, ActualText=String("fine"))
    add(pdf, "Figure", [], part, Alt=String("fine"))
    assert [(node.tag, set(node.instead)) for node in read_structure(pdf).walk()] == [
        ("Sect", {"E", "ActualText"}),
        ("P", set()),
        ("Figure", set()),
    ]


def test_attributes_and_annotations() -> None:
    pdf = tagged(MARKED)
    note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link))
    pdf.Root.StructTreeRoot.ClassMap = Dictionary(Head=Dictionary(O=Name.Table, Scope=Name.Row, ColSpan=2))
    cell = add(pdf, "TH", [0, Dictionary(Type=Name.OBJR, Obj=note)], C=Name.Head)
    cell.A = Array([Dictionary(O=Name.Layout, Placement=Name.Block), 0, Dictionary(O=Name.Table, Scope=Name.Column)])
    node = read_structure(pdf)
    assert (node.attributes["/Scope"], node.attributes["/ColSpan"]) == ("/Column", 2)
    assert node.annotations == (f"{note.objgen[0]} 0 R",)


def test_what_is_not_in_the_tree() -> None:
    pdf = tagged(
        b"""/F 9 Tf /Artifact <</Type /Pagination>> BDC <0001> Tj /Span BMC <0010> Tj EMC 0 0 9 9 re f EMC
        /Artifact BMC <0011> Tj EMC /Artifact BMC 0 0 9 9 re W n EMC /P BMC <0012> Tj EMC
        /P <</MCID 0>> BDC 0 0 9 9 re f <0001> Tj EMC /P <</MCID 1>> BDC <0002> Tj EMC 0 0 9 9 re S"""
    )
    add(pdf, "P", [0])
    document = read_document(pdf)
    assert document.artifacts == (Artifact(0, "Pagination", "Aa"), Artifact(0, "", "b"))
    assert document.loose == ((0, "c"), (0, ""), (0, "ff"))
    assert [font.shown for font in document.fonts] == [
        dict.fromkeys((b"\0\1", b"\0\x10", b"\0\x11", b"\0\x12", b"\0\2"), 0)
    ]


def test_the_catalog_is_read_through_references_and_odd_strings() -> None:
    pdf = tagged(MARKED)
    add(pdf, "P", [0], Lang=pdf.make_indirect(String("ar")), ID=String(b"\xff\xfea\x00"))
    pdf.pages[0].obj.Contents = Array(
        [pdf.make_stream(b"/F 9 Tf /P <</MCID"), pdf.make_stream(b"0>> BDC <0001> Tj EMC")]
    )
    node = read_structure(pdf)
    assert (node.lang, node.text) == ("ar", "A")


MARKED = b"/F 9 Tf /P <</MCID 0>> BDC <0001> Tj EMC"

DAMAGED = {
    "content ends what it has not begun": (b"EMC " + MARKED, CMAP, "has not begun"),
    "content stays open": (MARKED + b" /P BMC", CMAP, "leaves marked content open"),
    "an identifier is used twice": (MARKED + b" " + MARKED, CMAP, "twice"),
    "text has no font": (b"/P <</MCID 0>> BDC <0001> Tj EMC", CMAP, "without a font"),
    "the font is missing": (b"/H 9 Tf", CMAP, "damaged"),
    "an operator lacks its operands": (b"Tf", CMAP, "damaged"),
    "the mark is missing": (b"", CMAP, "no marked content 0"),
    "an operator is unknown": (MARKED + b" Tk", CMAP, "unknown operator"),
    "an image stands in the content": (b"BI /W 1 ID x EI", CMAP, "unknown operator"),
    "operands have no operator": (MARKED + b" 1 2", CMAP, "no operator"),
    "a bracket stands alone": (b"/P >> BDC EMC", CMAP, "bracket"),
    "a bracket is open": (b"/P [ BDC EMC", CMAP, "bracket"),
    "a dictionary is uneven": (b"/P <</MCID>> BDC EMC", CMAP, "dictionary"),
    "an operand is none": (b"/P ) BDC EMC", CMAP, "operand"),
    "a property list is missing": (b"/P /Q BDC EMC", CMAP, "damaged"),
    "a range is too long": (MARKED, b"1 beginbfrange <0000> <ffffff> <0041> endbfrange", "range"),
    "a range is reversed": (MARKED, b"1 beginbfrange <0002> <0001> <0041> endbfrange", "range"),
    "a range lacks texts": (MARKED, b"1 beginbfrange <0001> <0003> [<0041>] endbfrange", "range"),
    "a map is cut off": (MARKED, b"2 beginbfchar <0001> <0041> <0002> endbfchar", "incomplete"),
    "a text is no UTF-16": (MARKED, b"1 beginbfchar <0001> <d800> endbfchar", "utf-16"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damaged_content_is_reported(damage: str) -> None:
    content, cmap, message = DAMAGED[damage]
    with pytest.raises(ValueError, match=message):
        text_of(content, 0, cmap=cmap)


def test_damaged_trees_are_reported() -> None:
    with pytest.raises(ValueError, match="no structure tree"):
        read_structure(pikepdf.new())

    assert complaint(_a_second_owner) == "page 1 has no marked content 0, or it is in the tree twice"
    assert "in the tree twice" in complaint(lambda tree, paragraph: tree.K.append(paragraph))
    assert "in the tree twice" in complaint(lambda _, paragraph: paragraph.K.append(paragraph))
    assert "levels deep" in complaint(lambda _, paragraph: paragraph.K.append(nested(200)))
    assert "not a structure element" in complaint(lambda _, paragraph: paragraph.K.append(Dictionary()))
    assert "where content should be" in complaint(lambda _, paragraph: paragraph.K.append(Name.Zero))
    assert "where a text should be" in complaint(lambda _, paragraph: paragraph.__setitem__("/ActualText", Name.Zero))
    assert "on no page" in complaint(lambda _, paragraph: paragraph.__delitem__("/Pg"))
    circle = Dictionary(P=Name.Q, Q=Name.P)
    assert "in circles" in complaint(lambda tree, _: tree.__setitem__("/RoleMap", circle))


def _a_second_owner(tree: Any, paragraph: Any) -> None:
    tree.K.append(Dictionary(S=Name.P, Pg=paragraph.Pg, K=0))


def complaint(change: Callable[[Any, Any], object]) -> str:
    """What the reader says about a tree that was changed: `change` gets the tree's root and a paragraph in it."""
    pdf = tagged(MARKED)
    change(pdf.Root.StructTreeRoot, add(pdf, "P", [0]))
    with pytest.raises(ValueError, match=r"\w") as caught:
        read_structure(pdf)
    return str(caught.value)


def nested(levels: int) -> Dictionary:
    """Elements within elements."""
    element = Dictionary(Type=Name.StructElem, S=Name.Div)
    for _ in range(levels):
        element = Dictionary(Type=Name.StructElem, S=Name.Div, K=Array([element]))
    return element


def test_a_form_that_draws_itself_is_reported() -> None:
    pdf = tagged(b"/Form Do")
    form = pdf.make_stream(b"/Form Do", Subtype=Name.Form)
    pdf.pages[0].obj.Resources.XObject.Form = form
    with pytest.raises(ValueError, match="levels deep"):
        read_structure(pdf)
