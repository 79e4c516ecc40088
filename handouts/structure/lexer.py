"""Content streams cut into operators and their operands (ISO 32000-1, 7.2, 7.3 and 7.8.2).

pikepdf has a parser for them, which a test compares this one with; with it, the proof would take twice as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

WHITE = r"\x00\t\n\f\r "
REGULAR = rf"[^{WHITE}()<>\[\]{{}}/%]"
"""Classes of characters (ISO 32000-1, 7.2.2) for regular expressions: the first for use within brackets."""

_STRING = r"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)"
_NUMBERS_ONLY = rf"(?:[+\-.0-9]++[{WHITE}]++){{1,6}}+(?:cm|re|rg|RG|Td|Tm|[clmvwy])(?=[{WHITE}])"
_CODES_ONLY = rf"\[[0-9A-Fa-f<>.+\-{WHITE}]*+\]"
"""An operation with numbers only, and an array of numbers and hexadecimal strings only, each as a whole."""

_THING = rf"{_CODES_ONLY}|<<|>>|<[0-9A-Fa-f{WHITE}]*+>|{_STRING}|/{REGULAR}*+"
_REST = rf"%[^\r\n]*+|[^{WHITE}]"
_TOKEN = re.compile(rf"{_NUMBERS_ONLY}|{_THING}|{REGULAR}++|{_REST}".encode(), re.DOTALL)

_WORD = rf"(?:true|false|null)(?!{REGULAR})"
_OPERAND = rf"(?:{_THING}|{_WORD}|(?![A-Za-z'\"])(?:{REGULAR}++|{_REST}))"
OPERATION = rf"(?:{_OPERAND}[{WHITE}]*+)*+{REGULAR}++"
"""For a regular expression: an operator with all of its operands, as `operations` cuts them."""

_PAIRS = re.compile(rb"<((?:[0-9A-Fa-f]{2})*+)>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_WORDS = {b"true": True, b"false": False, b"null": None}
_OPERATORS = frozenset(
    b"b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q Q re RG rg ri "
    b"s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
)
"""ISO 32000-1, table A.1, without those of inline images."""

_STARTS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'\"")
_NUMBERS = frozenset(b"+-.0123456789")
_COMMENT = ord("%")


def operations(data: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """The operators of a content stream in order, each with the tokens of its operands.

    Raises `ValueError` for what is no content stream, and for an inline image: none is looked for in our pages.
    """
    operands: list[bytes] = []
    for token in _TOKEN.findall(data):
        first = token[0]
        if first in _NUMBERS and token[-1] in _STARTS:
            *numbers, operator = token.replace(b"\0", b" ").split()
            yield operator, operands + numbers
            operands = []
        elif first in _STARTS:
            if token in _OPERATORS:
                yield token, operands
                operands = []
            elif token in _WORDS:
                operands.append(token)
            else:
                raise ValueError(f"a page has the unknown operator {token[:20]!r}")
        elif first != _COMMENT:
            operands.append(token)
    if operands:
        raise ValueError("a page ends with operands that have no operator")


def values(tokens: list[bytes]) -> list[Any]:
    """The operands that `tokens` are: numbers, bytes, names with their slash, lists and dictionaries.

    Raises `ValueError` when a bracket is missing or stands alone.
    """
    open_lists: list[tuple[bytes, list[Any]]] = [(b"", [])]
    for token in tokens:
        if token in (b"[", b"<<"):
            open_lists.append((token, []))
        elif token in (b"]", b">>"):
            opened, found = open_lists.pop()
            if (opened, token) not in ((b"[", b"]"), (b"<<", b">>")):
                raise ValueError("a page has a bracket without its mate")
            open_lists[-1][1].append(found if token == b"]" else _dictionary(found))
        else:
            open_lists[-1][1].append(_value(token))
    if len(open_lists) != 1:
        raise ValueError("a page has a bracket without its mate")
    return open_lists[0][1]


def shown_codes(tokens: list[bytes]) -> bytes:
    """The character codes that a text-showing operator's last operand holds (ISO 32000-1, 9.4.3)."""
    if len(tokens) == 1:
        pairs = _PAIRS.findall(tokens[0])
        if tokens[0][:1] == b"[" and tokens[0].count(b"<") == len(pairs):
            return bytes.fromhex(b"".join(pairs).decode())
    shown = values(tokens)[-1]
    parts = shown if isinstance(shown, list) else [shown]
    return b"".join(part for part in parts if isinstance(part, bytes))


def unhex(digits: bytes) -> bytes:
    """The bytes of a hexadecimal string without its brackets; an odd digit at the end counts as if followed by 0."""
    if digits.isalnum() and not len(digits) % 2:
        return bytes.fromhex(digits.decode())
    digits = b"".join(digits.replace(b"\0", b"").split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _dictionary(found: list[Any]) -> dict[str, Any]:
    keys = found[::2]
    if len(found) % 2 or not all(isinstance(key, str) for key in keys):
        raise ValueError("a page has a dictionary without a value or a name")
    return dict(zip(keys, found[1::2], strict=True))


def _value(token: bytes) -> Any:
    first = token[:1]
    if first == b"/":
        if b"#" in token:
            token = _NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), token)
        return token.decode("utf-8", "surrogateescape")
    if first == b"(" and len(token) > 1:
        return _ESCAPE.sub(_unescape, token[1:-1])
    if first == b"<":
        return unhex(token[1:-1])
    if first == b"[" and len(token) > 1:
        return values([b"[", *_TOKEN.findall(token[1:-1]), b"]"])[0]
    if token in _WORDS:
        return _WORDS[token]
    try:
        return float(token) if b"." in token else int(token)
    except ValueError:
        raise ValueError(f"a page has {token[:20]!r} where an operand should be") from None


def _unescape(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what is None:
        return b"\n"  # an end of line reads as a line feed, however it is written
    if what[0] in b"01234567":
        return bytes([int(what, 8) & 0xFF])
    return _ESCAPED.get(what, what)
