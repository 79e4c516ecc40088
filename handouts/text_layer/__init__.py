"""The text layer: PDF/UA files in which a screen reader reads exactly what the HTML says.

`write_exact_pdf` writes a document that WeasyPrint has rendered. Nothing is parsed a second time and nothing of
WeasyPrint is patched: its pages are painted as they are, then its structure tree is replaced.

- `weasyprint_internals` paints the pages, notes their marks, and guards every private name we rest on
- `layout` sorts the marks: whose text each one shows (`source` finds it in the HTML), and what is only furniture
- `outline` builds the structure tree in the order of the HTML, with each line's exact text (`folding`, `roles`, `tidy`)
- `codes` makes the glyphs say it, for copy and paste and search: character codes (`pdf_fonts`) by what each glyph
  stands for (`clusters`, `words`), written into the content streams (`line`, `shown`), and marks around the words
  that readers would not make of them (`readers`)
- `programs` cuts the fonts to the glyphs that are shown, and takes out what no reader of a PDF asks for
- `pdf_tree` writes the tree, with /ActualText where the glyphs still say something else
- `destinations` lets links and bookmarks lead to structure elements, and `pdf_2` is what else PDF/UA-2 wants
- `pdf_file` turns WeasyPrint's objects and ours into the bytes of the file
- `content_box` notes each page's content area, so that the finished file can be measured
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from handouts.text_layer.codes import write_codes
from handouts.text_layer.content_box import write_content_boxes
from handouts.text_layer.destinations import sort_names, write_destinations
from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.layout import sort_layout
from handouts.text_layer.outline import build_outline
from handouts.text_layer.pdf_2 import write_metadata
from handouts.text_layer.pdf_tree import write_tree
from handouts.text_layer.programs import write_numbers
from handouts.text_layer.roles import Variant
from handouts.text_layer.weasyprint_internals import WatchedPage, check_internals, write_watched_pdf

__all__ = ["TextLayerError", "Variant", "write_exact_pdf"]

_RESERVED = frozenset({"target", "finisher", "pdf_forms", "full_fonts", "pdf_variant", "pdf_version", "pdf_tags"})


def write_exact_pdf(document: Any, variant: Variant = "pdf/ua-1", **options: Any) -> bytes:
    """Write a `weasyprint.document.Document` as PDF/UA with an exact text layer.

    `variant` is `pdf/ua-1` (ISO 14289-1, on PDF 1.7) or `pdf/ua-2` (ISO 14289-2:2024, on PDF 2.0). `document` comes
    from `HTML(...).render(...)`; `options` are those of its `write_pdf`, except `target`, `finisher`, `pdf_forms`,
    `full_fonts` and what the variant decides. The same document gives the same bytes.

    Raises `TextLayerError` when any text of the HTML is not on a page, when something on a page cannot be traced to the
    HTML, or when WeasyPrint is not built as this package expects.
    """
    if reserved := _RESERVED & set(options):
        raise TypeError(f"write_exact_pdf does not take {', '.join(sorted(reserved))}")
    if variant not in ("pdf/ua-1", "pdf/ua-2"):
        raise ValueError(f"write_exact_pdf writes pdf/ua-1 and pdf/ua-2, not {variant}")
    if variant == "pdf/ua-2":
        options["pdf_identifier"] = options.get("pdf_identifier") or True  # PDF 2.0 wants one
    check_internals()
    return write_watched_pdf(document, partial(_finish, variant), {**options, "pdf_variant": variant})


def _finish(variant: Variant, pages: list[WatchedPage], pdf: Any, numbers: Mapping[str, Mapping[int, int]]) -> None:
    layout = sort_layout(pages)
    outline = build_outline(layout, variant)
    write_codes(pdf, pages, layout)
    write_numbers(pdf, numbers)
    owners = write_tree(pdf, pages, outline, layout, variant)
    sort_names(pdf)
    write_content_boxes(pdf, pages)
    if variant == "pdf/ua-2":
        write_destinations(pdf, pages, owners)
        write_metadata(pdf)
