"""Settings files: TOML to a typed model, and every mistake in it to a problem with its line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from handouts.files import read_text
from handouts.inline import UNPRINTABLE
from handouts.problems import HandoutsError, Problem, raise_errors


class Settings(BaseModel):
    """A frozen model that knows its keys; a key that it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, strict=True)


Model = TypeVar("Model", bound=Settings)


def load_toml(path: Path, model: type[Model]) -> Model:
    """The settings in the TOML file at `path`. Raises `HandoutsError` with all that is wrong with them."""
    text = read_text(path)
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.search(r"line (\d+)", place)
        number = int(line[1]) if line else text.count("\n") + 1
        hint = "Texts stand between quotes, lists between square brackets."
        raise HandoutsError(
            [Problem("toml-invalid", f"this is not TOML: {reason.lower()}", path, number, hint)]
        ) from None
    raise_errors(
        Problem(
            "character-unprintable",
            f"'{'.'.join(keys)}' holds a character that cannot be printed (U+{ord(found[0]):04X})",
            path,
            key_line(text, list(keys)),
            "Take it out.",
        )
        for keys, value in _texts(values)
        if (found := UNPRINTABLE.search(value))
    )
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise HandoutsError([_problem(detail, text, path) for detail in error.errors()]) from None


def _texts(value: object, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in `value`, with the path of keys that leads to it."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*keys, key))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, keys)


def _problem(detail: Any, text: str, path: Path) -> Problem:
    keys = [str(part) for part in detail["loc"] if part != "[key]"]  # which pydantic adds where a key itself is wrong
    name = ".".join(keys)
    if detail["type"] == "missing":
        return Problem(
            "setting-missing", f"'{name}' is missing", path, key_line(text, keys[:-1]), f"Add '{keys[-1]} = …'."
        )
    if detail["type"] == "extra_forbidden":
        return Problem(
            "setting-unknown", f"there is no setting '{name}'", path, key_line(text, keys), "Check the spelling."
        )
    what, hint = _WORDS.get(detail["type"], (detail["msg"].removeprefix("Value error, "), ""))
    if not hint:
        what, _, hint = what.partition("\n")
    return Problem(
        "setting-invalid", f"'{name}': {what[:1].lower()}{what[1:]}", path, key_line(text, keys), hint or _COMPARE
    )


_COMPARE = "Compare it with the file that 'handouts init' makes."
_WORDS = {
    "string_type": ("this must be a text", 'Put it between quotes, such as "999".'),
    "tuple_type": ("this must be a list of texts", 'Write it such as ["one", "two"].'),
    "list_type": ("this must be a list of texts", 'Write it such as ["one", "two"].'),
    "model_type": ("this must be a table", "Write its keys below a line with its name in square brackets."),
    "dict_type": ("this must be a table", "Write its keys below a line with its name in square brackets."),
    "string_too_short": ("this is empty or too short", "Fill it in, or take the line away."),
    "too_short": ("this list is empty", "Put something in it, or take the line away."),
    "string_pattern_mismatch": ("this is not written as it must be", _COMPARE),
}
"""Pydantic's kinds of mistakes in our words, each with how to mend it."""


def key_line(text: str, keys: list[str]) -> int | None:
    """The line (from 1) of the TOML file `text` on which the key path `keys` is set, or the nearest table above it."""
    best: int | None = None
    table: list[str] = []
    lists: Counter[str] = Counter()
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\s*(\[+)([^\[\]]+)\]", line):
            table = [part.strip().strip("\"'") for part in header[2].split(".")]
            if header[1] == "[[":  # one table of a list: its place there is a key
                lists[header[2]] += 1
                table.append(str(lists[header[2]] - 1))
            if table == keys[: len(table)] or (keys and best is None and table[: len(keys)] == keys):
                best = number
        elif (key := re.match(r"\s*([A-Za-z0-9_.\"'-]+)\s*=", line)) and table == keys[: len(table)]:
            path = table + [part.strip("\"'") for part in key[1].split(".")]
            if path == keys[: len(path)]:
                best = number
    return best
