"""The trial: every mutant and every correct text through the checks, and what they said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from handouts.checks import CATALOG_CHECKS, check_unit
from handouts.checks.glossary import load_glossary
from handouts.checks.model import Term, Unit
from handouts.checks.words import Words, load_words
from handouts.languages import find_language
from handouts.problems import Severity
from tests.conftest import ROOT
from tests.mutations import catalog, characters, corpus, extent, markup, numbers, script
from tests.mutations.model import Mutant, Operator, Text, mutants
from tests.mutations.rewriting import operators

MOST = 2
"""How many mutants an operator makes in a language from the texts of each of the two corpora: the shipped article with
the templates' words, and the texts of this package."""

Said = Counter[tuple[str, str, Severity]]
"""What was found in a text: the check's id, what it says, how much it matters there."""


@cache
def all_operators() -> tuple[Operator, ...]:
    """Every operator, those of the languages' tables among them."""
    names = dict.fromkeys(name for code in corpus.LANGUAGES for name in corpus.tongue(code).rewrites)
    own = (numbers, extent, markup, characters, script)
    return (*(one for module in own for one in module.OPERATORS), *operators(list(names)))


@cache
def _words(language: str) -> Words:
    return load_words(language, (ROOT / "locales" / language,))


@cache
def _terms(language: str) -> tuple[Term, ...]:
    return load_glossary(ROOT / "locales" / "glossary.toml").terms(language)


@cache
def right(text: Text, language: str) -> Said:
    """What the checks find in the correct translation of `text`."""
    return findings(text, text.target, language)


def findings(text: Text, target: str, language: str) -> Said:
    """What the checks find in `target`, given for `text` in `language`."""
    return Counter(
        (check.id, finding.what, check.safety if text.safety else check.elsewhere)
        for check, finding in check_unit(_unit(text, target, language))
    )


def together(mutant: Mutant, language: str, texts: Iterable[Text]) -> Said:
    """What the checks of all messages of a language together find in `texts` with a fault, and not without it.

    Only texts with a word that the operator replaces are looked at: the others say nothing of it, and take long.
    """
    chosen = [wanted for wanted, _ in corpus.tongue(language).rewrites[f"term.{mutant.operator.name}"]]
    part = [text for text in texts if any(wanted in text.target for wanted in chosen)]
    right_units = [_unit(text, text.target, language) for text in part]
    wrong_units = [
        _unit(text, mutant.target, language) if text == mutant.text else unit
        for text, unit in zip(part, right_units, strict=True)
    ]
    before, after = (
        Counter(
            (check.id, finding.what, check.safety if part[number].safety else check.elsewhere)
            for check in CATALOG_CHECKS
            for number, finding in check.run(units)
        )
        for units in (right_units, wrong_units)
    )
    return after - before


def _unit(text: Text, target: str, language: str) -> Unit:
    return Unit(
        source=text.source,
        target=target,
        source_language=find_language("en"),
        language=find_language(language),
        safety=text.safety,
        kind=text.kind,
        source_words=_words("en"),
        target_words=_words(language),
        terms=_terms(language),
    )


Alarm = tuple[Text, str, str, Severity]
"""What is said of a correct text: the text, the check's id, what it says, how much it matters."""


@dataclass
class Result:
    """What came of the trial in one language: mutants caught and missed, each with the checks that saw something."""

    language: str
    caught: list[tuple[Mutant, str]] = field(default_factory=list)
    missed: list[tuple[Mutant, str]] = field(default_factory=list)


def alarms(language: str, part: Iterable[Text]) -> list[Alarm]:
    """What the checks say of the correct texts `part` of `language`."""
    return [
        (text, check, what, severity) for text in part for check, what, severity in right(text, language).elements()
    ]


def trial(language: str, wanted: Iterable[Operator] | None = None, most: int = MOST) -> Result:
    """Plant faults in the texts of `language`, at most `most` of a kind in each corpus, and run the checks on them.

    A fault is caught by a finding that the correct text does not raise; in a safety message it must be an error,
    unless the fault is minor.
    """
    result = Result(language)
    for part in (corpus.shipped(language), corpus.messages(language)):
        for mutant in mutants(all_operators() if wanted is None else wanted, corpus.tongue(language), part, most):
            new = findings(mutant.text, mutant.target, language) - right(mutant.text, language)
            if mutant.operator.name in ("drug", "inconsistent") and not _enough(mutant, new):
                new += together(mutant, language, part)
            enough = _enough(mutant, new)
            names = ", ".join(sorted(enough or {name for name, _, _ in new}))
            (result.caught if enough else result.missed).append((mutant, names))
    return result


def _enough(mutant: Mutant, new: Said) -> set[str]:
    less = mutant.operator.minor or not mutant.text.safety
    return {name for name, _, severity in new if less or severity is Severity.ERROR}


def try_catalog(language: str, wanted: Iterable[str] = ()) -> Result:
    """Break the shipped catalog of `language` as a file, and see whether anything new is said of it."""
    result = Result(language)
    with TemporaryDirectory() as folder:
        for one in catalog.broken(language):
            if wanted and one.operator.name not in wanted:
                continue
            right_text = Text(catalog.ARTICLE, one.operator.name, "", kind="catalog")
            mutant = Mutant(one.operator, right_text, one.what)
            codes = {code for code, _, _ in catalog.problems(one.data, language, Path(folder))}
            (result.caught if codes else result.missed).append((mutant, ", ".join(sorted(codes))))
    return result
