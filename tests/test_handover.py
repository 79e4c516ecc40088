"""The hand-over: only what was built, approved and is still right leaves the house."""

from __future__ import annotations

import pytest

from handouts.files import digest
from handouts.handover import Ready, take
from handouts.manifest import load_manifest
from handouts.press import Job, Press
from handouts.problems import HandoutsError
from handouts.workspace import open_workspace
from tests.conftest import Clinic

SPANISH = Job("short", "es", "example-clinic", "standard", "a4")
PDF = "output/example-clinic/es/short.standard.a4.pdf"


@pytest.fixture
def built(clinic: Clinic) -> Clinic:
    assert clinic.handouts("build").code == 0
    return clinic


def taken(clinic: Clinic, *, job: Job = SPANISH, allow_draft: bool = True) -> Ready:
    opened = open_workspace(clinic.root)
    return take(Press(opened), load_manifest(opened.output), job, allow_draft=allow_draft)


def refused(clinic: Clinic, *, job: Job = SPANISH, allow_draft: bool = True) -> list[str]:
    with pytest.raises(HandoutsError) as caught:
        taken(clinic, job=job, allow_draft=allow_draft)
    return [problem.code for problem in caught.value.problems]


def test_a_leaflet_is_handed_over_as_it_was_built(built: Clinic) -> None:
    ready = taken(built)
    assert ready.data == built.path(PDF).read_bytes()
    assert ready.entry.sha256 == digest(ready.data)
    assert ready.article.id == "short"


def test_a_draft_needs_a_word(built: Clinic) -> None:
    assert refused(built, allow_draft=False) == ["handover-draft"]


def test_what_was_not_built_is_missing(built: Clinic) -> None:
    assert refused(built, job=Job("short", "es", "example-clinic", "large-print", "a4")) == ["handover-missing"]


def test_a_file_that_is_gone_is_missing(built: Clinic) -> None:
    built.path(PDF).unlink()
    assert refused(built) == ["handover-missing"]


def test_a_changed_file_is_refused(built: Clinic) -> None:
    built.path(PDF).write_bytes(built.path(PDF).read_bytes() + b"\n% more")
    assert "proof-changed" in refused(built)


def test_a_leaflet_of_an_older_translation_is_refused(built: Clinic) -> None:
    built.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "Se siente mareado.")
    assert refused(built) == ["proof-stale"]
