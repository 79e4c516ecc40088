"""`handouts print` and `handouts printers`, with a real CUPS server and a virtual printer."""

from __future__ import annotations

import json
import shutil
import socket
import time
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from handouts.printing import Printer, Sides, Ticket, cups, submit
from handouts.problems import HandoutsError
from tests.conftest import Clinic, Ran
from tests.printing.office import Office

PDF = "output/example-clinic/es/short.standard.a4.pdf"
BOOKLET = "output/example-clinic/es/short.booklet.a4.pdf"


def printed(clinic: Clinic, *more: str) -> Ran:
    return clinic.handouts("print", "short", "-l", "es", "--printer", "desk", "--allow-draft", *more)


def codes_of(ran: Ran) -> list[str]:
    assert "Traceback" not in ran.err
    return [line.split("[")[1].split("]")[0] for line in ran.err.splitlines() if line.startswith("error [")]


def pages(data: bytes) -> list[tuple[tuple[int, int], str]]:
    """The size of each page in whole points, and its text."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = []
        for page in document:
            width, height = page.get_size()
            found.append(((round(width), round(height)), page.get_textpage().get_text_range()))
        return found
    finally:
        document.close()


def pictures(data: bytes) -> list[Image.Image]:
    """The pages of a PDF in greys."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=2).to_pil().convert("L") for page in document]
    finally:
        document.close()


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How much of two pictures differs clearly, 0 to 1."""
    assert one.size == other.size
    counts = ImageChops.difference(one, other).histogram()
    return sum(counts[100:]) / sum(counts)


def test_a_leaflet_arrives_at_the_printer(office: Office, built: Clinic) -> None:
    before = office.arrived()
    ran = printed(built, "--copies", "2")
    assert (ran.code, ran.err) == (0, "")
    assert "2 copies to desk, two-sided-long-edge, as leaflet-0007-es (desk-" in ran.out
    job = office.await_job(before)
    assert job.name == "leaflet-0007-es"
    assert job.asked["IPP_COPIES"] == "2"
    assert job.asked["IPP_SIDES"] == "two-sided-long-edge"
    assert "x-dimension=21000 y-dimension=29700" in job.asked["IPP_MEDIA_COL"]
    assert pages(job.data) == pages(built.path(PDF).read_bytes())


def test_what_is_printed_is_what_was_proofed(office: Office, built: Clinic) -> None:
    before = office.arrived()
    ran = printed(built, "--printer", "raw", "--sides", "one-sided", "--json")
    assert ran.code == 0
    told = json.loads(ran.out)
    job = office.await_job(before)
    assert job.data == built.path(PDF).read_bytes()
    assert (job.asked["IPP_SIDES"], job.asked["IPP_MEDIA"]) == ("one-sided", "iso_a4_210x297mm")
    assert told["request"].startswith("raw-")
    assert {name: told[name] for name in ("printer", "title", "paper", "sides", "copies", "draft", "problems")} == {
        "printer": "raw", "title": "leaflet-0007-es", "paper": "a4", "sides": "one-sided", "copies": 1, "draft": True,
        "problems": [],
    }  # fmt: skip


def test_a_booklet_is_turned_over_its_short_edge(office: Office, built: Clinic) -> None:
    before = office.arrived()
    unbuilt = printed(built, "--booklet")
    assert codes_of(unbuilt) == ["handover-missing"]
    assert "handouts build short -l es -b example-clinic -e booklet -p a4" in unbuilt.err
    assert built.handouts("build", "-l", "es", "-e", "booklet").code == 0
    assert printed(built, "--booklet", "--printer", "raw").code == 0
    job = office.await_job(before)
    assert job.data == built.path(BOOKLET).read_bytes()
    assert job.asked["IPP_SIDES"] == "two-sided-short-edge"
    before = office.arrived()
    ran = printed(built, "--edition", "booklet")
    assert (ran.code, ran.err) == (0, "")
    job = office.await_job(before)
    assert job.asked["IPP_SIDES"] == "two-sided-short-edge"
    # CUPS has turned the sheets to stand upright, all to the same side, and has scaled nothing.
    for sheet, there in zip(pictures(job.data), pictures(built.path(BOOKLET).read_bytes()), strict=True):
        assert unlike(sheet.rotate(90, expand=True), there) < 0.01
        assert unlike(sheet.rotate(270, expand=True), there) > 0.01


def test_a_booklet_on_other_sides_is_reported(office: Office, built: Clinic) -> None:
    assert built.handouts("build", "-l", "es", "-e", "booklet").code == 0
    before = office.arrived()
    ran = printed(built, "--booklet", "--sides", "two-sided-long-edge")
    assert ran.code == 0
    assert "warning [booklet-sides]" in ran.err
    assert office.await_job(before).asked["IPP_SIDES"] == "two-sided-long-edge"


def test_letter_paper(office: Office, clinic: Clinic) -> None:
    assert clinic.handouts("build", "-l", "es", "-p", "letter").code == 0
    before = office.arrived()
    assert printed(clinic, "-p", "letter").code == 0
    job = office.await_job(before)
    assert "x-dimension=21590 y-dimension=27940" in job.asked["IPP_MEDIA_COL"]
    assert {size for size, _ in pages(job.data)} == {(612, 792)}


def test_the_queue_learns_nothing_of_the_condition(office: Office, built: Clinic) -> None:
    before = office.arrived()
    assert printed(built).code == 0
    job = office.await_job(before)
    told = " ".join([*job.asked.values(), office.run("lpstat", "-l", "-W", "all", "-o")])
    assert "leaflet-0007-es" in told
    assert not any(word in told for word in ("short", "Un folleto breve", "A short leaflet"))


def test_nothing_that_may_not_leave_the_house_is_printed(office: Office, built: Clinic) -> None:
    before = office.arrived()
    waiting = office.run("lpstat", "-W", "all", "-o")
    assert codes_of(built.handouts("print", "short", "-l", "es", "--printer", "raw")) == ["handover-draft"]
    assert codes_of(printed(built, "-e", "large-print")) == ["handover-missing"]
    built.path(PDF).write_bytes(built.path(PDF).read_bytes() + b"\n% more")
    assert codes_of(printed(built)) == ["proof-changed"]
    built.edit("locales/es/LC_MESSAGES/short.po", "Siente mareos.", "Se siente mareado.")
    assert codes_of(printed(built)) == ["proof-changed", "proof-stale"]
    assert office.run("lpstat", "-W", "all", "-o") == waiting
    assert office.arrived() == before


@pytest.mark.usefixtures("office")
def test_the_printers_are_listed(clinic: Clinic) -> None:
    ran = clinic.run("printers")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == ["Printer", "desk", "raw"]
    for _ in range(50):  # what another test printed may still be on its way
        told = [json.loads(line) for line in clinic.run("printers", "--json").out.splitlines()]
        if told[0]["state"] == "idle":
            break
        time.sleep(0.2)
    assert told[0] == {"name": "desk", "default": False, "accepting": True, "state": "idle", "reason": ""}


@pytest.mark.usefixtures("office")
def test_a_printer_has_to_be_chosen_where_none_is_the_default(built: Clinic) -> None:
    ran = built.handouts("print", "short", "-l", "es", "--allow-draft")
    assert (ran.code, codes_of(ran)) == (2, ["printer-default"])
    ran = printed(built, "--printer", "Desk; rm -rf x")
    assert (ran.code, codes_of(ran)) == (2, ["printer-unknown"])
    assert "There is: desk, raw." in ran.err


def test_a_default_printer_is_used(office: Office, built: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    before = office.arrived()
    monkeypatch.setenv("LPDEST", "raw")
    ran = built.handouts("print", "short", "-l", "es", "--allow-draft")
    assert '"default": true' in built.run("printers", "--json").out.splitlines()[1]
    assert "1 copy to raw" in ran.out
    assert office.await_job(before).name == "leaflet-0007-es"


def test_a_printer_that_takes_no_jobs(office: Office, built: Clinic) -> None:
    office.run("cupsreject", "-r", "out of toner", "desk")
    try:
        ran = printed(built)
        listed = built.run("printers").out
    finally:
        office.run("cupsaccept", "desk")
    assert (ran.code, codes_of(ran)) == (1, ["printer-rejects"])
    assert "out of toner" in ran.err
    assert "out of toner" in listed


def test_a_printer_that_is_stopped_keeps_the_job(office: Office, built: Clinic) -> None:
    before = office.arrived()
    office.run("cupsdisable", "-r", "paper jam", "desk")
    try:
        ran = printed(built)
    finally:
        office.run("cupsenable", "desk")
    assert ran.code == 0
    assert "warning [printer-stopped]" in ran.err
    assert "paper jam" in ran.err
    assert office.await_job(before).name == "leaflet-0007-es"


@pytest.mark.usefixtures("office")
def test_a_job_that_cups_does_not_take() -> None:
    ticket = Ticket("leaflet-0007-es", "a4", Sides.ONE)
    with pytest.raises(HandoutsError, match="The printer or class does not exist"):
        submit(b"%PDF-1.7", ticket, Printer("gone"))


def test_there_is_no_scheduler(built: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:  # bound and not listening, it refuses whoever calls
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{closed.getsockname()[1]}")
        ran = printed(built)
        listed = built.run("printers")
    assert (ran.code, codes_of(ran)) == (3, ["printing-scheduler"])
    assert "short.standard.a4.pdf" in ran.err
    assert "open the file" in ran.err
    assert (listed.code, codes_of(listed)) == (3, ["printing-scheduler"])


def test_a_scheduler_that_says_nothing(built: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cups, "_SECONDS", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{silent.getsockname()[1]}")
        ran = built.run("printers")
    assert (ran.code, codes_of(ran)) == (1, ["printing-slow"])


def test_there_is_no_cups(built: Clinic, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("fc-list", "apt-get"):
        (programs / name).symlink_to(shutil.which(name) or name)
    monkeypatch.setenv("PATH", str(programs))
    ran = printed(built)
    assert (ran.code, codes_of(ran)) == (3, ["printing-missing"])
    assert "short.standard.a4.pdf" in ran.err
    assert "cups-client" in ran.err
    assert "open the file" in ran.err
    assert codes_of(built.run("printers")) == ["printing-missing"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["none", "-l", "es"], "article-unknown"),
        (["short", "-l", "xx"], "language-unknown"),
        (["short", "-l", "es", "-b", "none"], "brand-unknown"),
        (["short", "-l", "es", "-e", "tiny"], "edition-unknown"),
        (["short", "-l", "es", "-p", "a3"], "paper-unknown"),
        (["short", "-l", "es", "--booklet", "-e", "large-print"], "edition-booklet"),
    ],
)
def test_what_is_asked_for_is_not_there(clinic: Clinic, arguments: list[str], code: str) -> None:
    ran = clinic.handouts("print", *arguments)
    assert (ran.code, codes_of(ran)) == (2, [code])


@pytest.mark.parametrize("more", [["-n", "0"], ["-n", "1000"], ["-n", "two"], ["--sides", "both"]])
def test_wrong_options(clinic: Clinic, more: list[str]) -> None:
    assert clinic.handouts("print", "short", "-l", "es", *more).code == 2
