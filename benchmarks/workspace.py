"""A generated workspace: many articles, long and short, in twelve languages, all made of the example's messages.

Every article is a selection of the sections of the example clinic's article, so that its translations are real ones.
Thai and Khmer, which the example clinic does not print, are in `benchmarks/locales`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "es", "de", "ru", "ar", "hi", "bn", "zh_Hans", "ja", "ko", "th", "km")
ALL_LANGUAGES = (*LANGUAGES, "fa", "fr", "pt_BR", "tr", "uk", "vi", "zh_Hant")
"""All that there are translations into."""
ARTICLES = 50
_DOMAIN = "ketamine-nerve-pain"
_SAFETY = ("risks", "supervision")

_KINDS = {
    "long": {},
    "short": {"risks": 6, "supervision": 5, "contact": 9},
    "table": {"who-it-may-help": 9, "risks": 6, "supervision": 5, "contact": 9},
    "middle": {"nerve-pain": 9, "how-it-is-used": 9, "risks": 14, "supervision": 12, "questions": 9, "contact": 9},
}
"""The kinds of articles: how many blocks of which sections they have; all of all when there is no table."""


def make_workspace(folder: Path, *, articles: int = ARTICLES, languages: tuple[str, ...] = LANGUAGES) -> Path:
    """Make a workspace in `folder`, which must not exist, and return it: `articles` of every kind in turn."""
    shutil.copytree(ROOT / "brands", folder / "brands")
    _give_picture(folder / "brands" / "example-clinic")
    (folder / "articles").mkdir()
    (folder / "output").mkdir()
    named = ", ".join(f'"{code}"' for code in languages)
    settings = f'languages = [{named}]\nbrand = "example-clinic"\neditions = ["standard", "large-print"]\n'
    (folder / "handouts.toml").write_text(settings, encoding="utf-8")
    source = (ROOT / "articles" / f"{_DOMAIN}.md").read_text(encoding="utf-8")
    for number, kind in enumerate(islice(cycle(_KINDS), articles), 1):
        name = f"{kind}-{number:03}"
        text = "".join(_selected(source, _KINDS[kind])).replace('"0042"', f'"{number:04}"')
        (folder / "articles" / f"{name}.md").write_text(text, encoding="utf-8")
        for code in languages:
            _translate(folder, code, name)
    return folder


def _selected(source: str, kept: dict[str, int]) -> Iterator[str]:
    """The head of the article `source` and its sections, of each of `kept` so many blocks."""
    head, *sections = re.split(r"^(?=## )", source, flags=re.MULTILINE)
    yield head
    for section in sections:
        name = re.search(r"\{#([\w-]+)", section)
        blocks = section.rstrip().split("\n\n")
        most = kept.get(name[1], 0) if kept and name else len(blocks)
        if most:
            chosen = blocks[:most]
            while chosen[-1].startswith("#") and len(chosen) > 1:  # a heading alone at the end heads nothing
                chosen.pop()
            yield "\n\n".join(chosen) + "\n\n"


def _translate(folder: Path, code: str, name: str) -> None:
    own = next((root for root in (ROOT / "locales", ROOT / "benchmarks" / "locales") if (root / code).is_dir()), None)
    if own is None:
        return
    catalogs = folder / "locales" / code / "LC_MESSAGES"
    catalogs.mkdir(parents=True, exist_ok=True)
    shutil.copy(own / code / "LC_MESSAGES" / f"{_DOMAIN}.po", catalogs / f"{name}.po")
    shutil.copy(own / code / "LC_MESSAGES" / "handouts.po", catalogs / "handouts.po")


def _give_picture(brand: Path) -> None:
    """Make the logo of `brand` a picture of dots, as many clinics' are."""
    picture = Image.new("RGB", (640, 160), "white")
    draw = ImageDraw.Draw(picture)
    for step in range(16):
        draw.ellipse((step * 40, 20 + step * 2, step * 40 + 60, 80 + step * 2), fill=(11, 79 + step * 8, 85 + step * 6))
    picture.save(brand / "logo.png", optimize=True)
    settings = brand / "brand.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"logo.svg"', '"logo.png"'), encoding="utf-8")
    (brand / "logo.svg").unlink()
