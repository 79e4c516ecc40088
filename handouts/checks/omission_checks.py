"""Checks of what was left out or added: sentences, members of lists, remarks in brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handouts.checks.lengths import SEPARATORS, expected, joiners
from handouts.checks.model import Check, Finding, Span, Unit, once
from handouts.checks.seen import HOLE, seen
from handouts.problems import Severity

_WITHOUT_STOPS = frozenset({"th", "lo"})
"""Languages that end sentences with a space."""


_SAME_LENGTH = re.compile(rf"{HOLE}{{2,}}|[+(\d][\d() -]{{5,60}}\d")


@once
def text_lengths(unit: Unit) -> tuple[int, int]:
    """The characters of source and translation, without addresses and numbers, which are as long in every language."""
    words = (_SAME_LENGTH.sub(" ", seen(text).prose) for text in (unit.source, unit.target))
    source, target = (len(" ".join(text.split())) for text in words)
    return source, target


@once
def relative_length(unit: Unit) -> float | None:
    """The translation's length over what its language usually needs; `None` where nobody knows."""
    usual = expected(unit.source_language.code, unit.language.code)
    source, target = text_lengths(unit)
    return target / source / usual if usual and source else None


@once
def _counts(unit: Unit) -> tuple[list[Span], list[Span]] | None:
    """The sentences of both texts, where both languages mark them."""
    if unit.language.code.partition("_")[0] in _WITHOUT_STOPS or unit.kind == "word":
        return None
    source, target = seen(unit.source).sentences, seen(unit.target).sentences
    return (source, target) if source and target else None


def _likely_lost(source: list[Span], target: list[Span]) -> Span:
    """The sentence of the source that is likeliest to be missing: the one whose loss fits the lengths best."""
    lengths, given = [end - start for start, end in source], [end - start for start, end in target]
    best, cost = source[-1], float("inf")
    for index, span in enumerate(source):
        kept = [*lengths[:index], *lengths[index + 1 :]][: len(given)]
        scale = sum(given) / max(1, sum(kept))
        off = sum(abs(one * scale - other) for one, other in zip(kept, given, strict=False))
        if off < cost:
            best, cost = span, off
    return best


def sentence_lost(unit: Unit) -> Iterator[Finding]:
    """Fewer sentences than the source, in a text that is no longer than usual."""
    if (counts := _counts(unit)) and len(counts[1]) < len(counts[0]) and (relative_length(unit) or 0.0) < 0.95:
        yield _fewer(unit, *counts)


def sentences_joined(unit: Unit) -> Iterator[Finding]:
    """Fewer sentences than the source, though the text is as long as usual."""
    if (counts := _counts(unit)) and len(counts[1]) < len(counts[0]) and (relative_length(unit) or 0.0) >= 0.95:
        yield _fewer(unit, *counts)


def _fewer(unit: Unit, source: list[Span], target: list[Span]) -> Finding:
    view = seen(unit.source)
    what = f"the source has {len(source)} sentences, the translation {len(target)}"
    hint = "Translate every sentence; where two were made one, part them again."
    return Finding(what, hint, view.span(*_likely_lost(source, target)))


def sentence_added(unit: Unit) -> Iterator[Finding]:
    """More sentences than the source, in a text that is longer than usual."""
    counts = _counts(unit)
    if not counts or len(counts[1]) <= len(counts[0]):
        return
    source, target = counts
    length = relative_length(unit)
    if length is None or length >= 1.0 or len(target) > len(source) + 1:
        view = seen(unit.target)
        what = f"the source has {len(source)} sentences, the translation {len(target)}"
        hint = "Say nothing that the source does not say."
        yield Finding(what, hint, target=view.span(*_likely_lost(target, source)))


_LIST = re.compile(
    r"(?:[^,;:.!?()]{2,70},\s){1,8}[^,;:.!?()]{0,70}?\b(?:and|or|nor)\s(?!(?:you|it|they|we|he|she|I|if|when)\b)",
    re.IGNORECASE,
)
"""Commas, then "and" or "or", and no new clause behind it."""


_NO_MEMBER = re.compile(
    r"(?:including|whether|at|such|during|either|especially|in|on|if|when|while|which|who|that|with|without|for|by|so|then"
    r"|but|as|even|both|not|to|because|unless|until|though|mainly|mostly|usually|directly)\b|\w+ly$",
    re.IGNORECASE,
)
"""How a remark between commas begins that is no member of a list."""


def _members(text: str, code: str) -> list[tuple[Span, int]]:
    """The lists of three members or more in an English text, each with its number of gaps between members."""
    if code.partition("_")[0] != "en":
        return []
    found = []
    for match in _LIST.finditer(text):
        inner = re.split(r",\s", match[0])
        middle = inner[1:-1]
        last = re.sub(r"\s?\b(?:and|or|nor)\s$", "", inner[-1], flags=re.IGNORECASE)
        listed = [part for part in [*middle, last] if part.strip()]
        plain = all(len(part.split()) <= 5 and not _NO_MEMBER.match(part.strip()) for part in listed)
        if plain and len(inner) + bool(last.strip()) >= 3:
            found.append((match.span(), len(inner) - 1 + (1 if last.strip() else 0)))
    return found


_TOPIC = re.compile(r"は$|(?:^|[。！？])\s*[ぁ-ん]{2,4}$")


_SPACED, _SPACES = {"th", "lo", "km", "my"}, re.compile(r"\s+")
"""Languages that write words together, and may part the members of a list by nothing but a space."""


def _gaps(text: str, code: str) -> int:
    """How many gaps between members of lists `text` has at most: separators and joining words, side by side one."""
    text = unicodedata.normalize("NFC", text)
    found = [SEPARATORS, joiners(code), *([_SPACES] if code in _SPACED else [])]
    marks = sorted({match.span() for expression in found for match in expression.finditer(text)})
    if "、" in text and code.startswith("zh"):  # which parts the members of lists, a comma clauses
        marks = [(start, end) for start, end in marks if text[start] not in "，；,;"]
    elif code == "ja":  # a comma behind the topic, or behind "また" at the beginning, parts no members
        marks = [
            (start, end)
            for start, end in marks
            if text[start] != "、" or not _TOPIC.search(text[max(0, start - 8) : start])
        ]
    number, end = 0, -5
    for start, stop in marks:
        number += bool(text[end:start].strip()) if end >= 0 else 1
        end = stop
    return number


def _pairs(unit: Unit) -> Iterator[tuple[Span, str]]:
    """Sentences of the source, each with its translation; the whole texts where their numbers differ."""
    source, target = seen(unit.source).sentences, seen(unit.target).sentences
    text = seen(unit.target).prose
    if len(source) == len(target):
        for span, (start, end) in zip(source, target, strict=True):
            yield span, text[start:end]
    else:
        yield (0, len(seen(unit.source).text)), text


def list_shortened(unit: Unit) -> Iterator[Finding]:
    """A list of three members or more whose translation has fewer gaps between members."""
    view = seen(unit.source)
    for (start, end), text in _pairs(unit):
        lists = _members(view.prose[start:end], unit.source_language.code)
        wanted, given = sum(gaps for _, gaps in lists), _gaps(text, unit.language.code)
        if lists and given < wanted:
            span = lists[0][0][0] + start, lists[-1][0][1] + start
            what = f"a list of {wanted + 1} in the source has {given + 1} in the translation"
            yield Finding(what, "Translate every member of the list.", view.span(*span))


def alternative_lost(unit: Unit) -> Iterator[Finding]:
    """Words that join in a source sentence, and nothing that joins or parts in its translation."""
    view = seen(unit.source)
    if unit.source_language.code.partition("_")[0] != "en":
        return
    for (start, end), text in _pairs(unit):
        source = view.prose[start:end]
        joined = list(re.finditer(r"\b(?:and|or)\b", source))
        lists = _members(source, unit.source_language.code)
        outside = [one for one in joined if not any(first <= one.start() < last for (first, last), _ in lists)]
        if joined and _gaps(text, unit.language.code) < sum(gaps for _, gaps in lists) + len(outside):
            span = joined[0].start() + start, joined[-1].end() + start
            what = "one of the things that the source joins by 'and' or 'or' seems to be missing"
            yield Finding(what, "Translate all of them.", view.span(*span))


_BRACKETS = re.compile(r"[(（][^()（）]{1,300}[)）]")


def bracket_lost(unit: Unit) -> Iterator[Finding]:
    """Fewer remarks in brackets than the source has."""
    view, target = seen(unit.source), seen(unit.target)
    had = [m for m in _BRACKETS.finditer(view.text) if m[0][1:-1].strip(HOLE + " ")]
    given = len(_BRACKETS.findall(target.text))
    extra = len(re.findall(r"\s[–—-]\s|[«“„\"「『《][^»”\"」』》]{1,80}[»”“\"」』》]", target.text))
    extra -= len(re.findall(r"\s[–—-]\s|[“\"][^”\"]{1,80}[”\"]", view.text))
    if len(had) > given + max(0, extra):
        what = f"the source has {len(had)} remarks in brackets, the translation {given}"
        yield Finding(what, "Translate what stands in the brackets, too.", view.span(*had[-1].span()))


CHECKS: tuple[Check, ...] = (
    Check(
        "length-sentence-lost",
        "The translation has fewer sentences than the source and is short for its language. It does not see a clause "
        "that is missing inside a sentence. Thai and Lao mark no sentences and are not counted.",
        sentence_lost,
    ),
    Check(
        "length-sentences-joined",
        "The translation has fewer sentences than the source but is as long as usual: two may have been made one.",
        sentences_joined,
        safety=Severity.WARNING,
    ),
    Check(
        "length-sentence-added",
        "The translation has more sentences than the source and is long for its language: "
        "something may have been added.",
        sentence_added,
        safety=Severity.WARNING,
    ),
    Check(
        "length-list",
        "A list such as 'a, b and c' has fewer members in the translation, by its commas and its words for 'and' and "
        "'or'. It cannot see a lost member where the rest of the sentence has commas of its own.",
        list_shortened,
    ),
    Check(
        "length-joined",
        "The source joins things by 'and' or 'or', and the translation has fewer words or commas that join. It cannot "
        "see a lost half where the sentence has other commas.",
        alternative_lost,
        safety=Severity.WARNING,
    ),
    Check(
        "length-brackets",
        "A remark in brackets is missing. Dashes and quotation marks count as brackets. A remark may have gone into "
        "the sentence.",
        bracket_lost,
        safety=Severity.WARNING,
    ),
)
