"""PDF/UA-1 (ISO 14289-1) as `page-validation` checks it, a validator that knows nothing of handouts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import page

from handouts.problems import Problem
from handouts.proof.outline import metadata
from handouts.proof.rules import OURS
from handouts.structure import Document

_OF_PART_1 = {"PDFUA1-HEADER-001", "PDFUA1-ID-PART-001", "PDFUA1-STRUCT-TREE-ROLE-MAP-001"}
"""The validator's rules that PDF/UA-2 replaces: version 1.7 of PDF, part 1 declared, and no types new in PDF 2.0."""

_PART = re.compile(r"pdfuaid:part\s*(?:=\s*[\"']|>)\s*(\d)")


def conformance_problems(data: bytes, document: Document) -> Iterator[Problem]:
    """What the validator has against the PDF `data`, which is `document`.

    The validator does not know PDF/UA-2 (ISO 14289-2). A PDF that declares it has to keep the rules of PDF/UA-1 but
    those that PDF 2.0 replaces.
    """
    found = _PART.search(metadata(document))
    part = found[1] if found else ""
    if part not in ("1", "2"):
        yield Problem("proof-conformance", "the PDF does not say that it is accessible (PDF/UA)", hint=OURS)
    try:
        report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError as error:
        yield Problem("proof-conformance", f"the validator cannot read the PDF: {error}", hint=OURS)
        return
    for failure in {failure.rule_id: failure for failure in report.failures}.values():
        if part == "2" and failure.rule_id in _OF_PART_1:
            continue
        what = f"the PDF breaks rule {failure.rule_id} of PDF/UA-1: {failure.message}"
        yield Problem("proof-conformance", what, hint=OURS)
