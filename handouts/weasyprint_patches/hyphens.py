"""Hyphenation patterns read in one go: 66,000 German ones take pyphen 600 ms and 15 MB, here 150 ms and 9 MB.

A pattern is letters with figures between them. Of its figures and their places there are few kinds, which share what
pyphen makes of them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyphen

from handouts.weasyprint_patches.patch import Patch

_VERSION = "0.18.1"
_FIGURES = re.compile("[0-9]+")
_SHAPE = bytes(byte if byte in b"0123456789\n" else ord("x") for byte in range(256))
"""What keeps the figures and the ends of lines, and makes all else alike."""

_UNUSUAL = re.compile(r"\^\^|/|[^\D0-9]")
"""Hexadecimal letters, spellings that change, and figures of other scripts: those dictionaries pyphen reads itself."""


def _read(self: Any, path: Path) -> None:
    """What pyphen does, a whole dictionary at a time."""
    with path.open("rb") as file:
        encoding = file.readline().decode()
    if encoding.lower() == "microsoft-cp1251":
        encoding = "cp1251"
    lines = map(str.strip, path.read_text(encoding).split("\n")[1:])
    text = "\n".join([line for line in lines if line and not line.startswith(pyphen.ignored)])
    if pyphen.VERSION != _VERSION or _UNUSUAL.search(text):
        READ.kept(self, path)
        return
    letters = _FIGURES.sub("", text).split("\n")
    shapes = text.encode("latin-1", "replace").translate(_SHAPE).split(b"\n")
    levels = {shape: _levels(shape) for shape in set(shapes)}
    self.patterns = {key: found for key, shape in zip(letters, shapes, strict=True) if (found := levels[shape])}
    self.cache = {}
    self.maxlen = max(map(len, self.patterns))


def _levels(shape: bytes) -> tuple[int, tuple[int, ...]] | None:
    """Where the figures of a pattern begin, and they and the noughts between them; `None` when all are noughts."""
    values = [int(figure or "0") for figure, _ in pyphen.parse(shape.decode())]
    places = [place for place, value in enumerate(values) if value]
    return (places[0], tuple(values[places[0] : places[-1] + 1])) if places else None


READ = Patch.of(pyphen.HyphDict, "__init__", "ded3bdcdf58f", _read)
PATCHES = (READ,)
