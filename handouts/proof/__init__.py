"""The proof: a finished PDF is read back, as a screen reader and as an eye would, and compared with its leaflet.

It is the last of the four gates of promise 1. It knows the leaflet and the bytes, nothing of how one became the other.

- `expectation` says what the PDF must hold, `whole` reads it and asks all of these
- `text` follows the structure tree: every text complete, in order, unaltered, in its language, and printed so
  (`comparing`)
- `document` has the rules for the PDF as a whole: `reading`, `outline`, `embedded` fonts (against the installed ones:
  `glyphs`, `opentype`, `charstrings`), what is `carried`
- `conformance` asks a validator of PDF/UA-1
- `ink` looks at the page: every glyph of the safety messages large enough, upright, on the sheet, and really visible
"""

from __future__ import annotations

from dataclasses import replace

from handouts.leaflet import Leaflet
from handouts.problems import Problem
from handouts.proof.expectation import Expectation, Expected, SafetySection, expect

__all__ = ["Expectation", "Expected", "SafetySection", "expect", "prove", "prove_pages"]


def prove(data: bytes, leaflet: Leaflet, *, pages: int | None = None) -> list[Problem]:
    """What is wrong with the PDF `data` as a printed `leaflet`; nothing when it may be handed over.

    `pages` is the number of pages that it must have, where that is known.
    """
    return prove_pages(data, replace(expect(leaflet), pages=pages))


def prove_pages(data: bytes, expected: Expectation) -> list[Problem]:
    """What is wrong with the PDF `data`, which must hold what is `expected` and may be no leaflet at all."""
    from handouts.proof.whole import find_problems  # what reads PDFs takes 0.1 s to load

    return find_problems(data, expected)
