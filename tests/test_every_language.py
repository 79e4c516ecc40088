"""A leaflet in each language that is offered, with words from CLDR: it is printed, and no letter leaves its page.

The words say nothing; they are long lists of names in the language's own script, which is what lines and fonts need.
"""

from __future__ import annotations

from itertools import cycle, islice

import pypdfium2
import pytest
from babel import Locale
from pypdfium2 import raw

from handouts.inline import placeholders
from handouts.languages import SCRIPTS, find_language
from handouts.leaflet import NOTICES
from tests.conftest import SPANISH, Clinic, po_file

CODES = [
    "en", "es", "fr", "pt_BR", "de", "it", "pl", "uk", "ru", "el", "tr", "vi", "fil", "ht", "so", "sw", "ar",
    "fa", "ur", "ps", "ckb", "he", "yi", "hi", "ne", "mr", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si", "th",
    "lo", "km", "my", "am", "ti", "ka", "hy", "zh_Hans", "zh_Hant", "ja", "ko",
]  # fmt: skip
SPACELESS = {"th", "lo", "km", "my", "zh_Hans", "zh_Hant", "ja"}
WORDS = (*(notice.text for notice in NOTICES), "Important for your safety", "In an emergency, call")


def names(code: str, number: int) -> list[str]:
    """Names of the week's days, the months and of languages, as CLDR has them."""
    locale = Locale.parse(code)
    days, months = locale.days["format"]["wide"].values(), locale.months["format"]["wide"].values()
    own = [*days, *months, *locale.languages.values()]
    texts = [str(name) for name in own if not set(str(name)) & set("*_`[]<>{}\\&|#")]
    return list(islice(cycle(texts), number))


def translation(code: str, source: str, length: int) -> str:
    """Something in the language for `source`: its markup and placeholders, and names up to about `length` letters."""
    words: list[str] = []
    for name in names(code, 80):
        words.append(name)
        if sum(map(len, words)) >= length:
            break
    text = ("" if code in SPACELESS else " ").join(words)
    return " ".join([f"**{text}**" if "**" in source else text, *(f"{{{name}}}" for name in placeholders(source))])


def test_every_script_is_there() -> None:
    assert len(set(CODES)) == 46
    assert set(SCRIPTS.values()) <= {find_language(code).script for code in CODES}


@pytest.mark.parametrize("code", CODES[1:])
def test_its_leaflet(clinic: Clinic, code: str) -> None:
    language = find_language(code)
    clinic.edit("handouts.toml", '"es"', f'"{code}"')
    article = {source: translation(code, source, 2 * len(source) + 90 * source.endswith(".")) for source in SPANISH}
    clinic.write(f"locales/{code}/LC_MESSAGES/short.po", po_file(code, article))
    words = po_file(code, {source: translation(code, source, 30) for source in WORDS})
    words = words.replace("\n\nmsgid", '\n\nmsgctxt "safety"\nmsgid')
    clinic.write(f"locales/{code}/LC_MESSAGES/handouts.po", words)
    for edition in ("standard", "large-print"):
        ran = clinic.handouts("build", "--language", code, "--edition", edition)
        assert ran.code == 0, ran.err
    document = pypdfium2.PdfDocument(clinic.path(f"output/example-clinic/{code}/short.standard.a4.pdf"))
    margin = 15 / 25.4 * 72
    for page in document:
        width = page.get_size()[0]
        for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            left, _, right, _ = found.get_bounds()
            assert left >= margin, language.name
            assert right <= width - margin, language.name
    document.close()
