"""What the tests of the text layer share: rendering HTML, and reading it back."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass

import page
import pikepdf
import pytest
import weasyprint

from handouts.structure import Node, read_structure
from handouts.text_layer import write_exact_pdf

FAMILIES = '"Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK SC"'


@dataclass(frozen=True)
class Leaflet:
    """A written PDF, and what a screen reader reads."""

    data: bytes
    pdf: pikepdf.Pdf
    tree: Node

    @property
    def pages(self) -> int:
        """The number of its pages."""
        return len(self.pdf.pages)

    def texts(self, *tags: str) -> list[str]:
        """The texts of all elements with these tags, in reading order."""
        return [node.text for node in self.tree.walk() if node.tag in tags]

    def first(self, tag: str) -> Node:
        """The first element with this tag."""
        return next(node for node in self.tree.walk() if node.tag == tag)

    def faults(self) -> list[str]:
        """What PDF/UA-1 has against it."""
        report = page.validate_pdf_bytes(self.data, profile=page.ValidationProfile.PDF_UA_1)
        return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]

    def annotations(self) -> list[pikepdf.Object]:
        """The annotations of all pages."""
        return [annotation for page in self.pdf.pages for annotation in list(page.obj.get("/Annots", []))]


def document(body: str, css: str = "", *, lang: str = "en", direction: str = "ltr") -> weasyprint.document.Document:
    html = (
        f'<!doctype html><html lang="{lang}" dir="{direction}"><head><title>Leaflet</title><style>'
        f"@page {{ size: A6; margin: 12mm }} html {{ font: 10pt/1.6 {FAMILIES} }} {css}</style></head>"
        f"<body>{body}</body></html>"
    )
    return weasyprint.HTML(string=html).render(pdf_variant="pdf/ua-1")


Render = Callable[..., Leaflet]


@pytest.fixture
def render(caplog: pytest.LogCaptureFixture) -> Render:
    """Render a body, and fail on anything that WeasyPrint complains about."""

    def render_body(body: str, css: str = "", **options: str) -> Leaflet:
        with caplog.at_level(logging.WARNING, logger="weasyprint"):
            laid_out = document(body, css, **options)
            data = write_exact_pdf(laid_out)
        assert not caplog.records, caplog.text
        pdf = pikepdf.open(io.BytesIO(data))
        return Leaflet(data, pdf, read_structure(pdf))

    return render_body
