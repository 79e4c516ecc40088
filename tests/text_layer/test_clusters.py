"""What glyphs stand for, and how a line of them is written again: tables of small cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.text_layer.clusters import (
    Word,
    add_direction,
    align,
    find_clusters,
    glyph_texts,
    mark_words,
    plain_texts,
    reading_order,
    rtl_words,
    words_of,
)
from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.shown import Shown, actual_text
from handouts.text_layer.words import word_texts

NOTHING = "\u200b"

LINES = {
    "letters": (["a", "b"], "ab", ["a", "b"]),
    "a ligature": (["o", "ffi", "ce"], "office", ["o", "ffi", "ce"]),
    "the space that a line's end swallows": (["a", "b"], "ab ", ["a", "b "]),
    "a hyphen of the layout": (["a", "b", "-"], "ab", ["a", "b", "\u00ad"]),
    "a hyphen of the text": (["a", "-"], "a- ", ["a", "- "]),
    "a vowel sign before its letter": (["", "कि", "त"], "कित", ["क", "ि", "त"]),
    "more glyphs than letters": (["", "", "é"], "é", ["e", "\u0301", NOTHING]),
    "letters that layout changed": (["A", "B"], "ab", ["A", "B"]),
    "a joiner without a glyph": (["र्", "क"], "र्\u200dक", ["र्", "\u200dक"]),
    "a soft hyphen in a letter's cluster": (["a\u00ad", "b"], "ab", ["a", "b"]),
    "right to left": (["ם", "ו", "ל", "ש"], "שלום", ["ם", "ו", "ל", "ש"]),
    "lam and alef in one glyph": (["م", "لا", "س"], "سلام", ["م", "\ufefb", "س"]),
    "a mark beside its letter": (["ב", "ָ", "ש"], "שָב", ["ב", NOTHING, "ָש"]),
    "dots beside their letter": (["ن", "", "ا"], "ان", ["ن", NOTHING, "ا"]),
    "figures within": ([".", " ", "1", "2", " ", "א"], "א 12 .", [".", " ", "1", "2", " ", "א"]),
    "a joiner between letters right to left": (["ش", "ی"], "ی\u200cش", ["ش\u200c", "ی"]),
}


@pytest.mark.parametrize("case", LINES)
def test_what_the_glyphs_of_a_line_say(case: str) -> None:
    texts, source, expected = LINES[case]
    clusters = find_clusters(texts)
    assert [place for cluster in clusters for place in range(cluster.start, cluster.stop)] == [*range(len(texts))]
    align(reading_order(clusters), source)
    widths = [0.0 if text in ("", "ָ") else 5.0 for text in texts]
    said = [text for cluster in clusters for text in glyph_texts(cluster, widths[cluster.start : cluster.stop])]
    assert said == expected


def test_words_end_at_spaces_and_where_a_line_may_break() -> None:
    clusters = find_clusters(["a", " ", "b", "c", "d"])
    assert mark_words(clusters, "a b\u200bc\u2060d ")
    assert [cluster.ends_word for cluster in clusters] == [False, True, True, False, False]
    assert not mark_words(clusters, "a bcx")
    assert not mark_words(clusters, "a bcd e")
    assert mark_words([], "")
    assert find_clusters(["", ""]) == []


def test_an_operation_is_written_as_it_was() -> None:
    operation = b"[-3<>5.25<00010002>0<0003>7<>-8] TJ"
    show = Shown(operation, 4)
    assert show.codes == [1, 2, 3]
    assert show.write({}) == operation
    assert Shown(b"[<0102>] TJ", 2).codes == [1, 2]


def test_an_operation_is_cut_at_marks_and_keeps_what_each_reader_makes_of_its_numbers() -> None:
    show = Shown(b"[-3<>5.25<00010002>0<0003>7<>-8<0004>9] TJ", 4)
    show.codes = [1, 2, 3, 10]
    assert show.write({1: b"BDC", 3: b"EMC"}).split(b"\n") == [
        b"[-3<>5.25<0001>] TJ",
        b"BDC",
        b"[<0002>0<0003>] TJ",
        b"EMC",
        b"[7<>-8<000a>9] TJ",
    ]
    show = Shown(b"[2<>3<0001>4<0002>9] TJ", 4)
    assert show.write({0: b"BDC", 1: b"EMC", 2: b"END"}).split(b"\n") == [
        b"BDC",
        b"[2<>3<0001>] TJ",
        b"EMC",
        b"[4<0002>9<>] TJ",
        b"END",
    ]
    assert actual_text("é") == b"/Span <</ActualText <feff00e9>>> BDC"


@pytest.mark.parametrize("operation", [b"(ab) Tj", b"[(ab)] TJ", b"[<001>] TJ", b"[<0001>nan] TJ"])
def test_an_operation_that_is_not_known_is_refused(operation: bytes) -> None:
    with pytest.raises(TextLayerError):
        Shown(operation, 4)


SIGNS = {
    "a comma before a space": ([" ", ",", "א"], [" ", "\u200f,", "א"]),
    "a full stop at the end": ([".", "א"], ["\u200f.", "א"]),
    "full stops": ([".", ".", "א"], ["\u200f.", "\u200f.", "א"]),
    "within a word": (["ב", ".", "א"], ["ב", ".", "א"]),
    "before a figure": (["1", "٫", "א"], ["1", "٫", "א"]),
    "left to right": (["a", ",", " "], ["a", ",", " "]),
    "a semicolon, which nobody takes for a figure": ([" ", ";", "א"], [" ", ";", "א"]),
}


@pytest.mark.parametrize("case", SIGNS)
def test_signs_that_end_words_from_right_to_left_say_so(case: str) -> None:
    drawn, expected = SIGNS[case]
    texts = [*drawn]
    clusters = find_clusters(drawn)
    add_direction(clusters, texts)
    assert texts == expected


def test_words_from_right_to_left_are_found_in_a_mixed_line() -> None:
    clusters = find_clusters(["ג", "ב", "א", " ", "a", "b", " ", "ד", "", "ה"])
    assert [*rtl_words(clusters)] == [range(3), range(7, 10)]


letters = st.text("ab1.é語ж\u00a0 -", min_size=1, max_size=8)


@given(letters, st.sampled_from(["", " "]), st.sampled_from(["", " "]), st.sampled_from(["", "\u2060", "\u200b"]))
def test_plain_lines_are_read_as_in_more_steps(line: str, lead: str, end: str, hint: str) -> None:
    drawn, source = line[:1] + hint + line[1:], lead + line + end
    clusters = find_clusters(list(line))
    assert mark_words(clusters, drawn)
    align(clusters, source)
    texts = [text for cluster in clusters for text in glyph_texts(cluster, [])]
    assert plain_texts(list(line), drawn, source) in (None, texts)
    if not source.startswith("  "):
        assert plain_texts(list(line), drawn, source) == texts


pieces = st.lists(st.sampled_from(["a", "कि", "त्", "é", "-", " ", "ffi"]), min_size=1, max_size=9)


@given(pieces, st.lists(st.integers(0, 2), min_size=9, max_size=9), st.sampled_from(["", " "]), st.booleans())
def test_words_are_read_as_in_more_steps(line: list[str], silent: list[int], end: str, hint: bool) -> None:
    texts = [text for count, piece in zip(silent, line, strict=False) for text in (*[""] * count, piece)]
    drawn, source = ("\u200b" * hint).join(line), "".join(line) + end
    clusters = find_clusters(texts)
    assert mark_words(clusters, drawn)
    align(clusters, source)
    said = [text for cluster in clusters for text in glyph_texts(cluster, [])]
    found = word_texts(texts, drawn, source)
    assert found == (said, words_of(clusters)) or (found is None and source.endswith("  "))


def test_lines_that_layout_changed_are_left_to_more_steps() -> None:
    assert word_texts(["a", "b"], "ab", " ab ") == ([" a", "b "], [Word(0, 2, " ab ")])
    assert word_texts(["a", "b", "-"], "ab-", "ab") is None
    assert word_texts(["A", "b"], "Ab", "ab") is None
    assert word_texts(["ab"], "a\u200bb", "ab") is None
    assert word_texts(["ש"], "ש", "ש") is None
    assert word_texts([""], "", "") is None


@pytest.mark.parametrize(
    ("texts", "drawn", "source"),
    [
        (["א"], "א", "א"),
        (["a", "\u0301"], "a\u0301", "a\u0301"),
        (["f", ""], "ff", "ff"),
        (["fi"], "fi", "fi"),
        (["a", "-"], "a-", "a"),
        (["a"], "ab", "a"),
        ([], "", ""),
    ],
    ids=["right to left", "a mark", "a conjunct", "a ligature", "a hyphen of layout", "not drawn", "nothing"],
)
def test_other_lines_are_not_plain(texts: list[str], drawn: str, source: str) -> None:
    assert plain_texts(texts, drawn, source) is None
