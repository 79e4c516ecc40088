"""The shipped leaflet in Arabic is the mirror image of the one in English, but its pictures are not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from handouts.brand import load_brand
from handouts.languages import find_language
from handouts.press import Job, Press
from handouts.workspace import open_workspace
from tests.conftest import ROOT
from tests.direction.glyphs import Glyph, bare, lines_of, read_glyphs
from tests.making import stored

SCALE = 2
"""Pixels a point."""
WIDTH, HEIGHT = 595.28, 841.89
MILLIMETRE = 72 / 25.4
MARGIN = 16 * MILLIMETRE
"""The page's side margins in points (templates/leaflet.css.j2)."""


@dataclass(frozen=True)
class Page:
    """A page: its glyphs, those of each line from left to right, and its picture."""

    lines: list[list[Glyph]]
    picture: Image.Image

    def find(self, *words: str) -> list[Glyph]:
        """The first glyphs from the left of `words`, which stand in one line; none if no line holds them.

        The text layer may say the letters of a word in either order.
        """
        for line in self.lines:
            glyphs = [(glyph, char) for glyph in line for char in bare(glyph.text)]
            text = "".join(char for _, char in glyphs)
            places = [max(text.find(bare(word)), text.find(bare(word[::-1]))) for word in words]
            if min(places) >= 0:
                return [glyphs[place][0] for place in places]
        return []

    def block(self, left: float, right: float, top: float) -> Image.Image:
        """The first picture of 30 points' height or more below `top`, between two verticals.

        Given in points from the upper left corner.
        """
        strip = self.picture.convert("L").crop((left * SCALE, top * SCALE, right * SCALE, HEIGHT * SCALE))
        dark = strip.point(lambda value: 255 * (value < 160))
        rows = [dark.crop((0, at, dark.width, at + 1)).getbbox() is not None for at in range(dark.height)]
        start = 0
        for is_dark, same in groupby(rows):
            end = start + len(list(same))
            if is_dark and end - start >= 30 * SCALE:
                inner = dark.crop((0, start, dark.width, end)).getbbox() or (0, 0, 0, 0)
                return strip.crop((inner[0], start, inner[2], end)).resize((120, 120))
            start = end
        pytest.fail("there is no picture")


@pytest.fixture(scope="module")
def leaflets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The pages in Arabic and in English."""
    root = tmp_path_factory.mktemp("mirror")
    for name in ("articles", "brands", "locales", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "handouts.toml", root)
    press = Press(open_workspace(root))
    return {code: list(pages(press, code)) for code in ("ar", "en")}


def pages(press: Press, code: str) -> Iterator[Page]:
    outcome = stored(press, Job("ketamine-nerve-pain", code, "example-clinic", "standard", "a4"))
    assert outcome.path, outcome.problems
    data = outcome.path.read_bytes()
    lines = lines_of(read_glyphs(data))
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        mine = [line for line in lines if line[0].page == number]
        yield Page(mine, page.render(scale=SCALE).to_pil().convert("RGB"))
    document.close()


def find(leaflet: list[Page], word: str) -> tuple[Page, Glyph]:
    return next((page, glyph) for page in leaflet for glyph in page.find(word))


def left_edges(leaflet: list[Page], *words: str) -> list[float]:
    """Where the first of `words` that stand in one line begin."""
    return next([glyph.x for glyph in found] for page in leaflet if (found := page.find(*words)))


def test_head_and_headings(leaflets: dict[str, list[Page]]) -> None:
    """The clinic's name stands at one end and the language's at the other; headings hang in the margin."""
    arabic, english = leaflets["ar"], leaflets["en"]
    assert find(english, "Example Pain Clinic")[1].x < WIDTH / 2 < find(english, "English")[1].x
    assert find(arabic, "العربية")[1].x < WIDTH / 2 < find(arabic, "Example Pain Clinic")[1].x
    assert find(english, "Who it may")[1].x == pytest.approx(MARGIN, abs=2)
    assert find(arabic, "يساعدهم")[1].x > WIDTH - MARGIN - 42 * MILLIMETRE


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        (("Clinic", "Page"), ("Clinic", "الصفحة")),  # the foot
        (("Kind", "What"), ("نوع", "هو")),  # a table
        (("Website", "https://clinic.example/leaflets"), ("الموقع", "https://clinic.example/leaflets")),
    ],
)
def test_columns(leaflets: dict[str, list[Page]], english: tuple[str, str], arabic: tuple[str, str]) -> None:
    first, second = left_edges(leaflets["en"], *english)
    assert first < second
    first, second = left_edges(leaflets["ar"], *arabic)
    assert first > second


@pytest.mark.parametrize(("code", "sign"), [("ar", -1), ("en", 1)])
def test_markers_stand_before_their_items(leaflets: dict[str, list[Page]], code: str, sign: int) -> None:
    markers = 0
    for page in leaflets[code]:
        glyphs = [glyph for line in page.lines for glyph in line if glyph.text.strip()]
        for marker in (glyph for glyph in glyphs if glyph.text.strip() == "•"):
            near = [(glyph.x - marker.x) * sign for glyph in glyphs if abs(glyph.y - marker.y) < 3 and glyph != marker]
            assert any(0 < distance < 20 for distance in near)
            assert not any(-20 < distance < 0 for distance in near)
            markers += 1
    assert markers > 20


@pytest.mark.parametrize(("code", "word"), [("ar", "بالدوخة"), ("en", "You feel dizzy")])
def test_the_thick_rule_stands_where_lines_begin(leaflets: dict[str, list[Page]], code: str, word: str) -> None:
    page, glyph = find(leaflets[code], word)
    colour = load_brand(ROOT / "brands" / "example-clinic", find_language("en")).colours.risks
    top = int((HEIGHT - glyph.y + 4) * SCALE)
    row = page.picture.crop((0, top, page.picture.width, top + 1))
    difference = ImageChops.difference(row, Image.new("RGB", row.size, colour)).convert("L")
    is_rule = difference.point(lambda value: 255 * (value < 8)).tobytes()
    rules = [len(list(run)) / SCALE for same, run in groupby(is_rule) if same]
    thin, thick = rules if code == "ar" else reversed(rules)
    assert thin == pytest.approx(1.4, abs=0.6)
    assert thick == pytest.approx(7, abs=1)


def likeness(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, of 255."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


@pytest.mark.parametrize(
    ("beside", "above", "edge", "width"),
    [("Example Pain Clinic", 30, 0, 40), ("nerve.pain@clinic.example", 110, 10, 100)],
)
def test_logo_and_qr_code_are_not_mirrored(
    leaflets: dict[str, list[Page]], beside: str, above: float, edge: float, width: float
) -> None:
    """The logo stands where lines begin, the QR code where they end; both look as in English."""
    pictures = []
    for code in ("ar", "en"):
        page, glyph = find(leaflets[code], beside)
        at_left = (code == "en") == (edge == 0)
        left = MARGIN + edge if at_left else WIDTH - MARGIN - edge - width
        pictures.append(page.block(left, left + width, HEIGHT - glyph.y - above))
    arabic, english = pictures
    assert likeness(arabic, english) * 2 < likeness(arabic, ImageOps.mirror(english))
