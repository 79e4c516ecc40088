"""What a screen reader reads in a tagged PDF: its structure tree, with the text of every element.

This reader knows nothing of how our PDFs are made, so that the proof can trust it: it follows ISO 32000-1 only
(14.6 marked content, 14.7 logical structure, 14.9 accessibility, 9.10 ToUnicode), with pikepdf as its parser of files.
Damaged input raises `ValueError` with a message.

- `objects` has the objects as plain values, `fonts` knows what codes say
- `lexer` cuts content streams into operators, `steps` reads what pages are mostly made of in larger pieces
- `content` reads the pages, `tree` puts what they say in its order
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from handouts.structure.content import Artifact, ContentReader
from handouts.structure.fonts import Font
from handouts.structure.objects import Objects, text_of
from handouts.structure.tree import Node, TreeReader

__all__ = ["DAMAGE", "Artifact", "Document", "Font", "Node", "Objects", "read_document", "read_structure", "text_of"]

DAMAGE = (pikepdf.PdfError, AttributeError, IndexError, KeyError, NotImplementedError, RecursionError, TypeError)
"""What is raised when a PDF has something else than the standard says where it is looked for."""


@dataclass(frozen=True, eq=False)
class Document:
    """A PDF that was read once: its structure `tree`, the other things on its pages, and its plain `objects`.

    `loose` is what is painted on a page (by its index) and is neither in the tree nor an artifact: text, or "" for a
    drawing. The node `tree` is the tree's only root element, mostly the Document; of several, a node tagged
    `StructTreeRoot`.
    """

    tree: Node
    artifacts: tuple[Artifact, ...]
    loose: tuple[tuple[int, str], ...]
    fonts: tuple[Font, ...]
    objects: Objects


def read_document(pdf: pikepdf.Pdf) -> Document:
    """Read a PDF. Raises `ValueError` when it is not tagged or is damaged."""
    try:
        objects = Objects(pdf)
        reader = ContentReader(objects)
        for index, page in enumerate(objects.pages):
            reader.read_page(index, page)
        contents = reader.contents
        tree = TreeReader(objects, contents.marks).read()
    except DAMAGE as error:
        raise ValueError(f"the PDF's structure is damaged: {error!r}") from error
    unclaimed = [(mark.page, "".join(mark.shown)) for mark in contents.marks.values()]
    return Document(tree, tuple(contents.artifacts), (*contents.loose, *unclaimed), tuple(contents.fonts), objects)


def read_structure(pdf: pikepdf.Pdf) -> Node:
    """The structure tree of a PDF. Raises `ValueError` when it is not tagged or is damaged."""
    return read_document(pdf).tree
