"""Pango's lists of attributes end with their texts, and what is drawn stays the same."""

from __future__ import annotations

import hashlib
import inspect
import subprocess
import sys
from collections import Counter
from collections.abc import Callable

import pytest
import weasyprint
from weasyprint.text import line_break

from handouts import pango_memory
from handouts.fonts import SYMBOLS
from handouts.render import lay_out
from tests.conftest import ROOT

PAGE = """<html lang="en"><head><title>t</title><style>
ol { font-variant-ligatures: no-common-ligatures; overflow-wrap: anywhere; word-spacing: 1px; text-align: justify }
b { font-feature-settings: "tnum", "smcp" }</style></head>
<body><h1>t</h1><ol><li>offices of <b>10 fish</b> difficulties, </li><li>affinity</li></ol></body></html>"""
FAMILIES = ("Noto Sans", *SYMBOLS)
SETUP = "fb227a55094f"


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
    monkeypatch.setattr(pango_memory, "pango", counting)
    printed()
    printed()
    assert counting.calls["pango_attr_list_unref"] == counting.calls["pango_attr_font_features_new"] > 10


def test_the_pages_are_those_of_weasyprint() -> None:
    ours = [printed() for _ in range(3)]
    assert line_break.Layout.setup is pango_memory._setup
    assert ours == [printed_by_weasyprint()] * 3


def printed_by_weasyprint() -> bytes:
    """What another process prints, in which nothing is given back."""
    script = "import sys, handouts.pango_memory as memory; memory.VERSION = ''; from tests.test_pango_memory import *; "
    script += "sys.stdout.buffer.write(printed()); sys.exit(line_break.Layout.setup is memory._setup)"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT, timeout=60).stdout


def test_another_version_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_break.Layout, "setup", pango_memory._kept)
    monkeypatch.setattr(weasyprint, "VERSION", "71.0")
    pango_memory.free_attributes()
    assert line_break.Layout.setup is pango_memory._kept


def test_the_code_of_weasyprint_is_what_this_was_written_for() -> None:
    source = inspect.getsource(pango_memory._kept)
    assert hashlib.sha256(source.encode()).hexdigest()[:12] == SETUP, "read Layout.setup: does it still keep its lists?"
