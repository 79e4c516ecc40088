"""The command line: arguments in, exit codes out. It decides nothing.

Results go to standard output, problems and progress to standard error.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from io import TextIOWrapper
from itertools import product
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from handouts import __version__
from handouts.commands.machine import doctor, specimen
from handouts.commands.options import (
    HERE,
    Articles,
    BrandId,
    Editions,
    Folder,
    Json,
    Languages,
    PaperId,
    Strict,
    import_printing,
    unknown,
)
from handouts.commands.proof import proof
from handouts.commands.review import approve, status
from handouts.commands.translation import add_language, extract, update
from handouts.problems import ExitCode, HandoutsError, Problem

if TYPE_CHECKING:
    from handouts.press import Job, Outcome
    from handouts.workspace import Workspace

app = typer.Typer(
    help="Print an article as accessible PDF leaflets, in every language it is translated into.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter is no reason to stop
    try:
        _run()
    except BrokenPipeError:
        # Whoever read along has gone; nothing more is written, also not when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.CONTENT)


def _run() -> None:
    try:
        app()
    except HandoutsError as error:
        from handouts.report import show_problems

        show_problems(error.problems)
        sys.exit(error.exit_code)
    finally:
        sys.stdout.flush()


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"handouts {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Print an article as accessible PDF leaflets, in every language it is translated into."""
    del version  # its callback has done it


@app.command()
def build(
    articles: Articles = None,
    language: Languages = None,
    brand: BrandId = None,
    edition: Editions = None,
    paper: PaperId = None,
    strict: Strict = False,
    as_json: Json = False,
    workspace: Folder = HERE,
) -> None:
    """Build leaflets into output/. What fails keeps its last good file and does not stop the rest."""
    from handouts import report

    opened, jobs = _jobs(workspace, articles, language, brand, edition, paper)
    press = import_printing("handouts.press").Press(opened, strict=strict)
    outcomes: list[Outcome] = []
    try:
        with report.Progress(len(jobs), "Leaflets") as progress:
            for job in jobs:
                outcomes.append(press.make(job))
                progress.step(outcomes[-1])
    finally:
        unnoted = import_printing("handouts.manifest").note(opened.output, outcomes)
    if as_json:
        for outcome in outcomes:
            report.show_json(_outcome_dict(outcome))
    else:
        heading = ("Article", "Language", "Edition", "Paper", "Pages", "State", "File")
        report.show_table(heading, (_outcome_row(outcome) for outcome in outcomes))
    report.show_problems([*(problem for outcome in outcomes for problem in outcome.problems), *unnoted])
    raise typer.Exit(max([*(outcome.exit_code for outcome in outcomes), *(ExitCode.CONTENT for _ in unnoted)]))


@app.command()
def check(
    articles: Articles = None,
    language: Languages = None,
    brand: BrandId = None,
    strict: Strict = False,
    as_json: Json = False,
    as_sarif: Annotated[
        bool, typer.Option("--sarif", help="Print one SARIF 2.1.0 log, for code hosts, instead.")
    ] = False,
    workspace: Folder = HERE,
) -> None:
    """Say everything that can be said of articles, translations, brand and templates without rendering."""
    from handouts import report
    from handouts.problems import errors

    opened, jobs = _jobs(workspace, articles, language, brand, None, None)
    press = import_printing("handouts.press").Press(opened, strict=strict)
    outcomes = [press.check(job) for job in jobs]
    problems = list(dict.fromkeys(problem for outcome in outcomes for problem in outcome.problems))
    if as_sarif:
        from handouts.checks import CHECKS
        from handouts.sarif import sarif_log

        rules = [(check.id, check.description, check.safety) for check in CHECKS]
        report.show_json(sarif_log(problems, rules, opened.root, __version__))
    elif as_json:
        for problem in problems:
            report.show_json(problem.as_dict())
    else:
        report.show_problems(problems)
        wrong = len(errors(problems))
        typer.echo(f"{_count(wrong, 'error')}, {_count(len(problems) - wrong, 'warning')}.")
    raise typer.Exit(max(outcome.exit_code for outcome in outcomes))


@app.command("list")
def list_leaflets(as_json: Json = False, workspace: Folder = HERE) -> None:
    """List the articles and the languages, brands and editions that they can be built in."""
    from handouts import report
    from handouts.editions import EDITIONS, PAPERS
    from handouts.workspace import open_workspace

    opened = open_workspace(workspace)
    press = import_printing("handouts.press").Press(opened)
    rows = []
    problems: list[Problem] = []
    for name in opened.article_paths:
        try:
            article = press.article(name)
        except HandoutsError as error:
            problems += error.problems
            continue
        languages = [code for code in opened.settings.languages if press.has_catalog(name, code)]
        rows.append({"article": name, "title": article.title.text, "version": article.version, "languages": languages})
    if as_json:
        for row in rows:
            report.show_json(row)
    else:
        report.show_table(
            ("Article", "Title", "Version", "Languages"),
            [(str(row["article"]), str(row["title"]), str(row["version"]), " ".join(row["languages"])) for row in rows],
        )
        typer.echo(
            f"Brands: {' '.join(opened.brand_names)} · Editions: {' '.join(EDITIONS)} · Papers: {' '.join(PAPERS)}"
        )
    report.show_problems(problems)
    raise typer.Exit(ExitCode.CONTENT if problems else ExitCode.DONE)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="The folder to make; it must be new or empty.")]) -> None:
    """Make a new workspace with the example clinic's article, brand and translations in it."""
    from handouts.report import short_path
    from handouts.workspace import make_workspace

    made = short_path(make_workspace(folder).resolve())
    typer.echo(f"The workspace is in {made}. Build it with: handouts build -w {quote(str(folder))}")


app.command()(extract)
app.command()(update)
app.command("add-language")(add_language)
app.command()(proof)
app.command()(approve)
app.command()(status)
app.command()(specimen)
app.command()(doctor)


def _jobs(
    folder: Path,
    articles: list[str] | None,
    languages: list[str] | None,
    brand: str | None,
    editions: list[str] | None,
    paper: str | None,
) -> tuple[Workspace, list[Job]]:
    """The workspace, and every leaflet that the command line asks for."""
    from handouts.editions import EDITIONS, PAPERS
    from handouts.press import Job
    from handouts.workspace import open_workspace

    opened = open_workspace(folder)
    settings = opened.settings
    if not opened.article_paths:
        hint = "Put a Markdown file there; 'handouts init' makes a workspace with an example."
        raise HandoutsError([Problem("article-none", "there is no article", opened.articles, None, hint)])
    asked = (
        ("article", articles, opened.article_paths),
        ("language", languages, settings.languages),
        ("brand", brand and [brand], opened.brand_names),
        ("edition", editions, EDITIONS),
        ("paper", paper and [paper], PAPERS),
    )
    more = {"language": " More are added to 'languages' in handouts.toml."}
    problems = [
        problem for kind, values, known in asked for problem in unknown(kind, values or (), known, more.get(kind, ""))
    ]
    if problems:
        raise HandoutsError(problems, ExitCode.USAGE)
    combinations = product(
        dict.fromkeys(articles or opened.article_paths),
        dict.fromkeys(languages or settings.languages),
        (brand or settings.brand,),
        dict.fromkeys(editions or settings.editions),
        (paper or settings.paper,),
    )
    return opened, [Job(*parts) for parts in combinations]


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _outcome_row(outcome: Outcome) -> tuple[str, ...]:
    from handouts.report import short_path

    job = outcome.job
    state = "failed" if outcome.path is None else "draft" if outcome.draft else "approved"
    path = short_path(outcome.path) if outcome.path else ""
    return (job.article, job.language, job.edition, job.paper, str(outcome.pages or ""), state, path)


def _outcome_dict(outcome: Outcome) -> dict[str, object]:
    return {
        **asdict(outcome.job),
        "path": str(outcome.path) if outcome.path else None,
        "pages": outcome.pages,
        "sha256": outcome.sha256,
        "draft": outcome.draft,
        "problems": [problem.as_dict() for problem in outcome.problems],
    }
