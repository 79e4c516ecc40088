"""The commands of review: `approve` and `status`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handouts.commands.options import HERE, Articles, BrandId, Folder, Json, Languages, import_printing, unknown
from handouts.problems import ExitCode, HandoutsError, Problem

if TYPE_CHECKING:
    from handouts.approving import Taken
    from handouts.status import Row
    from handouts.workspace import Workspace


def approve(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id, or mail for what messages say.")],
    language: Annotated[str, typer.Option("--language", "-l", metavar="CODE", help="The language that was read.")],
    reviewer: Annotated[str, typer.Option(metavar="NAME", help="Who has read it and answers for it.")],
    role: Annotated[str, typer.Option(metavar="ROLE", help="What they are: clinician, medical translator …")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What is to be remembered of the review.")] = "",
    accept: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CHECK-ID=REASON",
            help="A finding of the checks that is right as it is, and why; CHECK-ID@short.po:12 for one place only. "
            "Repeatable.",
        ),
    ] = None,
    brand: BrandId = None,
    workspace: Folder = HERE,
) -> None:
    """Record that a person has read a leaflet and approves its exact text; any later change voids it."""
    from handouts import report
    from handouts.catalogs import MAIL

    articles = [] if article == MAIL else [article]
    opened = _known(workspace, articles, [language], brand)
    approving = import_printing("handouts.approving")
    press = import_printing("handouts.press").Press(opened)
    key = import_printing("handouts.review").Key(article, language, brand or opened.settings.brand)
    wish = approving.Wish(key, reviewer, role, note, tuple(_taken(one) for one in accept or ()))
    approval, problems = approving.approve(press, wish, datetime.now(UTC).date())
    report.show_problems(problems)
    count = len(approval.accepted)
    typer.echo(
        f"{article} in {language} for {key.brand} is approved by {approval.reviewer} ({approval.role}), "
        f"{approval.day.isoformat()}{f', {count} finding(s) accepted' if count else ''}. "
        f"Keep {report.short_path(press.reviews_path)} in git."
    )


def status(
    articles: Articles = None,
    language: Languages = None,
    brand: BrandId = None,
    as_json: Json = False,
    workspace: Folder = HERE,
) -> None:
    """Say how far every article is in every language: translated, checked, approved by whom, changed since."""
    from handouts import report

    opened = _known(workspace, articles or [], language or [], brand)
    press = import_printing("handouts.press").Press(opened)
    surveyed = import_printing("handouts.status").survey(
        press,
        dict.fromkeys(articles or opened.article_paths),
        dict.fromkeys(language or opened.settings.languages),
        brand or opened.settings.brand,
    )
    rows: list[Row] = []
    problems: list[Problem] = []
    for row, unread in surveyed:
        rows.append(row)
        problems += unread
    if as_json:
        for row in rows:
            report.show_json(row.as_dict())
    else:
        heading = ("Language", "Article", "Messages", "Translated", "Fuzzy", "Missing", "Safety", "Checks", "State")
        report.show_table(heading, [_cells(row) for row in rows])
    report.show_problems(problems)
    raise typer.Exit(ExitCode.CONTENT if problems else ExitCode.DONE)


def _cells(row: Row) -> tuple[str, ...]:
    counts = (row.messages, row.translated, row.fuzzy, row.missing)
    words = [
        f"{number} {name}{'' if number == 1 else 's'}"
        for number, name in ((row.errors, "error"), (row.warnings, "warning"))
        if number
    ]
    checks = ", ".join(words) or ("good" if row.state and row.state != "stopped" else "")
    return (
        row.language,
        row.article if row.state else "(templates' words)",
        *map(str, counts),
        "complete" if row.safety else "INCOMPLETE",
        checks,
        row.words,
    )


def _known(folder: Path, articles: list[str], languages: list[str], brand: str | None) -> Workspace:
    """The workspace, when it has what the command line names. Raises `HandoutsError`."""
    from handouts.workspace import open_workspace

    opened = open_workspace(folder)
    more = " More are added to 'languages' in handouts.toml."
    problems = [
        *unknown("article", articles, opened.article_paths),
        *unknown("language", languages, opened.settings.languages, more),
        *unknown("brand", [brand] if brand else [], opened.brand_names),
    ]
    if problems:
        raise HandoutsError(problems, ExitCode.USAGE)
    return opened


def _taken(text: str) -> Taken:
    """What `--accept` says. Raises `HandoutsError` when it gives no reason."""
    from handouts.approving import Taken

    check, equals, reason = text.partition("=")
    if not equals or not check.strip():
        hint = "Write --accept 'CHECK-ID=why it is right'."
        raise HandoutsError([Problem("review-accept", f"'{text}' gives no reason", hint=hint)], ExitCode.USAGE)
    check, _, place = check.strip().partition("@")
    return Taken(check, reason, place)
