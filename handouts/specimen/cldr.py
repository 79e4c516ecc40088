"""What CLDR says of a language beyond its name: days, months, dates, numbers and quantities, as Babel has them.

Babel's data have holes and traps. Stand-alone names of days come out in another language once Yiddish was used, so the
names inside dates are taken; a quantity that CLDR has in a short form only must be asked for by it; and what Babel has
for Haitian Creole is French. A unit for which a language of another script has Latin letters only is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_time
from babel.numbers import UnsupportedNumberingSystemError, format_decimal, format_percent
from babel.units import format_unit

from handouts.languages import HAITIAN_MONTHS, OFFERED, SCRIPTS, Language

_DAY = date(2026, 11, 22)
_TIME = time(17, 30)
_NUMBER = 1234567.89
_QUANTITIES = (
    (5, "mass-milligram"),
    (2.5, "volume-milliliter"),
    (24, "duration-hour"),
    (3, "duration-day"),
    (37.5, "temperature-celsius"),
)
_LATIN_LETTER = re.compile("[A-Za-z]")
_HAITIAN_DAYS = ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch")
_HAITIAN_LANGUAGES = ("angle", "panyòl", "franse", "pòtigè", "alman", "italyen", "ris", "grèk", "arab", "chinwa")


@dataclass(frozen=True)
class Words:
    """Words of a language, in its own digits.

    `days` begin on Monday and `months` in January; `dates` are one date in its long and its short form, `list` joins
    three days, `languages` are names of languages, and `quantities` phrases such as "5 milligrams", as far as CLDR has
    them.
    """

    days: tuple[str, ...]
    months: tuple[str, ...]
    dates: tuple[str, ...]
    time: str
    number: str
    percent: str
    list: str
    languages: tuple[str, ...]
    quantities: tuple[str, ...]


def words_of(language: Language) -> Words:
    """What CLDR has of `language`."""
    locale = Locale.parse(language.code)
    system = _numbering(language, locale)
    days: tuple[str, ...]
    months: tuple[str, ...]
    dates: tuple[str, ...]
    if locale.language == "ht":
        days, months = _HAITIAN_DAYS, HAITIAN_MONTHS
        dates = (f"{days[6]} 22 {months[10]} 2026", "22/11/2026")
        names = _HAITIAN_LANGUAGES
        listed, phrases = f"{days[0]}, {days[1]} ak {days[2]}", ["5 mg", "2,5 ml", "3 jou", "37,5 °C"]
    else:
        latin = language.script == SCRIPTS["Latn"]
        days = tuple(str(locale.days["format"]["wide"][number]) for number in range(7))
        months = tuple(str(locale.months["format"]["wide"][number]) for number in range(1, 13))
        dates = tuple(format_date(_DAY, length, locale) for length in ("full", "short"))
        names = tuple(locale.languages[code] for code in OFFERED if code in locale.languages)
        listed = language.format_list(list(days[:3]))
        phrases = [
            text
            for value, unit in _QUANTITIES
            if (text := _quantity(value, unit, locale, system)) and (latin or not _LATIN_LETTER.search(text))
        ]
    return Words(
        days,
        months,
        tuple(map(language.localize_digits, dates)),
        language.localize_digits(format_time(_TIME, "short", locale=locale)),
        language.localize_digits(format_decimal(_NUMBER, locale=locale, numbering_system=system)),
        language.localize_digits(format_percent(0.5, locale=locale, numbering_system=system)),
        listed,
        names,
        tuple(language.localize_digits(phrase) for phrase in phrases),
    )


def script_of(language: Language, reader: Language) -> str:
    """The name of the script that `language` is written in, as speakers of `reader` say it, and its ISO 15924 code."""
    likely = get_global("likely_subtags")
    known = likely.get(language.code) or likely[language.code.partition("_")[0]]
    parts = (*language.code.split("_"), *known.split("_"))
    script = next(part for part in parts if len(part) == 4)
    name = Locale.parse(reader.code).scripts.get(script, script)
    return f"{name}{' Han' if script in ('Hans', 'Hant') else ''} ({script})"


def _quantity(value: float, unit: str, locale: Locale, system: str) -> str:
    """A number with its unit in words; empty when CLDR has none. Babel gives the unit's id then."""
    lengths: tuple[Literal["long", "short"], ...] = ("long", "short")
    texts = (format_unit(value, unit, length, locale=locale, numbering_system=system) for length in lengths)
    return next((text for text in texts if unit not in text), "")


def _numbering(language: Language, locale: Locale) -> str:
    """The CLDR numbering system whose signs stand beside the digits that `language` is printed in."""
    if language.digits == "0123456789":
        return "latn"
    system = "arab" if language.digits[0] == "\u0660" else locale.default_numbering_system
    try:
        format_decimal(0, locale=locale, numbering_system=system)
    except UnsupportedNumberingSystemError:
        return "latn"
    return system
