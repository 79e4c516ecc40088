"""Checks of negation, obligation and direction: a word that turns an instruction around, lost, added or exchanged.

They count the cue words of both languages in the sentences that stand for one another (`cues`). What is compared is
made so that a right translation, which may say the same in another way, passes: a lost "before" says nothing, an
"after" in its place does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handouts.checks.cues import Pair, Side, pairs
from handouts.checks.model import Check, Finding, Span, Unit
from handouts.problems import Severity

_BLIND = (
    "It knows words, not meanings: it is blind to what a language says by the form of a verb or that its words file "
    "lacks, to a cue that moved to another part of its sentence, and to two changes that make up for one another."
)


def _lost_negation(unit: Unit) -> Iterator[Finding]:
    for source, target in _told(unit, "not"):
        asked, given = source.denials(), target.denials()
        if not asked or not target.span[1] > target.span[0]:
            continue
        alike = len(given) + max(0, target.count("avoid") - source.count("avoid"))
        if source.count("until") and target.count("only"):
            alike += 1
        if source.count("above") or source.count("at_most"):
            alike += target.count("at_most")
        if source.count("below") or source.count("at_least"):
            alike += target.count("at_least")
        if alike < source.clauses_and_lacks():
            yield Finding(
                f"the source says no {_times(len(asked))}, the translation {_times(len(given))}",
                "Say in the translation what must not be done, or is not so.",
                asked[0] if not given else None,
                target.span,
            )
        elif joint := _half_denied(source, target):
            yield Finding(
                "the source forbids both, the translation joins them with 'and' and says no to one",
                "Say no to both, or join them as one does after a negation.",
                asked[0],
                joint,
            )


def _half_denied(source: Side, target: Side) -> Span | None:
    """The "and" of "do not sign and decide", where the source has "do not sign or decide"."""
    given = target.denials()
    if len(given) != 1 or len(source.denials()) != 1 or not source.count("or") or source.count("and"):
        return None
    if target.count("or") or not target.knows("or"):
        return None
    after = [joint for joint in target.found["and"] if given[0][1] <= joint[0] or abs(given[0][0] - joint[1]) <= 1]
    return after[0] if after else None


def _added_negation(unit: Unit) -> Iterator[Finding]:
    for source, target in _told(unit, "not"):
        given = target.denials()
        if not given or not source.span[1] > source.span[0]:
            continue
        # A word with a "no" in it may be two in another language: "lost touch" is "did not know what was not real".
        asked = len(source.denials()) + 2 * max(0, source.count("near_not") - target.count("near_not"))
        asked += source.count("or") if source.count("not") + source.count("never") else 0
        for kind in ("only", "at_most", "at_least"):
            asked += max(0, source.count(kind) - target.count(kind))
        if target.clauses_and_lacks() > asked:
            yield Finding(
                f"the translation says no {_times(len(given))}, the source {_times(len(source.denials()))}",
                "Take out the negation, or say it as the source does.",
                source.span,
                given[-1],
            )


def _never(unit: Unit) -> Iterator[Finding]:
    for source, target in _told(unit, "never"):
        if target.count("never") < source.count("never") and target.span[1] > target.span[0]:
            yield Finding(
                "'never' is lost in the translation",
                "Say that it must not be done at any time.",
                source.spot("never"),
                target.spot("not"),
            )


def _only(unit: Unit) -> Iterator[Finding]:
    for source, target in _told(unit, "only"):
        if target.count("only") < source.count("only") and target.span[1] > target.span[0]:
            yield Finding(
                "'only' is lost in the translation",
                "Say that nothing else is allowed or meant.",
                source.spot("only"),
                target.span,
            )


def _told(unit: Unit, *kinds: str) -> Iterator[tuple[Side, Side]]:
    """The pairs of a unit if both languages have words for all of `kinds`."""
    for pair in pairs(unit):
        if pair.known.issuperset(kinds):
            yield pair.source, pair.target


_STRENGTHS = ("must", "should", "may")
_SAID = {"must": "must", "should": "should", "may": "may or can"}


def _obligation(unit: Unit) -> Iterator[Finding]:
    for pair in pairs(unit):
        yield from _turned(pair, _STRENGTHS, _SAID, _same_duty)
        source, target = pair.source, pair.target
        binding = source.denied_clauses() or source.count("must")
        if binding and target.count("need_not") > source.count("need_not"):
            yield Finding(
                "the source says what must or must not be, the translation that it need not be",
                "Say that it must, or must not, be done.",
                source.spot("must", "not", "never"),
                target.spot("need_not"),
            )


def _same_duty(pair: Pair, lost: str, gained: str) -> bool:
    """Whether the two say the same: "must not" and "no puede", which is "may not"."""
    if {lost, gained} != {"must", "may"}:
        return False
    weak = pair.target if gained == "may" else pair.source
    denials = weak.denials()
    return bool(pair.source.denials() and pair.target.denials()) and any(
        0 <= may[0] - no[1] <= 1 or no[0] <= may[0] < no[1] for may in weak.found["may"] for no in denials
    )


def _lost_obligation(unit: Unit) -> Iterator[Finding]:
    for source, target in _told(unit, *_STRENGTHS):
        for kind in _STRENGTHS:
            if (
                source.count(kind)
                and not any(target.count(other) for other in _STRENGTHS)
                and target.span[1] > target.span[0]
            ):
                yield Finding(
                    f"'{_SAID[kind]}' is lost in the translation",
                    "Say how sure or how binding it is.",
                    source.spot(kind),
                    target.span,
                )
                break


def _lost_doubt(unit: Unit) -> Iterator[Finding]:
    """May, might or could, where the translation has no word of the kind; "can" where it says "certainly"."""
    for source, target in _told(unit, "may"):
        lost = source.count("perhaps") and not any(target.count(kind) for kind in _STRENGTHS)
        sure = target.count("certain") > source.count("certain") and target.count("may") < source.count("may")
        if (lost or sure) and target.span[1] > target.span[0]:
            yield Finding(
                "what may be is certain in the translation",
                "Say that it may be, or may happen.",
                source.spot("perhaps", "may"),
                target.spot("certain") if sure else target.span,
            )


def _turned(
    pair: Pair, kinds: tuple[str, ...], said: dict[str, str], same: Callable[[Pair, str, str], bool] = lambda *_: False
) -> Iterator[Finding]:
    """Cues of `kinds` that are fewer in the translation while there is more of another of them."""
    source, target = pair.source, pair.target
    known = [kind for kind in kinds if kind in pair.known]
    lost = [kind for kind in known if target.count(kind) < source.count(kind)]
    gained = [kind for kind in known if target.count(kind) > source.count(kind)]
    for kind, other in zip(lost, gained, strict=False):
        if not same(pair, kind, other):
            yield Finding(
                f"the source says '{said[kind]}', the translation '{said[other]}'",
                f"Say '{said[kind]}'.",
                source.spot(kind),
                target.spot(other),
            )


def _direction(first: str, second: str) -> Callable[[Unit], Iterator[Finding]]:
    said = {kind: _phrase(kind) for kind in (first, second)}

    def run(unit: Unit) -> Iterator[Finding]:
        for pair in pairs(unit):
            yield from _turned(pair, (first, second), said)

    return run


def _limit(unit: Unit) -> Iterator[Finding]:
    """At least and at most, in whatever words: "not more than" is at most, "not less than" at least."""
    for pair in pairs(unit):
        source, target = pair.source, pair.target
        if not all(side.knows(kind) for side in (source, target) for kind in ("at_least", "at_most")):
            continue
        for ours, way, theirs, other in (
            ("at_least", "below", "at_most", "above"),
            ("at_most", "above", "at_least", "below"),
        ):
            if _bounds(target, ours, way) >= _bounds(source, ours, way):
                continue
            turned = _bounds(target, theirs, other) > _bounds(source, theirs, other)
            if turned or (target.count(way) > source.count(way) and not target.denials()):
                yield Finding(
                    f"the source says '{_phrase(ours)}', the translation '{_phrase(theirs if turned else way)}'",
                    f"Say '{_phrase(ours)}'.",
                    source.spot(ours, way),
                    target.spot(*((theirs, other) if turned else (way,))),
                )


def _bounds(side: Side, limit: str, way: str) -> int:
    """How often `side` sets a limit: "at most 4", or "not" with "more than 4"."""
    return side.count(limit) + min(side.count(way), len(side.denials()))


def _phrase(kind: str) -> str:
    return kind.replace("_", " ")


def _at_once(unit: Unit) -> Iterator[Finding]:
    for source, target in _told(unit, "at_once"):
        if source.count("at_once") and not target.count("at_once") and target.span[1] > target.span[0]:
            yield Finding(
                "'at once' is lost in the translation",
                "Say that it must not wait.",
                source.spot("at_once"),
                target.span,
            )


def _times(number: int) -> str:
    return {0: "nowhere", 1: "once", 2: "twice"}.get(number, f"{number} times")


_TURNED = (
    ("direction-time", "Before", "after", _direction("before", "after")),
    ("direction-above", "Above", "below", _direction("above", "below")),
    ("direction-raise", "Raise", "lower", _direction("raise", "lower")),
    ("direction-high", "High, fast or more", "low, slow or less", _direction("up", "down")),
    ("direction-limit", "At least", "at most", _limit),
)

CHECKS: tuple[Check, ...] = (
    Check(
        "negation-lost",
        f"A 'not', 'no', 'never' or 'without' of the source is missing. {_BLIND} "
        "Of several negations in a clause it misses one.",
        _lost_negation,
    ),
    Check(
        "negation-added",
        f"The translation says no where the source does not. {_BLIND} "
        "Nor does it see one beside a word such as 'stop' or 'unsafe', which many languages say with a negation.",
        _added_negation,
    ),
    Check("negation-never", f"'Never' has become 'not', or is missing. {_BLIND}", _never),
    Check("negation-only", f"'Only' is missing: what was restricted is now allowed. {_BLIND}", _only),
    Check(
        "obligation-changed",
        f"'Must' has become 'should', 'may' or 'need not', or the other way round. {_BLIND} "
        "An imperative counts as nothing.",
        _obligation,
    ),
    Check(
        "obligation-may",
        f"'May', 'might' or 'could' is gone, or 'can' has become 'certainly': what is possible is certain. {_BLIND}",
        _lost_doubt,
    ),
    Check(
        "obligation-lost",
        f"'Must', 'should' or 'can' is gone and nothing is in its place. {_BLIND}",
        _lost_obligation,
        Severity.WARNING,
        Severity.WARNING,
    ),
    Check("direction-at-once", f"'At once' is missing. {_BLIND}", _at_once),
    *(
        Check(name, f"'{first}' has become '{second}', or the other way round. {_BLIND}", run)
        for name, first, second, run in _TURNED
    ),
)
