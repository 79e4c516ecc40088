"""The doctor: what a machine has and lacks, on this machine and on ones that lack something."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handouts import doctor, fonts, machine
from handouts.doctor import TESTED, Finding, State, examine
from handouts.languages import OFFERED, find_language
from handouts.machine import install_line, native_libraries, package
from tests.conftest import ROOT, Clinic, Ran
from tests.test_cli import process

WITHOUT = """
import ctypes, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in {modules!r}:
            raise {error}

real = ctypes.CDLL

def load(name, *rest, **more):
    if name and {library!r} in str(name):
        raise OSError("no such library")
    return real(name, *rest, **more)

sys.meta_path.insert(0, Absent())
ctypes.CDLL = load
from handouts.cli import main
main()
"""
PANGO = WITHOUT.format(
    modules=["weasyprint"], error="OSError(\"cannot load library 'libpango-1.0-0'\\nand more\")", library="pango"
)
ICU = WITHOUT.format(modules=["icu4py"], error="ModuleNotFoundError(\"No module named 'icu4py'\")", library="nothing")


def bad(findings: list[Finding]) -> list[tuple[str, State]]:
    return [(finding.name, finding.state) for finding in findings if finding.bad]


# This machine, which tools/setup has made ready


def test_all_is_there(tmp_path: Path) -> None:
    findings = examine(OFFERED, tmp_path / "output")
    assert bad(findings) == []
    versions = {finding.name: finding.found for finding in findings}
    assert re.fullmatch(r"1\.\d+\.\d+", versions["pango-1.0"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", versions["harfbuzz"])
    assert re.fullmatch(r"2\.\d+\.\d+", versions["fontconfig"])
    assert re.fullmatch(r"[\d.]+ \(CLDR \d+\)", versions["babel"])
    assert "ICU" in versions["icu4py"]
    assert "qpdf" in versions["pikepdf"]
    assert "pdfium" in versions["pypdfium2"]
    assert not (tmp_path / "output").exists()


def test_fonts_are_told_with_their_files_and_kinds(tmp_path: Path) -> None:
    findings = {finding.name: finding for finding in examine(["ar", "ja"], tmp_path) if finding.kind == "font"}
    assert set(findings) == {
        f"{family} {style}"
        for family, styles in {
            "Noto Sans Arabic": ("Regular", "Bold"),
            "Noto Sans CJK JP": ("Regular", "Bold"),
            "Noto Sans": ("Regular", "Bold"),
            "Noto Sans Math": ("Regular",),
            "Noto Sans Symbols 2": ("Regular",),
        }.items()
        for style in styles
    }
    assert findings["Noto Sans Arabic Bold"].found.endswith("NotoSansArabic-Bold.ttf, static TrueType")
    assert "CFF" in findings["Noto Sans CJK JP Regular"].found
    assert findings["Noto Sans Arabic Bold"].wanted == "ar"
    assert "Noto Sans Italic" in {finding.name for finding in examine(["el"], tmp_path)}


# What it knows is what is pinned and installed


def test_the_versions_are_those_that_are_pinned() -> None:
    pinned = dict(re.findall(r"^([\w-]+)==(\S+)$", (ROOT / "constraints.txt").read_text().lower(), re.MULTILINE))
    assert {name: tested for name, (tested, _, _) in TESTED.items()} == {name: pinned[name] for name in TESTED}


def test_every_library_that_handouts_needs_is_looked_at() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.match(r"[\w-]+", name)[0] for name in needed} == set(TESTED)  # type: ignore[index]  # each name matches


def shell_function(name: str) -> str:
    """The text of a function of tools/setup."""
    found = re.search(rf"^{name}\(\) {{\n.*?^}}\n", (ROOT / "tools/setup").read_text(), re.MULTILINE | re.DOTALL)
    assert found
    return found[0]


def test_packages_are_those_of_the_set_up() -> None:
    families = fonts.families(*map(find_language, OFFERED))
    things = [f"font:{name}" for name in families]
    things += [f"command:{name}" for name in ("fc-list", "msginit", "pdftotext", "lp")]
    things += [f"lib:{name}" for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")]
    asked = [(manager, thing) for manager in ("apt", "dnf", "brew") for thing in things]
    calls = "".join(f"package {manager} '{thing}'; echo\n" for manager, thing in asked)
    told = subprocess.run(["bash", "-c", shell_function("package") + calls], capture_output=True, text=True, check=True)
    assert [package(*one) for one in asked] == told.stdout.splitlines()


def test_the_fonts_are_those_of_the_set_up() -> None:
    text = (ROOT / "tools/setup").read_text()
    listed = re.findall(r"'([^']+)'", text[text.index("families=(") : text.index(")", text.index("families=("))])
    assert set(listed) == set(fonts.families(*map(find_language, OFFERED)))


@pytest.mark.parametrize("name", native_libraries())
def test_every_native_library_has_a_package(name: str) -> None:
    assert all(package(manager, f"lib:{name}") for manager in ("apt", "dnf", "brew"))


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("apt-get", "sudo apt-get install --no-install-recommends fonts-noto-core fonts-noto-cjk libpango-1.0-0"),
        ("dnf", "sudo dnf install google-noto-fonts-all-static google-noto-sans-cjk-fonts pango"),
        ("brew", "brew install font-noto-sans font-noto-sans-thai font-noto-sans-cjk-jp pango"),
        (None, "# install what Debian calls fonts-noto-core fonts-noto-cjk libpango-1.0-0"),
    ],
)
def test_the_line_to_install(monkeypatch: pytest.MonkeyPatch, program: str | None, line: str) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == program else None)
    things = ("font:Noto Sans", "font:Noto Sans Thai", "font:Noto Sans CJK JP", "lib:pango-1.0", "pip:pydyf==0.13.0")
    assert install_line(things).splitlines() == [line, "python3 -m pip install pydyf==0.13.0"]
    assert install_line(()) == ""


# Machines that lack something


def without(monkeypatch: pytest.MonkeyPatch, drop: Callable[[str, fonts.Face], bool]) -> None:
    """The machine has lost the faces that `drop` tells, by the family's name without spaces."""
    there = {name: tuple(face for face in own if not drop(name, face)) for name, own in fonts._installed().items()}
    monkeypatch.setattr(fonts, "_installed", lambda: {name: own for name, own in there.items() if own})


def test_a_family_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without(monkeypatch, lambda name, _: name == "NotoSansThai")
    findings = examine(["en", "th"], tmp_path)
    assert bad(findings) == [
        ("Noto Sans Thai Regular", State.MISSING),
        ("Noto Sans Thai Bold", State.MISSING),
        ("th", State.WRONG),
    ]
    assert {finding.thing for finding in findings if finding.bad} == {"font:Noto Sans Thai"}
    assert "ก (U+0E01)" in next(finding.found for finding in findings if finding.name == "th")


@pytest.mark.parametrize(("code", "style"), [("el", "Italic"), ("en", "Bold Italic"), ("km", "Bold")])
def test_a_style_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, style: str) -> None:
    family = find_language(code).script.fonts[0]
    without(monkeypatch, lambda name, face: name == family.replace(" ", "") and face.style == style)
    assert bad(examine([code], tmp_path)) == [(f"{family} {style}", State.MISSING)]


def test_a_letter_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An old font may lack the Pashto letters, or a vowel sign."""
    there = fonts._installed()
    old = tuple(replace(face, firsts=(0x20, 0x621), lasts=(0x64A, 0x64A)) for face in there["NotoSansArabic"])
    cut = tuple(replace(face, firsts=(0x621,), lasts=(0x64A,)) for face in old)
    monkeypatch.setattr(fonts, "_installed", lambda: {**there, "NotoSansArabic": cut})
    found = {finding.name: finding for finding in examine(["ps"], tmp_path)}["ps"]
    assert found.state is State.WRONG
    assert "ښ (U+069A)" in found.found
    assert "\u064e (U+064E)" in found.found
    assert "ا (" not in found.found


def test_another_version_is_told_and_of_weasyprint_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = importlib.metadata.version
    others = {"weasyprint": "71.0", "babel": "2.19.0"}
    monkeypatch.setattr(importlib.metadata, "version", lambda name: others.get(name) or real(name))
    findings = {finding.name: finding for finding in examine(["en"], tmp_path)}
    assert findings["babel"].state is State.OTHER
    assert findings["weasyprint"].state is State.WRONG
    assert findings["weasyprint"].thing == "pip:weasyprint==70.0"
    assert [name for name, _ in bad(list(findings.values()))] == ["weasyprint"]


def test_the_output_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert bad(examine(["en"], tmp_path / "file" / "output")) == [("output", State.WRONG)]


def test_optional_programs_may_be_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "program_path", lambda name: Path("/usr/bin/fc-list") if name == "fc-list" else None)
    findings = examine(["en"], tmp_path)
    assert bad(findings) == []
    assert {finding.name for finding in findings if finding.state is State.OPTIONAL} >= {"lp", "msgmerge", "pdftotext"}


# The command


def test_the_doctor_is_content(clinic: Clinic) -> None:
    ran = clinic.handouts("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].split() == ["What", "Name", "State", "Found", "For"]
    assert ran.out.splitlines()[-1] == "All that is needed is there."
    assert re.search(r"^language +es ", ran.out, re.MULTILINE)
    assert not re.search(r"^language +ar ", ran.out, re.MULTILINE)


def test_the_doctor_needs_no_workspace(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("doctor", "--json")
    assert ran.code == 0
    *findings, summary = map(json.loads, ran.out.splitlines())
    assert summary == {"kind": "summary", "missing": 0, "install": ""}
    assert [one["name"] for one in findings if one["kind"] == "language"] == list(OFFERED)
    assert {key for one in findings for key in one} == {"kind", "name", "state", "found", "wanted", "install"}
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_says_what_to_install(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, lambda name, _: name in ("NotoSansLao", "NotoSansCJKKR"))
    monkeypatch.setattr(machine, "package_manager", lambda: "dnf")
    ran = clinic.handouts("doctor", "-l", "lo", "-l", "ko")
    assert ran.code == 3
    assert "Not in order: Noto Sans Lao Regular, Noto Sans Lao Bold, " in ran.out
    assert ran.out.endswith("sudo dnf install google-noto-fonts-all-static google-noto-sans-cjk-fonts\n")
    *findings, summary = map(json.loads, clinic.handouts("doctor", "-l", "lo", "--json").out.splitlines())
    assert summary["install"] == "sudo dnf install google-noto-fonts-all-static"
    assert {one["install"] for one in findings if one["state"] == "missing"} == {"font:Noto Sans Lao"}


def test_a_language_that_the_doctor_does_not_know(clinic: Clinic) -> None:
    ran = clinic.handouts("doctor", "-l", "xx")
    assert (ran.code, ran.out) == (2, "")
    assert "error [language-unknown]" in ran.err


def test_without_fc_list(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._installed.cache_clear()
    monkeypatch.setenv("PATH", str(clinic.root))
    ran = clinic.handouts("doctor")
    assert ran.code == 3
    assert "Not in order: fc-list, fonts." in ran.out
    assert ran.out.endswith("# install what Debian calls fontconfig\n")


def test_without_pango() -> None:
    ran = process(sys.executable, "-P", "-c", PANGO, "doctor", "-l", "en", "--json")
    assert (ran.code, ran.err) == (3, "")
    *findings, summary = map(json.loads, ran.out.splitlines())
    states = {one["name"]: one["state"] for one in findings}
    assert (states["pango-1.0"], states["pangoft2-1.0"], states["weasyprint"]) == ("missing", "missing", "wrong")
    assert (states["harfbuzz"], states["en"]) == ("there", "there")
    assert "pango" in summary["install"]


def test_without_icu() -> None:
    ran = process(sys.executable, "-P", "-c", ICU, "doctor", "-l", "th")
    assert (ran.code, ran.err) == (3, "")
    assert "Not in order: icu4py, fonts." in ran.out
    assert ran.out.endswith("python3 -m pip install icu4py==1.2.0\n")
