"""The hand-over: a finished leaflet leaves the house, on paper or by e-mail, only as what was built and approved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handouts.article import Article
from handouts.manifest import Entry, Manifest, prove_bytes
from handouts.press import Job, Press
from handouts.problems import HandoutsError, Problem, raise_errors


@dataclass(frozen=True)
class Ready:
    """A leaflet that may be handed over: its entry in the manifest, its article, and `data`, the bytes of its PDF."""

    entry: Entry
    article: Article
    data: bytes


def take(press: Press, manifest: Manifest, job: Job, *, allow_draft: bool = False) -> Ready:
    """The finished leaflet of `job`, read back and proofed just now.

    Raises `HandoutsError`: `handover-missing` when it was not built or its file is gone, `handover-draft` when nobody
    has approved it and `allow_draft` does not say that this is known, and what `prove_bytes` finds (`proof-…`).
    """
    path = press.output_path(job)
    entry = manifest.entry(job)
    if entry is None:
        raise HandoutsError([_missing("this leaflet has not been built", job, path)])
    if entry.draft and not allow_draft:
        what = f"nobody has approved '{job.article}' in {job.language}: it is a draft"
        hint = "Have it approved ('handouts approve'), or say --allow-draft."
        raise HandoutsError([Problem("handover-draft", what, path, None, hint)])
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read: {(error.strerror or str(error)).lower()}"
        raise HandoutsError([_missing(what, job, path)]) from None
    raise_errors(prove_bytes(press, manifest, path, data))
    return Ready(entry, press.article(job.article), data)


def _missing(what: str, job: Job, path: Path) -> Problem:
    build = f"handouts build {job.article} -l {job.language} -b {job.brand} -e {job.edition} -p {job.paper}"
    return Problem("handover-missing", what, path, None, f"Build it: {build}")
