"""What stands on the pages of a PDF: the text of its marked content, its artifacts, and what is neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from handouts.structure.fonts import Font
from handouts.structure.objects import Objects, text_of
from handouts.structure.steps import Pieces, steps

_DEEPEST_FORM = 12

Stream = int | str
"""Where marked content stands: in a page, by its index, or in a Form XObject, by its reference."""


@dataclass(slots=True)
class Mark:
    """Marked content with an identifier.

    `pieces` are its texts with their languages (`None`: that of the structure element), /ActualText standing for the
    glyphs where there is one; `shown` is what the glyphs themselves say.
    """

    page: int
    pieces: list[tuple[str | None, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Artifact:
    """Furniture that shows text: the index of its page, its type ("Pagination"; empty for none) and what it says."""

    page: int
    kind: str
    text: str


@dataclass(frozen=True)
class Contents:
    """All pages read: marked content by stream and identifier, artifacts with text, and the PDF's fonts.

    `loose` holds what is neither in marked content nor in an artifact, with the index of its page: text, or "".
    """

    marks: dict[tuple[Stream, int], Mark]
    artifacts: list[Artifact]
    loose: list[tuple[int, str]]
    fonts: list[Font]


@dataclass(slots=True)
class _Open:
    """A marked-content sequence that is open, with what it has from the ones around it."""

    mark: Mark | None = None
    covered: bool = False
    lang: str | None = None
    artifact: str | None = None
    texts: list[str] | None = None


_OUTSIDE = _Open()


class ContentReader:
    """Reads pages one by one into `contents`."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._fonts: dict[str, Font] = {}
        self._page = 0
        self._open: list[_Open] = []
        self.contents = Contents({}, [], [], [])

    def read_page(self, index: int, page: str) -> None:
        """Read the page with this index and reference. Raises `ValueError` when its content is damaged."""
        self._page = index
        contents = self._objects.resolve(page).get("/Contents")
        found = self._objects.resolve(contents)
        references = found if isinstance(found, list) else [] if contents is None else [contents]
        data = b"\n".join(map(self._objects.data, references))
        self._read(data, self._objects.inherited(page, "/Resources"), index, 0)

    def _read(self, data: bytes, resources: Any, stream: Stream, depth: int) -> None:
        if depth > _DEEPEST_FORM:
            raise ValueError(f"page {self._page + 1} nests its drawings more than {_DEEPEST_FORM} levels deep")
        outer = len(self._open)
        font: Font | None = None
        saved: list[Font | None] = []
        for operator, operands in steps(data):
            if operator == b"TJ":
                self._show(operands, font)
            elif operator == b"BDC":
                self._begin(operands, resources, stream)
            elif operator == b"EMC":
                if len(self._open) <= outer:
                    raise ValueError(f"page {self._page + 1} ends marked content that it has not begun")
                self._end()
            elif operator == b"Tf":
                font = self._font(resources, operands[0])
            elif operator == b"q":
                saved.append(font)
            elif operator == b"Q":
                font = saved.pop() if saved else None
            elif operator == b"f":
                self._paint()
            elif operator == b"gs":
                if entry := self._objects.get(resources, "/ExtGState", operands[0], "/Font"):
                    font = self._known_font(entry[0])
            else:
                self._draw(operands[0], resources, depth)
        if len(self._open) != outer:
            raise ValueError(f"page {self._page + 1} leaves marked content open")

    def _begin(self, operands: list[Any], resources: Any, stream: Stream) -> None:
        around = self._open[-1] if self._open else _OUTSIDE
        inner = _Open(around.mark, around.covered, around.lang, around.artifact, around.texts)
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, str):
            properties = self._objects.get(resources, "/Properties")[properties]
            properties = self._objects.resolve(properties)
        properties = properties if isinstance(properties, dict) else {}
        if operands[0] == "/Artifact":
            inner.artifact = str(properties.get("/Type", "")).removeprefix("/")
            inner.texts = []
        if (mcid := properties.get("/MCID")) is not None:
            key = stream, int(mcid)
            if key in self.contents.marks:
                raise ValueError(f"page {self._page + 1} uses the marked-content identifier {mcid} twice")
            inner.mark = self.contents.marks[key] = Mark(self._page)
            inner.artifact = None
        if "/Lang" in properties:
            inner.lang = text_of(properties["/Lang"])
        if (actual := text_of(properties.get("/ActualText"))) is not None:
            if inner.mark is not None and not inner.covered:
                inner.mark.pieces.append((inner.lang, actual))
            inner.covered = True
        self._open.append(inner)

    def _end(self) -> None:
        ended = self._open.pop()
        around = self._open[-1] if self._open else _OUTSIDE
        if ended.artifact is not None and ended.texts is not around.texts and ended.texts:
            self.contents.artifacts.append(Artifact(self._page, ended.artifact, "".join(ended.texts)))

    def _show(self, pieces: Pieces, font: Font | None) -> None:
        if font is None:
            raise ValueError(f"page {self._page + 1} shows text without a font")
        texts = [font.show(codes, self._page) for _, codes in pieces]
        inside = self._open[-1] if self._open else _OUTSIDE
        if inside.artifact is not None and inside.texts is not None:
            inside.texts.extend(texts)
        if inside.mark is not None:
            inside.mark.shown.extend(texts)
            if not inside.covered:
                read = [text if actual is None else actual for (actual, _), text in zip(pieces, texts, strict=True)]
                inside.mark.pieces.extend((inside.lang, text) for text in read)
        elif inside.artifact is None:
            self.contents.loose.extend((self._page, text) for text in texts)

    def _paint(self) -> None:
        inside = self._open[-1] if self._open else _OUTSIDE
        if inside.mark is None and inside.artifact is None:
            self.contents.loose.append((self._page, ""))

    def _draw(self, name: str, resources: Any, depth: int) -> None:
        holder = self._objects.get(resources, "/XObject") or {}
        reference: Any = holder.get(name)
        form = self._objects.resolve(reference)
        if isinstance(form, dict) and form.get("/Subtype") == "/Form":
            self._read(self._objects.data(reference), form.get("/Resources", resources), reference, depth + 1)
        else:
            self._paint()

    def _font(self, resources: Any, name: str) -> Font:
        return self._known_font(self._objects.get(resources, "/Font")[name])

    def _known_font(self, entry: Any) -> Font:
        key = entry if isinstance(entry, str) else repr(entry)
        if key not in self._fonts:
            self._fonts[key] = Font(self._objects, self._objects.resolve(entry))
            self.contents.fonts.append(self._fonts[key])
        return self._fonts[key]
