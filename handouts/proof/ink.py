"""The leaflet as an eye sees it, measured on its pages.

- `ink_sheet`: nothing lies over the pages, and each has a content box
- `ink_place`: every letter of every text stands in it, and furniture off it (`ink_runs` reads where)
- `ink_paint`: the safety messages are painted as they claim, in enough contrast with what is behind them (`ink_strips`
  says where they stand)
- `ink_order`: they stand in their order
- `ink_reading`: they read along their lines as a screen reader reads them (`ink_glyphs` reads what each glyph says)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pypdfium2

from handouts.problems import Problem
from handouts.proof.ink_glyphs import Glyphs, read_glyphs, read_texts
from handouts.proof.ink_order import out_of_order
from handouts.proof.ink_paint import paint_faults
from handouts.proof.ink_place import cut, misplaced, overlaps, printable_part, touches
from handouts.proof.ink_reading import misread
from handouts.proof.ink_runs import Box, Run, read_runs, within
from handouts.proof.ink_sheet import content_box
from handouts.proof.text import Printed, short

_SIZE_TOLERANCE = 0.98
_LEAST_ADVANCE = 0.2
_HINT = "A template or a style sheet does this. Take that out: the safety sections must be plain to see."
_HINT_PLACE = "A word may be too long for its place, or a template or a style sheet moves it; mend that."
_HINT_STRANGER = "Words of every page belong in its margins; a template or a style sheet puts these among the text."

_Fault = tuple[Printed, str]


def ink_problems(data: bytes, messages: Sequence[Printed]) -> list[Problem]:
    """A problem for each of `messages` that cannot be read on the pages of the PDF `data`, and for text out of place.

    Raises what pypdfium2 raises of data that is no PDF.
    """
    problems: list[Problem] = []
    look = _Look({message: number for number, message in enumerate(messages)})
    document = pypdfium2.PdfDocument(data)
    try:
        for index, page in enumerate(document):
            by_mark = {mark: message for message in messages for sheet, mark in message.marks if sheet == index}
            look.at(page, index, by_mark)
        if look.strangers:
            problems += _strangers(document, look.strangers)
    finally:
        document.close()
    faults = dict.fromkeys([*look.faults, *_whole_faults(messages, look)])
    hidden = dict.fromkeys(f"{fault}: “{short(message.text)}”" for message, fault in faults)
    return [*problems, *look.problems, *(Problem("safety-hidden", what, hint=_HINT) for what in hidden)]


class _Look:
    """What was seen on the pages so far.

    `strangers` are pages from 1 with words of furniture in their content boxes, `runs` each message's with the index of
    their page. `numbers` are those of the messages.
    """

    def __init__(self, numbers: Mapping[Printed, int]) -> None:
        self.numbers = numbers
        self.problems: list[Problem] = []
        self.faults: list[_Fault] = []
        self.strangers: list[tuple[int, str]] = []
        self.runs: dict[Printed, list[tuple[int, Run]]] = {}
        self.glyphs: list[Glyphs] = []

    def at(self, page: pypdfium2.PdfPage, index: int, by_mark: Mapping[int, Printed]) -> None:
        """Look at a page; `by_mark` are its messages by the identifiers of their marked content."""
        runs = read_runs(page, by_mark)
        content, wrong = content_box(page, index + 1)
        self.problems += wrong
        if content:
            self._place(page, index + 1, runs, content)
        own = [run for run in runs if run.message]
        if not own:
            return
        for run in own:
            if run.message:
                self.runs.setdefault(run.message, []).append((index, run))
        self.glyphs.append(read_glyphs(page, index, own, self.numbers))
        self.faults += [*_form_faults(own, page.get_size()), *overlaps(runs), *paint_faults(page, own)]

    def _place(self, page: pypdfium2.PdfPage, number: int, runs: Sequence[Run], content: Box) -> None:
        wrong = misplaced(runs, content, page.get_size())
        strange = [run for run in runs if run.furniture and touches(run, content) and run.area > 0]
        texts = read_texts(page, [run for run, _ in wrong] + strange) if wrong or strange else {}
        for run, what in wrong:
            said = f"letters on page {number} {what}{_quoted(texts.get(run.handle, ''))}"
            self.problems.append(Problem("proof-overflow", said, hint=_HINT_PLACE))
        self.strangers += [(number, texts.get(run.handle, "")) for run in strange]


def _strangers(document: pypdfium2.PdfDocument, strangers: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    """Problems for words of furniture among the text which do not repeat it, as the head of a long table does."""
    known = ""
    for page in document:
        tagged = [run for run in read_runs(page, {}) if run.mark >= 0]
        known += "".join("".join(read_texts(page, tagged).values()).split())
    for number, text in strangers:
        if "".join(text.split()) not in known:
            what = f"words on page {number} stand among the text and are no part of it{_quoted(text)}"
            yield Problem("proof-furniture", what, hint=_HINT_STRANGER)


def _whole_faults(messages: Sequence[Printed], look: _Look) -> Iterator[_Fault]:
    """What is wrong with whole messages, on however many pages they stand."""
    unread = misread(messages, np.concatenate(look.glyphs)) if look.glyphs else [[]] * len(messages)
    for message, faults in zip(messages, unread, strict=True):
        runs = [run for _, run in look.runs.get(message, [])]
        yield from ((message, fault) for fault in [*_missing(message, runs)] or faults)
    for message in out_of_order(messages, look.runs):
        yield message, "letters that do not stand after those before them"


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return f": “{short(words)}”" if words else ""


def _form_faults(runs: Sequence[Run], sheet: tuple[float, float]) -> Iterator[_Fault]:
    for run in runs:
        if run.message is None or run.area <= 0:
            continue
        if run.size < run.message.least * _SIZE_TOLERANCE:
            yield run.message, f"letters of {run.size:.1f} pt, where {run.message.least:g} pt is the least"
        if not run.upright:
            yield run.message, "letters that are turned or mirrored"
        if not run.shown:
            yield run.message, "letters that are transparent or not painted"
        if not within(run.box, printable_part(sheet), 1):
            yield run.message, "letters off the printable part of the sheet"
        if cut(run):
            yield run.message, "letters that are cut off"


def _missing(message: Printed, runs: Sequence[Run]) -> Iterator[str]:
    """Why `message` cannot be whole with the text objects `runs`, judged by the room they take."""
    letters = sum(char.isalnum() for char in message.text)
    if not any(run.area > 0 for run in runs):
        yield "letters that are not on the page"
    elif sum((run.box[2] - run.box[0]) / run.size for run in runs if run.size) < _LEAST_ADVANCE * letters:
        yield "letters pressed together"
