"""What is printed for the comparison: an article in seven languages, as our job, as HTML with its style, for Typst."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from handouts.article import ItemList, Paragraph, Subheading, Table
from handouts.fonts import families
from handouts.jobs import Job
from handouts.leaflet import Leaflet, Text
from handouts.press import Press

LANGUAGES = ("en", "ar", "hi", "zh_Hans", "ja", "ko", "th")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SPECIAL = re.compile(r"([\\#$*_`<>@=\-+/\[\]~])")


@dataclass(frozen=True)
class Sample:
    """A leaflet: its job, its HTML without its style, the style, and the folder of its files.

    `typst` has the same words in Typst's markup, with `@` where a number makes each paragraph another.
    """

    job: Job
    html: str
    style: str
    typst: str
    root: Path

    @property
    def whole(self) -> str:
        """The HTML with its style in it."""
        return self.html.replace("<head>", f"<head><style>{self.style}</style>", 1)


def make_samples(press: Press, article: str, languages: tuple[str, ...] = LANGUAGES) -> list[Sample]:
    """A sample of `article` in each of `languages`, as the press prints it on A4 in ordinary print."""
    return [_sample(press, Job(article, code, press.workspace.settings.brand, "standard", "a4")) for code in languages]


def _sample(press: Press, job: Job) -> Sample:
    leaflet, _ = press.prepare(job)
    html = press.templates.render(leaflet)
    style = "\n".join(_STYLE.findall(html))
    return Sample(job, _STYLE.sub("", html), style, _typst(leaflet), press.templates.folders[0])


def _typst(leaflet: Leaflet) -> str:
    """The words of `leaflet` in Typst's markup, in its fonts, 12 pt on A4."""
    language = leaflet.language
    code = language.code.partition("_")[0]
    fonts = ", ".join(f'"{name}"' for name in families(language, leaflet.source))
    head = (
        f'#set document(title: "{leaflet.title.plain}")\n#set page(paper: "a4", margin: 16mm, numbering: "1")\n'
        f'#set text(12pt, font: ({fonts},), lang: "{code}", dir: {language.direction})\n'
    )
    parts = [f"= {_escaped(leaflet.title)}", _escaped(leaflet.summary)]
    for section in leaflet.sections:
        parts.append(f"== {_escaped(section.title)}")
        for block in section.blocks:
            match block:
                case Paragraph(text):
                    parts.append(_escaped(text))
                case Subheading(text):
                    parts.append(f"=== {_escaped(text)}")
                case ItemList(items):
                    parts.append("\n".join(f"- {_escaped(item)}" for item in items))
                case Table(header, rows):
                    cells = "".join(f"[{_escaped(cell)}]," for row in (header, *rows) for cell in row)
                    parts.append(f"#table(columns: {len(header)}, {cells})")
    return head + "\n\n".join(parts) + "\n"


def _escaped(text: Text) -> str:
    return _SPECIAL.sub(r"\\\1", text.plain) + " @"
