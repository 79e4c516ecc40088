"""Runs against the direction of their text are found whole."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.bidi import Direction, foreign_runs


def runs(text: str, direction: Direction) -> list[str]:
    return [text[start:end] for start, end in foreign_runs(text, direction)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("عربي", []),
        ("عربي، ٢٤ ساعة", []),
        ("اتصل +1 (555) 010-0199 الآن", ["+1 (555) 010-0199"]),
        ("اتصل (555) 010-0199", ["(555) 010-0199"]),
        ("خذ Amoxicillin 500 mg الآن.", ["Amoxicillin 500 mg"]),
        ("نسبة 50% من", ["50%"]),
        ("حرارة 37.5° اليوم", ["37.5°"]),
        ("من 5-10 mg", ["5-10 mg"]),
        ("من 5–10 mg", ["5–10 mg"]),
        ("من 5−10 mg", ["5−10 mg"]),
        ("درجة −5 اليوم", ["−5"]),
        ("يوم 2026-11-22.", ["2026-11-22"]),
        ("راسل a.b@clinic.example أو", ["a.b@clinic.example"]),
        ("زر https://clinic.example/pain?a=1&b=2.", ["https://clinic.example/pain?a=1&b=2"]),
        ("مستقبلات NMDA (N-methyl-D-aspartate) هي", ["NMDA (N-methyl-D-aspartate)"]),
        ("(NMDA) هي", ["NMDA"]),
        ("a ب b", ["a", "b"]),
        ("f((x)) ب", ["f((x))"]),
        ("((5) 6) ب", ["(5) 6"]),
        ("(دواء ketamine) IV", ["ketamine", "IV"]),
        ("Reg (عربي 5) 10 mg", ["Reg", "5", "10 mg"]),
        ("(ع abc) (def) ghi", ["abc", "(def) ghi"]),
        ("a) ketamine ع", ["a) ketamine"]),
        ("e\u0301a ع", ["e\u0301a"]),
    ],
)
def test_in_right_to_left_text(text: str, expected: list[str]) -> None:
    assert runs(text, "rtl") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain Latin 5 mg", []),
        ("name: اسم المريض.", ["اسم المريض"]),
        ("שלום (עולם) x", ["שלום (עולם)"]),
        ("٢٤ hours", ["٢٤"]),
        ("中文 हिन्दी", []),
    ],
)
def test_in_left_to_right_text(text: str, expected: list[str]) -> None:
    assert runs(text, "ltr") == expected


texts = st.text(st.sampled_from("ab5 0+-−%°()[].,ع٢ש\u0301\u0651中#@/"), max_size=40) | st.text(max_size=30)
directions: st.SearchStrategy[Direction] = st.sampled_from(["ltr", "rtl"])


@settings(max_examples=500, deadline=None)
@given(texts, directions)
def test_runs_are_sorted_disjoint_and_within_the_text(text: str, direction: Direction) -> None:
    edges = [edge for run in foreign_runs(text, direction) for edge in run]
    assert edges == sorted(edges)
    assert all(start < end for start, end in foreign_runs(text, direction))
    assert all(0 <= edge <= len(text) for edge in edges)


@settings(max_examples=500, deadline=None)
@given(texts, directions)
def test_every_foreign_letter_and_digit_is_in_a_run(text: str, direction: Direction) -> None:
    inside = {index for start, end in foreign_runs(text, direction) for index in range(start, end)}
    foreign = "ab50" if direction == "rtl" else "ע٢ש"
    own = "عש٢" if direction == "rtl" else "ab5中"
    assert all(index in inside for index, char in enumerate(text) if char in foreign)
    assert not any(index in inside for index, char in enumerate(text) if char in own)


@settings(max_examples=500, deadline=None)
@given(texts, directions)
def test_a_run_is_its_own_only_run(text: str, direction: Direction) -> None:
    for run in runs(text, direction):
        assert runs(run, direction) == [run]


@settings(max_examples=500, deadline=None)
@given(st.recursive(st.text(st.sampled_from("a5ع +-"), max_size=4), lambda inner: st.builds(
    lambda before, within, after: f"{before}({within}){after}", inner, inner, inner), max_leaves=8))  # fmt: skip
def test_brackets_in_pairs_stay_in_pairs(text: str) -> None:
    for run in runs(text, "rtl"):
        assert run.count("(") == run.count(")")


@pytest.mark.parametrize("text", ["(" * 100_000, "a(" * 50_000, "(ع a) " * 20_000, "a " * 100_000, "%" * 100_000,
                                  "a" + "%" * 100_000, "(a" * 30_000 + ")" * 30_000, "[(a" * 30_000])  # fmt: skip
def test_nothing_hangs(text: str) -> None:
    started = time.perf_counter()
    foreign_runs(text, "rtl")
    assert time.perf_counter() - started < 2
