"""The command `send`: leaflets by e-mail, through the outbox, each to one person and once."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from handouts.commands.options import HERE, BrandId, Folder, Json, PaperId, import_printing
from handouts.commands.targets import finished
from handouts.problems import ExitCode, HandoutsError, Problem, Severity

if TYPE_CHECKING:
    from handouts.mail.composing import Composer
    from handouts.mail.outbox import Outbox
    from handouts.mail.recipients import Known, Recipient
    from handouts.mail.sending import Step, Tally
    from handouts.mail.transport import Transport
    from handouts.workspace import MailSettings, Workspace

_ROWS = 50
"""The most messages that are listed one by one when all went well."""


Article = Annotated[str | None, typer.Argument(metavar="ARTICLE", help="The article's id.")]
Language = Annotated[str | None, typer.Option("--language", "-l", metavar="CODE", help="The leaflet's language.")]
To = Annotated[str | None, typer.Option("--to", metavar="ADDRESS", help="Whom it goes to.")]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="Their name, for the greeting.")]
_COLUMNS = (
    "Many at once: a CSV file with the columns address, language and article, and if you like name, edition, brand, "
    "paper and reference."
)
Recipients = Annotated[Path | None, typer.Option("--recipients", metavar="FILE.csv", help=_COLUMNS)]
EditionId = Annotated[str | None, typer.Option("--edition", "-e", metavar="ID", help="standard or large-print.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show which message would go to whom; send none.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Send at most N messages.")]
Rate = Annotated[str | None, typer.Option("--rate", metavar="N/min", help="Send at most N a minute.")]
AllowDraft = Annotated[bool, typer.Option("--allow-draft", help="Send what nobody has approved; the message says so.")]
Again = Annotated[bool, typer.Option("--again", help="Send once more what was sent before.")]
_FILES = "Write .eml files (done when no mail server is set up)."
ToFolder = Annotated[Path | None, typer.Option("--to-folder", metavar="DIR", help=_FILES)]


@dataclass(frozen=True)
class _Order:
    """How messages are sent: drafts and what was sent before as well, how many at most, and how many a minute.

    `as_json` says how it is told.
    """

    allow_draft: bool
    again: bool
    limit: int | None
    rate: int | None
    as_json: bool


def send(  # Typer reads options from a command's own parameters, and from no group of them
    article: Article = None,
    language: Language = None,
    to: To = None,
    name: Name = "",
    recipients: Recipients = None,
    edition: EditionId = None,
    brand: BrandId = None,
    paper: PaperId = None,
    dry_run: DryRun = False,
    limit: Limit = None,
    rate: Rate = None,
    allow_draft: AllowDraft = False,
    again: Again = False,
    to_folder: ToFolder = None,
    as_json: Json = False,
    workspace: Folder = HERE,
) -> None:
    """Send finished leaflets by e-mail, each once. With neither ARTICLE nor --recipients, what waits is sent."""
    from handouts.workspace import open_workspace

    _refuse_contradictions(article, recipients, language=language, to=to, name=name)
    order = _Order(allow_draft, again, limit, _pace(rate), as_json)
    opened = open_workspace(workspace)
    known = _known(opened, {"edition": edition, "brand": brand, "paper": paper})
    people = _people(recipients, {"article": article, "language": language, "address": to, "name": name}, known)
    press, manifest = finished(opened)
    composer: Composer = import_printing("handouts.mail.composing").Composer(press, manifest)
    composer.check((one.job for one in people), allow_draft=allow_draft)
    if dry_run:
        _preview(opened, composer, people, order)
        return
    from handouts.mail.outbox import Outbox
    from handouts.mail.outbox_schema import outbox_path
    from handouts.workspace import MailSettings

    settings = opened.settings.mail or MailSettings()
    transport, place = _transport(opened.root, settings, to_folder)
    with Outbox.open(outbox_path(opened.root)) as outbox:
        noted = _queue(outbox, composer, people, order)
        tally, steps = _work(outbox, composer, transport, settings, order)
    _conclude(tally, steps, place, noted, order)


def _refuse_contradictions(article: str | None, recipients: Path | None, **given: str | None) -> None:
    """Raise `HandoutsError` when the command line names neither one person nor a file, or both."""
    named = [f"--{name}" for name, value in given.items() if value]
    what, hint = "", "Say: handouts send ARTICLE --language CODE --to ADDRESS, or: handouts send --recipients FILE.csv"
    if recipients and (article or named):
        what = f"with --recipients the file says it all, not {', '.join(([article] if article else []) + named)}"
    elif article and not (given["language"] and given["to"]):
        what = "to whom, and in which language?"
    elif named and not (article or recipients):
        what = "which leaflet?"
    if what:
        raise HandoutsError([Problem("send-usage", what, hint=hint)], ExitCode.USAGE)


def _pace(text: str | None) -> int | None:
    """The messages a minute that `--rate` says."""
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{1,6})\s*(?:/\s*min(?:ute)?)?", text.strip())
    if not found or int(found[1]) == 0:
        hint = "Write a number of messages a minute, such as 30/min."
        raise HandoutsError([Problem("send-rate", f"'{text}' is no rate", hint=hint)], ExitCode.USAGE)
    return int(found[1])


def _known(opened: Workspace, named: dict[str, str | None]) -> Known:
    from handouts.editions import EDITIONS, PAPERS
    from handouts.mail.recipients import Known

    settings = opened.settings
    usual = {"edition": settings.editions[0], "brand": settings.brand, "paper": settings.paper}
    default = {name: value or usual[name] for name, value in named.items()}
    return Known(opened.article_paths, settings.languages, EDITIONS, opened.brand_names, PAPERS, default)


def _people(recipients: Path | None, values: dict[str, str | None], known: Known) -> list[Recipient]:
    from handouts.mail.recipients import make_recipient, read_recipients

    if recipients:
        return read_recipients(recipients, known)
    if not values["article"]:
        return []
    return [make_recipient({name: value for name, value in values.items() if value}, known)]


def _preview(opened: Workspace, composer: Composer, people: list[Recipient], order: _Order) -> None:
    """Say which message would go to whom. Addresses are for the person at the terminal, and for no file or log."""
    from handouts import report

    people, before, waiting = _ahead(opened, composer, people, order)
    people = people[: order.limit]
    shown = sys.stdout.isatty() and not order.as_json
    rows = []
    for one in people:
        parcel, job = composer.parcel(one.job, allow_draft=order.allow_draft), one.job
        subject = composer.body(one, allow_draft=order.allow_draft).subject
        state = "draft" if parcel.draft else "approved"
        row = {"line": one.line, "article": job.article, "language": job.language, "edition": job.edition}
        row |= {"subject": subject, "attachment": parcel.file_name, "state": state}
        rows.append((str(one.address) if shown else "(not shown)", row))
    if order.as_json:
        for _, row in rows:
            report.show_json(row)
        return
    heading = ("Line", "To", "Article", "Language", "Edition", "Subject", "Attachment", "State")
    report.show_table(heading, [_cells(address, *row.values()) for address, row in rows])
    more = f", {before} sent before or in question" if before else ""
    more += f", {waiting} more waiting in the outbox" if waiting else ""
    typer.echo(f"{len(rows)} to be sent{more}; nothing was sent.")


def _ahead(
    opened: Workspace, composer: Composer, people: list[Recipient], order: _Order
) -> tuple[list[Recipient], int, int]:
    """Who of `people` would be sent to, how many would not be, and how many other messages wait in the outbox."""
    from handouts.mail.outbox import Outbox, State
    from handouts.mail.outbox_schema import outbox_path

    path = outbox_path(opened.root)
    if not path.exists():
        return people, 0, 0
    with Outbox.open(path) as outbox:
        known = [outbox.find(composer.entry(one, allow_draft=order.allow_draft)) for one in people]
        waiting = outbox.counts()[State.QUEUED] - sum(one is not None and one.state is State.QUEUED for one in known)
    open_states = {State.QUEUED, State.FAILED}
    due = [one for one, at in zip(people, known, strict=True) if order.again or at is None or at.state in open_states]
    return due, len(people) - len(due), waiting


def _cells(address: str, line: object, *rest: object) -> list[str]:
    return [str(line or ""), address, *map(str, rest)]


def _transport(root: Path, mail: MailSettings, to_folder: Path | None) -> tuple[Transport, str]:
    """The way out of the workspace `root`, and where it leads in words.

    Raises `HandoutsError` when the password cannot be read.
    """
    from handouts.mail.folder import FolderTransport
    from handouts.mail.outbox_schema import outbox_path
    from handouts.mail.password import read_password
    from handouts.mail.smtp import Server, SmtpTransport
    from handouts.report import short_path

    if to_folder is not None or mail.host is None:
        folder = (to_folder or outbox_path(root).with_name("messages")).absolute()
        return FolderTransport(folder), f"written to {short_path(folder)}"
    password = read_password(
        variable=mail.password_env,
        file=root / mail.password_file if mail.password_file else None,
    )
    authority = root / mail.ca_file if mail.ca_file else None
    server = Server(mail.host, mail.server_port, mail.security, mail.user, password, authority)
    return SmtpTransport(server), f"sent by {mail.host}"


def _queue(outbox: Outbox, composer: Composer, people: list[Recipient], order: _Order) -> list[Problem]:
    """Put a message to each of `people` into the outbox; what is to be known of those that were there already."""
    from handouts.mail.outbox import AlreadyThere, State

    there = [
        (one, done.entry)
        for one in people
        if isinstance(
            done := outbox.queue(composer.entry(one, allow_draft=order.allow_draft), again=order.again), AlreadyThere
        )
    ]
    said = {
        State.SENT: ("send-before", "was sent before, and is not sent again", "--again sends it once more."),
        State.SENDING: ("send-now", "is being sent by another process", "See 'handouts outbox list'."),
        State.UNKNOWN: (
            "send-unknown",
            "may have been delivered before, and is not sent again",
            "Say what became of it with 'handouts outbox resolve'.",
        ),
    }
    return [
        Problem(code, f"the message {entry.id}{place} {what}", None, None, hint, Severity.WARNING)
        for one, entry in there
        if entry.state in said
        for code, what, hint in [said[entry.state]]
        for place in [f" (line {one.line})" if one.line else ""]
    ]


def _work(
    outbox: Outbox, composer: Composer, transport: Transport, settings: MailSettings, order: _Order
) -> tuple[Tally, list[Step]]:
    """Send what waits; how it went, and the last step of each message."""
    from handouts import report
    from handouts.mail.sending import send_queued

    last: dict[int, Step] = {}

    def tell(step: Step) -> None:
        last[step.entry.id] = step
        if order.as_json:
            report.show_json({**step.entry.as_dict(), "problems": [one.as_dict() for one in step.problems]})

    rate, size = order.rate or settings.rate, settings.max_size
    tally = send_queued(outbox, composer, transport, limit=order.limit, rate=rate, max_size=size, on_step=tell)
    return tally, list(last.values())


def _conclude(tally: Tally, steps: list[Step], place: str, noted: list[Problem], order: _Order) -> NoReturn:
    """Say what became of each message, and end with the exit code."""
    from handouts import report

    if not order.as_json:
        _account(steps, tally, place)
    problems = [problem for step in steps for problem in step.problems]
    report.show_problems([*noted, *problems, *tally.stopped])
    raise typer.Exit(_exit_code(tally, order.limit))


def _account(steps: list[Step], tally: Tally, place: str) -> None:
    from handouts import report
    from handouts.mail.outbox import State

    shown = steps if len(steps) <= _ROWS else [step for step in steps if step.entry.state is not State.SENT]
    if shown:
        heading = ("Entry", "Recipient", "Article", "Language", "State", "Note")
        rows = [
            (str(one.id), one.recipient, one.job.article, one.job.language, str(one.state), one.note)
            for one in (step.entry for step in shown)
        ]
        report.show_table(heading, rows)
    parts = [f"{tally.settled[State.SENT]} {place}"]
    parts += [f"{count} {state}" for state in (State.FAILED, State.UNKNOWN) if (count := tally.settled[state])]
    parts += [f"{tally.waiting} still to be sent"] if tally.waiting else []
    typer.echo(f"{', '.join(parts)}.")


def _exit_code(tally: Tally, limit: int | None) -> ExitCode:
    from handouts.mail.outbox import State

    if tally.stopped:
        return ExitCode.MACHINE
    unsent = tally.settled[State.FAILED] or tally.settled[State.UNKNOWN] or (tally.waiting and limit is None)
    return ExitCode.CONTENT if unsent else ExitCode.DONE
