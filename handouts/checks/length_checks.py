"""Checks of length and wholeness: far too short or too long, cut off, said twice, too long to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from handouts.breaking import SPACELESS
from handouts.checks.lengths import expected, joiners
from handouts.checks.model import Check, Finding, Unit
from handouts.checks.omission_checks import relative_length, text_lengths
from handouts.checks.seen import HOLE, LIMIT, seen, words
from handouts.problems import Severity

_BANDS = ((20, 0.3, 2.6), (40, 0.5, 2.1), (60, 0.65, 1.6), (120, 0.72, 1.45))
"""From how many characters of the source on: the least and the most of the usual length of the language.

Of 1,320 correct messages of 15 languages 5 lie outside, and none lies outside of the wider band of an error.
"""
_FAR = 0.75
"""What the band's lower edge is multiplied by, and the upper divided by, before a finding is an error."""


def _off(unit: Unit, slack: float) -> tuple[int, int] | None:
    """The lengths of source and translation, where the translation's lies outside the band widened by `slack`."""
    length = relative_length(unit)
    wanted, given = text_lengths(unit)
    band = next(((low, high) for least, low, high in reversed(_BANDS) if wanted >= least), None)
    if length is None or band is None or seen(unit.source).letters < 10:
        return None
    return (wanted, given) if not band[0] * slack <= length <= band[1] / slack else None


def _band(unit: Unit, sizes: tuple[int, int]) -> Finding:
    wanted, given = sizes
    usual = round(wanted * (expected(unit.source_language.code, unit.language.code) or 1.0))
    what = f"{given} characters for {wanted} of the source; about {usual} are usual"
    hint = "Look whether something is missing." if given < usual else "Look whether something was added."
    return Finding(what, hint, target=(0, len(unit.target)))


def band(unit: Unit) -> Iterator[Finding]:
    """A translation of a length that no correct one has."""
    if sizes := _off(unit, _FAR):
        yield _band(unit, sizes)


def unusual(unit: Unit) -> Iterator[Finding]:
    """A translation of a length that few correct ones have."""
    if not _off(unit, _FAR) and (sizes := _off(unit, 1.0)):
        yield _band(unit, sizes)


def limit(unit: Unit) -> Iterator[Finding]:
    """A message that is not looked at as a whole."""
    longest = max(len(unit.source), len(unit.target))
    if longest > LIMIT:
        what = f"this message has {longest} characters; only {LIMIT} are checked"
        yield Finding(what, "Part the article's paragraph into shorter ones.", target=(0, min(80, len(unit.target))))


_DOTS = re.compile(r"(?:\.{2,}|…+)[)\]»”\"*]*\s*$")
_OPEN_END = re.compile(r"(?:[,،、，;；؛(\[（«“„「『/&+]|(?<=\s)[–—-]|(?<=\w)-)\s*$")


def cut(unit: Unit) -> Iterator[Finding]:
    """A translation that ends in the middle: with dots, a comma, an opening bracket, or a word for "and" or "or"."""
    view, source = seen(unit.target), seen(unit.source)
    found = _DOTS.search(view.text)
    what = "the translation ends in dots, the source does not"
    if not found or _DOTS.search(source.text):
        found = _OPEN_END.search(view.text)
        what = "the translation ends in the middle of a sentence"
        listed = unit.kind == "item" and found and found[0].strip() in (",", ";", "；", "؛", "،", "，", "、")
        if found and (_OPEN_END.search(source.text) or listed):  # items of a list may end so in Russian and French
            found = None
    if not found and (joiner := _last_joiner(view.text, unit.language.code)) and not _last_joiner(source.text, "en"):
        found = joiner
        what = f"the translation ends with '{joiner[0]}'"
    if found:
        yield Finding(what, "Write the rest of it.", target=view.span(*found.span()))


def _last_joiner(text: str, code: str) -> re.Match[str] | None:
    """A word for "and" or "or", at least two letters long, as the last of a text of several words."""
    whole = text.rstrip(" .!?।。*)")
    if code.partition("_")[0] in SPACELESS or len(words(whole)) < 3:
        return None
    tail = max(0, len(whole) - 12)
    found = [match for match in joiners(code).finditer(whole, tail) if match.end() == len(whole)]
    if not found or whole[found[0].start() - 1] != " ":
        return None
    # One letter may be a vitamin or a letter of an alphabet; behind a stop it is the end of a sentence.
    return found[0] if len(found[0][0]) > 1 or (found[0][0].islower() and whole == text.rstrip()) else None


_DOUBLED = {
    "en", "es", "pt", "it", "de", "nl", "ru", "uk", "be", "bg", "sr", "mk", "pl", "cs", "sk",
    "ro", "el", "sv", "da", "nb", "fi", "hr", "sl", "lt", "lv", "he", "ar", "fa", "fil",
}  # fmt: skip
"""Languages that do not repeat a word to change its meaning; the word itself may still be one that stands twice."""
_RIGHT_TWICE = {
    "de": "sie die der das", "nl": "die dat u je", "it": "piano via man così mano", "pt": "quase", "en": "had that",
    "ru": "чуть едва еле", "uk": "ледь",
    "ar": "جدا جدًا شيئا شيئًا يوما يومًا واحدا واحدًا صفا صفًا",
    "fa": "کم یکی تند آرام جدا دانه ذره خیلی قدم گاه نم تک",
}  # fmt: skip
_NEVER_TWICE = {
    "fr": "le la les un une des de du et ou à au aux dans pour par est sont que qui ne pas avec sans votre",
    "hi": "में से के को का की है हैं और या ने पर यह तो भी नहीं", "mr": "आणि किंवा आहे आहेत", "ne": "र वा छ हुन्छ मा को",
    "bn": "এবং ও বা এর এটি হয় হতে পারে আপনার আপনি করবেন", "ur": "میں سے کے کو کا کی ہے ہیں اور یا نے پر نہیں",
    "tr": "ve bir bu için ile veya", "vi": "và của là có không được cho với hoặc trong quý",
    "id": "dan yang di ke untuk dari atau", "ps": "او د په کې چې", "ckb": "و لە بۆ کە", "ko": "및 또는 수 이 그 저",
    "ht": "ak nan pou yon ki", "so": "iyo ama waa oo", "sw": "na ya wa kwa au", "ka": "და ან არის", "hy": "և կամ է",
}  # fmt: skip
_OFTEN_TWICE = {
    "bn": "কী কোন কে কখন কোথায় ধীরে আস্তে সঙ্গে সাথে লাখ হাজার ঘুম বমি জ্বর মাথা আলাদা বার পরে মাঝে",
    "hi": "धीरे कभी बार साथ अलग क्या कौन कहाँ जगह तरह", "ur": "کبھی بار ساتھ الگ کیا کون",
    "tr": "yavaş sık zaman derin", "vi": "từ luôn thường", "id": "kadang hati",
}  # fmt: skip
"""Words that are said twice so often that it is nothing to tell."""
_LEAST_PHRASE = 3
_LONG_REPEAT = re.compile(r"(?<!\w)((?:[^\W\d_]\S*\s+){1,7}[^\W\d_]\S*[^\W_])[\s,]+\1(?!\w)", re.IGNORECASE)
_SPACELESS_REPEAT = re.compile(
    r"([\u3040-\u30ff\u3400-\u9fff]{3,20}|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{8,40})[、，\s]?\1"
)


def repeated(unit: Unit) -> Iterator[Finding]:
    """A word, a phrase or a sentence twice in a row, where the source has nothing twice."""
    view, source = seen(unit.target), seen(unit.source)
    base = unit.language.code.partition("_")[0]
    hint = "Take one of the two away."
    if spot := next((spot for spot, sure in _words_twice(view.prose, base) if sure), None):
        yield Finding(f"'{view.text[slice(*spot)]}': a word stands twice", hint, target=view.span(*spot))
        return
    pattern = _SPACELESS_REPEAT if base in SPACELESS else _LONG_REPEAT
    found = pattern.search(view.prose)
    if found and base not in _DOUBLED | SPACELESS and len(found[1].split()) < _LEAST_PHRASE:
        found = None  # "at least" is said by doubling in Hindi and its like
    if found and HOLE not in found[0] and not pattern.search(source.prose):
        yield Finding(f"'{found[1]}' stands twice", hint, target=view.span(*found.span()))
        return
    parts = [(view.text[start:end].strip(" .!?।。؟"), (start, end)) for start, end in view.sentences]
    texts = [text for text, _ in parts if len(text) > 5]
    source_texts = [source.text[start:end].strip() for start, end in source.sentences]
    if len(set(texts)) < len(texts) and len(set(source_texts)) == len(source_texts):
        twice = next(span for index, (text, span) in enumerate(parts) if text in [one for one, _ in parts[:index]])
        yield Finding("a sentence stands twice", hint, target=view.span(*twice))


def doubled(unit: Unit) -> Iterator[Finding]:
    """A word twice in a row that the language may double on purpose."""
    view = seen(unit.target)
    found = list(_words_twice(view.prose, unit.language.code.partition("_")[0]))
    if found and not any(sure for _, sure in found) and not list(_words_twice(seen(unit.source).prose, "en")):
        spot = found[0][0]
        hint = "Take one of the two away, unless the language doubles it."
        yield Finding(f"'{view.text[slice(*spot)]}': a word stands twice", hint, target=view.span(*spot))


def _words_twice(text: str, base: str) -> Iterator[tuple[tuple[int, int], bool]]:
    """Where a word stands twice in a row, and whether it never may in the language."""
    if base in SPACELESS:
        return
    found = words(text)
    for one, other in pairwise(found):
        first, second = text[slice(*one)].lower(), text[slice(*other)].lower()
        if first == second and not text[one[1] : other[0]].strip() and one[1] < other[0]:
            if first in _OFTEN_TWICE.get(base, "").split():
                continue
            small = len(first) > 1 or text[one[0]].islower()
            always = base in _DOUBLED and small and first not in _RIGHT_TWICE.get(base, "").split()
            yield (one[0], other[1]), always or first in _NEVER_TWICE.get(base, "").split()


CHECKS: tuple[Check, ...] = (
    Check(
        "length-band",
        "The translation is far shorter or longer than one from this source into this language can be. Very short "
        "messages are not measured, nor languages whose usual length is not known.",
        band,
    ),
    Check(
        "length-unusual",
        "The translation is shorter or longer than most are. It may be right: one language needs a sentence where "
        "another has a word.",
        unusual,
        safety=Severity.WARNING,
    ),
    Check(
        "length-limit",
        "The message is longer than four pages; what stands behind is not checked.",
        limit,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "length-cut",
        "The translation ends in the middle: in dots, a comma, a dash, an opening bracket, or 'and'. It cannot see a "
        "sentence that was cut between two words and ends in a stop.",
        cut,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "length-repeated",
        "A word, a phrase or a sentence stands twice in a row. In languages that repeat words to change their meaning "
        "(Hindi, Turkish, Indonesian) only small words are looked at.",
        repeated,
    ),
    Check(
        "length-doubled",
        "A word stands twice in a row, in a language or a case where that may be right.",
        doubled,
        safety=Severity.WARNING,
    ),
)
