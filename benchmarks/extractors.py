"""What pdfium and poppler extract of a paragraph in each language, from WeasyPrint's own PDF and from ours.

Run it with `.venv/bin/python -m benchmarks.extractors`. Texts are compared after NFKC, without what cannot be seen.
"""

from __future__ import annotations

import sys

from tests.text_layer.extraction import by_pdfium, by_poppler, similarity, words_found, written
from tests.text_layer.paragraphs import PARAGRAPHS


def main() -> None:
    """Print a line for each language: per cent of words found and of characters in place, plain and exact."""
    write = sys.stdout.write
    write("            words found, per cent          characters in place, per cent\n")
    write("            pdfium         poppler         pdfium         poppler\n")
    write("language    plain  exact   plain  exact    plain  exact   plain  exact\n")
    for lang in sorted(PARAGRAPHS):
        paragraph, plain, exact = written(lang, header=False)
        cells = [
            f"{measure(paragraph, read(data)):6.1f}"
            for measure in (words_found, similarity)
            for read in (by_pdfium, by_poppler)
            for data in (plain, exact)
        ]
        write(
            f"{lang:10} {' '.join(cells[:2])}  {' '.join(cells[2:4])}   {' '.join(cells[4:6])}  {' '.join(cells[6:])}\n"
        )


if __name__ == "__main__":
    main()
