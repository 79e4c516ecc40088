"""What this machine has and lacks for printing, and how to mend it.

Nothing is imported before it is needed and nothing that is missing stops the examination: each library is tried, and
what it says is a finding.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import io
import os
import platform
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.machine import library_version, native_libraries, program_path

if TYPE_CHECKING:
    from handouts.fonts import Face
    from handouts.languages import Language


class State(StrEnum):
    """How it stands with something. Only `MISSING` and `WRONG` keep leaflets from being printed."""

    THERE = "there"
    OTHER = "other version"
    OPTIONAL = "not there"
    MISSING = "MISSING"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    `kind` says what it is (`python`, `library`, `program`, `font`, `language`, `folder`), `found` what there is of it,
    `wanted` what it is for or which version was tested. `thing` is what `machine.install_line` installs to mend it.
    """

    kind: str
    name: str
    state: State
    found: str = ""
    wanted: str = ""
    thing: str = ""

    @property
    def bad(self) -> bool:
        """Whether it keeps leaflets from being printed."""
        return self.state in (State.MISSING, State.WRONG)

    def as_dict(self) -> dict[str, str]:
        """The finding for JSON output."""
        return {
            "kind": self.kind,
            "name": self.name,
            "state": self.state.value.lower(),
            "found": self.found,
            "wanted": self.wanted,
            "install": self.thing if self.bad else "",
        }


PYTHONS = ("3.11", "3.12", "3.13")
"""The versions of Python that handouts is tested with."""

TESTED = {
    "babel": ("2.18.0", "babel.core:get_cldr_version", "CLDR"),
    "budoux": ("0.10.1", "budoux", ""),
    "cffi": ("2.1.1", "cffi", ""),
    "email-validator": ("2.3.0", "email_validator", ""),
    "fonttools": ("4.68.0", "fontTools.ttLib", ""),
    "icu4py": ("1.2.0", "icu4py:icu_version", "ICU"),
    "jinja2": ("3.1.6", "jinja2", ""),
    "markdown-it-py": ("4.3.0", "markdown_it", ""),
    "numpy": ("2.4.6", "numpy", ""),
    "page-validation": ("0.11.0", "page", ""),
    "pikepdf": ("10.17.0", "pikepdf:__libqpdf_version__", "qpdf"),
    "pillow": ("13.0.0", "PIL.Image", ""),
    "py3langid": ("0.4.0", "py3langid", ""),
    "pydantic": ("2.14.3", "pydantic", ""),
    "pydyf": ("0.13.0", "pydyf", ""),
    "pypdfium2": ("5.15.2", "pypdfium2:PDFIUM_INFO", "pdfium"),
    "pyphen": ("0.18.1", "pyphen", ""),
    "pyyaml": ("6.0.3", "yaml", ""),
    "rich": ("15.0.0", "rich", ""),
    "segno": ("1.6.6", "segno", ""),
    "tomlkit": ("0.15.2", "tomlkit", ""),
    "typer": ("0.29.2", "typer", ""),
    "uharfbuzz": ("0.57.0", "uharfbuzz:version_string", "HarfBuzz"),
    "weasyprint": ("70.0", "weasyprint", ""),
}
"""The Python libraries: the version tested (constraints.txt), what to import and what in it names a library inside."""

_PINNED = ("weasyprint", "pydyf")
"""Libraries whose inner workings the text layer rests on: another version of them is wrong."""

_OPTIONAL = {
    "lp": "to print leaflets with `handouts print`",
    "msginit": "to begin a translation",
    "msgmerge": "to renew a translation",
    "pdftoppm": "for the tests",
    "pdftotext": "for the tests",
}


def examine(codes: Iterable[str], output: Path) -> list[Finding]:
    """All findings about this machine, for printing the languages with the gettext `codes` into the folder `output`."""
    findings = [_python(), *_native(), *(_library(name) for name in TESTED), *_programs()]
    findings += _languages(tuple(dict.fromkeys(codes)))
    return [*findings, _output(output), _cache()]


def _python() -> Finding:
    version = platform.python_version()
    state = State.THERE if version.rpartition(".")[0] in PYTHONS else State.OTHER
    return Finding("python", "Python", state, version, f"tested with {', '.join(PYTHONS)}")


def _native() -> Iterator[Finding]:
    for name in native_libraries():
        version = library_version(name)
        state = State.MISSING if version is None else State.THERE
        yield Finding("library", name, state, version or "", "prints text", f"lib:{name}")


def _library(name: str) -> Finding:
    """A Python library, which is imported to see whether it works."""
    tested, where, inner = TESTED[name]
    module, _, attribute = where.partition(":")
    thing = f"pip:{name}=={tested}"
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Finding("library", name, State.MISSING, "", f"tested with {tested}", thing)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # WeasyPrint prints advice when it lacks Pango
            imported = importlib.import_module(module)
            value = getattr(imported, attribute) if attribute else ""
            value = value() if callable(value) else value
    except (ImportError, OSError, AttributeError) as error:
        what = f"{version}, which does not work: {error}".splitlines()[0]
        native = isinstance(error, OSError)  # the package that it lacks is named by itself
        return Finding("library", name, State.WRONG, what, f"tested with {tested}", "" if native else thing)
    differs = State.WRONG if name in _PINNED else State.OTHER
    found = f"{version} ({inner} {value})" if inner else version
    return Finding(
        "library", name, State.THERE if version == tested else differs, found, f"tested with {tested}", thing
    )


def _programs() -> Iterator[Finding]:
    path = program_path("fc-list")
    state = State.THERE if path else State.MISSING
    yield Finding("program", "fc-list", state, str(path or ""), "finds the fonts", "command:fc-list")
    for name, use in _OPTIONAL.items():
        path = program_path(name)
        yield Finding("program", name, State.THERE if path else State.OPTIONAL, str(path or ""), use, f"command:{name}")


def _languages(codes: tuple[str, ...]) -> Iterator[Finding]:
    """The fonts of the languages and the letters that they lack, when that can be told at all."""
    from handouts.problems import HandoutsError

    try:
        from handouts.fonts import SYMBOLS, faces, families
        from handouts.languages import find_language

        languages = [find_language(code) for code in codes]
        formats = _font_formats()
        for family in families(*languages):
            needing = [language for language in languages if family in families(language)]
            yield from _font(family, faces(family), needing, formats, plain=family in SYMBOLS)
        for language in languages:
            yield _letters(language)
    except (ImportError, HandoutsError, subprocess.SubprocessError, OSError) as error:
        what = f"the fonts cannot be examined: {error}".splitlines()[0]
        yield Finding("font", "fonts", State.WRONG, what, " ".join(codes))


def _font_formats() -> dict[Path, str]:
    """What kind of font each installed file is, such as "static TrueType"."""
    command = ["fc-list", "--format", "%{file}\t%{fontformat}\t%{variable}\n"]
    listing = subprocess.run(command, capture_output=True, check=True, timeout=60)  # noqa: S603  # no shell
    found: dict[Path, str] = {}
    for line in listing.stdout.decode("utf-8", "replace").splitlines():
        if line.count("\t") == 2:
            file, kind, variable = line.split("\t")
            if variable == "True" or not found.get(Path(file), "").startswith("variable"):
                found[Path(file)] = f"{'variable' if variable == 'True' else 'static'} {kind}"
    return found


def _font(
    family: str, found: tuple[Face, ...], needing: list[Language], formats: dict[Path, str], *, plain: bool
) -> Iterator[Finding]:
    """A finding for each style of `family` that the languages `needing` it use; `plain` signs have one only."""
    styles = ["Regular"] if plain else ["Regular", "Bold"]
    if any(language.script.slanted and language.script.fonts[0] == family for language in needing):
        styles += ["Italic", "Bold Italic"]
    codes = " ".join(language.code for language in needing) if len(needing) < 12 else f"{len(needing)} languages"
    for style in styles:
        face = next((face for face in found if style in (name.strip() for name in face.style.split(","))), None)
        if face is None:
            yield Finding("font", f"{family} {style}", State.MISSING, "", codes, f"font:{family}")
        else:
            kind = formats.get(face.file, "")
            yield Finding("font", f"{family} {style}", State.THERE, f"{face.file}, {kind}", codes)


def _letters(language: Language) -> Finding:
    """Whether the fonts of `language` have its letters, vowel signs, quotation marks and digits."""
    from handouts.alphabets import ALPHABETS
    from handouts.fonts import faces, families

    alphabet = ALPHABETS.get(language.code)
    wanted = sorted({*language.digits, *(alphabet.characters if alphabet else ())})
    known = [found for family in families(language) if (found := faces(family))]
    lacking = [
        char
        for char in wanted
        if char not in "\u200c\u200d" and not any(all(face.has(char) for face in found) for found in known)
    ]
    fonts = ", ".join(language.script.fonts)
    if lacking:
        what = f"{fonts} lack {' '.join(f'{char} (U+{ord(char):04X})' for char in lacking)}"
        return Finding("language", language.code, State.WRONG, what, language.name, f"font:{language.script.fonts[0]}")
    what = f"{fonts}: {len(wanted)} characters" + ("" if alphabet else "; its alphabet is not known here")
    return Finding("language", language.code, State.THERE, what, language.name)


def _output(folder: Path) -> Finding:
    """Whether leaflets can be stored in `folder`, or in the nearest folder above that is there."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=there):
            pass
    except OSError as error:
        what = f"{folder}: {error.strerror or error}"
        return Finding("folder", "output", State.WRONG, what, "holds the leaflets")
    return Finding("folder", "output", State.THERE, str(folder), "holds the leaflets")


def _cache() -> Finding:
    """Whether fontconfig can keep what it knows of the fonts; it looks at each again otherwise, which is slow."""
    folder = Path("~/.cache/handouts/fontconfig")
    with contextlib.suppress(RuntimeError):  # a user without a home
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "handouts" / "fontconfig"
        there = next(place for place in (folder, *folder.parents) if place.exists())
        if os.access(there, os.W_OK | os.X_OK):
            return Finding("folder", "cache", State.THERE, str(folder), "makes fonts quick to find")
    return Finding("folder", "cache", State.OPTIONAL, f"{folder} cannot be written", "makes fonts quick to find")
