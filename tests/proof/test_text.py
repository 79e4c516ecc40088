"""The texts of a leaflet, read back: lost, moved, altered, in the wrong language or printed otherwise than read."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from handouts.proof import Expectation, Expected, expect, prove, prove_pages
from handouts.structure import read_structure
from tests.making import codes, ingredients, leaflet
from tests.proof.breaking import elements, in_content, on_element, with_entry
from tests.proof.conftest import Sample, sample

UNTRANSLATED = "This text has no translation."


def element_saying(pdf: pikepdf.Pdf, tag: str, text: str) -> Any:
    """The structure element with this tag that reads as `text`."""
    found = [node.text.strip() for node in read_structure(pdf).walk() if node.tag == tag]
    assert text in found
    return elements(pdf, tag)[found.index(text)]


def take_out(element: Any) -> None:
    element.P.K = Array([kid for kid in element.P.K if kid != element])


def lose(tag: str, text: str) -> Any:
    """Takes an element out of the tree."""
    return lambda pdf: take_out(element_saying(pdf, tag, text))


def move_up(tag: str, text: str) -> Any:
    """Puts an element before the one in front of it."""

    def change(pdf: pikepdf.Pdf) -> None:
        element = element_saying(pdf, tag, text)
        kids = list(element.P.K)
        at = next(index for index, kid in enumerate(kids) if kid == element)
        kids[at - 1 : at + 1] = [kids[at], kids[at - 1]]
        element.P.K = Array(kids)

    return change


def say(tag: str, text: str, other: str) -> Any:
    """Lets an element read as something else."""
    return lambda pdf: with_entry("/ActualText", String(other))(element_saying(pdf, tag, text))


LOST = {
    "a paragraph": (lose("P", "Es un tratamiento para el dolor."), "Es un tratamiento para el dolor."),
    "a heading": (lose("H2", "Las cifras"), "Las cifras"),
    "a list item": (lose("LBody", "Espere 10 minutos."), "Espere 10 minutos."),
    "a table cell": (lose("TD", "2 × 5 mg"), "2 × 5 mg"),
    "the title": (lose("H1", "Un folleto breve"), "Un folleto breve"),
    "moved": (move_up("P", UNTRANSLATED), UNTRANSLATED),
    "a figure": (say("TD", "2 × 5 mg", "2 × 50 mg"), "2 × 5 mg"),
    "a negation": (say("P", "Es un tratamiento para el dolor.", "No es nada."), "Es un tratamiento para el dolor."),
    "a capital letter": (say("TD", "2 × 5 mg", "2 × 5 Mg"), "2 × 5 mg"),
}


@pytest.mark.parametrize(("change", "text"), LOST.values(), ids=LOST)
def test_a_text_that_is_lost_or_altered_is_refused(spanish: Sample, change: Any, text: str) -> None:
    found = spanish.problems(change)
    assert found["proof-text-lost"] == f"the PDF does not have this text in its place: “{text}”"


def test_white_space_and_what_steers_lines_do_not_count(spanish: Sample) -> None:
    assert "proof-text-lost" not in spanish.problems(say("TD", "2 × 5 mg", " 2  ×\u00ad 5\u200b \u2060mg "))


@pytest.mark.parametrize("text", ["Siente náuseas.", "Siente mareos."])
def test_a_safety_message_that_is_lost_is_said_to_be_one(spanish: Sample, text: str) -> None:
    problems = prove(spanish.changed(lose("LBody", text)), spanish.leaflet)
    assert ("safety-lost", f"the PDF lacks this text of 'risks': “{text}”") in [(p.code, p.message) for p in problems]
    assert len([p for p in problems if text in p.message and p.code == "safety-lost"]) == 1


def test_a_safety_section_after_another_is_in_the_wrong_place(spanish: Sample) -> None:
    def move(pdf: pikepdf.Pdf) -> None:
        section = element_saying(pdf, "H2", "Supervisión").P
        before = section.P.K
        take_out(section)
        before.insert(0, section)

    assert "safety-lost" in codes(prove(spanish.changed(move), spanish.leaflet))


def test_a_page_without_the_draft_notice_is_refused(spanish: Sample) -> None:
    def silence(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[-1].obj.Contents
        furniture = re.compile(rb"/Artifact\s<<[^>]*/Pagination[^>]*>>\sBDC.*?EMC", re.DOTALL)
        contents.write(furniture.sub(b"", contents.read_bytes()))

    found = [p.message for p in prove(spanish.changed(silence), spanish.leaflet) if p.code == "draft-unmarked"]
    assert [message.partition(" (")[0] for message in found] == 2 * ["page 2 lacks the draft notice"]
    assert "(es): “Borrador: ninguna persona" in found[0]
    assert "(en): “Draft: no person" in found[1]


LANGUAGES = {
    "a text in the leaflet's language": ("P", "Es un tratamiento para el dolor.", "en", "is marked as en and is es"),
    "a text in another language": ("P", UNTRANSLATED, "es", "is marked as es and is en"),
    "a heading": ("H2", "Riesgos", "fr", "is marked as fr and is es"),
    "a label": ("P", "Importante para su seguridad", "en", "these words of the template are es"),
    "a language that is not expected": ("TH", "Teléfono", "pt", "this is marked as pt"),
}


@pytest.mark.parametrize(("tag", "text", "lang", "message"), LANGUAGES.values(), ids=LANGUAGES)
def test_a_text_that_is_marked_as_another_language_is_refused(
    spanish: Sample, tag: str, text: str, lang: str, message: str
) -> None:
    def mark(pdf: pikepdf.Pdf) -> None:
        element = element_saying(pdf, tag, text)
        for kid in [element, *(kid for kid in element.K if isinstance(kid, Dictionary) and "/S" in kid)]:
            kid.Lang = String(lang)

    assert message in spanish.problems(mark)["proof-lang"]


def test_one_word_in_another_language_is_refused(spanish: Sample) -> None:
    found = spanish.problems(in_content(rb"/Span\s<</MCID", b"/Span <</Lang (fr)/MCID"))
    assert "proof-lang" in found
    assert "fr" in found["proof-lang"]


def test_headings_are_headings_and_nothing_else_is(spanish: Sample) -> None:
    found = spanish.problems(on_element("H3", with_entry("/S", Name.P)))
    assert found["proof-heading-kind"] == "this is not a heading in the PDF: “Comunes”"
    found = spanish.problems(lambda pdf: element_saying(pdf, "P", "De qué se trata.").__setitem__("/S", Name.H2))
    assert found["proof-heading-kind"] == "this is a heading in the PDF: “De qué se trata.”"


STYLES = {
    "capitals": ("#what p { text-transform: uppercase }", "proof-text-shown"),
    "capitals in a heading": ("h1 { text-transform: capitalize }", "proof-text-shown"),
    "more letters": ("#what p::before { content: 'N' }", "proof-text-lost"),
    "small capitals": ("#what p { font-variant: small-caps }", "proof-font"),
    "fractions": ("#risks { font-variant-numeric: diagonal-fractions oldstyle-nums }", "proof-letter-swapped"),
}


@pytest.mark.parametrize(("css", "code"), STYLES.values(), ids=STYLES)
def test_letters_that_are_not_those_that_are_read_are_refused(css: str, code: str) -> None:
    made = sample(leaflet(shipped_words("en")), css)
    assert code in codes(prove_pages(made.data, made.without_ink))


def test_a_templates_own_words_may_be_in_capitals() -> None:
    made = sample(leaflet(shipped_words("en")), ".label, #foot { text-transform: uppercase }")
    assert made.prove() == []


def shipped_words(language: str) -> Any:
    from handouts.template import Templates
    from tests.conftest import ROOT

    return ingredients(language, entries=Templates((ROOT / "templates",)).entries())


def test_what_a_leaflet_must_hold(spanish: Sample) -> None:
    expected = expect(spanish.leaflet)
    assert (expected.title, expected.language, expected.paper.id) == ("Un folleto breve", "es", "a4")
    assert expected.languages == {"es", "en"}
    assert expected.families[0] == "Noto Sans"
    assert expected.texts[:4] == (
        Expected("Un folleto breve", "es", None, heading=True),
        Expected("De qué se trata.", "es"),
        Expected("Qué es", "es", None, heading=True),
        Expected("Es un tratamiento para el dolor.", "es"),
    )
    assert Expected(UNTRANSLATED, "en") in expected.texts
    assert [section.id for section in expected.safety] == ["risks", "supervision"]
    assert [text.plain for text in expected.safety[1].texts] == [
        "Supervisión",
        "Solo en una clínica. No conduzca durante 24 horas.",
    ]
    assert [(text.role, text.heading) for text in expected.safety[0].texts[:2]] == [("risks", True), ("risks", False)]
    assert [notice.tag for notice in expected.notices] == ["es", "en"]
    assert ("Importante para su seguridad", "es") in expected.words
    assert "Importante para su seguridad" in expected.labels


def test_pages_that_are_no_leaflet_are_proved_against_their_own_texts(spanish: Sample) -> None:
    whole = spanish.expected
    own = Expectation(whole.title, "es", whole.families, whole.paper, whole.edition, whole.texts[2:4])
    assert own.languages == {"es"}
    problems = prove_pages(spanish.data, own)
    assert codes(problems) == ["proof-lang"]
    assert "this is marked as en" in problems[0].message
    assert prove_pages(spanish.data, replace(own, languages=frozenset({"es", "en"}))) == []
    more = (*own.texts, Expected("Not on any page.", "es"))
    assert codes(prove_pages(spanish.data, replace(own, languages=whole.languages, texts=more))) == ["proof-text-lost"]
