"""Characters that no font of a leaflet's languages has: told before rendering, with where they were written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from handouts import inline
from handouts.brand import TEXTS
from handouts.fonts import families, lacking
from handouts.languages import Language
from handouts.leaflet import Leaflet, Text
from handouts.problems import Problem

_HINT = "Write it another way: the fonts of the language do not have it."


def glyph_problems(leaflet: Leaflet) -> list[Problem]:
    """An error for each text of `leaflet` that has a character which no font of its languages has."""
    texts = list(_texts(leaflet))
    nowhere = set(lacking("".join(plain for plain, *_ in texts), families(leaflet.language, leaflet.source)))
    found = []
    for plain, language, path, line in texts if nowhere else ():
        if missing := [char for char in dict.fromkeys(plain) if char in nowhere]:
            signs = ", ".join(map(_described, missing))
            quoted = plain if len(plain) <= 60 else plain[:57] + "…"
            what = f"no font for {language.name_in(leaflet.source)} has {signs}: “{quoted}”"
            found.append(Problem("glyph-missing", what, path, line, _HINT))
    return list(dict.fromkeys(found))


def _texts(leaflet: Leaflet) -> Iterator[tuple[str, Language, Path | None, int | None]]:
    """Every text that the leaflet may print, its language, and where it was written as far as that is known."""
    texts: tuple[Text, ...] = (*leaflet.texts(), *leaflet.notices)
    for text in texts:
        yield text.plain, text.language, text.path, text.line
    for words, language in leaflet.words.values():
        yield inline.to_plain(words, {}), language, None, None
    for key in TEXTS:
        if wording := leaflet.brand.text(key, leaflet.language):
            yield ", ".join(wording.lines), wording.language, leaflet.brand.path, None


def _described(char: str) -> str:
    """A character as a person can look it up: "漢" (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)."""
    return f"“{char}” (U+{ord(char):04X} {unicodedata.name(char, 'unnamed')})"
