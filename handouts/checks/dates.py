"""Dates in figures, the names of months, and the halves of the day, in the order and the words of a language."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache

from handouts.checks.conventions import Conventions, conventions
from handouts.checks.figure import Figure

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_SHORT = re.compile(r"(\d{1,2})([./-])[ \u00a0]?(\d{1,2})\2[ \u00a0]?(\d{4}|\d{2})(?![\d]|[.,]\d)")
_EASTERN = re.compile(
    r"(?:(?P<year>\d{4})\s?[年년]\s?)?(?P<month>1[0-2]|0?[1-9])\s?[月월](?!間)(?:\s?(?P<day>[0-3]?\d)\s?[日号號일](?!間))?"
    r"|(?P<only>(?:19|20)\d{2})\s?[年년]"
)
_MONTH_NUMBER = re.compile(r"(?P<month>1[0-2]|0?[1-9])(?![\d.,])")
"""Behind the Vietnamese word for month: tháng 4."""
_NEAR = 25
"""How far from a figure, in characters, a month's name may stand."""

_HOUR = r"(?:[ \u00a0\u202f]?(?:h|Uhr|o['’]clock|giờ|час\w*|годин\w*|बजे|টা\w*|時|时|点|點|시|ساعت|saat))?"
_AM = ("a.m.", "am", "a. m.")
_PM = ("p.m.", "pm", "p. m.")


def find_date(plain: str, at: int, rules: Conventions) -> list[Figure]:
    """The figures of the date in digits that begins at `at` of `plain`; none where there is no date."""
    if (found := _MONTH_NUMBER.match(plain, at)) and plain[max(0, at - 6) : at].lower().endswith(("tháng ", "tháng")):
        return [_plain("month", found, "month")]
    if found := _EASTERN.match(plain, at):
        if found["only"]:
            return [_plain("number", found, "only")]
        kinds = (("number", "year"), ("month", "month"), ("number", "day"))
        return [_plain(kind, found, name) for kind, name in kinds if found[name]]
    if found := _ISO.match(plain, at):
        return _dated(found, int(found[4]), int(found[3]), int(found[1]), rules, fixed=True)
    if found := _SHORT.match(plain, at):
        first, second, third = int(found[1]), int(found[3]), int(found[4])
        order = rules.order
        if len(found[4]) == 2 and order.startswith("y"):
            return _dated(found, third, second, first, rules, fixed=True)
        if order.index("m") < order.index("d") and not order.startswith("y"):
            first, second = second, first
        return _dated(found, first, second, third, rules, fixed=order.startswith("y"))
    return []


def _plain(kind: str, found: re.Match[str], name: str) -> Figure:
    value = (Fraction(int(found[name])),)
    return Figure("month" if kind == "month" else "number", value, found.span(name), found[name])


def _dated(found: re.Match[str], day: int, month: int, year: int, rules: Conventions, *, fixed: bool) -> list[Figure]:
    disordered = month > 12 >= day and not fixed
    if disordered:
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    either = not fixed and len(rules.orders) > 1 and day <= 12 and day != month
    parts = (Fraction(day), Fraction(month), Fraction(year if year > 99 else 2000 + year))
    return [Figure("date", parts, found.span(), found[0], swapped=either, disordered=disordered)]


@cache
def _month_names(code: str) -> re.Pattern[str] | None:
    names = sorted(conventions(code).months, key=len, reverse=True)
    if not names:
        return None
    cased = names[0].lower() != names[0].upper()
    start = r"(?<!\w)" if cased else ""
    # Cases change the end of a name: октябрь, октября, октябре.
    stems = [f"{re.escape(name[:-1] if len(name) > 5 else name)}\\w{{0,5}}" for name in names if len(name) > 3]
    short = [rf"{re.escape(name)}(?!\w)" for name in names if len(name) <= 3 or name.endswith(".")]
    return re.compile(start + f"(?:{'|'.join([*stems, *short])})")


def month_names(text: str, code: str, found: list[Figure]) -> list[Figure]:
    """The names of months in `text` that stand near one of the figures `found`."""
    pattern = _month_names(code)
    if not pattern or not found:
        return []
    months = conventions(code).months
    figures = []
    for name in pattern.finditer(text.lower() if len(text.lower()) == len(text) else text):
        start, end = name.span()
        near = any(figure.span[0] - _NEAR <= end and start <= figure.span[1] + _NEAR for figure in found)
        # "may" is a word, "May" a month.
        if not near or (code.partition("_")[0] == "en" and not text[start].isupper()):
            continue
        known = max((month for month in months if name[0].startswith(month[:-1] if len(month) > 5 else month)), key=len)
        figures.append(Figure("month", (Fraction(months[known]),), (start, end), name[0]))
    return figures


@cache
def _halves(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = conventions(code)
    am, pm = (
        "|".join(re.escape(word) for word in sorted({*own, *words}, key=len, reverse=True))
        for own, words in ((_AM, rules.am), (_PM, rules.pm))
    )
    words = rf"(?:(?P<am>{am})|(?P<pm>{pm}))"
    after = re.compile(rf"{_HOUR}[ \u00a0\u202f]?{words}(?!\w)", re.IGNORECASE)
    return after, re.compile(rf"(?<!\w){words}[ \u00a0\u202f]?$", re.IGNORECASE)


def with_half_of_day(figure: Figure, text: str, code: str) -> Figure:
    """`figure` as an hour of the morning or the afternoon, where the words beside it say so."""
    if figure.kind not in ("number", "pair") or not 0 <= figure.value <= 24 or figure.value.denominator != 1:
        return figure
    after, before = _halves(code)
    start, end = figure.span
    found = after.match(text, end) or before.search(text[max(0, start - 14) : start])
    if not found:
        return figure
    half = "am" if found["am"] else "pm"
    hour = figure.value
    other = hour + 12 if half == "pm" and hour < 12 else hour - 12 if half == "am" and hour == 12 else None
    also = (*figure.also, other) if other is not None else figure.also
    return replace(figure, day=half, also=also)
