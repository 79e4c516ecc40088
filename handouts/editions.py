"""Editions and papers: how large a leaflet's letters are, and on what it is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """A sheet of paper, or a page of one that is folded, in millimetres."""

    id: str
    width: float
    height: float

    @property
    def half(self) -> Paper:
        """A page of this sheet when it is turned and folded in the middle: as wide as half of its height."""
        return Paper(f"half of {self.id}", self.height / 2, self.width)


@dataclass(frozen=True)
class Edition:
    """An edition of every leaflet. Sizes are in points (1/72 inch).

    `body` is the size of running text, and the smallest that a safety section may have in Latin script; `furniture`
    that of the foot and the draft notice. `folded` says that two pages stand side by side on each sheet, which is
    folded in the middle.
    """

    id: str
    body: float
    furniture: float
    folded: bool = False

    def page(self, sheet: Paper) -> Paper:
        """A page of this edition when it is printed on `sheet`."""
        return sheet.half if self.folded else sheet


EDITIONS = {
    edition.id: edition
    for edition in (
        Edition("standard", 12, 9),
        Edition("large-print", 18, 12.5),
        Edition("booklet", 12, 9, folded=True),
    )
}
"""12 pt is the least for clear print and 18 pt that of large print (RNIB, *Clear print guidelines*)."""

DEFAULT_EDITIONS = tuple(edition.id for edition in EDITIONS.values() if not edition.folded)
"""The editions of a workspace that names none. A booklet is for those who ask for it: it can be printed only."""

PAPERS = {paper.id: paper for paper in (Paper("a4", 210, 297), Paper("letter", 215.9, 279.4))}
"""ISO 216 A4 and ANSI/ASME Y14.1 Letter."""
