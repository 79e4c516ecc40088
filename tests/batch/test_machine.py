"""What a leaflet owes to the machine: programs and fonts, by version and content."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import weasyprint

from handouts import __version__, fonts
from handouts.batch import machine
from handouts.batch.fingerprint import Fingerprints
from handouts.batch.inputs import Inputs
from handouts.batch.machine import font_digest, machine_digest, own_digest, own_files, programs
from handouts.batch.state import open_state, read_digest
from handouts.fonts import faces, families
from handouts.languages import find_language
from handouts.workspace import open_workspace
from tests.batch.planning import make_clinic, plan, reasons, settle
from tests.conftest import ROOT


def test_the_programs_are_known_without_being_imported() -> None:
    code = "from handouts.batch.machine import programs; programs(); import sys; print('weasyprint' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "False\n"
    versions, native, *_ = json.loads(programs())
    assert versions["weasyprint"] == weasyprint.__version__
    assert all(versions.values())
    assert all(native[name] for name in ("pango-1.0", "harfbuzz"))


def test_every_library_that_handouts_needs_counts_or_only_talks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {one.partition(">")[0] for one in project["dependencies"]}
    assert needed - set(json.loads(programs())[0]) <= {"email-validator", "pydantic", "rich", "tomlkit", "typer"}


def test_it_is_of_the_program_and_not_of_what_the_program_brings() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in own_files()}
    assert {"handouts/press.py", "handouts/checks/languages/de.toml"} <= names
    assert not any(name.startswith(("handouts/templates", "handouts/locales")) for name in names)


def test_another_version_or_file_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    before = own_digest()
    assert own_digest(lambda path: "0" if path.name == "press.py" else read_digest(path)) != before
    monkeypatch.setattr(machine, "__version__", f"{__version__}.1")
    assert own_digest() != before


def test_fonts_count_by_their_content_and_not_by_their_place() -> None:
    wanted = families(find_language("hi"), find_language("en"))
    contents = {face.file: read_digest(face.file) for family in wanted for face in faces(family)}
    assert font_digest(wanted) == font_digest(wanted, contents.__getitem__)
    changed = next(iter(contents))
    assert font_digest(wanted) != font_digest(wanted, lambda path: "0" if path == changed else contents[path])


def test_each_language_has_its_own_fonts_in_whatever_order_it_is_asked() -> None:
    assert machine_digest(["en", "hi"]) == machine_digest(["hi", "en"])
    assert machine_digest(["en", "hi"]) != machine_digest(["en", "ar"])
    assert machine_digest(["en", "es"]) == machine_digest(["en"])


def test_a_plan_tells_the_same_of_the_machine_as_a_worker(tmp_path: Path) -> None:
    root = make_clinic(tmp_path / "a clinic")
    with open_state(root) as state:
        assert Fingerprints(Inputs(open_workspace(root), state)).machine("de") == machine_digest(["de", "en"])


def test_other_fonts_make_leaflets_due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_clinic(tmp_path / "a clinic")
    settle(root)
    really = fonts.faces
    monkeypatch.setattr(
        machine, "faces", lambda family: really(family)[1:] if family == "Noto Sans" else really(family)
    )
    assert reasons(plan(root)) == {"fonts changed"}
