"""Typesetting: one layout where one is enough, and the same pages whatever was guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts import typeset as room
from handouts.article import SAFETY
from handouts.press import Job, Press
from handouts.render import Layout, lay_out
from handouts.typeset import Breaks, foresee, typeset
from handouts.workspace import open_workspace
from tests.conftest import ROOT, Clinic

GUESSES = [
    Breaks(),
    Breaks(("risks",)),
    Breaks(("supervision",)),
    Breaks(("risks", "supervision")),
    Breaks(single=True),
    Breaks(("risks", "supervision"), single=True),
]


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(open_workspace(ROOT))


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of every layout that is made from now on."""
    made: list[str] = []

    def counting(html: str, roots: tuple[Path, ...], families: tuple[str, ...]) -> Layout:
        made.append(html)
        return lay_out(html, roots, families)

    monkeypatch.setattr(room, "lay_out", counting)
    return made


@pytest.mark.parametrize("edition", ["standard", "large-print"])
def test_every_guess_gives_the_same_bytes(press: Press, edition: str) -> None:
    leaflet, _ = press.composed(Job("ketamine-nerve-pain", "en", "example-clinic", edition, "a4"))
    wanted = typeset(leaflet, press.templates, Breaks()).pdf()
    assert {typeset(leaflet, press.templates, guess).pdf() for guess in GUESSES} == {wanted}


def test_every_guess_gives_the_same_bytes_of_a_short_leaflet(clinic: Clinic) -> None:
    press = Press(open_workspace(clinic.root))
    leaflet, _ = press.composed(Job("short", "es", "example-clinic", "standard", "a4"))
    wanted = typeset(leaflet, press.templates, Breaks())
    assert {typeset(leaflet, press.templates, guess).pdf() for guess in GUESSES} == {wanted.pdf()}


def test_a_good_guess_saves_a_layout(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    long, _ = press.composed(Job("ketamine-nerve-pain", "en", "example-clinic", "large-print", "a4"))
    assert foresee(long) == Breaks(("risks", "supervision"))
    made = counted(monkeypatch)
    typeset(long, press.templates)
    assert len(made) == 1
    typeset(long, press.templates, Breaks())
    assert len(made) == 3


def test_what_the_lines_of_a_box_fill(press: Press) -> None:
    leaflet, _ = press.composed(Job("ketamine-nerve-pain", "en", "example-clinic", "large-print", "a4"))
    layout = typeset(leaflet, press.templates)
    risks, supervision = (layout.fill(leaflet.section(role).id) for role in SAFETY)
    assert 2 < risks < 3
    assert 1.1 < supervision < 2
    assert layout.fill("nothing") == 0
