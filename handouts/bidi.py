"""Which parts of a text must be isolated, because they are read against the direction of the text around them.

WeasyPrint orders text by the Unicode bidirectional algorithm (UAX #9) line by line and element by element, which prints
a phone number in Arabic text as `0199-010 (555) 1+` and "Amoxicillin 500 mg" as "mg 500 Amoxicillin". `isolates` finds
each such part as a whole, so that it can be put into an element with its own direction (UAX #9, section 2.7):

1. Every character is sorted into a few types (`_type`), and a *run* reaches from one character against the text's
   direction to the last that follows with only spaces, marks and signs between. European and Persian digits are against
   right-to-left text. Arabic-Indic ones are not, unless they belong to a Latin word ("B١٢").
2. A run takes in the signs that belong to it: +, −, ≥, currency, %, °, ®, the last stop of "i.v.", a URL's last slash,
   and brackets and quotation marks whose mates it holds. It is cut where only one mate of a pair lies in it.
3. A left-to-right run ends where its sentence ends, and between the doses of a list ("Amoxicillin 500 mg, Ibuprofen
   200 mg" in Hebrew), so that sentences and lists go on from right to left.
4. Runs of Arabic words in left-to-right text are searched in their turn, as right-to-left text.

The order of numbers that stand together goes by the digits, as readers of their languages expect it. European and
Persian digits: from left to right (Persian and Hebrew ranges and minus signs, W3C alreq issue 288). Arabic-Indic
digits: from right to left (Arabic ranges and minus signs, the same issue; dates, whose day CLDR puts at the right by
the invisible marks in `d/M/y`, and a newspaper in W3C type-samples issue 61). Phone numbers read from left to right
in any digits (alreq issue 62), times and ratios too (CLDR's `h:mm` of Arabic has no such marks).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

Direction = Literal["ltr", "rtl"]


class Run(NamedTuple):
    """A part of a text, from `start` up to `end`, that is to be isolated with a `direction` of its own."""

    start: int
    end: int
    direction: Direction


_HYPHENS = "‐‑-"
_SEPARATORS = "٫٬"
_MARKS = "\u200f\u061c"
_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "“": "”", "„": "“", '"': '"'}
_BRACKET = re.compile("[" + re.escape("".join({*_BRACKETS, *_BRACKETS.values()})) + "]")
_SPACE = "[ \u00a0\u202f]"
_UNIT = "(?:[mkµμn]?g|mcg|[mcdµμ]?[lL]|[mcµμ]?m|mmHg|mmol|IU|U|kcal|kJ|h|min|s|°C|°F|%)"
_QUANTITY = rf"\d{_SPACE}?{_UNIT}(?:/{_UNIT})*"

_FOREIGN: dict[Direction, re.Pattern[str]] = {
    # `types` of a run: in right-to-left text letters and digits, with the Arabic-Indic digits that touch a letter …
    "rtl": re.compile("(?:(?<!A)A+L|Lm*h?A+|[LEP])(?:(?:[nhm]*|(?<=[EP])d(?=[EP]))(?:A+L|Lm*h?A+|[LEP]))*m*"),
    # … and in left-to-right text from the first letter or Arabic digit to the last before a Latin letter.
    "ltr": re.compile("[RAP](?:[^L]*[RAP])?m*"),
}
_AFTER_SPACE = r"(?<![^\s(\[{\"“„«،؛:;,/])"
_LEAD = re.compile(rf"{_AFTER_SPACE}(?:[<>≤≥≈~]{_SPACE}?)?[±+−-]?(?:[$€£¥₪₹]{_SPACE}?|[%#])?$")
"""Before a figure: a comparison, a sign, a currency. Not after a letter: the hyphen of "ב-5" is no minus sign."""
_LEAD_OF_WORDS = re.compile(rf"(?:{_AFTER_SPACE}[+−#@-]|\([+±−-]\)-)$")
_ARABIC_LEAD = re.compile(rf"{_AFTER_SPACE}[+#@٪]$")
_TRAIL = re.compile(rf"(?:{_SPACE}?[%‰°℃℉]|[®™℠©′″]|\+(?!\w)|[$€£¥](?!\w))+")
_ARABIC_TRAIL = re.compile("٪")
_STOP = re.compile(r"\.")
_ABBREVIATION = re.compile(r"(?<![\w.@])(?:[^\W\d_]\.)+[^\W\d_]$")
_ADDRESS = re.compile(r"(?:://|www\.)\S*$")
_ADDRESS_TRAIL = re.compile(r"[/=#&_~-]+(?!\w)")
_SENTENCE_END = re.compile(
    rf"(?:(?<!\w)(?!(?:approx|Prof|[Ee]tc)\.)[^\W\d_]{{4,}}|{_QUANTITY}|\d|[)\]”\"®™])([.!?…]+)\s+(?=[^\W_])"
)
_NEXT_DOSE = re.compile(rf"{_QUANTITY}([,;])\s+(?=[^,;]*{_QUANTITY}(?!\w))")
_DATE = re.compile(
    "(?<![٠-٩/.])(?:[٠-٩]{1,2}([/.])([٠-٩]{1,2})\\1[٠-٩]{2,4}|[٠-٩]{4}([/.])([٠-٩]{1,2})\\3[٠-٩]{1,2})(?![/٠-٩])"
)
_GROUP = "(?:\\([٠-٩]+\\)|[٠-٩]+)"
_GROUPS = re.compile(rf"(?<![٠-٩/.])\+?{_GROUP}(?:(?:{_SPACE}|[{_HYPHENS}]|(?=\()|(?<=\))){_GROUP})*(?![٠-٩/])")
_DIGITS = re.compile("[٠-٩]+")


def isolates(text: str, direction: Direction) -> list[Run]:
    """The parts of `text`, which stands in text of `direction`, that are to be isolated.

    In order; a run lies wholly inside another, which then comes before it, or outside.
    """
    types = "".join(map(_type, text))
    if direction == "rtl":
        runs = [Run(start, end, "ltr") for start, end in _runs(text, types, "rtl")]
        return sorted([*runs, *_arabic_numbers(text, runs)], key=_nesting) if "A" in types else runs
    found: list[Run] = []
    for start, end in _runs(text, types, "ltr"):
        if not re.search("[RA]", types[start:end]):
            continue  # Persian digits alone, which read from left to right
        inner = [Run(start + run.start, start + run.end, run.direction) for run in isolates(text[start:end], "rtl")]
        if not inner or inner[0][:2] != (start, end):
            found.append(Run(start, end, "rtl"))
        found += inner
    return found


def _nesting(run: Run) -> tuple[int, int]:
    return run.start, -run.end


@cache
def _type(char: str) -> str:
    """What `char` is to this module, as a letter, by which runs are found with regular expressions.

    L, R: a letter of either direction. E, P, A: a European, Persian or Arabic-Indic digit. d: a separator in Arabic
    numbers. h: a hyphen. m: a combining mark. s: an Arabic sign. x: an invisible mark that counts as a right-to-left
    letter. n: all else.
    """
    bidi = unicodedata.bidirectional(char)
    if char in _MARKS or char in _HYPHENS or char in _SEPARATORS:
        return "x" if char in _MARKS else "h" if char in _HYPHENS else "d"
    if bidi in ("L", "R", "AN"):
        return "n" if char == "\u200e" else bidi[0]
    if bidi == "AL":
        return "R"
    if bidi == "EN" or unicodedata.category(char) == "No":
        return "P" if "۰" <= char <= "۹" else "E"
    if unicodedata.combining(char):
        return "m"
    return "s" if "\u0600" <= char <= "\u06ff" else "n"


def _runs(text: str, types: str, direction: Direction) -> Iterator[tuple[int, int]]:
    """The outermost runs of `text`, with what belongs to them."""
    if direction == "rtl" and "L" in types and not re.search("[RAx]", types):
        # All is in a foreign language: one run, its last stop included, but not the colon of a label.
        yield len(text) - len(text.lstrip()), len(text.rstrip(" \t\n:"))
        return
    mates = _mates(text)
    for match in _FOREIGN[direction].finditer(types):
        stops = _stops(text, match.span(), mates) if direction == "rtl" else []
        edges = [match.start(), *(edge for stop in stops for edge in stop), match.end()]
        for span in zip(edges[::2], edges[1::2], strict=True):
            yield from _parts(text, types, span, mates, direction)


def _stops(text: str, span: tuple[int, int], mates: dict[int, int]) -> list[tuple[int, int]]:
    """The signs that end a sentence or an item of a list in a run, but not inside its brackets or quotation marks."""
    start, end = span
    if sign := _TRAIL.match(text, end):
        end = sign.end()
    found = sorted(sign.span(1) for ending in (_SENTENCE_END, _NEXT_DOSE) for sign in ending.finditer(text, start, end))
    free = []
    closing = index = start - 1
    for stop in found:
        while index < stop[0]:
            closing = max(closing, mates.get(index, -1) if mates.get(index, -1) <= end else -1)
            index += 1
        if closing < stop[0]:
            free.append(stop)
    return free


def _mates(text: str) -> dict[int, int]:
    """Where the other of each pair of brackets or quotation marks stands, both ways (UAX #9, definition BD16)."""
    mates: dict[int, int] = {}
    opened: list[int] = []
    for sign in _BRACKET.finditer(text):
        index, char = sign.start(), sign[0]
        # Between two letters the sign is no quotation mark, but Hebrew's mark of an abbreviation (מ"ג).
        after_word = char == '"' and text[index - 1 : index].isalnum()
        before_word = char == '"' and text[index + 1 : index + 2].isalnum()
        if opened and char == _BRACKETS.get(text[opened[-1]]) and not (after_word and before_word):
            mates[index] = opened.pop()
            mates[mates[index]] = index
        elif char in _BRACKETS and not after_word:
            opened.append(index)
    return mates


def _parts(
    text: str, types: str, span: tuple[int, int], mates: dict[int, int], direction: Direction
) -> Iterator[tuple[int, int]]:
    """A run with what belongs to it, cut where one mate of a pair lies outside."""
    start, end = _widened(text, span, mates, direction)
    cuts = [index for index in range(start, end) if index in mates and not start <= mates[index] < end]
    for left, right in pairwise([start - 1, *cuts, end]):
        if part := _FOREIGN[direction].search(types, left + 1, right):
            mine = {mates.get(index, index) for index in range(*part.span())}
            whole = min(part.start(), *mine), max(part.end() - 1, *mine) + 1
            yield _widened(text, whole, mates, direction)


def _widened(text: str, span: tuple[int, int], mates: dict[int, int], direction: Direction) -> tuple[int, int]:
    """A run with the signs before and after it that belong to it, and the brackets around it whose mates it holds."""
    start, end = span
    trail = _TRAIL if direction == "rtl" else _ARABIC_TRAIL
    while end < len(text):
        if start <= mates.get(end, -1) < end:
            end += 1
        elif (sign := trail.match(text, end)) or (direction == "rtl" and (sign := _last_sign(text, start, end))):
            end = sign.end()
        else:
            break
    while start <= mates.get(start - 1, -1) < end:
        start -= 1
    if direction == "ltr":
        lead = _ARABIC_LEAD
    else:
        lead = _LEAD if text[start].isnumeric() or text[start] == "(" else _LEAD_OF_WORDS
    if sign := lead.search(text, max(0, start - 6), start):
        start = sign.start()
    return start, end


def _last_sign(text: str, start: int, end: int) -> re.Match[str] | None:
    """The last stop of an abbreviation, or the last stroke of an address, that stands behind a run."""
    behind = max(start, end - 200)
    if (sign := _STOP.match(text, end)) and _ABBREVIATION.search(text, behind, end):
        return sign
    return (sign := _ADDRESS_TRAIL.match(text, end)) and _ADDRESS.search(text, behind, end) and sign


def _arabic_numbers(text: str, taken: list[Run]) -> Iterator[Run]:
    """What in right-to-left text is to be isolated of the numbers in Arabic-Indic digits: phone numbers and dates.

    The groups of digits of a phone number are isolated each, for two of them side by side read from right to left even
    in left-to-right text. In a date the number in the middle is, for without it strokes bind the numbers to one that
    reads from left to right (UAX #9, rule W4).
    """
    inside = {index for run in taken for index in range(run.start, run.end)}
    for match in _DATE.finditer(text):
        if inside.isdisjoint(range(*match.span())):
            inside.update(range(*match.span()))
            yield Run(*match.span(), "rtl")
            yield Run(*match.span(2 if match[2] else 4), "ltr")
    for match in _GROUPS.finditer(text):
        if _is_phone_number(match[0]) and inside.isdisjoint(range(*match.span())):
            yield Run(*match.span(), "ltr")
            for group in _DIGITS.finditer(text, *match.span()):
                yield Run(*group.span(), "ltr")


def _is_phone_number(text: str) -> bool:
    """Whether groups of Arabic-Indic digits are a phone number, and not a range or a date.

    It has seven digits or more, and a plus sign, an area code in brackets, a nought in front of a group, spaces, or
    three groups, unless they are those of a date.
    """
    groups = _DIGITS.findall(text)
    lengths = [len(group) for group in groups]
    if sum(lengths) < 7 or (len(groups) == 3 and lengths[1] <= 2 and max(lengths) <= 4):
        return False
    if text[0] in "+(" or len(groups) > 2:
        return True
    return len(groups) == 2 and ("٠" in (groups[0][0], groups[1][0]) or not set(text) & set(_HYPHENS))
