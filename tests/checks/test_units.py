"""Figures keep their units, in symbols and in words, in many languages."""

from __future__ import annotations

import pytest

from handouts.checks.reading import Reading
from handouts.checks.unit_checks import CHECKS
from handouts.checks.unit_scales import SCALES
from handouts.checks.unit_symbols import symbol_forms
from handouts.problems import Severity
from tests.checks.figures import CORRECT, DOSE, FEVER, INFUSION, found, unit, words


@pytest.mark.parametrize(
    ("code", "text", "units"),
    [
        ("en", "5 µg", {"microgram"}),
        ("en", "5 μg", {"microgram"}),
        ("en", "5 mcg", {"microgram"}),
        ("en", "24-hour", {"hour"}),
        ("en", "5 mL", {"milliliter"}),
        ("ru", "5 миллиграммами", {"milligram"}),
        ("ru", "5 мкг", {"microgram"}),
        ("ar", "٥ ملغ", {"milligram"}),
        ("ar", "٥ مجم", {"milligram"}),
        ("fa", "۵ میلی‌گرم", {"milligram"}),
        ("he", "5 מ״ג", {"milligram"}),
        ("hi", "5 मि.ग्रा.", {"milligram"}),
        ("bn", "৫ মি.গ্রা.", {"milligram"}),
        ("ta", "5 கிராமுக்கு", {"gram"}),
        ("th", "5 มก.", {"milligram"}),
        ("zh_Hans", "5微克", {"microgram"}),
        ("ja", "5ミリグラムを", {"milligram"}),
        ("ja", "5 mgを", {"milligram"}),
        ("ko", "5밀리그램을", {"milligram"}),
        ("sw", "saa 24", {"hour"}),
        ("tr", "%50", {"percent"}),
        ("fil", "24 na oras", {"hour"}),
        ("vi", "2 viên", {"tablet", "capsule"}),
        ("ko", "10 정도", set[str]()),
    ],
)
def test_the_unit_of_a_figure(code: str, text: str, units: set[str]) -> None:
    [quantity] = Reading(text, code, words(code)).quantities.values()
    assert quantity.units == units


def test_in_a_range_both_figures_have_the_unit() -> None:
    both = Reading("5–10 mg, 2 or 3 hours, 1, 2 or 3 days", "en", words("en")).quantities.values()
    assert [sorted(quantity.units) for quantity in both] == [["milligram"]] * 2 + [["hour"]] * 2 + [["day"]] * 3


def test_every_form_of_the_table_is_of_a_known_unit() -> None:
    assert {unit for units in symbol_forms().values() for unit in units} <= SCALES.keys()


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        ("de", "5 mg", "5 Milligramm"),
        ("de", "24 hours", "24 h"),
        ("ru", "5 µg", "5 микрограммов"),
        ("fr", "5 mcg", "5 µg"),
        ("zh_Hans", "5 mg per kg", "每公斤5毫克"),
        ("de", "Take 2 tablets of 5 mg daily.", "Nehmen Sie täglich 2 Tabletten zu 5 mg."),
        ("es", "A rate of 5 mg/kg/h", "A 5 mg/kg/h"),
        ("es", "Open at 8 pm", "Abre a las 20 h"),
        ("ru", "In 2023", "В 2023 г."),
        ("de", "5 or 10 mg", "5 mg oder 10 mg"),
    ],
)
def test_the_same_unit_said_otherwise_passes(code: str, source: str, target: str) -> None:
    assert found(CHECKS, unit(code, source, target), Severity.ERROR) == set()


def _as(code: str, source: str, was: str, becomes: str) -> tuple[str, str, str]:
    right = next(target for language, text, target in CORRECT if language == code and text is source)
    assert was in right
    return code, source, right.replace(was, becomes, 1)


@pytest.mark.parametrize(
    ("code", "source", "target", "wanted"),
    [
        (*_as("es", DOSE, "500 mg", "500 g"), "unit-changed"),
        (*_as("de", DOSE, "500 mg", "500 µg"), "unit-changed"),
        (*_as("ru", DOSE, "500 мг", "500 мкг"), "unit-changed"),
        (*_as("ar", DOSE, "٢٤ ساعة", "٢٤ يومًا"), "unit-changed"),
        (*_as("fa", DOSE, "۲۴ ساعت", "۲۴ روز"), "unit-changed"),
        (*_as("hi", DOSE, "24 घंटे", "24 दिन"), "unit-changed"),
        (*_as("zh_Hans", DOSE, "24小时", "24天"), "unit-changed"),
        (*_as("vi", DOSE, "24 giờ", "24 phút"), "unit-changed"),
        (*_as("ja", DOSE, "500 mg", "500 g"), "unit-changed"),
        (*_as("ko", DOSE, "500mg", "500ml"), "unit-changed"),
        (*_as("th", DOSE, "500 มก.", "500 กรัม"), "unit-changed"),
        (*_as("he", DOSE, "500 מ״ג", "500 גרם"), "unit-changed"),
        (*_as("bn", DOSE, "৫০০ মি.গ্রা.", "৫০০ গ্রাম"), "unit-changed"),
        (*_as("de", FEVER, "38,5 °C", "38,5 °F"), "unit-changed"),
        (*_as("ar", FEVER, "درجة مئوية", "درجة فهرنهايت"), "unit-changed"),
        (*_as("es", FEVER, "3 días", "3 semanas"), "unit-changed"),
        (*_as("es", DOSE, "4 g en", "4 en"), "unit-lost"),
        (*_as("zh_Hans", FEVER, "毫米汞柱", ""), "unit-lost"),
        (*_as("es", INFUSION, "0,5 mg/kg", "0,5 mg"), "unit-per-lost"),
        (*_as("hi", INFUSION, "मि.ग्रा./कि.ग्रा.", "मि.ग्रा."), "unit-per-lost"),
        (*_as("fa", INFUSION, " به ازای هر کیلوگرم", ""), "unit-per-lost"),
        (*_as("de", INFUSION, " am Tag", ""), "unit-per-lost"),
        (*_as("de", INFUSION, "am Tag", "in der Woche"), "unit-per-lost"),
        ("de", "Wait one hour.", "Warten Sie einen Tag.", "unit-changed"),
        ("es", "Wait 24 hours.", "Espere 1 día.", "unit-converted"),
        ("es", "Wait 24 hours.", "Espere un día.", "unit-converted"),
        ("de", "Take 0.5 g.", "Nehmen Sie 500 mg.", "unit-converted"),
        ("es", "Over 100.4 °F", "Más de 38 °C", "unit-converted"),
        ("fr", "For 2 weeks", "Pendant 15 jours", "unit-converted"),
    ],
)
def test_faults_are_found(code: str, source: str, target: str, wanted: str) -> None:
    assert wanted in found(CHECKS, unit(code, source, target))


def test_a_converted_quantity_is_a_warning_only() -> None:
    assert found(CHECKS, unit("es", "Wait 24 hours.", "Espere 1 día."), Severity.ERROR) == set()
