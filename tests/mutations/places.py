"""Where faults can be planted in a text: figures, words, sentences, members of lists; and what must be left alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_KEPT = re.compile(r"\{[^{}]*\}|https?://[^\s()<>，。]*[^\s()<>，。.,]|[\w.]+@[\w.]+\w|\+\d[\d ()-]*\d")
_FIGURE = re.compile(r"\d+(?:[.,٫٬:/]\d+)*")
_SENTENCE = re.compile(r".+?(?:[.!?؟।。！？](?:\*\*)?(?=\s|$)|[。！？](?:\*\*)?|$)\s*", re.DOTALL)
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.\s*$")
_JOINERS = "\u200c\u200d"


def kept(text: str) -> list[tuple[int, int]]:
    """Where placeholders, addresses and phone numbers stand."""
    return [found.span() for found in _KEPT.finditer(text)]


def figures(text: str) -> list[tuple[int, int]]:
    """Where figures stand, with their decimal signs; those of phone numbers and addresses are left out."""
    taken = kept(text)
    return [
        found.span()
        for found in _FIGURE.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in taken)
    ]


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each with the space behind it; joined they are `text`."""
    parts: list[str] = []
    for found in _SENTENCE.finditer(text):
        # "мм рт. ст", "मि.ग्रा." and "3. April" go on: a sentence has more than a few letters.
        last = parts[-1].strip() if parts else ""
        short = len(last) < 12 and not last.endswith(("。", "！", "？"))
        if parts and (short or not _opens(found[0]) or _ORDINAL.search(last)):
            parts[-1] += found[0]
        else:
            parts.append(found[0])
    return [part for part in parts if part]


def _opens(text: str) -> bool:
    """Whether `text` can begin a sentence: not with a small letter, and it says something."""
    first = next((char for char in text if char.isalnum()), "")
    return bool(first) and not first.islower()


def words(text: str) -> list[tuple[int, int]]:
    """Where words of three letters or more stand, outside of placeholders and addresses."""
    taken = kept(text)
    found = []
    start = None
    for index, char in enumerate(text + " "):
        if is_letter(char):
            start = index if start is None else start
        elif start is not None:
            if index - start >= 3 and not any(first < index and start < last for first, last in taken):
                found.append((start, index))
            start = None
    return found


def is_letter(char: str) -> bool:
    """Whether `char` belongs to a word: a letter, a mark on one, or a sign that joins or parts letters."""
    return char.isalpha() or char in _JOINERS or unicodedata.category(char) in ("Mn", "Mc")


def find(text: str, wanted: str, *, spaceless: bool) -> Iterator[int]:
    """Where `wanted` stands in `text`, as whole words where words are parted by spaces."""
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        inside = is_letter(wanted[0]) and start > 0 and is_letter(text[start - 1])
        inside |= is_letter(wanted[-1]) and end < len(text) and is_letter(text[end])
        if spaceless or not inside:
            yield start
        start = text.find(wanted, start + 1)
