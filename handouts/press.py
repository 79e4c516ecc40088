"""The press: from a job to one proofed PDF on disk. The only conductor of the rooms from `markdown` to `proof`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from shlex import quote

from handouts.article import SAFETY, Article
from handouts.brand import Brand, load_brand
from handouts.catalogs import WORDS, Catalog, Entry, article_entries, catalog_path, load_catalog, write_template
from handouts.editions import EDITIONS, PAPERS
from handouts.files import digest, inside, write_atomic
from handouts.fonts import families, missing_fonts
from handouts.glyphs import glyph_problems
from handouts.languages import Language, find_language
from handouts.leaflet import NOTICES, Ingredients, Leaflet, compose
from handouts.markdown import load_article
from handouts.problems import ExitCode, Gathering, HandoutsError, Problem, raise_errors
from handouts.proof.expectation import Expectation, expect
from handouts.template import Templates
from handouts.workspace import Workspace, packaged


@dataclass(frozen=True)
class Job:
    """One leaflet to be made: ids of its article, brand, edition and paper, and the gettext code of its language."""

    article: str
    language: str
    brand: str
    edition: str
    paper: str


def _named(problems: Iterable[Problem], job: Job) -> Iterator[Problem]:
    """The `problems`, those of the finished leaflet with its name: they have no file that would tell."""
    for problem in problems:
        if problem.path is None and problem.code.startswith(("render-", "safety-", "proof-", "draft-")):
            problem = replace(problem, message=f"{job.article} [{job.language}, {job.edition}]: {problem.message}")
        yield problem


@dataclass(frozen=True)
class Outcome:
    """What became of a job. `path`, `pages` and `sha256` are `None` when it failed; `problems` then says why.

    `title` is in the leaflet's language, `source_title` in the article's; `holds` is the digest of what the proof
    expected of the file.
    """

    job: Job
    draft: bool = True
    path: Path | None = None
    pages: int | None = None
    sha256: str | None = None
    title: str = ""
    source_title: str = ""
    holds: str = ""
    problems: tuple[Problem, ...] = ()
    exit_code: ExitCode = ExitCode.DONE


def _digest_of(expected: Expectation) -> str:
    """The digest of what a leaflet must hold."""
    return digest(json.dumps(asdict(expected), default=sorted, sort_keys=True).encode())


class Press:
    """Makes leaflets of one `workspace`, reading each article, catalog, brand and template once.

    With `strict`, what would be reported only stops a leaflet as well.
    """

    def __init__(self, workspace: Workspace, *, strict: bool = False) -> None:
        self.workspace = workspace
        self.strict = strict
        self._articles: dict[str, Article] = {}
        self._brands: dict[str, Brand] = {}
        self._catalogs: dict[tuple[str, str], Catalog] = {}
        self._entries: tuple[Entry, ...] | None = None

    def prepare(self, job: Job) -> tuple[Leaflet, list[Problem]]:
        """All that can be done for `job` without rendering. Raises `HandoutsError` with every problem that stops it."""
        ingredients = self._ingredients(job)
        leaflet, problems = compose(ingredients, EDITIONS[job.edition], PAPERS[job.paper], strict=self.strict)
        if not missing_fonts(leaflet.language, leaflet.source):
            raise_errors([*problems, *glyph_problems(leaflet)])
        return leaflet, problems

    def check(self, job: Job) -> Outcome:
        """Every problem of `job` that can be found without rendering, and the exit code that they ask for."""
        gathering = Gathering()
        prepared = gathering.attempt(lambda: self.prepare(job))
        problems = prepared[1] if prepared else gathering.problems
        lacking = missing_fonts(self.language(job.language), self.source)
        code = ExitCode.MACHINE if lacking else ExitCode.DONE if prepared else ExitCode.CONTENT
        return Outcome(job, problems=(*problems, *lacking), exit_code=code)

    def has_catalog(self, article: str, language: str) -> bool:
        """Whether `article` has a translation into `language`, complete or not; it always has into its own."""
        own = catalog_path(self.workspace.locales, language, article)
        return language == self.source.code or own.exists()

    def extract(self) -> list[Path]:
        """Write the templates for translators, one for the templates' words and one an article; the paths written.

        Raises `HandoutsError` when an article or a template is not in order; nothing is written then.
        """
        written = {WORDS: write_template((*NOTICES, *self.entries()))}
        for name in self.workspace.article_paths:
            written[name] = write_template(article_entries(self.article(name)))
        paths = []
        for domain, data in written.items():
            paths.append(self.workspace.locales / f"{domain}.pot")
            write_atomic(paths[-1], data)
        return paths

    def output_path(self, job: Job) -> Path:
        """Where the leaflet of `job` belongs."""
        return self.workspace.output / job.brand / job.language / f"{job.article}.{job.edition}.{job.paper}.pdf"

    def make(self, job: Job) -> Outcome:
        """Make, prove and store the leaflet of `job`. What the user can mend is in the outcome, never raised."""
        try:
            leaflet, problems = self.prepare(job)
            raise_errors(missing_fonts(leaflet.language, leaflet.source), ExitCode.MACHINE)
            expected = expect(leaflet)
            data, pages = self._print(leaflet, expected)
            path = self.output_path(job)
            write_atomic(path, data)
        except HandoutsError as error:
            return Outcome(job, problems=tuple(_named(error.problems, job)), exit_code=error.exit_code)
        except OSError as error:
            what = f"the leaflet cannot be stored: {(error.strerror or str(error)).lower()}"
            problem = Problem(
                "output-unwritable", what, self.output_path(job), None, "Make room, or mend the permissions."
            )
            return Outcome(job, problems=(problem,), exit_code=ExitCode.CONTENT)
        source_title = leaflet.article.title.text
        sha256, holds = digest(data), _digest_of(expected)
        return Outcome(
            job, leaflet.draft, path, pages, sha256, leaflet.title.plain, source_title, holds, tuple(problems)
        )

    def prove(self, job: Job, data: bytes, pages: int) -> tuple[str, list[Problem]]:
        """The digest of what the leaflet of `job` must hold by now, and what is wrong with `data`, its PDF of `pages`.

        Raises `HandoutsError` when there is no such leaflet any more.
        """
        from handouts.proof import prove_pages

        expected = expect(self.prepare(job)[0])
        return _digest_of(expected), prove_pages(data, replace(expected, pages=pages))

    def _print(self, leaflet: Leaflet, expected: Expectation) -> tuple[bytes, int]:
        from handouts.proof import prove_pages
        from handouts.render import lay_out

        roots = (*self.templates.folders, leaflet.brand.logo.parent)
        fonts = families(leaflet.language, leaflet.source)
        layout = lay_out(self.templates.render(leaflet), roots, fonts)
        # A box that fits one page is kept on one; holding a taller one together would only empty the page before it.
        safety = [leaflet.section(role).id for role in SAFETY]
        flowing = [name for name in safety if layout.split(name, f"{name}-end")]
        if flowing or layout.pages == 1:
            layout = lay_out(self.templates.render(leaflet, flowing, single=layout.pages == 1), roots, fonts)
        data = layout.pdf(self.workspace.settings.conformance)
        raise_errors(prove_pages(data, replace(expected, pages=layout.pages)))
        return data, layout.pages

    def _ingredients(self, job: Job) -> Ingredients:
        source, language = self.source, self.language(job.language)
        gathering = Gathering()
        article = gathering.attempt(lambda: self.article(job.article))
        brand = gathering.attempt(lambda: self.brand(job.brand))
        entries = gathering.attempt(self.entries)
        catalog = words = None
        if language != source:
            catalog = gathering.attempt(lambda: self._catalog(job.article, language))
            words = gathering.attempt(lambda: self._catalog(WORDS, language))
        if gathering.problems or article is None or brand is None or entries is None:
            raise HandoutsError(gathering.problems)
        return Ingredients(article, language, source, brand, catalog, words, entries)

    @property
    def source(self) -> Language:
        """The language of the articles."""
        return self.language(self.workspace.settings.source_language)

    def language(self, code: str) -> Language:
        """The language with the gettext `code`, in the digits that the workspace chose."""
        return find_language(code, latin_digits=code in self.workspace.settings.latin_digits)

    def article(self, name: str) -> Article:
        """The article with the id `name`. Raises `HandoutsError`."""
        if name not in self._articles:
            path = self.workspace.articles / f"{name}.md"
            self._articles[name] = load_article(self._own(path))
        return self._articles[name]

    def brand(self, name: str) -> Brand:
        """The brand with the id `name`. Raises `HandoutsError`."""
        if name not in self._brands:
            path = self._own(self.workspace.brands / name / "brand.toml")
            self._brands[name] = load_brand(path.parent, self.source)
        return self._brands[name]

    def entries(self) -> tuple[Entry, ...]:
        """The templates' own words. Raises `HandoutsError`."""
        if self._entries is None:
            self._entries = self.templates.entries()
        return self._entries

    @cached_property
    def templates(self) -> Templates:
        """The workspace's templates, and those of the package that it does not replace."""
        return Templates((self._own(self.workspace.templates), packaged("templates")))

    def _catalog(self, domain: str, language: Language) -> Catalog:
        """The workspace's catalog, or for the templates' own words the one that comes with handouts."""
        key = (domain, language.code)
        if key not in self._catalogs:
            own = self._own(catalog_path(self.workspace.locales, language.code, domain))
            ours = catalog_path(packaged("locales"), language.code, domain)
            path = ours if domain == WORDS and not own.exists() else own
            if not path.exists():
                what = f"there is no translation of '{domain}' into {language.name_in(self.source)}"
                template, folder = self.workspace.locales / f"{domain}.pot", own.parent
                start = f"msginit --no-translator -l {language.code} -i {quote(str(template))} -o {quote(str(own))}"
                hint = f"Start it with: handouts extract; mkdir -p {quote(str(folder))}; {start}"
                raise HandoutsError([Problem("catalog-missing", what, own, None, hint)])
            self._catalogs[key] = load_catalog(path, language.code)
        return self._catalogs[key]

    def _own(self, path: Path) -> Path:
        """`path`, which must lie in the workspace also when links are followed."""
        if inside(self.workspace.root, path) is None:
            hint = "Put the file itself into the workspace."
            raise HandoutsError([Problem("path-outside", "this leads out of the workspace", path, None, hint)])
        return path
