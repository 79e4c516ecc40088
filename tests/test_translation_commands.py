"""The commands for translators' files, from an article to a leaflet in a new language."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib

import polib
import pytest

from handouts.catalogs import load_catalog
from handouts.languages import OFFERED
from handouts.po.plurals import plural_fault
from handouts.press import Press
from handouts.settings_edit import with_language
from handouts.translate import add_language
from handouts.workspace import open_workspace
from tests.conftest import ROOT, SPANISH, Clinic

PO = "locales/es/LC_MESSAGES/short.po"


def test_update_and_again(clinic: Clinic) -> None:
    ran = clinic.handouts("update")
    assert ran.code == 0, ran.err
    assert "changed" in ran.out
    files = {path: path.read_bytes() for path in clinic.path("locales").rglob("*.po*")}
    assert {path.name for path in files} == {"handouts.pot", "mail.pot", "short.pot", "short.po"}
    assert load_catalog(clinic.path(PO), "es").find("Risks").text == "Riesgos"
    again = clinic.handouts("update", "--json")
    rows = [json.loads(line) for line in again.out.splitlines()]
    assert [(row["catalog"], row["state"]) for row in rows] == [
        ("handouts", "unchanged"), ("mail", "unchanged"), ("short", "unchanged"), ("short", "unchanged")
    ]  # fmt: skip
    assert rows[-1]["kept"] == len(SPANISH)
    assert {path: path.read_bytes() for path in clinic.path("locales").rglob("*.po*")} == files


def test_a_change_of_the_article_makes_its_translation_fuzzy_and_stops_the_leaflet(clinic: Clinic) -> None:
    assert clinic.handouts("update").code == 0
    clinic.edit("articles/short.md", "Do not take more than 5 mg", "Do not take more than 4 mg")
    clinic.edit("articles/short.md", "- You feel dizzy.\n", "")
    checked = clinic.handouts("update", "--check")
    assert checked.code == 1
    assert "would be changed" in checked.out
    before = clinic.path(PO).read_bytes()
    assert before == clinic.path(PO).read_bytes()
    ran = clinic.handouts("update", "--language", "es")
    assert ran.code == 0
    text = clinic.path(PO).read_text(encoding="utf-8")
    assert '#| msgid "It can harm you. **Do not take more than 5 mg.**"' in text
    assert '#~ msgid "You feel dizzy."' in text
    assert clinic.handouts("update", "--check").code == 0
    built = clinic.handouts("build", "-l", "es")
    assert built.code == 1
    assert "translation-fuzzy" in built.err


def test_a_new_article_is_begun_in_every_language(clinic: Clinic) -> None:
    shutil.copy(clinic.path("articles/short.md"), clinic.path("articles/other.md"))
    ran = clinic.handouts("update", "--check")
    assert (ran.code, clinic.path("locales/es/LC_MESSAGES/other.po").exists()) == (1, False)
    assert clinic.handouts("update").code == 0
    assert polib.pofile(str(clinic.path("locales/es/LC_MESSAGES/other.po"))).percent_translated() == 0


@pytest.mark.parametrize("code", ["fr", "en", "zz"])
def test_update_of_a_language_that_is_not_there(code: str, clinic: Clinic) -> None:
    ran = clinic.handouts("update", "-l", code)
    assert ran.code == 2
    assert "language-unknown" in ran.err
    assert "add-language" in ran.err


def test_a_broken_catalog_is_named_and_the_others_are_updated(clinic: Clinic) -> None:
    clinic.write("locales/fr/LC_MESSAGES/short.po", 'msgid "a')
    ran = clinic.handouts("update")
    assert ran.code == 1
    assert "error [catalog-broken]" in ran.err
    assert "fr/LC_MESSAGES/short.po:1" in ran.err
    assert "left alone" in ran.out
    assert "articles/short.md:2" in clinic.path(PO).read_text(encoding="utf-8")


GERMAN = {
    "A short leaflet": "Ein kurzes Merkblatt",
    "What it is about.": "Worum es geht.",
    "What it is": "Was es ist",
    "It is a *treatment* for pain.": "Es ist eine *Behandlung* gegen Schmerzen.",
    "Risks": "Risiken",
    "It can harm you. **Do not take more than 5 mg.**": "Es kann Ihnen schaden. **Nehmen Sie nicht mehr als 5 mg.**",
    "Common": "Häufig",
    "You feel sick.": "Ihnen ist übel.",
    "You feel dizzy.": "Ihnen ist schwindelig.",
    "Call {emergency} at once if you cannot breathe.": "Rufen Sie sofort {emergency} an, wenn Sie nicht atmen können.",
    "Supervision": "Überwachung",
    "Only in a clinic. Do not drive for 24 hours.": "Nur in einer Klinik. Fahren Sie 24 Stunden lang nicht Auto.",
    "Who to call": "Wen Sie anrufen",
    "Call {phone}.": "Rufen Sie {phone} an.",
}


def test_from_no_language_to_a_leaflet(clinic: Clinic) -> None:
    ran = clinic.handouts("add-language", "de")
    assert ran.code == 0, ran.err
    for part in ("German (Deutsch, de)", "Fonts: Noto Sans", "Next:", "handouts check -l de", "[wording.de]"):
        assert part in ran.out
    settings = tomllib.loads(clinic.path("handouts.toml").read_text(encoding="utf-8"))
    assert settings["languages"] == ["en", "es", "de"]
    checked = clinic.handouts("check", "-l", "de")
    assert checked.code == 1
    assert "translation-missing" in checked.err
    path = clinic.path("locales/de/LC_MESSAGES/short.po")
    catalog = polib.pofile(str(path))
    for entry in catalog:
        entry.msgstr = GERMAN[entry.msgid]
    catalog.save()
    assert clinic.handouts("update").code == 0
    built = clinic.handouts("build", "-l", "de")
    assert "de/short.standard.a4.pdf" in clinic.pdfs(), built.err


def test_what_is_begun_is_for_gettext(clinic: Clinic) -> None:
    assert clinic.handouts("add-language", "fr").code == 0
    paths = sorted(clinic.path("locales/fr/LC_MESSAGES").iterdir())
    assert [path.name for path in paths] == ["handouts.po", "mail.po", "short.po"]
    for path in paths:
        ran = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], capture_output=True, text=True)
        assert (ran.returncode, ran.stderr) == (0, "")
    assert "TO BE TRANSLATED" in polib.pofile(str(paths[-1])).header


def test_what_was_begun_is_finished_and_nothing_is_overwritten(clinic: Clinic) -> None:
    clinic.handouts("add-language", "fr")
    path = clinic.path("locales/fr/LC_MESSAGES/short.po")
    clinic.write(
        str(path),
        path.read_text(encoding="utf-8").replace('msgid "Risks"\nmsgstr ""', 'msgid "Risks"\nmsgstr "Risques"'),
    )
    clinic.path("locales/fr/LC_MESSAGES/handouts.po").unlink()
    ran = clinic.handouts("add-language", "fr")
    assert ran.code == 0
    assert "already in 'languages'" in ran.out
    assert load_catalog(path, "fr").find("Risks").text == "Risques"
    assert clinic.path("locales/fr/LC_MESSAGES/handouts.po").exists()


def test_the_words_that_come_with_handouts_are_copied(clinic: Clinic) -> None:
    assert clinic.handouts("add-language", "de").code == 0
    words = load_catalog(clinic.path("locales/de/LC_MESSAGES/handouts.po"), "de")
    assert words.find("Phone").text == "Telefon"


@pytest.mark.parametrize(
    ("code", "problem", "hint"),
    [
        ("en", "language-source", "another"),
        ("pt-br", "language-unknown", "'pt_BR'"),
        ("ZH-hant", "language-unknown", "'zh_Hant'"),
        ("de_DE.UTF-8", "language-unknown", "gettext code"),
        ("xx", "language-unknown", "gettext code"),
        ("../../evil", "language-unknown", "gettext code"),
        ("chr", "language-unknown", "gettext code"),
    ],
)
def test_what_is_no_language(code: str, problem: str, hint: str, clinic: Clinic) -> None:
    before = clinic.path("handouts.toml").read_bytes()
    ran = clinic.handouts("add-language", code)
    assert ran.code == 2
    assert problem in ran.err
    assert hint in ran.err
    assert clinic.path("handouts.toml").read_bytes() == before
    assert [path.name for path in clinic.path("locales").iterdir()] == ["es"]


def test_every_language_that_is_offered_can_be_begun(clinic: Clinic) -> None:
    press = Press(open_workspace(clinic.root))
    for code in OFFERED[2:]:  # the others are there
        add_language(Press(open_workspace(clinic.root)), code)
        found = polib.pofile(str(clinic.path(f"locales/{code}/LC_MESSAGES/short.po")))
        assert plural_fault(code, found.metadata["Plural-Forms"]) == ""
        assert load_catalog(clinic.path(f"locales/{code}/LC_MESSAGES/short.po"), code).problems == ()
    assert set(open_workspace(clinic.root).settings.languages) == {*OFFERED}
    assert press.source.code == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('languages = ["en", "es"] # c\nbrand="x"\n', 'languages = ["en", "es", "fr"] # c\nbrand="x"\n'),
        (
            'brand = "x" # y\n\n[review]\na = 1\n',
            'brand = "x" # y\nlanguages = ["en", "es", "fr"]\n\n[review]\na = 1\n',
        ),
        ('languages = [\n  "en", # source\n  "es",\n]\n', 'languages = [\n  "en", # source\n  "es",\n  "fr",\n]\n'),
        ('brand = "x"\r\nlanguages = ["en", "es"]\r\n', 'brand = "x"\r\nlanguages = ["en", "es", "fr"]\r\n'),
    ],
)
def test_the_settings_keep_their_comments_and_layout(text: str, expected: str) -> None:
    assert with_language(text, "fr", ("en", "es")) == expected


def test_settings_that_cannot_be_edited_are_left() -> None:
    with pytest.raises(ValueError, match="would change"):
        with_language('languages = ["en"]\n', "fr", ("en", "es"))


def test_extract_names_its_files(clinic: Clinic) -> None:
    ran = clinic.handouts("extract")
    assert [line.rpartition("/")[2] for line in ran.out.splitlines()] == ["handouts.pot", "mail.pot", "short.pot"]
    assert "Safety: no leaflet is printed" in clinic.path("locales/short.pot").read_text(encoding="utf-8")


def test_the_shipped_templates_and_catalogs_are_up_to_date(clinic: Clinic) -> None:
    shutil.rmtree(clinic.root)
    for name in ("articles", "brands", "locales", "templates"):
        shutil.copytree(ROOT / name, clinic.path(name))
    shutil.copy(ROOT / "handouts.toml", clinic.path("handouts.toml"))
    ran = clinic.handouts("update", "--check")
    assert (ran.code, ran.err) == (0, ""), ran.out
