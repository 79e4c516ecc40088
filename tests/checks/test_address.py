"""How the reader is addressed: the polite form of each language that has one."""

from __future__ import annotations

import pytest

from handouts.checks.address_checks import CHECKS
from handouts.checks.model import Unit
from handouts.checks.words import load_words
from handouts.languages import find_language

(INFORMAL_ADDRESS,) = CHECKS


def found(code: str, source: str, text: str) -> list[str]:
    """What of `text` is said to be for friends."""
    asked = Unit(source, text, find_language("en"), find_language(code), target_words=load_words(code))
    return [text[slice(*finding.target)] for finding in INFORMAL_ADDRESS.run(asked) if finding.target]


INFORMAL = [
    ("de", "Call us if you feel sick.", "Ruf uns an, wenn du dich krank fühlst."),
    ("es", "You can call us.", "Puedes llamarnos, tú o tus familiares."),
    ("fr", "Tell your doctor.", "Parles-en à ton médecin."),
    ("pt_BR", "Tell your doctor.", "Fale com o teu médico."),
    ("ru", "Call us if you feel sick.", "Позвони нам, если тебе плохо."),
    ("uk", "Call us if you feel sick.", "Подзвони нам, якщо тобі погано."),
    ("tr", "Tell your doctor.", "Sen doktoruna söyle."),
    ("vi", "Call us if you feel sick.", "Gọi cho chúng tôi nếu mày thấy mệt."),
    ("fa", "Your medicine", "داروی تو"),
    ("hi", "Your medicine", "तुम्हारी दवा"),
    ("bn", "Your medicine", "তোমার ওষুধ"),
    ("zh_Hans", "Your medicine", "你的药"),
    ("zh_Hant", "Your medicine", "你的藥"),
    ("ja", "Your medicine", "きみの薬"),
    ("ko", "Your medicine", "너의 약"),
    ("ar", "What do you want?", "شو بدك؟"),
]
FORMAL = [
    ("de", "Call us if you feel sick.", "Rufen Sie uns an, wenn Sie sich krank fühlen."),
    ("es", "You can call us.", "Usted o sus familiares pueden llamarnos."),
    ("fr", "Tell your doctor.", "Parlez-en à votre médecin."),
    ("fr", "The tone of the voice", "Le ton de la voix"),
    ("ru", "Call us if you feel sick.", "Позвоните нам, если вам плохо."),
    ("hi", "Your medicine", "आपकी दवा"),
    ("zh_Hans", "Your medicine", "您的药"),
    ("ja", "The most important side effects", "主な副作用（君主という意味ではない）"),
    ("de", "See the page", "Siehe [die Seite](https://example.org/du)."),
    ("fi", "Your medicine", "Sinun lääkkeesi"),
]


@pytest.mark.parametrize(("code", "source", "text"), INFORMAL)
def test_what_is_said_to_friends_is_seen(code: str, source: str, text: str) -> None:
    assert found(code, source, text)


@pytest.mark.parametrize(("code", "source", "text"), FORMAL)
def test_what_is_said_to_a_patient_is_let_pass(code: str, source: str, text: str) -> None:
    assert not found(code, source, text)
