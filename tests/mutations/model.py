"""What faults are planted in and what comes of it: a text, an operator, a mutant; and the order in which they come."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

CLASSES = {
    1: "numbers",
    2: "units",
    3: "negation, obligation, direction",
    4: "terms",
    5: "language and script",
    6: "omission and addition",
    7: "placeholders, markup, links",
    8: "characters",
    9: "catalog",
}
"""The classes of checks of a translation."""


@dataclass(frozen=True)
class Text:
    """A message and its correct translation, both inline Markdown."""

    key: str
    source: str
    target: str
    safety: bool = True
    kind: str = "paragraph"


@dataclass(frozen=True)
class Tongue:
    """What the operators know of a language.

    `rewrites` holds, by operator, what is found in a correct text and what is written instead; `relatives` by text the
    same text in languages that look like it; `own_digits` its ten digits; `others` texts of the language.
    """

    code: str
    rewrites: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    relatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_digits: str = "0123456789"
    others: tuple[Text, ...] = ()

    @property
    def spaceless(self) -> bool:
        """Whether words are not parted by spaces."""
        return self.code.partition("_")[0] in ("zh", "ja", "th")


Plant = Callable[[Text, Tongue], Iterable[str]]


@dataclass(frozen=True)
class Operator:
    """A kind of fault: its class, its name, and a function from a correct text to faulty ones.

    A `minor` fault is one that leaves the meaning as it is, such as a space too many: a warning is enough of it.
    """

    group: int
    name: str
    plant: Plant
    minor: bool = False


@dataclass(frozen=True)
class Mutant:
    """A translation with one planted fault."""

    operator: Operator
    text: Text
    target: str


def mutants(operators: Iterable[Operator], tongue: Tongue, texts: Iterable[Text], most: int) -> list[Mutant]:
    """The mutants that `operators` make of `texts`, at most `most` an operator.

    Which ones stay is told by a digest of their names, so that every run plants the same.
    """
    found: list[Mutant] = []
    texts = tuple(texts)
    for operator in operators:
        made: dict[tuple[str, str], Mutant] = {}
        for text in texts:
            for target in operator.plant(text, tongue):
                if target != text.target:
                    made[text.key, target] = Mutant(operator, text, target)
        ranked = sorted(made, key=lambda one: digest(operator.name, tongue.code, *one))
        found += [made[one] for one in ranked[:most]]
    return found


def digest(*names: str) -> bytes:
    """A number that looks random and is always the same for the same names."""
    return hashlib.sha256("\0".join(names).encode()).digest()
