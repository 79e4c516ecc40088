"""The shelf: `output/index.html`, a page on which a person finds every leaflet by article and language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from handouts.files import write_atomic
from handouts.languages import Language, find_language
from handouts.manifest import Entry, Manifest
from handouts.problems import HandoutsError, Problem
from handouts.template import Templates
from handouts.workspace import Workspace, packaged

NAME = "index.html"
_TEMPLATE = "index.html.j2"


def write_index(workspace: Workspace, manifest: Manifest) -> Iterator[Problem]:
    """Put the page for the leaflets of `manifest` into its folder, unless it is there; problems when it cannot be."""
    templates = Templates((workspace.templates, packaged("templates")))
    source = find_language(workspace.settings.source_language)
    path = manifest.output / NAME
    try:
        page = templates.fill(_TEMPLATE, index_view(manifest.entries.values(), source)).encode()
        if not path.is_file() or path.read_bytes() != page:
            write_atomic(path, page)
    except HandoutsError as error:
        yield from error.problems
    except OSError as error:
        what = f"the page of leaflets cannot be written: {(error.strerror or str(error)).lower()}"
        yield Problem("output-unwritable", what, path, None, "Make room, or mend the permissions.")


def index_view(entries: Iterable[Entry], source: Language) -> dict[str, Any]:
    """What the template of the page is given."""
    every = sorted(entries, key=lambda entry: (entry.job.article, entry.job.language, entry.path))
    made = [entry for entry in every if entry.sha256]
    articles = groupby(every, lambda entry: entry.job.article)
    return {
        "articles": [_article(name, list(own), source) for name, own in articles],
        "counts": {
            "leaflets": len(made),
            "approved": sum(not entry.draft for entry in made),
            "drafts": sum(entry.draft for entry in made),
            "failed": sum(entry.failed for entry in every),
        },
    }


def _article(name: str, entries: Sequence[Entry], source: Language) -> dict[str, Any]:
    title = next((entry.source_title for entry in entries if entry.source_title), name)
    languages = [_language(code, list(own), source) for code, own in groupby(entries, lambda entry: entry.job.language)]
    return {"id": name, "title": title, "languages": languages}


def _language(code: str, entries: Sequence[Entry], source: Language) -> dict[str, Any]:
    language = find_language(code)
    several = len({entry.job.brand for entry in entries}) > 1
    return {
        "tag": language.tag,
        "direction": language.direction,
        "own_name": language.name_in(language),
        "name": language.name_in(source),
        "leaflets": [_leaflet(entry, several=several) for entry in entries],
    }


def _leaflet(entry: Entry, *, several: bool) -> dict[str, Any]:
    """A leaflet; `several` says that there are leaflets of more than one brand."""
    job = entry.job
    what = ", ".join([job.edition, job.paper, *([job.brand] if several else [])])
    return {
        "href": quote(entry.path) if entry.sha256 else "",
        "picture": quote(entry.thumbnail),
        "title": entry.title,
        "what": what,
        "pages": entry.pages,
        "state": "Draft" if entry.draft else "Approved",
        "failed": entry.failed,
        "problem": entry.problems[0]["message"] if entry.problems else "",
    }
