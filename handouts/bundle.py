"""The bundle: all leaflets of one language in one ZIP file, whose digest is the same wherever it is made."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from functools import partial

from handouts.handover import Ready, take
from handouts.jobs import Job
from handouts.manifest import Manifest
from handouts.press import Press
from handouts.problems import Gathering

CONTENTS = "contents.json"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can tell (APPNOTE.TXT 4.4.6): a time would make each file another."""


def make_bundle(press: Press, manifest: Manifest, jobs: Iterable[Job], *, allow_draft: bool = False) -> bytes:
    """A ZIP file with the finished leaflets of `jobs`, each proofed just now, and `contents.json`, which lists them.

    Nothing is compressed, as PDF files are already: so the bytes depend on no version of zlib. Raises `HandoutsError`
    with the problems of all leaflets that may not leave the house.
    """
    gathering = Gathering()
    steps = [partial(take, press, manifest, job, allow_draft=allow_draft) for job in jobs]
    ready = [one for step in steps if (one := gathering.attempt(step))]
    gathering.raise_all()
    ready.sort(key=lambda one: one.entry.path)
    held = io.BytesIO()
    contents = json.dumps([_listed(one) for one in ready], ensure_ascii=False, indent=1)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as bundle:
        _add(bundle, CONTENTS, f"{contents}\n".encode())
        for one in ready:
            _add(bundle, one.entry.path, one.data)
    return held.getvalue()


def _add(bundle: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.create_system = 3  # the file's mode is Unix's on every system
    info.external_attr = 0o644 << 16
    bundle.writestr(info, data)


def _listed(one: Ready) -> dict[str, object]:
    entry = one.entry
    return {
        "file": entry.path,
        "article": entry.job.article,
        "reference": one.article.reference,
        "version": one.article.version,
        "title": entry.title,
        "source_title": entry.source_title,
        "edition": entry.job.edition,
        "paper": entry.job.paper,
        "pages": entry.pages,
        "state": "draft" if entry.draft else "approved",
        "sha256": entry.sha256,
    }
