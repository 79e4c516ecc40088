"""Lines end where WeasyPrint ends them, and are as wide and as high, whatever the text, its style and its room."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from weasyprint import DEFAULT_OPTIONS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document

from handouts.breaking import line_marks
from handouts.fonts import SYMBOLS, font_configuration
from handouts.weasyprint_patches import apply_patches, lines

FONTS = "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans CJK JP", *SYMBOLS
STYLES = {
    "plain": "",
    "any break": "overflow-wrap: anywhere",
    "break word": "overflow-wrap: break-word",
    "hyphens": "hyphens: auto; hyphenate-limit-chars: 8 3 3",
    "bold": "font-weight: bold; font-size: 19px",
    "right to left": "direction: rtl",
}
TEXTS = {
    "en": "You may feel dizzy (10 mg/day); it passes. Self-care and rehabilitation, see https://example.org/a-b/c. ",
    "de": "Die Nahrungsergänzungsmittel und die Medikamentenabhängigkeit besprechen wir, bevor Sie gehen. ",
    "ar": "قد تشعر بالدوار 10 mg/day بعد التسريب (الكيتامين)، ثم يزول. اتصل بنا على الرقم 0199-010. ",
    "fa": "علاوه بر درد، افسردگی یا اضطراب هم دارید، این موضوع ممکن است برای شما مهم باشد (طولانی\u200cمدت). ",
    "hi": "जलसेक के बाद आपको चक्कर आ सकते हैं। इसे ऑफ़-लेबल (off-label) इस्तेमाल कहते हैं। ",
    "th": "ยาอาจทำให้ท่านเวียนศีรษะ และอาการปวดที่กำเริบขึ้นกะทันหันจะทุเลาลงภายในหนึ่งวัน ",
    "ja": "治療のあとでめまいがすることがあります。NMDA受容体（N-メチル-D-アスパラギン酸）といいます。 ",
    "zh": "治疗后您可能会头晕（10 mg），一天内会好。请立即拨打999。 ",
}
ROOMS = [None, 0, 20, 45.4, 67.2, *(90 + 23.7 * step for step in range(12)), 5000]


@pytest.fixture(scope="module")
def styles() -> dict[tuple[str, str], Any]:
    """The style of a paragraph in each of the languages and `STYLES`."""
    apply_patches()
    families = ", ".join(f"'{family}'" for family in FONTS)
    rules = "".join(f"[title='{name}'] {{ {style} }}" for name, style in STYLES.items())
    body = "".join(f"<p lang={code} title='{name}'>" for code, name in product(TEXTS, STYLES))
    page = HTML(string=f"<html lang=en><style>p {{ font: 15px {families} }} {rules}</style>{body}")
    context = Document._build_layout_context(page, font_configuration(FONTS), CounterStyle(), {}, DEFAULT_OPTIONS)
    elements = page.etree_element.iter("p")
    return {(element.get("lang"), element.get("title")): context.style_for(element) for element in elements}


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("code", TEXTS)
def test_a_line_is_the_one_that_weasyprint_sets(styles: dict[tuple[str, str], Any], code: str, name: str) -> None:
    style, text, ours = styles[code, name], TEXTS[code] * 3, 0
    for index, mark in reversed(line_marks(text, code)):
        text = text[:index] + mark + text[index:]
    for room, is_line_start in product(ROOMS, (True, False)):
        context, rest = SimpleNamespace(dictionaries={}), text
        while rest:
            given = rest, style, context, room
            theirs = lines.SPLIT.kept(*given, 0, is_line_start, room == 0)
            line = lines._line(*given, is_line_start, room == 0)
            if line is not None:
                ours += 1
                assert line[1:] == theirs[1:]
                assert line[0].text == theirs[0].text
            rest = rest.encode()[theirs[2] or len(text.encode()) :].decode().lstrip(" ")
    assert ours > 100
