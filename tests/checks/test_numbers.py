"""Figures are read by value and compared: what is correct passes in every language, each fault has its finding."""

from __future__ import annotations

from fractions import Fraction

import pytest

from handouts.checks import number_checks, unit_checks
from handouts.checks.number_checks import CHECKS
from handouts.checks.numbers import figures
from handouts.checks.numerals import han_numerals
from handouts.checks.reading import LONGEST, Reading
from handouts.checks.seen import seen
from handouts.checks.words import Words
from handouts.problems import Severity
from tests.checks.figures import CORRECT, DOSE, FEVER, HALF, HOURS, INFUSION, SHARE, found, unit, words

ALL = (*number_checks.CHECKS, *unit_checks.CHECKS)


@pytest.mark.parametrize(
    ("code", "text", "values"),
    [
        ("en", "0.5 and 1,000 and 1,234.5 and 12 000", ["1/2", "1000", "2469/2", "12000"]),
        ("de", "0,5 und 1.000 und 1.234,5 und 12 000", ["1/2", "1000", "2469/2", "12000"]),
        ("fr", "0,5 et 1 000 et 1\u202f234,5", ["1/2", "1000", "2469/2"]),
        ("hi", "1,00,000 और १,५००", ["100000", "1500"]),
        ("ar", "٠٫٥ و١٬٠٠٠ و٠.٥", ["1/2", "1000", "1/2"]),
        ("fa", "۰٫۵ و ۱٬۰۰۰", ["1/2", "1000"]),
        ("zh_Hans", "３００万 和 1.5亿", ["3000000", "150000000"]),
        ("my", "၂၄ နာရီ", ["24"]),
        ("km", "២៤ ម៉ោង", ["24"]),
        ("th", "๒๔", ["24"]),
        ("en", "½, 1½, 1 ½, 2 1/2", ["1/2", "3/2", "3/2", "5/2"]),
        ("en", "-5 °C, −5, 5-10, 5 - 10", ["-5", "-5", "5", "10", "5", "10"]),
        ("en", "3 million and 2 thousand", ["3000000", "2000"]),
        ("ja", "3分の1", ["1/3"]),
        ("en", "2 500 mg tablets", ["2", "500"]),
    ],
)
def test_numbers_are_read_by_value(code: str, text: str, values: list[str]) -> None:
    assert [figure.value for figure in Reading(text, code, words(code)).figures] == [
        Fraction(value) for value in values
    ]


@pytest.mark.parametrize(
    ("code", "text", "kind", "parts"),
    [
        ("en", "8:30", "pair", (8, 30)),
        ("de", "8.30 Uhr", "pair", (8, 30)),
        ("fr", "8h30", "pair", (8, 30)),
        ("fr", "8 h 30", "pair", (8, 30)),
        ("ja", "8時30分", "pair", (8, 30)),
        ("ko", "8시 30분", "pair", (8, 30)),
        ("id", "pukul 8.30", "pair", (8, 30)),
        ("en", "1:10", "pair", (1, 10)),
        ("en", "120/80", "slash", (120, 80)),
        ("en", "10⁹", "power", (10, 9)),
        ("en", "10^9", "power", (10, 9)),
        ("de", "03.04.2026", "date", (3, 4, 2026)),
        ("en", "04/03/2026", "date", (3, 4, 2026)),
        ("en", "2026-04-03", "date", (3, 4, 2026)),
        ("fa", "۲۰۲۶/۴/۳", "date", (3, 4, 2026)),
        ("en", "+1 (555) 010-0199", "phone", (15550100199,)),
        ("en", "1-800-222-1222", "phone", (18002221222,)),
        ("de", "0800 123 4567", "phone", (8001234567,)),
    ],
)
def test_what_is_more_than_a_number(code: str, text: str, kind: str, parts: tuple[int, ...]) -> None:
    only = figures(text, code)
    assert [(figure.kind, figure.parts) for figure in only] == [(kind, tuple(map(Fraction, parts)))]


def test_han_numerals() -> None:
    assert [value for _, value in han_numerals("二十四、一百二十、一万二千、三分之一、百分之五十、二〇二三")] == [
        Fraction(value) for value in ("24", "120", "12000", "1/3", "50", "2023")
    ]


def test_markup_and_entities_are_no_text_and_spots_lead_back() -> None:
    message = "Take **5** mg, &lt;&nbsp;10, see [page 7](https://example.org/9) or {phone}."
    plain = seen(message).plain
    assert plain.text == "Take 5 mg, <\u00a010, see page 7 or \ufffc."
    for text in ("5", "10", "7"):
        at = plain.text.index(text)
        start, end = plain.span(at, at + len(text))
        assert message[start:end] == text


@pytest.mark.parametrize(("code", "source", "target"), CORRECT)
def test_correct_translations_pass(code: str, source: str, target: str) -> None:
    assert found(ALL, unit(code, source, target)) == set()


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        ("es", "Take 2 tablets.", "Tome dos comprimidos."),
        ("es", "Take two tablets.", "Tome 2 comprimidos."),
        ("de", "Take one tablet.", "Nehmen Sie eine Tablette."),
        ("de", "Take 1 tablet.", "Nehmen Sie eine Tablette."),
        ("ar", "Take 2 tablets for 2 hours.", "تناول قرصين لمدة ساعتين."),
        ("zh_Hans", "Wait 24 hours.", "请等待二十四小时。"),
        ("es", "Take ½ tablet.", "Tome 1/2 comprimido."),
        ("es", "Take ½ tablet.", "Tome medio comprimido."),
        ("de", "Call before 8 pm.", "Rufen Sie vor 20 Uhr an."),
        ("ja", "Take it 3 times a day.", "1日3回飲んでください。"),
        ("de", "Vitamin B12 and COVID-19", "Vitamin B12 und COVID-19"),
        ("zh_Hans", "COVID-19 is an illness.", "新冠肺炎是一种疾病。"),
        ("es", "About 3 million people have it.", "Lo tienen unos 3 millones de personas."),
        ("zh_Hans", "About 3 million people have it.", "大约300万人患有此病。"),
        ("de", "On 3 April 2026", "Am 03.04.2026"),
        ("zh_Hans", "In October 2023", "2023年10月"),
        ("de", "Ratio 1:10, 10⁹ cells", "Verhältnis 1:10, 10⁹ Zellen"),
        ("de", "Call us if it is ≥ 38 °C.", "Rufen Sie uns an, wenn es mindestens 38 °C sind."),
        ("es", "You have pain in more than one way.", "Tiene dolor de más de una manera."),
        ("de", "Call 0800 123 4567.", "Rufen Sie 0800 1234567 an."),
        ("de", "One arm hurts. You may need a second dose.", "Ein Arm schmerzt, evtl. brauchen Sie eine zweite Dosis."),
    ],
)  # fmt: skip
def test_another_way_to_say_the_same_passes(code: str, source: str, target: str) -> None:
    assert found(ALL, unit(code, source, target), Severity.ERROR) == set()


def _as(code: str, source: str, was: str, becomes: str) -> tuple[str, str, str]:
    right = next(target for language, text, target in CORRECT if language == code and text is source)
    assert was in right
    return code, source, right.replace(was, becomes, 1)


FAULTS = [
    (*_as("es", DOSE, "24 horas", "horas"), "number-lost"),
    (*_as("hi", DOSE, "24 घंटे", "घंटे"), "number-lost"),
    (*_as("zh_Hans", DOSE, "500毫克", "毫克"), "number-lost"),
    (*_as("zh_Hans", SHARE, "有1人", "有人"), "number-lost"),
    (*_as("de", DOSE, "4 g", "4 g (3)"), "number-added"),
    (*_as("ar", DOSE, "٢٤ ساعة", "٤٢ ساعة"), "number-changed"),
    (*_as("fa", DOSE, "۵۰۰", "۵۵۰"), "number-changed"),
    (*_as("ru", DOSE, "6 часов", "8 часов"), "number-changed"),
    (*_as("de", INFUSION, "0,5", "5"), "number-changed"),
    (*_as("vi", INFUSION, "0,5", "0,05"), "number-changed"),
    (*_as("th", INFUSION, "0.5", "5"), "number-changed"),
    (*_as("ja", FEVER, "140/90", "90/140"), "number-order"),
    (*_as("zh_Hans", FEVER, "140/90", "140/80"), "number-changed"),
    (*_as("es", SHARE, "el 10 y el 20", "el 20 y el 10"), "number-order"),
    (*_as("fr", SHARE, "10 à 20", "20 à 10"), "number-order"),
    (*_as("ja", SHARE, "10～20", "20～10"), "number-order"),
    (*_as("de", SHARE, "1 von 10", "10 von 1"), "number-order"),
    (*_as("es", HOURS, "8:30", "9:30"), "number-changed"),
    (*_as("de", HOURS, "17 Uhr", "18 Uhr"), "number-changed"),
    (*_as("ar", HOURS, "٥ مساءً", "٥ صباحًا"), "number-changed"),
    (*_as("ko", HOURS, "4월 3일", "3월 4일"), "number-date"),
    (*_as("fr", HOURS, "3 avril", "3 mai"), "number-date"),
    (*_as("vi", HOURS, "3 tháng 4", "4 tháng 3"), "number-date"),
    (*_as("ru", HOURS, "010-0199", "010-0198"), "number-changed"),
    (*_as("de", INFUSION, "0,5", "0.5"), "number-decimal-sign"),
    (*_as("de", INFUSION, "1.000", "1,000"), "number-decimal-sign"),
    (*_as("es", INFUSION, "0,5", "0.5"), "number-separator"),
    (*_as("ar", DOSE, "٥٠٠", "٥0٠"), "number-digits"),
    (*_as("hi", DOSE, "500", "५००"), "number-digits-mixed"),
    (*_as("de", HALF, "zweimal", "dreimal"), "number-changed"),
    (*_as("es", HALF, "2 semanas", "3 semanas"), "number-changed"),
    ("de", "Take 2 mg 3 times a day.", "Nehmen Sie 3 mg 2 Mal am Tag.", "number-order"),
    ("es", "5 mg for adults and 2 mg for children", "2 mg para adultos y 5 mg para niños", "number-order"),
    ("de", "Call us if it is ≥ 38 °C.", "Rufen Sie uns an, wenn es ≤ 38 °C sind.", "number-sign"),
    ("de", "Call us if it is ≥ 38 °C.", "Rufen Sie uns an, wenn es 38 °C sind.", "number-sign"),
    ("es", "Keep it at -5 °C.", "Guárdelo a 5 °C.", "number-changed"),
    ("es", "Dilute 1:10.", "Diluya 10:1.", "number-order"),
    ("de", "10⁹ cells", "10⁶ Zellen", "number-changed"),
    ("de", "On 25/12/2026", "Am 12.25.2026", "number-date"),
    ("de", "On 2026-04-03", "Am 04.03.2026", "number-date"),
    ("de", "On 03/04/2026", "Am 03.04.2026", "number-date-doubtful"),
    ("zh_Hans", "Take two doses.", "服用三剂。", "number-changed"),
    ("de", "Wait two weeks.", "Warten Sie.", "number-word"),
    ("zh_Hans", "Take 2.5 mg.", "服用2.O毫克。", "number-digits"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "source", "target", "wanted"), FAULTS)
def test_faults_are_found(code: str, source: str, target: str, wanted: str) -> None:
    assert wanted in found(CHECKS, unit(code, source, target))


def test_a_finding_shows_both_spots_and_what_to_do() -> None:
    message = unit("es", "Take **5** mg.", "Tome **50** mg.")
    [finding] = next(check for check in CHECKS if check.id == "number-changed").run(message)
    assert finding.source is not None
    assert finding.target is not None
    assert message.source[slice(*finding.source)] == "5"
    assert message.target[slice(*finding.target)] == "50"
    assert "decimal sign has moved" in finding.what
    assert finding.hint


def test_ids_are_stable_and_descriptions_tell_their_limits() -> None:
    assert [check.id for check in CHECKS if not check.id.startswith("number-")] == []
    assert len({check.id for check in ALL}) == len(ALL)
    assert all(check.description.endswith(".") for check in ALL)


@pytest.mark.parametrize(
    "text", ["1" * 3_000_000, "1 " * 500_000, "1." * 500_000, "(" * 500_000, "&#49;" * 200_000, "5 mg/" * 200_000]
)
def test_a_message_without_end_is_said_to_be_too_long(text: str) -> None:
    assert "number-unread" in found(ALL, unit("de", text, text))
    assert "number-unread" in found(ALL, unit("de", "5 mg", text))
    assert len(Reading(text, "de", Words()).text) <= LONGEST
