"""The glyphs of one line of a page: written again with the codes that say its text, and marks around words."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property

from handouts.text_layer.clusters import (
    Cluster,
    Word,
    add_direction,
    find_clusters,
    glyph_texts,
    has_marks,
    plain_texts,
    rtl_words,
)
from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.model import INVISIBLE, PaintedMark
from handouts.text_layer.pdf_fonts import PdfFont
from handouts.text_layer.readers import Row, misread_words
from handouts.text_layer.shown import Shown, actual_text
from handouts.text_layer.words import word_texts


class Line:
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

    def write_words(self, drawn: str, source: str) -> bool:
        """Write a line of the words of its `source`, from left to right; tells whether it is one."""
        if (found := word_texts(self._drawn, drawn, source)) is None:
            return False
        texts, words = found
        codes, said = self._code(texts)
        self._write_covered(codes, said, self._covers(words, said))
        return True

    def write(self, words: list[Word] | None) -> None:
        """Write the codes into the content stream, and the marks of misread words and silent glyphs.

        These are not marked if `words` is None; it is empty where no word may be marked.
        """
        texts = self._texts()
        silent: list[int] = []
        if rtl := [cluster for cluster in self.clusters if cluster.is_rtl]:
            add_direction(self.clusters, texts)
            silent = [at for cluster in rtl for at in cluster.places if texts[at] == INVISIBLE]
            self._gather_words(texts, set(silent))
        codes, said = self._code(texts)
        covers = self._covers(words, said) if words else {}
        if words is not None:
            covers |= {at: (at + 1, "") for at in silent}
        self._write_covered(codes, said, covers)

    def _write_covered(self, codes: list[int], said: list[str | None], covers: dict[int, tuple[int, str]]) -> None:
        """Write the codes and the marks, and note what they say."""
        for start, (stop, text) in covers.items():
            said[start:stop] = [text] + [""] * (stop - start - 1)
        self._write(codes, covers)
        self._mark.said = None if None in said else "".join(part or "" for part in said)

    def _covers(self, words: list[Word], now: list[str | None]) -> dict[int, tuple[int, str]]:
        """The words that readers do not make of what the glyphs say: where each starts and stops, and its text."""
        said = [part or "" for part in now]
        if any(has_marks(word.text) for word in words):
            words = misread_words(words, self._row(said))
        else:
            words = [word for word in words if not word.is_said(said)]
        return {word.start: (word.stop, word.text) for word in words if word.text}

    def _row(self, said: list[str]) -> Row:
        steps = [0.0]
        for _, _, show in self._shows:
            first, *following = show.steps()
            steps[-1] += first
            steps += following
        return Row([*self._glyphs, 0], [*said, ""], steps, self._width, [*self._numbers, self._numbers[-1]])

    @cached_property
    def _numbers(self) -> list[int]:
        """The number of the operation that shows each glyph."""
        return [number for number, (_, _, show) in enumerate(self._shows) for _ in show.codes]

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
        shows = self._numbers
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
