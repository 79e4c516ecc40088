"""Every part of a line is printed where a reader of the language looks for it, judged by the places of its glyphs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML

from handouts import inline
from handouts.fonts import families, font_configuration
from handouts.languages import find_language
from handouts.render import lay_out
from handouts.structure import read_structure
from tests.direction.glyphs import read_lines, seen
from tests.direction.table import LEFT_TO_RIGHT, RIGHT_TO_LEFT

ENGLISH = find_language("en")
SANS = (*families(find_language("ar")), "Noto Sans Hebrew")
NASTALIQ = "[ء-ي\u066e-\u06d3]+"
TABLES = {**RIGHT_TO_LEFT, "en": LEFT_TO_RIGHT}


def page(code: str, html: str, style: str) -> tuple[str, tuple[str, ...]]:
    """A page in the language `code`, set as a leaflet is (templates/leaflet.css.j2), and its fonts."""
    language = find_language(code)
    fonts = tuple(dict.fromkeys((*families(language, ENGLISH), *SANS)))
    style += (
        f"html {{ font: 12pt/{language.script.line_height} {', '.join(map(repr, fonts))} }}"
        ".short { white-space: nowrap }"
        "body { font-variant-ligatures: no-common-ligatures } p, h2, ul, ol { margin: 6pt 0 }"
        f"ol {{ list-style-type: {language.counter} }}"
    )
    head = f'<html lang="{language.tag}" dir="{language.direction}"><title>{code}</title><style>{style}</style>'
    return head + html, fonts


def plain_pdf(code: str, html: str, style: str) -> bytes:
    """The page without our own text layer, which may say a whole word by one glyph."""
    whole, fonts = page(code, html, style)
    pdf: bytes = HTML(string=whole).write_pdf(font_config=font_configuration(fonts))
    return pdf


def paragraphs(code: str, texts: Iterable[str]) -> str:
    """A paragraph for each of `texts` in the language `code`."""
    language = find_language(code)
    return "".join(f"<p>{inline.to_html(text, {}, language.direction, language.line_marks)}</p>" for text in texts)


@pytest.mark.parametrize("code", TABLES)
def test_the_table_of_awkward_texts(code: str) -> None:
    table = TABLES[code]
    wanted = [seen(*parts) for parts in table.values()]
    printed = read_lines(plain_pdf(code, paragraphs(code, table), "@page { size: 400mm 2000mm }"))
    if code == "ur":  # Nastaliq has the same glyphs for many letters, so that words are only told from other things
        wanted, printed = ([re.sub(NASTALIQ, "ع", line) for line in lines] for lines in (wanted, printed))
    assert len(printed) == len(table)
    wrong = [both for *both, line in zip(table, wanted, printed, strict=True) if both[1] != line]
    assert not wrong


@pytest.mark.parametrize("code", TABLES)
def test_every_text_reads_as_it_is_written(code: str) -> None:
    """Isolates, one in another too, are in nobody's way who reads along the structure tree."""
    html, fonts = page(code, paragraphs(code, TABLES[code]), "")
    data = lay_out(html, (Path(__file__).parent,), fonts).pdf()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        read = [node.text.strip() for node in read_structure(pdf).walk() if node.tag == "P"]
    assert read == [inline.to_plain(text, {}) for text in TABLES[code]]


def lay_out_lines(code: str, html: str, width: int) -> list[str]:
    """What the lines look like of `html` in a column of `width` millimetres, from the top on."""
    return read_lines(plain_pdf(code, html, f"@page {{ size: {width}mm 2000mm; margin: 5mm }}"))


@pytest.mark.parametrize(
    ("code", "text", "runs"),
    [
        ("ar", "الجرعة Ketamine hydrochloride injection 50 mg per millilitre solution for infusion الآن.",
         ["Ketamine", "hydrochloride", "injection", "50", "mg", "per", "millilitre", "solution", "for", "infusion"]),
        ("he", "מתקשרים אל Example Pain Clinic, 12 Harbour Street, Sampleton SA1 2MP, England היום.",
         ["Example", "Pain", "Clinic", ",", "12", "Harbour", "Street", ",", "Sampleton", "SA1", "2MP", ",", "England"]),
    ],
)  # fmt: skip
def test_a_long_run_goes_on_below(code: str, text: str, runs: list[str]) -> None:
    """Its first words stand on the first line, and on each line it reads from left to right."""
    lines = lay_out_lines(code, f"<p>{inline.to_html(text, {}, 'rtl')}</p>", 60)
    assert len(lines) > 2
    latin = ["".join(char for char in line if char.isascii()) for line in lines]
    assert "".join(latin).replace(".", "") == "".join(runs)
    assert lines[0].endswith(seen(text.split()[0]))
    assert lines[-1].startswith(".")


def test_a_short_run_stays_on_one_line() -> None:
    text = "اتصل بالرقم " * 2 + "(555) 010-0199 أو ٠٢٠ ٧٩٤٦ ٠١٢٣ يوم ٢٢/١١/٢٠٢٦ خذ Ketamine 0.5 mg/kg الآن"
    lines = lay_out_lines("ar", f"<p>{inline.to_html(text, {}, 'rtl')}</p>", 48)
    for run in ("(555)010-0199", "٠٢٠٧٩٤٦٠١٢٣", "٢٠٢٦/١١/٢٢", "Ketamine0.5mg/kg"):
        assert sum(run in line for line in lines) == 1


@pytest.mark.parametrize(
    "block",
    [
        "<h2>{}</h2>",
        "<ul><li>{}</li></ul>",
        "<ol><li>{}</li></ol>",
        "<table><tr><th>{}</th></tr></table>",
        "<table><tr><td>{}</td></tr></table>",
        "<div style='display: flex'><p>{}</p></div>",
        "<p><strong>{}</strong></p>",
        "<p><span lang='ar' dir='rtl'>{}</span></p>",
    ],
)
def test_in_any_block(block: str) -> None:
    text = "خذ **Amoxicillin** 500 mg، اتصل [بنا](tel:+1-555-010) (5 mg)."
    (line,) = lay_out_lines("ar", block.format(inline.to_html(text, {}, "rtl")), 300)
    parts = [".", "(", "5 mg", ")", "(", "+1-555-010", ")", "بنا", "اتصل", "،", "Amoxicillin 500 mg", "خذ"]
    marker = {"<ul": "•", "<ol": ".١"}.get(block[:3], "")
    assert line == seen(*parts) + marker
