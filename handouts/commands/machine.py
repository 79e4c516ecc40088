"""The commands that look at the machine and the printer: `specimen` and `doctor`. Neither needs a workspace."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handouts.commands import options
from handouts.commands.options import import_printing
from handouts.problems import ExitCode, HandoutsError, Problem

if TYPE_CHECKING:
    from handouts.doctor import Finding
    from handouts.jobs import Outcome
    from handouts.languages import Language
    from handouts.workspace import Workspace

_SPECIMENS = "specimens"


def specimen(
    language: Annotated[
        list[str] | None,
        typer.Option("--language", "-l", metavar="CODE", help="A language (default: all offered). Repeatable."),
    ] = None,
    edition: Annotated[
        list[str] | None,
        typer.Option("--edition", "-e", metavar="ID", help="An edition (default: all). Repeatable."),
    ] = None,
    paper: options.PaperId = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Where to put them (default: output/specimens, or ./specimens)."),
    ] = None,
    as_json: options.Json = False,
    workspace: options.Folder = options.HERE,
) -> None:
    """Print a specimen in each language, not for patients, to see whether a printer and its fonts are up to it."""
    from handouts import report
    from handouts.editions import DEFAULT_EDITIONS, EDITIONS, PAPERS
    from handouts.languages import OFFERED

    opened = _workspace_if_any(workspace)
    languages = _languages(dict.fromkeys(language or OFFERED), opened)
    paper_id = paper or (opened.settings.paper if opened else "a4")
    problems = [
        *options.unknown("edition", edition or (), DEFAULT_EDITIONS),
        *options.unknown("paper", [paper_id], PAPERS),
    ]
    if problems:
        raise HandoutsError(problems, ExitCode.USAGE)
    folder = (to or (opened.output if opened else options.HERE) / _SPECIMENS).absolute()
    jobs = list(product(languages, dict.fromkeys(edition or DEFAULT_EDITIONS)))
    make = import_printing("handouts.specimen.sheet").make_specimen
    outcomes: list[Outcome] = []
    with report.Progress("Specimens", len(jobs)) as progress:
        for spoken, edition_id in jobs:
            outcomes.append(make(spoken, EDITIONS[edition_id], PAPERS[paper_id], folder))
            progress.step(outcomes[-1])
    if as_json:
        for outcome in outcomes:
            report.show_json(_specimen_dict(outcome))
    else:
        heading = ("Language", "Edition", "Paper", "Pages", "File")
        report.show_table(heading, (_specimen_row(outcome) for outcome in outcomes))
    report.show_problems(problem for outcome in outcomes for problem in outcome.problems)
    raise typer.Exit(max(outcome.exit_code for outcome in outcomes))


def doctor(
    language: options.Languages = None,
    as_json: options.Json = False,
    workspace: options.Folder = options.HERE,
) -> None:
    """Say what this machine has and lacks for printing, and the line to install what it lacks."""
    from handouts import report
    from handouts.doctor import examine
    from handouts.machine import install_line

    codes, output = _what_to_examine(language, workspace)
    findings = examine(codes, output)
    bad = [finding for finding in findings if finding.bad]
    line = install_line(dict.fromkeys(finding.thing for finding in bad if finding.thing))
    if as_json:
        for finding in findings:
            report.show_json(finding.as_dict())
        report.show_json({"kind": "summary", "missing": len(bad), "install": line})
    else:
        report.show_table(("What", "Name", "State", "Found", "For"), (_finding_row(finding) for finding in findings))
        typer.echo(_verdict(bad, line))
    raise typer.Exit(ExitCode.MACHINE if bad else ExitCode.DONE)


def _workspace_if_any(folder: Path) -> Workspace | None:
    """The workspace that `folder` lies in; none when it was not asked for by name and is not there."""
    from handouts.workspace import open_workspace

    try:
        return open_workspace(folder)
    except HandoutsError as error:
        if folder == options.HERE and [problem.code for problem in error.problems] == ["workspace-missing"]:
            return None
        raise


def _languages(codes: dict[str, None], opened: Workspace | None) -> list[Language]:
    """The languages with the gettext `codes`, in the digits that the workspace chose."""
    from handouts.languages import OFFERED, UnknownLanguageError, find_language

    found, problems = [], []
    for code in codes:
        try:
            found.append(find_language(code, latin_digits=opened is not None and code in opened.settings.latin_digits))
        except UnknownLanguageError as error:
            problems.append(Problem("language-unknown", str(error), hint=f"There is: {', '.join(OFFERED)}."))
    if problems:
        raise HandoutsError(problems, ExitCode.USAGE)
    return found


def _what_to_examine(asked: list[str] | None, folder: Path) -> tuple[tuple[str, ...], Path]:
    """The languages to look at and the folder of the leaflets, though libraries that would tell may be missing."""
    try:
        opened = _workspace_if_any(folder)
        wanted = tuple(asked or (opened.settings.languages if opened else ()))
        _languages(dict.fromkeys(wanted), None)
        if not wanted:
            from handouts.languages import OFFERED

            wanted = OFFERED
    except ImportError:
        return tuple(asked or ()), folder / "output"
    return wanted, opened.output if opened else options.HERE / "output"


def _specimen_row(outcome: Outcome) -> tuple[str, ...]:
    from handouts.report import short_path

    job = outcome.job
    path = short_path(outcome.path) if outcome.path else "failed"
    return (job.language, job.edition, job.paper, str(outcome.pages or ""), path)


def _specimen_dict(outcome: Outcome) -> dict[str, object]:
    return {
        "language": outcome.job.language,
        "edition": outcome.job.edition,
        "paper": outcome.job.paper,
        "path": str(outcome.path) if outcome.path else None,
        "pages": outcome.pages,
        "sha256": outcome.sha256,
        "problems": [problem.as_dict() for problem in outcome.problems],
    }


def _finding_row(finding: Finding) -> tuple[str, ...]:
    return (finding.kind, finding.name, finding.state, finding.found, finding.wanted)


def _verdict(bad: list[Finding], line: str) -> str:
    if not bad:
        return "All that is needed is there."
    names = ", ".join(finding.name for finding in bad)
    return f"Not in order: {names}." + (f"\nInstall what is missing:\n{line}" if line else "")
