"""The safety sections as a screen reader reads them: every message there, complete, in order and unaltered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from handouts.article import SAFETY
from handouts.breaking import INVISIBLE
from handouts.leaflet import SAFETY_CONTEXT, Leaflet
from handouts.problems import Problem
from handouts.structure import Node

_INLINE = {"Span", "Link", "Em", "Strong", "Quote", "Code", "Annot", "Reference", "Note"}
_HINT = "A template or a style sheet leaves it out, hides it or changes it. No leaflet is printed without it."

DRAFT_HINT = "A template leaves it out. A draft must say so on every page."


@dataclass(frozen=True)
class Printed:
    """A safety message found in the PDF: its words, its marks and its least size.

    `marks` are its marked content as (page index from 0, identifier); `least` is in points.
    """

    text: str
    marks: frozenset[tuple[int, int]]
    least: float


def find_messages(tree: Node, leaflet: Leaflet) -> tuple[list[Printed], list[Problem]]:
    """The safety sections' messages and the draft notices in the structure `tree`, and problems for what is amiss."""
    found: list[Printed] = []
    problems: list[Problem] = []
    body = leaflet.edition.body
    labels = {fold(text) for (context, _), (text, _) in leaflet.words.items() if context == SAFETY_CONTEXT}
    for role in SAFETY:
        section = leaflet.section(role)
        own = next((node for node in tree.walk() if node.id == section.id), None)
        scope = own or tree
        printed, wrong = _match(list(_blocks(scope)), [text.plain for text in section.texts()], labels, role, body)
        if own:
            wrong += _additions(own, [text.plain for text in section.texts()], labels, role)
        found += printed
        problems += wrong
    for notice in leaflet.notices:
        block = next((block for block in _blocks(tree) if fold(block.text) == fold(notice.plain)), None)
        if block is None:
            what = f"the PDF lacks the draft notice in {notice.language.name}"
            problems.append(Problem("draft-unmarked", what, hint=DRAFT_HINT))
        else:
            found.append(Printed(notice.plain, _marks(block), leaflet.edition.furniture))
    return found, problems


def fold(text: str) -> str:
    """`text` as it counts for the proof: NFC, white space folded, what steers line breaks dropped."""
    return " ".join(unicodedata.normalize("NFC", text.translate(INVISIBLE)).split())


def _match(
    blocks: list[Node], messages: list[str], labels: set[str], role: str, least: float
) -> tuple[list[Printed], list[Problem]]:
    texts = [fold(block.text) for block in blocks]
    found: list[Printed] = []
    problems: list[Problem] = []
    position = 0
    for message in messages:
        wanted = fold(message)
        if wanted not in texts[position:]:
            problems.append(
                Problem("safety-lost", f"the PDF lacks this text of '{role}': “{short(message)}”", hint=_HINT)
            )
            continue
        at = texts.index(wanted, position)
        if found:
            problems += [_added(text, role) for text in texts[position:at] if text not in labels]
        found.append(Printed(message, _marks(blocks[at]), least))
        position = at + 1
    return found, problems


def _additions(section: Node, messages: list[str], labels: set[str], role: str) -> list[Problem]:
    """Problems for what is said in the element of a safety section beside its messages, labels, bullets and numbers."""
    blocks = [fold(block.text) for block in _blocks(section)]
    known = {fold(message) for message in messages} | labels
    found = [text for text in blocks if text not in known]
    inside = "".join(node.text for node in section.walk() if node.tag == "Lbl") + "".join(blocks)
    if len("".join(inside.split())) != len("".join(fold(section.text).split())):
        found.append(section.text[-60:])
    return [_added(text, role) for text in found]


def _added(text: str, role: str) -> Problem:
    what = f"this stands inside '{role}' and is not of the article: “{short(text)}”"
    return Problem("safety-altered", what, hint=_HINT)


def _blocks(node: Node) -> Iterator[Node]:
    """The elements below `node` that hold text and no further blocks, in reading order, without bullets and numbers."""
    if node.tag == "Lbl":
        return
    inner = [child for child in node.children if child.tag not in _INLINE]
    if inner:
        for child in node.children:
            yield from _blocks(child)
    elif node.text.strip():
        yield node


def _marks(node: Node) -> frozenset[tuple[int, int]]:
    return frozenset(mark for inner in node.walk() for mark in inner.marks)


def short(text: str) -> str:
    """`text` as a problem quotes it."""
    return text if len(text) <= 70 else text[:67] + "…"
