"""How well two colours stand apart on paper and screen (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

import colorsys
import re

NORMAL_TEXT = 4.5
"""The least ratio of level AA for text of any size; each of our colours is used for small text too."""

HEX = re.compile(r"#[0-9a-fA-F]{6}")


def ratio(first: str, second: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def nearest_passing(colour: str, ground: str, least: float) -> str | None:
    """The shade nearest to `colour` that has a ratio of `least` with `ground`; hue and saturation are kept.

    `None` when neither darker nor lighter shades reach it.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    shades = (
        _to_hex(colorsys.hls_to_rgb(hue, step / 1000, saturation))
        for step in sorted(range(1001), key=lambda step: abs(step / 1000 - lightness))
    )
    return next((shade for shade in shades if ratio(shade, ground) >= least), None)


def mix(colour: str, ground: str, share: float) -> str:
    """`share` (0 to 1) of `colour` on `ground`."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    red, green, blue = (over * share + under * (1 - share) for over, under in pairs)
    return _to_hex((red, green, blue))


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def _to_hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
