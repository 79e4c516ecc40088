"""Digits and numerals: which characters are figures in any script, and what they are worth.

Digits are Unicode's general category Nd, read as the European ones; Han numerals are read in Chinese and Japanese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from handouts.checks.model import Span

_SIGNS = {
    "：": ":", "／": "/", "⁄": "/", "∕": "/", "％": "%", "٪": "%", "－": "-", "﹣": "-", "‐": "-", "‑": "-", "～": "~",
    "〜": "~", "∼": "~", "˜": "~", "＋": "+", "．": ".", "（": "(", "）": ")", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤",
    "＜": "<", "＞": ">", "µ": "μ",
}  # fmt: skip


class _Plain(dict[int, str]):
    """What stands for each character in plain text, by its code point; looked up in Unicode when it first occurs."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = _SIGNS.get(char) or str(unicodedata.decimal(char, char))
        return self[code]


_TABLE = _Plain()

VULGAR = {
    chr(code): Fraction(value).limit_denominator(100)
    for code in (0xBC, 0xBD, 0xBE, *range(0x2150, 0x215F), 0x2189)
    if (value := unicodedata.numeric(chr(code), None)) is not None
}
"""The fractions that are one character: ½, ¼, ⅔ …"""

_HAN_DIGITS = ("〇零", "一壹", "二两兩贰貳", "三叁參", "四", "五", "六", "七", "八", "九")
_HAN = {char: value for value, chars in enumerate(_HAN_DIGITS) for char in chars}
_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN_RUN = re.compile(f"[{''.join((*_HAN, *_TENS, *_LARGE))}]{{1,24}}")
_PARTS = re.compile(r"分之")


def plain_digits(text: str) -> str:
    """`text`, of the same length, with every digit as a European one and wide or variant signs as the usual ones."""
    return text if text.isascii() else text.translate(_TABLE)


def digit_system(char: str) -> int:
    """The code point of the zero of the system that the digit `char` belongs to."""
    return ord(char) - unicodedata.decimal(char)


def han_numerals(text: str) -> Iterator[tuple[Span, Fraction]]:
    """The numerals written in Han characters: 二十四 is 24, 三分之一 a third, 一半 and 半 a half.

    A run of bare digits (二〇二三) is one number, and each of them one more (两三天 is two or three days).
    """
    runs = [(found.span(), found[0]) for found in _HAN_RUN.finditer(text)]
    taken = -1
    for index, (span, run) in enumerate(runs):
        if span[0] < taken:
            continue
        following = runs[index + 1] if index + 1 < len(runs) else None
        if following and _PARTS.fullmatch(text, span[1], following[0][0]) and _worth(run):
            taken = following[0][1]
            # A hundredth is a percentage: 百分之五十 is 50 %.
            worth = Fraction(_worth(following[1]), 1 if run == "百" else _worth(run))
            yield (span[0], taken), worth
            continue
        yield span, Fraction(_worth(run))
        if 2 <= len(run) <= 3 and all(char in _HAN for char in run):
            yield from (((span[0] + at, span[0] + at + 1), Fraction(_HAN[char])) for at, char in enumerate(run))
    yield from (((at, at + 1), Fraction(1, 2)) for at, char in enumerate(text) if char == "半")


def _worth(run: str) -> int:
    if len(run) > 1 and all(char in _HAN for char in run):
        return int("".join(str(_HAN[char]) for char in run))
    total = part = digit = 0
    for char in run:
        if char in _LARGE:
            total, part, digit = (total + part + digit or 1) * _LARGE[char], 0, 0
        elif char in _TENS:
            part, digit = part + (digit or 1) * _TENS[char], 0
        else:
            digit = _HAN[char]
    return total + part + digit
