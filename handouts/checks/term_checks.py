"""Checks of terms: drugs, conditions, and the words that must stand in a heading on risk.

Drugs and conditions are compared message by message; whether a catalog keeps to one word, and whether a drug stands in
it that no source names, is seen over all of its messages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from handouts.checks.drugs import almost, named
from handouts.checks.model import Check, Finding, Span, Unit
from handouts.checks.seen import LIMIT, seen
from handouts.checks.terms import Mention, Reading, find, near_misses, read
from handouts.problems import Severity

_BLIND = "It knows the terms of the glossary only, and not whether the right one stands in the right place."


def _drug(unit: Unit) -> Iterator[Finding]:
    """Drugs of the glossary that are missing, or of which one was exchanged for another."""
    reading = read(unit)
    if reading is None:
        return
    for mention in _kind(reading, "drug"):
        if mention.source and not mention.target:
            yield _missing(unit, reading, mention, "the drug")
    yield from _exchanged(reading, "drug")


def _exchanged(reading: Reading, kind: str) -> Iterator[Finding]:
    """Terms of `kind` that only the translation names, while it names another one less often than the source."""
    fewer = [m for m in _kind(reading, kind) if m.source and 0 < len(m.target) < len(m.source)]
    for mention in _kind(reading, kind):
        if fewer and mention.target and not mention.source:
            yield Finding(
                f"the translation names '{mention.name}', the source '{fewer[0].name}' more often",
                f"Write '{fewer[0].wanted}'.",
                reading.source.span(*fewer[0].source[-1]),
                reading.target.span(*mention.target[0]),
            )


def _named_drug(unit: Unit) -> Iterator[Finding]:
    """Drugs known by their international names, in languages of Latin script: other ones than the source names."""
    if max(len(unit.source), len(unit.target)) > LIMIT:
        return
    source, target = seen(unit.source).plain, seen(unit.target).plain
    asked, given = named(source.text), named(target.text)
    added = [
        name for name in given if name not in asked and not _in_glossary(unit, source.text, target.text, given[name])
    ]
    for name in added:
        fewer = [other for other in asked if len(given.get(other, ())) < len(asked[other])]
        if fewer:
            yield Finding(
                f"the source names '{fewer[0]}', the translation '{name}'",
                f"Write how the language calls {fewer[0]}.",
                source.span(*asked[fewer[0]][0]),
                target.span(*given[name][0]),
            )


def _in_glossary(unit: Unit, source: str, target: str, spans: list[Span]) -> bool:
    """Whether what stands at `spans` is a form of a term that the source has."""
    return any(
        span[0] < last and first < span[1]
        for term in unit.terms
        if find((term.source,), source, unit.source_language.code)
        for first, last in find(term.forms, target, unit.language.code)
        for span in spans
    )


def _spelling(unit: Unit) -> Iterator[Finding]:
    reading = read(unit)
    if reading is None:
        return
    yield from _misspelt(unit, reading)
    ours = reading.source.text.casefold()
    taken = [span for mention in reading.mentions for span in mention.target]
    taken += [span for spans in named(reading.target.text).values() for span in spans]
    for term in unit.terms:
        if term.kind != "drug" or not find((term.source,), reading.source.text, unit.source_language.code):
            continue
        for span, form in near_misses(term, reading.target.text, unit.language.code):
            word = reading.target.text[span[0] : span[1]]
            if word.casefold() not in ours and not any(first < span[1] and span[0] < last for first, last in taken):
                yield Finding(
                    f"'{word}' is almost '{form}', but not quite",
                    f"Write '{form}', or add the spelling to the glossary.",
                    None,
                    reading.target.span(*span),
                )


def _misspelt(unit: Unit, reading: Reading) -> Iterator[Finding]:
    """Words that are almost the name of a drug that the source has and the glossary has not."""
    asked, given = named(reading.source.text), named(reading.target.text)
    for name, places in asked.items():
        if name in given or any(find((term.source,), name, "en") for term in unit.terms if term.forms):
            continue
        for span in almost(name, reading.target.text):
            word = reading.target.text[span[0] : span[1]]
            yield Finding(
                f"'{word}' is almost the name of the drug '{name}', but not quite",
                "Write the drug's name as the language spells it, or put it into the glossary.",
                reading.source.span(*places[0]),
                reading.target.span(*span),
            )


def _condition(unit: Unit) -> Iterator[Finding]:
    reading = read(unit)
    if reading is None:
        return
    for mention in _kind(reading, "condition"):
        if mention.source and not mention.target:
            yield _missing(unit, reading, mention, "the condition")
    yield from _exchanged(reading, "condition")


def _word(unit: Unit) -> Iterator[Finding]:
    reading = read(unit)
    for mention in _kind(reading, "word"):
        if reading and mention.source and not mention.target and unit.kind != "heading":
            yield _missing(unit, reading, mention, "the word")


def _heading(unit: Unit) -> Iterator[Finding]:
    """The words that warn, in a heading of a safety section."""
    if unit.kind != "heading" or not unit.safety:
        return
    reading = read(unit)
    seen = set()
    for mention in _kind(reading, "word"):
        if reading and mention.source and not mention.target:
            yield _missing(unit, reading, mention, "the heading's word")
        seen.add(mention.name)
    for key in ("risk", "side effect", "supervision", "emergency"):
        if key[:8] in {name[:8] for name in seen} or not unit.target_words.has("terms", key):
            continue
        asked = unit.source_words.find("terms", key, unit.source)
        if asked and not unit.target_words.find("terms", key, unit.target):
            hint = "A heading must warn as the source's does: use a word that means it."
            yield Finding(
                f"the heading's word '{key}' is not in the translation", hint, asked[0], (0, len(unit.target))
            )


def _kind(reading: Reading | None, kind: str) -> list[Mention]:
    return [mention for mention in reading.mentions if mention.term.kind == kind] if reading else []


def _missing(unit: Unit, reading: Reading, mention: Mention, what: str) -> Finding:
    others = [
        other
        for other in _kind(reading, mention.term.kind)
        if other.target and not other.source and other.target[0] not in mention.target
    ]
    instead = f"; '{others[0].name}' stands there" if others else ""
    return Finding(
        f"{what} '{mention.name}' is not in the translation{instead}",
        f"Write '{mention.wanted}', or add the language's word to the glossary.",
        reading.source.span(*mention.source[0]),
        reading.target.span(*others[0].target[0]) if others else (0, len(unit.target)),
    )


@dataclass(frozen=True)
class CatalogCheck:
    """A check of all messages of a language together; `run` gives findings with the number of their message.

    `id`, `description`, `safety` and `elsewhere` are as in `Check`.
    """

    id: str
    description: str
    run: Callable[[Sequence[Unit]], list[tuple[int, Finding]]]
    safety: Severity = Severity.ERROR
    elsewhere: Severity = Severity.WARNING


def _consistency(units: Sequence[Unit]) -> list[tuple[int, Finding]]:
    """Messages that use another of the listed choices than most do; one that gives two of them explains the word."""
    used: dict[str, list[tuple[int, str, Span]]] = defaultdict(list)
    for number, unit in enumerate(units):
        reading = read(unit)
        for mention in reading.mentions if reading else ():
            if not reading or not mention.source or len(mention.term.forms) < 2:
                continue
            text, code = reading.target.text, unit.language.code
            chosen = [(choice, spans) for choice in mention.term.forms if (spans := find((choice,), text, code))]
            if not _explained(chosen):
                used[mention.name] += [(number, choice, reading.target.span(*spans[0])) for choice, spans in chosen]
    found = []
    for name, places in used.items():
        usual = Counter(choice for _, choice, _ in places).most_common(1)[0][0]
        for number, choice, span in places:
            if choice != usual:
                what = f"'{name}' is '{_first(choice)}' here and '{_first(usual)}' in most messages"
                found.append((number, Finding(what, "Keep to one word for one thing.", None, span)))
    return sorted(found, key=lambda pair: pair[0])


def _explained(chosen: list[tuple[str, list[Span]]]) -> bool:
    """Whether the one word stands beside the other to explain it: "glaucoma (green star)"."""
    places = sorted((span, choice) for choice, spans in chosen for span in spans)
    return any(one[1] != two[1] and two[0][0] - one[0][1] <= 12 for one, two in pairwise(places))


def _first(choice: str) -> str:
    return choice.split(",")[0].strip(" *")


def _foreign_drug(units: Sequence[Unit]) -> list[tuple[int, Finding]]:
    """Drugs that a translation names and no source does."""
    readings = [read(unit) for unit in units]
    asked = {mention.name for reading in readings if reading for mention in reading.mentions if mention.source}
    plain = [seen(unit.source).plain.text if len(unit.source) <= LIMIT else "" for unit in units]
    known = {name for text in plain for name in named(text)}
    found = []
    for number, (unit, reading) in enumerate(zip(units, readings, strict=True)):
        target = seen(unit.target if len(unit.target) <= LIMIT else "").plain
        taken = [
            span
            for mention in (reading.mentions if reading else ())
            if mention.name in asked
            for span in mention.target
        ]
        spots = {
            mention.name: mention.target[0]
            for mention in _kind(reading, "drug")
            if mention.target and mention.name not in asked
        }
        spots |= {name: spans[0] for name, spans in named(target.text).items() if name not in known}
        for name, span in spots.items():
            if not any(first < span[1] and span[0] < last for first, last in taken):
                what = f"the translation names '{name}', which no source does"
                found.append((number, Finding(what, "Write the drug that the source names.", None, target.span(*span))))
    return found


CHECKS: tuple[Check, ...] = (
    Check(
        "term-drug",
        f"A drug of the glossary is missing, or another one stands in its place. {_BLIND} "
        "A drug that the source names several times may be a pronoun all but once.",
        _drug,
    ),
    Check(
        "term-drug-changed",
        "Another common drug is named than in the source. It knows some 200 international names in Latin letters.",
        _named_drug,
    ),
    Check(
        "term-spelling",
        "A word is one or two letters away from the name of a drug. It does not see a wrong first letter, nor a "
        "misspelling that is another word's right spelling.",
        _spelling,
    ),
    Check(
        "term-condition",
        f"A condition or an organ is missing, or another one stands in its place. {_BLIND}",
        _condition,
    ),
    Check("term-word", f"Risk, side effect, clinic or another word of the glossary is missing. {_BLIND}", _word),
    Check(
        "term-heading",
        "The heading of a safety section says risk, side effect or supervision, and its translation does not. It sees "
        "only words that are in the glossary or the language's words file.",
        _heading,
    ),
)

CATALOG_CHECKS: tuple[CatalogCheck, ...] = (
    CatalogCheck(
        "term-consistency",
        "One term is translated by two of the words that the glossary lists. It sees only choices that are listed.",
        _consistency,
        Severity.WARNING,
        Severity.WARNING,
    ),
    CatalogCheck(
        "term-drug-added",
        "A drug is named that no source names. It knows the glossary, and some 200 names in Latin letters.",
        _foreign_drug,
    ),
)
