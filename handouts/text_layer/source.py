"""Finding a box's text again in the HTML: which characters of the source stand in which fragment.

Every element's own text (its `text` and its children's tails) is read by one cursor, in the order of the boxes. White
space, soft hyphens and zero-width spaces may come and go in layout, so only the other characters are compared; the
fragment's text is later made of the *source's* characters, so that what is matched here can never read differently.
"""

from __future__ import annotations

import unicodedata
from xml.etree.ElementTree import Element

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.model import Fragment, describe

WHITE_SPACE = frozenset(" \t\n\r\f")
"""White space that HTML folds. A no-break space is not among it."""

BREAKS = frozenset("\u00ad\u200b")
"""Where a line may break: soft hyphen and zero-width space."""

IGNORED = BREAKS | {"\u2060"}
"""Hints for line breaking, which nobody reads: those, and the word joiner."""

WITHOUT_IGNORED = {ord(char): None for char in IGNORED}
"""For `str.translate`."""

_SKIPPED = WHITE_SPACE | IGNORED


def own_text(element: Element) -> str:
    """The text that stands directly in an element: its text and its children's tails."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def is_drawn(text: str) -> bool:
    """Whether a box with this text has glyphs: WeasyPrint draws none for white space of any kind."""
    return bool(text.translate(WITHOUT_IGNORED).strip())


class SourceText:
    """A text of the source and, per character, the fragment that shows it. `owners` is filled as fragments are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.owners: list[Fragment | None] = [None] * len(text)
        self._position = 0

    def add(self, fragment: Fragment) -> None:
        """Read a fragment whose text was made by WeasyPrint itself, such as a list marker: it is its own source."""
        self.text += fragment.drawn
        self.owners += [fragment] * len(fragment.drawn)

    def read(self, fragment: Fragment, *, hyphen: str, transformed: bool) -> None:
        """Find the next fragment of the text.

        `hyphen` is what layout puts where it breaks a word; `transformed` tells that `text-transform` changed the
        letters. Raises `TextLayerError` when the fragment's text is not what comes next.
        """
        drawn = fragment.drawn
        start = self._position
        first = self._skip(start)
        if self.text.startswith(drawn, first) and not _SKIPPED & {drawn[0], drawn[-1]}:
            self._give(fragment, first, first + len(drawn))
            return
        at = start
        done = 0
        while done < len(drawn):
            if drawn[done] in _SKIPPED:
                done += 1
                continue
            following = self._skip(at)
            length = self._match(following, drawn, done, transformed=transformed)
            if length:
                at = following + 1
                done += length
            elif done and drawn[done:] == hyphen:
                break
            else:
                raise TextLayerError(
                    f"{describe(fragment.element)}: layout shows {drawn!r} where the HTML reads "
                    f"{self.text[start : start + len(drawn) + 10]!r}"
                )
        first = start if drawn[0] in WHITE_SPACE else self._skip(start)
        last = self._skip(at) if drawn[-1] in WHITE_SPACE else at
        self._give(fragment, first, last)

    def _give(self, fragment: Fragment, first: int, last: int) -> None:
        self.owners[first:last] = [fragment] * (last - first)
        self._position = last

    def _skip(self, position: int) -> int:
        while position < len(self.text) and self.text[position] in _SKIPPED:
            position += 1
        return position

    def _match(self, position: int, drawn: str, done: int, *, transformed: bool) -> int:
        """How many drawn characters show the one at `position`; 0 if they do not."""
        if position >= len(self.text):
            return 0
        char = self.text[position]
        if drawn[done] == char:
            return 1
        if transformed:
            for variant in _case_variants(char):
                if drawn.startswith(variant, done):
                    return len(variant)
        return 0


def _case_variants(char: str) -> list[str]:
    """What `text-transform` can make of a character, the longest first; Greek capitals lose their accents."""
    bare = unicodedata.normalize("NFD", char)[0]
    variants = {char.upper(), char.lower(), char.title(), bare.upper()}
    variants |= {"İ"} if char == "i" else {"ı"} if char == "I" else set()
    return sorted(variants - {""}, key=lambda variant: (-len(variant), variant))
