"""What lpstat says, read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.editions import PAPERS
from handouts.printing import Printer, Sides, Ticket, choose
from handouts.printing.lpstat import read_printers
from handouts.printing.ticket import MEDIA
from handouts.problems import HandoutsError

STATUS = """\
system default destination: Front_Desk
Front_Desk accepting requests since Sun Nov 22 20:37:59 2026
back not accepting requests since Sun Nov 22 20:37:59 2026 -
\tout of toner
cellar accepting requests since Sun Nov 22 20:38:03 2026
printer Front_Desk now printing Front_Desk-3.  enabled since Sun Nov 22 20:37:59 2026
\tWaiting for printer to finish.
printer back is idle.  enabled since Sun Nov 22 20:37:59 2026
\tout of toner
printer cellar disabled since Sun Nov 22 20:38:03 2026 -
\tpaper jam
"""


def test_printers() -> None:
    assert read_printers("Front_Desk\nback\ncellar\nnetwork\n", STATUS) == [
        Printer("Front_Desk", default=True, state="printing", reason="Waiting for printer to finish."),
        Printer("back", accepting=False, state="idle", reason="out of toner"),
        Printer("cellar", state="stopped", reason="paper jam"),
        Printer("network"),
    ]


def test_no_printers() -> None:
    assert read_printers("", "no system default destination\n") == []


LINES = st.sampled_from(STATUS.splitlines()) | st.text()


@given(st.lists(st.text()), st.lists(LINES))
def test_whatever_it_says_the_printers_are_those_that_were_named(names: list[str], lines: list[str]) -> None:
    named = " ".join(names)
    found = read_printers(named, "\n".join(lines))
    assert [printer.name for printer in found] == list(dict.fromkeys(named.split()))


DESK, BACK = Printer("desk"), Printer("back", default=True)


def test_the_default_is_chosen_or_the_only_one() -> None:
    assert choose([DESK, BACK], None) == BACK
    assert choose([DESK], None) == DESK
    assert choose([DESK, BACK], "desk") == DESK


@pytest.mark.parametrize(
    ("printers", "name", "code", "told"),
    [
        ([], None, "printer-none", "lpadmin"),
        ([], "desk", "printer-none", "lpadmin"),
        ([DESK, Printer("cellar")], None, "printer-default", "desk, cellar"),
        ([DESK, BACK], "Desk", "printer-unknown", "desk, back"),
        ([Printer("desk", accepting=False, reason="moved")], None, "printer-rejects", "cupsaccept desk"),
    ],
)
def test_which_printer_is_not_clear(printers: list[Printer], name: str | None, code: str, told: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        choose(printers, name)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert told in problem.hint


def test_every_paper_has_a_name_that_printers_know() -> None:
    for paper in PAPERS.values():
        size = MEDIA[paper.id].rpartition("_")[2]
        inches = size.endswith("in")
        width, height = (float(side) * (25.4 if inches else 1) for side in size.rstrip("inm").split("x"))
        assert (round(width, 1), round(height, 1)) == (paper.width, paper.height)


def test_a_ticket() -> None:
    assert Ticket("leaflet-0042-es", "a4", Sides.ONE, 3).options() == [
        "-n", "3", "-t", "leaflet-0042-es", "-o", "media=iso_a4_210x297mm", "-o", "sides=one-sided",
        "-o", "collate=true", "-o", "print-scaling=none",
    ]  # fmt: skip
