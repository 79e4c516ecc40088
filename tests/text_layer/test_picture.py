"""The picture is WeasyPrint's own, pixel for pixel, in poppler: as a leaflet looks, and in large print."""

from __future__ import annotations

import subprocess

import pytest

from handouts.text_layer import write_exact_pdf
from tests.text_layer.conftest import document
from tests.text_layer.paragraphs import PARAGRAPHS

LANGUAGES = ("en", "vi", "ar", "ur", "he", "hi", "bn", "ta", "th", "km", "my", "zh-Hans", "ja", "ko", "am")
STYLES = {
    "standard": "html { font-size: 10.5pt } p { text-align: justify; hyphens: auto }",
    "large print": "@page { margin: 15mm } html { font-size: 17pt; line-height: 1.8 } h1 { font-size: 26pt }",
}
CSS = """
@page { size: A5; @top-center { content: element(head) } @bottom-right { content: counter(page) "/" counter(pages) } }
.head { position: running(head); font-weight: bold }
.box { border: 1.5pt solid #036; border-radius: 2mm; background: #def; padding: 3mm; display: flex }
table { border-collapse: collapse } th, td { border: 0.5pt solid; padding: 1mm } a { color: #036 }
h1 { color: #036; letter-spacing: 0.02em } li::marker { color: #036; font-weight: bold }
"""


def body(lang: str) -> str:
    """A leaflet of the paragraph's words, in a form of each kind."""
    paragraph = PARAGRAPHS[lang]
    first, second, third, *_ = paragraph.words
    text = paragraph.html
    half = text[: len(text) // 2].rpartition(" ")[0] or text
    return f"""<div class=head>{first} {second}</div><h1>{second} {third}</h1><p>{text} <b>{half}</b></p>
    <ol><li>{half} <a href="https://example.org/">{third}</a><li>{text}</ol>
    <div class=box><p>{half}</p> <em>{second}</em></div>
    <table><tr><th>{first}<th>{second} 500&nbsp;mg<tr><td>{half}<td><bdi dir=ltr>(555) 010-0199</bdi></table>"""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_stays_the_same(lang: str, style: str) -> None:
    paragraph = PARAGRAPHS[lang]
    css = f'{CSS} {STYLES[style]} html {{ font-family: "{paragraph.family}", "Noto Sans" }}'
    laid_out = document(body(lang), css, lang=lang, direction=paragraph.direction)
    plain = laid_out.copy().write_pdf(pdf_variant="pdf/ua-1")
    pictures = [
        subprocess.run(["pdftoppm", "-r", "60", "-"], input=data, capture_output=True, check=True).stdout
        for data in (plain, write_exact_pdf(laid_out))
    ]
    assert len(set(pictures[0])) > 100
    assert pictures[0] == pictures[1]
