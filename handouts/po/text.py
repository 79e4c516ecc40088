"""How a PO file writes a text: quotation marks, escapes and lines (GNU gettext manual, "The Format of PO Files")."""

from __future__ import annotations

import re

WIDTH = 100
"""The longest line of a PO file that handouts writes, in characters; a word that is longer stays whole."""

_STRING = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_ESCAPE = re.compile(r"\\(.)")
_SPECIAL = re.compile(r'[\\"\n\t\r\a\b\f\v]')
_MEANING = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}
_WRITTEN = {meaning: f"\\{letter}" for letter, meaning in _MEANING.items()}


def unquote(quoted: str) -> str:
    r"""The text that one quoted string of a PO file stands for.

    Raises `ValueError`, whose text says why, when it is not one string or has an escape that is not C's. Escapes that
    name a byte (`\101`) are refused too: nobody writes them, and what they mean depends on the charset.
    """
    found = _STRING.fullmatch(quoted)
    if not found:
        raise ValueError("a quotation mark is missing")
    if "\\" not in found[1]:
        return found[1]
    try:
        return _ESCAPE.sub(lambda escape: _MEANING[escape[1]], found[1])
    except KeyError as error:
        raise ValueError(f"the escape '\\{error.args[0]}' is unknown") from None


def quote_lines(keyword: str, text: str) -> list[str]:
    """The lines that say `text` after `keyword`: one, or an empty string and a line for each part of it."""
    whole = f'{keyword} "{_escape(text)}"'
    if len(whole) <= WIDTH and "\n" not in text[:-1]:
        return [whole]
    parts = [part for line in re.findall(r"[^\n]*+\n|[^\n]++", text) for part in _wrap(line)]
    return [f'{keyword} ""', *(f'"{part}"' for part in parts)]


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda char: _WRITTEN[char[0]], text)


def _wrap(line: str) -> list[str]:
    """`line`, escaped, cut behind spaces into parts that fit a line with their quotation marks."""
    parts: list[str] = []
    current: list[str] = []
    room = WIDTH - 2
    for word in re.findall(r"[^ ]++ *+| ++", line):
        written = _escape(word)
        if current and len(written) > room:
            parts.append("".join(current))
            current, room = [], WIDTH - 2
        current.append(written)
        room -= len(written)
    return [*parts, "".join(current)] if current else parts
