"""Faults of placeholders, emphasis, links, addresses and phone numbers, and raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.model import Operator, Text, Tongue
from tests.mutations.places import words

_FIELD = re.compile(r"\{\w+\}")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_SLANT = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_URL = re.compile(r"https?://[\w./-]*\w")
_MAIL = re.compile(r"[\w.]+@[\w.]+\w")
_PHONE = re.compile(r"\+\d[\d ()-]*\d")


def _each(pattern: re.Pattern[str], text: Text, *written: str) -> Iterator[str]:
    """Each place that `pattern` finds, with each of `written` (a template of `re`) put there."""
    for found in pattern.finditer(text.target):
        for one in written:
            yield text.target[: found.start()] + found.expand(one) + text.target[found.end() :]


def placeholder_lost(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_FIELD, text, "")


def placeholder_renamed(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_FIELD, text, "{number}", "{Phone}", "{clinic}")


def placeholder_doubled(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_FIELD, text, r"\g<0> \g<0>")


def placeholder_broken(text: Text, _: Tongue) -> Iterator[str]:
    for found in _FIELD.finditer(text.target):
        name = found[0][1:-1]
        for written in (
            "{" + name,
            name + "}",
            "{ " + name + " }",
            "｛" + name + "｝",
            "%(" + name + ")s",
            "{{" + name + "}}",
        ):
            yield text.target[: found.start()] + written + text.target[found.end() :]


def strong_lost(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_STRONG, text, r"\1")


def strong_broken(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_STRONG, text, r"**\1", r"** \1 **", r"**\1*")


def strong_weakened(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_STRONG, text, r"*\1*")


def strong_added(text: Text, _: Tongue) -> Iterator[str]:
    found = words(text.target)
    if found and "*" not in text.target:
        start, end = found[len(found) // 2]
        yield text.target[:start] + "**" + text.target[start:end] + "**" + text.target[end:]


def slant_lost(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_SLANT, text, r"\1")


def link_lost(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_LINK, text, r"\1", r"\1 (\2)")


def link_changed(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(
        _LINK, text, r"[\1](https://example.com/insulin)", r"[\1](http://example.org/insulin)", r"[\1](insulin)"
    )


def link_broken(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_LINK, text, r"[\1] (\2)", r"[\1](\2", r"\1](\2)")


def address_changed(text: Text, _: Tongue) -> Iterator[str]:
    if not _LINK.search(text.target):
        yield from _each(_URL, text, r"\g<0>e", "https://example.org", "http://example.org/warfarin")
    yield from _each(_MAIL, text, "nurse@example.com", "norse@example.org", "nurse@example", "")


def phone_changed(text: Text, _: Tongue) -> Iterator[str]:
    yield from _each(_PHONE, text, "+1 (555) 010-0198", "+1 (555) 010-019", "(555) 010-0199", "+1 (555) 001-0199", "")


def html_added(text: Text, _: Tongue) -> Iterator[str]:
    found = words(text.target)
    if found:
        start, end = found[0]
        word = text.target[start:end]
        for written in (f"<b>{word}</b>", f"{word}<br>", f"<script>{word}</script>", f"{word}<br/>"):
            yield text.target[:start] + written + text.target[end:]


OPERATORS = tuple(
    Operator(7, plant.__name__.replace("_", "-"), plant)
    for plant in (
        placeholder_lost, placeholder_renamed, placeholder_doubled, placeholder_broken, strong_lost, strong_broken,
        strong_weakened, strong_added, slant_lost, link_lost, link_changed, link_broken, address_changed,
        phone_changed, html_added,
    )
)  # fmt: skip
