"""The order of matched figures: ends of ranges that changed places, and figures of one unit that were swapped."""

from __future__ import annotations

import re
from itertools import pairwise

from handouts.checks.comparison import Comparison, Pair
from handouts.checks.figure import Figure

_RANGE = re.compile(
    r"[ \u00a0\u202f]*(?:[-–—−~]|to|up to|through|until|till|and|or|bis|a|à|до|至|到|から)[ \u00a0\u202f]*"
)
_UNIT_BETWEEN = re.compile(r"^[ \u00a0]?[^\W\d]{1,12}\.?(?=[ \u00a0]*(?:[-–—−~]|to |up to ))")
_SENTENCE = re.compile(r"[.!?;。！？؟।]\s|[。！？।]")
_SUBORDINATE = re.compile(
    r"\b(?:before|after|if|when|unless|until|within|in|for every|while|since|because)\b",
    re.I,
)
_OUT_OF = re.compile(r"[^.;:,\d]{0,20}?\s(?:in|in every|out of|out of every|of|of every)\s(?:about\s)?")
_WHOLES = {
    "de": ("von|unter", ""), "es": ("de cada|de|entre", ""), "fr": ("sur", ""), "pt": ("em cada|em|de cada", ""),
    "it": ("su|ogni", ""), "ru": ("из", ""), "uk": ("із|з|зі", ""), "pl": ("na|spośród|z", ""),
    "vi": ("trong|trong số", ""), "ar": ("من كل|من بين|من", ""), "fa": ("از هر|از", ""), "he": ("מתוך|מכל|מ-|מ", ""),
    "nl": ("op de|van de|op", ""), "fil": ("sa bawat|sa", ""), "tr": ("her", r"kişiden|kişide|'d[ae]n?"),
    "hi": ("हर|प्रत्येक", "में से|लोगों में|में"), "ur": ("ہر", "میں سے"), "bn": ("প্রতি", "জনের মধ্যে|জনে|জনের"),
    "zh": ("每", "人中|个人中|個人中|中"), "ja": ("", "人に|人中|人のうち|名に|名中"), "ko": ("", "명 중|명당|명에"),
}  # fmt: skip
"""What a language has before and behind the whole in "1 in 10"."""

_CLOSE = 30
"""The most characters between the two ends of a range in the translation."""


def reversed_ranges(found: Comparison) -> list[tuple[Pair, Pair]]:
    """Ranges ("10–20", "10 to 20") whose ends stand the other way round in the translation."""
    text = found.source.text
    result = []
    for first, second in _neighbours(found):
        gap = text[first[0].span[1] : second[0].span[0]]
        gap = _UNIT_BETWEEN.sub("", gap) if len(gap) <= _CLOSE else gap
        if first[0].value == second[0].value or not _RANGE.fullmatch(gap):
            continue
        start, end = second[1].span[1], first[1].span[0]
        between = found.target.text[start:end]
        if 0 < end - start <= _CLOSE and not re.search(r"\d", between) and not _SENTENCE.search(between):
            result.append((first, second))
    return result


def reversed_parts(found: Comparison) -> list[tuple[Pair, Pair]]:
    """Pairs (8:30) whose numbers stand apart in the translation and the other way round."""
    return [
        (first, second)
        for first, second in pairwise(_in_order(found))
        if first[0].span == second[0].span and first[0].value != second[0].value and second[1].span < first[1].span
    ]


def reversed_shares(found: Comparison) -> list[Pair]:
    """Shares of the source ("1 in 10", "1 out of 10") of which the translation names the first number as the whole."""
    rules = _WHOLES.get(found.target.code.partition("_")[0])
    result = []
    for (part, part_there), (whole, whole_there) in _neighbours(found) if rules else ():
        gap = found.source.text[part.span[1] : whole.span[0]]
        counted = not found.units(part, source=True)
        if counted and part.value < whole.value and _OUT_OF.fullmatch(gap) and rules:
            named = _is_whole(found.target.text, part_there, rules) and not _is_whole(
                found.target.text, whole_there, rules
            )
            if named:
                result.append((part, whole))
    return result


def _is_whole(text: str, figure: Figure, rules: tuple[str, str]) -> bool:
    before, after = rules
    start, end = figure.span
    said_before = before and re.search(rf"(?:{before})\s?$", text[max(0, start - 12) : start], re.I)
    return bool(said_before or (after and re.match(rf"\s?(?:{after})", text[end : end + 12])))


def swapped_figures(found: Comparison) -> list[tuple[Pair, Pair, bool]]:
    """Figures of one unit in one sentence that come in another order, and whether two like clauses hold them."""
    ranges = {id(pair[0]) for both in reversed_ranges(found) for pair in both}
    last: dict[frozenset[str], Pair] = {}
    result = []
    for pair in _in_order(found):
        units = found.units(pair[0], source=True) & found.units(pair[1], source=False)
        if not units or id(pair[0]) in ranges:
            continue
        before = last.get(units)
        last[units] = pair
        if not before or before[0].value == pair[0].value or before[1].span < pair[1].span:
            continue
        gap = found.source.text[before[0].span[1] : pair[0].span[0]]
        back = found.target.text[pair[1].span[1] : before[1].span[0]]
        if not _SENTENCE.search(gap) and not _SENTENCE.search(back):
            result.append((before, pair, _alike(gap)))
    return result


def _alike(gap: str) -> bool:
    return bool(re.search(r"\b(?:and|or|then|but)\b|[,;/]", gap)) and not _SUBORDINATE.search(gap)


def _in_order(found: Comparison) -> list[Pair]:
    pairs = [pair for pair in found.matched if not _part(pair[0]) and not _part(pair[1])]
    return sorted(pairs, key=lambda pair: pair[0].span)


def _part(figure: Figure) -> bool:
    return figure.kind == "month"


def _neighbours(found: Comparison) -> list[tuple[Pair, Pair]]:
    return [
        (first, second)
        for first, second in pairwise(_in_order(found))
        if first[0].span[1] <= second[0].span[0] and second[0].span[0] - first[0].span[1] <= _CLOSE
    ]
