"""Fonts: the families of a language, and a private view of the machine that holds no others."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from handouts import fonts
from handouts.fonts import families, font_configuration, missing_fonts
from handouts.languages import find_language
from handouts.problems import ExitCode, HandoutsError

ENGLISH, ARABIC, CHINESE = (find_language(code) for code in ("en", "ar", "zh_Hans"))


def test_families_come_once_in_order() -> None:
    assert families(ARABIC, ENGLISH) == ("Noto Sans Arabic", "Noto Sans")
    assert families(CHINESE, ENGLISH) == ("Noto Sans CJK SC", "Noto Sans")
    assert families() == ()


def test_missing_fonts_name_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_installed", lambda: {"Noto Sans": (Path("x.ttf"),)})
    assert missing_fonts(ENGLISH) == []
    arabic, chinese = missing_fonts(ARABIC, CHINESE, ENGLISH)
    assert (arabic.code, chinese.code) == ("font-missing", "font-missing")
    assert "'Noto Sans Arabic', needed for العربية" in arabic.message
    assert "fonts-noto-core" in arabic.hint
    assert "fonts-noto-cjk" in chinese.hint


def test_no_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._installed.cache_clear()
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(HandoutsError) as caught:
        missing_fonts(ENGLISH)
    assert caught.value.problems[0].code == "fontconfig-missing"
    assert caught.value.exit_code is ExitCode.MACHINE


def test_names_of_families_that_stand_in_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = "Noto Sans CJK SC,Noto Sans CJK SC Light\t/f/a.ttc\nNoto Sans\t/f/c.ttf\nNoto Sans\t/f/b.ttf\n\n"
    fonts._installed.cache_clear()
    monkeypatch.setattr("subprocess.run", lambda *_, **__: subprocess.CompletedProcess([], 0, listing))
    try:
        installed = fonts._installed()
    finally:
        fonts._installed.cache_clear()
    assert installed["Noto Sans"] == (Path("/f/b.ttf"), Path("/f/c.ttf"))
    assert installed["Noto Sans CJK SC"] == (Path("/f/a.ttc"),)


def test_the_private_configuration_accepts_the_given_files_only() -> None:
    root = ElementTree.fromstring(fonts._private_config([Path("/a/x & <y>.ttf"), Path("/a/z.ttf"), Path("/b/q.ttf")]))  # noqa: S314  # our own
    assert [folder.text for folder in root.findall("dir")] == ["/a", "/b"]
    assert [glob.text for glob in root.findall("selectfont/rejectfont/glob")] == ["/*"]
    accepted = [glob.text for glob in root.findall("selectfont/acceptfont/glob")]
    assert accepted == ["/a/x & <y>.ttf", "/a/z.ttf", "/b/q.ttf"]


def test_the_environment_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (None, "/somewhere/fonts.conf"):
        font_configuration.cache_clear()
        if before is None:
            monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
        else:
            monkeypatch.setenv("FONTCONFIG_FILE", before)
        font_configuration(("Noto Sans",))
        assert os.environ.get("FONTCONFIG_FILE") == before
    font_configuration.cache_clear()
