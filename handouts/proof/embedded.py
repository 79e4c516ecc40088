"""Rules of the fonts in a PDF: the ones that were chosen, as they are installed, and no letter shown as another one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from handouts.proof.comparing import short
from handouts.proof.expectation import Expectation
from handouts.proof.glyphs import DOTTED_CIRCLE, installed
from handouts.proof.opentype import FontProgram
from handouts.proof.rules import OURS, Rule
from handouts.structure import Document, Font

_SUBSET = re.compile(r"/[A-Z]{6}\+(.+)")
_STYLE = re.compile(
    r"((Thin|Ultra|Extra|Semi|Demi|Light|Book|Regular|Medium|Bold|Black|Heavy|Italic|Oblique|Condensed|Expanded)-?)*"
)
_PLAIN_SCRIPTS = frozenset(
    (
        "LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "ETHIOPIC", "HEBREW", "CJK", "HANGUL", "HIRAGANA",
        "KATAKANA",
    )
)  # fmt: skip
"""Scripts, as Unicode's names of letters begin, whose letters look the same wherever they stand."""


@dataclass(frozen=True)
class _Embedded:
    """A font of the PDF: its name without the subset's tag, its program, and the installed font that it is cut from."""

    font: Font
    name: str
    family: str | None
    program: FontProgram | None
    original: FontProgram | None
    glyph_numbers: bytes | None

    def glyph(self, code: bytes) -> int:
        """The number of the glyph that a code shows (ISO 32000-1, 9.7.4.2)."""
        number = int.from_bytes(code)
        if self.glyph_numbers is not None:
            return int.from_bytes(self.glyph_numbers[2 * number : 2 * number + 2])
        return number

    def shows(self, glyph: int, wanted: Iterable[int]) -> bool:
        """Whether `glyph` is one of the glyphs `wanted` of the installed font.

        Large fonts, whose outlines are not TrueType's, are cut before they are used (`font_cuts`), which numbers their
        glyphs anew: there what is drawn tells.
        """
        if self.original is None or self.program is None:
            return False
        if self.original.has_outlines:
            return glyph in wanted
        return any(self.program.drawn(glyph) == self.original.drawn(own) for own in wanted)

    @cached_property
    def shown(self) -> list[tuple[int, str, int]]:
        """Each glyph that is shown, with what it says and the number of the first page that shows it."""
        return [(self.glyph(code), self.font.says(code), page + 1) for code, page in self.font.shown.items()]


@lru_cache(1)
def _fonts(document: Document, expected: Expectation) -> list[_Embedded]:
    """The fonts that show something; the rules below ask for them one after the other."""
    return [_embedded(document, font, expected.families) for font in document.fonts if font.shown]


def _embedded(document: Document, font: Font, families: tuple[str, ...]) -> _Embedded:
    objects = document.objects
    name = str(font.dictionary.get("/BaseFont", "/"))
    found = _SUBSET.fullmatch(name)
    plain = found[1] if found else name[1:]
    family = _family(plain, families)
    descendants = objects.listed(font.dictionary.get("/DescendantFonts"))
    descendant = objects.resolve(descendants[0]) if descendants else {}
    program = _program(document, objects.get(descendant, "/FontDescriptor") or {})
    candidates = installed(family) if family and program else ()
    original = next((other for other in candidates if program and other.identity == program.identity), None)
    numbers = descendant.get("/CIDToGIDMap")
    glyph_numbers = objects.data(numbers) if numbers in objects.streams else None
    return _Embedded(font, plain, family, program, original, glyph_numbers)


def _program(document: Document, descriptor: dict[str, Any]) -> FontProgram | None:
    reference = next((descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor), None)
    if reference is None:
        return None
    try:
        return FontProgram(document.objects.data(reference))
    except ValueError:
        return None


@lru_cache
def _family(name: str, families: tuple[str, ...]) -> str | None:
    """Which of `families` a font's name (`Noto-Sans-Arabic-Bold`) is of."""
    for family in families:
        # Spaces are hyphens, but "Noto Sans Symbols 2" is "Noto Sans Symbols2" on some machines.
        start = re.compile("-?".join(map(re.escape, family.split())))
        found = start.match(name)
        if found and (name == found[0] or (name[found.end()] == "-" and _STYLE.fullmatch(name[found.end() + 1 :]))):
            return family
    return None


def _not_embedded(document: Document, expected: Expectation) -> Iterator[str]:
    for found in _fonts(document, expected):
        kind, encoding = found.font.dictionary.get("/Subtype"), found.font.dictionary.get("/Encoding")
        if kind != "/Type0" or encoding != "/Identity-H" or found.program is None:
            yield f"the font {found.name} is not embedded as a whole font is"
        elif not _SUBSET.fullmatch(str(found.font.dictionary.get("/BaseFont"))):
            yield f"the font {found.name} is not cut to its characters"


def _strangers(document: Document, expected: Expectation) -> Iterator[str]:
    for found in _fonts(document, expected):
        if found.family is None:
            yield f"the font {found.name} is not one of {', '.join(expected.families)}"
        elif found.program is not None and found.original is None:
            yield f"the font {found.name} in the PDF is not the one that is installed"


def _changed(document: Document, expected: Expectation) -> Iterator[str]:
    for found in _fonts(document, expected):
        program, original = found.program, found.original
        if program and original and program.has_outlines and original.has_outlines:
            for glyph, says, page in found.shown:
                if program.outline(glyph) != original.outline(glyph):
                    yield f"page {page} shows something else than {found.name}'s “{short(says)}”"


def _lacking(document: Document, expected: Expectation) -> Iterator[str]:
    for found in _fonts(document, expected):
        for glyph, says, page in found.shown:
            if glyph == 0 or (found.program and glyph >= found.program.glyphs):
                yield f"page {page} shows an empty box instead of “{says}” in {found.name}"


def _broken(document: Document, expected: Expectation) -> Iterator[str]:
    if DOTTED_CIRCLE in document.tree.text:
        return
    for found in _fonts(document, expected):
        circle = found.original.glyph(DOTTED_CIRCLE) if found.original else None
        for glyph, says, page in found.shown:
            if circle and found.shows(glyph, {circle}):
                yield f"page {page} shows a dotted circle at “{says}” in {found.name}"


def _swapped(document: Document, expected: Expectation) -> Iterator[str]:
    for found in _fonts(document, expected):
        if found.original is None:
            continue
        for glyph, says, page in found.shown:
            if len(says) == 1 and _is_plain(says) and not found.shows(glyph, _glyphs_of(found.original, says)):
                yield f"page {page} shows another letter than “{says}” in {found.name}"


def _glyphs_of(font: FontProgram, char: str) -> Iterator[int]:
    """The glyphs by which `font` shows `char`: in most languages, and in some."""
    own = font.glyph(char)
    if own is not None:
        yield own
        yield from font.local_forms(own)


@lru_cache(8192)
def _is_plain(char: str) -> bool:
    """Whether a figure or letter has one shape in a font."""
    category = unicodedata.category(char)
    if category == "Nd":
        return True
    return category in ("Lu", "Ll", "Lt", "Lo") and unicodedata.name(char, "").split(" ")[0] in _PLAIN_SCRIPTS


_LETTERS = "Take font-feature-settings, font-variant and fonts of your own out of the style sheet."

RULES = (
    Rule("proof-font-embedded", "every font is embedded, cut to the characters that are shown", OURS, _not_embedded),
    Rule(
        "proof-font",
        "every font is one of those that the language is printed in, as it is installed",
        "Take font-family out of the style sheet. If the machine's fonts changed since, build the leaflet anew.",
        _strangers,
    ),
    Rule("proof-font-changed", "every glyph is drawn as in the installed font", OURS, _changed),
    Rule(
        "proof-glyph-missing",
        "no character is shown as an empty box",
        "The language's fonts lack this character: write it another way.",
        _lacking,
    ),
    Rule(
        "proof-dotted-circle",
        "no mark stands on a dotted circle, as marks without a letter do",
        "The text has a mark where no letter can take it: look for a letter that is missing or doubled before it.",
        _broken,
    ),
    Rule("proof-letter-swapped", "every figure and letter is shown by its own glyph", _LETTERS, _swapped),
)
