"""The gate: article, catalogs, brand and edition to a `Leaflet`, which cannot exist without its safety sections.

Whoever holds a `Leaflet` holds one whose risk and supervision sections are whole, translated and not fuzzy (promise
1), and in which every text says what language it is in (promise 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from handouts import inline
from handouts.article import SAFETY, Article, Block, ItemList, Message, Role, Section, Table, block_texts
from handouts.brand import TEXTS, Brand, wording_problems
from handouts.catalogs import Catalog, Entry, State, Translation, translation_faults
from handouts.checks.model import Term
from handouts.editions import Edition, Paper
from handouts.languages import Language
from handouts.problems import HandoutsError, Problem, Severity, errors
from handouts.review import Approval, Key, Passage
from handouts.unbroken import Unbroken, names

SAFETY_CONTEXT = "safety"
"""The msgctxt of the templates' words that stand in safety boxes and draft notices."""

DRAFT_SOURCE = Entry(
    "Draft: no clinician has approved this leaflet yet. Ask your care team before you rely on it.",
    SAFETY_CONTEXT,
    comments=("Notice on every page of a leaflet in the source language. At most about 180 letters.",),
)
DRAFT_TRANSLATION = Entry(
    "Draft: no person has approved this translation yet. Ask your care team before you rely on it.",
    SAFETY_CONTEXT,
    comments=("Notice on every page of a translated leaflet. At most about 180 letters.",),
)
NOTICES = (DRAFT_SOURCE, DRAFT_TRANSLATION)
"""The words of promise 3. They are not a template's, so that none can do without them."""


@dataclass(frozen=True)
class Text:
    """Words ready to be printed: as HTML, as a reader sees them, and the language that they are in.

    `path` and `line` tell where they were written, in a catalog or in the article, and `markdown` is how: inline
    Markdown with its placeholders open.
    """

    html: Markup
    plain: str
    language: Language
    path: Path | None = None
    line: int | None = None
    markdown: str = ""


@dataclass(frozen=True)
class Leaflet:
    """One leaflet in one language, brand and edition, on one paper.

    `words` are the templates' own words by (context, source text), each as inline Markdown with its placeholders
    open, and the language that it is in. It is a draft until a named person has approved its exact text (promise 3):
    there is no other way than an `approval` that covers it.

    Raises `HandoutsError` (`safety-…`) when it is made without both safety sections, whole and in its language, and
    `ValueError` when it is made with an approval of another text.
    """

    article: Article
    language: Language
    source: Language
    brand: Brand
    edition: Edition
    paper: Paper
    title: Text
    summary: Text
    sections: tuple[Section[Text], ...]
    words: Mapping[tuple[str | None, str], tuple[str, Language]]
    approval: Approval | None = None

    def __post_init__(self) -> None:
        problems = [problem for role in SAFETY for problem in self._gate(role)]
        if problems:
            raise HandoutsError(problems)
        if self.approval and not (self.approval.key == self.key and self.approval.covers(self.passages())):
            raise ValueError("the approval is of another text")

    @property
    def draft(self) -> bool:
        """Whether nobody has approved it as it is."""
        return self.approval is None

    @property
    def key(self) -> Key:
        """What an approval of it is of."""
        return Key(self.article.id, self.language.code, self.brand.id)

    def section(self, role: Role) -> Section[Text]:
        """The section with `role`. Raises `LookupError` when there is none."""
        for section in self.sections:
            if section.role is role:
                return section
        raise LookupError(role)

    def texts(self) -> Iterator[Text]:
        """Title, summary, then every section's texts, in reading order."""
        yield self.title
        yield self.summary
        for section in self.sections:
            yield from section.texts()

    def passages(self) -> tuple[Passage, ...]:
        """Every text that it prints once it is no draft, in reading order: article, templates' words, brand.

        The templates' words stand in the order of the alphabet: where in a template they are is no change of them.
        """
        article, own, source = self.article, self.language.code, self.source.code
        facts = (article.reference, article.version, article.date.isoformat(), article.review_by.isoformat())
        head = [_passage("head", "title", article.title, self.title, article)]
        head += [_passage("head", "summary", article.summary, self.summary, article)]
        head += [Passage("facts", "fact", fact, fact, source, f"articles/{article.path.name}") for fact in facts]
        body = [
            _passage(section.id, f"{section.role or 'section'} {kind}", message, text, article)
            for section, printed in zip(article.sections, self.sections, strict=True)
            for kind, message, text in zip(_kinds(section), section.texts(), printed.texts(), strict=True)
        ]
        words = [
            Passage("templates", context or "", text, printed, spoken.code, f"the templates' “{text}”")
            for (context, text), (printed, spoken) in sorted(self.words.items(), key=lambda item: _sorted(item[0]))
            if (context, text) not in {(entry.context, entry.text) for entry in NOTICES}
        ]
        brand = [
            Passage("brand", key, "\n".join(plain.lines), "\n".join(said.lines), said.language.code, place)
            for key in TEXTS
            if (said := self.brand.text(key, self.language))
            and (plain := self.brand.text(key, self.source) or said)
            and (place := f"brands/{self.brand.id}/brand.toml: {key}")
        ]
        return (*head, *body, *words, *brand, Passage("brand", "languages", source, own, own))

    @property
    def notices(self) -> tuple[Text, ...]:
        """What a draft says on every page, to its readers and in the source language; nothing when it is approved."""
        if not self.draft:
            return ()
        entry = DRAFT_SOURCE if self.language == self.source else DRAFT_TRANSLATION
        words = dict.fromkeys((self.words[entry.context, entry.text], (entry.text, self.source)))
        return tuple(
            Text(inline.to_html(text, {}, spoken.direction, spoken.line_marks), inline.to_plain(text, {}), spoken)
            for text, spoken in words
        )

    def _gate(self, role: Role) -> list[Problem]:
        hint = "No leaflet is printed without it."
        wanted = [section for section in self.article.sections if section.role is role]
        given = [section for section in self.sections if section.role is role]
        if len(wanted) != 1 or len(given) != 1:
            return [Problem("safety-missing", f"the section '{role}' is missing", self.article.path, None, hint)]
        messages, texts = list(wanted[0].texts()), list(given[0].texts())
        if len(messages) != len(texts) or len(texts) < 2:
            return [Problem("safety-incomplete", f"the section '{role}' is not whole", self.article.path, None, hint)]
        return [
            Problem(
                "safety-incomplete",
                f"a text of the section '{role}' is not printable",
                self.article.path,
                message.line,
                hint,
            )
            for message, text in zip(messages, texts, strict=True)
            if inline.is_blank(text.plain) or text.language != self.language
        ]


def _passage(part: str, kind: str, message: Message, text: Text, article: Article) -> Passage:
    place = f"articles/{article.path.name}:{message.line}"
    return Passage(part, kind, message.text, text.markdown, text.language.code, place)


def _sorted(word: tuple[str | None, str]) -> tuple[str, str]:
    return word[0] or "", word[1]


def _kinds(section: Section[Message]) -> Iterator[str]:
    """What each text of `section` is there: a heading, or which part of which block."""
    yield "heading"
    for number, block in enumerate(section.blocks):
        for _ in block_texts(block):
            yield f"{number} {_kind(block)}"


def _kind(block: Block[Message]) -> str:
    match block:
        case ItemList(_, ordered, start):
            return f"item from {start}" if ordered else "item"
        case Table(header, _):
            return f"cell of {len(header)}"
        case _:
            return type(block).__name__.lower()


@dataclass(frozen=True)
class Ingredients:
    """What a leaflet is composed of. `catalog` and `words` are `None` for the source language.

    `terms` are the glossary of the language: its names stand on one line where words are not parted by spaces.
    """

    article: Article
    language: Language
    source: Language
    brand: Brand
    catalog: Catalog | None
    words: Catalog | None
    entries: tuple[Entry, ...]
    terms: tuple[Term, ...] = ()


def compose(
    given: Ingredients, edition: Edition, paper: Paper, *, strict: bool = False
) -> tuple[Leaflet, list[Problem]]:
    """The leaflet made of `given`, and what is to be reported of it (warnings only).

    A gap in a safety section is an error; elsewhere it is a warning and is printed in the source language, or an
    error when `strict`. Raises `HandoutsError` with all problems when one of them is an error.
    """
    composer = _Composer(given)
    article = given.article
    title, summary = composer.text(article.title), composer.text(article.summary)
    sections = tuple(section.map(composer.text) for section in article.sections)
    words = {(entry.context, entry.text): composer.word(entry) for entry in (*NOTICES, *given.entries)}
    catalogs = [catalog for catalog in (given.catalog, given.words) if catalog]
    problems = composer.problems + wording_problems(given.brand, given.language)
    problems += [problem for catalog in catalogs for problem in catalog.problems]
    if strict:
        problems = [replace(problem, severity=Severity.ERROR) for problem in problems]
    if errors(problems):
        raise HandoutsError(problems)
    leaflet = Leaflet(
        article, given.language, given.source, given.brand, edition, paper, title, summary, sections, words
    )
    return leaflet, problems


class _Composer:
    """Turns messages into texts and notes what is amiss with them."""

    def __init__(self, given: Ingredients) -> None:
        self.problems: list[Problem] = []
        self._reported: set[tuple[str | None, str]] = set()
        self._given = given
        self._own_values = given.brand.values(given.language)
        self._source_values = given.brand.values(given.source)
        sources, targets = names(given.terms)
        self._whole = {
            given.source: Unbroken(sources, given.source),
            given.language: Unbroken(targets, given.language),
        }

    def text(self, message: Message) -> Text:
        given = self._given
        for name in dict.fromkeys(inline.placeholders(message.text)):
            if name not in self._own_values:
                what = f"{{{name}}} is used here, and the brand '{given.brand.id}' has none"
                hint = f"Set it in {given.brand.path}, or take it out of the article."
                self.problems.append(Problem("placeholder-empty", what, given.article.path, message.line, hint))
            elif (
                name == "hours"
                and (hours := given.brand.text(name, given.language))
                and hours.language != given.language
            ):
                what = f"{{hours}} is used here, and the brand has none in {given.language.name_in(given.source)}"
                hint = f"Add 'hours' to [wording.{given.language.code}] in {given.brand.path}."
                self.problems.append(Problem("brand-wording", what, given.article.path, message.line, hint))
        found = None
        if not message.citation and given.language != given.source:
            found = self._translated(message.text, None, given.catalog, message.line, safety=message.safety)
        if found is None or given.catalog is None:
            return self._text(message.text, given.source, given.article.path, message.line)
        return self._text(given.language.spell(found.text), given.language, given.catalog.path, found.line)

    def word(self, entry: Entry) -> tuple[str, Language]:
        given = self._given
        found = None
        if given.language != given.source:
            safety = entry.context == SAFETY_CONTEXT
            found = self._translated(entry.text, entry.context, given.words, None, safety=safety)
        if found is None:
            return entry.text, given.source
        return given.language.spell(found.text), given.language

    def _text(self, markdown: str, language: Language, path: Path | None, line: int | None) -> Text:
        values = self._source_values if language == self._given.source else self._own_values
        whole = self._whole[language]
        html = inline.to_html(markdown, values, language.direction, whole.marks, whole.kept)
        return Text(html, inline.to_plain(markdown, values), language, path, line, markdown)

    def _translated(
        self, source: str, context: str | None, catalog: Catalog | None, line: int | None, *, safety: bool
    ) -> Translation | None:
        """The translation to print for `source`, or `None` when the source has to stand in."""
        if catalog is None:
            raise ValueError("a translated leaflet needs its catalogs")
        found = catalog.find(source, context)
        severity = Severity.ERROR if safety else Severity.WARNING
        again = (context, source) in self._reported
        self._reported.add((context, source))
        if found.state is not State.TRANSLATED:
            if again and not safety:
                return None
            self._note_gap(source, found.state, catalog.path, found.line, severity, line)
            return None
        faults = translation_faults(source, found.text)
        self.problems += [
            Problem(fault.code, fault.message, catalog.path, found.line, fault.hint, severity) for fault in faults
        ]
        return None if faults else found

    def _note_gap(
        self,
        source: str,
        state: State,
        path: Path | None,
        line: int | None,
        severity: Severity,
        source_line: int | None,
    ) -> None:
        quoted = source if len(source) <= 60 else source[:57] + "…"
        where = f" (line {source_line} of the article)" if source_line else ""
        if state is State.FUZZY:
            code, what, hint = (
                "translation-fuzzy",
                "the translation is fuzzy",
                "Check it and take its 'fuzzy' flag away.",
            )
        else:
            code, what, hint = "translation-missing", "there is no translation", "Translate it, or update the catalog."
        if severity is Severity.ERROR:
            hint += " A safety text must be translated, or nothing is printed."
        self.problems.append(Problem(code, f"{what}: “{quoted}”{where}", path, line, hint, severity))
