"""The words of messages: complete, checked and approved, or none is sent in that language."""

from __future__ import annotations

import shutil

import pytest

from handouts.mail.body import write_body
from handouts.mail.wording import check_wording, mail_entries, read_wording, usable_wording
from handouts.press import Press
from handouts.problems import HandoutsError, Severity
from handouts.workspace import open_workspace
from tests.conftest import ROOT, Clinic
from tests.making import codes

PO = "locales/es/LC_MESSAGES/mail.po"
BRAND = "brands/example-clinic/brand.toml"
ANA = ("--reviewer", "Ana Ruiz", "--role", "translator")


@pytest.fixture
def own(clinic: Clinic) -> Clinic:
    """The clinic with the words of messages in Spanish of its own."""
    clinic.write(PO, "")
    shutil.copy(ROOT / PO, clinic.path(PO))
    return clinic


def press(clinic: Clinic) -> Press:
    return Press(open_workspace(clinic.root))


def stopped(clinic: Clinic, language: str = "es") -> list[str]:
    with pytest.raises(HandoutsError) as caught:
        usable_wording(press(clinic), language, "example-clinic", allow_draft=True)
    return codes(caught.value.problems)


SHIPPED = Press(open_workspace(ROOT))


@pytest.mark.parametrize("language", SHIPPED.workspace.settings.languages)
def test_the_shipped_words_have_no_fault(language: str) -> None:
    assert check_wording(SHIPPED, language, "example-clinic") == []
    wording, _ = read_wording(SHIPPED, language, "example-clinic")
    assert len(wording.words) == len(mail_entries(SHIPPED)) <= 16


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"Hola:"', '""', ["translation-missing"]),
        ('msgid "Hello,"', '#, fuzzy\nmsgid "Hello,"', ["translation-fuzzy"]),
        ('msgid "Hello,"', 'msgid "Good day,"', ["translation-missing"]),
        ("Llámenos al {phone}.", "Llámenos al 1.", ["placeholder-differs"]),
        ('"Hola:"', '"<b>Hola</b>:"', ["raw-html", "raw-html"]),
        ('"¿Tiene preguntas?"', '"¿Preguntas sobre la ketamina?"', ["mail-private"]),
        ("no nos escriba", "nos escriba", ["negation-lost"]),
        ("Language: es", "Language: fr", ["catalog-language"]),
    ],
)
def test_what_stops_a_language(own: Clinic, old: str, new: str, expected: list[str]) -> None:
    own.edit(PO, old, new)
    assert stopped(own) == expected
    assert usable_wording(press(own), "en", "example-clinic", allow_draft=True)[1]


def test_a_language_without_the_words(own: Clinic) -> None:
    own.edit("handouts.toml", '"es"', '"es", "so"')
    assert "catalog-missing" in stopped(own, "so")


def test_problems_are_errors_once_the_clinic_sends_mail(own: Clinic) -> None:
    own.edit(PO, '"Hola:"', '""')
    found = check_wording(press(own), "es", "example-clinic")
    assert [problem.severity for problem in found] == [Severity.WARNING]
    own.write("handouts.toml", own.path("handouts.toml").read_text() + '[mail]\nsender = "a@clinic.example"\n')
    found = check_wording(press(own), "es", "example-clinic")
    assert [problem.severity for problem in found] == [Severity.ERROR]


def test_approving_the_words(own: Clinic) -> None:
    with pytest.raises(HandoutsError) as caught:
        usable_wording(press(own), "es", "example-clinic", allow_draft=False)
    assert codes(caught.value.problems) == ["mail-draft"]
    ran = own.handouts("approve", "mail", "-l", "es", *ANA)
    assert (ran.code, "review-source" in ran.err) == (0, True)
    assert usable_wording(press(own), "es", "example-clinic", allow_draft=False)[1] is False
    own.edit(BRAND, 'phone = "+44 20 7946 0123"', 'phone = "+44 20 7946 0999"')
    found = check_wording(press(own), "es", "example-clinic")
    assert found == []  # no [mail] there, so nobody asks
    with pytest.raises(HandoutsError) as caught:
        usable_wording(press(own), "es", "example-clinic", allow_draft=False)
    assert codes(caught.value.problems) == ["review-stale", "mail-draft"]


def test_words_with_a_fault_are_not_approved(own: Clinic) -> None:
    own.edit(PO, "no nos escriba", "nos escriba")
    ran = own.handouts("approve", "mail", "-l", "es", *ANA)
    assert (ran.code, "[negation-lost]" in ran.err) == (1, True)
    assert own.handouts("approve", "mail", "-l", "es", *ANA, "--accept", "negation-lost=as agreed").code == 0
    assert usable_wording(press(own), "es", "example-clinic", allow_draft=False)[1] is False


def test_a_clinic_that_requires_approvals_sends_no_draft(own: Clinic) -> None:
    own.write("handouts.toml", own.path("handouts.toml").read_text() + '[review]\npolicy = "require"\n')
    assert stopped(own) == ["mail-draft"]


def test_status_and_check_know_the_words(own: Clinic) -> None:
    assert "mail" in own.handouts("status", "-l", "es").out
    assert own.handouts("check").code == 0
    own.write("handouts.toml", own.path("handouts.toml").read_text() + '[mail]\nsender = "a@clinic.example"\n')
    own.edit(PO, '"Hola:"', '""')
    ran = own.handouts("check")
    assert (ran.code, "translation-missing" in ran.err) == (1, True)


def test_translators_get_the_words(clinic: Clinic) -> None:
    assert clinic.handouts("update").code == 0
    assert clinic.path("locales/mail.pot").read_bytes() == (ROOT / "locales/mail.pot").read_bytes()
    assert clinic.handouts("add-language", "so").code == 0
    assert 'msgid "Your leaflet from {clinic}"\nmsgstr ""' in clinic.path(PO.replace("/es/", "/so/")).read_text()
    assert "Hello," not in clinic.path("locales/handouts.pot").read_text()
    assert clinic.handouts("add-language", "fr").code == 0
    assert "Votre fiche" in clinic.path(PO.replace("/es/", "/fr/")).read_text()


@pytest.mark.parametrize(
    ("more", "language", "expected"),
    [
        ("", "es", "Su folleto de Example Pain Clinic"),
        ('[mail]\nsubject = "From {clinic}"\n', "en", "From Example Pain Clinic"),
        ('[mail]\nsubject = "From {clinic}"\n', "es", "Su folleto de Example Pain Clinic"),
        ('[wording.es.mail]\nsubject = "De {clinic}"\n', "es", "De Example Pain Clinic"),
        ('[wording.es.mail]\nsubject = "De {clinic}"\n', "en", "Your leaflet from Example Pain Clinic"),
    ],
)
def test_the_subject_of_the_brand(clinic: Clinic, more: str, language: str, expected: str) -> None:
    clinic.write(BRAND, clinic.path(BRAND).read_text(encoding="utf-8") + more)
    wording = read_wording(press(clinic), language, "example-clinic")[0]
    assert write_body(press(clinic).templates, [wording], draft=False).subject == expected


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('[mail]\nsubject = "Your ketamine leaflet"\n', "mail-private"),
        ('[mail]\nsubject = "For {name}"\n', "setting-invalid"),
        ('[mail]\nsubject = "a\\nBcc: x@y.z"\n', "setting-invalid"),
        ('[mail]\nsubject = ""\n', "setting-invalid"),
        ('[mail]\nreply_to = "nowhere"\n', "setting-invalid"),
        ('[mail]\nbcc = "a@b.org"\n', "setting-unknown"),
    ],
)
def test_subjects_that_are_refused(clinic: Clinic, more: str, code: str) -> None:
    clinic.write(BRAND, clinic.path(BRAND).read_text(encoding="utf-8") + more)
    assert stopped(clinic, "en") == [code]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("message.html.j2", '{{ pgettext("safety", "In an emergency, call {emergency}.") }}', "", "mail-incomplete"),
        ("message.txt.j2", '{{ pgettext("safety", "In an emergency, call {emergency}.") }}', "", "mail-incomplete"),
        ("message.txt.j2", "{{ part.notice }}", "", "mail-incomplete"),
        ("message.html.j2", "<h1", '<img src="https://x.example/1.png"><h1', "mail-remote"),
        ("message.html.j2", "<h1", '<script src="x"></script><h1', "mail-remote"),
        ("message.html.j2", "<h1", '<h1 onclick="x()"', "mail-remote"),
        ("message.html.j2", "margin: 0 0 16px;", "background: url(https://x.example/1.png);", "mail-remote"),
        ("message.html.j2", "<h1", '<a href="javascript:x()">x</a><h1', "mail-remote"),
        ("message.html.j2", "<h1", "{{ title }}<h1", "template-fails"),
        ("message.txt.j2", '_("Hello,")', '_("Hello" ~ ",,")', "template-fails"),
    ],
)
def test_templates_of_a_workspace_that_are_refused(
    clinic: Clinic, name: str, old: str, new: str, expected: str
) -> None:
    text = (ROOT / "templates/mail" / name).read_text(encoding="utf-8")
    assert old in text
    clinic.write(f"templates/mail/{name}", text.replace(old, new))
    found = press(clinic)
    wording = read_wording(found, "es", "example-clinic")[0]
    with pytest.raises(HandoutsError) as caught:
        write_body(found.templates, [wording], draft=True)
    assert {problem.code for problem in caught.value.problems} == {expected}


def test_a_template_of_a_workspace_brings_its_own_words(clinic: Clinic) -> None:
    text = (ROOT / "templates/mail/message.txt.j2").read_text(encoding="utf-8")
    clinic.write("templates/mail/message.txt.j2", text.replace('_("Hello,")', '_("Good day,")'))
    assert stopped(clinic) == ["translation-missing"]
    assert (
        "Good day,"
        in write_body(
            press(clinic).templates, [read_wording(press(clinic), "en", "example-clinic")[0]], draft=False
        ).text
    )
