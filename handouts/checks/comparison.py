"""The figures of a message and of its translation, matched by value: which are lost, added, changed or converted."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from handouts.checks.figure import Figure
from handouts.checks.number_words import ARTICLES
from handouts.checks.reading import Reading
from handouts.checks.unit_scales import Units, equal_worth
from handouts.checks.units import Quantity

Pair = tuple[Figure, Figure]

_NUMBER_RUN = re.compile(r"\d[\d ().\-/–+\u00a0\u202f]*\d")
_NUMBERED_MONTHS = frozenset({"zh", "ja", "ko", "vi"})
"""Languages whose months have numbers for names."""
_SMALL = 12
"""Numbers up to this one may be words in a language whose number words are not known."""


@dataclass
class Comparison:
    """What became of the figures: `matched` has each with its counterpart, the rest what has none.

    `misread` differ by their decimal sign, `reversed` by the order of their parts, `dates` by day and month;
    `converted` are the same quantity in another unit; in `changed` a figure stands where another should.
    """

    source: Reading
    target: Reading
    matched: list[Pair] = field(default_factory=list)
    misread: list[Pair] = field(default_factory=list)
    reversed: list[Pair] = field(default_factory=list)
    dates: list[Pair] = field(default_factory=list)
    converted: list[tuple[Quantity, Quantity]] = field(default_factory=list)
    changed: list[Pair] = field(default_factory=list)
    lost: list[Figure] = field(default_factory=list)
    added: list[Figure] = field(default_factory=list)
    words: list[Figure] = field(default_factory=list)

    def units(self, figure: Figure, *, source: bool) -> Units:
        """The units that `figure`, or the figure that it is a part of, may be of."""
        return self.quantity(figure, source=source).units

    def quantity(self, figure: Figure, *, source: bool) -> Quantity:
        """`figure` with its unit."""
        reading = self.source if source else self.target
        known = (reading.worded if figure.kind == "word" else reading.quantities).get(figure)
        return known or Quantity(figure, frozenset(), figure.span)


def compare(source: Reading, target: Reading) -> Comparison:
    """Match the figures of `source` and `target`."""
    found = Comparison(source, target)
    mine, theirs = [*source.figures, *source.months], [*target.figures, *target.months]
    for key in (_exact, _exact):
        mine, theirs = _match(found, mine, theirs, key)
        mine, theirs = _match_loosely(found.matched, mine, theirs, _equal)
        if key is _exact and (mine or theirs):
            mine, theirs = _match_loosely(found.reversed, mine, theirs, _is_reversed)
            mine, theirs = _match_loosely(found.dates, mine, theirs, lambda s, t: s.kind == t.kind == "date")
            mine, theirs = _phones(found, mine, theirs)
            mine, theirs = _match_loosely(found.changed, mine, theirs, _is_like)
            mine, theirs = _atoms(mine), _atoms(theirs)
    if mine or theirs:
        mine, theirs = _months(found, mine, theirs)
        mine, theirs = _match_words(found, mine, theirs)
        mine, theirs = _match_loosely(found.misread, mine, theirs, _is_misread)
        mine, theirs = _crossed(found, mine, theirs)
        mine, theirs = _convert(found, mine, theirs)
        mine, theirs = _change(found, mine, theirs)
        found.lost += [figure for figure in mine if not _may_be_lost(figure, target, found)]
        found.added = [figure for figure in theirs if not _may_be_added(figure, source, target)]
    found.words = _unmatched_words(found)
    return found


def _exact(figure: Figure) -> object:
    return figure.kind, figure.parts


def _match(
    found: Comparison, mine: list[Figure], theirs: list[Figure], key: Callable[[Figure], object]
) -> tuple[list[Figure], list[Figure]]:
    waiting: dict[object, deque[Figure]] = defaultdict(deque)
    for figure in theirs:
        waiting[key(figure)].append(figure)
    rest = []
    for figure in mine:
        if others := waiting[key(figure)]:
            found.matched.append((figure, others.popleft()))
        else:
            rest.append(figure)
    kept = {id(figure) for others in waiting.values() for figure in others}
    return rest, [figure for figure in theirs if id(figure) in kept]


def _match_loosely(
    into: list[Pair], mine: list[Figure], theirs: list[Figure], fits: Callable[[Figure, Figure], bool]
) -> tuple[list[Figure], list[Figure]]:
    """Pairs of what is left; few figures are, and of many only the first are tried."""
    rest = []
    theirs = list(theirs)
    for figure in mine:
        at = next((at for at, other in enumerate(theirs[:50]) if fits(figure, other)), None)
        if at is None:
            rest.append(figure)
        else:
            into.append((figure, theirs.pop(at)))
    return rest, theirs


def _equal(one: Figure, other: Figure) -> bool:
    """Whether the two say the same in another form: ½ and 1/2, 8 pm and 20:00, 8:30 and 8.30."""
    if one.kind == other.kind == "pair":
        return one.parts[1] == other.parts[1] and _overlap(one, other)
    for pair, number in ((one, other), (other, one)):
        if pair.kind == "pair" and number.kind == "number":
            minutes = f"{int(pair.parts[1]):02}"
            written = number.text in (f"{int(pair.parts[0])}.{minutes}", f"{int(pair.parts[0])},{minutes}")
            return written or (pair.parts[1] == 0 and _overlap(pair, number))
    if one.kind in ("number", "slash") and other.kind in ("number", "slash"):
        return not (one.kind == other.kind == "slash") and _overlap(one, other)
    return False


def _overlap(one: Figure, other: Figure) -> bool:
    mine = set(one.also) if one.kind == "slash" else {one.value, *one.also}
    theirs = set(other.also) if other.kind == "slash" else {other.value, *other.also}
    return bool(mine & theirs)


def _is_reversed(one: Figure, other: Figure) -> bool:
    return one.kind == other.kind and one.kind != "date" and one.composite and one.parts == other.parts[::-1]


def _is_like(one: Figure, other: Figure) -> bool:
    return one.kind == other.kind and one.kind in ("pair", "slash", "power", "phone")


def _is_misread(one: Figure, other: Figure) -> bool:
    return one.kind == other.kind == "number" and one.value in other.misread


def _atoms(figures: list[Figure]) -> list[Figure]:
    atoms: list[Figure] = []
    for figure in figures:
        if figure.kind == "date":
            for kind, part in zip(("number", "month", "number"), figure.parts, strict=True):
                atoms.append(replace(figure, kind="month" if kind == "month" else "number", parts=(part,)))
        elif figure.composite and figure.kind != "phone":
            atoms += [replace(figure, kind="number", parts=(part,), also=()) for part in figure.parts]
        else:
            atoms.append(figure)
    return atoms


def _phones(found: Comparison, mine: list[Figure], theirs: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Telephone numbers whose digits stand on the other side in groups that look like something else."""
    for here, reading, there, swap in ((mine, found.target, theirs, False), (theirs, found.source, mine, True)):
        for phone in [figure for figure in here if figure.kind == "phone"]:
            for run in _NUMBER_RUN.finditer(reading.plain):
                if re.sub(r"\D", "", run[0]) == phone.text:
                    other = replace(phone, span=run.span())
                    found.matched.append((other, phone) if swap else (phone, other))
                    here.remove(phone)
                    there[:] = [f for f in there if not (run.start() <= f.span[0] and f.span[1] <= run.end())]
                    break
    return mine, theirs


def _months(found: Comparison, mine: list[Figure], theirs: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Months that differ make a date that differs; one that has no counterpart may be a name that is not known."""
    here = [figure for figure in mine if figure.kind == "month"]
    there = [figure for figure in theirs if figure.kind == "month"]
    mine = [figure for figure in mine if figure.kind != "month"]
    theirs = [figure for figure in theirs if figure.kind != "month"]
    for one, other in zip(here, there, strict=False):
        found.dates.append((one, other))
        # The day goes with the month: 3 April is 04/03 where the two are swapped.
        mine = [figure for figure in mine if not (figure.span == one.span or figure.value == other.value)]
        theirs = [figure for figure in theirs if not (figure.span == other.span or figure.value == one.value)]
    for extra, rest in ((here[len(there) :], theirs), (there[len(here) :], mine)):
        for figure in extra:
            same = next((other for other in rest if other.value == figure.value), None)
            if same:
                rest.remove(same)
            elif rest is theirs and found.target.code.partition("_")[0] in _NUMBERED_MONTHS:
                said = any(_overlap(figure, word) for word in found.target.number_words)
                found.lost += [] if said else [figure]
    return mine, theirs


def _match_words(found: Comparison, mine: list[Figure], theirs: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Match figures with numbers in words, less the words that are on both sides: a second dose is no figure 2."""
    here, there = list(found.source.number_words), list(found.target.number_words)
    both: list[Pair] = []
    pairs: list[Pair] = []

    def alike(one: Figure, other: Figure) -> bool:
        return _says(one, other) and _alike(found, one, other)

    mine, there = _match_loosely(found.matched, mine, there, alike)
    here, there = _match_loosely(both, here, there, alike)
    here, there = _match_loosely(both, here, there, _overlap)
    mine, _ = _match_loosely(found.matched, mine, there, _says)
    if theirs:
        theirs, _ = _match_loosely(pairs, theirs, here, _says)
        found.matched += [(word, figure) for figure, word in pairs]
    return mine, theirs


def _says(figure: Figure, word: Figure) -> bool:
    return figure.kind in ("number", "slash", "word") and _overlap(figure, word)


def _crossed(found: Comparison, mine: list[Figure], theirs: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Without the 2 of "2 or more" that "more than one" is said as."""
    twos = [figure for figure in theirs if figure.value == 2]
    if not twos:
        return mine, theirs
    cues = found.source.words.find("cues", "above", found.source.text)
    ones = [figure for figure in (*mine, *found.source.number_words) if figure.value == 1]
    more = [one for one in ones if any(0 <= one.span[0] - end <= 1 for _, end in cues)]
    said = not found.target.words.keys("cues") or found.target.words.find("cues", "at_least", found.target.text)
    if not more or not said:
        return mine, theirs
    return [one for one in mine if one is not more[0]], [figure for figure in theirs if figure is not twos[0]]


def _convert(found: Comparison, mine: list[Figure], theirs: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Quantities that stand on the other side in another unit: 24 hours as 1 day, 0.5 g as 500 mg."""
    if mine:
        there = [*theirs, *found.target.number_words, *(other for _, other in found.matched)]
        mine = [figure for figure in mine if not _converted(found, figure, there, source=True)]
        theirs = [figure for figure in theirs if all(figure is not pair[1].figure for pair in found.converted)]
    if theirs:
        here = [*found.source.number_words, *(one for one, _ in found.matched)]
        theirs = [figure for figure in theirs if not _converted(found, figure, here, source=False)]
    return mine, theirs


def _converted(found: Comparison, figure: Figure, others: Iterable[Figure], *, source: bool) -> bool:
    one = found.quantity(figure, source=source)
    if not one.units or figure.kind not in ("number", "word"):
        return False
    for candidate in others:
        other = found.quantity(candidate, source=not source)
        measured = other.units and not (one.units & other.units) and candidate.kind in ("number", "word")
        if measured and equal_worth(figure.value, one.units, candidate.value, other.units):
            found.converted.append((one, other) if source else (other, one))
            return True
    reading = found.target if source else found.source
    for place in reading.names.mentions(reading.plain) if figure.value > 1 else ():
        if not (place.units & one.units) and equal_worth(figure.value, one.units, Fraction(1), place.units):
            other = Quantity(replace(figure, parts=(Fraction(1),), span=place.span), place.units, place.span)
            found.converted.append((one, other) if source else (other, one))
            return True
    return False


def _change(found: Comparison, mine: list[Figure], theirs: list[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Pairs of a lost and an added figure: those of the same unit, then those in the same order."""

    def alike(one: Figure, other: Figure) -> bool:
        return _alike(found, one, other) and one.name == other.name

    mine, theirs = _match_loosely(found.changed, mine, theirs, alike)
    return _match_loosely(found.changed, mine, theirs, lambda one, other: one.name == other.name)


def _may_be_lost(figure: Figure, target: Reading, found: Comparison) -> bool:
    """Whether a figure without a counterpart may be a word that cannot be seen."""
    if figure.name:
        return True
    if figure.value == 1 and figure.kind == "number" and figure.text == "1":
        article = ARTICLES.get(target.code.partition("_")[0])
        share = re.match(r"\s(?:in|out of)\s(?:every\s)?\d", found.source.text[figure.span[1] :][:20])
        if article is None:
            return not (share and target.words.has("numbers", "1"))
        return bool(re.search(rf"(?<![\w\u0900-\u0dff])(?:{article})(?![\w\u0900-\u0dff])", target.text, re.IGNORECASE))
    return not target.knows_words and figure.value <= _SMALL and figure.text.isdigit()


def _may_be_added(figure: Figure, source: Reading, target: Reading) -> bool:
    if figure.name:
        return True
    if figure.value == 1 and figure.text == "1":
        return not re.search(r"\d[-–—~]$", target.plain[max(0, figure.span[0] - 2) : figure.span[0]])
    return not source.knows_words and figure.value <= _SMALL and figure.text.isdigit()


def _unmatched_words(found: Comparison) -> list[Figure]:
    """The numbers in words of the source, but 1, whose value the translation has nowhere.

    Those for which the translation has a number that the source has nowhere go to `changed`, and so does "one" or
    "first" that has become another.
    """
    if not found.target.knows_words or not found.source.number_words:
        return []
    used = {id(figure) for pair in found.matched for figure in pair}
    here = [word for word in found.source.number_words if id(word) not in used]
    there = [word for word in found.target.number_words if id(word) not in used]
    here, there = _match_loosely([], here, there, lambda one, other: _overlap(one, other) and _alike(found, one, other))
    here, there = _match_loosely([], here, there, _overlap)
    here, there = _crossed(found, here, there)
    known = {other.value for other in found.target.figures}
    here = [word for word in here if word.value not in known and not _is_converted(found, word)]
    candidates = [*found.added, *(word for word in there if word.value != 1)]
    rest: list[Figure] = []
    for word in sorted(here, key=lambda word: word.value == 1):
        other = next((other for other in candidates if _alike(found, word, other)), None)
        if other is None and candidates and (word.value != 1 or _first(word)):
            other = candidates[0]
        if other:
            candidates.remove(other)
            found.changed.append((word, other))
            found.added = [figure for figure in found.added if figure is not other]
        elif word.value != 1 and found.units(word, source=True):
            rest.append(word)
    return rest


def _first(word: Figure) -> bool:
    return word.text.lower() in ("first", "once")


def _is_converted(found: Comparison, word: Figure) -> bool:
    if any(pair[0].figure is word for pair in found.converted):
        return True
    there = [*found.target.figures, *found.target.number_words]
    return word.value != 1 and _converted(found, word, there, source=True)


def _alike(found: Comparison, one: Figure, other: Figure) -> bool:
    return bool(found.units(one, source=True) & found.units(other, source=False))
