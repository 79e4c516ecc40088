"""The command `proof`: finished leaflets are read back and compared with the manifest and with the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handouts.commands.options import HERE, Folder, Json
from handouts.commands.targets import finished
from handouts.problems import ExitCode, HandoutsError, Problem

if TYPE_CHECKING:
    from handouts.workspace import Workspace


def proof(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Finished leaflets (default: all in output/).")
    ] = None,
    as_json: Json = False,
    workspace: Folder = HERE,
) -> None:
    """Read finished leaflets back, as `build` does, and say what is wrong with them or has changed since."""
    from handouts import report
    from handouts.manifest import prove_file

    opened = _workspace_of(workspace, files or [])
    press, manifest = finished(opened)
    wanted = files or [opened.output / entry.path for entry in manifest.entries.values() if entry.sha256]
    if not wanted:
        hint = "Build it first, with 'handouts build'."
        raise HandoutsError([Problem("proof-nothing", "there is no leaflet in output/", opened.output, None, hint)])
    found: list[Problem] = []
    bad = 0
    for path in wanted:
        problems = list(prove_file(press, manifest, path))
        found += problems
        bad += bool(problems)
        if as_json:
            report.show_json({"path": str(path), "problems": [problem.as_dict() for problem in problems]})
        else:
            typer.echo(f"{report.short_path(path)}: {'not to be handed out' if problems else 'good'}")
    report.show_problems(found)
    raise typer.Exit(ExitCode.CONTENT if bad else ExitCode.DONE)


def _workspace_of(folder: Path, files: list[Path]) -> Workspace:
    """The workspace that `folder` lies in; when it was not named and is in none, that of the first of `files`."""
    from handouts.workspace import open_workspace

    try:
        return open_workspace(folder)
    except HandoutsError:
        if folder != HERE or not files:
            raise
        return open_workspace(files[0].absolute().parent)
