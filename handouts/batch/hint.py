"""Whether a batch seems to have something to do: told in some milliseconds, before there is a plan, and not for sure.

It only decides whether workers get ready meanwhile. The plan alone says what is due.
"""

from __future__ import annotations

import os
from pathlib import Path

from handouts.manifest import NAME
from handouts.workspace import SETTINGS, Workspace


def seems_due(workspace: Workspace) -> bool:
    """Whether there is no manifest, or a file that leaflets are made of has changed since it was written."""
    try:
        built = (workspace.output / NAME).stat().st_mtime_ns
    except OSError:
        return True
    single = (workspace.root / SETTINGS, workspace.reviews)
    folders = (workspace.articles, workspace.locales, workspace.brands, workspace.templates)
    return any(_changed(file, built) for file in single) or any(_any_changed(folder, built) for folder in folders)


def _any_changed(folder: Path | str, since: int) -> bool:
    try:
        with os.scandir(folder) as found:
            return any(
                _any_changed(one.path, since)
                if one.is_dir(follow_symlinks=False)
                else one.stat(follow_symlinks=False).st_ctime_ns > since
                for one in found
            )
    except OSError:
        return False


def _changed(file: Path, since: int) -> bool:
    try:
        return file.stat().st_ctime_ns > since
    except OSError:
        return False
