"""The text layer: PDF/UA-1 files in which a screen reader reads exactly what the HTML says.

`write_exact_pdf` writes a document that WeasyPrint has rendered. Nothing is parsed a second time and nothing of
WeasyPrint is patched: its pages are painted as they are, then its structure tree is replaced.

- `weasyprint_internals` paints the pages, notes their marks, and guards every private name we rest on
- `layout` sorts the marks: whose text each one shows (`source` finds it in the HTML), and what is only furniture
- `outline` builds the structure tree in the order of the HTML, with each line's exact text (`folding`, `roles`, `tidy`)
- `codes` makes the glyphs say it, for copy and paste and search: character codes (`pdf_fonts`) by what each glyph
  stands for (`clusters`), written into the content streams (`shown`)
- `pdf_tree` writes the tree, with /ActualText where the glyphs still say something else
"""

from __future__ import annotations

from typing import Any

from handouts.text_layer.codes import write_codes
from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.layout import sort_layout
from handouts.text_layer.outline import build_outline
from handouts.text_layer.pdf_tree import write_tree
from handouts.text_layer.weasyprint_internals import WatchedPage, check_internals, write_watched_pdf

__all__ = ["TextLayerError", "write_exact_pdf"]

_RESERVED = frozenset({"target", "finisher", "pdf_forms", "full_fonts"})


def write_exact_pdf(document: Any, **options: Any) -> bytes:
    """Write a `weasyprint.document.Document` as PDF/UA-1 with an exact text layer.

    `document` comes from `HTML(...).render(pdf_variant="pdf/ua-1", ...)`; `options` are those of its `write_pdf`,
    except `target`, `finisher`, `pdf_forms` and `full_fonts`. The same document gives the same bytes.

    Raises `TextLayerError` when any text of the HTML is not on a page, when something on a page cannot be traced to the
    HTML, or when WeasyPrint is not built as this package expects.
    """
    if reserved := _RESERVED & set(options):
        raise TypeError(f"write_exact_pdf does not take {', '.join(sorted(reserved))}")
    if options.setdefault("pdf_variant", "pdf/ua-1") != "pdf/ua-1":
        raise TypeError("write_exact_pdf writes pdf/ua-1 only")
    check_internals()
    return write_watched_pdf(document, _finish, options)


def _finish(_: Any, pages: list[WatchedPage], pdf: Any) -> None:
    layout = sort_layout(pages)
    outline = build_outline(layout)
    write_codes(pdf, pages, layout)
    write_tree(pdf, pages, outline, layout)
