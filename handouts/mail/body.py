"""A message's text, plain and as HTML, in the reader's language with the source language under it.

The templates `mail/message.txt.j2` and `mail/message.html.j2` are given the clinic's texts and the words of messages,
and nothing of the article: they cannot say what the leaflet is about. What they make is read back: the notice of a
draft and the emergency number stand in it, and the HTML fetches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from typing import Any

from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup

from handouts import inline
from handouts.bidi import Direction, isolates
from handouts.languages import Language
from handouts.leaflet import SAFETY_CONTEXT
from handouts.mail.wording import DRAFT, Wording
from handouts.problems import Problem, raise_errors
from handouts.template import Templates

_TEXT, _HTML = "mail/message.txt.j2", "mail/message.html.j2"
_EMERGENCY = (SAFETY_CONTEXT, "In an emergency, call {emergency}.")
_PIXELS = 16
"""The size of running text, in CSS pixels, that browsers begin with; smaller is hard to read on a phone."""

Write = Callable[[Wording, str, str], Markup]


@dataclass(frozen=True)
class Body:
    """What a message says: its subject on one line, plain text and HTML, and the languages of both, in order."""

    subject: str
    text: str
    html: str
    languages: tuple[Language, ...]


def write_body(templates: Templates, wordings: Sequence[Wording], name: str = "", *, draft: bool) -> Body:
    """The message to a person (`name` may be empty) in the languages of `wordings`, the reader's own first.

    Raises `HandoutsError` (`template-…`, `mail-…`) when a template of the workspace fails, leaves out what must be
    said, or would fetch something from elsewhere.
    """
    subject = _plain(wordings[0], wordings[0].subject, name)
    text, html = (
        templates.fill(template, _view(wordings, name, write, draft=draft)).strip() + "\n"
        for template, write in ((_TEXT, _as_text), (_HTML, _as_html))
    )
    needed = [_EMERGENCY, *([(DRAFT.context, DRAFT.text)] if draft else [])]
    problems = [
        Problem("mail-incomplete", f"the message lacks “{_plain(one, one.words[key], name)}”", hint=_MEND)
        for one in wordings
        for key in needed
        for made, write in ((text, _as_text), (html, _as_html))
        if key in one.words and write(one, one.words[key], name) not in made
    ]
    reader = _Reader()
    reader.feed(html)
    raise_errors([*dict.fromkeys(problems), *reader.problems])
    return Body(subject, text, html, tuple(one.language for one in wordings))


_MEND = "Mend templates/mail/, or take it out of the workspace: the one that comes with handouts is used then."


def _view(wordings: Sequence[Wording], name: str, write: Write, *, draft: bool) -> dict[str, Any]:
    """The names that the templates may use, with the texts as `write` writes them."""
    first = wordings[0]
    return {
        "subject": write(first, first.subject, name),
        "addressee": bool(name),
        "colours": first.brand.colours.model_dump(),
        "parts": [_part(one, name, write, draft=draft) for one in wordings],
    }


def _part(one: Wording, name: str, write: Write, *, draft: bool) -> dict[str, Any]:
    language = one.language
    hours = one.brand.text("hours", language)

    def pgettext(context: str | None, words: str) -> Markup:
        if (context, words) not in one.words:
            raise TemplateRuntimeError(f"the words “{words}” must stand in the template itself, to be translated")
        return write(one, one.words[context, words], name)

    return {
        "gettext": partial(pgettext, None),
        "pgettext": pgettext,
        "subject": write(one, one.subject, name),
        "notice": write(one, one.words[DRAFT.context, DRAFT.text], name) if draft else "",
        "hours": hours is not None and hours.language == language,
        "language": Markup(language.name),  # noqa: S704  # CLDR's
        "tag": language.tag,
        "direction": language.direction,
        "fonts": Markup(", ").join(Markup("'{}'").format(family) for family in (*language.script.fonts, "Arial"))
        + ", sans-serif",
        "size": round(_PIXELS * language.script.size),
        "line_height": language.script.line_height,
    }


def _values(one: Wording, name: str) -> dict[str, str]:
    return {**one.brand.values(one.language), "name": name}


def _plain(one: Wording, markdown: str, name: str) -> str:
    return " ".join(inline.to_plain(markdown, _values(one, name)).split())


def _as_html(one: Wording, markdown: str, name: str) -> Markup:
    return inline.to_html(markdown, _values(one, name), one.language.direction)


def _as_text(one: Wording, markdown: str, name: str) -> Markup:
    """A line of plain text; a line from right to left begins with a mark that says so, for there is no `dir` here."""
    line = isolated(inline.to_plain(markdown, _values(one, name)), one.language.direction)
    return Markup(f"\u200f{line}" if one.language.direction == "rtl" else line)  # noqa: S704  # it is no HTML


def isolated(text: str, direction: Direction) -> str:
    """`text` with each run that is read against `direction` between LRI or RLI and PDI (UAX #9, 2.4)."""
    marks: list[tuple[int, int, str]] = []
    for order, run in enumerate(isolates(text, direction)):
        opening = "\u2066" if run.direction == "ltr" else "\u2067"
        marks += [(run.start, order, opening), (run.end, -order - 1, "\u2069")]
    for place, _, mark in sorted(marks, reverse=True):
        text = text[:place] + mark + text[place:]
    return text


_PLAIN = frozenset({
    "html", "head", "meta", "title", "body", "div", "p", "span", "strong", "em", "b", "i", "u", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "br", "ul", "ol", "li", "bdi", "bdo", "a", "table", "caption", "thead", "tbody", "tr", "th", "td",
})  # fmt: skip
"""The elements of HTML that only show text."""
_ATTRIBUTES = frozenset({
    "lang", "dir", "style", "class", "id", "charset", "name", "content", "href", "role", "scope", "title",
})  # fmt: skip


class _Reader(HTMLParser):
    """Notes what in a message's HTML would fetch, run or send something: nothing may."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[Problem] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for what in self._faults(tag, dict(attrs)):
            problem = Problem("mail-remote", f"the message's HTML must not hold {what}", None, None, _MEND)
            if problem not in self.problems:
                self.problems.append(problem)

    def _faults(self, tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
        if tag not in _PLAIN:
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name not in _ATTRIBUTES:
                yield f"the attribute '{name}'"
            elif name == "href" and not (value or "").startswith(("https://", "mailto:", "tel:")):
                yield f"a link to '{value}'"
            elif name == "style" and any(word in (value or "").lower() for word in ("url(", "@import", "expression(")):
                yield "a style that fetches something"
        if tag == "meta" and "http-equiv" in attributes:
            yield "<meta http-equiv>"
