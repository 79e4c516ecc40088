"""Templates for translators: standard, without a clock, with what helps to translate."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.article import PLACEHOLDERS
from handouts.extraction import HOLDS, Entry, article_entries, write_template
from handouts.markdown import parse_article
from tests.conftest import ARTICLE, SPANISH
from tests.making import PATH

TABLE = "\n## Kinds {#kinds}\n\n| Kind | What it is |\n| --- | --- |\n| One | Two |\n"
REFERENCES = "\n## From {#r role=references}\n\n1. Cohen 2018.\n"


def entry_of(text: str) -> Entry:
    found = article_entries(parse_article(ARTICLE + TABLE + REFERENCES, PATH))
    return next(entry for entry in found if entry.text == text)


def test_templates_are_standard_and_hold_no_clock() -> None:
    entries = [
        Entry("50% of patients", None, (("a.md", 3),), ("Section: a.",)),
        Entry("Call {phone}.", None, (("a.md", 5),)),
        Entry("Call {phone}.", None, (("a.md", 9),), ("Once more.",)),
        Entry("Call {phone}.", "safety", (("b.j2", 1),)),
        Entry('"quoted" \\ back\ttab', None, (("a b.md", 2),)),
    ]
    data = write_template(entries)
    assert data == write_template(entries)
    assert b"Date" not in data
    read = polib.pofile(data.decode())
    assert [(entry.msgctxt, entry.msgid, entry.msgstr, entry.flags) for entry in read] == [
        (None, "50% of patients", "", []),
        (None, "Call {phone}.", "", ["python-brace-format"]),
        ("safety", "Call {phone}.", "", ["python-brace-format"]),
        (None, '"quoted" \\ back\ttab', "", []),
    ]
    assert read[1].occurrences == [("a.md", "5"), ("a.md", "9")]
    assert read[1].comment == "Once more.\n{phone}: the clinic's phone number, e.g. +44 20 7946 0123."
    assert "#: \u2068a b.md\u2069:2\n" in data.decode()


def test_article_entries_are_in_reading_order_without_citations() -> None:
    entries = article_entries(parse_article(ARTICLE + REFERENCES, PATH))
    assert [entry.text for entry in entries] == [*SPANISH, "From"]
    assert {entry.text for entry in entries if entry.safety} == {
        entry.text for entry in entries if any("Safety" in comment for comment in entry.comments)
    }
    assert entries[0].places == (("articles/short.md", 2),)


@pytest.mark.parametrize(
    ("text", "kind", "safety", "comments"),
    [
        ("A short leaflet", "heading", False, ["Title of the leaflet", "at most about 70 letters"]),
        ("What it is about.", "paragraph", False, ["Summary, below the title"]),
        ("What it is", "heading", False, ["Section: what. Its heading", "at most about 40 letters"]),
        ("It is a *treatment* for pain.", "paragraph", False, ["Section: what. Paragraph"]),
        ("Risks", "heading", True, ["Section: risks. Its heading", "Safety: no leaflet", "at most about 45 letters"]),
        (
            "Common",
            "heading",
            True,
            ["Section: risks. Heading within", "Safety: no leaflet", "at most about 40 letters"],
        ),
        ("You feel sick.", "item", True, ["Section: risks. Item of a list", "Safety: no leaflet"]),
        ("Kind", "cell", False, ["Section: kinds. Head of a column", "at most about 22 letters"]),
        ("One", "cell", False, ["in the column “Kind”", "about 22 letters"]),
        ("Two", "cell", False, ["in the column “What it is”", "about 31 letters"]),
    ],
)
def test_what_is_said_of_a_text(text: str, kind: str, safety: bool, comments: list[str]) -> None:
    entry = entry_of(text)
    assert (entry.kind, entry.safety) == (kind, safety)
    assert len(entry.comments) == len(comments)
    assert all(part in comment for part, comment in zip(comments, entry.comments, strict=True))


def test_a_text_that_stands_twice_tells_both_places() -> None:
    data = write_template(article_entries(parse_article(ARTICLE + TABLE, PATH))).decode()
    found = next(entry for entry in polib.pofile(data) if entry.msgid == "What it is")
    assert [int(line) for _, line in found.occurrences] == [10, 35]
    assert "Its heading" in found.comment
    assert "Head of a column" in found.comment


def test_every_placeholder_is_explained() -> None:
    assert set(PLACEHOLDERS) <= set(HOLDS)
    for name in PLACEHOLDERS:
        read = polib.pofile(write_template([Entry(f"Say {{{name}}}.")]).decode())
        assert re.search(rf"\{{{name}\}}: the .+, e\.g\. .+\.", read[0].comment)


def test_gettext_has_nothing_to_say_of_a_template(tmp_path: Path) -> None:
    path = tmp_path / "x.pot"
    path.write_bytes(write_template(article_entries(parse_article(ARTICLE + TABLE, PATH))))
    ran = subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", path], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    again = subprocess.run(["msgcat", "--width=100", path], capture_output=True, text=True, check=True)
    assert {entry.msgid for entry in polib.pofile(again.stdout)} == {entry.msgid for entry in polib.pofile(str(path))}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip), max_size=5))
def test_any_text_survives_a_template(texts: list[str]) -> None:
    data = write_template([Entry(text) for text in texts])
    read = polib.pofile(data.decode())
    assert [entry.msgid for entry in read] == list(dict.fromkeys(texts))
