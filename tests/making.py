"""Articles, brands and leaflets made in memory for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from handouts.brand import Brand, load_brand
from handouts.catalogs import Catalog, Entry, State, Translation
from handouts.editions import EDITIONS, PAPERS
from handouts.files import write_atomic
from handouts.jobs import Job, Outcome
from handouts.languages import find_language
from handouts.leaflet import DRAFT_SOURCE, DRAFT_TRANSLATION, Ingredients, Leaflet, compose
from handouts.markdown import parse_article
from handouts.press import Press
from handouts.problems import HandoutsError, Problem
from tests.conftest import ARTICLE, ROOT, SPANISH

PATH = Path("short.md")
ENGLISH = find_language("en")
WARNING_WORDS = Entry("Take care.", "safety")
PLAIN_WORDS = Entry("Page {page} of {pages}")
WORDS: dict[tuple[str | None, str], str] = {
    ("safety", DRAFT_SOURCE.text): "Borrador: ningún médico lo ha aprobado.",
    ("safety", DRAFT_TRANSLATION.text): "Borrador: nadie ha aprobado esta traducción.",
    ("safety", "Take care."): "Tenga cuidado.",
    (None, "Page {page} of {pages}"): "Página {page} de {pages}",
}


def codes(problems: Iterable[Problem]) -> list[str]:
    """The codes of `problems`."""
    return [problem.code for problem in problems]


def places(error: HandoutsError) -> list[tuple[str, int | None]]:
    """The code and line of each of the problems of `error`."""
    return [(problem.code, problem.line) for problem in error.problems]


def stored(press: Press, job: Job) -> Outcome:
    """What became of the leaflet of `job`, put where it belongs."""
    made = press.print(job)
    if made.data is None:
        return made.outcome
    write_atomic(press.output_path(job), made.data)
    return replace(made.outcome, path=press.output_path(job))


def example_brand() -> Brand:
    return load_brand(ROOT / "brands" / "example-clinic", ENGLISH)


def catalog(translations: Mapping[str, str] = SPANISH, state: State = State.TRANSLATED) -> Catalog:
    found: dict[tuple[str | None, str], Translation] = {
        (None, source): Translation(state, text, 1) for source, text in translations.items()
    }
    return Catalog(Path("short.po"), found)


def word_catalog() -> Catalog:
    return Catalog(Path("handouts.po"), {key: Translation(State.TRANSLATED, text, 1) for key, text in WORDS.items()})


def ingredients(
    language: str = "es",
    *,
    article: str = ARTICLE,
    translations: Catalog | None = None,
    words: Catalog | None = None,
    entries: tuple[Entry, ...] = (WARNING_WORDS, PLAIN_WORDS),
) -> Ingredients:
    """The short article with everything it needs in `language`; the source language needs no catalogs."""
    spoken = find_language(language)
    own = spoken == ENGLISH
    return Ingredients(
        parse_article(article, PATH),
        spoken,
        ENGLISH,
        example_brand(),
        None if own else translations or catalog(),
        None if own else words or word_catalog(),
        entries,
    )


def leaflet(given: Ingredients | None = None) -> Leaflet:
    made, _ = compose(given or ingredients(), EDITIONS["standard"], PAPERS["a4"])
    return made
