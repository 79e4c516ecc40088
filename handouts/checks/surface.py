"""A message as its figures are read: without markup and invisible signs, and with the way back to the message.

Markdown's signs, the addresses of links and the names of placeholders are no text; HTML entities are characters. An
index into the surface is turned into a spot of the message by `Surface.spot`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from handouts.checks.model import Span

LONGEST = 5_000
"""The most characters of a message that are compared; the longest paragraph of a leaflet has some hundreds."""

GAP = "\ufffc"
"""OBJECT REPLACEMENT CHARACTER: stands for a placeholder or an address."""

_SPECIAL = re.compile(
    r"""(?P<gap>\{[^{}]{0,80}\}|(?:https?://|mailto:|tel:|www\.)[^\s<>)\]]{1,500}|[\w.+-]{1,60}@[\w.-]{1,200}\w)
    |(?P<link>\]\([^()\s]{0,500}\))
    |(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<escape>\\(?=[!-/:-@\[-`{-~]))
    |(?P<sign>\*+|\[|\]|`+|(?<![^\W_])_+|_+(?![^\W_]))
    |(?P<unseen>[\u00ad\u200b\u200e\u200f\u061c\u2060\ufeff\u202a-\u202e\u2066-\u2069]|(?<=\d)[\u200c\u200d](?=\d))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Surface:
    """`text` as it is read; `places` has for each of its characters, and for its end, the index in the message."""

    text: str
    places: tuple[int, ...]

    def spot(self, span: Span) -> Span:
        """Where the message has what stands at `span` of the text."""
        start, end = span
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


@lru_cache(maxsize=2048)
def surface(message: str) -> Surface:
    """The surface of `message`, inline Markdown with open placeholders."""
    text: list[str] = []
    places: list[int] = []
    position = 0

    def add(piece: str, start: int, *, moving: bool = True) -> None:
        text.append(piece)
        places.extend(range(start, start + len(piece)) if moving else [start] * len(piece))

    for found in _SPECIAL.finditer(message):
        add(message[position : found.start()], position)
        position = found.end()
        if found["gap"]:
            add(GAP, found.start())
        elif found["entity"]:
            add(html.unescape(found["entity"]), found.start(), moving=False)
    add(message[position:], position)
    places.append(len(message))
    return Surface("".join(text), tuple(places))
