"""A worker prints what the press prints, from its own copy of the workspace, and leaves nothing behind."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from handouts.batch.copies import sweep
from handouts.batch.model import Printed, Task
from handouts.batch.processors import processors
from handouts.batch.thumbnail import WIDTH, thumbnail
from handouts.batch.worker import Worker
from handouts.jobs import Job
from handouts.press import Press
from handouts.problems import ExitCode
from handouts.workspace import open_workspace
from tests.batch.tasks import JOB, MACHINE, files, jobs, task
from tests.conftest import ROOT, Clinic
from tests.making import codes


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of this test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def worker(clinic: Clinic) -> Iterator[Worker]:
    with Worker(clinic.root.resolve()) as made:
        yield made


def only(printed: Iterator[Printed]) -> Printed:
    (one,) = printed
    return one


def test_it_prints_what_the_press_prints(clinic: Clinic, worker: Worker) -> None:
    press = Press(open_workspace(clinic.root))
    for job in jobs():
        printed = only(worker.do(task(clinic.root, job)))
        assert printed.made == press.print(job)
        assert printed.made.data


def test_what_was_checked_before_is_not_checked_again(
    clinic: Clinic, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    (spanish,) = jobs(languages=("es",))
    asked = task(clinic.root, spanish)
    first = only(worker.do(asked))
    assert first.checked
    monkeypatch.setattr("handouts.checks._checked", None)  # what calls it fails
    with Worker(clinic.root.resolve()) as another:
        again = only(another.do(replace(asked, checked=first.checked)))
    assert again.made == first.made
    assert again.checked == "", "nothing is new"


def test_a_picture_shows_the_first_page(clinic: Clinic, worker: Worker) -> None:
    printed = only(worker.do(task(clinic.root)))
    assert printed.thumbnail
    assert printed.made.data
    picture = Image.open(io.BytesIO(printed.thumbnail))
    assert picture.size == (WIDTH, 339)
    assert len(picture.convert("RGB").getcolors() or []) > 2
    assert len(printed.thumbnail) < 10_000
    assert thumbnail(printed.made.data, printed.made.outcome.job) == printed.thumbnail


@pytest.mark.parametrize(("language", "left"), [("en", 297.5), ("ar", 0)])
def test_the_picture_of_a_booklet_is_its_front_cover(language: str, left: float) -> None:
    """Of a sheet as wide as A3 is high, one half is grey: the half where a booklet of this language begins."""
    sheet = pikepdf.new()
    sheet.add_blank_page(page_size=(595, 421))
    sheet.pages[0].contents_add(f"0.5 g {left} 0 297.5 421 re f".encode())
    written = io.BytesIO()
    sheet.save(written)
    job = Job("short", language, "example-clinic", "booklet", "a4")
    picture = Image.open(io.BytesIO(thumbnail(written.getvalue(), job))).convert("L")
    assert picture.size == (WIDTH, 339)
    assert picture.crop((2, 2, WIDTH - 2, 337)).getextrema() == (128, 128)


def test_problems_stand_in_the_workspace(clinic: Clinic, worker: Worker, temporary: Path) -> None:
    clinic.edit("articles/short.md", "## Risks {#risks role=risks}", "## Risks {#risks}")
    clinic.write("templates/custom.css.j2", 'body { background: url("file:///etc/passwd") }')
    asked = task(clinic.root)
    printed = only(worker.do(asked))
    assert printed.made.data is None
    assert printed.thumbnail is None
    told = printed.made.outcome.problems
    assert [problem.path for problem in told] == [clinic.root.resolve() / "articles/short.md"]
    assert told == Press(open_workspace(clinic.root)).print(JOB).outcome.problems
    assert str(temporary) not in repr(told)


def test_a_message_names_the_workspace_and_not_the_copy(clinic: Clinic, worker: Worker, temporary: Path) -> None:
    clinic.write("templates/custom.css.j2", 'body { background: url("../handouts.toml") }')
    (problem, *_) = only(worker.do(task(clinic.root))).made.outcome.problems
    assert problem.code == "render-address"
    assert str(temporary) not in problem.message
    assert (clinic.root.resolve() / "handouts.toml").as_uri() in problem.message


def test_the_copy_lies_in_one_folder_that_goes_at_the_end(clinic: Clinic, temporary: Path) -> None:
    with Worker(clinic.root) as worker:
        only(worker.do(task(clinic.root)))
        (copy,) = temporary.iterdir()
        assert files(copy / "workspace") == files(clinic.root)
        sweep()
        assert copy.exists(), "it is in use"
    assert not list(temporary.iterdir())


def test_what_a_killed_worker_left_goes_with_the_next(clinic: Clinic, temporary: Path) -> None:
    left = f"""
import tempfile, sys, time
tempfile.tempdir = {str(temporary)!r}
from pathlib import Path
from handouts.batch.worker import Worker
worker = Worker(Path("/"))
print("made", flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", left], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"made\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    (temporary / "another's").mkdir()
    assert len(list(temporary.glob("handouts-worker-*"))) == 1
    with Worker(clinic.root):
        assert len(list(temporary.glob("handouts-worker-*"))) == 1
    assert [path.name for path in temporary.iterdir()] == ["another's"]


@pytest.mark.parametrize("name", ["../secret", "/etc/secret", "articles/../../secret", "", "a\0b"])
def test_no_file_leaves_the_copy(worker: Worker, temporary: Path, name: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        list(worker.do(Task((JOB,), {name: b"x"}, MACHINE)))
    assert not list(temporary.rglob("secret"))


def test_a_path_has_one_content_in_a_batch(clinic: Clinic, worker: Worker) -> None:
    only(worker.do(task(clinic.root)))
    clinic.edit("articles/short.md", "You feel sick.", "You feel unwell.")
    with pytest.raises(ValueError, match=r"short\.md.*has changed"):
        list(worker.do(task(clinic.root)))


def test_files_come_when_they_are_needed(clinic: Clinic, worker: Worker) -> None:
    everything = files(clinic.root)
    spanish = {name: data for name, data in everything.items() if "/es/" in name}
    others = {name: data for name, data in everything.items() if name not in spanish}
    english, translated = jobs()
    assert only(worker.do(Task((english,), others, MACHINE))).made.data
    assert only(worker.do(Task((translated,), everything, MACHINE))).made.data


def test_another_machine_is_refused(clinic: Clinic) -> None:
    asked: list[list[str]] = []

    def digest(languages: Collection[str]) -> str:
        asked.append(list(languages))
        return "other fonts"

    with Worker(clinic.root, digest) as worker:
        for _ in range(2):
            refused = list(worker.do(task(clinic.root, *jobs())))
            assert [codes(printed.made.outcome.problems) for printed in refused] == [["worker-differs"]] * 2
            assert {printed.made.outcome.exit_code for printed in refused} == {ExitCode.MACHINE}
        assert asked == [["en", "es"]], "it is asked once"
        same = replace(task(clinic.root), machine="other fonts")
        assert only(worker.do(same)).made.data


def test_a_workspace_that_cannot_be_opened_fails_its_jobs(clinic: Clinic, worker: Worker) -> None:
    clinic.write("handouts.toml", "languages = 7\n")
    (first, second) = worker.do(task(clinic.root, *jobs()))
    assert first.made.outcome.problems == second.made.outcome.problems
    assert first.made.outcome.problems[0].path == clinic.root.resolve() / "handouts.toml"
    assert first.made.outcome.exit_code == ExitCode.CONTENT


def test_a_copy_that_cannot_be_written_is_a_problem_of_the_machine(worker: Worker) -> None:
    blocked = {"handouts.toml": b'brand = "x"\n', "handouts.toml/x": b""}
    refused = only(worker.do(Task((JOB,), blocked, MACHINE))).made.outcome
    assert codes(refused.problems) == ["worker-unwritable"]
    assert refused.exit_code == ExitCode.MACHINE


def test_strict_tasks_stop_at_warnings(clinic: Clinic, worker: Worker) -> None:
    clinic.edit("locales/es/LC_MESSAGES/short.po", 'msgstr "De qué se trata."', 'msgstr ""')
    asked = task(clinic.root, jobs()[1])
    assert only(worker.do(asked)).made.data
    assert only(worker.do(replace(asked, strict=True))).made.data is None
    assert only(worker.do(asked)).made.data


@pytest.mark.parametrize(
    ("quotas", "expected"),
    [
        ({}, 64),
        ({"": "max 100000"}, 64),
        ({"": "150000 100000"}, 2),
        ({"a/b": "100000 100000", "a": "300000 100000"}, 1),
        ({"a": "5000 100000"}, 1),
        ({"a": "nonsense"}, 64),
    ],
)
def test_a_quota_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quotas: dict[str, str], expected: int
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(64)))
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text("0::/a/b\n")
    for group, text in quotas.items():
        folder = tmp_path / "sys/fs/cgroup" / group
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cpu.max").write_text(text + "\n")
    assert processors(tmp_path) == expected


def test_memory_is_given_back(clinic: Clinic, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[None] = []
    monkeypatch.setattr("handouts.batch.worker.give_back", lambda: given.append(None))
    printed = list(worker.do(task(clinic.root)))
    assert len(given) == len(printed) == 1
