"""Who may sign: what is written by hand into an approval is one printable line, and a reviewer is a person.

A program cannot tell whether a person has read a text. It can refuse the names under which nobody answers for it.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 500
"""The most characters of a name, role, note or reason; more is a document of its own."""

_JOINERS = "\u200c\u200d"
"""ZERO WIDTH NON-JOINER and JOINER, which Persian and Indic names are spelt with."""

_MACHINE_WORDS = """
machine robot bot ai ia ki ии ші ml llm llms mt nmt gpt chatgpt openai deepl chatbot automatic automated auto automation
artificial intelligence máquina maquina maschine künstliche intelligenz inteligencia artificielle машина автомат
искусственный интеллект нейросеть آلة ماشین هوش مصنوعی मशीन মেশিন 机器 人工智能 机器翻译 機器 機械
機械翻訳 人工知能 기계 인공지능 makine yapay zeka
"""
_NOBODY_WORDS = """
nobody noone no one none unknown anonymous anon someone somebody anybody everyone na tbd todo test tester example name
reviewer translator author user admin root staff team me myself xxx xyz foo bar nadie ninguno anónimo personne inconnu
anonyme niemand keiner unbekannt anonym ninguém nessuno никто неизвестно ніхто nikt nieznany لا أحد مجهول هیچکس कोई नहीं
অজানা 无 無 匿名 なし 없음 익명 kimse
"""
_PRODUCT_WORDS = """
agent assistant model models language large chat anthropic claude opus sonnet haiku gemini bard copilot llama mistral
deepseek qwen grok google microsoft bing translate translation translations traduction traducción übersetzung script
program programme software computer system service generated generator ci github actions the a an of by and with from
via v
"""
"""Words of products and what stands between them. Some are people's names, too, and count where nothing else stands."""

_MACHINES = frozenset(_MACHINE_WORDS.split())
_NAMELESS = _MACHINES | frozenset(_NOBODY_WORDS.split()) | frozenset(_PRODUCT_WORDS.split())
_NEVER = frozenset({"chatgpt", "openai", "deepl", "llm", "gpt", "nobody", "chatbot"})
"""Words that stand in no person's name."""


def line_fault(text: str) -> str | None:
    """What keeps `text` from being one line that can be read, or `None`: its length, or a character not to be seen."""
    if len(text) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    for char in text:
        kind = unicodedata.category(char)
        if (kind[0] == "C" or kind in ("Zl", "Zp")) and char not in _JOINERS:
            return f"it holds a character that cannot be seen or breaks the line (U+{ord(char):04X})"
    return None


def name_fault(text: str) -> str | None:
    """What keeps `text` from being the name of a person, or `None`."""
    if fault := _empty(text):
        return fault
    words = _words(text)
    # Single letters are initials of nobody ("N/A"); one sign of Han is a name.
    if _NEVER.intersection(words) or all(word in _NAMELESS or (len(word) == 1 and word.isascii()) for word in words):
        return "it names no person"
    return None


def role_fault(text: str) -> str | None:
    """What keeps `text` from being the role of a person, such as "clinician", or `None`."""
    return _empty(text) or ("it is no person's role" if _MACHINES.issuperset(_words(text)) else None)


def _empty(text: str) -> str | None:
    if not text.strip():
        return "it is empty"
    return line_fault(text) or (None if sum(map(str.isalpha, text)) > 1 else "it has too few letters")


def _words(text: str) -> list[str]:
    """The words of `text` in small letters; points and figures do not count: "A.I." and "GPT-4" are words, too."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace(".", "")
    return [word for word in re.split(r"[\s\d,;:()\[\]{}<>/&+|_\"'’*#@!?-]+", plain) if word]
