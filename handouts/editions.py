"""Editions and papers: how large a leaflet's letters are, and on what it is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """An edition of every leaflet. Sizes are in points (1/72 inch).

    `body` is the size of running text, and the smallest that a safety section may have in Latin script; `furniture`
    that of the foot and the draft notice.
    """

    id: str
    body: float
    furniture: float


@dataclass(frozen=True)
class Paper:
    """A sheet of paper, in millimetres."""

    id: str
    width: float
    height: float


EDITIONS = {edition.id: edition for edition in (Edition("standard", 12, 9), Edition("large-print", 18, 12.5))}
"""12 pt is the least for clear print and 18 pt that of large print (RNIB, *Clear print guidelines*)."""

PAPERS = {paper.id: paper for paper in (Paper("a4", 210, 297), Paper("letter", 215.9, 279.4))}
"""ISO 216 A4 and ANSI/ASME Y14.1 Letter."""
