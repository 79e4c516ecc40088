"""The large steps in which pages are read, beside the lexer, which reads one operation after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from handouts.structure.lexer import operations, shown_codes, values
from handouts.structure.objects import text_of
from handouts.structure.steps import steps

PAGE = b"""1 0 0 -1 0 841.889764 cm
q
/Artifact
BMC
/a1.0 gs
0.1 0.1 0.1 rg
60.5 30.25 672 52 re
f*
EMC
/Artifact
<</Type /Pagination/Subtype /Footer>>
BDC
BT
/F1 9 Tf
[<0001>-20<00020003>0] TJ
ET
EMC
q
7 8 m
7 -8 l
W
n
/Span
<</MCID 3>>
BDC
0.5 0.25 0.5 rg
BT
1 0 0 -1 72.5 47 Tm
/F2 12.5 Tf
[0<0005>0<0006>7.25<>0] TJ
/Span <</ActualText <feff09150940>>> BDC
[0<0007>0<0008>0] TJ
EMC
2.6 Ts
/Span <</ActualText <feff>>> BDC
[<0009>] TJ
EMC
0 Ts
[] TJ
/Span <</ActualText <feff0041>>> BDC
[<000a>] TJ
-0.5 Ts
[<000b>] TJ
EMC
/F3 12 Tf
[<000c>] TJ
ET
EMC
/Fm0 Do
Q
Q"""

STEPS: list[tuple[bytes, Any]] = [
    (b"q", None),
    (b"BDC", ["/Artifact", {}]),
    (b"gs", ["/a1.0"]),
    (b"f", None),
    (b"EMC", None),
    (b"BDC", ["/Artifact", {"/Type": "/Pagination"}]),
    (b"Tf", ["/F1"]),
    (b"TJ", [(None, b"\0\1\0\2\0\3")]),
    (b"EMC", None),
    (b"q", None),
    (b"BDC", ["/Span", {"/MCID": 3}]),
    (b"Tf", ["/F2"]),
    (b"TJ", [(None, b"\0\5\0\6"), ("की", b"\0\7\0\b"), ("", b"\0\t"), (None, b"")]),
    (b"BDC", ["/Span", {"/ActualText": b"\xfe\xff\0A"}]),
    (b"TJ", [(None, b"\0\n"), (None, b"\0\v")]),
    (b"EMC", None),
    (b"Tf", ["/F3"]),
    (b"TJ", [(None, b"\0\f")]),
    (b"EMC", None),
    (b"Do", ["/Fm0"]),
    (b"Q", None),
    (b"Q", None),
]

THINGS = (
    b"(|)|<|>|<<|>>|[|]| |\n|\n\n|\r|\t|\0|\v|\xff|%|% x\n|true |null|1 2 3 |12abc |1c|-|.|0 0 1 rg|{|'| \" |BI|Tk"
    b"| EMC\n|\nET\n| Tj|] TJ| f\n|W*|Q\n|T*|/x Do\n|/A#20B gs\n|/F 1.2.3 Tf\n|/P BMC\n|/P<</MCID 4>>BDC |/Lang(de)"
    b"|(a>0<b)|<0041>0<0042>|<004>|[a]|[<00>5]|feff|d800|dc00|FEFF|12345678901|/Span <</ActualText <feff004>>> BDC\n"
).split(b"|")


def test_a_page_in_steps() -> None:
    assert list(steps(PAGE)) == STEPS


def test_a_step_is_what_the_lexer_reads() -> None:
    assert outcome(in_steps, PAGE) == outcome(one_by_one, PAGE)
    assert ("TJ", b"\0\t") in outcome(in_steps, PAGE)


@pytest.mark.parametrize("seed", range(20))
def test_so_it_is_on_damaged_pages(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a seed is what we want
    for _ in range(60):
        data = damaged(random)
        assert outcome(in_steps, data) == outcome(one_by_one, data), data


def damaged(random: Random) -> bytes:
    """The page with something put into it, often instead of something else, or with a piece moved."""
    data = bytearray(PAGE)
    for _ in range(random.choice((1, 1, 2, 4))):
        start = random.randrange(len(data))
        end = start + random.choice((0, 1, 1, 4, 20, 80))
        moved = bytes(data[end : end + 12])
        data[start:end] = random.choice((*THINGS, moved, random.randbytes(1)))
    return bytes(data)


Found = list[tuple[str, Any]]


def outcome(read: Callable[[bytes], Iterator[tuple[str, Any]]], data: bytes) -> Found:
    """All that is read of a page until it is refused, and why it is."""
    found: Found = []
    try:
        for step in read(data):
            found.append(step)
    except (IndexError, ValueError) as error:
        found.append(("error", str(error)))
    return found


def one_by_one(data: bytes) -> Iterator[tuple[str, Any]]:
    """What is to be read, one operation after the other."""
    for operator, operands in operations(data):
        name = operator.decode("latin-1")
        if name in ("BDC", "BMC"):
            yield "BDC", marked(values(operands))
        elif name in ("Tf", "gs", "Do"):
            yield name, values(operands)[0]
        elif name in ("Tj", "TJ", "'", '"'):
            yield "TJ", shown_codes(operands)
        elif name in ("EMC", "q", "Q"):
            yield name, None
        elif name in ("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"):
            yield "f", None


def in_steps(data: bytes) -> Iterator[tuple[str, Any]]:
    """What `steps` reads, rows of text taken apart."""
    for operator, operands in steps(data):
        if operator == b"TJ":
            for actual, codes in operands:
                if actual is not None:
                    yield "BDC", ("/Span", {"/ActualText": actual})
                yield "TJ", codes
                if actual is not None:
                    yield "EMC", None
        else:
            found = marked(operands) if operator == b"BDC" else operands[0] if operands is not None else None
            yield operator.decode(), found


def marked(operands: list[Any]) -> tuple[Any, Any]:
    """The tag of marked content and those of its properties that are read."""
    properties = operands[1] if len(operands) > 1 else {}
    if not isinstance(properties, dict):
        return operands[0], properties
    known = {name: properties[name] for name in ("/MCID", "/Type", "/Lang") if name in properties}
    if "/ActualText" in properties:
        known["/ActualText"] = text_of(properties["/ActualText"])
    return operands[0], known
