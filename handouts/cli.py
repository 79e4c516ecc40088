"""The command line: arguments in, exit codes out. It decides nothing.

Results go to standard output, problems and progress to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from handouts import __version__
from handouts.commands.batch import build, bundle
from handouts.commands.machine import doctor, specimen
from handouts.commands.mail import send
from handouts.commands.options import (
    HERE,
    Articles,
    BrandId,
    Folder,
    Json,
    Languages,
    Strict,
    count,
    import_printing,
)
from handouts.commands.outbox import outbox
from handouts.commands.printing import print_leaflet, printers
from handouts.commands.proof import proof
from handouts.commands.review import approve, status
from handouts.commands.targets import choose
from handouts.commands.translation import add_language, extract, update
from handouts.problems import ExitCode, HandoutsError, Problem

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
    vars(sys.modules["__main__"]).pop("__file__", None)  # each worker process would run it, and need nothing of it
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

    opened, jobs = choose(workspace, articles, language, brand and [brand], None, None)
    press = import_printing("handouts.press").Press(opened, strict=strict)
    outcomes = [press.check(job) for job in jobs]
    words = import_printing("handouts.mail.wording")
    said = {(job.language, job.brand): None for job in jobs}
    messages = [problem for pair in said for problem in words.check_wording(press, *pair)]
    problems = list(dict.fromkeys((*(one for outcome in outcomes for one in outcome.problems), *messages)))
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
        typer.echo(f"{count(wrong, 'error')}, {count(len(problems) - wrong, 'warning')}.")
    wrong_words = ExitCode.CONTENT if errors(messages) else ExitCode.DONE
    raise typer.Exit(max(wrong_words, *(outcome.exit_code for outcome in outcomes)))


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


def init(folder: Annotated[Path, typer.Argument(help="The folder to make; it must be new or empty.")]) -> None:
    """Make a new workspace with the example clinic's article, brand and translations in it."""
    from handouts.report import short_path
    from handouts.workspace import make_workspace

    made = short_path(make_workspace(folder).resolve())
    typer.echo(f"The workspace is in {made}. Build it with: handouts build -w {quote(str(folder))}")


PANELS: dict[str, dict[str, Callable[..., None]]] = {
    "Leaflets": {"build": build, "check": check, "list": list_leaflets, "proof": proof, "bundle": bundle},
    "Handing over": {"send": send, "print": print_leaflet, "printers": printers},
    "Translations": {
        "extract": extract,
        "update": update,
        "add-language": add_language,
        "status": status,
        "approve": approve,
    },
    "Setting up": {"init": init, "specimen": specimen, "doctor": doctor},
}
"""The commands, as the help groups them."""

for _panel, _commands in PANELS.items():
    for _name, _command in _commands.items():
        app.command(_name, rich_help_panel=_panel)(_command)
app.add_typer(outbox, name="outbox", rich_help_panel="Handing over")
