"""Faults of characters: invisible ones, letters of another script, mojibake, brackets, quotes, signs and spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.model import Operator, Text, Tongue
from tests.mutations.places import figures, find, words

_LOOK_ALIKES = {
    "Latn": dict(zip("aeocpxyi", "аеосрхуі", strict=True)),
    "Cyrl": dict(zip("аеосрху", "aeocpxy", strict=True)),
    "ar": {"ي": "ی", "ك": "ک", "ه": "ہ"},
    "fa": {"ی": "ي", "ک": "ك"},
    "hi": {"र": "ર", "न": "ન", "म": "ਮ", "ः": ":"},
    "zh_Hans": {"人": "⼈", "用": "⽤", "心": "⼼", "日": "⽇", "水": "⽔", "不": "不"},
}
"""Letters and those of another script or block that look like them."""

_SPACE = re.compile(r"(?<=[^\s*]) (?=[^\s*–—])")


def _at(text: str, index: int, written: str) -> str:
    return text[:index] + written + text[index:]


def _middle(text: str) -> int:
    """A place inside the longest word."""
    start, end = max(words(text), key=lambda span: (span[1] - span[0], -span[0]), default=(0, len(text)))
    return (start + end) // 2


def turning_control(text: Text, _: Tongue) -> Iterator[str]:
    """Controls that turn a line around (UAX #9)."""
    middle = _middle(text.target)
    for control in "\u202e\u202d\u2067\u202b":
        yield _at(text.target, middle, control)


def hidden_in_figure(text: Text, _: Tongue) -> Iterator[str]:
    """An invisible character inside a figure."""
    for start, end in figures(text.target):
        if end - start > 1:
            for hidden in "\u200b\u200d\u00ad\u2060":
                yield _at(text.target, start + 1, hidden)


def hidden_in_word(text: Text, _: Tongue) -> Iterator[str]:
    """An invisible character inside a word."""
    for hidden in "\u200b\ufeff\u00ad":
        yield _at(text.target, _middle(text.target), hidden)


def control(text: Text, _: Tongue) -> Iterator[str]:
    """A control character."""
    for one in "\x08\x1b\x90":
        yield _at(text.target, _middle(text.target), one)


def homoglyph(text: Text, tongue: Tongue) -> Iterator[str]:
    """A letter of another script that looks like the right one, in one word."""
    table = _LOOK_ALIKES.get(tongue.code) or _LOOK_ALIKES["Cyrl" if tongue.code == "ru" else "Latn"]
    for start, end in words(text.target):
        index = next((index for index in range(start, end) if text.target[index] in table), None)
        if index is not None and (tongue.code != "ru" or not text.target[start:end].isascii()):
            yield text.target[:index] + table[text.target[index]] + text.target[index + 1 :]
            return


def mojibake(text: Text, _: Tongue) -> Iterator[str]:
    """UTF-8 read as Latin-1 or Windows-1252, in the whole text or one word of it."""
    raw = text.target.encode()
    if len(raw) == len(text.target):
        return
    yield raw.decode("latin-1").replace("\x80", "€")
    yield raw.decode("cp1252", "replace").replace("\ufffd", "")
    for start, end in words(text.target):
        if not text.target[start:end].isascii():
            yield text.target[:start] + text.target[start:end].encode().decode("latin-1") + text.target[end:]
            yield text.target[:start] + "?" * (end - start) + text.target[end:]
            return


def replacement(text: Text, _: Tongue) -> Iterator[str]:
    """The character that stands for one that was lost."""
    middle = _middle(text.target)
    yield text.target[:middle] + "\ufffd" + text.target[middle + 1 :]


def bracket(text: Text, _: Tongue) -> Iterator[str]:
    """A bracket is lost, or one is too many."""
    if "](" in text.target:
        return
    for found in re.finditer(r"[()（）\[\]]", text.target):
        yield text.target[: found.start()] + text.target[found.end() :]
    if "(" in text.target:
        yield _at(text.target, text.target.index("("), "(")


def quote(text: Text, _: Tongue) -> Iterator[str]:
    """A quotation mark is lost."""
    for found in re.finditer("[«»“”„‟「」]", text.target):
        yield text.target[: found.start()] + text.target[found.end() :]


def terminal(text: Text, tongue: Tongue) -> Iterator[str]:
    """The sign at the end of a sentence is lost or is another one."""
    last = text.target.rstrip("*")[-1:]
    tail = text.target[len(text.target.rstrip("*")) :]
    body = text.target.rstrip("*")[:-1]
    for written in {
        ".": ("", ",", "?", "।" if tongue.code == "hi" else ";"),
        "।": ("", ".", "|", "?"),
        "。": ("", ".", "，", "．"),
        "?": ("", "."),
        "؟": ("", "?", "."),
        "？": ("", "?", "。"),
        ":": ("", "."),
        "：": ("", ":", "。"),
    }.get(last, ()):
        # An item of a list may end so: "your heart rate;".
        if text.kind != "item" or written not in ("", ",", ";"):
            yield body + written + tail


def stray_space(text: Text, tongue: Tongue) -> Iterator[str]:
    """A space too many: two in a row, before the end, at the edge."""
    spaces = [found.start() for found in _SPACE.finditer(text.target)]
    if spaces:
        yield _at(text.target, spaces[len(spaces) // 2], " ")
    if text.target[-1] in ".।؟" and not tongue.spaceless:
        yield text.target[:-1] + " " + text.target[-1]
    yield text.target + " "
    yield " " + text.target


def space_lost(text: Text, _: Tongue) -> Iterator[str]:
    """No space behind the end of a sentence, or between two words."""
    for found in re.finditer(r"(?<=[^\W\d]{3}[.।؟])\s(?=[^\W\d])", text.target):
        yield text.target[: found.start()] + text.target[found.end() :]


def wrong_comma(text: Text, tongue: Tongue) -> Iterator[str]:
    """The comma or question mark of another script."""
    for right, wrong in {"ar": "،,", "fa": "،,", "zh_Hans": "，,", "hi": ",،"}.items():
        if tongue.code == right:
            for start in find(text.target, wrong[0], spaceless=True):
                yield text.target[:start] + wrong[1] + text.target[start + 1 :]


OPERATORS = tuple(
    Operator(8, plant.__name__.replace("_", "-"), plant, plant in (terminal, stray_space, space_lost, wrong_comma))
    for plant in (
        turning_control, hidden_in_figure, hidden_in_word, control, homoglyph, mojibake, replacement, bracket, quote,
        terminal, stray_space, space_lost, wrong_comma,
    )
)  # fmt: skip
