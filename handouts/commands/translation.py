"""The commands for translators' files: `extract`, `update` and `add-language`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from handouts.commands import options
from handouts.commands.options import import_printing
from handouts.problems import ExitCode, HandoutsError

if TYPE_CHECKING:
    from pathlib import Path

    from handouts.press import Press
    from handouts.translate import Begun, Updated


def extract(workspace: options.Folder = options.HERE) -> None:
    """Write locales/*.pot, from which translators start: one for the templates' words and one an article."""
    from handouts.report import short_path

    press = _press(workspace)
    from handouts import translate

    for path in translate.extract(press):
        typer.echo(short_path(path))


def update(
    language: options.Languages = None,
    check: Annotated[
        bool, typer.Option("--check", "--dry-run", help="Write nothing; fail when something would change.")
    ] = False,
    as_json: options.Json = False,
    workspace: options.Folder = options.HERE,
) -> None:
    """Bring locales/ up to date with the articles and templates. Translations, comments and flags are kept."""
    from handouts import report

    press = _press(workspace)
    from handouts import translate

    known = dict.fromkeys((*press.workspace.settings.languages, *translate.languages_begun(press.workspace)))
    more = " More are begun with 'handouts add-language'."
    problems = options.unknown("language", language or (), [code for code in known if code != press.source.code], more)
    if problems:
        raise HandoutsError(problems, ExitCode.USAGE)
    done = translate.update(press, list(dict.fromkeys(language or ())), check=check)
    if as_json:
        for one in done:
            report.show_json(_as_dict(one))
    else:
        heading = ("Language", "Catalog", "Kept", "New", "Fuzzy", "Back", "Obsolete", "To do", "State", "File")
        report.show_table(heading, [_row(one, check=check) for one in done])
    report.show_problems(problem for one in done for problem in one.problems)
    changed = check and any(one.state in ("new", "changed") for one in done)
    failed = any(one.state == "left alone" for one in done)
    raise typer.Exit(ExitCode.CONTENT if changed or failed else ExitCode.DONE)


def add_language(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A gettext code, such as fr, pt_BR or zh_Hans.")],
    workspace: options.Folder = options.HERE,
) -> None:
    """Begin a language: catalogs to be translated, and its place in handouts.toml."""
    from handouts import report

    press = _press(workspace)
    from handouts import translate

    begun = translate.add_language(press, code)
    for line in _account(begun, press):
        typer.echo(line)
    report.show_problems((*begun.missing, *(problem for one in begun.files for problem in one.problems)))
    raise typer.Exit(ExitCode.CONTENT if any(one.state == "left alone" for one in begun.files) else ExitCode.DONE)


def _press(folder: Path) -> Press:
    from handouts.workspace import open_workspace

    press: Press = import_printing("handouts.press").Press(open_workspace(folder))
    return press


def _row(one: Updated, *, check: bool) -> tuple[str, ...]:
    from handouts.report import short_path

    changes = one.changes
    counts = (changes.kept, changes.added, changes.changed, changes.restored, changes.removed, changes.waiting)
    state = f"would be {one.state}" if check and one.state in ("new", "changed") else one.state
    numbers = [str(count) for count in counts] if one.language and one.state != "left alone" else [""] * len(counts)
    return (one.language or "template", one.domain, *numbers, state, short_path(one.path))


def _as_dict(one: Updated) -> dict[str, object]:
    return {
        "language": one.language or None,
        "catalog": one.domain,
        "path": str(one.path),
        "state": one.state,
        **{name: count for name, count in asdict(one.changes).items() if name != "rewritten"},
        "problems": [problem.as_dict() for problem in one.problems],
    }


def _account(begun: Begun, press: Press) -> list[str]:
    """What was done for the language, what its fonts are, and what comes next."""
    from handouts.machine import install_line
    from handouts.report import short_path

    language = begun.language
    code, settings = language.code, short_path(press.workspace.root / "handouts.toml")
    lines = [f"{language.name_in(press.source)} ({language.name}, {code})"]
    lines += [
        f"  {one.state}: {short_path(one.path)}, {one.changes.waiting} to be translated"
        for one in begun.files
        if one.language
    ]
    lines.append(f"  {settings}: {'added to' if begun.in_settings else 'already in'} 'languages'")
    lines.append(f"Fonts: {', '.join(begun.fonts)}.")
    lacking = [family for family in begun.fonts if any(f"'{family}'" in problem.message for problem in begun.missing)]
    if lacking:
        line = install_line(f"font:{family}" for family in lacking)
        lines.append(f"  Not installed: {', '.join(lacking)}. Install: {line}")
    else:
        lines.append("  All of them are installed.")
    brand = short_path(press.workspace.brands / press.workspace.settings.brand / "brand.toml")
    return [
        *lines,
        "Next:",
        "  1. Translate these files in a PO editor, such as Poedit. Safety messages must not stay fuzzy or empty.",
        f"  2. Write what the clinic says otherwise in this language, such as its hours: [wording.{code}] in {brand}",
        f"  3. handouts check -l {code}",
        f"  4. handouts build -l {code}    (a draft until a person has approved it)",
    ]
