"""A small clinic to try things on, and the command line run in this process."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from handouts.cli import main
from handouts.press import Press

ROOT = Path(__file__).parent.parent

ARTICLE = """\
---
title: A short leaflet
summary: What it is about.
reference: "0007"
version: "1.0"
date: 2026-11-22
review_by: 2028-11-22
---

## What it is {#what}

It is a *treatment* for pain.

## Risks {#risks role=risks}

It can harm you. **Do not take more than 5 mg.**

### Common

- You feel sick.
- You feel dizzy.

Call {emergency} at once if you cannot breathe.

## Supervision {#supervision role=supervision}

Only in a clinic. Do not drive for 24 hours.

## Who to call {#contact role=contact}

Call {phone}.
"""

SPANISH = {
    "A short leaflet": "Un folleto breve",
    "What it is about.": "De qué se trata.",
    "What it is": "Qué es",
    "It is a *treatment* for pain.": "Es un *tratamiento* para el dolor.",
    "Risks": "Riesgos",
    "It can harm you. **Do not take more than 5 mg.**": "Puede hacerle daño. **No tome más de 5 mg.**",
    "Common": "Comunes",
    "You feel sick.": "Siente náuseas.",
    "You feel dizzy.": "Siente mareos.",
    "Call {emergency} at once if you cannot breathe.": "Llame al {emergency} de inmediato si no puede respirar.",
    "Supervision": "Supervisión",
    "Only in a clinic. Do not drive for 24 hours.": "Solo en una clínica. No conduzca durante 24 horas.",
    "Who to call": "A quién llamar",
    "Call {phone}.": "Llame al {phone}.",
}


@dataclass(frozen=True)
class Ran:
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Clinic:
    """A workspace in a temporary folder, with one short article in English and Spanish."""

    root: Path
    run: Callable[..., Ran]

    def path(self, name: str) -> Path:
        return self.root / name

    def write(self, name: str, text: str) -> Path:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def edit(self, name: str, old: str, new: str) -> Path:
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text
        return self.write(name, text.replace(old, new))

    def handouts(self, *arguments: str) -> Ran:
        command, *rest = arguments
        return self.run(command, "--workspace", str(self.root), *rest)

    def pdfs(self) -> list[str]:
        """The PDF files below output/, as `language/name`."""
        output = self.path("output")
        return sorted(str(path.relative_to(output / "example-clinic")) for path in output.rglob("*.pdf"))


def po_file(language: str, translations: dict[str, str]) -> str:
    """A PO file as an editor writes it."""
    entries = "".join(f'\nmsgid "{source}"\nmsgstr "{text}"\n' for source, text in translations.items())
    header = f'Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n'
    return f'msgid ""\nmsgstr ""\n"{header}"\n{entries}'


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """`build` prints in this process: workers take a second to start, and tests/batch has tests of them."""
    monkeypatch.setattr("handouts.batch.processors.processors", lambda: 0)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs the command line in this process."""

    def run_it(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["handouts", *arguments])
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        captured = capfd.readouterr()
        return Ran(int(left.value.code or 0), captured.out, captured.err)

    return run_it


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The translation checks find nothing: what is printed says nothing, and only has to look like a language."""
    monkeypatch.setattr(Press, "findings", lambda _, __: [])


@pytest.fixture
def clinic(tmp_path: Path, run: Callable[..., Ran]) -> Clinic:
    """A workspace with the article `short` in English and Spanish."""
    root = tmp_path / "a clinic"
    made = Clinic(root, run)
    made.write("handouts.toml", 'languages = ["en", "es"]\nbrand = "example-clinic"\neditions = ["standard"]\n')
    made.write("articles/short.md", ARTICLE)
    made.write("locales/es/LC_MESSAGES/short.po", po_file("es", SPANISH))
    shutil.copytree(ROOT / "brands", root / "brands")
    return made
