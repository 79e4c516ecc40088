"""The machine's part of a leaflet: versions of the programs that print and proof it, and its fonts, by content.

None of them is imported to ask: that would take longer than all else of a batch with nothing to do.
"""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections.abc import Callable, Collection
from functools import cache
from importlib import metadata
from pathlib import Path

from handouts import __version__
from handouts.batch.state import read_digest
from handouts.files import digest
from handouts.fonts import faces, script_families
from handouts.languages import find_script
from handouts.machine import library_version
from handouts.workspace import packaged

_LIBRARIES = ("pango-1.0", "harfbuzz", "harfbuzz-subset")
_PACKAGES = (
    "weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools", "pillow", "babel", "icu4py",
    "budoux", "jinja2", "markupsafe", "markdown-it-py", "segno", "pikepdf", "page-validation", "pypdfium2", "py3langid",
    "numpy", "cffi", "pyyaml", "uharfbuzz",
)  # fmt: skip
"""What decides how a leaflet looks, or whether it is good."""

_BROUGHT = ("templates", "locales", "example")
_SUFFIXES = {".py", ".toml"}

ReadDigest = Callable[[Path], str]


@cache
def programs() -> str:
    """The versions of the libraries that print and proof, as one text."""
    versions = {name: _version(name) for name in _PACKAGES}
    native = {name: library_version(name) for name in _LIBRARIES}
    return json.dumps([versions, native, zlib.ZLIB_RUNTIME_VERSION, unicodedata.unidata_version])


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@cache
def own_files() -> tuple[Path, ...]:
    """The program and the tables of this package, less the templates and catalogs that it brings along."""
    package = packaged("checks").parent
    every = (path for path in package.rglob("*") if path.suffix in _SUFFIXES)
    return tuple(sorted(path for path in every if path.relative_to(package).parts[0] not in _BROUGHT))


def own_digest(read: ReadDigest = read_digest) -> str:
    """The digest of the version of handouts and of its own files, which `read` gives the digests of."""
    package = packaged("checks").parent
    files = [(path.relative_to(package).as_posix(), read(path)) for path in own_files()]
    return digest(json.dumps([__version__, files]).encode())


def font_digest(wanted: tuple[str, ...], read: ReadDigest = read_digest) -> str:
    """The digest of the contents of all fonts of the families `wanted`, wherever they are. Raises `HandoutsError`."""
    fonts = {family: sorted({read(face.file) for face in faces(family)}) for family in wanted}
    return digest(json.dumps(fonts, sort_keys=True).encode())


def machine_digest(codes: Collection[str], read: ReadDigest = read_digest) -> str:
    """The digest of all on this machine that leaflets in the languages `codes` depend on: a worker's must be the same.

    `read` gives a file's digest, by default of what it holds now. Raises `HandoutsError` without fontconfig.
    """
    fonts = script_families(*map(find_script, sorted(codes)))
    brought = sorted(
        (f"{name}/{path.relative_to(packaged(name)).as_posix()}", read(path))
        for name in ("templates", "locales")
        for path in packaged(name).rglob("*")
        if path.suffix in {".j2", ".svg", ".po", ".toml"}
    )
    parts = [programs(), own_digest(read), font_digest(fonts, read), brought]
    return digest(json.dumps(parts).encode())
