"""Contrast by WCAG 2.2, with the figures of its examples."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.contrast import HEX, NORMAL_TEXT, mix, nearest_passing, ratio

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def test_the_least_ratio_of_level_aa() -> None:
    assert NORMAL_TEXT == 4.5


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#949494", "#ffffff", 3.03),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000FF", "#FFFFFF", 8.59),
        ("#ffff00", "#ffffff", 1.07),
    ],
)
def test_ratio(first: str, second: str, wanted: float) -> None:
    assert ratio(first, second) == pytest.approx(wanted, abs=0.005)
    assert ratio(second, first) == ratio(first, second)


@pytest.mark.parametrize(
    ("colour", "ground", "least", "shade"),
    [
        ("#777777", "#ffffff", 4.5, "#767676"),
        ("#767676", "#ffffff", 4.5, "#767676"),
        ("#808080", "#808080", 4.5, "#161616"),
        ("#808080", "#7f7f7f", 21, None),
        ("#ffffff", "#ffffff", 4.5, "#767676"),
        ("#000000", "#000000", 4.5, "#757575"),
    ],
)
def test_nearest_passing(colour: str, ground: str, least: float, shade: str | None) -> None:
    found = nearest_passing(colour, ground, least)
    if shade is None:
        assert found is None
    else:
        assert found is not None
        assert ratio(found, ground) >= least
        assert int(found[1:3], 16) == pytest.approx(int(shade[1:3], 16), abs=2)


def test_mix() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#9c1c28", "#ffffff", 0) == "#ffffff"
    assert mix("#9c1c28", "#ffffff", 1) == "#9c1c28"


@settings(max_examples=150, deadline=None)
@given(colours, colours, st.sampled_from([3.0, NORMAL_TEXT, 7.0]))
def test_the_nearest_shade_passes(colour: str, ground: str, least: float) -> None:
    shade = nearest_passing(colour, ground, least)
    if shade is None:
        assert max(ratio("#000000", ground), ratio("#ffffff", ground)) < least
    else:
        assert HEX.fullmatch(shade)
        assert ratio(shade, ground) >= least
        if ratio(colour, ground) >= least:
            assert all(abs(int(a, 16) - int(b, 16)) <= 1 for a, b in _channels(shade, colour))


def _channels(first: str, second: str) -> list[tuple[str, str]]:
    return [(first[index : index + 2], second[index : index + 2]) for index in (1, 3, 5)]


@settings(max_examples=150, deadline=None)
@given(colours, colours)
def test_ratio_is_symmetric_and_bounded(first: str, second: str) -> None:
    assert 1 <= ratio(first, second) == ratio(second, first) <= 21.0001
