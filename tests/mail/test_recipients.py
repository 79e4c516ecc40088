"""Recipients: a CSV file is taken whole or not at all, with every mistake by its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.jobs import Job
from handouts.mail.addresses import MailAddress
from handouts.mail.recipients import COLUMNS, Known, Recipient, make_recipient, read_recipients
from handouts.problems import HandoutsError
from tests.making import places

KNOWN = Known(
    ("short", "long"),
    ("en", "es", "zh_Hans"),
    ("standard", "large-print"),
    ("clinic", "other"),
    ("a4", "letter"),
    {"brand": "clinic", "edition": "standard", "paper": "a4"},
)
JOB = Job("short", "es", "clinic", "standard", "a4")
ANA = Recipient(MailAddress("ana", "example.org"), JOB, line=2)
HEAD = "address,language,article,name\n"


def read(folder: Path, data: str | bytes) -> list[Recipient]:
    path = folder / "r.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_recipients(path, KNOWN)


def refused(folder: Path, data: str | bytes) -> list[tuple[str, int | None]]:
    with pytest.raises(HandoutsError) as caught:
        read(folder, data)
    for problem in caught.value.problems:
        assert problem.hint
        assert "example.org" not in problem.message + problem.hint
    return places(caught.value)


def read_or_refused(folder: Path, data: str | bytes) -> tuple[list[Recipient], list[str]]:
    try:
        return read(folder, data), []
    except HandoutsError as error:
        return [], [problem.code for problem in error.problems]


@pytest.mark.parametrize(
    "text",
    [
        "address,language,article\nana@example.org,es,short\n",
        "address;language;article\nana@example.org;es;short\n",
        "address\tlanguage\tarticle\nana@example.org\tes\tshort\n",
        "\ufeffaddress,language,article\r\nana@example.org,es,short\r\n",
        " Article , ADDRESS ,Language\nshort, ana@example.org ,ES",
        '"address","language","article"\n"ana@example.org","es","short"\n',
        "address,language,article\nana@example.org,es,short\n,,\n\n , ,\n",
        "address,language,article,name,edition,brand,paper,reference\nana@example.org,es,short,,,,,\n",
    ],
)
def test_ways_to_write_the_same_file(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == [ANA]


def test_all_columns(tmp_path: Path) -> None:
    text = f'{";".join(COLUMNS)}\nx@example.org;zh-hans;long;"O\'Brien; Zoë";large-print;other;letter;A-7\n'
    job = Job("long", "zh_Hans", "other", "large-print", "letter")
    assert read(tmp_path, text) == [Recipient(MailAddress("x", "example.org"), job, "O'Brien; Zoë", "A-7", 2)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", [("recipients-empty", None)]),
        ("\n\n , \n", [("recipients-empty", None)]),
        ("address,language,article\n", [("recipients-none", 1)]),
        ("address,language\nx,y\n", [("recipients-column", 1)]),
        ("address,language,article,phone\n", [("recipients-column", 1)]),
        ("address,language,article,address\n", [("recipients-column", 1)]),
        ("address,language,article,\n", [("recipients-column", 1)]),
        ("ana@example.org,es,short\n", [("recipients-column", 1)] * 6),
        (b"address,language,article\n\xff@example.org,es,short\n", [("file-encoding", 2)]),
        (b"PK\x03\x04\x00\x00", [("recipients-column", 1)] * 4),
        (HEAD + 'ana@example.org,es,short,"Ana\n', [("recipients-broken", 2)]),
        (HEAD + 'ana@example.org,es,short,"Ana"x\n', [("recipients-broken", 2)]),
        (HEAD + "ana@example.org,es,short," + "x" * 200_000, [("recipients-broken", 2)]),
        (HEAD + "ana@example.org,es\n", [("recipients-cells", 2)]),
        (HEAD + "ana@example.org,es,short,Ruiz, Ana\n", [("recipients-cells", 2)]),
        (HEAD + ",es,short,\n", [("recipients-address", 2)]),
        (HEAD + "ana@example,es,short,\n", [("recipients-address", 2)]),
        (HEAD + "ana@example.org,xx,short,\n", [("recipients-language", 2)]),
        (HEAD + "ana@example.org,es,../short,\n", [("recipients-article", 2)]),
        (HEAD + "ana@example.org,,,\n", [("recipients-language", 2), ("recipients-article", 2)]),
        (HEAD + "ana@example.org,es,sh\0rt,\n", [("recipients-article", 2)]),
        (HEAD + "nobody,xx,none,=1\n", [(f"recipients-{n}", 2) for n in ("name", "address", "language", "article")]),
        (HEAD + "a@example.org,es,short,\nA@Example.org,es,short,Ana\n", [("recipients-duplicate", 3)]),
        (HEAD + "a@example.org,es,short,\n\nb,es,short,\nc,es,short,\n", [("recipients-address", n) for n in (4, 5)]),
        ("address,language,article,edition,brand,paper\na@example.org,es,short,huge,mine,a5\n",
         [(f"recipients-{name}", 2) for name in ("edition", "brand", "paper")]),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(tmp_path: Path, data: str | bytes, expected: list[tuple[str, int]]) -> None:
    assert sorted(refused(tmp_path, data), key=str) == sorted(expected, key=str)


def test_a_person_may_get_two_leaflets_and_two_people_the_same(tmp_path: Path) -> None:
    rows = "a@example.org,es,short,\na@example.org,en,short,\na@example.org,es,long,\nb@example.org,es,short,\n"
    assert len(read(tmp_path, HEAD + rows)) == 4


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1)", "+cmd|x", "-2+3", "@SUM(1)", "＝1+1", "Ana\nBcc: x@y.org", "Ana\r\nSubject: x", "Ana\rX",
        "A\0na", "A\tna", "A\u2028na", "A\u202ena", "A\u2067na", "A\u200bna", "A\x85na", "A\x1bna", "A\ud7ffna",
        "http://evil.example", "see www.evil.example", "ana@evil.example", "<b>Ana</b>", "[Ana](https://x)", "12345",
        "A" * 101,
    ],
)  # fmt: skip
def test_names_that_are_refused(tmp_path: Path, name: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(["ana@example.org", "es", "short", name])
    found = refused(tmp_path, HEAD + buffer.getvalue())
    assert [code for code, _ in found] == ["recipients-name"]


@pytest.mark.parametrize(
    "name", ["Ana Ruiz", "O’Brien", "ليلى حداد", "نسیم‌خانم", "आशा राव", "李小龙", "J. R. (Jo) Field-Smith"]
)
def test_names_that_people_have(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"{HEAD}ana@example.org,es,short,{name}\n")[0].name == name


def test_a_hundred_thousand_rows_and_not_one_more(tmp_path: Path) -> None:
    wrong = ["p@example.org,es,short"] * 100_000
    assert refused(tmp_path, HEAD + "\n".join(wrong)) == [("recipients-cells", line) for line in range(2, 100_002)]
    assert refused(tmp_path, HEAD + "\n".join([*wrong, "one more"])) == [("recipients-many", 100_002)]
    right = [f"p{number}@example.org,es,short," for number in range(2_000)]
    assert len(read(tmp_path, HEAD + "\n".join(right))) == 2_000


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HandoutsError) as caught:
        read_recipients(tmp_path / "none.csv", KNOWN)
    assert places(caught.value) == [("file-missing", None)]


def test_one_of_the_command_line() -> None:
    values = {"address": "ana@example.org", "language": "es", "article": "short"}
    assert make_recipient(values, KNOWN) == Recipient(ANA.address, JOB)
    with pytest.raises(HandoutsError) as caught:
        make_recipient({**values, "address": "ana", "language": "xx", "name": "=1"}, KNOWN)
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {"recipients-address", "recipients-language", "recipients-name"}


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
rows = st.lists(
    st.lists(cells | st.sampled_from(["ana@example.org", "es", "short"]), min_size=4, max_size=4), max_size=4
)


@settings(deadline=None)
@given(rows, st.sampled_from(",;"))
def test_what_a_spreadsheet_writes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], sign: str
) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=sign)
    writer.writerow(["address", "language", "article", "name"])
    writer.writerows(table)
    found, problems = read_or_refused(tmp_path_factory.mktemp("csv"), buffer.getvalue())
    assert bool(found) != bool(problems)
    assert {problem.partition("-")[0] for problem in problems} <= {"recipients"}
    for one in found:
        assert one.job.language in KNOWN.languages
        assert one.name.isprintable() or "\u200c" in one.name or "\u200d" in one.name
        assert not one.name.startswith(("=", "+", "-", "@"))


@settings(deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=60).map(HEAD.encode().__add__))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    found, problems = read_or_refused(tmp_path_factory.mktemp("csv"), data)
    assert bool(found) != bool(problems)
