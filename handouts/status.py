"""How far every article is in every language: what is translated, what the checks say, and who has approved it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from handouts.article import Message
from handouts.catalogs import MAIL, OWN, WORDS, Entry, State, Translation, translation_faults
from handouts.leaflet import NOTICES, SAFETY_CONTEXT
from handouts.mail.wording import find_faults, mail_entries, read_wording, standing_of
from handouts.press import Job, Press
from handouts.problems import Gathering, HandoutsError, Problem, Severity, errors
from handouts.review import Key, Passage, Standing, brief
from handouts.review import State as Approved

_GAPS = ("translation-missing", "translation-fuzzy", "catalog-missing")
"""Problems that the figures of a row tell already."""


@dataclass(frozen=True)
class Row:
    """An article in a language; `handouts` are the templates' own words, and `mail` is what messages say.

    A text that recurs counts once. `safety` says that every safety message can be printed; `errors` and `warnings` are
    the problems of other kinds that `check` reports, those that an approval accepts left out. `state` is `draft`,
    `stale`, `approved` or, when there is no leaflet to be approved and never was, `stopped`; it is empty for the
    templates' words.
    """

    article: str
    language: str
    messages: int = 0
    translated: int = 0
    fuzzy: int = 0
    missing: int = 0
    safety: bool = False
    errors: int = 0
    warnings: int = 0
    state: str = ""
    standing: Standing | None = None

    def as_dict(self) -> dict[str, Any]:
        """The row for JSON output."""
        approvals = self.standing.approvals if self.standing else ()
        return {
            "article": self.article,
            "language": self.language,
            "messages": self.messages,
            "translated": self.translated,
            "fuzzy": self.fuzzy,
            "missing": self.missing,
            "safety": self.safety,
            "errors": self.errors,
            "warnings": self.warnings,
            "state": self.state,
            "approvals": [
                {
                    "reviewer": one.reviewer,
                    "role": one.role,
                    "date": one.day.isoformat(),
                    "note": one.note,
                    "accepted": len(one.accepted),
                }
                for one in approvals
            ],
            "changes": list(self.standing.changes) if self.standing else [],
        }

    @property
    def words(self) -> str:
        """The state in words: by whom and when, or what has changed since."""
        if self.standing is None or self.state not in (Approved.APPROVED, Approved.STALE):
            return self.state
        names = ", ".join(f"{one.reviewer} ({one.role}), {one.day.isoformat()}" for one in self.standing.approvals)
        if self.state == Approved.APPROVED:
            return f"approved by {names}"
        return f"stale: {names}; since then {brief(self.standing.changes)}"


def survey(
    press: Press, articles: Iterable[str], languages: Iterable[str], brand: str
) -> Iterator[tuple[Row, list[Problem]]]:
    """Rows for each of `languages`: the templates' words, those of messages, then each of `articles`, in the `brand`.

    With each row come the problems of files that could not be read, which its figures do not tell. Raises
    `HandoutsError` when the file of the approvals is not in order.
    """
    names = tuple(articles)
    press.approvals()
    for language in languages:
        yield _words(press, language)
        yield _mail(press, Key(MAIL, language, brand))
        for name in names:
            yield _article(press, Job(name, language, brand, press.workspace.settings.editions[0], "a4"))


def _words(press: Press, language: str) -> tuple[Row, list[Problem]]:
    gathering = Gathering()
    entries = gathering.attempt(lambda: (*NOTICES, *press.entries())) or ()
    asked = [(entry.text, entry.context, entry.context == SAFETY_CONTEXT) for entry in _unique(entries)]
    row = _counted(press, WORDS, language, asked, gathering)
    return row, [problem for problem in gathering.problems if problem.code not in _GAPS]


def _mail(press: Press, key: Key) -> tuple[Row, list[Problem]]:
    gathering = Gathering()
    entries = gathering.attempt(lambda: mail_entries(press)) or ()
    asked = [(entry.text, entry.context, True) for entry in _unique(entries)]
    row = _counted(press, MAIL, key.language, asked, gathering)
    try:
        wording, problems = read_wording(press, key.language, key.brand)
        standing = standing_of(press, wording)
        found = find_faults(press, wording)
        problems += [one.problem for one in found if not standing.accepts(one.check, one.source, one.what)]
        state = str(standing.state)
    except HandoutsError as error:
        state, standing, problems = "stopped", None, list(error.problems)
    told = [problem for problem in problems if problem.code not in _GAPS]
    wrong = len(errors(told))
    row = replace(row, errors=wrong, warnings=len(told) - wrong, state=state, standing=standing)
    return row, [problem for problem in gathering.problems if problem.code not in _GAPS]


def _unique(entries: Iterable[Entry]) -> Iterable[Entry]:
    return {(entry.context, entry.text): entry for entry in entries}.values()


def _article(press: Press, job: Job) -> tuple[Row, list[Problem]]:
    gathering = Gathering()
    try:
        messages = tuple(press.article(job.article).messages())
    except HandoutsError as error:
        return Row(job.article, job.language, errors=len(error.problems), state="stopped"), list(error.problems)
    row = _counted(press, job.article, job.language, _asked(messages), gathering)
    state, standing, problems = _standing(press, job)
    told = [problem for problem in problems if problem.code not in _GAPS]
    wrong = sum(problem.severity is Severity.ERROR for problem in told)
    shown = {name: getattr(row, name) for name in ("messages", "translated", "fuzzy", "missing", "safety")}
    made = Row(
        job.article,
        job.language,
        **shown,
        errors=wrong,
        warnings=len(told) - wrong,
        state=state,
        standing=standing,
    )
    return made, gathering.problems


def _asked(messages: Iterable[Message]) -> list[tuple[str, str | None, bool]]:
    """The texts for translators, each once; a text that stands in a safety section, too, is one of safety."""
    found: dict[str, bool] = {}
    for message in messages:
        if not message.citation:
            found[message.text] = found.get(message.text, False) or message.safety
    return [(text, None, safety) for text, safety in found.items()]


def _counted(
    press: Press, domain: str, language: str, asked: list[tuple[str, str | None, bool]], gathering: Gathering
) -> Row:
    """The figures of the catalog `domain`; a catalog that is not there has translated nothing."""
    if language == press.source.code:
        return Row(domain, language, len(asked), len(asked), safety=bool(asked))
    catalog = None
    if domain in OWN or press.has_catalog(domain, language):
        catalog = gathering.attempt(lambda: press.catalog(domain, press.language(language)))
    found = [catalog.find(text, context) if catalog else Translation(State.MISSING) for text, context, _ in asked]
    states = [one.state for one in found]
    safety = all(
        one.state is State.TRANSLATED and not translation_faults(text, one.text)
        for one, (text, _, grave) in zip(found, asked, strict=True)
        if grave
    )
    counts = (states.count(State.TRANSLATED), states.count(State.FUZZY), states.count(State.MISSING))
    return Row(domain, language, len(asked), *counts, safety=safety and bool(asked))


def _standing(press: Press, job: Job) -> tuple[str, Standing | None, list[Problem]]:
    """Where the leaflet of `job` stands, and what is wrong with it."""
    try:
        leaflet, problems = press.composed(job)
    except HandoutsError as error:
        standing = _void(press, job)
        return str(standing.state) if standing else "stopped", standing, list(error.problems)
    standing = press.standing(leaflet)
    open_ones = [one for one in press.findings(job) if not standing.accepts(one.check, one.source, one.what)]
    return str(standing.state), standing, [*problems, *(one.problem for one in open_ones)]


def _void(press: Press, job: Job) -> Standing | None:
    """What has changed in the leaflet of `job`, which cannot be printed any more, since it was last approved."""
    key = Key(job.article, job.language, job.brand)
    given = sorted((one for one in press.approvals() if one.key == key), key=lambda one: (one.day, one.reviewer))
    if not given:
        return None
    try:
        article, language = press.article(job.article), press.language(job.language)
        catalog = None if language == press.source else press.catalog(job.article, language)
    except HandoutsError:
        return Standing(key, Approved.STALE, (given[-1],), ("it cannot be read",))
    passages = []
    for message in article.messages():
        found = catalog.find(message.text) if catalog and not message.citation else None
        text = message.text if found is None else language.spell(found.text) if found.state is State.TRANSLATED else ""
        place = f"articles/{article.path.name}:{message.line}"
        part = message.section or "head"
        passages.append(Passage(part, "", message.text, text, job.language, place))
    changes = given[-1].changes(passages, whole=False) or ("it cannot be printed as it is",)
    return Standing(key, Approved.STALE, (given[-1],), changes)
