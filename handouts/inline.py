"""A message's inline Markdown: what it may hold, its plain text, and its HTML.

A message is one line of emphasis, strong emphasis, links and text, with placeholders such as `{phone}`. Articles and
translations are untrusted: everything is escaped here, and raw HTML, images and code are problems, never output.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count, groupby, pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from handouts.article import PLACEHOLDERS
from handouts.bidi import Direction, Run, isolates

_PARSER = MarkdownIt("commonmark", {"html": True})
_FIELD = re.compile(r"\{([^{}]*)\}")
_LINK_SCHEMES = ("https", "http", "mailto", "tel")
Marks = Sequence[tuple[int, str]]
"""Invisible characters, each with the index of the character that it stands before."""

Spots = Sequence[tuple[int, int]]
"""Parts of a text, each from its first character to behind its last; in order, and none in another."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
"""Control characters, the marks that turn a line around (UAX #9), and what stands for a lost character."""

_TAGS = {"strong", "em", "a"}
_SHORT = 24
"""The most characters of a foreign run that is kept on one line."""
_ON_ONE_LINE = (("class", "short"),)


@dataclass(frozen=True)
class Fault:
    """Something that a message must not hold: a stable code, what it is, and how to mend it."""

    code: str
    message: str
    hint: str


class _Element(NamedTuple):
    """An HTML element: its name, its attributes, and a number that tells it from one like it beside it."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    number: int = 0


class _Span(NamedTuple):
    """An element around the text from `start` up to `end`."""

    start: int
    end: int
    element: _Element


@dataclass(frozen=True)
class _Piece:
    """Some text and the elements that it stands in, outermost first."""

    text: str
    within: tuple[_Element, ...]


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    """What Markdown makes of `text`; a leaflet asks for the same messages again and again."""
    return tuple(child for token in _PARSER.parseInline(text) for child in token.children or [])


def faults(text: str, fields: Iterable[str] = PLACEHOLDERS) -> list[Fault]:
    """Everything that `text`, a message in any language, must not hold; `fields` are the placeholders it may."""
    found: list[Fault] = []
    for token in _tokens(text):
        if token.type == "html_inline":
            what = f"raw HTML is not allowed: {token.content}"
            found.append(Fault("raw-html", what, "Use Markdown: **strong**, *emphasis*, [text](address)."))
        elif token.type in ("image", "code_inline", "hardbreak"):
            names = {"image": "an image", "code_inline": "code", "hardbreak": "a forced line break"}
            found.append(Fault("markup-unsupported", f"{names[token.type]} cannot stand in a message", "Take it out."))
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            if urlsplit(address).scheme not in _LINK_SCHEMES:
                hint = "Write the whole address, beginning with https://, mailto: or tel:."
                found.append(Fault("link-address", f"the link leads nowhere on paper: {address or '(empty)'}", hint))
    found += _placeholder_faults(text, tuple(fields))
    plain = "".join(piece.text for piece in _pieces(text, {}, addresses=False))
    if bad := UNPRINTABLE.search(text + plain):
        what = f"the character U+{ord(bad[0]):04X} cannot be printed"
        found.append(Fault("character-unprintable", what, "Delete it and write the words anew."))
    if "**" in plain or plain.startswith("|"):
        hint = "Write **strong** with no space inside; below the head of a table goes a line such as | --- | --- |."
        found.append(Fault("markup-stray", "Markdown's signs would be printed as they stand", hint))
    if text and is_blank(plain):
        found.append(Fault("message-blank", "there is nothing to read in this text", "Write words."))
    if not found and placeholders(text) != placeholders(plain):
        hint = "Write it in the text itself, and no braces in any other way."
        found.append(Fault("placeholder-hidden", "a placeholder stands where it is not printed", hint))
    return found


def is_blank(plain: str) -> bool:
    """Whether `plain` shows nothing on paper: no letter, number, sign or symbol (Unicode general categories)."""
    return not any(unicodedata.category(char)[0] in "LNPS" for char in plain)


def _placeholder_faults(text: str, fields: tuple[str, ...]) -> list[Fault]:
    known = ", ".join(f"{{{name}}}" for name in fields) or "none"
    unknown = [field for field in _FIELD.findall(text) if field not in fields]
    found = [
        Fault("placeholder-unknown", f"there is no placeholder {{{name}}}", f"The placeholders here are: {known}.")
        for name in unknown
    ]
    if re.search(r"[{}]", _FIELD.sub("", text)):
        hint = f"Braces are for placeholders only; here they are: {known}."
        found.append(Fault("placeholder-brace", "a brace stands alone", hint))
    return found


def placeholders(text: str) -> list[str]:
    """The names in braces in `text`, in order, each as often as it stands there."""
    return _FIELD.findall(text)


def _pieces(text: str, values: Mapping[str, str], *, addresses: bool = True) -> Iterator[_Piece]:
    within: list[_Element] = []
    numbers = count(1)
    shown = ""
    for token in _tokens(text):
        if token.nesting == 1 and token.tag in _TAGS:
            link = (("href", str(token.attrs["href"])),) if token.tag == "a" else ()
            within.append(_Element(token.tag, link, next(numbers) if link else 0))
        elif token.nesting == -1 and within:
            ended = within.pop()
            if addresses and ended.name == "a" and (address := _on_paper(ended.attributes[0][1])) not in shown:
                yield _Piece(f" ({address})", tuple(within))
            shown = "" if ended.name == "a" else shown
        elif token.type in ("softbreak", "hardbreak"):
            yield _Piece(" ", tuple(within))
        elif token.content:
            filled = _FIELD.sub(lambda found: values.get(found[1], found[0]), token.content)
            shown += filled if any(element.name == "a" for element in within) else ""
            yield _Piece(filled, tuple(within))


def _on_paper(address: str) -> str:
    """A link's address as a reader types it."""
    return address.removeprefix("mailto:").removeprefix("tel:")


def to_plain(text: str, values: Mapping[str, str]) -> str:
    """What a reader sees of `text`: markup dropped, placeholders filled from `values`, addresses after their links."""
    return "".join(piece.text for piece in _pieces(text, values))


def to_html(
    text: str,
    values: Mapping[str, str],
    direction: Direction,
    marks: Callable[[str], Marks] = lambda _: (),
    kept: Callable[[str], Spots] = lambda _: (),
) -> Markup:
    """`text` as HTML, every character escaped and placeholders filled from `values`.

    A run that is read against `direction`, the direction of the text around it, is isolated in a `<bdi dir>` (see
    `bidi`), whatever emphasis it crosses; a run that a link begins or ends in is cut there, so that the link stays one.
    A short run gets `class="short"`, so that a style sheet can keep it on one line, and so does what `kept` finds in
    the plain text. `marks` says which invisible characters steer the lines of that text (see `breaking`).
    """
    return _isolated(list(_pieces(text, values)), direction, marks, kept)


def plain_to_html(text: str, direction: Direction) -> Markup:
    """`text`, which holds no Markdown, as HTML with its foreign runs isolated as in `to_html`."""
    return _isolated([_Piece(text, ())], direction, lambda _: (), lambda _: ())


def _isolated(
    pieces: list[_Piece], direction: Direction, marks: Callable[[str], Marks], kept: Callable[[str], Spots]
) -> Markup:
    flat = "".join(piece.text for piece in pieces)
    starts = list(accumulate((len(piece.text) for piece in pieces), initial=0))
    spans = _spans(flat, pieces, starts, isolates(flat, direction), kept(flat))
    steering = dict(marks(flat))
    writer = _Writer()
    around: list[_Span] = []
    coming = 0
    for start, end in pairwise(sorted({*starts, *(edge for span in spans for edge in span[:2])})):
        while around and around[-1].end <= start:
            around.pop()
        while coming < len(spans) and spans[coming].start == start:
            around.append(spans[coming])
            coming += 1
        text = flat[start:end]
        if steering:
            text = "".join(steering.get(index, "") + flat[index] for index in range(start, end))
        emphasis = [element for element in pieces[bisect_right(starts, start) - 1].within if element.name != "a"]
        writer.write(text, [*(span.element for span in around), *emphasis])
    return writer.close()


def _spans(flat: str, pieces: list[_Piece], starts: list[int], runs: list[Run], kept: Spots) -> list[_Span]:
    """The links, the isolated runs, and what is `kept` on one line and meets none of those runs.

    Each is wholly inside another, which then comes before it, or outside.
    """
    links: list[_Span] = []
    placed = zip(pieces, pairwise(starts), strict=True)
    for link, parts in groupby(placed, lambda part: next((one for one in part[0].within if one.name == "a"), None)):
        places = [place for _, place in parts]
        if link and places[0][0] < places[-1][1]:
            links.append(_Span(places[0][0], places[-1][1], link))
    spans = [*links]
    for number, run in enumerate(runs, 1):
        for start, end in _cut(flat, run.start, run.end, links):
            short = _ON_ONE_LINE if end - start <= _SHORT else ()
            spans.append(_Span(start, end, _Element("bdi", (("dir", run.direction), *short), number)))
    for number, (begin, stop) in enumerate(kept, 1):
        if not any(run.start < stop and begin < run.end for run in runs):
            element = _Element("span", _ON_ONE_LINE, number)
            spans += [_Span(start, end, element) for start, end in _cut(flat, begin, stop, links)]
    # Sorting keeps the order of equals: links are outside the runs that they hold, runs outside those found in them.
    return sorted(spans, key=lambda span: (span.start, -span.end))


def _cut(flat: str, begin: int, stop: int, links: list[_Span]) -> Iterator[tuple[int, int]]:
    """From `begin` up to `stop`, cut at the borders of links that lie partly in it, without the spaces there."""
    edges = [begin, stop]
    first = bisect_right(links, begin, key=lambda link: link.start) - 1
    last = bisect_left(links, stop, key=lambda link: link.start) - 1
    if first >= 0 and links[first].start < begin < links[first].end < stop:
        edges.append(links[first].end)
    if last >= 0 and begin < links[last].start < stop < links[last].end:
        edges.append(links[last].start)
    for start, end in pairwise(sorted(edges)):
        part = flat[start:end]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


class _Writer:
    """Writes text inside nested elements, closing and opening no more of them than it must."""

    def __init__(self) -> None:
        self._open: list[_Element] = []
        self._html: list[Markup] = []

    def write(self, text: str, within: list[_Element]) -> None:
        self._enter(within)
        self._html.append(escape(text))

    def close(self) -> Markup:
        self._enter([])
        return Markup("").join(self._html)

    def _enter(self, wanted: list[_Element]) -> None:
        kept = 0
        while kept < min(len(wanted), len(self._open)) and wanted[kept] == self._open[kept]:
            kept += 1
        for element in reversed(self._open[kept:]):
            self._html.append(Markup("</{}>").format(element.name))
        if wanted[kept:] and self._html and self._html[-1].endswith(" "):
            # WeasyPrint 70 may leave one word on a line when the text before an element ends in a space and fills it.
            self._html[-1] = self._html[-1][:-1] + Markup("<span> </span>")
        for element in wanted[kept:]:
            attributes = Markup("").join(Markup(' {}="{}"').format(*attribute) for attribute in element.attributes)
            self._html.append(Markup("<{}{}>").format(element.name, attributes))
        self._open = wanted
