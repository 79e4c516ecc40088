"""No style sheet and no template yields a leaflet whose safety sections cannot be read (promise 1)."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import ROOT, Clinic

STYLES = {
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
    "draft notice on the first page only": "@page { @top-center { content: none } }",
    "draft notice too small": ".draft-notice { font-size: 3pt }",
    "on a sheet of its own": "@page { size: 40mm 40mm; margin: 0 }",
    "in another font": "@font-face { font-family: Other; src: url(other.ttf) } #risks { font-family: Other }",
    "in running text of the margin": "#risks { position: running(risks) }",
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
    "a ruled ground": ".safety li { border-bottom: 0.5pt solid #999 } .safety strong { text-decoration: underline }",
}


@pytest.mark.parametrize("rules", GOOD_STYLES.values(), ids=GOOD_STYLES)
def test_a_leaflet_that_can_be_read_is_not_refused(clinic: Clinic, rules: str) -> None:
    clinic.write("templates/custom.css.j2", rules)
    ran = clinic.handouts("build", "--language", "en")
    assert ran.code == 0, ran.err
    assert clinic.pdfs() == ["en/short.standard.a4.pdf"]
