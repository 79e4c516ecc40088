"""A `Leaflet` to laid-out pages: which of its boxes are held together, and which may break."""

from __future__ import annotations

from handouts.article import SAFETY
from handouts.fonts import families
from handouts.leaflet import Leaflet
from handouts.render import Layout, lay_out
from handouts.template import Templates


def typeset(leaflet: Leaflet, templates: Templates) -> Layout:
    """The pages of `leaflet`. Raises `HandoutsError`.

    A safety box that fits one page is kept on one; holding a taller one together would only empty the page before it.
    """
    roots = (*templates.folders, leaflet.brand.logo.parent)
    fonts = families(leaflet.language, leaflet.source)
    layout = lay_out(templates.render(leaflet), roots, fonts)
    safety = [leaflet.section(role).id for role in SAFETY]
    flowing = [name for name in safety if layout.split(name, f"{name}-end")]
    if flowing or layout.pages == 1:
        layout = lay_out(templates.render(leaflet, flowing, single=layout.pages == 1), roots, fonts)
    return layout
