"""A message's inline Markdown: nothing of it becomes markup but strong, em, a and bdi."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.bidi import Direction
from handouts.inline import faults, is_blank, placeholders, plain_to_html, to_html, to_plain

VALUES = {"phone": "+44 20 7946 0123", "clinic": "A & B <i>", "emergency": "999"}


class Reader(HTMLParser):
    """Reads HTML back: its text, and its elements, which must be nested rightly."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"an instruction: {data}")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(str(html))
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("**a** _b_", "<strong>a</strong><span> </span><em>b</em>"),
        ("*a*-__b__", "<em>a</em>-<strong>b</strong>"),
        ("***a***", "<em><strong>a</strong></em>"),
        ("a < b & c > d \"e\" 'f'", "a &lt; b &amp; c &gt; d &#34;e&#34; &#39;f&#39;"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        (
            "[x](https://a.example/?a=1&b=2)",
            '<a href="https://a.example/?a=1&amp;b=2">x</a> (https://a.example/?a=1&amp;b=2)',
        ),
        (
            '[x](https://a.example/"onclick=")',
            '<a href="https://a.example/%22onclick=%22">x</a> (https://a.example/%22onclick=%22)',
        ),
        ("Call **{phone}**", "Call<span> </span><strong>+44 20 7946 0123</strong>"),
        ("{clinic}", "A &amp; B &lt;i&gt;"),
        ("{nobody}", "{nobody}"),
        ("{phone.x} {0} %s {{ x }}", "{phone.x} {0} %s {{ x }}"),
        ("&lt;script&gt; &amp;lt;", "&lt;script&gt; &amp;lt;"),
        ("", ""),
    ],
)
def test_to_html(text: str, html: str) -> None:
    assert to_html(text, VALUES, "ltr") == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("اتصل على {phone} الآن", 'اتصل على<span> </span><bdi dir="ltr" class="short">+44 20 7946 0123</bdi> الآن'),
        (
            "خذ **Amoxicillin** 500 mg الآن",
            'خذ<span> </span><bdi dir="ltr" class="short"><strong>Amoxicillin</strong> 500 mg</bdi> الآن',
        ),
        (
            "ن [Amox 5](https://a.example) mg",
            'ن<span> </span><bdi dir="ltr"><a href="https://a.example">Amox 5</a> (https://a.example) mg</bdi>',
        ),
        (
            "[ن Amox](tel:5) mg",
            '<a href="tel:5">ن<span> </span><bdi dir="ltr" class="short">Amox</bdi></a>'
            '<span> </span><bdi dir="ltr" class="short">(5) mg</bdi>',
        ),
        (
            "ن [Amox **5** mg](tel:7)",
            'ن<span> </span><bdi dir="ltr" class="short"><a href="tel:7">Amox<span> </span><strong>5</strong> mg</a>'
            " (7)</bdi>",
        ),
        (
            "[a](tel:1) [b](tel:1)",
            '<bdi dir="ltr" class="short"><a href="tel:1">a</a> (1)<span> </span><a href="tel:1">b</a> (1)</bdi>',
        ),
        (
            "هاتف **٠٢٠** ٧٩٤٦",
            'هاتف<span> </span><bdi dir="ltr" class="short"><bdi dir="ltr" class="short"><strong>٠٢٠</strong></bdi>'
            '<span> </span><bdi dir="ltr" class="short">٧٩٤٦</bdi></bdi>',
        ),
        ("عربي فقط", "عربي فقط"),
    ],
)
def test_foreign_runs_are_isolated_whole(text: str, html: str) -> None:
    assert to_html(text, VALUES, "rtl") == html


def test_a_long_run_may_break() -> None:
    assert to_html("ن " + "word " * 20, {}, "rtl").startswith('ن<span> </span><bdi dir="ltr">word')


def test_text_without_markup_stays_as_it_is() -> None:
    assert plain_to_html("**1** {phone} <b>", "ltr") == "**1** {phone} &lt;b&gt;"
    assert plain_to_html("ن 010 (555)", "rtl") == 'ن<span> </span><bdi dir="ltr" class="short">010 (555)</bdi>'


def test_values_are_not_read_as_markdown_nor_filled_again() -> None:
    assert to_plain("{a} {b}", {"a": "**{b}**", "b": "{a}"}) == "**{b}** {a}"
    assert to_html("{a}", {"a": "<script>"}, "ltr") == "&lt;script&gt;"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("**fine** [x](tel:+44) [y](mailto:a@b.example) {phone} 50% $ \\* 5 < 6", []),
        ("", []),
        ("—", []),
        ("☐", []),
        ("<b>", ["raw-html"]),
        ("<!-- -->", ["raw-html"]),
        ("<?php ?> x", ["raw-html"]),
        ("<!DOCTYPE html> x", ["raw-html"]),
        ("![x](https://a.example/b.png)", ["markup-unsupported"]),
        ("a `b`", ["markup-unsupported"]),
        ("a\\\nb", ["markup-unsupported"]),
        ("[x](page.html)", ["link-address"]),
        ("[x]()", ["link-address"]),
        ("[x](ftp://a.example)", ["link-address"]),
        ("[x](//a.example)", ["link-address"]),
        ("[x](https://[b)", []),
        ("{who}", ["placeholder-unknown"]),
        ("{phone", ["placeholder-brace"]),
        ("{{phone}}", ["placeholder-brace"]),
        ("{}", ["placeholder-unknown"]),
        ("{ phone }", ["placeholder-unknown"]),
        ("{phone!r}", ["placeholder-unknown"]),
        ("{pho**ne**}", ["placeholder-unknown"]),
        ("[call us](tel:{phone})", ["placeholder-hidden"]),
        ('[call us](tel:1 "{phone}")', ["placeholder-hidden"]),
        ("call &#123;phone&#125;", ["placeholder-hidden"]),
        ("&nbsp;", ["message-blank"]),
        ("\u200b\u2060", ["message-blank"]),
        ("&#8203;", ["message-blank"]),
        ("[](https://a.example)", ["message-blank"]),
        ("a &#x202e; b", ["character-unprintable"]),
        ("a \u2066 b", ["character-unprintable"]),
        ("a \x07 b", ["character-unprintable"]),
        ("a \ufffd b", ["character-unprintable"]),
        ("می\u200cخواهم \u200f", []),
        ("क्\u200dष", []),
    ],
)
def test_faults(text: str, codes: list[str]) -> None:
    found = faults(text)
    assert [fault.code for fault in found] == codes
    assert all(fault.message and fault.hint for fault in found)


def test_faults_with_other_fields() -> None:
    assert [fault.code for fault in faults("{phone} {page}", ("page",))] == ["placeholder-unknown"]
    assert "none" in faults("{phone}", ())[0].hint


def test_placeholders_come_as_often_as_they_stand() -> None:
    assert placeholders("{a} {b} {a} {") == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("text", "blank"), [("", True), (" \u200b\ufeff\u00ad\u0301", True), (".", False), ("ع", False)]
)
def test_is_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(
    "text",
    [
        "**x** " * 8_000,
        "`a" * 10_000,
        "[a](https://b) " * 3_000,
        "**a" * 8_000,
        "<a b=" * 8_000,
        "ab ع" * 10_000,
        "[" * 8_000,
        "(" * 50_000,
        "a (" * 20_000,
        "(ع a) " * 10_000,
        "word " * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_long_texts_are_read_whole(text: str, direction: Direction) -> None:
    """What takes time in proportion to its length is soon done; otherwise these texts would take minutes."""
    assert unescape(re.sub("<[^>]*>", "", to_html(text, {}, direction))) == to_plain(text, {})
    assert isinstance(faults(text), list)


bits = st.lists(
    st.sampled_from(
        [
            "*",
            "**",
            "_",
            "[",
            "](https://a.example)",
            "](",
            ")",
            "<b>",
            "</p>",
            "<!--",
            "-->",
            "&lt;",
            "&#60;",
            "&",
            '"',
            "'",
            "\\",
            "`",
            "![",
            "{phone}",
            "{",
            "}",
            "عربي",
            "שלום",
            "Latin",
            "12",
            " ",
            "\n",
            "+",
            "%",
            "(",
            "\u0651",
            "<https://a.example>",
            "\0",
            "]]>",
            "<![CDATA[",
        ]
    ),
    max_size=25,
).map("".join)
directions: st.SearchStrategy[Direction] = st.sampled_from(["ltr", "rtl"])


@settings(max_examples=400, deadline=None)
@given(bits | st.text(st.characters(exclude_categories=["Cs"]), max_size=40), directions)
def test_html_says_the_plain_text_and_nothing_else(text: str, direction: Direction) -> None:
    values = {"phone": '<b>"1"</b> ع &amp;'}
    read_back = read(to_html(text, values, direction))
    assert read_back.text == to_plain(text, values).replace("\r\n", "\n").replace("\r", "\n")
    assert read_back.elements <= {"strong", "em", "a", "bdi", "span"}
    assert read_back.attributes <= {"href", "dir", "class"}
    assert isinstance(faults(text), list)


@settings(max_examples=200, deadline=None)
@given(bits | st.text(st.characters(exclude_categories=["Cs"]), max_size=40), directions)
def test_plain_text_survives(text: str, direction: Direction) -> None:
    read_back = read(plain_to_html(text, direction))
    assert read_back.text == text
    assert read_back.elements <= {"bdi", "span"}
