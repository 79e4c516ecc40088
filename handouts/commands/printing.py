"""The commands `print`, which sends a finished leaflet to a printer, and `printers`, which lists those there are."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from handouts.commands import targets
from handouts.commands.options import HERE, AllowDraft, BrandId, Folder, Json, PaperId, import_printing
from handouts.printing.ticket import Sides
from handouts.problems import ExitCode, HandoutsError, Problem, Severity

if TYPE_CHECKING:
    from handouts.workspace import WorkspaceSettings

_BOOKLET = "booklet"


def print_leaflet(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The id of an article.")],
    language: Annotated[str, typer.Option("--language", "-l", metavar="CODE", help="Its language.")],
    copies: Annotated[int, typer.Option("--copies", "-n", min=1, max=999, help="How many.")] = 1,
    printer: Annotated[
        str | None, typer.Option("--printer", metavar="NAME", help="The printer (default: the system's).")
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", "-e", metavar="ID", help="The edition (default: the workspace's first).")
    ] = None,
    brand: BrandId = None,
    paper: PaperId = None,
    sides: Annotated[
        Sides | None, typer.Option(help="On which sides (default: two-sided-long-edge; a booklet: short edge).")
    ] = None,
    booklet: Annotated[bool, typer.Option("--booklet", help="The same as --edition booklet.")] = False,
    allow_draft: AllowDraft = False,
    as_json: Json = False,
    workspace: Folder = HERE,
) -> None:
    """Print a leaflet that was built, proofed once more just before. Its booklet has to be built first as well."""
    from handouts import report
    from handouts.editions import EDITIONS
    from handouts.printing import Ticket, choose, find_printers, job_title, submit
    from handouts.workspace import open_workspace

    settings = open_workspace(workspace).settings
    wanted = _edition(settings, edition, booklet=booklet)
    one = ([article], [language], [brand or settings.brand], [wanted], [paper or settings.paper])
    opened, (job,) = targets.choose(workspace, *one)
    press, manifest = targets.finished(opened)
    ready = import_printing("handouts.handover").take(press, manifest, job, allow_draft=allow_draft)
    path = press.output_path(job)
    folded = EDITIONS[job.edition].folded
    on = sides or (Sides.SHORT_EDGE if folded else Sides.LONG_EDGE)
    ticket = Ticket(job_title(ready.article.reference, job.language), job.paper, on, copies)
    chosen = choose(find_printers(path), printer, path)
    request, problems = submit(ready.data, ticket, chosen)
    if folded and on is not Sides.SHORT_EDGE:
        what = f"the backs of a booklet that is printed {on} do not stand behind their fronts"
        hint = f"Leave --sides out: it is {Sides.SHORT_EDGE} then."
        problems.append(Problem("booklet-sides", what, hint=hint, severity=Severity.WARNING))
    if as_json:
        facts = {"pages": ready.entry.pages, "draft": ready.entry.draft, "sha256": ready.entry.sha256}
        said = {"request": request, "printer": chosen.name, **asdict(ticket), **facts}
        report.show_json({**said, "path": str(path), "problems": [problem.as_dict() for problem in problems]})
    else:
        many = f"{copies} copies" if copies > 1 else "1 copy"
        typer.echo(f"{report.short_path(path)}: {many} to {chosen.name}, {ticket.sides}, as {ticket.title} ({request})")
    report.show_problems(problems)


def printers(as_json: Json = False) -> None:
    """List the printers that CUPS knows, and whether they take jobs."""
    from handouts import report
    from handouts.printing import find_printers

    found = find_printers()
    if as_json:
        for printer in found:
            report.show_json(asdict(printer))
    elif found:
        rows = (
            (one.name, "yes" if one.default else "", one.state, "yes" if one.accepting else "no", one.reason)
            for one in found
        )
        report.show_table(("Printer", "Default", "State", "Takes jobs", "Says"), rows)
    else:
        typer.echo("CUPS has no printer. Add one in the system's settings, or with lpadmin.")


def _edition(settings: WorkspaceSettings, edition: str | None, *, booklet: bool) -> str:
    """The id of the edition that is asked for. Raises `HandoutsError` when `--booklet` and `--edition` disagree."""
    if booklet and edition not in (None, _BOOKLET):
        what = f"--booklet is an edition of its own, and --edition asks for '{edition}'"
        raise HandoutsError([Problem("edition-booklet", what, hint="Leave one of the two out.")], ExitCode.USAGE)
    return _BOOKLET if booklet else edition or settings.editions[0]
