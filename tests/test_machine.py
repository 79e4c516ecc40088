"""What the machine is asked for, and how dearly."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys

import pytest

from handouts.machine import library_version, native_libraries, searching_nowhere

_WATCH = """
import sys
started = []
sys.addaudithook(lambda event, _: started.append(event) if event == "subprocess.Popen" else None)
from handouts.commands.options import import_printing, need_libraries
need_libraries()
import_printing("handouts.render")
import weasyprint.text.ffi
print(len(started), bool(weasyprint.text.ffi.pango.pango_version()))
"""


def test_the_libraries_are_loaded_without_asking_any_program() -> None:
    done = subprocess.run([sys.executable, "-c", _WATCH], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "0 True\n"


def test_libraries_are_searched_again_afterwards() -> None:
    before = ctypes.util.find_library
    with pytest.raises(OSError, match="no such"), searching_nowhere():
        raise OSError("no such library")
    assert ctypes.util.find_library is before


def test_a_library_that_is_not_among_the_files_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("handouts.machine._NATIVE", dict.fromkeys(native_libraries(), ("libnothing.so.99",)))
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: asked.append(name))
    assert library_version("pango-1.0") is None
    with searching_nowhere():
        ctypes.util.find_library("gobject-2.0")
    assert asked == ["pango-1.0", "gobject-2.0"]
