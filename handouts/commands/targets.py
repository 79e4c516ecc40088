"""Which leaflets a command is about: the workspace, its filters on the command line, and what was built already."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.commands.options import import_printing, unknown
from handouts.jobs import Job
from handouts.problems import ExitCode, HandoutsError, Problem

if TYPE_CHECKING:
    from handouts.manifest import Manifest
    from handouts.press import Press
    from handouts.workspace import Workspace


def choose(
    folder: Path,
    articles: Sequence[str] | None,
    languages: Sequence[str] | None,
    brands: Sequence[str] | None,
    editions: Sequence[str] | None,
    papers: Sequence[str] | None,
) -> tuple[Workspace, list[Job]]:
    """The workspace that `folder` lies in, and every leaflet that is asked for; of what is not named, the workspace's.

    Raises `HandoutsError` for what there is not.
    """
    from handouts.editions import EDITIONS, PAPERS
    from handouts.workspace import open_workspace

    opened = open_workspace(folder)
    settings = opened.settings
    if not opened.article_paths:
        hint = "Put a Markdown file there; 'handouts init' makes a workspace with an example."
        raise HandoutsError([Problem("article-none", "there is no article", opened.articles, None, hint)])
    asked = (
        ("article", articles, opened.article_paths),
        ("language", languages, settings.languages),
        ("brand", brands, opened.brand_names),
        ("edition", editions, EDITIONS),
        ("paper", papers, PAPERS),
    )
    more = {"language": " More are added to 'languages' in handouts.toml."}
    problems = [
        problem for kind, values, known in asked for problem in unknown(kind, values or (), known, more.get(kind, ""))
    ]
    if problems:
        raise HandoutsError(problems, ExitCode.USAGE)
    combinations = product(
        dict.fromkeys(articles or opened.article_paths),
        dict.fromkeys(languages or settings.languages),
        dict.fromkeys(brands or settings.all_brands),
        dict.fromkeys(editions or settings.editions),
        dict.fromkeys(papers or settings.all_papers),
    )
    return opened, [Job(*parts) for parts in combinations]


def finished(opened: Workspace) -> tuple[Press, Manifest]:
    """What it takes to look at finished leaflets of `opened` again; when the manifest is damaged, that is told.

    Raises `HandoutsError` (`library-missing`) when the machine lacks a library that prints.
    """
    from handouts.report import show_problems

    press: Press = import_printing("handouts.press").Press(opened)
    manifest: Manifest = import_printing("handouts.manifest").load_manifest(opened.output)
    if manifest.damage:
        show_problems([manifest.damage])
    return press, manifest
