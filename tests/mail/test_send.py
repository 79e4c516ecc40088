"""`handouts send`: who gets what, once, and nothing that is not allowed out."""

from __future__ import annotations

import email
import json
import re
import shutil
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.conftest import Clinic, Ran
from tests.mail.scripted import served

ANA = ("--language", "es", "--to", "ana@example.org")
REVIEWER = ("--reviewer", "Ana Ruiz", "--role", "translator")
PDF = "output/example-clinic/es/short.standard.a4.pdf"
PO = "locales/es/LC_MESSAGES/short.po"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the leaflets of `clinic` lie once the first test has built them."""
    return tmp_path_factory.mktemp("shelf") / "output"


@pytest.fixture
def built(clinic: Clinic, shelf: Path) -> Clinic:
    if not shelf.exists():
        assert clinic.handouts("build").code == 0
        shutil.copytree(clinic.path("output"), shelf)
    else:
        shutil.copytree(shelf, clinic.path("output"))
    return clinic


def send(clinic: Clinic, *more: str) -> Ran:
    return clinic.handouts("send", *more, "--to-folder", str(clinic.path("mail")))


def codes(ran: Ran) -> list[str]:
    return re.findall(r"^(?:error|warning) \[(.*?)\]", ran.err, re.MULTILINE)


def written(clinic: Clinic, folder: str = "mail") -> list[EmailMessage]:
    found = [email.message_from_bytes(path.read_bytes(), policy=default) for path in files(clinic.path(folder))]
    return [message for message in found if isinstance(message, EmailMessage)]


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.eml"))


def test_an_approved_leaflet_goes_out_once(built: Clinic) -> None:
    for article in ("short", "mail"):
        assert built.handouts("approve", article, "-l", "es", *REVIEWER).code == 0
    assert built.handouts("build").code == 0
    ran = send(built, "short", *ANA, "--name", "Ana Ruiz")
    assert (ran.code, ran.err) == (0, "")
    assert "1 written to" in ran.out
    assert "ana@" not in ran.out
    (message,) = written(built)
    assert (message["To"], message["Subject"]) == ("ana@example.org", "Su folleto de Example Pain Clinic")
    assert message["Content-Language"] == "es, en"
    (pdf,) = message.iter_attachments()
    assert pdf.get_filename() == "leaflet-0007-es.pdf"
    assert pdf.get_content() == built.path(PDF).read_bytes()
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    assert text.startswith("Hola, Ana Ruiz:")
    assert "Borrador" not in text

    for address in ("ana@example.org", "Ana@Example.org"):
        ran = send(built, "short", "--language", "es", "--to", address)
        assert (ran.code, codes(ran), len(written(built))) == (0, ["send-before"], 1)
    assert (send(built, "short", *ANA, "--again").code, len(written(built))) == (0, 2)
    assert (send(built).code, len(written(built))) == (0, 2)


def test_a_draft_goes_out_only_as_one(built: Clinic) -> None:
    ran = send(built, "short", *ANA)
    assert (ran.code, codes(ran), written(built)) == (1, ["handover-draft", "mail-draft"], [])
    assert send(built, "short", *ANA, "--allow-draft").code == 0
    text = written(built)[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    assert "Borrador: " in text
    assert "Draft: this message or its leaflet" in text


def test_an_approved_leaflet_with_words_that_are_not_is_a_draft(built: Clinic) -> None:
    assert built.handouts("approve", "short", "-l", "es", *REVIEWER).code == 0
    assert built.handouts("build").code == 0
    assert codes(send(built, "short", *ANA)) == ["mail-draft"]


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda clinic: clinic.path(PDF).unlink(), "handover-missing"),
        (lambda clinic: clinic.path(PDF).write_bytes(b"%PDF-1.7"), "proof-changed"),
        (lambda clinic: clinic.edit(PO, "Siente mareos.", "Siente mareo."), "proof-stale"),
        (lambda clinic: clinic.path("output/manifest.json").unlink(), "handover-missing"),
    ],
)
def test_what_is_not_as_it_was_built_stays(built: Clinic, spoil: object, expected: str) -> None:
    assert callable(spoil)
    spoil(built)
    ran = send(built, "short", *ANA, "--allow-draft")
    assert (ran.code, written(built)) == (1, [])
    assert expected in codes(ran)


def test_a_leaflet_that_changed_while_its_message_waited(built: Clinic) -> None:
    rows = "address,language,article\na@example.org,es,short\nb@example.org,es,short\n"
    people = str(built.write("r.csv", rows))
    assert send(built, "--recipients", people, "--allow-draft", "--limit", "1").code == 0
    built.edit(PO, "Siente mareos.", "Siente mareo.")
    assert built.handouts("build").code == 0
    ran = send(built)
    assert (ran.code, codes(ran), len(written(built))) == (1, ["mail-changed"], 1)


def test_many_at_once(built: Clinic) -> None:
    rows = "Language;Address;Article;Name;Reference\nes;ana@example.org;short;Ana;A1\nen;bob@exämple.org;short;;\n"
    people = str(built.write("r.csv", "\ufeff" + rows))
    ran = send(built, "--recipients", people, "--allow-draft", "--dry-run")
    assert (ran.code, ran.err, written(built)) == (0, "", [])
    assert "leaflet-0007-es.pdf" in ran.out
    assert "@" not in ran.out  # this is no terminal
    assert not built.path(".handouts").exists()

    ran = send(built, "--recipients", people, "--allow-draft", "--limit", "1", "--json")
    (row,) = map(json.loads, ran.out.splitlines())
    assert (ran.code, row["state"], row["reference"], "@example" in ran.out) == (0, "sent", "A1", False)
    ran = send(built, "--recipients", people, "--allow-draft", "--rate", "6000/min")
    assert (ran.code, codes(ran)) == (0, ["send-before"])
    assert [message["To"] for message in written(built)] == ["ana@example.org", "bob@xn--exmple-cua.org"]
    assert "Cc" not in written(built)[0]


def test_nothing_is_sent_when_one_row_is_wrong(built: Clinic) -> None:
    rows = "address,language,article\nana@example.org,es,short\nana,es,short\nbob@example.org,xx,none\n"
    ran = send(built, "--recipients", str(built.write("r.csv", rows)), "--allow-draft")
    assert (ran.code, written(built)) == (1, [])
    assert codes(ran) == ["recipients-address", "recipients-language", "recipients-article"]
    assert "r.csv:3:" in ran.err
    assert not built.path(".handouts").exists()


def test_nothing_is_sent_when_one_leaflet_is_not_ready(built: Clinic) -> None:
    rows = "address,language,article,edition\nana@example.org,es,short,\nbob@example.org,es,short,large-print\n"
    ran = send(built, "--recipients", str(built.write("r.csv", rows)), "--allow-draft")
    assert (ran.code, codes(ran), written(built)) == (1, ["handover-missing"], [])


def test_a_booklet_is_not_for_e_mail(built: Clinic) -> None:
    assert built.handouts("build", "-l", "es", "-e", "booklet").code == 0
    ran = send(built, "short", *ANA, "--edition", "booklet", "--allow-draft")
    assert (ran.code, codes(ran), written(built)) == (1, ["mail-booklet"], [])


def test_a_dry_run_says_what_the_outbox_knows(built: Clinic) -> None:
    rows = "address,language,article\nana@example.org,es,short\nbob@example.org,es,short\n"
    people = str(built.write("r.csv", rows))
    assert send(built, "short", *ANA, "--allow-draft").code == 0
    ran = send(built, "--recipients", people, "--allow-draft", "--dry-run")
    assert ran.out.splitlines()[-1] == "1 to be sent, 1 sent before or in question; nothing was sent."
    again = send(built, "--recipients", people, "--allow-draft", "--dry-run", "--again")
    assert again.out.splitlines()[-1] == "2 to be sent; nothing was sent."
    assert len(written(built)) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("short",), 2, "send-usage"),
        (("short", "--language", "es"), 2, "send-usage"),
        (("--to", "ana@example.org"), 2, "send-usage"),
        (("short", "--recipients", "r.csv"), 2, "send-usage"),
        (("short", *ANA, "--rate", "fast"), 2, "send-rate"),
        (("short", *ANA, "--rate", "0"), 2, "send-rate"),
        (("none", *ANA), 2, "recipients-article"),
        (("short", *ANA, "--edition", "huge"), 2, "recipients-edition"),
        (("short", *ANA, "--name", "Ana\nBcc: x@y.org"), 2, "recipients-name"),
        (("short", "--language", "es", "--to", "ana@example.org\nBcc: x@y.org"), 2, "recipients-address"),
        (("--recipients", "none.csv"), 1, "file-missing"),
    ],
)
def test_wrong_use(clinic: Clinic, arguments: tuple[str, ...], code: int, expected: str) -> None:
    ran = send(clinic, *arguments)
    assert (ran.code, codes(ran)) == (code, [expected])


def test_without_a_server_messages_become_files(built: Clinic) -> None:
    ran = built.handouts("send", "short", *ANA, "--allow-draft")
    assert ran.code == 0
    (message,) = written(built, ".handouts/messages")
    assert message["From"] == "Example Pain Clinic <nerve.pain@clinic.example>"
    assert built.path(".handouts/.gitignore").read_text() == "*\n"


def test_the_sender_of_the_settings_and_the_brands_address_for_answers(built: Clinic) -> None:
    settings = built.path("handouts.toml").read_text()
    built.write("handouts.toml", settings + '[mail]\nsender = "leaflets@clinic.example"\n')
    assert send(built, "short", *ANA, "--allow-draft").code == 0
    (message,) = written(built)
    assert message["From"] == "Example Pain Clinic <leaflets@clinic.example>"
    assert message["Reply-To"] == "nerve.pain@clinic.example"


def with_server(clinic: Clinic, port: int, more: str = "") -> None:
    settings = clinic.path("handouts.toml").read_text()
    lines = f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n{more}'
    clinic.write("handouts.toml", settings + lines)


def test_through_a_server(built: Clinic) -> None:
    rows = "address,language,article\nana@example.org,es,short\njosé@example.org,es,short\n"
    people = str(built.write("r.csv", rows))
    with served(enable_SMTPUTF8=False) as room:
        with_server(built, room.port)
        ran = built.handouts("send", "--recipients", people, "--allow-draft")
    assert (ran.code, len(room.received)) == (1, 1)
    assert "1 sent by 127.0.0.1, 1 failed." in ran.out
    assert "SMTPUTF8" in ran.err
    assert "jos" not in ran.out + ran.err
    message = email.message_from_bytes(room.received[0].data, policy=default)
    assert (message["To"], message["Auto-Submitted"]) == ("ana@example.org", "auto-generated")


def test_a_server_with_smtputf8(built: Clinic) -> None:
    with served(enable_SMTPUTF8=True) as room:
        with_server(built, room.port)
        ran = built.handouts("send", "short", "--language", "es", "--to", "josé@example.org", "--allow-draft")
    assert (ran.code, ran.err) == (0, "")
    assert "To: josé@example.org\r\n".encode() in room.received[0].data


def test_nowhere_to_send_from(built: Clinic) -> None:
    built.edit("brands/example-clinic/brand.toml", 'email = "nerve.pain@clinic.example"\n', "")
    assert built.handouts("build").code == 0
    assert codes(send(built, "short", *ANA, "--allow-draft")) == ["mail-sender"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('host = "mail.example"\npassword = "x"\n', "setting-invalid"),
        ('host = "mail.example"\nsecurity = "none"\n', "setting-invalid"),
        ('host = "mail.example"\nsecurity = "ssl"\n', "setting-invalid"),
        ('host = "mail.example"\nuser = "u"\n', "setting-invalid"),
        ('host = "mail.example"\npassword_env = "P"\n', "setting-invalid"),
        ('user = "u"\npassword_env = "P"\npassword_file = "f"\n', "setting-invalid"),
        ('host = "mail.example"\nport = 0\n', "setting-invalid"),
        ("max_size = 1\n", "setting-invalid"),
        ("rate = 0\n", "setting-invalid"),
        ('hots = "mail.example"\n', "setting-unknown"),
        ('sender = "clinic"\n', "setting-invalid"),
    ],
)
def test_settings_that_are_refused(clinic: Clinic, lines: str, expected: str) -> None:
    clinic.write("handouts.toml", clinic.path("handouts.toml").read_text() + f"[mail]\n{lines}")
    ran = send(clinic, "short", *ANA)
    assert (ran.code, codes(ran)) == (1, [expected])
    assert '"x"' not in ran.err
