"""A TJ operation taken apart into its glyphs, and written again with other codes and with marks around words.

Numbers and strings stay where they are, the empty strings too, for the picture shall not change. pdfium heeds only the
last of the numbers between two glyphs or before the first, none in an array without glyphs, and none at the end of an
array with an empty string in it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from itertools import zip_longest

from handouts.text_layer.errors import TextLayerError

_OPERATIONS = {digits: re.compile(rb"\[(?:<(?:[0-9a-f]{%d})*+>|[-+0-9.e]++)*+\] TJ" % digits) for digits in (2, 4)}
"""An operation whose codes have so many hexadecimal digits each."""

_NO_STEP = frozenset({b"", b"[", b"0", b"[0", b"0.0", b"] TJ", b"0] TJ"})
_STRING = re.compile(rb"(<[0-9a-f]*+>)")


class Shown:
    """One TJ operation. `codes` are those of its glyphs; `digits` is their length in hexadecimal digits."""

    def __init__(self, operation: bytes, digits: int) -> None:
        if _OPERATIONS[digits].fullmatch(operation) is None:
            what = f"WeasyPrint shows text by {operation[:60]!r}, with codes of {digits} digits each"
            raise TextLayerError(f"{what}, which the text layer does not know")
        self._operation = operation
        self._digits = digits
        # Strings stand at the odd places, and between them what is between those.
        self._parts = _STRING.split(operation)
        drawn = bytes.fromhex(b"".join(self._parts[1::2])[1:-1].replace(b"><", b"").decode())
        self._first = list(drawn if digits == 2 else struct.unpack(f">{len(drawn) // 2}H", drawn))
        self.codes = self._first

    def steps(self) -> list[float]:
        """How far the pen steps before each glyph and at the end, besides the widths, in thousandths of the size."""
        steps = [0.0] * (len(self.codes) + 1)
        at = 0
        for gap, string in zip_longest(self._parts[::2], self._parts[1::2], fillvalue=b"<>"):
            if gap not in _NO_STEP:
                steps[at] -= float(gap.removeprefix(b"[").removesuffix(b"] TJ"))
            at += (len(string) - 2) // self._digits
        return steps

    def write(self, marks: Mapping[int, bytes]) -> bytes:
        """The operation with the present codes, and operators before glyphs, given by the glyphs' places.

        The place after the last glyph is the end. A number stays in the array of the glyph after it.
        """
        if not marks and self.codes == self._first:
            return self._operation
        codes = bytes(self.codes) if self._digits == 2 else struct.pack(f">{len(self.codes)}H", *self.codes)
        written = codes.hex().encode()
        if not marks:
            start = 0
            for at in range(1, len(self._parts), 2):
                stop = start + len(self._parts[at]) - 2
                self._parts[at] = b"<%b>" % written[start:stop]
                start = stop
            return b"".join(self._parts)
        return b"\n".join(self._marked(written, marks))

    def _marked(self, written: bytes, marks: Mapping[int, bytes]) -> list[bytes]:
        """The operations that show the codes `written`, in hexadecimal digits, and the `marks` between them."""
        places = sorted(marks, reverse=True)
        parts: list[bytes] = []
        array: list[bytes] = []
        held: list[bytes] = []
        start = 0
        for gap, string in zip(self._parts[::2], self._parts[1::2], strict=False):
            if number := gap.removeprefix(b"["):
                held += [b" ", number] if held and held[-1] != b"<>" else [number]
            if string == b"<>":
                held.append(b"<>")
                continue
            stop = start + (len(string) - 2) // self._digits
            if not places or places[-1] > start:
                array += held
                held.clear()
            while places and places[-1] < stop:
                place = places.pop()
                if start < place:
                    array.append(self._string(written, start, place))
                    start = place
                _close(array, parts)
                parts.append(marks[place])
                array += held
                held.clear()
            array.append(self._string(written, start, stop))
            start = stop
        if number := self._parts[-1].removesuffix(b"] TJ").removeprefix(b"["):
            held += [b" ", number] if held and held[-1] != b"<>" else [number]
        if held and array and parts and b"<>" in self._parts[1::2] and b"<>" not in array + held:
            held.append(b"<>")
        array += held
        _close(array, parts)
        if (end := marks.get(start)) is not None:
            parts.append(end)
        return parts

    def _string(self, written: bytes, start: int, stop: int) -> bytes:
        return b"<%b>" % written[start * self._digits : stop * self._digits]


def _close(array: list[bytes], parts: list[bytes]) -> None:
    if array:
        parts.append(b"[%b] TJ" % b"".join(array))
        array.clear()


def actual_text(text: str) -> bytes:
    """The operator that begins a word whose characters the glyphs do not tell."""
    return b"/Span <</ActualText <feff%b>>> BDC" % text.encode("utf-16-be").hex().encode()
