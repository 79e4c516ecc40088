"""Cut fonts: pages that look as with the whole fonts, and cuts that depend on their own leaflet only."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy
import numpy.typing
import pypdfium2
import pytest
import uharfbuzz
from weasyprint import HTML

from handouts import font_cuts
from handouts.font_cuts import cut, printing_files
from handouts.fonts import configuration_of, faces, families, installed_files
from handouts.languages import find_language

TEXTS = {
    "zh_Hans": "<p>氯胺酮可能使您头晕（恶心）。“立即”拨打 999！</p><p><b>㎎ 龘 骨 直 角 ，。</b></p>",
    "zh_Hant": "<p>氯胺酮可能令您頭暈（噁心）。「立即」撥打 999！</p><p><b>囍 骨 直 角 ，。</b></p>",
    "ja": "<p>ケタミンでめまい（吐き気）が起こります。㌔ 5 mg を超えないこと。</p><p><b>骨 直 角 𠮟る、が。</b></p>",
    "ko": "<p>케타민은 어지러움을 일으킬 수 있습니다. “5 mg”…</p><p><b>骨 直 각 뷁 각, 「끝」</b></p>",
}


def page(code: str, text: str) -> tuple[str, tuple[str, ...]]:
    """A page of `text`, some of it marked as English and as another language of the script, and its families."""
    language = find_language(code)
    wanted = families(language, find_language("en"))
    fonts = ", ".join(map(repr, language.script.fonts))
    style = f"html {{ font: 14pt/1.6 {fonts} }} @page {{ size: 300pt 400pt; margin: 20pt }}"
    more = f'<p lang="ja">{text}</p><p lang="en">Łódź “naïve” ½ — 5 ≥ 4 → “骨”</p>'
    return f'<html lang="{language.tag}"><style>{style}</style>{text}{more}</html>', wanted


def drawn(html: str, files: tuple[Path, ...]) -> tuple[list[numpy.typing.NDArray[numpy.uint8]], int]:
    """The pictures of the pages, and the size of their PDF in bytes."""
    data = HTML(string=html).write_pdf(font_config=configuration_of(files), pdf_variant="pdf/ua-1")
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.render(scale=2).to_numpy().copy() for page in pdf], len(data)


@pytest.mark.parametrize("code", TEXTS)
def test_pictures_are_the_same_with_cut_fonts(code: str) -> None:
    html, wanted = page(code, TEXTS[code])
    whole, cuts = installed_files(wanted), printing_files(wanted, html)
    assert len(cuts) > len(whole) - 1
    assert cuts != whole
    before, much = drawn(html, whole)
    after, little = drawn(html, cuts)
    assert all(numpy.array_equal(one, other) for one, other in zip(before, after, strict=True))
    assert before[0].min() < 100, "there is something to see"
    assert little < much / 4


def test_other_scripts_are_printed_from_the_installed_fonts() -> None:
    wanted = families(find_language("ar"), find_language("en"))
    assert printing_files(wanted, '<html lang="ar">نص') == installed_files(wanted)


def test_a_cut_depends_on_rare_characters_and_languages_only() -> None:
    wanted = families(find_language("ja"))
    first = printing_files(wanted, '<p lang="ja">薬を飲む</p>')
    assert printing_files(wanted, '<p lang="ja">別の文章です</p>') == first
    assert printing_files(wanted, '<p lang="ja">&#x29E3D;</p>') == printing_files(wanted, '<p lang="ja">\U00029e3d</p>')
    assert printing_files(wanted, '<p lang="ja">\U00029e3d</p>') != first


def test_another_process_cuts_the_same() -> None:
    wanted = families(find_language("ko"))
    html = '<p lang="ko">한국어</p>'
    code = f"from handouts.font_cuts import printing_files as p; print(*p({wanted!r}, {html!r}))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == [str(path) for path in printing_files(wanted, html)]


def test_what_no_font_has_is_not_in_the_cut() -> None:
    face = faces("Noto Sans CJK KR")[0]
    own = uharfbuzz.Face(cut(face, frozenset({0x41, 0xAC00, 0xE000}), frozenset({"ko"})))
    assert own.unicodes.copy() == uharfbuzz.Set({0x41, 0xAC00})


def test_a_damaged_cut_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    wanted = families(find_language("ko"))
    for damage in (b"", b"torn"):
        font_cuts._kept.cache_clear()
        path = next(
            path for path in printing_files(wanted, "한") if path.is_relative_to(tmp_path / "handouts" / "fonts")
        )
        data = path.read_bytes()
        path.write_bytes(damage)
        font_cuts._kept.cache_clear()
        assert path in printing_files(wanted, "한")
        assert path.read_bytes() == data
    font_cuts._kept.cache_clear()


def test_a_home_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    font_cuts._kept.cache_clear()
    files = printing_files(families(find_language("ko")), "한")
    assert all(path.is_file() and tmp_path not in path.parents for path in files)
    font_cuts._kept.cache_clear()


def cuts_of(home: Path) -> list[Path]:
    return sorted(path for path in (home / "handouts" / "fonts").rglob("*") if path.is_file())


def aged(path: Path, days: int) -> None:
    then = time.time() - days * 24 * 60 * 60
    os.utime(path, (then, then))


@pytest.fixture
def wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ...]]:
    """The families of Korean, of which there are two cuts, and no others, below `tmp_path`."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    font_cuts._kept.cache_clear()
    korean = families(find_language("ko"))
    printing_files(korean, "한")
    yield korean
    font_cuts._kept.cache_clear()


def test_a_cut_that_is_used_tells_the_day(tmp_path: Path, wanted: tuple[str, ...]) -> None:
    old, young = cuts_of(tmp_path)
    aged(old, 29)
    os.utime(young, (before := int(time.time()) - 3600, before))
    font_cuts._kept.cache_clear()
    printing_files(wanted, "한")
    assert time.time() - old.stat().st_mtime < 3600
    assert young.stat().st_mtime == before, "at most once a day"


def test_cuts_that_nobody_uses_go_when_a_new_one_comes(tmp_path: Path, wanted: tuple[str, ...]) -> None:
    old, young = cuts_of(tmp_path)
    aged(old, 31)
    aged(young, 29)
    printing_files(wanted, "한 \u4e02")
    now = cuts_of(tmp_path)
    assert old not in now
    assert not old.parent.exists()
    assert young in now
    assert len(now) == 3


def test_nothing_goes_while_another_process_looks_for_its_cut(tmp_path: Path) -> None:
    home = tmp_path
    cut_file = home / "aa" / "font.otf"
    cut_file.parent.mkdir()
    cut_file.write_bytes(b"a cut")
    aged(cut_file, 31)
    code = f"from pathlib import Path; from handouts.font_cuts import _sweep; _sweep(Path({str(home)!r}))"
    with font_cuts._lock(home, fcntl.LOCK_SH):
        other = subprocess.Popen([sys.executable, "-c", code])
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(2)
        assert font_cuts._stored(cut_file, b"a cut") == (cut_file, False)
    assert other.wait(60) == 0
    assert cut_file.read_bytes() == b"a cut"
