"""How a language writes numbers, dates and units: CLDR's data, as Babel has them, for the checks.

The one module of the checks that knows Babel.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.units import format_compound_unit, format_unit

from handouts.checks.unit_scales import PER

CLDR_UNITS = {
    "microgram": "mass-microgram", "milligram": "mass-milligram", "gram": "mass-gram",
    "kilogram": "mass-kilogram", "milliliter": "volume-milliliter", "centiliter": "volume-centiliter",
    "deciliter": "volume-deciliter", "liter": "volume-liter", "percent": "concentr-percent",
    "celsius": "temperature-celsius", "fahrenheit": "temperature-fahrenheit",
    "millimeter-mercury": "pressure-millimeter-ofhg", "kilopascal": "pressure-kilopascal",
    "second": "duration-second", "minute": "duration-minute", "hour": "duration-hour", "day": "duration-day",
    "week": "duration-week", "month": "duration-month", "year": "duration-year", "millimeter": "length-millimeter",
    "centimeter": "length-centimeter", "meter": "length-meter", "kilometer": "length-kilometer",
    "kilocalorie": "energy-kilocalorie", "kilojoule": "energy-kilojoule",
    "pound": "mass-pound", "ounce": "mass-ounce",
    "millimole-per-liter": "concentr-millimole-per-liter",
    "milligram-per-deciliter": "concentr-milligram-ofglucose-per-deciliter",
}  # fmt: skip
"""Units by the ids that words files use, and what CLDR calls them."""

_LENGTHS: tuple[Literal["long", "short", "narrow"], ...] = ("long", "short", "narrow")
_COUNTS = (0, 1, 2, 3, 5, 11, 21, 100, 1.5)
"""Numbers of every plural category that CLDR has in any language."""

_EITHER_SIGN = frozenset({"ar", "en", "es", "sw", "so", "ms", "zu"})
"""Languages whose readers, by CLDR's regional data, live with both decimal signs: `es` has a comma in Spain and most
of South America, a point in Mexico, Central America and the United States."""

_ARABIC_DIGITS = frozenset({"ar", "fa", "ur", "ps", "ckb", "sd", "ug"})
"""Languages that may write Arabic-Indic digits, which have signs of their own."""

_AM = ("am", "morning1", "morning2")
_PM = ("pm", "noon", "afternoon1", "afternoon2", "evening1", "evening2")


@dataclass(frozen=True)
class Conventions:
    """How a language writes numbers, dates and times.

    `signs` has the decimal and the grouping sign, for European digits and for others. `either` tells whether some of
    its regions have them the other way round. `order` is the order of day, month and year in a short date ("dmy") and
    `orders` those of all its regions. `months`, `am` and `pm` are words, in small letters.
    """

    signs: tuple[tuple[str, str], tuple[str, str]]
    either: bool
    order: str
    orders: frozenset[str]
    months: Mapping[str, int]
    am: tuple[str, ...]
    pm: tuple[str, ...]


@cache
def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None


def _order(locale: Locale) -> str:
    pattern = re.sub(r"'[^']*'", "", locale.date_formats["short"].pattern.lower())
    return "".join(dict.fromkeys(char for char in pattern if char in "dmy"))


@cache
def conventions(code: str) -> Conventions:
    """The conventions of the language with the gettext `code`; those of English where CLDR does not know it."""
    locale = _locale(code) or Locale.parse("en")
    latin = _signs(locale, "latn", (".", ","))
    own = locale.default_numbering_system
    if locale.language in _ARABIC_DIGITS:
        native = _signs(locale, own if own != "latn" else "arab", ("٫", "٬"))
    else:
        native = _signs(locale, own, latin)
    # Babel's stand-alone names come out in another language once Yiddish was used.
    months = {
        name.lower(): number
        for table in locale.months["format"].values()
        for number, name in table.items()
        if len(name) > 2 and not re.search(r"\d", name)
    }
    periods = locale.day_periods["format"]
    words = {key: {table[key].lower() for table in periods.values() if len(table.get(key, "")) > 1}
             for key in (*_AM, *_PM)}  # fmt: skip
    am = {word for key in _AM for word in words[key]}
    pm = {word for key in _PM for word in words[key]}
    regional = {_order(region) for region in _regions(locale)} if not locale.territory else set()
    order = _order(locale)
    return Conventions(
        (latin, native),
        locale.language in _EITHER_SIGN and not locale.territory,
        order,
        frozenset({order, *regional}),
        months,
        tuple(sorted(am - pm)),
        tuple(sorted(pm - am)),
    )


def _signs(locale: Locale, system: str, otherwise: tuple[str, str]) -> tuple[str, str]:
    symbols = locale.number_symbols.get(system, {})
    decimal, group = (str(symbols.get(name) or otherwise[at]) for at, name in enumerate(("decimal", "group")))
    return otherwise if decimal == "،" else (decimal, group)


def _regions(locale: Locale) -> list[Locale]:
    if locale.language != "en":
        return []
    return [Locale.parse("en_US"), Locale.parse("en_GB")]


@cache
def unit_forms(code: str) -> Mapping[str, frozenset[str]]:
    """Every way in which CLDR writes a unit beside a number in the language `code`, in small letters, to the ids."""
    forms: dict[str, set[str]] = defaultdict(set)
    locale = _locale(code)
    if locale:
        for name, unit in CLDR_UNITS.items():
            for form in _forms(locale, unit):
                forms[form].add(name)
    return {form: frozenset(names) for form, names in forms.items()}


def _forms(locale: Locale, unit: str) -> Iterator[str]:
    # Counts of one plural form have one wording.
    counts = {locale.plural_form(count): count for count in reversed(_COUNTS)}
    for length in _LENGTHS:
        for count in counts.values():
            text = format_unit(count, unit, length, locale=locale, numbering_system="latn")
            # Babel gives the unit's id where CLDR has nothing.
            if unit not in text and (form := re.sub(r"[\d.,٫]+", "", text).strip(" \u00a0\u202f\u200f\u200e")):
                yield form.lower()


@cache
def per_forms(code: str) -> Mapping[str, frozenset[str]]:
    """How CLDR says "per kilogram", "per day" in the language `code`: by the unit's id, phrases in small letters."""
    found: dict[str, frozenset[str]] = {}
    locale = _locale(code)
    for name in PER if locale else ():
        phrases = set()
        for length in _LENGTHS[:2]:
            whole = format_compound_unit(
                1, "mass-milligram", denominator_unit=CLDR_UNITS[name], length=length, locale=locale
            )
            alone = format_unit(1, "mass-milligram", length, locale=locale)
            phrase = (whole or "").replace(alone, "").strip(" \u00a0\u202f").lower()
            if phrase and whole != phrase and "-" not in phrase:
                phrases.add(phrase)
        found[name] = frozenset(phrases)
    return found
