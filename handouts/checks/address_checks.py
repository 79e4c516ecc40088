"""The check of how the reader is addressed: a leaflet says Sie, usted, vous, Вы, आप, 您."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.model import Check, Finding, Unit
from handouts.checks.seen import seen
from handouts.problems import Severity


def informal(unit: Unit) -> Iterator[Finding]:
    """The first word of the translation that one says to friends and children only."""
    view = seen(unit.target)
    for span in unit.target_words.find("address", "informal", view.prose)[:1]:
        hint = "Use the language's polite form, in every message of the leaflet."
        yield Finding(f"'{view.text[slice(*span)]}' is what one says to friends", hint, target=view.span(*span))


CHECKS: tuple[Check, ...] = (
    Check(
        "address-informal",
        "The reader is addressed as a friend or a child is (du, tú, tu, ты, तुम, 你). It knows the words of some "
        "languages, in Arabic those of everyday speech, and not every form of a verb.",
        informal,
        safety=Severity.WARNING,
    ),
)
