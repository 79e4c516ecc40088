"""A message's words in one language: the gettext domain `mail`, what is wrong with them, and who has approved them.

A message is sent in a language only when all of its words are there, none of them fuzzy and none with an error that a
check has found. They name no drug and no condition, whatever the leaflet is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from handouts import inline
from handouts.brand import TEXTS, Brand, wording_problems
from handouts.catalogs import MAIL, Catalog, Entry, State, translation_faults
from handouts.checks.model import Term
from handouts.checks.terms import find, forms
from handouts.findings import Asked, OpenFinding, find_in
from handouts.languages import Language
from handouts.leaflet import SAFETY_CONTEXT
from handouts.po.file import Key as MessageKey
from handouts.press import Press
from handouts.problems import Gathering, HandoutsError, Problem, Severity, raise_errors
from handouts.review import Key, Passage, Standing, find_standing

SUBJECT = Entry(
    "Your leaflet from {clinic}",
    comments=("Subject of the message; others may see it. It must not say what the leaflet is about.",),
)
DRAFT = Entry(
    "Draft: this message or its leaflet is not approved by anybody yet. Ask your care team before you rely on it.",
    SAFETY_CONTEXT,
    comments=("Notice above a message whose words, or whose leaflet, nobody has approved.",),
)
_OWN = (SUBJECT, DRAFT)
"""The words that no template can do without."""

_STOPS = "No message is sent in a language unless this is translated and not fuzzy."


@dataclass(frozen=True)
class Wording:
    """What is said in `language`: `words` by their message, and the `subject`, as Markdown with placeholders open."""

    language: Language
    source: Language
    brand: Brand
    words: Mapping[MessageKey, str]
    subject: str
    origin: str
    path: Path | None = None

    @property
    def key(self) -> Key:
        """What an approval of it is of."""
        return Key(MAIL, self.language.code, self.brand.id)

    def passages(self) -> tuple[Passage, ...]:
        """Every text that it may say, for an approval: the templates' words, the subject and the brand's texts."""
        own, source = self.language.code, self.source.code
        words = [
            Passage("mail", context or "", text, said, own, f"the message's “{text}”")
            for (context, text), said in sorted(self.words.items(), key=lambda item: (item[0][0] or "", item[0][1]))
        ]
        brand = [
            Passage("brand", key, "\n".join(plain.lines), "\n".join(said.lines), said.language.code, place)
            for key in TEXTS
            if (said := self.brand.text(key, self.language))
            and (plain := self.brand.text(key, self.brand.source) or said)
            and (place := f"brands/{self.brand.id}/brand.toml: {key}")
        ]
        subject = Passage("brand", "subject", self.origin, self.subject, own, "the message's subject")
        return (*words, subject, *brand, Passage("brand", "languages", source, own, own))


def mail_entries(press: Press) -> tuple[Entry, ...]:
    """The words of messages, for translators. Raises `HandoutsError` when a template is not in order."""
    return tuple(
        replace(entry, comments=(*entry.comments, _STOPS), safety=True)
        for entry in (*_OWN, *press.templates.entries(mail=True))
    )


def read_wording(press: Press, language: str, brand: str) -> tuple[Wording, list[Problem]]:
    """The words of messages in `language` for the `brand`, and what is to be said of them (warnings only).

    Raises `HandoutsError` with every gap, fuzzy or unprintable text, and every drug or condition that is named.
    """
    gathering = Gathering()
    spoken = press.language(language)
    wanted = gathering.attempt(lambda: mail_entries(press)) or ()
    owner = gathering.attempt(lambda: press.brand(brand))
    catalog = None if spoken == press.source else gathering.attempt(lambda: press.catalog(MAIL, spoken))
    if owner is None or gathering.problems:
        raise HandoutsError(gathering.problems)
    problems = [*wording_problems(owner, spoken), *(catalog.problems if catalog else ())]
    problems += _gaps(wanted, catalog) if catalog else []
    words = {(one.context, one.text): _said(one, catalog, spoken) for one in wanted}
    default = words[SUBJECT.context, SUBJECT.text]
    subject, origin = owner.mail_subject(spoken), owner.mail_subject(press.source) or SUBJECT.text
    path = catalog.path if catalog else None
    wording = Wording(spoken, press.source, owner, words, subject or default, origin, path)
    problems += _named(wording, press.glossary.terms(language, press.source.code))
    raise_errors(problems)
    return wording, problems


def find_faults(press: Press, wording: Wording) -> list[OpenFinding]:
    """What the translation checks find in `wording`, as they do in a leaflet's words."""
    if wording.language == wording.source:
        return []
    catalog, code = press.catalog(MAIL, wording.language), wording.language.code
    asked = [
        Asked(source, said, context, "word", context == SAFETY_CONTEXT, catalog.path, found.line, found.flags)
        for (context, source), said in wording.words.items()
        if (found := catalog.find(source, context))
    ]
    terms = press.glossary.terms(code, wording.source.code)
    return find_in(asked, wording.source, wording.language, (press.workspace.locales / code,), terms)


def standing_of(press: Press, wording: Wording) -> Standing:
    """Who has approved `wording`, and whether it has changed since. Raises `HandoutsError`."""
    return find_standing(wording.key, wording.passages(), press.approvals())


def check_wording(press: Press, language: str, brand: str) -> list[Problem]:
    """All that is wrong with the words of messages in `language`; warnings where the clinic's settings name no mail."""
    try:
        wording, problems = read_wording(press, language, brand)
        standing = standing_of(press, wording)
        problems = [*problems, *_open(press, wording, standing)]
        if press.workspace.settings.mail:
            problems += standing.problems(press.reviews_path, required=_required(press))
    except HandoutsError as error:
        problems = list(error.problems)
    if press.workspace.settings.mail:
        return problems
    return [replace(problem, severity=Severity.WARNING) for problem in problems]


def usable_wording(press: Press, language: str, brand: str, *, allow_draft: bool) -> tuple[Wording, bool]:
    """The words that a message in `language` may be sent in, and whether they are a draft.

    Raises `HandoutsError` with all that stands against it; `mail-draft` when nobody has approved them, unless
    `allow_draft` says that this is known and the workspace does not require approvals.
    """
    wording, problems = read_wording(press, language, brand)
    standing = standing_of(press, wording)
    problems = [*problems, *_open(press, wording, standing), *standing.problems(press.reviews_path, required=False)]
    draft = standing.approval is None
    if draft and (_required(press) or not allow_draft):
        what = f"nobody has approved the words of messages in {language}: they are a draft"
        more = "" if _required(press) else ", or say --allow-draft"
        problems.append(
            Problem("mail-draft", what, wording.path, None, f"Have them read, then: {wording.key.command}{more}")
        )
    raise_errors(problems)
    return wording, draft


def _required(press: Press) -> bool:
    return press.workspace.settings.review.policy == "require"


def _open(press: Press, wording: Wording, standing: Standing) -> Iterator[Problem]:
    for one in find_faults(press, wording):
        if not standing.accepts(one.check, one.source, one.what):
            yield one.problem


def _gaps(wanted: tuple[Entry, ...], catalog: Catalog) -> Iterator[Problem]:
    """A problem for each of the words that cannot be said in the catalog's language."""
    for entry in wanted:
        found = catalog.find(entry.text, entry.context)
        quoted = f"“{entry.text if len(entry.text) <= 60 else entry.text[:57] + '…'}”"
        if found.state is State.MISSING:
            hint = "Run 'handouts update', and translate it. No message is sent in this language without it."
            yield Problem("translation-missing", f"there is no translation: {quoted}", catalog.path, found.line, hint)
        elif found.state is State.FUZZY:
            hint = "Check it and take its 'fuzzy' flag away. No message is sent in this language before."
            yield Problem("translation-fuzzy", f"the translation is fuzzy: {quoted}", catalog.path, found.line, hint)
        else:
            for fault in translation_faults(entry.text, found.text):
                yield Problem(fault.code, fault.message, catalog.path, found.line, fault.hint)


def _said(entry: Entry, catalog: Catalog | None, language: Language) -> str:
    return language.spell(catalog.find(entry.text, entry.context).text) if catalog else entry.text


def _named(wording: Wording, terms: tuple[Term, ...]) -> Iterator[Problem]:
    """A problem for each text in which a drug or a condition of the glossary stands: who sees the message sees it."""
    code = wording.language.code
    for text in (wording.subject, *wording.words.values()):
        plain = inline.to_plain(text, {})
        for term in terms:
            choices = (term.source,) if wording.language == wording.source else term.forms
            long = [form for choice in choices for form in forms(choice) if len(form) > 1]  # a sign of Han says little
            if term.kind in ("drug", "condition") and (spans := find(tuple(long), plain, code)):
                start, end = spans[0]
                what = f"a message would name a {term.kind}, “{plain[start:end]}”: “{plain}”"
                path = wording.path or wording.brand.path
                yield Problem("mail-private", what, path, None, "Say it without: other people see a patient's e-mail.")
                break
