"""WeasyPrint without the kernings of 0 that it writes after most glyphs, and we do not: they move nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pydyf
import pytest


def leave_zeros_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have WeasyPrint's own code show what ours shows."""
    show: Callable[[pydyf.Stream, str], None] = pydyf.Stream.show_text
    monkeypatch.setattr(pydyf.Stream, "show_text", lambda stream, text: show(stream, without_zeros(text)))


def without_zeros(text: str) -> str:
    """The strings and numbers of a TJ operation without zeros after strings, and strings side by side as one."""
    return re.sub(">0?<", "", "" if text == "<>0" else re.sub(">0$", ">", text))
