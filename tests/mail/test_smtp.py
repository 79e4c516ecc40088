"""SMTP against a real server that misbehaves: every class of reply, connections lost at every stage, encryption."""

from __future__ import annotations

import datetime
import smtplib
import socket
import ssl
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from handouts.mail.smtp import Server, SmtpTransport, _Talk
from handouts.mail.transport import Lost, Refused, plain_words
from handouts.problems import ExitCode, HandoutsError
from tests.mail.mails import LIMITS, QUICK, SENDER, Mail, plain
from tests.mail.scripted import PASSWORD, USER, Dialogue, drip, drop, say, served, wait

MAIL = Mail("ann@example.org")
BEFORE_THE_END = ("EHLO", "MAIL", "RCPT", "DATA", "mid-data")


class Sent:
    """What came of sending one message: the answer or what was raised, and whether its end was handed over."""

    def __init__(self, transport: SmtpTransport, mail: Mail = MAIL) -> None:
        self.handed = False
        self.answer = ""
        self.raised: Exception | None = None
        try:
            self.answer = transport.send(mail, "000001", self.hand_over)
        except (Refused, Lost, HandoutsError) as error:
            self.raised = error

    def hand_over(self) -> None:
        self.handed = True

    @property
    def stopped(self) -> str:
        """The code of the problem that stops all sending; empty when none does."""
        known = isinstance(self.raised, HandoutsError) and self.raised.exit_code is ExitCode.MACHINE
        return self.raised.problems[0].code if isinstance(self.raised, HandoutsError) and known else ""


@contextmanager
def sending(server: Server) -> Iterator[SmtpTransport]:
    transport = SmtpTransport(server)
    try:
        yield transport
    finally:
        transport.rest()


def send_once(server: Server, mail: Mail = MAIL) -> Sent:
    with sending(server) as transport:
        return Sent(transport, mail)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return path


def tls(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """What a server with a certificate for `names` needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("localhost", "127.0.0.1"))).configure_cert(context)
    return context


def test_a_message_arrives_as_it_was_made() -> None:
    with served() as room:
        sent = send_once(plain(room.port), replace(MAIL, size=200_000))
    assert (sent.answer, sent.handed) == ("250 2.0.0 queued as 1", True)
    [received] = room.received
    assert (received.sender, received.recipients) == (SENDER, ["ann@example.org"])
    parsed = message_from_bytes(received.data, policy=policy.default)
    text, pdf = parsed.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == "Dear patient,\n.\n..a line with dots\nسلام\n"
    assert pdf.get_content() == bytes(number % 256 for number in range(200_000))
    assert room.seen[-1] == "QUIT"


def test_line_ends_are_those_of_smtp_and_nothing_ends_the_message_early() -> None:
    """Bare line feeds around a dot are taken for the end of a message by some servers ("SMTP smuggling")."""

    class Odd(Mail):
        def as_bytes(self, *, smtputf8: bool) -> bytes:  # noqa: ARG002  # as the one that it stands for
            return b"Subject: a\r\n\r\none\n.\nMAIL FROM:<x@example.org>\r.\rtwo\r\n.\r\n"

    with served() as room:
        assert send_once(plain(room.port), Odd("ann@example.org")).answer
    [received] = room.received
    assert received.data == b"Subject: a\r\n\r\none\r\n.\r\nMAIL FROM:<x@example.org>\r\n.\r\ntwo\r\n.\r\n"


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "dot"])
@pytest.mark.parametrize(("reply", "permanent"), [("450 4.2.0 later", False), ("550 5.1.1 never", True)])
def test_a_refusal_is_told_and_the_connection_serves_on(stage: str, reply: str, permanent: bool) -> None:
    with served() as room, sending(plain(room.port)) as transport:
        room.on(stage, say(reply))
        refused = Sent(transport).raised
        assert isinstance(refused, Refused)
        assert (refused.permanent, refused.words) == (permanent, reply)
        assert Sent(transport).answer
        assert room.connections == 1
        assert len(room.received) == 1


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_421_closes_the_connection(stage: str) -> None:
    with served() as room, sending(plain(room.port)) as transport:
        room.on(stage, say("421 4.3.2 closing"))
        assert isinstance(Sent(transport).raised, Refused)
        assert Sent(transport).answer
        assert room.connections == 2


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("reply", ["199 what", "250", "354 go on", "hello", "", "999 no", "25", "250\x00 ok"])
def test_what_is_no_fitting_reply_is_a_lost_connection(stage: str, reply: str) -> None:
    fits = {"MAIL": "250", "RCPT": "250", "DATA": "354"}[stage]
    with served() as room:
        room.on(stage, say(reply))
        sent = send_once(plain(room.port))
    if reply.startswith(fits) and "\x00" not in reply:
        assert not isinstance(sent.raised, HandoutsError)
    else:
        assert isinstance(sent.raised, Lost)
        assert not sent.handed
        assert room.received == []


@pytest.mark.parametrize("stage", ["connect", "banner", *BEFORE_THE_END])
def test_a_connection_lost_before_the_end_has_delivered_nothing(stage: str) -> None:
    with served() as room:
        room.on(stage, drop)
        sent = send_once(plain(room.port), replace(MAIL, size=300_000))
    assert isinstance(sent.raised, Lost)
    assert room.received == []
    assert not sent.handed or stage == "mid-data"  # what the socket still took in may have been its end


@pytest.mark.parametrize("stage", ["dot", "accepted"])
def test_a_connection_lost_after_the_end_may_have_delivered(stage: str) -> None:
    with served() as room:
        room.on(stage, drop)
        sent = send_once(plain(room.port))
    assert isinstance(sent.raised, Lost)
    assert sent.handed
    assert len(room.received) == (stage == "accepted")


def test_a_connection_lost_at_quit_changes_nothing() -> None:
    with served() as room:
        room.on("QUIT", drop)
        assert send_once(plain(room.port)).answer


def test_a_connection_lost_between_messages_is_replaced() -> None:
    with served() as room, sending(plain(room.port)) as transport:
        assert Sent(transport).answer
        room.on("RSET", drop)
        assert Sent(transport).answer
        assert room.connections == 2


def test_a_connection_is_used_for_so_many_messages_and_no_more() -> None:
    with served() as room, sending(plain(room.port, most=3)) as transport:
        for _ in range(7):
            assert Sent(transport).answer
        assert room.connections == 3
        transport.rest()
        assert (room.most_open, len(room.received)) == (1, 7)


@pytest.mark.parametrize("stage", ["banner", "EHLO", "MAIL", "RCPT", "DATA", "dot", "accepted"])
def test_a_server_that_does_not_answer_is_not_waited_for(stage: str) -> None:
    with served() as room:
        room.on(stage, wait(30))
        sent = send_once(plain(room.port, limits=QUICK))
    assert isinstance(sent.raised, Lost)
    assert "in time" in str(sent.raised)
    assert sent.handed == (stage in ("dot", "accepted"))


@pytest.mark.parametrize("stage", ["EHLO", "MAIL", "DATA", "accepted"])
def test_a_server_that_answers_without_end_is_not_waited_for(stage: str) -> None:
    with served() as room:
        room.on(stage, drip)
        assert isinstance(send_once(plain(room.port, limits=QUICK)).raised, Lost)


def test_a_server_that_does_not_read_is_not_waited_for() -> None:
    """A listening socket that nobody accepts from takes in what its buffers hold."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert isinstance(send_once(plain(listener.getsockname()[1], limits=QUICK)).raised, Lost)


def test_a_reply_of_any_length_is_not_read() -> None:
    with served() as room:
        room.on("EHLO", say("\r\n".join(["250-more"] * 500)))
        assert isinstance(send_once(plain(room.port)).raised, Lost)
    with served() as room:
        room.on("EHLO", say("250 " + "x" * 100_000))
        assert isinstance(send_once(plain(room.port)).raised, Lost)


@pytest.mark.parametrize(("reply", "code"), [("554 no service", "smtp-refused"), ("421 not now", "")])
@pytest.mark.parametrize("stage", ["banner", "EHLO"])
def test_a_server_that_refuses_all_stops_the_sending(stage: str, reply: str, code: str) -> None:
    with served() as room:
        room.on(stage, say(reply))
        sent = send_once(plain(room.port))
    assert sent.stopped == code
    assert isinstance(sent.raised, HandoutsError if code else Lost)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    lost = send_once(plain(port)).raised
    assert isinstance(lost, Lost)
    assert str(lost) == f"127.0.0.1:{port}: connection refused"


@pytest.mark.parametrize(("host", "kind"), [("nowhere.invalid", Lost), ("a" * 70 + ".example", HandoutsError)])
def test_a_host_that_is_none(host: str, kind: type[Exception]) -> None:
    assert isinstance(send_once(Server(host, 25, "tls", limits=LIMITS)).raised, kind)


# Encryption and the login.


def test_starttls_with_a_certificate_of_the_clinics_own(authority: trustme.CA, ca_file: Path) -> None:
    with served(tls_context=tls(authority), require_starttls=True) as room:
        server = Server("localhost", room.port, "starttls", USER, PASSWORD, ca_file, LIMITS)
        assert send_once(server).answer
        assert room.logins == [("PLAIN", USER)]
        assert room.seen.count("EHLO") == 2


def test_tls_from_the_first_byte(authority: trustme.CA, ca_file: Path) -> None:
    with served(implicit_tls=tls(authority), auth_require_tls=False) as room:
        server = Server("localhost", room.port, "tls", USER, PASSWORD, ca_file, LIMITS)
        assert send_once(server).answer


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["unknown authority", "another name", "expired"])
def test_a_bad_certificate_stops_the_sending(security: str, fault: str, authority: trustme.CA, ca_file: Path) -> None:
    made = {
        "unknown authority": lambda: tls(trustme.CA()),
        "another name": lambda: tls(authority, "elsewhere.example"),
        "expired": lambda: _expired(authority),
    }
    context = made[fault]()
    given = {"implicit_tls": context} if security == "tls" else {"tls_context": context}
    with served(**given) as room:
        server = Server("localhost", room.port, security, USER, PASSWORD, ca_file, LIMITS)  # type: ignore[arg-type]  # one of the kinds
        sent = send_once(server)
    assert sent.stopped == "smtp-certificate"
    assert room.logins == []
    assert "MAIL" not in room.seen


def _expired(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    then = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    authority.issue_cert("localhost", not_after=then).configure_cert(context)
    return context


def test_the_systems_authorities_do_not_know_a_clinics_own(authority: trustme.CA) -> None:
    with served(tls_context=tls(authority)) as room:
        assert send_once(Server("localhost", room.port, limits=LIMITS)).stopped == "smtp-certificate"


def test_nothing_goes_in_clear_text_when_starttls_is_not_offered() -> None:
    with served() as room:
        sent = send_once(Server("localhost", room.port, "starttls", USER, PASSWORD, limits=LIMITS))
    assert sent.stopped == "smtp-starttls"
    assert {"AUTH", "MAIL"}.isdisjoint(room.seen)


@pytest.mark.parametrize(("reply", "code"), [("454 not now", ""), ("502 no", "smtp-refused")])
def test_a_refused_starttls(reply: str, code: str, authority: trustme.CA) -> None:
    with served(tls_context=tls(authority)) as room:
        room.on("STARTTLS", say(reply))
        sent = send_once(Server("localhost", room.port, limits=LIMITS))
    assert sent.stopped == code
    assert "MAIL" not in room.seen


def test_a_connection_lost_at_starttls(authority: trustme.CA) -> None:
    with served(tls_context=tls(authority)) as room:
        room.on("STARTTLS", drop)
        assert isinstance(send_once(Server("localhost", room.port, limits=LIMITS)).raised, Lost)


def test_words_slipped_in_before_the_encryption_stop_the_sending(authority: trustme.CA, ca_file: Path) -> None:
    """RFC 3207 (6): what came before the encryption must not be taken for what the server said in it."""
    with served(tls_context=tls(authority)) as room:

        async def inject(dialogue: Dialogue) -> bool:
            await dialogue.push("220 ready\r\n250-mail.test\r\n250 AUTH LOGIN")
            dialogue.mute = True  # its own 220 is in these words
            return False

        room.on("STARTTLS", inject)
        sent = send_once(Server("localhost", room.port, "starttls", USER, PASSWORD, ca_file, LIMITS))
    assert sent.stopped == "smtp-starttls"
    assert room.logins == []


def test_tls_spoken_to_a_server_without_it_and_the_other_way(authority: trustme.CA, ca_file: Path) -> None:
    with served() as room:
        sent = send_once(Server("localhost", room.port, "tls", ca_file=ca_file, limits=LIMITS))
    assert sent.stopped == "smtp-tls"
    with served(implicit_tls=tls(authority)) as room:
        sent = send_once(Server("localhost", room.port, "starttls", ca_file=ca_file, limits=QUICK))
    assert isinstance(sent.raised, Lost)


@pytest.mark.parametrize("host", ["192.0.2.1", "mail.example", "127.0.0.1.example", "10.0.0.1", "localhost.example"])
def test_clear_text_is_for_this_machine_only(host: str) -> None:
    assert send_once(Server(host, 25, "none", limits=LIMITS)).stopped == "smtp-clear-text"


@pytest.mark.parametrize("password", ["wrong", "", "pässword"])
def test_a_refused_login_stops_the_sending_and_keeps_the_secret(
    password: str, authority: trustme.CA, ca_file: Path
) -> None:
    with served(tls_context=tls(authority)) as room:
        server = Server("localhost", room.port, "starttls", USER, password, ca_file, LIMITS)
        sent = send_once(server)
    assert sent.stopped == "smtp-login"
    assert not password or password not in str(sent.raised)
    assert password == "" or password not in repr(server)
    assert "MAIL" not in room.seen


def test_the_words_of_a_refused_login_are_not_told(authority: trustme.CA, ca_file: Path) -> None:
    with served(tls_context=tls(authority)) as room:
        room.on("AUTH", *[say(f"535 5.7.8 no '{PASSWORD}' for {USER}")] * 3)
        sent = send_once(Server("localhost", room.port, "starttls", USER, PASSWORD, ca_file, LIMITS))
    assert sent.stopped == "smtp-login"
    assert PASSWORD not in str(sent.raised)


@pytest.mark.parametrize(("reply", "code"), [("454 not now", ""), ("535 never", "smtp-login")])
def test_a_login_that_fails_for_now_is_tried_later(reply: str, code: str, authority: trustme.CA, ca_file: Path) -> None:
    with served(tls_context=tls(authority)) as room:
        room.on("AUTH", *[say(reply)] * 3)
        assert send_once(Server("localhost", room.port, "starttls", USER, PASSWORD, ca_file, LIMITS)).stopped == code


def test_a_server_that_wants_a_login_stops_the_sending(authority: trustme.CA, ca_file: Path) -> None:
    with served(tls_context=tls(authority), auth_required=True) as room:
        sent = send_once(Server("localhost", room.port, "starttls", ca_file=ca_file, limits=LIMITS))
    assert sent.stopped == "smtp-login"


def test_a_server_without_logins() -> None:
    with served(auth_exclude_mechanism=["PLAIN", "LOGIN"]) as room:
        assert send_once(plain(room.port, user=USER, password=PASSWORD)).stopped == "smtp-login"


@pytest.mark.parametrize("text", ["", "not a certificate"])
def test_a_file_of_certificates_that_is_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text(text)
    assert send_once(Server("localhost", 25, ca_file=path, limits=LIMITS)).stopped == "smtp-ca-file"
    assert send_once(Server("localhost", 25, ca_file=tmp_path / "none", limits=LIMITS)).stopped == "smtp-ca-file"


# What the server offers.


def test_an_address_beyond_ascii_goes_where_the_server_knows_it() -> None:
    with served(enable_SMTPUTF8=True) as room:
        assert send_once(plain(room.port), Mail("анна@example.org")).answer
    [received] = room.received
    assert received.recipients == ["анна@example.org"]
    assert "SMTPUTF8" in received.options
    assert "To: анна@example.org" in received.data.decode()


def test_an_address_beyond_ascii_fails_elsewhere_and_the_next_message_goes() -> None:
    with served(enable_SMTPUTF8=False) as room, sending(plain(room.port)) as transport:
        raised = Sent(transport, Mail("анна@example.org")).raised
        assert isinstance(raised, HandoutsError)
        assert ([problem.code for problem in raised.problems], raised.exit_code) == (["smtp-utf8"], ExitCode.CONTENT)
        assert Sent(transport).answer
    assert room.seen.count("MAIL") == 1


def test_a_message_larger_than_the_server_takes_is_not_sent() -> None:
    with served(data_size_limit=50_000) as room, sending(plain(room.port)) as transport:
        raised = Sent(transport, replace(MAIL, size=100_000)).raised
        assert isinstance(raised, HandoutsError)
        assert [problem.code for problem in raised.problems] == ["smtp-size"]
        assert Sent(transport).answer
    assert room.seen.count("MAIL") == 1
    assert any(option.startswith("SIZE=") for option in room.received[0].options)


def test_the_message_is_void_when_its_end_may_not_be_handed_over() -> None:
    def fail() -> None:
        raise HandoutsError([], ExitCode.MACHINE)

    with served() as room, sending(plain(room.port)) as transport:
        with pytest.raises(HandoutsError):
            transport.send(MAIL, "1", fail)
        assert Sent(transport).answer
        assert room.connections == 2
    assert len(room.received) == 1


def test_a_step_may_take_its_time_but_no_longer() -> None:
    with served() as room:
        room.on("RCPT", wait(0.6))
        assert send_once(plain(room.port)).answer
        room.on("RCPT", wait(0.6))
        assert isinstance(send_once(plain(room.port, limits=QUICK)).raised, Lost)


@given(st.binary(max_size=300) | st.from_regex(rb"([2-5][0-9]{2}[ -][a-z]{0,5}\r?\n){1,4}", fullmatch=True))
def test_whatever_comes_is_a_reply_or_a_lost_connection(said: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        talk = _Talk.__new__(_Talk)
        talk.sock, talk.file, talk._unread, talk._wait = ours, None, b"", 5
        with suppress(smtplib.SMTPServerDisconnected):
            code, words = talk.getreply()
            assert 200 <= code < 600
            assert said.startswith(str(code).encode())
            assert all(line in said for line in words.split(b"\n"))


@given(st.text() | st.binary())
def test_whatever_is_said_is_told_in_one_plain_line(said: str | bytes) -> None:
    told = plain_words(said)
    assert len(told) <= 300
    assert told.isprintable() or any(unicodedata.category(char) in ("Cn", "Co", "Cf", "Zs") for char in told)
    assert plain_words(told) == told


def test_words_are_told_in_one_line_without_addresses() -> None:
    said = (
        b"5.1.1 <Ann@Example.org>: \x1b[31mno\x07 such\nuser; write to bob@example.net \xff \xe2\x80\xae" + b"x" * 999
    )
    told = plain_words(said, "ann@example.org")
    assert told.startswith("5.1.1 <(address)>: [31mno such user; write to (address) xxx")
    assert len(told) == 300
    assert plain_words("no mailbox 'анна' here", "анна") == "no mailbox '(address)' here"
