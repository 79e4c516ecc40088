"""A function of WeasyPrint, in the one version whose code we have read, and ours in its place."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import weasyprint

VERSION = "70.0"
"""The version of WeasyPrint that all patches are for; of any other nothing is assumed, and it is left as it is."""


@dataclass(frozen=True)
class Patch:
    """`ours` in place of the function `name` of `owner`, a module or class of WeasyPrint.

    `source` is the beginning of the SHA-256 of the source that it was written for: the tests compare it, so that an
    upgrade makes somebody read the new code. `kept` is WeasyPrint's own function.
    """

    owner: Any
    name: str
    source: str
    ours: Callable[..., Any]
    kept: Callable[..., Any]

    @classmethod
    def of(cls, owner: Any, name: str, source: str, ours: Callable[..., Any]) -> Patch:
        """A patch that is not applied yet."""
        return cls(owner, name, source, ours, getattr(owner, name))

    @property
    def is_applied(self) -> bool:
        """Whether WeasyPrint calls ours in this process."""
        return getattr(self.owner, self.name) is self.ours

    def apply(self) -> None:
        """Have WeasyPrint call ours, in this process, when it is the version that we know."""
        if weasyprint.VERSION == VERSION:
            setattr(self.owner, self.name, self.ours)

    def undo(self) -> None:
        """Have WeasyPrint call its own function again."""
        setattr(self.owner, self.name, self.kept)

    def digest(self) -> str:
        """What `source` must be for the WeasyPrint that is installed."""
        return hashlib.sha256(inspect.getsource(self.kept).encode()).hexdigest()[:12]
