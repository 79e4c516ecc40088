"""Checks of numbers: each figure of the source must stand in the translation, with the same value, order and sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from handouts.checks.conventions import conventions
from handouts.checks.figure import Figure
from handouts.checks.model import Check, Finding, Span, Unit
from handouts.checks.number_findings import Compared, compared
from handouts.checks.number_order import reversed_parts, reversed_ranges, reversed_shares, swapped_figures
from handouts.checks.numerals import digit_system
from handouts.checks.reading import LONGEST
from handouts.problems import Severity

_LETTER_FOR_DIGIT = re.compile(r"\d(?:[.,٫][OoОоΟοlI]|[OОΟ])\d{0,3}(?![a-zа-яα-ω])|(?<!\w)[OОΟIl][.,]?\d+(?!\w)")
"""Latin, Cyrillic or Greek letters that look like 0 and 1, in a number."""
_CUES = {"≥": ("at_least", "above"), ">": ("above", "at_least"), "≤": ("at_most", "below"), "<": ("below", "at_most")}


def _lost(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for figure in seen.figures.lost:
        what = f"{seen.source_text(figure)} is not in the translation"
        yield seen.finding(what, "Put the number in, as a figure or as a word.", figure.span)


def _added(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for figure in seen.figures.added:
        if not _repeats(seen, figure):
            what = f"{seen.target_text(figure)} is not in the source"
            yield seen.finding(what, "Take the number out, or put right what it stands for.", None, figure.span)


def _repeated(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for figure in seen.figures.added:
        if _repeats(seen, figure):
            what = f"{seen.target_text(figure)} stands more often than in the source"
            yield seen.finding(what, "See whether a sentence or a figure stands twice.", None, figure.span)


def _repeats(seen: Compared, figure: Figure) -> bool:
    return any(figure.value in pair[1].parts and pair[0].kind != "word" for pair in seen.figures.matched)


def _changed(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for one, other in seen.figures.changed:
        what = f"the source has {seen.source_text(one)}, the translation {seen.target_text(other)}"
        if _moved(one.value, other.value):
            what += ": the decimal sign has moved"
        yield seen.finding(what, "Write the number of the source.", one.span, other.span)
    for one, other in seen.figures.matched:
        if one.day and other.day and one.day != other.day and one.value == other.value and one.value < 12:
            what = "the hour is in the morning on one side, in the afternoon on the other"
            yield seen.finding(what, "Give the time of the source.", one.span, other.span)


def _moved(one: Fraction, other: Fraction) -> bool:
    if not one or not other or one == other:
        return False
    ratio = max(one, other) / min(one, other)
    return ratio.denominator == 1 and ratio > 1 and str(ratio).strip("0") == "1"


def _order(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for one, other in seen.figures.reversed:
        what = f"{seen.source_text(one)} has become {seen.target_text(other)}"
        yield seen.finding(what, "Write the two numbers in the order of the source.", one.span, other.span)
    for first, second in [*reversed_parts(seen.figures), *reversed_ranges(seen.figures)]:
        what = f"{seen.source_text(first[0])} comes before {seen.source_text(second[0])} in the source, behind it here"
        hint = "Write the ends of the range in the order of the source."
        yield seen.finding(what, hint, _around(first[0], second[0]), _around(first[1], second[1]))
    for part, whole in reversed_shares(seen.figures):
        what = f"{seen.source_text(part)} out of {seen.source_text(whole)} has been turned around"
        yield seen.finding(what, "Write how many out of how many as in the source.", _around(part, whole))
    yield from _exchanged(seen)
    for first, second, alike in swapped_figures(seen.figures):
        if alike:
            yield _swapped(seen, first, second)


def _exchanged(seen: Compared) -> Iterator[Finding]:
    for mine, second, here, _ in seen.units.swapped:
        what = f"{seen.source_text(mine.figure)} and {seen.source_text(second.figure)} have changed places"
        yield seen.finding(what, "Give each unit the number of the source.", mine.span, here.span)
    for mine, here in seen.units.misplaced:
        what = f"{seen.source_text(mine.figure)} is of a {mine.role} in the source, of a {here.role} here"
        yield seen.finding(what, "Give date and time of the source.", mine.span, here.span)


def _sequence(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for first, second, alike in swapped_figures(seen.figures):
        if not alike:
            yield _swapped(seen, first, second)


def _swapped(seen: Compared, first: tuple[Figure, Figure], second: tuple[Figure, Figure]) -> Finding:
    what = f"{seen.source_text(first[0])} and {seen.source_text(second[0])} come in the other order"
    hint = "See that each number belongs to the same words as in the source."
    return seen.finding(what, hint, _around(first[0], second[0]), _around(first[1], second[1]))


def _around(one: Figure, other: Figure) -> Span:
    return min(one.span[0], other.span[0]), max(one.span[1], other.span[1])


def _dates(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for one, other in seen.figures.dates:
        if not _other_reading(one, other):
            what = f"the date {seen.source_text(one)} has become {seen.target_text(other)}"
            hint = "Write day and month in the order that the language reads, or the month as a word."
            yield seen.finding(what, hint, one.span, other.span)
    for figure in seen.figures.target.figures:
        if figure.disordered:
            what = f"{seen.target_text(figure)} is no date in the order that the language reads"
            yield seen.finding(what, "Write day and month in the order that the language reads.", None, figure.span)


def _other_reading(one: Figure, other: Figure) -> bool:
    """Whether `one` is a date that some of its readers read as `other`."""
    return (
        one.swapped and other.kind == "date" and one.parts[:2] == other.parts[1::-1] and one.parts[2] == other.parts[2]
    )


def _date_doubtful(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for one, other in seen.figures.dates:
        if _other_reading(one, other):
            what = f"{seen.source_text(one)} may be read in two ways, and the translation may have taken the other"
            hint = "Write the month as a word in the source, then see that the translation has the same day."
            yield seen.finding(what, hint, one.span, other.span)


def _decimal_sign(unit: Unit) -> Iterator[Finding]:
    if not conventions(unit.language.code).either:
        yield from _wrong_signs(compared(unit), unit)


def _separator(unit: Unit) -> Iterator[Finding]:
    if conventions(unit.language.code).either:
        yield from _wrong_signs(compared(unit), unit)


def _wrong_signs(seen: Compared, unit: Unit) -> Iterator[Finding]:
    hint = f"Write the number with the signs of {unit.language.name}."
    misread = {id(other) for _, other in seen.figures.misread}
    for one, other in seen.figures.misread:
        what = f"{seen.source_text(one)} would be read as another number in {seen.target_text(other)}"
        yield seen.finding(what, hint, one.span, other.span)
    for figure in seen.figures.target.figures:
        if figure.wrong_sign and id(figure) not in misread:
            what = f"'{figure.decimal}' is not the decimal sign of the language: {seen.target_text(figure)}"
            yield seen.finding(what, hint, None, figure.span)


def _digits(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    text = seen.figures.target.text
    for figure in seen.figures.target.figures:
        if len({digit_system(char) for char in text[slice(*figure.span)] if char.isdecimal()}) > 1:
            what = f"{seen.target_text(figure)} mixes digits of two scripts"
            yield seen.finding(what, "Write the whole number in one kind of digits.", None, figure.span)
    for found in _LETTER_FOR_DIGIT.finditer(text):
        what = f"a letter stands for a digit in {found[0]}"
        yield seen.finding(what, "Write the digit.", None, found.span())


def _mixed_digits(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    text = seen.figures.target.text
    first: dict[int, Figure] = {}
    for figure in seen.figures.target.figures:
        if figure.name or figure.kind == "phone":
            continue
        for char in text[slice(*figure.span)]:
            if char.isdecimal():
                first.setdefault(digit_system(char), figure)
    if len(first) > 1:
        figure = list(first.values())[1]
        what = f"{seen.target_text(figure)} is in other digits than the numbers before it"
        yield seen.finding(what, "Write all numbers of the message in the same digits.", None, figure.span)


def _signs(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for one, other in seen.figures.matched:
        mine, theirs = one.sign, other.sign
        if mine == theirs or other.kind == "word":
            continue
        if (what := _sign_fault(seen, mine, theirs)) and not (mine and not theirs and one.kind == "word"):
            yield seen.finding(
                what, "Say the same comparison as the source, as a sign or in words.", one.span, other.span
            )


def _sign_fault(seen: Compared, mine: str, theirs: str) -> str:
    source, target = seen.figures.source, seen.figures.target
    if mine in _CUES and theirs in _CUES:
        return f"'{mine}' has become '{theirs}'"
    if mine in _CUES and not theirs:
        known = [key for key in _CUES[mine] if target.words.has("cues", key)]
        said = any(target.words.find("cues", key, target.text) for key in known)
        return f"'{mine}' is not in the translation" if known and not said else ""
    if theirs in _CUES and not mine:
        known = [key for key in _CUES[theirs] if source.words.has("cues", key)]
        said = any(source.words.find("cues", key, source.text) for key in known)
        return f"'{theirs}' is not in the source" if known and not said else ""
    return f"'{mine}' is not in the translation" if mine == "±" else ""


def _words(unit: Unit) -> Iterator[Finding]:
    seen = compared(unit)
    for figure in seen.figures.words:
        what = f"'{seen.source_text(figure)}' is not found in the translation, neither as a word nor as a figure"
        yield seen.finding(what, "See that the translation says the same number.", figure.span)


def _unread(unit: Unit) -> Iterator[Finding]:
    if max(len(unit.source), len(unit.target)) > LONGEST:
        what = f"the message is longer than {LONGEST:,} characters; its numbers were compared only so far"
        yield Finding(what, "Make several paragraphs of it.")


_LIMITS = "It cannot see what a number belongs to when all numbers are there in their order."

CHECKS: tuple[Check, ...] = (
    Check(
        "number-lost",
        "Every figure of the source stands in the translation, in any digits, or as a word that the language's words "
        f"file has. A name such as B12, and 1 where an article or the noun alone may say it, may be missing. {_LIMITS}",
        _lost,
    ),
    Check(
        "number-added",
        "The translation has no figure that the source does not have as a figure or a word. A 1 (as in '1日3回') and "
        "figures in names may be new.",
        _added,
    ),
    Check(
        "number-repeated",
        "No figure stands more often than in the source. A sentence may need it twice; then all is well.",
        _repeated,
        Severity.WARNING,
    ),
    Check(
        "number-changed",
        "Figures, times of day and numbers of a unit in words have the same value. Numbers in words are seen as far as "
        "the words files of both languages go.",
        _changed,
    ),
    Check(
        "number-order",
        "Ranges, ratios and pairs keep their order, and two numbers do not change places between units or clauses that "
        "are alike. It cannot see a swap of numbers that have no unit.",
        _order,
    ),
    Check(
        "number-sequence",
        "Numbers of the same unit come in the order of the source. Grammar may turn clauses around; then all is well.",
        _sequence,
        Severity.WARNING,
    ),
    Check(
        "number-date",
        "A date has the same day and month, read in the order of its language. Only the Western calendar is known.",
        _dates,
    ),
    Check(
        "number-date-doubtful",
        "A date in figures that the source's own readers take in two ways (03/04/2026) is pointed out.",
        _date_doubtful,
        Severity.WARNING,
    ),
    Check(
        "number-decimal-sign",
        "Numbers are written with the decimal and grouping signs that CLDR has for the language, and mean the same "
        "number with them. Where the regions of a language differ, see number-separator.",
        _decimal_sign,
    ),
    Check(
        "number-separator",
        "In a language whose regions write numbers in two ways (Spanish, Arabic), one with the other signs is shown.",
        _separator,
        Severity.WARNING,
    ),
    Check(
        "number-digits",
        "All digits of one number are of one script.",
        _digits,
    ),
    Check(
        "number-digits-mixed",
        "All numbers of a message are in the same digits; names and telephone numbers are left out.",
        _mixed_digits,
        Severity.WARNING,
    ),
    Check(
        "number-sign",
        "Signs of comparison (≥ ≤ < > ±) are kept or said in words that the language's words file has.",
        _signs,
    ),
    Check(
        "number-word",
        "A number in words before a unit ('two weeks') is said in the translation, as far as its words file goes.",
        _words,
        Severity.WARNING,
    ),
    Check(
        "number-unread",
        f"A message of more than {LONGEST:,} characters is too long to be compared as a whole.",
        _unread,
    ),
)
"""Checks of the numbers of one message."""
