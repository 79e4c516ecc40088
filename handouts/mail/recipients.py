"""Who is to get which leaflet: a CSV file, with every mistake in it found, by line, before anything is sent.

The file comes from a spreadsheet or a clinic's system and is not trusted: what could be a formula, end a header line or
turn a line around is refused. Problems tell the line, never the address or the name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handouts.files import read_text
from handouts.jobs import Job
from handouts.mail.addresses import MailAddress, parse_address
from handouts.problems import ExitCode, HandoutsError, Problem, raise_errors
from handouts.reviewers import line_fault

REQUIRED = ("address", "language", "article")
COLUMNS = (*REQUIRED, "name", "edition", "brand", "paper", "reference")
MOST = 100_000
"""The most rows of a file: a town. More are a mistake, or are better sent in parts."""

_LONGEST = {"address": 320, "name": 100, "reference": 64}
"""The most characters: RFC 3696 (erratum 1690) of an address, and what stands on one line of a greeting or a list."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text for a formula (OWASP, *CSV injection*)."""


@dataclass(frozen=True)
class Known:
    """What there is to be sent, and the `default` brand, edition and paper of a row that names none."""

    articles: Collection[str]
    languages: Collection[str]
    editions: Collection[str]
    brands: Collection[str]
    papers: Collection[str]
    default: Mapping[str, str]


@dataclass(frozen=True)
class Recipient:
    """A person who is to get the leaflet of `job`.

    `name` is for the greeting and `reference` is the clinic's own, by which it knows the message in the outbox; either
    may be empty. `line` is the file's (from 1), `None` for one of the command line.
    """

    address: MailAddress
    job: Job
    name: str = ""
    reference: str = ""
    line: int | None = None


def read_recipients(path: Path, known: Known) -> list[Recipient]:
    """The recipients in the CSV file at `path`, in its order.

    Columns are told by name, in any order and letter case; commas, semicolons or tabs part them. Raises
    `HandoutsError` with every problem of the file (`recipients-…`, `file-…`) and its line.
    """
    rows = list(_rows(read_text(path), path))
    if not rows:
        raise HandoutsError([_problem("empty", "there is nothing in this file", path, None, _HEADER)])
    (line, header), *rest = rows
    columns = [name.strip().lower() for name in header]
    raise_errors(_header_problems(columns, path, line))
    if not rest:
        raise HandoutsError([_problem("none", "there is a header, and no row below it", path, line, "Add the rows.")])
    return _Reader(path, known).read(columns, rest)


def make_recipient(values: Mapping[str, str], known: Known) -> Recipient:
    """The recipient that the command line names. Raises `HandoutsError` with all that is wrong with the `values`."""
    recipient, faults = _recipient(values, known, None)
    if recipient is None:
        problems = [Problem(f"recipients-{name}", what, hint=hint) for name, what, hint in faults]
        raise HandoutsError(problems, ExitCode.USAGE)
    return recipient


_HEADER = f"The first line names the columns: {', '.join(REQUIRED)}; there may be {', '.join(COLUMNS[3:])}."
Fault = tuple[str, str, str]
"""What is wrong with a value: the column, what, and how to mend it."""


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, and the line that it begins on. Raises `HandoutsError` (`recipients-broken`)."""
    first = text.lstrip("\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text), strict=True, delimiter=max(",;\t", key=first.count))
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"this is not CSV from here on: {error}"
            hint = "A quotation mark that is opened must be closed on the same line, and one within is doubled."
            raise HandoutsError([_problem("broken", what, path, line, hint)]) from None
        if any(cell.strip() for cell in row):
            yield line, row


def _header_problems(columns: list[str], path: Path, line: int) -> Iterator[Problem]:
    for number, name in enumerate(dict.fromkeys(columns), 1):
        if name not in COLUMNS:
            what = f"'{name}'" if name.isalpha() and len(name) <= 40 else f"number {number}"  # it may be an address
            yield _problem("column", f"the column {what} is none of them", path, line, _HEADER)
        elif columns.count(name) > 1:
            yield _problem("column", f"the column '{name}' is there twice", path, line, "Keep one of them.")
    for name in REQUIRED:
        if name not in columns:
            yield _problem("column", f"there is no column '{name}'", path, line, _HEADER)


class _Reader:
    """Makes recipients of rows and keeps what is wrong with them."""

    def __init__(self, path: Path, known: Known) -> None:
        self._path = path
        self._known = known
        self._problems: list[Problem] = []
        self._first: dict[tuple[str, Job], int] = {}

    def read(self, columns: list[str], rows: list[tuple[int, list[str]]]) -> list[Recipient]:
        """The recipients in `rows`. Raises `HandoutsError` with everything that is wrong with any of them."""
        if len(rows) > MOST:
            what = f"there are {len(rows):,} rows, and {MOST:,} are the most"
            raise HandoutsError([_problem("many", what, self._path, rows[MOST][0], "Send them in parts.")])
        found = [one for line, row in rows if (one := self._row(columns, line, row))]
        raise_errors(self._problems)
        return found

    def _row(self, columns: list[str], line: int, row: list[str]) -> Recipient | None:
        if len(row) != len(columns):
            what = f"the row has {len(row)} cells, and the header has {len(columns)}"
            self._note("cells", what, line, "Put a text that holds a comma or a semicolon between quotation marks.")
            return None
        recipient, faults = _recipient(dict(zip(columns, row, strict=True)), self._known, line)
        for name, what, hint in faults:
            self._note(name, what, line, hint)
        if recipient is None:
            return None
        key = (recipient.address.key, recipient.job)
        if (first := self._first.setdefault(key, line)) != line:
            what = f"the same person is to get the same leaflet as on line {first}"
            self._note("duplicate", what, line, "Keep one of the two rows.")
        return recipient

    def _note(self, code: str, what: str, line: int, hint: str) -> None:
        self._problems.append(_problem(code, what, self._path, line, hint))


def _problem(code: str, what: str, path: Path, line: int | None, hint: str) -> Problem:
    return Problem(f"recipients-{code}", what, path, line, hint)


def _recipient(cells: Mapping[str, str], known: Known, line: int | None) -> tuple[Recipient | None, list[Fault]]:
    values = {name: cell.strip(" ") for name, cell in cells.items()}
    faults = [fault for name, value in values.items() if (fault := _text_fault(name, value))]
    unfit = {name for name, _, _ in faults}
    address = None
    if "address" not in unfit:
        try:
            address = parse_address(values["address"])
        except ValueError as error:
            faults.append(("address", f"this is no e-mail address: {error}", "Ask for the right one."))
    named = {name: values.get(name) or known.default.get(name, "") for name in ("language", *_CHOICES)}
    language = named["language"] = _language(named["language"], known.languages)
    choices = {name: choice(known) for name, choice in _CHOICES.items()} | {"language": known.languages}
    faults += [
        _unknown(name, value, choices[name])
        for name, value in named.items()
        if name not in unfit and value not in choices[name]
    ]
    if faults or address is None:
        return None, faults
    job = Job(named["article"], language, named["brand"], named["edition"], named["paper"])
    return Recipient(address, job, values.get("name", ""), values.get("reference", ""), line), []


_CHOICES: dict[str, Callable[[Known], Collection[str]]] = {
    "article": lambda known: known.articles,
    "edition": lambda known: known.editions,
    "brand": lambda known: known.brands,
    "paper": lambda known: known.papers,
}


def _text_fault(name: str, value: str) -> Fault | None:
    """What keeps `value` from being a text of one line that nothing takes for anything else."""
    if name in REQUIRED and not value:
        return name, f"there is no {name}", "Fill it in, or take the row out."
    if fault := line_fault(value):
        return name, f"the {name} cannot be taken: {fault}", "Delete it and write it anew."
    if len(value) > (most := _LONGEST.get(name, 100)):
        return name, f"the {name} has {len(value)} characters, and {most} are the most", "Write it shorter."
    if name in ("name", "reference") and value.startswith(_FORMULA):
        return name, f"the {name} begins like a formula of a spreadsheet", "Begin it with a letter or a figure."
    if name == "name" and (fault := _greeting_fault(value)):
        return name, f"the name cannot be taken: {fault}", "Write the person's name, or leave it empty."
    return None


def _greeting_fault(name: str) -> str | None:
    """What keeps `name` from standing in a greeting, where a reader trusts what is said, or `None`."""
    if name and not any(map(str.isalpha, name)):
        return "it has no letter"
    if "://" in name or "@" in name or "www." in name.lower():
        return "it holds an address of the internet"
    if set(name) & set("<>{}[]|\\"):
        return "it holds a sign that no name has"
    return None


def _language(value: str, known: Collection[str]) -> str:
    """The code in `known` that `value` means, whatever its letter case and hyphens; `value` itself if there is none."""
    plain = value.replace("-", "_").lower()
    return next((code for code in known if code.lower() == plain), value)


def _unknown(name: str, value: str, known: Collection[str]) -> Fault:
    shown = value[:40] if value else "(empty)"
    return name, f"there is no {name} '{shown}' here", f"There is: {', '.join(known) or 'none'}."
