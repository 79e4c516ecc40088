"""What other PDF readers extract of a paragraph as WeasyPrint and as we write it, and how much of it is right."""

from __future__ import annotations

import difflib
import io
import re
import subprocess
import unicodedata
from functools import cache
from typing import NamedTuple

import pypdfium2

from handouts.text_layer import write_exact_pdf
from tests.text_layer.conftest import document
from tests.text_layer.paragraph import Paragraph
from tests.text_layer.paragraphs import PARAGRAPHS

_HIDDEN = re.compile("[\u00ad\u0002\ufffe]\\s*|[\u200b\u200e\u200f\u202a-\u202e]")


class Written(NamedTuple):
    """A paragraph as WeasyPrint writes it, and as we do."""

    paragraph: Paragraph
    plain: bytes
    exact: bytes


@cache
def written(lang: str, *, header: bool = True) -> Written:
    """The paragraph of a language on a narrow page, with its first words as a running header."""
    paragraph = PARAGRAPHS[lang]
    first, second, *_ = paragraph.words
    css = f"""html {{ font-family: "{paragraph.family}", "Noto Sans" }} p {{ hyphens: auto }}"""
    css += f"""@page {{ @top-center {{ content: "{first} {second}" }} }}""" if header else ""
    laid_out = document(f"<p>{paragraph.html}</p>", css, lang=lang, direction=paragraph.direction)
    plain = laid_out.copy().write_pdf(pdf_variant="pdf/ua-1")
    return Written(paragraph, plain, write_exact_pdf(laid_out))


def by_pdfium(data: bytes) -> str:
    """All text of a PDF, by pdfium."""
    return "\n".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(io.BytesIO(data)))


def by_poppler(data: bytes) -> str:
    """All text of a PDF, by poppler."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def words_found(paragraph: Paragraph, text: str) -> float:
    """Per cent of the paragraph's words that are in a text."""
    text = _folded(text, paragraph)
    words = [_folded(word, paragraph) for word in paragraph.words]
    return 100 * sum(word in text for word in words) / len(words)


def similarity(paragraph: Paragraph, text: str) -> float:
    """Per cent of the characters of a paragraph and a text that are the same in the same order, spaces among them."""
    source = _folded(paragraph.text.replace("|", ""), paragraph)
    return 100 * difflib.SequenceMatcher(None, source, _folded(text, paragraph), autojunk=False).ratio()


def _folded(text: str, paragraph: Paragraph) -> str:
    text = unicodedata.normalize("NFKC", " ".join(_HIDDEN.sub("", text).split()))
    # Lines of the East Asian ones are broken anywhere, even in Korean words.
    return text.replace(" ", "") if "CJK" in paragraph.family else text
