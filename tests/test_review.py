"""Approvals as values: what they cover, what voids them, and the gate that they open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handouts.article import SAFETY
from handouts.brand import Brand, Wording
from handouts.catalogs import Catalog, State, Translation
from handouts.editions import EDITIONS, PAPERS
from handouts.languages import find_language
from handouts.leaflet import DRAFT_TRANSLATION, Ingredients, Leaflet, compose
from handouts.problems import Severity
from handouts.review import Acceptance, Approval, Key, Standing, find_standing, mark, one_line, passages_digest
from handouts.review import State as Stands
from tests.conftest import ARTICLE, SPANISH
from tests.making import PLAIN_WORDS, WARNING_WORDS, catalog, ingredients, leaflet, word_catalog

DAY = date(2026, 11, 22)


def approval(of: Leaflet, reviewer: str = "Ana Ruiz", day: date = DAY) -> Approval:
    passages = of.passages()
    marks = tuple(passage.mark for passage in passages)
    return Approval(of.key, reviewer, "translator", day, passages_digest(passages), marks=marks)


def article(old: str, new: str) -> Ingredients:
    assert old in ARTICLE
    return ingredients(article=ARTICLE.replace(old, new), translations=catalog(SPANISH | {new: SPANISH.get(old, new)}))


def translation(source: str, text: str) -> Ingredients:
    return ingredients(translations=catalog(SPANISH | {source: text}))


def words(source: str, text: str, context: str | None) -> Catalog:
    known = dict(word_catalog().translations)
    known[context, source] = Translation(State.TRANSLATED, text, 1)
    return replace(word_catalog(), translations=known)


def brand(change: Callable[[Brand], Brand]) -> Ingredients:
    given = ingredients()
    return replace(given, brand=change(given.brand))


def telling(**values: object) -> Callable[[Brand], Brand]:
    return lambda brand: replace(brand, file=brand.file.model_copy(update=values))


CHANGES: dict[str, tuple[Ingredients, str]] = {
    "a source": (article("You feel sick.", "You feel very sick."), "articles/short.md:20 (source)"),
    "a letter of a source": (article("You feel dizzy.", "You feel dizzy!"), "articles/short.md:21 (source)"),
    "a translation": (translation("You feel sick.", "Siente asco."), "articles/short.md:20 (translation)"),
    "emphasis": (
        translation("It is a *treatment* for pain.", "Es un **tratamiento** para el dolor."),
        "articles/short.md:12 (translation)",
    ),
    "the title": (translation("A short leaflet", "Un folleto"), "articles/short.md:2 (translation)"),
    "another list": (
        article("- You feel sick.\n- You feel dizzy.", "1. You feel sick.\n2. You feel dizzy."),
        "the order",
    ),
    "the order": (article("- You feel sick.\n- You feel dizzy.", "- You feel dizzy.\n- You feel sick."), "the order"),
    "a text less": (article("- You feel dizzy.\n", ""), "'risks': 1 taken out"),
    "the version": (article('version: "1.0"', 'version: "1.1"'), "articles/short.md (source)"),
    "the date of review": (article("2028-11-22", "2029-11-22"), "articles/short.md (source)"),
    "a template's word": (
        ingredients(words=words("Page {page} of {pages}", "{page} de {pages}", None)),
        "the templates' “Page {page} of {pages}” (translation)",
    ),
    "a template's safety word": (
        ingredients(words=words("Take care.", "¡Cuidado!", "safety")),
        "the templates' “Take care.” (translation)",
    ),
    "another word of a template": (ingredients(entries=(PLAIN_WORDS,)), "'templates': 1 taken out"),
    "the telephone": (brand(telling(phone="+44 1")), "brands/example-clinic/brand.toml: phone (source)"),
    "opening hours": (
        brand(telling(wording={"es": Wording(hours=("nunca",))})),
        "brands/example-clinic/brand.toml: hours (translation)",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_voids_it(change: str) -> None:
    given, told = CHANGES[change]
    before, after = leaflet(), leaflet(given)
    approved = approval(before)
    assert approved.covers(before.passages())
    assert not approved.covers(after.passages())
    standing = find_standing(after.key, after.passages(), [approved])
    assert standing.state is Stands.STALE
    assert any(one.startswith(told) for one in standing.changes), standing.changes


UNCHANGED = {
    "blank lines above": ingredients(article=ARTICLE.replace("## Risks", "\n\n\n## Risks")),
    "the draft notice": ingredients(words=words(DRAFT_TRANSLATION.text, "Borrador.", "safety")),
    "the order of the templates": ingredients(entries=(PLAIN_WORDS, WARNING_WORDS)),
    "a message that is printed nowhere": translation("Unused.", "Sin uso."),
    "a colour": brand(lambda one: replace(one, file=one.file.model_copy(update={"logo": "other.svg"}))),
}


@pytest.mark.parametrize("change", UNCHANGED)
def test_what_is_not_printed_does_not_void_it(change: str) -> None:
    assert approval(leaflet()).covers(leaflet(UNCHANGED[change]).passages())


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("paper", PAPERS)
def test_it_is_of_all_editions_and_papers(edition: str, paper: str) -> None:
    other, _ = compose(ingredients(), EDITIONS[edition], PAPERS[paper])
    assert approval(leaflet()).covers(other.passages())


def test_digits_as_they_are_printed_are_part_of_the_text() -> None:
    texts = {source: text.replace("5", "۵").replace("24", "۲۴") for source, text in SPANISH.items()}
    persian = ingredients("fa", translations=catalog(texts))
    latin = replace(persian, language=find_language("fa", latin_digits=True))
    assert not approval(leaflet(persian)).covers(leaflet(latin).passages())


def test_every_text_of_the_article_is_a_passage_with_its_source() -> None:
    passages = leaflet().passages()
    pairs = {(one.source, one.text) for one in passages}
    assert pairs >= set(SPANISH.items())
    assert {one.part for one in passages} == {
        "head",
        "facts",
        "what",
        "risks",
        "supervision",
        "contact",
        "templates",
        "brand",
    }
    source = leaflet(ingredients("en")).passages()
    assert all(one.text == one.source for one in source)


def test_only_an_approval_of_the_exact_text_makes_it_no_draft() -> None:
    found = leaflet()
    assert found.draft
    approved = replace(found, approval=approval(found))
    assert not approved.draft
    assert approved.notices == ()
    assert all(approved.section(role) == found.section(role) for role in SAFETY)
    for given, _ in CHANGES.values():
        with pytest.raises(ValueError, match="another text"):
            replace(leaflet(given), approval=approval(found))
    with pytest.raises(ValueError, match="another text"):
        replace(found, approval=replace(approval(found), key=Key("short", "en", "example-clinic")))


def test_of_two_reviewers_each_approval_holds_for_itself() -> None:
    before, after = leaflet(), leaflet(translation("You feel sick.", "Siente asco."))
    early, late = approval(before), approval(after, "Dr Jo Field", date(2026, 11, 23))
    for passages, holds in ((before.passages(), early), (after.passages(), late)):
        standing = find_standing(before.key, passages, [late, early])
        assert (standing.state, standing.approvals, standing.approval) == (Stands.APPROVED, (holds,), holds)
    third = leaflet(translation("You feel sick.", "Siente ganas de vomitar."))
    standing = find_standing(third.key, third.passages(), [late, early])
    assert (standing.state, standing.approvals, standing.approval) == (Stands.STALE, (late,), None)


def test_another_leaflets_approval_is_none() -> None:
    found = leaflet()
    for name in ("article", "language", "brand"):
        other = replace(approval(found), key=replace(found.key, **{name: "other"}))
        assert find_standing(found.key, found.passages(), [other]) == Standing(found.key, Stands.DRAFT)


def test_a_finding_is_accepted_as_it_was() -> None:
    accepted = (Acceptance("number-lost", mark("You feel sick."), "5 is missing", "It is said in words."),)
    approved = replace(approval(leaflet()), accepted=accepted)
    asked = [
        ("number-lost", "You feel sick.", "5 is missing"),
        ("number-lost", "You feel dizzy.", "5 is missing"),
        ("number-lost", "You feel sick.", "6 is missing"),
        ("unit-lost", "You feel sick.", "5 is missing"),
    ]
    assert [approved.accepts(*one) for one in asked] == [True, False, False, False]
    holds, stale = (Standing(approved.key, state, (approved,)) for state in (Stands.APPROVED, Stands.STALE))
    assert (holds.accepts(*asked[0]), stale.accepts(*asked[0])) == (True, False)


def test_what_is_said_before_printing() -> None:
    found, path = leaflet(), Path("reviews.toml")
    draft = find_standing(found.key, found.passages(), [])
    assert draft.problems(path, required=False) == []
    (missing,) = draft.problems(path, required=True)
    assert (missing.code, missing.severity) == ("review-missing", Severity.ERROR)
    assert "handouts approve short -l es -b example-clinic --reviewer" in missing.hint
    other = leaflet(translation("You feel sick.", "Siente asco."))
    stale = find_standing(other.key, other.passages(), [approval(found)])
    for required, severity in ((False, Severity.WARNING), (True, Severity.ERROR)):
        (told,) = stale.problems(path, required=required)
        assert (told.code, told.severity) == ("review-stale", severity)
        assert "by Ana Ruiz on 2026-11-22 and has changed since: articles/short.md:20 (translation)" in told.message
    approved = find_standing(found.key, found.passages(), [approval(found)])
    assert approved.problems(path, required=True) == []


def test_what_cannot_be_seen_is_a_question_mark_on_one_line() -> None:
    assert one_line(" a\n b\u202e\u200b\x00\ufffd c ") == "a b???? c"
