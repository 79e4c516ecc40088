"""Pango's lists of attributes end with their texts, and what is drawn stays the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from weasyprint.text import line_break

from handouts.fonts import SYMBOLS, configuration_of
from handouts.render import lay_out
from handouts.weasyprint_patches import apply_patches, layouts
from tests.conftest import ROOT

PAGE = """<html lang="en"><head><title>t</title><style>
ol { font-variant-ligatures: no-common-ligatures; overflow-wrap: anywhere; word-spacing: 1px; text-align: justify }
b { font-feature-settings: "tnum", "smcp" }</style></head>
<body><h1>t</h1><ol><li>offices of <b>10 fish</b> difficulties, </li><li>affinity</li></ol></body></html>"""
FAMILIES = ("Noto Sans", *SYMBOLS)


class Counting:
    """Pango, with the number of calls of each of its functions."""

    def __init__(self) -> None:
        self.pango = line_break.pango
        self.calls = Counter[str]()

    def __getattr__(self, name: str) -> Callable[..., object]:
        def called(*given: object) -> object:
            self.calls[name] += 1
            return getattr(self.pango, name)(*given)

        return called if name.startswith("pango_attr_") else getattr(self.pango, name)


def printed() -> bytes:
    return lay_out(PAGE, (ROOT / "templates",), FAMILIES).pdf()


def test_each_list_of_font_features_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting()
    monkeypatch.setattr(line_break, "pango", counting)
    monkeypatch.setattr(layouts, "pango", counting)
    printed()
    printed()
    assert counting.calls["pango_attr_list_unref"] == counting.calls["pango_attr_font_features_new"] > 10


def test_features_are_drawn_as_weasyprint_draws_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [printed() for _ in range(3)]
    monkeypatch.setattr("handouts.weasyprint_patches.patch.VERSION", "another")
    configuration_of.cache_clear()
    for patch in layouts.PATCHES:
        patch.undo()
    theirs = printed()
    monkeypatch.undo()
    configuration_of.cache_clear()
    apply_patches()
    assert ours == [theirs] * 3
