"""Pictures that come again are drawn as WeasyPrint draws them, in the next document, too."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from weasyprint import HTML

from handouts.weasyprint_patches import apply_patches, pictures

_SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30"'
_HOUSE = '<path d="M5 25v-12l10-9 10 9v12z m3-2a4 4 0 1 1 9 0q3 4 6 1t2 2c1 1 2 2 3 3s1 1 2 0" fill="#0a6"/>'

KEPT = {
    "nothing": "",
    "paths": _HOUSE,
    "shapes": '<rect x="1" y="2" width="9" height="8" rx="2"/><circle cx="20" cy="9" r="5" stroke="red" fill="none"/>',
    "lines": '<g stroke="#123" stroke-width="2" stroke-dasharray="3 1"><path d="M0 0h30"/><line x2="9" y2="8"/></g>',
    "see-through": f'<g fill-opacity=".4" stroke="blue" stroke-opacity=".7">{_HOUSE}</g>',
    "turned": f'<g transform="rotate(20) translate(3 4)">{_HOUSE}</g>',
    "styled": f"<style>path {{ stroke: #804 }}</style>{_HOUSE}",
}
OTHER = {
    "used": f'<defs><g id="h">{_HOUSE}</g></defs><use href="#h"/><use xlink:href="#h" x="9"/>',
    "clipped": f'<clipPath id="c"><circle cx="15" cy="15" r="9"/></clipPath><g clip-path="url(#c)">{_HOUSE}</g>',
    "shaded": '<linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient>'
    '<rect width="30" height="20" fill="url(#g)"/>',
    "group": f'<g opacity=".5">{_HOUSE}</g>',
    "lettered": '<text x="3" y="20" font-family="Noto Sans">Clinic</text>',
    "sheet": f'<style>@import "other.css"; path {{ stroke: #804 }}</style>{_HOUSE}',
}


def drawing(content: str) -> str:
    return _address(f"<svg {_SVG}>{content}</svg>".encode(), "svg+xml")


def points(mode: str, kind: str, size: int = 12) -> str:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((size, size)).convert(mode).save(file, kind)
    return _address(file.getvalue(), kind.lower())


def _address(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


@pytest.fixture(autouse=True)
def forgotten() -> None:
    pictures._drawings.clear()
    pictures._packed.clear()


def page(address: str) -> str:
    """The picture twice side by side, larger, see-through, behind text, and turned, after text in another colour."""
    return (
        '<html lang=en><style>body { font: 12pt "Noto Sans"; color: #0a6 } p { height: 30mm }</style><title>t</title>'
        f'<p>a<img alt=a style="width: 20mm" src="{address}"><img alt=a style="width: 20mm" src="{address}">'
        f'<p><img alt=a style="width: 33mm; opacity: .5" src="{address}">'
        f"<p style=\"background: url('{address}') no-repeat\">b"
        f'<p><img alt=a style="width: 20mm; transform: rotate(9deg)" src="{address}">'
    )


def printed(address: str) -> bytes:
    data: bytes = HTML(string=page(address)).write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    return data


def theirs(address: str) -> bytes:
    for patch in pictures.PATCHES:
        patch.undo()
    try:
        return printed(address)
    finally:
        apply_patches()


@pytest.mark.parametrize("content", [*KEPT.values(), *OTHER.values()], ids=[*KEPT, *OTHER])
def test_drawings(content: str) -> None:
    apply_patches()
    ours = [printed(drawing(content)) for _ in range(2)]
    assert ours == [theirs(drawing(content))] * 2
    assert bool(pictures._drawings) == (content in KEPT.values())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_points(mode: str, kind: str) -> None:
    if (kind, mode) in {("PNG", "CMYK"), ("JPEG", "LA"), ("JPEG", "P"), ("JPEG", "RGBA")}:
        mode = "RGB"  # there are no such files
    apply_patches()
    address = points(mode, kind)
    ours = [printed(address) for _ in range(2)]
    assert ours == [theirs(address)] * 2


def test_what_is_said_of_a_picture_is_said_each_time(caplog: pytest.LogCaptureFixture) -> None:
    apply_patches()
    address = drawing('<path d="M0 0h30v9z" fill="color(prophoto-rgb 1 0 0)"/>')
    for _ in range(2):
        caplog.clear()
        printed(address)
        assert "Unsupported color space" in caplog.text


def test_a_picture_that_cannot_be_drawn_fails_each_time(caplog: pytest.LogCaptureFixture) -> None:
    apply_patches()
    for _ in range(2):
        caplog.clear()
        printed(drawing('<path d="M0 0 x"/><rect width="a" height="1"/><path d="M1 1 A 1 1 z"/>'))
        assert "Failed to render SVG image" in caplog.text


def test_a_file_is_read_again(tmp_path: Path) -> None:
    apply_patches()
    file = tmp_path / "logo.svg"
    drawn = []
    for content in (_HOUSE, '<path d="M0 0h9v9z"/>'):
        file.write_text(f"<svg {_SVG}>{content}</svg>")
        drawn.append(printed(file.as_uri()))
    assert drawn[0] != drawn[1]
    assert not pictures._drawings


def test_no_more_than_some_are_kept() -> None:
    apply_patches()
    for number in range(20):
        printed(drawing(f'<path d="M0 0h{number}v9z"/>'))
        printed(points("L", "PNG", 2 + number))
    assert len(pictures._drawings) == len(pictures._packed) == 16
