"""Placeholders, emphasis, links, addresses, phone numbers, and signs of programs."""

from __future__ import annotations

import pytest

from tests.checks.asking import BY_ID, found, ids, unit

CALL = "**Call {phone}** *now*, or write to help@clinic.example. See [our page](https://clinic.example/ask)."
GOOD = {
    "es": "**Llame al {phone}** *ahora*, o escriba a help@clinic.example. Vea [la página](https://clinic.example/ask).",
    "ar": "**اتصل على {phone}** *الآن* أو اكتب إلى help@clinic.example. انظر [صفحتنا](https://clinic.example/ask).",
    "zh_Hans": "*请立即* **致电 {phone}**，或写信至 help@clinic.example。请看[网页](https://clinic.example/ask)。",
    "hi": "*अभी* **{phone} पर फ़ोन करें**, या help@clinic.example पर लिखें। [पेज](https://clinic.example/ask) देखें।",
}


@pytest.mark.parametrize("code", GOOD)
def test_parallel_markup_is_let_pass(code: str) -> None:
    assert not {name for name in ids(code, CALL, GOOD[code]) if name.startswith("markup")}


FAULTS = [
    ("{phone}", "{telefono}", "markup-placeholders"),
    ("{phone}", "{phone} {phone}", "markup-placeholders"),
    ("{phone}", "555", "markup-placeholders"),
    ("{phone}", "{{ config }}", "markup-code"),
    ("{phone}", "{phone.__class__}", "markup-code"),
    ("{phone}", "{0.__class__}", "markup-code"),
    ("{phone}", "%(phone)s", "markup-code"),
    ("{phone}", "%s", "markup-code"),
    ("{phone}", "${PHONE}", "markup-code"),
    ("{phone}", "{phone} <b>x</b>", "markup-code"),
    ("{phone}", "{phone} <b>x</b>", "markup-unprintable"),
    ("{phone}", "{phone}\\n", "markup-code"),
    ("{phone}", "{phone}&nbsp;", "markup-code"),
    ("**", "", "markup-strong"),
    (" *", " **", "markup-emphasis"),
    ("*ahora*", "ahora", "markup-emphasis"),
    ("help@clinic.example", "ayuda@clinic.example", "markup-address"),
    ("help@clinic.example", "su médico", "markup-address"),
    ("https://clinic.example/ask", "https://clinic.example/es", "markup-link"),
    ("https://clinic.example/ask", "javascript:alert", "markup-code"),
    ("[la página]", "[]", "markup-link"),
    ("[la página](https://clinic.example/ask)", "la página", "markup-link"),
    ("ahora", "ahora https://other.example/x", "markup-address"),
]


@pytest.mark.parametrize(("right", "wrong", "check"), FAULTS)
def test_broken_markup_is_seen(right: str, wrong: str, check: str) -> None:
    assert right in GOOD["es"]
    assert found(check, "es", CALL, GOOD["es"].replace(right, wrong))


def test_bold_must_not_be_stretched() -> None:
    source = "**Never use it at home.** The alert named the risk of taking it with no one there to watch for harm."
    part = "**No lo use nunca en casa.** La alerta nombró el riesgo de tomarlo sin nadie que vigile si hay daños."
    assert not found("markup-strong", "es", source, part)
    assert found("markup-strong", "es", source, "**" + part.replace("**", "") + "**")
    assert found("markup-strong", "es", "**Call {phone}.** Wait.", "**Llame.** Espere al {phone}.")


PHONES = [
    ("es", "Llame al +1 (555) 010-0199.", False),
    ("es", "Llame al +1 555 010 0199.", False),
    ("es", "Llame al +1 (555) 010-0198.", True),
    ("es", "Llame a la clínica.", True),
    ("ar", "اتصل على ‎+١ (٥٥٥) ٠١٠-٠١٩٩.".replace("\u200e", ""), False),
    ("fa", "با +۱ (۵۵۵) ۰۱۰-۰۱۹۹ تماس بگیرید.", False),
    ("hi", "+१ ५५५ ०१०-०१९९ पर फ़ोन करें।", False),
    ("bn", "+১ (৫৫৫) ০১০-০১৯৮ নম্বরে ফোন করুন।", True),
]


@pytest.mark.parametrize(("code", "text", "wrong"), PHONES)
def test_phone_numbers_are_compared_digit_by_digit(code: str, text: str, *, wrong: bool) -> None:
    assert bool(found("markup-phone", code, "Call +1 (555) 010-0199.", text)) == wrong


@pytest.mark.parametrize("text", ["De 2018 a 2026-11-22.", "1 000 000 de personas", "2018–2026", "1.000.000"])
def test_dates_and_amounts_are_no_phone_numbers(text: str) -> None:
    assert not found("markup-phone", "es", "Some text.", text)


def test_signs_that_the_source_has_are_let_pass() -> None:
    assert not found("markup-code", "es", "50% of people", "el 50% de las personas")
    assert not found("markup-code", "es", "Cost: $5", "Costo: $5")
    assert not found("markup-code", "de", "5 % sind", "5 % sind")


def test_an_emphasis_with_low_lines_is_one() -> None:
    assert not found("markup-emphasis", "es", "Take *this* now.", "Tome _esto_ ahora.")
    assert not found("markup-strong", "es", "Take **this** now.", "Tome __esto__ ahora.")


def test_the_spot_of_a_changed_address_is_marked() -> None:
    text = GOOD["es"].replace("help@", "halp@")
    (finding,) = BY_ID["markup-address"].run(unit("es", CALL, text))
    assert finding.target is not None
    assert text[slice(*finding.target)] == "halp@clinic.example"
    assert finding.source is not None
    assert CALL[slice(*finding.source)] == "help@clinic.example"
