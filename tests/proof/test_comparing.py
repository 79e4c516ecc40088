"""Whether glyphs, in the order in which a page draws them, print a text."""

from __future__ import annotations

import pytest

from handouts.proof.comparing import fold, holds, reads_as

PRINTS = {
    "the same": ("5 mg a day", ["5 mg a day"]),
    "two lines": ("a long word", ["a long ", "word"]),
    "a layout hyphen": ("efficiently", ["effi\u00ad", "ciently"]),
    "a hyphen of its own": ("long-lasting", ["long-", "lasting"]),
    "composed otherwise": ("é ệ", ["e\u0301 ệ"]),
    "a ligature": ("office", ["oﬃce"]),
    "a half-width form": ("５ mg", ["5 mg"]),
    "Hebrew": ("שלום", ["םולש"]),
    "Hebrew with a vowel": ("שָׁלוֹם", ["שָׁלוֹם"[::-1]]),
    "lam and alef": ("لا بأس", ["سأب \ufefb"]),
    "an Arabic word on two lines": ("المستشفيات", ["تسملا", "تايفش"]),
    "Latin in Arabic": ("خذ Amoxicillin 500 mg", ["Amoxicillin 500 mg", "ذخ"]),
    "nothing": ("", []),
}
DOES_NOT = {
    "another figure": ("5 mg", ["50 mg"]),
    "a capital": ("not", ["NOT"]),
    "another order": ("12 mg", ["21 mg"]),
    "backwards": ("do not", ["ton od"]),
    "a letter more": ("safe", ["unsafe"]),
    "a sign less": ("≥ 5", ["5"]),
    "Hebrew backwards": ("שלום", ["שלום"]),
    "Latin backwards in Hebrew": ("שלום mg", ["םולש gm"]),
    "another Arabic word": ("لا تشرب", ["برشت"]),
    "another Arabic figure": ("٥ أيام", ["مايأ ٦"]),
}


@pytest.mark.parametrize(("text", "shown"), PRINTS.values(), ids=PRINTS)
def test_glyphs_that_print_a_text(text: str, shown: list[str]) -> None:
    assert reads_as(text, shown)


def test_a_text_among_others() -> None:
    assert holds(["Page 1", "a long ", "word", "."], "a long word")
    assert not holds(["Page 1", "a long ", "word"], "a longer word")
    assert holds(["Page 1", "ץבוק לש", "םולש"], "שלום קובץ")
    assert not holds(["Page 1", "םולש"], "שלום קובץ")


@pytest.mark.parametrize(("text", "shown"), DOES_NOT.values(), ids=DOES_NOT)
def test_glyphs_that_print_something_else(text: str, shown: list[str]) -> None:
    assert not reads_as(text, shown)


def test_case() -> None:
    assert reads_as("Straße", ["STRASSE"], any_case=True)
    assert not reads_as("Straße", ["STRASSE"])
    assert not reads_as("Straße", ["STRASZE"], any_case=True)


def test_folding() -> None:
    assert fold(" a\u00ad\u200bb \n\u2060 c e\u0301 ") == "ab c é"
