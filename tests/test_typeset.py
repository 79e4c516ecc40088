"""Typesetting: one layout where one is enough, and the same pages whatever was guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handouts import typeset as room
from handouts.article import SAFETY
from handouts.foresight import pages_filled
from handouts.press import Job, Press
from handouts.proof import prove
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


@pytest.mark.parametrize(("code", "paper"), [("en", "a4"), ("de", "letter"), ("ja", "a4"), ("fa", "a4"), ("bn", "a4")])
def test_a_box_of_little_more_than_a_page_takes_one_layout(
    press: Press, monkeypatch: pytest.MonkeyPatch, code: str, paper: str
) -> None:
    leaflet, _ = press.composed(Job("ketamine-nerve-pain", code, "example-clinic", "standard", paper))
    made = counted(monkeypatch)
    layout = typeset(leaflet, press.templates)
    assert len(made) == 1
    assert layout.pdf() == typeset(leaflet, press.templates, Breaks()).pdf()


def test_how_high_a_box_would_be_in_one_piece(press: Press) -> None:
    leaflet, _ = press.composed(Job("ketamine-nerve-pain", "en", "example-clinic", "large-print", "a4"))
    layout = typeset(leaflet, press.templates)
    for role in SAFETY:
        least, about = layout.fill(leaflet.section(role).id), pages_filled(leaflet.section(role), leaflet)
        assert 1 < least < 3
        assert abs(about / least - 1) < 0.1
    assert layout.fill("nothing") == 0


FIGURES = """<style>
@page {{ size: 100px 200px; margin: 0 }}
html {{ font: 10px/20px "Noto Sans" }}
* {{ margin: 0; padding: 0 }}
#box {{ padding: 7px 0; border-top: 3px solid; margin-bottom: 5px; box-decoration-break: {} }}
#held {{ min-height: 60px }}
</style><html lang="en"><title>Box</title><p style="height: 130px"></p>
<div id="box"><p>1<br>2</p><div id="held"><p>3</p><p>4</p></div><p>5<br>6</p><div id="box-end"></div></div>"""


@pytest.mark.parametrize(("decoration", "pixels"), [("slice", 110 + 20), ("clone", 110 + 20 + 12)])
def test_what_a_break_adds_is_not_counted(decoration: str, pixels: int) -> None:
    # Below the last line of #held, which is at least 60 px high, 20 px are empty; where it is broken after line 3,
    # 40 px are. What stands at the top of the second page may be such a rest: what is empty there counts for nothing.
    layout = lay_out(FIGURES.format(decoration), (ROOT / "templates",), ("Noto Sans",))
    assert layout.pages == 2
    assert layout.split("box", "box-end")
    assert layout.fill("box") == pytest.approx(pixels / 200)


@pytest.mark.parametrize("name", ["Example Pain Clinic", "Example University Hospital Pain Management Centre"])
@pytest.mark.parametrize("language", ["fa", "ru"])
def test_a_wide_logo_leaves_room_for_the_language(press: Press, language: str, name: str, tmp_path: Path) -> None:
    leaflet, _ = press.composed(Job("ketamine-nerve-pain", language, "example-clinic", "large-print", "a4"))
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 5"><path d="M0 0h40v5z"/></svg>')
    file = leaflet.brand.file.model_copy(update={"name": name})
    leaflet = replace(leaflet, brand=replace(leaflet.brand, logo=logo, file=file))
    assert prove(typeset(leaflet, press.templates).pdf(), leaflet) == []
