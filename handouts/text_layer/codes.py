"""Making the glyphs say the source's text, so that copy and paste and search find it.

Every glyph gets a code that says its share of the text. Where several glyphs make up one letter or conjunct, PDF
readers that go by the glyphs' places still mix them up: such a word is marked with /ActualText in the content stream,
together with the space after it, since pdfium drops a space that stands alone. Text that is written right to left is
never marked so, for readers turn it round once more; there only the dots and marks beside a letter that says them
already are marked with an empty one. What they misjudge of it in other ways is mended in what the glyphs say: see
`add_direction` and `_Line._gather_words`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from handouts.text_layer.clusters import (
    Cluster,
    add_direction,
    align,
    find_clusters,
    glyph_texts,
    has_marks,
    mark_words,
    reading_order,
    rtl_words,
)
from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.layout import Layout
from handouts.text_layer.model import INVISIBLE, Fragment, PaintedMark
from handouts.text_layer.pdf_fonts import PdfFont, find_fonts
from handouts.text_layer.shown import Shown, actual_text
from handouts.text_layer.source import WHITE_SPACE
from handouts.text_layer.weasyprint_internals import WatchedPage


def write_codes(pdf: Any, pages: list[WatchedPage], layout: Layout) -> None:
    """Give the glyphs of all fragments and of the furniture their codes, and every fragment's mark what it now says.

    Raises `TextLayerError` when the glyphs in a content stream are not those that WeasyPrint said it drew.
    """
    fonts = find_fonts(pdf)
    for fragment in layout.fragments:
        line = _Line(pages[fragment.page].marks[fragment.mcid], fonts)
        line.write(_read(line, fragment))
    for page, mcid, _ in layout.artifacts:
        if (mark := pages[page].marks[mcid]).glyphs:
            _Line(mark, fonts).write(None)
    for font in dict.fromkeys(fonts.values()):
        font.write()


def _read(line: _Line, fragment: Fragment) -> list[list[Cluster]]:
    """Give the clusters of a line the source's text, and find the words that may be marked as a whole."""
    reading = reading_order(line.clusters)
    if not reading or not mark_words(reading, fragment.drawn):
        return []
    text = fragment.text
    if not any(cluster.is_rtl for cluster in reading):
        align(reading, text)
        return list(_words(reading))
    # Where readers turn a line round, they do not agree on where the space at its end belongs.
    first, last = fragment.drawn[0] in WHITE_SPACE, fragment.drawn[-1] in WHITE_SPACE
    text = text if first else text.removeprefix(" ")
    align(reading, text if last else text.removesuffix(" "))
    return []


def _words(clusters: list[Cluster]) -> Iterator[list[Cluster]]:
    word: list[Cluster] = []
    for cluster in clusters:
        word.append(cluster)
        if cluster.ends_word:
            yield word
            word = []
    if word:
        yield word


class _Line:
    """The glyphs of one mark, in its content stream and in WeasyPrint's words."""

    def __init__(self, mark: PaintedMark, fonts: dict[str, PdfFont]) -> None:
        self._mark = mark
        self._glyphs = [glyph.glyph for glyph in mark.glyphs]
        try:
            self._fonts = [fonts[glyph.font] for glyph in mark.glyphs]
            shows = [(place, font, Shown(mark.operations[place], fonts[font].digits)) for place, font in mark.shows]
        except KeyError as error:
            raise TextLayerError(f"a page uses the font {error}, which is not in its resources") from error
        if [(font, code) for _, font, show in shows for code in show.codes] != [glyph[:2] for glyph in mark.glyphs]:
            raise TextLayerError("the glyphs on a page are not those that WeasyPrint said it drew")
        self._shows = [(place, show) for place, _, show in shows]
        self.clusters = find_clusters([glyph.text for glyph in mark.glyphs])

    def write(self, words: list[list[Cluster]] | None) -> None:
        """Write the codes into the content stream, and the marks of words and silent glyphs unless `words` is None."""
        texts = self._texts()
        silent = [at for cluster in self.clusters if cluster.is_rtl for at in cluster.places if texts[at] == INVISIBLE]
        self._gather_words(texts, set(silent))
        codes = [font.code(glyph, text) for font, glyph, text in zip(self._fonts, self._glyphs, texts, strict=True)]
        said: list[str | None] = [font.text(code) for font, code in zip(self._fonts, codes, strict=True)]
        covers: dict[int, tuple[int, str]] = {}
        for word in words or ():
            start, stop = word[0].start, word[-1].stop
            whole = "".join(cluster.text for cluster in word)
            if whole and ("".join(part or "" for part in said[start:stop]) != whole or has_marks(whole)):
                covers[start] = stop, whole
        if words is not None:
            covers |= {at: (at + 1, "") for at in silent}
        for start, (stop, text) in covers.items():
            said[start:stop] = [text] + [""] * (stop - start - 1)
        self._write(codes, covers)
        self._mark.said = None if None in said else "".join(part or "" for part in said)

    def _texts(self) -> list[str]:
        """What each glyph shall say."""
        texts: list[str] = []
        for cluster in self.clusters:
            texts += glyph_texts(cluster, [self._width(at) for at in cluster.places] if cluster.is_rtl else [])
        add_direction(self.clusters, texts)
        return texts or [INVISIBLE] * len(self._glyphs)

    def _gather_words(self, texts: list[str], silent: set[int]) -> None:
        """Let one glyph of a word say all of it where readers would take its letters for parts of different words.

        That is so right to left where there are marks, or where letters stand at different heights as in Nastaliq: they
        are then shown by several operations.
        """
        shows = [number for number, (_, show) in enumerate(self._shows) for _ in show.codes]
        for word in rtl_words(self.clusters):
            said = "".join(texts[at] for at in word if texts[at] != INVISIBLE)
            letters = [at for at in word if at not in silent]
            if has_marks(said) or len({shows[at] for at in letters}) > len({self._fonts[at] for at in letters}):
                widest = max(word, key=self._width)
                for at in word:
                    texts[at] = said if at == widest else INVISIBLE

    def _width(self, at: int) -> float:
        return self._fonts[at].width(self._glyphs[at])

    def _write(self, codes: list[int], covers: dict[int, tuple[int, str]]) -> None:
        """Write the codes, and around the glyphs from a key of `covers` to its value the text that they stand for."""
        begins = {start: actual_text(text) for start, (_, text) in covers.items()}
        ends = {stop for stop, _ in covers.values()}
        start = 0
        for place, show in self._shows:
            marks: dict[int, list[bytes]] = defaultdict(list)
            count = len(show.codes)
            show.codes = codes[start : start + count]
            for at in range(count):
                if start + at in begins:
                    marks[at].append(begins[start + at])
                if start + at + 1 in ends:
                    marks[at + 1].append(b"EMC")
            self._mark.operations[place] = show.write({at: b"\n".join(marks[at]) for at in marks})
            start += count
