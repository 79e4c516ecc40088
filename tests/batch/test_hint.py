"""Whether workers get ready before the plan is made."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from handouts.batch.hint import seems_due
from handouts.files import write_atomic
from handouts.workspace import open_workspace
from tests.batch.planning import make_clinic, write


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A clinic whose manifest is newer than all that leaflets are made of."""
    root = make_clinic(tmp_path.resolve())
    (root / "locales" / "again").symlink_to(root / "locales")  # not to be walked round and round
    time.sleep(0.02)  # two ticks of a file system's clock
    write_atomic(root / "output" / "manifest.json", b"{}")
    time.sleep(0.02)
    return root


def test_nothing_seems_due_after_a_build(built: Path) -> None:
    assert not seems_due(open_workspace(built))


@pytest.mark.parametrize(
    "name",
    [
        "handouts.toml", "articles/long.md", "locales/es/LC_MESSAGES/short.po", "locales/es/words.toml",
        "brands/cape/brand.toml", "templates/custom.css.j2", "reviews.toml",
    ],
)  # fmt: skip
def test_what_was_changed_or_added_since_seems_due(built: Path, name: str) -> None:
    opened = open_workspace(built)
    path = write(built, name, "something else")
    os.utime(path, (0, 0))  # the time that anybody can set says nothing
    assert seems_due(opened)


def test_all_seems_due_without_a_manifest(built: Path) -> None:
    (built / "output" / "manifest.json").unlink()
    assert seems_due(open_workspace(built))
