"""Fonts: the families of a language, and a private view of the machine that holds no others."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from handouts import fonts
from handouts.fonts import SYMBOLS, Face, configuration_of, faces, families, font_configuration, lacking, missing_fonts
from handouts.languages import OFFERED, find_language
from handouts.problems import ExitCode, HandoutsError

ENGLISH, ARABIC, CHINESE = (find_language(code) for code in ("en", "ar", "zh_Hans"))


def test_families_come_once_in_order() -> None:
    assert families(ARABIC, ENGLISH) == ("Noto Sans Arabic", "Noto Sans", *SYMBOLS)
    assert families(CHINESE, ENGLISH) == ("Noto Sans CJK SC", "Noto Sans", *SYMBOLS)
    assert families() == SYMBOLS


def test_missing_fonts_name_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_installed", lambda: {"NotoSans": (Face(Path("x.ttf"), "Bold", (), ()),)})
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
    listing = (
        "Noto Sans CJK SC,Noto Sans CJK SC Light\t/f/a.ttc\t2\tLight\t20-7e 4e00-9fff\n"
        "Noto Sans\t/f/c.ttf\t65538\tBold\t20-7e a0\nNoto Sans\t/f/b.ttf\t0\tRegular\t\nand a line that is torn\n\n"
    )
    fonts._installed.cache_clear()
    monkeypatch.setattr("subprocess.run", lambda *_, **__: subprocess.CompletedProcess([], 0, listing))
    try:
        installed = fonts._installed()
    finally:
        fonts._installed.cache_clear()
    regular, bold = installed["NotoSans"]
    assert (regular.file, regular.style, list(regular.firsts)) == (Path("/f/b.ttf"), "Regular", [])
    assert (bold.file, list(bold.firsts), list(bold.lasts)) == (Path("/f/c.ttf"), [0x20, 0xA0], [0x7E, 0xA0])
    assert [(face.file, face.index) for face in installed["NotoSansCJKSC"]] == [(Path("/f/a.ttc"), 2)]
    assert (regular.index, bold.index) == (0, 2)
    assert installed["NotoSansCJKSCLight"] == installed["NotoSansCJKSC"]


def test_a_face_has_the_first_and_the_last_of_each_range() -> None:
    face = Face(Path("x.ttf"), "Regular", (0x41, 0x61), (0x43, 0x61))
    assert [char for char in "@ABCD`ab" if face.has(char)] == ["A", "B", "C", "a"]


@pytest.mark.parametrize(
    ("code", "text", "missing"),
    [
        ("en", "Naïve façade, Łódź: 37.5 °C ≥ ≤ → ☐ ⚠ ☎ … – “”", []),
        ("en", "漢 漢 ب", ["漢", "ب"]),
        ("ar", "بِسْمِ اللّٰه، ٥٠٪ Ketamine", []),
        ("ar", "漢", ["漢"]),
        ("hi", "क्ष\u200dज्ञ श्री ।", []),
        ("zh_Hans", "氯胺酮，“张”š", []),
        ("ja", "ケタミン「痛み」①", []),
        ("my", "ဗမာ ၁၂", []),
        ("en", "a\u200b\u2060\u00adb\u0301\ufe0f", []),
        ("en", "\ue000 \u0378", ["\ue000", "\u0378"]),
    ],
)
def test_characters_that_no_font_of_a_language_has(code: str, text: str, missing: list[str]) -> None:
    assert lacking(text, families(find_language(code))) == missing


@pytest.mark.parametrize("code", OFFERED)
def test_bold_and_italics_are_never_made_up(code: str) -> None:
    script = find_language(code).script
    for family in script.fonts:
        styles = {face.style for face in faces(family)}
        assert {"Regular", "Bold"} <= styles, family
        if script.slanted:
            assert {"Italic", "Bold Italic"} <= styles, family


def test_the_private_configuration_accepts_the_given_files_only() -> None:
    root = ElementTree.fromstring(fonts._private_config((Path("/a/x & <y>.ttf"), Path("/a/z.ttf"), Path("/b/q.ttf"))))  # noqa: S314  # our own
    assert [folder.text for folder in root.findall("dir")] == ["/a", "/b"]
    assert [glob.text for glob in root.findall("selectfont/rejectfont/glob")] == ["/*"]
    accepted = [glob.text for glob in root.findall("selectfont/acceptfont/glob")]
    assert accepted == ["/a/x & <y>.ttf", "/a/z.ttf", "/b/q.ttf"]


def test_the_environment_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (None, "/somewhere/fonts.conf"):
        configuration_of.cache_clear()
        if before is None:
            monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
        else:
            monkeypatch.setenv("FONTCONFIG_FILE", before)
        font_configuration(("Noto Sans",))
        assert os.environ.get("FONTCONFIG_FILE") == before
    configuration_of.cache_clear()
