"""A batch from its plan to its end: what is due is made and stored, what has no place any more is pruned.

Workers give back bytes, and this process alone writes into `output/`. Whatever happens, what is done is listed.
"""

from __future__ import annotations

import errno
import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from handouts.batch.fingerprint import Fingerprints
from handouts.batch.inputs import Inputs
from handouts.batch.lock import build_lock
from handouts.batch.lots import Group, part
from handouts.batch.model import Executor, Printed, Task, failure
from handouts.batch.plan import Due, Plan, make_plan
from handouts.batch.prune import prune, sweep
from handouts.batch.state import State, open_state
from handouts.editions import EDITIONS
from handouts.files import write_atomic
from handouts.jobs import Job, Outcome, leaflet_path
from handouts.manifest import Checkpoint, Entry, Manifest, load_manifest, write_last
from handouts.problems import ExitCode, HandoutsError, Problem
from handouts.workspace import Workspace

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
"""What no other leaflet can be stored after."""

_PAGE = "index.html"
"""What `finish` writes."""


@dataclass(frozen=True)
class Order:
    """What is asked for: `jobs`, even those that are good as they are (`force`), warnings being errors (`strict`).

    With `keep_stale`, leaflets that nobody can ask for any more stay. `workers` is how many share the work.
    """

    jobs: tuple[Job, ...]
    force: bool = False
    strict: bool = False
    keep_stale: bool = False
    workers: int = 1


@dataclass(frozen=True)
class Report:
    """How a batch ended: what became of what was `due`, the entries of what was good already, and what was pruned.

    `problems` are those of the batch as a whole. `left` counts what was not tried, because the batch was `stopped` by
    the user or could not go on.
    """

    outcomes: tuple[Outcome, ...] = ()
    clean: tuple[Entry, ...] = ()
    pruned: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    left: int = 0
    stopped: bool = False


def look_ahead(workspace: Workspace, order: Order) -> tuple[Plan, Problem | None]:
    """What `run` would do now, and the damage of the manifest; nothing is made or deleted."""
    manifest = load_manifest(workspace.output)
    with open_state(workspace.root) as state:
        return _plan(workspace, order, state, manifest)[1], manifest.damage


def _plan(
    workspace: Workspace,
    order: Order,
    state: State,
    manifest: Manifest,
    found: Callable[[], object] = lambda: None,
) -> tuple[_Tasks, Plan]:
    inputs = Inputs(workspace, state)
    prints = Fingerprints(inputs, strict=order.strict)
    plan = make_plan(workspace, prints, state, manifest, order.jobs, force=order.force, found=found)
    state.save()  # a batch may be killed, and need not read everything again then
    return _Tasks(inputs, prints, manifest, order), plan


def run(
    workspace: Workspace,
    order: Order,
    executor: Callable[[], Executor],
    begin: Callable[[int], None],
    step: Callable[[Outcome], None],
    finish: Callable[[Manifest], list[Problem]],
) -> Report:
    """Make what is due of the `order`, on what `executor` gives.

    `begin` is told how many leaflets are due, and `step` what became of each. `finish` is called at the end, when
    anything has changed or its page is gone, with what is in `output/` then. Raises `HandoutsError` when nothing can be
    done at all (`build-locked`, `output-unwritable`), and `WorkerBugError`.
    """
    with build_lock(workspace.output) as killed, open_state(workspace.root) as state:
        if killed:
            sweep(workspace.output)
        with _uncollected():
            manifest = load_manifest(workspace.output)
        before = dict(manifest.entries)
        executor = cache(executor)  # it makes itself ready while the rest is planned
        with _uncollected():
            tasks, plan = _plan(workspace, order, state, manifest, executor)
        begin(len(plan.due))
        done = _Done(workspace, manifest, plan, step)
        problems = [manifest.damage] if manifest.damage else []
        stopped = False
        try:
            if plan.due:
                done.take_all(executor(), tasks)
        except KeyboardInterrupt:
            stopped = True
        finally:
            problems += done.problems
            with _uncollected():
                pruned = prune(manifest, () if order.keep_stale or stopped else plan.stale)
                problems += pruned.problems
                if changed := bool(done.outcomes or pruned.paths or manifest.entries != before):
                    problems += write_last(manifest)
                if changed or not (workspace.output / _PAGE).is_file():
                    problems += finish(manifest)
        left = len(plan.due) - len(done.outcomes)
        clean = tuple(manifest.entries[leaflet_path(job)] for job in plan.clean)
        return Report(done.in_order(), clean, pruned.paths, tuple(problems), left, stopped)


@contextmanager
def _uncollected() -> Iterator[None]:
    """While many thousand entries are read or listed: to look for garbage among them takes a fifth more time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@dataclass
class _Done:
    """What was made of `plan` so far: stored, and listed in `manifest`."""

    workspace: Workspace
    manifest: Manifest
    plan: Plan
    step: Callable[[Outcome], None]
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def in_order(self) -> tuple[Outcome, ...]:
        """The outcomes, in the order of the plan."""
        place = {one.job: number for number, one in enumerate(self.plan.due)}
        return tuple(sorted(self.outcomes, key=lambda outcome: place[outcome.job]))

    def take_all(self, executor: Executor, tasks: _Tasks) -> None:
        """Have all that is due made, until there is no room to store it any more."""
        due = {one.job: one for one in self.plan.due}
        checkpoint = Checkpoint(self.manifest)
        results = executor.run(*tasks.lots(self.plan.due))
        try:
            for printed in _with_refused(results, tasks.refused):
                full = self._take(printed, due[printed.made.outcome.job])
                if printed.checked:
                    tasks.keep_checked(printed.made.outcome.job, printed.checked)
                checkpoint.step()
                if full:
                    what = "no more leaflets are made: there is no room for them"
                    self.problems.append(
                        Problem("output-full", what, self.workspace.output, None, "Make room, and build again.")
                    )
                    return
        finally:
            results.close()

    def _take(self, printed: Printed, due: Due) -> bool:
        """Store and list what was `printed`; whether there is no room for any other."""
        outcome, thumbnail, full = printed.made.outcome, "", False
        if printed.made.data is not None:
            path = self.workspace.output / leaflet_path(outcome.job)
            try:
                write_atomic(path, printed.made.data)
                outcome = replace(outcome, path=path)
                thumbnail = self._picture(path, printed.thumbnail)
            except OSError as error:
                full = error.errno in _FULL
                what = f"the leaflet cannot be stored: {(error.strerror or str(error)).lower()}"
                hint = "Make room, or mend the permissions."
                problem = Problem("output-unwritable", what, path, None, hint)
                outcome = Outcome(outcome.job, problems=(problem,), exit_code=ExitCode.CONTENT)
        fingerprint = due.fingerprint
        self.manifest.record(outcome, fingerprint.digest, fingerprint.parts, thumbnail)
        self.outcomes.append(outcome)
        self.step(outcome)
        return full

    def _picture(self, path: Path, picture: bytes | None) -> str:
        """Put the `picture` of the leaflet at `path` beside it; its path below `output/`, empty when there is none."""
        if picture is None:
            return ""
        write_atomic(path.with_suffix(".png"), picture)
        return path.with_suffix(".png").relative_to(self.workspace.output).as_posix()


class _Tasks:
    """What is due, as tasks for workers. `refused` has what could not become one, until somebody takes it out."""

    def __init__(self, inputs: Inputs, prints: Fingerprints, manifest: Manifest, order: Order) -> None:
        self._inputs, self._prints, self._manifest, self._order = inputs, prints, manifest, order
        self._state = inputs.state
        self.refused: deque[Printed] = deque()

    def lots(self, due: Iterable[Due]) -> list[Iterator[Task]]:
        """The tasks, in lots (`batch.lots`): each is made of its files when it is drawn."""
        jobs = (one.job for one in due)
        return [self._drawn(groups) for groups in part(jobs, self._length, self._order.workers)]

    def _drawn(self, groups: Iterable[Group]) -> Iterator[Task]:
        for group in groups:
            try:
                files = self._inputs.files_of(group[0])
                machine = self._prints.machine(group[0].language)
                yield Task(group, files, machine, self._order.strict, self._checked(group[0]))
            except HandoutsError as error:
                self.refused += (failure(job, *error.problems, exit_code=error.exit_code) for job in group)

    def _checked(self, job: Job) -> str:
        """What the checks found before in the translation of `job`."""
        return self._state.recall_checked(*self._kept_as(job))

    def keep_checked(self, job: Job, checked: str) -> None:
        """Remember what the checks found in the translation of `job`."""
        self._state.keep_checked(*self._kept_as(job), checked)

    def _kept_as(self, job: Job) -> tuple[str, str]:
        return f"{job.article} {job.language}", self._prints.checks(job)

    def _length(self, job: Job) -> float:
        """About how long the leaflet of `job` is: its pages when last made, or as its article lets expect."""
        entry = self._manifest.entries.get(leaflet_path(job))
        if entry and entry.pages:
            return entry.pages
        try:
            size = self._inputs.workspace.article_paths[job.article].stat().st_size
        except (OSError, LookupError):
            size = 0
        return size / 2000 * (EDITIONS[job.edition].body / 12) ** 2


def _with_refused(results: Iterable[Printed], refused: deque[Printed]) -> Iterator[Printed]:
    """The `results`, and between them what was `refused` meanwhile."""
    for printed in results:
        yield printed
        while refused:
            yield refused.popleft()
    while refused:
        yield refused.popleft()
