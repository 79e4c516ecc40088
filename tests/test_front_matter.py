"""The YAML block of an article."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.front_matter import KEYS, read_front_matter
from handouts.problems import Problem

PATH = Path("a.md")
GOOD = {
    "title": "Ketamine",
    "summary": "What it is.",
    "reference": '"0042"',
    "version": '"1.0"',
    "date": "2026-11-22",
    "review_by": "2028-11-22",
}


def block(**changes: str | None) -> str:
    values = {**GOOD, **changes}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items() if value is not None) + "---\n"


def problems(text: str) -> list[Problem]:
    return read_front_matter(text, PATH)[1]


def test_values_lines_and_height() -> None:
    front, found = read_front_matter(block() + "\nText", PATH)
    assert found == []
    assert dict(front.values) == {key: value.strip('"') for key, value in GOOD.items()}
    assert dict(front.lines) == {key: number for number, key in enumerate(KEYS, 2)}
    assert front.height == 8
    assert front.day("date") == date(2026, 11, 22)


def test_values_stay_as_they_are_written() -> None:
    front, found = read_front_matter(block(version="1.10", title="yes", summary=">\n  two\n  lines"), PATH)
    assert found == []
    assert front.values["version"] == "1.10"
    assert front.values["title"] == "yes"
    assert front.values["summary"] == "two lines"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "front-matter-missing", 1),
        ("# Title\n", "front-matter-missing", 1),
        ("\n" + block(), "front-matter-missing", 1),
        ("---\ntitle: a\n", "front-matter-missing", 1),
        ("---\n---\n", "front-matter-yaml", 1),
        ("---\n- a\n---\n", "front-matter-yaml", 1),
        ("---\njust words\n---\n", "front-matter-yaml", 1),
        ("---\ntitle: a\nsummary: b: c\n---\n", "front-matter-yaml", 3),
        ("---\ntitle: 'a\n---\n", "front-matter-yaml", 3),
        ("---\n\ttitle: a\n---\n", "front-matter-yaml", 2),
        ("---\ntitle: *nowhere\n---\n", "front-matter-yaml", 2),
        ("---\ntitle: a\0b\n---\n", "front-matter-yaml", 1),
        ("---\ntitle: \ud800\n---\n", "front-matter-yaml", 1),
        ("---\ntitle: " + "[" * 3000 + "\n---\n", "front-matter-yaml", 1),
        (block().replace("---\n", "%YAML 9.9\n---\n", 1), "front-matter-missing", 1),
        (block(titel="x"), "front-matter-key", 8),
        ("---\ntitle: twice\n" + block().removeprefix("---\n"), "front-matter-key", 3),
        (block(title="[a, b]"), "front-matter-value", 2),
        (block(title="{a: b}"), "front-matter-value", 2),
        (block(title=""), "front-matter-value", 2),
        (block(summary="'  '"), "front-matter-value", 3),
        (block(title=None), "front-matter-missing", 1),
        (block(reference="a b"), "front-matter-value", 4),
        (block(reference="-1"), "front-matter-value", 4),
        (block(reference="x" * 21), "front-matter-value", 4),
        (block(reference="../../etc"), "front-matter-value", 4),
        (block(version='"1\\ud800"'), "front-matter-value", 5),
        (block(version='"1\\u202e0"'), "front-matter-value", 5),
        (block(date="22.11.2026"), "date-invalid", 6),
        (block(date="2026-13-01"), "date-invalid", 6),
        (block(date="2026-02-30"), "date-invalid", 6),
        (block(date="20261122"), "date-invalid", 6),
        (block(date="٢٠٢٦-١١-٢٢"), "date-invalid", 6),
        (block(review_by="soon"), "date-invalid", 7),
        (block(review_by="2026-11-22"), "date-order", 7),
        (block(review_by="2020-01-01"), "date-order", 7),
    ],
)
def test_one_mistake_is_one_problem(text: str, code: str, line: int) -> None:
    found = [(problem.code, problem.line) for problem in problems(text)]
    assert (code, line) in found
    if text.startswith("---\ntitle: Ketamine"):
        assert len(found) == 1
    assert all(problem.hint and problem.path == PATH for problem in problems(text))


def test_all_mistakes_at_once() -> None:
    text = block(title=None, date="soon", reference="a b", colour="red")
    assert sorted((problem.code, problem.line) for problem in problems(text)) == [
        ("date-invalid", 5),
        ("front-matter-key", 7),
        ("front-matter-missing", 1),
        ("front-matter-value", 3),
    ]


def test_aliases_do_not_grow() -> None:
    bomb = 'a: &a ["x"]\n' + "".join(
        f"{chr(98 + index)}: &{chr(98 + index)} [{', '.join(['*' + chr(97 + index)] * 9)}]\n" for index in range(20)
    )
    started = time.perf_counter()
    assert problems(f"---\n{bomb}---\n")
    assert problems("---\n&a a: *a\n---\n")
    assert problems("---\ntitle: &a [*a]\n---\n")
    assert time.perf_counter() - started < 1


def test_no_object_is_made() -> None:
    front, _ = read_front_matter(block(title="!!python/object/apply:os.system [x]"), PATH)
    assert "title" not in front.values
    front, _ = read_front_matter(block(title="!!python/name:os.system x"), PATH)
    assert front.values["title"] == "x"


yaml_bits = st.lists(
    st.sampled_from([*KEYS, ":", ": ", "\n", "---", "- ", "[", "]", "{", "}", "&a", "*a", "!!x", "|", ">", "'", '"',
                     "?", "#", "2026-11-22", "\0", "\x85", "\u2028", "\ud800", "\t", "  ", "%", "<<", "\\ud800"]),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(yaml_bits | st.text(max_size=40))
def test_nothing_is_raised_whatever_it_says(text: str) -> None:
    for written in (text, f"---\n{text}\n---\n", block() + text):
        front, found = read_front_matter(written, PATH)
        assert found or set(front.values) == set(KEYS)
        assert all(problem.line is None or problem.line >= 1 for problem in found)
