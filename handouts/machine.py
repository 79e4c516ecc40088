"""The machine as handouts finds it: native libraries, programs, and the packages that bring them on this system.

Standard library only, so that it works where nothing else does. What may be missing is named as `tools/setup` names it:
`lib:pango-1.0`, `font:Noto Sans`, `command:fc-list`; the two tables of packages are kept in step by a test.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote

_NATIVE = {
    "pango-1.0": ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0.dylib"),
    "pangoft2-1.0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0.dylib"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}
"""The files of the native libraries that WeasyPrint 70 loads, on Linux and on macOS (weasyprint/text/ffi.py)."""

_APT = {"lib:pango-1.0": "libpango-1.0-0", "lib:pangoft2-1.0": "libpangoft2-1.0-0", "lib:harfbuzz": "libharfbuzz0b",
        "lib:harfbuzz-subset": "libharfbuzz-subset0", "lib:fontconfig": "libfontconfig1"}  # fmt: skip
_INSTALL = {
    "apt": "sudo apt-get install --no-install-recommends",
    "dnf": "sudo dnf install",
    "brew": "brew install",
}


def native_libraries() -> tuple[str, ...]:
    """The names of the native libraries that printing needs."""
    return tuple(_NATIVE)


def library_version(name: str) -> str | None:
    """The version of a native library; empty when it does not tell, `None` when it cannot be loaded."""
    library = _load(name)
    if library is None:
        return None
    asked = _VERSIONS.get(name)
    try:
        return asked(library) if asked else ""
    except AttributeError:
        return ""


def _load(name: str) -> ctypes.CDLL | None:
    """The library as WeasyPrint finds it: by its file, else wherever the system keeps it."""
    return _by_file(name) or _opened(ctypes.util.find_library(name))


def _by_file(name: str) -> ctypes.CDLL | None:
    return next(filter(None, map(_opened, _NATIVE[name])), None)


def _opened(file: str | None) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(file) if file else None
    except OSError:
        return None


@contextmanager
def searching_nowhere() -> Iterator[None]:
    """While WeasyPrint is imported: libraries are found by the names of their files alone, when all of them can be.

    WeasyPrint first tries names that are none, and on Linux Python asks `ldconfig`, `gcc` and `ld` for each of them:
    some fifty programs and 0.3 s, to load the same files in the end.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux" and all(map(_by_file, _NATIVE)):
        ctypes.util.find_library = lambda name: None  # noqa: ARG005  # the name is part of its type
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _string(function: str) -> Callable[[ctypes.CDLL], str]:
    def ask(library: ctypes.CDLL) -> str:
        call = getattr(library, function)
        call.restype = ctypes.c_char_p
        return bytes(call()).decode()

    return ask


def _fontconfig_version(library: ctypes.CDLL) -> str:
    number: int = library.FcGetVersion()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


_VERSIONS: dict[str, Callable[[ctypes.CDLL], str]] = {
    "pango-1.0": _string("pango_version_string"),
    "harfbuzz": _string("hb_version_string"),
    "fontconfig": _fontconfig_version,
}


def program_path(name: str) -> Path | None:
    """Where the program `name` is; `None` when it is not installed."""
    found = shutil.which(name)
    return Path(found) if found else None


def package_manager() -> str | None:
    """`apt`, `dnf` or `brew`, as this system has it; `None` when it has none of them."""
    programs = {"apt": "apt-get", "dnf": "dnf", "brew": "brew"}
    return next((name for name, program in programs.items() if shutil.which(program)), None)


def package(manager: str, thing: str) -> str:
    """The package that brings `thing`, such as `font:Noto Sans`, to a system with the package manager `manager`."""
    kind, _, name = thing.partition(":")
    if kind == "font" and manager == "brew":
        return "font-" + name.lower().replace(" ", "-")
    if kind == "font":
        cjk = "CJK" in name
        return {
            "apt": "fonts-noto-cjk" if cjk else "fonts-noto-core",
            "dnf": "google-noto-sans-cjk-fonts" if cjk else "google-noto-fonts-all-static",
        }[manager]
    if kind == "lib":
        own = {"pango": "pango", "harfb": "harfbuzz", "fontc": "fontconfig"}[name[:5]]
        return _APT[thing] if manager == "apt" else own
    if name.startswith("pdf"):
        return "poppler" if manager == "brew" else "poppler-utils"
    if name == "lp":
        return "cups" if manager == "brew" else "cups-client"
    return "fontconfig" if name == "fc-list" else "gettext"


def install_line(things: Iterable[str]) -> str:
    """The command that installs `things` on this system, or what Debian calls them; empty when there is nothing.

    Things that pip installs are named `pip:weasyprint==70.0`.
    """
    wanted = list(things)
    manager = package_manager()
    lines = []
    native = dict.fromkeys(package(manager or "apt", thing) for thing in wanted if not thing.startswith("pip:"))
    if native and manager:
        lines.append(f"{_INSTALL[manager]} {' '.join(native)}")
    elif native:
        lines.append(f"# install what Debian calls {' '.join(native)}")
    python = dict.fromkeys(quote(thing.removeprefix("pip:")) for thing in wanted if thing.startswith("pip:"))
    if python:
        lines.append(f"python3 -m pip install {' '.join(python)}")
    return "\n".join(lines)
