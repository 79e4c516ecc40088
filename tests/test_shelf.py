"""The page of all leaflets, and the bundle of one language's."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from handouts.files import digest
from tests.conftest import Clinic

PDF = "example-clinic/es/short.standard.a4.pdf"


@pytest.fixture
def built(clinic: Clinic) -> Clinic:
    assert clinic.handouts("build").code == 0
    return clinic


class Page(HTMLParser):
    """The addresses, pictures and texts of a page, and the languages of its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.languages: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given["href"]] if "href" in given else []
        self.pictures += [given["src"]] if "src" in given else []
        self.languages += [given["lang"]] if "lang" in given else []

    def handle_data(self, data: str) -> None:
        self.words += data


def page(clinic: Clinic) -> Page:
    return Page(clinic.path("output/index.html").read_text(encoding="utf-8"))


def test_the_page_leads_to_every_leaflet_and_shows_it(built: Clinic) -> None:
    found = page(built)
    files = [link for link in dict.fromkeys(found.links) if not link.startswith("#")]
    assert files == ["example-clinic/en/short.standard.a4.pdf", PDF]
    for link in files + found.pictures:
        assert built.path(f"output/{link}").is_file()
    assert len(found.pictures) == 2
    with Image.open(built.path(f"output/{found.pictures[0]}")) as picture:
        assert picture.format == "PNG"
        assert picture.width == 240
    assert set(found.languages) == {"en", "es"}
    assert "Un folleto breve" in found.words
    assert "2 leaflets: 0 approved, 2 drafts, 0 failed last time." in found.words


def test_the_page_tells_what_failed(built: Clinic) -> None:
    built.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "")
    assert built.handouts("build").code == 1
    found = page(built)
    assert "Failed last time" in found.words
    assert "1 failed last time." in found.words
    assert PDF in found.links, "the last good one is still there"


def test_a_leaflet_that_never_was_has_no_link(clinic: Clinic) -> None:
    clinic.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "")
    assert clinic.handouts("build").code == 1
    assert PDF not in page(clinic).links
    assert "Not made" in page(clinic).words


def test_words_of_the_page_are_escaped(clinic: Clinic) -> None:
    clinic.edit("articles/short.md", "title: A short leaflet", "title: A <b>short</b> & safe leaflet")
    clinic.edit("locales/es/LC_MESSAGES/short.po", "A short leaflet", "A <b>short</b> & safe leaflet")
    clinic.handouts("build", "-l", "en")
    text = clinic.path("output/index.html").read_text(encoding="utf-8")
    assert "<b>" not in text


def test_the_page_is_not_written_again_for_nothing(built: Clinic) -> None:
    before = built.path("output/index.html").stat()
    assert built.handouts("build", "--force").code == 0
    assert built.path("output/index.html").stat().st_ino == before.st_ino


def bundle(clinic: Clinic, name: str) -> tuple[Path, str]:
    path = clinic.path(name)
    ran = clinic.handouts("bundle", "-l", "es", "--to", str(path), "--allow-draft")
    assert ran.code == 0, ran.err
    said = re.search(r"[0-9a-f]{64}", ran.out)
    assert said
    return path, said[0]


def test_a_bundle_holds_the_leaflets_of_a_language_and_lists_them(built: Clinic) -> None:
    assert built.handouts("build", "-p", "letter", "-l", "es").code == 0
    path, sha256 = bundle(built, "es.zip")
    data = path.read_bytes()
    assert digest(data) == sha256
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        assert held.testzip() is None
        listed = json.loads(held.read("contents.json"))
        names = [one["file"] for one in listed]
        assert names == [PDF, PDF.replace("a4", "letter")]
        assert sorted(held.namelist()) == ["contents.json", *names]
        for one in listed:
            assert digest(held.read(one["file"])) == one["sha256"]
            assert (one["state"], one["title"]) == ("draft", "Un folleto breve")


def test_a_bundle_has_the_same_digest_wherever_and_whenever_it_is_made(built: Clinic) -> None:
    first = bundle(built, "one.zip")[1]
    built.path(f"output/{PDF}").touch()
    assert built.handouts("build", "--force").code == 0
    assert bundle(built, "two.zip")[1] == first


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda clinic: clinic.path(f"output/{PDF}").write_bytes(b"%PDF-1.7"), "proof-changed"),
        (lambda clinic: clinic.path(f"output/{PDF}").unlink(), "handover-missing"),
        (lambda clinic: clinic.edit("articles/short.md", '"1.0"', '"1.1"'), "proof-stale"),
    ],
)
def test_a_bundle_of_bad_leaflets_is_not_made(built: Clinic, change: object, code: str) -> None:
    assert callable(change)
    change(built)
    ran = built.handouts("bundle", "-l", "es", "--to", str(built.path("es.zip")), "--allow-draft")
    assert ran.code == 1
    assert f"[{code}]" in ran.err
    assert not built.path("es.zip").exists()


def test_a_bundle_of_drafts_needs_a_word(built: Clinic) -> None:
    ran = built.handouts("bundle", "-l", "es", "--to", str(built.path("es.zip")))
    assert (ran.code, "[handover-draft]" in ran.err) == (1, True)


def test_a_bundle_of_nothing_is_not_made(clinic: Clinic) -> None:
    ran = clinic.handouts("bundle", "-l", "es", "--to", str(clinic.path("es.zip")))
    assert (ran.code, "[bundle-incomplete]" in ran.err) == (1, True)


def test_a_bundle_leaves_no_article_out(built: Clinic) -> None:
    built.write("articles/other.md", built.path("articles/short.md").read_text(encoding="utf-8"))
    ran = built.handouts("bundle", "-l", "es", "--to", str(built.path("es.zip")), "--allow-draft")
    assert (ran.code, "[bundle-incomplete]" in ran.err) == (1, True)
    assert "not built: other" in ran.err


def test_a_page_or_picture_that_is_gone_is_made_again(built: Clinic) -> None:
    built.path("output/index.html").unlink()
    assert built.handouts("build").out == "2 up to date.\n"
    assert built.path("output/index.html").is_file()
    picture = built.path(f"output/{PDF}").with_suffix(".png")
    picture.unlink()
    assert built.handouts("build").out.splitlines()[-1] == "1 built, 1 up to date."
    assert picture.is_file()


def test_a_bundle_that_cannot_be_stored(built: Clinic) -> None:
    built.write("taken/mine", "mine")
    ran = built.handouts("bundle", "-l", "es", "--to", str(built.path("taken")), "--allow-draft")
    assert (ran.code, "[output-unwritable]" in ran.err) == (1, True)
