"""Asking the checks of texts, letters, lengths, markup and characters about a message."""

from __future__ import annotations

from functools import cache

from handouts.checks import (
    character_checks,
    ending_checks,
    language_checks,
    length_checks,
    letter_checks,
    markup_checks,
    omission_checks,
    punctuation_checks,
    script_checks,
    spacing_checks,
)
from handouts.checks.model import Term, Unit
from handouts.languages import find_language

MODULES = (
    script_checks,
    letter_checks,
    language_checks,
    length_checks,
    omission_checks,
    markup_checks,
    character_checks,
    punctuation_checks,
    ending_checks,
    spacing_checks,
)
CHECKS = tuple(check for module in MODULES for check in module.CHECKS)
BY_ID = {check.id: check for check in CHECKS}
language = cache(find_language)


def unit(code: str, source: str, target: str, kind: str = "paragraph", terms: tuple[Term, ...] = ()) -> Unit:
    """A safety message and its translation into the language `code`."""
    return Unit(source, target, language("en"), language(code), safety=True, kind=kind, terms=terms)


def found(check: str, code: str, source: str, target: str, kind: str = "paragraph") -> list[str]:
    """What the check with the id `check` says of a translation; the spots that it names must lie in the texts."""
    asked = unit(code, source, target, kind)
    findings = list(BY_ID[check].run(asked))
    for finding in findings:
        assert finding.what
        assert finding.hint
        for span, text in ((finding.source, source), (finding.target, target)):
            assert span is None or 0 <= span[0] <= span[1] <= len(text)
    return [finding.what for finding in findings]


def ids(code: str, source: str, target: str, kind: str = "paragraph") -> set[str]:
    """The ids of all checks that find something in a translation."""
    return {check.id for check in CHECKS if list(check.run(unit(code, source, target, kind)))}
