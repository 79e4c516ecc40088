"""The YAML block at the head of an article: its keys, their values, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from handouts.problems import Problem

_BLOCK = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")
KEYS = ("title", "summary", "reference", "version", "date", "review_by")


@dataclass(frozen=True)
class FrontMatter:
    """The front matter's values, the line (from 1) of each key, and the number of lines that the block takes."""

    values: Mapping[str, str]
    lines: Mapping[str, int]
    height: int

    def day(self, key: str) -> date | None:
        """The ISO 8601 date under `key`, or `None` when it is not one."""
        value = self.values.get(key, "")
        try:
            return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
        except ValueError:
            return None


def read_front_matter(text: str, path: Path) -> tuple[FrontMatter, list[Problem]]:
    """Read the block at the head of `text`. What is wrong comes back as problems; what is right is kept."""
    block = _BLOCK.match(text)
    if block is None:
        hint = f"Begin the file with a line '---', the keys {', '.join(KEYS)}, and a line '---'."
        return FrontMatter({}, {}, 0), [
            Problem("front-matter-missing", "the article has no front matter", path, 1, hint)
        ]
    height = block[0].count("\n") + (0 if block[0].endswith("\n") else 1)
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    found: list[Problem] = []
    try:
        # compose() keeps every scalar as it was written, and its line: "1.0" stays a text, a bad date is ours to tell.
        node = yaml.compose(block[1], Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it cannot be parsed"
        line = mark.line + 2 if mark else 1
        hint = "Put a text that has a colon or a quote in it between quotes."
        return FrontMatter({}, {}, height), [
            Problem("front-matter-yaml", f"this is not YAML: {reason}", path, line, hint)
        ]
    if not isinstance(node, yaml.MappingNode):
        hint = f"Write one key a line: {', '.join(KEYS)}."
        return FrontMatter({}, {}, height), [
            Problem("front-matter-yaml", "the front matter has no keys", path, 1, hint)
        ]
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 2
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "…"
        if key in values:
            found.append(Problem("front-matter-key", f"'{key}' stands twice", path, line, "Keep one of them."))
        elif key not in KEYS:
            hint = f"The keys are {', '.join(KEYS)}."
            found.append(Problem("front-matter-key", f"there is no key '{key}'", path, line, hint))
        elif not isinstance(value_node, yaml.ScalarNode):
            found.append(Problem("front-matter-value", f"'{key}' must be a text", path, line, "Put it between quotes."))
        else:
            values[key] = " ".join(value_node.value.split())
        lines.setdefault(key, line)
    front = FrontMatter(values, lines, height)
    return front, found + _value_problems(front, path)


def _value_problems(front: FrontMatter, path: Path) -> list[Problem]:
    found: list[Problem] = []
    for key in KEYS:
        line = front.lines.get(key, 1)
        if key not in front.lines:
            found.append(Problem("front-matter-missing", f"'{key}' is missing", path, 1, f"Add a line '{key}: …'."))
        elif key in front.values and not front.values[key]:
            found.append(Problem("front-matter-value", f"'{key}' is empty", path, line, "Give it a value."))
        elif key in ("date", "review_by") and key in front.values and front.day(key) is None:
            what = f"'{front.values[key]}' is not a date"
            found.append(Problem("date-invalid", what, path, line, "Write year-month-day, such as 2026-11-22."))
    version = front.values.get("version", "")
    if not version.isprintable():
        hint = "Use letters, digits, dots and hyphens."
        found.append(Problem("front-matter-value", "the version cannot be printed", path, front.lines["version"], hint))
    reference = front.values.get("reference", "")
    if reference and not _REFERENCE.fullmatch(reference):
        what = f"'{reference}' cannot be a reference number"
        hint = "Use up to 20 letters, digits, dots and hyphens."
        found.append(Problem("front-matter-value", what, path, front.lines["reference"], hint))
    day, review = front.day("date"), front.day("review_by")
    if day and review and review <= day:
        what = "the leaflet is to be reviewed before it was written"
        found.append(Problem("date-order", what, path, front.lines["review_by"], "Put review_by after date."))
    return found
