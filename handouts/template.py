"""A `Leaflet` to HTML through Jinja, and the words that the templates bring along.

Templates may come from a workspace, so they run in a sandbox, with everything escaped and nothing undefined. The words
in them are marked `_("…")`, or `pgettext("safety", "…")` where they stand in a safety box or a notice.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.ext import babel_extract
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handouts.catalogs import Entry
from handouts.files import inside
from handouts.leaflet import Leaflet
from handouts.problems import HandoutsError, Problem
from handouts.views import data_uri, leaflet_view

_LEAFLET = "leaflet.html.j2"
_NOTE = "Translators:"
_ICON = re.compile(r"[a-z][a-z-]*")
_MEND = "Mend the template, or take it out of the workspace: the one that comes with handouts is used then."


class _InsideLoader(FileSystemLoader):
    """Loads templates from one folder, and none that a link leads out of it to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if inside(self._folder, Path(template)) is None:
            raise TemplateNotFound(template)
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError:
            raise TemplateSyntaxError("it is not UTF-8 text", 1, template, str(self._folder / template)) from None


class _Compiled(BytecodeCache):
    """What templates were compiled to (65 ms for all of ours), for all of a process that read them; no file of it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._known.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = _Compiled()


class Templates:
    """The templates in `folders`; of two with one name, that of the first folder counts."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = tuple(folder for folder in folders if folder.is_dir())
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([_InsideLoader(folder) for folder in self.folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_COMPILED,
        )

    def compile(self) -> None:
        """Compile those of leaflets now. Raises `TemplateError` when one cannot be."""
        for name in self._environment.list_templates(extensions=["j2"]):
            if not name.startswith("mail/"):
                self._environment.get_template(name)

    def entries(self, *, mail: bool = False) -> tuple[Entry, ...]:
        """The templates' own words, by name of template and line, for translators and for the leaflet.

        Those of `mail/`, which are messages and no leaflets, are a domain of their own. Raises `HandoutsError`
        (`template-syntax`) for a template that Jinja cannot parse.
        """
        found: dict[tuple[str | None, str], Entry] = {}
        for name in sorted(self._environment.list_templates(extensions=["j2"])):
            if name.startswith("mail/") != mail:
                continue
            for line, context, words, notes in self._extract(name):
                known = found.get((context, words), Entry(words, context))
                places = (*known.places, (f"templates/{name}", line))
                found[context, words] = Entry(words, context, places, tuple(dict.fromkeys(known.comments + notes)))
        return tuple(found.values())

    def render(self, leaflet: Leaflet, flowing: Collection[str] = (), *, single: bool = False) -> str:
        """The leaflet as one HTML document, its sections named in `flowing` free to break.

        `single` says that the leaflet is known to have one page only.

        Raises `HandoutsError` (`template-…`) when a template fails.
        """
        return self.fill(_LEAFLET, leaflet_view(leaflet, flowing, single=single))

    def fill(self, name: str, view: Mapping[str, Any]) -> str:
        """The template `name` as HTML, given the plain values of `view`. Raises `HandoutsError` (`template-…`)."""
        try:
            return self._environment.get_template(name).render(view, icon=self._icon)
        except TemplateSyntaxError as error:
            raise self._failure("template-syntax", error, error.lineno) from None
        except TemplateNotFound as error:
            raise self._failure("template-missing", error, None, f"there is no template '{error.name}'") from None
        except (
            TemplateError,
            TypeError,
            ValueError,
            LookupError,
            ArithmeticError,
            AttributeError,
            RecursionError,
        ) as error:
            place = _place(error)
            if place is None:
                raise
            raise self._failure("template-fails", error, place[1], path=place[0]) from None

    def _extract(self, name: str) -> Iterator[tuple[int, str | None, str, tuple[str, ...]]]:
        loader = self._environment.loader
        filename = None
        try:
            source, filename, _ = loader.get_source(self._environment, name) if loader else ("", None, None)
            messages = list(
                babel_extract(
                    io.BytesIO(source.encode()),
                    ("_", "gettext", "pgettext", "page_of_pages"),
                    [_NOTE],
                    {"silent": "false"},
                )
            )
        except TemplateSyntaxError as error:
            error.filename = error.filename or filename
            raise self._failure("template-syntax", error, error.lineno) from None
        except (TemplateNotFound, UnicodeDecodeError) as error:
            what = f"the template '{name}' is not UTF-8 text, or a link that leads nowhere or out of its folder"
            raise self._failure("template-unreadable", error, None, what) from None
        for line, function, text, comments in messages:
            parts = text if isinstance(text, tuple) else (text,)
            words = [part for part in parts if isinstance(part, str)]
            notes = tuple(comment.removeprefix(_NOTE).strip() for comment in comments)
            if function == "pgettext" and len(words) > 1:
                yield line, words[0], words[1], notes
            elif function != "pgettext" and words:
                yield line, None, words[0], notes

    def _icon(self, name: str, colour: str) -> str:
        """The address of an icon, an SVG file in `icons/` drawn with `currentColor`, in `colour`."""
        if not _ICON.fullmatch(name):
            raise TemplateRuntimeError(f"'{name}' cannot be an icon's name")
        for folder in self.folders:
            path = inside(folder, Path("icons") / f"{name}.svg")
            if path is not None and path.is_file():
                return data_uri(path.read_bytes().replace(b"currentColor", colour.encode()), ".svg")
        raise TemplateRuntimeError(f"there is no icon '{name}'")

    def _failure(
        self, code: str, error: Exception, line: int | None, what: str = "", path: Path | None = None
    ) -> HandoutsError:
        filename = path or getattr(error, "filename", None)
        message = what or f"the template fails: {error}".replace("\n", " ")
        return HandoutsError([Problem(code, message, Path(filename) if filename else None, line, _MEND)])


def _place(error: BaseException) -> tuple[Path, int] | None:
    """The template and line in which `error` was raised, or `None` when our own code raised it: that is a bug."""
    place = None
    path = Path()
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.suffix == ".j2":
            place = (path, trace.tb_lineno)
        trace = trace.tb_next
    ours = path.is_relative_to(Path(__file__).parent) and path.suffix == ".py"
    return None if ours and not isinstance(error, TemplateError) else place
