"""Catalogs: the state of each message, and what is wrong with a whole file; a gap is never the source text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.catalogs import (
    Catalog,
    State,
    catalog_path,
    catalog_problems,
    load_catalog,
    translation_faults,
)
from handouts.extraction import Entry
from handouts.problems import HandoutsError, Severity
from tests.conftest import SPANISH, po_file
from tests.making import places

HEAD = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ONE = 'msgid "a"\nmsgstr "b"\n'
PLURAL = 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "c"\n'


def load(folder: Path, text: str | bytes) -> Catalog:
    path = folder / "x.po"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_catalog(path, "es")


def problems(folder: Path, text: str | bytes) -> list[tuple[str, int | None]]:
    with pytest.raises(HandoutsError) as caught:
        load(folder, text)
    assert all(problem.hint and problem.path == folder / "x.po" for problem in caught.value.problems)
    return places(caught.value)


def test_catalog_path() -> None:
    assert catalog_path(Path("l"), "zh_Hans", "x") == Path("l/zh_Hans/LC_MESSAGES/x.po")


@pytest.mark.parametrize(
    ("entry", "state", "text"),
    [
        (ONE, State.TRANSLATED, "b"),
        ('msgid "a"\nmsgstr ""\n', State.MISSING, ""),
        ('msgid "a"\nmsgstr "  "\n', State.MISSING, ""),
        ('msgid "a"\nmsgstr "\\n"\n', State.MISSING, ""),
        ("#, fuzzy\n" + ONE, State.FUZZY, "b"),
        ("#, python-brace-format, fuzzy\n" + ONE, State.FUZZY, "b"),
        ('#, fuzzy\n#| msgid "x"\n' + ONE, State.FUZZY, "b"),
        ('#~ msgid "a"\n#~ msgstr "b"\n', State.MISSING, ""),
        ('msgid "A"\nmsgstr "b"\n', State.MISSING, ""),
        ('msgctxt "safety"\n' + ONE, State.MISSING, ""),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\n', State.MISSING, ""),
        ('msgid ""\n"a"\nmsgstr ""\n"b"\n"c"\n', State.TRANSLATED, "bc"),
        ('msgid "a"\nmsgstr "\\"b\\"\\\\\\t%s {0}"\n', State.TRANSLATED, '"b"\\\t%s {0}'),
        ("", State.MISSING, ""),
    ],
)
def test_states(tmp_path: Path, entry: str, state: State, text: str) -> None:
    found = load(tmp_path, HEAD + entry).find("a")
    assert (found.state, found.text) == (state, text)


def test_contexts_are_kept_apart(tmp_path: Path) -> None:
    found = load(tmp_path, HEAD + ONE + '\nmsgctxt "safety"\nmsgid "a"\nmsgstr "c"\n')
    assert (found.find("a").text, found.find("a", "safety").text, found.find("a", "x").state) == ("b", "c", "missing")


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    assert load(tmp_path, HEAD + "# a note\n" + ONE).find("a").line == 7


@pytest.mark.parametrize("text", [(HEAD + ONE).replace("\n", "\r\n"), "\ufeff" + HEAD + ONE, HEAD + ONE.rstrip()])
def test_line_ends_and_marks_of_other_editors(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text).find("a").text == "b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("catalog-language", 1), ("catalog-charset", 1)]),
        (ONE, [("catalog-language", 1), ("catalog-charset", 1)]),
        (HEAD.replace("es", "de"), [("catalog-language", 3)]),
        (HEAD.replace("es", "es_MX"), [("catalog-language", 3)]),
        (HEAD.replace("es", "xx_YY!"), [("catalog-language", 3)]),
        (HEAD.replace("es", ""), [("catalog-language", 3)]),
        (HEAD.replace("UTF-8", "ISO-8859-1"), [("catalog-charset", 4)]),
        (HEAD.replace("UTF-8", "bogus"), [("catalog-charset", 4)]),
        (HEAD + ONE + "\n" + ONE, [("catalog-duplicate", 9)]),
        (HEAD + "#, fuzzy\n" + ONE + "\n" + ONE, [("catalog-duplicate", 10)]),
        (
            HEAD + ONE + '\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "c"\n',
            [("catalog-duplicate", 9), ("catalog-plural", 9)],
        ),
        (HEAD + HEAD.replace("es", "de"), [("catalog-duplicate", 6)]),
        (HEAD + 'msgid "a"\nmsgstr "do not', [("catalog-broken", 7)]),
        (HEAD + 'msgid "a"\nmsgstr ""\n"one "\n"do not', [("catalog-broken", 9)]),
        (HEAD + 'msgid "a"\nmsgstr "do not\\"\n', [("catalog-broken", 7)]),
        (HEAD + "msgid a\nmsgstr b\n", [("catalog-broken", 6)]),
        (HEAD + 'msgid "a"\n', [("catalog-broken", 6)]),
        (HEAD + 'msgid "a"\nmsgstr[x] "b"\n', [("catalog-broken", 7)]),
        (HEAD + 'msgid "a"\nmsgid_plural "as"\nmsgstr[9] "b"\n', [("catalog-broken", 6)]),
        (HEAD + 'msgstr "b" "c"\n', [("catalog-broken", 6)]),
        ("<<<<<<< HEAD\n" + HEAD, [("catalog-broken", 1)]),
        ("{}\n", [("catalog-broken", 1)]),
        (HEAD.encode() + b'msgid "a"\nmsgstr "se\xf1or"\n', [("file-encoding", 7)]),
        (HEAD.encode("utf-16"), [("file-encoding", 1)]),
    ],
)
def test_files_that_are_refused(tmp_path: Path, text: str | bytes, expected: list[tuple[str, int | None]]) -> None:
    assert problems(tmp_path, text) == expected


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(HandoutsError) as caught:
        load_catalog(tmp_path / "x.po", "es")
    assert places(caught.value) == [("file-missing", None)]


def test_a_file_cut_anywhere_gives_whole_translations_or_none(tmp_path: Path) -> None:
    """A cut between two lines of one text cannot be seen in it; within a line it must never pass."""
    whole = (HEAD + 'msgid "a"\nmsgstr "Do not drive."\n\nmsgid "b"\nmsgstr "Never."\n').encode()
    for end in range(len(whole)):
        try:
            found = load(tmp_path, whole[:end])
        except HandoutsError:
            continue
        assert found.find("a").text in ("", "Do not drive.")
        assert found.find("b").text in ("", "Never.")


WHOLE = po_file("es", SPANISH).encode()
edits = st.lists(
    st.tuples(
        st.integers(0, len(WHOLE)),
        st.integers(0, 30),
        st.sampled_from(
            [
                b"",
                b'"',
                b"\\",
                b"\n",
                b"msgid ",
                b"msgstr ",
                b"msgctxt ",
                b"msgid_plural ",
                b"msgstr[1] ",
                b"#, ",
                b"#~ ",
                b"#: \xe2\x81\xa8",
                b"\xff",
                b"\0",
                b"\xe2\x80\xa8",
                b"Plural-Forms: ((;\\n",
            ]
        )
        | st.binary(max_size=4),
    ),
    max_size=5,
)


@settings(max_examples=300, deadline=None)
@given(edits)
def test_a_mangled_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, mangling: list[tuple[int, int, bytes]]
) -> None:
    data = WHOLE
    for start, length, new in mangling:
        data = data[:start] + new + data[start + length :]
    try:
        found = load(tmp_path_factory.getbasetemp(), data)
    except HandoutsError as error:
        assert error.problems  # noqa: PT017  # raising is right, and so is not raising
    else:
        assert all(bool(value.text) == (value.state != State.MISSING) for value in found.translations.values())


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1), st.none() | st.text(min_size=1))
def test_what_is_not_there_is_missing_and_not_the_source(text: str, context: str | None) -> None:
    found = Catalog(None, {}).find(text, context)
    assert (found.state, found.text) == (State.MISSING, "")


@pytest.mark.parametrize(
    ("source", "translation", "codes"),
    [
        ("Call {phone}.", "Llame al {phone}.", []),
        ("Call {phone} or {email}.", "{email} o {phone}.", []),
        ("Call {phone}.", "Llame.", ["placeholder-differs"]),
        ("Call {phone}.", "Llame al {phone} {phone}.", ["placeholder-differs"]),
        ("Call {phone}.", "Llame al {emergency}.", ["placeholder-unknown"]),
        ("Call {phone}.", "Llame al {telefono}.", ["placeholder-unknown"]),
        ("Call {phone}.", "[Llame](tel:{phone}).", ["placeholder-hidden"]),
        ("Call.", "Llame al {phone}.", ["placeholder-unknown"]),
        ("50% of patients", "50 % de los pacientes", []),
        ("a", "<b>a</b>", ["raw-html", "raw-html"]),
        ("a", "\u200b", ["message-blank"]),
        ("a", "b\u202ec", ["character-unprintable"]),
        ("a", "b\0c", ["character-unprintable"]),
    ],
)
def test_translation_faults(source: str, translation: str, codes: list[str]) -> None:
    assert [fault.code for fault in translation_faults(source, translation)] == codes


def test_flags_are_those_of_the_message_and_of_its_comment(tmp_path: Path) -> None:
    """GNU gettext drops flags that it does not know, and keeps comments."""
    entry = (
        "# A note.\n# ignore-number-lost, ignore-unit-lost\n# ignore this\n#, ignore-term, python-brace-format\n" + ONE
    )
    found = load(tmp_path, HEAD + entry).find("a")
    assert found.flags == {"ignore-number-lost", "ignore-unit-lost", "ignore-term", "python-brace-format"}


def warnings(folder: Path, text: str) -> list[tuple[str, int | None]]:
    found = load(folder, text).problems
    assert all(problem.hint and problem.severity is Severity.WARNING for problem in found)
    return [(problem.code, problem.line) for problem in found]


def headed(forms: str) -> str:
    return HEAD.replace('"Lang', f'"Plural-Forms: {forms}\\n"\n"Lang')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + ONE, []),
        (headed("nplurals=2; plural=(n != 1);") + ONE, []),
        (headed("nplurals=3; plural=(n != 1);") + ONE, [("catalog-plural-forms", 3)]),
        (headed("nplurals=2; plural=(n > 1);") + ONE, [("catalog-plural-forms", 3)]),
        (headed("bogus") + ONE, [("catalog-plural-forms", 3)]),
        (HEAD + "#, python-format, no-python-format\n" + ONE, [("catalog-flags", 7)]),
        (HEAD + 'msgid "b"\nmsgid_plural "bs"\nmsgstr[0] "c"\n', [("catalog-plural", 6)]),
    ],
)
def test_what_is_reported_of_a_file_that_can_be_used(
    tmp_path: Path, text: str, expected: list[tuple[str, int | None]]
) -> None:
    assert warnings(tmp_path, text) == expected


def test_how_a_catalog_differs_from_what_is_to_be_translated(tmp_path: Path) -> None:
    entries = [
        Entry("a"),
        Entry("b"),
        Entry("c", safety=True),
        Entry("d", "safety"),
        Entry("b", safety=True),
        Entry("e"),
    ]
    text = (
        HEAD
        + ONE
        + '\n#, fuzzy\nmsgid "b"\nmsgstr "x"\n\nmsgid "c"\nmsgstr ""\n\nmsgid "e"\nmsgstr ""\n\nmsgid "z"\nmsgstr "y"\n'
    )
    found = catalog_problems(load(tmp_path, text), entries)
    assert [(problem.code, problem.line, str(problem.severity)) for problem in found] == [
        ("catalog-fuzzy", 10, "error"),
        ("catalog-empty", 13, "error"),
        ("catalog-absent", None, "error"),
        ("catalog-empty", 16, "warning"),
        ("catalog-unused", 19, "warning"),
    ]
