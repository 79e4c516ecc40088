"""What to look at when WeasyPrint or pydyf change: the code that the text layer rests on, and where it does so."""

from __future__ import annotations

import ast
import hashlib
import importlib
import inspect
from pathlib import Path
from typing import Any

import pydyf
import pytest
import weasyprint

import handouts.text_layer
from handouts.weasyprint_patches import ALL

VERSIONS = {"WeasyPrint": "70.0", "pydyf": "0.13.0"}
PACKAGE = Path(handouts.text_layer.__file__).parent

RESTS_ON = {
    # What it does, for which the text layer was written: the digest of its source, and where we rest on it.
    "weasyprint.document:Document.copy": ("1beed2ce8b1d", "write_watched_pdf: pages of a class of ours, no fonts yet"),
    "weasyprint.document:Document.write_pdf": (
        "086e4a8e9998",
        "write_watched_pdf: one call of the finisher before the file is written",
    ),
    "weasyprint.document:Page.paint": ("b2f0dcbda755", "WatchedPage.paint: draws the page into a Stream"),
    "weasyprint.anchors:gather_anchors": (
        "373f8c676f27",
        "WatchedPage.targets, BoxView.link_annotation: same boxes, same order",
    ),
    "weasyprint.pdf:generate_pdf": (
        "626343ef25c3",
        "order of painting, fonts, tags and metadata; pdf_2.write_metadata",
    ),
    "weasyprint.pdf.anchors:add_links": ("262e8b9b2998", "BoxView.link_annotation; pdf_tree; destinations"),
    "weasyprint.pdf.anchors:add_outlines": ("9f5d6afde789", "destinations.write_destinations"),
    "weasyprint.pdf.metadata:DocumentMetadata.generate_rdf_metadata": ("bc3e78ab24f1", "pdf_2.write_metadata"),
    "weasyprint.pdf.tags:add_tags": (
        "f0e74575b0ba",
        "pdf_tree: the catalog's entries, and a root that is empty for empty pages",
    ),
    "weasyprint.pdf.stream:Stream.marked": (
        "3fa3acacbbf6",
        "scan_marks, WatchedPage.paint: marks by box, in stream._tags",
    ),
    "weasyprint.pdf.stream:Stream.artifact": ("be61e4218680", "scan_marks: what is not content"),
    "weasyprint.pdf.stream:Stream.add_font": ("e4226e111747", "GlyphLog: stands for Document.fonts"),
    "weasyprint.pdf.fonts:Font.__init__": ("1f281166b103", "GlyphLog: Font.to_unicode and .hash"),
    "weasyprint.pdf.fonts:build_fonts_dictionary": (
        "fc551bef35d0",
        "pdf_fonts: ToUnicode maps, the names of font resources",
    ),
    "weasyprint.pdf.fonts:_build_vector_font_dictionary": ("aa6eea312c6e", "pdf_fonts: W, CIDToGIDMap, CIDFontType"),
    "weasyprint.draw.text:draw_text": ("ebaf96239c6c", "layout: which boxes are drawn and which are not"),
    "weasyprint.draw.text:draw_first_line": (
        "1bb8eae6d88e",
        "GlyphLog: every glyph told to to_unicode, in drawing order (weasyprint_patches.drawing too); shown: TJ",
    ),
    "pydyf:Stream.begin_marked_content": (
        "4348260a8eb6",
        "scan_marks: name, property list and BDC in the stream's list",
    ),
    "pydyf:Stream.end_marked_content": ("8a54f4f87e2a", "scan_marks: EMC"),
    "pydyf:Stream.show_text": ("3e008af86f62", "shown: the text of TJ operations"),
    "pydyf:PDF.write": ("242cd38f92ec", "pdf_file.write_file, which does the same; pdf_2: Info"),
}


def digest(name: str) -> str:
    """A digest of a function's source."""
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = getattr(found, part)
    found = next((patch.kept for patch in ALL if patch.ours is found), found)
    return hashlib.sha256(inspect.getsource(found).encode()).hexdigest()[:12]


def test_weasyprint_and_pydyf_are_those_that_this_was_written_for() -> None:
    found = {"WeasyPrint": weasyprint.__version__, "pydyf": pydyf.__version__}
    if found == VERSIONS:
        return
    changed = [name for name in RESTS_ON if missing_or_changed(name)]
    advice = "\n".join(f"  {name}: {RESTS_ON[name][1]}" for name in changed) or "  nothing of it"
    pytest.fail(
        f"The text layer was written for {VERSIONS} and this is {found}.\n"
        f"Of the code that it rests on this has changed; read it beside the part of ours that is named:\n{advice}\n"
        "Then run tests/text_layer and tests/test_proof.py, look at a leaflet in ar, hi, km and ja in two PDF viewers, "
        "and put the new versions (constraints.txt, pyproject.toml, VERSIONS) and digests (RESTS_ON) in place."
    )


def missing_or_changed(name: str) -> bool:
    """Whether a function is not the one that this was written for."""
    try:
        return digest(name) != RESTS_ON[name][0]
    except (AttributeError, ImportError, OSError):
        return True


@pytest.mark.parametrize("name", RESTS_ON)
def test_the_code_we_rest_on_is_the_code_we_know(name: str) -> None:
    assert not missing_or_changed(name), f"{name} has changed, on which rests {RESTS_ON[name][1]}"


def test_one_module_alone_knows_weasyprint() -> None:
    """No other one imports it, and none reads a private name that is not its own."""
    for path in PACKAGE.glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        own = {name.id for name in ast.walk(tree) if isinstance(name, ast.Name)} & {"self", "cls"}
        for node in ast.walk(tree):
            if path.name == "weasyprint_internals.py":
                continue
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
                assert not any(name.partition(".")[0] == "weasyprint" for name in names), path.name
            elif isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
                assert isinstance(node.value, ast.Name), f"{path.name}: {ast.unparse(node)}"
                assert node.value.id in own, f"{path.name}: {ast.unparse(node)}"


def test_private_names_are_read_through_the_guard() -> None:
    """In the module that knows WeasyPrint, too: `_get` raises when one is gone."""
    tree = ast.parse((PACKAGE / "weasyprint_internals.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
            assert isinstance(node.value, ast.Name), ast.unparse(node)
            assert node.value.id == "self", ast.unparse(node)
