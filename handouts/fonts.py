"""Which font files print a language: found through fontconfig, and those alone shown to WeasyPrint.

A leaflet is rendered with a private fontconfig configuration that holds the families of its languages and nothing
else. A character that they lack is a problem before anything is rendered, and never a letter in a font that nobody
chose.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from handouts.languages import Language, Script
from handouts.problems import ExitCode, HandoutsError, Problem

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

SYMBOLS = ("Noto Sans Math", "Noto Sans Symbols 2")
"""Families that every leaflet may use, for signs such as ≥, → and ☎ that text families lack."""

_PACKAGES = {"Noto Sans CJK": "fonts-noto-cjk"}
_PACKAGE = "fonts-noto-core"
_INDEX = 0xFFFF
"""The bits of fontconfig's `index` that count the fonts of a file; those above name a variable font's instance."""
_STEERING = {"Cc", "Cf", "Cs", "Mn", "Zl", "Zp", "Zs"}
"""General categories of characters that need no glyph of their own, or get one from the letters beside them."""


@dataclass(frozen=True)
class Face:
    """An installed font: its file, its style ("Bold"), and the first and last of each range of its characters.

    `index` is its place in a file that holds several.
    """

    file: Path
    style: str
    firsts: Sequence[int] = field(compare=False)
    lasts: Sequence[int] = field(compare=False)
    index: int = 0

    def has(self, char: str) -> bool:
        """Whether the font has a glyph for `char`."""
        index = bisect_right(self.firsts, ord(char)) - 1
        return index >= 0 and ord(char) <= self.lasts[index]


def families(*languages: Language) -> tuple[str, ...]:
    """The font families that print `languages`, each once, in order of preference, and those of signs."""
    return script_families(*(language.script for language in languages))


def script_families(*scripts: Script) -> tuple[str, ...]:
    """The font families that print languages of `scripts`; see `families`."""
    return tuple(dict.fromkeys((*(family for script in scripts for family in script.fonts), *SYMBOLS)))


def _needed(languages: Iterable[Language]) -> Iterable[str]:
    """The families without which `languages` cannot be printed at all."""
    return dict.fromkeys(family for language in languages for family in language.script.fonts)


def faces(family: str) -> tuple[Face, ...]:
    """The installed fonts of `family`, in the order of their files; none when it is not installed.

    Raises `HandoutsError` when the machine cannot tell.
    """
    return _installed().get(_plain(family), ())


def lacking(text: str, wanted: Iterable[str]) -> list[str]:
    """The characters of `text`, each once, that some face of every family of `wanted` lacks.

    Marks are not among them: whether a font places a mark is seen in the proof.
    """
    known = [faces(family) for family in wanted]
    return [
        char
        for char in dict.fromkeys(text)
        if unicodedata.category(char) not in _STEERING
        and not any(own and all(face.has(char) for face in own) for own in known)
    ]


@cache
def _installed() -> dict[str, tuple[Face, ...]]:
    """The faces of every installed family, by the family's plain name."""
    program = shutil.which("fc-list")
    if program is None:
        problem = Problem("fontconfig-missing", "the program fc-list is not installed", hint="Install 'fontconfig'.")
        raise HandoutsError([problem], ExitCode.MACHINE)
    command = [program, "--format", "%{family}\t%{file}\t%{index}\t%{style}\t%{charset}\n"]
    try:
        listing = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603  # no shell
    except (subprocess.SubprocessError, OSError, UnicodeError) as error:
        problem = Problem(
            "fontconfig-fails", f"fc-list does not list the fonts: {error}", hint="Reinstall 'fontconfig'."
        )
        raise HandoutsError([problem], ExitCode.MACHINE) from None
    found: dict[str, dict[tuple[Path, str], Face]] = {}
    for line in listing.stdout.splitlines():
        if line.count("\t") == 4:
            names, file, index, style, characters = line.split("\t")
            face = _face(Path(file), int(index) & _INDEX, style, characters)
            for name in names.split(","):
                found.setdefault(_plain(name), {})[face.file, style] = face
    return {name: tuple(own[key] for key in sorted(own)) for name, own in found.items()}


def _plain(family: str) -> str:
    """A family's name without its spaces: it is "Noto Sans Symbols2" here and "Noto Sans Symbols 2" there."""
    return family.replace(" ", "")


def _face(file: Path, index: int, style: str, characters: str) -> Face:
    """A font as fc-list tells it: its characters as hexadecimal numbers and ranges, "20-7e a0"."""
    ranges = [part.split("-") for part in characters.split()]
    firsts, lasts = [int(part[0], 16) for part in ranges], [int(part[-1], 16) for part in ranges]
    return Face(file, style, array("L", firsts), array("L", lasts), index)


def missing_fonts(*languages: Language) -> list[Problem]:
    """An error for each family that `languages` need and this machine lacks, with the package that brings it."""
    found = []
    for family in _needed(languages):
        if not faces(family):
            package = next((name for prefix, name in _PACKAGES.items() if family.startswith(prefix)), _PACKAGE)
            needing = ", ".join(language.name for language in languages if family in language.script.fonts)
            hint = f"Install the package '{package}' (Debian, Ubuntu), or the family from any other source."
            found.append(
                Problem("font-missing", f"the font '{family}', needed for {needing}, is not installed", hint=hint)
            )
    return found


def installed_files(wanted: Iterable[str]) -> tuple[Path, ...]:
    """The files of the families `wanted`, sorted."""
    return tuple(sorted({face.file for family in wanted for face in faces(family)}))


def font_configuration(wanted: tuple[str, ...]) -> FontConfiguration:
    """WeasyPrint's font configuration that holds the families `wanted` only. They must be installed."""
    return configuration_of(installed_files(wanted))


@lru_cache(32)
def configuration_of(files: tuple[Path, ...]) -> FontConfiguration:
    """WeasyPrint's font configuration that holds the font files `files` only. They must be there, and stay."""
    from weasyprint.text.fonts import FontConfiguration

    from handouts.weasyprint_patches import apply_patches

    apply_patches()
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


def _private_config(files: tuple[Path, ...]) -> str:
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in sorted({file.parent for file in files}))
    accepted = "".join(f"<glob>{escape(str(file))}</glob>" for file in files)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"{folders}<selectfont><rejectfont><glob>/*</glob></rejectfont><acceptfont>{accepted}</acceptfont></selectfont>"
        # Noto Nastaliq Urdu Bold says that it is regular: all Urdu would be printed in it. What a scan finds is cached,
        # so the cache is our own.
        '<match target="scan"><test name="style"><string>Bold</string></test><test name="weight" compare="less">'
        '<const>demibold</const></test><edit name="weight" mode="assign"><const>bold</const></edit></match>'
        '<cachedir prefix="xdg">handouts/fontconfig</cachedir></fontconfig>'
    )
