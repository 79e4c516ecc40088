"""Checks of the script: a text in other letters than the language's, romanised text, words left in other letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.model import Check, Finding, Span, Unit, once
from handouts.checks.scripts import counted, script_name, script_of, scripts_of
from handouts.checks.seen import Seen, inside, seen, set_apart
from handouts.problems import Severity

_RUN = re.compile(r"[^\W\d_](?:[\w'’.‐‑-]*\w)?[\u0300-\u036f\u0900-\u0dff]*")
"""A word with what hyphens and stops join to it: N-methyl-D-aspartate, i.v., Guillain-Barré."""

_LATIN_WORDS = (
    "mg g kg µg mcg ng ml l dl cl mm cm m km mmhg hg mmol mol iu ie ui kcal kj cal h min s sec hz khz mhz ppm pa "
    "kpa bpm ph ekg ecg mri ct pet www com org e email tel fax sms app qr vs et al wi fi"
)
_LATIN = frozenset(_LATIN_WORDS.split())
"""Units and short words that are written in Latin letters in every language."""

_MORE = 0.5
"""The share of foreign letters from which a whole text, or a sentence, is in the wrong script."""


@once
def _foreign_words(unit: Unit) -> list[tuple[Span, str]]:
    """The words of the translation in a script that the language is not written in, with the script.

    A word is cut where the script changes: "NMDA受体", "NMDA-рецептор".
    """
    view, own = seen(unit.target), scripts_of(unit.language)
    if view.scripts.keys() <= own:
        return []
    found = []
    for run in _RUN.finditer(view.prose):
        for start, end in _parts(run[0]):
            scripts = counted(run[0][start:end])
            if scripts and not scripts.keys() & own:
                found.append(((run.start() + start, run.start() + end), next(iter(scripts))))
    return found


def _parts(word: str) -> Iterator[Span]:
    """The parts of `word` that are each in one script, without hyphens at their ends."""
    start, script = 0, ""
    for index, char in enumerate(word):
        now = script_of(char)
        if now and script and _kin(now) != _kin(script):
            yield start, start + len(word[start:index].rstrip("-‐‑.'’"))
            start = index
        script = now or script
    yield start, len(word)


def _kin(script: str) -> str:
    return "Hani" if script in ("Hira", "Kana") else script


def _is_name(word: str, unit: Unit) -> bool:
    """Whether a Latin word may stand in any text: an abbreviation, a unit, a name that the source has too, a drug."""
    letters = [char for char in word if char.isalpha()]
    if any(char.isdigit() for char in word) or len(letters) < 2 or word.lower() in _LATIN:
        return True
    if sum(char.isupper() for char in letters) >= 2 and (len(letters) <= 6 or "-" in word):
        return True
    forms = [term.source for term in unit.terms if term.kind == "drug"]
    forms += [form for term in unit.terms for form in term.forms]
    if any(word.lower() == form.rstrip("*").lower() for form in forms):
        return True
    # A capital that no beginning of a sentence explains makes a name: "Reg Anesth", "Guillain-Barré".
    if not any(char.isupper() for char in word):
        return False
    return bool(re.search(rf"[^\s.!?:;]\s*(?<![\w-]){re.escape(word)}(?![\w-])", seen(unit.source).text))


def wrong_script(unit: Unit) -> Iterator[Finding]:
    """A text most of whose letters are of another script than the language's."""
    if finding := _wrong(unit):
        yield finding


@once
def _wrong(unit: Unit) -> Finding | None:
    view = seen(unit.target)
    own = scripts_of(unit.language)
    if view.scripts.keys() <= own:
        return None
    names = [span for span, script in _foreign_words(unit) if script == "Latn" and _is_name(_at(view, span), unit)]
    text = _without(view.prose, names)
    scripts = counted(text)
    total = sum(scripts.values())
    foreign = {script: number for script, number in scripts.items() if script not in own}
    if total < 3 or not foreign or sum(foreign.values()) <= _MORE * total:
        return None
    script = max(foreign, key=lambda name: foreign[name])
    wanted = script_name(min(own - {"Bopo"}, key=str))
    what = f"most letters are {script_name(script)}; {unit.language.code} is written in {wanted} letters"
    if script == "Latn" and sum(scripts[name] for name in own) == 0 and _copied(view.prose, unit.source) < 0.4:
        what += " (this looks like a romanised text)"
    return Finding(what, f"Write the translation in {wanted} letters.", target=view.span(*_extent(view.text)))


def _copied(text: str, source: str) -> float:
    """The share of the words of `text` that the source has too."""
    given = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    known = {word.lower() for word in re.findall(r"[^\W\d_]+", seen(source).prose)}
    return sum(word in known for word in given) / max(1, len(given))


def _at(view: Seen, span: Span) -> str:
    return view.text[span[0] : span[1]]


def _without(text: str, spans: list[Span]) -> str:
    parts, done = [], 0
    for start, end in spans:
        parts += [text[done:start], " " * (end - start)]
        done = end
    return "".join([*parts, text[done:]])


def _extent(text: str) -> Span:
    return len(text) - len(text.lstrip()), len(text.rstrip())


def _groups(unit: Unit) -> Iterator[tuple[Seen, list[Span], str]]:
    """Runs of foreign words that are no names and stand side by side, each with its script."""
    view = seen(unit.target)
    if not _foreign_words(unit) or _wrong(unit):
        return
    apart = set_apart(view.text)
    source = seen(unit.source).text
    group: list[Span] = []
    kind = ""
    for span, script in _foreign_words(unit):
        word = _at(view, span)
        if script == "Latn" and "Latn" not in scripts_of(unit.language):
            free = _is_name(word, unit) or inside(apart, span[0])
        else:
            free = word in source or (script == "Grek" and len(word) == 1)
        beside = group and view.text[group[-1][1] : span[0]].strip(" ,'’-‑") == "" and script == kind
        if group and (not beside or free):
            yield view, group, kind
            group = []
        if not free:
            group, kind = [*group, span], script
    if group:
        yield view, group, kind


def foreign_words(unit: Unit) -> Iterator[Finding]:
    """Two or more words side by side, or letters that nobody takes for a name, in another script."""
    for view, group, script in _groups(unit):
        letters = sum(end - start for start, end in group)
        if script != "Latn" or "Latn" in scripts_of(unit.language) or (len(group) > 1 and letters >= 6):
            yield _foreign(view, group, script)


def foreign_word(unit: Unit) -> Iterator[Finding]:
    """A single Latin word in a text of another script."""
    for view, group, script in _groups(unit):
        letters = sum(end - start for start, end in group)
        if script == "Latn" and "Latn" not in scripts_of(unit.language) and (len(group) == 1 or letters < 6):
            yield _foreign(view, group, script)


def _foreign(view: Seen, group: list[Span], script: str) -> Finding:
    span = group[0][0], group[-1][1]
    what = f"'{_at(view, span)}' stands here in {script_name(script)} letters"
    return Finding(what, "Translate it, or write it in the language's letters.", target=view.span(*span))


CHECKS: tuple[Check, ...] = (
    Check(
        "script-wrong",
        "Most of the translation is in letters of another script than the language's, or is romanised. Names, "
        "abbreviations and units are not counted. It does not see a text in another language of the same script.",
        wrong_script,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "script-foreign-words",
        "Words in another script stand in the translation: two or more Latin words side by side, or any word of a "
        "script that patients of the language cannot read. What stands in brackets or quotation marks, and names that "
        "the source has, are allowed.",
        foreign_words,
    ),
    Check(
        "script-foreign-word",
        "A single Latin word in small letters stands in a text of another script. It cannot tell a word that was "
        "forgotten from a brand that is written small.",
        foreign_word,
    ),
)
