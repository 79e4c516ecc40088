"""With the patches and without them the same bytes are printed, and each was written for the code that it replaces.

But for kernings of 0: they are left out of what WeasyPrint shows before it is compared.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import weasyprint

from handouts.fonts import configuration_of
from handouts.jobs import Job
from handouts.press import Press
from handouts.typeset import typeset
from handouts.weasyprint_patches import ALL, apply_patches
from handouts.weasyprint_patches.patch import Patch
from handouts.workspace import open_workspace
from tests.conftest import ROOT
from tests.weasyprint_patches.zeros import leave_zeros_out

patches = pytest.mark.parametrize("patch", ALL, ids=lambda patch: f"{patch.owner.__name__}.{patch.name}")


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """WeasyPrint as it is installed, until what the fixture gives is undone and the patches applied."""
    for patch in ALL:
        patch.undo()
    monkeypatch.setattr("handouts.weasyprint_patches.patch.VERSION", "another")
    leave_zeros_out(monkeypatch)
    configuration_of.cache_clear()  # it holds lists of attributes, and whose they are is patched
    yield monkeypatch
    monkeypatch.undo()
    configuration_of.cache_clear()
    apply_patches()


def printed(language: str, edition: str) -> bytes:
    press = Press(open_workspace(ROOT))
    leaflet, _ = press.composed(Job("ketamine-nerve-pain", language, "example-clinic", edition, "a4"))
    return typeset(leaflet, press.templates).pdf()


@pytest.mark.parametrize("edition", ["standard", "large-print"])
@pytest.mark.parametrize("language", ["en", "de", "ar", "fa", "hi", "zh_Hans", "ja", "ko"])
def test_the_pages_are_those_of_weasyprint(unpatched: pytest.MonkeyPatch, language: str, edition: str) -> None:
    theirs = printed(language, edition)
    assert not any(patch.is_applied for patch in ALL)
    unpatched.undo()
    configuration_of.cache_clear()
    ours = [printed(language, edition) for _ in range(2)]
    assert all(patch.is_applied for patch in ALL)
    assert ours == [theirs] * 2


@patches
def test_the_code_is_what_the_patch_was_written_for(patch: Patch) -> None:
    assert patch.digest() == patch.source, "read WeasyPrint's new code: is the patch still right, and still needed?"


@patches
def test_another_version_is_left_alone(unpatched: pytest.MonkeyPatch, patch: Patch) -> None:
    unpatched.undo()
    unpatched.setattr(weasyprint, "VERSION", "71.0")
    patch.apply()
    assert not patch.is_applied
