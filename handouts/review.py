"""Approvals: a named person's word for the exact text of one leaflet, as values.

An approval holds the digest of every passage that the leaflet prints, source and translation (promise 3). It covers
that text and no other: one changed letter, in the article, a translation, the templates' words or the brand's, and
the leaflet is a draft again. The short marks beside the digest decide nothing; they tell what has changed since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from shlex import quote

from handouts.files import digest
from handouts.problems import Problem, Severity
from handouts.reviewers import LONGEST, line_fault

_VERSION = "handouts-review-1"
"""The way in which passages become a digest; another way needs another name."""


def mark(text: str) -> str:
    """Eight hexadecimal figures that stand for `text`, enough to find what has changed."""
    return digest(text.encode("utf-8", "surrogatepass"))[:8]


def one_line(text: str) -> str:
    """`text` as it can stand in a file: on one line, with a question mark for each character that cannot be seen."""
    words = " ".join(text.replace("\ufffd", "?").split())[:LONGEST]
    return "".join("?" if line_fault(char) else char for char in words)


@dataclass(frozen=True)
class Passage:
    """One text of a leaflet: its source and what is printed for it, both with their placeholders open.

    `part` is where it belongs: `head`, the id of a section, `facts` (version and dates), `templates` or `brand`. `kind`
    says what it is there, such as `heading` or `item`, `language` (a gettext code) what `text` is in, `place` where its
    source was written.
    """

    part: str
    kind: str
    source: str
    text: str
    language: str
    place: str = ""

    @property
    def mark(self) -> str:
        """The part, and the marks of source and text, as they stand in `reviews.toml`."""
        return f"{self.part} {mark(self.source)} {mark(self.text)}"


def passages_digest(passages: Iterable[Passage]) -> str:
    """The SHA-256 of all that `passages` say, and of their order; not of the lines that they stand on."""
    parts = [[one.part, one.kind, one.source, one.text, one.language] for one in passages]
    return digest(json.dumps([_VERSION, *parts]).encode())


@dataclass(frozen=True)
class Acceptance:
    """A finding of a check that the reviewer took on.

    It has the check's id, the mark of the message's source, what the check said, and why that is right as it is.
    """

    check: str
    message: str
    what: str
    reason: str


@dataclass(frozen=True)
class Key:
    """What an approval is of: ids of article and brand, and a gettext code."""

    article: str
    language: str
    brand: str

    @property
    def command(self) -> str:
        """The command that records one."""
        names = f"{quote(self.article)} -l {self.language} -b {self.brand}"
        return f"handouts approve {names} --reviewer NAME --role ROLE"


@dataclass(frozen=True)
class Approval:
    """A person's approval of one leaflet in one language and brand, in all editions and on any paper.

    `day` is the UTC day on which it was given, `marks` are those of the passages, in order.
    """

    key: Key
    reviewer: str
    role: str
    day: date
    digest: str
    note: str = ""
    accepted: tuple[Acceptance, ...] = ()
    marks: tuple[str, ...] = ()

    def covers(self, passages: Iterable[Passage]) -> bool:
        """Whether it is of exactly these `passages`."""
        return self.digest == passages_digest(passages)

    def accepts(self, check: str, source: str, what: str) -> bool:
        """Whether the reviewer took on that `check` says `what` of the message `source`."""
        asked = (check, mark(source), one_line(what))
        return any((one.check, one.message, one.what) == asked for one in self.accepted)

    def changes(self, passages: Sequence[Passage], *, whole: bool = True) -> tuple[str, ...]:
        """What is other in `passages` than what was approved: places, and what has become of them there.

        They are all that the leaflet prints, or when not `whole`, all of some parts of it.
        """
        old = set(self.marks)
        sources = {one.rpartition(" ")[0] for one in old}
        found = []
        for one in passages:
            if one.mark not in old:
                same = one.mark.rpartition(" ")[0] in sources
                found.append(f"{one.place or one.part} ({'translation' if same else 'source'})")
        kept = {one.mark.rpartition(" ")[0] for one in passages}
        gone: dict[str, int] = {}
        parts = {one.part for one in passages}
        for source in sources - kept:
            part = source.partition(" ")[0]
            if whole or part in parts:
                gone[part] = gone.get(part, 0) + 1
        changed = {one.part for one in passages if one.mark.rpartition(" ")[0] not in sources}
        found += [f"'{part}': {count} taken out" for part, count in sorted(gone.items()) if part not in changed]
        other = ("the order of the texts, or what they are printed as",) if whole else ()
        return tuple(dict.fromkeys(found)) or other


class State(StrEnum):
    """Where a leaflet stands: never approved, changed since it was approved, or approved as it is."""

    DRAFT = "draft"
    STALE = "stale"
    APPROVED = "approved"


@dataclass(frozen=True)
class Standing:
    """Where the leaflet `key` stands.

    `approvals` are those that hold, or of a stale leaflet the last that was given; `changes` tell what is other since.
    """

    key: Key
    state: State
    approvals: tuple[Approval, ...] = ()
    changes: tuple[str, ...] = ()

    @property
    def approval(self) -> Approval | None:
        """The last approval that holds."""
        return self.approvals[-1] if self.state is State.APPROVED else None

    def accepts(self, check: str, source: str, what: str) -> bool:
        """Whether an approval that holds takes this finding on."""
        return self.state is State.APPROVED and any(one.accepts(check, source, what) for one in self.approvals)

    def problems(self, path: Path, *, required: bool) -> list[Problem]:
        """What is to be said before the leaflet is printed; errors when an approval is `required`.

        `path` is the file of the approvals.
        """
        key = self.key
        severity = Severity.ERROR if required else Severity.WARNING
        hint = f"Have it read by a person who can answer for it, then: {key.command}"
        if self.state is State.STALE:
            last = self.approvals[-1]
            what = (
                f"'{key.article}' in {key.language} was approved by {last.reviewer} on {last.day.isoformat()}"
                f" and has changed since: {brief(self.changes)}"
            )
            return [Problem("review-stale", what, path, None, hint, severity)]
        if self.state is State.DRAFT and required:
            what = f"nobody has approved '{key.article}' in {key.language} for the brand '{key.brand}'"
            return [Problem("review-missing", what, path, None, hint, severity)]
        return []


def brief(items: Sequence[str], most: int = 3) -> str:
    """The first of `items`, and how many more there are."""
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more


def find_standing(key: Key, passages: Sequence[Passage], approvals: Iterable[Approval]) -> Standing:
    """Where the leaflet `key` that prints `passages` stands, given all `approvals`."""
    own = sorted((one for one in approvals if one.key == key), key=lambda one: (one.day, one.reviewer))
    if valid := tuple(one for one in own if one.covers(passages)):
        return Standing(key, State.APPROVED, valid)
    if own:
        return Standing(key, State.STALE, (own[-1],), own[-1].changes(passages))
    return Standing(key, State.DRAFT)
