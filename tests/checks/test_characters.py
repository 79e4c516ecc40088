"""Characters and punctuation: invisible, lost and wrong ones, in many scripts."""

from __future__ import annotations

import unicodedata

import pytest

from handouts import fonts
from handouts.checks.model import marked
from tests.checks.asking import BY_ID, CHECKS, found, ids, unit

RIGHT = [
    ("es", "Are you in pain (now)?", "¿Tiene dolor (ahora)?"),
    ("fr", "Are you in pain: “now”?", "Avez-vous mal\u00a0: «\u00a0maintenant\u00a0»\u202f?"),
    ("de", "Take “ketamine”.", "Nehmen Sie „Ketamin“."),
    ("pl", "Take “ketamine”.", "Proszę wziąć „ketaminę”."),
    ("ru", "Take “ketamine” — now.", "Примите «кетамин» — сейчас."),
    ("el", "Are you in pain?", "Πονάτε;"),
    ("he", "Take 5 mg (now).", 'יש ליטול 5 מ"ג (עכשיו).'),
    ("ar", "Are you in pain?", "هل تشعر بالألم؟"),
    ("fa", "Take the medicines, now.", "داروها را می‌خورید، «حالا»."),
    ("ur", "Are you in pain? Call us.", "کیا آپ کو درد ہے؟ ہمیں فون کریں۔"),
    ("hi", "Are you in pain? Call 5 p.m.", "क्या आपको दर्द है? ५ बजे फ़ोन करें।"),
    ("bn", "You get 5 mg.", "আপনি ৫ মিলিগ্রাম পান।"),
    ("th", "Call us.", "โทรหาเรา"),
    ("ja", "Are you in pain?", "痛みはありますか。"),
    ("ja", "Watch these:", "次のことを確認します。"),
    ("zh_Hans", "Take “this” (5 mg), please.", "请服用“这个”（5 mg）。"),
    ("zh_Hant", "Take “this”.", "請服用「這個」。"),
    ("ko", "Take “this”.", "“이것”을 드십시오."),
    ("hy", "Are you in pain?", "Ցավ ունե՞ք։"),
    ("am", "Call us.", "ይደውሉልን።"),
    ("es", "a) First, b) second", "a) Primero, b) segundo"),
    ("es", "pH is low", "pH bajo"),
]


@pytest.mark.parametrize(("code", "source", "text"), RIGHT)
def test_right_punctuation_is_let_pass(code: str, source: str, text: str) -> None:
    assert not {name for name in ids(code, source, text) if name.startswith("character")}


WRONG = [
    ("es", "Take it.", "T\u202eome esto.", "character-direction"),
    ("ar", "Take it.", "\u200fخذه.", "character-direction"),
    ("es", "Take 10 mg.", "Tome 1\u200b0 mg.", "character-invisible"),
    ("es", "Take it.", "Tó\u200dmelo.", "character-invisible"),
    ("fa", "Take 10 mg.", "۱\u200c۰ میلی‌گرم.", "character-invisible"),
    ("th", "Take 10 mg.", "1\u200b0 มก.", "character-invisible"),
    ("ru", "Take it.", "При\ufeffмите.", "character-invisible"),
    ("es", "Take it.", "Tome est\ufffd.", "character-lost"),
    ("es", "Take it.", "Tome est?o", "character-lost"),
    ("hi", "Take it.", "????", "character-lost"),
    ("zh_Hans", "Take it.", "锟斤拷。", "character-lost"),
    ("es", "Take it.", "T\ue000ome.", "character-lost"),
    ("es", "The heart", "El corazÃ³n", "character-mojibake"),
    ("es", "“Now”", "â€œAhoraâ€\x9d", "character-mojibake"),
    ("fr", "After", "AprÃ¨s", "character-mojibake"),
    ("ru", "Pain", "Ð±Ð¾Ð»ÑŒ", "character-mojibake"),
    ("ru", "Pain", "Р±РѕР»СЊ", "character-mojibake"),
    ("ar", "Pain", "Ø£Ù„Ù…", "character-mojibake"),
    ("hi", "Pain", "à¤¦à¤°à¥\x8dà¤¦", "character-mojibake"),
    ("zh_Hans", "Pain", "ç–¼ç—›", "character-mojibake"),
    ("ar", "Pain", "ألـــم", "character-tatweel"),
    ("vi", "Pain", unicodedata.normalize("NFD", "Đau đớn ở chỗ này"), "character-normal"),
    ("ar", "Take 50 mg.", "خذ ۵۰ ملغ.", "character-digits"),
    ("fa", "Take 50 mg.", "۵0 میلی‌گرم.", "character-digits"),
    ("es", "Take 50 mg.", "Tome ٥٠ mg.", "character-digits"),
    ("hi", "Take 50 mg.", "৫০ मिग्रा।", "character-digits"),
    ("es", "Take it (now).", "Tome esto (ahora.", "character-brackets"),
    ("zh_Hans", "Take it (now).", "服用（现在。", "character-brackets"),
    ("es", "Take it.", "Tome esto).", "character-brackets"),
    ("es", "Say “no”.", "Diga «no.", "character-quotes"),
    ("de", "Say “no”.", "Sagen Sie „nein.", "character-quotes"),
    ("es", 'Say "no".', 'Diga "no.', "character-quotes"),
    ("de", "Say “no”.", "Sagen Sie 「nein」.", "character-quote-style"),
    ("es", "Say “no”.", "Diga „no“.", "character-quote-style"),
    ("zh_Hans", "Say “no”.", "请说«不»。", "character-quote-style"),
    ("es", "Take it now.", "Tome esto ahora", "character-end-lost"),
    ("ur", "Take it now.", "ابھی لیں", "character-end-lost"),
    ("es", "Is it safe?", "Es seguro.", "character-end"),
    ("es", "Your heart", "Su corazón.", "character-end"),
    ("hi", "Call the clinic now.", "अभी क्लिनिक को फ़ोन करें.", "character-mark"),
    ("bn", "Call the clinic now.", "এখনই ক্লিনিকে ফোন করুন.", "character-mark"),
    ("ur", "Call the clinic now.", "ابھی کلینک کو فون کریں.", "character-mark"),
    ("zh_Hans", "Call now.", "请现在打电话.", "character-mark"),
    ("ja", "Call now.", "今すぐ電話してください.", "character-mark"),
    ("ar", "Are you in pain?", "هل تشعر بالألم?", "character-mark"),
    ("fa", "Pain, now.", "درد, حالا.", "character-mark"),
    ("el", "Are you in pain?", "Πονάτε?", "character-mark"),
    ("es", "Are you in pain?", "Tiene dolor?", "character-mark"),
    ("es", "Call now.", "Llame ahora。", "character-mark"),
    ("he", "Are you in pain?", "האם כואב לך؟", "character-mark"),
    ("am", "Call us.", "ይደውሉልን.", "character-mark"),
    ("es", "Call now.", "Llame  ahora.", "character-spaces"),
    ("es", "Call, now.", "Llame , ahora.", "character-spaces"),
    ("es", "Call now.", "Llame ahora. ", "character-spaces"),
    ("es", "Call, now.", "Llame,ahora.", "character-spaces"),
    ("hi", "Call now.", "अभी फ़ोन करें ।", "character-spaces"),
    ("zh_Hans", "Call now.", "请现 在打电话。", "character-spaces"),
    ("fr", "Pain?", "Mal ?", "character-spaces"),
    ("fr", "Pain?", "Mal?", "character-spaces"),
    ("es", "Call now.", "llame ahora.", "character-case"),
    ("ru", "Call the clinic now.", "ПОЗВОНИТЕ В КЛИНИКУ СЕЙЧАС.", "character-case"),
]


@pytest.mark.parametrize(("code", "source", "text", "check"), WRONG)
def test_wrong_characters_are_seen(code: str, source: str, text: str, check: str) -> None:
    assert found(check, code, source, text)


IGNORED = [
    ("fa", "Take it.", "می‌خواهم کتاب‌ها.", "character-invisible"),
    ("hi", "Pain", "क्‍ष", "character-invisible"),
    ("si", "Pain", "ශ්‍රී", "character-invisible"),
    ("km", "Pain", "ការ\u200bឈឺ", "character-invisible"),
    ("ar", "NMDA, 5 mg", "الـNMDA بـ 5", "character-tatweel"),
    ("ur", "50 mg", "۵۰ ملی گرام", "character-digits"),
    ("ja", "50 mg", "５０ミリ", "character-digits"),
    ("de", "CAFÉ", "„CAFÉ“ und «CAFÉ»", "character-mojibake"),
    ("fr", "Ask", "À É Ô à l’hôpital «\u00a0Noël\u00a0»", "character-mojibake"),
    ("vi", "Ask", "Đường ở đây", "character-mojibake"),
    ("hi", "Ask Dr. Rao.", "डॉ. राव से पूछें।", "character-mark"),
    ("zh_Hans", "5.5 mg, NMDA.", "5.5 mg 的 NMDA。", "character-mark"),
    ("ar", "3.5, 1,000", "3.5 و 1,000", "character-mark"),
    ("fr", "10:30", "10:30", "character-spaces"),
    ("fr", "See https://a.example.", "Voir https://a.example.", "character-spaces"),
    ("de", "your heart rate", "Ihre Herzfrequenz", "character-case"),
    ("es", "{phone} is free", "{phone} es gratis", "character-case"),
    ("ru", "your blood pressure", "артериальным давлением;", "character-end"),
]


@pytest.mark.parametrize(("code", "source", "text", "check"), IGNORED)
def test_characters_that_are_right_there_are_let_pass(code: str, source: str, text: str, check: str) -> None:
    kind = "item" if check == "character-end" else "paragraph"
    assert not found(check, code, source, text, kind)


def test_a_heading_may_ask_what_the_source_tells() -> None:
    assert not found("character-end", "tr", "What ketamine is", "Ketamin nedir?", "heading")
    assert found("character-end", "tr", "Your team", "Ekibiniz?", "heading")
    assert found("character-end", "tr", "What ketamine is", "Ketamin nedir!", "heading")


def test_a_character_without_a_glyph_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("character-font", "es", "Bird", "Pájaro \U00013000")
    assert not found("character-font", "es", "Bird", "Pájaro ≥ 5")
    monkeypatch.setattr(fonts, "faces", lambda _: ())
    assert not found("character-font", "es", "Bird", "Pájaro \U00013000")


def test_the_spot_is_marked() -> None:
    text = "Tome **esto** 1\u200b0."
    (finding,) = BY_ID["character-invisible"].run(unit("es", "Take **this** 10.", text))
    assert marked(text, finding.target) == "Tome **esto** 1⟦\u200b⟧0."


def test_checks_are_described_for_a_translator() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.id.startswith(("script-", "language-", "length-", "markup-", "character-"))
        assert check.description.endswith(".")
