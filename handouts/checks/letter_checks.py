"""Checks of single letters: Chinese characters of another standard, letters of a neighbour, letters that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handouts.checks.model import Check, Finding, Span, Unit
from handouts.checks.scripts import alphabet_of, counted, han_kind, is_japanese, language_name, script_of, scripts_of
from handouts.checks.seen import HOLE, seen, words
from handouts.problems import Severity

_HAN = {
    "zh_Hans": ("t", "j", "Simplified Chinese"),
    "zh_Hant": ("s", "j", "Traditional Chinese"),
}


def han(unit: Unit) -> Iterator[Finding]:
    """Chinese characters that the language's own standard of writing does not have."""
    view = seen(unit.target)
    source = seen(unit.source).text
    base = unit.language.code.partition("_")[0]
    if base == "zh":
        form = "zh_Hant" if "Hant" in _full_code(unit) else "zh_Hans"
        *wrong, name = _HAN[form]
        spots = [index for index, char in enumerate(view.text) if han_kind(char) in wrong and char not in source]
    elif base == "ja":
        name = "Japanese"
        spots = [
            index
            for index, char in enumerate(view.text)
            if script_of(char) == "Hani" and "\u4e00" <= char <= "\u9fff" and not is_japanese(char)
        ]
    else:
        return
    if spots:
        chars = "".join(dict.fromkeys(view.text[index] for index in spots))[:12]
        what = f"{chars}: not as {name} is written"
        yield Finding(what, f"Write it with the characters of {name}.", target=view.span(spots[0], spots[0] + 1))


def _full_code(unit: Unit) -> str:
    code = unit.language.code
    return "zh_Hant" if code in ("zh_TW", "zh_HK", "zh_MO", "zh_Hant") or "Hant" in code else code


_CHINESE_WORDS = frozenset("的了您你们这吗呢吧请是在和我们他她它也都会不可能")


def no_kana(unit: Unit) -> Iterator[Finding]:
    """A Japanese sentence of Chinese characters alone: a long one, or one with the small words of Chinese."""
    if unit.language.code.partition("_")[0] != "ja":
        return
    view = seen(unit.target)
    for start, end in view.sentences:
        scripts = counted(view.prose[start:end])
        small = sum(char in _CHINESE_WORDS for char in view.prose[start:end])
        if not scripts["Hira"] and (scripts["Hani"] >= 16 or (scripts["Hani"] >= 5 and small >= 2)):
            what = "there is no hiragana in this sentence: it seems to be Chinese"
            yield Finding(what, "Write it in Japanese.", target=view.span(start, end))


_LOOK_ALIKE = {"Latn", "Cyrl", "Grek", "Armn"}
_TWINS = {"Cyrl": "aceopxyABCEHKMOPTXYukmi", "Grek": "oOABEZHIKMNPTYXvu"}
"""Latin letters that look like letters of another script."""


def homoglyph(unit: Unit) -> Iterator[Finding]:
    """A letter of another script inside a word, or a whole word of letters that only look right."""
    view = seen(unit.target)
    own = scripts_of(unit.language)
    scripts = counted(view.text).keys()
    if len(scripts & _LOOK_ALIKE) < 2 and not ("Latn" in scripts and own & _TWINS.keys()):
        return
    source = set(re.findall(r"\w+", seen(unit.source).text))
    for run in re.finditer(r"[^\W\d_]+", view.text):
        word = unicodedata.normalize("NFC", run[0])
        if word in source:
            continue
        scripts = counted(word).keys()
        mixed = len(scripts & _LOOK_ALIKE) > 1
        twin = next((script for script in own if script in _TWINS), "")
        posing = bool(twin) and set(scripts) == {"Latn"} and all(char in _TWINS[twin] for char in word)
        if (
            mixed
            or (posing and not word.isupper() and not _beside_figure(view.text, run.start()))
            or (
                posing
                and len(word) == 1
                and not _beside_figure(view.text, run.start())
                and _lonely(view.text, run.span())
            )
        ):
            what = f"'{run[0]}' has letters of another script that look alike"
            hint = "Type the word anew with the language's own keyboard."
            yield Finding(what, hint, target=view.span(*run.span()))
            return


def _beside_figure(text: str, start: int) -> bool:
    return bool(re.search(r"[\d%][ \u00a0\u202f]?$", text[max(0, start - 3) : start]))


def _lonely(text: str, span: Span) -> bool:
    """Whether a capital is a word of its own, and no vitamin, blood group or part of an abbreviation."""
    before, after = text[: span[0]].rstrip(), text[span[1] : span[1] + 1]
    return (not before or before[-1] in ".!?:") and after == " " and HOLE not in text[span[1] : span[1] + 2]


def foreign_letters(unit: Unit) -> Iterator[Finding]:
    """Letters of a neighbour's alphabet (Arabic, Cyrillic, Devanagari, Bengali, Hebrew and Greek script)."""
    known = alphabet_of(unit.language)
    if not known:
        return
    view = seen(unit.target)
    own = scripts_of(unit.language)
    source = seen(unit.source).text
    spots = [
        index
        for index, char in enumerate(view.text)
        if script_of(char) in own and char not in source and not _is_known(char, known)
    ]
    if spots:
        chars = " ".join(dict.fromkeys(view.text[index] for index in spots[:40]))
        first = next((span for span in words(view.text) if span[0] <= spots[0] < span[1]), (spots[0], spots[0] + 1))
        what = f"{language_name(unit.language.code)} has no letter {chars}"
        hint = "Write the word with the language's own letters, or translate it, if it is of another language."
        yield Finding(what, hint, target=view.span(*first))


def _is_known(char: str, known: frozenset[str]) -> bool:
    """Whether a letter, or all that a ligature is made of, is in the alphabet."""
    small = char.lower()
    return small in known or all(
        part in known for part in unicodedata.normalize("NFKC", small) if unicodedata.category(part)[0] == "L"
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "script-han",
        "Traditional characters in Simplified Chinese, Simplified ones in Traditional, or characters that Japanese "
        "does not have. It does not see characters that both have with another meaning (后, 里, 干).",
        han,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "script-no-kana",
        "A Japanese sentence has no hiragana: it is Chinese. Names of illnesses have none either; short "
        "ones are left alone.",
        no_kana,
    ),
    Check(
        "script-homoglyph",
        "A word mixes Latin, Greek, Cyrillic or Armenian letters that look alike, so that searching and reading aloud "
        "fail. Hyphens part words. A capital letter by itself may be a vitamin and is left alone inside a sentence.",
        homoglyph,
    ),
    Check(
        "script-neighbour",
        "A letter that the language's alphabet does not have, but a neighbour's: ї in Russian, ک in Arabic, ك in "
        "Persian, ۍ in Urdu, ৰ in Bengali. Only for Arabic, Cyrillic, Hebrew, Greek, Devanagari and Bengali script.",
        foreign_letters,
    ),
)
