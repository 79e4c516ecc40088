"""The imposition: a finished leaflet's pages, two by two on sheets that are printed on both sides and folded.

A booklet is the leaflet typeset for half the sheet, an ordinary tagged PDF, whose pages are then put on sheets as they
are: not scaled, not turned. Its file is for printing only and is not tagged.

- `order` says which two pages stand on each side of a sheet
- `sheets` puts them there, and gets the leaflet out of the sheets again
- `likeness` looks whether every page on the sheets is the leaflet's, in its place
- `proving` asks all of that of a booklet's bytes
"""

from __future__ import annotations

from handouts.imposition.order import THICK, Side, sides
from handouts.imposition.proving import prove_booklet
from handouts.imposition.sheets import impose, release

__all__ = ["THICK", "Side", "impose", "prove_booklet", "release", "sides"]
