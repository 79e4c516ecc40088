"""The wheel: what is in it, and that it works when it is installed elsewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

from handouts import __version__
from tests.conftest import ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "*.pyc", "build", "dist")
TREES = {
    "handouts": "handouts",
    "templates": "handouts/templates",
    "locales": "handouts/locales",
    "articles": "handouts/example/articles",
    "brands": "handouts/example/brands",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of this folder, built without the network; traps lie where rubbish may lie."""
    copy = tmp_path_factory.mktemp("package") / "copy"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    (copy / "output").mkdir(exist_ok=True)
    (copy / "output" / "trap.pdf").write_bytes(b"%PDF")
    (copy / "tests" / "output").mkdir(exist_ok=True)
    (copy / "tests" / "output" / "trap.html").write_bytes(b"")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(copy.parent)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, timeout=120)
    (built,) = copy.parent.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder that the wheel alone is installed in."""
    target = wheel.parent / "installed"
    offline = ["--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check", "--no-warn-script-location"]
    command = [sys.executable, "-m", "pip", "install", "-q", *offline, "--target", str(target), str(wheel)]
    subprocess.run(command, cwd=wheel.parent, check=True, capture_output=True, timeout=120)
    return target


def run_installed(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(
        command, cwd=installed.parent, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_everything_that_is_needed_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    for source, target in TREES.items():
        for path in (ROOT / source).rglob("*"):
            if path.is_file() and path.suffix not in (".pyc", ".mo"):
                name = f"{target}/{path.relative_to(ROOT / source)}"
                assert name in inside
    assert "handouts/py.typed" in inside
    assert "handouts/example/handouts.toml" in inside
    assert inside[f"handouts-{__version__}.dist-info/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()


def test_nothing_else_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
    assert {name.split("/")[0] for name in names} == {"handouts", f"handouts-{__version__}.dist-info"}
    assert [name for name in names if re.search(r"tests?/|output|\.pdf$|\.pyc$|trap|/\.", name)] == []


def test_its_metadata(wheel: Path) -> None:
    assert wheel.name == f"handouts-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"handouts-{__version__}.dist-info/METADATA").decode()
        points = archive.read(f"handouts-{__version__}.dist-info/entry_points.txt").decode()
    metadata = HeaderParser().parsestr(text)
    assert metadata["Version"] == __version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert set(metadata.get_all("Provides-Extra", [])) >= {"test", "check"}
    assert "handouts = handouts.cli:main" in points


def test_it_works_where_it_is_installed(installed: Path) -> None:
    where = run_installed(installed, "-c", "import handouts; print(handouts.__file__)")
    assert Path(where.stdout.strip()) == installed / "handouts" / "__init__.py", where.stderr
    folder = installed.parent / "my clinic"
    made = run_installed(installed, "-m", "handouts", "init", str(folder))
    assert made.returncode == 0, made.stderr
    checked = run_installed(installed, "-m", "handouts", "check", "-w", str(folder))
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.startswith("no errors, "), checked.stdout
    built = run_installed(installed, "-m", "handouts", "build", "-w", str(folder), "-l", "en", "-e", "standard")
    assert built.returncode == 0, built.stderr
    (leaflet,) = (folder / "output").rglob("*.pdf")
    assert leaflet.read_bytes().startswith(b"%PDF-1.7")
    extracted = run_installed(installed, "-m", "handouts", "extract", "-w", str(folder))
    assert extracted.returncode == 0, extracted.stderr
    templates = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pot"))
    assert templates == ["locales/handouts.pot", "locales/ketamine-nerve-pain.pot", "locales/mail.pot"]
    for name in templates:
        assert (folder / name).read_bytes() == (ROOT / name).read_bytes(), "the templates kept in git are fresh"


def test_its_command(installed: Path) -> None:
    ran = run_installed(installed, str(installed / "bin" / "handouts"), "--version")
    assert ran.stdout == f"handouts {__version__}\n", ran.stderr
