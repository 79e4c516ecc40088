"""New texts into a translator's PO file: what is kept, what waits to be looked at, what goes to rest at the end.

GNU `msgmerge` 0.21 drops flags that it does not know, Babel 2.18 unknown header fields and the translations of
messages that come back, polib 1.2 the translation of a changed message; so this is our own. Nothing that a translator
wrote is dropped, and an entry that stays as it is keeps its lines byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handouts.po.file import FORMATS, FUZZY, Key, PoEntry, PoFile, by_key, head_lines, is_header, previous_key
from handouts.po.matching import best_matches


@dataclass(frozen=True)
class Changes:
    """How many messages an update keeps, adds without a translation, marks fuzzy, takes back and lays to rest.

    `waiting` counts those that have no translation, or a fuzzy one, afterwards. `rewritten` tells whether the file
    changes at all; new comments and another order are changes too.
    """

    kept: int = 0
    added: int = 0
    changed: int = 0
    restored: int = 0
    removed: int = 0
    waiting: int = 0
    rewritten: bool = False


def merge(file: PoFile, wanted: Sequence[PoEntry]) -> tuple[PoFile, Changes]:
    """`file` with the messages `wanted`, in their order, and what became of its own.

    A message that is unchanged keeps its translation, an obsolete one that comes back gets it again as it was, a
    changed one is fuzzy with the source that it was made for, and one that is no longer wanted is obsolete. The file
    must hold no message twice.
    """
    header = [entry for entry in file.entries if is_header(entry)]
    active = by_key(entry for entry in file.entries if not entry.obsolete and not is_header(entry))
    resting = by_key(entry for entry in file.entries if entry.obsolete)
    keys = {entry.key for entry in wanted}
    left = [entry for key, entry in active.items() if key not in keys]
    new = [entry for entry in wanted if entry.key not in active and entry.key not in resting]
    earlier = _earlier(new, [*left, *resting.values()])
    counts = dict.fromkeys(("kept", "added", "changed", "restored", "removed"), 0)
    merged: list[PoEntry] = []
    taken: set[Key] = set()
    for entry in wanted:
        if known := active.get(entry.key):
            merged.append(_kept(known, entry))
            counts["kept"] += 1
        elif known := resting.pop(entry.key, None):
            merged.append(_kept(replace(known, obsolete=False, raw=None), entry))
            counts["restored"] += 1
        elif known := earlier.get(entry.key):
            merged.append(_changed(known, entry))
            taken.add(known.key)
            counts["changed"] += 1
        else:
            merged.append(entry)
            counts["added"] += 1
    gone = [entry for entry in left if entry.key not in taken]
    rest = [replace(entry, obsolete=True, raw=None) for entry in gone if entry.translated or entry.notes]
    counts["removed"] = len(gone)
    counts["waiting"] = sum(entry.fuzzy or not entry.translated for entry in merged)
    entries = (*header, *merged, *(entry for entry in file.entries if entry.obsolete and entry.key in resting), *rest)
    rewritten = len(entries) != len(file.entries) or any(
        new is not old for new, old in zip(entries, file.entries, strict=False)
    )
    return PoFile(entries, file.end), Changes(**counts, rewritten=rewritten)


def _earlier(new: list[PoEntry], old: list[PoEntry]) -> dict[Key, PoEntry]:
    """For each of the `new` messages that is a changed form of one of the `old`, translated ones, that one.

    It is the one that says that it was made for this very text, or the likest.
    """
    known = [entry for entry in old if entry.translated and entry.plural is None]
    before = {key: entry for entry in reversed(known) if entry.fuzzy and (key := previous_key(entry))}
    found = {entry.key: before[entry.key] for entry in new if entry.key in before}
    used = {entry.key for entry in found.values()}
    remaining = [entry for entry in new if entry.key not in found]
    choice = [entry for entry in known if entry.key not in used]
    matches = best_matches([entry.id for entry in remaining], [entry.id for entry in choice])
    for entry, match in zip(remaining, matches, strict=True):
        if match is not None:
            found[entry.key] = choice[match]
    return found


def _kept(known: PoEntry, wanted: PoEntry) -> PoEntry:
    """`known` with the comments of `wanted`; the same object when that changes nothing."""
    fresh = replace(known, extracted=wanted.extracted, places=wanted.places, flags=_flags(known, wanted))
    same = fresh.extracted == known.extracted and fresh.places == known.places and set(fresh.flags) == set(known.flags)
    return known if same and known.raw is not None else replace(fresh, raw=None)


def _changed(known: PoEntry, wanted: PoEntry) -> PoEntry:
    """`wanted` with the translation of `known`, to be looked at, and the source that this translation was made for."""
    previous = known.previous if known.fuzzy and previous_key(known) else known.head
    flags = (FUZZY, *(flag for flag in _flags(known, wanted) if flag.lower() != FUZZY))
    return replace(
        wanted,
        strings=known.strings,
        notes=known.notes,
        flags=flags,
        previous=previous,
        head=head_lines(wanted),
        body=known.body,
    )


def _flags(known: PoEntry, wanted: PoEntry) -> tuple[str, ...]:
    """The flags of `known` that are a person's, and those that the template has.

    A program takes "50% of patients" for a Python format; a right translation then fails `msgfmt --check`.
    """
    own = [flag for flag in known.flags if flag not in FORMATS or flag in wanted.flags]
    return tuple(dict.fromkeys((*own, *wanted.flags)))
