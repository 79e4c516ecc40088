"""What a leaflet depends on: a digest of each part, and one over all. Equal ones make equal leaflets.

A part is what a file means and not how it is written, where that can be told: an article and its translation without
comments and line numbers, a brand without its wording in other languages. A file that is not in order counts as it is,
byte for byte: its leaflets fail, and are tried again when it changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.batch import meaning
from handouts.batch.inputs import OUTSIDE, Derived, Inputs
from handouts.batch.machine import font_digest, machine_digest, programs
from handouts.catalogs import WORDS
from handouts.fonts import script_families
from handouts.jobs import Job
from handouts.languages import Language, find_language, find_script
from handouts.problems import HandoutsError
from handouts.workspace import packaged

if TYPE_CHECKING:
    from handouts.article import Article

PARTS = (
    "article", "translation", "words", "brand", "templates", "approval", "terms", "settings", "fonts", "programs",
    "handouts",
)  # fmt: skip
"""What a fingerprint is made of, in the order in which the marks of the parts stand in the manifest."""

MARK = 12
"""How many hexadecimal digits of a part's digest stand in the manifest. They only tell what has changed."""

_LEAFLET = "leaflet.html.j2"
_NOTHING = "-" * MARK


@dataclass(frozen=True)
class Fingerprint:
    """The `digest` of all that a leaflet is made of, and a mark of each of `PARTS`, in order, with spaces between."""

    digest: str
    parts: str


class Fingerprints:
    """The fingerprints of the leaflets that are made of `inputs`; with `strict`, of leaflets that warnings stop."""

    def __init__(self, inputs: Inputs, *, strict: bool = False) -> None:
        self._inputs = inputs
        self._place = inputs.workspace
        self._strict = strict
        self._source = self._language(self._place.settings.source_language)
        self._begun = cache(self._begin)
        self._translation = cache(self._translation_of)
        self._words = cache(self._words_of)
        self._brand = cache(self._brand_of)
        self._terms = cache(self._terms_of)
        self._settings = cache(self._settings_of)
        self._fonts = cache(self._fonts_of)
        self._article = cache(self._article_of)
        self._parsed = cache(self._parse)
        self._path = cache(self._path_of)
        self._machine = cache(self._machine_of)

    def of(self, job: Job) -> Fingerprint:
        """The fingerprint of the leaflet of `job`."""
        begun, parts = self._begun(job.article, job.language, job.brand)
        whole = begun.copy()
        whole.update(_field(job.edition) + _field(job.paper))
        return Fingerprint(whole.hexdigest(), parts)

    def machine(self, language: str) -> str:
        """The digest of this machine for leaflets in the language with the gettext code `language` (`Task.machine`)."""
        return self._machine(language)

    def checks(self, job: Job) -> str:
        """The digest of what the checks of a message in the language of `job` depend on, besides the message."""
        code = job.language
        return meaning.digest_of([self._terms(code), self._settings(code), self._programs, self._inputs.own])

    def _begin(self, article: str, language: str, brand: str) -> tuple[hashlib._Hash, str]:
        """What the leaflets of one article, language and brand have in common, and the marks of its parts."""
        translated = language != self._source.code
        parts = (
            self._article(article),
            self._translation(article, language) if translated else _NOTHING,
            self._words(language) if translated else _NOTHING,
            self._brand(brand, language),
            self._templates,
            self._approvals.get(f"{article} {language} {brand}", self._approvals.get("", _NOTHING)),
            self._terms(language) if translated or self._language(language).spaceless else _NOTHING,
            self._settings(language),
            self._fonts(language),
            self._programs,
            self._inputs.own,
        )
        begun = hashlib.sha256(b"".join(map(_field, (article, language, brand, *parts))))
        return begun, " ".join(part[:MARK].ljust(MARK, "-") for part in parts)

    def _derive(self, kind: str, paths: list[Path], make: Callable[[], Derived], *extra: str) -> str:
        """What `make` makes of `paths`, or when they are not in order, what they hold."""
        held = [self._inputs.digest(path) for path in paths]
        broken = meaning.digest_of(["broken", *held])

        def attempt() -> Derived:
            try:
                return make()
            except HandoutsError:
                return broken, None

        return broken if OUTSIDE in held else self._inputs.derive(kind, paths, attempt, *extra)

    def _path_of(self, article: str) -> Path:
        return self._place.articles / f"{article}.md"

    def _parse(self, article: str) -> Article:
        from handouts.markdown import load_article

        return load_article(self._path(article))

    def _article_of(self, article: str) -> str:
        return self._derive("article", [self._path(article)], lambda: meaning.article_meaning(self._parsed(article)))

    def _translation_of(self, article: str, language: str) -> str:
        path = self._inputs.catalog(language, article)
        if not self._inputs.digest(path):
            return meaning.digest_of("there is none")

        def make() -> Derived:
            return meaning.catalog_meaning(path, language, meaning.article_keys(self._parsed(article)))

        return self._derive("translation", [path, self._path(article)], make, language)

    def _words_of(self, language: str) -> str:
        path = self._inputs.catalog(language, WORDS)
        if not self._inputs.digest(path):
            return meaning.digest_of("there is none")

        def make() -> Derived:
            return meaning.catalog_meaning(path, language, [(context, text) for context, text in self._template_keys])

        return self._derive("words", [path], make, language, self._template_words[:16])

    def _brand_of(self, brand: str, language: str) -> str:
        folder = self._place.brands / brand
        toml = folder / "brand.toml"
        files = [(path.relative_to(folder).as_posix(), path) for path in self._inputs.brand(brand) if path != toml]

        def make() -> Derived:
            return meaning.brand_meaning(folder, self._source, language), None

        said = self._derive("brand", [toml, *(path for _, path in files)], make, language, self._source.code)
        return meaning.digest_of([said, [(name, self._inputs.digest(path)) for name, path in files]])

    @cached_property
    def _all_templates(self) -> dict[str, Path]:
        """The templates by name; of two with one name, the workspace's."""
        return {name: path for name, path in reversed(self._inputs.templates) if path.suffix == ".j2"}

    def _of_templates(self, kind: str, make: Callable[[], str]) -> str:
        """What `make` makes of all templates."""
        every = sorted(self._all_templates.items())
        names = meaning.digest_of([name for name, _ in every])[:16]
        return self._derive(kind, [path for _, path in every], lambda: (make(), None), names)

    @cached_property
    def _templates(self) -> str:
        def make() -> str:
            from handouts.files import read_text

            return json.dumps(
                meaning.needed_templates({n: read_text(p) for n, p in self._all_templates.items()}, _LEAFLET)
            )

        needed = self._of_templates("needed-templates", make)
        names = json.loads(needed) if needed.startswith("[") else sorted(self._all_templates)
        pictures = [(name, self._inputs.digest(path)) for name, path in self._inputs.templates if path.suffix != ".j2"]
        return meaning.digest_of([[(name, self._inputs.digest(self._all_templates[name])) for name in names], pictures])

    @cached_property
    def _template_words(self) -> str:
        """The templates' own words, as JSON, or a digest when a template is not in order."""
        folders = (self._place.templates, packaged("templates"))
        return self._of_templates("template-words", lambda: json.dumps(meaning.template_words(folders)))

    @cached_property
    def _template_keys(self) -> list[tuple[str | None, str]]:
        return [tuple(key) for key in json.loads(self._template_words)] if self._template_words.startswith("[") else []

    @cached_property
    def _approvals(self) -> dict[str, str]:
        """What each approval says, by article, language and brand; by nothing, that their file is not in order."""

        def make() -> Derived:
            return json.dumps(meaning.approvals_meaning(self._place.reviews)), None

        said = self._derive("approvals", [self._place.reviews], make)
        return dict(json.loads(said)) if said.startswith("{") else {"": said}

    def _terms_of(self, language: str) -> str:
        source, words = self._source.code, self._place.locales / language / "words.toml"
        glossary = self._inputs.glossary
        terms = self._derive(
            "glossary",
            [glossary],
            lambda: (meaning.glossary_meaning(glossary, language, source), None),
            language,
            source,
        )
        return meaning.digest_of(
            [terms, self._derive("cue-words", [words], lambda: (meaning.cue_words_meaning(words), None))]
        )

    def _settings_of(self, language: str) -> str:
        settings = self._place.settings
        digits = [code in settings.latin_digits for code in (language, self._source.code)]
        held = (settings.source_language, digits, settings.conformance, settings.review.policy, self._strict)
        return meaning.digest_of(held)

    def _fonts_of(self, language: str) -> str:
        return font_digest(script_families(find_script(language), self._source.script), self._inputs.digest)

    @cached_property
    def _programs(self) -> str:
        return meaning.digest_of(programs())

    def _machine_of(self, language: str) -> str:
        return machine_digest({language, self._source.code}, self._inputs.digest)

    def _language(self, code: str) -> Language:
        return find_language(code, latin_digits=code in self._place.settings.latin_digits)


def _field(text: str) -> bytes:
    """`text` with its length before it, so that no two lists of fields are one text."""
    data = text.encode()
    return b"%d:%s" % (len(data), data)
