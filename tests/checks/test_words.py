"""Words files: what is misspelt or looks for nothing is told, with its line, and never silently without effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.checks import check_unit
from handouts.checks.model import Unit
from handouts.checks.words import load_words
from handouts.languages import find_language
from handouts.problems import HandoutsError


def write(folder: Path, group: str, line: str) -> Path:
    (folder / "words.toml").write_text(f"# words\n[{group}]\n{line}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("group", "line", "says"),
    [
        ("cue", 'not = ["no"]', "there is no setting 'cue'"),
        ("cues", 'nott = ["no"]', "no such key"),
        ("cues", 'not = "no"', "list of texts"),
        ("cues", "not = [1]", "must be a text"),
        ("cues", 'not = ["no", ""]', "says no word"),
        ("cues", 'not = ["*"]', "says no word"),
        ("cues", 'not = ["//"]', "says no word"),
        ("cues", 'not = ["/(?:no)?/"]', "says no word"),
        ("cues", 'not = ["/(no/"]', "no regular expression"),
        ("cues", 'not = ["/o{9999999999}/"]', "no regular expression"),
        ("cues", 'not = ["/[[:alpha:]]/"]', "no regular expression"),
        ("cues", f'not = ["/{"(" * 9000}o{")" * 9000}/"]', "no regular expression"),
        ("numbers", 'two = ["dos"]', "no number"),
        ("numbers", '"1/0" = ["dos"]', "no number"),
        ("numbers", '"1e999999999" = ["dos"]', "no number"),
        ("units", 'miligram = ["mg"]', "no such key"),
        ("units", '"per-mile" = ["por"]', "no such key"),
        ("address", 'polite = ["usted"]', "no such key"),
    ],
)
def test_what_is_wrong_in_a_words_file_is_told(tmp_path: Path, group: str, line: str, says: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        load_words("es", (write(tmp_path, group, line),))
    (problem,) = caught.value.problems
    assert says in problem.message
    assert "[key]" not in problem.message
    assert problem.line in (2, 3)
    assert problem.hint


@pytest.mark.parametrize(
    ("group", "line", "text"),
    [
        ("cues", 'not = ["nones"]', "Nones conduzca 2 h."),
        ("numbers", '2 = ["un par de"]', "No conduzca un par de h."),
        ("units", 'hour = ["/horillas?/"]', "No conduzca 2 horillas."),
        ("terms", '"side effect" = ["secuela*"]', "No conduzca 2 h."),
    ],
)
def test_the_words_of_a_workspace_are_known(tmp_path: Path, group: str, line: str, text: str) -> None:
    words = load_words("es", (write(tmp_path, group, line),))
    languages = find_language("en"), find_language("es")
    found = check_unit(Unit("Do not drive for 2 h.", text, *languages, True, "paragraph", load_words("en"), words))
    assert [(check.id, finding.what) for check, finding in found] == []
