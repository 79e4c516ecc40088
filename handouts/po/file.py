"""A PO file as a value that loses nothing: its entries, each with the lines as they stand in the file.

Whoever changes one entry leaves the others byte for byte as a translator's tool wrote them. The grammar is that of GNU
gettext 0.21 ("The Format of PO Files"); what its `msgfmt` refuses is refused here, with the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from handouts.po.text import quote_lines, unquote
from handouts.problems import HandoutsError, Problem

FUZZY = "fuzzy"
FORMATS = frozenset(
    f"{doubt}{language}-format" for doubt in ("", "possible-") for language in ("c", "python", "python-brace")
)
"""Flags that programs put on a message, by guessing; a template says which of them it has."""

Key = tuple[str | None, str]
"""What tells a message from others: its context, or `None`, and its source text."""

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[([0-9]{1,4})\])?[ \t]*(?=\")")
_PLACE = re.compile(r"\u2068[^\u2069]*\u2069(?:\S*)|\S+")
_HINT = "Open it in a PO editor, or run 'msgfmt --check' on it, and mend what they name."


@dataclass(frozen=True)
class PoEntry:
    """One message of a PO file.

    `notes` are the translator's comments, and comments of a kind that is not known, as they stand. `extracted` are the
    texts of `#.` comments, `places` the references, `previous` the lines that tell the earlier source text, less their
    sign. `head` and `body` are the lines of the source and of the translation as they stand, less the sign of an
    obsolete entry. `line` is where it begins, counted from 1. `raw` is the whole entry as it stands, `None` when it is
    to be written anew.
    """

    id: str
    context: str | None = None
    plural: str | None = None
    strings: tuple[str, ...] = ("",)
    obsolete: bool = False
    notes: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    line: int = 0
    raw: str | None = None

    @property
    def key(self) -> Key:
        """What tells the message from others."""
        return self.context, self.id

    @property
    def fuzzy(self) -> bool:
        """Whether the translation waits to be looked at."""
        return FUZZY in (flag.lower() for flag in self.flags)

    @property
    def translated(self) -> bool:
        """Whether there is anything in the translation, fuzzy or not."""
        return any(text.strip() for text in self.strings)


@dataclass(frozen=True)
class PoFile:
    """A PO file: its entries in their order, the header among them, and the comments behind the last."""

    entries: tuple[PoEntry, ...]
    end: str = ""

    @property
    def header(self) -> PoEntry | None:
        """The entry that holds the header, which is the translation of nothing."""
        return next((entry for entry in self.entries if is_header(entry)), None)


def is_header(entry: PoEntry) -> bool:
    """Whether `entry` is the header."""
    return not entry.id and entry.context is None and not entry.obsolete


def head_lines(entry: PoEntry) -> tuple[str, ...]:
    """The lines that say the source of `entry`, written anew."""
    context = quote_lines("msgctxt", entry.context) if entry.context is not None else []
    plural = quote_lines("msgid_plural", entry.plural) if entry.plural is not None else []
    return (*context, *quote_lines("msgid", entry.id), *plural)


def body_lines(entry: PoEntry) -> tuple[str, ...]:
    """The lines that say the translation of `entry`, written anew."""
    if entry.plural is None:
        return tuple(quote_lines("msgstr", entry.strings[0]))
    return tuple(line for number, text in enumerate(entry.strings) for line in quote_lines(f"msgstr[{number}]", text))


def format_entry(entry: PoEntry) -> str:
    """The entry as a PO file has it, without the line feed at its end: as it stood, or written anew."""
    if entry.raw is not None:
        return entry.raw
    dead = "#~ " if entry.obsolete else ""
    lines = [*entry.notes]
    if not entry.obsolete:
        lines += [f"#. {text}".rstrip() for text in entry.extracted]
        lines += [f"#: {place}" for place in entry.places]
    if entry.flags:
        lines.append(f"#, {', '.join(entry.flags)}")
    lines += [f"{'#~|' if entry.obsolete else '#|'} {text}" for text in entry.previous]
    lines += [dead + line for line in (*(entry.head or head_lines(entry)), *(entry.body or body_lines(entry)))]
    return "\n".join(lines)


def format_po(file: PoFile) -> str:
    """The text of `file`."""
    parts = [format_entry(entry) for entry in file.entries]
    return "\n\n".join([*parts, file.end] if file.end else parts) + "\n"


def parse_po(text: str, path: Path | None = None) -> PoFile:
    """The PO file that `text`, with line feeds only, holds; `path` is named in the problem.

    Raises `HandoutsError` (`catalog-broken`) with the first line that does not belong there.
    """
    if "\0" in text:
        raise _broken(path, "there is a NUL character", text.count("\n", 0, text.index("\0")) + 1)
    reader = _Reader()
    number = 0
    try:
        for number, line in enumerate(text.split("\n"), 1):
            reader.read(line, number)
        number = reader.line or number
        reader.close()
    except _SyntaxError as error:
        raise _broken(path, str(error), error.line or number) from None
    except ValueError as error:
        raise _broken(path, str(error), number) from None
    return PoFile(tuple(reader.entries), reader.comments_left())


class _SyntaxError(ValueError):
    """What is wrong with an entry, and the line that it begins on when that tells more than the line reached."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(reason)


def _broken(path: Path | None, reason: str, line: int) -> HandoutsError:
    return HandoutsError([Problem("catalog-broken", f"this is not a PO file: {reason}", path, line, _HINT)])


@dataclass
class _Draft:
    """An entry that is being read: its lines, and the parts of its texts by keyword."""

    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    forms: int = 0
    line: int = 0
    obsolete: bool = False


class _Reader:
    """Takes the lines of a PO file one by one and makes entries of them."""

    def __init__(self) -> None:
        self.entries: list[PoEntry] = []
        self._draft = _Draft()
        self._part: list[str] | None = None

    @property
    def line(self) -> int:
        """The line on which the source of the entry that is being read begins; 0 before it."""
        return self._draft.line

    def read(self, line: str, number: int) -> None:
        """Take the next line. Raises `ValueError` when it has no place there."""
        text = line.strip()
        if text in ("", "#~"):
            self._draft.lines.append("")
            return
        if text.startswith("#") and (not text.startswith("#~") or text.startswith("#~|")):
            self.close()
            self._draft.lines.append(line)
            self._draft.comments.append(text)
            return
        obsolete = text.startswith("#~")
        self._statement(line, text[2:].strip() if obsolete else text, obsolete=obsolete, number=number)

    def close(self) -> None:
        """End the entry that is being read, if its source has begun. Raises `ValueError` when it is not whole."""
        draft = self._draft
        if not draft.texts:
            return
        if "msgid" not in draft.texts or "msgstr" not in draft.texts:
            missing = "msgstr" if "msgid" in draft.texts else "msgid"
            raise _SyntaxError(f"there is no {missing}", draft.line)
        self.entries.append(_entry(draft))
        self._draft, self._part = _Draft(), None

    def comments_left(self) -> str:
        """The comments that no entry follows."""
        return "\n".join(self._draft.lines).strip("\n")

    def _statement(self, line: str, text: str, *, obsolete: bool, number: int) -> None:
        keyword = _KEYWORD.match(text)
        name = keyword[1] if keyword else ""
        if name == "msgctxt" or (name == "msgid" and "msgid" in self._draft.texts):
            self.close()
        draft = self._draft
        if draft.texts and draft.obsolete != obsolete:
            if "msgstr" not in draft.texts or not keyword:
                raise _SyntaxError("an obsolete line and one in use stand in one message")
            self.close()
            draft = self._draft
        if keyword:
            self._begin(keyword, number)
            text = text[keyword.end() :]
        elif not text.startswith('"') or self._part is None:
            raise _SyntaxError("a keyword or a quotation mark is missing")
        if self._part is not None:
            self._part.append(unquote(text))
        draft.obsolete = obsolete
        draft.lines.append(line)
        written = line.strip()
        (draft.body if "msgstr" in draft.texts else draft.head).append(
            re.sub(r"^#~\s*", "", written) if obsolete else written
        )

    def _begin(self, keyword: re.Match[str], number: int) -> None:
        """Open the text that `keyword` is followed by."""
        draft, (name, form) = self._draft, keyword.groups()
        before = {"msgctxt": (), "msgid": ("msgctxt",), "msgid_plural": ("msgctxt", "msgid")}.get(name)
        if before is None:
            plural = "msgid_plural" in draft.texts
            if "msgid" not in draft.texts or plural != (form is not None):
                raise _SyntaxError(f"'{keyword[0].strip()}' has no place here")
            if draft.forms and not plural:
                raise _SyntaxError("the message has a second translation")
            if plural and int(form) != draft.forms:
                raise _SyntaxError(f"the plural form {draft.forms} is missing", draft.line)
            draft.forms += 1
            draft.texts.setdefault("msgstr", [])
            name = f"msgstr[{form}]" if plural else "msgstr"
        elif form is not None or not set(draft.texts) <= set(before) or (name == "msgid_plural" and not draft.head):
            raise _SyntaxError(f"'{keyword[0].strip()}' has no place here")
        draft.line = draft.line or number
        self._part = draft.texts.setdefault(name, [])


def _entry(draft: _Draft) -> PoEntry:
    texts = {name: "".join(parts) for name, parts in draft.texts.items()}
    plural = texts.get("msgid_plural")
    strings = [texts[f"msgstr[{form}]"] for form in range(draft.forms)] if plural is not None else [texts["msgstr"]]
    kinds: dict[str, list[str]] = {".": [], ":": [], ",": [], "|": [], "": []}
    for comment in draft.comments:
        sign = "|" if comment.startswith("#~|") else comment[1:2] if comment[1:2] in kinds else ""
        kinds[sign].append(comment if not sign else comment[3 if comment.startswith("#~|") else 2 :].strip())
    return PoEntry(
        texts["msgid"],
        texts.get("msgctxt"),
        plural,
        tuple(strings),
        draft.obsolete,
        tuple(kinds[""]),
        tuple(kinds["."]),
        tuple(place for line in kinds[":"] for place in _PLACE.findall(line)),
        tuple(flag.strip() for line in kinds[","] for flag in line.split(",") if flag.strip()),
        tuple(kinds["|"]),
        tuple(draft.head),
        tuple(draft.body),
        draft.line,
        "\n".join(draft.lines).strip("\n"),
    )


def previous_key(entry: PoEntry) -> Key | None:
    """The context and source text that the translation of `entry` was made for, as its `#|` lines say it."""
    texts: dict[str, list[str]] = {}
    part: list[str] | None = None
    for line in entry.previous:
        keyword = _KEYWORD.match(line)
        if keyword:
            part = texts.setdefault(keyword[1], [])
        if part is None:
            return None
        try:
            part.append(unquote(line[keyword.end() :] if keyword else line))
        except ValueError:
            return None
    if "msgid" not in texts:
        return None
    return "".join(texts["msgctxt"]) if "msgctxt" in texts else None, "".join(texts["msgid"])


def by_key(entries: Iterable[PoEntry]) -> dict[Key, PoEntry]:
    """The entries by what tells them apart."""
    return {entry.key: entry for entry in entries}
