"""Faults of a catalog as a file: its header, its messages' states, its encoding, what is missing or there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handouts.catalogs import Entry, article_entries, catalog_path, catalog_problems, load_catalog
from handouts.markdown import load_article
from handouts.problems import HandoutsError
from tests.conftest import ROOT
from tests.mutations.model import Operator, digest

ARTICLE = "ketamine-nerve-pain"
MOST = 2
"""How many of a kind are planted in a language's catalog."""

_ENTRY = re.compile(r"(?:^#.*\n)*^msgid .*\n(?:^\".*\n)*^msgstr .*\n(?:^\".*\n)*", re.MULTILINE)
_HEADER = {
    "language-wrong": (
        r"^\"Language: .*\\n\"$",
        ('"Language: en\\\\n"', '"Language: pt_BR\\\\n"', '"Language: \\\\n"'),
    ),
    "language-lost": (r"^\"Language: .*\\n\"\n", ("",)),
    "charset-wrong": ("charset=UTF-8", ("charset=ISO-8859-1", "charset=CHARSET", "charset=ASCII")),
    "charset-lost": (r"^\"Content-Type: .*\\n\"\n", ("",)),
    "plurals-wrong": (
        r"^\"Plural-Forms: .*\\n\"$",
        (
            '"Plural-Forms: nplurals=4; plural=(n%10==1 ? 0 : n%10==2 ? 1 : n%10==3 ? 2 : 3);\\\\n"',
            '"Plural-Forms: nplurals=2; plural=(n %% 10 == 7);\\\\n"',
            '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\\\n"',
        ),
    ),
}


@dataclass(frozen=True)
class Broken:
    """A catalog with one fault: the kind, the language, what was done, and the bytes of the file."""

    operator: Operator
    language: str
    what: str
    data: bytes


def broken(language: str) -> Iterator[Broken]:
    """The catalog of `language` with faults in it, at most `MOST` of a kind."""
    path = catalog_path(ROOT / "locales", language, ARTICLE)
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    for name, (pattern, written) in _HEADER.items():
        for one in written:
            changed = re.sub(pattern, one, text, count=1, flags=re.MULTILINE)
            if changed != text:
                yield _broken(name, language, one, changed)
    entries = [found for found in _ENTRY.finditer(text) if not found[0].rstrip().endswith('msgid ""')][1:]
    ranked = sorted(entries, key=lambda found: digest(language, found[0]))
    for number, found in enumerate(ranked[:MOST]):
        for name, changed in _entry_faults(found[0], ranked[number + MOST][0]):
            yield _broken(name, language, changed, text[: found.start()] + changed + text[found.end() :])
    middle = ranked[0].start() + 40
    yield Broken(_operator("cut"), language, "cut in a message", text[:middle].encode())
    yield Broken(_operator("cut"), language, "cut at three quarters", text.encode()[: len(text.encode()) * 3 // 4])
    yield Broken(_operator("encoding"), language, "UTF-16", text.encode("utf-16"))
    yield Broken(
        _operator("encoding"), language, "a byte that is not UTF-8", text.encode().replace(b"msgstr", b"\xff", 1)
    )
    yield Broken(_operator("encoding"), language, "NUL", text[:middle].encode() + b"\0" + text[middle:].encode())


def _entry_faults(entry: str, other: str) -> Iterator[tuple[str, str]]:
    start = entry.index("\nmsgstr ") + 1 if "\nmsgstr " in entry else 0
    translation = "".join(re.findall(r'^(?:msgstr )?"(.*)"$', entry[start:], re.MULTILINE))
    yield "fuzzy", re.sub(r"^msgid ", "#, fuzzy\nmsgid ", entry, count=1, flags=re.MULTILINE)
    yield "empty", entry[:start] + 'msgstr ""\n'
    yield "empty", entry[:start] + 'msgstr "  "\n'
    yield "absent", ""
    yield "absent", re.sub(r"^", "#~ ", entry[entry.index("msgid ") :], flags=re.MULTILINE).removesuffix("#~ ")
    yield "duplicate", entry + "\n" + entry[:start] + f'msgstr "{translation} 2"\n'
    yield "source-changed", re.sub(r'"\nmsgstr ', '!"\nmsgstr ', entry)
    yield "quote-lost", entry[:start] + entry[start:].replace('"\n', "\n", 1)
    yield "quote-inside", entry[:start] + f'msgstr "{translation[:3]}"{translation[3:]}"\n'
    yield "keyword-lost", entry[:start] + entry[start:].removeprefix("msgstr ")
    yield "keyword-lost", other[: other.index("msgid ")] + entry.replace("msgstr", "msgst", 1)


def _operator(name: str) -> Operator:
    return Operator(9, name, lambda _text, _tongue: ())


def _broken(name: str, language: str, what: str, text: str) -> Broken:
    return Broken(_operator(name), language, what, text.encode())


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(article_entries(load_article(ROOT / "articles" / f"{ARTICLE}.md")))


def problems(data: bytes, language: str, folder: Path) -> set[tuple[str, str, int | None]]:
    """What is said of the catalog whose file holds `data`: code, message, line."""
    path = folder / f"{ARTICLE}.po"
    path.write_bytes(data)
    try:
        catalog = load_catalog(path, language)
    except HandoutsError as error:
        return {(problem.code, problem.message, problem.line) for problem in error.problems}
    found = catalog_problems(catalog, _entries())
    return {(problem.code, problem.message, problem.line) for problem in found}
