"""Files appear whole or not at all, and none is read from outside its root."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.files import digest, inside, read_text, write_atomic
from handouts.problems import HandoutsError
from tests.making import places


def test_write_atomic_makes_folders_and_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.pdf"
    write_atomic(path, b"first")
    write_atomic(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("broken", ["fsync", "chmod", "replace", "interrupt"])
def test_write_atomic_keeps_the_old_file_when_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    path = tmp_path / "c.pdf"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt if broken == "interrupt" else OSError("No space left on device")

    if broken in ("fsync", "interrupt"):
        monkeypatch.setattr("os.fsync", fail)
    else:
        monkeypatch.setattr(Path, broken, fail)
    with pytest.raises((OSError, KeyboardInterrupt)):
        write_atomic(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_write_atomic_replaces_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    link = tmp_path / "link"
    link.symlink_to(target)
    write_atomic(link, b"new")
    assert target.read_bytes() == b"mine"
    assert not link.is_symlink()


def test_digest_is_sha_256() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest(b"") == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize("name", ["a.txt", "sub/a.txt", "sub/../a.txt", "not there", ".", "", "./a.txt"])
def test_inside(tmp_path: Path, name: str) -> None:
    found = inside(tmp_path, Path(name))
    assert found is not None
    assert found.is_relative_to(tmp_path.resolve())


@pytest.mark.parametrize("name", ["..", "../x", "sub/../../x", "/etc/passwd", "//etc/passwd", "a\0b", "loop/x", "out"])
def test_outside(tmp_path: Path, name: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "loop").symlink_to(root / "loop")
    (root / "out").symlink_to(tmp_path)
    assert inside(root, Path(name)) is None


def test_a_folder_whose_name_begins_like_the_root_is_outside(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root-and-more").mkdir()
    assert inside(tmp_path / "root", Path("../root-and-more/x")) is None


def test_inside_follows_links_that_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert inside(tmp_path, Path("b.txt")) == (tmp_path / "a.txt").resolve()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["..", ".", "a", "out", "in", "loop", "", "\0", "~", "…", "a" * 300]), max_size=6))
def test_inside_never_leaves_its_root(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    root = tmp_path_factory.getbasetemp() / "kept" / "root"
    if not root.exists():
        root.mkdir(parents=True)
        (root / "out").symlink_to(root.parent)
        (root / "in").symlink_to(root)
        (root / "loop").symlink_to("loop")
    found = inside(root, Path("/".join(parts)))
    assert found is None or os.path.realpath(found).startswith(str(root.resolve()))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfa", "a"),
        ("ن ≥ 中".encode(), "ن ≥ 中"),
        (b"a\0b", "a\0b"),
    ],
)
def test_read_text(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert read_text(path) == text


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xff\xfea\0", 1),
        (b"a\nb\nse\xf1or\n", 3),
        (b"\xed\xa0\x80", 1),  # a surrogate
        (b"a\n\xc3", 2),  # cut in the middle of a letter
    ],
)
def test_other_encodings_are_refused(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(HandoutsError) as caught:
        read_text(path)
    assert places(caught.value) == [("file-encoding", line)]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for name, code in (("missing", "file-missing"), (".", "file-unreadable"), ("loop", "file-unreadable")):
        with pytest.raises(HandoutsError) as caught:
            read_text(tmp_path / name)
        assert places(caught.value) == [(code, None)]
        assert caught.value.problems[0].hint
