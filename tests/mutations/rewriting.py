"""Faults of meaning, by the tables of `tongues/`: a word or phrase is found and another is written."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutations.model import Operator, Plant, Text, Tongue
from tests.mutations.places import figures, find

GROUPS = {"spelt": 1, "unit": 2, "cue": 3, "term": 4, "script": 5, "extent": 6, "address": 5}
"""The tables and the class that their faults are of."""

MINOR = ("term.inconsistent", "address.informal")
"""Tables of faults that mislead nobody (see `Operator`)."""


def rewrite(name: str) -> Plant:
    """A function that plants the faults of the table `name`, one at each place where it finds something."""

    def plant(text: Text, tongue: Tongue) -> Iterator[str]:
        if name.startswith("unit.") and not figures(text.target):
            return
        for wanted, written in tongue.rewrites.get(name, ()):
            for start in find(text.target, wanted, spaceless=tongue.spaceless):
                yield text.target[:start] + written + text.target[start + len(wanted) :]

    return plant


def operators(names: list[str]) -> list[Operator]:
    """The operators of the tables `names` ("cue.negation-lost")."""
    return [
        Operator(GROUPS[name.partition(".")[0]], name.partition(".")[2], rewrite(name), minor=name in MINOR)
        for name in names
    ]
