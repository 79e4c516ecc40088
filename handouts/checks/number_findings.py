"""What the checks of numbers and units say, and the one comparison that they all rest on."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.checks.comparison import Comparison, compare
from handouts.checks.figure import Figure
from handouts.checks.model import Finding, Span, Unit, once
from handouts.checks.reading import readings
from handouts.checks.unit_comparison import UnitComparison, compare_units


@dataclass(frozen=True)
class Compared:
    """A message with what became of its figures and their units."""

    unit: Unit
    figures: Comparison
    units: UnitComparison

    def source_text(self, figure: Figure) -> str:
        """`figure` as the source writes it."""
        return self.unit.source[slice(*self.source_spot(figure.span))]

    def target_text(self, figure: Figure) -> str:
        """`figure` as the translation writes it."""
        return self.unit.target[slice(*self.target_spot(figure.span))]

    def source_spot(self, span: Span) -> Span:
        """Where the source has what stands at `span` of its plain text."""
        return self.figures.source.strip.span(*span)

    def target_spot(self, span: Span) -> Span:
        """Where the translation has what stands at `span` of its plain text."""
        return self.figures.target.strip.span(*span)

    def finding(self, what: str, hint: str, source: Span | None = None, target: Span | None = None) -> Finding:
        """A finding whose spots are given as spans of the plain texts."""
        return Finding(
            what,
            hint,
            self.source_spot(source) if source else None,
            self.target_spot(target) if target else None,
        )


@once
def compared(unit: Unit) -> Compared:
    """The figures and units of `unit`, compared once for all checks."""
    figures = compare(*readings(unit))
    return Compared(unit, figures, compare_units(figures))
