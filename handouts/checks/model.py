"""What a translation check is: a function from one message and its translation to findings, and how much it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from handouts.checks.words import Words
from handouts.languages import Language
from handouts.problems import Severity

T = TypeVar("T")
Span = tuple[int, int]
"""From the first character of a spot to behind its last, in characters."""


@dataclass(frozen=True)
class Term:
    """A word of the glossary: its source form, its kind (`drug`, `condition`, `word`), and its forms in the language.

    A form may end in `*`, which stands for any ending of the word.
    """

    source: str
    kind: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """A message and its translation, both inline Markdown with their placeholders open.

    `kind` is what is printed of it: `heading`, `item`, `paragraph`, `cell` or `word` (one of the templates' own).
    `source_words` and `target_words` hold the cue words of the two languages, `terms` the glossary of the language.
    """

    source: str
    target: str
    source_language: Language
    language: Language
    safety: bool = False
    kind: str = "paragraph"
    source_words: Words = field(default_factory=Words)
    target_words: Words = field(default_factory=Words)
    terms: tuple[Term, ...] = ()
    _read: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What has been read of it already (see `once`)."""

    def forget(self) -> None:
        """Free what has been read of it."""
        self._read.clear()


def once(read: Callable[[Unit], T]) -> Callable[[Unit], T]:
    """`read`, done once for a unit, whichever checks ask for it."""

    @wraps(read)
    def known(unit: Unit) -> T:
        if read not in unit._read:
            unit._read[read] = read(unit)
        value: T = unit._read[read]
        return value

    return known


@dataclass(frozen=True)
class Finding:
    """What a check has found in one message: what it is, how to mend it, and the spots in source and translation."""

    what: str
    hint: str
    source: Span | None = None
    target: Span | None = None


@dataclass(frozen=True)
class Check:
    """A check of one message.

    `id` is stable: it is the problem's code, and `ignore-<id>` the flag in the PO file that turns it off outside of
    safety messages. `description` is for a translator: what it looks for, and what it cannot see. `safety` and
    `elsewhere` are how much a finding matters.
    """

    id: str
    description: str
    run: Callable[[Unit], Iterable[Finding]]
    safety: Severity = Severity.ERROR
    elsewhere: Severity = Severity.WARNING


def marked(text: str, span: Span | None, width: int = 70) -> str:
    """`text` with the spot between ⟦ and ⟧, cut to about `width` characters around it."""
    if span is None:
        return text if len(text) <= width else text[: width - 1] + "…"
    start, end = span
    first, last = max(0, start - width // 3), min(len(text), end + width // 3)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return f"{before}{text[first:start]}⟦{text[start:end]}⟧{text[end:last]}{after}"
