"""A TJ operation taken apart into its glyphs, and written again with other codes and with marks around words.

Numbers and strings stay where they are, the empty strings too, for the picture shall not change. pdfium heeds only the
last of the numbers between two glyphs or before the first, none in an array without glyphs, and none at the end of an
array with an empty string in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from handouts.text_layer.errors import TextLayerError

_OPERATION = re.compile(rb"\[((?:<[0-9a-f]*>|[-+0-9.e]+)*)\] TJ")
_TOKEN = re.compile(rb"<([0-9a-f]*)>|([-+0-9.e]+)")


class Shown:
    """One TJ operation. `codes` are those of its glyphs; `digits` is their length in hexadecimal digits."""

    def __init__(self, operation: bytes, digits: int) -> None:
        match = _OPERATION.fullmatch(operation)
        if match is None:
            raise TextLayerError(f"WeasyPrint shows text by {operation[:60]!r}, which the text layer does not know")
        self._digits = digits
        self.codes: list[int] = []
        self._has_empty_strings = False
        # Numbers are bytes, strings the places of their first glyph and the one after their last.
        self._tokens: list[bytes | tuple[int, int]] = []
        for string, number in _TOKEN.findall(match[1]):
            if number:
                self._tokens.append(number)
                continue
            if len(string) % digits:
                raise TextLayerError(f"WeasyPrint wrote the codes <{string!r}>, which are not of {digits} digits each")
            self._has_empty_strings = self._has_empty_strings or not string
            start = len(self.codes)
            self.codes += [int(string[at : at + digits], 16) for at in range(0, len(string), digits)]
            self._tokens.append((start, len(self.codes)))

    def write(self, marks: Mapping[int, bytes]) -> bytes:
        """The operation with the present codes, and operators before glyphs, given by the glyphs' places.

        The place after the last glyph is the end. A number stays in the array of the glyph after it.
        """
        parts: list[bytes] = []
        array: list[bytes] = []
        held: list[bytes] = []
        for token in self._tokens:
            if isinstance(token, bytes):
                held += [b" ", token] if held and held[-1] != b"<>" else [token]
                continue
            start, stop = token
            if start == stop:
                held.append(b"<>")
                continue
            for place in range(start, stop):
                if place in marks:
                    if start < place:
                        array.append(self._string(start, place))
                        start = place
                    _close(array, parts)
                    parts.append(marks[place])
                if place == start:
                    array += held
                    held.clear()
            array.append(self._string(start, stop))
        if held and array and parts and self._has_empty_strings and b"<>" not in array + held:
            held.append(b"<>")
        array += held
        _close(array, parts)
        if (end := marks.get(len(self.codes))) is not None:
            parts.append(end)
        return b"\n".join(parts)

    def _string(self, start: int, stop: int) -> bytes:
        length = self._digits // 2
        return b"<%b>" % b"".join([code.to_bytes(length, "big") for code in self.codes[start:stop]]).hex().encode()


def _close(array: list[bytes], parts: list[bytes]) -> None:
    if array:
        parts.append(b"[%b] TJ" % b"".join(array))
        array.clear()


def actual_text(text: str) -> bytes:
    """The operator that begins a word whose characters the glyphs do not tell."""
    return b"/Span <</ActualText <feff%b>>> BDC" % text.encode("utf-16-be").hex().encode()
