"""How a leaflet is to be printed, and how CUPS is told so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MEDIA = {"a4": "iso_a4_210x297mm", "letter": "na_letter_8.5x11in"}
"""The names of our papers (PWG 5101.1, Media Standardized Names)."""


class Sides(StrEnum):
    """On which sides of a sheet is printed, and over which edge it is turned (RFC 8011, 5.2.8)."""

    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"
    ONE = "one-sided"


@dataclass(frozen=True)
class Ticket:
    """One print job: its title, the id of its paper, its sides, and the number of copies."""

    title: str
    paper: str
    sides: Sides
    copies: int = 1

    def options(self) -> list[str]:
        """The options of lp(1) that say so. Whole copies follow each other, and nothing is scaled to fit."""
        wanted = (f"media={MEDIA[self.paper]}", f"sides={self.sides}", "collate=true", "print-scaling=none")
        return ["-n", str(self.copies), "-t", self.title, *(part for option in wanted for part in ("-o", option))]


def job_title(reference: str, language: str) -> str:
    """The title of the leaflet with this `reference` in the language with this gettext code.

    Queues and logs show it to anybody, so it names no condition and no drug.
    """
    return f"leaflet-{reference}-{language}"
