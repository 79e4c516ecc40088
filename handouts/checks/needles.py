"""What every match of a regular expression must hold: telling without compiling it that it cannot match.

Compiling the expressions of a language takes a second; a text has a few of their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"(?P<escape>\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.))|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<look>\(\?<?[=!])|(?P<group>\((?:\?:)?(?!\?))"
    r"|(?P<other>\(\?)|(?P<close>\))|(?P<or>\|)|(?P<repeat>[*+?]\??|\{\d*,?\d*\}\??)|(?P<any>[.^$])|(?P<sign>.)",
    re.DOTALL,
)
_MOST = 60
"""The most needles of an expression; with more of them it is not worth looking."""

Needles = frozenset[str]


def needles(expression: str) -> Needles:
    """Texts of which one at least stands, in capitals or not, wherever `expression` matches; none if nobody can say."""
    found = _either(_tokens(expression))
    return found if 0 < len(found) <= _MOST else frozenset()


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    for token in _TOKEN.finditer(expression):
        yield str(token.lastgroup), token[0]


def _either(tokens: Iterator[tuple[str, str]]) -> Needles:
    """The needles of alternatives, up to the bracket that closes them."""
    every: list[Needles] = []
    more = True
    while more:
        found, more = _sequence(tokens)
        every.append(found)
    return frozenset[str]().union(*every) if all(every) else frozenset()


def _sequence(tokens: Iterator[tuple[str, str]]) -> tuple[Needles, bool]:
    """The best needles of what stands up to the next `|` or closing bracket, and whether another alternative comes."""
    known: list[Needles] = []
    run = ""
    last: Needles = frozenset()
    for kind, sign in tokens:
        if kind == "repeat" and (sign[0] in "*?" or sign.startswith(("{0", "{,"))):
            run, last = run[:-1], frozenset()
        known.append(last)
        last = frozenset()
        if kind == "sign" or (kind == "escape" and not sign[1].isalnum()):
            run += sign[-1]
            continue
        known.append(frozenset({run} if run else ()))
        run = ""
        if kind in ("look", "other"):
            _either(tokens)
        elif kind == "group":
            last = _either(tokens)
        elif kind in ("or", "close"):
            return _best(known), kind == "or"
    known += [last, frozenset({run} if run else ())]
    return _best(known), False


def _best(known: list[Needles]) -> Needles:
    """Those of `known` whose shortest is the longest, and of these the fewest."""
    return max(known, key=lambda some: (min(map(len, some), default=0), -len(some)), default=frozenset())
