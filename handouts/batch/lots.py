"""Lots: what is due, parted so that a worker need know few languages at a time.

What a worker has read of a language stays in its memory (fonts, patterns, catalogs, words: 5 to 15 MB), and the first
leaflet of a language takes 0.05 to 0.3 s more than others. A lot has several languages all the same, as the checks read
an article once for all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from math import ceil

from handouts.batch.model import Task
from handouts.jobs import Job

Group = tuple[Job, ...]
"""The jobs of one article, language and brand, which share most of their work; or one of them."""

_LANGUAGES = 4
"""The most languages of a lot."""


def part(jobs: Iterable[Job], length: Callable[[Job], float], workers: int) -> list[list[Group]]:
    """`jobs` as lots, those with most work first, for so many `workers`, which all have one where there are languages.

    `length` tells about how long a leaflet is. In a lot the longest articles come first, so that no worker is left with
    a long one at the end. Jobs are in groups, unless workers would be idle.
    """
    ordered = sorted(jobs, key=_group)
    groups: list[Group] = [tuple(own) for _, own in groupby(ordered, _group)]
    if len(groups) < workers:
        groups = [(job,) for job in ordered]
    work = {group: sum(map(length, group)) for group in groups}
    by_language: defaultdict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_language[group[0].language].append(group)
    languages = sorted(by_language.values(), key=lambda own: -sum(work[group] for group in own))
    number = min(len(languages), workers * ceil(len(languages) / (workers * _LANGUAGES)))
    parted = ([group for own in languages[first::number] for group in own] for first in range(number))
    return [_longest_first(groups, work) for groups in parted]


def _group(job: Job) -> tuple[str, str, str]:
    return job.article, job.language, job.brand


def _longest_first(groups: list[Group], work: dict[Group, float]) -> list[Group]:
    """`groups`, those of the article with most work first, and of one article together."""
    whole: defaultdict[str, float] = defaultdict(float)
    for group in groups:
        whole[group[0].article] += work[group]
    return sorted(groups, key=lambda group: (-whole[group[0].article], group[0].article, -work[group]))


class Sharing:
    """Tasks in `lots`, shared out: a worker is given those of one lot while there are any.

    Then it begins another one, or helps where the fewest are.
    """

    def __init__(self, lots: Iterable[Iterator[Task]]) -> None:
        self._lots = list(lots)
        self._own: dict[int, Iterator[Task]] = {}

    def next_for(self, worker: int) -> Task | None:
        """The next task for the worker with this number; `None` when there are no more for anybody."""
        while self._lots:
            shared = Counter(map(id, self._own.values()))
            lot = self._own.setdefault(worker, min(self._lots, key=lambda lot: shared[id(lot)]))
            task = next(lot, None)
            if task is not None:
                return task
            self._lots.remove(lot)
            self._own = {other: own for other, own in self._own.items() if own is not lot}
        return None
