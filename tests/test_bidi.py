"""Runs against the direction of their text are found whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.bidi import Direction, Run, isolates


def assert_nested(text: str, found: list[Run]) -> None:
    """Runs come in order, lie in the text, and in each other or apart; no two are the same."""
    assert found == sorted(found, key=lambda run: (run.start, -run.end))
    assert len({run[:2] for run in found}) == len(found)
    around: list[int] = []
    for run in found:
        assert 0 <= run.start < run.end <= len(text)
        while around and around[-1] <= run.start:
            around.pop()
        assert not around or run.end <= around[-1]
        around.append(run.end)


def runs(text: str, direction: Direction) -> list[str]:
    """The outermost runs of `text`."""
    found = isolates(text, direction)
    return [
        text[run.start : run.end]
        for at, run in enumerate(found)
        if not any(other.start <= run.start and run.end <= other.end for other in found[:at])
    ]


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
        # The hyphen after a prefix is no minus sign, a mark of abbreviation no quotation mark.
        ("מ-5 mg", ["5 mg"]),
        ("ה-CYP2D6", ["CYP2D6"]),
        ('5 מ"ג ו"Ketamine" כאן', ["5", "Ketamine"]),
        ('"קטמין Ketamine" 5 mg', ["Ketamine", "5 mg"]),
        # Signs that belong to a run.
        ("ע ≥ 5 mg", ["≥ 5 mg"]),
        ("ע <5 mg", ["<5 mg"]),
        ("ע ±2, $5, #7, %5", ["±2, $5, #7, %5"]),
        ("ע - 5 mg", ["5 mg"]),
        ("ע 5 % ע 5°C ע 18+ ע", ["5 %", "5°C", "18+"]),
        ("دواء Ketalar® ثم Spravato™", ["Ketalar®", "Spravato™"]),
        ("ע i.v. ע e.g. ע", ["i.v.", "e.g."]),
        ("ע clinic.co.uk.", ["clinic.co.uk"]),
        ("ע https://a.example/b/ ע", ["https://a.example/b/"]),
        ("Ketamine/ ע", ["Ketamine"]),
        ("ע (+)-ketamine", ["(+)-ketamine"]),
        ("½ ע 2½ mg", ["½", "2½ mg"]),
        # Sentences and doses in a list end a run; names, citations and what stands in brackets do not.
        ("ע Amoxicillin. Ketamine ע", ["Amoxicillin", "Ketamine"]),
        ("ע 5 mg. Ketamine ע", ["5 mg", "Ketamine"]),
        ("ע Prof. Smith, J. Doe and E. coli ע", ["Prof. Smith, J. Doe and E. coli"]),
        ("ע “It works. Take it” ע", ["It works. Take it"]),
        ("ע A 500 mg, B 20 ml; C 5%, ע", ["A 500 mg", "B 20 ml", "C 5%"]),
        ("ע 5, 10, 20 mg", ["5, 10, 20 mg"]),
        ("ע London, UK", ["London, UK"]),
        ("Smith J. Pain. Lancet 2020;3:5.", ["Smith J. Pain. Lancet 2020;3:5."]),
        ("Ketamine:", ["Ketamine"]),
        # Persian numbers, whose separators count as Arabic numbers.
        ("مقدار ۰٫۵ میلی‌گرم", ["۰٫۵"]),
        ("مقدار ۱٬۲۳۴٫۵ و ۱۰–۲۰", ["۱٬۲۳۴٫۵", "۱۰–۲۰"]),
        ("حدود ۵۰٪ از", ["۵۰"]),
        # Arabic-Indic digits need nothing, but where they belong to a Latin word, …
        ("خذ ١٠–٢٠ ملغ و ١٬٢٣٤٫٥ و ٥ mg", ["mg"]),
        ("B١٢ و COVID-١٩ و ٥mg", ["B١٢", "COVID-١٩", "٥mg"]),
        # … are a date, …
        ("يوم ٢٢/١١/٢٠٢٦.", ["٢٢/١١/٢٠٢٦"]),
        ("يوم ٢٠٢٦.١١.٢٢ ضغط ١٢٠/٨٠", ["٢٠٢٦.١١.٢٢"]),
        # … or a phone number.
        ("هاتف ٠٢٠ ٧٩٤٦ ٠١٢٣", ["٠٢٠ ٧٩٤٦ ٠١٢٣"]),
        ("هاتف (٠٢٠) ٧٩٤٦-٠١٢٣،", ["(٠٢٠) ٧٩٤٦-٠١٢٣"]),
        ("٢٢/١١/٢٠٢٦ ٠٢٠ ٧٩٤٦ ٢٢.١١.٢٠٢٦", ["٢٢/١١/٢٠٢٦", "٢٢.١١.٢٠٢٦"]),
        ("٠٢٠ ٧٩٤٦ ٢٢/١١/٢٠٢٦", ["٠٢٠ ٧٩٤٦", "٢٢/١١/٢٠٢٦"]),
        ("هاتف +٤٤٢٠٧٩٤٦٠١٢٣،", ["+٤٤٢٠٧٩٤٦٠١٢٣"]),
        ("هاتف ٢٤٥٦ ٧٨٩٠ لا ٢٠٢٠-٢٠٢٦ ولا ٢٢-١١-٢٠٢٦ ولا ١٢ ٣٤", ["٢٤٥٦ ٧٨٩٠"]),
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
        ("קטמין 5 מ״ג now", ["קטמין 5 מ״ג"]),
        ("drug קטמין 5 mg", ["קטמין"]),
        ("ask “مرحبا، كيف؟” x", ["مرحبا، كيف؟"]),
        ("range ١٠–٢٠ or ٥٠٪ or ٪٥٠", ["١٠–٢٠", "٥٠٪", "٪٥٠"]),
        ("phone +٤٤ (٢٠) ٧٩٤٦ ٠١٢٣.", ["+٤٤ (٢٠) ٧٩٤٦ ٠١٢٣"]),
        ("Persian ۱۰–۲۰", []),
        ("take ۵ میلی‌گرم now", ["۵ میلی‌گرم"]),
        ("中文 हिन्दी", []),
    ],
)
def test_in_left_to_right_text(text: str, expected: list[str]) -> None:
    assert runs(text, "ltr") == expected


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("ع 5 mg", "rtl", [(2, 6, "ltr")]),
        ("يوم ٥/٦/٢٠٢٦", "rtl", [(4, 12, "rtl"), (6, 7, "ltr")]),
        ("ع ٠٢٠ ٧٩٤٦", "rtl", [(2, 10, "ltr"), (2, 5, "ltr"), (6, 10, "ltr")]),
        ("a ١٠–٢٠", "ltr", [(2, 7, "rtl")]),
        ("a ٠٢٠ ٧٩٤٦", "ltr", [(2, 10, "ltr"), (2, 5, "ltr"), (6, 10, "ltr")]),
        ("a ע 5–10 ש", "ltr", [(2, 10, "rtl"), (4, 8, "ltr")]),
    ],
)
def test_runs_have_directions_and_hold_others(
    text: str, direction: Direction, expected: list[tuple[int, int, str]]
) -> None:
    assert isolates(text, direction) == expected


texts = st.text(st.sampled_from('abi5 0+-−%°()[]".,;/:<®ع٢٣ש۵٫\u0651中#@\u200e\u200f'), max_size=40) | st.text(
    max_size=30
)
directions: st.SearchStrategy[Direction] = st.sampled_from(["ltr", "rtl"])


@settings(max_examples=500, deadline=None)
@given(texts | st.text(st.sampled_from("٠٢ /.-+(ع)"), max_size=30), directions)
def test_runs_are_sorted_within_the_text_and_never_overlap_in_part(text: str, direction: Direction) -> None:
    assert_nested(text, isolates(text, direction))


@settings(max_examples=500, deadline=None)
@given(texts, directions)
def test_every_foreign_letter_and_digit_is_in_a_run_and_no_own_letter(text: str, direction: Direction) -> None:
    inside = {
        index for run in isolates(text, direction) if run.direction != direction for index in range(run.start, run.end)
    }
    foreign, own = ("abi50۵", "عש") if direction == "rtl" else ("עש", "abi中")
    assert all(index in inside for index, char in enumerate(text) if char in foreign)
    assert not any(index in inside for index, char in enumerate(text) if char in own)


@settings(max_examples=500, deadline=None)
@given(texts, directions)
def test_a_run_is_found_again_by_itself(text: str, direction: Direction) -> None:
    for run in isolates(text, direction):
        if run.direction != direction:
            again = isolates(text[run.start : run.end], direction)
            assert again[0][:2] == (0, run.end - run.start)


@settings(max_examples=500, deadline=None)
@given(texts, directions)
def test_white_space_around_changes_nothing(text: str, direction: Direction) -> None:
    shifted = isolates(f"  {text} ", direction)
    assert [(run.start - 2, run.end - 2, run.direction) for run in shifted] == isolates(text, direction)


@settings(max_examples=500, deadline=None)
@given(st.recursive(st.text(st.sampled_from("a5ع +-"), max_size=4), lambda inner: st.builds(
    lambda before, within, after: f"{before}({within}){after}", inner, inner, inner), max_leaves=8))  # fmt: skip
def test_brackets_in_pairs_stay_in_pairs(text: str) -> None:
    for run in runs(text, "rtl"):
        assert run.count("(") == run.count(")")


@pytest.mark.parametrize("direction", ["rtl", "ltr"])
@pytest.mark.parametrize("text", ["(" * 100_000, "a(" * 50_000, "(ع a) " * 20_000, "a " * 100_000, "%" * 100_000,
                                  "a" + "%" * 100_000, "(a" * 30_000 + ")" * 30_000, "[(a" * 30_000,
                                  "٢" * 100_000, "ع ٢ " * 30_000, "(٢" * 30_000, "٢/" * 50_000, "ع a." * 30_000,
                                  "a. " * 30_000 + "ع", '"a ' * 30_000 + "ع", "ع " + "a, 5 mg, " * 10_000,
                                  "ع " + "://" * 30_000 + "/", "ع " + "a" * 100_000 + "."])  # fmt: skip
def test_long_texts(text: str, direction: Direction) -> None:
    """What takes time in proportion to its length is soon done; otherwise these texts would take minutes."""
    assert_nested(text, isolates(text, direction))
