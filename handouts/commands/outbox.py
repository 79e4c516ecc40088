"""The commands `outbox list|show|retry|resolve|purge`: what was sent, what waits, and what a person has to decide."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from handouts.commands import options
from handouts.problems import ExitCode, HandoutsError, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handouts.mail.outbox import Entry, Outbox

outbox = typer.Typer(help="See what was sent by e-mail and what waits, and decide what is open.", no_args_is_help=True)
"""The group of commands."""

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The entry's number, from 'outbox list'.")]
_DAY = 24 * 3600


@outbox.command("list")
def list_entries(
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="STATE", help="queued, sending, sent, failed or unknown. Repeatable."),
    ] = None,
    as_json: options.Json = False,
    workspace: options.Folder = options.HERE,
) -> None:
    """List the messages that wait, were sent, have failed, or may have been sent. No addresses are shown."""
    from handouts import report
    from handouts.mail.outbox import State

    problems = options.unknown("state", state or (), list(State))
    if problems:
        raise HandoutsError(problems, ExitCode.USAGE)
    with _opened(workspace) as opened:
        if opened is None:
            if not as_json:
                typer.echo("Nothing has been sent from this workspace.")
            return
        opened.recover()
        found = opened.entries(*map(State, state or ()))
        if as_json:
            for entry in found:
                report.show_json(entry.as_dict())
        else:
            heading = ("Number", "State", "Recipient", "Article", "Language", "Version", "Changed", "What was said")
            report.show_table(heading, map(_row, found))
        unknown = opened.counts()[State.UNKNOWN]
    if unknown:
        what = f"{unknown} of the messages may have been delivered or not; they are never sent again by themselves"
        hint = "Ask the recipient, then 'handouts outbox resolve NUMBER --arrived' or '--not-arrived'."
        report.show_problems([Problem("mail-unknown", what, hint=hint, severity=Severity.WARNING)])


@outbox.command()
def show(
    number: Number,
    show_address: Annotated[
        bool, typer.Option("--show-address", help="Show the recipient's address and name too, on a terminal only.")
    ] = False,
    as_json: options.Json = False,
    workspace: options.Folder = options.HERE,
) -> None:
    """Show all that is known of one message."""
    from handouts import report

    if show_address and not sys.stdout.isatty():
        what = "addresses of patients are shown on a terminal only, not to files and other programs"
        raise HandoutsError([Problem("outbox-address", what, hint="Leave --show-address away.")], ExitCode.USAGE)
    with _needed(workspace) as opened:
        entry = opened.entry(number)
    values = entry.as_dict()
    if show_address:
        values |= {"address": entry.address, "name": entry.name}
    if as_json:
        report.show_json(values)
    else:
        report.show_table(("What", ""), ((name, str(value)) for name, value in values.items() if value != ""))


@outbox.command()
def retry(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="NUMBER", help="Entries that failed or wait.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that have failed.")] = False,
    workspace: options.Folder = options.HERE,
) -> None:
    """Queue again what has failed, and let what waits be due now. The next 'handouts send' sends it."""
    from handouts.mail.outbox import State
    from handouts.problems import Gathering

    if bool(numbers) == failed:
        what = "say which entries: their numbers, or --failed"
        raise HandoutsError([Problem("outbox-which", what, hint="See 'handouts outbox list'.")], ExitCode.USAGE)
    gathering = Gathering()
    with _needed(workspace) as opened:
        wanted = numbers or [entry.id for entry in opened.entries(State.FAILED)]
        done = [gathering.attempt(partial(opened.retry, number)) for number in wanted]
    typer.echo(f"{sum(entry is not None for entry in done)} queued again. 'handouts send' sends what is queued.")
    gathering.raise_all()


@outbox.command()
def resolve(
    number: Number,
    arrived: Annotated[
        bool | None,
        typer.Option("--arrived/--not-arrived", help="It has arrived, or it has not and is to be sent again."),
    ] = None,
    workspace: options.Folder = options.HERE,
) -> None:
    """Say what became of a message that may have been delivered or not."""
    if arrived is None:
        what = "say what became of it: --arrived or --not-arrived"
        raise HandoutsError([Problem("outbox-which", what, hint="Ask the recipient.")], ExitCode.USAGE)
    with _needed(workspace) as opened:
        entry = opened.resolve(number, arrived=arrived)
    typer.echo(f"Entry {entry.id} is {entry.state}.")


@outbox.command()
def purge(
    older_than: Annotated[
        int, typer.Option("--older-than", metavar="DAYS", min=0, help="Days since it was sent or has failed.")
    ],
    workspace: options.Folder = options.HERE,
) -> None:
    """Forget old messages that were sent or have failed, with their addresses. Asked for again, they are sent again.

    Messages that were written as files stay: they are yours.
    """
    with _needed(workspace) as opened:
        gone = opened.purge(opened.now() - older_than * _DAY)
    typer.echo(f"{gone or 'No'} {'entry' if gone == 1 else 'entries'} forgotten.")


@contextmanager
def _opened(folder: options.Folder) -> Iterator[Outbox | None]:
    """The outbox of the workspace that `folder` lies in; `None` when it has none yet."""
    from handouts.mail.outbox import Outbox
    from handouts.mail.outbox_schema import outbox_path
    from handouts.workspace import open_workspace

    path = outbox_path(open_workspace(folder).root)
    if not any(path.parent.glob(f"{path.name}*")):
        yield None
        return
    with Outbox.open(path) as opened:
        yield opened


@contextmanager
def _needed(folder: options.Folder) -> Iterator[Outbox]:
    with _opened(folder) as opened:
        if opened is None:
            hint = "'handouts send' makes one."
            raise HandoutsError([Problem("outbox-none", "this workspace has no outbox yet", folder, None, hint)])
        yield opened


def _row(entry: Entry) -> tuple[str, ...]:
    from handouts.mail.outbox import moment

    job = entry.job
    changed = moment(entry.changed)
    return (str(entry.id), entry.state, entry.recipient, job.article, job.language, entry.version, changed, entry.note)
