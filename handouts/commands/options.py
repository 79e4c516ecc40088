"""What the commands share: their options, and what is said when something is not there.

That is an id on the command line that names nothing, or a library of the machine that prints.
"""

from __future__ import annotations

import contextlib
import importlib
import io
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from handouts.machine import install_line, library_version, native_libraries, searching_nowhere
from handouts.problems import ExitCode, HandoutsError, Problem

Articles = Annotated[list[str] | None, typer.Argument(metavar="ARTICLE", help="Ids of articles (default: all).")]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", "-l", metavar="CODE", help="A language (default: the workspace's). Repeatable."),
]
BrandId = Annotated[str | None, typer.Option("--brand", "-b", metavar="ID", help="A brand (default: the workspace's).")]
Brands = Annotated[
    list[str] | None,
    typer.Option("--brand", "-b", metavar="ID", help="A brand (default: the workspace's). Repeatable."),
]
Editions = Annotated[
    list[str] | None,
    typer.Option("--edition", "-e", metavar="ID", help="An edition (default: the workspace's). Repeatable."),
]
PaperId = Annotated[
    str | None, typer.Option("--paper", "-p", metavar="ID", help="a4 or letter (default: the workspace's).")
]
Papers = Annotated[
    list[str] | None,
    typer.Option("--paper", "-p", metavar="ID", help="a4 or letter (default: the workspace's). Repeatable."),
]
AllowDraft = Annotated[bool, typer.Option("--allow-draft", help="Hand over what nobody has approved yet.")]
Strict = Annotated[bool, typer.Option("--strict", help="Take warnings, such as an untranslated text, for errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line, instead of a table.")]
Folder = Annotated[Path, typer.Option("--workspace", "-w", metavar="DIR", help="The workspace, or a folder in it.")]
HERE = Path()


def count(number: int, what: str) -> str:
    """`number` of `what`, as a person says it."""
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def unknown(kind: str, values: Iterable[str], known: Collection[str], more: str = "") -> list[Problem]:
    """A problem for each of `values` on the command line that is not among the `known`; `more` ends its hint."""
    hint = f"There is: {', '.join(known)}.{more}"
    return [
        Problem(f"{kind}-unknown", f"there is no {kind} '{value}' here", hint=hint)
        for value in values
        if value not in known
    ]


def need_libraries() -> None:
    """Raise `HandoutsError` (`library-missing`) when this machine lacks a library that prints; imports none of ours."""
    for name in native_libraries():
        if library_version(name) is None:
            raise _library_missing(f"cannot load library '{name}'")


def _library_missing(what: str) -> HandoutsError:
    line = install_line(f"lib:{name}" for name in native_libraries())
    hint = f"Install Pango: {line}; 'handouts doctor' tells what else there is and is not."
    return HandoutsError(
        [Problem("library-missing", f"a library that prints is missing: {what}", hint=hint)], ExitCode.MACHINE
    )


def import_printing(module: str) -> Any:
    """The `module` of ours, once the libraries that print are loaded.

    Raises `HandoutsError` (`library-missing`) when the machine lacks one of them.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()), searching_nowhere():  # without Pango, WeasyPrint prints advice
            importlib.import_module("handouts.render")
        return importlib.import_module(module)
    except OSError as error:
        raise _library_missing(str(error).splitlines()[0]) from None
