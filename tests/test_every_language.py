"""A leaflet in each language that is offered, with words from CLDR: printed, exact, accessible, within its page.

The words say nothing; they are long lists of names in the language's own script, which is what lines and fonts need.
Each leaflet has passed the proof when it is there; what is asked of it again here is asked in another way.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from itertools import cycle, islice

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from babel import Locale
from pypdfium2 import raw

from handouts.editions import EDITIONS
from handouts.imposition import release
from handouts.inline import placeholders
from handouts.languages import OFFERED, SCRIPTS, find_language
from handouts.leaflet import NOTICES
from handouts.structure import read_structure
from tests.conftest import SPANISH, Clinic, po_file

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


pytestmark = pytest.mark.usefixtures("unchecked")


def test_every_script_is_there() -> None:
    assert len(set(OFFERED)) == 46
    assert set(SCRIPTS.values()) <= {find_language(code).script for code in OFFERED}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("code", OFFERED[1:])
def test_its_leaflet(clinic: Clinic, code: str, edition: str) -> None:
    clinic.edit("handouts.toml", '"es"', f'"{code}"')
    article = {source: translation(code, source, 2 * len(source) + 90 * source.endswith(".")) for source in SPANISH}
    clinic.write(f"locales/{code}/LC_MESSAGES/short.po", po_file(code, article))
    words = po_file(code, {source: translation(code, source, 30) for source in WORDS})
    words = words.replace("\n\nmsgid", '\n\nmsgctxt "safety"\nmsgid')
    clinic.write(f"locales/{code}/LC_MESSAGES/handouts.po", words)
    ran = clinic.handouts("build", "--language", code, "--edition", edition)
    assert ran.code == 0, ran.err
    data = clinic.path(f"output/example-clinic/{code}/short.{edition}.a4.pdf").read_bytes()
    folded = EDITIONS[edition].folded
    if folded:
        data = release(data)
    assert_accessible(data)
    assert_whole(data, code, article.values())
    assert_within_margins(data, 11 if folded else 15)


def assert_accessible(data: bytes) -> None:
    report = page_validation.validate_pdf_bytes(data, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert [failure.rule_id for failure in report.failures] == []


def assert_whole(data: bytes, code: str, texts: Iterable[str]) -> None:
    """Every text without placeholders is read exactly, in its language."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        nodes = {(" ".join(node.text.split()), node.lang) for node in read_structure(pdf).walk()}
    tag = code.replace("_", "-")
    for text in texts:
        if "{" not in text:
            assert (unicodedata.normalize("NFC", " ".join(text.replace("*", "").split())), tag) in nodes


def assert_within_margins(data: bytes, least: float) -> None:
    """Nothing stands nearer to the sides of a page than `least` millimetres."""
    margin = least / 25.4 * 72
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            width = page.get_size()[0]
            for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                left, _, right, _ = found.get_bounds()
                assert left >= margin
                assert right <= width - margin
    finally:
        document.close()
