"""A clinic's brand: `brand.toml` and a logo to a `Brand` whose colours can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from handouts.contrast import HEX, NORMAL_TEXT, mix, nearest_passing, ratio
from handouts.files import inside, read_text
from handouts.languages import Language, UnknownLanguageError, find_language
from handouts.problems import HandoutsError, Problem, Severity, raise_errors
from handouts.toml_file import Settings, key_line, load_toml

PAPER_WHITE = "#ffffff"
TINT = 0.08
"""How much of a box's colour is in the ground of the box."""


class Colours(Settings):
    """The brand's colours as `#rrggbb`. Each is used as text on white and as ground of white text, or nearly so."""

    text: str = "#1b1b1b"
    muted: str = "#4d4d4d"
    primary: str
    on_primary: str = PAPER_WHITE
    risks: str = "#9c1c28"
    supervision: str = "#1d4f91"

    @field_validator("*")
    @classmethod
    def _hexadecimal(cls, value: str) -> str:
        if not HEX.fullmatch(value):
            raise ValueError(f"'{value}' is not a colour\nWrite six hexadecimal digits, such as #0b4f6c.")
        return value.lower()

    def ground(self, box: str) -> str:
        """The ground of the box named `risks` or `supervision`: white with a little of its colour."""
        return mix(getattr(self, box), PAPER_WHITE, TINT)

    def named(self, name: str) -> str:
        """The colour that `name` means in the table of pairs: a key, `white`, or the ground of a box."""
        if name == "white":
            return PAPER_WHITE
        if name.endswith(" ground"):
            return self.ground(name.removesuffix(" ground"))
        return str(getattr(self, name))


_PAIRS = (
    ("text", "white", NORMAL_TEXT),
    ("muted", "white", NORMAL_TEXT),
    ("primary", "white", NORMAL_TEXT),
    ("on_primary", "primary", NORMAL_TEXT),
    ("risks", "white", NORMAL_TEXT),
    ("supervision", "white", NORMAL_TEXT),
    ("text", "risks ground", NORMAL_TEXT),
    ("text", "supervision ground", NORMAL_TEXT),
    ("risks", "risks ground", NORMAL_TEXT),
    ("supervision", "supervision ground", NORMAL_TEXT),
)
"""Every pair of text and ground that the templates print, and the ratio it needs."""


class Wording(Settings):
    """What a brand may say otherwise in a language."""

    name: str | None = Field(default=None, min_length=1)
    address: tuple[str, ...] | None = Field(default=None, min_length=1, strict=False)
    hours: tuple[str, ...] | None = Field(default=None, min_length=1, strict=False)
    phone: str | None = Field(default=None, min_length=1)
    emergency: str | None = Field(default=None, min_length=1)
    email: str | None = Field(default=None, min_length=1)
    website: str | None = Field(default=None, min_length=1)


class BrandFile(Settings):
    """What `brand.toml` says."""

    name: str = Field(min_length=1)
    phone: str = Field(min_length=3)
    emergency: str = Field(min_length=2)
    email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    website: str | None = Field(default=None, max_length=300)  # a longer one makes a QR code that no phone reads
    address: tuple[str, ...] = Field(default=(), strict=False)
    hours: tuple[str, ...] = Field(default=(), strict=False)
    logo: str = Field(max_length=60)  # fewer bytes than a file name may have, in any script
    colours: Colours
    wording: dict[str, Wording] = Field(default_factory=dict)

    @field_validator("website")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in ("https", "http") or not urlsplit(value).hostname):
            raise ValueError(f"'{value}' is not a web address\nWrite it whole, such as https://clinic.example/pain.")
        return value

    @field_validator("wording")
    @classmethod
    def _known_languages(cls, value: dict[str, Wording]) -> dict[str, Wording]:
        for code in value:
            try:
                find_language(code)
            except UnknownLanguageError as error:
                raise ValueError(f"{error}\nName the table [wording.es] or the like.") from None
        return value


@dataclass(frozen=True)
class Wordings:
    """One of the brand's texts (its lines) in the best language there is, and which language that is."""

    lines: tuple[str, ...]
    language: Language


@dataclass(frozen=True)
class Brand:
    """A brand that can be printed. `logo` lies in the brand's folder; `source` is the language of the plain values."""

    id: str
    path: Path
    logo: Path
    source: Language
    file: BrandFile

    @property
    def colours(self) -> Colours:
        """The colours, every pair of which can be read."""
        return self.file.colours

    def text(self, key: str, language: Language) -> Wordings | None:
        """The lines of `key` (`name`, `address`, …) for readers of `language`; `None` where there are none."""
        wording = self.file.wording.get(language.code)
        own = getattr(wording, key) if wording else None
        value, spoken = (own, language) if own else (getattr(self.file, key), self.source)
        if not value:
            return None
        return Wordings((value,) if isinstance(value, str) else tuple(value), spoken)

    def values(self, language: Language) -> Mapping[str, str]:
        """What the placeholders of a message hold for readers of `language`; those without a value are left out."""
        keys = {"clinic": "name"} | {key: key for key in ("phone", "email", "address", "hours", "emergency", "website")}
        texts = {name: self.text(key, language) for name, key in keys.items()}
        values = {name: ", ".join(text.lines) for name, text in texts.items() if text}
        if hours := texts["hours"]:
            values["hours"] = hours.language.format_list(list(hours.lines))
        for name in ("phone", "emergency"):
            values[name] = values[name].replace(" ", "\u00a0")  # a number stays on one line
        return values


def load_brand(folder: Path, source: Language) -> Brand:
    """The brand in `folder`, its plain values in the language `source`. Raises `HandoutsError`."""
    path = folder / "brand.toml"
    if not path.is_file():
        hint = f"Make {path.name} there, or name another brand."
        raise HandoutsError([Problem("brand-missing", f"there is no brand '{folder.name}'", path, None, hint)])
    file = load_toml(path, BrandFile)
    raise_errors(_contrast_problems(file.colours, path) + _logo_problems(folder, file.logo, path))
    return Brand(folder.name, path, (folder / file.logo).resolve(), source, file)


def _contrast_problems(colours: Colours, path: Path) -> list[Problem]:
    text = read_text(path)
    found = []
    for name, other, least in _PAIRS:
        colour, ground = colours.named(name), colours.named(other)
        have = ratio(colour, ground)
        if have < least:
            shade = nearest_passing(colour, ground, least)
            what = f"{name} {colour} on {other} {ground} has a contrast of {have:.2f}:1 and needs {least}:1 (WCAG AA)"
            hint = (
                f"The nearest shade of {name} that passes is {shade}." if shade else f"No shade passes: change {other}."
            )
            line = key_line(text, ["colours", name])
            found.append(Problem("contrast-low", what, path, line, hint))
    return found


def _logo_problems(folder: Path, name: str, path: Path) -> list[Problem]:
    line = key_line(read_text(path), ["logo"])
    logo = inside(folder, Path(name))
    if logo is None:
        code, what = "logo-outside", f"the logo '{name}' lies outside the brand's folder"
    elif not logo.is_file():
        code, what = "logo-missing", f"there is no logo '{name}'"
    elif not re.fullmatch(r"\.(svg|png|jpe?g)", logo.suffix.lower()):
        code, what = "logo-format", f"the logo '{name}' is neither SVG nor PNG nor JPEG"
    else:
        return []
    return [Problem(code, what, path, line, "Put an SVG, PNG or JPEG file beside brand.toml and name it there.")]


def wording_problems(brand: Brand, language: Language) -> list[Problem]:
    """A warning when readers of `language` will find the opening hours in the source language.

    An address is for the post and stays as it is; the other texts are numbers and names.
    """
    hours = brand.text("hours", language)
    if hours is None or hours.language == language:
        return []
    what = (
        f"the opening hours have no wording in {language.name_in(brand.source)} and are printed in {brand.source.name}"
    )
    hint = f"Add 'hours' to [wording.{language.code}]."
    return [Problem("brand-wording", what, brand.path, None, hint, Severity.WARNING)]
