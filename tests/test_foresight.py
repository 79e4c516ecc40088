"""How wide a text will be set, in em."""

from __future__ import annotations

import pytest

from handouts.foresight import _width


@pytest.mark.parametrize("family", ["Noto Sans", "Noto Sans Khmer", "No such font"])
def test_a_text_of_nothing_has_no_width(family: str) -> None:
    assert _width("", family) == 0


@pytest.mark.parametrize("text", ["Ask your care team.", "ថ្នាំ"])
def test_a_text_is_about_as_wide_as_without_its_font(text: str) -> None:
    assert _width(text, "Noto Sans") == pytest.approx(_width(text, "No such font"), rel=0.6)
