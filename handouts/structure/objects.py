"""The objects of a PDF as plain Python values, all read at once: to ask pikepdf for each takes ten times as long.

They are what qpdf's JSON (version 2) says of them: dictionaries, lists, numbers, and strings that begin with `u:` or
`b:` for a PDF string and with `/` for a name, or that end in ` R` for a reference to another object.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cached_property
from typing import Any

import pikepdf

_INHERITED = 50
"""The most levels of a page tree."""


class Objects:
    """Everything in a PDF. `values` are its objects by reference ("12 0 R"), a stream's being its dictionary.

    `pages` are the references of its pages in order, `root` is its catalog.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self.pages = tuple(_reference(page.obj) for page in pdf.pages)
        every = [found for found in pdf.objects if isinstance(found, pikepdf.Object)]
        plain = json.loads(b"[" + b",".join([found.to_json(True, 2) for found in every]) + b"]")
        self.values: dict[str, Any] = dict(zip(map(_reference, every), plain, strict=True))
        self.streams = {_reference(found) for found in every if isinstance(found, pikepdf.Stream)}
        self.trailer: dict[str, Any] = json.loads(pdf.trailer.to_json(True, 2))
        self.root: dict[str, Any] = self.resolve(self.trailer["/Root"])

    def resolve(self, value: Any) -> Any:
        """The object that `value` refers to, or `value` itself."""
        while isinstance(value, str) and value.endswith(" R"):
            if value not in self.values:
                number, generation, _ = value.split()
                self.values[value] = _plain(self._pdf.get_object((int(number), int(generation))))
            value = self.values[value]
        return value

    def get(self, holder: Any, *names: str) -> Any:
        """What stands in the dictionary `holder` at the path `names`; `None` where there is nothing."""
        value = self.resolve(holder)
        for name in names:
            value = self.resolve(value.get(name)) if isinstance(value, dict) else None
        return value

    def text(self, holder: dict[str, Any], name: str) -> str | None:
        """The text string at `name` in `holder`; `None` for none. Raises `ValueError` for anything else."""
        value = holder.get(name)
        return None if value is None else text_of(self.resolve(value))

    def listed(self, value: Any) -> list[Any]:
        """What an entry holds that may be one thing or an array of them."""
        value = self.resolve(value) if isinstance(value, str) else value
        return [] if value is None else value if isinstance(value, list) else [value]

    def inherited(self, page: str, name: str) -> Any:
        """An entry of a page, or of the page tree above it (ISO 32000-1, 7.7.3.4)."""
        node = self.resolve(page)
        for _ in range(_INHERITED):
            if not isinstance(node, dict) or name in node:
                break
            node = self.resolve(node.get("/Parent"))
        return self.resolve(node.get(name)) if isinstance(node, dict) else None

    def data(self, reference: Any) -> bytes:
        """The decoded bytes of a stream. Raises `ValueError` when `reference` is not one."""
        if reference not in self.streams:
            raise ValueError(f"the PDF has {reference!r} where a stream should be")
        number, generation, _ = reference.split()
        return self._pdf.get_object((int(number), int(generation))).read_bytes()

    @cached_property
    def dictionaries(self) -> list[tuple[str, dict[str, Any]]]:
        """Every dictionary of the PDF, with the reference of the object that holds it; that of the trailer is empty."""
        found: list[tuple[str, dict[str, Any]]] = []
        rest: list[tuple[str, Any]] = [("", self.trailer), *self.values.items()]
        while rest:
            reference, value = rest.pop()
            if isinstance(value, dict):
                found.append((reference, value))
                value = value.values()
            elif not isinstance(value, list):
                continue
            rest += [(reference, inner) for inner in value if isinstance(inner, (dict, list))]
        return found


def text_of(value: Any) -> str | None:
    """A text string (ISO 32000-1, 7.9.2.2), from an object or from a content stream; `None` for none.

    Raises `ValueError` for anything else.
    """
    if value is None:
        return None
    if isinstance(value, bytes):
        return _utf16(value) or str(pikepdf.String(value))
    if isinstance(value, str) and value.startswith("u:"):
        return value[2:]
    if isinstance(value, str) and value.startswith("b:"):
        return str(pikepdf.String(bytes.fromhex(value[2:])))
    raise ValueError(f"the PDF has {value!r} where a text should be")


def _utf16(value: bytes) -> str:
    """A text string that says it is UTF-16; empty for any other and for a damaged one."""
    try:
        return value[2:].decode("utf-16-be") if value[:2] == b"\xfe\xff" else ""
    except UnicodeDecodeError:
        return ""


def _reference(found: Any) -> str:
    number, generation = found.objgen
    return f"{number} {generation} R"


def _plain(found: Any) -> Any:
    if isinstance(found, pikepdf.Object):
        return json.loads(found.to_json(True, 2))
    return float(found) if isinstance(found, Decimal) else found
