"""A `Leaflet` to laid-out pages: which of its boxes are held together, and which may break."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from handouts.article import SAFETY
from handouts.fonts import families
from handouts.foresight import pages_filled
from handouts.leaflet import Leaflet
from handouts.render import Layout, lay_out
from handouts.template import Templates


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
    roots = (*templates.folders, leaflet.brand.logo.parent)
    fonts = families(leaflet.language, leaflet.source)
    safety = [leaflet.section(role).id for role in SAFETY]

    @cache
    def laid(breaks: Breaks) -> Layout:
        return lay_out(templates.render(leaflet, breaks.flowing, single=breaks.single), roots, fonts)

    guess = foresee(leaflet) if guess is None else guess
    first = laid(guess)
    known = _told(first, guess, safety) or _told(laid(Breaks()), Breaks(), safety)
    if known is None or (known.single == guess.single and set(known.flowing) <= set(guess.flowing)):
        return first  # boxes that could break and did not stand as if they were held
    return laid(known)


def _told(layout: Layout, breaks: Breaks, safety: list[str]) -> Breaks | None:
    """What a layout that was made with `breaks` tells of the one that holds every box, or `None` when that is not sure.

    A box that is held breaks when it is taller than a page, whatever the others do.
    """
    broken = tuple(name for name in safety if layout.split(name, f"{name}-end"))
    if any(layout.fill(name) <= 1 for name in broken if name in breaks.flowing):
        return None
    return Breaks(broken, layout.pages == 1)


def foresee(leaflet: Leaflet) -> Breaks:
    """What the length of its texts says of the pages of `leaflet`: a guess."""
    sections = (leaflet.section(role) for role in SAFETY)
    return Breaks(tuple(section.id for section in sections if pages_filled(section, leaflet) > 1))
