"""Where a workspace is, what its settings say, and how a new one is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.problems import HandoutsError
from handouts.workspace import make_workspace, open_workspace, packaged
from tests.conftest import ROOT, Clinic
from tests.making import places

GOOD = 'languages = ["en", "es"]\nbrand = "example-clinic"\neditions = ["standard"]\npaper = "letter"\n'


def problems(root: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(HandoutsError) as caught:
        open_workspace(root)
    return places(caught.value)


def test_it_is_found_from_any_folder_in_it(clinic: Clinic) -> None:
    for folder in (clinic.root, clinic.path("articles"), clinic.path("locales/es/LC_MESSAGES")):
        assert open_workspace(folder).root == clinic.root


def test_what_is_in_it(clinic: Clinic) -> None:
    clinic.write("articles/another.md", "")
    clinic.write("articles/notes.txt", "")
    found = open_workspace(clinic.root)
    assert list(found.article_paths) == ["another", "short"]
    assert found.brand_names == ["example-clinic"]
    assert {found.articles, found.brands, found.locales, found.templates, found.output} == {
        clinic.path(name) for name in ("articles", "brands", "locales", "templates", "output")
    }


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    assert problems(tmp_path) == [("workspace-missing", None)]
    assert problems(tmp_path / "not" / "there") == [("workspace-missing", None)]


def test_defaults(tmp_path: Path) -> None:
    (tmp_path / "handouts.toml").write_text('brand = "b"')
    settings = open_workspace(tmp_path).settings
    assert (settings.source_language, settings.languages, settings.paper) == ("en", ("en",), "a4")
    assert settings.editions == ("standard", "large-print")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"es"', '"xx"', [("setting-invalid", 1)]),
        ('"es"', '"../es"', [("setting-invalid", 1)]),
        ('"es"', '"chr"', [("setting-invalid", 1)]),
        ('["en", "es"]', "[]", [("setting-invalid", 1)]),
        ('["en", "es"]', '"en"', [("setting-invalid", 1)]),
        ('["en", "es"]', "[3]", [("setting-invalid", 1), ("setting-invalid", 1)]),
        ('"example-clinic"', '"../other"', [("setting-invalid", 2)]),
        ('"example-clinic"', '""', [("setting-invalid", 2)]),
        ('brand = "example-clinic"\n', "", [("setting-missing", None)]),
        ('["standard"]', '["tiny"]', [("setting-invalid", 3)]),
        ('"letter"', '"a5"', [("setting-invalid", 4)]),
        ('"letter"', "4", [("setting-invalid", 4)]),
        ("paper", "papier", [("setting-unknown", 4)]),
        ("brand = ", "brand = brand = ", [("toml-invalid", 2)]),
    ],
)
def test_mistakes_have_their_lines(tmp_path: Path, old: str, new: str, expected: list[tuple[str, int | None]]) -> None:
    assert old in GOOD
    (tmp_path / "handouts.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    assert problems(tmp_path) == expected


def test_the_repository_is_a_workspace() -> None:
    found = open_workspace(ROOT / "articles")
    assert found.root == ROOT
    assert found.settings.languages[:2] == ("en", "es")
    assert found.settings.latin_digits == ()
    assert found.settings.conformance == "pdf/ua-1"
    assert list(found.article_paths) == ["ketamine-nerve-pain"]


def test_packaged_folders_are_there() -> None:
    assert (packaged("templates") / "leaflet.html.j2").is_file()
    assert (packaged("locales") / "handouts.pot").is_file()
    assert (packaged("example") / "handouts.toml").is_file()


def test_a_new_workspace_is_a_workspace(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "new" / "clinic")
    assert open_workspace(made).settings == open_workspace(ROOT).settings
    assert (made / "locales" / "ar" / "LC_MESSAGES" / "ketamine-nerve-pain.po").is_file()
    assert (made / "output").is_dir()


def test_a_new_workspace_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for folder in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(HandoutsError) as caught:
            make_workspace(folder)
        assert places(caught.value) == [("workspace-exists", None)]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
