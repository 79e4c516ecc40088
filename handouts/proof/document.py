"""The rules for a PDF as a whole, one table: a new rule is a function and a row in the file that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.problems import Problem
from handouts.proof import carried, embedded, outline, reading
from handouts.proof.expectation import Expectation
from handouts.structure import Document

RULES = (*reading.RULES, *outline.RULES, *embedded.RULES, *carried.RULES)


def document_problems(document: Document, expected: Expectation) -> Iterator[Problem]:
    """What is wrong with the PDF, rule by rule."""
    for rule in RULES:
        yield from rule.problems(document, expected)
