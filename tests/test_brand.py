"""A clinic's brand: what it may say, and colours that can be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handouts.brand import Brand, load_brand, wording_problems
from handouts.contrast import ratio
from handouts.languages import find_language
from handouts.problems import HandoutsError, Severity
from tests.conftest import ROOT
from tests.making import ENGLISH, example_brand, places

SPANISH = find_language("es")
GOOD = """\
name = "Clinic"
phone = "+44 20 7946 0123"
emergency = "999"
logo = "logo.svg"
hours = ["Mon", "Tue"]

[colours]
primary = "#0b4f55"

[wording.es]
hours = ["lunes"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "mine"
    made.mkdir()
    shutil.copy(ROOT / "brands" / "example-clinic" / "logo.svg", made / "logo.svg")
    return made


def load(folder: Path, text: str) -> Brand:
    (folder / "brand.toml").write_text(text, encoding="utf-8")
    return load_brand(folder, ENGLISH)


def problems(folder: Path, text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(HandoutsError) as caught:
        load(folder, text)
    return places(caught.value)


def test_the_example_brand_is_in_order_and_fictitious() -> None:
    brand = example_brand()
    assert brand.id == "example-clinic"
    assert brand.logo.is_file()
    phone = brand.text("phone", ENGLISH)
    assert phone is not None
    assert phone.lines[0].startswith("+44 20 7946 0")  # Ofcom keeps these numbers for stories
    assert str(brand.file.website).startswith("https://clinic.example/")
    assert [wording_problems(brand, find_language(code)) for code in ("en", "es", "ar", "hi", "zh_Hans")] == [[]] * 5


def test_wording_in_the_readers_language_or_the_source(folder: Path) -> None:
    brand = load(folder, GOOD)
    for language, lines, spoken in (
        (SPANISH, ("lunes",), SPANISH),
        (ENGLISH, ("Mon", "Tue"), ENGLISH),
        (find_language("hi"), ("Mon", "Tue"), ENGLISH),
    ):
        found = brand.text("hours", language)
        assert found is not None
        assert (found.lines, found.language) == (lines, spoken)
    assert brand.text("email", SPANISH) is None


def test_hours_in_another_language_are_said() -> None:
    found = wording_problems(example_brand(), find_language("sw"))
    assert [(problem.code, problem.severity) for problem in found] == [("brand-wording", Severity.WARNING)]
    assert "Swahili" in found[0].message
    assert "[wording.sw]" in found[0].hint


def test_placeholders_are_filled_with_numbers_that_stay_on_a_line(folder: Path) -> None:
    values = load(folder, GOOD).values(SPANISH)
    assert values == {
        "clinic": "Clinic",
        "phone": "+44\u00a020\u00a07946\u00a00123",
        "emergency": "999",
        "hours": "lunes",
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name = "Clinic"\n', "", [("setting-missing", None)]),
        ('name = "Clinic"', 'name = ""', [("setting-invalid", 1)]),
        ('emergency = "999"', 'emergency = ""', [("setting-invalid", 3)]),
        ('emergency = "999"\n', "", [("setting-missing", None)]),
        ("[colours]", "[colors]", [("setting-missing", None), ("setting-unknown", 7)]),
        ('"#0b4f55"', '"teal"', [("setting-invalid", 8)]),
        ('"#0b4f55"', '"#0b4"', [("setting-invalid", 8)]),
        ('"#0b4f55"', '"#0b4f55; } * { display: none"', [("setting-invalid", 8)]),
        ('"#0b4f55"', '"#0b4f5５"', [("setting-invalid", 8)]),
        ('"#0b4f55"', '"#cccccc"', [("contrast-low", 8)]),
        ("[wording.es]", "[wording.xx]", [("setting-invalid", 10)]),
        ('hours = ["lunes"]', "hours = []", [("setting-invalid", 11)]),
        ('hours = ["lunes"]', 'horas = ["lunes"]', [("setting-unknown", 11)]),
        ('"logo.svg"', '"../logo.svg"', [("logo-outside", 4)]),
        ('"logo.svg"', '"/etc/passwd"', [("logo-outside", 4)]),
        ('"logo.svg"', '"a\\u0000b.svg"', [("character-unprintable", 4)]),
        ('"logo.svg"', '"missing.svg"', [("logo-missing", 4)]),
        ('"logo.svg"', '"brand.toml"', [("logo-format", 4)]),
        ('"logo.svg"', '"' + "न" * 56 + '.svg"', [("logo-missing", 4)]),
        ('"logo.svg"', '"."', [("logo-missing", 4)]),
        ('"logo.svg"', '"' + "न" * 300 + '.svg"', [("setting-invalid", 4)]),
        ('logo = "logo.svg"', 'logo = "logo.svg"\nemail = "nobody"', [("setting-invalid", 5)]),
        ('logo = "logo.svg"', 'logo = "logo.svg"\nwebsite = "clinic.example"', [("setting-invalid", 5)]),
        ('logo = "logo.svg"', 'logo = "logo.svg"\nwebsite = "javascript:alert(1)"', [("setting-invalid", 5)]),
        ('logo = "logo.svg"', 'logo = "logo.svg"\nwebsite = "https://["', [("setting-invalid", 5)]),
        (
            'logo = "logo.svg"',
            f'logo = "logo.svg"\nwebsite = "https://a.example/{"a" * 3000}"',
            [("setting-invalid", 5)],
        ),
    ],
)
def test_mistakes_have_their_lines(folder: Path, old: str, new: str, expected: list[tuple[str, int | None]]) -> None:
    assert old in GOOD
    assert problems(folder, GOOD.replace(old, new)) == expected


def test_a_logo_behind_a_link_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg/>")
    (folder / "logo.svg").unlink()
    (folder / "logo.svg").symlink_to(secret)
    assert problems(folder, GOOD) == [("logo-outside", 4)]


def test_a_brand_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HandoutsError) as caught:
        load_brand(tmp_path / "nobody", ENGLISH)
    assert places(caught.value) == [("brand-missing", None)]


@pytest.mark.parametrize("key", ["text", "muted", "primary", "on_primary", "risks", "supervision"])
def test_a_pale_colour_is_refused_with_its_ratio_and_a_shade_that_passes(folder: Path, key: str) -> None:
    colours = {"primary": "#0b4f55"} | {key: "#0b5055" if key == "on_primary" else "#f0f0f0"}
    text = GOOD.replace('primary = "#0b4f55"', "\n".join(f'{name} = "{value}"' for name, value in colours.items()))
    with pytest.raises(HandoutsError) as caught:
        load(folder, text)
    for problem in caught.value.problems:
        assert problem.code == "contrast-low"
        assert "WCAG AA (4.5:1)" in problem.message
        words = problem.hint.removesuffix(".").split()
        name, ground = problem.message.split()[0], problem.message.split(" on ")[1].split(" has ")[0].split()[-1]
        assert name in words
        assert ratio(words[-1], ground) >= 4.5


def test_every_pair_that_is_printed_passes_in_the_example() -> None:
    colours = example_brand().colours
    for name in ("text", "muted", "primary", "risks", "supervision"):
        assert ratio(colours.named(name), "#ffffff") >= 4.5
    for box in ("risks", "supervision"):
        assert ratio(colours.text, colours.ground(box)) >= 4.5
        assert ratio(colours.named(box), colours.ground(box)) >= 4.5
