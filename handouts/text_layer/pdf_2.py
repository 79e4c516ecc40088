"""What PDF/UA-2 (ISO 14289-2:2024) wants of a PDF 2.0 file and WeasyPrint does not write: namespaces and metadata."""

from __future__ import annotations

from typing import Any

import pydyf

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.pdf_fonts import resolve
from handouts.text_layer.roles import ONLY_1_7

_URIS = {"1.7": "http://iso.org/pdf/ssn", "2.0": "http://iso.org/pdf2/ssn"}
"""The namespaces of the standard structure types (ISO 32000-2, 14.8.6)."""

_NOT_IN_UA_2 = b' pdfuaid:conformance="PDF/UA-2"'
_KEPT = frozenset({"Title", "CreationDate", "ModDate"})
"""PDF 2.0 deprecates the Title in Info too, but Chrome and poppler, among others, show no other."""


class Namespaces:
    """The namespaces of a structure tree, whose root lists those that are used."""

    def __init__(self, pdf: Any, root: Any) -> None:
        self._pdf = pdf
        self._list = root["Namespaces"] = pydyf.Array()
        self._references: dict[str, bytes] = {}

    def of(self, role: str) -> bytes:
        """The namespace of a structure type, as a reference."""
        version = "1.7" if role in ONLY_1_7 else "2.0"
        if version not in self._references:
            namespace = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String(_URIS[version])})
            self._pdf.add_object(namespace)
            self._references[version] = bytes(namespace.reference)
            self._list.append(namespace.reference)
        return self._references[version]


def write_metadata(pdf: Any) -> None:
    """Mend the metadata: nothing in XMP that PDF/UA-2 does not have, and little in Info of what PDF 2.0 leaves to XMP.

    ISO 14289-2, 5; ISO 32000-2, 14.3.3. Raises `TextLayerError` when WeasyPrint does not say PDF/UA-2.
    """
    content = resolve(pdf, pdf.catalog.get("Metadata")).stream
    if len(content) != 1 or b'pdfuaid:part="2"' not in content[0] or b">2024</pdfuaid:rev>" not in content[0]:
        raise TextLayerError("WeasyPrint does not write the metadata of PDF/UA-2 as it did")
    content[0] = content[0].replace(_NOT_IN_UA_2, b"")
    for key in pdf.info.keys() - _KEPT:
        del pdf.info[key]
