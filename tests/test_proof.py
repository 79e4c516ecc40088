"""No style sheet and no template yields a leaflet whose safety sections cannot be read (promise 1)."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import ROOT, Clinic

STYLES = {
    "words as bullets": "#risks li { list-style-type: 'It is safe. ' }",
    "not displayed": "#risks { display: none }",
    "invisible": "#supervision { visibility: hidden }",
    "one item not displayed": "#risks li:nth-child(2) { display: none }",
    "one word not displayed": "#risks strong { display: none }",
    "white on white": ".safety, .safety * { color: #fff; background: #fff }",
    "text in the colour of its ground": ".safety { background: #1b1b1b }",
    "too weak a contrast": ".safety p { color: #8a8a8a }",
    "transparent": ".safety li { color: transparent }",
    "nearly transparent": ".safety p { color: rgb(0 0 0 / 10%) }",
    "zero opacity": "#risks { opacity: 0 }",
    "nearly zero opacity": "#risks { opacity: 0.05 }",
    "zero size": "#risks { font-size: 0 }",
    "tiny": "#supervision p { font-size: 2pt }",
    "a little too small": "#supervision p { font-size: 11pt }",
    "pressed together": "#risks p { letter-spacing: -0.45em }",
    "lines over lines": "#risks { line-height: 0.1 }",
    "off the page to the left": "#risks { position: absolute; left: -500mm }",
    "off the page by its margin": "#risks { margin-left: -400mm }",
    "off the page by its indent": "#risks p { text-indent: -9999px }",
    "off the page to the right": "#risks p { max-width: none; width: 600mm; white-space: nowrap; padding-left: 300mm }",
    "off the page below": "#supervision { position: absolute; top: 2000mm }",
    "under the foot": "#supervision { position: fixed; bottom: -17mm; left: 0; padding: 0; border: 0 }",
    "over other text": "#supervision { position: absolute; top: 0; left: 0 } #supervision * { margin: 0 }",
    "clipped to nothing": "#risks { height: 0; overflow: hidden; border: 0; padding: 0 }",
    "clipped in the middle": "#risks { height: 20mm; overflow: hidden }",
    "clipped at its end": "#supervision p { width: 50mm; overflow: hidden; white-space: nowrap }",
    "covered by a box": "body::after { content: ''; position: fixed; inset: 0; background: #fff }",
    "one line covered": "#risks li { position: relative } #risks li::after "
    "{ content: ''; position: absolute; left: 12mm; top: 0; width: 9mm; height: 5mm; background: #f7e8ea }",
    "covered by a picture": "#risks { position: relative } #risks::after { content: url('data:image/svg+xml,"
    "<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%22900%22 height=%22900%22><rect width=%22900%22 "
    "height=%22900%22 fill=%22white%22/></svg>'); position: absolute; top: 0; left: 0 }",
    "turned": "#risks { transform: rotate(90deg) }",
    "mirrored": "#risks { transform: scaleX(-1) }",
    "shrunk": "#risks { transform: scale(0.2) }",
    "moved away": "#risks { transform: translate(0, 900mm) }",
    "contradicted at the end": "#risks::after { content: 'None of this is true.' }",
    "contradicted at the beginning": "#risks::before { content: 'None of this is true.' }",
    "contradicted": "#risks p::after { content: ' None of this is true.' }",
    "draft notice in white": ".draft-notice { color: #fff }",
    "draft notice on the first page only": "@page { @top-center { content: none } } .plain { padding-bottom: 150mm }",
    "draft notice too small": ".draft-notice { font-size: 3pt }",
    "on a sheet of its own": "@page { size: 40mm 40mm; margin: 0 }",
    "in another font": "@font-face { font-family: Other; src: url(other.ttf) } #risks { font-family: Other }",
    "in running text of the margin": "#risks { position: running(risks) }",
    "one word pressed together": "#risks strong { letter-spacing: -0.45em }",
    "letters over letters": "#risks strong { letter-spacing: -2em }",
    "letters from right to left": "#risks p { unicode-bidi: bidi-override; direction: rtl }",
    "one word from right to left": "#risks strong { unicode-bidi: bidi-override; direction: rtl }",
    "digits as superscripts": "#risks strong { font-feature-settings: 'sups' }",
    "digits as subscripts": "#risks p { font-variant-position: sub }",
    "items from below": "#risks .group:nth-of-type(2) { display: flex; flex-direction: column-reverse }"
    " #risks ul { display: flex; flex-direction: column-reverse }",
    "an item moved over the one before": "#risks li + li { position: relative; top: -3em }",
    "a word moved to another line": "#risks strong { position: relative; top: 3em }",
    "struck out": "#risks p { text-decoration: line-through }",
    "struck out in another colour": "#risks p { text-decoration: 3pt line-through #fff }",
    "turned by half": "#risks { transform: rotate(180deg) }",
    "turned a little": "#risks { transform: rotate(3deg) }",
    "skewed": "#risks { transform: skewX(30deg) }",
    "squeezed": "#risks { transform: scaleX(0.4) }",
    "stretched thin": "#risks { transform: scaleY(0.4) }",
    "cut by the box around it": "main { height: 60mm; overflow: hidden }",
    "cut by a narrow box": "#risks p { width: 20mm; height: 5mm; overflow: hidden }",
    "cut with dots": "#risks p { width: 60mm; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }",
    "lines over lines of the whole box": "#supervision p { line-height: 0; width: 60mm }",
    "under the ground of another box": "main { background: #fff } #risks { position: relative; z-index: -1 }",
    "covered by an outline": "#risks li { outline: 8mm solid #f7e8ea; outline-offset: -9mm }",
    "covered by a frame": "#supervision p { border-left: 30mm solid #eee; margin-right: -30mm; position: relative }"
    " #supervision h2 { position: relative; z-index: 3; border-bottom: 20mm solid #e7f0f7; margin-bottom: -20mm }",
    "covered by half": "#risks p { position: relative } #risks p::after { content: ''; position: absolute; left: 0;"
    " top: 0; width: 100%; height: 50%; background: #f8edee }",
    "veiled": "#risks { position: relative } #risks::after { content: ''; position: absolute; inset: 0;"
    " background: rgb(255 255 255 / 60%) }",
    "a gradient of its own colour": ".safety { background: linear-gradient(to right, #fff, #1b1b1b) }",
    "a dark spot": "#risks p { background: #fff linear-gradient(#333, #333) 20mm 0 / 6mm 100% no-repeat }",
    "stripes": "#risks p { background: repeating-linear-gradient(90deg, #fff, #fff 1pt, #222 1pt, #222 2pt) }",
    "over a dark picture": "#supervision { background: url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22"
    " width=%22600%22 height=%22600%22><rect width=%22600%22 height=%22600%22 fill=%22%23333%22/></svg>') }",
    "a smaller size by zoom": "#risks { zoom: 0.3; transform: scale(0.5) }",
    "in columns that run off": "#risks { columns: 4; column-width: 100mm; width: 600mm; height: 30mm }",
    "beyond the margin": "#supervision p { padding-left: 100mm; margin-right: -90mm; white-space: nowrap }",
    "the first letter": "#supervision p::first-letter { font-size: 1pt }",
    "the first letter in white": "#supervision p::first-letter { color: #fff }",
    "every letter in another case by a counter": "#risks li { font-size: 0 } "
    "#risks li::before { content: counter(x); font-size: 12pt }",
    "quotes that answer": "#risks strong { quotes: 'Never mind: ' ''} #risks strong::before { content: open-quote }",
    "a fixed answer": "body::after { content: 'None of this is true.'; position: fixed; top: 120mm; left: 60mm }",
    "sheets without a margin": "@page { margin: 2mm } #foot { display: none }",
    "other text off its page": ".plain p { white-space: nowrap; width: 300mm; padding-left: 160mm }",
    "other text in the margin": ".plain p { margin-left: -48mm }",
    "other text cut": ".plain p { width: 10mm; height: 4mm; overflow: hidden }",
    "a title cut by its table": "#contact td { max-width: 5mm; overflow: hidden; display: block; white-space: nowrap }",
}

TEMPLATES = {
    "a section is left out": ("leaflet.html.j2", '{% include "safety.html.j2" %}', ""),
    "one role is left out": (
        "leaflet.html.j2",
        "{% for section in sections %}",
        '{% for section in sections if section.role != "risks" %}',
    ),
    "the last group is left out": ("safety.html.j2", "section.groups", "section.groups[:-1]"),
    "headings only": ("safety.html.j2", "{{ block(it) }}", ""),
    "the order is changed": ("safety.html.j2", "section.groups", "section.groups|reverse"),
    "a word is taken out": ("blocks.html.j2", "<p>{{ it.text }}</p>", '<p>{{ it.text|replace("not ", "") }}</p>'),
    "a sentence is put in": ("safety.html.j2", "</h2>", "</h2><p>Do not worry.</p>"),
    "no draft notice": ("furniture.html.j2", "{% if notices %}", "{% if false %}"),
    "no draft notice on the later pages": ("furniture.html.j2", 'id="draft-notice"', 'id="another-notice"'),
    "a sentence is put at the end": ("safety.html.j2", "</section>", "<p>None of this is true.</p></section>"),
    "it is a comment": ("safety.html.j2", "{{ block(it) }}", "<!-- {{ block(it) }} -->"),
    "it is the text of a picture": (
        "safety.html.j2",
        "{{ block(it) }}",
        '<img alt="{{ it.text }}" src="{{ qr_code }}">',
    ),
    "it is in the title only": ("safety.html.j2", "{{ block(it) }}", '<p title="{{ block(it)|striptags }}">…</p>'),
    "it is an attachment": (
        "leaflet.html.j2",
        '{% include "safety.html.j2" %}',
        '<link rel="attachment" href="data:text/html,{{ section.title }}">',
    ),
}


def refused(clinic: Clinic) -> None:
    """The English leaflet is not made, and what stops it is a problem that says how to mend it."""
    ran = clinic.handouts("build", "--language", "en")
    assert ran.code == 1, ran.out + ran.err
    assert clinic.pdfs() == []
    assert "Traceback" not in ran.err
    assert "→" in ran.err


@pytest.mark.parametrize("rules", STYLES.values(), ids=STYLES)
def test_a_style_sheet_cannot_hide_them(clinic: Clinic, rules: str) -> None:
    shutil.copy(
        "/usr/share/fonts/truetype/noto/NotoSansMath-Regular.ttf", clinic.path("brands/example-clinic/other.ttf")
    )
    clinic.write("templates/other.ttf", "")
    shutil.copy(clinic.path("brands/example-clinic/other.ttf"), clinic.path("templates/other.ttf"))
    clinic.write("templates/custom.css.j2", rules)
    refused(clinic)


@pytest.mark.parametrize(("name", "old", "new"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_cannot_leave_them_out(clinic: Clinic, name: str, old: str, new: str) -> None:
    clinic.write(f"templates/{name}", (ROOT / "templates" / name).read_text())
    clinic.edit(f"templates/{name}", old, new)
    refused(clinic)


GOOD_STYLES = {
    "nothing": "",
    "another look": ".safety { background: #fffbe6; border-radius: 0 } .safety h2 { font-size: 2em }",
    "larger letters": ".safety { font-size: 15pt }",
    "white on dark": "#risks { background: #1b1b1b } #risks * { color: #fff } #risks li::marker { color: #fff }",
    "capitals": "#risks .label { text-transform: uppercase }",
    "another size": "html { font-size: 13.5pt } .safety { font-size: 1.2em }",
    "letters far apart": "#risks p { letter-spacing: 0.2em } #supervision p { word-spacing: 1em }",
    "a gradient that is dark below the text": ".safety { background: linear-gradient(#fff 80%, #555) }",
    "a light gradient": ".safety { background: linear-gradient(to right, #fff, #ffe9a8) }",
    "a dark gradient": "#supervision { background: linear-gradient(#000, #333) } #supervision * { color: #fff }",
    "ruled paper": ".safety { background: repeating-linear-gradient(#fff, #fff 5mm, #dfe8f0 5mm, #dfe8f0 5.3mm) }",
    "a frame of a picture": "#risks { border: 4mm solid #a33; border-image: linear-gradient(red, blue) 1 }",
    "a watermark": ".safety { background: #fff url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22"
    " width=%22200%22 height=%22200%22><circle cx=%22100%22 cy=%22100%22 r=%2290%22 fill=%22%23eee%22/></svg>') "
    "center no-repeat }",
    "wider margins": "@page { margin: 45mm 25mm 40mm }",
    "two columns elsewhere": ".plain { columns: 2 }",
    "a header picture": ".masthead { background: url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22"
    " width=%22600%22 height=%2280%22><rect width=%22600%22 height=%2280%22 fill=%22%23cde%22/></svg>') }",
    "italics": "#risks p { font-style: italic } #supervision p { font-weight: bold }",
    "justified and hyphenated": ".safety p { text-align: justify; hyphens: auto; width: 40mm }",
    "a highlighter": "#risks strong { background: #ff6; outline: 0.5pt solid #c00 }",
    "a shadow of a box": ".safety { box-shadow: 2mm 2mm 0 #ccc }",
    "slashed zeros": ".safety { font-variant-numeric: slashed-zero }",
    "old-style and tabular digits": ".safety { font-variant-numeric: tabular-nums }",
    "underlined": "#supervision p { text-decoration: underline 2pt }",
    "a serif": "#supervision p { font-family: serif }",
    "a ruled ground": ".safety li { border-bottom: 0.5pt solid #999 } .safety strong { text-decoration: underline }",
}


@pytest.mark.parametrize("rules", GOOD_STYLES.values(), ids=GOOD_STYLES)
def test_a_leaflet_that_can_be_read_is_not_refused(clinic: Clinic, rules: str) -> None:
    clinic.write("templates/custom.css.j2", rules)
    ran = clinic.handouts("build", "--language", "en")
    assert ran.code == 0, ran.err
    assert clinic.pdfs() == ["en/short.standard.a4.pdf"]
