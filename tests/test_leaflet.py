"""The gate: no leaflet without its safety sections, and nothing silently in another language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from handouts.article import SAFETY, Block, Paragraph, Role, Section
from handouts.catalogs import Catalog, State, Translation
from handouts.editions import EDITIONS, PAPERS
from handouts.languages import find_language
from handouts.leaflet import Ingredients, Leaflet, Text, compose
from handouts.problems import HandoutsError, Problem, Severity
from tests.conftest import ARTICLE, SPANISH
from tests.making import WORDS, catalog, codes, ingredients, leaflet, places, word_catalog

ENGLISH, SPEECH = find_language("en"), find_language("es")
SAFE = {
    "Risks",
    "It can harm you. **Do not take more than 5 mg.**",
    "Common",
    "You feel sick.",
    "You feel dizzy.",
    "Call {emergency} at once if you cannot breathe.",
    "Supervision",
    "Only in a clinic. Do not drive for 24 hours.",
}
GAPS = [None, State.MISSING, State.FUZZY]


def made(given: Ingredients, *, strict: bool = False) -> tuple[Leaflet, list[Problem]]:
    return compose(given, EDITIONS["standard"], PAPERS["a4"], strict=strict)


def with_gap(source: str, state: State | None, text: str = "x") -> Catalog:
    """The Spanish catalog in which `source` is missing, empty or fuzzy, or translated as `text`."""
    found = dict(catalog().translations)
    if state is None:
        del found[None, source]
    else:
        found[None, source] = Translation(state, "" if state is State.MISSING else text, 7)
    return replace(catalog(), translations=found)


def test_a_whole_leaflet() -> None:
    found, problems = made(ingredients())
    assert problems == []
    assert found.title.plain == "Un folleto breve"
    assert found.section(Role.RISKS).title.plain == "Riesgos"
    assert found.words["safety", "Take care."] == ("Tenga cuidado.", SPEECH)
    assert found.draft
    assert {text.language for section in found.sections for text in section.texts()} == {SPEECH}
    assert "999" in " ".join(text.plain for text in found.section(Role.RISKS).texts())


def test_the_source_language_needs_no_catalog() -> None:
    found, problems = made(ingredients("en"))
    assert problems == []
    assert found.section(Role.SUPERVISION).title.plain == "Supervision"


def test_html_and_plain_text_agree() -> None:
    texts = [text for section in leaflet().sections for text in section.texts()]
    assert [text.html.striptags() for text in texts] == [text.plain.replace("\u00a0", " ") for text in texts]


@pytest.mark.parametrize("state", GAPS)
@pytest.mark.parametrize("source", sorted(SAFE))
def test_a_gap_in_a_safety_section_stops_the_language(source: str, state: State | None) -> None:
    with pytest.raises(HandoutsError) as caught:
        made(ingredients(translations=with_gap(source, state)))
    code = "translation-fuzzy" if state is State.FUZZY else "translation-missing"
    assert [(problem.code, problem.severity) for problem in caught.value.problems] == [(code, Severity.ERROR)]
    assert caught.value.problems[0].line == (None if state is None else 7)
    assert "nothing is printed" in caught.value.problems[0].hint


@pytest.mark.parametrize("state", GAPS)
@pytest.mark.parametrize("source", sorted(SPANISH.keys() - SAFE))
def test_a_gap_elsewhere_is_said_and_marked_or_an_error(source: str, state: State | None) -> None:
    given = ingredients(translations=with_gap(source, state))
    found, problems = made(given)
    code = "translation-fuzzy" if state is State.FUZZY else "translation-missing"
    assert [(problem.code, problem.severity) for problem in problems] == [(code, Severity.WARNING)]
    texts = [found.title, found.summary, *(text for section in found.sections for text in section.texts())]
    assert sum(text.language == ENGLISH for text in texts) == 1
    with pytest.raises(HandoutsError) as caught:
        made(given, strict=True)
    assert places(caught.value) == [(code, None if state is None else 7)]


@pytest.mark.parametrize(
    "bad", ["\u200b", "&nbsp;", "[](https://a.example)", "<p>x</p>", "a\u202eb", "{who}", "{", "`a`"]
)
def test_an_unfit_safety_translation_stops_the_language(bad: str) -> None:
    with pytest.raises(HandoutsError) as caught:
        made(ingredients(translations=with_gap("You feel sick.", State.TRANSLATED, bad)))
    assert {problem.severity for problem in caught.value.problems} == {Severity.ERROR}


@pytest.mark.parametrize("bad", ["Llame.", "[Llame](tel:{emergency})", "{emergency} {emergency}", "{phone}"])
def test_the_emergency_number_is_printed_as_often_as_in_the_source(bad: str) -> None:
    source = "Call {emergency} at once if you cannot breathe."
    with pytest.raises(HandoutsError) as caught:
        made(ingredients(translations=with_gap(source, State.TRANSLATED, bad)))
    assert codes(caught.value.problems)[0].startswith("placeholder-")


def test_an_unfit_translation_elsewhere_is_said_and_the_source_stands_in() -> None:
    found, problems = made(ingredients(translations=with_gap("Call {phone}.", State.TRANSLATED, "Llame.")))
    assert [(p.code, p.severity, p.line) for p in problems] == [("placeholder-differs", Severity.WARNING, 7)]
    contact = list(found.section(Role.CONTACT).texts())[-1]
    assert (contact.plain, contact.language) == ("Call +44\u00a020\u00a07946\u00a00123.", ENGLISH)


def test_the_templates_safety_words_must_be_translated_and_the_others_are_said() -> None:
    words = dict(word_catalog().translations)
    del words[None, "Page {page} of {pages}"]
    found, problems = made(ingredients(words=replace(word_catalog(), translations=words)))
    assert [(problem.code, problem.severity) for problem in problems] == [("translation-missing", Severity.WARNING)]
    assert found.words[None, "Page {page} of {pages}"] == ("Page {page} of {pages}", ENGLISH)
    del words["safety", "Take care."]
    with pytest.raises(HandoutsError) as caught:
        made(ingredients(words=replace(word_catalog(), translations=words)))
    assert [problem.severity for problem in caught.value.problems] == [Severity.ERROR, Severity.WARNING]


def test_all_problems_come_in_one_run() -> None:
    with pytest.raises(HandoutsError) as caught:
        made(ingredients(translations=Catalog(None, {}), words=Catalog(None, {})))
    assert codes(caught.value.problems) == ["translation-missing"] * (len(SPANISH) + len(WORDS))


def test_a_placeholder_that_the_brand_does_not_fill() -> None:
    given = ingredients("en")
    file = given.brand.file.model_copy(update={"website": None})
    article = ARTICLE.replace("Call {phone}.", "See {website}.")
    bare = replace(ingredients("en", article=article), brand=replace(given.brand, file=file))
    with pytest.raises(HandoutsError) as caught:
        made(bare)
    assert places(caught.value) == [("placeholder-empty", 31)]


def test_citations_are_printed_as_they_are_and_are_no_gap() -> None:
    article = ARTICLE + "\n## Risks {#refs role=references}\n\n1. Cohen 2018.\n"
    found, problems = made(ingredients(article=article))
    assert problems == []
    cited = list(found.section(Role.REFERENCES).texts())[-1]
    assert (cited.plain, cited.language) == ("Cohen 2018.", ENGLISH)


def change(of: Role, /, **changes: object) -> tuple[Section[Text], ...]:
    return tuple(
        replace(section, **changes) if section.role is of else section  # type: ignore[arg-type]  # changes of any type
        for section in leaflet().sections
    )


def blank(text: str) -> tuple[Block[Text], ...]:
    return (Paragraph(Text(Markup(""), text, SPEECH)),)


@pytest.mark.parametrize("role", SAFETY)
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("left out", "safety-missing"),
        ("twice", "safety-missing"),
        ("without its role", "safety-missing"),
        ("without blocks", "safety-incomplete"),
        ("with a block less", "safety-incomplete"),
        ("with a block more", "safety-incomplete"),
        ("in another language", "safety-incomplete"),
        ("with an empty title", "safety-incomplete"),
        ("with an invisible title", "safety-incomplete"),
    ],
)
def test_a_leaflet_cannot_be_made_with_its_safety_section(role: Role, kind: str, code: str) -> None:
    whole = leaflet()
    section = whole.section(role)
    sections = {
        "left out": tuple(s for s in whole.sections if s.role is not role),
        "twice": (*whole.sections, section),
        "without its role": change(role, role=None),
        "without blocks": change(role, blocks=()),
        "with a block less": change(role, blocks=section.blocks[:-1]),
        "with a block more": change(role, blocks=section.blocks + blank("más")),
        "in another language": change(role, title=replace(section.title, language=ENGLISH)),
        "with an empty title": change(role, title=replace(section.title, plain=" \n")),
        "with an invisible title": change(role, title=replace(section.title, plain="\u200b\u00ad")),
    }[kind]
    with pytest.raises(HandoutsError) as caught:
        replace(whole, sections=sections)
    assert set(codes(caught.value.problems)) == {code}


def test_no_leaflet_from_an_article_that_lost_its_section() -> None:
    whole = leaflet()
    for role in SAFETY:
        article = replace(whole.article, sections=tuple(s for s in whole.article.sections if s.role is not role))
        with pytest.raises(HandoutsError):
            replace(whole, article=article)
        with pytest.raises(HandoutsError):
            made(replace(ingredients(), article=article))


def test_a_section_that_is_not_there() -> None:
    with pytest.raises(LookupError):
        leaflet().section(Role.REFERENCES)


states = st.dictionaries(st.sampled_from(sorted(SPANISH)), st.sampled_from(State))


@settings(max_examples=150, deadline=None)
@given(states, st.booleans())
def test_whatever_the_states_every_text_is_right_or_said(gaps: dict[str, State], strict: bool) -> None:
    found = {key: Translation(gaps.get(key[1], State.TRANSLATED), value.text, 1)
             for key, value in catalog().translations.items()}  # fmt: skip
    bad = {source for source, state in gaps.items() if state is not State.TRANSLATED}
    try:
        whole, problems = made(ingredients(translations=replace(catalog(), translations=found)), strict=strict)
    except HandoutsError as error:
        assert bad & SAFE or (strict and bad)
        assert len(error.problems) == len(bad)  # noqa: PT017  # raising is right, and so is not raising
    else:
        assert not bad & SAFE
        assert len(problems) == len(bad)
        texts = [whole.title, whole.summary, *(text for section in whole.sections for text in section.texts())]
        assert sum(text.language == ENGLISH for text in texts) == len(bad)
