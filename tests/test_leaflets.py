"""The leaflets of the workspace that is shipped, in every language, edition and paper, looked at as finished PDFs."""

from __future__ import annotations

import ctypes
import fcntl
import io
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import page as page_validation
import pikepdf
import pypdfium2
import pytest
import segno
from PIL import Image
from pypdfium2 import raw

from handouts.press import Job, Press
from handouts.problems import errors
from handouts.structure import Node, read_structure
from handouts.workspace import open_workspace
from tests.conftest import ROOT
from tests.making import stored

SIZES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
BODY = {"standard": 12, "large-print": 18}
WEBSITE = "https://clinic.example/leaflets"
DRAFT = "Draft: no person has approved this translation yet. Ask your care team before you rely on it."
HEADINGS = {"H1", "H2", "H3"}
INLINE = {"Span", "Link", "Em", "Strong"}
SAFETY = ("risks", "supervision")


@dataclass(frozen=True)
class Expected:
    """What a reader of a language finds. `draft` and `foot` are parts that every script's glyphs give back whole."""

    tag: str
    names: tuple[str, ...]
    fonts: tuple[str, ...]
    date: str
    draft: str
    foot: tuple[str, ...]
    hours: str


EXPECTED = {
    "en": Expected(
        "en",
        ("English",),
        ("Noto-Sans",),
        "November 22, 2026",
        "Draft: no clinician has approved this leaflet yet. Ask your care team before you rely on it.",
        ("Ref. 0042", "Version 1.0", "Review by November 22, 2028", "Page {} of {}"),
        "Monday to Friday, 8:30 to 17:30",
    ),
    "es": Expected(
        "es",
        ("español", "Spanish"),
        ("Noto-Sans",),
        "22 de noviembre de 2026",
        "Borrador: ninguna persona ha aprobado todavía esta traducción.",
        ("Ref. 0042", "Versión 1.0", "22 de noviembre de 2028", "Página {} de {}"),
        "De lunes a viernes, de 8:30 a 17:30",
    ),
    "ar": Expected(
        "ar",
        ("العربية", "Arabic"),
        ("Noto-Sans-Arabic", "Noto-Sans"),
        "٢٢ نوفمبر ٢٠٢٦",
        "مسودة",
        ("0042", "١.٠", "٢٢ نوفمبر ٢٠٢٨", "الصفحة {} من {}"),
        "من الاثنين إلى الجمعة، من ٨:٣٠ إلى ١٧:٣٠",
    ),
    "hi": Expected(
        "hi",
        ("हिन्दी", "Hindi"),
        ("Noto-Sans-Devanagari", "Noto-Sans"),
        "22 नवंबर 2026",
        "मसौदा (ड्राफ़्ट): ",
        ("0042", "1.0", "22 न", "2028", "पेज {} / {}"),
        "सोमवार से शुक्रवार, सुबह 8:30 से शाम 5:30 बजे तक",
    ),
    "zh_Hans": Expected(
        "zh-Hans",
        ("简体中文", "Simplified Chinese"),
        ("Noto-Sans-CJK-SC", "Noto-Sans"),
        "2026年11月22日",
        "草稿：本译文还没有经过任何人批准。",
        ("0042", "版本 1.0", "2028年11月22日", "第 {} 页，共 {} 页"),
        "周一至周五，8:30 至 17:30",
    ),
}
LEAFLETS = [Job("ketamine-nerve-pain", *parts) for parts in product(EXPECTED, ["example-clinic"], BODY, SIZES)]


@dataclass(frozen=True)
class Run:
    """A piece of text as it was printed: its letters, left and right edge, base line, extent and size in points."""

    text: str
    left: float
    right: float
    line: float
    bottom: float
    top: float
    size: float


Mark = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """A finished leaflet: its bytes, its structure, its runs of text by marked content, and each page's whole text."""

    job: Job
    data: bytes
    tree: Node
    runs: dict[Mark, list[Run]]
    texts: tuple[str, ...]
    feet: tuple[str, ...]

    @property
    def expected(self) -> Expected:
        return EXPECTED[self.job.language]

    def section(self, name: str) -> Node:
        (found,) = (node for node in self.tree.walk() if node.id == name)
        return found

    def runs_of(self, node: Node) -> Iterator[tuple[int, Run]]:
        """The runs of `node` with their pages' indices."""
        for inner in node.walk():
            for mark in inner.marks:
                for run in self.runs.get(mark, ()):
                    yield mark[0], run


def pages_of(node: Node) -> set[int]:
    return {number for inner in node.walk() for number, _ in inner.marks}


def blocks(node: Node) -> Iterator[Node]:
    """The elements that hold text and no further blocks, in reading order."""
    if all(child.tag in INLINE for child in node.children):
        if node.text.strip() and node.tag != "Lbl":
            yield node
    else:
        for child in node.children:
            yield from blocks(child)


def fold(text: str) -> str:
    """`text` without white space and invisible characters, which the breaking of lines moves about."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if not char.isspace() and unicodedata.category(char) != "Cf"
    )


def runs_on(page: pypdfium2.PdfPage, number: int, texts: pypdfium2.PdfTextPage) -> Iterator[tuple[Mark, Run]]:
    for index in range(raw.FPDFPage_CountObjects(page)):
        handle = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(handle) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        buffer = (ctypes.c_ushort * 4096)()
        length = raw.FPDFTextObj_GetText(handle, texts, buffer, ctypes.sizeof(buffer))
        text = bytes(buffer)[: length - 2].decode("utf-16-le", "replace")
        matrix, size = raw.FS_MATRIX(), ctypes.c_float()
        raw.FPDFPageObj_GetMatrix(handle, matrix)
        raw.FPDFTextObj_GetFontSize(handle, size)
        left, bottom, right, top = edges = [ctypes.c_float() for _ in range(4)]
        raw.FPDFPageObj_GetBounds(handle, *edges)
        mark = (number, raw.FPDFPageObj_GetMarkedContentID(handle))
        points = size.value * abs(matrix.d)
        yield mark, Run(text, left.value, right.value, round(matrix.f, 1), bottom.value, top.value, points)


@cache
def read(path: Path, job: Job) -> Reading:
    data = path.read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = read_structure(pdf)
    runs: dict[Mark, list[Run]] = {}
    texts, feet = [], []
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        textpage = page.get_textpage()
        for mark, run in runs_on(page, number, textpage):
            runs.setdefault(mark, []).append(run)
        texts.append(fold(textpage.get_text_range()))
        feet.append(fold(textpage.get_text_bounded(0, 0, page.get_width(), 28 / 25.4 * 72)))
        textpage.close()
    document.close()
    return Reading(job, data, tree, runs, tuple(texts), tuple(feet))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Press:
    """The workspace of this repository, with an output folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    root = (base if worker_id == "master" else base.parent) / "shipped"
    root.mkdir(exist_ok=True)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "handouts.toml").exists():
            for name in ("articles", "brands", "locales", "templates"):
                shutil.copytree(ROOT / name, root / name)
            shutil.copy(ROOT / "handouts.toml", root)
    return Press(open_workspace(root))


@pytest.fixture(params=LEAFLETS, ids=lambda job: f"{job.language}-{job.edition}-{job.paper}")
def leaflet(shipped: Press, request: pytest.FixtureRequest) -> Reading:
    """Each leaflet in turn, built by the first worker that wants it."""
    job: Job = request.param
    path = shipped.output_path(job)
    with (shipped.workspace.root / f".{job.language}-{job.edition}-{job.paper}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            outcome = stored(shipped, job)
            assert errors(outcome.problems) == []
            assert outcome.draft
    return read(path, job)


def test_it_is_pdf_ua(leaflet: Reading) -> None:
    report = page_validation.validate_pdf_bytes(leaflet.data, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, str(report)


def test_its_metadata(leaflet: Reading) -> None:
    (title,) = (node for node in leaflet.tree.walk() if node.tag == "H1")
    with pikepdf.open(io.BytesIO(leaflet.data)) as pdf:
        assert fold(str(pdf.docinfo.Title)) == fold(title.text)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == str(pdf.docinfo.Title)
            assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.Lang == leaflet.expected.tag
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo.CreationDate) == "D:20261122"


def test_the_size_of_its_pages(leaflet: Reading) -> None:
    with pikepdf.open(io.BytesIO(leaflet.data)) as pdf:
        for sheet in pdf.pages:
            assert [float(edge) for edge in sheet.mediabox] == pytest.approx([0, 0, *SIZES[leaflet.job.paper]], abs=0.5)


def test_its_fonts_are_the_languages_and_embedded(leaflet: Reading) -> None:
    wanted = "|".join(leaflet.expected.fonts)
    used = set()
    with pikepdf.open(io.BytesIO(leaflet.data)) as pdf:
        for font in pdf.objects:
            if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font":
                continue
            name = str(font.BaseFont)
            assert re.fullmatch(rf"/[A-Z]{{6}}\+({wanted})(-Bold|-Italic|-Bold-Italic)?", name)
            used.add(name.partition("+")[2])
            descendants = list(font.get("/DescendantFonts", []))
            assert all({"/FontFile2", "/FontFile3"} & set(one.FontDescriptor.keys()) for one in descendants)
            assert descendants or "/FontDescriptor" in font
    assert set(leaflet.expected.fonts) <= used


def test_its_head_names_the_language(leaflet: Reading) -> None:
    head = next(node for node in leaflet.tree.children if any(inner.tag == "H1" for inner in node.walk()))
    texts = [fold(block.text) for block in blocks(head)]
    for name in leaflet.expected.names:
        assert any(fold(name) in text for text in texts), texts
    assert any(node.tag == "Figure" and node.alt == "Example Pain Clinic" for node in head.walk())


def test_its_foot_is_on_every_page(leaflet: Reading) -> None:
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩") if leaflet.job.language == "ar" else {}
    pages = len(leaflet.feet)
    for number, foot in enumerate(leaflet.feet, 1):
        assert "ExamplePainClinic" in foot
        for words in leaflet.expected.foot:
            filled = words.format(str(number).translate(digits), str(pages).translate(digits))
            assert fold(filled) in foot


def test_its_draft_notice_is_on_every_page(leaflet: Reading) -> None:
    for text in leaflet.texts:
        assert fold(leaflet.expected.draft) in text
        assert (fold(DRAFT) in text) == (leaflet.job.language != "en")


def test_its_dates(leaflet: Reading) -> None:
    assert fold(leaflet.expected.date) in fold(leaflet.section("about").text)


def test_its_contact_block(leaflet: Reading) -> None:
    text = fold(leaflet.section("contact").text)
    for words in ("999", "+44 20 7946 0123", "nerve.pain@clinic.example", WEBSITE, "12 Harbour Street", "SA1 2MP"):
        assert fold(words) in text
    assert fold(leaflet.expected.hours) in text
    assert len(pages_of(leaflet.section("contact"))) == 1


def test_the_letters_are_large_enough(leaflet: Reading) -> None:
    least = BODY[leaflet.job.edition]
    for section in (node for node in leaflet.tree.walk() if node.tag == "Sect"):
        sizes = {round(run.size, 2) for _, run in leaflet.runs_of(section) if run.text.strip()}
        assert sizes
        if section.id in ("contact", "about"):  # with labels, and words under the QR code
            assert min(sizes) >= {12: 9, 18: 12.5}[least]
        else:
            assert min(sizes) >= least


def test_lines_of_latin_script_are_short(leaflet: Reading) -> None:
    lengths = []
    for block in blocks(leaflet.tree):
        if block.lang not in ("en", "es") or block.text.startswith(("Draft:", "Borrador:")):
            continue  # the draft notice is furniture, over the whole width
        lines: dict[tuple[int, float], list[Run]] = {}
        for number, run in leaflet.runs_of(block):
            lines.setdefault((number, run.line), []).append(run)
        for runs in lines.values():
            text = "".join(run.text for run in sorted(runs, key=lambda run: run.left))
            lengths.append(len(" ".join(text.split())))
            assert lengths[-1] <= 70, text
    assert max(lengths) > 40, "every leaflet has some: the references at least"


def test_no_heading_ends_a_page(leaflet: Reading) -> None:
    last: dict[int, Node] = {}
    for block in blocks(leaflet.tree):
        for number in sorted(pages_of(block)):
            last[number] = block
    assert len(last) == len(leaflet.texts), "no page is empty"
    for block in last.values():
        assert block.tag not in HEADINGS, block.text
    labels = {next(blocks(leaflet.section(name))).text for name in SAFETY}
    assert len(labels) == 1
    assert not labels & {block.text for block in last.values()}


def span(leaflet: Reading, node: Node) -> dict[int, float]:
    """The height in points that the text of `node` takes on each page."""
    edges: dict[int, list[float]] = {}
    for number, run in leaflet.runs_of(node):
        edges.setdefault(number, []).extend((run.bottom, run.top))
    return {number: max(heights) - min(heights) for number, heights in edges.items()}


@pytest.mark.parametrize("role", SAFETY)
def test_a_safety_box_is_whole_where_it_fits(leaflet: Reading, role: str) -> None:
    heights = span(leaflet, leaflet.section(role))
    room = max(height for number, height in span(leaflet, leaflet.tree).items() if number)  # the first is taller
    assert sorted(heights) == list(range(min(heights), max(heights) + 1))
    if len(heights) > 1:
        assert sum(heights.values()) > room - 40, "it would have fitted one page"


@pytest.mark.parametrize("role", SAFETY)
def test_a_safety_box_breaks_between_items_only(leaflet: Reading, role: str) -> None:
    section = leaflet.section(role)
    items = [node for node in section.walk() if node.tag == "LI"]
    assert len(items) >= 8
    for node in [*items, *blocks(section)]:
        assert len(pages_of(node)) == 1, node.text


def test_no_list_item_or_table_row_is_split(leaflet: Reading) -> None:
    for node in leaflet.tree.walk():
        if node.tag in ("LI", "TR", *HEADINGS):
            assert len(pages_of(node)) == 1, node.text


def test_the_code_leads_to_the_website(leaflet: Reading) -> None:
    (figure,) = (node for node in leaflet.section("contact").walk() if node.tag == "Figure")
    assert figure.alt is not None
    assert WEBSITE in figure.alt.replace("\u2068", "").replace("\u2069", "")
    ((number, mark),) = figure.marks
    wanted = [[bool(module) for module in row] for row in segno.make(WEBSITE, error="m", micro=False).matrix]
    picture, box = picture_of(leaflet.data, number, mark)
    width = (box[2] - box[0]) / len(wanted)
    seen = [
        [
            picture.getpixel((round(box[0] + (column + 0.5) * width), round(box[1] + (row + 0.5) * width))) == 0
            for column in range(len(wanted))
        ]
        for row in range(len(wanted))
    ]
    assert seen == wanted
    assert width / 4 / 72 * 25.4 > 0.5, "modules of half a millimetre or more, for the camera of an old telephone"
    quiet = round(4 * width)
    margin = picture.crop((box[0] - quiet, box[1] - quiet, box[2] + quiet, box[3] + quiet))
    margin.paste(255, (quiet, quiet, quiet + box[2] - box[0], quiet + box[3] - box[1]))
    assert margin.getextrema() == (255, 255), "four modules of white around it (ISO/IEC 18004)"


def picture_of(data: bytes, number: int, mark: int) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """The page in black and white at 288 dpi, and the box of the marked content's ink in it."""
    document = pypdfium2.PdfDocument(data)
    page = document[number]
    edges = [ctypes.c_float() for _ in range(4)]
    (handle,) = (
        handle
        for handle in (raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page)))
        if raw.FPDFPageObj_GetMarkedContentID(handle) == mark
    )
    raw.FPDFPageObj_GetBounds(handle, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    picture = page.render(scale=4).to_pil().convert("L").point(lambda level: 255 if level > 127 else 0)
    across, down = (left + right) * 2, picture.height - (bottom + top) * 2
    half = (right - left) * 2
    start, above = round(across - half), round(down - half)
    ink = picture.crop((start, above, round(across + half), round(down + half))).point(lambda level: 255 - level)
    box = ink.getbbox()
    document.close()
    assert box is not None
    return picture, (start + box[0], above + box[1], start + box[2], above + box[3])
