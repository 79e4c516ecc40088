"""Making the glyphs say the source's text, so that copy and paste and search find it.

Every glyph gets a code that says its share of the text. Where several glyphs make up one letter or conjunct, PDF
readers that go by the glyphs' places may still mix them up (`readers`): such a word is marked with /ActualText in the
content stream, together with the space after it, since pdfium drops a space that stands alone. Text that is written
right to left is never marked so, for readers turn it round once more; there only the dots and marks beside a letter
that says them already are marked with an empty one. What they misjudge of it in other ways is mended in what the glyphs
say: see `add_direction` and `Line._gather_words`.
"""

from __future__ import annotations

from typing import Any

from handouts.text_layer.clusters import Word, align, mark_words, reading_order, words_of
from handouts.text_layer.layout import Layout
from handouts.text_layer.line import Line
from handouts.text_layer.model import Fragment
from handouts.text_layer.pdf_fonts import find_fonts
from handouts.text_layer.source import WHITE_SPACE
from handouts.text_layer.weasyprint_internals import WatchedPage


def write_codes(pdf: Any, pages: list[WatchedPage], layout: Layout) -> None:
    """Give the glyphs of all fragments and of the furniture their codes, and every fragment's mark what it now says.

    Raises `TextLayerError` when the glyphs in a content stream are not those that WeasyPrint said it drew.
    """
    fonts = find_fonts(pdf)
    for fragment in layout.fragments:
        line = Line(pages[fragment.page].marks[fragment.mcid], fonts)
        said = fragment.drawn, fragment.text
        if not (line.write_plain(*said) or line.write_words(*said)):
            line.write(_read(line, fragment))
    for page, mcid, _ in layout.artifacts:
        if (mark := pages[page].marks[mcid]).runs:
            line = Line(mark, fonts)
            if not line.write_plain(line.drawn, line.drawn):
                line.write(None)
    for font in dict.fromkeys(fonts.values()):
        font.write()


def _read(line: Line, fragment: Fragment) -> list[Word]:
    """Give the clusters of a line the source's text, and find the words that may be marked as a whole."""
    reading = reading_order(line.clusters)
    if not reading or not mark_words(reading, fragment.drawn):
        return []
    text = fragment.text
    if not any(cluster.is_rtl for cluster in reading):
        align(reading, text)
        return words_of(reading)
    # Where readers turn a line round, they do not agree on where the space at its end belongs.
    first, last = fragment.drawn[0] in WHITE_SPACE, fragment.drawn[-1] in WHITE_SPACE
    text = text if first else text.removeprefix(" ")
    align(reading, text if last else text.removesuffix(" "))
    return []
