"""PO files that are not in order: a problem with its line, never a traceback, and the translator's file as it was."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts import translate
from handouts.catalogs import LONGEST, Catalog, State, load_catalog, translation_faults
from handouts.po.file import PoFile, format_po, parse_po
from handouts.press import Press
from handouts.problems import HandoutsError
from handouts.translate import Updated
from handouts.workspace import open_workspace
from tests.conftest import ARTICLE, SPANISH, Clinic, po_file

HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ONE = 'msgid "Risks"\nmsgstr "Riesgos"\n'
PO = "locales/es/LC_MESSAGES/short.po"

BROKEN: dict[str, tuple[str | bytes, str, int | None]] = {
    "cut in a text": (HEAD + 'msgid "a"\nmsgstr "do not', "catalog-broken", 7),
    "cut in a keyword": (HEAD + 'msgid "a"\nmsgs', "catalog-broken", 7),
    "cut before the translation": (HEAD + 'msgid "a"\n', "catalog-broken", 6),
    "a NUL": (HEAD + 'msgid "a"\nmsgstr "b\0c"\n', "catalog-broken", 7),
    "an unknown escape": (HEAD + 'msgid "a"\nmsgstr "b\\qc"\n', "catalog-broken", 7),
    "a byte as an escape": (HEAD + 'msgid "a"\nmsgstr "b\\101"\n', "catalog-broken", 7),
    "an escape at the end": (HEAD + 'msgid "a"\nmsgstr "b\\"\n', "catalog-broken", 7),
    "a comment inside": (HEAD + 'msgid "a"\n# note\nmsgstr "b"\n', "catalog-broken", 6),
    "two translations": (HEAD + ONE + 'msgstr "c"\n', "catalog-broken", 8),
    "a context alone": (HEAD + 'msgctxt "c"\n\n' + 'msgctxt "d"\n' + ONE, "catalog-broken", 6),
    "a context behind": (HEAD + 'msgid "a"\nmsgctxt "c"\nmsgstr "b"\n', "catalog-broken", 6),
    "a plural without a singular": (HEAD + 'msgid_plural "as"\nmsgstr[0] "b"\n', "catalog-broken", 6),
    "a form without a plural": (HEAD + 'msgid "a"\nmsgstr[0] "b"\n', "catalog-broken", 7),
    "no form with a plural": (HEAD + 'msgid "a"\nmsgid_plural "as"\nmsgstr "b"\n', "catalog-broken", 8),
    "a form left out": (HEAD + 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[2] "c"\n', "catalog-broken", 6),
    "half obsolete": (HEAD + 'msgid "a"\n#~ msgstr "b"\n', "catalog-broken", 7),
    "an obsolete text goes on": (HEAD + '#~ msgid "a"\n#~ msgstr "b"\n"c"\n', "catalog-broken", 8),
    "a text that belongs nowhere": ('"a"\n' + HEAD, "catalog-broken", 1),
    "a conflict of git": (HEAD + "<<<<<<< HEAD\n" + ONE, "catalog-broken", 6),
    "something else": ("{}\n", "catalog-broken", 1),
    "a header twice": (HEAD + HEAD, "catalog-duplicate", 6),
    "a field twice": (HEAD.replace('"Lang', '"language: de\\n"\n"Lang', 1), "catalog-header", 4),
    "a message twice": (HEAD + ONE + "\n" + ONE, "catalog-duplicate", 9),
    "obsolete and in use": (HEAD + ONE + '\n#~ msgid "Risks"\n#~ msgstr "x"\n', "catalog-duplicate", 9),
    "obsolete twice": (HEAD + '#~ msgid "a"\n#~ msgstr "x"\n\n#~ msgid "a"\n#~ msgstr "y"\n', "catalog-duplicate", 9),
    "another charset declared": (HEAD.replace("UTF-8", "ISO-8859-1") + ONE, "catalog-charset", 4),
    "another charset": ((HEAD + 'msgid "a"\nmsgstr "ñ"\n').encode("latin-1"), "file-encoding", 7),
    "UTF-16": ((HEAD + ONE).encode("utf-16"), "file-encoding", 1),
    "another language": (HEAD.replace("es", "pt") + ONE, "catalog-language", 3),
    "no header": (ONE, "catalog-language", 1),
    "nothing": ("", "catalog-language", 1),
    "ten million letters": (HEAD + f'msgid "a"\nmsgstr "{"a" * 10_000_000}"\n', "catalog-long", 6),
    "ten million escapes": (HEAD + f'msgid "a"\nmsgstr "{chr(92) * 10_000_001}"\n', "catalog-broken", 7),
    "ten million quotes": (HEAD + 'msgid "a"\nmsgstr ' + '"' * 10_000_001, "catalog-broken", 7),
    "plural forms of a message that has none": (
        HEAD + 'msgid "Risks"\nmsgid_plural "Risks"\nmsgstr[0] "a"\nmsgstr[1] "b"\n', "catalog-plural", 6),
}  # fmt: skip


@pytest.fixture
def press(clinic: Clinic) -> Press:
    return Press(open_workspace(clinic.root))


def spanish(done: list[Updated]) -> Updated:
    return next(one for one in done if one.language == "es" and one.domain == "short")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_left_alone_and_the_problem_named(name: str, clinic: Clinic, press: Press) -> None:
    text, code, line = BROKEN[name]
    data = text if isinstance(text, bytes) else text.encode()
    path = clinic.path(PO)
    path.write_bytes(data)
    done = spanish(translate.update(press))
    assert done.state == "left alone"
    assert (done.problems[0].code, done.problems[0].line) == (code, line)
    assert all(problem.hint for problem in done.problems)
    assert path.read_bytes() == data
    assert [found.name for found in path.parent.iterdir()] == [path.name], "nothing is left behind"


@pytest.mark.parametrize("name", [name for name, (_, code, _) in BROKEN.items() if code != "catalog-plural"])
def test_a_broken_file_is_not_loaded(name: str, tmp_path: Path) -> None:
    text, code, line = BROKEN[name]
    path = tmp_path / "x.po"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(HandoutsError) as caught:
        load_catalog(path, "es")
    assert (caught.value.problems[0].code, caught.value.problems[0].line) == (code, line)


GOOD: dict[str, bytes] = {
    "CRLF": (HEAD + ONE).replace("\n", "\r\n").encode(),
    "CR": (HEAD + ONE).replace("\n", "\r").encode(),
    "mixed line ends": HEAD.replace("\n", "\r\n").encode() + ONE.encode(),
    "a byte order mark": b"\xef\xbb\xbf" + (HEAD + ONE).encode(),
    "no line feed at the end": (HEAD + ONE).rstrip().encode(),
    "indented": (HEAD + "  " + ONE.replace("\n", "  \n\t")).encode(),
    "many blank lines": (HEAD.replace("\n", "\n\n") + "\n" * 9 + ONE).encode(),
    "contradictory flags": (HEAD + "#, python-format, no-python-format\n" + ONE).encode(),
    "an empty context": (HEAD + 'msgctxt ""\nmsgid "Risks"\nmsgstr "x"\n\n' + ONE).encode(),
    "a header with a context": (HEAD + 'msgctxt "x"\nmsgid ""\nmsgstr "y"\n\n' + ONE).encode(),
    "an end of text in a context": (HEAD + 'msgctxt "a\x04b"\nmsgid "Risks"\nmsgstr "x"\n\n' + ONE).encode(),
    "unknown comments": (HEAD + "#= later\n#! odd\n#\n#,\n#|\n" + ONE).encode(),
    "no space behind the keyword": (HEAD + ONE.replace("msgid ", "msgid")).encode(),
}


@pytest.mark.parametrize("name", GOOD)
def test_odd_files_are_read_and_kept(name: str, clinic: Clinic, press: Press) -> None:
    path = clinic.path(PO)
    path.write_bytes(GOOD[name])
    assert load_catalog(path, "es").find("Risks").text == "Riesgos"
    assert spanish(translate.update(press)).state == "changed"
    data = path.read_bytes()
    assert data.count(b"\r\n") == (data.count(b"\n") if name in ("CRLF", "mixed line ends") else 0)
    assert load_catalog(path, "es").find("Risks").text == "Riesgos"
    assert spanish(translate.update(press)).state == "unchanged"
    assert path.read_bytes() == data


def test_fifty_thousand_messages(clinic: Clinic, press: Press) -> None:
    more = "".join(f'\nmsgid "Message {number}"\nmsgstr "Mensaje {number}"\n' for number in range(50_000))
    path = clinic.write(PO, po_file("es", SPANISH) + more)
    assert len(load_catalog(path, "es").translations) == 50_000 + len(SPANISH)
    done = spanish(translate.update(press))
    assert (done.state, done.changes.kept, done.changes.removed) == ("changed", len(SPANISH), 50_000)
    assert path.read_text(encoding="utf-8").count("#~ msgstr") == 50_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{0.__class__}", "placeholder-unknown"),
        ("{phone.__class__.__mro__}", "placeholder-unknown"),
        ("{{ config }}", "placeholder-unknown"),
        ("{% include 'x' %}", "placeholder-unknown"),
        ("<script>alert(1)</script>", "raw-html"),
        ("%(phone)s %s {", ""),
    ],
)
def test_a_translation_is_never_run(text: str, code: str) -> None:
    found = [fault.code for fault in translation_faults("Call us.", text)]
    assert found[:1] == [code] if code else found is not None


def test_a_link_out_of_the_workspace_is_not_followed(clinic: Clinic, press: Press, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.po"
    clinic.path(PO).rename(outside)
    clinic.path(PO).symlink_to(outside)
    before = outside.read_bytes()
    done = spanish(translate.update(press))
    assert [problem.code for problem in done.problems] == ["path-outside"]
    assert outside.read_bytes() == before


def test_a_link_within_the_workspace_stays_a_link(clinic: Clinic, press: Press) -> None:
    real = clinic.path("locales/es.po")
    clinic.path(PO).rename(real)
    clinic.path(PO).symlink_to(real)
    assert spanish(translate.update(press)).state == "changed"
    assert clinic.path(PO).is_symlink()
    assert "articles/short.md:2" in real.read_text(encoding="utf-8")


def test_a_folder_in_the_place_of_a_catalog(clinic: Clinic, press: Press) -> None:
    clinic.path(PO).unlink()
    clinic.path(PO).mkdir()
    done = spanish(translate.update(press))
    assert [problem.code for problem in done.problems] == ["file-unreadable"]


def test_what_cannot_be_written_is_a_problem(clinic: Clinic, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    translate.extract(press)
    before = clinic.path(PO).read_bytes()

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(translate, "write_atomic", full)
    done = spanish(translate.update(press))
    assert done.state == "left alone"
    assert [(problem.code, bool(problem.hint)) for problem in done.problems] == [("file-unwritable", True)]
    assert clinic.path(PO).read_bytes() == before


def test_an_article_that_is_not_in_order_stops_everything(clinic: Clinic, press: Press) -> None:
    clinic.write("articles/short.md", ARTICLE.replace("role=risks", "role=rsks"))
    before = clinic.path(PO).read_bytes()
    with pytest.raises(HandoutsError):
        translate.update(press)
    assert clinic.path(PO).read_bytes() == before
    assert not list(clinic.path("locales").glob("*.pot"))


def test_the_longest_text_that_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(HEAD + f'msgid "a"\nmsgstr "{"a" * LONGEST}"\n')
    assert load_catalog(path, "es").find("a").state is State.TRANSLATED
    assert stat.S_ISREG(path.stat().st_mode)


pieces = st.sampled_from(
    [
        *("msgid ", "msgstr ", "msgctxt ", "msgid_plural ", "msgstr[0] ", "msgstr[1] ", '"a"', '"b"', '""', '"', "#~ "),
        *("\\", "\n", "\n\n", "\0", "\r", "\u2028", "\x85", "#", '"\\n"', '"\\"\n', HEAD, ONE, "# note\n", "#. say\n"),
        *("#, fuzzy\n", "#, python-format, no-wrap\n", '#| msgid "x"\n', '#~| msgid "x"\n', "#: a.md:1\n"),
        'msgid "q"\nmsgstr "r"\n\n',
        'msgid "s"\nmsgid_plural "t"\nmsgstr[0] "u"\nmsgstr[1] "v"\n\n',
        '#~ msgid "o"\n#~ msgstr "p"\n\n',
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(pieces | st.text(max_size=5), max_size=20).map("".join))
def test_any_text_is_read_or_refused_and_what_is_read_is_written_again(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        file = parse_po(text)
    except HandoutsError as error:
        assert [problem.code for problem in error.problems] == ["catalog-broken"]  # noqa: PT017  # both ways are right
        assert all(0 < (problem.line or 0) <= text.count("\n") + 1 for problem in error.problems)  # noqa: PT017  # both ways are right
        return
    again = parse_po(format_po(file))
    assert (bare(again), again.end) == (bare(file), file.end)


def bare(file: PoFile) -> list[tuple[object, ...]]:
    return [(one.key, one.plural, one.strings, one.obsolete, one.flags, one.notes, one.raw) for one in file.entries]


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces | st.binary(max_size=3).map(repr), max_size=12).map("".join))
def test_any_file_gives_a_catalog_or_problems(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.po"
    path.write_bytes((HEAD + text).encode("utf-8", "surrogatepass"))
    try:
        found: Catalog | None = load_catalog(path, "es")
    except HandoutsError as error:
        assert all(problem.path == path for problem in error.problems)  # noqa: PT017  # both ways are right
        found = None
    assert found is None or all(
        bool(one.text) == (one.state is not State.MISSING) for one in found.translations.values()
    )
