"""`handouts build`: the least work that is right, and nothing lost whatever happens meanwhile."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handouts import report
from handouts.batch import run
from handouts.batch.lock import build_lock
from handouts.files import digest
from tests.conftest import ROOT, SPANISH, Clinic, po_file

PO = "locales/es/LC_MESSAGES/short.po"
EN, ES = "output/example-clinic/en/short.standard.a4.pdf", "output/example-clinic/es/short.standard.a4.pdf"


@pytest.fixture
def built(clinic: Clinic) -> Clinic:
    assert clinic.handouts("build").code == 0
    return clinic


def states(clinic: Clinic, *arguments: str) -> dict[str, str]:
    """What became of each leaflet, by language and article."""
    found = [json.loads(line) for line in clinic.handouts("build", "--json", *arguments).out.splitlines()]
    return {f"{one['language']}/{one['article']}": one["state"] for one in found}


def entries(clinic: Clinic) -> dict[str, Any]:
    held = json.loads(clinic.path("output/manifest.json").read_text(encoding="utf-8"))
    return {entry["path"]: entry for entry in held["leaflets"]}


def everything(clinic: Clinic) -> dict[str, tuple[int, bytes]]:
    """Every file in output/, with its inode."""
    files = [path for path in clinic.path("output").rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_ino, path.read_bytes()) for path in files}


def add_article(clinic: Clinic, name: str) -> None:
    shutil.copy(clinic.path("articles/short.md"), clinic.path(f"articles/{name}.md"))
    clinic.write(f"locales/es/LC_MESSAGES/{name}.po", po_file("es", SPANISH))


def test_the_second_build_builds_nothing(built: Clinic) -> None:
    before = everything(built)
    ran = built.handouts("build")
    assert (ran.code, ran.out, ran.err) == (0, "2 up to date.\n", "")
    assert everything(built) == before


def test_touching_files_builds_nothing(built: Clinic) -> None:
    for path in built.root.rglob("*"):
        if "output" not in path.parts:
            os.utime(path, (1, 1))
    assert states(built) == {"en/short": "unchanged", "es/short": "unchanged"}


def test_one_message_of_one_language_builds_its_leaflets_and_no_other(built: Clinic) -> None:
    before = built.path(EN).stat().st_ino
    built.edit(PO, "Siente mareos.", "Se siente mareado.")
    dry = built.handouts("build", "--dry-run")
    assert "translation of 1 message changed" in dry.out
    assert dry.out.splitlines()[-1] == "1 leaflet to build, 1 up to date."
    assert states(built) == {"es/short": "built", "en/short": "unchanged"}
    assert built.path(EN).stat().st_ino == before
    assert states(built) == {"en/short": "unchanged", "es/short": "unchanged"}


def test_a_dry_run_writes_nothing_into_output(clinic: Clinic) -> None:
    ran = clinic.handouts("build", "--dry-run", "--json")
    assert ran.code == 0
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["language"], one["state"], one["reason"]) for one in found] == [
        ("en", "due", "new"),
        ("es", "due", "new"),
    ]
    assert not clinic.path("output").exists()


def test_force_builds_all(built: Clinic) -> None:
    assert states(built, "--force") == {"en/short": "built", "es/short": "built"}


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"%PDF-1.7 mine")])
def test_a_leaflet_that_is_gone_or_changed_is_made_again(built: Clinic, spoil: Any) -> None:
    good = built.path(ES).read_bytes()
    spoil(built.path(ES))
    assert states(built) == {"es/short": "built", "en/short": "unchanged"}
    assert built.path(ES).read_bytes() == good


@pytest.mark.parametrize("damage", [None, b"", b"{", b'{"version": 1, "leaflets": []}'])
def test_a_manifest_that_is_lost_is_made_again(built: Clinic, damage: bytes | None) -> None:
    before = entries(built)
    path = built.path("output/manifest.json")
    path.unlink() if damage is None else path.write_bytes(damage)
    assert states(built) == {"en/short": "built", "es/short": "built"}
    wanted = {name: entry["sha256"] for name, entry in before.items()}
    assert {name: entry["sha256"] for name, entry in entries(built).items()} == wanted


def test_what_nobody_can_ask_for_any_more_goes_and_what_others_put_there_stays(clinic: Clinic) -> None:
    add_article(clinic, "other")
    assert clinic.handouts("build").code == 0
    mine = clinic.write("output/example-clinic/es/mine.pdf", "mine")
    clinic.path("articles/other.md").unlink()
    kept = clinic.handouts("build", "--keep-stale")
    assert kept.out == "2 up to date.\n"
    assert "es/other.standard.a4.pdf" in clinic.pdfs()
    ran = clinic.handouts("build")
    assert ran.out == "2 up to date, 2 deleted.\n"
    assert clinic.pdfs() == ["en/short.standard.a4.pdf", "es/mine.pdf", "es/short.standard.a4.pdf"]
    assert mine.read_text() == "mine"
    assert not list(clinic.path("output").rglob("other*"))
    assert len(entries(clinic)) == 2
    assert "other" not in clinic.path("output/index.html").read_text(encoding="utf-8")


def test_a_filter_prunes_nothing(clinic: Clinic) -> None:
    add_article(clinic, "other")
    assert clinic.handouts("build").code == 0
    assert clinic.handouts("build", "short", "-l", "es").out == "1 up to date.\n"
    assert len(clinic.pdfs()) == 4


def test_a_failure_keeps_the_last_good_leaflet_and_is_tried_again(built: Clinic) -> None:
    good = built.path(ES).read_bytes()
    built.edit(PO, "Siente mareos.", "")
    for _ in range(2):
        ran = built.handouts("build")
        assert ran.code == 1
        assert ran.out.splitlines()[-1] == "1 failed, 1 up to date."
        assert "translation-missing" in ran.err
        assert built.path(ES).read_bytes() == good
        entry = entries(built)["example-clinic/es/short.standard.a4.pdf"]
        assert entry["failed"]
        assert entry["sha256"] == digest(good)
        assert [one["code"] for one in entry["problems"] if one["severity"] == "error"] == ["translation-missing"]
    built.write(PO, po_file("es", SPANISH))
    assert states(built) == {"es/short": "built", "en/short": "unchanged"}
    assert not entries(built)["example-clinic/es/short.standard.a4.pdf"]["failed"]


def test_a_second_build_at_the_same_time_is_told_to_wait(clinic: Clinic) -> None:
    with build_lock(clinic.path("output")):
        ran = clinic.handouts("build")
    assert ran.code == 3
    assert f"[build-locked] {clinic.path('output')}" in ran.err
    assert f"(process {os.getpid()} on " in ran.err
    assert clinic.handouts("build").code == 0


def test_an_output_folder_that_cannot_be_written(clinic: Clinic) -> None:
    clinic.write("output", "a file")
    ran = clinic.handouts("build")
    assert (ran.code, "[output-unwritable]" in ran.err) == (1, True)


def test_a_full_disk_ends_the_batch_and_keeps_what_is_there(built: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    before, lines = everything(built), entries(built)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(run, "write_atomic", fail)
    ran = built.handouts("build", "--force")
    assert ran.code == 1
    assert "[output-full]" in ran.err
    assert ran.out.splitlines()[-1] == "1 failed, 1 not tried."
    monkeypatch.undo()
    assert everything(built).keys() == before.keys()
    assert built.path(EN).read_bytes() == before[str(built.path(EN))][1]
    assert {name: entry["sha256"] for name, entry in entries(built).items()} == {
        name: entry["sha256"] for name, entry in lines.items()
    }


def test_a_file_that_changes_while_the_batch_runs(built: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    good, step = built.path(EN).read_bytes(), report.Progress.step

    def change(self: report.Progress, outcome: Any) -> None:
        if outcome.job.language == "es":
            built.edit("articles/short.md", "You feel dizzy.", "You feel very dizzy.")
        step(self, outcome)

    monkeypatch.setattr("handouts.batch.run._Tasks._length", lambda _, job: job.language == "es")  # it is made first
    monkeypatch.setattr(report.Progress, "step", change)
    ran = built.handouts("build", "--force")
    assert ran.code == 1
    assert f"[file-changed] {built.path('articles/short.md')}" in ran.err
    assert built.path(EN).read_bytes() == good
    monkeypatch.setattr(report.Progress, "step", step)
    assert built.handouts("build", "-l", "en").code == 0
    assert built.path(EN).read_bytes() != good


def command(clinic: Clinic, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "handouts", "build", "-w", str(clinic.root), *arguments]


def started(clinic: Clinic, *arguments: str) -> subprocess.Popen[str]:
    """A real build in a process group of its own, that has made its first leaflet."""
    process = subprocess.Popen(
        command(clinic, *arguments), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        start_new_session=True,
    )  # fmt: skip
    assert process.stderr
    assert process.stderr.readline().startswith("1/")
    return process


@pytest.fixture
def many(clinic: Clinic) -> Clinic:
    """A workspace with twenty leaflets to make."""
    for number in range(9):
        add_article(clinic, f"other-{number}")
    return clinic


def assert_whole(clinic: Clinic) -> None:
    """Every leaflet that is there is whole."""
    found = [path.read_bytes() for path in clinic.path("output").rglob("*.pdf")]
    assert found
    assert all(data.startswith(b"%PDF-1.7\n") and data.rstrip().endswith(b"%%EOF") for data in found)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_that_is_stopped_keeps_what_is_done(many: Clinic, stop: signal.Signals) -> None:
    process = started(many, "--jobs", "1")
    os.killpg(process.pid, stop) if stop is signal.SIGINT else process.send_signal(stop)  # Ctrl-C goes to all of them
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert out.splitlines()[-1].startswith("Stopped: ")
    assert_whole(many)
    done = [name for name, entry in entries(many).items() if entry["sha256"]]
    assert sorted(done) == sorted(f"example-clinic/{name}" for name in many.pdfs())
    assert 0 < len(done) < 20
    assert not list(many.path("output").rglob("*.part"))
    dry = many.handouts("build", "--dry-run")
    assert dry.out.splitlines()[-1] == f"{20 - len(done)} leaflets to build, {len(done)} up to date."


def test_a_batch_that_is_killed_leaves_whole_files_and_the_next_goes_on(many: Clinic) -> None:
    process = started(many, "--jobs", "1")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert_whole(many)
    ran = many.handouts("build")
    assert ran.code == 0
    assert len(many.pdfs()) == 20
    assert not list(many.path("output").rglob("*.part"))


def test_workers_make_the_same_bytes_as_this_process(built: Clinic) -> None:
    wanted = {name: entry["sha256"] for name, entry in entries(built).items()}
    shutil.rmtree(built.path("output"))
    subprocess.run(command(built, "--jobs", "2"), check=True, timeout=120, cwd=ROOT, capture_output=True)
    assert {name: entry["sha256"] for name, entry in entries(built).items()} == wanted
