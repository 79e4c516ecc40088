"""What a content stream does, as far as it counts for what it says: one step is an operation or a row of them.

Most of a page is written in a few ways, which one regular expression knows. All else is cut up by `lexer`, to which the
expression leaves whole operations, so that both read the same of the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from handouts.structure.lexer import OPERATION, REGULAR, WHITE, operations, shown_codes, values
from handouts.structure.objects import text_of

Pieces = Sequence[tuple[str | None, bytes]]
"""What is shown, piece by piece: the /ActualText that stands for it alone, `None` for none, and its codes."""

_END = rf"(?!{REGULAR})[ \n]*+"
_NUMBER = r"[0-9.\-]"
_UNREAD = rf"(?:(?:{_NUMBER}++[ \n]++)*+(?:BT|ET|W\*?|n|cm|re|rg|RG|T[cdmrswz]|[clmvwy])(?:[ \n]++|\Z))*+"
_PROPERTIES = r"<<(?:/MCID ([0-9]{1,9})|/Type (/[A-Za-z]++)(?:/Subtype /[A-Za-z]++)?+)>>"
_MARKED = rf"(/[A-Za-z]++)[ \n](?:{_PROPERTIES}[ \n]BDC|BMC){_END}"
_NAME, _SIZE = r"/[A-Za-z0-9.]++", rf" [0-9]++(?:\.[0-9]++)?+ Tf{_END}"
_RISE = rf"(?:{_NUMBER}++ Ts\n)?+"
_SHOWN = rf"{_RISE}\[{_NUMBER}*+(?:<(?:[0-9A-Fa-f]{{4}})*+>{_NUMBER}*+)*+\] TJ"
_PIECE = rf"(?:{_RISE}/Span <</ActualText <feff(?:[0-9a-f]{{4}})*+>>> BDC\n{_SHOWN}\nEMC|{_SHOWN}){_END}"
_STEP = re.compile(
    (
        rf"[{WHITE}]*+(?:{_MARKED})?+{_UNREAD}(?:({_NAME}) gs{_END})?+{_UNREAD}(?:({_NAME}){_SIZE})?+"
        rf"((?:{_PIECE})*+){_UNREAD}((?!{_NAME}{_SIZE})(?:{OPERATION}|.++))?+"
    ).encode(),
    re.DOTALL,
)
_KERNING = re.compile(r">[0-9.\-]*+<")
_CODES = re.compile(r"(?:/Span <</ActualText <(\w++)>>> BDC\n)?+[^\[/]*+\[[^<\]]*+<?+(\w*+)[^\]]*+\] TJ(?:\nEMC)?+\n?+")

_SHOWING = frozenset((b"Tj", b"TJ", b"'", b'"'))
_PAINTING = frozenset(b"f F f* B B* b b* S s sh".split())
_WITH_OPERANDS = frozenset((b"BDC", b"BMC", b"Tf", b"Do", b"gs"))
_BARE = frozenset((b"EMC", b"q", b"Q"))


def steps(data: bytes) -> Iterator[tuple[bytes, Any]]:
    """The operations that mark, show and paint, in order.

    - b"BDC" (and BMC), b"Tf", b"Do" and b"gs" come with the values of their operands, b"EMC", b"q" and b"Q" without
    - b"TJ" stands for all that show text, or a row of them, and comes with the `Pieces`
    - b"f" stands for all that paint

    Raises `ValueError` for what is no content stream, and for an inline image.
    """
    for tag, identifier, kind, state, font, shown, rest in _STEP.findall(data):
        if tag:
            properties = {"/MCID": int(identifier)} if identifier else {"/Type": kind.decode()} if kind else {}
            yield b"BDC", [tag.decode(), properties]
        if state:
            yield b"gs", [state.decode()]
        if font:
            yield b"Tf", [font.decode()]
        if shown:
            yield b"TJ", _pieces(shown)
        if rest in _BARE:
            yield rest, None
        elif rest:
            yield from _read(rest)


def _read(data: bytes) -> Iterator[tuple[bytes, Any]]:
    for operator, operands in operations(data):
        if operator in _WITH_OPERANDS:
            yield b"BDC" if operator == b"BMC" else operator, values(operands)
        elif operator in _SHOWING:
            yield b"TJ", [(None, shown_codes(operands))]
        elif operator in _PAINTING:
            yield b"f", None
        elif operator in _BARE:
            yield operator, None


def _pieces(shown: bytes) -> Pieces:
    found = _CODES.findall(_KERNING.sub("", shown.decode().replace(">0<", "")))
    actual = iter(_texts([text for text, _ in found if text]))
    return [(next(actual) if text else None, bytes.fromhex(codes)) for text, codes in found]


def _texts(found: list[str]) -> list[str]:
    """What text strings in UTF-16 say, which are given in hexadecimal digits."""
    try:
        texts = bytes.fromhex("".join(found)).decode("utf-16-be").split("\ufeff")[1:]
    except UnicodeDecodeError:
        texts = []
    # Each begins with U+FEFF. One that has another inside, or is no UTF-16, has to be read by itself.
    return texts if len(texts) == len(found) else [text_of(bytes.fromhex(text)) or "" for text in found]
