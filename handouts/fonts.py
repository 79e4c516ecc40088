"""Which font files print a language: found through fontconfig, and those alone shown to WeasyPrint.

A leaflet is rendered with a private fontconfig configuration that holds the families of its languages and nothing
else. A character that they lack is then a missing glyph, which WeasyPrint reports, and never a letter in a font
that nobody chose.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from handouts.languages import Language
from handouts.problems import ExitCode, HandoutsError, Problem

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

_PACKAGES = {"Noto Sans CJK": "fonts-noto-cjk"}
_PACKAGE = "fonts-noto-core"


def families(*languages: Language) -> tuple[str, ...]:
    """The font families that print `languages`, each once, in order of preference."""
    return tuple(dict.fromkeys(family for language in languages for family in language.script.fonts))


@cache
def _installed() -> dict[str, tuple[Path, ...]]:
    """The files of every installed family, by the family's name."""
    program = shutil.which("fc-list")
    if program is None:
        problem = Problem("fontconfig-missing", "the program fc-list is not installed", hint="Install 'fontconfig'.")
        raise HandoutsError([problem], ExitCode.MACHINE)
    command = [program, "--format", "%{family}\t%{file}\n"]
    try:
        listing = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603  # no shell
    except (subprocess.SubprocessError, OSError, UnicodeError) as error:
        problem = Problem(
            "fontconfig-fails", f"fc-list does not list the fonts: {error}", hint="Reinstall 'fontconfig'."
        )
        raise HandoutsError([problem], ExitCode.MACHINE) from None
    found: dict[str, set[Path]] = {}
    for line in listing.stdout.splitlines():
        names, _, file = line.partition("\t")
        for name in names.split(","):
            found.setdefault(name.strip(), set()).add(Path(file))
    return {name: tuple(sorted(files)) for name, files in found.items()}


def missing_fonts(*languages: Language) -> list[Problem]:
    """An error for each family that `languages` need and this machine lacks, with the package that brings it."""
    found = []
    for family in families(*languages):
        if family not in _installed():
            package = next((name for prefix, name in _PACKAGES.items() if family.startswith(prefix)), _PACKAGE)
            needing = ", ".join(language.name for language in languages if family in language.script.fonts)
            hint = f"Install the package '{package}' (Debian, Ubuntu), or the family from any other source."
            found.append(
                Problem("font-missing", f"the font '{family}', needed for {needing}, is not installed", hint=hint)
            )
    return found


@cache
def font_configuration(wanted: tuple[str, ...]) -> FontConfiguration:
    """WeasyPrint's font configuration that holds the families `wanted` only. They must be installed."""
    from weasyprint.text.fonts import FontConfiguration

    files = sorted({file for family in wanted for file in _installed()[family]})
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as config:
        config.write(_private_config(files))
        config.flush()
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = config.name
        try:
            return FontConfiguration()  # it reads the file now, once
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before


def _private_config(files: list[Path]) -> str:
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in sorted({file.parent for file in files}))
    accepted = "".join(f"<glob>{escape(str(file))}</glob>" for file in files)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"{folders}<selectfont><rejectfont><glob>/*</glob></rejectfont><acceptfont>{accepted}</acceptfont></selectfont>"
        '<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>'
    )
