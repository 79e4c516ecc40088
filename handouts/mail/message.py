"""The message as it goes on the wire: a `Letter` and its bytes.

RFC 5322 (the message), 2045 to 2047 (MIME), 3834 (`Auto-Submitted`), 3282 (`Content-Language`), 6532 (headers in UTF-8
where an address needs them). No notice of RFC 8098 is asked for: whether it is opened is the reader's own affair.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import cached_property

from handouts.files import digest
from handouts.languages import Language
from handouts.mail.addresses import MailAddress
from handouts.mail.body import Body
from handouts.problems import HandoutsError, Problem


@dataclass(frozen=True)
class Letter:
    """A message to one person: what it says, and the PDF that goes with it.

    It comes from the clinic, `author` and `author_name`; answers go to `answers_to`, or to the author when that is
    `None`. `message_id` and `date` are those of the outbox's entry, so that a second attempt is the same message.
    """

    author: MailAddress
    author_name: str
    to: MailAddress
    answers_to: MailAddress | None
    message_id: str
    date: datetime
    body: Body
    file_name: str
    pdf: bytes

    @property
    def sender(self) -> str:
        """The address of the envelope that failures are reported to."""
        return str(self.author)

    @property
    def recipient(self) -> str:
        """The one address of the envelope that it goes to."""
        return str(self.to)

    @property
    def needs_smtputf8(self) -> bool:
        """Whether an address has letters that only a server that offers SMTPUTF8 (RFC 6531) can take."""
        return any(one.needs_smtputf8 for one in (self.author, self.to, self.answers_to) if one)

    def as_bytes(self, *, smtputf8: bool) -> bytes:
        """The message with CRLF line ends: in ASCII, or where an address needs it with headers in UTF-8.

        Raises `HandoutsError` (`mail-smtputf8`) when an address needs what the server (`smtputf8`) does not offer: the
        library would write an address that is none, without a word.
        """
        if self.needs_smtputf8 and not smtputf8:
            what = "the address has letters before the @-sign that this mail server cannot take (it lacks SMTPUTF8)"
            hint = "Ask for another address, or hand the leaflet over on paper."
            raise HandoutsError([Problem("mail-smtputf8", what, hint=hint)])
        return self._written

    @cached_property
    def _written(self) -> bytes:
        """The message as bytes: it is measured before it is sent."""
        return _message(self).as_bytes()


def file_name(reference: str, language: Language) -> str:
    """The name of the attached file: the article's reference number and the language, in ASCII, and nothing more."""
    digits = "".join(str(unicodedata.digit(char, char)) for char in reference)
    plain = unicodedata.normalize("NFKD", digits).encode("ascii", "ignore").decode()
    number = re.sub(r"[^A-Za-z0-9]+", "-", plain)[:40].strip("-")
    return "-".join(part for part in ("leaflet", number, language.tag) if part) + ".pdf"


def _message(letter: Letter) -> EmailMessage:
    body = letter.body
    message = EmailMessage(policy=SMTPUTF8 if letter.needs_smtputf8 else SMTP)
    message["From"] = _address(letter.author, letter.author_name)
    message["To"] = _address(letter.to)
    if letter.answers_to and letter.answers_to != letter.author:
        message["Reply-To"] = _address(letter.answers_to)
    message["Subject"] = body.subject
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body.text, cte=_encoding(body.text))
    message.add_alternative(body.html, subtype="html", cte=_encoding(body.html))
    message.add_attachment(letter.pdf, maintype="application", subtype="pdf", filename=letter.file_name)
    # Not before: what begins with "Content-" would go to the first part with its text.
    message["Content-Language"] = ", ".join(language.tag for language in body.languages)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():  # made of the Message-ID, which is nobody's to guess; a second attempt has the same
            part.set_boundary(f"=_{digest(letter.message_id.encode())[:32]}.{number}")
    return message


def _address(address: MailAddress, name: str = "") -> Address:
    return Address(display_name=name, username=address.local, domain=address.domain)


def _encoding(text: str) -> str:
    """The transfer encoding that suits every server and keeps lines short; the one that makes the shorter message."""
    foreign = sum(not char.isascii() for char in text)
    return "quoted-printable" if foreign * 6 < len(text) else "base64"
