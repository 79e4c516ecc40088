"""Whatever stands in a message, every check comes to an end, and names spots that are there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.checks import CHECKS
from handouts.checks.glossary import load_glossary
from handouts.checks.model import Finding, Term, Unit
from handouts.checks.seen import LIMIT
from handouts.checks.words import load_words
from handouts.languages import find_language
from tests.conftest import ROOT

_WHOLE = ("length-band", "length-unusual", "character-encoding")
"""Checks that show more than is looked at."""

_ODD = (
    *"ab zÉé.,;:!?()[]{}*_<>&%$\"'«»“”„0159/@#\\|-–…的。い、い์ัి",
    "", "\n", "\t", "\x00", "\u00a0", "\u00ad", "\u0301", "\u05b0", "\u200b", "\u200c", "\u200e", "\u202e",
    "\u2069", "\ufeff", "￼", "�", "\ud800", "{phone}", "**", "](", "](a)", "[x](https://a.b)", "<https://a.b>",
    "&amp;", "&#xD800;", "..", "?!", "।", "؟", "°", "° ", "µ", "Ω", "½", "²", "Ⅻ", "٣٫٥", "३", "၅", "１", "𝟘",
    "0" * 40, "1 000", "12:30", "8.30", "3/4", "5–10", "2026-11-22", "+44 20 7946 0958", "mg", "İ", "ß", "ς",
    "ſ", "їм", "א", "not", "no más", "قبل", "و", "نہیں", "नह\u0940\u0902", "और", "不", "いる", "안 돼", "ไม\u0e48",
    "av. ", "a@b.org", "www.a.org", "😀", "𝒳",
)  # fmt: skip


@cache
def _terms(code: str) -> tuple[Term, ...]:
    return load_glossary(ROOT / "locales" / "glossary.toml").terms(code)


def _findings(code: str, source: str, target: str, kind: str = "paragraph") -> Iterator[tuple[str, Finding]]:
    words = load_words("en"), load_words(code)
    asked = Unit(source, target, find_language("en"), find_language(code), True, kind, *words, _terms(code))
    for check in CHECKS:
        for finding in check.run(asked):
            yield check.id, finding


def _spots(source: str, target: str, finding: Finding) -> Iterator[tuple[tuple[int, int], str]]:
    yield from ((span, text) for span, text in ((finding.source, source), (finding.target, target)) if span)


_TEXTS = st.lists(st.sampled_from(_ODD), max_size=20).map("".join)


@settings(deadline=None)  # the first message in a language reads its words
@given(
    st.sampled_from(["es", "ar", "fa", "hi", "zh_Hans", "ru", "ja", "ko", "th", "km", "fr", "tr", "he"]),
    _TEXTS,
    _TEXTS | st.text(max_size=40),
    st.sampled_from(["heading", "item", "paragraph", "cell", "word"]),
)
def test_no_text_is_too_odd(code: str, source: str, target: str, kind: str) -> None:
    for _, finding in _findings(code, source, target, kind):
        assert finding.what
        assert finding.hint
        assert all(0 <= start <= end <= len(text) for (start, end), text in _spots(source, target, finding))


@pytest.mark.parametrize("code", ["es", "ar"])
@pytest.mark.parametrize(
    "sign", ["a, ", "(", "*", "[a](", "{", "é»", '"a ', "痛み、", ".", "a@", "&a", "1 ", "°", "° ", "av. ", "\u0301"]
)
def test_a_message_of_a_megabyte_is_reported_and_looked_at_in_part(code: str, sign: str) -> None:
    text = sign * (1_000_000 // len(sign))
    for source in (text, "Take 5 mg at 38.5 °C."):
        found = list(_findings(code, source, text))
        assert "length-limit" in {check for check, _ in found}
        for check, finding in found:
            assert check in _WHOLE or all(end <= LIMIT for (_, end), _ in _spots(source, text, finding))
