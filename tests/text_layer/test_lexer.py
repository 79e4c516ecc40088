"""Our cutting of content streams, beside that of pikepdf (qpdf's)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.structure.lexer import operations, shown_codes, values

TRICKY = [
    b"1 2 (a (b (c) d) e) Tj",
    b"(\\(\\)\\\\ \\n\\r\\t\\b\\f \\101\\7\\08 \\x) Tj",
    b"(a\\\nb\\\r\nc\rd\r\ne) Tj",
    b"<48 656c\n6C6> Tj [<00><0> -12.5 (a)(b) .5 +3 -.5 4.] TJ",
    b"/P<</MCID 3/X[/A(b)<<>>true null]/Lang(en)>>BDC EMC",
    b"/A#20B /C MP % a comment ) >> ( \n/D MP\nq%\nQ",
    b"q\x00Q\x0cq\tQ T* ' 1 2 (x) \" b* W* n",
    b"[]0 d[(a)[1]]TJ",
    b"/a 1 0 0 1 2. -.5 cm\n0 1\x00\x00+2 \n3 re\t1 2 m%c\n3 4 l 5 6 l(a)1 0 0 rg 1 w",
    b"1 2 3 4 5 6 7 8 9 c\n1 0 0 RG/F 1 Tf 1 2 cm",
    b"",
]


def ours(data: bytes) -> list[tuple[str, list[Any]]]:
    return [(operator.decode(), values(operands)) for operator, operands in operations(data)]


def theirs(data: bytes) -> list[tuple[str, list[Any]]]:
    pdf = pikepdf.new()
    parsed = pikepdf.parse_content_stream(pdf.make_stream(data))
    return [(str(part.operator), [plain(operand) for operand in part.operands]) for part in parsed]


def plain(value: Any) -> Any:
    """A value of pikepdf's as ours."""
    if isinstance(value, pikepdf.String):
        return bytes(value)
    if isinstance(value, pikepdf.Name):
        return str(value)
    if isinstance(value, pikepdf.Array):
        return [plain(part) for part in value]
    if isinstance(value, pikepdf.Dictionary):
        return {name: plain(part) for name, part in value.items()}
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("data", TRICKY)
def test_both_read_the_same(data: bytes) -> None:
    assert ours(data) == theirs(data)


numbers = st.integers(-999, 999) | st.decimals(-99, 99, places=2)
strings = st.binary(max_size=8)
names = st.text("abcXYZ09.-_", min_size=1, max_size=6)


def written(value: Any) -> bytes:
    """A value as a content stream has it, its strings alternately in both forms."""
    if isinstance(value, bytes) and len(value) % 2:
        escaped = value.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)").replace(b"\r", b"\\r")
        return b"(" + escaped + b")"
    if isinstance(value, bytes):
        return b"<" + value.hex().encode() + b">"
    if isinstance(value, str):
        return b"/" + value.encode()
    if isinstance(value, list):
        return b"[" + b" ".join(map(written, value)) + b"]"
    if isinstance(value, dict):
        return b"<<" + b"".join(written(name) + b" " + written(part) for name, part in value.items()) + b">>"
    return str(value).encode()


things = st.recursive(
    numbers | strings | names, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=3)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.lists(things, max_size=3), st.sampled_from(["Tj", "BDC", "m", "T*", "'"])), max_size=4))
def test_both_read_whatever_is_written_the_same(parts: list[tuple[list[Any], str]]) -> None:
    data = b"\n".join(b" ".join(map(written, operands)) + b" " + operator.encode() for operands, operator in parts)
    assert ours(data) == theirs(data)


def test_codes_that_are_shown() -> None:
    shown = [
        shown_codes(operands) for _, operands in operations(b"[<00 01>-2<000>(a)]TJ [<0001>0<0002>]TJ (b) Tj <00> '")
    ]
    assert shown == [b"\x00\x01\x00\x00a", b"\x00\x01\x00\x02", b"b", b"\x00"]


@pytest.mark.parametrize("data", [b"q foo Q", b"(a Tj", b"<4z> Tj", b"1 2", b"((((((((((", b"{ } q", b"ID"])
def test_what_is_no_content_stream_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"page"):
        ours(data)
