"""Small changes to a finished PDF, each of which breaks one thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

Change = Callable[[pikepdf.Pdf], object]


def elements(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    """The structure elements with this tag, in the order of the file."""
    found = [entry for entry in pdf.objects if isinstance(entry, Dictionary) and entry.get("/Type") == "/StructElem"]
    return [element for element in found if str(element.S) == f"/{tag}"]


def on_element(tag: str, change: Callable[[Any], object]) -> Change:
    """A change to the first structure element with this tag."""
    return lambda pdf: change(elements(pdf, tag)[0])


def on_root(change: Callable[[Any], object]) -> Change:
    return lambda pdf: change(pdf.Root)


def on_page(change: Callable[[Any], object]) -> Change:
    """A change to the last page."""
    return lambda pdf: change(pdf.pages[-1].obj)


def on_link(change: Callable[[Any], object]) -> Change:
    """A change to the first link annotation."""
    return lambda pdf: change(links(pdf)[0])


def links(pdf: pikepdf.Pdf) -> list[Any]:
    """The link annotations of all pages."""
    return [entry for page in pdf.pages for entry in list(page.obj.get("/Annots", []))]


def with_entry(key: str, value: Any) -> Callable[[Any], None]:
    """Sets an entry of a dictionary."""

    def change(holder: Any) -> None:
        holder[key] = value

    return change


def without(key: str) -> Callable[[Any], None]:
    """Deletes an entry of a dictionary."""

    def change(holder: Any) -> None:
        del holder[key]

    return change


def in_content(old: bytes, new: bytes) -> Change:
    """Replaces a part of the last page's content stream."""

    def change(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[-1].obj.Contents
        data = contents.read_bytes()
        assert re.search(old, data)
        contents.write(re.sub(old, new, data, count=1))

    return change


def adding(operations: bytes) -> Change:
    """Paints something more on the last page."""

    def change(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[-1].obj.Contents
        contents.write(contents.read_bytes() + b"\n" + operations)

    return change


def in_metadata(old: bytes, new: bytes) -> Change:
    """Replaces a part of the metadata."""

    def change(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new))

    return change


def font(pdf: pikepdf.Pdf) -> Any:
    """The font of running text."""
    return next(own for own in pdf.pages[0].Resources.Font.values() if str(own.BaseFont).endswith("+Noto-Sans"))


def descendant(pdf: pikepdf.Pdf) -> Any:
    return font(pdf).DescendantFonts[0]


def on_font(change: Callable[[Any], object]) -> Change:
    return lambda pdf: change(font(pdf))


def showing(*pairs: tuple[str, int]) -> Change:
    """Lets the font of running text show other glyphs for some characters; ToUnicode stays as it is."""

    def change(pdf: pikepdf.Pdf) -> None:
        entries = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>", font(pdf).ToUnicode.read_bytes())
        codes = {bytes.fromhex(text.decode()).decode("utf-16-be"): int(code, 16) for code, text in entries}
        stream = descendant(pdf).CIDToGIDMap
        data = bytearray(stream.read_bytes())
        for char, glyph in pairs:
            data[2 * codes[char] : 2 * codes[char] + 2] = glyph.to_bytes(2, "big")
        stream.write(bytes(data))

    return change


def action(kind: str, **entries: Any) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **entries)


def script() -> Dictionary:
    return action("JavaScript", JS=String("app.alert(1)"))


def square() -> Dictionary:
    """An annotation that covers a part of the page."""
    return Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([100, 100, 300, 300]), F=4, IC=Array([1, 1, 1]))
