"""Checks of spaces, and of capital letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.model import Check, Finding, Unit
from handouts.checks.scripts import scripts_of
from handouts.checks.seen import HOLE, Seen, seen
from handouts.problems import Severity

_SPACE = " \u00a0\u202f\u2009"
_DOUBLED = re.compile(rf"(?<=\S)[{_SPACE}]{{2,}}(?=\S)")
_BEFORE = re.compile(
    r"(?<=[\w)\]\u0900-\u0dff]) +(?:(?=[,.;:!?)\]](?![\w.]))|(?=[،؛؟。，、！？；：）।۔]))|(?<=[(\[（“„「]) +(?=\w)"
)
_FRENCH = re.compile(r"(?<=\w)(?P<none>[;:!?»])(?!\w|//)|(?<=\S)(?P<plain> )[;:!?»]|«(?P<open>[ ]?)(?=\w)")
_MISSING = re.compile(r"(?<=[^\W\d_]{2})[,;!?،؛؟।۔](?=[^\W\d_]{2})|(?<=[a-zà-ÿа-яё]{2})\.(?=[A-ZÀ-ÞА-ЯЁ][a-zà-ÿа-яё])")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff\u3040-\u30ff，。、])[ \u3000]+(?=[\u3400-\u9fff\u3040-\u30ff])")


def spaces(unit: Unit) -> Iterator[Finding]:
    """Spaces too many, too few, or of the wrong kind."""
    view, source = seen(unit.target), seen(unit.source)
    base = unit.language.code.partition("_")[0]
    spot: tuple[int, int] | None = None
    what, hint = "", "Take the space away."
    if view.text != view.text.strip() and source.text == source.text.strip():
        left = len(view.text) - len(view.text.lstrip())
        spot, what = (
            ((0, left) if left else (len(view.text.rstrip()), len(view.text))),
            "a space at the beginning or the end",
        )
    elif (found := _DOUBLED.search(view.text)) and not _DOUBLED.search(source.text):
        spot, what = found.span(), "two spaces in a row"
    elif base == "fr":
        spot, what, hint = _french(view)
    elif (
        (found := _BEFORE.search(view.prose))
        and not _BEFORE.search(source.prose)
        and "Armn" not in scripts_of(unit.language)
    ):
        spot, what = found.span(), "a space before a mark, or behind an opening bracket"
    if not spot and scripts_of(unit.language) & {"Hani"} and base != "ko" and (found := _HAN_GAP.search(view.prose)):
        spot, what = found.span(), "a space between two characters"
    elif not spot and (found := _MISSING.search(view.prose)) and not scripts_of(unit.language) & {"Hani"}:
        spot, what, hint = found.span(), "no space behind a mark", "Write a space behind it."
    if spot:
        yield Finding(what, hint, target=view.span(*spot))


def _french(view: Seen) -> tuple[tuple[int, int] | None, str, str]:
    hint = "Write a no-break space (U+202F, before a colon U+00A0) there."
    for found in _FRENCH.finditer(view.prose):
        if found["none"] and not (found["none"] in ":;" and view.prose[found.start() - 1].isdigit()):
            return found.span(), f"French has a no-break space before {found['none']}", hint
        if found["plain"] or found["open"] is not None:
            return found.span(), "this space may break the line", hint
    return None, "", hint


def case(unit: Unit) -> Iterator[Finding]:
    """A small letter at the beginning where the source has a capital, or capitals throughout."""
    view, source = seen(unit.target), seen(unit.source)
    own = scripts_of(unit.language)
    first = next((index for index, char in enumerate(view.text) if char.isalnum() or char == HOLE), None)
    one = next((char for char in source.text if char.isalnum() or char == HOLE), "")
    if first is None or not one:
        return
    # "pH", "mRNA" and "iPhone" begin small.
    word = re.match(r"\w+", view.text[first:])
    inside = bool(word) and any(char.isupper() for char in word[0]) if word else False
    if one.isupper() and view.text[first] != view.text[first].title() and not inside and "Geor" not in own:
        spot = view.span(first, first + 1)
        yield Finding("the source begins with a capital letter", "Begin with one, too.", target=spot)
    (upper, cased), (asked, had) = _capitals(view.prose), _capitals(source.prose)
    if cased > 12 and upper > 0.8 * cased and asked <= 0.5 * had:
        hint = "Write small letters; capitals are hard to read."
        yield Finding("the translation is in capital letters", hint, target=view.span(0, len(view.text)))


def _capitals(text: str) -> tuple[int, int]:
    """The number of capitals in `text`, and that of letters that are capital or small."""
    upper = sum(map(str.isupper, text))
    return upper, upper + sum(map(str.islower, text))


CHECKS: tuple[Check, ...] = (
    Check(
        "character-spaces",
        "Spaces at the ends, doubled, before a mark or missing behind one; in French, breaks before : ; ! and ?.",
        spaces,
        safety=Severity.WARNING,
    ),
    Check(
        "character-case",
        "A small first letter where the source has a capital, or capitals throughout. Scripts without case have none.",
        case,
        safety=Severity.WARNING,
    ),
)
