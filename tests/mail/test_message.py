"""The message: read back by Python's parser and by one of another make; private, in order, and in two languages."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from functools import cache
from html.parser import HTMLParser

import fast_mail_parser
import pytest

from handouts.bidi import Direction
from handouts.languages import find_language
from handouts.mail.addresses import MailAddress
from handouts.mail.body import Body, isolated, write_body
from handouts.mail.message import Letter, file_name
from handouts.mail.wording import read_wording
from handouts.press import Press
from handouts.problems import HandoutsError
from handouts.workspace import open_workspace
from tests.conftest import ROOT
from tests.making import codes

CLINIC = MailAddress("leaflets", "clinic.example")
ANA = MailAddress("ana", "example.org")
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 400
PRESS = Press(open_workspace(ROOT))
LANGUAGES = PRESS.workspace.settings.languages
PRIVATE = ("ketamin", "nerve pain", "nerve-pain", "neuropath", "кетамин", "الكيتامين", "氯胺酮", "केटामाइन")


@cache
def body(language: str, name: str = "", *, draft: bool = False) -> Body:
    wordings = [read_wording(PRESS, code, "example-clinic")[0] for code in dict.fromkeys((language, "en"))]
    return write_body(PRESS.templates, wordings, name, draft=draft)


def letter(
    language: str = "ar", to: MailAddress = ANA, name: str = "", answers_to: MailAddress | None = None
) -> Letter:
    attached = file_name("0042", find_language(language))
    day = datetime(2026, 11, 22, 20, 15, tzinfo=UTC)
    said = body(language, name)
    return Letter(CLINIC, "Example Pain Clinic", to, answers_to, "<1f@clinic.example>", day, said, attached, PDF)


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def unix(text: str) -> str:
    return text.replace("\r\n", "\n")


def kinds(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_sent_is_what_is_read(language: str) -> None:
    data = letter(language, name="Ana Ruiz").as_bytes(smtputf8=False)
    message, said = parsed(data), body(language, "Ana Ruiz")
    assert kinds(message) == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
    _, _, text, html, pdf = message.walk()
    assert (unix(text.get_content()), unix(html.get_content())) == (said.text, said.html)
    assert pdf.get_content() == PDF
    other = fast_mail_parser.parse_email(data)
    assert list(map(unix, other.text_plain)) == [said.text]
    assert list(map(unix, other.text_html)) == [said.html]
    assert [(part.filename, bytes(part.content)) for part in other.attachments] == [(pdf.get_filename(), PDF)]
    assert other.subject == message["Subject"] == said.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_are_short_and_of_ascii(language: str) -> None:
    data = letter(language).as_bytes(smtputf8=False)
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert data.endswith(b"\r\n")


def test_headers() -> None:
    message = parsed(letter("ar", answers_to=MailAddress("pain", "clinic.example")).as_bytes(smtputf8=False))
    assert {name: str(value) for name, value in message.items()} == {
        "From": "Example Pain Clinic <leaflets@clinic.example>",
        "To": "ana@example.org",
        "Reply-To": "pain@clinic.example",
        "Subject": "نشرتك من Example Pain Clinic",
        "Date": "Sun, 22 Nov 2026 20:15:00 +0000",
        "Message-ID": "<1f@clinic.example>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "ar, en",
        "MIME-Version": "1.0",
        "Content-Type": message["Content-Type"],
    }
    assert parsed(letter("en").as_bytes(smtputf8=False))["Content-Language"] == "en"
    assert parsed(letter("en", answers_to=CLINIC).as_bytes(smtputf8=False))["Reply-To"] is None


def test_a_second_attempt_is_the_same_message() -> None:
    assert letter().as_bytes(smtputf8=False) == letter().as_bytes(smtputf8=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_says_what_it_is_about(language: str) -> None:
    said = body(language, draft=True)
    shown = f"{said.subject} {said.text} {said.html} {letter(language).file_name}".casefold()
    assert not [word for word in PRIVATE if word in shown]


class Marks(HTMLParser):
    """Every `lang` and `dir`, with the elements, and the text that is seen."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.marked: list[tuple[str, str, str]] = []
        self.elements: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        found = dict(attrs)
        if "lang" in found:
            self.marked.append((tag, found["lang"] or "", found["dir"] or ""))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_every_message_says(language: str) -> None:
    said, own = body(language, "Ana Ruiz", draft=True), find_language(language)
    read = Marks(said.html)
    expected = [(own.tag, own.direction), ("en", "ltr")][: len(said.languages)]
    assert read.marked == [("html", *expected[0]), *(("div", *one) for one in expected)]
    assert read.elements.count("h1") == len(said.languages)
    assert read.elements.count("h2") == 3 * len(said.languages)
    for shown in (read.text, said.text):
        assert shown.count("Ana Ruiz") == len(said.languages)
        assert shown.count("999") == len(said.languages)
        assert shown.count("+44\u00a020\u00a07946\u00a00123") == len(said.languages)
        assert "Draft: this message or its leaflet is not approved by anybody yet." in shown
    assert "Draft" not in Marks(body("en").html).text
    assert "{" not in said.subject + said.text + read.text


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("Call 1", "ltr", "Call 1"),
        ("Hello ليلى!", "ltr", "Hello \u2067ليلى\u2069!"),
        ("اتصل +44 20", "rtl", "اتصل \u2066+44 20\u2069"),
        ("ملف PDF و 5 mg.", "rtl", "ملف \u2066PDF\u2069 و \u20665 mg\u2069."),
    ],
)
def test_runs_of_the_other_direction_in_plain_text(text: str, direction: Direction, expected: str) -> None:
    assert isolated(text, direction) == expected


def test_plain_text_from_right_to_left_says_so_on_each_line() -> None:
    arabic = body("ar").text.partition("---")[0]
    assert all(line.startswith("\u200f") for line in arabic.split("\n") if line)


def test_a_letter_that_is_not_ascii_needs_a_server_that_can() -> None:
    sent = letter(to=MailAddress("josé", "xn--fa-hia.de"))
    assert sent.needs_smtputf8
    assert "To: josé@xn--fa-hia.de\r\n".encode() in sent.as_bytes(smtputf8=True)
    with pytest.raises(HandoutsError) as caught:
        sent.as_bytes(smtputf8=False)
    assert codes(caught.value.problems) == ["mail-smtputf8"]
    assert "jos" not in str(caught.value)


@pytest.mark.parametrize(
    ("reference", "language", "expected"),
    [
        ("0042", "ar", "leaflet-0042-ar.pdf"),
        ("٠٠٤٢", "fa", "leaflet-0042-fa.pdf"),
        ("A/7 ü", "zh_Hans", "leaflet-A-7-u-zh-Hans.pdf"),
        ('../x\n"; name="y', "es", "leaflet-x-name-y-es.pdf"),
        ("参考", "ja", "leaflet-ja.pdf"),
        ("9" * 200, "en", f"leaflet-{'9' * 40}-en.pdf"),
    ],
)
def test_file_names(reference: str, language: str, expected: str) -> None:
    assert file_name(reference, find_language(language)) == expected
