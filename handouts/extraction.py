"""What a translator is given: the texts of articles and templates, with what helps to translate each; PO templates.

A comment says where the text stands, whether a leaflet depends on it, how long it may get and what its placeholders
will hold. Lengths are of the layout in `templates/leaflet.css.j2`, for Latin script of 12 pt in Noto Sans: half an em
(2.1 mm) a letter, 0.57 em in bold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from handouts import inline
from handouts.article import Article, Block, ItemList, Message, Paragraph, Section, Subheading, Table, block_texts
from handouts.po.file import Key, PoEntry, PoFile, format_po

_HEADER = (
    "Project-Id-Version: handouts\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n"
)
_ABOVE = (
    "# Texts to be translated.",
    "# In a translation, keep {placeholders} and Markdown (**, *, [ ]( )) as they are.",
)
_SAFETY = "Safety: no leaflet is printed unless this is translated and not fuzzy."

HOLDS = {
    "clinic": "the clinic's name, e.g. Example Pain Clinic",
    "phone": "the clinic's phone number, e.g. +44 20 7946 0123",
    "email": "the clinic's e-mail address, e.g. pain@clinic.example",
    "address": "the clinic's postal address, e.g. 12 Harbour Street, Sampleton SA1 2MP",
    "hours": "the clinic's opening hours, e.g. Monday to Friday, 8:30 to 17:30",
    "emergency": "the number to call in an emergency, e.g. 999",
    "website": "the clinic's web address, e.g. https://clinic.example",
    "reference": "the leaflet's reference number, e.g. 0042",
    "version": "the leaflet's version, e.g. 1.0",
    "date": "a date in the language's own form, e.g. 22 November 2028",
    "page": "the number of the page, e.g. 1",
    "pages": "the number of all pages, e.g. 4",
    "name": "the name of the person whom a message is for, e.g. Maria Lopez",
}
"""What each placeholder of an article, and of the templates that come with handouts, will hold."""

_TITLE = "Keep it short: at most about 70 letters, which fill two lines."
_HEADING = (
    "Keep it short: at most about 40 letters, and no word over 13 (20 Chinese or Japanese characters); "
    "else all such headings move above their text."
)
_BOX = "Keep it short: at most about 45 letters, which fill a line."


@dataclass(frozen=True)
class Entry:
    """What a translator is given: the source text and what helps to translate it.

    `kind` is what is printed of it (`heading`, `item`, `paragraph`, `cell`, or `word` for one of the templates' own);
    `safety` tells whether a leaflet depends on it.
    """

    text: str
    context: str | None = None
    places: tuple[tuple[str, int], ...] = ()
    comments: tuple[str, ...] = ()
    kind: str = "word"
    safety: bool = False


def article_entries(article: Article) -> list[Entry]:
    """What a translator of `article` is given, in reading order; citations stay as they are and are left out."""
    head = [
        _entry(article, article.title, "heading", "Title of the leaflet.", _TITLE),
        _entry(article, article.summary, "paragraph", "Summary, below the title of the leaflet."),
    ]
    return [*head, *(entry for section in article.sections for entry in _section_entries(article, section))]


def _section_entries(article: Article, section: Section[Message]) -> Iterator[Entry]:
    limit = _BOX if section.safety else _HEADING
    yield _entry(article, section.title, "heading", f"Section: {section.id}. Its heading.", limit)
    for block in section.blocks:
        for message, (kind, what, length) in zip(block_texts(block), _kinds(block), strict=True):
            if not message.citation:
                yield _entry(article, message, kind, f"Section: {section.id}. {what}", length)


def _kinds(block: Block[Message]) -> Iterator[tuple[str, str, str]]:
    """For each text of `block`: its kind, what it is in words, and how long it may get."""
    match block:
        case Paragraph():
            yield "paragraph", "Paragraph.", ""
        case Subheading():
            yield "heading", "Heading within the section.", _HEADING
        case ItemList(items):
            yield from [("item", "Item of a list.", "")] * len(items)
        case Table(header, rows):
            widths = [_cell_letters(number, len(header)) for number in range(len(header))]
            for letters in widths:
                yield "cell", "Head of a column of a table.", f"Keep it short: at most about {letters} letters."
            for _ in rows:
                for cell, letters in zip(header, widths, strict=True):
                    text = inline.to_plain(cell.text, {})
                    what = f"Cell of a table, in the column “{text}”."
                    yield "cell", what, f"A line of the column holds about {letters} letters."


def _cell_letters(number: int, columns: int) -> int:
    """How many letters a line of a table's cell holds: 136 mm for all columns, 42 % for the first of two."""
    share = (0.42, 0.58)[number] if columns == 2 else 1 / columns
    return max(5, int((136 * share - 6) / 2.3))


def _entry(article: Article, message: Message, kind: str, what: str, length: str = "") -> Entry:
    comments = (what, *((_SAFETY,) if message.safety else ()), *((length,) if length else ()))
    place = (f"articles/{article.path.name}", message.line)
    return Entry(message.text, None, (place,), comments, kind, message.safety)


def template_entries(entries: Iterable[Entry]) -> tuple[PoEntry, ...]:
    """The messages of a PO template with `entries` in their order, repeated texts merged, none translated."""
    found: dict[Key, Entry] = {}
    for entry in entries:
        known = found.setdefault((entry.context, entry.text), entry)
        if known is not entry:
            places = tuple(dict.fromkeys((*known.places, *entry.places)))
            comments = tuple(dict.fromkeys((*known.comments, *entry.comments)))
            merged = replace(known, places=places, comments=comments, safety=known.safety or entry.safety)
            found[entry.context, entry.text] = merged
    return tuple(_po_entry(entry) for entry in found.values())


def _po_entry(entry: Entry) -> PoEntry:
    names = dict.fromkeys(inline.placeholders(entry.text))
    holds = [f"{{{name}}}: {HOLDS[name]}." for name in names if name in HOLDS]
    comments = [" ".join(comment.split()) for comment in (*entry.comments, *holds)]
    places = [f"{_file(name)}:{line}" for name, line in entry.places]
    return PoEntry(
        entry.text,
        entry.context,
        extracted=tuple(comment for comment in comments if comment),
        places=tuple(places),
        flags=("python-brace-format",) if names else (),
    )


def _file(name: str) -> str:
    """A file's name as a reference has it: between marks when it has a space (GNU gettext 0.19)."""
    return f"\u2068{name}\u2069" if " " in name else name


def write_template(entries: Iterable[Entry]) -> bytes:
    """A `.pot` file with `entries` in their order, repeated texts merged; it holds no clock."""
    header = PoEntry("", strings=(_HEADER,), notes=_ABOVE)
    return format_po(PoFile((header, *template_entries(entries)))).encode()
