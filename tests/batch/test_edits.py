"""Whatever is edited in a workspace, exactly the leaflets are made again that it changes."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handouts.jobs import Job
from tests.batch.planning import JOBS, SETTINGS, edit, jobs_due, make_clinic, plan, settle, write
from tests.conftest import ROOT

_COUNT = itertools.count(1)
LEAFLET = (ROOT / "templates" / "leaflet.html.j2").read_text(encoding="utf-8")
PICTURE = (ROOT / "brands" / "example-clinic" / "logo.svg").read_text(encoding="utf-8")
REVIEW = """
[[review]]
article = "{article}"
language = "{language}"
brand = "{brand}"
reviewer = "Ana Ruiz"
role = "medical translator"
date = 2026-11-22
digest = "{digest}"
"""

_REVIEWS: dict[tuple[str, str, str], str] = {}


@dataclass(frozen=True)
class Edit:
    """A change that a person makes, and which leaflets are others by it."""

    name: str
    make: Callable[[Path, str], object]
    changes: Callable[[Job], bool] = lambda _: False


def catalog(article: str, code: str) -> str:
    return f"locales/{code}/LC_MESSAGES/{article}.po"


def touch(root: Path, _: str) -> None:
    later = time.time_ns() + next(_COUNT) * 10**9
    for path in (
        *root.glob("articles/*"),
        *root.glob("locales/**/*.po"),
        *root.glob("brands/*/*"),
        root / "handouts.toml",
    ):
        os.utime(path, ns=(later, later))


def put_anew(root: Path, _: str) -> None:
    """As git does when a branch is left and taken again: the same contents in new files."""
    for path in root.glob("locales/**/*.po"):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)


def toggle_fuzzy(root: Path, _: str) -> None:
    text = (root / catalog("long", "de")).read_text(encoding="utf-8")
    plain, marked = '\nmsgid "Risks"', '\n#, fuzzy\nmsgid "Risks"'
    write(root, catalog("long", "de"), text.replace(marked, plain) if marked in text else text.replace(plain, marked))


def review(article: str, language: str, brand: str) -> Callable[[Path, str], object]:
    def make(root: Path, number: str) -> None:
        _REVIEWS[article, language, brand] = number.rjust(64, "0")
        tables = (REVIEW.format(article=a, language=c, brand=b, digest=d) for (a, c, b), d in sorted(_REVIEWS.items()))
        write(root, "reviews.toml", "".join(tables))

    return make


def is_of(article: str = "", language: str = "", brand: str = "") -> Callable[[Job], bool]:
    wanted = (article, language, brand)
    return lambda job: all(
        not one or one == own for one, own in zip(wanted, (job.article, job.language, job.brand), strict=True)
    )


def everything(_: Job) -> bool:
    return True


EDITS = (
    Edit("nothing", lambda _, __: None),
    Edit("touched", touch),
    Edit("put anew", put_anew),
    Edit("article", lambda r, n: edit(r, "articles/short.md", "It is", f"It is {n}"), is_of("short")),
    Edit("article's empty lines", lambda r, _: edit(r, "articles/long.md", "\n\n##", "\n\n\n##")),
    Edit("a message", lambda r, n: edit(r, catalog("short", "es"), "mareos", f"mareos {n}"), is_of("short", "es")),
    Edit("fuzzy", toggle_fuzzy, is_of("long", "de")),
    Edit(
        "a check ignored",
        lambda r, n: edit(r, catalog("long", "es"), '\nmsgid "Common"', f'\n# ignore-x{n}\nmsgid "Common"'),
        is_of("long", "es"),
    ),
    Edit(
        "a translator's comment",
        lambda r, n: edit(r, catalog("short", "de"), '\nmsgid "Risks"', f'\n# well {n}\n#: a.md:{n}\nmsgid "Risks"'),
    ),
    Edit(
        "a header field",
        lambda r, n: edit(r, catalog("short", "es"), '"Language:', f'"X-Made-{n}: yes\\n"\n"Language:'),
    ),
    Edit(
        "a message that nothing prints",
        lambda r, n: edit(
            r, catalog("short", "es"), '\nmsgid "Risks"', f'\nmsgid "old {n}"\nmsgstr "viejo"\n\nmsgid "Risks"'
        ),
    ),
    Edit(
        "the templates' words",
        lambda r, n: edit(r, catalog("handouts", "es"), "Página", f"Página {n}"),
        is_of(language="es"),
    ),
    Edit(
        "words of no template",
        lambda r, n: edit(
            r, catalog("handouts", "es"), '\nmsgid "Page', f'\nmsgid "old {n}"\nmsgstr "x"\n\nmsgid "Page'
        ),
    ),
    Edit("the brand", lambda r, n: edit(r, "brands/bay/brand.toml", 'phone = "', f'phone = "{n} '), is_of(brand="bay")),
    Edit("the brand's comment", lambda r, n: edit(r, "brands/bay/brand.toml", "phone =", f"# {n}\nphone =")),
    Edit(
        "the brand in German",
        lambda r, n: edit(r, "brands/cape/brand.toml", "Montag", f"Montag {n}"),
        is_of("", "de", "cape"),
    ),
    Edit("the brand in French", lambda r, n: edit(r, "brands/cape/brand.toml", "Du lundi", f"Du lundi {n}")),
    Edit("the logo", lambda r, n: write(r, "brands/cape/logo.svg", f"{PICTURE}<!-- {n} -->"), is_of(brand="cape")),
    Edit("a hidden file", lambda r, n: write(r, "brands/cape/.logo.svg.swp", n)),
    Edit("a style sheet", lambda r, n: write(r, "templates/custom.css.j2", f"p {{ orphans: {n} }}"), everything),
    Edit("a template", lambda r, n: write(r, "templates/leaflet.html.j2", f"{LEAFLET}\n{{# {n} #}}"), everything),
    Edit("a mail's template", lambda r, n: write(r, "templates/mail/message.html.j2", f"Hello {n}")),
    Edit("the index's template", lambda r, n: write(r, "templates/index.html.j2", f"All {n}")),
    Edit("an icon", lambda r, n: write(r, "templates/icons/risks.svg", f"{PICTURE}<!-- {n} -->"), everything),
    Edit("an approval", review("short", "es", "bay"), is_of("short", "es", "bay")),
    Edit("another approval", review("long", "en", "cape"), is_of("long", "en", "cape")),
    Edit(
        "the glossary",
        lambda r, n: edit(r, "locales/glossary.toml", "ketamina", f"ketamina, k{n}"),
        is_of(language="es"),
    ),
    Edit(
        "cue words",
        lambda r, n: write(r, "locales/de/words.toml", f'[cues]\nnot = ["nicht{n}"]\n'),
        is_of(language="de"),
    ),
    Edit(
        "the words of another language", lambda r, n: write(r, "locales/fr/words.toml", f'[cues]\nnot = ["pas{n}"]\n')
    ),
    Edit("another language", lambda r, _: write(r, "handouts.toml", SETTINGS.replace('"de"', '"de", "fr"'))),
    Edit("another article", lambda r, n: write(r, f"articles/new-{n}.md", "nothing yet")),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_clinic(tmp_path_factory.mktemp("edits") / "a clinic")
    settle(made)
    assert not plan(made).due
    return made


def apply(root: Path, edits: list[Edit]) -> set[Job]:
    """Make `edits`; the leaflets that are others then."""
    for one in edits:
        one.make(root, str(next(_COUNT)))
    return {job for job in JOBS if any(one.changes(job) for one in edits)}


@pytest.mark.parametrize("one", EDITS, ids=lambda one: one.name)
def test_an_edit_makes_exactly_its_leaflets_due(root: Path, one: Edit) -> None:
    wanted = apply(root, [one])
    assert jobs_due(plan(root)) == wanted
    settle(root)
    assert not plan(root).due


@given(edits=st.lists(st.sampled_from(EDITS), max_size=5, unique_by=lambda one: one.name))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_several_edits_make_exactly_their_leaflets_due(root: Path, edits: list[Edit]) -> None:
    wanted = apply(root, edits)
    assert jobs_due(plan(root)) == wanted
    settle(root)
    assert not plan(root).due
