"""The shipped translations: complete, standard, honest about their state, and of the present source."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import polib
import pytest

from handouts import inline
from handouts.catalogs import (
    MAIL,
    WORDS,
    Catalog,
    State,
    catalog_path,
    catalog_problems,
    load_catalog,
    translation_faults,
)
from handouts.extraction import Entry, article_entries, template_entries, write_template
from handouts.languages import find_language
from handouts.leaflet import NOTICES
from handouts.mail.wording import mail_entries
from handouts.markdown import load_article
from handouts.po.file import format_po, parse_po
from handouts.po.merging import merge
from handouts.press import Press
from handouts.template import Templates
from handouts.workspace import open_workspace
from tests.conftest import ROOT

ARTICLE = "ketamine-nerve-pain"
LOCALES = ROOT / "locales"
LANGUAGES = tuple(sorted(path.name for path in LOCALES.iterdir() if path.is_dir()))
DOMAINS = (WORDS, MAIL, ARTICLE)

every = pytest.mark.parametrize(("language", "domain"), [(code, name) for code in LANGUAGES for name in DOMAINS])


@cache
def entries(domain: str) -> tuple[Entry, ...]:
    if domain == WORDS:
        return (*NOTICES, *Templates((ROOT / "templates",)).entries())
    if domain == MAIL:
        return mail_entries(Press(open_workspace(ROOT)))
    return tuple(article_entries(load_article(ROOT / "articles" / f"{domain}.md")))


@cache
def catalog(language: str, domain: str) -> Catalog:
    return load_catalog(catalog_path(LOCALES, language, domain), language)


def pairs(language: str, domain: str) -> list[tuple[str, str]]:
    """The source texts and their translations."""
    return [(entry.text, catalog(language, domain).find(entry.text, entry.context).text) for entry in entries(domain)]


def test_what_is_shipped_is_what_the_settings_say() -> None:
    settings = tomllib.loads((ROOT / "handouts.toml").read_text(encoding="utf-8"))
    assert {*settings["languages"]} == {"en", *LANGUAGES}
    assert len(LANGUAGES) >= 4


@pytest.mark.parametrize("domain", DOMAINS)
def test_templates_are_what_extract_would_write(domain: str) -> None:
    assert (LOCALES / f"{domain}.pot").read_bytes() == write_template(entries(domain))


@every
def test_translations_are_complete_and_hold_nothing_else(language: str, domain: str) -> None:
    found = catalog(language, domain).translations
    assert set(found) == {(entry.context, entry.text) for entry in entries(domain)}
    assert {value.state for value in found.values()} == {State.TRANSLATED}


@every
def test_an_update_would_change_nothing(language: str, domain: str) -> None:
    path = catalog_path(LOCALES, language, domain)
    text = path.read_text(encoding="utf-8")
    merged, changes = merge(parse_po(text), template_entries(entries(domain)))
    assert (format_po(merged), changes.rewritten) == (text, False), "run 'handouts update'"


@every
def test_there_is_nothing_to_say_of_a_catalog_as_a_whole(language: str, domain: str) -> None:
    assert catalog_problems(catalog(language, domain), entries(domain)) == []


@every
def test_msgfmt_has_nothing_to_say(language: str, domain: str, tmp_path: Path) -> None:
    program = shutil.which("msgfmt")
    assert program, "install gettext"
    path = catalog_path(LOCALES, language, domain)
    command = [program, "--check", "--check-accelerators=_", "--output-file", str(tmp_path / "x.mo"), str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@every
def test_headers_say_the_language_and_that_nobody_has_approved_it(language: str, domain: str) -> None:
    found = polib.pofile(str(catalog_path(LOCALES, language, domain)))
    assert found.metadata["Language"] == language
    assert found.metadata["Content-Type"] == "text/plain; charset=UTF-8"
    assert "approved by nobody" in found.metadata["Last-Translator"]
    assert "MACHINE DRAFT" in found.header
    assert "No person has approved it." in found.header
    assert "Plural-Forms" in found.metadata


@every
def test_markup_and_placeholders_are_those_of_the_source(language: str, domain: str) -> None:
    for source, text in pairs(language, domain):
        assert translation_faults(source, text) == [], source
        assert Counter(inline.placeholders(text)) == Counter(inline.placeholders(source))
        for mark in ("**", "]("):
            assert text.count(mark) == source.count(mark), source
        assert len(text) > 0.1 * len(source)


NUMBER_WORDS = {"es": {"24": "veinticuatro"}, "hi": {"24": "चौबीस"}, "zh_Hans": {"24": "二十四"}}


@every
def test_every_figure_is_in_the_translation(language: str, domain: str) -> None:
    words = NUMBER_WORDS.get(language, {})
    seen = 0
    for source, text in pairs(language, domain):
        figures = re.findall(r"\d+", inline.to_plain(source, {}))
        own = re.findall(r"\d+", text.replace("10月", "") if "October" in source else text)
        values = [int(figure) for figure in own]
        for figure in figures:
            assert int(figure) in values or words.get(figure, figure) in text, f"{figure} in {source}"
        # A small number that the source spells out may be a figure ("in more than one way").
        assert not [value for value in values if value > 10 and str(value) not in figures], f"a figure too many: {text}"
        assert len({ord(char) - int(char) for figure in own for char in figure}) <= 1, f"mixed digits: {text}"
        seen += len(figures)
    assert seen == (2 if domain == ARTICLE else 0)


def script_names(language: str) -> tuple[str, ...]:
    """What the Unicode names of the language's letters begin with, as those of its own name do."""
    own = unicodedata.name(find_language(language).name[0]).split()[0]
    return ("CJK", "HIRAGANA", "KATAKANA") if own == "CJK" and language == "ja" else (own,)


@every
def test_the_letters_are_those_of_the_language(language: str, domain: str) -> None:
    names = script_names(language)
    for source, text in pairs(language, domain):
        words = re.sub(r"\{[^}]*\}", "", text)
        letters = [char for char in words if char.isalpha()]
        own = [char for char in letters if unicodedata.name(char, "").startswith(names)]
        assert len(own) >= 0.5 * len(letters), source
        assert letters or len(source) < 20, source
        assert text != source or len(source.split()) <= 2, source


@every
def test_sentences_end_as_they_do_in_the_source(language: str, domain: str) -> None:
    for source, text in pairs(language, domain):
        if len(source.split()) > 4 and not source.endswith((":", "*")):
            closes = text.rstrip("*")[-1] in ".?!。？！।॥؟"
            asks = text.endswith("?") and source[-1].isalpha()  # "How it is used" is a question in Turkish
            assert asks or closes == (source.rstrip("*")[-1] in ".?!"), f"{source} → {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_latin_words_that_must_not_be_lost(language: str) -> None:
    texts = dict(pairs(language, ARTICLE))
    for name in ("NMDA",):  # CRPS has a name of its own in some languages
        for source, text in texts.items():
            if name in source:
                assert name in text, source
