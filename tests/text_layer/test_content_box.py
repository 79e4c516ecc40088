"""Each page's ArtBox is the area inside the margins of its style sheet, and shows nowhere."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pypdfium2
import pytest
import weasyprint

from handouts.text_layer import write_exact_pdf

POINTS = 72 / 25.4
"""Points per millimetre."""

PAPERS = {"A4": (210, 297), "Letter": (215.9, 279.4), "A5 landscape": (210, 148)}
CSS = """@page { margin: 20mm 15mm 25mm 30mm; @bottom-right { content: counter(page) } }
    @page :first { margin: 40mm 18mm 10mm 12mm } p { break-after: page }"""


def written(css: str, direction: str = "ltr") -> tuple[bytes, bytes]:
    """A leaflet of two pages as WeasyPrint writes it, and as we do."""
    html = f'<html lang="en" dir="{direction}"><title>T</title><style>{css}</style><h1>One</h1><p>Text</p><p>Two</p>'
    laid_out = weasyprint.HTML(string=html).render(pdf_variant="pdf/ua-1")
    return laid_out.copy().write_pdf(pdf_variant="pdf/ua-1"), write_exact_pdf(laid_out)


def art_boxes(data: bytes) -> list[list[float]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [[float(edge) for edge in list(page.obj["/ArtBox"])] for page in pdf.pages]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_art_box_is_the_content_area(paper: str, direction: str) -> None:
    width, height = PAPERS[paper]
    _, exact = written(f"@page {{ size: {paper} }} {CSS}", direction)
    first = [12, 10, width - 18, height - 40]
    other = [30, 25, width - 15, height - 20]
    expected = [[edge * POINTS for edge in edges] for edges in (first, other)]
    for found, box in zip(art_boxes(exact), expected, strict=True):
        assert found == pytest.approx(box, abs=0.002)


def test_padding_and_borders_of_the_page_and_bleed_are_left_out() -> None:
    css = "@page { size: A6; margin: 10mm; border: 1mm solid; padding: 4mm; bleed: 3mm; marks: crop }"
    _, exact = written(css)
    expected = [edge * POINTS for edge in (15, 15, 105 - 15, 148 - 15)]
    assert art_boxes(exact)[0] == pytest.approx(expected, abs=0.002)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_picture_stays_the_same(paper: str) -> None:
    pair = written(f"@page {{ size: {paper} }} {CSS}")
    pictures = [[page.render().to_pil().tobytes() for page in pypdfium2.PdfDocument(data)] for data in pair]
    assert len(pictures[0]) == 2
    assert pictures[0] == pictures[1]
    # What is drawn on a screen, and how large the sheets are that go to a PostScript printer.
    for command in (["pdftoppm", "-r", "50", "-"], ["pdftops", "-", "-"]):
        drawn = [subprocess.run(command, input=data, capture_output=True, check=True).stdout for data in pair]
        if command[0] == "pdftops":
            drawn = [b"\n".join(line for line in ps.splitlines() if b"BoundingBox" in line) for ps in drawn]
            assert b"%%PageBoundingBox" in drawn[0]
        assert drawn[0] == drawn[1]
