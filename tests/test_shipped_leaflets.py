"""The leaflets of every language that is shipped, in both editions: made without a word of warning, and proofed."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path

import pytest

from handouts.editions import EDITIONS
from handouts.languages import OFFERED
from handouts.press import Job, Press
from handouts.problems import errors
from handouts.workspace import open_workspace
from tests.conftest import ROOT
from tests.making import stored

SETTINGS = open_workspace(ROOT).settings
LANGUAGES = SETTINGS.languages


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The press of a copy of the repository's workspace."""
    root: Path = tmp_path_factory.mktemp("shipped")
    for name in ("articles", "brands", "locales"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "handouts.toml", root)
    return Press(open_workspace(root))


def test_what_has_a_catalog_is_shipped_and_offered() -> None:
    folders = {path.name for path in (ROOT / "locales").iterdir() if path.is_dir()}
    assert folders == set(LANGUAGES) - {SETTINGS.source_language}
    assert set(LANGUAGES) <= set(OFFERED)
    assert len(folders) >= 16


@pytest.mark.parametrize(("language", "edition"), list(product(LANGUAGES, EDITIONS)))
def test_a_leaflet(press: Press, language: str, edition: str) -> None:
    outcome = stored(press, Job("ketamine-nerve-pain", language, "example-clinic", edition, "a4"))
    assert errors(outcome.problems) == []
    assert outcome.path is not None
    assert outcome.draft, "nobody has approved it"
    assert not [problem for problem in outcome.problems if problem.code.startswith(("translation-", "brand-"))]
