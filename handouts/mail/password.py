"""The password of the mail server: from the environment or from a file that nobody else can read. It is never shown."""

from __future__ import annotations

import os
from pathlib import Path

from handouts.files import read_text
from handouts.problems import ExitCode, HandoutsError, Problem


def read_password(*, variable: str | None = None, file: Path | None = None) -> str | None:
    """The password in the environment's `variable`, or on the first line of `file`; `None` when neither is named.

    Raises `HandoutsError` (`mail-password`) when there is none in it, or when others may read the file.
    """
    if variable is not None:
        found = os.environ.get(variable, "")
        hint = f"Set it for this program only: {variable}=… handouts send …"
        return _there(found, f"the environment variable {variable} holds no password", hint, None)
    if file is None:
        return None
    found = read_text(file).partition("\n")[0]
    if file.stat().st_mode & 0o077:
        raise _refusal("other people of this machine may read the password", f"Say: chmod 600 {file}", file)
    return _there(found, "there is no password on the first line", "Write it there, and nothing else.", file)


def _there(found: str, what: str, hint: str, file: Path | None) -> str:
    if not found.strip():
        raise _refusal(what, hint, file)
    return found


def _refusal(what: str, hint: str, file: Path | None) -> HandoutsError:
    return HandoutsError([Problem("mail-password", what, file, None, hint)], ExitCode.MACHINE)
