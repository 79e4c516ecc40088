"""The commands that make many leaflets and pack them up: `build` and `bundle`."""

from __future__ import annotations

import importlib
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from handouts.commands import options
from handouts.commands.options import import_printing
from handouts.commands.targets import choose, finished
from handouts.problems import ExitCode, HandoutsError, Problem, errors

if TYPE_CHECKING:
    from handouts.batch.model import Executor
    from handouts.batch.run import Order, Report
    from handouts.jobs import Outcome
    from handouts.manifest import Entry, Manifest
    from handouts.workspace import Workspace

_INTERRUPTED = 130
"""What a shell says of a program that Ctrl-C ended (128 and the number of the signal)."""


def build(
    articles: options.Articles = None,
    language: options.Languages = None,
    brand: options.Brands = None,
    edition: options.Editions = None,
    paper: options.Papers = None,
    strict: options.Strict = False,
    force: Annotated[bool, typer.Option("--force", help="Build what is up to date as well.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be built, and why.")] = False,
    keep_stale: Annotated[
        bool, typer.Option("--keep-stale", help="Keep leaflets whose article, language or brand is gone.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar="N", min=0, help="Worker processes (default: one a processor; 0: none, to debug)."
        ),
    ] = None,
    limit: Annotated[float, typer.Option("--limit", metavar="SECONDS", min=1, help="For one leaflet.")] = 120,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="A dask scheduler, such as tcp://10.0.0.5:8786."),
    ] = None,
    as_json: options.Json = False,
    workspace: options.Folder = options.HERE,
) -> None:
    """Build the leaflets in output/ that are new or out of date. What fails keeps its last good file."""
    opened, wanted = choose(workspace, articles, language, brand, edition, paper)
    workers = _workers(jobs, scheduler)
    if workers and not dry_run and scheduler is None:
        _get_ready(opened)
    from handouts.batch import run  # while the workers' programs are read

    order = run.Order(tuple(wanted), force, strict, keep_stale, workers or 1)
    if dry_run:
        _show_plan(opened, order, as_json=as_json)
        return
    report = _run(opened, order, partial(_executor, opened, workers, limit, scheduler))
    _show(opened, report, as_json=as_json)


def bundle(
    language: Annotated[str, typer.Option("--language", "-l", metavar="CODE", help="The language.")],
    articles: options.Articles = None,
    brand: options.BrandId = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="(default: BRAND-CODE.zip here).")] = None,
    allow_draft: options.AllowDraft = False,
    workspace: options.Folder = options.HERE,
) -> None:
    """Pack the finished leaflets of a language into one ZIP file, after another look at each of them."""
    from handouts import report
    from handouts.files import digest, write_atomic
    from handouts.workspace import open_workspace

    opened = open_workspace(workspace)
    own = brand or opened.settings.brand
    opened, wanted = choose(workspace, articles, [language], [own], None, None)
    chosen = {(job.article, job.language, job.brand) for job in wanted}
    press, manifest = finished(opened)
    entries = [entry for entry in manifest.entries.values() if entry.sha256]
    jobs = [entry.job for entry in entries if (entry.job.article, entry.job.language, entry.job.brand) in chosen]
    lacking = sorted({job.article for job in wanted} - {job.article for job in jobs})
    if lacking:
        hint = f"Build them first: handouts build {' '.join(lacking)} -l {language}"
        what = f"not built: {', '.join(lacking)}"
        raise HandoutsError([Problem("bundle-incomplete", what, opened.output, None, hint)])
    data = import_printing("handouts.bundle").make_bundle(press, manifest, jobs, allow_draft=allow_draft)
    path = (to or Path(f"{own}-{language}.zip")).absolute()
    try:
        write_atomic(path, data)
    except OSError as error:
        what = f"the bundle cannot be stored: {(error.strerror or str(error)).lower()}"
        raise HandoutsError([Problem("output-unwritable", what, path, None, "Name another file with --to.")]) from None
    typer.echo(f"{report.short_path(path)}: {options.count(len(jobs), 'leaflet')}, SHA-256 {digest(data)}")


def _workers(jobs: int | None, scheduler: str | None) -> int:
    """How many workers share the work; 0 for none but this process. A cluster has more than a task each would serve."""
    from handouts.batch.processors import processors

    if scheduler is not None:
        return 64
    return processors() if jobs is None else jobs


def _get_ready(opened: Workspace) -> None:
    """Have what makes workers read its programs, which takes longer than the plan, when something seems to be due."""
    from handouts.batch import pool
    from handouts.batch.hint import seems_due

    if seems_due(opened):
        options.need_libraries()
        pool.get_ready()


def _executor(opened: Workspace, workers: int, limit: float, scheduler: str | None) -> Executor:
    """What does the work: processes of this machine, a cluster, or with no workers this process itself."""
    made: Executor
    if scheduler is not None:
        machine = import_printing("handouts.batch.machine").machine_digest
        made = import_printing("handouts.batch.cluster").Cluster(opened.root, scheduler, machine, limit)
    elif workers == 0:
        made = import_printing("handouts.batch.here").Here(opened.root)
    else:
        from handouts.batch.pool import Pool, get_ready

        options.need_libraries()  # the workers import what prints, and this process does not
        made = Pool(opened.root, workers, limit)
        get_ready()
    return made


def _run(opened: Workspace, order: Order, executor: Callable[[], Executor]) -> Report:
    from handouts import report
    from handouts.batch import run

    progress = report.Progress("Leaflets")

    def begin(due: int) -> None:
        progress.begin(due)
        if due:
            importlib.import_module("handouts.shelf")  # while the workers are being made

    def finish(manifest: Manifest) -> list[Problem]:
        from handouts.shelf import write_index

        return list(write_index(opened, manifest))

    with progress, _stoppable():
        return run.run(opened, order, executor, begin, progress.step, finish)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Lets SIGTERM end a batch as Ctrl-C does: in order, with all that is done listed."""

    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _show_plan(opened: Workspace, order: Order, *, as_json: bool) -> None:
    from handouts import report
    from handouts.batch import run

    plan, damage = run.look_ahead(opened, order)
    if damage:
        report.show_problems([damage])
    stale = () if order.keep_stale else plan.stale
    if as_json:
        for due in plan.due:
            report.show_json({**asdict(due.job), "state": "due", "reason": due.reason})
        for entry in stale:
            report.show_json({**asdict(entry.job), "state": "stale", "path": str(opened.output / entry.path)})
        return
    if plan.due:
        rows = [(*asdict(one.job).values(), one.reason) for one in plan.due]
        report.show_table(("Article", "Language", "Brand", "Edition", "Paper", "Why"), rows)
    for entry in stale:
        typer.echo(f"To be deleted: {report.short_path(opened.output / entry.path)}")
    typer.echo(f"{options.count(len(plan.due), 'leaflet')} to build, {len(plan.clean)} up to date.")


def _show(opened: Workspace, done: Report, *, as_json: bool) -> NoReturn:
    """Say how a batch ended, and leave with its exit code."""
    from handouts import report

    outcomes = done.outcomes
    if as_json:
        for outcome in outcomes:
            report.show_json(_outcome_dict(outcome))
        for entry in done.clean:
            report.show_json(_entry_dict(entry, opened))
    elif outcomes:
        heading = ("Article", "Language", "Edition", "Paper", "Pages", "State", "File")
        report.show_table(heading, map(_outcome_row, outcomes))
    report.show_problems([*(problem for outcome in outcomes for problem in outcome.problems), *done.problems])
    if not as_json:
        typer.echo(_summary(done))
    if done.stopped:
        raise typer.Exit(_INTERRUPTED)
    wrong = [ExitCode.CONTENT] if errors(done.problems) or done.left else []
    raise typer.Exit(max([ExitCode.DONE, *(outcome.exit_code for outcome in outcomes), *wrong]))


def _summary(done: Report) -> str:
    failed = sum(outcome.path is None for outcome in done.outcomes)
    parts = [
        (len(done.outcomes) - failed, "built"),
        (failed, "failed"),
        (len(done.clean), "up to date"),
        (len(done.pruned), "deleted"),
        (done.left, "not tried"),
    ]
    said = ", ".join(f"{number} {what}" for number, what in parts if number) or "nothing to do"
    return f"{'Stopped: ' if done.stopped else ''}{said}."


def _outcome_row(outcome: Outcome) -> tuple[str, ...]:
    from handouts.report import short_path

    job = outcome.job
    state = "failed" if outcome.path is None else "draft" if outcome.draft else "approved"
    path = short_path(outcome.path) if outcome.path else ""
    return (job.article, job.language, job.edition, job.paper, str(outcome.pages or ""), state, path)


def _outcome_dict(outcome: Outcome) -> dict[str, Any]:
    return {
        **asdict(outcome.job),
        "state": "failed" if outcome.path is None else "built",
        "path": str(outcome.path) if outcome.path else None,
        "pages": outcome.pages,
        "sha256": outcome.sha256,
        "draft": outcome.draft,
        "problems": [problem.as_dict() for problem in outcome.problems],
    }


def _entry_dict(entry: Entry, opened: Workspace) -> dict[str, Any]:
    return {
        **asdict(entry.job),
        "state": "unchanged",
        "path": str(opened.output / entry.path),
        "pages": entry.pages,
        "sha256": entry.sha256,
        "draft": entry.draft,
        "problems": [problem.as_dict() for problem in entry.problems_in(opened.root)],
    }
