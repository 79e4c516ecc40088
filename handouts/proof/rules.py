"""What a rule of the proof is: a code, what it asks for, how to mend what breaks it, and the function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handouts.problems import Problem
from handouts.proof.expectation import Expectation
from handouts.structure import Document

OURS = "This is a fault of handouts; please report it with the leaflet's HTML."
"""The hint where no template and no style sheet can be at fault."""


@dataclass(frozen=True)
class Rule:
    """A rule that a PDF as a whole must keep.

    `code` is that of its problems, `about` one line on what it asks for, `hint` how to mend a PDF that breaks it.
    `faults` yields what is wrong, in a sentence's words.
    """

    code: str
    about: str
    hint: str
    faults: Callable[[Document, Expectation], Iterator[str]]

    def problems(self, document: Document, expected: Expectation) -> Iterator[Problem]:
        """A problem for each fault, each once."""
        for fault in dict.fromkeys(self.faults(document, expected)):
            yield Problem(self.code, fault, hint=self.hint)
