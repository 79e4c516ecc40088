"""TOML files: every mistake with its line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.problems import HandoutsError
from handouts.toml_file import Settings, key_line, load_toml
from tests.making import places


class Inner(Settings):
    size: int


class Outer(Settings):
    name: str
    inner: Inner


def problems(path: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(HandoutsError) as caught:
        load_toml(path, Outer)
    assert all(problem.hint for problem in caught.value.problems if problem.code != "setting-invalid")
    return places(caught.value)


def test_a_good_file(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b'\xef\xbb\xbfname = " x "\r\n[inner]\r\nsize = 3\r\n')
    assert load_toml(path, Outer) == Outer(name="x", inner=Inner(size=3))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("setting-missing", None), ("setting-missing", None)]),
        ('name = "x"\n[inner]\n', [("setting-missing", 2)]),
        ('name = 3\n[inner]\nsize = "3"\n', [("setting-invalid", 1), ("setting-invalid", 3)]),
        ('name = "x"\nnaem = "y"\n[inner]\nsize = 3\n', [("setting-unknown", 2)]),
        ('name = "x"\n[inner]\nsize = 3\nsise = 4\n', [("setting-unknown", 4)]),
        ('name = "x"\ninner.size = true\n', [("setting-invalid", 2)]),
        ('name = "x"\ninner = { size = "y" }\n', [("setting-invalid", 2)]),
        ('name = "x"\ninner = 3\n', [("setting-invalid", 2)]),
        ('name = "x\n', [("toml-invalid", 1)]),
        ('name = "x"\nname = "y"\n', [("toml-invalid", 2)]),
        ("name\n", [("toml-invalid", 1)]),
        ("\n\n[inner\n", [("toml-invalid", 3)]),
        ('name = """x', [("toml-invalid", 1)]),
        ("\0", [("toml-invalid", 1)]),
        ('name = "a\u2028b" # one line\n[inner]\nsize = "x"\n', [("setting-invalid", 3)]),
    ],
)
def test_mistakes_have_their_lines(tmp_path: Path, text: str, expected: list[tuple[str, int | None]]) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(text.encode())
    assert problems(path) == expected


def test_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes('name = "señor"'.encode("latin-1"))
    assert problems(path) == [("file-encoding", 1)]


def test_deep_nesting_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("name = " + "[" * 5000)
    assert problems(path)[0][0] == "toml-invalid"


TEXT = """\
# [colours]
name = "x"
a.b = 1

[colours]
primary = "#000"

[ wording . "es" ]
hours = []

[[list]]
x = 1
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["name"], 2),
        (["a", "b"], 3),
        (["colours"], 5),
        (["colours", "primary"], 6),
        (["colours", "missing"], 5),
        (["wording", "es"], 8),
        (["wording", "es", "hours"], 9),
        (["wording", "es", "hours", "0"], 9),
        (["list", "0", "x"], 12),
        (["nothing"], None),
    ],
)
def test_key_line(keys: list[str], line: int | None) -> None:
    assert key_line(TEXT, keys) == line


@pytest.mark.parametrize("text", ["[" + " " * 100_000, "[" * 100_000, " " * 100_000, "a" * 100_000, "a=\n" * 100_000])
def test_nothing_hangs(text: str) -> None:
    started = time.perf_counter()
    key_line(text, ["a", "b"])
    assert time.perf_counter() - started < 2


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "name",
                "inner",
                "size",
                "=",
                '"x"',
                "3",
                "[",
                "]",
                "{",
                "}",
                "\n",
                ".",
                "'",
                '"""',
                "#",
                "\\u0000",
                "é",
                ",",
            ]
        )
    ).map("".join)
)
def test_nothing_but_problems_is_raised(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8")
    try:
        load_toml(path, Outer)
    except HandoutsError as error:
        lines = text.count("\n") + 1
        assert all(problem.line is None or 1 <= problem.line <= lines for problem in error.problems)  # noqa: PT017  # raising is right, and so is not raising
