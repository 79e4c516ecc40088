"""The manifest beside the leaflets, and proofing a file again against it and against the workspace."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.files import digest
from handouts.jobs import Job, Outcome, leaflet_path
from handouts.manifest import Checkpoint, Entry, Manifest, load_manifest, signature, write_last
from handouts.problems import Problem, Severity
from tests.conftest import Clinic

PDF = "output/example-clinic/es/short.standard.a4.pdf"


@pytest.fixture
def built(clinic: Clinic) -> Clinic:
    assert clinic.handouts("build").code == 0
    return clinic


def manifest(clinic: Clinic) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(clinic.path("output/manifest.json").read_text())
    return {entry["path"]: entry for entry in held["leaflets"]}


def test_a_build_notes_every_leaflet(built: Clinic) -> None:
    entries = manifest(built)
    assert list(entries) == ["example-clinic/en/short.standard.a4.pdf", "example-clinic/es/short.standard.a4.pdf"]
    spanish = entries["example-clinic/es/short.standard.a4.pdf"]
    assert spanish["sha256"] == digest(built.path(PDF).read_bytes())
    assert (spanish["title"], spanish["source_title"]) == ("Un folleto breve", "A short leaflet")
    with pikepdf.open(built.path(PDF)) as pdf:
        assert (spanish["pages"], spanish["draft"]) == (len(pdf.pages), True)
    assert spanish["job"] == {
        "article": "short", "language": "es", "brand": "example-clinic", "edition": "standard", "paper": "a4",
    }  # fmt: skip


def test_a_leaflet_is_a_line_of_its_own(built: Clinic) -> None:
    lines = built.path("output/manifest.json").read_text().splitlines()
    assert [line.count('"sha256"') for line in lines] == [0, 1, 1, 0]


def test_another_build_adds_to_it_and_forgets_what_is_gone(built: Clinic) -> None:
    before = manifest(built)
    built.path("output/example-clinic/en/short.standard.a4.pdf").unlink()
    assert built.handouts("build", "-l", "es", "-p", "letter").code == 0
    after = manifest(built)
    assert list(after) == ["example-clinic/es/short.standard.a4.pdf", "example-clinic/es/short.standard.letter.pdf"]
    assert after["example-clinic/es/short.standard.a4.pdf"] == before["example-clinic/es/short.standard.a4.pdf"]


def test_a_failure_leaves_the_last_good_entry_and_says_why(built: Clinic) -> None:
    before = manifest(built)
    built.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "")
    assert built.handouts("build").code == 1
    after = manifest(built)["example-clinic/es/short.standard.a4.pdf"]
    (said,) = after.pop("problems")
    assert (said["code"], said["path"]) == ("translation-missing", "locales/es/LC_MESSAGES/short.po")
    assert after.pop("failed")
    was = before["example-clinic/es/short.standard.a4.pdf"]
    assert after == {key: value for key, value in was.items() if key not in ("problems", "failed")}


def test_a_leaflet_that_never_was_made_is_noted(clinic: Clinic) -> None:
    clinic.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "")
    assert clinic.handouts("build").code == 1
    entry = manifest(clinic)["example-clinic/es/short.standard.a4.pdf"]
    assert (entry["failed"], entry["sha256"], entry["signature"], entry["pages"]) == (True, "", None, 0)
    assert load_manifest(clinic.path("output")).entry(Job(**entry["job"])) is None


DAMAGE = (
    "", "{", "[]", '{"version": 9, "leaflets": []}', '{"version": 1, "leaflets": []}',
    '{"version": 2, "leaflets": [{"path": 5}]}', "[" * 9999,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE, ids=map(str, range(len(DAMAGE))))
def test_a_damaged_manifest_is_written_anew(built: Clinic, damage: str) -> None:
    before = manifest(built)
    built.write("output/manifest.json", damage)
    assert "Traceback" not in built.handouts("proof", str(built.path(PDF))).err
    assert built.handouts("build").code == 0
    after = manifest(built)
    for entry in (*before.values(), *after.values()):
        del entry["signature"]
    assert after == before


def test_files_as_they_were_built_are_good(built: Clinic) -> None:
    ran = built.handouts("proof", str(built.path(PDF)))
    assert (ran.code, ran.err) == (0, "")
    assert "short.standard.a4.pdf: good" in ran.out
    everything = built.handouts("proof")
    assert everything.code == 0
    assert everything.out.count(": good") == 2


def test_a_workspace_is_found_from_the_file(built: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.path("output/example-clinic/es"))
    assert built.run("proof", "short.standard.a4.pdf").code == 0
    monkeypatch.chdir("/")
    assert built.run("proof", str(built.path(PDF))).code == 0


def test_a_copy_elsewhere_is_known_by_its_bytes(built: Clinic, tmp_path: Path) -> None:
    copy = tmp_path / "leaflet.pdf"
    shutil.copy(built.path(PDF), copy)
    assert built.handouts("proof", str(copy)).code == 0


def codes_of(clinic: Clinic, *files: str) -> list[str]:
    ran = clinic.handouts("proof", *files)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    return [line.split("[")[1].split("]")[0] for line in ran.err.splitlines() if line.startswith("error [")]


def test_a_file_that_is_not_the_one_that_was_built(built: Clinic) -> None:
    with pikepdf.open(built.path(PDF), allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Keywords"] = "changed"
        pdf.save()
    assert "proof-changed" in codes_of(built, str(built.path(PDF)))


def test_a_file_with_a_safety_text_painted_over(built: Clinic) -> None:
    with pikepdf.open(built.path(PDF), allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"q 1 g 0 0 600 800 re f Q")
        pdf.save()
    assert {"proof-changed", "safety-hidden"} <= set(codes_of(built, str(built.path(PDF))))


def test_a_translation_that_has_changed_since(built: Clinic) -> None:
    built.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "Siente mucho mareo.")
    assert codes_of(built, str(built.path(PDF))) == ["proof-stale"]
    assert codes_of(built) == ["proof-stale"]


def test_an_article_that_is_gone(built: Clinic) -> None:
    built.path("articles/short.md").unlink()
    assert codes_of(built, str(built.path(PDF))) == ["file-missing"]


def test_files_that_are_no_leaflets(built: Clinic) -> None:
    other = built.write("other.pdf", "no PDF")
    assert codes_of(built, str(other), str(built.path("none.pdf")), str(built.path("articles"))) == [
        "proof-unlisted", "proof-file", "proof-file",
    ]  # fmt: skip


def test_a_listed_file_that_is_damaged(built: Clinic) -> None:
    data = built.path(PDF).read_bytes()
    built.path(PDF).write_bytes(data[: len(data) // 2])
    assert "proof-changed" in codes_of(built, str(built.path(PDF)))


def test_nothing_was_built(clinic: Clinic) -> None:
    ran = clinic.handouts("proof")
    assert ran.code == 1
    assert "there is no leaflet" in ran.err
    assert "handouts build" in ran.err


def test_the_manifest_is_written_whole(built: Clinic) -> None:
    names = {path.name for path in built.path("output").iterdir()}
    assert {"example-clinic", "manifest.json"} <= names
    assert not any(name.endswith(".part") for name in names)


JOB = Job("short", "es", "bay", "standard", "a4")


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    made = Manifest(tmp_path / "output")
    path = tmp_path / "output" / leaflet_path(JOB)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF")
    problem = Problem("catalog-fuzzy", "it is “fuzzy”", tmp_path / "locales/es.po", 7, "Look.", Severity.WARNING)
    elsewhere = Problem("font-missing", "there is no font", Path("/usr/share/fonts"))
    outcome = Outcome(JOB, False, path, 3, "a" * 64, "Título", "Title", "b" * 64, (problem, elsewhere))
    entry = made.record(outcome, "c" * 64, "d e f", "pictures/x.png")
    made.write()
    read = load_manifest(tmp_path / "output")
    assert read.entries == made.entries == {leaflet_path(JOB): entry}
    assert read.entry(JOB) == entry
    assert read.entry(replace(JOB, paper="letter")) is None
    assert entry.problems_in(tmp_path) == [problem, elsewhere]
    assert entry.signature == signature(path)
    assert read.written == (tmp_path / "output" / "manifest.json").stat().st_ctime_ns


@given(st.builds(Entry, path=st.text(), job=st.just(JOB), title=st.text(st.characters(exclude_categories=["Cs"])),
                 pages=st.integers(0, 10**6), problems=st.tuples(st.dictionaries(st.sampled_from(["code", "line"]),
                 st.none() | st.integers(0, 99) | st.text()))))  # fmt: skip
def test_any_entry_is_read_as_it_was_written(entry: Entry) -> None:
    with TemporaryDirectory() as folder:
        Manifest(Path(folder), [entry]).write()
        assert load_manifest(Path(folder)).entries == {entry.path: entry}


@given(st.binary() | st.text().map(str.encode) | st.recursive(st.none() | st.integers() | st.text(), lambda inner: (
       st.lists(inner) | st.dictionaries(st.sampled_from(["version", "leaflets", "path", "job"]), inner))
       ).map(lambda held: json.dumps({"version": 2, "leaflets": held}).encode()))  # fmt: skip
def test_whatever_stands_in_the_file_it_can_be_read(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "manifest.json").write_bytes(data)
        assert load_manifest(Path(folder)).entries == {}


@pytest.mark.parametrize("data", [b"", b"{", b'{"version": 1, "leaflets": []}', b"\xff"])
def test_a_damaged_manifest_is_told_of_and_made_anew(clinic: Clinic, data: bytes) -> None:
    clinic.write("output/manifest.json", "")
    clinic.path("output/manifest.json").write_bytes(data)
    built = clinic.handouts("build", "short", "-l", "en", "-e", "standard", "--json")
    assert built.code == 0
    assert built.err.count("manifest-damaged") == 1
    assert "delete yourself" in built.err
    assert load_manifest(clinic.path("output")).damage is None
    assert "manifest-damaged" not in clinic.handouts("build", "short", "-l", "en", "-e", "standard").err


@pytest.mark.parametrize(
    "command",
    [
        ("build", "--dry-run"),
        ("build", "--dry-run", "--json"),
        ("proof",),
        ("print", "short", "-l", "en"),
        ("bundle", "-l", "en"),
        ("send",),
        ("send", "short", "-l", "en", "--to", "ana@example.org"),
        ("send", "short", "-l", "en", "--to", "ana@example.org", "--dry-run"),
    ],
    ids=" ".join,
)
def test_every_command_that_reads_the_manifest_tells_once_that_it_is_damaged(
    clinic: Clinic, command: tuple[str, ...]
) -> None:
    path = clinic.write("output/manifest.json", "{")
    damage = load_manifest(path.parent).damage
    assert damage
    told = clinic.handouts(*command)
    assert told.err.count("manifest-damaged") == told.err.count(damage.message) == told.err.count(damage.hint) == 1
    assert path.read_text() == "{"


def test_no_manifest_is_no_damage(tmp_path: Path) -> None:
    assert load_manifest(tmp_path).damage is None
    assert load_manifest(tmp_path / "none").damage is None


def test_a_checkpoint_is_written_seldom_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour of steps, each of a tenth of a second, while a write takes a third of a second."""
    now, writes = 0.0, 0

    def write(_: Manifest) -> None:
        nonlocal now, writes
        now, writes = now + 0.3, writes + 1

    monkeypatch.setattr(Manifest, "write", write)
    point = Checkpoint(Manifest(tmp_path), lambda: now)
    last, longest = 0.0, 0.0
    while now < 3600:
        now += 0.1
        if point.step():
            longest, last = max(longest, now - last), now
    assert writes * 0.3 <= 0.05 * now
    assert longest < 7


def test_a_checkpoint_that_cannot_be_written_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    made = Manifest(tmp_path, [Entry(leaflet_path(JOB), JOB, failed=True)])
    point = Checkpoint(made, lambda: now)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        now += 2
        assert point.step()
        assert list(tmp_path.iterdir()) == []
        assert [problem.code for problem in write_last(made)] == ["output-unwritable"]
    now += 2
    assert point.step()
    assert load_manifest(tmp_path).entries == made.entries
