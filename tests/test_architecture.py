"""The shape of the package: imports point down, libraries stay behind their walls, files stay short."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "handouts"

ORDER = (
    "problems",
    "files",
    "bidi",
    "article",
    "inline",
    "po",
    "extraction",
    "breaking",
    "jobs",
    "editions",
    "languages",
    "alphabets",
    "weasyprint_patches",
    "fonts",
    "font_cuts",
    "toml_file",
    "settings_edit",
    "workspace",
    "front_matter",
    "markdown",
    "catalogs",
    "checks",
    "unbroken",
    "contrast",
    "brand",
    "reviewers",
    "review",
    "reviews_file",
    "leaflet",
    "findings",
    "views",
    "template",
    "glyphs",
    "text_layer",
    "render",
    "foresight",
    "typeset",
    "structure",
    "proof",
    "imposition",
    "press",
    "manifest",
    "handover",
    "bundle",
    "shelf",
    "machine",
    "batch",
    "mail",
    "translate",
    "approving",
    "status",
    "sarif",
    "specimen",
    "doctor",
    "printing",
    "report",
    "commands",
    "cli",
    "__main__",
)
"""The rooms from the bottom to the top; a module imports only from rooms that stand before its own, or its own."""

WALLS = {
    "babel": {"languages", "po", "checks", "specimen"},
    "budoux": {"breaking"},
    "cffi": {"proof"},
    "distributed": {"batch"},
    "email_validator": {"mail"},
    "fontTools": {"checks"},
    "icu4py": {"breaking"},
    "jinja2": {"batch", "mail", "template", "views"},
    "markdown_it": {"markdown", "inline"},
    "markupsafe": {"inline", "leaflet", "mail", "specimen", "views"},
    "numpy": {"checks", "proof"},
    "page": {"proof"},
    "pikepdf": {"imposition", "structure", "proof"},
    "PIL": {"batch", "brand", "proof"},
    "pydantic": {"toml_file", "workspace", "brand", "checks", "manifest", "reviews_file"},
    "py3langid": {"checks"},
    "pydyf": {"text_layer", "weasyprint_patches"},
    "pypdfium2": {"batch", "imposition", "proof"},
    "pyphen": {"breaking", "weasyprint_patches"},
    "rich": {"report"},
    "segno": {"views"},
    "tomlkit": {"settings_edit"},
    "typer": {"commands", "cli"},
    "uharfbuzz": {"font_cuts", "foresight", "proof", "text_layer"},
    "weasyprint": {"fonts", "render", "text_layer", "weasyprint_patches"},
    "yaml": {"front_matter"},
}
"""The rooms that may know a library."""

TALKERS = {"cli", "commands", "report"}


def room(path: Path) -> str:
    """The module or subpackage of handouts that the file `path` belongs to."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
files = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))


def imports(path: Path) -> set[str]:
    """The dotted names that `path` imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == "handouts" else {module}
    return found


def typing_only(path: Path) -> set[str]:
    """The rooms that `path` imports for type checkers alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            found |= {child.module or "" for child in node.body if isinstance(child, ast.ImportFrom)}
    return found


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room(path) for path in FILES} == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


@files
def test_imports_point_down(path: Path) -> None:
    own = ORDER.index(room(path))
    for name in imports(path) - typing_only(path):
        parts = name.split(".")
        if parts[0] == "handouts" and parts[1] != "__version__":
            assert parts[1] in ORDER, name
            assert ORDER.index(parts[1]) <= own, f"{room(path)} imports {name}"
            if parts[1] == room(path):
                assert path.parent.name == room(path), "only a file of a subpackage imports its own room"


@files
def test_libraries_stay_behind_their_walls(path: Path) -> None:
    for name in {name.split(".")[0] for name in imports(path)} - {"handouts"}:
        if name not in sys.stdlib_module_names:
            assert name in WALLS, f"{name} has no wall yet"
            assert room(path) in WALLS[name], f"{room(path)} must not know {name}"


def test_no_wall_stands_for_nothing() -> None:
    known = {(name.split(".")[0], room(path)) for path in FILES for name in imports(path)}
    assert {(library, name) for library, rooms in WALLS.items() for name in rooms} <= known


@files
def test_nobody_below_the_command_line_talks(path: Path) -> None:
    if room(path) in TALKERS:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "input", "breakpoint", "exit", "quit"}, f"line {node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys":
            assert node.attr not in {"argv", "stdout", "stderr", "stdin", "exit"}, f"line {node.lineno}"


@files
def test_no_network_and_no_code_from_text(path: Path) -> None:
    names = {name.split(".")[0] for name in imports(path)}
    assert names.isdisjoint({"http", "requests", "httpx", "pickle", "marshal", "shelve"})
    assert names.isdisjoint({"socket", "ssl", "smtplib"}) or path == PACKAGE / "mail" / "smtp.py"
    assert "urllib.request" not in imports(path)
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called.isdisjoint({"eval", "exec", "compile", "__import__"})


@files
def test_files_open_with_a_docstring_and_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "a docstring says what the module owns"
    assert text.count("\n") <= 500


def test_the_median_file_is_short() -> None:
    lengths = sorted(path.read_text(encoding="utf-8").count("\n") for path in FILES)
    assert lengths[len(lengths) // 2] <= 200


def test_the_article_does_no_input_or_output() -> None:
    for name in ("article", "contrast", "leaflet", "bidi", "inline", "views"):
        called = {node.attr for node in ast.walk(ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8")))
                  if isinstance(node, ast.Attribute)}  # fmt: skip
        assert called.isdisjoint({"write_text", "write_bytes", "read_text", "open", "mkdir", "unlink"})
