"""SMTP (RFC 5321) to one server: a secure connection, kept for several messages, and each step in its time.

smtplib speaks the protocol. Its own `sendmail` is not used: it cannot tell whether a connection was lost before or
after the final dot, it waits without end for a server that answers a byte at a time, and a reply may have any length.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from handouts.mail.transport import Lost, MessageToSend, Refused, plain_words
from handouts.problems import ExitCode, HandoutsError, Problem


@dataclass(frozen=True)
class Limits:
    """How many seconds each step may take (RFC 5321, 4.5.3.2, which also says why the last is long).

    The shortest that it allows: 300 for a greeting, a command and, per block, the message, 120 for DATA, 600 for its
    end. A person may be waiting, so all but the last are shorter here: what they break off has not been delivered.
    """

    connect: float = 30
    reply: float = 60
    block: float = 60
    final: float = 600


@dataclass(frozen=True)
class Server:
    """A mail server that sends for the clinic. With `starttls` and `tls` its certificate is verified.

    The system's certificate authorities are trusted and those of `ca_file`, for a clinic with its own. `none` is for a
    server on this machine only.
    """

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    limits: Limits = Limits()
    most: int = 50
    """How many messages are sent over one connection; servers set limits of their own."""


class SmtpTransport:
    """Sends messages to `server`, over one connection at a time."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._talk: _Talk | None = None
        self._sent = 0

    def send(self, message: MessageToSend, name: str, hand_over: Callable[[], None]) -> str:
        """Send `message` as `Transport.send` says; its problems are `smtp-…`."""
        del name
        talk = self._ready()
        self._sent += 1
        try:
            return talk.deliver(message, hand_over)
        except Refused as refused:
            if refused.code == 421:  # the server closes (RFC 5321, 3.8)
                self._drop()
            raise
        except HandoutsError:
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise Lost(_said(error)) from error
        except BaseException:
            self._drop()
            raise

    def rest(self) -> None:
        """Take leave of the server, if there is a connection."""
        if self._talk is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._talk.within(min(5, self._server.limits.reply))
                self._talk.quit()
        self._drop()

    def _ready(self) -> _Talk:
        """A connection on which a message can begin: the one there is, if it still serves, or a new one."""
        if self._talk is not None and self._sent < self._server.most:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._talk.rset()[0] == 250:
                    return self._talk
            self._drop()
        self.rest()
        self._talk, self._sent = connect(self._server, self._context), 0
        return self._talk

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """Whom the server's certificate is verified with; it takes long to make."""
        return _context(self._server.ca_file)

    def _drop(self) -> None:
        if self._talk is not None:
            self._talk.close()
        self._talk = None


def connect(server: Server, context: ssl.SSLContext) -> _Talk:
    """A connection to `server` that is as secure as it says, logged in; `context` verifies its certificate.

    Raises `Lost` when it may be there later, and `HandoutsError` with `ExitCode.MACHINE` (`smtp-…`) when somebody must
    mend something first.
    """
    if server.security == "none" and not _loopback(server.host):
        what = f"'{server.host}' is another machine, and mail must not go there in clear text"
        raise _stop("smtp-clear-text", what, 'Set security = "starttls" or "tls" under [mail].')
    talk: _Talk | None = None
    try:
        talk = _TlsTalk(server, context) if server.security == "tls" else _Talk(server)
        talk.begin(server, context)
    except BaseException as error:
        if talk is not None:
            talk.close()
        if isinstance(error, (smtplib.SMTPException, OSError, UnicodeError)):
            raise _trouble(error, server) from error
        raise
    return talk


class _Talk(smtplib.SMTP):
    """smtplib's dialogue, with time limits on whole steps and limits on what a reply may be."""

    def __init__(self, server: Server, **more: Any) -> None:
        self._limits = server.limits
        self._wait = server.limits.reply
        self._unread = b""
        # A name is given so that none is looked up; `begin` says another.
        super().__init__(
            host=server.host, port=server.port, local_hostname="localhost", timeout=server.limits.connect, **more
        )

    def begin(self, server: Server, context: ssl.SSLContext) -> None:
        """Greet, secure the connection, and log in."""
        peer = self._socket().getpeername()[0]
        if server.security == "none" and not _loopback(peer):
            raise _stop("smtp-clear-text", f"'{server.host}' is not this machine", "Set security under [mail].")
        # The end of a message is written by itself; it must not wait until the rest is acknowledged (RFC 896).
        self._socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._greet()
        if server.security == "starttls":
            self.within(self._limits.reply)
            self.starttls(context=context)
            if self._unread:  # not protected, yet taken for what was said afterwards
                raise _stop("smtp-starttls", "somebody between here and the server speaks in its place", _ASK)
            self._greet()
        if server.user is not None:
            self._log_in(server.user, server.password or "")

    def deliver(self, message: MessageToSend, hand_over: Callable[[], None]) -> str:
        """One mail transaction (RFC 5321, 3.3): MAIL, RCPT, DATA. Returns the server's last words."""
        needs = message.needs_smtputf8 or not (message.sender + message.recipient).isascii()
        if needs and not self.has_extn("smtputf8"):
            what = "the address has letters that the mail server cannot carry (it does not offer SMTPUTF8)"
            raise HandoutsError([Problem("smtp-utf8", what, hint="Ask for another address of this person.")])
        data = re.sub(rb"\r\n|\r|\n", b"\r\n", message.as_bytes(smtputf8=needs)).removesuffix(b"\r\n") + b"\r\n"
        options = ["SMTPUTF8"] if needs else []
        if self.has_extn("8bitmime") and not data.isascii():
            options.append("BODY=8BITMIME")
        if self.has_extn("size"):
            self._check_size(len(data))
            options.append(f"SIZE={len(data)}")
        hidden = (message.recipient, message.sender)
        self.within(self._limits.reply)
        _expect(250, self.mail(message.sender, options), *hidden)
        _expect(250, self.rcpt(message.recipient), *hidden)
        _expect(354, self.docmd("DATA"), *hidden)
        # A line that is only a dot would end the message (RFC 5321, 4.5.2).
        self._put(re.sub(rb"^\.", b"..", data, flags=re.MULTILINE))
        try:
            hand_over()
        except BaseException:
            self.close()  # without its end the message is void
            raise
        self._put(b".\r\n")
        self.within(self._limits.final)
        return _expect(250, self.getreply(), *hidden)

    def within(self, seconds: float) -> None:
        """Allow the following steps `seconds` each."""
        self._wait = seconds
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def getreply(self) -> tuple[int, bytes]:
        """A reply (RFC 5321, 4.2.1), in the time allowed; what is none is taken for a lost connection."""
        end = time.monotonic() + self._wait
        words: list[bytes] = []
        code = b"[2-5][0-9]{2}"
        for _ in range(_MOST_LINES):
            found = re.fullmatch(rb"(%s)(?:([ -])(.*))?" % code, self._line(end))
            if found is None:
                raise self._over("the server's reply was none of SMTP")
            words.append((found[3] or b"").strip())
            if found[2] != b"-":
                return int(found[1]), b"\n".join(words)
            code = found[1]  # of all its lines
        raise self._over("the server's reply did not end")

    def _greet(self) -> None:
        """Say EHLO with the address that this machine has here (RFC 5321, 4.1.3), whatever its name."""
        self.within(self._limits.reply)
        own = self._socket().getsockname()[0].partition("%")[0]
        code, words = self.ehlo(f"[IPv6:{own}]" if ":" in own else f"[{own}]")
        if code != 250:
            raise smtplib.SMTPHeloError(code, words)

    def send(self, s: Any) -> None:
        """Send `s` in the time allowed. Raises `SMTPServerDisconnected`, with the reason, unlike smtplib's own."""
        try:
            self._socket().sendall(s.encode(self.command_encoding) if isinstance(s, str) else s)
        except OSError as error:
            raise self._over(_said(error)) from error

    def _line(self, end: float) -> bytes:
        """The next line of the server, without its end."""
        while b"\n" not in self._unread:
            left = end - time.monotonic()
            if left <= 0:
                raise self._over("the server did not answer in time")
            if len(self._unread) > _LONGEST_LINE:
                raise self._over("the server's reply did not end")
            try:
                self._socket().settimeout(left)
                more = self._socket().recv(4096)
            except OSError as error:
                raise self._over(_said(error)) from error
            if not more:
                raise self._over("the server closed the connection")
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return line.removesuffix(b"\r")

    def _over(self, why: str) -> smtplib.SMTPServerDisconnected:
        """There is no going on with this connection."""
        self.close()
        return smtplib.SMTPServerDisconnected(why)

    def _put(self, data: bytes) -> None:
        """Send `data` in blocks, each in its time."""
        self.within(self._limits.block)
        for start in range(0, len(data), _BLOCK):
            self.send(data[start : start + _BLOCK])

    def _log_in(self, user: str, password: str) -> None:
        """Log in (RFC 4954). Of a refusal only the code is told: some servers' words repeat what they were sent."""
        self.within(self._limits.reply)
        try:
            self.login(user, password)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < 500:
                raise Lost(f"the mail server cannot log in anybody now ({error.smtp_code})") from None
            raise _stop("smtp-login", f"the mail server refuses the login ({error.smtp_code})", _LOGIN_HINT) from None
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException):
            raise
        except (smtplib.SMTPException, UnicodeEncodeError):
            what = "the mail server offers no way to log in with this user and password"
            raise _stop("smtp-login", what, _LOGIN_HINT) from None

    def _check_size(self, size: int) -> None:
        """Refuse what is larger than the server takes (RFC 1870); 0 or nothing means that it does not say."""
        said = self.esmtp_features["size"]
        if said.isdecimal() and 0 < int(said) < size:
            what = f"the message has {size} bytes, and the mail server takes {said} at most"
            raise HandoutsError([Problem("smtp-size", what, hint="Make the leaflet's pictures smaller.")])

    def _socket(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        return self.sock


class _TlsTalk(_Talk, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte (RFC 8314)."""

    def __init__(self, server: Server, context: ssl.SSLContext) -> None:
        super().__init__(server, context=context)


_MOST_LINES = 100
_LONGEST_LINE = 8192
_BLOCK = 64 * 1024
_ASK = "Ask whoever keeps the mail server."
_LOGIN_FIRST = (530, 534, 535, 538)
"""Replies of RFC 4954 that speak of the login, whatever they answer."""


def _expect(code: int, reply: tuple[int, bytes], *hidden: str) -> str:
    """The words of `reply` if it is of the class of `code`. Raises `Refused`, or `HandoutsError` if a login lacks."""
    words = plain_words(reply[1], *hidden)
    if reply[0] // 100 == code // 100:
        return f"{reply[0]} {words}".strip()
    if reply[0] in _LOGIN_FIRST:
        raise _stop("smtp-login", f"the mail server wants a login first: {reply[0]} {words}", _LOGIN_HINT)
    if reply[0] < 400:
        raise smtplib.SMTPServerDisconnected(f"the server's reply was out of place: {reply[0]} {words}")
    raise Refused(reply[0], f"{reply[0]} {words}".strip())


_LOGIN_HINT = "Check the user and password that [mail] in handouts.toml names."


def _trouble(error: Exception, server: Server) -> Lost | HandoutsError:
    """What an error of the connection's beginning comes to."""
    where = f"{server.host}:{server.port}"
    match error:
        case smtplib.SMTPResponseException() if 400 <= error.smtp_code < 500:
            return Lost(f"{where} answered {error.smtp_code} {plain_words(error.smtp_error)}")
        case smtplib.SMTPResponseException():
            what = f"{where} refuses: {error.smtp_code} {plain_words(error.smtp_error)}"
            return _stop("smtp-refused", what, _ASK)
        case smtplib.SMTPServerDisconnected():
            return Lost(f"{where}: {plain_words(str(error))}")
        case smtplib.SMTPNotSupportedError():
            what = f"{where} does not offer STARTTLS, and mail must not go there in clear text"
            return _stop("smtp-starttls", what, 'Try security = "tls" with its port (465), or another server.')
        case ssl.SSLCertVerificationError():
            what = f"the certificate of {where} cannot be trusted: {plain_words(error.verify_message)}"
            return _stop(
                "smtp-certificate", what, "Check host under [mail]; a clinic's own authority is named by ca_file."
            )
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return Lost(f"{where} closed the connection")
        case ssl.SSLError():
            what = f"{where} and this machine find no common encryption: {plain_words(error.reason or str(error))}"
            return _stop("smtp-tls", what, 'Port 465 is for security = "tls", port 587 for "starttls".')
        case UnicodeError():
            return _stop("smtp-host", f"'{server.host}' cannot be the name of a server", "Check host under [mail].")
    return Lost(f"{where}: {_said(error)}")


def _context(ca_file: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (ssl.SSLError, OSError) as error:
            what = f"the certificates cannot be read: {_said(error)}"
            problem = Problem("smtp-ca-file", what, ca_file, None, "It must be a file of PEM certificates.")
            raise HandoutsError([problem], ExitCode.MACHINE) from None
    return context


def _loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "the server did not answer in time"
    return plain_words((isinstance(error, OSError) and error.strerror) or str(error)).lower()


def _stop(code: str, what: str, hint: str) -> HandoutsError:
    return HandoutsError([Problem(code, what, hint=hint)], ExitCode.MACHINE)
