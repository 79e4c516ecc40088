"""What a template is given: the leaflet as plain values.

Templates from a workspace are untrusted. They get texts, numbers, lists and dictionaries, never an object with a
method that could read or write a file.
"""

from __future__ import annotations

import base64
import io
import unicodedata
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any

import segno
from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup

from handouts import inline
from handouts.article import Block, ItemList, Message, Paragraph, Section, Subheading, Table, block_texts
from handouts.brand import TEXTS
from handouts.languages import Language
from handouts.leaflet import Leaflet, Text

_IMAGE_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
_COLUMN = 13
"""Letters of bold Latin script that a line of the hanging column takes; of Han, half as many."""

_PAGE, _PAGES = "\ue000", "\ue001"


def leaflet_view(leaflet: Leaflet, flowing: Collection[str] = (), *, single: bool = False) -> dict[str, Any]:
    """The names that templates may use, with their values for `leaflet`.

    `flowing` holds the ids of the safety sections that do not fit one page; `single` says that there is one page only.
    """
    language, source, article = leaflet.language, leaflet.source, leaflet.article
    hanging = {safety: headings_hang(leaflet, safety=safety) for safety in (False, True)}
    return {
        "title": text_view(leaflet.title, language),
        "plain_title": leaflet.title.plain,
        "summary": text_view(leaflet.summary, language),
        "sections": [
            _section(section, origin, language, hangs=hanging[section.safety])
            for section, origin in zip(leaflet.sections, article.sections, strict=True)
        ],
        "reference": article.reference,
        "version": language.localize_digits(article.version),
        "created": article.date.isoformat(),
        "date": language.format_date(article.date),
        "review_by": language.format_date(article.review_by),
        "flowing": tuple(flowing),
        "single": single,
        "notices": [
            {"html": text.html, "tag": text.language.tag, "direction": text.language.direction}
            for text in leaflet.notices
        ],
        "translated": language != source,
        "language": language_view(language, source),
        "source": language_view(source, language),
        "heading_height": max(language.script.line_height - 0.2, 1.25),
        "edition": {
            "id": leaflet.edition.id,
            "body": round(leaflet.edition.body * language.script.size, 2),
            "furniture": round(leaflet.edition.furniture * language.script.size, 2),
        },
        "paper": {"width": leaflet.paper.width, "height": leaflet.paper.height},
        "brand": {key: _brand_text(leaflet, key) for key in TEXTS},
        "colours": _colours(leaflet),
        "logo": data_uri(leaflet.brand.logo.read_bytes(), leaflet.brand.logo.suffix.lower()),
        "qr_code": _qr_code(leaflet),
        **_words(leaflet),
    }


def data_uri(data: bytes, suffix: str) -> str:
    """An image as an address that holds it; `suffix` is that of its file."""
    return f"data:{_IMAGE_TYPES[suffix]};base64,{base64.b64encode(data).decode()}"


def _beside(language: Language, other: Language) -> float:
    """How many times the size of text in `other` the text in `language` within it is set, to look as large."""
    if language.script == other.script:
        return 1.0
    return other.script.latin if language.script.slanted else round(language.script.size / other.script.size, 2)


def language_view(language: Language, other: Language) -> dict[str, Any]:
    """`language`, and what has to do with `other`, the other one of a leaflet's two languages."""
    return {
        "tag": language.tag,
        "direction": language.direction,
        "name": language.name,
        "name_there": language.name_in(other),
        "fonts": _css_list(language.script.fonts),
        "latin_fonts": _css_list(reversed(language.script.fonts)),
        "line_height": language.script.line_height,
        "slanted": language.script.slanted,
        "latin": language.script.latin,
        "bullet": language.script.bullet,
        "beside": _beside(language, other),
        "hyphenates": language.hyphenates,
        "counter": language.counter,
    }


def _css_list(families: Iterable[str]) -> Markup:
    return Markup(", ").join(Markup('"{}"').format(family) for family in families)


def _in(language: Language, html: Markup, around: Language) -> Markup:
    """`html`, which is in `language`, marked as such where the text around it is not."""
    if language == around:
        return html
    return Markup("<span{}>{}</span>").format(_marking(language), html)


def _marking(language: Language) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(language.tag, language.direction)


def text_view(text: Text, around: Language) -> Markup:
    """The HTML of `text`, marked with its language where that is not the one `around` it."""
    return _in(text.language, text.html, around)


def _section(section: Section[Text], origin: Section[Message], around: Language, *, hangs: bool) -> dict[str, Any]:
    blocks = [block_view(block, around) for block in section.blocks]
    groups: list[dict[str, Any]] = []
    for view, block, source in zip(blocks, section.blocks, origin.blocks, strict=True):
        if isinstance(block, Subheading) or not groups:
            lines = _heading_lines(block.text.plain) if isinstance(block, Subheading) else 0
            groups.append({"blocks": [], "urgent": False, "heading_lines": lines})
        groups[-1]["blocks"].append(view)
        groups[-1]["urgent"] |= any("emergency" in inline.placeholders(message.text) for message in block_texts(source))
    return {
        "id": section.id,
        "role": str(section.role or ""),
        "safety": section.safety,
        "title": text_view(section.title, around),
        "hangs": hangs,
        "heading_lines": _heading_lines(section.title.plain),
        "blocks": blocks,
        "groups": groups,
    }


def headings_hang(leaflet: Leaflet, *, safety: bool) -> bool:
    """Whether headings stand beside their text: all are short enough, or all stand above it.

    They are the sections' own, or in safety boxes those inside them. A hanging column takes four lines.
    """
    sections = [section for section in leaflet.sections if section.safety == safety]
    inner = [block.text for section in sections for block in section.blocks if isinstance(block, Subheading)]
    headings = [heading.plain for heading in (inner if safety else [section.title for section in sections])]
    return all(
        _heading_lines(heading) <= 4 and all(width(word) <= _COLUMN for word in _words_of(heading))
        for heading in headings
    )


def _heading_lines(heading: str) -> int:
    """How many lines `heading` takes at most in a hanging column."""
    lines, room = 0, 0
    for word in _words_of(heading):
        if width(word) > room:
            lines, room = lines + 1, _COLUMN
        room -= width(word) + (unicodedata.east_asian_width(word[0]) not in "WF")
    return lines


@lru_cache(2000)
def width(text: str) -> int:
    """How many Latin letters are about as wide as `text` (Unicode Standard Annex #11)."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in text)


def _words_of(text: str) -> list[str]:
    """The parts of `text` between which a line may break: words, or the characters of East Asian text."""
    return [
        word
        for part in text.split()
        for word in ([part] if unicodedata.east_asian_width(part[0]) not in "WF" else part)
    ]


def block_view(block: Block[Text], around: Language) -> dict[str, Any]:
    """A block as `blocks.html.j2` prints it, in text of the language `around`."""
    match block:
        case Paragraph(text):
            return {"kind": "paragraph", "text": text_view(text, around)}
        case Subheading(text):
            return {"kind": "subheading", "text": text_view(text, around)}
        case ItemList(items, ordered, start):
            # A list that is in one other language, such as citations, turns and counts as a whole.
            spoken = items[0].language if len({item.language for item in items}) == 1 else around
            marking = "" if spoken == around else _marking(spoken)
            texts = [text_view(item, spoken) for item in items]
            return {"kind": "list", "ordered": ordered, "start": start, "items": texts, "marking": marking}
        case Table(header, rows):
            cells = [[text_view(cell, around) for cell in row] for row in rows]
            return {"kind": "table", "header": [text_view(cell, around) for cell in header], "rows": cells}


def _brand_text(leaflet: Leaflet, key: str) -> dict[str, Any] | None:
    found = leaflet.brand.text(key, leaflet.language)
    if found is None:
        return None
    # Numbers and names belong to no language; they only keep their own direction.
    spoken = found.language if key in ("address", "hours") else leaflet.language
    lines = [_in(spoken, inline.plain_to_html(line, spoken.direction), leaflet.language) for line in found.lines]
    return {"lines": lines, "plain": ", ".join(found.lines)}


def _colours(leaflet: Leaflet) -> dict[str, str]:
    colours = leaflet.brand.colours
    grounds = {f"{box}_ground": colours.ground(box) for box in ("risks", "supervision")}
    return {**colours.model_dump(), **grounds}


def _qr_code(leaflet: Leaflet) -> str | None:
    website = leaflet.brand.text("website", leaflet.language)
    return None if website is None else _qr_image(website.lines[0])


@lru_cache(64)
def _qr_image(address: str) -> str:
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="svg", border=0, xmldecl=False, nl=False)
    return data_uri(buffer.getvalue(), ".svg")


def _words(leaflet: Leaflet) -> dict[str, Callable[..., Markup]]:
    """The functions by which templates say their own words."""
    article = leaflet.article
    # Where words stand in for a missing translation, what they hold is in their language too.
    in_source = {
        leaflet.language.format_date(day): leaflet.source.format_date(day) for day in (article.date, article.review_by)
    }
    in_source[leaflet.language.localize_digits(article.version)] = article.version

    def say(context: str | None, words: str, values: dict[str, str]) -> Markup:
        if (context, words) not in leaflet.words:
            raise TemplateRuntimeError(f"the words “{words}” must stand in the template itself, to be translated")
        text, spoken = leaflet.words[context, words]
        known = {} if spoken == leaflet.language else in_source
        written = {name: known.get(str(value), str(value)) for name, value in values.items()}
        return _in(spoken, inline.to_html(text, written, spoken.direction, spoken.line_marks), leaflet.language)

    def gettext(words: str, **values: str) -> Markup:
        return say(None, words, values)

    def pgettext(context: str, words: str, **values: str) -> Markup:
        return say(context, words, values)

    def page_of_pages(words: str) -> Markup:
        html = gettext(words, page=_PAGE, pages=_PAGES)
        counters = ((_PAGE, "page"), (_PAGES, "pages"))
        for mark, name in counters:
            html = Markup(html.replace(mark, Markup('<span class="{}"></span>').format(name)))  # noqa: S704  # was Markup
        return html

    return {
        "_": gettext,
        "gettext": gettext,
        "pgettext": pgettext,
        "page_of_pages": page_of_pages,
    }
