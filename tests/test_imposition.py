"""Booklets: which page stands where, that each is there as it is, and that the proof of one sees what is changed."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.bidi import Direction
from handouts.editions import EDITIONS, PAPERS
from handouts.imposition import THICK, Side, impose, release, sides
from handouts.imposition.likeness import unlike
from handouts.languages import Language, find_language
from handouts.press import Job, Press
from handouts.workspace import open_workspace
from tests.conftest import ARTICLE, ROOT, SPANISH, Clinic, po_file
from tests.making import codes

ENGLISH, ARABIC = find_language("en"), find_language("ar")
BOOKLET = "output/example-clinic/es/short.booklet.a4.pdf"
JOB = Job("short", "es", "example-clinic", "booklet", "a4")


def test_the_order_of_small_booklets() -> None:
    assert sides(1, "ltr") == [Side(None, 0), Side(None, None)]
    assert sides(4, "ltr") == [Side(3, 0), Side(1, 2)]
    assert sides(4, "rtl") == [Side(0, 3), Side(2, 1)]
    assert sides(6, "ltr") == [Side(None, 0), Side(1, None), Side(5, 2), Side(3, 4)]
    assert sides(6, "rtl") == [Side(0, None), Side(None, 1), Side(2, 5), Side(4, 3)]


def leafed(order: list[Side], direction: Direction) -> list[int | None]:
    """The pages as they come when sheets in this `order` are laid on each other, folded, and leafed through.

    A sheet is turned over its short edge, so that the left half of its back is behind the right half of its front.
    """
    fronts, backs = order[::2], order[1::2]
    if direction == "rtl":  # seen in a mirror it is a book bound on the left
        fronts, backs = [Side(*side[::-1]) for side in fronts], [Side(*side[::-1]) for side in backs]
    found: list[int | None] = []
    for front, back in zip(fronts, backs, strict=True):
        found += [front.right, back.left]
    for front, back in zip(reversed(fronts), reversed(backs), strict=True):
        found += [back.right, front.left]
    return found


@given(st.integers(1, 200), st.sampled_from(["ltr", "rtl"]))
def test_a_folded_booklet_reads_from_the_first_page_to_the_last(pages: int, direction: Direction) -> None:
    read = leafed(sides(pages, direction), direction)
    assert len(read) % 4 == 0
    assert len(read) < pages + 4
    assert read == [*range(pages), *[None] * (len(read) - pages)]


@pytest.mark.parametrize(("paper", "size"), [("a4", (148.5, 210)), ("letter", (139.7, 215.9))])
def test_a_page_of_a_booklet_is_half_a_sheet(paper: str, size: tuple[float, float]) -> None:
    page = EDITIONS["booklet"].page(PAPERS[paper])
    assert (page.width, page.height) == size
    assert EDITIONS["standard"].page(PAPERS[paper]) == PAPERS[paper]


def numbered(pages: int) -> bytes:
    """A PDF of so many small pages, each with a rectangle of another width on it."""
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(100, 150))
            page.Contents = pdf.make_stream(f"{number / 40} 0 0 rg 10 10 {number + 3} {2 * number + 5} re f".encode())
        held = io.BytesIO()
        pdf.save(held)
        return held.getvalue()


@pytest.mark.parametrize("language", [ENGLISH, ARABIC], ids=["bound on the left", "bound on the right"])
@pytest.mark.parametrize("pages", [1, 2, 4, 5, 11])
def test_every_page_stands_in_its_place(language: Language, pages: int) -> None:
    other: Direction = "rtl" if language.direction == "ltr" else "ltr"
    leaflet = numbered(pages)
    booklet = impose(leaflet, "A title", language)
    assert list(unlike(booklet, leaflet, language.direction)) == []
    assert list(unlike(booklet, leaflet, other)) != []
    assert list(unlike(booklet, numbered(pages + 4), language.direction)) != []


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        held = io.BytesIO()
        pdf.save(held, fix_metadata_version=False)
        return held.getvalue()


def content(index: int, old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[index].Contents
        assert old in stream.read_bytes()
        stream.write(stream.read_bytes().replace(old, new, 1))

    return change


def swap(pdf: pikepdf.Pdf) -> None:
    forms = pdf.pages[2].Resources.XObject
    forms.Left, forms.Right = forms.Right, forms.Left


def turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].Rotate = 180


def reverse(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def lose(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def widen(pdf: pikepdf.Pdf) -> None:
    pdf.pages[2].MediaBox = [0, 0, 220, 150]


def write_on_blank(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b" 0 g 20 20 5 5 re f", prepend=False)


SABOTAGE = {
    "moved by half a point": content(2, b"1 100 0 cm", b"1 100.5 0 cm"),
    "scaled": content(2, b"q 1 0 0 1 100", b"q 0.98 0 0 0.98 100"),
    "left out": content(2, b"/Right Do", b""),
    "painted over": content(2, b"/Right Do Q", b"/Right Do Q 1 g 110 10 4 4 re f"),
    "faded": content(2, b"/Right Do", b"1 g 0 0 90 140 re f"),
    "the other way round": swap,
    "turned": turn,
    "in another order": reverse,
    "a side less": lose,
    "a larger sheet": widen,
    "something on a blank": write_on_blank,
}


@pytest.mark.parametrize("sabotage", SABOTAGE.values(), ids=SABOTAGE)
def test_what_is_changed_is_seen(sabotage: Callable[[pikepdf.Pdf], None]) -> None:
    leaflet = numbered(6)
    assert list(unlike(changed(impose(leaflet, "A title", ENGLISH), sabotage), leaflet, "ltr"))


def test_pages_of_several_sizes_are_no_booklet() -> None:
    def widen_first(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = [0, 0, 101, 150]

    with pytest.raises(ValueError, match="one size"):
        impose(changed(numbered(2), widen_first), "A title", ENGLISH)


class Made(NamedTuple):
    """A clinic's press, and a booklet that it made."""

    press: Press
    data: bytes
    pages: int

    def codes(self, data: bytes) -> list[str]:
        """The codes of what the proof has against `data` as this booklet, each once."""
        return list(dict.fromkeys(problem.code for problem in self.press.prove(JOB, data, self.pages)[1]))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    clinic = Clinic(tmp_path_factory.mktemp("booklets"), lambda *_: pytest.fail("no commands here"))
    clinic.write("handouts.toml", 'languages = ["en", "es"]\nbrand = "example-clinic"\n')
    clinic.write("articles/short.md", ARTICLE)
    clinic.write("locales/es/LC_MESSAGES/short.po", po_file("es", SPANISH))
    shutil.copytree(ROOT / "brands", clinic.path("brands"))
    press = Press(open_workspace(clinic.root))
    printed = press.print(JOB)
    assert printed.data, printed.outcome.problems
    return Made(press, printed.data, printed.outcome.pages or 0)


def test_the_same_leaflet_gives_the_same_bytes(made: Made) -> None:
    assert made.press.print(JOB).data == made.data
    leaflet = release(made.data)
    booklet = impose(leaflet, "A title", ENGLISH)
    assert impose(leaflet, "A title", ENGLISH) == booklet
    assert release(booklet) == leaflet


def test_the_file_says_that_it_is_for_printing_and_claims_nothing_else(made: Made) -> None:
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert {"/StructTreeRoot", "/MarkInfo", "/Lang", "/Outlines", "/Names"}.isdisjoint(pdf.Root.keys())
        assert not any("/StructParents" in page or "/Annots" in page for page in pdf.pages)
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert str(pdf.docinfo.Title) == "Un folleto breve (es, booklet)"
        assert str(pdf.docinfo.Subject).startswith("For printing only")
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
        assert len(pdf.pages) == 2 * -(-made.pages // 4)
        for page in pdf.pages:
            assert [round(float(edge) / 72 * 25.4, 2) for edge in page.mediabox] == [0, 0, 297, 210]
    assert "Un folleto breve (es, booklet)" in xmp
    assert "For printing only" in xmp
    assert "pdfuaid" not in xmp


def test_the_leaflet_inside_is_tagged_and_set_in_the_standard_size(made: Made) -> None:
    with pikepdf.open(io.BytesIO(release(made.data))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "es"
        assert len(pdf.pages) == made.pages
    words = {"Riesgos", "Supervisión"}
    document = pypdfium2.PdfDocument(release(made.data))
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    assert all(any(word in text for text in texts) for word in words)
    assert EDITIONS["booklet"].body == EDITIONS["standard"].body


def test_a_booklet_is_proofed_from_its_bytes_alone(made: Made) -> None:
    assert made.codes(made.data) == []


def paint_over(pdf: pikepdf.Pdf) -> None:
    for form in pdf.pages[0].Resources.XObject.values():
        form.write(form.read_bytes() + b" q 1 g 0 0 1000 1000 re f Q")


def move(pdf: pikepdf.Pdf) -> None:
    stream = pdf.pages[1].Contents
    stream.write(stream.read_bytes().replace(b" 0 cm", b" 1 cm"))


def run_something(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def stamp(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 300, 300])
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))


def claim_tags(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def say_another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Title = "Another leaflet"


DAMAGE = {
    "painted over": (paint_over, "safety-hidden"),
    "moved": (move, "proof-imposition"),
    "a script": (run_something, "proof-imposition"),
    "a stamp": (stamp, "proof-imposition"),
    "tags claimed": (claim_tags, "proof-imposition"),
    "another title": (say_another_title, "proof-imposition"),
    "a side less": (lose, "proof-imposition"),
    "pages changed about": (reverse, "proof-imposition"),
}


@pytest.mark.parametrize(("damage", "code"), DAMAGE.values(), ids=DAMAGE)
def test_the_proof_refuses(made: Made, damage: Callable[[pikepdf.Pdf], None], code: str) -> None:
    assert code in made.codes(changed(made.data, damage))


def test_the_sheets_of_another_leaflet_are_refused(made: Made) -> None:
    english = made.press.print(replace(JOB, language="en")).data or b""
    assert "safety-lost" in made.codes(english)


def test_what_wrote_the_file_does_not_matter_but_what_it_holds(made: Made) -> None:
    assert made.codes(changed(made.data, lambda _: None)) == []


def test_what_is_no_booklet_cannot_be_read(made: Made) -> None:
    assert made.codes(release(made.data)) == ["proof-unreadable"]
    assert made.codes(b"no PDF") == ["proof-unreadable"]
    assert made.codes(numbered(3)) == ["proof-unreadable"]


def test_a_thick_booklet_is_reported(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    assert THICK == 40
    monkeypatch.setattr("handouts.imposition.THICK", made.pages - 1)
    assert "booklet-thick" in codes(made.press.print(JOB).outcome.problems)
    monkeypatch.setattr("handouts.imposition.THICK", made.pages)
    assert "booklet-thick" not in codes(made.press.print(JOB).outcome.problems)


def test_it_is_built_when_it_is_asked_for(clinic: Clinic) -> None:
    clinic.edit("handouts.toml", 'editions = ["standard"]\n', "")
    assert clinic.handouts("build", "-l", "es").code == 0
    assert clinic.pdfs() == ["es/short.large-print.a4.pdf", "es/short.standard.a4.pdf"]
    ran = clinic.handouts("build", "-l", "es", "-e", "booklet", "--json")
    assert (ran.code, json.loads(ran.out)["edition"]) == (0, "booklet")
    assert clinic.path(BOOKLET).is_file()
    assert clinic.handouts("proof").out.count(": good") == 3


def test_a_booklet_of_an_older_translation_is_stale(clinic: Clinic) -> None:
    assert clinic.handouts("build", "-l", "es", "-e", "booklet").code == 0
    clinic.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "Se siente mareado.")
    assert "[proof-stale]" in clinic.handouts("proof").err
