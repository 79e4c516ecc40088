"""The structure tree: what becomes which element, across pages, and what stays out of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
import weasyprint

from handouts.structure import Node, read_structure
from handouts.text_layer import write_exact_pdf
from tests.text_layer.conftest import Leaflet, Render

BOX = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><path d='M0 0h9v9'/></svg>"
SENTENCE = "You should not drive a car until the day after your treatment, even if you feel well. "


def elements(leaflet: Leaflet, role: str) -> list[Any]:
    """The structure elements of one type as the PDF has them."""
    found = []

    def walk(element: Any) -> None:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return
        if element["/S"] == role:
            found.append(element)
        kids: Any = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            walk(kid)

    walk(leaflet.pdf.Root["/StructTreeRoot"]["/K"][0])
    return found


def outline(node: Node, lang: str | None) -> Iterator[tuple[str, str | None, str | None, str]]:
    """Type, language, id and text of the elements below a node, without Spans that only carry /ActualText."""
    for child in node.children:
        if child.tag != "Span" or child.id or child.lang != lang:
            yield child.tag, child.lang, child.id, child.text
        yield from outline(child, child.lang)


def test_blocks_that_cross_pages_are_one_element(render: Render) -> None:
    leaflet = render(
        f"<h1>Title</h1><p>{SENTENCE * 24}</p><ol>{'<li>' + SENTENCE * 3 + '</li>'}{'<li>x</li>' * 30}</ol>"
    )
    assert leaflet.pages == 5
    assert leaflet.texts("P") == [(SENTENCE * 24).strip()]
    assert len(leaflet.texts("L")) == 1
    assert leaflet.texts("LI")[:2] == ["1. " + (SENTENCE * 3).strip(), "2. x"]
    assert leaflet.texts("LI")[-1] == "31. x"
    assert {page for node in leaflet.first("P").walk() for page, _ in node.marks} == {0, 1, 2}
    assert leaflet.faults() == []


def test_lists_have_labels_bodies_and_a_numbering(render: Render) -> None:
    leaflet = render(
        "<ul><li>one<li><p>two</p><ol style='list-style: lower-alpha'><li>inner</ol>tail<li></ul>"
        "<ul style='list-style: none'><li>plain</ul><dl><dt>Term<dd>Meaning<dd>More<dt>Next<dd>Last</dl>"
    )
    tree = [(node.tag, node.text) for node in leaflet.first("L").walk() if node.tag in ("LI", "Lbl", "LBody", "L", "P")]
    assert tree == [
        ("L", "• one• twoa. innertail• "),
        ("LI", "• one"),
        ("Lbl", "• "),
        ("LBody", "one"),
        ("LI", "• twoa. innertail"),
        ("Lbl", "• "),
        ("LBody", "twoa. innertail"),
        ("P", "two"),
        ("L", "a. inner"),
        ("LI", "a. inner"),
        ("Lbl", "a. "),
        ("LBody", "inner"),
        ("LI", "• "),
        ("Lbl", "• "),
        ("LBody", ""),
    ]
    definitions = [node for node in leaflet.tree.walk() if node.tag == "L"][-1]
    assert [[part.tag for part in item.children] for item in definitions.children] == [
        ["Lbl", "LBody", "LBody"],
        ["Lbl", "LBody"],
    ]
    numberings = [str(entry["/A"]["/ListNumbering"]) for entry in elements(leaflet, "/L")]
    assert numberings == ["/Disc", "/LowerAlpha", "/None", "/None"]
    assert leaflet.faults() == []


def test_a_table_that_crosses_pages_is_one_and_its_header_is_read_once(render: Render) -> None:
    rows = "".join(f"<tr><th>Row {n}</th><td>{SENTENCE}</td></tr>" for n in range(20))
    leaflet = render(
        "<table><caption>Doses</caption><thead><tr><th>Day<th><a href='https://example.org'>Dose</a></thead>"
        f"<tfoot><tr><td colspan=2>End</tfoot><tbody>{rows}</tbody></table>"
    )
    assert leaflet.pages == 4
    assert leaflet.texts("Table", "Caption", "THead", "TFoot") == [
        "DosesDayDoseEnd" + "".join(f"Row {n}{SENTENCE.strip()}" for n in range(20)),
        "Doses",
        "DayDose",
        "End",
    ]
    scopes = [str(cell["/A"]["/Scope"]) for cell in elements(leaflet, "/TH")]
    assert scopes == ["/Column", "/Column"] + ["/Row"] * 20
    assert int(elements(leaflet, "/TD")[0]["/A"]["/ColSpan"]) == 2
    # The link in the repeated headers is nobody's: only the first one is a link.
    assert len(leaflet.annotations()) == 1
    assert leaflet.faults() == []


def test_a_table_for_layout_is_no_table(render: Render) -> None:
    leaflet = render("<table role=presentation><tr><td>Logo<td><p>Address</p></table>")
    assert [node.tag for node in leaflet.tree.walk()] == ["Document", "Div", "Div", "Div", "P", "Div", "P"]
    assert leaflet.faults() == []


def test_a_link_over_lines_and_pages_is_one_link(render: Render) -> None:
    words = "see the leaflet of the other clinic about this medicine " * 30 + "today"
    leaflet = render(f'<p>{SENTENCE * 6}<a href="https://example.org/"><b>{words}</b></a> and <a>nothing</a>.</p>')
    assert leaflet.pages == 3
    assert leaflet.texts("Link") == [words]
    kids = elements(leaflet, "/Link")[0]["/K"]
    objects = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
    annotations = leaflet.annotations()
    assert len(objects) == len(annotations) > 20
    assert {int(annotation["/F"]) for annotation in annotations} == {4}
    keys = {int(annotation["/StructParent"]) for annotation in annotations}
    parents = list(leaflet.pdf.Root["/StructTreeRoot"]["/ParentTree"]["/Nums"])
    assert keys <= set(map(int, parents[::2]))
    assert leaflet.faults() == []


def test_internal_links_and_links_around_blocks(render: Render) -> None:
    leaflet = render(
        '<p><a href="#end">To the end</a></p><a href="https://example.org/"><p>Boxed</p></a><h1 id=end>End</h1>'
    )
    assert leaflet.texts("Link") == ["To the end", "Boxed"]
    assert leaflet.first("H1").id == "end"
    assert leaflet.faults() == []


def test_running_headers_and_footers_are_artifacts(render: Render) -> None:
    css = """
    @page { @top-left { content: element(head) } @bottom-left { content: element(foot) }
            @bottom-right { content: "Page " counter(page) } }
    header { position: running(head) } footer { position: running(foot) } footer i::before { content: counter(page) }
    """
    leaflet = render(
        f'<header><h1>Clinic</h1><img src="{BOX}" alt="Logo"></header>'
        f'<footer lang="es">Borrador <i> de </i><a href="https://example.org">aquí</a></footer>'
        f"<h1>Title</h1><p>{SENTENCE * 20}</p>",
        css,
    )
    assert leaflet.pages == 3
    assert leaflet.tree.text == "Title" + (SENTENCE * 20).strip()
    marks = [
        list(instruction.operands)
        for page in leaflet.pdf.pages
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) == "BDC"
    ]
    kinds = [str(properties.get("/Type")) for tag, properties in marks if tag == "/Artifact"]
    assert kinds.count("/Pagination") >= 3 * 7
    assert leaflet.annotations() == []
    assert leaflet.faults() == []


def test_decoration_is_left_out(render: Render) -> None:
    leaflet = render(
        f'<h1>One</h1><p class=c>Text <img src="{BOX}" alt="">here<span aria-hidden="true"> ornament</span>.</p>'
        "<p class=d>x</p>",
        ".c::before { content: '▸ ' } .d::after { content: ' (end)' } .c { background: url(\"" + BOX + '") }',
    )
    assert leaflet.texts("P") == ["Text here.", "x (end)"]
    assert leaflet.texts("Figure") == []
    assert leaflet.faults() == []


def test_a_fixed_box_is_read_once(render: Render) -> None:
    leaflet = render(f"<p>{SENTENCE * 24}</p><p class=f>Keep me</p>", ".f { position: fixed; top: 0; right: 0 }")
    assert leaflet.pages == 3
    assert leaflet.texts("P") == [(SENTENCE * 24).strip(), "Keep me"]
    assert leaflet.faults() == []


def test_a_figure_has_its_text_and_its_box_in_points(render: Render) -> None:
    leaflet = render(
        f'<p>See <img src="{BOX}" alt="A  box"> now</p>', "img { width: 40px; height: 20px; vertical-align: top }"
    )
    figure = leaflet.first("Figure")
    assert (figure.alt, figure.text) == ("A box", "")
    assert leaflet.texts("P") == ["See  now"]
    left, bottom, right, top = map(float, elements(leaflet, "/Figure")[0]["/A"]["/BBox"])
    assert (right - left, top - bottom) == pytest.approx((30, 15), abs=0.01)
    # A6 is 148 mm high and the margin 12 mm; the paragraph has a margin of its own of 10 pt.
    assert top == pytest.approx((148 - 12) / 25.4 * 72 - 10, abs=0.1)
    assert leaflet.faults() == []


def test_headings_languages_and_ids(render: Render) -> None:
    leaflet = render(
        '<section id="risks"><h1>A <em>b</em></h1><h2 lang="es">Dos <b lang="en">two</b></h2></section>'
        '<section id="supervision" lang="fr"><h2>Deux</h2>'
        '<p><code>x</code> <q>y</q> <span id="here">z</span></p></section>'
        "<div>Loose <b>text</b><p>then a paragraph</p>and more</div><p>again</p>"
    )
    assert [*outline(leaflet.tree, "en")] == [
        ("Sect", "en", "risks", "A bDos two"),
        ("H1", "en", None, "A b"),
        ("H2", "es", None, "Dos two"),
        ("Span", "en", None, "two"),
        ("Sect", "fr", "supervision", "Deuxx «y» z"),
        ("H2", "fr", None, "Deux"),
        ("P", "fr", None, "x «y» z"),
        ("Code", "fr", None, "x "),
        ("Quote", "fr", None, "«y» "),
        ("Span", "fr", "here", "z"),
        ("Div", "en", None, "Loose textthen a paragraphand more"),
        ("P", "en", None, "Loose text"),
        ("P", "en", None, "then a paragraph"),
        ("P", "en", None, "and more"),
        ("P", "en", None, "again"),
    ]
    names = leaflet.pdf.Root["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert [str(name) for name in list(names)[::2]] == ["here", "risks", "supervision"]
    assert leaflet.faults() == []


def test_the_body_may_have_a_language_of_its_own() -> None:
    html = weasyprint.HTML(
        string='<html lang="en"><title>T</title><body lang="es"><p>Uno</p><p lang="en">Two</p></body></html>'
    )
    with pikepdf.open(io.BytesIO(write_exact_pdf(html.render(pdf_variant="pdf/ua-1")))) as pdf:
        tree = read_structure(pdf)
    assert [(node.tag, node.lang) for node in tree.walk()] == [
        ("Document", "en"),
        ("Div", "es"),
        ("P", "es"),
        ("P", "en"),
    ]


def test_flex_items_floats_and_positioned_boxes_are_read_in_source_order(render: Render) -> None:
    leaflet = render(
        "<div class=flex><span>First</span><b>second</b><p>third</p></div>"
        "<p>Before <span class=float>floating</span> after <span class=block>in a box</span>, end</p>"
        "<div class=pin>Pinned</div><p>Last</p><h1 class=flex><span>Two</span> <span>parts</span></h1>",
        ".flex { display: flex; flex-direction: row-reverse } .float { float: right } .block { display: inline-block }"
        " .pin { position: absolute; top: 0 }",
    )
    assert leaflet.texts("P", "H1") == [
        "First",
        "second",
        "third",
        "Before floating after in a box, end",
        "Pinned",
        "Last",
        "Two parts",
    ]
    assert leaflet.faults() == []


def test_transformed_letters_read_as_the_author_wrote_them(render: Render) -> None:
    leaflet = render(
        "<h1>straße und ﬁsch</h1><p>every word</p><p lang=tr>ılık için</p>",
        "h1, [lang=tr] { text-transform: uppercase } p { text-transform: capitalize }",
    )
    assert leaflet.texts("H1", "P") == ["straße und ﬁsch", "every word", "ılık için"]


def test_breaks_and_white_space(render: Render) -> None:
    leaflet = render(
        "<p>one<br>two <br>\n three</p><pre>four\n  five</pre><p> <b> six </b> <i> seven</i>\u00a0 eight </p>"
        "<p>nine\u200bten<wbr>eleven\u00adtwelve</p>"
    )
    assert leaflet.texts("P") == ["one two three", "four five", "six seven\u00a0 eight", "nineteneleventwelve"]


def test_hyphens_of_the_text_stay_and_hyphens_of_the_layout_go(render: Render) -> None:
    leaflet = render(
        "<p>well-being inter&shy;nation&shy;al characteristically</p>" * 2, "p { width: 15mm; hyphens: auto }"
    )
    assert leaflet.texts("P") == ["well-being international characteristically"] * 2
