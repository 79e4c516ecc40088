"""Languages: their codes, names, direction, digits, dates and the fonts that print them.

Names, dates and lists come from Babel (CLDR); what CLDR does not say (fonts, line heights, page counters) stands in
the tables here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.lists import format_list

from handouts.bidi import Direction
from handouts.breaking import SPACELESS, Spans, has_hyphens, line_marks


@dataclass(frozen=True)
class Script:
    """How a script is set: font families in order of preference and the line height that keeps its marks apart.

    Line heights are multiples of the font size, measured with WeasyPrint 70 and Noto fonts (DESIGN.md); below them
    marks of neighbouring lines collide. `slanted` tells whether italics have a place in the script. `size` is how many
    times an edition's letter size the script is set in, so that it looks as large as Latin script does, and `latin`
    how many times that size Latin letters beside it are: the medians of 10 to 20 common letters' heights above the
    base line, Noto Sans's being 0.546 em and Noto Sans Arabic's 0.416 (half of it is made up for: joined letters are
    taller). No script is set smaller than an edition says. `bullet` is how many times it a bullet in bold takes, with
    the space after it.
    """

    fonts: tuple[str, ...]
    line_height: float
    slanted: bool = False
    size: float = 1.0
    latin: float = 1.0
    bullet: float = 0.74


SCRIPTS = {
    "Latn": Script(("Noto Sans",), 1.4, slanted=True),
    "Cyrl": Script(("Noto Sans",), 1.45, slanted=True),
    "Grek": Script(("Noto Sans",), 1.45, slanted=True),
    "Arab": Script(("Noto Sans Arabic", "Noto Sans"), 1.65, size=1.1, latin=0.91),
    "Hebr": Script(("Noto Sans Hebrew", "Noto Sans"), 1.55),
    "Deva": Script(("Noto Sans Devanagari", "Noto Sans"), 1.65, latin=1.05),
    "Beng": Script(("Noto Sans Bengali", "Noto Sans"), 1.65, latin=1.05),
    "Hans": Script(("Noto Sans CJK SC", "Noto Sans"), 1.6, bullet=1.33),
    "Hant": Script(("Noto Sans CJK TC", "Noto Sans"), 1.6, bullet=1.33),
    "Jpan": Script(("Noto Sans CJK JP", "Noto Sans"), 1.6),
    "Kore": Script(("Noto Sans CJK KR", "Noto Sans"), 1.6),
    "Guru": Script(("Noto Sans Gurmukhi", "Noto Sans"), 1.65, latin=1.05),
    "Gujr": Script(("Noto Sans Gujarati", "Noto Sans"), 1.65, latin=1.05),
    "Taml": Script(("Noto Sans Tamil", "Noto Sans"), 1.65),
    "Telu": Script(("Noto Sans Telugu", "Noto Sans"), 1.7, latin=1.1),
    "Knda": Script(("Noto Sans Kannada", "Noto Sans"), 1.7, latin=1.1),
    "Mlym": Script(("Noto Sans Malayalam", "Noto Sans"), 1.65),
    "Sinh": Script(("Noto Sans Sinhala", "Noto Sans"), 1.65),
    "Thai": Script(("Noto Sans Thai", "Noto Sans"), 1.65),
    "Laoo": Script(("Noto Sans Lao", "Noto Sans"), 1.7),
    "Khmr": Script(("Noto Sans Khmer", "Noto Sans"), 1.8),
    "Mymr": Script(("Noto Sans Myanmar", "Noto Sans"), 1.85),
    "Ethi": Script(("Noto Sans Ethiopic", "Noto Sans"), 1.55, latin=1.1),
    "Geor": Script(("Noto Sans Georgian", "Noto Sans"), 1.5),
    "Armn": Script(("Noto Sans Armenian", "Noto Sans"), 1.5),
}
"""The scripts that can be printed. One is added here when its lines, marks and fonts were looked at on paper."""

_OWN_SCRIPTS = {"ur": Script(("Noto Nastaliq Urdu", "Noto Sans"), 2.2, size=1.1, latin=0.91)}
"""Languages that are not set as the rest of their script: Urdu readers expect Nastaliq."""

OFFERED = (
    "en", "es", "fr", "pt_BR", "de", "it", "pl", "uk", "ru", "el", "tr", "vi", "fil", "ht", "so", "sw", "ar",
    "fa", "ur", "ps", "ckb", "he", "yi", "hi", "ne", "mr", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si", "th",
    "lo", "km", "my", "am", "ti", "ka", "hy", "zh_Hans", "zh_Hant", "ja", "ko",
)  # fmt: skip
"""The gettext codes of the languages that are tried on paper with every release; CLDR knows more."""

_DIGITS = {
    "latn": ("0123456789", "decimal"),
    "arab": ("٠١٢٣٤٥٦٧٨٩", "arabic-indic"),
    "arabext": ("۰۱۲۳۴۵۶۷۸۹", "persian"),
    "deva": ("०१२३४५६७८९", "devanagari"),
    "beng": ("০১২৩৪৫৬৭৮৯", "bengali"),
    "mymr": ("၀၁၂၃၄၅၆၇၈၉", "myanmar"),
}
_OWN_SIGNS = "٫٬٪"
"""ARABIC DECIMAL SEPARATOR, THOUSANDS SEPARATOR and PERCENT SIGN, which stand beside Arabic digits only."""

_CODE = re.compile(r"(?!und)[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?")
"""Gettext codes that are BCP 47 tags once their low lines are hyphens: no `.UTF-8`, no `@latin`."""

HAITIAN_MONTHS = (
    "janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm",
)  # fmt: skip
"""Babel has no words of Haitian Creole and gives French ones."""

_NUMBERING = {"ar": "arab"}
"""Where CLDR's default is not most readers' habit: `ar` has Latin digits, most of its regions Arabic-Indic ones."""


@dataclass(frozen=True)
class Language:
    """A language that a leaflet can be in.

    `code` is gettext's (`zh_Hans`), `tag` the BCP 47 one (`zh-Hans`). `name` is the language's own name for itself.
    `digits` are the ten digits that it is printed in and `counter` the CSS counter style that writes them;
    `own_digits` are those that its texts may be written in. `hyphenates` tells whether long words may be hyphenated.
    """

    code: str
    tag: str
    direction: Direction
    script: Script
    name: str
    digits: str
    counter: str
    own_digits: str
    hyphenates: bool

    @property
    def spaceless(self) -> bool:
        """Whether no spaces part its words, so that a line may end almost anywhere."""
        return self.code.partition("_")[0] in SPACELESS

    def name_in(self, other: Language) -> str:
        """The language's name as speakers of `other` say it."""
        return _name(self.code, Locale.parse(other.code))

    def format_date(self, day: date) -> str:
        """`day` in the language's long form, such as "22 de noviembre de 2026", in its own digits."""
        if self.code == "ht":
            return f"{day.day} {HAITIAN_MONTHS[day.month - 1]} {day.year}"
        return self.localize_digits(format_date(day, "long", Locale.parse(self.code)))

    def format_list(self, items: list[str]) -> str:
        """`items` joined as the language joins them: "a, b and c"."""
        if self.code == "ht" and len(items) > 1:
            return f"{', '.join(items[:-1])} ak {items[-1]}"
        return format_list(items, locale=Locale.parse(self.code))

    def line_marks(self, text: str, whole: Spans = ()) -> tuple[tuple[int, str], ...]:
        """The invisible characters that steer the lines of `text`, as (index that it stands before, character).

        They forbid to break what is in `whole`, but in Thai only an element can (see `breaking`).
        """
        return line_marks(text, self.code.partition("_")[0], tuple(whole))

    def localize_digits(self, text: str) -> str:
        """`text` with its European digits written in the language's own."""
        return text.translate(str.maketrans("0123456789", self.digits))

    def spell(self, text: str) -> str:
        """`text`, written in the language, with European digits and signs where those were chosen for it."""
        if self.digits == self.own_digits:
            return text
        return text.translate(str.maketrans(self.own_digits + _OWN_SIGNS, self.digits + ".,%"))


class UnknownLanguageError(ValueError):
    """A code that CLDR does not know, or a language whose script cannot be printed yet."""


def find_script(code: str) -> Script:
    """The script of the language with the gettext `code`. Raises `UnknownLanguageError`, whose text says why.

    It does not read what CLDR says of the language, which takes some milliseconds: a workspace names many languages.
    """
    locale, script = _known(code)
    return _OWN_SCRIPTS.get(locale.language, SCRIPTS[script])


@cache
def _known(code: str) -> tuple[Locale, str]:
    """The locale with the gettext `code`, and the code of its script. Raises `UnknownLanguageError`."""
    try:
        locale = Locale.parse(code) if _CODE.fullmatch(code) else None
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None:
        raise UnknownLanguageError(f"'{code}' is not a language code that CLDR knows")
    script = _script_of(locale)
    if script not in SCRIPTS:
        raise UnknownLanguageError(f"the script of '{code}' ({script}) cannot be printed yet")
    return locale, script


@cache
def find_language(code: str, *, latin_digits: bool = False) -> Language:
    """The language with the gettext `code`, printed in its own digits or in European ones.

    Raises `UnknownLanguageError`, whose text says why.
    """
    locale, script = _known(code)
    own = _DIGITS.get(_NUMBERING.get(code, locale.default_numbering_system), _DIGITS["latn"])
    digits, counter = _DIGITS["latn"] if latin_digits else own
    return Language(
        code=code,
        tag=code.replace("_", "-"),
        direction="rtl" if locale.text_direction == "rtl" else "ltr",
        script=find_script(code),
        name=_name(code, locale),
        digits=digits,
        counter=counter,
        own_digits=own[0],
        hyphenates=SCRIPTS[script].slanted and has_hyphens(code.replace("_", "-")),
    )


def _name(code: str, reader: Locale) -> str:
    """CLDR's own name where it has one ("简体中文"), else the name put together from the code's parts."""
    known: str | None = reader.languages.get(code)
    return known or Locale.parse(code).get_display_name(reader) or code


def _script_of(locale: Locale) -> str:
    """The ISO 15924 code of the locale's script, CLDR's likely one where the code names none."""
    if locale.script:
        return locale.script
    likely = get_global("likely_subtags")
    full = likely.get(str(locale)) or likely.get(locale.language, "")
    return next((part for part in full.split("_") if len(part) == 4 and part.isalpha()), "Latn")
