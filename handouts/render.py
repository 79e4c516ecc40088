"""HTML to a laid-out document and to PDF bytes through WeasyPrint, shut off from the network and from other files.

WeasyPrint only logs what it cannot do (a missing glyph, an image that is not there, a missing alternative text) and
goes on. Here every warning and error in its log is a problem that fails the leaflet.
"""

from __future__ import annotations

import logging
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import BlockBox
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from handouts.font_cuts import printing_files
from handouts.fonts import configuration_of
from handouts.problems import HandoutsError, Problem
from handouts.text_layer import TextLayerError, Variant, write_exact_pdf

_EMBEDDED = re.compile(r"data:(image/(?:svg\+xml|png|jpeg));base64,([A-Za-z0-9+/]*={0,2})")
"""An image as `views` writes it into a page."""

_FONT_MARKS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
"""How font files begin (ISO/IEC 14496-22, WOFF 1 and 2). A font can draw any letter as any other."""

_LOGGER = logging.getLogger("weasyprint")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_WHOLE = re.compile(r"<(?:link|style\s)|@(?:counter-style|color-profile|import|layer|namespace|font-face)\b", re.I)
"""What style sheets stay in their document for: more sheets, whose order counts, and rules that WeasyPrint hands on."""
_DATA = re.compile(r"(data:[\w/+.-]*)[^\s'\"]*")


class LocalFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves `data:` addresses and files below `roots`; refuses everything else, which fails the leaflet."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self._roots = tuple(root.resolve() for root in roots)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """What is at `url`. Raises `FatalURLFetchingError` for an address that is not ours to read."""
        response = self._embedded(url) or self._read(url, headers)
        data = response.read()
        if data.startswith(_FONT_MARKS):
            _refuse(f"{url} is a font, and fonts come from the machine only")
        return URLFetcherResponse(url, data, response.headers, response.status)

    def _embedded(self, url: str) -> URLFetcherResponse | None:
        image = _EMBEDDED.fullmatch(url)
        return image and URLFetcherResponse(url, b64decode(image[2]), _type_alone(image[1]))

    def _read(self, url: str, headers: Any) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = Path(unquote(parts.path)).resolve()
            if parts.netloc or not any(path.is_relative_to(root) for root in self._roots):
                _refuse(f"{url} lies outside the templates and the brand")
        elif parts.scheme != "data":
            _refuse(f"{url} is not on this machine")
        return super().fetch(url, headers)


@lru_cache(16)
def _type_alone(content_type: str) -> EmailMessage:
    """The headers of an image that stands in its own address: reading them takes urllib 0.3 ms each time."""
    headers = EmailMessage()
    headers["Content-Type"] = content_type
    return headers


def _refuse(reason: str) -> NoReturn:
    _LOGGER.error(reason)  # WeasyPrint itself does not say why an image that an SVG file asks for is missing
    raise FatalURLFetchingError(reason)


@contextmanager
def _log_of_weasyprint() -> Iterator[list[str]]:
    """Collects the warnings and errors that WeasyPrint logs, each once, in order."""
    found: dict[str, None] = {}

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.setdefault(record.getMessage())

    collector = Collector(logging.WARNING)
    handlers, propagate = _LOGGER.handlers[:], _LOGGER.propagate
    _LOGGER.handlers, _LOGGER.propagate = [collector], False
    lines: list[str] = []
    try:
        yield lines
    finally:
        _LOGGER.handlers, _LOGGER.propagate = handlers, propagate
        lines += found


@dataclass(frozen=True)
class Layout:
    """A laid-out document, and what WeasyPrint reported while it was made."""

    _document: Any
    _log: tuple[str, ...]

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self._document.pages)

    def split(self, start: str, end: str) -> bool:
        """Whether the elements with the ids `start` and `end` stand on different pages."""
        pages = [
            index for index, page in enumerate(self._document.pages) for name in (start, end) if name in page.anchors
        ]
        return len(set(pages)) > 1

    def fill(self, name: str) -> float:
        """How many pages the element with the id `name`, which is broken, would fill at least in one piece.

        0 when WeasyPrint's boxes, which are private, are not what they are in version 70.
        """
        try:
            pages = [page._page_box for page in self._document.pages]
            parts = [(part, page) for page in pages if (part := _part(page, name)) is not None]
            if not parts:
                return 0.0
            (first, _), (last, page) = parts[0], parts[-1]
            lines = sum(_reach(part) for part, _ in parts) - sum(_spare(part) for part, _ in parts[1:])
            return float((first.padding_top + first.border_top_width + lines + _below(last)) / page.height)
        except (AttributeError, TypeError):
            return 0.0

    def pdf(self, variant: Variant = "pdf/ua-1") -> bytes:
        """The PDF/UA file: the same bytes for the same input.

        Raises `HandoutsError` when WeasyPrint reported anything, or when its text cannot be tagged exactly.
        """
        data = b""
        problems: list[Problem] = []
        with _log_of_weasyprint() as log:
            try:
                data = write_exact_pdf(self._document, variant)
            except FatalURLFetchingError:
                pass  # it stands in the log
            except TextLayerError as error:
                hint = "A style sheet or template in the workspace's templates/ hides or changes it; take that out."
                problems.append(Problem("render-text-layer", f"the text cannot be tagged exactly: {error}", hint=hint))
        problems += [_problem(line) for line in (*self._log, *log)]
        if problems:
            raise HandoutsError(problems)
        return data


@lru_cache(16)
def _fetcher(roots: tuple[Path, ...]) -> LocalFetcher:
    """One for all leaflets: each makes an SSL context, 45 ms on Python 3.12 and later."""
    return LocalFetcher(roots)


@lru_cache(64)
def _style_sheet(text: str, base: str, roots: tuple[Path, ...], files: tuple[Path, ...]) -> tuple[CSS, tuple[str, ...]]:
    """A style sheet, parsed (15 ms), and what WeasyPrint reported of it."""
    with _log_of_weasyprint() as log:
        sheet = CSS(string=text, base_url=base, url_fetcher=_fetcher(roots), font_config=configuration_of(files))
    return sheet, tuple(log)


def _take_out_styles(html: str) -> tuple[str, list[str]]:
    """`html` without its `style` elements, and these.

    WeasyPrint ranks them as a user's then, below a document's own: all are taken out, or none.
    """
    if _WHOLE.search(html):
        return html, []
    return _STYLE.sub("", html), _STYLE.findall(html)


def _part(page: Any, name: str) -> Any | None:
    """The part of the element `name` that stands on a page, as a box."""
    left = [page]
    while left:
        box = left.pop()
        if box.element is not None and box.element.get("id") == name:
            return box
        left += getattr(box, "children", ())
    return None


def _reach(part: Any) -> float:
    """From the top of the first line of a box to the bottom of its last one, in CSS px.

    Lines that are out of the flow do not count, nor those of a table's head and foot, which may be repeated.
    """
    edges: list[float] = []
    left = list(_inside(part))
    while left:
        box = left.pop()
        if type(box).__name__ == "LineBox":
            edges += (box.position_y, box.position_y + box.height)
        else:
            left += _inside(box)
    return max(edges) - min(edges) if edges else 0.0


def _inside(box: Any) -> list[Any]:
    """The boxes in the flow of a box, without a table's head and foot."""
    return [
        child
        for child in getattr(box, "children", ())
        if child.is_in_normal_flow()
        and not getattr(child, "is_header", False)
        and not getattr(child, "is_footer", False)
    ]


def _spare(part: Any) -> float:
    """How many CSS px the least heights of boxes that go on at the top of `part` may add there, at most."""
    spare = 0.0
    while isinstance(part, BlockBox):
        spare += max(0.0, min(part.min_height, part.height - _reach(part)))
        part = next(iter(_inside(part)), None)
    return spare


def _below(part: Any) -> float:
    """What a box that is broken keeps free below its lines, in CSS px."""
    if part.style["box_decoration_break"] != "clone":
        return 0.0
    return float(part.padding_bottom + part.border_bottom_width + part.margin_bottom)


def lay_out(html: str, roots: tuple[Path, ...], families: tuple[str, ...]) -> Layout:
    """`html` as pages.

    Relative addresses in it are below the first of `roots`; files are read below `roots` only. Only fonts of
    `families` are seen. Raises `HandoutsError` (`render-address`) for an address anywhere else, and (`render-warning`)
    for a page that WeasyPrint fails at.
    """
    base = roots[0].resolve().as_uri() + "/"
    files = printing_files(families, html)
    bare, styles = _take_out_styles(html)
    reported: list[str] = []
    with _log_of_weasyprint() as log:
        try:
            source = HTML(string=bare, base_url=base, url_fetcher=_fetcher(roots))
            sheets = [_style_sheet(style, base, roots, files) for style in styles]
            reported += [line for _, lines in sheets for line in lines]
            document = source.render(
                stylesheets=[sheet for sheet, _ in sheets], font_config=configuration_of(files), pdf_variant="pdf/ua-1"
            )
        except FatalURLFetchingError as error:
            raise HandoutsError([_problem(str(error))]) from None
        except Exception as error:  # WeasyPrint's, of a page that it did not expect
            raise HandoutsError([_problem(f"the page cannot be laid out: {error}")]) from error
    return Layout(document, (*reported, *log))


def _problem(line: str) -> Problem:
    what = _DATA.sub(r"\1…", line[:1].lower() + line[1:])
    if "outside" in line or "not on this machine" in line:
        return Problem("render-address", what, hint="Keep the file beside the template or the brand that names it.")
    if ".notdef" in line or "missing glyph" in line.lower():
        return Problem("render-glyph", what, hint="The language's fonts lack this character: write it another way.")
    return Problem("render-warning", what, hint="Mend the template, style sheet or logo that this comes from.")
