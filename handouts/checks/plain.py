"""A message without its markup, and the way back from it: what the checks of words look at."""

from __future__ import annotations

import re

from handouts.checks.model import Span

_MARKUP = re.compile(
    r"\*+|__|\]\([^()\s]{0,300}\)|[\[\]]|\{[^{}]{0,60}\}|(?:https?://|www\.)[^\s<>()]{1,300}|[\w.+-]{1,64}@[\w.-]{1,200}"
)


class Plain:
    """`marked`, a message, as `plain`: no emphasis, no links' targets; U+FFFC for each placeholder and address."""

    def __init__(self, marked: str) -> None:
        self.marked = marked
        kept: list[str] = []
        self._places: list[int] = []
        position = 0
        for found in _MARKUP.finditer(marked):
            self._keep(kept, position, found.start())
            if found[0][0] not in "*_[]":
                kept.append("\ufffc")
                self._places.append(found.start())
            position = found.end()
        self._keep(kept, position, len(marked))
        self.plain = "".join(kept)
        self._places.append(len(marked))

    def _keep(self, kept: list[str], start: int, end: int) -> None:
        kept.append(self.marked[start:end])
        self._places.extend(range(start, end))

    def span(self, start: int, end: int) -> Span:
        """Where in the message stands what is between `start` and `end` of the plain text."""
        first = self._places[min(start, len(self._places) - 1)]
        return (first, self._places[end - 1] + 1) if end > start else (first, first)
