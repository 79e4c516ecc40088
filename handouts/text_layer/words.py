"""What each glyph says of a line from left to right of which layout has changed nothing, a word at a time.

Words come again and again, so what their glyphs say is kept. `clusters` makes the same of any line in more steps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from handouts.text_layer.clusters import WITHOUT_UNDRAWN, Word, find_clusters, glyph_texts, is_rtl
from handouts.text_layer.source import BREAKS, WHITE_SPACE

_SPACES, _BREAKS = "".join(sorted(WHITE_SPACE)), "".join(sorted(BREAKS))
_WORD = re.compile(f"[^{_SPACES}{_BREAKS}]*[{_SPACES}]|[^{_SPACES}{_BREAKS}]+")
_WITHOUT_HINTS = {code: None for code in WITHOUT_UNDRAWN if chr(code) not in BREAKS}


def word_texts(texts: Sequence[str], drawn: str, source: str) -> tuple[list[str], list[Word]] | None:
    """What each glyph says of a line, and its words; `texts` are those of the glyphs as WeasyPrint gives them.

    None if `drawn`, the line's text, is not what the glyphs and the source have, but for spaces at the line's ends, or
    if it is not written from left to right.
    """
    letters = "".join(texts)
    if drawn != letters:
        if drawn.translate(WITHOUT_UNDRAWN) != letters:
            return None
        drawn = drawn.translate(_WITHOUT_HINTS)
    if not letters or True in map(is_rtl, set(letters)):
        return None
    lead = " " if source[:1] == " " and letters[0] not in WHITE_SPACE else ""
    end = source[len(lead) + len(letters) :]
    if source != lead + letters + end or end not in ("", " "):
        return None
    own = [*texts]
    if lead or end:
        holders = [place for place, text in enumerate(own) if text]
        own[holders[0]] = lead + own[holders[0]]
        own[holders[-1]] += end
    found = _WORD.findall(drawn + end)
    found[0] = lead + found[0]
    # The glyph that ends a cluster has its text; those behind the last one belong to it.
    stops = dict(zip(reversed([*accumulate(map(len, own))]), range(len(own), 0, -1), strict=True))
    stops[len(source)] = len(own)
    said: list[str] = []
    words: list[Word] = []
    start = at = 0
    for text in found:
        at += len(text)
        if (stop := stops.get(at)) is None:
            return None
        said += _said(tuple(own[start:stop]))
        words.append(Word(start, stop, text))
        start = stop
    return said, words


@lru_cache(4096)
def _said(texts: tuple[str, ...]) -> list[str]:
    """What the glyphs of a word say."""
    return [text for cluster in find_clusters(texts) for text in glyph_texts(cluster, [])]
