"""Updating catalogs: what translators wrote is kept; real PO programs read what is written."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage.pypo import pofile

from handouts.extraction import Entry, template_entries
from handouts.po.file import PoEntry, format_po, parse_po
from handouts.po.merging import Changes, merge

HEADER = """\
# A note at the head.
#
msgid ""
msgstr ""
"Project-Id-Version: handouts\\n"
"PO-Revision-Date: 2026-11-22 12:00+0000\\n"
"Last-Translator: Ana\\n"
"Language-Team: none\\n"
"Language: es\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Own-Field: stays\\n"
"""
PO = f"""\
{HEADER}
# Ana: as our doctors say it.
#. Old comment.
#: a.md:1
#, python-format, ignore-number-lost
msgid "50% of patients are well."
msgstr ""
"El 50 % de los "
"pacientes está bien."

# On the phone.
#: a.md:2
#, python-brace-format, ignore-unit-lost
msgid "Call {{phone}} at once."
msgstr "Llame al {{phone}}."

#: a.md:3
msgid "This message goes away."
msgstr "Este mensaje se va."

msgid "Never translated, and gone."
msgstr ""

#: a.md:4
#, fuzzy
#| msgid "Do not drive a car."
msgid "Do not drive a lorry today."
msgstr "No conduzca un coche."

msgctxt "safety"
msgid "Phone"
msgstr "Teléfono de seguridad"

# An old friend.
#~ msgid "Back again"
#~ msgstr "De vuelta"

#, fuzzy
#~| msgid "Rest"
#~ msgid "Rests for ever"
#~ msgstr "Descansa"

# The end of the file.
"""


def wanted(*texts: str) -> tuple[PoEntry, ...]:
    return template_entries([Entry(text, None, (("b.md", number),)) for number, text in enumerate(texts, 1)])


SAME = ("50% of patients are well.", "Call {phone} at once.", "This message goes away.", "Do not drive a lorry today.")


def updated(text: str, entries: tuple[PoEntry, ...]) -> tuple[str, Changes]:
    merged, changes = merge(parse_po(text), entries)
    once = format_po(merged)
    again, more = merge(parse_po(once), entries)
    assert (format_po(again), more.rewritten) == (once, False), "a second run changes nothing"
    return once, changes


def entry_of(text: str, source: str) -> PoEntry:
    return next(entry for entry in parse_po(text).entries if entry.id == source)


def test_what_is_not_touched_stays_byte_for_byte() -> None:
    entries = [entry for entry in parse_po(PO).entries if entry.id and not entry.obsolete]
    merged, changes = merge(parse_po(PO), [entry for entry in entries if "%" not in entry.id])
    assert format_po(parse_po(PO)) == PO
    assert changes.kept == len(entries) - 1
    for part in PO.split("\n\n")[2:6]:
        assert part in format_po(merged)


def test_unchanged_messages_keep_translation_notes_and_flags() -> None:
    text, changes = updated(PO, wanted(*SAME))
    assert (changes.kept, changes.added, changes.changed, changes.waiting) == (4, 0, 0, 1)
    first = entry_of(text, SAME[0])
    assert first.strings == ("El 50 % de los pacientes está bien.",)
    assert first.notes == ("# Ana: as our doctors say it.",)
    assert first.flags == ("ignore-number-lost",), "Babel takes “50% of” for a Python format"
    assert (first.extracted, first.places) == ((), ("b.md:1",))
    assert 'msgstr ""\n"El 50 % de los "\n"pacientes está bien."\n' in text, "lines are as the translator broke them"
    assert entry_of(text, SAME[1]).flags == ("python-brace-format", "ignore-unit-lost")
    assert entry_of(text, SAME[3]).fuzzy
    assert '#| msgid "Do not drive a car."\n' in text


def test_the_header_and_the_end_stay() -> None:
    text, _ = updated(PO, wanted(*SAME))
    assert text.startswith(HEADER)
    assert text.endswith("# The end of the file.\n")


def test_a_changed_message_is_fuzzy_with_its_previous_source() -> None:
    text, changes = updated(PO, wanted("Call {phone} at once, by day or night.", *SAME[2:]))
    assert changes.changed == 1
    found = entry_of(text, "Call {phone} at once, by day or night.")
    assert found.fuzzy
    assert found.strings == ("Llame al {phone}.",)
    assert found.previous == ('msgid "Call {phone} at once."',)
    assert found.notes == ("# On the phone.",)
    assert set(found.flags) == {"fuzzy", "python-brace-format", "ignore-unit-lost"}
    assert "Call {phone} at once." not in by_ids(text)


def by_ids(text: str) -> dict[str, PoEntry]:
    return {entry.id: entry for entry in parse_po(text).entries}


def test_what_a_translation_was_made_for_is_told_however_often_it_changes() -> None:
    text, _ = updated(PO, wanted("Do not drive a lorry or van today."))
    assert entry_of(text, "Do not drive a lorry or van today.").previous == ('msgid "Do not drive a car."',)
    text, changes = updated(text, wanted("Do not drive a car."))
    found = entry_of(text, "Do not drive a car.")
    assert changes.changed == 1
    assert (found.strings, found.fuzzy) == (("No conduzca un coche.",), True), "a person may have altered it meanwhile"


def test_a_removed_message_rests_and_comes_back_as_it_was() -> None:
    text, changes = updated(PO, wanted(SAME[0]))
    assert changes.removed == 5
    assert '#~ msgid "This message goes away."\n#~ msgstr "Este mensaje se va."\n' in text
    assert "Never translated, and gone." not in text
    assert '# On the phone.\n#, python-brace-format, ignore-unit-lost\n#~ msgid "Call {phone} at once."' in text
    assert '#~| msgid "Do not drive a car."' in text
    back, changes = updated(text, wanted(*SAME))
    assert (changes.kept, changes.restored, changes.changed) == (1, 3, 0)
    assert [by_ids(back)[source].strings for source in SAME] == [by_ids(PO)[source].strings for source in SAME]
    assert [by_ids(back)[source].fuzzy for source in SAME] == [False, False, False, True]


def test_an_obsolete_message_is_used_again() -> None:
    text, changes = updated(PO, wanted(*SAME, "Back again"))
    assert changes.restored == 1
    assert '# An old friend.\n#: b.md:5\nmsgid "Back again"\nmsgstr "De vuelta"\n' in text
    assert '#, fuzzy\n#~| msgid "Rest"\n#~ msgid "Rests for ever"\n' in text


def test_contexts_are_messages_of_their_own() -> None:
    text, changes = updated(PO, wanted(*SAME, "Phone"))
    found = entry_of(text, "Phone")
    assert changes.changed == 1
    assert found.fuzzy
    assert found.previous == ('msgctxt "safety"', 'msgid "Phone"')


def test_the_order_is_the_templates() -> None:
    text, changes = updated(PO, wanted(*reversed(SAME)))
    assert [entry.id for entry in parse_po(text).entries][1:5] == list(reversed(SAME))
    assert changes.rewritten


def test_nothing_alike_is_nothing_fuzzy() -> None:
    text, changes = updated(PO, wanted("An infusion is a drip.", "Ask us."))
    assert (changes.added, changes.changed) == (2, 0)
    assert not any(entry.fuzzy for entry in parse_po(text).entries if not entry.obsolete)


@pytest.mark.parametrize(
    ("old", "new", "like"),
    [
        ("You feel sick (nausea).", "You feel sick.", True),
        ("您可能会感到头晕和恶心。", "您可能会感到头晕、恶心。", True),
        ("อาจรู้สึกเวียนศีรษะและคลื่นไส้", "คุณอาจรู้สึกเวียนศีรษะและคลื่นไส้", True),
        ("Do not drink alcohol.", "Tell us about every medicine.", False),
        ("a", "b", False),
        ("x" * 200_000, "x" * 200_000 + "y", True),
    ],
)
def test_likeness_in_every_script(old: str, new: str, like: bool) -> None:
    text = f'{HEADER}\nmsgid "{old}"\nmsgstr "z"\n'
    assert updated(text, wanted(new))[1].changed == like


def test_many_changed_messages_are_not_compared_in_pairs() -> None:
    """Of 10,000 that are nearly alike each finds its own."""
    number = 10_000
    body = "\n".join(f'msgid "Message {n} says what to do."\nmsgstr "Mensaje {n}"\n' for n in range(number))
    file = parse_po(f"{HEADER}\n{body}")
    entries = wanted(*(f"Message {n} says what to do now." for n in range(0, number, 100)))
    _, changes = merge(file, entries)
    assert (changes.changed, changes.added, changes.removed) == (100, 0, number - 100)


# Round trips through the programs that translators use.

TOOLS: dict[str, Callable[[Path], None]] = {
    "msgcat": lambda path: gettext("msgcat", "-o", path, path),
    "msgattrib": lambda path: gettext("msgattrib", "-o", path, path),
    "msgcat-narrow": lambda path: gettext("msgcat", "--width=40", "-o", path, path),
    "polib": lambda path: polib.pofile(str(path)).save(),
    "translate-toolkit": lambda path: rewritten_by_toolkit(path),
}


def gettext(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


def rewritten_by_toolkit(path: Path) -> None:
    store = pofile()
    store.parse(path.read_bytes())
    path.write_bytes(bytes(store))


def meaning(text: str) -> list[tuple[object, ...]]:
    """What a translator wrote, whatever the lines."""
    return [
        (
            entry.context,
            entry.id,
            entry.strings,
            entry.obsolete,
            entry.fuzzy,
            entry.notes,
            entry.extracted,
            entry.places,
        )
        for entry in parse_po(text).entries
    ]


@pytest.mark.parametrize("tool", TOOLS)
def test_round_trips_lose_nothing(tool: str, tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    text, _ = updated(
        PO.replace("# The end of the file.\n", ""), wanted("Call {phone} soon.", *SAME[:1], "Back again", SAME[3])
    )
    path.write_text(text, encoding="utf-8")
    TOOLS[tool](path)
    there = path.read_text(encoding="utf-8")
    assert meaning(there) == meaning(text)
    again, changes = updated(there, wanted("Call {phone} soon.", *SAME[:1], "Back again", SAME[3]))
    assert (changes.kept, changes.waiting) == (4, 2)
    assert meaning(again) == meaning(text)


def test_msgfmt_takes_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(updated(PO, wanted("Call {phone} soon.", *SAME[:1], "Back again"))[0], encoding="utf-8")
    ran = subprocess.run(["msgfmt", "--check", "-o", tmp_path / "x.mo", path], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    found = polib.mofile(str(tmp_path / "x.mo"))
    assert {entry.msgid for entry in found} == {SAME[0], "Back again"}


def test_msgmerge_and_ours_agree(tmp_path: Path) -> None:
    """On a plain catalog GNU msgmerge keeps, marks and lays to rest the same messages."""
    template, path = tmp_path / "x.pot", tmp_path / "x.po"
    entries = wanted("Call {phone} at once, day or night.", SAME[3], "Back again", "An infusion is a drip.")
    template.write_text(format_po(parse_po(HEADER)) + "\n" + "\n\n".join(
        f'msgid "{entry.id}"\nmsgstr ""' for entry in entries) + "\n", encoding="utf-8")  # fmt: skip
    path.write_text(PO, encoding="utf-8")
    command = ["msgmerge", "--previous", "--no-location", str(path), str(template)]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ours, _ = updated(PO, entries)

    def states(text: str) -> dict[tuple[str | None, str], tuple[object, ...]]:
        return {entry.key: (entry.strings, entry.fuzzy, entry.obsolete) for entry in parse_po(text).entries if entry.id}

    # msgmerge forgets an untranslated message too; it lays down a fuzzy obsolete one as we do.
    assert states(ours) == states(theirs)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)
messages = st.lists(
    st.tuples(texts, texts, st.booleans(), st.booleans(), st.none() | texts), max_size=8, unique_by=lambda one: one[0]
)


@settings(max_examples=200, deadline=None)
@given(messages, st.lists(texts, max_size=6))
def test_an_update_keeps_every_translation(
    known: list[tuple[str, str, bool, bool, str | None]], new: list[str]
) -> None:
    file = parse_po(HEADER)
    entries = [
        PoEntry(
            source, None, None, (text,), obsolete,
            (f"# {' '.join(note.split())}".strip(),) if note else (), flags=("fuzzy",) if fuzzy else (),
        )
        for source, text, obsolete, fuzzy, note in known
    ]  # fmt: skip
    text = format_po(type(file)((*file.entries, *entries)))
    read = parse_po(text)
    assert [(entry.id, entry.strings) for entry in read.entries[1:]] == [(one.id, one.strings) for one in entries]
    kept = [source for number, (source, *_) in enumerate(known) if number % 2]
    after, _ = updated(text, wanted(*dict.fromkeys([*kept, *new])))
    written = {entry.strings for entry in parse_po(after).entries}
    assert {entry.strings for entry in entries if entry.translated} <= written
    for entry in parse_po(after).entries:
        same = next((one for one in entries if one.id == entry.id), None)
        if same is not None and entry.strings == same.strings:
            assert same.fuzzy <= entry.fuzzy, "nothing fuzzy passes for checked"
