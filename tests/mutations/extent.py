"""Faults of extent: something left out, cut off, said twice, or said that the source does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.mutations.model import Operator, Text, Tongue, digest
from tests.mutations.places import sentences, words

_COMMAS = re.compile(r"[,،、，](?=\D)\s*")


def sentence_dropped(text: Text, _: Tongue) -> Iterator[str]:
    """A sentence is left out."""
    parts = sentences(text.target)
    if len(parts) > 1 and "**" not in text.target:
        for index in range(len(parts)):
            yield "".join(parts[:index] + parts[index + 1 :]).strip()


def sentence_repeated(text: Text, _: Tongue) -> Iterator[str]:
    """A sentence stands twice."""
    parts = sentences(text.target)
    if parts[-1].rstrip().endswith(tuple(".!?؟।。！？")) and not set("*{") & set(text.target):
        space = " " if parts[0].endswith(" ") or (len(parts) == 1 and " " in text.target) else ""
        yield "".join([parts[0].rstrip() + space, *parts])
        if len(parts) > 1:
            yield "".join([*parts, space, parts[-1]])


def sentence_added(text: Text, tongue: Tongue) -> Iterator[str]:
    """A sentence of another text is added."""
    plain = [one for one in tongue.others if one.key != text.key and not set("{[*:") & set(one.target)]
    candidates = [one for one in plain if one.kind == "paragraph"]
    if text.kind == "paragraph" and candidates and not text.target.endswith((":", "：", ":**", "**：")):
        other = min(candidates, key=lambda one: digest(text.key, one.key))
        space = "" if tongue.spaceless else " "
        yield text.target + space + sentences(other.target)[0].strip()


def member_dropped(text: Text, _: Tongue) -> Iterator[str]:
    """A member of a list, or a clause between two commas, is left out."""
    for sentence in sentences(text.target):
        commas = list(_COMMAS.finditer(sentence))
        if len(commas) > 1 and text.source.count(",") > 1:
            for one, two in pairwise(commas):
                part = sentence[one.end() : two.end()]
                if not set("*[({") & set(part):
                    yield text.target.replace(sentence, sentence[: one.end()] + sentence[two.end() :])


def truncated(text: Text, tongue: Tongue) -> Iterator[str]:
    """The text breaks off."""
    if len(text.target) < (15 if tongue.spaceless else 40) or set("*[{") & set(text.target):
        return
    for share in (0.4, 0.7):
        cut = int(len(text.target) * share)
        space = text.target.rfind(" ", 0, cut)
        yield text.target[: cut if tongue.spaceless or space < 0 else space].rstrip(" ,،，")


def word_repeated(text: Text, tongue: Tongue) -> Iterator[str]:
    """A word stands twice in a row."""
    found = words(text.target)
    if tongue.spaceless:
        found = [(start, start + 2) for start, end in found if end - start > 3]
    for start, end in found[len(found) // 2 :][:2]:
        word = text.target[start:end]
        yield text.target[:end] + ("" if tongue.spaceless else " ") + word + text.target[end:]


def exchanged(text: Text, tongue: Tongue) -> Iterator[str]:
    """The translation of another message stands here."""
    same = [one for one in tongue.others if one.kind == text.kind and one.key != text.key]
    if same and text.kind in ("item", "paragraph"):
        yield min(same, key=lambda one: (abs(len(one.target) - len(text.target)), one.key)).target


OPERATORS = (
    Operator(6, "sentence-dropped", sentence_dropped),
    Operator(6, "sentence-repeated", sentence_repeated),
    Operator(6, "sentence-added", sentence_added),
    Operator(6, "member-dropped", member_dropped),
    Operator(6, "truncated", truncated),
    Operator(6, "word-repeated", word_repeated),
    Operator(6, "exchanged", exchanged),
)
