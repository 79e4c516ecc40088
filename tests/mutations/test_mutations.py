"""How many planted faults the checks find, and that they leave correct texts alone."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from handouts.problems import Severity
from tests.mutations import catalog, corpus
from tests.mutations.model import CLASSES, Operator, Text, Tongue, mutants
from tests.mutations.trial import Result, alarms, all_operators, trial, try_catalog

OVERALL = 0.92
EACH_CLASS = 0.75


@cache
def results() -> tuple[Result, ...]:
    return tuple(
        Result(code, text.caught + file.caught, text.missed + file.missed)
        for code in corpus.LANGUAGES
        for text, file in [(trial(code), try_catalog(code))]
    )


def test_the_checks_catch_faults_of_every_class() -> None:
    """One test, so that the mutants are made and tried once."""
    caught = Counter(mutant.operator.group for result in results() for mutant, _ in result.caught)
    missed = Counter(mutant.operator.group for result in results() for mutant, _ in result.missed)
    assert caught.total() + missed.total() > 2000, "enough faults are planted"
    shares = {name: caught[group] / (caught[group] + missed[group]) for group, name in CLASSES.items()}
    assert {name: round(share, 2) for name, share in shares.items() if share < EACH_CLASS} == {}
    assert caught.total() / (caught.total() + missed.total()) >= OVERALL


@pytest.mark.parametrize("language", corpus.languages())
def test_no_error_is_raised_on_a_correct_text(language: str) -> None:
    texts = (*corpus.shipped(language), *corpus.messages(language))
    assert texts
    wrong = [
        (check, what, text.target) for text, check, what, level in alarms(language, texts) if level is Severity.ERROR
    ]
    assert wrong == []


@pytest.mark.parametrize("language", corpus.LANGUAGES)
def test_the_texts_and_tables_of_a_language_fit_together(language: str) -> None:
    texts = corpus.messages(language)
    assert len(texts) >= 40
    assert len({text.target for text in texts}) == len(texts)
    tongue = corpus.tongue(language)
    planted = {mutant.operator.name for mutant in mutants(all_operators(), tongue, tongue.others, 1)}
    tables = {name.partition(".")[2] for name in tongue.rewrites}
    assert tables - planted == set(), "every table finds something to write otherwise"


def test_every_kind_of_fault_is_planted_somewhere() -> None:
    planted = {
        mutant.operator.name
        for code in corpus.LANGUAGES
        for mutant in mutants(all_operators(), corpus.tongue(code), corpus.tongue(code).others, 1)
    }
    assert planted == {operator.name for operator in all_operators()}
    assert {operator.group for operator in all_operators()} == set(CLASSES) - {9}


def test_a_catalog_is_broken_in_many_ways() -> None:
    found = list(catalog.broken("es"))
    kinds = {one.operator.name for one in found}
    assert {"language-wrong", "charset-wrong", "plurals-wrong", "duplicate", "fuzzy", "empty", "absent", "cut"} <= kinds
    assert len({one.data for one in found}) == len(found)


def test_the_same_faults_are_planted_every_time() -> None:
    def numbered(text: Text, _: Tongue) -> list[str]:
        return [f"{text.target} {number}" for number in range(50)]

    operator = Operator(1, "numbered", numbered)
    texts = [Text("a", "A", "A."), Text("b", "B", "B.")]
    first = mutants([operator], Tongue("es"), texts, 5)
    assert [mutant.target for mutant in first] == ["A. 5", "A. 32", "B. 23", "B. 32", "B. 20"]
    assert first == mutants([operator], Tongue("es"), texts[::-1], 5)
