"""The plan of a batch: which leaflets are to be made and why, which are good, and which have no place any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from handouts.batch.fingerprint import PARTS, Fingerprint, Fingerprints
from handouts.batch.state import State, read_digest
from handouts.editions import EDITIONS, PAPERS
from handouts.jobs import Job, leaflet_path
from handouts.manifest import Entry, Manifest, signature
from handouts.workspace import Workspace

FORCED, NEW, FAILED = "forced", "new", "failed last time"
MISSING, CHANGED = "its file is missing", "its file was changed"
PICTURE = "its picture is missing"

_TOLD = {
    "article": "article changed",
    "translation": "translation changed",
    "words": "words of the templates changed",
    "brand": "brand changed",
    "templates": "templates changed",
    "approval": "approval changed",
    "terms": "glossary or cue words changed",
    "settings": "settings changed",
    "fonts": "fonts changed",
    "programs": "made with other versions of WeasyPrint, Pango, HarfBuzz or the like",
    "handouts": "made by another version of handouts",
}


@dataclass(frozen=True)
class Due:
    """A leaflet that is to be made, why, and what it will be made of."""

    job: Job
    reason: str
    fingerprint: Fingerprint


@dataclass(frozen=True)
class Plan:
    """What a batch is to do: `due`, in the order asked for; `clean`, what is good as it is; `stale`, what to prune."""

    due: tuple[Due, ...]
    clean: tuple[Job, ...]
    stale: tuple[Entry, ...]


def make_plan(
    workspace: Workspace,
    prints: Fingerprints,
    state: State,
    manifest: Manifest,
    jobs: Iterable[Job],
    *,
    force: bool = False,
    found: Callable[[], object] = lambda: None,
) -> Plan:
    """The plan for `jobs`, against what `manifest` says is there. `found` is called when the first is due.

    A file that is what it was, though its signature is another, has its new one noted in `manifest`.
    """
    due: list[Due] = []
    clean: list[Job] = []
    for job in jobs:
        fingerprint = prints.of(job)
        reason = FORCED if force else why(manifest, job, fingerprint, state)
        if reason:
            if not due:
                found()
            due.append(Due(job, reason, fingerprint))
        else:
            clean.append(job)
    return Plan(tuple(due), tuple(clean), tuple(stale_entries(workspace, manifest)))


def why(manifest: Manifest, job: Job, fingerprint: Fingerprint, state: State) -> str:
    """Why the leaflet of `job` is to be made; empty when it is good as it is."""
    path = leaflet_path(job)
    entry = manifest.entries.get(path)
    if entry is None:
        return NEW
    if entry.failed:
        return FAILED
    if entry.fingerprint != fingerprint.digest:
        return _what_changed(entry.parts, fingerprint.parts, state)
    seen = signature(f"{manifest.output}/{path}")
    if seen is None:
        return MISSING
    if entry.thumbnail and signature(f"{manifest.output}/{entry.thumbnail}") is None:
        return PICTURE
    if seen == entry.signature and seen[2] < manifest.written:
        return ""
    try:
        if read_digest(manifest.output / path) != entry.sha256:
            return CHANGED
    except OSError:
        return CHANGED
    manifest.entries[path] = replace(entry, signature=seen)
    return ""


def _what_changed(old: str, new: str, state: State) -> str:
    """What is other in the parts `new` than in `old`, as a person would say it."""
    marks, others = old.split(), new.split()
    if len(marks) != len(PARTS) or len(others) != len(PARTS):
        return _TOLD["handouts"]
    changed = {part: (was, now) for part, was, now in zip(PARTS, marks, others, strict=True) if was != now}
    told = [_told(part, was, now, state) for part, (was, now) in changed.items()]
    return ", ".join(told) or _TOLD["handouts"]


def _told(part: str, was: str, now: str, state: State) -> str:
    if part not in ("article", "translation", "words"):
        return _TOLD[part]
    old, new = state.marks(was), state.marks(now)
    if old is None or new is None:
        return _TOLD[part]
    other = sum(old[key] != new[key] for key in old.keys() & new.keys())
    number = other + max(len(old.keys() - new.keys()), len(new.keys() - old.keys()))
    what = {"article": "of the article", "words": "of the templates' words"}.get(part, "")
    if not number:
        return _TOLD[part]
    if part == "translation":
        return f"translation of {number} {'message' if number == 1 else 'messages'} changed"
    return f"{number} {'message' if number == 1 else 'messages'} {what} changed"


def stale_entries(workspace: Workspace, manifest: Manifest) -> list[Entry]:
    """The entries of leaflets that the workspace cannot have any more, whatever a command asks for."""
    articles, brands = set(workspace.article_paths), set(workspace.brand_names)
    languages = set(workspace.settings.languages)
    return [
        entry
        for entry in manifest.entries.values()
        if not (
            entry.job.article in articles
            and entry.job.language in languages
            and entry.job.brand in brands
            and entry.job.edition in EDITIONS
            and entry.job.paper in PAPERS
            and entry.path == leaflet_path(entry.job)
        )
    ]
