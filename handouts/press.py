"""The press: from a job to the bytes of one proofed PDF. The only conductor of the rooms from `markdown` to `proof`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path

from handouts.article import Article
from handouts.brand import Brand, load_brand
from handouts.catalogs import OWN, WORDS, Catalog, Entry, catalog_path, load_catalog
from handouts.checks.glossary import Glossary, load_glossary
from handouts.checks.memory import Memory
from handouts.editions import EDITIONS, PAPERS
from handouts.files import digest, inside
from handouts.findings import OpenFinding, find_all
from handouts.fonts import missing_fonts
from handouts.glyphs import glyph_problems
from handouts.jobs import Job as Job
from handouts.jobs import Made as Made
from handouts.jobs import Outcome as Outcome
from handouts.jobs import leaflet_path
from handouts.languages import Language, find_language
from handouts.leaflet import Ingredients, Leaflet, compose
from handouts.markdown import load_article
from handouts.problems import ExitCode, Gathering, HandoutsError, Problem, Severity, raise_errors
from handouts.proof.expectation import Expectation, expect
from handouts.review import Approval, Key, Standing, find_standing, passages_digest
from handouts.reviews_file import load_approvals
from handouts.template import Templates
from handouts.workspace import Workspace, packaged


def _named(problems: Iterable[Problem], job: Job) -> Iterator[Problem]:
    """The `problems`, those of the finished leaflet with its name: they have no file that would tell."""
    for problem in problems:
        if problem.path is None and problem.code.startswith(("render-", "safety-", "proof-", "draft-")):
            problem = replace(problem, message=f"{job.article} [{job.language}, {job.edition}]: {problem.message}")
        yield problem


def _holds(leaflet: Leaflet, expected: Expectation) -> str:
    """The digest of what `leaflet` must hold: what is `expected` of its PDF, and every text, version and date."""
    held = [asdict(expected), passages_digest(leaflet.passages())]
    return digest(json.dumps(held, default=sorted, sort_keys=True).encode())


def _prove(data: bytes, expected: Expectation) -> list[Problem]:
    """What is wrong with the PDF `data`, a booklet where the edition is one."""
    from handouts.imposition import prove_booklet
    from handouts.proof import prove_pages

    return prove_booklet(data, expected) if expected.edition.folded else prove_pages(data, expected)


def _thick(leaflet: Leaflet, pages: int) -> list[Problem]:
    """A warning for a booklet of so many `pages` that it does not fold well."""
    from handouts.imposition import THICK

    if not leaflet.edition.folded or pages <= THICK:
        return []
    what = f"{leaflet.article.id} [{leaflet.language.code}]: a booklet of {pages} pages is too thick to fold well"
    return [Problem("booklet-thick", what, None, None, "Print the standard edition instead.", Severity.WARNING)]


class Press:
    """Makes leaflets of one `workspace`, reading each article, catalog, brand and template once.

    With `strict`, what would be reported only stops a leaflet as well. `memory` may be set to what the checks found
    before in the leaflets that are asked for next.
    """

    def __init__(self, workspace: Workspace, *, strict: bool = False) -> None:
        self.workspace = workspace
        self.strict = strict
        self.memory: Memory | None = None
        self._articles: dict[str, Article] = {}
        self._brands: dict[str, Brand] = {}
        self._catalogs: dict[tuple[str, str], Catalog] = {}
        self._entries: tuple[Entry, ...] | None = None
        self._approvals: tuple[Approval, ...] | None = None
        self._findings: dict[Key, list[OpenFinding]] = {}

    def prepare(self, job: Job) -> tuple[Leaflet, list[Problem]]:
        """All that can be done for `job` without rendering. Raises `HandoutsError` with every problem that stops it.

        The leaflet is a draft unless an approval covers it; whether a draft may be printed, the workspace says.
        """
        leaflet, problems = self.composed(job)
        standing = self.standing(leaflet)
        found = [
            finding.problem
            for finding in self.findings(job)
            if not standing.accepts(finding.check, finding.source, finding.what)
        ]
        if self.strict:
            found = [replace(problem, severity=Severity.ERROR) for problem in found]
        required = self.workspace.settings.review.policy == "require"
        problems = [*problems, *found, *standing.problems(self.reviews_path, required=required)]
        raise_errors(problems)
        return (replace(leaflet, approval=standing.approval) if standing.approval else leaflet), problems

    def composed(self, job: Job) -> tuple[Leaflet, list[Problem]]:
        """The leaflet of `job` as a draft, whatever the checks say of its translation and whoever has approved it."""
        ingredients = self._ingredients(job)
        edition = EDITIONS[job.edition]
        leaflet, problems = compose(ingredients, edition, edition.page(PAPERS[job.paper]), strict=self.strict)
        if not missing_fonts(leaflet.language, leaflet.source):
            raise_errors([*problems, *glyph_problems(leaflet)])
        return leaflet, problems

    def findings(self, job: Job) -> list[OpenFinding]:
        """What the translation checks find in the leaflet of `job`, accepted or not. Raises `HandoutsError`."""
        key = Key(job.article, job.language, job.brand)
        if key not in self._findings:
            given = self._ingredients(job)
            leaflet, _ = compose(given, EDITIONS[job.edition], PAPERS[job.paper])
            self._findings[key] = find_all(
                given, leaflet, (self.workspace.locales / job.language,), given.terms, self.memory
            )
        return self._findings[key]

    def standing(self, leaflet: Leaflet) -> Standing:
        """Who has approved `leaflet`, and whether it has changed since. Raises `HandoutsError`."""
        return find_standing(leaflet.key, leaflet.passages(), self.approvals())

    def approvals(self) -> tuple[Approval, ...]:
        """The workspace's approvals. Raises `HandoutsError` when their file is not in order."""
        if self._approvals is None:
            self._approvals = load_approvals(self.reviews_path)
        return self._approvals

    @property
    def reviews_path(self) -> Path:
        """The file of the approvals."""
        return self._own(self.workspace.reviews)

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

    def output_path(self, job: Job) -> Path:
        """Where the leaflet of `job` belongs."""
        return self.workspace.output / leaflet_path(job)

    def print(self, job: Job) -> Made:
        """Make and prove the leaflet of `job`. What the user can mend is in the outcome, never raised."""
        try:
            leaflet, problems = self.prepare(job)
            raise_errors(missing_fonts(leaflet.language, leaflet.source), ExitCode.MACHINE)
            data, pages, holds = self._proofed(leaflet)
        except HandoutsError as error:
            return Made(Outcome(job, problems=tuple(_named(error.problems, job)), exit_code=error.exit_code))
        title, source_title = leaflet.title.plain, leaflet.article.title.text
        problems += _thick(leaflet, pages)
        done = Outcome(job, leaflet.draft, None, pages, digest(data), title, source_title, holds, tuple(problems))
        return Made(done, data)

    def prove(self, job: Job, data: bytes, pages: int) -> tuple[str, list[Problem]]:
        """The digest of what the leaflet of `job` must hold by now, and what is wrong with `data`, its PDF of `pages`.

        Raises `HandoutsError` when there is no such leaflet any more.
        """
        leaflet = self.prepare(job)[0]
        expected = expect(leaflet)
        return _holds(leaflet, expected), _prove(data, replace(expected, pages=pages))

    def _proofed(self, leaflet: Leaflet) -> tuple[bytes, int, str]:
        """The PDF of `leaflet`, its number of pages, and the digest of what it holds. Raises `HandoutsError`."""
        from handouts.imposition import impose
        from handouts.typeset import typeset

        expected = expect(leaflet)
        layout = typeset(leaflet, self.templates)
        data = layout.pdf(self.workspace.settings.conformance)
        if leaflet.edition.folded:
            data = impose(data, leaflet.title.plain, leaflet.language)
        raise_errors(_prove(data, replace(expected, pages=layout.pages)))
        return data, layout.pages, _holds(leaflet, expected)

    def _ingredients(self, job: Job) -> Ingredients:
        source, language = self.source, self.language(job.language)
        gathering = Gathering()
        article = gathering.attempt(lambda: self.article(job.article))
        brand = gathering.attempt(lambda: self.brand(job.brand))
        entries = gathering.attempt(self.entries)
        catalog = words = terms = None
        if language != source:
            catalog = gathering.attempt(lambda: self.catalog(job.article, language))
            words = gathering.attempt(lambda: self.catalog(WORDS, language))
        if language != source or language.spaceless:
            terms = gathering.attempt(lambda: self.glossary.terms(language.code, source.code))
        if gathering.problems or article is None or brand is None or entries is None:
            raise HandoutsError(gathering.problems, gathering.exit_code)
        return Ingredients(article, language, source, brand, catalog, words, entries, terms or ())

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
    def glossary(self) -> Glossary:
        """The workspace's glossary, or the one that comes with handouts."""
        own = self._own(self.workspace.locales / "glossary.toml")
        return load_glossary(own if own.exists() else packaged("locales") / own.name)

    @cached_property
    def templates(self) -> Templates:
        """The workspace's templates, and those of the package that it does not replace."""
        return Templates((self._own(self.workspace.templates), packaged("templates")))

    def catalog(self, domain: str, language: Language) -> Catalog:
        """The workspace's catalog, or for the templates' own words the one that comes with handouts.

        Raises `HandoutsError`.
        """
        key = (domain, language.code)
        if key not in self._catalogs:
            own = self._own(catalog_path(self.workspace.locales, language.code, domain))
            ours = catalog_path(packaged("locales"), language.code, domain)
            path = ours if domain in OWN and not own.exists() else own
            if not path.exists():
                what = f"there is no translation of '{domain}' into {language.name_in(self.source)}"
                hint = f"Begin it with: handouts update -l {language.code}"
                raise HandoutsError([Problem("catalog-missing", what, own, None, hint)])
            self._catalogs[key] = load_catalog(path, language.code)
        return self._catalogs[key]

    def _own(self, path: Path) -> Path:
        """`path`, which must lie in the workspace also when links are followed."""
        if inside(self.workspace.root, path) is None:
            hint = "Put the file itself into the workspace."
            raise HandoutsError([Problem("path-outside", "this leads out of the workspace", path, None, hint)])
        return path
