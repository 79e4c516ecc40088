"""A change to `handouts.toml` that keeps its comments and its layout."""

from __future__ import annotations

import tomllib

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array


def with_language(text: str, code: str, present: tuple[str, ...]) -> str:
    """The settings file `text` with `code` at the end of `languages`, where `present` are the languages that it has.

    Raises `ValueError` when that cannot be done without changing anything else.
    """
    try:
        document = tomlkit.parse(text)
        languages = document.get("languages")
        if isinstance(languages, Array):
            languages.append(code)
        else:
            document["languages"] = [*present, code]
        changed = tomlkit.dumps(document)
        if tomllib.loads(changed) != {**tomllib.loads(text), "languages": [*present, code]}:
            raise ValueError("more than the languages would change")
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise ValueError(str(error)) from None
    return changed
