"""Drugs, conditions and warning words: missing, exchanged, misspelt, and right in many languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from handouts.checks.drugs import named
from handouts.checks.glossary import Glossary, load_glossary
from handouts.checks.model import Unit
from handouts.checks.term_checks import CATALOG_CHECKS, CHECKS
from handouts.checks.terms import distance
from handouts.languages import find_language
from handouts.problems import HandoutsError, Severity
from tests.conftest import ROOT

CATALOG = {check.id: check for check in CATALOG_CHECKS}


@cache
def glossary() -> Glossary:
    return load_glossary(ROOT / "locales" / "glossary.toml")


def unit(code: str, source: str, target: str, kind: str = "paragraph") -> Unit:
    terms = glossary().terms(code)
    return Unit(source, target, find_language("en"), find_language(code), safety=True, kind=kind, terms=terms)


def found(code: str, source: str, target: str, kind: str = "paragraph") -> set[str]:
    asked = unit(code, source, target, kind)
    return {check.id for check in CHECKS if list(check.run(asked))}


FAULTS = [
    # English, language, right, wrong, the check that sees it
    ("Ketamine may help.", "es", "La ketamina podría ayudar.", "La quetiapina podría ayudar.", "term-drug"),
    ("Ketamine may help.", "es", "La ketamina podría ayudar.", "La ketamna podría ayudar.", "term-spelling"),
    ("Ketamine may help.", "es", "La ketamina podría ayudar.", "La ketoamine podría ayudar.", "term-spelling"),
    ("Ketamine may help.", "de", "Ketamin kann helfen.", "Katamin kann helfen.", "term-spelling"),
    ("Ketamine may help.", "de", "Eine Ketaminbehandlung kann helfen.", "Eine Morphinbehandlung kann helfen.",
     "term-drug"),
    ("Ketamine may help.", "ar", "قد يساعد الكيتامين.", "قد يساعد المورفين.", "term-drug"),
    ("Ketamine may help.", "ar", "قد يساعد الكيتامين.", "قد يساعد الكتيامين.", "term-spelling"),
    ("Ketamine may help.", "fa", "کتامین ممکن است کمک کند.", "کتاین ممکن است کمک کند.", "term-spelling"),
    ("Ketamine may help.", "hi", "केटामाइन मदद कर सकता है।", "मॉर्फिन मदद कर सकता है।", "term-drug"),
    ("Ketamine may help.", "hi", "केटामाइन मदद कर सकता है।", "केटाामइन मदद कर सकता है।", "term-spelling"),
    ("Ketamine may help.", "bn", "কেটামিন সাহায্য করতে পারে।", "কোডিন সাহায্য করতে পারে।", "term-drug"),
    ("Ketamine may help.", "zh_Hans", "氯胺酮可能有帮助。", "吗啡可能有帮助。", "term-drug"),
    ("Ketamine may help.", "zh_Hans", "氯胺酮可能有帮助。", "氯氨酮可能有帮助。", "term-spelling"),
    ("Ketamine may help.", "ja", "ケタミンが役立つことがあります。", "ケタシンが役立つことがあります。",
     "term-spelling"),
    ("Ketamine may help.", "ru", "Кетамин может помочь.", "Кодеин может помочь.", "term-drug"),
    ("Ketamine may help.", "ru", "Лечение кетамином может помочь.", "Лечение кетаимном может помочь.", "term-spelling"),
    ("Ketamine may help.", "vi", "Ketamine có thể giúp.", "Ketamne có thể giúp.", "term-spelling"),
    ("Ketamine may help.", "fr", "La kétamine peut aider.", "La kétmaine peut aider.", "term-spelling"),
    ("Ketamine is strong. We give ketamine slowly.", "es", "La ketamina es fuerte. Damos la ketamina despacio.",
     "La ketamina es fuerte. Damos la quetiapina despacio.", "term-drug-changed"),
    ("Ketamine is strong. We give ketamine slowly.", "zh_Hans", "氯胺酮药效强。我们缓慢给予氯胺酮。",
     "氯胺酮药效强。我们缓慢给予吗啡。", "term-drug"),
    ("Take omeprazole.", "es", "Tome omeprazol.", "Tome amlodipino.", "term-drug-changed"),
    ("Take levothyroxine.", "fr", "Prenez la lévothyroxine.", "Prenez la lévothyroxne.", "term-spelling"),
    ("Take sertraline.", "es", "Tome sertralina.", "Tome sertralna.", "term-spelling"),
    ("The liver: a test of liver enzymes.", "es", "El hígado: un análisis de enzimas del hígado.",
     "El hígado: un análisis de enzimas del riñón.", "term-condition"),
    ("Stay in the clinic.", "ru", "Оставайтесь в клинике.", "Оставайтесь в конторе.", "term-word"),
    ("It can cause side effects.", "hi", "इससे साइड इफ़ेक्ट हो सकते हैं।", "इससे नतीजे हो सकते हैं।", "term-word"),
    ("You have diabetes.", "es", "Tiene diabetes.", "Tiene depresión.", "term-condition"),
    ("You have glaucoma.", "ar", "لديك مياه زرقاء، أي الغلوكوما.", "لديك مرض في الكبد.", "term-condition"),
    ("You are pregnant.", "ru", "Вы беременны.", "Вы кормите грудью.", "term-condition"),
    ("You have had psychosis.", "zh_Hans", "您曾有过精神病发作。", "您曾有过抑郁。", "term-condition"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code", "right", "wrong", "check"), FAULTS)
def test_a_wrong_term_is_found(source: str, code: str, right: str, wrong: str, check: str) -> None:
    assert found(code, source, right) == set()
    assert check in found(code, source, wrong)


HEADINGS = [
    ("Risks and side effects", "es", "Riesgos y efectos secundarios", "Lo que conviene saber"),
    ("Risks and side effects", "es", "Riesgos y efectos secundarios", "Efectos secundarios"),
    ("Risks and side effects", "de", "Risiken und Nebenwirkungen", "Gut zu wissen"),
    ("Risks and side effects", "ar", "المخاطر والآثار الجانبية", "معلومات مفيدة"),
    ("Risks and side effects", "fa", "خطرها و عوارض جانبی", "نکته‌های خوب"),
    ("Risks and side effects", "hi", "जोखिम और साइड इफ़ेक्ट", "जानने लायक बातें"),
    ("Risks and side effects", "zh_Hans", "风险和副作用", "须知"),
    ("Risks and side effects", "ja", "リスクと副作用", "知っておきたいこと"),
    ("Risks and side effects", "ru", "Риски и побочные эффекты", "Полезно знать"),
    ("Risks and side effects", "vi", "Nguy cơ và tác dụng phụ", "Những điều nên biết"),
    (
        "Supervision: how we keep you safe",
        "es",
        "Supervisión: cómo cuidamos su seguridad",
        "Cómo cuidamos su seguridad",
    ),
    ("Supervision: how we keep you safe", "zh_Hans", "监护：我们如何保障您的安全", "我们如何保障您的安全"),
]


@pytest.mark.parametrize(("source", "code", "right", "wrong"), HEADINGS)
def test_a_softened_heading_is_found(source: str, code: str, right: str, wrong: str) -> None:
    assert found(code, source, right, "heading") == set()
    assert "term-heading" in found(code, source, wrong, "heading")
    assert "term-heading" not in found(code, source, wrong, "paragraph")


RIGHT = [
    ("It may help.", "de", "Ketamin kann helfen."),  # a pronoun in the source is no fault
    ("Ketamine may help. Ketamine works fast.", "es", "La ketamina podría ayudar. Actúa rápido."),
    ("Take a vitamin with ketamine.", "de", "Nehmen Sie ein Vitamin mit Ketamin."),
    ("Take a vitamin with ketamine.", "ar", "تناول فيتامين مع الكيتامين."),
    ("Take a vitamin with ketamine.", "bn", "কেটামিনের সঙ্গে ভিটামিন খান।"),
    ("Call **{phone}** about [ketamine](https://example.org/ketamna).", "es",
     "Llame al **{phone}** sobre la [ketamina](https://example.org/ketamna)."),
    ("Read https://example.org/warfarin or ask insulin@example.org.", "ar",
     "اقرأ https://example.org/warfarin أو اسأل insulin@example.org."),
    ("**Ketamine** and insulin", "ru", "**Кетамин** и инсулин"),
    ("warfarin", "fr", "warfarine"),
    ("Take amoxicillin and omeprazole.", "fr", "Prenez de l’amoxicilline et de l’oméprazole."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code", "target"), RIGHT)
def test_a_right_translation_passes(source: str, code: str, target: str) -> None:
    assert found(code, source, target) == set()


def test_two_words_for_one_thing_are_told_once_over_the_catalog() -> None:
    units = [
        unit("zh_Hans", "A side effect", "副作用"),
        unit("zh_Hans", "A rare side effect", "罕见的副作用"),
        unit("zh_Hans", "A bad side effect", "严重的不良反应"),
        unit("zh_Hans", "Side effects", "副作用（不良反应）"),
    ]
    ((number, finding),) = CATALOG["term-consistency"].run(units)
    assert number == 2
    assert finding.target is not None
    assert units[2].target[slice(*finding.target)] == "不良反应"
    assert CATALOG["term-consistency"].safety is Severity.WARNING


def test_a_drug_that_no_source_names_is_found_over_the_catalog() -> None:
    good = [unit("es", "Ketamine", "Ketamina"), unit("es", "It helps.", "La ketamina ayuda.")]
    assert CATALOG["term-drug-added"].run(good) == []
    for wrong in ("La morfina ayuda.", "El midazolam ayuda."):
        assert [number for number, _ in CATALOG["term-drug-added"].run([*good, unit("es", "It helps.", wrong)])] == [2]


@pytest.mark.parametrize("code", ["es", "ar", "hi", "zh_Hans"])
def test_the_shipped_catalogs_raise_nothing(code: str) -> None:
    # Read with Babel itself, so that what a catalog holds is not judged by what the program makes of it.
    from babel.messages.pofile import read_po

    units = []
    for domain in ("handouts", "ketamine-nerve-pain"):
        with (ROOT / "locales" / code / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            units += [unit(code, str(m.id), str(m.string), "heading") for m in read_po(file) if m.id and m.string]
    assert len(units) > 100
    assert [(check.id, asked.source) for asked in units for check in CHECKS if list(check.run(asked))] == []
    assert [found for check in CATALOG_CHECKS for found in check.run(units)] == []


def test_names_of_drugs_are_known_in_many_spellings() -> None:
    assert set(named("quetiapina Quetiapin quétiapine quetiapine")) == {"quetiapine"}
    assert set(named("Paracetamol acetaminofén Acetaminophen")) == {"acetaminophen"}
    assert named("Das Medikament hilft, die Medizin auch. El tratamiento ayuda. Le traitement aide.") == {}


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("ketamina", "ketamina", 0),
        ("ketamna", "ketamina", 1),
        ("ketaimna", "ketamina", 1),
        ("", "ab", 2),
        ("morfina", "ketamina", 3),
    ],
)
def test_distance(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 2) == steps
    assert distance(other, one, 2) == steps


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[drug.x]\nen = ["x"]\nxx1 = ["a"]', 1, "not a language code"),
        ("[drug.x]\n\nes = [3]", 3, "list of words"),
        ("[drug.x]\nes = []", 2, "list of words"),
        ('[drug.x]\nes = ["a*b"]', 1, "* inside"),
        ('[drugs.x]\nes = ["a"]', 1, "no setting 'drugs'"),
        ("[drug.x\nes = ", 1, "not TOML"),
    ],
)
def test_a_mistake_in_the_glossary_is_told_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "glossary.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(HandoutsError) as caught:
        load_glossary(path)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (path, line)
    assert says in problem.message


def test_a_workspace_without_a_glossary_has_no_terms(tmp_path: Path) -> None:
    assert load_glossary(tmp_path / "glossary.toml").terms("es") == ()


def test_the_terms_of_a_language_serve_its_regions() -> None:
    assert glossary().terms("es_MX") == glossary().terms("es")
    assert dict(glossary().notes())["ketamine"]


@pytest.mark.parametrize("text", ["ketamine " * 500_000, "k" * 3_000_000, "ketamin " * 5_000, "氯" * 40_000, ""])
def test_a_huge_or_empty_message_is_no_trouble(text: str) -> None:
    for code in ("es", "zh_Hans"):
        asked = unit(code, "Ketamine.", text)
        assert all(isinstance(list(check.run(asked)), list) for check in CHECKS)
