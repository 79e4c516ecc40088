"""The proof's ink in scripts that are not Latin: whole leaflets pass, and one word that cannot be seen is found."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest

from handouts.proof import prove
from tests.making import codes
from tests.proof_ink.printed import Instructions, Sample, Spoiled, parsed, printed, shows

INK = {"safety-hidden", "proof-overflow", "proof-frame", "proof-annotation", "proof-layers"}


def word(sample: Sample) -> tuple[float, float, float, float]:
    """About a word in the middle of the message, as left, bottom, width and height in points."""
    left, bottom, right, top = sample.box
    return left + 0.4 * (right - left), bottom, min(0.2 * (right - left), 30), top - bottom


def covered(spoiled: Spoiled) -> None:
    left, bottom, width, height = word(spoiled.sample)
    spoiled.later(f"0.973 0.929 0.933 rg {left} {bottom} {width} {height} re f")


def whitened(spoiled: Spoiled) -> None:
    """The first glyphs stay, those after them are white."""

    def change(parts: Instructions) -> Instructions:
        shown = [part for part in parts if shows(part)]
        items = [item for part in shown for item in part.operands[0]]
        half = len(items) // 2
        new: Instructions = []
        for part in parts:
            if part is shown[0]:
                new += _shown(items[:half]) + parsed("1 1 1 rg") + _shown(items[half:])
            elif not shows(part):
                new.append(part)
        return new

    spoiled.rewrite(change)


def _shown(items: list[pikepdf.Object]) -> Instructions:
    return [pikepdf.ContentStreamInstruction([pikepdf.Array(items)], pikepdf.Operator("TJ"))]


@pytest.mark.parametrize("code", ["ar", "ur", "hi", "th", "km", "my", "ja"])
def test_a_leaflet_passes(code: str) -> None:
    sample = printed(code)
    assert not INK & set(codes(prove(sample.data, sample.leaflet)))


@pytest.mark.parametrize("change", [covered, whitened], ids=["covered", "white"])
@pytest.mark.parametrize("code", ["ar", "hi", "zh_Hans", "ur", "km"])
def test_a_word_that_cannot_be_seen_is_found(code: str, change: Callable[[Spoiled], None]) -> None:
    problems = [problem for problem in printed(code).prove_changed(change) if problem.code == "safety-hidden"]
    assert any("cannot be seen" in problem.message or "contrast" in problem.message for problem in problems)
