"""What Pango is asked for by a style, once for all styles that ask for the same, with what is kept of it.

WeasyPrint has a style for every box, and most of a leaflet's are alike in what text is concerned. What is kept
belongs to one font configuration, which is kept as well, and ends with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from weasyprint.css.functions import check_math

_STYLES = 500
"""So many styles are kept of a font configuration: a leaflet has 10 to 20, and all of a workspace's languages 200."""

_OF_TEXT = itemgetter(
    *("direction", "lang", "font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning"),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_variation_settings"),
    *("font_language_override", "letter_spacing", "word_spacing", "tab_size", "overflow_wrap", "word_break"),
    *("hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
)
"""The properties that WeasyPrint 70's `weasyprint.text.line_break` reads, but for two: of `text_decoration_line` it
matters only whether there is one, and `white_space` may still change after a first use."""


@dataclass(eq=False)
class TextStyle:
    """The styles of one font configuration that are alike in all properties of text but `white-space`.

    `idle` are layouts of Pango that nobody uses, as `layouts` sets them up, `layout` is the one of `shaped`, `struts`
    the height and baseline of a line by `line-height`. Where letters or words are set apart, nothing of it is known
    (`is_plain`).
    """

    is_plain: bool
    breaks_words: bool
    idle: list[dict[str, Any]] = field(default_factory=list)
    layout: Any = None
    struts: dict[Any, tuple[float, float]] = field(default_factory=dict)


def text_style(style: Any) -> TextStyle:
    """What `style`, one of WeasyPrint's, has in common with others."""
    try:
        known: TextStyle = style.text_style
    except AttributeError:
        known = style.text_style = _shared(style)
    return known


def _shared(style: Any) -> TextStyle:
    key = (*_OF_TEXT(style), style["text_decoration_line"] == "none")
    styles: dict[Any, TextStyle] = vars(style.font_config).setdefault("text_styles", {})
    try:
        found = styles.get(key)
    except TypeError:  # an SVG picture's has a list
        return TextStyle(False, False)
    if found is None:
        if len(styles) >= _STYLES:
            styles.clear()
        spaced = style["letter_spacing"] != "normal" or style["word_spacing"]
        found = styles[key] = TextStyle(
            not spaced and not check_math(style["hyphenate_limit_zone"]),
            style["overflow_wrap"] in ("anywhere", "break-word"),
        )
    return found
