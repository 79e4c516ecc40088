"""Which earlier text a changed text was: the likest by the runs of three letters that they share.

The measure is the Dice coefficient of the two texts' sets of trigrams (Dice 1945), which needs no words and so serves
every script. Work is bounded: only texts that share rare words or trigrams are compared, so that 50,000 texts take
seconds and not days.
"""

from __future__ import annotations

from collections.abc import Sequence

LIKE = 0.6
"""From this likeness on (0 to 1) a text counts as a changed form of another; GNU `msgmerge` has the same bound."""

_LENGTH = 4_000
"""How many characters of a text are looked at."""

_RAREST, _POSTINGS, _COMPARED = 16, 30, 8
"""For one text: how many of its keys are looked up, how many texts for each, and with how many it is compared."""

Profile = frozenset[str]


def best_matches(wanted: Sequence[str], known: Sequence[str]) -> list[int | None]:
    """For each text of `wanted` the index of the likest one of `known`, each given once; `None` when none is like it.

    The likest pairs go first; of equals the earlier ones.
    """
    if not wanted:
        return []
    folded = [_folded(text) for text in known]
    profiles = [_profile(text) for text in folded]
    index = _index(folded, profiles)
    pairs: list[tuple[float, int, int]] = []
    for number, text in enumerate(wanted):
        plain = _folded(text)
        own = _profile(plain)
        for other in _candidates(_keys(plain, own), index):
            score = _likeness(own, profiles[other])
            if score >= LIKE:
                pairs.append((-score, number, other))
    found: list[int | None] = [None] * len(wanted)
    used: set[int] = set()
    for _, number, other in sorted(pairs):
        if found[number] is None and other not in used:
            found[number] = other
            used.add(other)
    return found


def _folded(text: str) -> str:
    """The beginning of `text` without regard to case and white space."""
    return f"  {' '.join(text[:_LENGTH].casefold().split())}  "


def _profile(text: str) -> Profile:
    """The trigrams of `text`, which is folded."""
    return frozenset(map("".join, zip(text, text[1:], text[2:], strict=False)))


def _keys(text: str, profile: Profile) -> set[str]:
    """By what a text is found: its trigrams, and its words, of which one may be in no other text."""
    return {*text.split()} | profile


def _index(texts: Sequence[str], profiles: Sequence[Profile]) -> dict[str, list[int]]:
    """By key, the texts that have it."""
    index: dict[str, list[int]] = {}
    for number, (text, profile) in enumerate(zip(texts, profiles, strict=True)):
        for key in _keys(text, profile):
            index.setdefault(key, []).append(number)
    return index


def _candidates(keys: set[str], index: dict[str, list[int]]) -> list[int]:
    """The texts that share most of the rarest of the `keys`, each of which weighs the more the rarer it is."""
    known = sorted((len(index[key]), key) for key in keys if key in index)
    shared: dict[int, float] = {}
    for texts, key in known[:_RAREST]:
        for number in index[key][:_POSTINGS]:
            shared[number] = shared.get(number, 0) + 1 / texts
    return [number for number, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_COMPARED]]


def _likeness(one: Profile, other: Profile) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
