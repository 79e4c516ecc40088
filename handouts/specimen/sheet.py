"""Specimens: a leaflet in each language that shows whether a printer and its fonts are up to it. Not for patients.

A specimen goes the way of a leaflet: through `inline`, `template`, `render` and `proof`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from handouts import views
from handouts.article import Subheading, block_texts
from handouts.brand import Colours
from handouts.editions import Edition, Paper
from handouts.files import digest, write_atomic
from handouts.fonts import families, missing_fonts
from handouts.languages import Language
from handouts.leaflet import Text
from handouts.press import Job, Outcome
from handouts.problems import ExitCode, HandoutsError, Problem, raise_errors
from handouts.proof import prove_pages
from handouts.proof.expectation import Expectation, Expected
from handouts.render import lay_out
from handouts.specimen.text import HEADINGS, NOTICE, STAFF, english, specimen_sections, specimen_summary
from handouts.template import Templates
from handouts.workspace import packaged

_TEMPLATE = "specimen.html.j2"
_COLOURS = Colours(primary="#0b4f55")


def make_specimen(language: Language, edition: Edition, paper: Paper, folder: Path) -> Outcome:
    """Make, prove and store a specimen in `folder`. What the user can mend is in the outcome, never raised."""
    job = Job("specimen", language.code, "", edition.id, paper.id)
    path = folder / f"{language.code}.{edition.id}.{paper.id}.pdf"
    try:
        raise_errors(missing_fonts(language, STAFF), ExitCode.MACHINE)
        data, pages = print_specimen(language, edition, paper)
        write_atomic(path, data)
    except HandoutsError as error:
        name = f"specimen [{language.code}, {edition.id}]"
        problems = (replace(problem, message=f"{name}: {problem.message}") for problem in error.problems)
        return Outcome(job, problems=tuple(problems), exit_code=error.exit_code)
    except OSError as error:
        what = f"the specimen cannot be stored: {(error.strerror or str(error)).lower()}"
        problem = Problem("output-unwritable", what, path, None, "Make room, or mend the permissions.")
        return Outcome(job, problems=(problem,), exit_code=ExitCode.CONTENT)
    return Outcome(job, path=path, pages=pages, sha256=digest(data))


def print_specimen(language: Language, edition: Edition, paper: Paper) -> tuple[bytes, int]:
    """The specimen of `language` as a PDF that was proofed, and the number of its pages.

    Its fonts must be installed. Raises `HandoutsError` with what WeasyPrint or the proof finds wrong with it.
    """
    templates = _templates()
    html = templates.fill(_TEMPLATE, _view(language, edition, paper))
    layout = lay_out(html, templates.folders, families(language, STAFF))
    data = layout.pdf()
    raise_errors(prove_pages(data, expect_specimen(language, edition, paper)))
    return data, layout.pages


def expect_specimen(language: Language, edition: Edition, paper: Paper) -> Expectation:
    """What the PDF of a specimen must hold."""
    texts = [_expected(_name(language), heading=True), _expected(specimen_summary(language, edition, paper))]
    for section in specimen_sections(language, edition):
        texts.append(_expected(section.title, heading=True))
        for block in section.blocks:
            texts += [_expected(text, heading=isinstance(block, Subheading)) for text in block_texts(block)]
    return Expectation(
        title=_title(language),
        language=language.tag,
        families=families(language, STAFF),
        paper=paper,
        edition=edition,
        texts=tuple(texts),
        notices=(_expected(english(NOTICE)),),
    )


@cache
def _templates() -> Templates:
    """The templates that come with handouts: a specimen does not look at a workspace's own."""
    return Templates((packaged("templates"),))


def _expected(text: Text, *, heading: bool = False) -> Expected:
    return Expected(text.plain, text.language.tag, heading=heading)


def _name(language: Language) -> Text:
    return Text(Markup.escape(language.name), language.name, language)


def _title(language: Language) -> str:
    return f"{language.name_in(STAFF)}: {NOTICE[0].lower()}{NOTICE[1:]}"


def _view(language: Language, edition: Edition, paper: Paper) -> dict[str, Any]:
    """The names that the specimen's template and the leaflets' style sheet use."""
    grounds = {f"{box}_ground": _COLOURS.ground(box) for box in ("risks", "supervision")}
    return {
        "title": _title(language),
        "summary": views.text_view(specimen_summary(language, edition, paper), language),
        "notice": views.text_view(english(NOTICE), language),
        "notices": True,
        "sections": [
            {
                "id": section.id,
                "title": views.text_view(section.title, language),
                "blocks": [views.block_view(block, language) for block in section.blocks],
            }
            for section in specimen_sections(language, edition)
        ],
        "translated": language != STAFF,
        "language": views.language_view(language, STAFF),
        "source": views.language_view(STAFF, language),
        "heading_height": max(language.script.line_height - 0.2, 1.25),
        "edition": {
            "id": edition.id,
            "body": round(edition.body * language.script.size, 2),
            "furniture": round(edition.furniture * language.script.size, 2),
        },
        "paper": {"width": paper.width, "height": paper.height},
        "colours": {**_COLOURS.model_dump(), **grounds},
        "headings": HEADINGS,
        "corners": {
            f"{vertical}-{side}": views.data_uri(_corner(vertical, side), ".svg")
            for vertical in ("top", "bottom")
            for side in ("left", "right")
        },
    }


def _corner(vertical: str, side: str) -> bytes:
    """A drawing of the corner of a frame, such as that at the "top" "left"."""
    x, y = int(side == "right") * 8, int(vertical == "bottom") * 8
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
        f'<path d="M{x} 0V8M0 {y}H8" fill="none" stroke="#000" stroke-width="0.6"/></svg>'
    ).encode()
