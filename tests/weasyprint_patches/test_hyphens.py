"""Hyphenation patterns are those that pyphen reads, in every dictionary that comes with it."""

from __future__ import annotations

from pathlib import Path

import pyphen
import pytest

from handouts.weasyprint_patches.hyphens import READ


class Blank:
    """A dictionary before it is read."""

    patterns: dict[str, tuple[int, tuple[int, ...]]]
    maxlen: int


def both(path: Path) -> tuple[Blank, Blank]:
    ours, theirs = Blank(), Blank()
    READ.ours(ours, path)
    READ.kept(theirs, path)
    return ours, theirs


@pytest.mark.parametrize("path", sorted(set(pyphen.LANGUAGES.values())), ids=lambda path: path.stem)
def test_the_patterns_are_those_of_pyphen(path: Path) -> None:
    ours, theirs = both(path)
    assert ours.patterns == theirs.patterns
    assert ours.maxlen == theirs.maxlen


def test_unusual_patterns_are_left_to_pyphen(tmp_path: Path) -> None:
    path = tmp_path / "own.dic"
    path.write_text("UTF-8\n% a/b\nauto1\n1c^^e9\n.as3/f=f,2,2 \n٣b\n00\n", encoding="utf-8")
    ours, theirs = both(path)
    assert ours.patterns == theirs.patterns
    assert set(ours.patterns) == {"auto", "cé", ".as", "b"}


def test_patterns_share_their_levels() -> None:
    ours, _ = both(pyphen.LANGUAGES["de"])
    assert len({id(levels) for levels in ours.patterns.values()}) < len(ours.patterns) / 10
