"""`reviews.toml`: written for git, read without trust."""

from __future__ import annotations

import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handouts.problems import HandoutsError
from handouts.review import Acceptance, Approval, Key
from handouts.reviewers import line_fault
from handouts.reviews_file import load_approvals, store_approval
from tests.making import codes, places

ANA = Approval(
    Key("short", "es", "example-clinic"),
    "Ana Ruiz",
    'medical "translator"',
    date(2026, 11, 22),
    "ab" * 32,
    "Leído en voz alta. \\ [[review]] # no comment",
    (Acceptance("number-lost", "0123abcd", "⟦5⟧ is missing", "It's said in words."),),
    ("head 01234567 89abcdef", "risks 01234567 89abcdef"),
)
JO = replace(ANA, key=Key("short", "en", "example-clinic"), reviewer="Dr Jo Field", note="", accepted=(), marks=())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reviews.toml"


def problems(path: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(HandoutsError) as caught:
        load_approvals(path)
    return places(caught.value)


def test_no_file_is_no_approval(path: Path) -> None:
    assert load_approvals(path) == ()


def test_what_is_stored_is_read(path: Path) -> None:
    store_approval(path, ANA)
    store_approval(path, JO)
    assert load_approvals(path) == (JO, ANA)
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["review"][1]
    assert (raw["date"], raw["digest"]) == (date(2026, 11, 22), "ab" * 32)


def test_it_does_not_matter_who_comes_first(path: Path, tmp_path: Path) -> None:
    more = [replace(ANA, reviewer="Another Person"), replace(ANA, key=Key("a", "fr", "b")), JO]
    for one in (ANA, *more):
        store_approval(path, one)
    for one in (*reversed(more), ANA):
        store_approval(tmp_path / "other.toml", one)
    assert path.read_bytes() == (tmp_path / "other.toml").read_bytes()


def test_storing_it_again_changes_nothing(path: Path) -> None:
    store_approval(path, JO)
    store_approval(path, ANA)
    before = path.read_bytes()
    store_approval(path, ANA)
    assert path.read_bytes() == before


def test_a_reviewers_new_approval_takes_the_place_of_the_old_one(path: Path) -> None:
    store_approval(path, ANA)
    store_approval(path, replace(ANA, digest="cd" * 32, note=""))
    (found,) = load_approvals(path)
    assert (found.digest, found.note) == ("cd" * 32, "")


def test_comments_and_other_approvals_stay_as_they_are(path: Path) -> None:
    store_approval(path, ANA)
    store_approval(path, JO)
    text = path.read_text(encoding="utf-8")
    text = text.replace("# Who has", "# Ours: ask Jo.\n# Who has")
    text = text.replace(
        '[[review]]\narticle = "short"\nlanguage = "es"', '# Rang her.\n[[ review ]]\narticle="short"\nlanguage = "es"'
    )
    text = text.replace("role", "# Sworn in.\nrole")
    path.write_text(text, encoding="utf-8")
    store_approval(path, replace(JO, reviewer="Dr Li"))
    after = path.read_text(encoding="utf-8")
    for block in text.split("\n\n"):
        assert block.strip("\n") in after
    store_approval(path, replace(ANA, note="Again."))
    again = path.read_text(encoding="utf-8")
    assert "# Rang her.\n# Sworn in.\n[[review]]\n" in again
    assert "# Ours: ask Jo." in again
    assert len(load_approvals(path)) == 3


def test_a_windows_file_can_be_edited(path: Path) -> None:
    store_approval(path, ANA)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    store_approval(path, JO)
    assert load_approvals(path) == (JO, ANA)


GOOD = f"""\
[[review]]
article = "short"
language = "es"
brand = "example-clinic"
reviewer = "Ana Ruiz"
role = "translator"
date = 2026-11-22
digest = "{"ab" * 32}"
"""
OTHER = GOOD.replace('"es"', '"fr"')
BAD = {
    "a machine": (OTHER + GOOD.replace("Ana Ruiz", "ChatGPT"), "setting-invalid", 13),
    "nobody": (GOOD.replace("Ana Ruiz", " "), "setting-invalid", 5),
    "no role": (GOOD.replace('"translator"', '""'), "setting-invalid", 6),
    "no digest": (OTHER + GOOD.replace(f'digest = "{"ab" * 32}"\n', ""), "setting-missing", 9),
    "a short digest": (GOOD.replace("abab", "ab"), "setting-invalid", 8),
    "a date in quotes": (GOOD.replace("2026-11-22", '"2026-11-22"'), "setting-invalid", 7),
    "an unknown key": (OTHER + GOOD + 'sworn = "yes"\n', "setting-unknown", 17),
    "an unknown table": (GOOD + "[other]\n", "setting-unknown", 9),
    "no list": ('review = "yes"', "setting-invalid", 1),
    "no TOML": (GOOD + "<<<<<<< HEAD\n", "toml-invalid", 9),
    "a steering character": (GOOD.replace("Ruiz", "\u202eRuiz"), "character-unprintable", None),
    "the same twice": (GOOD + OTHER + GOOD, "review-duplicate", 17),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_in_order_is_said_with_its_line(path: Path, case: str) -> None:
    text, code, line = BAD[case]
    path.write_text(text, encoding="utf-8")
    ((found, where),) = problems(path)
    assert found == code
    assert line in (None, where)
    with pytest.raises(HandoutsError):
        store_approval(path, JO)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        GOOD + 'note = """\n[[review]]\n"""\n',
        "review = [{ " + ", ".join(GOOD.splitlines()[1:]) + " }]\n",
    ],
)
def test_a_layout_that_cannot_be_edited_is_read_and_left_alone(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    if "[[" not in text:
        assert len(load_approvals(path)) == 1
    with pytest.raises(HandoutsError):
        store_approval(path, JO)
    assert path.read_text(encoding="utf-8") == text


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(HandoutsError) as caught:
        store_approval(tmp_path / "no" / "reviews.toml", ANA)
    assert codes(caught.value.problems) == ["review-unwritable"]
    (tmp_path / "reviews.toml").mkdir()
    assert problems(tmp_path / "reviews.toml") == [("file-unreadable", None)]


def test_two_at_once_are_both_kept(path: Path) -> None:
    wanted = [replace(ANA, reviewer=f"Ana Ruiz {letter * 3}") for letter in "abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: store_approval(path, one), wanted))
    assert sorted(one.reviewer for one in load_approvals(path)) == sorted(one.reviewer for one in wanted)


lines = st.text(max_size=40).filter(lambda text: line_fault(text) is None and "\ufffd" not in text).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(note=lines, reason=lines.filter(bool))
def test_any_line_comes_back(tmp_path: Path, note: str, reason: str) -> None:
    path = tmp_path / "any.toml"
    one = replace(ANA, note=note, accepted=(Acceptance("a", "b", note, reason),))
    store_approval(path, JO)
    store_approval(path, one)
    assert load_approvals(path) == (JO, one)
