"""The files that leaflets are made of: which there are, what each held when the batch was planned, and their bytes.

A file is looked at once for the plan. When a worker is given it, it is read, and must still be what was planned with:
a fingerprint must never stand for other bytes than those that were printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from handouts.batch.machine import own_digest
from handouts.batch.state import Marks, State, read_digest
from handouts.catalogs import WORDS, catalog_path
from handouts.files import digest, inside
from handouts.jobs import Job
from handouts.languages import find_language
from handouts.problems import HandoutsError, Problem
from handouts.workspace import SETTINGS, Workspace, packaged

Derived = tuple[str, Marks | None]
"""What was made of some files' contents, and marks of its messages where it has any."""

OUTSIDE = "outside"
"""What stands for the digest of a file that a link leads out of the workspace to: it is not looked at."""

_NOT_FOR_LEAFLETS = "mail/"
"""The folder of `templates/` that holds none of a leaflet's."""


class Inputs:
    """The files of a workspace that its leaflets are made of, as they are while this batch lasts."""

    def __init__(self, workspace: Workspace, state: State) -> None:
        self.workspace = workspace
        self.state = state
        self._brands: dict[str, tuple[Path, ...]] = {}
        self._safe: dict[Path, bool] = {}
        self._digests: dict[str, str] = {}
        self.digest(workspace.root / SETTINGS)  # as it was when the workspace was opened

    def digest(self, path: Path) -> str:
        """The digest of what `path` held when first asked; empty when it is not there.

        Of a file that cannot be read, or that a link leads out of the workspace to, it says so: whoever makes a leaflet
        of it will be told why.
        """
        name = str(path)
        if name not in self._digests:
            self._digests[name] = self._look(path)
        return self._digests[name]

    def _look(self, path: Path) -> str:
        try:
            return self.state.digest(path) if self._is_safe(path) else OUTSIDE
        except OSError as error:
            return f"unreadable-{error.errno}"

    def _is_safe(self, path: Path) -> bool:
        """Whether `path` is not led out of the workspace by a link; what comes with handouts never is."""
        root, folder = self.workspace.root, path.parent
        if not path.is_relative_to(root):
            return True
        if folder not in self._safe:
            self._safe[folder] = inside(root, folder) is not None
        return self._safe[folder] and (not path.is_symlink() or inside(root, path) is not None)

    @cached_property
    def own(self) -> str:
        """The digest of handouts itself."""
        return own_digest(self.digest)

    def derive(self, kind: str, paths: Iterable[Path], make: Callable[[], Derived], *extra: str) -> str:
        """What `make` makes of the contents of `paths`, and of `extra`; it is remembered until one of these changes.

        `make` reads them itself. When they have changed since the plan looked, what it made is not remembered.
        """
        known = {path: self.digest(path) for path in paths}
        key = " ".join((kind, self.own[:16], *extra, *(one or "-" for one in known.values())))
        found = self.state.recall(key)
        if found is None:
            found, marks = make()
            if all(_now(path) == content for path, content in known.items()):
                self.state.keep(key, found, marks)
        return found

    def catalog(self, language: str, domain: str) -> Path:
        """The catalog of `domain`, or for the templates' own words the one that comes with handouts."""
        own = catalog_path(self.workspace.locales, language, domain)
        if domain == WORDS and not self.digest(own):
            return catalog_path(packaged("locales"), language, domain)
        return own

    @cached_property
    def glossary(self) -> Path:
        """The workspace's glossary, or the one that comes with handouts."""
        own = self.workspace.locales / "glossary.toml"
        return own if self.digest(own) else packaged("locales") / own.name

    @cached_property
    def templates(self) -> tuple[tuple[str, Path], ...]:
        """The templates and pictures that leaflets may use, by name; of two with one name, the workspace's first."""
        return (*_templates_in(self.workspace.templates), *_templates_in(packaged("templates")))

    def brand(self, name: str) -> tuple[Path, ...]:
        """The files of the brand `name`: any of them may be a picture that a style sheet shows."""
        if name not in self._brands:
            self._brands[name] = self._brand_now(name)
        return self._brands[name]

    def _brand_now(self, name: str) -> tuple[Path, ...]:
        return tuple(path for _, path in _files_in(self.workspace.brands / name))

    def files_of(self, job: Job) -> dict[str, bytes]:
        """What the files of the workspace that `job` reads hold, by POSIX path below its root (`Task.files`).

        Raises `HandoutsError`: `file-changed` when one is no longer what it was when the batch was planned,
        `path-outside` when it lies out of the workspace, `file-unreadable`.
        """
        root, found = self.workspace.root, {}
        planned = {*self.brand(job.brand), *(path for _, path in self.templates if path.is_relative_to(root))}
        now = {*self._brand_now(job.brand), *(path for _, path in _templates_in(self.workspace.templates))}
        self._refuse_outside(self.workspace.templates)
        for path in sorted({*self._single_files(job), *planned, *now}):
            data = self._read(path)
            if (digest(data) if data is not None else "") != self.digest(path) or path in now - planned:
                what, hint = "this file was changed while the batch ran", "Build again; the last good file was kept."
                raise HandoutsError([Problem("file-changed", what, path, None, hint)])
            if data is not None:
                found[path.relative_to(root).as_posix()] = data
        return found

    def _single_files(self, job: Job) -> Iterator[Path]:
        """The files that `job` may read, there or not, besides those of its brand and the templates."""
        place = self.workspace
        yield from (place.root / SETTINGS, place.articles / f"{job.article}.md", place.reviews)
        if job.language != place.settings.source_language:
            yield from (catalog_path(place.locales, job.language, domain) for domain in (job.article, WORDS))
        if job.language != place.settings.source_language or find_language(job.language).spaceless:
            yield from (place.locales / "glossary.toml", place.locales / job.language / "words.toml")

    def _refuse_outside(self, path: Path) -> None:
        if inside(self.workspace.root, path) is None:
            hint = "Put the file itself into the workspace."
            raise HandoutsError([Problem("path-outside", "this leads out of the workspace", path, None, hint)])

    def _read(self, path: Path) -> bytes | None:
        """What `path` holds now; `None` when it is not there."""
        self._refuse_outside(path)
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            what = f"the file cannot be read: {(error.strerror or str(error)).lower()}"
            raise HandoutsError(
                [Problem("file-unreadable", what, path, None, "Check its name and permissions.")]
            ) from None


def _files_in(folder: Path) -> list[tuple[str, Path]]:
    """The files in `folder` and below, with their names there, in order; no hidden ones, which editors leave.

    What is called as a template is, and is no file, is among them, to be told when it is read.
    """
    every = ((path.relative_to(folder), path) for path in sorted(folder.rglob("*")))
    return [
        (name.as_posix(), path)
        for name, path in every
        if not any(part.startswith(".") for part in name.parts) and (path.is_file() or path.suffix == ".j2")
    ]


def _templates_in(folder: Path) -> list[tuple[str, Path]]:
    """The templates and pictures for leaflets in `folder`."""
    return [(name, path) for name, path in _files_in(folder) if not name.startswith(_NOT_FOR_LEAFLETS)]


def _now(path: Path) -> str:
    try:
        return read_digest(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
    except OSError as error:
        return f"unreadable-{error.errno}"
