"""Checks of the language: another language of the same script, and text left untranslated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.identifier import likelier, model_code, odds
from handouts.checks.model import Check, Finding, Span, Unit, once
from handouts.checks.scripts import counted, language_name, scripts_of
from handouts.checks.seen import HOLE, Seen, inside, seen, set_apart
from handouts.problems import Severity

_SURE = ((25, 8.0), (15, 12.0))
"""How many times likelier another language must be before it is reported, from how many letters on."""
_HAN_LETTERS = 3
"""What a Chinese or Japanese letter counts beside those of alphabets."""
_LEFT = 1.6
"""How many times likelier a word must be in the source's language to be reported.

Of 104 words that correct translations into 24 languages share with the English, 11 are. Of 331 English words of the
ketamine article 74 in 100 are, from 57 (German) to 94 (Vietnamese).
"""
_JUDGED = 1500
"""Characters of a text that the identifier is given; more does not change its mind."""


_ALONE = frozenset(
    {
        *("Hang", "Hani", "Hira", "Grek", "Armn", "Geor", "Thai", "Laoo"),
        *("Khmr", "Mymr", "Sinh", "Taml", "Telu", "Knda", "Mlym"),
    }
)
"""Scripts of one language that the identifier knows, or of some that it cannot tell apart: it need not be asked."""


def _bare(view: Seen, span: Span, unit: Unit) -> str:
    """The text at `span` without what says nothing of its language: the source's names, brackets, other scripts."""
    start, end = span
    text = view.prose[start:end].replace(HOLE, " ")
    source = seen(unit.source).text
    own = scripts_of(unit.language)
    pure = seen(unit.target).scripts.keys() <= own

    def kept(found: re.Match[str]) -> str:
        word = found[0]
        if not pure and not counted(word).keys() & own:
            return " "
        is_name = word in source and (word[1:] != word[1:].lower() or (word[0].isupper() and found.start() > 0))
        return " " if is_name and re.search(rf"\b{re.escape(word)}\b", source) else word

    bare = re.sub(r"[^\W\d_][\w'’-]*", kept, text[:_JUDGED])
    without = re.sub(r"\([^()]*\)|（[^（）]*）", " ", bare)
    return without if _weight(without) >= _SURE[-1][0] else bare


def _weight(text: str) -> int:
    scripts = counted(text)
    return sum(scripts.values()) + (_HAN_LETTERS - 1) * (scripts["Hani"] + scripts["Hira"] + scripts["Kana"])


def _other(text: str, unit: Unit) -> str | None:
    """The code of the language that `text` surely is in instead of the unit's; "" if in that, `None` if in doubt."""
    weight = _weight(text)
    wanted = next((limit for letters, limit in _SURE if weight >= letters), None)
    if wanted is None or (unit.kind == "word" and weight < _SURE[0][0]):
        return None
    best, times = odds(text, unit.language.code)
    return best if times >= wanted else "" if times <= 1.0 else None


@once
def _judged(unit: Unit) -> list[tuple[Span, str]]:
    """Spots of the translation in another language, with its code: the whole, or some of its sentences."""
    if scripts_of(unit.language) & _ALONE:
        return []
    view = seen(unit.target)
    whole = (0, len(view.text))
    parts = [(span, _other(_bare(view, span, unit), unit)) for span in view.sentences]
    found = [(span, other) for span, other in parts if other]
    if len(found) < len(parts) and (found or len(parts) == 1 or all(other == "" for _, other in parts)):
        return found
    other = _other(_bare(view, whole, unit), unit)
    return [(whole, other)] if other else []


def other_language(unit: Unit) -> Iterator[Finding]:
    """A sentence in another language than the catalog's, that of the source excepted."""
    view = seen(unit.target)
    for span, other in _judged(unit):
        if other != model_code(unit.source_language.code) and _same_script(unit, view, span):
            what = f"this seems to be {language_name(other)}, not {language_name(unit.language.code)}"
            yield Finding(what, f"Write it in {language_name(unit.language.code)}.", target=view.span(*span))


def _same_script(unit: Unit, view: Seen, span: Span) -> bool:
    scripts = counted(view.prose[span[0] : span[1]])
    own = scripts_of(unit.language)
    return sum(number for script, number in scripts.items() if script in own) * 2 >= sum(scripts.values())


def _folded(view: Seen) -> list[tuple[str, Span]]:
    return [(view.prose[start:end].lower(), (start, end)) for start, end in view.words]


def untranslated(unit: Unit) -> Iterator[Finding]:
    """The source's own words, as a whole, as a sentence or as three words or more in a row."""
    if unit.language.code.partition("_")[0] == unit.source_language.code.partition("_")[0]:
        return
    view, source = seen(unit.target), seen(unit.source)
    if len(view.words) > 3 and _is_same(view, source):
        yield _left(view, (0, len(view.text)))
        return
    spots = [span for span, other in _judged(unit) if other == model_code(unit.source_language.code)]
    if not spots and "Latn" in scripts_of(unit.language):
        spots = _copied(view, source, unit)
    for span in spots:
        yield _left(view, span)


def _left(view: Seen, span: Span) -> Finding:
    return Finding("this is not translated", "Translate it.", target=view.span(*span))


def _is_same(view: Seen, source: Seen) -> bool:
    return len(view.words) == len(source.words) and [word for word, _ in _folded(view)] == [
        word for word, _ in _folded(source)
    ]


def _copied(view: Seen, source: Seen, unit: Unit) -> list[Span]:
    """Three words of the source or more in a row that are no names, at least one of them written small."""
    given, had = _folded(view), [word for word, _ in _folded(source)]
    rows = {tuple(had[index : index + 3]) for index in range(len(had) - 2)}
    apart = set_apart(view.text)
    spots: list[Span] = []
    for index in range(len(given) - 2):
        row = given[index : index + 3]
        if tuple(word for word, _ in row) not in rows:
            continue
        start, end = row[0][1][0], row[-1][1][1]
        text = view.text[start:end]
        small = sum(view.text[span[0]].islower() and len(word) > 2 for word, span in row)
        if small < 2 or inside(apart, start) or re.search(r"[.!?:]", text):
            continue
        if any(
            text.lower() in form.lower() or form.lower() in text.lower() for term in unit.terms for form in term.forms
        ):
            continue
        if likelier(text, unit.source_language.code, unit.language.code) <= 1.0:
            continue
        spots = [*spots[:-1], (spots[-1][0], end)] if spots and start <= spots[-1][1] else [*spots, (start, end)]
    return spots


def same(unit: Unit) -> Iterator[Finding]:
    """A translation of up to three words that is the source."""
    view, source = seen(unit.target), seen(unit.source)
    if unit.language.code.partition("_")[0] == unit.source_language.code.partition("_")[0]:
        return
    if not 1 <= len(view.words) <= 3:
        return
    small = any(view.text[start].islower() or view.text[start:end].istitle() for start, end in view.words)
    if small and _is_same(view, source):
        hint = "Translate it, unless the word is the same in the language."
        yield Finding("the translation is the same as the source", hint, target=view.span(0, len(view.text)))


_ENGLISH_WORDS = """
    the and your you with that this which should must they their when have been from who would could these
    those not are was were what about because before after while there then than them treatment never without
    always doctor clinic pain team home drug drugs medicine medicines nurse call bladder liver heart blood
    breathing risks side effects supervision sleepy dizzy days hours weeks months daily twice tablets tablet
    only if
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ALSO_WORDS = {
    "de": "not was team", "nl": "was team drug drugs home pain daily", "fil": "team doctor side effects home",
    "fr": "pain team machines", "it": "team", "ht": "pain", "da": "team have", "sv": "team", "nb": "team", "pl": "team",
    "af": "was", "pt": "mail",
}  # fmt: skip
"""English words that the language has too."""


def english_word(unit: Unit) -> Iterator[Finding]:
    """One common English word that the source has and that no other language of Latin letters has."""
    base = unit.language.code.partition("_")[0]
    if unit.source_language.code.partition("_")[0] != "en" or base == "en" or "Latn" not in scripts_of(unit.language):
        return
    view = seen(unit.target)
    had = {word for word, _ in _folded(seen(unit.source))} & _ENGLISH
    known = _ALSO_WORDS.get(base, "").split()
    for word, span in _folded(view):
        if word in had and word not in known and not inside(set_apart(view.text), span[0]):
            yield Finding(f"'{word}' is English", "Translate it.", target=view.span(*span))


def left_word(unit: Unit) -> Iterator[Finding]:
    """A word of the source in small letters that looks more like its language than like the translation's."""
    if "Latn" not in scripts_of(unit.language):
        return
    view = seen(unit.target)
    had = {seen(unit.source).text[start:end] for start, end in seen(unit.source).words}
    left = [(start, end) for start, end in view.words if end - start >= 4 and view.text[start:end] in had]
    left = [(start, end) for start, end in left if view.text[start:end].islower()]
    if not left or not model_code(unit.language.code):
        return
    apart = set_apart(view.text)
    forms = {form.rstrip("*").lower() for term in unit.terms for form in (term.source, *term.forms)}
    forms |= set(_ALSO_WORDS.get(unit.language.code.partition("_")[0], "").split())
    for start, end in left:
        word = view.text[start:end]
        if word in forms or inside(apart, start):
            continue
        if any(unit.target_words.find("terms", key, word) for key in unit.target_words.keys("terms")):
            continue  # a drug may have the same name in both languages
        if likelier(word, unit.source_language.code, unit.language.code) > _LEFT:
            hint = "Translate it, unless the word is the same in the language."
            yield Finding(f"'{word}' stands in the source, too", hint, target=view.span(start, end))


CHECKS: tuple[Check, ...] = (
    Check(
        "language-other",
        "A sentence is in another language than the catalog's: Persian in Arabic, Ukrainian in Russian, Dutch in "
        "German, Nepali in Hindi. Judged by a language model, from 15 letters on and only when another language is "
        "many times likelier. It cannot tell Serbian from Croatian, Malay from Indonesian, or kinds of one language.",
        other_language,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "language-untranslated",
        "The translation, one of its sentences, or three words in a row are the source's own. It does not see one "
        "forgotten word that both languages may have.",
        untranslated,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "language-same",
        "One to three words are the same as in the source. Many are right: 'Version' is a German word too.",
        same,
        safety=Severity.WARNING,
    ),
    Check(
        "language-english-word",
        "A common English word was left in a translation of Latin letters. Only words that stand in a short list.",
        english_word,
    ),
    Check(
        "language-left-word",
        "A word of the source in small letters stands in the translation and looks more like the source's language, by "
        "a language model. International words (social, version) are mostly let pass; some forgotten words are, too.",
        left_word,
        safety=Severity.WARNING,
    ),
)
