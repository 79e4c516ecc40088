"""CUPS' programs: what printers there are, and a PDF to one of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from handouts.machine import install_line
from handouts.printing.lpstat import Printer, read_printers
from handouts.printing.ticket import Ticket
from handouts.problems import ExitCode, HandoutsError, Problem, Severity

_SECONDS = 30
"""How long a program may take: it only talks to the scheduler, which spools the job before it prints."""

_REQUEST = re.compile(r"request id is (\S+)")


def find_printers(instead: Path | None = None) -> list[Printer]:
    """The printers of the scheduler, in its order.

    Raises `HandoutsError`: `printing-missing` without CUPS' programs, `printing-scheduler` when no scheduler answers,
    both with `ExitCode.MACHINE` and with the file to open `instead`; `printing-failed` and `printing-slow`.
    """
    if not (shutil.which("lp") and shutil.which("lpstat")):
        line = install_line(["command:lp"])
        hint = f"Install CUPS' programs: {line}{_or_open(instead)}"
        raise _failure("printing-missing", "CUPS, which prints, is not installed", hint, instead, ExitCode.MACHINE)
    if _run(["lpstat", "-r"]).stdout.strip() != "scheduler is running":
        server = os.environ.get("CUPS_SERVER", "")
        what = f"CUPS does not answer{f' at {server} (CUPS_SERVER)' if server else ': its scheduler is not running'}"
        hint = f"Start it, on most systems with: sudo systemctl start cups{_or_open(instead)}"
        raise _failure("printing-scheduler", what, hint, instead, ExitCode.MACHINE)
    return read_printers(_run(["lpstat", "-e"]).stdout, _run(["lpstat", "-d", "-a", "-p"]).stdout)


def choose(printers: Sequence[Printer], name: str | None, instead: Path | None = None) -> Printer:
    """The printer with this `name`; without one the default, or the only one there is.

    Raises `HandoutsError`: `printer-none`, `printer-unknown`, `printer-default` when it is not clear which, and
    `printer-rejects` when it takes no jobs.
    """
    known = ", ".join(printer.name for printer in printers)
    if not printers:
        hint = f"Add one in the system's settings, or with lpadmin{_or_open(instead)}"
        raise _failure("printer-none", "CUPS has no printer", hint, instead, ExitCode.MACHINE)
    if name is None:
        found = [printer for printer in printers if printer.default or len(printers) == 1]
        if not found:
            hint = f"Name one with --printer: {known}. Or choose it for always: lpoptions -d NAME"
            raise _failure("printer-default", "no printer is the default", hint, None, ExitCode.USAGE)
    else:
        found = [printer for printer in printers if printer.name == name]
        if not found:
            hint = f"There is: {known}."
            raise _failure("printer-unknown", f"there is no printer '{name}' here", hint, None, ExitCode.USAGE)
    printer = found[0]
    if not printer.accepting:
        why = f": {printer.reason}" if printer.reason else ""
        hint = f"Let it take jobs (cupsaccept {printer.name}), or name another with --printer: {known}."
        raise _failure("printer-rejects", f"the printer '{printer.name}' takes no jobs{why}", hint)
    return printer


def submit(data: bytes, ticket: Ticket, printer: Printer) -> tuple[str, list[Problem]]:
    """The id of the job that prints the PDF `data` as the `ticket` says, and what is to be reported of it.

    Raises `HandoutsError`: `printing-failed` with lp's words, `printing-slow` when it does not end.
    """
    done = _run(["lp", "-d", printer.name, *ticket.options()], data)
    found = _REQUEST.search(done.stdout)
    if done.returncode or not found:
        words = " ".join(done.stderr.replace("lp: ", "").replace("Error - ", "").split())
        raise _failure("printing-failed", f"CUPS did not take the job: {words or 'it does not say why'}")
    if printer.state != "stopped":
        return found[1], []
    why = f": {printer.reason}" if printer.reason else ""
    hint = f"Let it go on with: cupsenable {printer.name}"
    what = f"the printer '{printer.name}' is stopped, so the job waits{why}"
    return found[1], [Problem("printer-stopped", what, hint=hint, severity=Severity.WARNING)]


def _run(command: list[str], data: bytes = b"") -> subprocess.CompletedProcess[str]:
    """What one of CUPS' programs says in English, given `data` to read."""
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}
    try:
        done = subprocess.run(  # noqa: S603  # a list, and no shell
            command, input=data, capture_output=True, timeout=_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        what = f"CUPS does not answer: '{command[0]}' took longer than {_SECONDS} s"
        raise _failure("printing-slow", what, "Look what it printed before you try again: lpstat -o") from None
    except OSError as error:
        what = f"'{command[0]}' cannot be run: {(error.strerror or str(error)).lower()}"
        raise _failure("printing-failed", what, "Install CUPS' programs again.", None, ExitCode.MACHINE) from None
    out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(command, done.returncode, out, err)


def _or_open(instead: Path | None) -> str:
    return "; or open the file and print it from there." if instead else ""


def _failure(
    code: str, what: str, hint: str = "", path: Path | None = None, exit_code: ExitCode = ExitCode.CONTENT
) -> HandoutsError:
    return HandoutsError([Problem(code, what, path, None, hint)], exit_code)
