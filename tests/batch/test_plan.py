"""What is to be made and why, what is good as it is, and what has no place any more."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.batch.fingerprint import PARTS, Fingerprints
from handouts.batch.inputs import Inputs
from handouts.batch.plan import make_plan
from handouts.batch.state import State, open_state
from handouts.jobs import Job, leaflet_path
from handouts.manifest import Manifest, load_manifest, signature
from handouts.press import Press
from handouts.workspace import open_workspace
from tests.batch.planning import JOBS, edit, jobs_due, make_clinic, plan, reasons, settle, write
from tests.conftest import Clinic
from tests.making import stored

SPANISH, GERMAN = "locales/es/LC_MESSAGES/short.po", "locales/de/LC_MESSAGES/short.po"
BOTH = "1 message of the article changed, translation of 1 message changed"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = make_clinic(tmp_path / "a clinic")
    settle(made)
    return made


def path_of(root: Path, job: Job) -> Path:
    return root / "output" / leaflet_path(job)


def test_all_is_new_at_first_and_clean_then(tmp_path: Path) -> None:
    made = make_clinic(tmp_path / "a clinic")
    first = plan(made)
    assert (reasons(first), [one.job for one in first.due]) == ({"new"}, list(JOBS))
    settle(made)
    second = plan(made)
    assert (second.due, second.clean, second.stale) == ((), JOBS, ())


def test_only_what_is_asked_for_is_planned(root: Path) -> None:
    edit(root, SPANISH, "mareos", "mareo")
    assert jobs_due(plan(root, jobs=JOBS[:2])) == set()
    assert len(jobs_due(plan(root))) == 4


def test_force(root: Path) -> None:
    assert (reasons(plan(root, force=True)), len(plan(root, force=True).due)) == ({"forced"}, len(JOBS))


def test_strict_is_another_way_to_make_them(root: Path) -> None:
    assert reasons(plan(root, strict=True)) == {"settings changed"}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (SPANISH, "mareos", "mareo", "translation of 1 message changed"),
        (SPANISH, "Riesgos", "", "translation of 1 message changed"),
        ("articles/short.md", "You feel sick.", "You are sick.", BOTH),
        ("articles/short.md", 'version: "1.0"', 'version: "1.1"', "article changed"),
        ("locales/es/LC_MESSAGES/handouts.po", "Página", "Hoja", "1 message of the templates' words changed"),
        ("brands/bay/brand.toml", "hours = [", "# hm\nhours = [", ""),
        ("brands/bay/brand.toml", 'phone = "', 'phone = "0', "brand changed"),
        ("locales/glossary.toml", "ketamina", "quetamina", "glossary or cue words changed"),
        ("handouts.toml", '"bay"\n', '"bay"\nreview.policy = "require"\n', "settings changed"),
    ],
)  # fmt: skip
def test_the_reason_is_told(root: Path, name: str, old: str, new: str, told: str) -> None:
    edit(root, name, old, new)
    spanish = [
        one.reason
        for one in plan(root).due
        if (one.job.article, one.job.language, one.job.brand) == ("short", "es", "bay")
    ]
    assert set(spanish) == ({told} if told else set())


def test_several_messages_are_counted(root: Path) -> None:
    for old, new in (("mareos", "mareo"), ("náuseas", "náusea"), ("Comunes", "Frecuentes")):
        edit(root, SPANISH, f"{old}", new)
    assert reasons(plan(root)) == {"translation of 3 messages changed"}


def test_without_what_was_known_the_reason_is_shorter(root: Path) -> None:
    (root / ".handouts" / "state.sqlite3").unlink()
    assert plan(root).due == ()
    (root / ".handouts" / "state.sqlite3").unlink()
    edit(root, SPANISH, "mareos", "mareo")
    assert reasons(plan(root)) == {"translation changed"}


def test_a_catalog_that_is_gone_or_broken(root: Path) -> None:
    (root / SPANISH).unlink()
    write(root, GERMAN, "no PO file")
    assert {(job.article, job.language) for job in jobs_due(plan(root))} == {("short", "es"), ("short", "de")}


def test_what_failed_is_tried_again(root: Path) -> None:
    edit(root, SPANISH, "mareos", "mareo")
    due = plan(root).due
    settle(root, due, failing=(due[0].job,))
    again = plan(root)
    assert (jobs_due(again), reasons(again)) == ({due[0].job}, {"failed last time"})
    entry = load_manifest(root / "output").entries[leaflet_path(due[0].job)]
    assert (entry.failed, entry.pages, entry.title) == (True, 2, "Ein Blatt")
    assert entry.problems_in(root)[0].path == root / "locales" / "x.po"


def test_a_leaflet_that_is_gone(root: Path) -> None:
    path_of(root, JOBS[0]).unlink()
    assert [(one.job, one.reason) for one in plan(root).due] == [(JOBS[0], "its file is missing")]


def test_a_leaflet_that_somebody_has_changed(root: Path) -> None:
    path = path_of(root, JOBS[0])
    times = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert [(one.job, one.reason) for one in plan(root).due] == [(JOBS[0], "its file was changed")]


def test_a_folder_in_the_place_of_a_leaflet(root: Path) -> None:
    path_of(root, JOBS[0]).unlink()
    path_of(root, JOBS[0]).mkdir()
    assert [one.job for one in plan(root).due] == [JOBS[0]]


def test_a_leaflet_that_was_only_copied_is_good(root: Path) -> None:
    path = path_of(root, JOBS[0])
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    workspace = open_workspace(root)
    with open_state(root) as state:
        manifest = load_manifest(workspace.output)
        found = make_plan(workspace, Fingerprints(Inputs(workspace, state)), state, manifest, JOBS)
    assert found.due == ()
    assert manifest.entries[leaflet_path(JOBS[0])].signature == signature(path)


@pytest.mark.parametrize("damage", ["", "{", '{"version": 1, "leaflets": []}', "gone"])
def test_a_manifest_that_is_lost_is_made_from_nothing(root: Path, damage: str) -> None:
    path = root / "output" / "manifest.json"
    if damage == "gone":
        path.unlink()
    else:
        path.write_text(damage)
    assert reasons(plan(root)) == {"new"}
    settle(root)
    assert plan(root).due == ()


def test_an_entry_of_another_time_is_made_by_another_version(root: Path) -> None:
    workspace = open_workspace(root)
    manifest = load_manifest(workspace.output)
    for path, entry in manifest.entries.items():
        parts = entry.parts.split()
        manifest.entries[path] = replace(
            entry, fingerprint="0" * 64, parts=" ".join([*parts[: len(PARTS) - 1], "0" * 12])
        )
    manifest.write()
    assert reasons(plan(root)) == {"made by another version of handouts"}


def stale(root: Path) -> set[tuple[str, str, str]]:
    return {(one.job.article, one.job.language, one.job.brand) for one in plan(root, jobs=()).stale}


def test_nothing_is_stale_because_it_was_not_asked_for(root: Path) -> None:
    assert stale(root) == set()


def test_what_the_workspace_has_no_more_is_stale(root: Path) -> None:
    (root / "articles" / "long.md").unlink()
    assert {one[0] for one in stale(root)} == {"long"}
    write(root, "handouts.toml", 'languages = ["en", "es"]\nbrand = "bay"\n')
    assert {one[1] for one in stale(root) if one[0] == "short"} == {"de"}
    (root / "brands" / "cape" / "brand.toml").unlink()
    assert {one[2] for one in stale(root) if one[:2] == ("short", "en")} == {"cape"}


def test_an_edition_that_nobody_knows_is_stale(root: Path) -> None:
    workspace = open_workspace(root)
    manifest = load_manifest(workspace.output)
    entry = manifest.entries[leaflet_path(JOBS[0])]
    odd = replace(entry.job, edition="tiny")
    manifest.entries[leaflet_path(odd)] = replace(entry, job=odd, path=leaflet_path(odd))
    manifest.write()
    assert [one.job.edition for one in plan(root).stale] == ["tiny"]


def test_real_leaflets_are_the_same_when_their_fingerprints_are(clinic: Clinic) -> None:
    workspace = open_workspace(clinic.root)
    jobs = tuple(Job("short", code, "example-clinic", "standard", "a4") for code in ("en", "es"))

    def build() -> dict[str, tuple[str, str]]:
        """The reason and the digest of each leaflet that was made."""
        with open_state(clinic.root) as state:
            manifest = load_manifest(workspace.output)
            found = make_plan(workspace, Fingerprints(Inputs(workspace, state)), state, manifest, jobs)
            press, made = Press(workspace), {}
            for one in found.due:
                outcome = stored(press, one.job)
                manifest.record(outcome, one.fingerprint.digest, one.fingerprint.parts)
                made[one.job.language] = (one.reason, outcome.sha256 or "")
            manifest.write()
            return made

    first = build()
    assert set(first) == {"en", "es"}
    assert build() == {}
    clinic.edit("locales/es/LC_MESSAGES/short.po", '\nmsgid "Risks"', '\n# a comment\nmsgid "Risks"')
    assert build() == {}
    clinic.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "Siente mucho mareo.")
    second = build()
    assert second["es"][0] == "translation of 1 message changed"
    assert second["es"][1] != first["es"][1]
    clinic.edit("locales/es/LC_MESSAGES/short.po", "Siente mucho mareo.", "Siente mareos.")
    assert build() == {"es": ("translation of 1 message changed", first["es"][1])}


def test_a_plan_needs_no_state(root: Path) -> None:
    workspace = open_workspace(root)
    found = make_plan(workspace, Fingerprints(Inputs(workspace, State())), State(), Manifest(workspace.output), JOBS)
    assert reasons(found) == {"new"}
