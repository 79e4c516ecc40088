"""The texts as a screen reader reads them: all there, in order and unaltered, each in its language, as it is printed.

Both safety sections are looked at more closely: nothing may be added inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from handouts.problems import Problem
from handouts.proof.comparing import fold, holds, reads_as
from handouts.proof.comparing import short as short
from handouts.proof.expectation import Expectation, Expected, SafetySection
from handouts.structure import Document, Node

_INLINE = {"Span", "Link", "Em", "Strong", "Quote", "Code", "Annot", "Reference", "Note"}
_HEADING = re.compile(r"H[1-6]?")
_HINT = "A template or a style sheet leaves it out, hides it or changes it. No leaflet is printed without it."
_HINT_LOST = "A template or a style sheet leaves it out, moves it or changes it; print each text whole, in its place."
_HINT_LANG = "Let the element that holds it have the `lang` of its words; the views give it to texts of their own."
_HINT_SHOWN = "A style sheet changes the letters (text-transform, font-variant, bidi-override); take that out."
_HINT_KIND = "Let the template print section titles and subheadings as h1 to h6, and nothing else."

_LONGEST_MARKER = 6
"""The most characters of a list item's bullet or number; a longer one could say something."""

DRAFT_HINT = "A template leaves it out. A draft must say so on every page."


@dataclass(frozen=True, eq=False)
class Printed:
    """A safety message found in the PDF: its words, its marks and its least size.

    `marks` are its marked content as (page index from 0, identifier); `least` is in points.
    """

    text: str
    marks: frozenset[tuple[int, int]]
    least: float


def find_messages(tree: Node, expected: Expectation) -> tuple[list[Printed], list[Problem]]:
    """The safety sections' messages and the draft notices in the structure `tree`, and problems for what is amiss."""
    found: list[Printed] = []
    problems: list[Problem] = []
    labels = {fold(label) for label in expected.labels}
    for section in expected.safety:
        own = next((node for node in tree.walk() if node.id == section.id), None)
        printed, wrong = _match(list(blocks(own or tree)), section, labels, expected.edition.body)
        if own:
            wrong += _additions(own, section, labels)
        found += printed
        problems += wrong
    for notice in expected.notices:
        block = next((block for block in blocks(tree) if fold(block.text) == fold(notice.plain)), None)
        if block is None:
            problems.append(Problem("draft-unmarked", f"the PDF lacks {_named(notice)}", hint=DRAFT_HINT))
        else:
            found.append(Printed(notice.plain, _marks(block), expected.edition.furniture))
    return found, problems


def text_problems(document: Document, expected: Expectation, lost: set[str]) -> Iterator[Problem]:
    """What is wrong with the texts; those in `lost` are known to be missing from their safety section."""
    found = list(blocks(document.tree))
    paired = _pair(found, expected)
    if expected.notices:
        paired += [(notice, block) for notice in expected.notices for block in found if _says(block, notice)]
    for text, block in paired:
        if block is None and text.plain in lost:
            continue
        if block is None:
            what = f"the PDF does not have this text in its place: “{short(text.plain)}”"
            code, hint = ("safety-lost", _HINT) if text.role else ("proof-text-lost", _HINT_LOST)
            yield Problem(code, what, hint=hint)
            continue
        tags = {lang or "none" for lang, part in block.spoken if part.strip()}
        if wrong := tags - {text.tag}:
            what = f"this is marked as {', '.join(sorted(wrong))} and is {text.tag}: “{short(text.plain)}”"
            yield Problem("proof-lang", what, hint=_HINT_LANG)
        if text not in expected.notices and _is_heading(block) != text.heading:
            what = f"this is {'not ' if text.heading else ''}a heading in the PDF: “{short(text.plain)}”"
            yield Problem("proof-heading-kind", what, hint=_HINT_KIND)
    yield from _strange_languages(document.tree, expected)
    messages = {id(block) for _, block in paired}
    for block in found:
        # A template may print its own words in capitals, but not what the article says.
        if not reads_as(block.text, block.shown, any_case=id(block) not in messages):
            what = f"the letters printed are not those that are read: “{short(block.text)}”"
            yield Problem("proof-text-shown", what, hint=_HINT_SHOWN)


def unmarked_pages(document: Document, expected: Expectation) -> Iterator[Problem]:
    """A problem for each page without one of the draft notices."""
    for notice in expected.notices:
        marked = {page for block in blocks(document.tree) if _says(block, notice) for page in block.pages}
        for page in range(len(document.objects.pages)):
            furniture = [artifact.text for artifact in document.artifacts if artifact.page == page]
            if page not in marked and not holds(furniture, notice.plain):
                yield Problem("draft-unmarked", f"page {page + 1} lacks {_named(notice)}", hint=DRAFT_HINT)


def blocks(node: Node) -> Iterator[Node]:
    """The elements below `node` that hold text and no further blocks, in reading order, without bullets and numbers."""
    rest = [node]
    while rest:
        node = rest.pop()
        if node.tag == "Lbl":
            continue
        if any(child.tag not in _INLINE for child in node.children):
            rest += node.children[::-1]
        elif node.text.strip():
            yield node


def _is_heading(block: Node) -> bool:
    return _HEADING.fullmatch(block.tag) is not None


def _named(notice: Expected) -> str:
    return f"the draft notice ({notice.tag}): “{short(notice.plain)}”"


def _says(block: Node, text: Expected) -> bool:
    return fold(block.text) == fold(text.plain)


def _pair(found: list[Node], expected: Expectation) -> list[tuple[Expected, Node | None]]:
    """Each text that is expected, in order, with the element that says exactly it, if there is one in its place."""
    said, wanted = [fold(block.text) for block in found], [fold(text.plain) for text in expected.texts]
    kinds = [_is_heading(block) for block in found]
    places: list[int | None] = []
    position = 0
    for text, heading in zip(wanted, (text.heading for text in expected.texts), strict=True):
        rest = range(position, len(said))
        place = next((index for index in rest if said[index] == text and kinds[index] == heading), None)
        if place is None:
            break
        places.append(place)
        position = place + 1
    if len(places) < len(wanted):
        # Something is missing, or no heading. The longest stretches that agree tell best what it is.
        places = [None] * len(wanted)
        for start, at, size in SequenceMatcher(None, wanted, said, autojunk=False).get_matching_blocks():
            places[start : start + size] = range(at, at + size)
    return [(text, None if at is None else found[at]) for text, at in zip(expected.texts, places, strict=True)]


def _strange_languages(tree: Node, expected: Expectation) -> Iterator[Problem]:
    """Text in a language that nothing is expected in, and words of the template that are in another than theirs."""
    words = {fold(text): tag for text, tag in expected.words}
    for lang in dict.fromkeys(lang or "none" for lang, part in tree.spoken if part.strip()):
        if lang not in expected.languages:
            part = next(part for own, part in tree.spoken if (own or "none") == lang and part.strip())
            yield Problem("proof-lang", f"this is marked as {lang}: “{short(part.strip())}”", hint=_HINT_LANG)
    for node in tree.walk():
        if (tag := words.get(fold(node.text))) and {lang for lang, part in node.spoken if part.strip()} != {tag}:
            what = f"these words of the template are {tag} and not marked so: “{short(node.text)}”"
            yield Problem("proof-lang", what, hint=_HINT_LANG)


def _match(
    found_blocks: list[Node], section: SafetySection, labels: set[str], least: float
) -> tuple[list[Printed], list[Problem]]:
    texts = [fold(block.text) for block in found_blocks]
    found: list[Printed] = []
    problems: list[Problem] = []
    position = 0
    for message in section.texts:
        wanted = fold(message.plain)
        if wanted not in texts[position:]:
            what = f"the PDF lacks this text of '{section.role}': “{short(message.plain)}”"
            problems.append(Problem("safety-lost", what, hint=_HINT))
            continue
        at = texts.index(wanted, position)
        if found:
            problems += [_added(text, section) for text in texts[position:at] if text not in labels]
        found.append(Printed(message.plain, _marks(found_blocks[at]), least))
        position = at + 1
    return found, problems


def _additions(element: Node, section: SafetySection, labels: set[str]) -> list[Problem]:
    """Problems for what is said in the element of a safety section beside its messages, labels, bullets and numbers."""
    texts = [fold(block.text) for block in blocks(element)]
    known = {fold(message.plain) for message in section.texts} | labels
    found = [text for text in texts if text not in known]
    markers = [node.text.strip() for node in element.walk() if node.tag == "Lbl"]
    found += [marker for marker in markers if len(marker) > _LONGEST_MARKER or " " in marker]
    inside = "".join(markers) + "".join(texts)
    if len("".join(inside.split())) != len("".join(fold(element.text).split())):
        found.append(element.text[-60:])
    return [_added(text, section) for text in found]


def _added(text: str, section: SafetySection) -> Problem:
    what = f"this stands inside '{section.role}' and is not of the article: “{short(text)}”"
    return Problem("safety-altered", what, hint=_HINT)


def _marks(node: Node) -> frozenset[tuple[int, int]]:
    return frozenset(mark for inner in node.walk() for mark in inner.marks)
