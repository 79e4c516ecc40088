"""A real leaflet with everything that the proof has rules for, made once, and what makes damaged copies of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import pikepdf
import pytest

from handouts.catalogs import load_catalog
from handouts.fonts import families
from handouts.leaflet import Leaflet
from handouts.problems import Problem
from handouts.proof import Expectation, expect, prove, prove_pages
from handouts.render import lay_out
from handouts.template import Templates
from tests.conftest import ARTICLE, ROOT, SPANISH
from tests.making import catalog, ingredients, leaflet

MORE = """
## The figures {#figures}

| What | How much |
| --- | --- |
| Tablets | 2 × 5 mg |

Read [our page](https://clinic.example/pain), or call [us](tel:+15550100).

### Steps

1. Wait for 10 minutes.
2. Then **rest**.

This text has no translation.
"""
RICH = ARTICLE.replace("\n## Who to call", f"{MORE}\n## Who to call")
ITS_SPANISH = SPANISH | {
    "The figures": "Las cifras",
    "What": "Qué",
    "How much": "Cuánto",
    "Tablets": "Pastillas",
    "2 × 5 mg": "2 × 5 mg",
    "Read [our page](https://clinic.example/pain), or call [us](tel:+15550100).": "Lea [nuestra página]"
    "(https://clinic.example/pain), o [llámenos](tel:+15550100).",
    "Steps": "Pasos",
    "Wait for 10 minutes.": "Espere 10 minutos.",
    "Then **rest**.": "Luego **descanse**.",
}


@dataclass(frozen=True)
class Sample:
    """A finished PDF and its leaflet."""

    data: bytes
    leaflet: Leaflet

    @property
    def expected(self) -> Expectation:
        """What it must hold."""
        return expect(self.leaflet)

    @property
    def without_ink(self) -> Expectation:
        """The same without what `ink` looks for on the rendered page, which takes long."""
        return replace(self.expected, safety=(), notices=())

    def prove(self) -> list[Problem]:
        """What the whole proof says."""
        return prove(self.data, self.leaflet)

    def problems(self, change: Callable[[pikepdf.Pdf], object]) -> dict[str, str]:
        """The proof's problems with a copy that `change` has changed: the first message of each code."""
        found = prove_pages(self.changed(change), self.without_ink)
        return {problem.code: problem.message for problem in reversed(found)}

    def changed(self, change: Callable[[pikepdf.Pdf], object]) -> bytes:
        """A copy that `change` has changed."""
        with pikepdf.open(io.BytesIO(self.data)) as pdf:
            change(pdf)
            written = io.BytesIO()
            pdf.save(written)
            return written.getvalue()


def sample(made: Leaflet, css: str = "") -> Sample:
    """Print `made` with the shipped templates and the rules `css` after their own."""
    templates = Templates((ROOT / "templates",))
    roots = (*templates.folders, made.brand.logo.parent)
    for single in (False, True):
        html = templates.render(made, single=single).replace("</style>", f"{css}</style>")
        layout = lay_out(html, roots, families(made.language, made.source))
        if layout.pages > 1:
            break
    return Sample(layout.pdf(), made)


@pytest.fixture(scope="session")
def spanish() -> Sample:
    """A Spanish leaflet on two pages with a table, lists, links, a picture and a text that is not translated."""
    words = load_catalog(ROOT / "locales" / "es" / "LC_MESSAGES" / "handouts.po", "es")
    entries = Templates((ROOT / "templates",)).entries()
    given = ingredients(article=RICH, translations=catalog(ITS_SPANISH), words=words, entries=entries)
    return sample(leaflet(given))
