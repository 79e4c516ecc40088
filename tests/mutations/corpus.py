"""The correct texts that faults are planted in, and what is known of their languages: files to values."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from handouts.catalogs import Catalog, State, catalog_path, load_catalog
from handouts.findings import message_kinds
from handouts.languages import find_language
from handouts.markdown import load_article
from tests.conftest import ROOT
from tests.mutations.model import Text, Tongue

HERE = Path(__file__).parent
LANGUAGES = ("es", "de", "ar", "fa", "hi", "zh_Hans", "ru", "vi")
"""The languages that faults are planted in."""

RELATIVES = {
    "es": ("pt", "de", "vi"),
    "de": ("nl", "es"),
    "ru": ("uk", "bg"),
    "vi": ("fil", "es", "de"),
    "ar": ("fa", "ur"),
    "fa": ("ar", "ur"),
    "hi": ("mr", "ne"),
    "zh_Hans": ("ja", "pinyin"),
}
"""By language, those that are written in the same letters, and for Chinese its own in Latin ones."""


def languages(locales: Path = ROOT / "locales") -> list[str]:
    """Every language that has a catalog in `locales`, those with texts of this package first."""
    shipped = sorted(path.name for path in locales.iterdir() if (path / "LC_MESSAGES").is_dir())
    return [*LANGUAGES, *(code for code in shipped if code not in LANGUAGES)]


@cache
def messages(language: str) -> tuple[Text, ...]:
    """The short medical texts of this package in `language`, all taken for safety messages."""
    if not (HERE / "messages" / f"{language}.toml").is_file():
        return ()
    source, target = _toml("messages", "en"), _toml("messages", language)
    assert {kind: set(table) for kind, table in source.items()} == {kind: set(table) for kind, table in target.items()}
    return tuple(
        Text(key, text, target[kind][key], True, kind) for kind, table in source.items() for key, text in table.items()
    )


@cache
def shipped(language: str, locales: Path = ROOT / "locales") -> tuple[Text, ...]:
    """What the example workspace prints of its article, and the templates' own words, in `language`."""
    article_path = ROOT / "articles" / "ketamine-nerve-pain.md"
    path = catalog_path(locales, language, article_path.stem)
    if not path.is_file():
        return ()
    catalog = load_catalog(path, language)
    found: dict[str, Text] = {}
    for message, kind in message_kinds(load_article(article_path)):
        translation = catalog.find(message.text)
        if not message.citation and translation.state is State.TRANSLATED:
            known = found.get(message.text)
            safety = message.safety or (known is not None and known.safety)
            found[message.text] = Text(
                message.text, message.text, translation.text, safety, known.kind if known else kind
            )
    words = catalog_path(locales, language, "handouts")
    return (*found.values(), *(_words(load_catalog(words, language)) if words.is_file() else ()))


def _words(catalog: Catalog) -> Iterable[Text]:
    for (context, source), translation in catalog.translations.items():
        if translation.state is State.TRANSLATED:
            yield Text(f"{context}: {source}", source, translation.text, context == "safety", "word")


@cache
def tongue(language: str, locales: Path = ROOT / "locales") -> Tongue:
    """What the operators know of `language`."""
    tables = _toml("tongues", language)
    texts = (*shipped(language, locales), *messages(language))
    relatives: dict[str, list[str]] = {}
    written = _toml("messages", "relatives")
    for other in RELATIVES[language]:
        for key, text in written.get(other, {}).items():
            relatives.setdefault(key, []).append(text)
        for one in (*shipped(other, locales), *messages(other)):
            relatives.setdefault(one.key, []).append(one.target)
    rewrites = {
        f"{group}.{name}": tuple((pair[0], pair[1]) for pair in pairs)
        for group, table in tables.items()
        for name, pairs in table.items()
    }
    return Tongue(
        language,
        rewrites,
        {key: tuple(found) for key, found in relatives.items()},
        find_language(language).own_digits,
        texts,
    )


def _toml(folder: str, name: str) -> dict[str, dict[str, str]]:
    with (HERE / folder / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
