"""Whose name can stand under an approval."""

from __future__ import annotations

import pytest

from handouts.reviewers import LONGEST, line_fault, name_fault, role_fault

PEOPLE = [
    "Ana Ruiz", "Dr. J. Field", "Dr Claude Martin", "Ai Weiwei", "Na Hong-jin", "Jan Bot", "Gemini Okoro", "O'Brien",
    "王小明", "김민준", "সুমাইয়া আক্তার", "مریم می\u200cزاده", "Đặng Thị Hồng", "मीरा शर्मा", "Ольга Ивановна", "Sukarno",
    "No\u00e9mie Personne", "Rosa de la Machine", "J. A. I. Smith", "Rob Grok", "李 明",
]  # fmt: skip
NOBODY = [
    "", "  ", "-", "7", "X", "???", "machine", "Machine Translation", "AI", "A.I.", "ai model", "ＡＩ", "an AI bot",
    "nobody", "NOBODY", "No One", "no-one", "N/A", "none", "unknown", "anonymous", "TBD", "test", "reviewer", "bot",
    "GPT-4", "ChatGPT 5 by OpenAI", "Claude", "claude-opus-4.5", "Google Translate", "DeepL",
    "Ana DeepL", "language model", "github-actions[bot]", "root", "Nadie", "niemand", "никто", "机器翻译", "IA", "KI",
    "ИИ", "هوش مصنوعی", "Computer program",
]  # fmt: skip
UNSEEN = [
    "Ana\nRuiz",
    "Ana\x00",
    "Ana\u202eziuR",
    "Ana\u2028Ruiz",
    "A\u200bna",
    "Ana\tRuiz",
    "Ana\ud800",
    "A" * (LONGEST + 1),
]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize("name", NOBODY + UNSEEN)
def test_nobody(name: str) -> None:
    assert name_fault(name)


@pytest.mark.parametrize(
    "role", ["clinician", "Translator", "pain nurse, 12 years", "medical assistant", "आयुर्वेदिक चिकित्सक", "医生"]
)
def test_a_role(role: str) -> None:
    assert role_fault(role) is None


@pytest.mark.parametrize("role", ["", " ", "!", "AI", "machine", "bot", "LLM", *UNSEEN])
def test_no_role(role: str) -> None:
    assert role_fault(role)


def test_a_line() -> None:
    assert line_fault("Read aloud, twice: “good” (5 mg) – می\u200cشود") is None
    assert all(map(line_fault, UNSEEN))
