"""The same leaflets by other programs: WeasyPrint in a loop, and a process for each; a warm Chromium; a warm Typst."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import typst
from playwright.sync_api import sync_playwright
from weasyprint import CSS, HTML

from benchmarks.samples import Sample

Printer = Callable[[Sample], bytes]

_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def plain_loop() -> Iterator[Printer]:
    """WeasyPrint as its documentation shows it, in a process of its own: in ours it is patched."""
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        yield lambda sample: executor.submit(_plain, sample).result()


def _plain(sample: Sample) -> bytes:
    html = HTML(string=sample.html, base_url=str(sample.root))
    data: bytes = html.write_pdf(stylesheets=[CSS(string=sample.style)], pdf_variant="pdf/ua-1")
    return data


def process(sample: Sample) -> bytes:
    """A `weasyprint` process for the file."""
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "leaflet.html", Path(folder) / "leaflet.pdf"
        source.write_text(sample.whole, encoding="utf-8")
        command = [sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", "-q", str(source), str(target)]
        subprocess.run(command, check=True, timeout=120)  # noqa: S603  # our own arguments
        return target.read_bytes()


@contextmanager
def chromium(program: str = "/usr/bin/chromium") -> Iterator[Printer]:
    """One Chromium that stays warm, and a page of it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_CHROMIUM))
        try:
            page = browser.new_page()

            def printed(sample: Sample) -> bytes:
                page.set_content(sample.whole, wait_until="load")
                return page.pdf(tagged=True, outline=True, prefer_css_page_size=True)

            yield printed
        finally:
            browser.close()


def typst_printer() -> Printer:
    """One Typst compiler that stays warm. It remembers every paragraph that it has laid out, so each gets a number."""
    compiler, runs = typst.Compiler(), iter(range(1_000_000))

    def printed(sample: Sample) -> bytes:
        words = sample.typst.replace("@", str(next(runs)))
        data = compiler.compile(words.encode(), format="pdf", pdf_standards="ua-1")
        return cast(bytes, data)

    return printed
