"""Random leaflets in random layouts: each reads exactly as its HTML, or is refused; none is silently wrong."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from weasyprint.formatting_structure import boxes

from handouts.structure import read_structure
from handouts.text_layer import TextLayerError, write_exact_pdf
from tests.text_layer.conftest import document

WORDS = {
    "en": "office waffle efficient treatment characteristically well-being internationalization a fi affluent 500 mg "
    "AVATAR fluffy To Ty risk hyphen\u00adation counter\u200bweight naïve cafe\u0301 10\u00a0ml",
    "ar": "السلام علیکم لا تأخذ الدواء العلاج الطبيب فلا إلا الآلام مُحَمَّدٌ كلام ١٢٣ الجرعة لله مستشفى",
    "hi": "क्षत्रिय ज्ञान श्रद्धा विद्यार्थी दवा खुराक डॉक्टर स्त्री कृष्ण प्रश्न हिन्दी र्‍क शृंगार द्वितीय १२ मि.ग्रा.",
    "ja": "医\u2060師\u2060が\u200b血\u2060圧\u2060を 翌\u2060日\u2060ま\u2060で\u200b運\u2060転 吐き気、 （注意）",
    "zh": "氯胺酮 请在医生指导下服用 如有不适 立即联系 每次不超过500毫克 注意事项 副作用 “引号” （括号）",
}
RULES = (
    "html { hyphens: auto }",
    "p, li { text-align: justify }",
    "p { text-indent: 2em }",
    "h2 { text-transform: uppercase }",
    "p { letter-spacing: 0.05em }",
    "p { word-spacing: 0.2em }",
    "b { text-transform: capitalize; display: inline-block }",
    "b { border: 1px solid; padding: 0 2px }",
    "section { columns: 2 }",
    "p { white-space: pre-line }",
    "ul { list-style-position: inside }",
    "table { border-collapse: collapse } td, th { border: 1px solid }",
    "p { orphans: 3; widows: 3 }",
    "html { font-size: 15pt }",
    "p::before { content: '▸ ' } li::after { content: ' ▪' }",
    "tr { break-inside: avoid }",
    "body { overflow-wrap: anywhere }",
    ".note { float: right; width: 40% } .flex { display: flex; gap: 1em } .pin { position: absolute; bottom: 0 }",
    ".note { display: inline-block; width: 60% } .flex { display: flex; flex-direction: row-reverse }",
    ".flex { display: flex; flex-wrap: wrap; flex-direction: column } .pin { position: relative; left: 3mm }",
    "@page { @top-center { content: 'Page ' counter(page) ' of ' counter(pages) } }",
)

TAGS = ("H1", "H2", "P", "LBody", "TH", "TD")


class Author:
    """Writes random HTML, and beside it what each block must read as: `expected` is (structure type, text)."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a seed is what we want
        self.expected: list[tuple[str, str]] = []
        self.lang = self.random.choice(["en", "en", "ar", "hi", "zh", "ja"])

    def words(self, most: int, lang: str | None = None) -> str:
        pool = WORDS[lang or self.lang].split(" ")
        return " ".join(self.random.choice(pool) for _ in range(self.random.randint(1, most)))

    def inline(self, most: int) -> tuple[str, str]:
        """Inline HTML, and its text."""
        html, text = "", ""
        for _ in range(self.random.randint(1, 4)):
            words, foreign = self.words(most), self.words(3, "en")
            part_html, part_text = self.random.choice(
                [
                    (words, words),
                    (f"{words}\n\t ", f"{words} "),
                    (f"<b>{words}</b>", words),
                    (f" <b>{words} <i>{words}</i></b> ", f" {words} {words} "),
                    (f'<a href="https://example.org/">{words}</a>', words),
                    (f"{words}<br>{words}", f"{words} {words}"),
                    (f' <bdi dir="ltr">{foreign}</bdi> ', f" {foreign} "),
                    (f'<span lang="en" dir="ltr">{foreign}</span>', foreign),
                    ("<!-- nothing -->", ""),
                ]
            )
            html += part_html
            text += part_text
        return html, clean(text)

    def block(self, tag: str, role: str, most: int, attributes: str = "") -> str:
        html, text = self.inline(most)
        if text or role in ("TD", "TH", "LBody"):
            self.expected.append((role, text))
        return f"<{tag}{attributes}> {html}\n</{tag}>"

    def body(self) -> str:
        self.expected.append(("H1", "Title"))
        parts = ["<h1>Title</h1>"]
        for _ in range(self.random.randint(1, 2)):
            parts.append("<section>" + self.block("h2", "H2", 5))
            parts += [self.random.choice(self.kinds)(self) for _ in range(self.random.randint(1, 4))]
            parts.append("</section>")
        return "".join(parts)

    def paragraph(self) -> str:
        return self.block("p", "P", 30)

    def note(self) -> str:
        return self.block("p", "P", 12, ' class="note"')

    def pinned(self) -> str:
        return self.block("div", "P", 4, ' class="pin"')

    def bullets(self) -> str:
        tag = self.random.choice(["ul", "ol"])
        return (
            f"<{tag}>" + "".join(self.block("li", "LBody", 15) for _ in range(self.random.randint(1, 8))) + f"</{tag}>"
        )

    def table(self) -> str:
        columns = self.random.randint(1, 3)
        head = "".join(self.block("th", "TH", 2) for _ in range(columns))
        rows = "".join(
            "<tr>" + "".join(self.block("td", "TD", 10) for _ in range(columns)) + "</tr>"
            for _ in range(self.random.randint(1, 12))
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def flex(self) -> str:
        return '<div class="flex">' + self.block("p", "P", 5) + self.block("span", "P", 3) + "</div>"

    def terms(self) -> str:
        pairs = (self.block("dt", "Lbl", 3) + self.block("dd", "LBody", 12) for _ in range(self.random.randint(1, 4)))
        return f"<dl>{''.join(pairs)}</dl>"

    def quote(self) -> str:
        return f"<blockquote>{self.block('p', 'P', 12)} <div> {self.block('span', 'P', 5)}</div></blockquote>"

    kinds = (paragraph, paragraph, note, pinned, bullets, table, flex, terms, quote)


def clean(text: str) -> str:
    """What is read of an HTML text: white space folded, hints for line breaking dropped."""
    return (
        " ".join(text.translate(dict.fromkeys(map(ord, "\u00ad\u200b\u2060"))).split(" ")).strip(" ").replace("  ", " ")
    )


def leaflet(seed: int) -> tuple[str, str, Author]:
    author = Author(seed)
    body = author.body()
    rules = author.random.sample(RULES, author.random.randint(0, 8))
    size = author.random.choice(["A6", "A5", "90mm 120mm", "A6 landscape"])
    css = f"@page {{ size: {size}; margin: 14mm }} .flex > span {{ display: block }} " + " ".join(rules)
    return body, css, author


@pytest.mark.parametrize("seed", range(50))
def test_a_random_leaflet_reads_exactly_or_is_refused(seed: int) -> None:
    body, css, author = leaflet(seed)
    laid_out = document(body, css, lang=author.lang, direction="rtl" if author.lang == "ar" else "ltr")
    try:
        data = write_exact_pdf(laid_out)
    except TextLayerError:
        shown = letters("".join(shown_texts(laid_out)))
        assert shown != letters("".join(text for _, text in author.expected)), "refused for nothing"
        return
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = read_structure(pdf)
    expected = [(role, text) for role, text in author.expected if role in TAGS]
    assert [(node.tag, node.text) for node in tree.walk() if node.tag in TAGS] == expected


def letters(text: str) -> Counter[str]:
    """How often each letter occurs, whatever its case."""
    return Counter(char for char in text.upper() if char.isalpha())


def shown_texts(laid_out: Any) -> Iterator[str]:
    """The texts of WeasyPrint's boxes, of a repeated table header only the first."""
    seen = set()

    def walk(box: Any) -> Iterator[str]:
        box = getattr(box, "_box", box)
        if isinstance(box, boxes.MarginBox) or "::" in (box.element_tag or "") or box.element in seen:
            return
        if isinstance(box, boxes.TextBox):
            yield box.text
        for child in box.children:
            yield from walk(child)
        if getattr(box, "is_header", False):
            seen.add(box.element)

    for page in laid_out.pages:
        yield from walk(page._page_box)
