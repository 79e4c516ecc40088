"""A leaflet and its PDF as the press makes them, and ways to spoil the PDF where a safety message stands."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2

from handouts.article import SAFETY
from handouts.catalogs import Catalog, State, Translation
from handouts.fonts import families
from handouts.leaflet import NOTICES, Leaflet
from handouts.problems import Problem
from handouts.proof import prove
from handouts.proof.ink_runs import Box, read_runs
from handouts.render import lay_out
from handouts.structure import read_structure
from handouts.template import Templates
from tests.conftest import ROOT, SPANISH
from tests.making import catalog, ingredients, leaflet
from tests.test_every_language import translation

Instructions = list[pikepdf.ContentStreamInstruction]


@dataclass(frozen=True)
class Sample:
    """A leaflet's PDF, and one of its safety messages: its marked content on the first page and the box of its ink."""

    leaflet: Leaflet
    data: bytes
    text: str
    mark: int
    box: Box

    def prove_changed(self, change: Callable[[Spoiled], None]) -> list[Problem]:
        """What the proof says of the PDF after `change`."""
        with pikepdf.open(io.BytesIO(self.data)) as pdf:
            change(Spoiled(pdf, self))
            out = io.BytesIO()
            pdf.save(out)
        return prove(out.getvalue(), self.leaflet)


@dataclass(frozen=True)
class Spoiled:
    """An open PDF that a test changes."""

    pdf: pikepdf.Pdf
    sample: Sample

    @property
    def page(self) -> pikepdf.Page:
        return self.pdf.pages[0]

    def before_glyphs(self, code: str) -> None:
        """Put operators before each operator of the message that shows glyphs."""
        self.rewrite(
            lambda parts: [new for part in parts for new in ([*parsed(code), part] if shows(part) else [part])]
        )

    def around(self, code: str) -> None:
        """Put operators before the message, which last to its end."""
        self.rewrite(lambda parts: [parts[0], *parsed("q " + code), *parts[1:-1], *parsed("Q"), parts[-1]])

    def rewrite(self, change: Callable[[Instructions], Instructions]) -> None:
        """Change the message's operators, from BDC to EMC."""
        parts: Instructions = list(pikepdf.parse_content_stream(self.page))  # type: ignore[arg-type]  # a stream is read like a page
        start = next(n for n, part in enumerate(parts) if self._begins(part))
        depth, end = 1, start
        while depth:
            end += 1
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(parts[end].operator), 0)
        parts[start : end + 1] = change(parts[start : end + 1])
        self.page.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(parts))

    def _begins(self, part: pikepdf.ContentStreamInstruction) -> bool:
        named = str(part.operator) == "BDC" and isinstance(part.operands[1], pikepdf.Dictionary)
        return named and part.operands[1].get("/MCID") == self.sample.mark

    def later(self, code: str) -> None:
        """Paint something after all else, measured in points from the lower left corner."""
        self.page.contents_add(b"q", prepend=True)
        self.page.contents_add(b"Q /Artifact BMC q " + code.encode() + b" Q EMC")

    def resource(self, kind: str, value: pikepdf.Object) -> str:
        """The name of a new resource of the page."""
        return str(self.page.add_resource(value, pikepdf.Name("/" + kind)))


def parsed(code: str) -> Instructions:
    with pikepdf.new() as pdf:
        return list(pikepdf.parse_content_stream(pdf.make_stream(code.encode())))  # type: ignore[arg-type]  # a stream is read like a page


def shows(part: pikepdf.ContentStreamInstruction) -> bool:
    return str(part.operator) in ("Tj", "TJ")


@cache
def printed(code: str, number: int = 3) -> Sample:
    """The short leaflet in a language; its message is that of the risks with this number from 0."""
    article = SPANISH if code == "es" else {key: translation(code, key, 2 * len(key)) for key in SPANISH}
    templates = Templates((ROOT / "templates",))
    entries = (*NOTICES, *templates.entries())
    words = {
        (entry.context, entry.text): Translation(State.TRANSLATED, translation(code, entry.text, 8), 1)
        for entry in entries
    }
    words_catalog = Catalog(Path("handouts.po"), words)
    made = leaflet(ingredients(code, translations=catalog(article), words=words_catalog, entries=templates.entries()))
    roots = (ROOT / "templates", ROOT / "brands" / "example-clinic")
    layout = lay_out(templates.render(made), roots, families(made.language, made.source))
    if layout.pages == 1:
        layout = lay_out(templates.render(made, single=True), roots, families(made.language, made.source))
    data = layout.pdf()
    section = made.section(SAFETY[0])
    text = list(section.texts())[number].plain
    with pikepdf.open(io.BytesIO(data)) as pdf:
        own = next(node for node in read_structure(pdf).walk() if node.id == section.id)
        node = next(node for node in own.walk() if node.marks and node.text.strip() == text)
    page, mark = node.marks[0]
    assert page == 0
    return Sample(made, data, text, mark, _box(data, mark))


def _box(data: bytes, mark: int) -> Box:
    """What holds the ink of the marked content `mark` of the first page."""
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    boxes = [run.box for run in read_runs(page, {}) if run.mark == mark and run.area > 0]
    page.close()
    document.close()
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
