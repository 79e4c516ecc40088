"""A pydyf PDF as the bytes of a file: what `pydyf.PDF.write` writes, in half the time.

Nearly all of its objects are structure elements, small dictionaries in one object stream (ISO 32000-1, 7.5.7). zlib's
level 6 takes half the time of the 9 that pydyf asks for and makes files 1 % larger.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

LEVEL = 6


def write_file(pdf: Any, output: Any, version: Any, identifier: Any = False, compress: bool = False) -> None:
    """Write a `pydyf.PDF` to a file that is open for bytes; the arguments are those of `pydyf.PDF.write`.

    Files without object streams or with an identifier are left to pydyf.
    """
    if identifier or not compress or not pdf.info or any(thing.free == "f" for thing in pdf.objects[1:]):
        pydyf.PDF.write(pdf, output, version, identifier, compress)
        return
    pdf.add_object(pdf.info)
    file = _File(to_bytes(version))
    packed = [thing for thing in pdf.objects[1:] if thing.compressible]
    rows = [(0, 0, 0xFFFF)]
    place = 0
    for number, thing in enumerate(pdf.objects[1:], start=1):
        if thing.compressible:
            rows.append((2, len(pdf.objects), place))
            place += 1
        else:
            rows.append((1, file.add(number, _stream(thing)), 0))
    rows.append((1, file.add(len(pdf.objects), _object_stream(packed)), 0))
    rows.append((1, len(file.data), 0))
    file.add(len(rows) - 1, _cross_references(pdf, rows))
    output.write(file.data + b"startxref\n%d\n%%%%EOF\n" % rows[-1][1])


class _File:
    def __init__(self, version: bytes) -> None:
        self.data = bytearray(b"%%PDF-%b\n%%\xf0\x9f\x96\xa4\n" % version)

    def add(self, number: int, content: bytes) -> int:
        """Add an object, and return where it begins."""
        start = len(self.data)
        self.data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
        return start


def _object_stream(things: list[Any]) -> bytes:
    contents = [to_bytes(thing) for thing in things]
    index: list[int] = []
    start = 0
    for thing, content in zip(things, contents, strict=True):
        index += (thing.number, start)
        start += len(content) + 1
    head = b" ".join([b"%d" % number for number in index])
    extra = {"Type": "/ObjStm", "N": len(things), "First": len(head) + 1}
    return _stream(pydyf.Stream([head, *contents], extra, compress=True))


def _cross_references(pdf: Any, rows: list[tuple[int, int, int]]) -> bytes:
    place = (rows[-1][1].bit_length() + 7) // 8
    table = b"".join([bytes((kind,)) + at.to_bytes(place, "big") + own.to_bytes(2, "big") for kind, at, own in rows])
    extra = {
        "Type": "/XRef",
        "Index": pydyf.Array((0, len(rows))),
        "W": pydyf.Array((1, place, 2)),
        "Size": len(rows),
        "Root": pdf.catalog.reference,
        "Info": pdf.info.reference,
    }
    return _stream(pydyf.Stream([table], extra, compress=True))


def _stream(stream: Any) -> bytes:
    content = b"\n".join([item if type(item) is bytes else to_bytes(item) for item in stream.stream])
    extra = pydyf.Dictionary(stream.extra)
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = zlib.compress(content, LEVEL)
    extra["Length"] = len(content)
    return b"%b\nstream\n%b\nendstream" % (to_bytes(extra), content)


def to_bytes(value: Any) -> bytes:
    """A PDF object as pydyf writes it."""
    kind = type(value)
    if kind is bytes:
        return bytes(value)
    if kind is int:
        return b"%d" % value
    if kind is str:
        return bytes(value.encode("ascii"))
    if kind is pydyf.Dictionary:
        return b"<<%b>>" % b"".join([b"/%b %b" % (to_bytes(key), to_bytes(entry)) for key, entry in value.items()])
    if kind is pydyf.Array:
        return b"[%b]" % b" ".join([to_bytes(part) for part in value])
    if isinstance(value, pydyf.Object):
        return bytes(value.data)
    if kind is float:
        return (b"%d" % value) if value.is_integer() else (b"%f" % value).rstrip(b"0")
    return str(value).encode("ascii")
