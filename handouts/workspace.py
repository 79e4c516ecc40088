"""The workspace: where its root is, what its settings say, and where the package keeps what it brings along."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from handouts.editions import DEFAULT_EDITIONS, EDITIONS, PAPERS
from handouts.languages import UnknownLanguageError, find_script
from handouts.problems import ExitCode, HandoutsError, Problem
from handouts.toml_file import Settings, load_toml

SETTINGS = "handouts.toml"


class ReviewSettings(Settings):
    """What `[review]` says: with the policy `mark` a draft is printed and says so, with `require` it is not printed."""

    policy: Literal["mark", "require"] = "mark"


class MailSettings(Settings):
    """What `[mail]` says: the server that takes the clinic's e-mail, and how it is spoken to.

    `host` may be left out: messages then become files. `port` is 587 with `starttls`, 465 with `tls` (RFC 8314) and
    25 with `none`, which is for a server on this machine only. The password is in the environment variable
    `password_env` or the file `password_file`. `max_size` is the most bytes of a message, `rate` the most messages a
    minute. `ca_file` is a certificate authority of the clinic's own, in PEM.
    """

    host: str | None = Field(default=None, min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = Field(default=None, min_length=1)
    password_env: str | None = Field(default=None, min_length=1)
    password_file: str | None = Field(default=None, min_length=1)
    ca_file: str | None = Field(default=None, min_length=1)
    sender: str | None = None
    max_size: int = Field(default=7_000_000, ge=100_000)
    rate: int | None = Field(default=None, ge=1)

    @field_validator("sender")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            raise ValueError(f"'{value}' is not an e-mail address\nWrite it such as leaflets@clinic.example.")
        return value

    @model_validator(mode="before")
    @classmethod
    def _no_secret(cls, value: object) -> object:
        if isinstance(value, dict) and (found := _SECRETS.intersection(value)):
            hint = "Take it out, change it, and name an environment variable (password_env) or a file (password_file)."
            raise ValueError(f"'{min(found)}' stands here, and a secret has no place in this file\n{hint}")
        return value

    @model_validator(mode="after")
    def _together(self) -> MailSettings:
        if self.security == "none" and self.host and not is_loopback(self.host):
            hint = 'Say security = "starttls" or "tls"; \'none\' is for a server on this machine only.'
            raise ValueError(f"messages to '{self.host}' would cross the network in clear text\n{hint}")
        if self.password_env and self.password_file:
            raise ValueError("the password cannot be in two places\nKeep password_env or password_file.")
        if bool(self.user) != bool(self.password_env or self.password_file):
            hint = "Give user and password_env (or password_file), or none of them."
            raise ValueError(f"a user and a password belong together\n{hint}")
        return self

    @property
    def server_port(self) -> int:
        """The port that the server is asked on."""
        return self.port or {"starttls": 587, "tls": 465, "none": 25}[self.security]


_SECRETS = frozenset({"password", "pass", "passwd", "secret", "token", "api_key"})


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by its very name or address (RFC 6761, RFC 5735, RFC 4291)."""
    name = host.strip("[]").lower().removesuffix(".")
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


class WorkspaceSettings(Settings):
    """What `handouts.toml` says. Languages are gettext codes; editions and paper are ids.

    Leaflets in the languages of `latin_digits` are printed in European digits, though the languages have their own.
    `brand` and `paper` are those of a single leaflet; `build` makes leaflets of all `brands` and on all `papers`, these
    two when nothing is said. `conformance` is the part of PDF/UA (ISO 14289) that the PDF files keep.
    """

    source_language: str = "en"
    languages: tuple[str, ...] = Field(default=("en",), min_length=1, strict=False)
    latin_digits: tuple[str, ...] = Field(default=(), strict=False)
    brand: str
    brands: tuple[str, ...] = Field(default=(), strict=False)
    editions: tuple[str, ...] = Field(default=DEFAULT_EDITIONS, min_length=1, strict=False)
    paper: str = "a4"
    papers: tuple[str, ...] = Field(default=(), strict=False)
    conformance: Literal["pdf/ua-1", "pdf/ua-2"] = "pdf/ua-1"
    review: ReviewSettings = Field(default_factory=ReviewSettings)
    mail: MailSettings | None = None

    @field_validator("languages", "source_language", "latin_digits")
    @classmethod
    def _known_languages(cls, value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        for code in (value,) if isinstance(value, str) else value:
            try:
                find_script(code)
            except UnknownLanguageError as error:
                raise ValueError(f"{error}\nWrite gettext codes such as es, pt_BR or zh_Hans.") from None
        return value

    @field_validator("brand", "brands")
    @classmethod
    def _brand_name(cls, value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        for name in (value,) if isinstance(value, str) else value:
            if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
                hint = "It is the name of a folder in brands/, of small letters, figures and hyphens."
                raise ValueError(f"'{name}' cannot be a brand's id\n{hint}")
        return value

    @field_validator("editions")
    @classmethod
    def _known_editions(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for edition in value:
            if edition not in EDITIONS:
                raise ValueError(f"there is no edition '{edition}'\nThe editions are {', '.join(EDITIONS)}.")
        return value

    @field_validator("paper", "papers")
    @classmethod
    def _known_paper(cls, value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        for name in (value,) if isinstance(value, str) else value:
            if name not in PAPERS:
                raise ValueError(f"there is no paper '{name}'\nThe papers are {', '.join(PAPERS)}.")
        return value

    @property
    def all_brands(self) -> tuple[str, ...]:
        """The brands that `build` makes leaflets of."""
        return self.brands or (self.brand,)

    @property
    def all_papers(self) -> tuple[str, ...]:
        """The papers that `build` makes leaflets for."""
        return self.papers or (self.paper,)


@dataclass(frozen=True)
class Workspace:
    """A clinic's folder: its root and settings."""

    root: Path
    settings: WorkspaceSettings

    @property
    def articles(self) -> Path:
        """The folder of the articles, one Markdown file each."""
        return self.root / "articles"

    @property
    def brands(self) -> Path:
        """The folder of the brands, one folder each."""
        return self.root / "brands"

    @property
    def locales(self) -> Path:
        """The folder of the catalogs."""
        return self.root / "locales"

    @property
    def templates(self) -> Path:
        """The folder of the workspace's own templates, which need not exist."""
        return self.root / "templates"

    @property
    def reviews(self) -> Path:
        """The file of the approvals, which need not exist."""
        return self.root / "reviews.toml"

    @property
    def output(self) -> Path:
        """The folder of the finished leaflets."""
        return self.root / "output"

    @cached_property
    def article_paths(self) -> dict[str, Path]:
        """The articles' files by id, in the order of their names."""
        return {path.stem: path for path in sorted(self.articles.glob("*.md"))}

    @property
    def brand_names(self) -> list[str]:
        """The ids of the brands, in order."""
        return sorted(path.parent.name for path in self.brands.glob("*/brand.toml"))


def open_workspace(start: Path) -> Workspace:
    """The workspace that `start` (a folder) lies in: the nearest folder upwards with a `handouts.toml`.

    Raises `HandoutsError` when there is none or its settings are wrong.
    """
    start = start.resolve()
    for folder in (start, *start.parents) if start.exists() else ():
        if (folder / SETTINGS).is_file():
            return Workspace(folder, load_toml(folder / SETTINGS, WorkspaceSettings))
    hint = "Change to the folder that has a handouts.toml, name it with --workspace, or make one with 'handouts init'."
    problem = Problem("workspace-missing", f"there is no {SETTINGS} here or in a folder above", start, None, hint)
    raise HandoutsError([problem], ExitCode.CONTENT)


def packaged(name: str) -> Path:
    """Where the installed package, or the repository it runs from, keeps its `templates`, `locales` or `example`."""
    package = Path(__file__).parent
    if (package / name).is_dir():
        return package / name
    return package.parent if name == "example" else package.parent / name


def make_workspace(folder: Path) -> Path:
    """Make a workspace in `folder`, new or empty, with the example clinic's files in it, and return it.

    Raises `HandoutsError` when something is there already (`workspace-exists`) or it cannot be made
    (`workspace-unwritable`).
    """
    hint = "Name a new folder, or an empty one."
    example = packaged("example")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise HandoutsError([Problem("workspace-exists", "there is something here already", folder, None, hint)])
        for name in ("articles", "brands"):
            shutil.copytree(example / name, folder / name)
        shutil.copytree(packaged("locales"), folder / "locales")
        shutil.copy(example / SETTINGS, folder / SETTINGS)
        (folder / "output").mkdir()
    except OSError as error:
        what = f"the workspace cannot be made: {(error.strerror or str(error)).lower()}"
        raise HandoutsError([Problem("workspace-unwritable", what, folder, None, hint)]) from None
    return folder
