"""Every property of every style is what WeasyPrint computes, and pages of all that CSS can ask come out the same."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from weasyprint import CSS, HTML
from weasyprint.css import get_all_computed_styles
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.text.fonts import FontConfiguration

from handouts.jobs import Job
from handouts.press import Press
from handouts.template import Templates
from handouts.typeset import foresee
from handouts.weasyprint_patches import boxes, building, cascade, html, styles
from handouts.workspace import open_workspace
from tests.conftest import ROOT

OURS = (*boxes.PATCHES, *building.PATCHES, *cascade.PATCHES, *html.PATCHES, *styles.PATCHES)
PSEUDO = (None, "before", "after", "marker", "first-line", "first-letter", "footnote-call", "footnote-marker")
LOGICAL = {name(block="ttb", inline=inline) for name in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")}
NAMES = (*sorted(INITIAL_VALUES.keys() - LOGICAL), "__own", "__gap")
"""What is asked of a style: what a logical property comes to is asked of the physical one."""

STYLE = """
@page { size: 90mm 120mm; margin: 10mm 5%; @bottom-center { content: counter(page) } @top-left { content: string(h) } }
@page wide { size: 120mm 90mm; @left-middle { content: "wide"; width: 80% } }
@page :first { margin-top: 20mm }
:root { --shade: #123456; --gap: 3px; line-height: 1.2 }
* { margin: 0; box-sizing: border-box; --own: 1px } :where(h1) { -weasy-anchor: "other" }
h1 { string-set: h content(); font-size: 150%; page: wide; border-block-end: medium dashed }
h1::after { content: " /"; -weasy-anchor: "end"; color: var(--shade) }
p { margin-block: 1ex 1rem; padding-inline: 2ch var(--gap); text-indent: calc(1em + 2px); hyphens: auto }
p { width: 80% !important } p.half { width: 50%; min-width: 20vw; max-height: 50vh; font-size: 4vmin }
p.half span { font-size: 2em; margin-right: 1lh; letter-spacing: .1em; border-spacing: 1vw }
p.bad { line-height: calc(1px / "a"); color: var(--none); font-size: calc(2px + 1em) }
p::first-line { text-transform: uppercase } p.drop::first-letter { float: left; font-size: 2em; padding: 2px }
.right { direction: rtl; border-inline-start: 3px solid; text-decoration: underline; inset-inline-start: 4px }
.right em { text-decoration: overline red; vertical-align: 30%; position: relative }
.out { position: absolute; float: left; display: inline-table; top: 10%; border-radius: 10% }
.away { position: absolute; left: 5px } .after { float: right }
.side { float: inline-end; width: 30%; outline-style: solid; column-gap: 1em; visibility: hidden }
.note { float: footnote } .cols { columns: 2; column-rule: thin solid; border-image: linear-gradient(red, blue) 1 }
.copy { border-color: inherit; padding: inherit; width: inherit; float: inherit; page: inherit; display: initial }
.frame { border: 1px solid; padding: 2px 5%; display: flow-root; background: #eee; box-shadow: 1px 1px red }
table { border-collapse: collapse; border: 4px solid blue; padding: 9px } caption { overflow: hidden; height: 2em }
td { border: 2px solid; padding: 3px; width: 20px } td + td { border: 9px solid red }
.run { position: running(r) } .flex { display: flex; gap: 2% } .flex > * { flex: 1; min-width: auto }
.grid { display: grid; grid-template-columns: 1fr 2fr }
ol { list-style: lower-roman inside } li::marker { color: red; content: counter(list-item) "." }
a::after { content: leader(".") target-counter(attr(href url), page) } li + li::before { content: "+ " }
#last { break-before: page; box-decoration-break: clone }
@layer low { em { color: green; opacity: .5 } } @media print { em { font-style: normal !important } }
"""
BODY = """<h1 id="top">Title</h1>
<p class="half" style="color: red; margin-left: 7px">half <span>larger <b>bold</b></span></p>
<p class="bad">bad <i>more</i></p><p class="drop">A <i>first</i> letter, and a line that is long enough to break.</p>
<div class="right" dir="rtl" lang="ar">عربي <em>underlined</em> <span class="copy">inherits</span></div>
<div class="frame copy"><span class="out">out</span><div class="side">side</div> in a frame <p class="copy">p</p></div>
<p>Text<span class="note">A footnote.</span> and <a href="#last">more</a></p> <span class="away">away</span>
<span class="after">after</span> <div class="cols">one two three four five six</div>
<table><caption>c</caption><tr><td>1<td class="copy">2<tr>text <td colspan=2>3</table>
<div class="flex"><p>x</p><div>y z</div>t</div><div class="grid"><p>g</p><i>h</i></div><input value="form">
<ol start=3><li>three<li value=9>nine<ul><li>inner</ul></ol>
<p>a <b>in <i>line <div>a block</div> and</i> on</b></p><div class="flex"><span>s</span> <table><tr><td>t</table></div>
<div class="grid"><span class="flex">f</span><td>cell</td></div><b>x<span class="run">runs</span></b>
<section id="last" style="height: 30vh"><div class="frame">LONG</div></section><br><img src="x" alt="none" width=10>"""
PAGE = f'<html lang="en"><head><title>t</title><style>{STYLE}</style></head><body>{BODY}</body></html>'
PAGE = PAGE.replace("LONG", "Long text to break. " * 60)


@contextmanager
def theirs() -> Iterator[None]:
    for patch in OURS:
        patch.undo()
    try:
        yield
    finally:
        for patch in OURS:
            patch.apply()


@pytest.fixture(autouse=True)
def patched() -> None:
    for patch in OURS:
        patch.apply()


def shown(value: Any) -> Any:
    """`value`, and what has no equality of its own as what it says."""
    if isinstance(value, (tuple, list)):
        return tuple(map(shown, value))
    if isinstance(value, (str, int, float, type(None))):
        return value
    parts = [getattr(value, name, None) for name in ("space", "coordinates", "alpha", "stop_positions", "value")]
    return re.sub(" at 0x.*", "", repr(value)), *map(shown, parts)


def computed(html: str, sheet: str | CSS = "") -> dict[tuple[Any, ...], Any]:
    """Every property of every element and pseudo-element, and the anchors that are known."""
    document, targets = HTML(string=html), TargetCollector()
    sheets = [CSS(string=sheet) if isinstance(sheet, str) else sheet]
    style_for = get_all_computed_styles(
        document, sheets, True, FontConfiguration(), CounterStyle(), {}, [], [], targets
    )
    found: dict[tuple[Any, ...], Any] = {("anchors",): sorted(targets.target_lookup_items)}
    for place, element in enumerate(document.etree_element.iter()):
        for pseudo in PSEUDO:
            style = style_for(element, pseudo)
            for name in NAMES if style is not None else ():
                found[place, pseudo, name] = shown(style[name])
                found[place, pseudo, name, "anonymous"] = shown(style.anonymous_style[name])
    return found


def leaflet_page(language: str, edition: str) -> str:
    press = Press(open_workspace(ROOT))
    leaflet, _ = press.composed(Job("ketamine-nerve-pain", language, "example-clinic", edition, "a4"))
    templates: Templates = press.templates
    return templates.render(leaflet, foresee(leaflet).flowing)


def test_all_properties_are_those_of_weasyprint() -> None:
    for sheet in ("", "em { color: blue !important } p::before { content: '>' } p::first-letter { color: red }"):
        with theirs():
            expected = computed(PAGE, sheet)
        assert len(expected) > 10_000
        assert computed(PAGE, sheet) == expected


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_all_properties_of_a_leaflet_are_those_of_weasyprint(language: str) -> None:
    page = leaflet_page(language, "large-print")
    with theirs():
        expected = computed(page)
    assert computed(page) == expected


ALIKE = """
section { margin: 1em; } .b { color: red; } li { width: 50%; } li li { padding: inherit; } ul { padding: 3px; }
section:has(+ .b) li:nth-child(2) { color: blue; } .c ul { padding: 9px; } .c { border-left: 2px solid; }
li::marker { color: green } .c li::before { content: "c"; font-size: 2em } section > :not(:last-child) { margin: 2px }
p:lang(de) { hyphens: auto } [title] ~ p { float: left } #one p { color: gray } p em { text-decoration: underline }
"""
ROW = "<ul><li>one<ul><li>in</li></ul></li><li>two</li></ul><p>a <em>b <i>c</i></em></p><p lang=de id='ID'>d</p>"
SECTIONS = "".join(
    f"<section {start}>{ROW.replace('ID', str(place))}</section>"
    for place, start in enumerate(
        ["id=one", "id=two", "class=b", "class=c style='line-height: 3'", "title=t", "id=six"]
    )
)


def computed_together(pages: list[str], sheet: CSS) -> list[dict[tuple[Any, ...], Any]]:
    return [computed(page, sheet=sheet) for page in pages]


def test_elements_that_are_alike_have_the_styles_of_weasyprint() -> None:
    """Those of one document share styles, and documents of one sheet share its rules."""
    pages = [f"<body>{SECTIONS}", f"<body dir=rtl lang=de>{SECTIONS}", f"<body style='font-size: 3px'><p>p</p>{ROW}"]
    sheet = CSS(string=ALIKE)
    with theirs():
        expected = computed_together(pages, sheet)
    assert computed_together(pages, sheet) == expected
    assert computed_together(pages, sheet) == expected


def test_every_anchor_is_told_of_though_styles_are_shared(caplog: pytest.LogCaptureFixture) -> None:
    page = "<body><p id=a>1</p><p id=a>2</p><p id=a>3</p>"
    with theirs():
        computed(page)
    expected = [record.getMessage() for record in caplog.records]
    caplog.clear()
    computed(page)
    assert [record.getMessage() for record in caplog.records] == expected
    assert len(expected) == 2


def test_a_block_in_a_running_line_fails_as_it_does_in_weasyprint() -> None:
    page = HTML(string="<b>x<span style='position: running(r)'><div>block</div></span></b>")
    with theirs(), pytest.raises(TypeError, match="TextBox"):
        page.render()
    with pytest.raises(TypeError, match="TextBox"):
        page.render()


def test_pages_of_everything_are_those_of_weasyprint(caplog: pytest.LogCaptureFixture) -> None:
    def printed() -> tuple[bytes, list[str]]:
        caplog.clear()
        with caplog.at_level(logging.WARNING, "weasyprint"):
            data = HTML(string=PAGE, base_url=".").write_pdf(pdf_forms=True, uncompressed_pdf=True)
        return data, [record.getMessage() for record in caplog.records]

    with theirs():
        expected = printed()
    assert len(expected[1]) > 2
    assert printed() == expected
