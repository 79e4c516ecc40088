"""What a specimen says: the sections of a leaflet that shows a language's letters, numbers and hard lines.

Everything in the language is from CLDR (`cldr`) or from what schools teach (`alphabets`); nothing is translated here.
The labels are English, for the clinic's staff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts import inline
from handouts.alphabets import ALPHABETS, Alphabet
from handouts.article import Block, ItemList, Paragraph, Section, Subheading, Table
from handouts.editions import Edition, Paper
from handouts.languages import Language, find_language
from handouts.leaflet import Text
from handouts.specimen.cldr import Words, script_of, words_of

STAFF = find_language("en")
"""The language of the labels."""

NOTICE = "Specimen: not for patients"
"""What stands on every page."""

HEADINGS = (1.05, 1.2, 1.4, 1.95)
"""How many times the size of the running text the headings of a leaflet are."""

_GAUGES = (
    "The ruler is 100 mm long. If yours says otherwise, print at 100 % (“actual size”).",
    "These lines are 0.25, 0.5, 1 and 2 points thick. Each must be whole.",
    "These fields go from white to black in steps of 10 %. Each must differ from the next.",
    "On each page the corners of a frame stand 5 mm from the edges of the paper. Leaflets print nothing beyond them. "
    "If a corner is missing, the printer cannot print that near to the edge.",
)
_LONG = 130
"""Letters in a row that are longer than a line of any edition."""

_ARABIC = re.compile("[\u0620-\u06ff]")
_SOME = 40
"""Letters of an alphabet that are enough to see a box by."""


def specimen_sections(language: Language, edition: Edition) -> tuple[Section[Text], ...]:
    """The sections of a specimen in reading order. What CLDR or `alphabets` lacks is left out.

    Those with the ids `risks` and `supervision` are only to look like the safety sections, and have no role.
    """
    words, alphabet = words_of(language), ALPHABETS.get(language.code)
    letters = _letters(language, alphabet) if alphabet else ()
    return (
        _section("facts", "The language", _facts(language, edition)),
        *letters,
        _section("numbers", "Numbers and dates", *_numbers(language, words)),
        _section("awkward", "Lines that are hard to set", *_awkward(language, words, alphabet)),
        _section("sizes", "Sizes of type", _sizes(language, edition, words)),
        _box("risks", language, words, alphabet),
        _box("supervision", language, words, alphabet),
        _section("printer", "The printer", *(Paragraph(english(text)) for text in _GAUGES)),
    )


def specimen_summary(language: Language, edition: Edition, paper: Paper) -> Text:
    """The line below the title."""
    size = "large print" if edition.id == "large-print" else "ordinary print"
    return english(f"{language.name_in(STAFF)}, {size}, {paper.id.capitalize()}: are printer and fonts up to it?")


def english(text: str) -> Text:
    """`text`, which is Markdown, for the staff."""
    return _own(text, STAFF)


def _own(text: str, language: Language) -> Text:
    html = inline.to_html(text, {}, language.direction, language.line_marks)
    return Text(html, inline.to_plain(text, {}), language)


def _section(name: str, title: str, *blocks: Block[Text]) -> Section[Text]:
    return Section(name, None, english(title), blocks)


def _labelled(*rows: tuple[str, Text]) -> Table[Text]:
    """A table with an English label before each text."""
    return Table((english("What"), english("How it is printed")), tuple((english(label), text) for label, text in rows))


def _facts(language: Language, edition: Edition) -> Table[Text]:
    script = language.script
    direction = "right to left" if language.direction == "rtl" else "left to right"
    body, small = (round(size * script.size, 2) for size in (edition.body, edition.furniture))
    return _labelled(
        ("Own name", _own(language.name, language)),
        ("English name", english(language.name_in(STAFF))),
        ("Language tag", english(language.tag)),
        ("Script", english(f"{script_of(language, STAFF)}, {direction}")),
        ("Fonts", english(", ".join(script.fonts))),
        ("Type", english(f"{body:g} pt, small print {small:g} pt, lines of {script.line_height:g} times that")),
    )


def _letters(language: Language, alphabet: Alphabet) -> tuple[Section[Text], ...]:
    parts = (
        ("letters", "Letters", alphabet.letters),
        ("joined", "Shapes that fonts get wrong", alphabet.joined),
        ("signs", "Signs", f"{alphabet.quotes} {alphabet.signs}".strip()),
    )
    return tuple(_section(name, title, Paragraph(_own(text, language))) for name, title, text in parts)


def _numbers(language: Language, words: Words) -> Iterator[Block[Text]]:
    rows = (
        ("Digits", " ".join(language.digits)),
        ("Number", words.number),
        ("Percent", words.percent),
        ("Date", words.dates[0]),
        ("Short date", words.dates[1]),
        ("Time", words.time),
        ("Three days", words.list),
        *((("Quantities", " · ".join(words.quantities)),) if words.quantities else ()),
    )
    yield _labelled(*((label, _own(text, language)) for label, text in rows))
    yield Subheading(english("Days"))
    yield ItemList(tuple(_own(day, language) for day in words.days))
    yield Subheading(english("Months"))
    yield ItemList(tuple(_own(month, language) for month in words.months), ordered=True)


def _awkward(language: Language, words: Words, alphabet: Alphabet | None) -> Iterator[Block[Text]]:
    """Lines with what turns round, breaks or runs off: Latin runs, signs, brackets, quotation marks, long words."""
    first, second, third = words.days[:3]
    dose = language.localize_digits("10–20")
    outer, end, inner, stop = (alphabet.quotes if alphabet else "“ ” ‘ ’").split()
    items = (
        f"{first}: **Amoxicillin 500 mg**, {second} ({dose} mg), {third}.",
        f"{first} (**Ketamine 0.5 mg/kg**): 10–20 mg, 2×3, ≥ 5 mg, ½, 37.5 °C, −3, ±2, 120/80 mmHg, CYP2D6.",
        f"{first}: +44 20 7946 0123, (555) 010-0199; {words.dates[1]}, {words.time}.",
        f"{first}: https://clinic.example/pain?id=7, nerve.pain@clinic.example ({second}).",
        f"{outer}{first} {inner}{second}{stop} {third}{end}: N-methyl-D-aspartate (NMDA) / {third}.",
        f"**{language.format_list(list(words.languages[::3]))}**",
        language.format_list(list(words.languages)),
    )
    yield ItemList(tuple(_own(item, language) for item in items))
    # A line that ends inside a joined word is not as long as WeasyPrint 70 measures it, as the last letter then takes
    # another shape: it runs out by up to 4 mm. In Nastaliq so long a word would also climb into the lines above.
    glue = "\u200c" if _ARABIC.search(language.name) else ""
    letters = glue.join((alphabet.letters if alphabet else " ".join(words.months)).split())
    yield Paragraph(_own((letters * _LONG)[:_LONG], language))


def _sizes(language: Language, edition: Edition, words: Words) -> Table[Text]:
    body, small = (round(size * language.script.size, 2) for size in (edition.body, edition.furniture))
    sample = language.format_list(list(words.days[:3]))
    rows = [(f"{small:g} pt", sample), (f"{body:g} pt", sample), ("bold", f"**{sample}**")]
    if language.script.slanted:
        rows.append(("italic", f"*{sample}*"))
    rows += [(f"{body * times:.3g} pt", f"**{words.days[0]}, {words.days[1]}**") for times in HEADINGS]
    return _labelled(*((label, _own(text, language)) for label, text in rows))


def _box(name: str, language: Language, words: Words, alphabet: Alphabet | None) -> Section[Text]:
    """What looks like a safety section. The template labels it as a specimen."""
    letters = " ".join((alphabet.letters.split() if alphabet else words.months)[:_SOME])
    days = tuple(_own(f"**{day}**: {language.localize_digits('24')}", language) for day in words.days[3:6])
    return Section(name, None, _own(words.list, language), (Paragraph(_own(letters, language)), ItemList(days)))
