"""What a screen reader reads in a tagged PDF: its structure tree, with the text of every element.

This reader knows nothing of how our PDFs are made, so that the proof can trust it: it follows ISO 32000-1 only
(14.6 marked content, 14.7 logical structure, 14.9 accessibility, 9.10 ToUnicode), with pikepdf as its parser. Damaged
input raises `ValueError` with a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

_DEEPEST_TREE = 150
_DEEPEST_FORM = 12
_LONGEST_RANGE = 0x10000
_UNKNOWN = "\ufffd"
_CMAP_TOKEN = re.compile(rb"%[^\r\n]*|<<|>>|<[0-9A-Fa-f\s]*>|\[|\]|/?[^\s<>\[\]/%]+")
_DAMAGE = (pikepdf.PdfError, AttributeError, IndexError, KeyError, NotImplementedError, RecursionError, TypeError)

_Stream = int | tuple[int, int]
"""Where marked content stands: in a page, by its index, or in a Form XObject, by its object number and generation."""

_Texts = dict[tuple[_Stream, int], str]


@dataclass(frozen=True)
class Node:
    """A structure element.

    `tag` is its standard structure type, after the RoleMap; `lang` its effective language. `text` is what it reads as,
    its descendants' text included and nothing put between them: /ActualText where there is one, else what the glyphs'
    ToUnicode says. `marks` is its own marked content as (page index from 0, identifier).
    """

    tag: str
    lang: str | None
    text: str
    alt: str | None = None
    id: str | None = None
    children: tuple[Node, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()

    def walk(self) -> Iterator[Node]:
        """The node and all its descendants, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_structure(pdf: pikepdf.Pdf) -> Node:
    """The structure tree of a PDF.

    The node returned is the tree's only root element, mostly the Document; of several, a node tagged `StructTreeRoot`.
    Raises `ValueError` when the PDF is not tagged or is damaged.
    """
    try:
        return _TreeReader(pdf).read()
    except _DAMAGE as error:
        raise ValueError(f"the PDF's structure is damaged: {error!r}") from error


class _TreeReader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._root: Any = pdf.Root.get("/StructTreeRoot")
        if not isinstance(self._root, pikepdf.Dictionary):
            raise ValueError("the PDF has no structure tree")  # noqa: TRY004 - the input is wrong, not the code
        self._lang = _string(pdf.Root.get("/Lang"))
        self._roles: Any = self._root.get("/RoleMap", pikepdf.Dictionary())
        self._pages: dict[tuple[int, int], int] = {}
        self._texts: _Texts = {}
        self._seen: set[tuple[int, int]] = set()
        for index, page in enumerate(pdf.pages):
            self._pages[page.obj.objgen] = index
            self._texts |= _ContentReader(index).read(page.obj, page.obj.get("/Resources"))

    def read(self) -> Node:
        """Read the whole tree."""
        nodes = tuple(self._element(kid, self._lang, None, 0) for kid in _listed(self._root.get("/K")))
        if len(nodes) == 1:
            return nodes[0]
        return Node("StructTreeRoot", self._lang, "".join(node.text for node in nodes), children=nodes)

    def _element(self, element: Any, lang: str | None, page: Any, depth: int) -> Node:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            raise ValueError("the structure tree holds something that is not a structure element")
        if depth > _DEEPEST_TREE:
            raise ValueError(f"the structure tree is more than {_DEEPEST_TREE} levels deep")
        if element.is_indirect:
            if element.objgen in self._seen:
                raise ValueError(f"structure element {element.objgen[0]} is in the tree twice")
            self._seen.add(element.objgen)
        lang = lang if element.get("/Lang") is None else _string(element["/Lang"])
        page = element.get("/Pg", page)
        texts: list[str] = []
        children: list[Node] = []
        marks: list[tuple[int, int]] = []
        for kid in _listed(element.get("/K")):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") not in ("/MCR", "/OBJR"):
                children.append(self._element(kid, lang, page, depth + 1))
                texts.append(children[-1].text)
            elif not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") == "/MCR":
                mark, text = self._mark(kid, page)
                marks.append(mark)
                texts.append(text)
        actual = _string(element.get("/ActualText"))
        return Node(
            tag=self._standard_type(element["/S"]),
            lang=lang,
            text="".join(texts) if actual is None else actual,
            alt=_string(element.get("/Alt")),
            id=_string(element.get("/ID")),
            children=tuple(children),
            marks=tuple(marks),
        )

    def _mark(self, kid: Any, page: Any) -> tuple[tuple[int, int], str]:
        """The mark that a kid of an element refers to, and its text; each may be referred to only once."""
        stream = None
        if isinstance(kid, pikepdf.Dictionary):
            page, stream, kid = kid.get("/Pg", page), kid.get("/Stm"), kid["/MCID"]
        if not isinstance(kid, int) or isinstance(kid, bool):
            raise ValueError(f"the structure tree holds a {type(kid).__name__} where content should be")  # noqa: TRY004
        if page is None or page.objgen not in self._pages:
            raise ValueError(f"marked content {kid} is on no page of the PDF")
        index = self._pages[page.objgen]
        text = self._texts.pop((index if stream is None else stream.objgen, kid), None)
        if text is None:
            raise ValueError(f"page {index + 1} has no marked content {kid}, or it is in the tree twice")
        return (index, kid), text

    def _standard_type(self, name: Any) -> str:
        seen = set()
        while str(name) in self._roles:
            if str(name) in seen:
                raise ValueError(f"the RoleMap goes round in circles from {name}")
            seen.add(str(name))
            name = self._roles[str(name)]
        return str(name).removeprefix("/")


def _listed(kids: Any) -> list[Any]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _string(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, pikepdf.String):
        raise ValueError(f"the PDF holds a {type(value).__name__} where a text should be")  # noqa: TRY004
    return str(value)


class _ContentReader:
    """Reads the text of the marked content of one page, and of the Form XObjects that it draws."""

    def __init__(self, page: int) -> None:
        self._page = page
        self._texts: dict[tuple[_Stream, int], list[str]] = {}
        self._fonts: dict[tuple[int, int], _Font] = {}
        # For each open sequence: its own or the enclosing mark, and whether /ActualText stands for its glyphs.
        self._open: list[tuple[list[str] | None, bool]] = []

    def read(self, page: pikepdf.Object, resources: Any) -> _Texts:
        """The text of each mark."""
        self._read(page, resources, self._page, 0)
        return {key: "".join(texts) for key, texts in self._texts.items()}

    def _read(self, content: Any, resources: Any, stream: _Stream, depth: int) -> None:
        if depth > _DEEPEST_FORM:
            raise ValueError(f"page {self._page + 1} nests its drawings more than {_DEEPEST_FORM} levels deep")
        resources = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
        outer = len(self._open)
        font: _Font | None = None
        saved: list[_Font | None] = []
        for instruction in pikepdf.parse_content_stream(content):
            operands: list[Any] = list(instruction.operands)
            name = str(instruction.operator)
            if name in ("BDC", "BMC"):
                self._begin(operands[1] if name == "BDC" else None, resources, stream)
            elif name == "EMC":
                if len(self._open) <= outer:
                    raise ValueError(f"page {self._page + 1} ends marked content that it has not begun")
                self._open.pop()
            elif name == "Tf":
                font = self._font(resources, str(operands[0]))
            elif name == "q":
                saved.append(font)
            elif name == "Q":
                font = saved.pop() if saved else None
            elif name in ("Tj", "TJ", "'", '"'):
                self._show(operands[-1], font)
            elif name == "Do":
                form = resources.get("/XObject", {}).get(str(operands[0]))
                if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
                    self._read(form, form.get("/Resources", resources), form.objgen, depth + 1)
        if len(self._open) != outer:
            raise ValueError(f"page {self._page + 1} leaves marked content open")

    def _begin(self, properties: Any, resources: Any, stream: _Stream) -> None:
        if isinstance(properties, pikepdf.Name):
            properties = resources["/Properties"][str(properties)]
        mark, covered = self._open[-1] if self._open else (None, False)
        actual = None
        if isinstance(properties, pikepdf.Dictionary):
            actual = _string(properties.get("/ActualText"))
            if (mcid := properties.get("/MCID")) is not None:
                key = stream, int(mcid)
                if key in self._texts:
                    raise ValueError(f"page {self._page + 1} uses the marked-content identifier {mcid} twice")
                mark = self._texts[key] = []
        if actual is not None:
            if mark is not None and not covered:
                mark.append(actual)
            covered = True
        self._open.append((mark, covered))

    def _show(self, shown: Any, font: _Font | None) -> None:
        mark, covered = self._open[-1] if self._open else (None, False)
        if mark is None or covered:
            return
        if font is None:
            raise ValueError(f"page {self._page + 1} shows text without a font")
        for part in _listed(shown):
            if isinstance(part, pikepdf.String):
                mark.append(font.decode(bytes(part)))

    def _font(self, resources: Any, name: str) -> _Font:
        font = resources["/Font"][name]
        if not font.is_indirect:
            return _Font(font)
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = _Font(font)
        return self._fonts[font.objgen]


class _Font:
    """The ToUnicode map of a font: what its codes say."""

    def __init__(self, font: Any) -> None:
        stream = font.get("/ToUnicode")
        self._map, lengths = _read_cmap(stream.read_bytes()) if isinstance(stream, pikepdf.Stream) else ({}, set())
        encoding = font.get("/Encoding")
        if font.get("/Subtype") != "/Type0":
            lengths = {1}
        elif isinstance(encoding, pikepdf.Stream):
            lengths = _read_cmap(encoding.read_bytes())[1]
        elif str(encoding).startswith("/Identity"):
            lengths = {2}
        self._lengths = sorted(lengths) or [2]

    def decode(self, codes: bytes) -> str:
        """The text of the codes; U+FFFD for a code that the map does not have."""
        texts = []
        position = 0
        while position < len(codes):
            length = next((n for n in self._lengths if codes[position : position + n] in self._map), self._lengths[0])
            texts.append(self._map.get(codes[position : position + length], _UNKNOWN))
            position += length
        return "".join(texts)


def _read_cmap(data: bytes) -> tuple[Mapping[bytes, str], set[int]]:
    """A CMap's characters by code, and the lengths of its codes in bytes."""
    texts: dict[bytes, str] = {}
    lengths: set[int] = set()
    section = b""
    entries: list[Any] = []
    array: list[bytes] | None = None
    for token in _CMAP_TOKEN.findall(data):
        if token.startswith(b"begin") and token not in (b"begin", b"begincmap"):
            section, entries = token[5:], []
        elif token.startswith(b"end") and token[3:] == section:
            _read_section(section, entries, texts, lengths)
            section = b""
        elif token == b"[":
            array = []
            entries.append(array)
        elif token == b"]":
            array = None
        elif token.startswith(b"<") and token != b"<<":
            (entries if array is None else array).append(_unhex(token))
    return texts, lengths


def _read_section(section: bytes, entries: list[Any], texts: dict[bytes, str], lengths: set[int]) -> None:
    width = {b"codespacerange": 2, b"bfchar": 2, b"bfrange": 3}.get(section)
    if width is None:
        return
    if len(entries) % width:
        raise ValueError(f"a font's CMap has an incomplete {section.decode()}")
    for index in range(0, len(entries), width):
        first, *rest = entries[index : index + width]
        if section == b"codespacerange":
            lengths.add(len(first))
        elif section == b"bfchar":
            texts[first] = _utf16(rest[0])
        else:
            texts.update(_range(first, rest[0], rest[1]))


def _range(first: bytes, last: bytes, target: bytes | list[bytes]) -> Iterator[tuple[bytes, str]]:
    start, count = int.from_bytes(first), int.from_bytes(last) - int.from_bytes(first) + 1
    if not 0 < count <= _LONGEST_RANGE or (isinstance(target, list) and len(target) < count):
        raise ValueError("a font's CMap has a range that makes no sense")
    for offset in range(count):
        if isinstance(target, list):
            text = _utf16(target[offset])
        else:
            text = _utf16((int.from_bytes(target) + offset).to_bytes(len(target)))
        yield (start + offset).to_bytes(len(first)), text


def _unhex(token: bytes) -> bytes:
    digits = b"".join(token[1:-1].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-be")
