"""Numbers written as words: twenty-four, twice, half, двадцать, 二十四; and words such as million behind a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from handouts.checks.figure import Figure
from handouts.checks.model import Span
from handouts.checks.numerals import han_numerals
from handouts.checks.phrases import Scan

_MAGNITUDES = {
    "million": 10**6, "millions": 10**6, "millionen": 10**6, "millón": 10**6, "millones": 10**6, "milhão": 10**6,
    "milhões": 10**6, "milione": 10**6, "milioni": 10**6, "milionów": 10**6, "miliony": 10**6, "миллион": 10**6,
    "миллиона": 10**6, "миллионов": 10**6, "млн": 10**6, "мільйон": 10**6, "мільйона": 10**6, "мільйонів": 10**6,
    "milyon": 10**6, "triệu": 10**6, "مليون": 10**6, "ملايين": 10**6, "میلیون": 10**6, "ملین": 10**6, "מיליון": 10**6,
    "मिलियन": 10**6, "মিলিয়ন": 10**6, "juta": 10**6, "ล้าน": 10**6, "thousand": 1000, "tausend": 1000, "mil": 1000,
    "mille": 1000, "mila": 1000, "tysięcy": 1000, "tysiące": 1000, "тысяч": 1000, "тысячи": 1000, "тыс": 1000,
    "тисяч": 1000, "bin": 1000, "nghìn": 1000, "ngàn": 1000, "ألف": 1000, "آلاف": 1000, "هزار": 1000, "ہزار": 1000,
    "אלף": 1000, "हज़ार": 1000, "हजार": 1000, "হাজার": 1000, "libo": 1000, "พัน": 1000, "หมื่น": 10**4, "แสน": 10**5,
    "万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8, "千": 1000, "천": 1000, "百": 100,
    "लाख": 10**5, "करोड़": 10**7, "লাখ": 10**5, "লক্ষ": 10**5, "কোটি": 10**7, "لاکھ": 10**5, "کروڑ": 10**7,
    "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
_BY_LENGTH = "|".join(sorted(map(re.escape, _MAGNITUDES), key=len, reverse=True))
_MAGNITUDE = re.compile(rf"[ \u00a0\u202f]?(?P<word>{_BY_LENGTH})", re.IGNORECASE)
_JOINT = re.compile(r"[\s\u00a0\u202f-]{1,2}(?:(?:and|y|e|et|und|i|و)[\s\u00a0\u202f]+)?", re.IGNORECASE)
_HAN_LANGUAGES = frozenset({"zh", "ja", "yue"})

ARTICLES = {
    "de": r"ein(?:e[mnrs]?)?|jede[mnrs]?", "es": r"una?|uno", "fr": r"une?", "pt": r"uma?", "it": r"un[oa]?|un['’]",
    "nl": r"een|één", "en": r"an?|one|single", "vi": r"một", "hi": r"एक", "tr": r"bir", "fa": r"یک\w*",
    "ht": r"yon|youn|en",
}  # fmt: skip
"""Words for 1 that may also be the article; in other languages 1 may be said by the noun alone."""


def number_words(text: str, scan: Scan, code: str, taken: list[Figure]) -> list[Figure]:
    """The numbers that `text` has in words, which `scan` found, none inside another or inside the figures `taken`.

    A word that may be two numbers (Spanish "cuarto") has the others in `also`.
    """
    spots: dict[Span, list[Fraction]] = {}
    for key in scan.keys("numbers"):
        for span in scan.find(("numbers", key)):
            spots.setdefault(span, []).append(Fraction(key))
    if code.partition("_")[0] in _HAN_LANGUAGES:
        for span, value in han_numerals(text):
            spots.setdefault(span, []).append(value)
    free = [False] * (len(text) + 1)
    for figure in taken:
        free[figure.span[0] : figure.span[1]] = [True] * (figure.span[1] - figure.span[0])
    found: list[Figure] = []
    for (start, end), values in sorted(spots.items(), key=lambda spot: spot[0][0] - spot[0][1]):
        if end > start and not any(free[start:end]):
            free[start:end] = [True] * (end - start)
            values = list(dict.fromkeys(values))
            found.append(Figure("word", (values[0],), (start, end), text[start:end], also=tuple(values[1:])))
    return list(_compounds(sorted(found, key=lambda figure: figure.span), text))


def _compounds(found: list[Figure], text: str) -> Iterator[Figure]:
    """`found` with words that make one number joined: twenty-five, two hundred; their own values are in `also`."""
    current: Figure | None = None
    for figure in found:
        joined = current and _joined(current, figure, text)
        if joined:
            current = joined
            continue
        if current:
            yield current
        current = figure
    if current:
        yield current


def _joined(one: Figure, other: Figure, text: str) -> Figure | None:
    gap = text[one.span[1] : other.span[0]]
    if len(gap) > 12 or not (not gap or _JOINT.fullmatch(gap)):
        return None
    first, second = one.value, other.value
    close = not gap.strip(" -\u00a0")
    # French counts on from sixty and from eighty: soixante-dix.
    tens = 20 <= first < 100 and first % 10 == 0 and 0 < second < (20 if first in (60, 80) else 10)
    hundreds = first >= 100 and first % 100 == 0 and 0 < second < 100 and second.denominator == 1
    if second >= 100 and 0 < first < second and close:
        value = first * second
    elif tens or hundreds or (second == Fraction(1, 2) and first >= 1 and not close):
        value = first + second
    else:
        return None
    span = (one.span[0], other.span[1])
    also = (first, second, *one.also, *other.also)
    return replace(one, parts=(value,), span=span, text=text[slice(*span)], also=also)


def with_magnitude(figure: Figure, text: str) -> Figure:
    """`figure` times the "million" that stands behind it; the bare number stays in `also`."""
    if figure.kind != "number" or figure.name:
        return figure
    found = _MAGNITUDE.match(text, figure.span[1])
    if not found:
        return figure
    word, end = found["word"].lower(), found.end()
    letter = word[-1].isalpha() and word[-1].lower() != word[-1].upper()
    if letter and text[end : end + 1].isalpha():
        return figure
    value = figure.value * _MAGNITUDES[word]
    return replace(figure, parts=(value,), span=(figure.span[0], end), also=(*figure.also, figure.value))
