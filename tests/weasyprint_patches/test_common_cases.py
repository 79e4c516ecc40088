"""Pages that are no common case: floats, pages of a name, backgrounds, margins that collapse."""

from __future__ import annotations

import pytest
from weasyprint import HTML

from handouts.fonts import configuration_of, font_configuration
from handouts.weasyprint_patches import apply_patches, common_cases

TEXT = "You may feel dizzy for a day, and <b>tired</b><i>, too</i>. " * 9
PAGES = {
    "floats": f"<p style='float: left; width: 30%'>{TEXT}<p style='float: inline-end'>one<p>{TEXT}"
    f"<table><tr><td>{TEXT}</table><div style='overflow: hidden'>{TEXT}</div>",
    "names": f"<style>@page wide {{ size: 300mm 90mm }} .wide {{ page: wide }}</style><p>{TEXT}"
    f"<div><div class=wide><p>{TEXT * 4}</div></div><section><p>{TEXT}<p class=wide>{TEXT}</section><p>{TEXT}",
    "backgrounds": f"<style>html {{ background: #eee }} b {{ border-radius: 3px; background: #ccc }}</style><p>{TEXT}"
    f"<p style='background: linear-gradient(#fff, #888)'>{TEXT}<p style='visibility: hidden; background: red'>{TEXT}"
    f"<p style='position: relative'><em style='position: absolute; top: 0; background: #abc'>{TEXT[:9]}</em>",
    "margins": f"<div style='margin: 20px 0 -30px'><p style='margin: -9px 0 50px'>{TEXT}</div><p style='margin: 7px'>"
    f"{TEXT}<p style='margin: auto'><table style='margin: 30px 11px'><tr><td>{TEXT}</table>",
}


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
def test_the_page_is_the_one_of_weasyprint(body: str, direction: str) -> None:
    page = f"<html lang=en dir={direction}><title>t</title><style>body {{ font: 11pt Noto Sans }}</style>{body}"
    apply_patches()
    printed = []
    for _ in range(2):
        configuration_of.cache_clear()
        printed.append(HTML(string=page).write_pdf(font_config=font_configuration(("Noto Sans",))))
        for patch in common_cases.PATCHES:
            patch.undo()
    assert not any(patch.is_applied for patch in common_cases.PATCHES)
    apply_patches()
    assert printed[0] == printed[1]
    assert len(printed[0]) > 5_000
