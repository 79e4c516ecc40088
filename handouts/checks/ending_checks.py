"""Checks of the marks that end a text and its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.model import Check, Finding, Unit
from handouts.checks.punctuation import NO_STOPS, WRONG, foreign_marks, kind_of
from handouts.checks.scripts import script_of, scripts_of
from handouts.checks.seen import Seen, is_letter, seen
from handouts.problems import Severity

_WITHOUT_END = "\"'”’»›)]）」』》〉】“*\u200c\u200d \u00a0\u202f\u200b\u200e\u200f"

_ASKS = re.compile(r"(?:How|What|When|Where|Which|Who|Why)\b")
"""How an English heading begins that other languages make a question of."""


def _end(view: Seen, code: str) -> tuple[str, int]:
    """What the last mark says (see `punctuation.kind_of`), and where it stands; the end, where there is none."""
    text = view.text.rstrip(_WITHOUT_END)
    if not text:
        return "", len(view.text)
    if text.endswith(("...", "..")):
        return "dots", len(text) - 1
    kind = kind_of(text[-1], code)
    return kind, len(text) - 1 if kind else len(text)


def _ends(unit: Unit) -> tuple[str, str, int] | None:
    """What the last marks of source and translation say, and where the translation's stands."""
    had, _ = _end(seen(unit.source), unit.source_language.code)
    given, place = _end(seen(unit.target), unit.language.code)
    base = unit.language.code.partition("_")[0]
    if base in NO_STOPS and (not given or had == given):
        return None
    if had == "colon" and given == "stop" and base == "ja":
        return None  # a list is announced by a whole sentence there
    if had == "question" and given == "stop" and base in ("ja", "my", "km", "hy", "ko"):
        return None  # a word says there that it is a question
    if not had and given == "question" and unit.kind == "heading" and _ASKS.match(seen(unit.source).text):
        return None  # "What ketamine is" is a question in Turkish and others
    if unit.kind == "word" and {had, given} <= {"", "colon"}:
        return None  # a label: "Call", "Call:"
    return None if had == given or (not had and base == "hy") else (had, given, place)


def end_lost(unit: Unit) -> Iterator[Finding]:
    """No mark at the end, where the source has one."""
    ends = _ends(unit)
    if ends and ends[0] in ("stop", "question", "exclamation", "colon") and not ends[1]:
        view = seen(unit.target)
        what = "the translation ends without a mark, the source with one"
        spot = view.span(max(0, len(view.text) - 1), len(view.text)) if view.text else None
        yield Finding(what, "End it with the language's own mark, if nothing is missing.", target=spot)


def end_changed(unit: Unit) -> Iterator[Finding]:
    """Another mark at the end than the source's, or one that it does not have."""
    ends = _ends(unit)
    if (
        ends
        and ends[1]
        and not (unit.kind == "item" and ends[1] in ("comma", "stop") and ends[0] in ("", "stop", "comma"))
    ):
        view = seen(unit.target)
        had = f"with a {ends[0]}" if ends[0] else "without a mark"
        what = f"the source ends {had}, the translation with '{view.text[ends[2]]}'"
        yield Finding(what, "End both in the same way.", target=view.span(ends[2], ends[2] + 1))


def _behind_letter(text: str, index: int, own: frozenset[str], least: int = 1) -> bool:
    """Whether at least `least` letters or marks of the language's script stand right before `index`."""
    word = re.search(r"[\w\u0300-\u0fff]*$", text[max(0, index - 12) : index].rstrip("\"'”’»)）」』*"))
    base = _base(word[0]) if word and len(word[0]) >= least else ""
    return bool(base) and script_of(base) in own


def _base(word: str) -> str:
    return next((char for char in reversed(word) if is_letter(char)), "")


def wrong_mark(unit: Unit) -> Iterator[Finding]:
    """Marks of another script behind the language's own letters, and marks that only other languages have."""
    view = seen(unit.target)
    base = unit.language.code.partition("_")[0]
    own, table = scripts_of(unit.language), WRONG.get(base, {})
    never = foreign_marks(unit.language.code) - set(seen(unit.source).text)
    for index, char in enumerate(view.prose):
        right = ""
        if view.prose[index - 1 : index].isdigit() and view.prose[index + 1 : index + 2].isdigit():
            continue  # a decimal sign, or the hours of a time
        if char in never:
            right = "the language's own mark"
        elif char in table and _behind_letter(view.prose, index, own, _least(view.prose, index, own)):
            after = view.prose[index + 1 : index + 2]
            right = (
                table[char]
                if char != "." or not after or not (after.isalnum() or after == ".") or "Hani" in own
                else ""
            )
            if (
                char == "."
                and after in (" ", ")")
                and base in ("hi", "ne", "bn", "as")
                and not _is_sentence(view.prose, index)
            ):
                right = ""
        if right:
            what = f"'{char}' is not the mark of the language here"
            yield Finding(what, f"Write {right}.", target=view.span(index, index + 1))
            return
    if base == "es" and view.prose.count("?") > view.prose.count("¿"):
        index = view.prose.index("?")
        yield Finding("a question in Spanish begins with ¿", "Write ¿ before it.", target=view.span(index, index + 1))


def _least(text: str, index: int, own: frozenset[str]) -> int:
    """How long a word must be whose stop is no abbreviation's: three letters, but for the last of a text."""
    last = not text[index + 1 :].strip(_WITHOUT_END) and len(text[:index].split()) >= 3
    return 1 if text[index] != "." or "Hani" in own or last else 3


def _is_sentence(text: str, index: int) -> bool:
    """Whether a stop in the middle ends a sentence of three words or more, and no abbreviation."""
    if "." in text[:index].rpartition(" ")[2]:
        return False
    return len(re.split(r"[।.?!]", text[:index])[-1].split()) >= 3


CHECKS: tuple[Check, ...] = (
    Check(
        "character-end-lost",
        "The source ends with a mark and the translation without: something may be missing. Thai and Lao need none.",
        end_lost,
    ),
    Check(
        "character-end",
        "The translation ends with another mark than the source. Members of a list may end as the language likes.",
        end_changed,
        safety=Severity.WARNING,
    ),
    Check(
        "character-mark",
        "A mark of another script: a Latin full stop in Hindi, Bengali, Urdu or Chinese, ? for ؟ in Arabic, ? for ; in "
        "Greek, a Spanish question without ¿. Abbreviations and figures are let pass.",
        wrong_mark,
    ),
)
