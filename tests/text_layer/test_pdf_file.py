"""The file is the one that pydyf writes, but for how hard zlib tries."""

from __future__ import annotations

import io

import pikepdf
import pydyf
import pytest

from handouts.text_layer import pdf_file, weasyprint_internals, write_exact_pdf
from tests.text_layer.conftest import document

BODY = "<h1>Öne</h1>" + "<p>Words <a href='https://example.org'>and</a> more words.</p>" * 60
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><path d='M0 0h9.5v9'/></svg>"


def test_files_are_those_of_pydyf(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = document(f'{BODY}<img src="data:image/svg+xml,{SVG}" alt="A picture">')
    ours = write_exact_pdf(laid_out)
    monkeypatch.setattr(pdf_file, "LEVEL", 9)
    nine = write_exact_pdf(laid_out)
    monkeypatch.setattr(weasyprint_internals, "write_file", pydyf.PDF.write)
    assert nine == write_exact_pdf(laid_out)
    assert len(ours) < 1.03 * len(nine)
    with pikepdf.open(io.BytesIO(ours)) as pdf:
        assert len(pdf.pages) == len(laid_out.pages) > 1


@pytest.mark.parametrize("value", [0, -3, 0.5, 2.0, -1e-7, 123456.789, b"5 0 R", "/Name", None])
def test_values_are_those_of_pydyf(value: object) -> None:
    things = pydyf.Dictionary({"One": pydyf.Array([value, pydyf.String("(ö"), pydyf.Dictionary({"Two": value})])})
    assert pdf_file.to_bytes(things) == things.data


def test_other_files_are_left_to_pydyf() -> None:
    plain = write_exact_pdf(document(BODY), uncompressed_pdf=True)
    assert b"/ObjStm" not in plain
    assert b"trailer" in plain
