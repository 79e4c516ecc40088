"""Languages: what Babel knows and what stands in our tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.languages import SCRIPTS, UnknownLanguageError, find_language

ENGLISH = find_language("en")


@pytest.mark.parametrize(
    ("code", "tag", "direction", "font", "name", "english", "counter"),
    [
        ("en", "en", "ltr", "Noto Sans", "English", "English", "decimal"),
        ("es", "es", "ltr", "Noto Sans", "español", "Spanish", "decimal"),
        ("ar", "ar", "rtl", "Noto Sans Arabic", "العربية", "Arabic", "arabic-indic"),
        ("fa", "fa", "rtl", "Noto Sans Arabic", "فارسی", "Persian", "persian"),
        ("he", "he", "rtl", "Noto Sans Hebrew", "עברית", "Hebrew", "decimal"),
        ("hi", "hi", "ltr", "Noto Sans Devanagari", "हिन्दी", "Hindi", "decimal"),
        ("bn", "bn", "ltr", "Noto Sans Bengali", "বাংলা", "Bangla", "bengali"),
        ("zh_Hans", "zh-Hans", "ltr", "Noto Sans CJK SC", "简体中文", "Simplified Chinese", "decimal"),
        ("zh_Hant", "zh-Hant", "ltr", "Noto Sans CJK TC", "繁體中文", "Traditional Chinese", "decimal"),
        ("zh_TW", "zh-TW", "ltr", "Noto Sans CJK TC", "中文 (繁體, 台灣)", "Chinese (Traditional, Taiwan)", "decimal"),
        ("pt_BR", "pt-BR", "ltr", "Noto Sans", "português (Brasil)", "Brazilian Portuguese", "decimal"),
        ("uk", "uk", "ltr", "Noto Sans", "українська", "Ukrainian", "decimal"),
    ],
)
def test_find_language(code: str, tag: str, direction: str, font: str, name: str, english: str, counter: str) -> None:
    language = find_language(code)
    assert (language.code, language.tag, language.direction, language.counter) == (code, tag, direction, counter)
    assert language.script.fonts[0] == font
    assert language.name == name
    assert language.name_in(ENGLISH) in (english, english.replace("Chinese (Traditional, Taiwan)", language.name))


@pytest.mark.parametrize(
    "code",
    ["", "xx", "EN", "en-US", "zh-Hans", "zh_hans", "en_", "_", "en_US.UTF-8", "sr@latin", "ca@valencia", "root", "und",
     "C", "POSIX", "../en", "en/..", "en\0", "en\n", " en", "é", "english", "e" * 9999, "٤", "en_US_POSIX"],
)  # fmt: skip
def test_what_is_no_language_code(code: str) -> None:
    with pytest.raises(UnknownLanguageError, match="is not a language code"):
        find_language(code)


@pytest.mark.parametrize("code", ["chr", "bo", "dv", "mn_Mong"])
def test_a_script_that_nobody_has_looked_at_is_not_printed(code: str) -> None:
    with pytest.raises(UnknownLanguageError, match="cannot be printed yet"):
        find_language(code)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "November 22, 2026"),
        ("es", "22 de noviembre de 2026"),
        ("ar", "٢٢ نوفمبر ٢٠٢٦"),
        ("hi", "22 नवंबर 2026"),
        ("zh_Hans", "2026年11月22日"),
        ("bn", "২২ নভেম্বর, ২০২৬"),
        ("ht", "22 novanm 2026"),
    ],
)
def test_dates(code: str, written: str) -> None:
    assert find_language(code).format_date(date(2026, 11, 22)) == written


@pytest.mark.parametrize(
    ("code", "text", "written"),
    [
        ("ar", "1.0", "١.٠"),
        ("fa", "24", "۲۴"),
        ("en", "1.0", "1.0"),
        ("hi", "0123456789", "0123456789"),
        ("ar", "", ""),
    ],
)
def test_digits(code: str, text: str, written: str) -> None:
    assert find_language(code).localize_digits(text) == written


@pytest.mark.parametrize(
    ("code", "text", "written"),
    [
        ("ar", "٠٫٥ مغ، ٥٠٪، ١٬٢٠٠", "0.5 مغ، 50%، 1,200"),
        ("fa", "۲۴ ساعت", "24 ساعت"),
        ("bn", "২৪ ঘণ্টা", "24 ঘণ্টা"),
        ("es", "0,5 mg", "0,5 mg"),
    ],
)
def test_european_digits_where_a_workspace_chose_them(code: str, text: str, written: str) -> None:
    chosen = find_language(code, latin_digits=True)
    assert chosen.spell(text) == written
    assert chosen.localize_digits("24") == "24"
    assert chosen.counter == "decimal"
    assert find_language(code).spell(text) == text


def test_lists() -> None:
    assert ENGLISH.format_list(["a", "b", "c"]) == "a, b, and c"
    assert find_language("es").format_list(["a", "b"]) == "a y b"
    assert find_language("ht").format_list(["a", "b", "c"]) == "a, b ak c"
    assert find_language("ht").format_list(["a"]) == "a"
    assert find_language("zh_Hans").format_list(["a", "b", "c"]) == "a、b和c"


def test_line_heights_are_those_that_were_measured() -> None:
    assert all(1.4 <= script.line_height <= 2.2 for script in SCRIPTS.values())
    assert all(script.size >= 1 for script in SCRIPTS.values()), "no script is smaller than an edition says"
    # Latin letters beside another script are not smaller than the edition says either.
    assert all(script.size * script.latin > 0.98 for script in SCRIPTS.values())
    assert SCRIPTS["Arab"].line_height >= 1.65
    assert SCRIPTS["Deva"].line_height >= 1.5
    slanted = {code for code, script in SCRIPTS.items() if script.slanted}
    assert slanted == {"Latn", "Cyrl", "Grek"}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12) | st.from_regex(r"[A-Za-z]{2,4}([_@.-][A-Za-z0-9]{2,4}){0,2}", fullmatch=True))
def test_any_code_is_a_language_or_unknown(code: str) -> None:
    try:
        language = find_language(code)
    except UnknownLanguageError as error:
        assert code in str(error)  # noqa: PT017  # raising is right, and so is not raising
    else:
        assert language.tag.replace("-", "_") == code
        assert len(language.digits) == 10
        assert language.name
