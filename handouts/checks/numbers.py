"""Figures: the numbers, ratios, dates, times and telephone numbers in a text, by value, in any digits.

A number is read by the signs of its language: "1.500" is one and a half in English and fifteen hundred in German. What
the other reading would be is kept, since that is how a decimal sign goes wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from handouts.checks.conventions import Conventions, conventions
from handouts.checks.dates import find_date
from handouts.checks.figure import Figure
from handouts.checks.numerals import VULGAR, plain_digits

_BLANK = " \u00a0\u202f\u2009"
_FRACTIONS = "".join(VULGAR)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_RAISED = str.maketrans(_SUPERSCRIPTS, "0123456789-")
_MOST_DIGITS = 40
"""Digits of a number that are read; Python refuses to read thousands of them."""

_START = re.compile(rf"[\d{_FRACTIONS}]|[+(](?=\d)")
_RUN = re.compile(rf"\d+(?:[.,٫٬،'’]\d+|[{_BLANK}]\d{{3}}(?!\d))*")
_PHONE = re.compile(r"(?:\+\d|\(\d|0\d|\d{1,4}(?=(?P<sep>[-. ])\d{2,4}(?P=sep)\d{2,4}))[\d ().\-/–\u00a0\u202f]{5,24}")
_PAIR = re.compile(r"(\d{1,4}):(\d{1,4})(?![\d:])(?::\d\d)?")
_CLOCK = re.compile(
    r"([01]?\d|2[0-4])(?:[hH]|[ \u00a0]?(?:時|时|点|點|시|giờ)[ \u00a0]?|[ \u00a0]h[ \u00a0])([0-5]\d)(?![\d.,])"
    r"(?![ \u00a0]?(?:[mμk]?g|ml|mcg|mL|%))"
)
_DOTTED = re.compile(r"([01]?\d|2[0-4])\.([0-5]\d)(?![\d.,])")
_CLOCK_AFTER = re.compile(r"[ \u00a0](?:Uhr|uur|uhr)(?!\w)")
_CLOCK_BEFORE = re.compile(r"(?:\bkl\.?|\bklo|\bklokken|\bpukul|\bjam|\balle|\bore|\bklukkan|\bkello)[ \u00a0]$")
_POWER = re.compile(rf"(\d+)(?:\^([-−]?\d{{1,3}})|([{_SUPERSCRIPTS}]{{1,4}}))")
_MIXED = re.compile(rf"(\d+)[{_BLANK}](\d{{1,2}})/(\d{{1,2}})(?![\d/])")
_SLASH = re.compile(r"(\d{1,5})[ \u00a0]?/[ \u00a0]?(\d{1,5})(?![\d/])")
_PARTS = re.compile(r"(\d{1,5})[ \u00a0]?(?:分之|分の|분의)[ \u00a0]?(\d{1,5})(?!\d)")
_WITH_FRACTION = re.compile(rf"(\d*)[{_BLANK}]?([{_FRACTIONS}])")
_COMPARISON = re.compile(rf"([≥≤<>±≈~])(=?)[{_BLANK}]?[-−]?$")
_REVERSED_COMPARISON = re.compile(rf"=([<>])[{_BLANK}]?$")
_MINUS = re.compile(r"(?:^|[\s(\[:;,≥≤<>≈±])[-−–]$")
_VERSION = re.compile(r"(?:versi|верси|版|バージョン|نسخ|إصدار|संस्करण)\w{0,6}[ \u00a0]?$|\bv\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class _Number:
    value: Fraction
    misread: tuple[Fraction, ...] = ()
    decimal: str = ""
    wrong: bool = False


def figures(text: str, code: str) -> list[Figure]:
    """Every figure in `text`, plain text in the language `code`, in order."""
    plain = plain_digits(text)
    rules = conventions(code)
    found: list[Figure] = []
    position = 0
    while start := _START.search(plain, position):
        read = _read(text, plain, start.start(), rules, code)
        found += [_with_sign(figure, plain) for figure in read]
        position = read[-1].span[1] if read else start.end()
    return found


def _read(text: str, plain: str, at: int, rules: Conventions, code: str) -> list[Figure]:
    """The figures that begin at `at`; more than one where a run turns out to be a list or a date."""
    if date := find_date(plain, at, rules):
        return date
    if phone := _phone(plain, at):
        return [phone]
    if not (plain[at].isdigit() or plain[at] in VULGAR):
        return []
    return _pair(plain, at) or _fraction(plain, at, code) or _numbers(text, plain, at, rules)


def _phone(plain: str, at: int) -> Figure | None:
    found = _PHONE.match(plain, at)
    if not found:
        return None
    text = found[0].rstrip(" ().-/–\u00a0\u202f")
    digits = re.sub(r"\D", "", text)
    groups = re.split(r"\D+", text.strip("+("))
    if "(" in text[1:] and ")" not in text:
        return None
    certain = text[0] in "+(" or (text[0] == "0" and len(digits) >= 6)
    if text[0] == "(" and not re.match(r"\(\d{2,5}\)", text):
        return None
    thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]) and found["sep"] in (" ", ".")
    if not 6 <= len(digits) <= 15 or not (certain or (len(digits) >= 7 and not thousands)):
        return None
    # Words between groups would be another number's.
    if not certain and re.search(r"[ ()/–]", text.replace(found["sep"], "")):
        return None
    return Figure("phone", (_whole(digits),), (at, at + len(text)), digits)


def _pair(plain: str, at: int) -> list[Figure]:
    found = _PAIR.match(plain, at) or _CLOCK.match(plain, at) or _dotted(plain, at)
    if found:
        return [Figure("pair", (Fraction(found[1]), Fraction(found[2])), found.span(), found[0])]
    if found := _POWER.match(plain, at):
        power = (found[2] or found[3].translate(_RAISED)).replace("−", "-")
        exponent = Fraction(power) if re.fullmatch(r"-?\d+", power) else Fraction(0)
        return [Figure("power", (_whole(found[1]), exponent), found.span(), found[0])]
    return []


def _dotted(plain: str, at: int) -> re.Match[str] | None:
    """A time such as 8.30, where a word beside it says that it is one."""
    found = _DOTTED.match(plain, at)
    beside = found and (_CLOCK_AFTER.match(plain, found.end()) or _CLOCK_BEFORE.search(plain[max(0, at - 9) : at]))
    return found if beside else None


def _fraction(plain: str, at: int, code: str) -> list[Figure]:
    if found := _WITH_FRACTION.match(plain, at):
        value = _whole(found[1] or "0") + VULGAR[found[2]]
        return [Figure("number", (value,), found.span(), found[0])]
    if (found := _MIXED.match(plain, at)) and 0 < int(found[2]) < int(found[3]):
        value = _whole(found[1]) + Fraction(int(found[2]), int(found[3]))
        return [Figure("number", (value,), found.span(), found[0])]
    if (parts := _PARTS.match(plain, at)) and int(parts[1]):
        return [Figure("number", (Fraction(int(parts[2]), int(parts[1])),), parts.span(), parts[0])]
    if found := _SLASH.match(plain, at):
        upper, lower = int(found[1]), int(found[2])
        also = [Fraction(upper, lower)] if 0 < upper < lower else []
        if code in ("fa", "ps", "ckb"):  # Persian handwriting has ۰/۵ for 0.5.
            also.append(upper + Fraction(lower, 10 ** len(found[2])))
        return [Figure("slash", (Fraction(upper), Fraction(lower)), found.span(), found[0], also=tuple(also))]
    return []


def _numbers(text: str, plain: str, at: int, rules: Conventions) -> list[Figure]:
    found = _RUN.match(plain, at)
    if not found:
        return []
    run = _cut_at_blanks(found[0], rules)
    span = (at, at + len(run))
    before = plain[max(0, at - 3) : at]
    name = _is_name(before)
    signs = rules.signs[0] if text[at].isascii() else rules.signs[1]
    number = _number(run, signs)
    if number is None:
        return [
            Figure("number", (_whole(part[0]),), (at + part.start(), at + part.end()), part[0], name=name)
            for part in re.finditer(r"\d+", run)
        ]
    version = bool(_VERSION.search(plain[max(0, at - 12) : at]))
    wrong = number.wrong and not (name or version)
    return [
        Figure(
            "number",
            (number.value,),
            span,
            run,
            misread=number.misread,
            name=name,
            decimal=number.decimal,
            wrong_sign=wrong,
        )
    ]


def _is_name(before: str) -> bool:
    """Whether a figure is part of a word: B12, COVID-19; not in "x3" or after a letter of a script without cases."""
    letter = before[-2:-1] if before.endswith("-") else before[-1:]
    cased = letter.isalpha() and letter.lower() != letter.upper()
    return cased and not (letter in "xX×" and not before[-2:-1].isalpha())


def _cut_at_blanks(run: str, rules: Conventions) -> str:
    """`run` up to the first blank that does not part thousands: "2 500 mg" is two numbers in English."""
    chunks = re.split(rf"([{_BLANK}])", run)
    whole = chunks[0]
    usual = rules.signs[0][1] in _BLANK
    for blank, chunk in zip(chunks[1::2], chunks[2::2], strict=True):
        digits = re.sub(rf"[{_BLANK}]", "", whole)
        if not digits.isdigit() or len(chunks[0]) > 3 or chunks[0].startswith("0"):
            return whole
        if blank == " " and not usual and not chunk.startswith("000"):
            return whole
        whole += blank + chunk
    return whole


def _number(run: str, signs: tuple[str, str]) -> _Number | None:
    """What `run`, digits and signs, is worth where `signs` part the fraction and the thousands; `None` for a list."""
    run = re.sub(rf"(?<=\d)[{_BLANK}](?=\d)", "", run)
    marks = re.findall(r"\D", run)
    chunks = re.split(r"\D", run)
    decimal = signs[0]
    whole = _whole("".join(chunks))
    if not marks:
        return _Number(whole)
    last = marks[-1]
    fraction = whole / 10 ** min(len(chunks[-1]), _MOST_DIGITS)
    thousands = (
        1 <= len(chunks[0]) <= 3
        and not chunks[0].startswith("0")
        and len(chunks[-1]) == 3
        and (all(len(chunk) == 3 for chunk in chunks[1:]) or all(len(chunk) == 2 for chunk in chunks[1:-1]))
    )
    if len(marks) == 1:
        if thousands and last not in (decimal, "٫"):
            other = (fraction,) if last in ".,،" else ()
            return _Number(whole, other)
        if last in "٬'’":
            return _Number(whole) if thousands else None
        return _Number(fraction, (whole,) if thousands else (), last, wrong=last != decimal)
    if len(set(marks)) == 1:
        return _Number(whole) if thousands else None
    if len(set(marks[:-1])) == 1 and marks[-1] != marks[0]:
        return _Number(fraction, (), last, wrong=last != decimal)
    return None


def _whole(digits: str) -> Fraction:
    return Fraction(int(digits[:_MOST_DIGITS]))


def _with_sign(figure: Figure, plain: str) -> Figure:
    start = figure.span[0]
    before = plain[max(0, start - 4) : start]
    if figure.kind == "number" and _MINUS.search(before) and not re.search(r"\d\s?[-−–]$", before):
        figure = replace(figure, parts=(-figure.parts[0],), span=(start - 1, figure.span[1]))
    if found := _REVERSED_COMPARISON.search(before):
        return replace(figure, sign="≤" if found[1] == "<" else "≥")
    if found := _COMPARISON.search(before):
        return replace(figure, sign={"<=": "≤", ">=": "≥"}.get(found[1] + found[2], found[1]))
    return figure
