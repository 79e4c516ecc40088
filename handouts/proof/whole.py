"""The whole proof of a PDF: reading it once, then every rule."""

from __future__ import annotations

import io
import struct

import pikepdf

from handouts.problems import Problem
from handouts.proof.conformance import conformance_problems
from handouts.proof.document import document_problems
from handouts.proof.expectation import Expectation
from handouts.proof.ink import ink_problems
from handouts.proof.ink_sheet import sheet_problems
from handouts.proof.rules import OURS
from handouts.proof.text import find_messages, text_problems, unmarked_pages
from handouts.structure import DAMAGE, read_document


def find_problems(data: bytes, expected: Expectation) -> list[Problem]:
    """What is wrong with the PDF `data`, which must hold what is `expected`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            document = read_document(pdf)
            found, problems = find_messages(document.tree, expected)
            lost = {text.plain for section in expected.safety for text in section.texts}
            lost -= {printed.text for printed in found}
            problems += text_problems(document, expected, lost)
            problems += unmarked_pages(document, expected)
            problems += document_problems(document, expected)
            problems += conformance_problems(data, document)
            problems += sheet_problems(pdf)
    except (*DAMAGE, ValueError, struct.error) as error:
        return [Problem("proof-unreadable", f"the PDF cannot be read back: {error}", hint=OURS)]
    return problems + ink_problems(data, found)
