"""`reviews.toml`: the approvals as a file that people read, compare and merge in git.

One `[[review]]` table an approval, in the order of article, language, brand and reviewer; a reviewer's new approval
takes the place of the old one. What stands in the file is edited as text, so that other approvals and all lines of
comment stay as they are, letter for letter.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pydantic import Field, field_validator

from handouts.files import read_text, write_atomic
from handouts.problems import HandoutsError, Problem, raise_errors
from handouts.review import Acceptance, Approval, Key
from handouts.reviewers import line_fault, name_fault, role_fault
from handouts.toml_file import Settings, load_toml

_TABLE = re.compile(r"[ \t]*\[\[[ \t]*(review|\"review\"|'review')[ \t]*\]\]")
_HEAD = """\
# Who has approved which leaflet, and when. 'handouts approve' writes this file; keep it in git.
# An approval is of the exact text: any later change of the article, its translation, the templates' words or the
# brand's texts voids it. 'digest' is of all of them; 'messages' only help 'handouts status' to say what has changed.
"""


class _Accepted(Settings):
    check: str
    message: str
    what: str
    reason: str = Field(min_length=1)


class _Review(Settings):
    article: str = Field(min_length=1)
    language: str = Field(min_length=1)
    brand: str = Field(min_length=1)
    reviewer: str
    role: str
    date: date
    digest: str
    note: str = ""
    accepted: tuple[_Accepted, ...] = Field(default=(), strict=False)
    messages: tuple[str, ...] = Field(default=(), strict=False)

    @field_validator("reviewer", "role", "note")
    @classmethod
    def _of_a_person(cls, value: str, info: object) -> str:
        judge = {"reviewer": name_fault, "role": role_fault}.get(getattr(info, "field_name", ""), line_fault)
        if fault := judge(value):
            raise ValueError(f"{fault}\nName the person who answers for the text, in one line.")
        return value

    @field_validator("digest")
    @classmethod
    def _sha256(cls, value: str) -> str:
        if not re.fullmatch(r"[0-9a-f]{64}", value):
            raise ValueError("this is no SHA-256\nTake the table out and approve the leaflet again.")
        return value


class _ReviewsFile(Settings):
    review: tuple[_Review, ...] = Field(default=(), strict=False)


def load_approvals(path: Path) -> tuple[Approval, ...]:
    """The approvals in the file at `path`; none when there is no such file.

    Raises `HandoutsError` with all that is wrong with it, also when a reviewer has approved the same leaflet twice.
    """
    if not path.exists() and not path.is_symlink():
        return ()
    found = tuple(_approval(one) for one in load_toml(path, _ReviewsFile).review)
    lines = [number for number, line in enumerate(read_text(path).split("\n"), 1) if _TABLE.match(line)]
    seen: set[tuple[Key, str]] = set()
    problems = []
    for index, one in enumerate(found):
        if (one.key, one.reviewer) in seen:
            what = f"{one.reviewer} stands here twice for '{one.key.article}' in {one.key.language}"
            hint = "Keep one of the two: the one whose digest is that of the text, if branches were merged."
            line = lines[index] if len(lines) == len(found) else None
            problems.append(Problem("review-duplicate", what, path, line, hint))
        seen.add((one.key, one.reviewer))
    raise_errors(problems)
    return found


def store_approval(path: Path, approval: Approval) -> None:
    """Put `approval` into the file at `path`, where it takes the place of an older one by the same reviewer.

    Raises `HandoutsError` when the file is not in order or cannot be written; it is then as it was.
    """
    try:
        with _alone(path.parent):
            load_approvals(path)
            text = read_text(path) if path.exists() else _HEAD
            write_atomic(path, _edited(text, approval, path).encode())
    except OSError as error:
        what = f"the approval cannot be stored: {(error.strerror or str(error)).lower()}"
        hint = "Make room, or mend the permissions."
        raise HandoutsError([Problem("review-unwritable", what, path, None, hint)]) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps out whoever else stores an approval in `folder` meanwhile, until the block is left."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _approval(table: _Review) -> Approval:
    key = Key(table.article, table.language, table.brand)
    accepted = tuple(Acceptance(one.check, one.message, one.what, one.reason) for one in table.accepted)
    return Approval(
        key, table.reviewer, table.role, table.date, table.digest, table.note, accepted, tuple(table.messages)
    )


_Order = tuple[str, str, str, str]


def _edited(text: str, approval: Approval, path: Path) -> str:
    """The file `text` with the table of `approval` in its place."""
    head, blocks = _blocks(text, path)
    wanted = _order(_values(approval))
    # The lines of comment in the table that goes are somebody's; they stay, above the one that comes.
    comments = "".join(
        line + "\n" for order, block in blocks if order == wanted for line in block.split("\n") if line.startswith("#")
    )
    blocks = [(order, block) for order, block in blocks if order != wanted]
    blocks.append((wanted, comments + _table(approval)))
    parts = [head.strip("\n"), *(block.strip("\n") for _, block in sorted(blocks, key=lambda pair: pair[0]))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _blocks(text: str, path: Path) -> tuple[str, list[tuple[_Order, str]]]:
    """What stands above the first table, and each table with the lines of comment right above it.

    Raises `HandoutsError` (`review-layout`) when the tables cannot be told apart line by line.
    """
    lines = text.split("\n")
    starts = []
    for number, line in enumerate(lines):
        if _TABLE.match(line):
            start = number
            while start and lines[start - 1].startswith("#"):
                start -= 1
            starts.append(start)
    pieces = ["\n".join(lines[start:end]) for start, end in zip([0, *starts], [*starts, len(lines)], strict=True)]
    whole = tomllib.loads(text).get("review", [])
    try:
        single = [tomllib.loads(piece)["review"] for piece in pieces[1:]]
    except (tomllib.TOMLDecodeError, KeyError):
        single = []
    if [table for tables in single for table in tables] != whole or tomllib.loads(pieces[0]):
        hint = "Begin each approval with a line [[review]], and write no text over several lines."
        what = "the approvals are written in a way that cannot be edited"
        raise HandoutsError([Problem("review-layout", what, path, None, hint)])
    return pieces[0], [(_order(table), piece) for table, piece in zip(whole, pieces[1:], strict=True)]


def _order(values: dict[str, object]) -> _Order:
    article, language, brand, reviewer = (str(values[name]) for name in ("article", "language", "brand", "reviewer"))
    return article, language, brand, reviewer.strip()


def _values(approval: Approval) -> dict[str, object]:
    key = approval.key
    return {
        "article": key.article,
        "language": key.language,
        "brand": key.brand,
        "reviewer": approval.reviewer,
        "role": approval.role,
        "date": approval.day,
        "digest": approval.digest,
        "note": approval.note,
    }


def _table(approval: Approval) -> str:
    """The approval as a TOML table, one message a line, so that git shows which of them changed."""
    values = _values(approval)
    lines = ["[[review]]"]
    for name, value in values.items():
        if value != "":
            lines.append(f"{name} = {value.isoformat() if isinstance(value, date) else _quoted(str(value))}")
    if approval.accepted:
        lines.append("accepted = [")
        for one in approval.accepted:
            pairs = (("check", one.check), ("message", one.message), ("what", one.what), ("reason", one.reason))
            lines.append(f"  {{ {', '.join(f'{name} = {_quoted(value)}' for name, value in pairs)} }},")
        lines.append("]")
    lines += ["messages = [", *(f"  {_quoted(one)}," for one in approval.marks), "]"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """`text` as a TOML basic string, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
