"""Looking for the words of a language: what a pattern finds, and that a needle is never missing where one matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.breaking import SPACELESS
from handouts.checks import words as words_module
from handouts.checks.needles import needles
from handouts.checks.phrases import expression_of, fold
from handouts.checks.words import Words, WordsFile
from handouts.toml_file import load_toml

OURS = sorted(words_module._OURS.glob("*.toml"))
EXPRESSIONS = [
    expression
    for path in OURS
    for group in WordsFile.model_fields
    for patterns in getattr(load_toml(path, WordsFile), group).values()
    for pattern in patterns
    if (expression := expression_of(pattern))
]


def spots(pattern: str, text: str, *, spaceless: bool = False) -> list[str]:
    words = Words({("cues", "not"): [pattern]}, spaceless=spaceless)
    return [text[start:end] for start, end in words.find("cues", "not", text)]


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.stem))
def test_our_words_are_in_order(path: object) -> None:
    assert any(load_toml(one, WordsFile).cues for one in OURS if one == path)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("not", "Not now, cannot, nothing, knot: not.", ["Not", "not"]),
        ("no more than", "No  more\u00a0than 5, no morethan", ["No  more\u00a0than"]),
        ("mg", "5mg, mgs, 5 MG", ["mg", "MG"]),
        ("tablet*", "tablets tablet5 atablet", ["tablets", "tablet5"]),
        ("*mente", "Lentamente mentes", ["Lentamente"]),
        ("أن", "أن أنت وأن", ["أن"]),
        ("*ال", "وال والم", ["وال"]),
        ("की", "कीं की", ["की"]),
        ("*वाली", "गोलीवाली दवा", ["गोलीवाली"]),
        ("İlaç", "ilaç İLAÇ", ["ilaç", "İLAÇ"]),
        ("/\\bnon-?\\w{3,}/", "Nonsense, non-stop, no", ["Nonsense", "non-stop"]),
        ("/안(?:돼|된)[가-힣]*/", "안돼요. 안 돼. 안된다", ["안돼요", "안된다"]),
    ],
)
def test_where_a_pattern_is_found(pattern: str, text: str, found: list[str]) -> None:
    assert spots(pattern, text) == found


def test_without_spaces_a_phrase_is_found_anywhere() -> None:
    assert spots("不能", "您不能喝。", spaceless=True) == ["不能"]
    assert {"zh", "ja"} <= SPACELESS


def test_the_longest_pattern_is_taken_and_none_inside_it() -> None:
    words = Words({("cues", "not"): ["no", "no more than", "/more than \\d/"]})
    text = "no more than 5, no"
    assert [text[start:end] for start, end in words.find("cues", "not", text)] == ["no more than", "no"]


def test_keys_that_begin_at_a_place() -> None:
    scan = Words({("units", "milligram"): ["mg"], ("units", "gram"): ["/m?g/"], ("cues", "not"): ["mg"]}).scan("5 mg")
    assert sorted(scan.begin("units", 2)) == [("gram", 4), ("milligram", 4)]
    assert scan.keys("units") == {"milligram", "gram"}


@given(st.text(max_size=40))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("안(?:돼|된)[가-힣]*", {"안"}),
        ("(?:ab|cde?)f+g?", {"ab", "cd"}),
        ("colou?r", {"colo"}),
        ("(?<=not )now", {"now"}),
        (r"\bmust\b", {"must"}),
        ("(?:red|blue)", {"red", "blue"}),
        ("a|b*", set()),
        ("[abc]+", set()),
        ("(?:abc)?d", {"d"}),
        ("ab{0,3}c", {"a"}),
        (r"\x41bc", {"bc"}),
        ("(?i:abc)d", {"d"}),
    ],
)
def test_needles(expression: str, found: set[str]) -> None:
    assert needles(expression) == found


@pytest.mark.parametrize("number", range(0, len(EXPRESSIONS), 149))
@settings(max_examples=20)
@given(data=st.data())
def test_a_match_holds_a_needle(number: int, data: st.DataObject) -> None:
    expression = EXPRESSIONS[number]
    wanted = needles(expression)
    text = data.draw(st.from_regex(re.compile(expression, re.IGNORECASE)))
    assert not wanted or any(fold(one) in fold(text) for one in wanted)
