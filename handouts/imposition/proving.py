"""The proof of a booklet, from its bytes alone."""

from __future__ import annotations

import struct

import pypdfium2

from handouts.imposition.likeness import unlike
from handouts.imposition.sheets import bare, impose, release
from handouts.languages import find_language
from handouts.problems import Problem
from handouts.proof import Expectation, prove_pages
from handouts.structure import DAMAGE

_HINT = "Build it again; the file was changed after it was made, or this is a fault of handouts."


def prove_booklet(data: bytes, expected: Expectation) -> list[Problem]:
    """What is wrong with the booklet `data`, whose leaflet must hold what is `expected`.

    Three things together prove it: the leaflet inside passes the whole proof; the file holds what imposing that
    leaflet gives, and no object more; and every page on the sheets looks and reads as the leaflet's, in its place.
    """
    language = find_language(expected.language.replace("-", "_"))
    try:
        leaflet = release(data)
        problems = prove_pages(leaflet, expected)
        if bare(impose(leaflet, expected.title, language)) != bare(data):
            what = "the sheets hold something else than the leaflet's pages"
            problems.append(Problem("proof-imposition", what, hint=_HINT))
        problems += [
            Problem("proof-imposition", what, hint=_HINT) for what in unlike(data, leaflet, language.direction)
        ]
    except (*DAMAGE, ValueError, struct.error, pypdfium2.PdfiumError) as error:
        return [Problem("proof-unreadable", f"the booklet cannot be read back: {error}", hint=_HINT)]
    return problems
