"""What the checks see of a message is what is printed of it, and leads back to its place in the Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts import inline
from handouts.checks.number_checks import CHECKS
from handouts.checks.seen import HOLE, seen
from tests.checks.figures import found, unit

_SIGNS = [
    "a",
    "é",
    "ы",
    "的",
    "5",
    " ",
    " ",
    "**",
    "*",
    "_",
    "[",
    "](https://a.example)",
    "](",
    ")",
    "\\",
    "{phone}",
    ".",
    "(",
    "\n",
]


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum() or char == HOLE)


@given(st.lists(st.sampled_from(_SIGNS), max_size=14).map("".join))
def test_every_letter_and_figure_that_is_printed_is_seen(message: str) -> None:
    """What is no link by a hair may be seen with its address."""
    if not inline.faults(message):
        printed = "".join(piece.text for piece in inline._pieces(message, {"phone": HOLE}, addresses=False))
        rest = iter(letters(seen(message).text))
        assert all(char in rest for char in letters(printed))


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Vea [*la* página](https://a.example/b(c)d) y \\[esto\\].", "Vea la página y [esto]."),
        ("[a\\]b](https://a.example) [c](<https://a.example>)", "a]b c"),
        ("<https://a.example> &amp; {phone}\n5", f"https://a.example & {HOLE} 5"),
    ],
)
def test_of_markup_nothing_is_seen(message: str, text: str) -> None:
    assert seen(message).text == text


@pytest.mark.parametrize(
    "message",
    [
        "Tome 5 mg](y 500 mg).",
        "\\[Tome 5 mg](y 500 mg).",
        "Vea [esto](https://a.example) y](500).",
        "[Tome 5 mg](y 500 mg).",
    ],
)
def test_what_only_looks_like_the_end_of_a_link_is_seen(message: str) -> None:
    assert "500" in seen(message).text
    assert found(CHECKS, unit("es", "Take 5 mg.", message)) & {"number-added", "number-changed"}


@pytest.mark.parametrize(
    "message", ["", "{phone}", "**a** [b\\]](c) &amp; <https://a.example> \u202e5\u0301", "\ud800"]
)
def test_every_spot_leads_back_into_the_markdown(message: str) -> None:
    view = seen(message)
    assert len(view.text) == len(view.at) == len(view.ends) == len(view.prose)
    assert view.span(0, len(view.text))[1] <= len(message)
    assert all(0 <= start < end <= len(message) for start, end in zip(view.at, view.ends, strict=True))
