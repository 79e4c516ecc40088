"""Making the glyphs say the source's text, so that copy and paste and search find it.

Every glyph gets a code that says its share of the text. Where several glyphs make up one letter or conjunct, PDF
readers that go by the glyphs' places still mix them up: such a word is marked with /ActualText in the content stream,
together with the space after it, since pdfium drops a space that stands alone. Text that is written right to left is
never marked so, for readers turn it round once more; there only the dots and marks beside a letter that says them
already are marked with an empty one. What they misjudge of it in other ways is mended in what the glyphs say: see
`add_direction` and `_Line._gather_words`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from handouts.text_layer.clusters import (
    Cluster,
    add_direction,
    align,
    find_clusters,
    glyph_texts,
    has_marks,
    mark_words,
    plain_texts,
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
        if not line.write_plain(fragment.drawn, fragment.text):
            line.write(_read(line, fragment))
    for page, mcid, _ in layout.artifacts:
        if (mark := pages[page].marks[mcid]).runs:
            line = _Line(mark, fonts)
            if not line.write_plain(line.drawn, line.drawn):
                line.write(None)
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
        self._glyphs = [glyph for _, _, glyphs, _ in mark.runs for glyph in glyphs]
        self._drawn = [text for _, _, _, texts in mark.runs for text in texts]
        self._shows: list[tuple[int, PdfFont, Shown]] = []
        shown: list[str] = []
        for place, name in mark.shows:
            if (font := fonts.get(name)) is None:
                raise TextLayerError(f"a page uses the font {name!r}, which is not in its resources")
            show = Shown(mark.operations[place], font.digits)
            self._shows.append((place, font, show))
            shown += [name] * len(show.codes)
        codes = [code for _, _, show in self._shows for code in show.codes]
        if codes != self._glyphs or shown != [name for _, name, glyphs, _ in mark.runs for _ in glyphs]:
            raise TextLayerError("the glyphs on a page are not those that WeasyPrint said it drew")

    @property
    def drawn(self) -> str:
        """The texts of the glyphs."""
        return "".join(self._drawn)

    @cached_property
    def clusters(self) -> list[Cluster]:
        """The clusters of the line in the order in which they are drawn."""
        return find_clusters(self._drawn)

    @cached_property
    def _fonts(self) -> list[PdfFont]:
        """The font of each glyph."""
        return [font for _, font, show in self._shows for _ in show.codes]

    def write_plain(self, drawn: str, source: str) -> bool:
        """Write a plain line whose glyphs can say all of its `source`; tells whether it is one."""
        texts = plain_texts(self._drawn, drawn, source)
        if texts is None:
            return False
        codes, said = self._code(texts)
        if said != texts:
            return False
        self._write(codes, {})
        self._mark.said = "".join(texts)
        return True

    def write(self, words: list[list[Cluster]] | None) -> None:
        """Write the codes into the content stream, and the marks of words and silent glyphs unless `words` is None."""
        texts = self._texts()
        silent: list[int] = []
        if rtl := [cluster for cluster in self.clusters if cluster.is_rtl]:
            add_direction(self.clusters, texts)
            silent = [at for cluster in rtl for at in cluster.places if texts[at] == INVISIBLE]
            self._gather_words(texts, set(silent))
        codes, said = self._code(texts)
        covers: dict[int, tuple[int, str]] = {}
        parts = [part or "" for part in said]
        for word in words or ():
            start, stop = word[0].start, word[-1].stop
            whole = "".join([cluster.text for cluster in word])
            if whole and ("".join(parts[start:stop]) != whole or has_marks(whole)):
                covers[start] = stop, whole
        if words is not None:
            covers |= {at: (at + 1, "") for at in silent}
        for start, (stop, text) in covers.items():
            said[start:stop] = [text] + [""] * (stop - start - 1)
        self._write(codes, covers)
        self._mark.said = None if None in said else "".join(part or "" for part in said)

    def _code(self, texts: list[str]) -> tuple[list[int], list[str | None]]:
        """The codes that let the glyphs say `texts`, and what they do say."""
        codes: list[int] = []
        said: list[str | None] = []
        for _, font, show in self._shows:
            own = slice(len(codes), len(codes) + len(show.codes))
            codes += font.codes(self._glyphs[own], texts[own])
            said += font.texts(codes[own])
        return codes, said

    def _texts(self) -> list[str]:
        """What each glyph shall say."""
        texts: list[str] = []
        for cluster in self.clusters:
            count = cluster.stop - cluster.start
            if count == len(cluster.text) == 1:
                texts.append(cluster.text)
                continue
            texts += glyph_texts(cluster, [*map(self._width, cluster.places)] if cluster.is_rtl and count > 1 else [0])
        return texts or [INVISIBLE] * len(self._glyphs)

    def _gather_words(self, texts: list[str], silent: set[int]) -> None:
        """Let one glyph of a word say all of it where readers would take its letters for parts of different words.

        That is so right to left where there are marks, or where letters stand at different heights as in Nastaliq: they
        are then shown by several operations.
        """
        shows = [number for number, (_, _, show) in enumerate(self._shows) for _ in show.codes]
        is_cut = len(self._shows) > 1
        for word in rtl_words(self.clusters):
            said = "".join(texts[at] for at in word if texts[at] != INVISIBLE)
            letters = [at for at in word if at not in silent]
            if has_marks(said) or (
                is_cut and len({shows[at] for at in letters}) > len({self._fonts[at] for at in letters})
            ):
                widest = max(word, key=self._width)
                for at in word:
                    texts[at] = said if at == widest else INVISIBLE

    def _width(self, at: int) -> float:
        return self._fonts[at].width(self._glyphs[at])

    def _write(self, codes: list[int], covers: dict[int, tuple[int, str]]) -> None:
        """Write the codes, and around the glyphs from a key of `covers` to its value the text that they stand for."""
        begins = {start: actual_text(text) for start, (_, text) in covers.items()}
        ends = {stop for stop, _ in covers.values()}
        marked = sorted(begins.keys() | {stop - 1 for stop in ends})
        start = 0
        for place, _, show in self._shows:
            marks: dict[int, list[bytes]] = defaultdict(list)
            stop = start + len(show.codes)
            for at in marked[bisect_left(marked, start) : bisect_left(marked, stop)]:
                if at in begins:
                    marks[at - start].append(begins[at])
                if at + 1 in ends:
                    marks[at + 1 - start].append(b"EMC")
            show.codes = codes[start:stop]
            self._mark.operations[place] = show.write({at: b"\n".join(marks[at]) for at in marks})
            start = stop
