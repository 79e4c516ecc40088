"""Rules of how a reader finds a way about: the title, the language, the bookmarks and the order of the tab key."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from handouts.proof.comparing import fold, short
from handouts.proof.expectation import Expectation
from handouts.proof.rules import OURS, Rule
from handouts.structure import Document, Node, text_of

_MOST_BOOKMARKS = 10_000
_DEEPEST = 50
_XMP_TITLE = re.compile(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>.*?</dc:title>", re.DOTALL)
_HEADING = re.compile(r"H([1-6])")


def headings(tree: Node) -> list[tuple[int, Node]]:
    """The headings of a structure tree in order, each with its level."""
    return [(int(found[1]), node) for node in tree.walk() if (found := _HEADING.fullmatch(node.tag))]


def metadata(document: Document) -> str:
    """The document's XMP metadata; empty when there is none."""
    reference = document.objects.root.get("/Metadata")
    return document.objects.data(reference).decode("utf-8", "replace") if reference else ""


def destination_page(document: Document, destination: Any) -> int | None:
    """The index of the page that a destination leads to (ISO 32000-1, 12.3.2; 32000-2 for structure destinations)."""
    objects = document.objects
    found = objects.resolve(destination)
    if isinstance(found, str):
        found = objects.resolve(_named(document, found))
    if isinstance(found, dict):
        found = objects.resolve(found.get("/SD", found.get("/D")))
    if not isinstance(found, list) or not found:
        return None
    place: Any = found[0]
    if place in objects.pages:
        return objects.pages.index(place)
    return _page_of(document, place) if objects.get(place, "/S") else None


def _page_of(document: Document, element: Any) -> int | None:
    """The index of the page that a structure element's content begins on, its own or its first descendants'."""
    objects = document.objects
    for _ in range(_DEEPEST):
        element = objects.resolve(element)
        if not isinstance(element, dict):
            return None
        if (page := element.get("/Pg")) in objects.pages:
            return objects.pages.index(page)
        element = next(iter(objects.listed(element.get("/K"))), None)
    return None


def _named(document: Document, name: str) -> Any:
    """What a name stands for among the named destinations (ISO 32000-1, 12.3.2.3)."""
    objects = document.objects
    if name.startswith("/"):
        return objects.get(objects.root, "/Dests", name)
    rest, seen = [objects.get(objects.root, "/Names", "/Dests")], 0
    while rest and seen < _MOST_BOOKMARKS:
        node, seen = rest.pop(), seen + 1
        names = objects.get(node, "/Names") or []
        if name in names[::2]:
            return names[names.index(name) + 1]
        rest += [objects.resolve(kid) for kid in objects.get(node, "/Kids") or []]
    return None


def _titles(document: Document, expected: Expectation) -> Iterator[str]:
    objects = document.objects
    wanted = fold(expected.title)
    told = text_of(objects.get(objects.trailer, "/Info", "/Title"))
    if told is not None and fold(told) != wanted:
        yield f"the title is “{short(told)}”, where it should be “{short(expected.title)}”"
    found = _XMP_TITLE.search(metadata(document))
    if found is None or fold(html.unescape(found[1])) != wanted:
        told = html.unescape(found[1]) if found else ""
        yield f"the title in the metadata is “{short(told)}”, where it should be “{short(expected.title)}”"


def _title_shown(document: Document, _: Expectation) -> Iterator[str]:
    if document.objects.get(document.objects.root, "/ViewerPreferences", "/DisplayDocTitle") is not True:
        yield "viewers are not told to show the title"


def _language(document: Document, expected: Expectation) -> Iterator[str]:
    lang = document.objects.text(document.objects.root, "/Lang")
    if lang != expected.language:
        yield f"the language of the PDF is {lang or 'not given'}, where it should be {expected.language}"


def _tabs(document: Document, _: Expectation) -> Iterator[str]:
    for index, page in enumerate(document.objects.pages):
        if document.objects.resolve(page).get("/Tabs") != "/S":
            yield f"the tab key does not follow the structure on page {index + 1}"


def _bookmarks(document: Document, _: Expectation) -> Iterator[str]:
    wanted: list[tuple[int, str, int | None]] = []
    levels: list[int] = []
    for level, node in headings(document.tree):
        while levels and levels[-1] >= level:
            levels.pop()
        wanted.append((len(levels), fold(node.text), min(node.pages, default=None)))
        levels.append(level)
    found = list(_outline(document))
    if len(found) != len(wanted):
        yield f"there are {len(found)} bookmarks for {len(wanted)} headings"
        return
    for (depth, text, page), (own_depth, own_text, own_page) in zip(wanted, found, strict=True):
        if own_text != text:
            yield f"a bookmark says “{short(own_text)}” where the heading is “{short(text)}”"
        elif own_depth != depth:
            yield f"the bookmark “{short(text)}” stands at level {own_depth + 1}, where it should be at {depth + 1}"
        elif own_page != page:
            yield f"the bookmark “{short(text)}” does not lead to its heading's page"


def _outline(document: Document) -> Iterator[tuple[int, str, int | None]]:
    """Depth (from 0), title and page index of every bookmark, in order."""
    objects = document.objects
    rest = [(0, objects.get(objects.root, "/Outlines", "/First"))]
    count = 0
    while rest:
        depth, item = rest.pop()
        if not isinstance(item, dict):
            continue
        if (count := count + 1) > _MOST_BOOKMARKS:
            raise ValueError("the bookmarks go round in circles")
        action = objects.get(item, "/A") or {}
        goes = item.get("/Dest", action.get("/SD", action.get("/D")) if action.get("/S") == "/GoTo" else None)
        title = fold(objects.text(item, "/Title") or "")
        yield depth, title, destination_page(document, goes)
        rest += [(depth, objects.get(item, "/Next")), (depth + 1, objects.get(item, "/First"))]


RULES = (
    Rule(
        "proof-title",
        "the PDF's title is the leaflet's",
        "Print <title>{{ plain_title }}</title> in the template.",
        _titles,
    ),
    Rule("proof-title-hidden", "viewers show the title and not the file's name", OURS, _title_shown),
    Rule(
        "proof-document-lang",
        "the PDF's language is the leaflet's",
        'Begin the template with <html lang="{{ language.tag }}">.',
        _language,
    ),
    Rule(
        "proof-bookmarks",
        "there is a bookmark for each heading: its text, its level, and the page that it stands on",
        "Take bookmark-label, bookmark-level and text that is added to headings out of the style sheet.",
        _bookmarks,
    ),
    Rule("proof-tabs", "the tab key follows the structure on every page", OURS, _tabs),
)
