"""Checks of single characters: invisible, lost or in a wrong encoding, digits and forms that are not the language's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from handouts import fonts
from handouts.checks.model import Check, Finding, Unit
from handouts.checks.scripts import script_of, scripts_of
from handouts.checks.seen import HOLE, LIMIT, seen
from handouts.languages import Language
from handouts.problems import HandoutsError, Severity

_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def direction(unit: Unit) -> Iterator[Finding]:
    """Marks that turn the direction of text."""
    if found := _DIRECTION.search(unit.target[:LIMIT]):
        what = f"U+{ord(found[0]):04X} turns the direction of the text"
        hint = "Delete it; numbers and Latin words are set apart without it."
        yield Finding(what, hint, target=found.span())


_UNSEEN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff\u180e\u00ad\u034f\u115f\u1160\u3164\uffa0]")
_JOINING = {
    "Arab", "Syrc", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Mymr", "Khmr",
    "Tibt", "Mong", "Nkoo", "Adlm", "Thaa", "Mtei",
}  # fmt: skip
"""Scripts in which ZERO WIDTH NON-JOINER and JOINER choose the form of letters."""
_UNSPACED = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Tibt"})


def unseen(unit: Unit) -> Iterator[Finding]:
    """Invisible characters where they have no work to do."""
    text = unit.target[:LIMIT]
    own = scripts_of(unit.language)
    for found in _UNSEEN.finditer(text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        letters = all(char and unicodedata.category(char)[0] in "LM" for char in (before, after))
        # A joiner may end a word behind a virama, which then keeps its own shape (Unicode Standard, chapter 12).
        virama = bool(before) and unicodedata.combining(before) == 9
        good = (found[0] in "\u200c\u200d" and own & _JOINING and (letters or virama)) or (
            found[0] == "\u200b" and own & _UNSPACED and letters
        )
        if not good:
            what = f"an invisible character, {unicodedata.name(found[0], 'control')} (U+{ord(found[0]):04X})"
            yield Finding(what, "Delete it.", target=found.span())
            return


_LOST = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\u2028\u2029]")
_BOXES = re.compile(r"[□▯]{1,50}|\?{3,50}|(?<=[^\W\d_])\?{1,5}(?=[^\W\d_])|锟斤拷|烫烫烫|屯屯屯")


def lost(unit: Unit) -> Iterator[Finding]:
    """Characters that stand for lost ones, control characters, and rows of question marks."""
    text = unit.target[:LIMIT]
    if found := _LOST.search(text):
        what = f"the character U+{ord(found[0]):04X} stands for a lost one, or cannot be printed"
        yield Finding(what, "Write the word anew.", target=found.span())
    elif (found := _BOXES.search(seen(text).prose)) and not _BOXES.search(seen(unit.source).prose):
        yield Finding(
            f"'{found[0]}' stands for lost letters", "Write the word anew.", target=seen(text).span(*found.span())
        )


_HIGH = re.compile("[\u0080-\u02dc\u2013-\u203a\u20ac\u2122]{2,200}")
_CYRILLIC_HIGH = re.compile("[\u0080-\u00bf\u0400-\u04ff\u2013-\u203a\u20ac\u2116\u2122]{4,200}")


def _reread(text: str, codec: str) -> str:
    """`text` as it reads when its bytes in `codec` are taken for UTF-8; empty when they are none."""
    data = bytearray()
    for char in text:
        try:
            data += char.encode(codec)
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return ""
            data.append(ord(char))
    # The end of the run may have lost a part of a letter.
    for cut in range(min(4, len(data))):
        try:
            return data[: len(data) - cut].decode("utf-8") if len(data) - cut > 1 else ""
        except UnicodeDecodeError:
            continue
    return ""


_TYPICAL = re.compile(
    "[\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u1e00-\u1eff\u2010-\u2044€™≥≤−\u3000-\u303f\uff00-\uffef\ufeff\ufffd]"
)
"""Latin letters of living languages, and signs of typography."""


def _plausible(text: str, own: frozenset[str]) -> bool:
    """Whether `text` may be what was meant: letters of the language, of Latin, or signs of typography."""
    others = own - {"Latn"}
    return bool(text) and all(
        _TYPICAL.match(char) or script_of(char) in others or unicodedata.category(char)[0] in "MN" for char in text
    )


def mojibake(unit: Unit) -> Iterator[Finding]:
    """Text whose bytes were read in another encoding than UTF-8."""
    text = unit.target[:LIMIT]
    own = scripts_of(unit.language)
    tries = [(_HIGH, "cp1252"), *([(_CYRILLIC_HIGH, "cp1251")] if "Cyrl" in own else [])]
    for pattern, codec in tries:
        for found in pattern.finditer(text):
            meant = _reread(found[0], codec)
            if _plausible(meant, own) and len(meant) < len(found[0]) and found[0] not in unit.source:
                what = f"'{found[0][:20]}' was read in a wrong encoding; '{meant[:20]}' was meant"
                yield Finding(what, "Write it anew, or read the file as UTF-8.", target=found.span())
                return


_TATWEEL = re.compile("(?<=[\u0620-\u064a\u066e-\u06d3])\u0640+(?=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3])")


def tatweel(unit: Unit) -> Iterator[Finding]:
    """Strokes that stretch an Arabic word."""
    if found := _TATWEEL.search(unit.target[:LIMIT]):
        what = "a stroke (tatweel) stretches a word, so that it is not found and not read aloud rightly"
        yield Finding(what, "Delete it.", target=found.span())


def unnormalised(unit: Unit) -> Iterator[Finding]:
    """Text that is not in Unicode's form NFC."""
    text = unit.target[:LIMIT]
    if unicodedata.is_normalized("NFC", text):
        return
    place = next(
        (found.span() for found in re.finditer(r"\S+", text) if not unicodedata.is_normalized("NFC", found[0])), None
    )
    what = "letters and their marks are not in Unicode's form NFC, so that equal words are not found"
    yield Finding(what, "Save the file in NFC, or type the word anew.", target=place)


@cache
def _digits(language: Language) -> frozenset[str]:
    """The digits that a reader of the language may meet: European ones, its own, those that CLDR calls native."""
    try:
        native = Locale.parse(language.code).other_numbering_systems.get("native", "latn")
    except (UnknownLocaleError, ValueError):
        native = "latn"
    first = {
        "arab": 0x660, "arabext": 0x6F0, "deva": 0x966, "beng": 0x9E6, "guru": 0xA66, "gujr": 0xAE6, "orya": 0xB66,
        "tamldec": 0xBE6, "telu": 0xC66, "knda": 0xCE6, "mlym": 0xD66, "thai": 0xE50, "laoo": 0xED0, "tibt": 0xF20,
        "mymr": 0x1040, "khmr": 0x17E0, "hanidec": 0xFF10,
    }  # fmt: skip
    own = {chr(first[native] + value) for value in range(10)} if native in first else set()
    wide = {chr(0xFF10 + value) for value in range(10)} if scripts_of(language) & {"Hani", "Hang"} else set()
    return frozenset({*"0123456789", *language.own_digits, *own, *wide})


def digits(unit: Unit) -> Iterator[Finding]:
    """Digits of another language, or of two kinds in one number."""
    view = seen(unit.target)
    known = _digits(unit.language)
    for found in re.finditer(r"\d[\d.,٫٬:/–-]*", view.text):
        kinds = {ord(char) - unicodedata.digit(char) for char in found[0] if char.isdecimal()}
        foreign = [char for char in found[0] if char.isdecimal() and char not in known]
        if foreign or len(kinds) > 1:
            what = (
                f"'{found[0]}' has digits of another language" if foreign else f"'{found[0]}' mixes two kinds of digits"
            )
            yield Finding(what, "Write the number in the language's own digits.", target=view.span(*found.span()))
            return


@lru_cache(maxsize=8192)
def _lacks(families: tuple[str, ...], char: str) -> bool:
    return bool(fonts.lacking(char, families))


def lacking(unit: Unit) -> Iterator[Finding]:
    """Characters that the language's fonts lack; nothing where a font is not installed."""
    try:
        families = fonts.families(unit.language)
        if not all(fonts.faces(family) for family in unit.language.script.fonts):
            return
        text = dict.fromkeys(seen(unit.target).text)
        chars = [char for char in text if char != HOLE and _lacks(families, char)]
    except HandoutsError:  # a machine without fontconfig; the doctor says so
        return
    if chars:
        place = unit.target.find(chars[0])
        names = ", ".join(f"{char} (U+{ord(char):04X})" for char in chars[:5])
        spot = (place, place + 1) if place >= 0 else None
        yield Finding(f"the language's fonts lack {names}", "Write it with other characters.", target=spot)


CHECKS: tuple[Check, ...] = (
    Check(
        "character-direction",
        "Invisible marks that turn the direction of text. The program sets numbers and Latin words apart by itself.",
        direction,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "character-invisible",
        "Invisible characters inside words or numbers. Joiners (U+200C, U+200D) are right between letters in Persian, "
        "Urdu and Indic scripts, U+200B in Thai, Lao, Khmer and Burmese. It cannot tell whether one is needed.",
        unseen,
    ),
    Check(
        "character-lost",
        "U+FFFD, control and private characters, boxes, and question marks inside or instead of words.",
        lost,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "character-mojibake",
        "Text in a wrong encoding: Ã© for é, â€™ for ’, Ð¿ for п. Only what can be read back as UTF-8.",
        mojibake,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "character-tatweel",
        "A stroke that stretches an Arabic word. Before a number or a Latin word it is right.",
        tatweel,
        safety=Severity.WARNING,
    ),
    Check("character-normal", "Text that is not in Unicode's normal form NFC.", unnormalised, safety=Severity.WARNING),
    Check(
        "character-digits",
        "Digits of another language, or two kinds of digits in one number. European digits are right everywhere.",
        digits,
    ),
    Check(
        "character-font",
        "Characters that the fonts of the language do not have. Nothing is said where the fonts are not installed.",
        lacking,
    ),
)
