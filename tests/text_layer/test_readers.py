"""Which words are marked because readers would not make them of their glyphs: small rows, and names of real things."""

from __future__ import annotations

import html
import re

import pytest
from babel import Locale

from handouts.breaking import line_marks
from handouts.text_layer import write_exact_pdf
from handouts.text_layer.clusters import Word
from handouts.text_layer.readers import Row, misread_words
from tests.text_layer.conftest import document
from tests.text_layer.extraction import by_pdfium, by_poppler
from tests.text_layer.paragraphs import PARAGRAPHS

KE, PA = ("क", 0, 760), ("प", 0, 570)

ROWS = {
    "a mark above its letter": ([KE, ("े", 0, 0), PA, (" ", 0, 260)], "केप ", False),
    "a mark that the pen steps back to": ([KE, ("े", -226, 0), ("प", 226, 570), (" ", 0, 260)], "केप ", True),
    "before a space": ([PA, KE, ("े", -226, 0), (" ", 226, 260)], "पके ", False),
    "far back": ([PA, KE, ("े", -700, 0), (" ", 700, 260)], "पके ", True),
    "a mark far back that is torn off": ([("ि", 0, 0), KE, ("ृ", 0, 0), ("े", -700, 0)], "िकृे", True),
    "a mark that is torn off as one before it overlaps": (
        [PA, ("ु", 0, 0), KE, ("े", 8, 0), ("प", -8, 570)],
        "पुकेप",
        True,
    ),
    "a mark a little off": ([PA, KE, ("े", 8, 0), ("प", -8, 570), (" ", 0, 260)], "पकेप ", False),
    "the same mark twice": ([("ड", 0, 577), ("े", -6, 0), ("े", 0, 0), (" ", 6, 260)], "डेे ", True),
    "a narrow letter after a gap": ([KE, ("ृ", 0, 0), ("।", 40, 60)], "कृ।", True),
    "without marks": ([KE, ("प", 226, 570)], "कप", False),
    "glyphs that say something else": ([KE, ("\u200b", 0, 0)], "क", True),
    "a soft hyphen after a mark": ([KE, ("े", 0, 0), ("\u00ad", 0, 320)], "के\u00ad", True),
}


def row(glyphs: list[tuple[str, int, int]]) -> Row:
    numbers = {said: number for number, (said, _, _) in enumerate(glyphs)}
    columns = [*[(numbers[said], said, step, 0) for said, step, _ in glyphs], (0, "", 0, 0)]
    drawn, said, steps, shows = zip(*columns, strict=True)
    return Row(drawn, said, steps, lambda at: glyphs[at][2], shows)


@pytest.mark.parametrize("case", ROWS)
def test_words_that_readers_tear_are_found(case: str) -> None:
    glyphs, text, is_misread = ROWS[case]
    start = [("अ", 0, 700), (" ", 0, 260)]
    word = Word(2, 2 + len(glyphs), text)
    assert misread_words([Word(0, 2, "अ "), word], row([*start, *glyphs])) == [word] * is_misread


def test_what_is_before_a_word_and_after_it_counts_where_no_space_stands_between() -> None:
    thai = [("ช", 0, 550), ("ู", 0, 0), ("ว", 0, 492), ("ั", 10, 0), ("ช", -10, 550)]
    whole, first, second = Word(0, 5, "ชูวัช"), Word(0, 2, "ชู"), Word(2, 5, "วัช")
    assert misread_words([whole], row(thai)) == [whole]
    assert misread_words([first, second], row(thai)) == [first, second]
    spaced = row([("ช", 0, 550), (" ", 0, 260), *thai[2:]])
    assert misread_words([Word(0, 2, "ช "), second], spaced) == []
    first = second._replace(start=0, stop=3)
    assert misread_words([first], row(thai[2:])) == [first], "nobody knows what is before it"


def test_a_word_that_several_operations_show_is_found() -> None:
    lines = row([KE, ("े", 0, 0), PA, (" ", 0, 260)])
    word = Word(0, 4, "केप ")
    assert misread_words([word], lines) == []
    assert misread_words([word], lines._replace(shows=(0, 1, 2, 2, 2))) == [word]


def names(lang: str) -> str:
    """Names of languages, countries and scripts, but for those of which lines or readers make something else."""
    locale = Locale.parse(lang)
    tables = (locale.languages, locale.territories, locale.scripts)
    odd = re.compile("[-()A-Za-z\u200b-\u200d]")
    return " ".join(name for table in tables for name in table.values() if not odd.search(name))


def extracted(lang: str, text: str) -> list[str]:
    marks = dict(line_marks(text, lang))
    body = "".join(marks.get(place, "") + char for place, char in enumerate(text))
    css = f'@page {{ size: A4 }} html {{ font-family: "{PARAGRAPHS[lang].family}", "Noto Sans" }} p {{ hyphens: none }}'
    data = write_exact_pdf(document(f"<p>{html.escape(body)}</p>", css, lang=lang))
    return [by_pdfium(data), by_poppler(data)]


@pytest.mark.parametrize("lang", ["hi", "mr", "ne", "bn", "gu", "pa", "ta", "te", "kn", "ml", "si"])
def test_a_thousand_names_are_read_letter_by_letter(lang: str) -> None:
    text = names(lang)
    assert len(text.split()) > 800
    assert [" ".join(found.split()) for found in extracted(lang, text)] == [text, text]


TORN = {"th": ["เฟรนช์เซาเทิร์นเทร์ริทอรีส์"], "my": ["ဘင်္ဂလားဒေ့ရှ်"]}
"""Names of which several operations show marks, which pdfium sorts by their places: marking them does not help."""


@pytest.mark.parametrize("lang", ["th", "lo", "my"])
def test_a_thousand_names_without_spaces_are_read_in_order(lang: str) -> None:
    text = names(lang)
    letters = ["".join(found.split()) for found in extracted(lang, text)]
    words = dict.fromkeys(text.split())
    assert [[word for word in words if word not in found] for found in letters] == [TORN.get(lang, []), []]
