"""What lpstat(1) says of the printers, in the locale C, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DEFAULT = re.compile(r"system default destination: (\S+)")
_ACCEPTS = re.compile(r"(\S+) (not )?accepting requests since")
_STATE = re.compile(r"printer (\S+) (is idle|now printing|disabled)\b")
_STATES = {"is idle": "idle", "now printing": "printing", "disabled": "stopped"}


@dataclass(frozen=True)
class Printer:
    """A printer, or a class of printers, that CUPS knows.

    `state` is `idle`, `printing` or `stopped`, or empty where CUPS does not tell. One that is not `accepting` takes no
    jobs; one that is stopped takes them and keeps them. `reason` is what the printer's keeper says of it.
    """

    name: str
    default: bool = False
    accepting: bool = True
    state: str = ""
    reason: str = ""


def read_printers(names: str, status: str) -> list[Printer]:
    """The printers that `lpstat -e` names, with what `lpstat -d -a -p` says of them."""
    default = _DEFAULT.search(status)
    rejecting: dict[str, bool] = {}
    states: dict[str, str] = {}
    reasons: dict[str, str] = {}
    about = ""
    for line in status.splitlines():
        if line.startswith("\t"):
            reasons[about] = reasons.get(about) or line.strip()
        elif found := _ACCEPTS.match(line):
            about = found[1]
            rejecting[about] = bool(found[2])
        elif found := _STATE.match(line):
            about = found[1]
            states[about] = _STATES[found[2]]
    return [
        Printer(
            name,
            default is not None and default[1] == name,
            not rejecting.get(name, False),
            states.get(name, ""),
            reasons.get(name, ""),
        )
        for name in dict.fromkeys(names.split())
    ]
