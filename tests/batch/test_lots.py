"""Lots have all jobs once, few languages each, and go round so that a worker stays with its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.batch.desk import Desk
from handouts.batch.lots import Group, Sharing, part
from handouts.batch.memory import own_memory
from handouts.batch.model import Task
from handouts.jobs import Job
from tests.batch.tasks import jobs

LANGUAGES = tuple("abcdefghijkl")
LENGTHS = {"long": 8, "middle": 4, "short": 2}


def length(job: Job) -> float:
    """Longer articles take longer, and so do languages further on."""
    return LENGTHS[job.article] + LANGUAGES.index(job.language) / 100


def parted(workers: int, languages: tuple[str, ...] = LANGUAGES, **more: tuple[str, ...]) -> list[list[Group]]:
    return part(jobs(languages, articles=more.pop("articles", tuple(LENGTHS)), **more), length, workers)


def languages_of(lot: list[Group]) -> set[str]:
    return {job.language for group in lot for job in group}


@pytest.mark.parametrize(
    ("workers", "languages", "lots"),
    [(1, 12, 3), (2, 12, 4), (5, 12, 5), (12, 12, 12), (64, 12, 12), (1, 1, 1), (2, 1, 1), (2, 4, 2)],
)
def test_workers_have_lots_of_few_languages(workers: int, languages: int, lots: int) -> None:
    found = parted(workers, LANGUAGES[:languages])
    assert len(found) == lots
    each = [languages_of(lot) for lot in found]
    assert sum(map(len, each)) == languages, "a language is in one lot"
    assert set().union(*each) == set(LANGUAGES[:languages])
    assert max(map(len, each)) <= 4


def test_every_job_is_in_one_group_of_its_article_language_and_brand() -> None:
    asked = jobs(LANGUAGES, ("standard", "large-print"), ("a4", "letter"), LENGTHS)
    groups = [group for lot in part(asked, length, 2) for group in lot]
    assert sorted(itertools.chain(*groups), key=str) == sorted(asked, key=str)
    assert {len(group) for group in groups} == {4}
    assert all(len({(job.article, job.language, job.brand) for job in group}) == 1 for group in groups)


def test_jobs_are_alone_where_workers_would_be_idle() -> None:
    assert parted(3, ("a",), articles=("long",), papers=("a4", "letter")) == [
        [(job,) for job in jobs(("a",), papers=("a4", "letter"), articles=("long",))]
    ]


def test_the_longest_come_first_and_an_article_in_one_go() -> None:
    (lot,) = parted(1, ("a", "b", "c"))
    found = [(group[0].article, group[0].language) for group in lot]
    assert found == [(article, code) for article in ("long", "middle", "short") for code in "cba"]
    assert languages_of(parted(12)[0]) == {"l"}, "a lot with more work comes first"


def test_nothing_is_no_lot() -> None:
    assert part([], length, 4) == []


def lot(name: str, number: int) -> Iterator[Task]:
    return (Task((), {}, f"{name}{index}") for index in range(number))


def test_a_worker_stays_with_its_lot_then_begins_one_then_helps() -> None:
    sharing = Sharing([lot("a", 2), lot("b", 4), lot("c", 1), lot("d", 0)])
    given = []
    for worker in (0, 1, 0, 1, 0, 0, 1, 2, 1):
        task = sharing.next_for(worker)
        given.append(task.machine if task else None)
    assert given == ["a0", "b0", "a1", "b1", "c0", "b2", "b3", None, None]


def test_a_task_waits_for_its_worker_until_no_more_come() -> None:
    desk, (mine, others) = Desk(), lot("a", 2)
    desk.put(1, others)
    desk.put(0, mine)
    assert desk.take(0) == mine
    desk.put(0, None)
    assert desk.take(0) == others, "it helps"
    assert desk.take(1) is None


def test_nothing_is_left_on_a_desk_that_was_cleared() -> None:
    desk, (task,) = Desk(), lot("a", 1)
    desk.put(0, task)
    desk.clear()
    assert desk.take(0) is None


def test_memory_is_what_linux_tells(tmp_path: Path) -> None:
    folder = tmp_path / "proc" / "7"
    folder.mkdir(parents=True)
    told = "00400000-7fff ---p 00000000 00:00 0 [rollup]\nRss: 90 kB\nPrivate_Clean: 2 kB\nPrivate_Dirty:  30 kB\n"
    (folder / "smaps_rollup").write_text(told)
    assert own_memory(7, tmp_path) == 30 * 1024
    (folder / "smaps_rollup").write_text("Private_Dirty:\n")
    assert own_memory(7, tmp_path) == 0
    assert own_memory(8, tmp_path) == 0
