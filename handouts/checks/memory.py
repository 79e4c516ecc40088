"""What the checks found in a leaflet's messages before: one that has not changed need not be checked again.

A memory is of one article in one language. What is found in a message also depends on the checks themselves and on the
words and terms that they know; who keeps a memory gives it back only while these are the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from handouts.checks.model import Check, Finding, Span, Unit
from handouts.files import digest

Found = tuple[tuple[Check, Finding], ...]
_MARK = 32
"""Hexadecimal digits that a message is known by: too many for anybody to find two messages that have the same."""


class Memory:
    """A memory that knows what `text` of an earlier one says, and is empty when that is not in order."""

    def __init__(self, text: str = "") -> None:
        self._clean: frozenset[str] = frozenset()
        self._found: Mapping[str, object] = {}
        self._asked: dict[str, object] = {}
        self._before = text
        with suppress(ValueError, TypeError, LookupError, AttributeError):
            held = json.loads(text)
            clean, found = str(held["clean"]), dict(held["found"])
            self._clean = frozenset(clean[start : start + _MARK] for start in range(0, len(clean), _MARK))
            self._found = found

    def recall(self, unit: Unit, checks: tuple[Check, ...]) -> Found | None:
        """What `checks` found in `unit`; `None` when that is not known."""
        mark = _mark(unit)
        if mark in self._clean:
            self._asked[mark] = []
            return ()
        by_id = {check.id: check for check in checks}
        try:
            said: Any = self._found[mark]
            found = tuple((by_id[name], Finding(what, hint, _span(at), _span(to))) for name, what, hint, at, to in said)
        except (LookupError, ValueError, TypeError):
            return None
        self._asked[mark] = said
        return found

    def note(self, unit: Unit, found: Found) -> None:
        """Remember what was `found` in `unit`."""
        self._asked[_mark(unit)] = [(check.id, one.what, one.hint, one.source, one.target) for check, one in found]

    def news(self) -> str:
        """What to remember of all messages that were asked for, when it is not what was known; else nothing. Once."""
        clean = "".join(sorted(mark for mark, said in self._asked.items() if not said))
        found = {mark: said for mark, said in sorted(self._asked.items()) if said}
        text = json.dumps({"clean": clean, "found": found}, ensure_ascii=False)
        if not self._asked or text == self._before:
            return ""
        self._before = text
        return text


def _mark(unit: Unit) -> str:
    return digest(json.dumps([unit.source, unit.target, unit.safety, unit.kind]).encode())[:_MARK]


def _span(said: list[int] | None) -> Span | None:
    if said is None:
        return None
    start, end = said
    return start, end
