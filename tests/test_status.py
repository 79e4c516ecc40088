"""`handouts status`: how far every article is in every language."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Clinic

PO = "locales/es/LC_MESSAGES/short.po"
ANA = ("--reviewer", "Ana Ruiz", "--role", "translator")


@pytest.fixture(autouse=True)
def no_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are not about what the checks of translations find."""
    monkeypatch.setattr("handouts.checks.CHECKS", ())


def rows(clinic: Clinic, *arguments: str, code: int = 0) -> dict[tuple[str, str], dict[str, Any]]:
    ran = clinic.handouts("status", "--json", *arguments)
    assert ran.code == code, ran.err
    found = [json.loads(line) for line in ran.out.splitlines()]
    return {(row["language"], row["article"]): row for row in found}


def test_every_article_in_every_language(clinic: Clinic) -> None:
    found = rows(clinic)
    names = ("handouts", "mail", "short")
    assert list(found) == [(language, name) for language in ("en", "es") for name in names]
    assert (found["es", "mail"]["messages"], found["es", "mail"]["state"]) == (15, "draft")
    assert found["es", "short"] == {
        "article": "short", "language": "es", "messages": 14, "translated": 14, "fuzzy": 0, "missing": 0,
        "safety": True, "errors": 0, "warnings": 0, "state": "draft", "approvals": [], "changes": [],
    }  # fmt: skip
    assert (found["es", "handouts"]["state"], found["es", "handouts"]["missing"]) == ("", 0)
    assert found["en", "short"]["translated"] == 14
    assert list(rows(clinic, "short", "-l", "es")) == [("es", "handouts"), ("es", "mail"), ("es", "short")]


@pytest.mark.parametrize(
    ("old", "new", "counts", "safety", "state"),
    [
        ('"De qué se trata."', '""', (13, 0, 1), True, "draft"),
        ('msgid "What it is about."', '#, fuzzy\nmsgid "What it is about."', (13, 1, 0), True, "draft"),
        ('"Siente mareos."', '""', (13, 0, 1), False, "stopped"),
        ("{emergency} de", "de", (14, 0, 0), False, "stopped"),
    ],
)
def test_what_is_not_translated(
    clinic: Clinic, old: str, new: str, counts: tuple[int, ...], safety: bool, state: str
) -> None:
    clinic.edit(PO, old, new)
    row = rows(clinic)["es", "short"]
    assert (row["translated"], row["fuzzy"], row["missing"]) == counts
    assert (row["safety"], row["state"]) == (safety, state)
    assert row["errors"] == ("{" in old)


def test_a_text_of_a_safety_section_counts_as_one_of_safety_wherever_else_it_stands(clinic: Clinic) -> None:
    clinic.edit("articles/short.md", "It is a *treatment* for pain.", "You feel dizzy.")
    clinic.edit(PO, '"Siente mareos."', '""')
    row = rows(clinic)["es", "short"]
    assert (row["messages"], row["missing"], row["safety"]) == (13, 1, False)


def test_approved_and_changed_since(clinic: Clinic) -> None:
    assert clinic.handouts("approve", "short", "-l", "es", *ANA, "--note", "Read aloud.").code == 0
    row = rows(clinic)["es", "short"]
    (given,) = row["approvals"]
    assert row["state"] == "approved"
    assert (given["reviewer"], given["role"], given["note"]) == ("Ana Ruiz", "translator", "Read aloud.")
    assert f"approved by Ana Ruiz (translator), {given['date']}" in clinic.handouts("status").out
    clinic.edit(PO, "Siente mareos.", "Siente mareo.")
    row = rows(clinic)["es", "short"]
    assert (row["state"], row["approvals"], row["changes"]) == (
        "stale",
        [given],
        ["articles/short.md:21 (translation)"],
    )
    assert "since then articles/short.md:21 (translation)" in clinic.handouts("status").out


@pytest.mark.parametrize(
    ("file", "old", "new", "change"),
    [
        ("articles/short.md", "You feel dizzy.", "You feel giddy.", "articles/short.md:21 (source)"),
        (PO, '"Siente mareos."', '""', "articles/short.md:21 (translation)"),
        (PO, "Language: es", "Language: fr", "it cannot be read"),
        ("brands/example-clinic/brand.toml", "phone =", "website2 =", "it cannot be printed as it is"),
    ],
)
def test_what_has_changed_is_told_though_the_leaflet_cannot_be_made_any_more(
    clinic: Clinic, file: str, old: str, new: str, change: str
) -> None:
    assert clinic.handouts("approve", "short", "-l", "es", *ANA).code == 0
    clinic.edit(file, old, new)
    row = rows(clinic, code=int("read" in change))["es", "short"]
    assert (row["state"], row["changes"]) == ("stale", [change])


def test_what_cannot_be_read_does_not_hide_the_rest(clinic: Clinic) -> None:
    clinic.write("articles/broken.md", "---\n")
    clinic.edit(PO, "Language: es", "Language: fr")
    ran = clinic.handouts("status", "--json")
    assert (ran.code, "Traceback" in ran.err) == (1, False)
    assert "catalog-language" in ran.err
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [(row["language"], row["article"], row["state"]) for row in found] == [
        ("en", "handouts", ""), ("en", "mail", "draft"), ("en", "broken", "stopped"), ("en", "short", "draft"),
        ("es", "handouts", ""), ("es", "mail", "draft"), ("es", "broken", "stopped"), ("es", "short", "stopped"),
    ]  # fmt: skip


def test_a_language_that_nobody_has_begun(clinic: Clinic) -> None:
    clinic.edit("handouts.toml", '["en", "es"]', '["en", "ka"]')
    row = rows(clinic)["ka", "short"]
    assert (row["messages"], row["missing"], row["safety"], row["state"], row["errors"]) == (
        14,
        14,
        False,
        "stopped",
        0,
    )


def test_names_that_are_not_there(clinic: Clinic) -> None:
    ran = clinic.handouts("status", "long", "-l", "fr", "-b", "none")
    assert (ran.code, ran.err.count("error [")) == (2, 3)


def test_the_table_is_for_people(clinic: Clinic) -> None:
    ran = clinic.handouts("status")
    heading, *lines = ran.out.splitlines()
    assert heading.split() == [
        "Language",
        "Article",
        "Messages",
        "Translated",
        "Fuzzy",
        "Missing",
        "Safety",
        "Checks",
        "State",
    ]
    assert lines[-1].split()[:9] == ["es", "short", "14", "14", "0", "0", "complete", "good", "draft"]
