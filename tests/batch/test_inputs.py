"""What a worker is given: every file that its leaflets read, as it was when the batch was planned."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handouts.batch.fingerprint import Fingerprints
from handouts.batch.inputs import Inputs
from handouts.batch.state import open_state
from handouts.files import digest
from handouts.jobs import Job
from handouts.press import Press
from handouts.problems import HandoutsError
from handouts.workspace import open_workspace
from tests.batch.planning import JOBS, edit, jobs_due, make_clinic, plan, settle, write
from tests.conftest import Clinic

SPANISH = Job("short", "es", "bay", "standard", "a4")
CATALOG = "locales/es/LC_MESSAGES/short.po"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_clinic(tmp_path / "a clinic")


@pytest.fixture
def inputs(root: Path) -> Iterator[Inputs]:
    """The inputs of a run that has been planned."""
    with open_state(root) as state:
        made = Inputs(open_workspace(root), state)
        prints = Fingerprints(made)
        for job in JOBS:
            prints.of(job)
        yield made


def code_of(inputs: Inputs, job: Job = SPANISH) -> tuple[str, str]:
    with pytest.raises(HandoutsError) as caught:
        inputs.files_of(job)
    (problem,) = caught.value.problems
    return problem.code, problem.path.relative_to(inputs.workspace.root).as_posix() if problem.path else ""


def test_it_is_what_the_leaflet_reads_and_nothing_else(inputs: Inputs) -> None:
    files = inputs.files_of(SPANISH)
    assert sorted(files) == [
        "articles/short.md",
        "brands/bay/brand.toml",
        "brands/bay/logo.svg",
        "handouts.toml",
        "locales/es/LC_MESSAGES/handouts.po",
        CATALOG,
        "locales/glossary.toml",
    ]
    assert all((inputs.workspace.root / name).read_bytes() == data for name, data in files.items())
    english = inputs.files_of(Job("long", "en", "cape", "standard", "a4"))
    assert not any(name.startswith("locales/") for name in english)


def test_a_leaflet_can_be_made_of_it_elsewhere(clinic: Clinic, tmp_path: Path) -> None:
    clinic.write("templates/custom.css.j2", "h1 { text-decoration: underline }")
    clinic.write("templates/icons/risks.svg", clinic.path("brands/example-clinic/logo.svg").read_text())
    job = Job("short", "es", "example-clinic", "standard", "a4")
    with open_state(clinic.root) as state:
        files = Inputs(open_workspace(clinic.root), state).files_of(job)
    for name, data in files.items():
        path = tmp_path / "copy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    here, there = (Press(open_workspace(root)).print(job) for root in (clinic.root, tmp_path / "copy"))
    assert here.data is not None
    assert here.data == there.data
    assert digest(here.data) == here.outcome.sha256


CHANGES: dict[str, Callable[[Path], object]] = {
    CATALOG: lambda root: edit(root, CATALOG, "mareos", "mareo"),
    "articles/short.md": lambda root: (root / "articles" / "short.md").unlink(),
    "reviews.toml": lambda root: write(root, "reviews.toml", "# nothing yet"),
    "locales/es/words.toml": lambda root: write(root, "locales/es/words.toml", ""),
    "templates/custom.css.j2": lambda root: write(root, "templates/custom.css.j2", "h1 {}"),
    "brands/bay/photo.png": lambda root: write(root, "brands/bay/photo.png", ""),
    "brands/bay/logo.svg": lambda root: (root / "brands" / "bay" / "logo.svg").unlink(),
    "handouts.toml": lambda root: edit(root, "handouts.toml", '"bay"', '"cape"'),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_changed_meanwhile(inputs: Inputs, name: str) -> None:
    CHANGES[name](inputs.workspace.root)
    assert code_of(inputs) == ("file-changed", name)


def test_a_file_that_is_touched_meanwhile_is_the_same(inputs: Inputs) -> None:
    (inputs.workspace.root / CATALOG).touch()
    assert CATALOG in inputs.files_of(SPANISH)


def test_a_file_of_another_leaflet_may_change(inputs: Inputs) -> None:
    write(inputs.workspace.root, "articles/long.md", "something else")
    assert inputs.files_of(SPANISH)


@pytest.mark.parametrize("name", [CATALOG, "brands/bay", "locales", "templates/custom.css.j2"])
def test_a_link_that_leads_out_of_the_workspace(root: Path, tmp_path: Path, name: str) -> None:
    """It holds what was there before, and still must not be followed."""
    write(root, "templates/custom.css.j2", "h1 {}")
    settle(root)
    outside = tmp_path / "outside"
    shutil.move(root / name, outside)
    (root / name).symlink_to(outside)
    assert SPANISH in jobs_due(plan(root))
    with open_state(root) as state:
        code, path = code_of(Inputs(open_workspace(root), state))
    assert code == "path-outside"
    assert path.startswith(name)


def test_a_link_within_the_workspace_is_followed(root: Path) -> None:
    shutil.move(root / CATALOG, root / "here.po")
    (root / CATALOG).symlink_to(root / "here.po")
    with open_state(root) as state:
        assert Inputs(open_workspace(root), state).files_of(SPANISH)[CATALOG] == (root / "here.po").read_bytes()


def test_a_folder_in_the_place_of_a_file_is_told(root: Path) -> None:
    (root / CATALOG).unlink()
    (root / CATALOG).mkdir()
    with open_state(root) as state, pytest.raises(HandoutsError) as caught:
        Inputs(open_workspace(root), state).files_of(SPANISH)
    assert [(one.code, one.path) for one in caught.value.problems] == [("file-unreadable", root / CATALOG)]


def test_what_is_derived_from_a_file_that_changes_meanwhile_is_not_remembered(root: Path) -> None:
    path = root / CATALOG

    def make() -> tuple[str, None]:
        path.write_text("changed")
        return "of the changed file", None

    with open_state(root) as state:
        assert Inputs(open_workspace(root), state).derive("test", [path], make) == "of the changed file"
    edit(root, CATALOG, "changed", "first")
    with open_state(root) as state:
        assert Inputs(open_workspace(root), state).derive("test", [path], lambda: ("anew", None)) == "anew"
