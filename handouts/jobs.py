"""A job, what became of it, and what was made: plain values that every room above may know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handouts.problems import ExitCode, Problem


@dataclass(frozen=True)
class Job:
    """One leaflet to be made: ids of its article, brand, edition and paper, and the gettext code of its language."""

    article: str
    language: str
    brand: str
    edition: str
    paper: str


def leaflet_path(job: Job) -> str:
    """Where the leaflet of `job` lies below the output folder."""
    return f"{job.brand}/{job.language}/{job.article}.{job.edition}.{job.paper}.pdf"


@dataclass(frozen=True)
class Outcome:
    """What became of a job. `path`, `pages` and `sha256` are `None` when it failed; `problems` then says why.

    `title` is in the leaflet's language, `source_title` in the article's; `holds` is the digest of what the proof
    expected of the file.
    """

    job: Job
    draft: bool = True
    path: Path | None = None
    pages: int | None = None
    sha256: str | None = None
    title: str = ""
    source_title: str = ""
    holds: str = ""
    problems: tuple[Problem, ...] = ()
    exit_code: ExitCode = ExitCode.DONE


@dataclass(frozen=True)
class Made:
    """What a job came to, and the bytes of its PDF; `None` when it failed. It is nowhere on disk yet."""

    outcome: Outcome
    data: bytes | None = None
