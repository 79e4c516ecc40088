"""The pictures that come again in leaflet after leaflet, drawn once: a clinic's logo, the code of its address.

WeasyPrint 70 reads every path of an SVG picture anew for each leaflet, and packs the points of every other picture
again. Here the operations of a drawing are kept by the picture, its size, and the colours around it, when it is made of
nothing but paths and is its own address (`data:`), for a file may change; and what the points of a picture are packed
to, by the points.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any, NamedTuple

import pydyf
from weasyprint.images import RasterImage
from weasyprint.logger import LOGGER
from weasyprint.svg import SVG

from handouts.weasyprint_patches.patch import Patch

_KEPT = 16
"""So many drawings are kept, and so many pictures of points."""

_LARGE = 200_000
"""What has more bytes is not kept."""

_OF_PATHS = frozenset(b"q Q cm m l c h re f f* S B B* b b* n w J j M d rg RG gs".split())
"""The operators of drawings that need nothing from elsewhere (ISO 32000-1, Annex A)."""

_MODES = ("L", "LA", "RGB", "RGBA")
"""The kinds of points that WeasyPrint does not warn of."""

_STATE = ("_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke")


class _Drawing(NamedTuple):
    """The operations of a drawing, and the opacities that they name."""

    operations: list[bytes]
    opacities: dict[str, dict[str, Any]]


_drawings: dict[tuple[Any, ...], _Drawing] = {}
_packed: dict[tuple[Any, ...], list[tuple[bytes, dict[str, Any]]]] = {}


def _remember(kept: dict[tuple[Any, ...], Any], key: tuple[Any, ...], value: Any) -> None:
    if len(kept) >= _KEPT:
        del kept[next(iter(kept))]
    kept[key] = value


def _draw(svg: Any, stream: Any, width: float, height: float, base_url: Any, context: Any) -> None:
    """Draw an SVG picture, or what it was drawn as before."""
    if not str(svg.url).startswith("data:") or len(svg.url) > _LARGE:
        DRAW.kept(svg, stream, width, height, base_url, context)
        return
    key = svg.url, width, height, *[getattr(stream, name) for name in _STATE]
    states = stream._resources["ExtGState"]
    if (drawing := _drawings.get(key)) is not None:
        stream.stream += drawing.operations
        for name, opacity in drawing.opacities.items():
            states.setdefault(name, pydyf.Dictionary(opacity))
        stream._current_font = None
        for name in _STATE:  # as after every Q
            setattr(stream, name, None)
        return
    start = len(stream.stream)
    listener = _Listener(logging.WARNING)
    LOGGER.addHandler(listener)
    try:
        DRAW.kept(svg, stream, width, height, base_url, context)
    finally:
        LOGGER.removeHandler(listener)
    operations = stream.stream[start:]
    if not listener.told and _is_of_paths(operations) and _stands_alone(svg):
        named = [operation[1:-3].decode() for operation in operations if operation.endswith(b" gs")]
        _remember(_drawings, key, _Drawing(operations, {name: dict(states[name]) for name in named}))


class _Listener(logging.Handler):
    """Hears what WeasyPrint says of a picture, and would have to say each time."""

    told = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.told += record.getMessage()


def _is_of_paths(operations: list[Any]) -> bool:
    """Whether these are whole operations on paths that leave the state of the stream as it was."""
    if not all(type(operation) is bytes for operation in operations):
        return False
    operators = [operation.rpartition(b" ")[2] for operation in operations]
    opacities = all(operation[1:2] in b"aA" for operation in operations if operation.endswith(b" gs"))
    framed = operators[:1] == [b"q"] and operators[-1:] == [b"Q"]
    return framed and opacities and operators.count(b"q") == operators.count(b"Q") and _OF_PATHS.issuperset(operators)


def _stands_alone(svg: Any) -> bool:
    """Whether nothing in the picture names anything outside of it."""
    elements = list(svg.tree._etree_node.iter())
    named = any(name.endswith("href") for element in elements for name in element.attrib)
    sheets = any("@" in (element.text or "") for element in elements if str(element.tag).endswith("style"))
    return not named and not sheets


def _get_x_object(image: Any, interpolate: bool, ratio: float) -> Any:
    """A picture of points as it stands in a PDF."""
    data = image.image_data.data
    if image.format != "PNG" or image.mode not in _MODES or ratio != 1 or len(data) > _LARGE:
        return X_OBJECT.kept(image, interpolate, ratio)
    key = hashlib.sha256(data).digest(), image.mode, interpolate
    if key not in _packed:
        made = X_OBJECT.kept(image, interpolate, ratio)
        mask = made.extra.get("SMask")
        made.extra.pop("SMask", None)
        parts = [(own.stream[0].data, dict(own.extra)) for own in (made, mask) if own is not None]
        _remember(_packed, key, parts)
    first, *masks = [pydyf.Stream([points], pydyf.Dictionary(extra)) for points, extra in _packed[key]]
    if masks:
        first.extra["SMask"] = masks[0]
    return first


DRAW = Patch.of(SVG, "draw", "2751538befd8", _draw)
X_OBJECT = Patch.of(RasterImage, "get_x_object", "1f5901114446", _get_x_object)
PATCHES = (DRAW, X_OBJECT)
