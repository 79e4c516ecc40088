"""Specimens: the alphabets and words that they show, what is printed of them, and the command."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from handouts import fonts
from handouts.alphabets import ALPHABETS, Alphabet
from handouts.editions import DEFAULT_EDITIONS, EDITIONS, PAPERS, Paper
from handouts.languages import OFFERED, find_language
from handouts.problems import HandoutsError
from handouts.proof import prove_pages
from handouts.specimen.cldr import script_of, words_of
from handouts.specimen.sheet import expect_specimen, make_specimen, print_specimen
from handouts.structure import read_structure
from tests.conftest import Clinic, Ran

ENGLISH = find_language("en")
STANDARD, LARGE = EDITIONS["standard"], EDITIONS["large-print"]
A4, LETTER = PAPERS["a4"], PAPERS["letter"]
MM = 72 / 25.4


# What schools teach


def test_every_language_that_is_offered_has_an_alphabet() -> None:
    assert set(ALPHABETS) == set(OFFERED)


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        ("en", 26), ("es", 27), ("fr", 26), ("de", 26), ("pl", 32), ("uk", 33), ("ru", 33), ("el", 24), ("tr", 29),
        ("vi", 29), ("fil", 27), ("so", 23), ("he", 27), ("ka", 33), ("hy", 38), ("th", 46), ("ta", 35),
        ("am", 34 * 7), ("ti", 35 * 7), ("ko", 40), ("lo", 29),
    ],
)  # fmt: skip
def test_alphabets_are_whole(code: str, letters: int) -> None:
    listed = ALPHABETS[code].letters.split()
    assert len(set(listed)) == len(listed) == letters


@pytest.mark.parametrize("code", ["es", "de", "pl", "vi", "uk", "ru", "el", "hy"])
def test_capitals_stand_beside_their_small_letters(code: str) -> None:
    for pair in ALPHABETS[code].letters.split():
        assert pair[0].lower() == pair[1]
        assert pair[0] == pair[-1].upper()


@pytest.mark.parametrize("code", OFFERED)
def test_quotation_marks_come_in_pairs_and_marks_have_a_letter_to_stand_on(code: str) -> None:
    alphabet = ALPHABETS[code]
    assert len(alphabet.quotes.split()) == 4
    for shown in " ".join((alphabet.letters, alphabet.joined)).split():
        assert unicodedata.category(shown[0])[0] != "M", shown
        assert "\u25cc" not in shown


# What CLDR says


@pytest.mark.parametrize("code", OFFERED)
def test_words(code: str) -> None:
    language = find_language(code)
    words = words_of(language)
    assert (len(set(words.days)), len(set(words.months))) == (7, 12)
    assert words.list.startswith(words.days[0])
    shown = " ".join((*words.dates, words.time, words.number, words.percent, words.list, *words.quantities))
    assert not any(unit in shown for unit in ("mass-", "volume-", "duration-", "temperature-"))
    if language.digits != "0123456789":
        assert not set("0123456789") & set(shown)


def test_words_do_not_come_from_a_language_that_was_asked_before() -> None:
    before = words_of(find_language("it"))
    for code in ("yi", "sw", "ti", "ht"):
        words_of(find_language(code))
    assert words_of(find_language("it")) == before
    assert before.days[0] == "lunedì"


def test_haitian_creole_is_not_french() -> None:
    words = words_of(find_language("ht"))
    assert words.dates[0] == "dimanch 22 novanm 2026"
    assert words.list == "lendi, madi ak mèkredi"
    assert not set(words.months) & {"janvier", "février", "août", "décembre"}


@pytest.mark.parametrize(
    ("code", "quantity", "number"),
    [
        ("en", "5 milligrams", "1,234,567.89"),
        ("ar", "٢٫٥ مليلتر", "١٬٢٣٤٬٥٦٧٫٨٩"),
        ("bn", "৫ মিলিগ্রাম", "১২,৩৪,৫৬৭.৮৯"),
        ("vi", "24 giờ", "1.234.567,89"),
        ("pl", "24 godziny", "1\xa0234\xa0567,89"),
    ],
)
def test_numbers_and_quantities(code: str, quantity: str, number: str) -> None:
    words = words_of(find_language(code))
    assert quantity in words.quantities
    assert words.number == number


def test_a_language_printed_in_latin_digits() -> None:
    words = words_of(find_language("ar", latin_digits=True))
    assert (words.number, words.time[:4]) == ("1,234,567.89", "5:30")


@pytest.mark.parametrize(
    ("code", "script"),
    [
        ("ar", "Arabic (Arab)"),
        ("pt_BR", "Latin (Latn)"),
        ("zh_Hant", "Traditional Han (Hant)"),
        ("zh_TW", "Traditional Han (Hant)"),
        ("sr", "Cyrillic (Cyrl)"),
        ("sr_Latn", "Latin (Latn)"),
    ],
)
def test_scripts(code: str, script: str) -> None:
    assert script_of(find_language(code), ENGLISH) == script


# On paper


@pytest.mark.parametrize("edition", DEFAULT_EDITIONS)
@pytest.mark.parametrize("code", OFFERED)
def test_a_specimen_is_printed(code: str, edition: str) -> None:
    language = find_language(code)
    data, pages = print_specimen(language, EDITIONS[edition], A4)  # proofed: nothing is lost, and no glyph is missing
    assert page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1).is_compliant
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == pages > 1
        said = read_structure(pdf).text
        used = {str(font["/BaseFont"]).partition("+")[2] for font in pdf.objects
                if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type0"}  # fmt: skip
    read = "".join(unicodedata.normalize("NFC", said).translate({0x200B: None, 0x2060: None, 0xAD: None}).split())
    for shown in (*ALPHABETS[code].letters.split(), *ALPHABETS[code].joined.split()):
        assert unicodedata.normalize("NFC", shown) in read
    allowed = {family.replace(" ", "-") for family in fonts.families(language, ENGLISH)}
    assert {name.removesuffix("-Bold").removesuffix("-Italic").removesuffix("-Bold-Italic") for name in used} <= allowed
    own = language.script.fonts[0].replace(" ", "-")
    assert {own, f"{own}-Bold"} <= used, "regular and bold are not the same"
    assert beyond_the_margins(data) == []


def beyond_the_margins(data: bytes) -> list[tuple[float, float]]:
    """The left and right edges, in points, of text that stands nearer than 16 mm to a side of its page."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for sheet in document:
        width = sheet.get_size()[0]
        for text in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            left, _, right, _ = text.get_bounds()
            if left < 16 * MM - 1 or right > width - 16 * MM + 1:
                found.append((left, right))
    document.close()
    return found


def test_the_same_specimen_has_the_same_bytes() -> None:
    assert print_specimen(find_language("ka"), STANDARD, A4) == print_specimen(find_language("ka"), STANDARD, A4)


def test_a_language_without_an_alphabet_shows_its_words() -> None:
    data, _ = print_specimen(find_language("sv"), STANDARD, A4)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "söndag 22 november 2026" in read_structure(pdf).text


def test_every_page_says_that_it_is_not_for_patients() -> None:
    document = pypdfium2.PdfDocument(print_specimen(ENGLISH, LARGE, LETTER)[0])
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    assert len(texts) > 2
    assert all("Specimen: not for patients" in text for text in texts)


def test_what_a_specimen_lacks_fails_its_proof() -> None:
    data, _ = print_specimen(ENGLISH, STANDARD, A4)
    wanted = expect_specimen(ENGLISH, STANDARD, A4)
    assert prove_pages(data, wanted) == []
    lost = replace(wanted, texts=(*wanted.texts, replace(wanted.texts[1], plain="Words that are not there")))
    assert [problem.code for problem in prove_pages(data, lost)] == ["proof-text-lost"]
    unmarked = replace(wanted, notices=(replace(wanted.notices[0], plain="Another notice"),))
    assert {problem.code for problem in prove_pages(data, unmarked)} == {"draft-unmarked"}


def test_a_letter_that_no_font_has_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ALPHABETS, "en", Alphabet("Aa \u1681", "fi"))  # Ogham
    with pytest.raises(HandoutsError) as caught:
        print_specimen(ENGLISH, STANDARD, A4)
    assert "render-glyph" in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("paper", [A4, LETTER])
def test_the_ruler_is_100_mm_long_and_corners_stand_5_mm_from_the_edges(paper: Paper) -> None:
    document = pypdfium2.PdfDocument(print_specimen(ENGLISH, STANDARD, paper)[0])
    sheet = document[len(document) - 1]
    paths = [found.get_bounds() for found in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    assert any(abs(right - left - 100 * MM) < 0.6 for left, _, right, _ in paths)
    scale = 4
    picture = sheet.render(scale=scale).to_pil().convert("L")
    document.close()

    def ink(x: float, y: float) -> int:
        """The darkest pixel within 0.4 mm of a place, in millimetres from the top left."""
        left, top, reach = x * MM * scale, y * MM * scale, 0.4 * MM * scale
        low, _ = picture.crop((left - reach, top - reach, left + reach, top + reach)).getextrema()
        return int(low)

    for x, inwards in ((5, 1), (paper.width - 5, -1)):
        for y in (5, paper.height - 5):
            assert ink(x + 3 * inwards, y) < 60
            assert ink(x - 2 * inwards, y) > 250


# The command


def test_specimens_need_no_workspace(run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("specimen", "--language", "ka", "--language", "ka", "--paper", "letter")
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in (tmp_path / "specimens").iterdir()) == [
        "ka.large-print.letter.pdf",
        "ka.standard.letter.pdf",
    ]
    assert ran.out.splitlines()[0].split() == ["Language", "Edition", "Paper", "Pages", "File"]
    assert "specimens/ka.standard.letter.pdf" in ran.out
    assert "1/2 specimen ka standard letter: " in ran.err


def test_specimens_of_a_workspace_lie_in_its_output(clinic: Clinic) -> None:
    clinic.edit("handouts.toml", "languages", 'latin_digits = ["fa"]\npaper = "letter"\nlanguages')
    ran = clinic.handouts("specimen", "-l", "fa", "-e", "standard", "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    path = clinic.path("output/specimens/fa.standard.letter.pdf").resolve()
    assert (found["language"], found["edition"], found["paper"], found["path"], found["problems"]) == (
        "fa", "standard", "letter", str(path), [],
    )  # fmt: skip
    with pikepdf.open(path) as pdf:
        assert "1,234,567.89" in read_structure(pdf).text


def test_specimens_go_where_they_are_told(clinic: Clinic, tmp_path: Path) -> None:
    assert clinic.handouts("specimen", "-l", "en", "-e", "standard", "--to", str(tmp_path / "there")).code == 0
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["en.standard.a4.pdf"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-l", "xx"), "language-unknown"),
        (("-l", "dv"), "language-unknown"),
        (("-l", "en", "-e", "tiny"), "edition-unknown"),
        (("-l", "en", "-p", "a3"), "paper-unknown"),
    ],
)
def test_what_there_is_no_specimen_of(clinic: Clinic, arguments: tuple[str, ...], code: str) -> None:
    ran = clinic.handouts("specimen", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f"error [{code}]" in ran.err
    assert "There is:" in ran.err


def test_a_workspace_that_was_named_must_be_there(run: Callable[..., Ran], tmp_path: Path) -> None:
    for command in ("specimen", "doctor"):
        ran = run(command, "-w", str(tmp_path))
        assert (ran.code, ran.out) == (1, "")
        assert "error [workspace-missing]" in ran.err


def test_a_missing_font_stops_its_language_only(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {name: found for name, found in fonts._installed().items() if name != "NotoSansKhmer"}
    monkeypatch.setattr(fonts, "_installed", lambda: there)
    ran = clinic.handouts("specimen", "-l", "km", "-l", "en", "-e", "standard")
    assert ran.code == 3
    assert "error [font-missing]: specimen [km, standard]: the font 'Noto Sans Khmer'" in ran.err
    assert [path.name for path in clinic.path("output/specimens").iterdir()] == ["en.standard.a4.pdf"]


def test_a_specimen_that_cannot_be_stored(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = make_specimen(ENGLISH, STANDARD, A4, tmp_path / "file")
    assert (outcome.path, outcome.exit_code) == (None, 1)
    assert [problem.code for problem in outcome.problems] == ["output-unwritable"]
