"""Settings files: TOML to a typed model, and every mistake in it to a problem with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from handouts.files import read_text
from handouts.problems import HandoutsError, Problem


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
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise HandoutsError([_problem(detail, text, path) for detail in error.errors()]) from None


def _problem(detail: Any, text: str, path: Path) -> Problem:
    keys = [str(part) for part in detail["loc"]]
    name = ".".join(keys)
    if detail["type"] == "missing":
        return Problem(
            "setting-missing", f"'{name}' is missing", path, key_line(text, keys[:-1]), f"Add '{keys[-1]} = …'."
        )
    if detail["type"] == "extra_forbidden":
        return Problem(
            "setting-unknown", f"there is no setting '{name}'", path, key_line(text, keys), "Check the spelling."
        )
    reason = detail["msg"].removeprefix("Value error, ")
    what, _, hint = reason.partition("\n")
    return Problem("setting-invalid", f"'{name}': {what[:1].lower()}{what[1:]}", path, key_line(text, keys), hint)


def key_line(text: str, keys: list[str]) -> int | None:
    """The line (from 1) of the TOML file `text` on which the key path `keys` is set, or the nearest table above it."""
    best: int | None = None
    table: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\s*\[+([^\[\]]+)\]", line):
            table = [part.strip().strip("\"'") for part in header[1].split(".")]
            if table == keys[: len(table)] or (keys and best is None and table[: len(keys)] == keys):
                best = number
        elif (key := re.match(r"\s*([A-Za-z0-9_.\"'-]+)\s*=", line)) and table == keys[: len(table)]:
            path = table + [part.strip("\"'") for part in key[1].split(".")]
            if path == keys[: len(path)]:
                best = number
    return best
