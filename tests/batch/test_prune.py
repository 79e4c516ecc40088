"""Only what handouts made, and nobody has changed since, is deleted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handouts.batch import prune as pruning
from handouts.batch.prune import prune, sweep
from handouts.files import digest, write_atomic
from handouts.jobs import Job, Outcome, leaflet_path
from handouts.manifest import Entry, Manifest

JOB = Job("short", "es", "bay", "standard", "a4")
LARGE = replace(JOB, edition="large-print")
PNG = b"\x89PNG\r\n\x1a\nand so on"


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    """Two leaflets, each with its picture."""
    made = Manifest(tmp_path / "output")
    for job in (JOB, LARGE):
        path, picture = made.output / leaflet_path(job), f"thumbnails/bay/es/short.{job.edition}.png"
        data = f"%PDF {job}".encode()
        write_atomic(path, data)
        write_atomic(made.output / picture, PNG)
        made.record(Outcome(job, True, path, 2, digest(data)), "f" * 64, "", picture)
    return made


def entry(manifest: Manifest, job: Job = JOB) -> Entry:
    return manifest.entries[leaflet_path(job)]


def left(manifest: Manifest) -> list[str]:
    return sorted(path.relative_to(manifest.output).as_posix() for path in manifest.output.rglob("*"))


def test_a_leaflet_goes_with_its_picture(manifest: Manifest) -> None:
    pruned = prune(manifest, [entry(manifest)])
    assert (pruned.paths, pruned.problems) == (("bay/es/short.standard.a4.pdf",), ())
    assert list(manifest.entries) == [leaflet_path(LARGE)]
    assert "thumbnails/bay/es/short.standard.png" not in left(manifest)
    assert "thumbnails/bay/es/short.large-print.png" in left(manifest)


def test_empty_folders_go_as_well(manifest: Manifest) -> None:
    prune(manifest, [entry(manifest), entry(manifest, LARGE)])
    assert left(manifest) == []
    assert manifest.output.is_dir()


def test_a_file_of_somebody_else_stays_with_its_folder(manifest: Manifest) -> None:
    (manifest.output / "bay/es/notes.txt").write_text("mine")
    prune(manifest, [entry(manifest), entry(manifest, LARGE)])
    assert left(manifest) == ["bay", "bay/es", "bay/es/notes.txt"]


def test_a_leaflet_that_somebody_has_changed_stays_and_is_told(manifest: Manifest) -> None:
    path = manifest.output / leaflet_path(JOB)
    path.write_bytes(b"signed by hand")
    pruned = prune(manifest, [entry(manifest)])
    assert (pruned.paths, [(one.code, one.path) for one in pruned.problems]) == ((), [("stale-changed", path)])
    assert path.read_bytes() == b"signed by hand"
    assert leaflet_path(JOB) not in manifest.entries


def test_a_leaflet_that_is_gone_already(manifest: Manifest) -> None:
    (manifest.output / leaflet_path(JOB)).unlink()
    pruned = prune(manifest, [entry(manifest)])
    assert (pruned.paths, pruned.problems, len(manifest.entries)) == ((), (), 1)


def test_a_leaflet_that_was_never_made(manifest: Manifest) -> None:
    path = leaflet_path(replace(JOB, language="de"))
    manifest.entries[path] = Entry(path, replace(JOB, language="de"), failed=True)
    write_atomic(manifest.output / path, b"mine")
    assert prune(manifest, [manifest.entries[path]]).paths == ()
    assert (manifest.output / path).read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["../mine.png", "/etc/mine.png", "bay/es/../../../mine.png", "link.png", "a\0b.png"])
def test_a_manifest_that_lies_deletes_nothing_elsewhere(manifest: Manifest, tmp_path: Path, name: str) -> None:
    mine = tmp_path / "mine.png"
    mine.write_bytes(PNG)
    (manifest.output / "link.png").symlink_to(mine)
    prune(manifest, [replace(entry(manifest), path=name, sha256=digest(PNG), thumbnail="")])
    prune(manifest, [replace(entry(manifest), thumbnail=name)])
    assert mine.read_bytes() == PNG


def test_a_picture_that_is_none_or_serves_another_leaflet_stays(manifest: Manifest) -> None:
    picture = manifest.output / entry(manifest).thumbnail
    picture.write_text("my notes")
    prune(manifest, [entry(manifest)])
    assert picture.read_text() == "my notes"
    shared = replace(entry(manifest, LARGE), job=JOB, path=leaflet_path(JOB))
    manifest.entries[shared.path] = shared
    prune(manifest, [shared])
    assert (manifest.output / shared.thumbnail).read_bytes() == PNG


def test_what_cannot_be_deleted_stays_listed(manifest: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    pruned = prune(manifest, [entry(manifest)])
    assert [one.code for one in pruned.problems] == ["output-unwritable"]
    assert len(manifest.entries) == 2


def test_what_a_killed_build_left_half_written_is_swept(manifest: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    before = left(manifest)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", killed)
        patch.setattr(Path, "replace", killed)
        for name in (leaflet_path(JOB), "manifest.json", "thumbnails/bay/es/short.standard.png"):
            with pytest.raises(KeyboardInterrupt):
                write_atomic(manifest.output / name, b"half")
    assert len(left(manifest)) == len(before) + 3
    mine = [
        manifest.output / name for name in (".mine.part", "bay/.notes.txt.abcdefgh.part", "bay/es/x.pdf.abcdefgh.part")
    ]
    for path in mine:
        path.write_text("mine")
    assert len(sweep(manifest.output)) == 3
    assert set(left(manifest)) - set(before) == {path.relative_to(manifest.output).as_posix() for path in mine}
    assert pruning.sweep(manifest.output) == []
