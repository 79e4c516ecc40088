"""Units: which one stands beside a figure, which a text mentions, and what they are to one another."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from handouts.checks.conventions import per_forms, unit_forms
from handouts.checks.figure import Figure
from handouts.checks.model import Span
from handouts.checks.phrases import Scan
from handouts.checks.unit_scales import PER, SCALES, Units
from handouts.checks.unit_symbols import symbol_forms

_DEGREES = frozenset({"celsius", "fahrenheit"})
_MEASURED = frozenset({"number", "word", "slash"})
_LONGEST = 30
_BETWEEN = re.compile(r"[ \u00a0\u202f\u2009]{0,2}-?(?:\([^()]{1,25}\)[ \u00a0]?)?")
_LINK = re.compile(
    r"[ \u00a0]?(?:na|ka|de|ng|of|full|whole|個|个|か|ヶ|カ|개|عدد|cái|buah|butir|st|nd|rd|th|[.º](?=[ \u00a0]))"
    r"[ \u00a0-]?"
)
_PART = re.compile(r"[ \u00a0](?:of )?(?:an?|the|de|d['’]|una?|une|eine[rn]?)[ \u00a0]")
"""Between a fraction and its unit: half an hour."""
_CONNECTING_WORDS = (
    "to or and bis oder und à a ou et y o u e i do lub albo oraz od или до и або та чи й إلى أو "
    "و تا یا اور से या और থেকে বা ও 至 到 或 或者 から または か 및 또는 에서 đến hoặc tới và ile veya sampai "
    "hingga atau na hadi au och eller till tot of og γ έως ή και és vagy tai ja și sau"
)
_CONNECTING = frozenset(_CONNECTING_WORDS.split())
"""Words between two numbers of the same unit."""
_BEFORE = frozenset({"sw", "rw", "rn", "lg", "ln", "zu", "xh", "sn", "ny", "mg"})
"""Languages that put the unit before the number: "saa 24" is 24 hours in Swahili."""
_NO_FORMS = frozenset({"a", "y", "o", "i", "e", "to", "in", "से", "в", "и", "с", "і", "у", "к", "та", "و", "в."})
"""What CLDR has as a unit and is a word of its own far more often."""
_VIRAMAS = "\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u103a"
_ATTACHED = ("CJK ", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO ", "KHMER", "MYANMAR")
_LATIN = 0x24F
"""The last of the Latin letters that most languages use; in "4 gを" the unit ends at one beyond."""
_PER_SIGN = re.compile(r"/[ \u00a0]?")


@dataclass(frozen=True)
class Place:
    """Units that a form may be, and where it stands."""

    units: Units
    span: Span


@cache
def _forms(code: str) -> Mapping[str, Units]:
    forms = dict(symbol_forms())
    for form, names in unit_forms(code).items():
        forms[form] = forms.get(form, frozenset()) | names
    for form in [form for form in forms if len(form) > 3 and form[-1] in _VIRAMAS]:
        # A case ending takes the place of the sign that the last letter has no vowel: கிராம், கிராமுக்கு.
        forms.setdefault(form[:-1], forms[form])
    return {form: names for form, names in forms.items() if form not in _NO_FORMS}


@cache
def _longest(code: str) -> Mapping[str, int]:
    """By its first letter, how long the longest form is that begins with it."""
    longest: dict[str, int] = defaultdict(int)
    for form in _forms(code):
        longest[form[:1]] = max(longest[form[:1]], min(len(form), _LONGEST))
    return dict(longest)


@cache
def _attaches(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_ATTACHED)


def _end(form: str, text: str, end: int) -> int | None:
    """Where the word ends that `form` begins and that stands before `end`; `None` where it is another word."""
    if not _letter(text, end) or not (form[-1].isalpha() or unicodedata.category(form[-1])[0] == "M"):
        return end
    if _attaches(form[-1]) or (form[-1].isascii() and ord(text[end]) > _LATIN):
        return end
    cased = form[-1].lower() != form[-1].upper()
    allowed = 6 if len(form) >= 4 else 3 if len(form) == 3 and cased else 0
    stop = end
    while stop < len(text) and stop - end <= allowed and _letter(text, stop):
        stop += 1
    return stop if stop - end <= allowed else None


def _letter(text: str, at: int) -> bool:
    return at < len(text) and (text[at].isalpha() or text[at] == "\u200c" or unicodedata.category(text[at])[0] == "M")


def _prefixed(text: str, start: int) -> bool:
    """Whether only short words that are written together with the next (و، ب، ל, በ) stand before `start`."""
    first = start
    while first > 0 and start - first <= 3 and _letter(text, first - 1):
        first -= 1
    return start - first <= 3 and unicodedata.name(text[start], "").startswith(("ARABIC", "HEBREW", "ETHIOPIC"))


class UnitNames:
    """The names of units in one text of a language: the table of symbols, CLDR's, and those that `scan` found there."""

    def __init__(self, code: str, scan: Scan) -> None:
        self._code = code
        self._forms = _forms(code)
        self._longest = _longest(code)
        self._scan = scan

    def at(self, text: str, position: int) -> Place | None:
        """The unit whose name begins at `position` of `text`, in small letters: the longest that fits, "° C" too."""
        place = self._named(text, position)
        if place and place.units == _DEGREES:
            scale = self._named(text, place.span[1] + 1)
            if scale and scale.units < _DEGREES:
                return Place(scale.units, (position, scale.span[1]))
        return place

    def _named(self, text: str, position: int) -> Place | None:
        best: set[str] = set()
        reach = position
        longest = self._longest.get(text[position : position + 1], 0)
        for end in range(min(len(text), position + longest), position, -1):
            names = self._forms.get(text[position:end])
            if names is not None and _end(text[position:end], text, end) is not None:
                best, reach = set(names), end
                break
        for key, stop in self._scan.begin("units", position):
            if not key.startswith("per-") and stop > reach:
                best, reach = {key}, stop
            elif not key.startswith("per-") and stop == reach > position:
                best.add(key)
        return Place(frozenset(best), (position, reach)) if best else None

    def behind(self, text: str, position: int, *, fraction: bool = False) -> Place | None:
        """The unit of the figure that ends at `position`; `fraction` tells whether the figure is less than one."""
        found = _BETWEEN.match(text, position)
        start = found.end() if found else position
        place = self.at(text, position) or self.at(text, start)
        if not place and (link := _LINK.match(text, start)):
            place = self.at(text, link.end())
        if not place and fraction and (link := _PART.match(text, position)):
            place = self.at(text, link.end())
        return place

    def before(self, text: str, position: int) -> Place | None:
        """The unit whose name ends just before the figure at `position`: "siku 3", "mg 500", "%50"."""
        offset = max(0, position - _LONGEST)
        piece = text[offset:position].rstrip(" \u00a0")
        if piece.endswith("%") and not re.search(r"\d[ \u00a0]?%$", piece):
            return Place(frozenset({"percent"}), (offset + len(piece) - 1, offset + len(piece)))
        usual = self._code.partition("_")[0] in _BEFORE
        for start in re.finditer(r"(?<!\w)[^\W\d]", piece):
            place = self.at(text, offset + start.start())
            if place and place.span[1] == offset + len(piece) and not re.search(r"\d[ -]?$", piece[: start.start()]):
                symbol = len(piece) - start.start() <= 3 and piece[-1].isascii()
                return place if usual or (symbol and piece[-1] in "gl") else None
        return None

    def mentions(self, text: str) -> Iterator[Place]:
        """Every place of `text` that names a unit; one or two letters only do so behind a figure or a stroke."""
        position = 0
        while position < len(text):
            begins = not _letter(text, position - 1) if position else True
            if begins or not text[position].isascii():
                place = self.at(text, position)
                if place and self._certain(text, place, begins=begins):
                    yield place
                    position = place.span[1]
                    continue
            position += 1

    def _certain(self, text: str, place: Place, *, begins: bool) -> bool:
        start, end = place.span
        form = text[start:end]
        if not begins and not _attaches(form[0]) and not _prefixed(text, start):
            return False
        return (
            len(form) > 2
            or form == "%"
            or (len(form) == 2 and any(SCALES.get(unit, ("",))[0] in ("mass", "volume") for unit in place.units))
            or _attaches(form[0])
            or bool(re.search(r"[\d/%][ \u00a0\u202f-]?$", text[:start][-3:]))
        )

    def per(self, text: str) -> dict[str, list[Span]]:
        """What `text` gives its figures per: "per kg", "/day"; by the unit's id, with the places."""
        found: dict[str, list[Span]] = defaultdict(list)
        for name in PER:
            for start, end in self._scan.find(("units", f"per-{name}")):
                if not re.search(r"\d", text[start:end]):
                    found[name].append((start, end))
            for phrase in per_forms(self._code).get(name, ()):
                at = text.find(phrase)
                if at >= 0 and not _letter(text, at + len(phrase)):
                    found[name].append((at, at + len(phrase)))
        for sign in _PER_SIGN.finditer(text):
            if place := self.at(text, sign.end()):
                for name in place.units & set(PER):
                    found[name].append((sign.start(), place.span[1]))
        return dict(found)


@dataclass(frozen=True)
class Quantity:
    """A figure and the units that it may be of; none where none is known.

    `role` is "date" for a day or a year beside a month, "clock" for an hour of the day.
    """

    figure: Figure
    units: Units
    span: Span
    role: str = ""


def quantities(found: list[Figure], text: str, names: UnitNames) -> list[Quantity]:
    """Each of `found`, in order, with its unit; in "5 to 10 mg" both are milligrams."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    result: list[Quantity] = []
    for figure in found:
        start, end = figure.span
        place = names.behind(lowered, end, fraction=0 < figure.value < 1 or bool(figure.also))
        place = place or (names.before(lowered, start) if figure.kind != "word" and not figure.name else None)
        units = place.units if place and figure.kind in _MEASURED else frozenset[str]()
        span = (min(start, place.span[0]), max(end, place.span[1])) if place and units else figure.span
        result.append(Quantity(figure, units, span))
    for index in range(len(result) - 2, -1, -1):
        here, there = result[index], result[index + 1]
        gap = text[here.figure.span[1] : there.figure.span[0]]
        single = here.units or not there.units
        if single or here.figure.kind not in _MEASURED or here.figure.day or here.figure.name:
            continue
        if _shares(gap, there):
            result[index] = Quantity(here.figure, there.units, here.figure.span)
    for index in range(1, len(result)):
        before, here = result[index - 1], result[index]
        ahead = before.units and before.span[0] < before.figure.span[0]  # "%10–20"
        if ahead and not here.units and _shares(text[before.figure.span[1] : here.figure.span[0]], before):
            result[index] = Quantity(here.figure, before.units, here.figure.span)
    return result


def _shares(gap: str, there: Quantity) -> bool:
    """Whether a figure with `gap` behind it has the unit of `there`: 5–10 mg, 5 or 10 mg, من ٥ إلى ١٠; 2, 3 or 4 mg."""
    words = gap.strip(" \u00a0\u202f,،、–-−~")
    if not words and not re.search(r"[–\-−~]", gap):
        return bool(gap.strip()) and there.span == there.figure.span
    return len(gap) <= 12 and (not words or words in _CONNECTING)
