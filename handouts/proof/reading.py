"""Rules of what a screen reader gets besides the words: headings, tables, links, pictures, and what it does not get."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from handouts.proof.comparing import short
from handouts.proof.expectation import Expectation
from handouts.proof.outline import destination_page, headings
from handouts.proof.rules import OURS, Rule
from handouts.structure import Document

_SCHEMES = ("http", "https", "mailto", "tel")
_FILE_NAME = re.compile(r"(data|file):.*|(\S*[/\\])?\S+\.(svgz?|png|jpe?g|gif|webp|avif|tiff?|bmp|ico|pdf)", re.I)
_PRINT, _UNSEEN = 4, 1 | 2 | 32
"""Flags of annotations (ISO 32000-1, table 165): Print; Invisible, Hidden and NoView."""


def _levels(document: Document, _: Expectation) -> Iterator[str]:
    before = 0
    for level, node in headings(document.tree):
        if level > before + 1:
            yield f"a heading of level {level} comes after one of level {before}: “{short(node.text)}”"
        before = level


def _scopes(document: Document, _: Expectation) -> Iterator[str]:
    for node in document.tree.walk():
        if node.tag == "TH" and node.attributes.get("/Scope") not in ("/Row", "/Column", "/Both"):
            yield f"a table's header cell does not say what it heads: “{short(node.text)}”"


def _links(document: Document, _: Expectation) -> Iterator[str]:
    objects = document.objects
    owned: set[str] = set()
    for node in document.tree.walk():
        if node.tag != "Link":
            continue
        owned.update(node.annotations)
        words = node.text.strip() or "".join(inner.alt or "" for inner in node.walk()).strip()
        if not words:
            yield "a link has no text"
        if not node.annotations:
            yield f"a link leads nowhere: “{short(node.text)}”"
        for reference in node.annotations:
            yield from _annotation_faults(document, objects.resolve(reference), words)
    for index, page in enumerate(objects.pages):
        for entry in objects.listed(objects.resolve(page).get("/Annots")):
            if objects.get(entry, "/Subtype") == "/Link" and entry not in owned:
                yield f"page {index + 1} has a link that is not in the structure tree"


def _annotation_faults(document: Document, annotation: dict[str, Any], words: str) -> Iterator[str]:
    contents = document.objects.text(annotation, "/Contents")
    if contents is not None and not contents.strip():
        yield f"a link's description is empty: “{short(words)}”"
    flags = annotation.get("/F", 0)
    if not flags & _PRINT or flags & _UNSEEN:
        yield f"a link is not to be printed (flags {flags}): “{short(words)}”"
    target = _target(document, annotation)
    if target is not None:
        yield f"a link leads to {target}: “{short(words)}”"


def _target(document: Document, annotation: dict[str, Any]) -> str | None:
    """Where a link leads, if it must not lead there."""
    objects = document.objects
    action = objects.resolve(annotation.get("/A")) or {}
    if action.get("/S") == "/URI":
        address = objects.text(action, "/URI") or ""
        parts = urlsplit(address)
        return None if parts.scheme in _SCHEMES and (parts.netloc or parts.path) else f"the address “{short(address)}”"
    if action.get("/S", "/GoTo") != "/GoTo":
        return f"the action {action['/S']}"
    destination = annotation.get("/Dest", action.get("/SD", action.get("/D")))
    return None if destination_page(document, destination) is not None else "a place that is not in the PDF"


def _untagged(document: Document, _: Expectation) -> Iterator[str]:
    for page, text in document.loose:
        what = f"text that no screen reader reads: “{short(text)}”" if text.strip() else "a drawing without a tag"
        yield f"page {page + 1} has {what}"


def _furniture(document: Document, _: Expectation) -> Iterator[str]:
    for artifact in document.artifacts:
        if artifact.kind != "Pagination" and any(char.isalnum() for char in artifact.text):
            yield f"page {artifact.page + 1} has words that no screen reader reads: “{short(artifact.text)}”"


def _pictures(document: Document, _: Expectation) -> Iterator[str]:
    for node in document.tree.walk():
        if node.tag == "Figure":
            words = (node.alt or "").strip()
            if not any(char.isalnum() for char in words):
                yield "a picture has no text alternative"
            elif _FILE_NAME.fullmatch(words):
                yield f"a picture's text alternative is a file name: “{short(words)}”"


def _replaced(document: Document, _: Expectation) -> Iterator[str]:
    for node in document.tree.walk():
        if node.instead:
            yield f"{' and '.join(node.instead)} of a {node.tag} is read instead of “{short(node.text)}”"


RULES = (
    Rule(
        "proof-heading-levels",
        "headings begin at level 1 and leave no level out",
        "Let the template's headings go h1, h2, h3 without a gap.",
        _levels,
    ),
    Rule(
        "proof-table-header",
        "every header cell of a table says whether it heads its row or its column",
        'Write <th scope="col"> or <th scope="row"> in the template.',
        _scopes,
    ),
    Rule(
        "proof-link",
        "every link has text, is printed, and leads to a web, mail or telephone address or into the leaflet",
        "Give the link in the template words and an address that begins with https://, mailto: or tel:, or with #.",
        _links,
    ),
    Rule("proof-untagged", "all that is painted is in the structure tree or an artifact", OURS, _untagged),
    Rule(
        "proof-furniture",
        "words stand in the structure tree, or in the head and foot of a page",
        "Take aria-hidden off text in the template; only what runs along on every page is not read out.",
        _furniture,
    ),
    Rule(
        "proof-picture-text",
        "every picture has a text alternative that says what it shows",
        'Give the img in the template an alt in words, or alt="" when it is decoration.',
        _pictures,
    ),
    Rule("proof-replaced", "nothing is read out instead of the words that are printed", OURS, _replaced),
)
