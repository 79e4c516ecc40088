"""A `Leaflet` to laid-out pages: which of its boxes are held together, and which may break."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import ceil

from handouts.article import SAFETY, Section, block_texts
from handouts.fonts import families
from handouts.leaflet import Leaflet, Text
from handouts.render import Layout, lay_out
from handouts.template import Templates
from handouts.views import width
from handouts.weasyprint_patches.lines import forget_lines

_CLEARLY = 1.1
"""How many pages the lines of a box that may break must fill to be sure that it would have broken when held. Heads that
hang beside their text can make up to four lines of room on each side of a break."""


@dataclass(frozen=True)
class Breaks:
    """What is known of a leaflet's pages before they are laid out.

    `flowing` are the ids of the safety boxes that are too tall for a page and may break; `single` says that there is
    one page only.
    """

    flowing: tuple[str, ...] = ()
    single: bool = False


def typeset(leaflet: Leaflet, templates: Templates, guess: Breaks | None = None) -> Layout:
    """The pages of `leaflet`. Raises `HandoutsError`.

    A safety box that fits one page is kept on one; holding a taller one together would only empty the page before it.
    To know which they are takes a layout that holds them all, unless a `guess` is seen to be right: it saves that one,
    and never changes a page.
    """
    forget_lines()
    roots = (*templates.folders, leaflet.brand.logo.parent)
    fonts = families(leaflet.language, leaflet.source)
    safety = [leaflet.section(role).id for role in SAFETY]

    @cache
    def laid(breaks: Breaks) -> Layout:
        return lay_out(templates.render(leaflet, breaks.flowing, single=breaks.single), roots, fonts)

    guess = foresee(leaflet) if guess is None else guess
    known = _told(laid(guess), guess, safety) or _told(laid(Breaks()), Breaks(), safety)
    return laid(known or Breaks())


def _told(layout: Layout, breaks: Breaks, safety: list[str]) -> Breaks | None:
    """What a layout that was made with `breaks` tells of the one that holds every box, or `None` when that is not sure.

    A box that is held breaks when it is taller than a page, whatever the others do.
    """
    if any(layout.fill(name) <= _CLEARLY for name in breaks.flowing):
        return None
    flowing = (name for name in safety if name in breaks.flowing or layout.split(name, f"{name}-end"))
    return Breaks(tuple(flowing), layout.pages == 1)


def foresee(leaflet: Leaflet) -> Breaks:
    """What the length of its texts says of the pages of `leaflet`: a guess."""
    page = leaflet.paper.height - 45
    safety = (leaflet.section(role) for role in SAFETY)
    return Breaks(tuple(section.id for section in safety if _height(section, leaflet) > 1.2 * page))


def _height(section: Section[Text], leaflet: Leaflet) -> float:
    """About how many millimetres high a section is set: right within 25 % in 11 languages and both editions."""
    size = 0.353 * leaflet.edition.body * leaflet.language.script.size
    margin = 45.5 if leaflet.edition.id == "standard" else 12
    letters = (leaflet.paper.width - 32 - margin) / (0.5 * size) - 4
    texts = [text for block in section.blocks for text in block_texts(block)]
    lines = sum(ceil(width(text.plain) / letters) for text in texts)
    return 20 + len(texts) + lines * size * leaflet.language.script.line_height
