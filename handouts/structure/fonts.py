"""What the character codes of a PDF's fonts say (ISO 32000-1, 9.10 ToUnicode), and which of them were shown."""

from __future__ import annotations

import re
from codecs import utf_16_be_decode
from collections.abc import Iterator, Mapping
from typing import Any

from handouts.structure.lexer import unhex
from handouts.structure.objects import Objects

UNKNOWN = "\ufffd"
"""What a code says that no map has."""

_LONGEST_RANGE = 0x10000
_CMAP_TOKEN = re.compile(rb"%[^\r\n]*|<<|>>|<[0-9A-Fa-f\s]*>|\[|\]|/?[^\s<>\[\]/%]+")


class Font:
    """A font of a PDF: its `dictionary`, and in `shown` the index of the first page that shows each of its codes."""

    def __init__(self, objects: Objects, dictionary: dict[str, Any]) -> None:
        self.dictionary = dictionary
        self.shown: dict[bytes, int] = {}
        stream = dictionary.get("/ToUnicode")
        self._map, lengths = _read_cmap(objects.data(stream)) if stream in objects.streams else ({}, set())
        encoding = dictionary.get("/Encoding")
        if dictionary.get("/Subtype") != "/Type0":
            lengths = {1}
        elif encoding in objects.streams:
            lengths = _read_cmap(objects.data(encoding))[1]
        elif str(encoding).startswith("/Identity"):
            lengths = {2}
        self._lengths = sorted(lengths) or [2]
        self._pairs = _Pairs(self._map, self.shown)

    def says(self, code: bytes) -> str:
        """The text of a code; U+FFFD when the map does not have it."""
        return self._map.get(code, UNKNOWN)

    def show(self, codes: bytes, page: int) -> str:
        """The text of the codes, which the page with the index `page` shows."""
        if self._lengths == [2] and not len(codes) % 2:
            # As if they were UTF-16, whose surrogates alone are not characters of their own.
            pairs, _ = utf_16_be_decode(codes, "surrogatepass")
            if 2 * len(pairs) == len(codes):
                self._pairs.page = page
                return pairs.translate(self._pairs)
        parts = list(self._split(codes))
        for code in parts:
            self.shown.setdefault(code, page)
        return "".join([self._map.get(code, UNKNOWN) for code in parts])

    def _split(self, codes: bytes) -> Iterator[bytes]:
        position = 0
        while position < len(codes):
            length = next((n for n in self._lengths if codes[position : position + n] in self._map), self._lengths[0])
            yield codes[position : position + length]
            position += length


class _Pairs(dict[int, str]):
    """What codes of two bytes say, for `str.translate`; each is noted when it is first shown, on `page`."""

    def __init__(self, texts: Mapping[bytes, str], shown: dict[bytes, int]) -> None:
        super().__init__()
        self._texts, self._shown, self.page = texts, shown, 0

    def __missing__(self, number: int) -> str:
        code = number.to_bytes(2)
        self._shown.setdefault(code, self.page)
        self[number] = self._texts.get(code, UNKNOWN)
        return self[number]


def _read_cmap(data: bytes) -> tuple[Mapping[bytes, str], set[int]]:
    """A CMap's characters by code, and the lengths of its codes in bytes."""
    texts: dict[bytes, str] = {}
    lengths: set[int] = set()
    section = b""
    entries: list[Any] = []
    array: list[bytes] | None = None
    for token in _CMAP_TOKEN.findall(data):
        if token.startswith(b"begin") and token not in (b"begin", b"begincmap"):
            section, entries = token[5:], []
        elif token.startswith(b"end") and token[3:] == section:
            _read_section(section, entries, texts, lengths)
            section = b""
        elif token == b"[":
            array = []
            entries.append(array)
        elif token == b"]":
            array = None
        elif token.startswith(b"<") and token != b"<<":
            (entries if array is None else array).append(unhex(b"".join(token[1:-1].split())))
    return texts, lengths


def _read_section(section: bytes, entries: list[Any], texts: dict[bytes, str], lengths: set[int]) -> None:
    width = {b"codespacerange": 2, b"bfchar": 2, b"bfrange": 3}.get(section)
    if width is None:
        return
    if len(entries) % width:
        raise ValueError(f"a font's CMap has an incomplete {section.decode()}")
    for index in range(0, len(entries), width):
        first, *rest = entries[index : index + width]
        if section == b"codespacerange":
            lengths.add(len(first))
        elif section == b"bfchar":
            texts[first] = _utf16(rest[0])
        else:
            texts.update(_range(first, rest[0], rest[1]))


def _range(first: bytes, last: bytes, target: bytes | list[bytes]) -> Iterator[tuple[bytes, str]]:
    start, count = int.from_bytes(first), int.from_bytes(last) - int.from_bytes(first) + 1
    if not 0 < count <= _LONGEST_RANGE or (isinstance(target, list) and len(target) < count):
        raise ValueError("a font's CMap has a range that makes no sense")
    for offset in range(count):
        if isinstance(target, list):
            text = _utf16(target[offset])
        else:
            text = _utf16((int.from_bytes(target) + offset).to_bytes(len(target)))
        yield (start + offset).to_bytes(len(first)), text


def _utf16(data: bytes) -> str:
    return utf_16_be_decode(data, "strict", True)[0]
