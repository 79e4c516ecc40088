"""Addresses of e-mail: what is one, how it is written on the wire, and what a server must know to take it.

The text of an address is a patient's: no problem that is raised here repeats it.
"""

from __future__ import annotations

from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email


@dataclass(frozen=True)
class MailAddress:
    """An address as RFC 5321 has it: the part before the @-sign, and the domain in ASCII (IDNA 2008, RFC 5891)."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def needs_smtputf8(self) -> bool:
        """Whether only a server that offers SMTPUTF8 (RFC 6531) can take it."""
        return not self.local.isascii()

    @property
    def key(self) -> str:
        """What two spellings of one mailbox have in common; no server in use tells capital letters apart."""
        return str(self).casefold()


def parse_address(text: str) -> MailAddress:
    """The address that `text` is, without looking it up. Raises `ValueError`, whose text does not repeat it."""
    try:
        found = validate_email(text.strip(" "), check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        raise ValueError(_reason(str(error))) from None
    return MailAddress(found.local_part, found.ascii_domain or found.domain)


def _reason(words: str) -> str:
    """What `email_validator` says, without the characters that it quotes from the address."""
    known = words.partition(":")[0].rstrip(".")
    return f"{known[:1].lower()}{known[1:]}"
