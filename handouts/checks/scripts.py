"""Which script a letter belongs to, which scripts a language is written in, and which letters each language has."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from fontTools import unicodedata as unicode_scripts

from handouts.alphabets import ALPHABETS
from handouts.languages import Language

_WRITTEN = {
    "Hans": frozenset({"Hani", "Bopo"}),
    "Hant": frozenset({"Hani", "Bopo"}),
    "Jpan": frozenset({"Hani", "Hira", "Kana"}),
    "Kore": frozenset({"Hang", "Hani"}),
}
_NEUTRAL = frozenset({"Zyyy", "Zinh", "Zzzz"})
_SIGNS = frozenset("µμπαβγδκλΔΩΩºªℓKÅ")
"""Greek and other letters that are signs of units and of chemistry in every language."""

SCRIPT_NAMES = {
    "Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hebr": "Hebrew", "Deva": "Devanagari",
    "Beng": "Bengali", "Hani": "Chinese", "Hira": "Japanese", "Kana": "Japanese", "Hang": "Korean", "Armn": "Armenian",
    "Geor": "Georgian", "Ethi": "Ethiopic", "Mymr": "Burmese", "Khmr": "Khmer", "Laoo": "Lao", "Sinh": "Sinhala",
    "Taml": "Tamil", "Telu": "Telugu", "Knda": "Kannada", "Mlym": "Malayalam", "Gujr": "Gujarati", "Guru": "Gurmukhi",
}  # fmt: skip


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """The ISO 15924 code of a letter's script; empty for signs, digits, marks and letters that serve all scripts."""
    if unicodedata.category(char)[0] != "L" or char in _SIGNS:
        return ""
    script = unicode_scripts.script(char)
    # The long vowel sign of kana is shared by two scripts of one language.
    return "Kana" if char == "ー" else "" if script in _NEUTRAL else script


def scripts_of(language: Language) -> frozenset[str]:
    """The ISO 15924 codes of the scripts that texts in `language` have letters of."""
    return _scripts(language.code)


@cache
def _scripts(code: str) -> frozenset[str]:
    parts = code.split("_")
    likely = get_global("likely_subtags")
    full = [*parts[1:], *(likely.get(code) or likely.get(parts[0], "")).split("_")]
    script = next((part for part in full if len(part) == 4 and part.isalpha()), "Latn")
    return _WRITTEN.get(script, frozenset({script}))


def script_name(script: str) -> str:
    """The English name of an ISO 15924 code."""
    return SCRIPT_NAMES.get(script, script)


def counted(text: str) -> Counter[str]:
    """How many letters of each script `text` has."""
    scripts: Counter[str] = Counter()
    for char, number in Counter(text).items():
        if script := script_of(char):
            scripts[script] += number
    return scripts


_ALSO = {
    # What the tables of alphabets leave out as historical or foreign, and correct texts have now and then.
    "hi": "ऍऎऌॠऑऒळ", "ne": "ऍऑॲक़ख़ग़ज़ड़ढ़फ़", "mr": "ऍ", "bn": "ঌৠ", "ar": "ٱ", "fa": "ةإئۀءأؤ", "ur": "أةإٓۂۃآ",
    "ru": "", "uk": "ґ", "ps": "ةۀے", "yi": "װױײ", "he": "", "el": "",
}  # fmt: skip
_OWN = {
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя", "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш", "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "as": "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযৰলৱশষসহড়ঢ়য়ৎ",
}  # fmt: skip


@cache
def alphabet_of(language: Language) -> frozenset[str]:
    """The small letters of the language's own script; empty where we do not know them or they are too many.

    Arabic, Cyrillic and Indic scripts only: letters of Latin languages wander with names.
    """
    if not scripts_of(language) & {"Arab", "Cyrl", "Deva", "Beng", "Hebr", "Grek"}:
        return frozenset()
    base = language.code.partition("_")[0]
    known = _OWN.get(base) or "".join(ALPHABETS[base].characters if base in ALPHABETS else ())
    if not known:
        return frozenset()
    whole = (known + _ALSO.get(base, "")).lower()
    if "Arab" not in scripts_of(language):  # there a letter's parts are other letters: ئ is ي with a hamza
        whole += unicodedata.normalize("NFD", whole)
    return frozenset(char for char in whole if unicodedata.category(char)[0] == "L")


def _codable(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


_OLD = "後於"
"""Traditional characters that GB 2312 has for names of persons."""
_BOTH = "着温"
"""Characters that Hong Kong writes and Big5 lacks."""


@lru_cache(maxsize=8192)
def han_kind(char: str) -> str:
    """`s` for a character of Simplified Chinese only, `t` of Traditional only, `j` of Japanese only, else empty.

    By the characters that the standards of each place have: GB 2312, Big5, JIS X 0208.
    """
    if not "\u4e00" <= char <= "\u9fff" or char in _BOTH:
        return ""
    simplified, traditional = _codable(char, "gb2312") and char not in _OLD, _codable(char, "big5")
    if simplified != traditional:
        return "s" if simplified else "t"
    return "j" if not simplified and _codable(char, "cp932") else ""


@lru_cache(maxsize=8192)
def is_japanese(char: str) -> bool:
    """Whether a Chinese character is one of Japanese text (JIS X 0208 and its extensions)."""
    return _codable(char, "cp932")


def language_name(code: str) -> str:
    """The English name of the language `code`."""
    try:
        return Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
