"""The outbox and Postfix: what is sent arrives in the mailbox, once and whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.mail.outbox import Entry, State
from handouts.mail.sending import send_queued
from handouts.mail.smtp import Server, SmtpTransport
from handouts.problems import HandoutsError
from tests.mail.mails import LIMITS, Clock, Mail, compose, fill, outbox_in
from tests.mail.postfix import Postfix, postfix

MANY = tuple(f"patient{number}" for number in range(12))


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    with postfix("ann", "bob", "cyd", "анна", *MANY) as running:
        yield running


def through(server: Postfix, *, most: int = 50) -> SmtpTransport:
    return SmtpTransport(Server("localhost", server.starttls, "starttls", None, None, server.ca_file, LIMITS, most))


def test_a_message_is_delivered_once_and_whole(server: Postfix, tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        [entry] = fill(outbox, "ann@clinic.test")
        for _ in range(2):
            send_queued(outbox, lambda one: Mail(one.address, one.message_id, size=150_000), through(server))
        [sent] = outbox.entries()
    assert sent.state is State.SENT
    assert sent.note.startswith("250 2.0.0 Ok: queued as ")
    [message] = server.mailbox("ann", 1)
    assert message["Message-ID"] == entry.message_id
    assert (message["Delivered-To"], message["Return-Path"]) == ("ann@clinic.test", "<leaflets@clinic.example>")
    assert "ESMTPS" in message["Received"]
    text, pdf = message.iter_parts()
    assert text.get_content() == "Dear patient,\n.\n..a line with dots\nسلام\n"
    assert (pdf.get_filename(), pdf.get_content_type()) == ("leaflet-0007-ar.pdf", "application/pdf")
    assert pdf.get_content() == bytes(number % 256 for number in range(150_000))
    assert server.idle()
    assert len(server.mailbox("ann", 1)) == 1


def test_tls_from_the_first_byte(server: Postfix) -> None:
    transport = SmtpTransport(Server("localhost", server.tls, "tls", None, None, server.ca_file, LIMITS))
    assert transport.send(Mail("bob@clinic.test"), "1", lambda: None).startswith("250 ")
    transport.rest()
    assert len(server.mailbox("bob", 1)) == 1


def test_an_address_beyond_ascii(server: Postfix, tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        fill(outbox, "анна@clinic.test")
        send_queued(outbox, compose, through(server))
        assert outbox.counts()[State.SENT] == 1
    [message] = server.mailbox("анна", 1)
    assert message["To"] == "анна@clinic.test"


def test_what_the_server_says_of_an_address(server: Postfix, tmp_path: Path) -> None:
    clock = Clock()
    with outbox_in(tmp_path, clock) as outbox:
        fill(outbox, "nobody@clinic.test", "busy@clinic.test", "ann@elsewhere.test", "cyd@clinic.test")
        send_queued(outbox, compose, through(server), patience=20, sleep=clock.sleep)
        unknown, busy, elsewhere, cyd = outbox.entries()
    assert (unknown.state, unknown.note[:9]) == (State.FAILED, "550 5.1.1")
    assert "User unknown" in unknown.note
    assert (busy.state, busy.tries, busy.note[:9]) == (State.QUEUED, 2, "450 4.2.0")
    assert (elsewhere.state, elsewhere.note[:9]) == (State.FAILED, "554 5.7.1")
    assert cyd.state is State.SENT
    assert not any("clinic.test" in entry.note or "elsewhere" in entry.note for entry in (unknown, busy, elsewhere))
    assert len(server.mailbox("cyd", 1)) == 1


def test_a_message_larger_than_the_server_takes(server: Postfix, tmp_path: Path) -> None:
    def large(entry: Entry) -> Mail:
        return Mail(entry.address, entry.message_id, size=400_000)

    with outbox_in(tmp_path) as outbox:
        fill(outbox, "bob@clinic.test")
        send_queued(outbox, large, through(server))
        [entry] = outbox.entries()
    assert entry.state is State.FAILED
    assert entry.note.startswith("smtp-size: ")


def test_many_recipients_get_one_message_each(server: Postfix, tmp_path: Path) -> None:
    with outbox_in(tmp_path) as outbox:
        entries = fill(outbox, *(f"{name}@clinic.test" for name in MANY))
        send_queued(outbox, compose, through(server, most=5))
    for name, entry in zip(MANY, entries, strict=True):
        [message] = server.mailbox(name, 1)
        assert (message["Message-ID"], message["To"]) == (entry.message_id, f"{name}@clinic.test")
    assert server.idle()


def test_nothing_goes_out_in_clear_text(server: Postfix) -> None:
    with pytest.raises(HandoutsError) as error:
        SmtpTransport(Server("localhost", server.starttls, limits=LIMITS)).send(
            Mail("ann@clinic.test"), "1", lambda: None
        )
    assert [problem.code for problem in error.value.problems] == ["smtp-certificate"]
