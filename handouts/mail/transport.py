"""What a way out for messages is: the message it is given, what it does with it, and how it says that it could not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol


class MessageToSend(Protocol):
    """A message with its envelope (RFC 5321, 2.3.1): the addresses of its `sender` and its one `recipient`."""

    @property
    def sender(self) -> str: ...  # noqa: D102  # said above

    @property
    def recipient(self) -> str: ...  # noqa: D102  # said above

    @property
    def needs_smtputf8(self) -> bool:
        """Whether an address in it has letters that only SMTPUTF8 (RFC 6531) carries."""

    def as_bytes(self, *, smtputf8: bool) -> bytes:
        """The message with its header; `smtputf8` tells whether what takes it knows header lines in UTF-8."""


class Transport(Protocol):
    """A way out for messages."""

    def send(self, message: MessageToSend, name: str, hand_over: Callable[[], None]) -> str:
        """Send `message`, whose `name` is unique, and return what was answered, in words without addresses.

        Calls `hand_over` just before the step after which it may have been delivered, and takes that step only if
        nothing is raised there. Raises `Refused`, `Lost`, or `HandoutsError`: with `ExitCode.MACHINE` nothing can be
        sent this way until a person has mended something, otherwise this message cannot.
        """

    def rest(self) -> None:
        """Nothing is sent for a while: let go of connections. Never raises."""


class Refused(Exception):  # noqa: N818  # not an error of ours
    """The server has answered that it does not take the message: `code` 4xx, perhaps later, or 5xx, never."""

    def __init__(self, code: int, words: str) -> None:
        self.code = code
        self.words = words
        super().__init__(words)

    @property
    def permanent(self) -> bool:
        """Whether the same message would be refused again (RFC 5321, 4.2.1)."""
        return self.code >= 500


class Lost(Exception):  # noqa: N818  # not an error of ours
    """There is no connection, or no longer; what was sent last may have arrived."""


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd]+")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]+@[^\s<>()\[\],;:\"]+")


def plain_words(said: bytes | str, *addresses: str) -> str:
    """What a server `said`, as one line of at most 300 characters, without control characters and addresses."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    for address in filter(None, addresses):
        text = re.sub(re.escape(address), "(address)", text, flags=re.IGNORECASE)
    return " ".join(_ADDRESS.sub("(address)", _CONTROL.sub(" ", text)).split())[:300]
