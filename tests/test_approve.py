"""`handouts approve`, and what an approval does to the leaflet that is printed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

import pypdfium2
import pytest

from handouts.checks.model import Check, Finding, Unit
from handouts.leaflet import DRAFT_TRANSLATION
from tests.conftest import Clinic, Ran

PO = "locales/es/LC_MESSAGES/short.po"
PDF = "output/example-clinic/es/short.standard.a4.pdf"
ANA = ("--reviewer", "Ana Ruiz", "--role", "translator")


def _figures(unit: Unit) -> Iterator[Finding]:
    for figure in re.finditer(r"\d+", unit.source):
        if figure[0] not in unit.target:
            yield Finding(f"{figure[0]} is missing", "Write it.", figure.span())


def _shouting(unit: Unit) -> Iterator[Finding]:
    if unit.target.isupper():
        yield Finding("it is in capitals", "Write small letters.")


@pytest.fixture(autouse=True)
def checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two checks of our own, so that these tests do not depend on what the others find."""
    table = (Check("figure-missing", "Figures.", _figures), Check("shouting", "Capitals.", _shouting))
    monkeypatch.setattr("handouts.checks.CHECKS", table)


def approve(clinic: Clinic, *more: str, language: str = "es") -> Ran:
    return clinic.handouts("approve", "short", "-l", language, *(more or ANA))


def found(ran: Ran) -> list[str]:
    return re.findall(r"^(?:error|warning) \[(.*?)\]", ran.err, re.MULTILINE)


def text(clinic: Clinic) -> str:
    pdf = pypdfium2.PdfDocument(clinic.path(PDF))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def built(clinic: Clinic, *more: str) -> tuple[Ran, bool | None]:
    """The Spanish leaflet, and whether it is a draft."""
    ran = clinic.handouts("build", "-l", "es", "--json", *more)
    (made,) = map(json.loads, ran.out.splitlines())
    return ran, made["draft"] if made["path"] else None


NOTICE = "Borrador"


def test_an_approved_leaflet_is_no_draft_until_a_letter_changes(clinic: Clinic) -> None:
    ran, draft = built(clinic)
    assert (ran.code, draft) == (0, True)
    assert NOTICE in text(clinic)
    assert DRAFT_TRANSLATION.text in text(clinic)

    ran = approve(clinic)
    assert (ran.code, found(ran)) == (0, ["review-source"])
    assert "approved by Ana Ruiz (translator)" in ran.out
    ran, draft = built(clinic)
    assert (ran.code, ran.err.count("["), draft) == (0, 0, False)
    assert NOTICE not in text(clinic)
    assert DRAFT_TRANSLATION.text not in text(clinic)
    assert "No tome más de 5 mg." in text(clinic)
    assert clinic.handouts("proof").code == 0

    clinic.edit(PO, "Siente mareos.", "Siente mareo.")
    assert "proof-stale" in clinic.handouts("proof").err
    ran, draft = built(clinic)
    assert (ran.code, found(ran), draft) == (0, ["review-stale"], True)
    assert "articles/short.md:21 (translation)" in ran.err
    assert NOTICE in text(clinic)

    clinic.edit(PO, "Siente mareo.", "Siente mareos.")
    assert built(clinic)[1] is False  # it is the approved text again


def test_the_source_language_is_approved_in_the_same_way(clinic: Clinic) -> None:
    ran = approve(clinic, "--reviewer", "Dr Jo Field", "--role", "clinician", language="en")
    assert (ran.code, found(ran)) == (0, [])
    assert found(approve(clinic)) == []  # its translation has nothing to be warned of now
    rows = [json.loads(line) for line in clinic.handouts("build", "--json").out.splitlines()]
    assert [row["draft"] for row in rows] == [False, False]


def test_it_is_of_one_brand(clinic: Clinic) -> None:
    other = clinic.path("brands/other")
    clinic.path("brands/example-clinic").rename(other)
    clinic.write("brands/example-clinic/brand.toml", (other / "brand.toml").read_text(encoding="utf-8"))
    for picture in other.glob("*.svg"):
        (clinic.path("brands/example-clinic") / picture.name).write_bytes(picture.read_bytes())
    assert approve(clinic, *ANA, "--brand", "other").code == 0
    states = {}
    for brand in ("example-clinic", "other"):
        (states[brand],) = (
            json.loads(line)["state"]
            for line in clinic.handouts("status", "short", "-l", "es", "-b", brand, "--json").out.splitlines()
            if '"short"' in line
        )
    assert states == {"example-clinic": "draft", "other": "approved"}


def test_a_clinic_may_require_approvals(clinic: Clinic) -> None:
    settings = clinic.path("handouts.toml").read_text(encoding="utf-8")
    clinic.write("handouts.toml", settings + '\n[review]\npolicy = "require"\n')
    ran, draft = built(clinic)
    assert (ran.code, found(ran), draft) == (1, ["review-missing"], None)
    assert "handouts approve short -l es" in ran.err
    assert clinic.handouts("check", "-l", "es").code == 1
    assert approve(clinic).code == 0
    ran, draft = built(clinic)
    assert (ran.code, draft) == (0, False)
    good = clinic.path(PDF).read_bytes()
    clinic.edit(PO, "Siente mareos.", "Siente mareo.")
    ran, draft = built(clinic)
    assert (ran.code, found(ran), draft) == (1, ["review-stale"], None)
    assert clinic.path(PDF).read_bytes() == good


@pytest.mark.parametrize("value", ['"maybe"', "true", "3"])
def test_a_policy_that_is_none(clinic: Clinic, value: str) -> None:
    clinic.write("handouts.toml", f'brand = "example-clinic"\n[review]\npolicy = {value}\n')
    ran = clinic.handouts("check")
    assert (ran.code, found(ran)) == (1, ["setting-invalid"])
    assert "handouts.toml:3" in ran.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--reviewer", "AI", "--role", "translator"), "review-reviewer"),
        (("--reviewer", "nobody", "--role", "translator"), "review-reviewer"),
        (("--reviewer", "", "--role", "translator"), "review-reviewer"),
        (("--reviewer", "Ana\nRuiz", "--role", "translator"), "review-reviewer"),
        (("--reviewer", "Ana Ruiz", "--role", " "), "review-role"),
        ((*ANA, "--note", "a\x1b[2Jb"), "review-note"),
        ((*ANA, "--accept", "shouting= "), "review-reason"),
        ((*ANA, "--accept", "shouting"), "review-accept"),
        ((*ANA, "--accept", "=right"), "review-accept"),
        ((*ANA, "--brand", "none"), "brand-unknown"),
        ((*ANA, "-l", "fr"), "language-unknown"),
    ],
)
def test_words_that_cannot_be_taken(clinic: Clinic, words: tuple[str, ...], code: str) -> None:
    ran = approve(clinic, *words)
    assert (ran.code, found(ran)) == (2, [code])
    assert not clinic.path("reviews.toml").exists()


def test_an_article_that_is_not_there(clinic: Clinic) -> None:
    ran = clinic.handouts("approve", "long", "-l", "es", *ANA)
    assert (ran.code, found(ran)) == (2, ["article-unknown"])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"De qué se trata."', '""', "review-incomplete"),
        ('msgid "What it is about."', '#, fuzzy\nmsgid "What it is about."', "review-incomplete"),
        ('"Siente mareos."', '""', "translation-missing"),
        ("*tratamiento*", "<b>tratamiento</b>", "review-incomplete"),
        ("{emergency} de", "de", "placeholder-differs"),
    ],
)
def test_what_is_not_whole_is_not_approved(clinic: Clinic, old: str, new: str, code: str) -> None:
    clinic.edit(PO, old, new)
    ran = approve(clinic)
    assert ran.code == 1
    assert found(ran)[0] == code
    assert not clinic.path("reviews.toml").exists()


LOUD = ("Un folleto breve", "UN FOLLETO BREVE")
SPELT = ("No tome más de 5 mg", "No tome más de cinco mg")


def test_a_warning_is_listed(clinic: Clinic) -> None:
    clinic.edit(PO, *LOUD)
    ran = approve(clinic)
    assert (ran.code, found(ran)) == (0, ["shouting", "review-source"])


def test_an_open_finding_stands_against_it_unless_it_is_accepted_by_name(clinic: Clinic) -> None:
    clinic.edit(PO, *SPELT)
    ran, draft = built(clinic)
    assert (ran.code, found(ran), draft) == (1, ["figure-missing"], None)
    ran = approve(clinic)
    assert (ran.code, found(ran)) == (1, ["figure-missing"])
    assert "⟦5⟧" in ran.err
    assert "--accept 'figure-missing=why it is right'" in ran.err
    assert not clinic.path("reviews.toml").exists()

    ran = approve(clinic, *ANA, "--accept", "figure-missing=Cinco is how it is said = 5.")
    assert ran.code == 0
    (review,) = tomllib.loads(clinic.path("reviews.toml").read_text(encoding="utf-8"))["review"]
    (accepted,) = review["accepted"]
    assert (accepted["check"], accepted["reason"]) == ("figure-missing", "Cinco is how it is said = 5.")
    assert "5 is missing" in accepted["what"]
    ran, draft = built(clinic)
    assert (ran.code, found(ran), draft) == (0, [], False)

    clinic.edit(PO, "Siente mareos.", "Siente mareo.")  # with the approval goes what it accepted
    ran, draft = built(clinic)
    assert (ran.code, found(ran), draft) == (1, ["figure-missing", "review-stale"], None)


def test_a_translators_flag_turns_a_check_off_but_not_in_a_safety_message(clinic: Clinic) -> None:
    clinic.edit(PO, *LOUD)
    clinic.edit(PO, *SPELT)
    assert found(approve(clinic)) == ["figure-missing"]
    clinic.edit(PO, 'msgid "A short leaflet"', '#, ignore-shouting\nmsgid "A short leaflet"')
    clinic.edit(PO, 'msgid "It can harm', '#, ignore-figure-missing\nmsgid "It can harm')
    assert found(clinic.handouts("check", "-l", "es")) == ["figure-missing"]
    assert found(approve(clinic, *ANA, "--accept", "figure-missing=five")) == ["review-source"]


def test_each_place_may_have_its_own_reason(clinic: Clinic) -> None:
    clinic.edit(PO, *SPELT)
    clinic.edit(PO, "durante 24 horas", "durante un día")
    lines = clinic.path(PO).read_text(encoding="utf-8").splitlines()
    five, day = (next(n for n, line in enumerate(lines, 1) if word in line) for word in ("Do not take", "24 hours"))
    one = ("--accept", f"figure-missing@short.po:{five}=five")
    ran = approve(clinic, *ANA, *one)
    assert (ran.code, found(ran)) == (1, ["figure-missing"])
    assert f"short.po:{day}" in ran.err
    assert approve(clinic, *ANA, *one, "--accept", "figure-missing=a day").code == 0
    (review,) = tomllib.loads(clinic.path("reviews.toml").read_text(encoding="utf-8"))["review"]
    assert [accepted["reason"] for accepted in review["accepted"]] == ["five", "a day"]


def test_what_is_accepted_must_be_there(clinic: Clinic) -> None:
    clinic.edit(PO, *LOUD)
    ran = approve(clinic, *ANA, "--accept", "figure-missing=right")
    assert (ran.code, found(ran)) == (1, ["review-accept"])
    assert "shouting" in ran.err
    assert approve(clinic, *ANA, "--accept", "shouting=It is a headline.").code == 0
    assert found(clinic.handouts("check", "-l", "es")) == []


def test_approvals_that_are_not_in_order_stop_everything(clinic: Clinic) -> None:
    clinic.write("reviews.toml", "<<<<<<< HEAD\n")
    for ran in (approve(clinic), clinic.handouts("build", "-l", "es"), clinic.handouts("status")):
        assert (ran.code, found(ran)) == (1, ["toml-invalid"])
        assert "reviews.toml:1" in ran.err


def test_approvals_are_in_the_workspace_itself(clinic: Clinic) -> None:
    clinic.path("reviews.toml").symlink_to("/etc/hostname")
    ran = approve(clinic)
    assert (ran.code, found(ran)) == (1, ["path-outside"])
