"""The translators' files of a workspace: templates out, catalogs kept up to date, languages begun.

What is written are PO templates, PO files and one line of `handouts.toml`; a file that is not in order is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.catalogs import MAIL, OWN, WORDS, catalog_path, read_po
from handouts.extraction import Entry, article_entries, template_entries, write_template
from handouts.files import inside, read_text, write_atomic
from handouts.fonts import families, missing_fonts
from handouts.languages import Language, UnknownLanguageError, find_language
from handouts.leaflet import NOTICES
from handouts.mail.wording import mail_entries
from handouts.po.file import PoEntry, PoFile, format_po
from handouts.po.merging import Changes, merge
from handouts.po.plurals import plural_forms
from handouts.press import Press
from handouts.problems import ExitCode, HandoutsError, Problem
from handouts.settings_edit import with_language
from handouts.workspace import SETTINGS, Workspace, packaged

Texts = dict[str, tuple[PoEntry, ...]]
"""What is to be translated, by gettext domain: the templates' own words, those of messages, then each article's."""

_NONE = Changes()


@dataclass(frozen=True)
class Updated:
    """What became of one file: a template (`language` is empty) or a catalog.

    `state` is `new`, `changed`, `unchanged`, or `left alone` when `problems` say why.
    """

    language: str
    domain: str
    path: Path
    state: str
    changes: Changes = _NONE
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Begun:
    """A language that translators can begin with: its files, whether the settings were changed, and what it needs.

    `fonts` are the families that print it; `missing` are problems for those that are not installed.
    """

    language: Language
    files: tuple[Updated, ...]
    in_settings: bool
    fonts: tuple[str, ...]
    missing: tuple[Problem, ...]


def extract(press: Press) -> list[Path]:
    """Write the templates for translators: for the templates' words, for messages, and one an article; their paths.

    Raises `HandoutsError` when an article or a template is not in order; nothing is written then.
    """
    return [done.path for done in _write_templates(press, check=False)]


def update(press: Press, languages: Sequence[str] = (), *, check: bool = False) -> list[Updated]:
    """Bring the templates and the catalogs of `languages` (default: all that are there) up to date with the sources.

    Catalogs that the workspace's languages lack are begun. With `check` nothing is written. What is wrong with a
    catalog is in what comes back; raises `HandoutsError` when an article or a template is not in order, and nothing is
    written then.
    """
    done = _write_templates(press, check=check)
    workspace, texts = press.workspace, _texts(press)
    own = [code for code in workspace.settings.languages if code != press.source.code]
    for code in languages or dict.fromkeys((*own, *languages_begun(workspace))):
        for domain, entries in texts.items():
            path = catalog_path(workspace.locales, code, domain)
            if path.exists():
                done.append(_update_one(workspace, code, domain, entries, check=check))
            elif code in own and (begun := _begin_one(press, code, domain, entries, check=check)):
                done.append(begun)
    return done


def add_language(press: Press, code: str) -> Begun:
    """Begin the language with the gettext `code`: catalogs that are not there yet, and its place in the settings.

    Raises `HandoutsError` for a language that cannot be printed (`language-unknown`) or is the articles' own
    (`language-source`), and when a file cannot be read or written.
    """
    workspace = press.workspace
    language = _printable(code)
    if code == press.source.code:
        problem = Problem("language-source", f"the articles are written in '{code}'", hint="Name another language.")
        raise HandoutsError([problem], ExitCode.USAGE)
    settings = workspace.root / SETTINGS
    changed = _settings_with(settings, code, workspace.settings.languages)
    texts = _texts(press)
    files = _write_templates(press, check=False)
    for domain, entries in texts.items():
        if catalog_path(workspace.locales, code, domain).exists():
            files.append(_update_one(workspace, code, domain, entries, check=False))
        elif begun := _begin_one(press, code, domain, entries, check=False, copy=True):
            files.append(begun)
    if changed:
        _write(settings, changed)
    missing = tuple(missing_fonts(language, press.source))
    return Begun(language, tuple(files), bool(changed), families(language), missing)


def _texts(press: Press) -> Texts:
    """What is to be translated. Raises `HandoutsError` when an article or a template is not in order."""
    return {domain: template_entries(entries) for domain, entries in _entries(press).items()}


def _entries(press: Press) -> dict[str, Sequence[Entry]]:
    articles = {name: article_entries(press.article(name)) for name in press.workspace.article_paths}
    return {WORDS: (*NOTICES, *press.entries()), MAIL: mail_entries(press), **articles}


def _write_templates(press: Press, *, check: bool) -> list[Updated]:
    written = {domain: write_template(entries) for domain, entries in _entries(press).items()}
    done = []
    for domain, data in written.items():
        path = _own(press.workspace, press.workspace.locales / f"{domain}.pot")
        state = "unchanged" if path.is_file() and path.read_bytes() == data else "changed" if path.exists() else "new"
        if state != "unchanged" and not check:
            _write(path, data)
        done.append(Updated("", domain, path, state))
    return done


def languages_begun(workspace: Workspace) -> list[str]:
    """The languages that have a folder for catalogs."""
    return sorted(path.parent.name for path in workspace.locales.glob("*/LC_MESSAGES"))


def _update_one(workspace: Workspace, code: str, domain: str, entries: Sequence[PoEntry], *, check: bool) -> Updated:
    path = catalog_path(workspace.locales, code, domain)
    try:
        real = _own(workspace, path)
        text = read_text(real)
        file, problems = read_po(text, path, code)
        _refuse_plurals(file, entries, path)
        merged, changes = merge(file, entries)
        if not changes.rewritten:
            return Updated(code, domain, path, "unchanged", changes, tuple(problems))
        if not check:
            _write(real, _with_line_ends(format_po(merged), real).encode())
    except HandoutsError as error:
        return Updated(code, domain, path, "left alone", problems=error.problems)
    return Updated(code, domain, path, "changed", changes, tuple(problems))


def _refuse_plurals(file: PoFile, entries: Iterable[PoEntry], path: Path) -> None:
    """Raise `HandoutsError` when a message that has no plural forms here has them in `file`."""
    wanted = {entry.key for entry in entries}
    for entry in file.entries:
        if entry.plural is not None and entry.key in wanted:
            what = "the message has plural forms, and the leaflet's has none"
            problem = Problem("catalog-plural", what, path, entry.line, "Take the message out, and update again.")
            raise HandoutsError([problem])


def _with_line_ends(text: str, path: Path) -> str:
    """`text` with the line ends that most lines of the file at `path` have."""
    data = path.read_bytes()
    return text.replace("\n", "\r\n") if data.count(b"\r\n") * 2 > data.count(b"\n") else text


def _begin_one(
    press: Press, code: str, domain: str, entries: Sequence[PoEntry], *, check: bool, copy: bool = False
) -> Updated | None:
    """Begin the catalog of one domain: with the translation that comes with handouts, or empty.

    Where handouts has one it serves as it is, and `None` comes back unless it is to be copied.
    """
    path = catalog_path(press.workspace.locales, code, domain)
    ours = catalog_path(packaged("locales"), code, domain)
    if domain in OWN and ours.is_file():
        if not copy:
            return None
        file, changes = merge(read_po(read_text(ours), ours, code)[0], entries)
    else:
        language = find_language(code).name_in(press.source)
        file, changes = (
            PoFile((_header(language, code, domain), *entries)),
            Changes(added=len(entries), waiting=len(entries)),
        )
    if not check:
        _write(_own(press.workspace, path), format_po(file).encode())
    return Updated(code, domain, path, "new", changes)


def _header(language: str, code: str, domain: str) -> PoEntry:
    """The header of a catalog that is to be translated. It holds no clock; a PO editor fills in who and when."""
    notes = (
        f"# {language} translation of {domain}.",
        "# TO BE TRANSLATED. Keep {placeholders} and Markdown (**, *, [ ]( )) as they are.",
    )
    text = (
        "Project-Id-Version: handouts\n"
        "PO-Revision-Date: \n"
        "Last-Translator: \n"
        "Language-Team: none\n"
        f"Language: {code}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        f"Plural-Forms: {plural_forms(code)}\n"
    )
    return PoEntry("", strings=(text,), notes=notes)


def _printable(code: str) -> Language:
    try:
        return find_language(code)
    except UnknownLanguageError as error:
        hint = next(_meant(code), "Write a gettext code that CLDR knows, such as fr, pt_BR or zh_Hans.")
        raise HandoutsError([Problem("language-unknown", str(error), hint=hint)], ExitCode.USAGE) from None


def _meant(code: str) -> Iterator[str]:
    """A hint for each way to write `code` that is a gettext code."""
    parts = code.replace("-", "_").split("_")
    forms = [parts[0].lower(), *(part.title() if len(part) == 4 else part.upper() for part in parts[1:])]
    for tried in ("_".join(forms), "_".join(forms[:2])):
        try:
            find_language(tried)
        except UnknownLanguageError:
            continue
        yield f"Write it '{tried}'."


def _settings_with(path: Path, code: str, present: tuple[str, ...]) -> bytes | None:
    """The settings file at `path` with the language `code` in it; `None` when it is there already."""
    if code in present:
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return with_language(text, code, present).encode()
    except ValueError as error:
        hint = f"Add \"{code}\" to 'languages' yourself, and run this again."
        what = f"the language cannot be added: {error}"
        raise HandoutsError([Problem("settings-layout", what, path, None, hint)]) from None


def _own(workspace: Workspace, path: Path) -> Path:
    """Where `path` is with links followed. Raises `HandoutsError` when that is not in the workspace."""
    real = inside(workspace.root, path)
    if real is None:
        hint = "Put the file itself into the workspace."
        raise HandoutsError([Problem("path-outside", "this leads out of the workspace", path, None, hint)])
    return real


def _write(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step. Raises `HandoutsError` (`file-unwritable`) when the system does not let it."""
    try:
        write_atomic(path, data)
    except OSError as error:
        what = f"the file cannot be written: {(error.strerror or str(error)).lower()}"
        problem = Problem("file-unwritable", what, path, None, "Make room, or mend the permissions.")
        raise HandoutsError([problem]) from None
