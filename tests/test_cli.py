"""The command line: arguments, results and problems, exit codes, terminals and pipes."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from handouts import __version__, fonts
from handouts.cli import main
from handouts.press import Press
from tests.conftest import ROOT, SPANISH, Clinic, Ran, po_file

HANDOUTS = (sys.executable, "-P", "-m", "handouts")
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
WITHOUT_PANGO = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'\\nand three more lines")

sys.meta_path.insert(0, Absent())
import ctypes
load = ctypes.CDLL

def without(name, *arguments, **settings):
    if "pango" in str(name):
        raise OSError
    return load(name, *arguments, **settings)

ctypes.CDLL = without
from handouts.cli import main
main()
"""


def process(*arguments: str, **settings: str) -> Ran:
    """The command line in a process of its own, standard output and error in pipes."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    ended = subprocess.run(arguments, capture_output=True, text=True, env=environment, timeout=120, check=False)
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def test_version_needs_no_workspace(run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--version") == Ran(0, f"handouts {__version__}\n", "")


@pytest.mark.parametrize("command", ["build", "check", "list", "extract", "init", "specimen", "doctor"])
def test_every_command_explains_itself(run: Callable[..., Ran], command: str) -> None:
    ran = run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"handouts {command}" in ran.out


def test_build_prints_a_table_and_plain_progress(clinic: Clinic) -> None:
    ran = clinic.handouts("build", "--edition", "standard", "--edition", "large-print", "--language", "es")
    assert ran.code == 0
    assert clinic.pdfs() == ["es/short.large-print.a4.pdf", "es/short.standard.a4.pdf"]
    head, *rows, last = ran.out.splitlines()
    assert head.split() == ["Article", "Language", "Edition", "Paper", "Pages", "State", "File"]
    assert last == "2 built."
    assert [row.split(maxsplit=6)[:4] for row in rows] == [
        ["short", "es", "standard", "a4"],
        ["short", "es", "large-print", "a4"],
    ]
    assert [row.split()[5] for row in rows] == ["draft", "draft"]
    progress = [line for line in ran.err.splitlines() if re.match(r"\d/", line)]
    assert [re.sub(r"\d+ pages$", "N pages", line) for line in progress] == [
        "1/2 short es standard a4: N pages",
        "2/2 short es large-print a4: N pages",
    ]
    assert "\x1b" not in ran.out + ran.err


def test_build_prints_one_json_object_a_leaflet(clinic: Clinic) -> None:
    ran = clinic.handouts("build", "--json", "--paper", "letter")
    assert ran.code == 0
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [one["language"] for one in found] == ["en", "es"]
    for one in found:
        path = clinic.path(f"output/example-clinic/{one['language']}/short.standard.letter.pdf").resolve()
        problems = one.pop("problems")
        assert one == {
            "article": "short",
            "language": one["language"],
            "brand": "example-clinic",
            "edition": "standard",
            "paper": "letter",
            "state": "built",
            "path": str(path),
            "pages": len(PdfDocument(path)),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "draft": True,
        }
        assert [problem["severity"] for problem in problems if problem["severity"] != "warning"] == []


def test_a_leaflet_that_fails_is_in_the_json_with_its_problems(clinic: Clinic) -> None:
    clinic.path("locales/es/LC_MESSAGES/short.po").unlink()
    ran = clinic.handouts("build", "--json")
    good, bad = (json.loads(line) for line in ran.out.splitlines())
    assert ran.code == 1
    assert good["path"]
    assert (bad["path"], bad["pages"], bad["sha256"], bad["draft"]) == (None, None, None, True)
    assert bad["problems"][0]["code"] == "catalog-missing"
    assert set(bad["problems"][0]) == {"severity", "code", "path", "line", "message", "hint"}
    assert "error [catalog-missing]" in ran.err
    assert "2/2 short es standard a4: FAILED" in ran.err


def test_list(clinic: Clinic) -> None:
    ran = clinic.handouts("list")
    assert (ran.code, ran.err) == (0, "")
    assert "A short leaflet" in ran.out
    for word in ("example-clinic", "standard", "large-print", "a4", "letter"):
        assert word in ran.out
    ran = clinic.handouts("list", "--json")
    assert json.loads(ran.out) == {
        "article": "short",
        "title": "A short leaflet",
        "version": "1.0",
        "languages": ["en", "es"],
    }


def test_list_shows_the_good_articles_and_names_the_bad(clinic: Clinic) -> None:
    clinic.write("articles/bad.md", "no front matter\n")
    ran = clinic.handouts("list")
    assert ran.code == 1
    assert "A short leaflet" in ran.out
    assert "articles/bad.md:1" in ran.err


def test_check_says_nothing_is_wrong_and_builds_nothing(clinic: Clinic) -> None:
    ran = clinic.handouts("check")
    assert (ran.code, ran.out, ran.err) == (0, "no errors, no warnings.\n", "")
    assert not clinic.path("output").exists()


def test_check_tells_each_problem_once(clinic: Clinic) -> None:
    clinic.edit("articles/short.md", "role=risks", "role=risk")
    ran = clinic.handouts("check")
    assert (ran.code, ran.out) == (1, "2 errors, no warnings.\n")
    assert ran.err.count("[role-unknown]") == 1
    ran = clinic.handouts("check", "--json")
    assert {json.loads(line)["code"] for line in ran.out.splitlines()} == {"role-unknown", "safety-missing"}
    assert ran.err == ""


def test_strict_takes_a_gap_for_an_error(clinic: Clinic) -> None:
    clinic.edit("locales/es/LC_MESSAGES/short.po", "Qué es", "")
    ran = clinic.handouts("build", "-l", "es")
    assert (ran.code, clinic.pdfs()) == (0, ["es/short.standard.a4.pdf"])
    assert "warning [translation-missing]" in ran.err
    clinic.path("output/example-clinic/es/short.standard.a4.pdf").unlink()
    for command in ("build", "check"):
        ran = clinic.handouts(command, "-l", "es", "--strict")
        assert ran.code == 1
        assert "error [translation-missing]" in ran.err
    assert clinic.pdfs() == []


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (["shrot"], "There is: short."),
        (["--language", "fr"], "There is: en, es. More are added to 'languages' in handouts.toml."),
        (["--brand", "acme"], "There is: example-clinic."),
        (["--edition", "huge"], "There is: standard, large-print, booklet."),
        (["--paper", "a3"], "There is: a4, letter."),
    ],
)
def test_what_there_is_not_is_wrong_use(clinic: Clinic, arguments: list[str], known: str) -> None:
    ran = clinic.handouts("build", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f"'{arguments[-1]}'" in ran.err
    assert known in ran.err
    assert not clinic.path("output").exists()


def test_all_wrong_arguments_are_told_together(clinic: Clinic) -> None:
    ran = clinic.handouts("check", "shrot", "--language", "fr", "--language", "../es", "--brand", "../acme")
    assert ran.code == 2
    assert re.findall(r"\[(\w+)-unknown\]", ran.err) == ["article", "language", "language", "brand"]


@pytest.mark.parametrize("arguments", [["build", "--bogus"], ["bulid"], ["init"], ["build", "--language"]])
def test_wrong_use_of_the_command_line(run: Callable[..., Ran], arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_arguments_given_twice_count_once(clinic: Clinic) -> None:
    ran = clinic.handouts("build", "short", "short", "-l", "en", "-l", "en", "--json")
    assert len(ran.out.splitlines()) == 1


def test_extract_writes_the_templates(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clinic.root)
    ran = clinic.run("extract")
    assert ran == Ran(0, "locales/handouts.pot\nlocales/mail.pot\nlocales/short.pot\n", "")
    text = clinic.path("locales/short.pot").read_text(encoding="utf-8")
    assert 'msgid "It can harm you. **Do not take more than 5 mg.**"' in text
    assert "#: articles/short.md:16" in text


def test_extract_writes_nothing_when_an_article_is_bad(clinic: Clinic) -> None:
    clinic.write("articles/zebra.md", "no front matter\n")
    ran = clinic.handouts("extract")
    assert (ran.code, ran.out) == (1, "")
    assert list(clinic.path("locales").glob("*.pot")) == []


def test_init_makes_a_workspace(run: Callable[..., Ran], tmp_path: Path) -> None:
    folder = tmp_path / "new" / "clinic"
    ran = run("init", str(folder))
    assert (ran.code, ran.err) == (0, "")
    assert f"handouts build -w {folder}" in ran.out
    assert {path.name for path in folder.iterdir()} == {"articles", "brands", "locales", "handouts.toml", "output"}
    assert run("check", "-w", str(folder)).code == 0


@pytest.mark.parametrize("there", ["file", "folder"])
def test_init_keeps_what_is_there(run: Callable[..., Ran], tmp_path: Path, there: str) -> None:
    mine = tmp_path / "mine" if there == "file" else tmp_path / "mine" / "letter.txt"
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    ran = run("init", str(tmp_path / "mine"))
    assert (ran.code, ran.out) == (1, "")
    assert "[workspace-exists]" in ran.err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text() == "mine"


def test_init_where_no_folder_can_be_made(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = run("init", str(tmp_path / "file" / "new"))
    assert (ran.code, ran.out) == (1, "")
    assert "error [" in ran.err


def test_a_folder_in_the_workspace_will_do(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clinic.path("articles"))
    assert clinic.run("check").code == 0


@pytest.mark.usefixtures("unchecked")
def test_a_missing_font_stops_its_language_only(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.edit("handouts.toml", '["en", "es"]', '["zh_Hans", "en"]')
    clinic.write("locales/zh_Hans/LC_MESSAGES/short.po", po_file("zh_Hans", SPANISH))
    there = {family: files for family, files in fonts._installed().items() if "CJK" not in family}
    monkeypatch.setattr(fonts, "_installed", lambda: there)
    ran = clinic.handouts("build")
    assert (ran.code, clinic.pdfs()) == (3, ["en/short.standard.a4.pdf"])
    assert "error [font-missing]: the font 'Noto Sans CJK SC', needed for 简体中文, is not installed" in ran.err
    assert "fonts-noto-cjk" in ran.err


@pytest.mark.parametrize("command", ["build", "check"])
def test_fontconfig_is_missing(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("PATH", str(clinic.root))
    fonts._installed.cache_clear()
    try:
        ran = clinic.handouts(command)
    finally:
        fonts._installed.cache_clear()
    assert ran.code == 3
    assert "error [fontconfig-missing]: the program fc-list is not installed" in ran.err
    assert "Install 'fontconfig'." in ran.err


@pytest.mark.parametrize(("jobs", "name"), [("0", "libpango-1.0-0"), ("1", "pango-1.0")])
def test_pango_is_missing(clinic: Clinic, jobs: str, name: str) -> None:
    ran = process(sys.executable, "-P", "-c", WITHOUT_PANGO, "build", "-w", str(clinic.root), "--jobs", jobs)
    assert (ran.code, ran.out) == (3, "")
    first, hint = ran.err.splitlines()
    assert first == f"error [library-missing]: a library that prints is missing: cannot load library '{name}'"
    assert "libpango-1.0-0" in hint  # with apt
    assert "handouts doctor" in hint


def test_progress_is_a_bar_on_a_terminal(clinic: Clinic) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80", "LINES": "24"}
    command = [*HANDOUTS, "build", "-w", str(clinic.root), "-l", "en"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:
            pass  # Linux says so when the other end is closed
        finally:
            os.close(ours)
    text = shown.decode()
    assert running.returncode == 0
    assert "Leaflets" in text
    assert "━" in text
    assert "\x1b[" in text
    assert "1/1 short" not in text
    printed = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\s", "", text)
    assert "…" not in printed
    assert "short.standard.a4.pdf" in re.sub(r"[^\w.-]", "", printed), "the path is folded, not cut off"


def test_nothing_is_cut_off_in_a_pipe(clinic: Clinic) -> None:
    root = clinic.root.rename(clinic.root.with_name("x" * 220))
    ran = clinic.run("build", "-w", str(root), "-l", "en")
    assert ran.code == 0
    assert str(root / "output/example-clinic/en/short.standard.a4.pdf") in ran.out


STEERING = "\x1b]0;owned\x07\u202etxt\u2066\x9b2J\u200f\u061c"


@pytest.mark.parametrize(
    ("name", "old", "new", "command"),
    [
        ("articles/short.md", "role=risks", f"role={STEERING}", "check"),
        ("articles/short.md", "{#what}", f"{{#what {STEERING}}}", "list"),
        ("articles/short.md", "summary: What", 'summary: "\\e]0;owned\\a\\x9b2J\\u202E\\u2066 {nobody}', "check"),
        (
            "articles/short.md",
            "title: A short leaflet",
            'title: "A\\e]0;o\\a\\x9b\\u202E\\u2066\\u200F\\u2028"',
            "list",
        ),
        ("articles/short.md", "You feel sick.", f"{STEERING} {{nobody}}", "build"),
        ("articles/short.md", "You feel sick.", STEERING, "check"),
        ("locales/es/LC_MESSAGES/short.po", "Siente mareos.", f"{STEERING} {{nobody}}", "build"),
        ("locales/es/LC_MESSAGES/short.po", "Language: es", f"Language: {STEERING}", "check"),
        ("handouts.toml", '"en", ', '"\\u001b]0;o\\u0007\\n\\u202e", ', "check"),
        ("handouts.toml", "brand =", '"\\u001b]0;o\\u0007\\u202e" = 1\nbrand =', "check"),
        ("brands/example-clinic/brand.toml", '"logo.svg"', '"\\u001b]0;o\\u0007\\u202e\\n.svg"', "check"),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_files_do_not_steer_the_terminal(
    clinic: Clinic, name: str, old: str, new: str, command: str, form: list[str]
) -> None:
    clinic.edit(name, old, new)
    ran = clinic.handouts(command, *form)
    assert ran.out + ran.err
    assert UNSAFE.findall(ran.out + ran.err) == []


def test_names_of_files_do_not_steer_the_terminal(clinic: Clinic) -> None:
    clinic.write("articles/\x1b[2J\u202e\nerror [forged] nothing.md", "")
    Path(os.fsdecode(bytes(clinic.path("articles")) + b"/\xff.md")).write_text("")
    for form in ([], ["--json"]):
        ran = clinic.handouts("check", *form)
        assert ran.code == 1
        assert UNSAFE.findall(ran.out + ran.err) == []
        assert not any(line.startswith("error [forged]") for line in (ran.out + ran.err).splitlines())


def test_a_terminal_that_lacks_letters(clinic: Clinic) -> None:
    clinic.edit("articles/short.md", "title: A short leaflet", "title: Éclairs 苏")
    ran = process(*HANDOUTS, "list", "-w", str(clinic.root), PYTHONIOENCODING="ascii")
    assert (ran.code, ran.err) == (0, "")
    assert r"\xc9clairs \u82cf" in ran.out


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["check"], ["check", "--json"], ["extract"]])
def test_a_broken_pipe_is_quiet(clinic: Clinic, arguments: list[str]) -> None:
    clinic.edit("articles/short.md", "role=risks", "role=risk")
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [*HANDOUTS, *arguments, "-w", str(clinic.root)]
    ended = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, text=True, env=environment, check=False, timeout=60
    )
    os.close(writing)
    assert ended.returncode == 1
    assert [line for line in ended.stderr.splitlines() if not line.startswith(("error [", "  → "))] == []


def test_a_bug_of_ours_is_not_hidden(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Press, "print", fail)
    monkeypatch.setattr(sys, "argv", ["handouts", "build", "-w", str(clinic.root)])
    with pytest.raises(RuntimeError, match="a bug"):
        main()
