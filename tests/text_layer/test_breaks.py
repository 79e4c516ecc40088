"""Lines that break by invisible characters: Japanese phrases, and hyphens within bold words and links."""

from __future__ import annotations

import io

import pikepdf
import pytest

from handouts.structure import read_structure
from handouts.text_layer import write_exact_pdf
from tests.text_layer.conftest import document
from tests.text_layer.extraction import by_pdfium, by_poppler, words_found
from tests.text_layer.paragraphs import PARAGRAPHS

HYPHENS = ("\ufffe", "\u00ad", "\u0002")
"""What pdfium gives for a hyphen of the layout: a sign of its own, or what the glyph says."""


def paragraphs(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [node.text for node in read_structure(pdf).walk() if node.tag == "P"]


def test_japanese_with_word_joiners_within_phrases_is_exact() -> None:
    """U+2060 stands between all characters of a phrase, U+200B between phrases; none is drawn or read."""
    paragraph = PARAGRAPHS["ja"]
    phrases = paragraph.text.split("|")
    joined = ["\u2060".join(phrase) for phrase in phrases]
    bold = "\u200b".join(f"<b>{phrase}</b>" if at % 4 == 1 else phrase for at, phrase in enumerate(joined))
    plain = "\u200b".join(joined)
    data = write_exact_pdf(
        document(f"<p>{plain}</p><p>{bold}</p>", f'html {{ font-family: "{paragraph.family}" }}', lang="ja")
    )
    text = "".join(phrases)
    assert paragraphs(data) == [text, text]
    for read in (by_pdfium, by_poppler):
        found = read(data)
        assert words_found(paragraph, found) == 100
        assert "\u2060" not in found
    # No line ends within a phrase: the first paragraph's lines are whole phrases.
    ends = {text[: sum(map(len, phrases[:count]))] for count in range(len(phrases) + 1)}
    seen = ""
    for line in by_poppler(data).split():
        seen += line
        assert seen.removeprefix(text) in ends | {""}


@pytest.mark.parametrize("width", [18, 25, 40])
@pytest.mark.parametrize("lang", ["de", "fr", "ru", "el", "es"])
def test_hyphens_within_bold_words_and_links_are_dropped(lang: str, width: int) -> None:
    paragraph = PARAGRAPHS[lang]
    words = []
    for at, word in enumerate(paragraph.words):
        if len(word) >= 12:  # The words that are hyphenated: whole in a link or in bold type, or in two types.
            forms = f'<a href="https://example.org/">{word}</a>', f"<b>{word}</b>", f"<i>{word[:-1]}</i>{word[-1]}"
            words.append(forms[at % 3])
        else:
            words.append(f"{word[:3]}<b>{word[3:]}</b>" if at % 5 == 2 else word)
    css = f"p {{ width: {width}mm; hyphens: auto; hyphenate-limit-chars: 12 5 5; text-align: justify }}"
    data = write_exact_pdf(document(f"<p>{' '.join(words)}</p>", css, lang=lang))
    assert paragraphs(data) == [paragraph.text]
    if width == 18:
        assert any(hyphen in by_pdfium(data) for hyphen in HYPHENS)
    assert words_found(paragraph, by_pdfium(data)) == 100
