"""Article files: what is right becomes a value, what is wrong a problem with its line, all in one run."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.article import ItemList, Paragraph, Role, Subheading, Table
from handouts.markdown import load_article, parse_article
from handouts.problems import HandoutsError
from tests.conftest import ARTICLE, SPANISH
from tests.making import PATH, places

HEAD, _, _ = ARTICLE.partition("## What it is")
FIRST = HEAD.count("\n") + 1
SAFETY = "\n\n## Risks {#risks role=risks}\n\nOne.\n\n## Care {#supervision role=supervision}\n\nTwo.\n"


def found(body: str, *, safety: str = SAFETY) -> list[tuple[str, int | None]]:
    """The problems of an article that begins with `body`, as code and line of the body (from 1)."""
    try:
        parse_article(HEAD + body + safety, PATH)
    except HandoutsError as error:
        assert all(problem.path == PATH and problem.hint for problem in error.problems)  # noqa: PT017  # raising is right, and so is not raising
        return [(code, line and line - FIRST + 1) for code, line in places(error)]
    return []


def test_an_article_as_a_value() -> None:
    article = parse_article(ARTICLE, PATH)
    assert article.id == "short"
    assert (article.title.text, article.title.line) == ("A short leaflet", 2)
    assert (article.reference, article.version, str(article.date)) == ("0007", "1.0", "2026-11-22")
    assert [(section.id, section.role) for section in article.sections] == [
        ("what", None),
        ("risks", Role.RISKS),
        ("supervision", Role.SUPERVISION),
        ("contact", Role.CONTACT),
    ]
    assert [type(block) for block in article.sections[1].blocks] == [Paragraph, Subheading, ItemList, Paragraph]
    assert [message.text for message in article.messages()] == list(SPANISH)


def test_messages_know_their_line_section_and_safety() -> None:
    for message in parse_article(ARTICLE, PATH).messages():
        line = ARTICLE.split("\n")[message.line - 1]
        assert message.text.split()[0] in line
        assert message.safety == (message.section in ("risks", "supervision"))


def test_citations_are_the_items_of_the_references_only() -> None:
    text = ARTICLE + "\n## From {#r role=references}\n\nWe read:\n\n1. Cohen 2018.\n2. FDA 2023.\n"
    cited = [message.text for message in parse_article(text, PATH).messages() if message.citation]
    assert cited == ["Cohen 2018.", "FDA 2023."]


def test_tables_and_numbered_lists() -> None:
    body = "## A {#a}\n\n| X | Y |\n| - | - |\n| 1 | a \\| b |\n| 2 | c\n\n7. seven\n8. eight\n"
    article = parse_article(HEAD + body + SAFETY, PATH)
    table, numbered = article.sections[0].blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.header] == ["X", "Y"]
    assert [[cell.text for cell in row] for row in table.rows] == [["1", "a | b"], ["2", "c"]]
    assert isinstance(numbered, ItemList)
    assert (numbered.ordered, numbered.start, len(numbered.items)) == (True, 7, 2)


@pytest.mark.parametrize(
    "text",
    [ARTICLE.replace("\n", "\r\n"), "\ufeff" + ARTICLE, ARTICLE.rstrip(), ARTICLE.replace("\n", "\r")],
    ids=["CRLF", "BOM", "no last line end", "CR"],
)
def test_line_ends_and_marks_of_other_editors(tmp_path: Path, text: str) -> None:
    path = tmp_path / "short.md"
    path.write_bytes(text.encode())
    assert [message.text for message in load_article(path).messages()] == list(SPANISH)


def test_a_wrapped_paragraph_is_one_line() -> None:
    body = "## A {#a}\n\nOne\ntwo\n   three.\n\n- four\n  five\n"
    assert [m.text for m in parse_article(HEAD + body + SAFETY, PATH).sections[0].texts()] == [
        "A",
        "One two three.",
        "four five",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Text.", [("section-missing", 1)]),
        ("## A {#a}", [("section-empty", 1)]),
        ("## A\n\nx", [("section-id", 1)]),
        ("## A {#A b}\n\nx", [("section-attribute", 1), ("section-id", 1)]),
        ("## A {#1a}\n\nx", [("section-id", 1)]),
        ("## A {#é}\n\nx", [("section-id", 1)]),
        ("## {#a}\n\nx", [("heading-empty", 1)]),
        ("## A {#a role=danger}\n\nx", [("role-unknown", 1)]),
        ("## A {#a role=}\n\nx", [("role-unknown", 1)]),
        ("## A {#a role=RISKS}\n\nx", [("role-unknown", 1)]),
        ("## A {#a class=b}\n\nx", [("section-attribute", 1)]),
        ("## A {#risks}\n\nx", [("section-duplicate", 1), ("section-duplicate", 5)]),
        ("## A {#a role=risks}\n\nx", [("role-duplicate", 5)]),
        ("## A {#a}\n\nx\n\n## B {#a}\n\nx", [("section-duplicate", 1), ("section-duplicate", 5)]),
        ("# A\n\n## B {#b}\n\nx", [("heading-level", 1)]),
        ("## B {#b}\n\n#### C\n\nx", [("heading-level", 3)]),
        ("## B {#b}\n\n###\n\nx", [("heading-empty", 3)]),
        ("## B {#b}\n\nx\n\n<div>x</div>", [("raw-html", 5)]),
        ("## B {#b}\n\nx <b>y</b>", [("raw-html", 3), ("raw-html", 3)]),
        ("## B {#b}\n\nx <!-- y -->", [("raw-html", 3)]),
        ("## B <i> {#b}\n\nx", [("raw-html", 1)]),
        ("## B {#b}\n\n- <script>", [("list-item", 3)]),
        ("## B {#b}\n\nx\n\n> quoted", [("markdown-unsupported", 5)]),
        ("## B {#b}\n\nx\n\n" + "> " * 5000, [("markdown-unsupported", 5)]),
        ("## B {#b}\n\n---\n\nx", [("markdown-unsupported", 3)]),
        ("## B {#b}\n\nx\n\n    code", [("markdown-unsupported", 5)]),
        ("## B {#b}\n\nx\n\n```\ncode\n```", [("markdown-unsupported", 5)]),
        ("## B {#b}\n\n- a\n  - b", [("list-item", 3)]),
        ("## B {#b}\n\n- a\n\n  b", [("list-item", 3)]),
        ("## B {#b}\n\n- a\n-\n- c", [("list-item", 4)]),
        ("## B {#b}\n\n| a | b |\n|-|-|\n| 1 |  |", [("table-cell", 5)]),
        ("## B {#b}\n\n| a | b |\n|-|-|\n| 1 |", [("table-cell", 5)]),
        ("## B {#b}\n\n| a |  |\n|-|-|\n| 1 | 2 |", [("table-cell", 3)]),
        ("## B {#b}\n\nx `y` ![z](w)", [("markup-unsupported", 3), ("markup-unsupported", 3)]),
        ("## B {#b}\n\nx\\\ny", []),
        ("## B {#b}\n\n[x](other.md)", [("link-address", 3)]),
        ("## B {#b}\n\n[x](javascript:alert(1))", []),  # Markdown makes no link of it
        ("## B {#b}\n\nCall {telephone}.", [("placeholder-unknown", 3)]),
        ("## B {#b}\n\nCall {0.__class__}.", [("placeholder-unknown", 3)]),
        ("## B {#b}\n\nCall {{phone}}.", [("placeholder-brace", 3)]),
        ("## B {#b}\n\nCall {.", [("placeholder-brace", 3)]),
        ("## B {#b}\n\n50% of patients, %s, {phone}, $x, {{", [("placeholder-brace", 3)]),
        ("## B {#b}\n\n&nbsp;", [("message-blank", 3)]),
        ("## B {#b}\n\na\0b", [("character-unprintable", 3)]),
        ("## B {#b}\n\na\u202eb", [("character-unprintable", 3)]),
        ("## B {#b}\n\na\ud800b", [("character-unprintable", 3)]),
    ],
)
def test_one_mistake_is_one_problem(body: str, expected: list[tuple[str, int]]) -> None:
    assert sorted(found(body)) == sorted(expected)


def test_what_markdown_would_drop_without_a_word() -> None:
    """Link definitions and cells beyond the heading's vanish in CommonMark; here they are printed, or a problem."""
    article = parse_article(HEAD + "## B {#b}\n\n[Warning]: stop\n" + SAFETY, PATH)
    assert [message.text for message in article.sections[0].texts()] == ["B", "[Warning]: stop"]
    assert found("## B {#b}\n\n| a | b |\n|-|-|\n| 1 | 2 | never drive |") == [("table-cell", 5)]
    assert found("## B {#b}\n\na | b\n-|-\n1 | 2 | 3") == [("table-cell", 5)]
    assert found("## B {#b}\n\na | b\n-|-\n1 | 2 |") == []


@pytest.mark.parametrize(
    ("safety", "expected"),
    [
        ("", [("safety-missing", None), ("safety-missing", None)]),
        ("\n## R {#r role=risks}\n\nx\n", [("safety-missing", None)]),
        ("\n## R {#risks}\n\nx\n\n## S {#s role=supervision}\n\nx\n", [("safety-missing", None)]),
        ("\n## R {#r role=risks}\n\n## S {#s role=supervision}\n\nx\n", [("safety-empty", 5)]),
        ("\n## R {#r role=risks}\n\n### Only\n\n## S {#s role=supervision}\n\nx\n", [("safety-empty", 5)]),
    ],
)
def test_no_article_without_its_safety_sections(safety: str, expected: list[tuple[str, int | None]]) -> None:
    assert found("## A {#a}\n\nx\n", safety=safety) == expected


def test_all_problems_come_in_one_run_in_the_order_of_their_lines() -> None:
    text = ARTICLE.replace("date: 2026", "date: 26").replace("*treatment*", "<b>x</b> {who}")
    text = text.replace("role=supervision", "role=care")
    with pytest.raises(HandoutsError) as caught:
        parse_article(text, PATH)
    assert places(caught.value) == [
        ("safety-missing", None),
        ("date-invalid", 6),
        ("raw-html", 12),
        ("raw-html", 12),
        ("placeholder-unknown", 12),
        ("role-unknown", 25),
    ]


@pytest.mark.parametrize("name", ["A.md", "a b.md", ".md", "-a.md", "é.md", "a.b.md", "mail.md", "handouts.md"])
def test_names_that_an_article_cannot_have(name: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        parse_article(ARTICLE, Path(name))
    assert places(caught.value) == [("article-name", None)]


@pytest.mark.parametrize(
    "body",
    [
        "word " * 200_000,
        "[" * 15_000,
        "*" * 30_000,
        "**a" * 10_000,
        "{#" * 30_000,
        "> " * 20_000,
        "|a" * 20_000,
        "## a" + " " * 30_000 + "{#x",
        "- " * 5_000,
        "<a " * 10_000,
        "`" * 30_000,
        "\n".join("> " * n for n in range(300)),
        "\n".join(" " * 2 * n + "- a" for n in range(200)),
        "![" * 5_000,
        "&" * 30_000,
        "[a](" * 10_000,
    ],
    ids=lambda body: repr(body[:6]),
)
def test_nothing_hangs(body: str) -> None:
    started = time.perf_counter()
    found("## B {#b}\n\n" + body)
    assert time.perf_counter() - started < 10


fragments = st.lists(
    st.sampled_from(
        [
            "## A {#a}\n\n",
            "### ",
            "# ",
            "- ",
            "1. ",
            "> ",
            "| a | b |\n|-|-|\n",
            "|",
            "\n",
            "\n\n",
            "    ",
            "*",
            "**",
            "_",
            "[",
            "](",
            ")",
            "https://x",
            "`",
            "```\n",
            "<b>",
            "<!--",
            "{",
            "}",
            "{phone}",
            "\\",
            "{#risks role=risks}",
            "&#0;",
            "&#xD800;",
            "\0",
            "\ud800",
            "\u2028",
            "\t",
            "word ",
            "---\n",
            "ع",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(fragments | st.text(max_size=60))
def test_nothing_but_problems_is_raised_whatever_it_says(text: str) -> None:
    found(text)
    found("## B {#b}\n\n" + text)
    try:
        parse_article(text, PATH)
    except HandoutsError as error:
        assert error.problems  # noqa: PT017  # raising is right, and so is not raising


def test_a_no_break_space_stays() -> None:
    text = ARTICLE.replace("more than 5 mg", "more than\n5\u00a0mg")
    risks = parse_article(text, PATH).sections[1]
    assert "more than 5\u00a0mg" in [message.text for message in risks.texts()][1]
