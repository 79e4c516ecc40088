"""A character that no font of the language has is told before rendering, with the message that holds it."""

from __future__ import annotations

import pytest

from tests.conftest import Clinic


def test_in_a_translation(clinic: Clinic) -> None:
    path = clinic.edit("locales/es/LC_MESSAGES/short.po", "Puede hacerle daño.", "Puede hacerle 漢 daño.")
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "daño" in text)
    for command in ("build", "check"):
        ran = clinic.handouts(command, "-l", "es")
        assert ran.code == 1
        assert f"error [glyph-missing] {path}:{line - 1}" in ran.err
        assert "no font for Spanish has “漢” (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)" in ran.err
        assert "Puede hacerle 漢 daño. No tome más de 5 mg." in ran.err
    assert clinic.pdfs() == []


def test_in_the_article_every_language_says_so_once(clinic: Clinic) -> None:
    path = clinic.edit("articles/short.md", "You feel dizzy.", "You feel dizzy ខ្មែរ.")
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "dizzy" in text)
    ran = clinic.handouts("build", "-l", "en")
    assert ran.code == 1
    assert ran.err.count("glyph-missing") == 1
    assert f"articles/short.md:{line}" in ran.err


def test_in_the_brand(clinic: Clinic) -> None:
    clinic.edit("brands/example-clinic/brand.toml", 'name = "Example Pain Clinic"', 'name = "Клиника 医院"')
    ran = clinic.handouts("build", "-l", "en")
    assert ran.code == 1
    assert "“医” (U+533B" in ran.err
    assert "brand.toml" in ran.err


@pytest.mark.parametrize("signs", ["≥ 5 mg", "37 °C → 38 °C", "☐ yes ☑ no", "⚠ ☎ ✓", "½ ¼ µg", "Łódź, Škoda, Đà Nẵng"])
def test_signs_and_names_that_leaflets_hold_are_printed(clinic: Clinic, signs: str) -> None:
    clinic.edit("articles/short.md", "You feel dizzy.", f"You feel dizzy ({signs}).")
    ran = clinic.handouts("build", "-l", "en")
    assert ran.code == 0, ran.err
