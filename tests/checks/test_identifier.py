"""The language identifier's model: unpacked once, the same answers as py3langid's own, and never a damaged one."""

from __future__ import annotations

from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from handouts.checks.language_model import load_identifier

TEXTS = (
    "", "123", "Siente mareos y no puede caminar.", "нет", "三日以上続く場合は、すぐに相談してください。",
    "ثلاث مرات في اليوم", "NEHMEN SIE DAS MITTEL NICHT EIN", "कृपया यह दवा खाने के बाद लें।",
)  # fmt: skip


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the model is kept; empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "handouts" / "language-model"


def answers(identifier: LanguageIdentifier) -> list[list[tuple[str, float]]]:
    return [identifier.rank(text) for text in TEXTS]


@pytest.fixture(scope="module")
def right() -> list[list[tuple[str, float]]]:
    """What py3langid itself answers."""
    return answers(LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))


def test_it_answers_as_py3langid_does(cache: Path, right: object) -> None:
    assert answers(load_identifier()) == right
    assert answers(load_identifier()) == right, "a second time, from what was kept"
    assert sum(path.stat().st_size for path in cache.rglob("*.npy")) > 60_000_000


@pytest.mark.parametrize("name", ["nb_ptc.npy", "tk_output.npy", "model.json"])
def test_what_is_damaged_is_made_anew(cache: Path, right: object, name: str) -> None:
    load_identifier()
    (path,) = cache.rglob(name)
    whole = path.read_bytes()
    for damaged in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[: len(whole) // 2], b""):
        path.write_bytes(damaged)
        assert answers(load_identifier()) == right
        assert path.read_bytes() == whole


def test_it_does_without_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: object) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert answers(load_identifier()) == right
