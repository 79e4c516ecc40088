"""What the files of a leaflet mean, as a digest that comments, spaces and line numbers do not change.

Each function reads what it is given anew and raises `HandoutsError` when that is not in order. The rooms that read are
imported only here and only when asked: a batch with nothing to do never needs them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.files import digest

if TYPE_CHECKING:
    from handouts.article import Article
    from handouts.batch.state import Marks
    from handouts.languages import Language

_PLACES = ("line", "path", "places", "comments")
"""Fields that say where something stands, and not what it is."""

Keys = Iterable[tuple[str | None, str]]


def plain(value: Any) -> Any:
    """`value` as JSON can hold it, less the places where its parts stand."""
    if is_dataclass(value):
        return [
            type(value).__name__,
            *(plain(getattr(value, one.name)) for one in fields(value) if one.name not in _PLACES),
        ]
    if isinstance(value, Mapping):
        return [[plain(key), plain(one)] for key, one in value.items()]
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def digest_of(value: Any) -> str:
    """The digest of what `value` holds; texts cannot run together in it."""
    return digest(json.dumps(plain(value)).encode())


def _mark(value: Any) -> str:
    return digest_of(value)[:8]


def needed_templates(sources: Mapping[str, str], start: str) -> list[str]:
    """The names of those of `sources`, templates by name, that `start` includes, extends or imports, and its own.

    One that is named by a variable may be any; so may all that one names which Jinja cannot parse: its leaflets fail.
    """
    from jinja2 import Environment, TemplateSyntaxError
    from jinja2.meta import find_referenced_templates

    environment = Environment(autoescape=True)
    found: set[str] = set()
    waiting = {start}
    while waiting:
        name = waiting.pop()
        found.add(name)
        try:
            others = list(find_referenced_templates(environment.parse(sources[name])))
        except TemplateSyntaxError:
            others = [None]
        for other in others:
            waiting |= ({other} if other is not None else set(sources)) & sources.keys() - found
    return sorted(found)


def template_words(folders: tuple[Path, ...]) -> list[tuple[str | None, str]]:
    """The words of the templates in `folders`, as catalogs know them."""
    from handouts.template import Templates

    return [(entry.context, entry.text) for entry in Templates(folders).entries()]


def article_keys(article: Article) -> list[tuple[str | None, str]]:
    """What translators are given of `article`, as catalogs know it."""
    return list(dict.fromkeys((None, message.text) for message in article.messages() if not message.citation))


def article_meaning(article: Article) -> tuple[str, Marks]:
    """What `article` says, and marks of its messages."""
    return digest_of(article), {_mark(message): "" for message in article.messages()}


def catalog_meaning(path: Path, language: str, keys: Keys) -> tuple[str, Marks]:
    """What the catalog at `path` says of the messages `keys`, and marks of them."""
    from handouts.catalogs import load_catalog

    catalog = load_catalog(path, language)
    said = {}
    for context, text in keys:
        found = catalog.find(text, context)
        ignored = sorted(flag for flag in found.flags if flag.startswith("ignore-"))
        said[context, text] = [found.state, found.text, ignored]
    faults = [[problem.code, problem.message] for problem in catalog.problems]
    return digest_of([said, faults]), {_mark(key): _mark(one) for key, one in said.items()}


def brand_meaning(folder: Path, source: Language, language: str) -> str:
    """What the brand in `folder` says to readers of `language`; its files count for themselves."""
    from handouts.brand import load_brand

    said = load_brand(folder, source).file.model_dump()
    wording = said.pop("wording")
    return digest_of([wording.get(language), wording.get(source.code), said])


def approvals_meaning(path: Path) -> dict[str, str]:
    """What the approvals in the file at `path` say, by article, language and brand (a space between them)."""
    from handouts.reviews_file import load_approvals

    found: dict[str, list[Any]] = {}
    for one in load_approvals(path):
        found.setdefault(f"{one.key.article} {one.key.language} {one.key.brand}", []).append(one)
    return {key: digest_of(every) for key, every in found.items()}


def glossary_meaning(path: Path, language: str, source: str) -> str:
    """What the glossary at `path` says of `language`."""
    from handouts.checks.glossary import load_glossary

    return digest_of(load_glossary(path).terms(language, source))


def cue_words_meaning(path: Path) -> str:
    """What the file of cue words at `path` says."""
    from handouts.checks.words import WordsFile
    from handouts.toml_file import load_toml

    return digest_of(load_toml(path, WordsFile).model_dump() if path.is_file() else None)
