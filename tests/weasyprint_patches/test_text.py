"""Text in styles that leaflets seldom or never have, but templates of a workspace's own may: as WeasyPrint sets it."""

from __future__ import annotations

import pytest
from weasyprint import HTML

from handouts.fonts import SYMBOLS, configuration_of, font_configuration
from handouts.weasyprint_patches import ALL, apply_patches
from tests.weasyprint_patches.zeros import leave_zeros_out

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK JP", *SYMBOLS)
ENGLISH = "Numbness, tingling and difficulties (self-care: 10 mg/day) afterwards "
GERMAN = "Donaudampfschifffahrtsgesellschaft Nahrungser\u00adgänzungs\u00admittelverordnung "
ARABIC = "قد تشعر بالدوار 10 mg بعد التسريب "
JAPANESE = "治療の\u2060あとで\u200bめまいがする\u200bことがあります。"
HINDI = "जलसेक के बाद आपको चक्कर आ सकते हैं "

STYLES = {
    "plain": "",
    "any break": "overflow-wrap: anywhere; width: 20mm",
    "break word": "overflow-wrap: break-word; width: 9mm",
    "break all": "word-break: break-all; width: 20mm",
    "no room": "width: 0",
    "justified": "text-align: justify; width: 45mm",
    "justified, any break": "text-align: justify; overflow-wrap: anywhere; width: 45mm",
    "letters apart": "letter-spacing: 1.3px; width: 50mm",
    "words apart": "word-spacing: 3px; overflow-wrap: anywhere; width: 50mm",
    "hyphens": "hyphens: auto; hyphenate-limit-chars: 5 2 2; width: 20mm",
    "hyphens near the edge": "hyphens: auto; hyphenate-limit-zone: calc(10% + 1em); width: 30mm",
    "own hyphens": "hyphens: auto; hyphenate-character: '=>'; width: 18mm",
    "soft hyphens only": "hyphens: manual; overflow-wrap: anywhere; width: 20mm",
    "no hyphens": "hyphens: none; width: 20mm",
    "no wrap": "white-space: nowrap; width: 30mm",
    "kept": "white-space: pre; tab-size: 3; width: 30mm",
    "kept, wrapped": "white-space: pre-wrap; overflow-wrap: anywhere; width: 30mm",
    "kept lines": "white-space: pre-line; width: 30mm",
    "cut": "white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 30mm",
    "two lines only": "max-lines: 2; block-ellipsis: auto; continue: discard; width: 30mm",
    "figures": "font-variant: small-caps tabular-nums; width: 40mm",
    "underlined": "text-decoration: underline overline line-through; line-height: 1.9; width: 40mm",
    "heights": "line-height: calc(1em + 3px); vertical-align: middle; width: 40mm",
    "floating": "float: left; max-width: 40mm",
    "aside": "position: absolute; left: 100mm; max-width: 30mm",
    "inline block": "display: inline-block; max-width: 33mm",
    "table": "display: table-cell; width: 20mm",
    "flexible": "display: flex; width: 50mm",
    "other language": "font-language-override: 'SRB'; width: 40mm",
    "right to left": "direction: rtl; width: 40mm",
    "nothing": "font-size: 0",
}


def page(style: str) -> str:
    """A page of texts in `style`, the same ones twice, with markup and white space of all kinds in them."""
    texts = (("en", ENGLISH), ("de", GERMAN), ("ar", ARABIC), ("ja", JAPANESE), ("hi", HINDI))
    body = "".join(
        f'<div lang="{code}">{text * 3}<b>{text}</b>\t{text}\n\n<i>1\u00a02</i> {text}<br>{text[:7]}</div>'
        f'<ol lang="{code}"><li>{text}</li><li><u>{text * 2}</u></li></ol>'
        for code, text in texts * 2
    )
    face = 'body { font: 11pt "Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans CJK JP" }'
    first = "li::first-line { letter-spacing: 2px } li::first-letter { font-size: 2em }"
    leader = "u::after { content: leader('.') 'p' } @page { @top-left { content: 'a top left' } }"
    return f"<html lang=en><style>{face} div {{ {style} }} {first} {leader}</style><body>{body}</body></html>"


def printed(style: str) -> bytes:
    data: bytes = HTML(string=page(style)).write_pdf(font_config=font_configuration(FAMILIES))
    return data


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_it_is_set_as_weasyprint_sets_it(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_zeros_out(monkeypatch)  # of ours, too: there are lines that WeasyPrint draws
    configuration_of.cache_clear()
    apply_patches()
    ours = [printed(style), printed(style)]
    for patch in ALL:
        patch.undo()
    monkeypatch.setattr("handouts.weasyprint_patches.patch.VERSION", "another")
    configuration_of.cache_clear()
    theirs = printed(style)
    assert not any(patch.is_applied for patch in ALL)
    monkeypatch.undo()
    configuration_of.cache_clear()
    apply_patches()
    assert ours == [theirs] * 2
    assert len(theirs) > 10_000
