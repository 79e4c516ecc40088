"""A clinic's brand: `brand.toml` and a logo to a `Brand` whose colours can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from PIL import Image
from pydantic import Field, field_validator

from handouts import inline
from handouts.contrast import HEX, NORMAL_TEXT, mix, nearest_passing, ratio
from handouts.files import inside, read_text
from handouts.languages import Language, UnknownLanguageError, find_script
from handouts.problems import HandoutsError, Problem, Severity, raise_errors
from handouts.toml_file import Settings, key_line, load_toml

TEXTS = ("name", "phone", "emergency", "email", "website", "address", "hours")
"""The keys of what a brand says in words and figures."""

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
    ("text", ("white", "risks ground", "supervision ground")),
    ("muted", ("white",)),
    ("primary", ("white",)),
    ("on_primary", ("primary",)),
    ("risks", ("white", "risks ground")),
    ("supervision", ("white", "supervision ground")),
)
"""Every colour of text that the templates print, with the grounds that it is printed on."""


def _mail_address(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ValueError(f"'{value}' is not an e-mail address\nWrite it such as pain@clinic.example.")
    return value


class Addresses(Settings):
    """The addresses of a brand on the network."""

    email: str | None = None
    website: str | None = Field(default=None, max_length=300)  # a longer one makes a QR code that no phone reads

    _email = field_validator("email")(_mail_address)

    @field_validator("website")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in ("https", "http") or not urlsplit(value).hostname):
            raise ValueError(f"'{value}' is not a web address\nWrite it whole, such as https://clinic.example/pain.")
        return value


class MailWording(Settings):
    """What a brand says otherwise in its e-mail. A subject is on a locked phone's screen: it names no illness."""

    subject: str | None = Field(default=None, min_length=1, max_length=100)

    @field_validator("subject")
    @classmethod
    def _plain(cls, value: str | None) -> str | None:
        if value is not None and (found := inline.faults(value, ("clinic",))):
            raise ValueError(f"{found[0].message}\n{found[0].hint}")
        if value is not None and len(value.splitlines()) > 1:
            raise ValueError("a subject is one line\nTake out the line break.")
        return value


class BrandMail(MailWording):
    """What `[mail]` says: the subject in the source language, and where answers go (the brand's address if nowhere)."""

    reply_to: str | None = None

    _address = field_validator("reply_to")(_mail_address)


class Wording(Addresses):
    """What a brand may say otherwise in a language."""

    name: str | None = Field(default=None, min_length=1)
    address: tuple[str, ...] | None = Field(default=None, min_length=1, strict=False)
    hours: tuple[str, ...] | None = Field(default=None, min_length=1, strict=False)
    phone: str | None = Field(default=None, min_length=1)
    emergency: str | None = Field(default=None, min_length=1)
    mail: MailWording = Field(default_factory=MailWording)


class BrandFile(Addresses):
    """What `brand.toml` says."""

    name: str = Field(min_length=1)
    phone: str = Field(min_length=3)
    emergency: str = Field(min_length=2)
    address: tuple[str, ...] = Field(default=(), strict=False)
    hours: tuple[str, ...] = Field(default=(), strict=False)
    logo: str = Field(max_length=60)  # fewer bytes than a file name may have, in any script
    colours: Colours
    mail: BrandMail = Field(default_factory=BrandMail)
    wording: dict[str, Wording] = Field(default_factory=dict)

    @field_validator("wording")
    @classmethod
    def _known_languages(cls, value: dict[str, Wording]) -> dict[str, Wording]:
        for code in value:
            try:
                find_script(code)
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
        lines = (value,) if isinstance(value, str) else tuple(value)
        return Wordings(tuple(map(spoken.spell, lines)), spoken)

    def mail_subject(self, language: Language) -> str | None:
        """The subject of messages in `language`, its `{clinic}` open; `None` where the brand has none in it."""
        wording = self.file.wording.get(language.code)
        own = wording.mail.subject if wording else None
        return own or (self.file.mail.subject if language == self.source else None)

    @property
    def reply_to(self) -> str | None:
        """The address that answers to e-mail go to."""
        return self.file.mail.reply_to or self.file.email

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
    found: list[Problem] = []
    weak: set[str] = set()
    for name, others in _PAIRS:
        colour = colours.named(name)
        grounds = [(colours.named(other), other) for other in others if other not in weak]
        have, ground, other = min(
            ((ratio(colour, ground), ground, other) for ground, other in grounds), default=(21, "", "")
        )
        if have < NORMAL_TEXT:
            weak.add(name)
            shade = nearest_passing(colour, ground, NORMAL_TEXT)
            what = (
                f"{name} {colour} on {other} {ground} has a contrast of {have:.2f}:1, below WCAG AA ({NORMAL_TEXT}:1)"
            )
            hint = (
                f"The nearest shade of {name} that passes is {shade}." if shade else f"No shade passes: change {other}."
            )
            found.append(Problem("contrast-low", what, path, key_line(text, ["colours", name]), hint))
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
    elif not _is_picture(logo):
        code, what = "logo-broken", f"the logo '{name}' is not a picture, or is damaged"
    else:
        return []
    return [Problem(code, what, path, line, "Put an SVG, PNG or JPEG file beside brand.toml and name it there.")]


def _is_picture(path: Path) -> bool:
    """Whether the SVG, PNG or JPEG file at `path` can be read as what its name says."""
    try:
        if path.suffix.lower() == ".svg":
            return ElementTree.parse(path).getroot().tag.rpartition("}")[2] == "svg"  # noqa: S314  # expat >= 2.4.1
        with Image.open(path) as picture:
            picture.verify()
    except (ElementTree.ParseError, OSError, SyntaxError, ValueError):
        return False
    return True


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
