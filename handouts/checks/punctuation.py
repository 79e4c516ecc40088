"""Which marks end sentences and which quotation marks are used, language by language."""

from __future__ import annotations

from functools import cache

from handouts.alphabets import ALPHABETS

KINDS = {
    **dict.fromkeys(".。｡।॥۔։።፡។။", "stop"),
    **dict.fromkeys("?？؟;;՞፧", "question"),
    **dict.fromkeys("!！՜", "exclamation"),
    **dict.fromkeys(":：፦៖", "colon"),
    **dict.fromkeys(",，،、፣၊;；؛፤·", "comma"),
    "…": "dots",
}
"""What a mark at the end of a text says, in any script; `;` is a question mark in Greek only (`kind_of`)."""

NO_STOPS = frozenset({"th", "lo"})
"""Languages that end sentences without a mark."""

WRONG = {
    "ar": {"?": "؟", ",": "،", ";": "؛"}, "fa": {"?": "؟", ",": "،", ";": "؛", "۔": "."},
    "ur": {"?": "؟", ",": "،", ";": "؛", ".": "۔"}, "ps": {"?": "؟", ",": "،", ";": "؛"},
    "ckb": {"?": "؟", ",": "،", ";": "؛"}, "ug": {"?": "؟", ",": "،", ";": "؛"},
    "hi": {".": "।"}, "bn": {".": "।"}, "as": {".": "।"}, "ne": {".": "।"}, "pa": {".": "।"},
    "zh": {".": "。", ",": "，", "?": "？", "!": "！", ";": "；", ":": "："},
    "ja": {".": "。", ",": "、", "?": "？", "!": "！", ";": "；", ":": "：", "，": "、"},
    "el": {"?": ";"}, "am": {".": "።", ",": "፣", ";": "፤"}, "ti": {".": "።", ",": "፣", ";": "፤"},
    "my": {".": "။", ",": "၊"}, "km": {".": "។"},
}  # fmt: skip
"""By language, marks that are wrong behind a letter of its script, and what is right."""

_OWN_MARKS = {
    "。，！？；：、「」『』（）": {"zh", "ja"}, "؟،؛": {"ar", "fa", "ur", "ps", "ckb", "ug", "sd"},
    "۔": {"ur", "ps", "sd", "ks"},
    "।॥": {"hi", "bn", "as", "ne", "pa", "mr", "sa", "gu", "or", "mai", "kn", "te", "ta", "ml", "si"},
    "¿¡": {"es", "gl", "ast", "ca", "fil", "eu"}, "።፣፤፧": {"am", "ti"}, "။၊": {"my"}, "។": {"km"},
    "։՝՞": {"hy"}, "׃": {"he", "yi"},
}  # fmt: skip


@cache
def foreign_marks(code: str) -> frozenset[str]:
    """The marks of other languages that a text in the language `code` never has."""
    base = code.partition("_")[0]
    return frozenset("".join(marks for marks, languages in _OWN_MARKS.items() if base not in languages)) - (
        frozenset("「」『』（）、。") if base == "ko" else frozenset()
    )


def kind_of(mark: str, code: str) -> str:
    """What `mark` says at the end of a text in the language `code`: `stop`, `question` …; empty for other signs."""
    base = code.partition("_")[0]
    if mark in ";;":
        return "question" if base == "el" else "comma"
    if mark == ":" and base == "hy":
        return "stop"
    return KINDS.get(mark, "")


_ALSO = {
    "es": "“”‘’", "fr": "“”‹›", "pt": "«»‘’", "de": "»«›‹‚‘", "it": "‘’", "pl": "‘’»«", "uk": "“”„", "ru": "“",
    "el": "‘’", "ar": "«»", "fa": "“”‹›", "ur": "«»", "ps": "«»“”", "he": "„”“", "yi": "„”“", "tr": "«»",
    "vi": "«»", "ko": "「」『』《》〈〉", "ja": "“”《》", "zh": "“”‘’《》〈〉「」『』",
    "am": "“”", "ka": "“”", "hy": "“”„",
    "ht": "“”", "nl": "„”", "sv": "”»’", "nb": "«»", "da": "»«„“”", "fi": "”»’", "cs": "„“‚‘»«", "sk": "„“‚‘»«",
    "hu": "„”»«", "ro": "„”«»", "bg": "„“«»", "sr": "„“”»«", "hr": "„”»«", "sl": "„“»«", "lt": "„“",
    "lv": "“”„«»", "et": "„“”«»", "be": "«»„“", "kk": "«»“”", "sq": "“”«»„",
}  # fmt: skip
_JUDGED = frozenset("“”„‟«»「」『』")


@cache
def foreign_quotes(code: str) -> frozenset[str]:
    """The quotation marks that no reader of the language `code` expects; empty where we do not know."""
    base = code.partition("_")[0]
    own = "".join(
        (ALPHABETS[name].quotes if (name := code) in ALPHABETS or (name := base) in ALPHABETS else "").split()
    )
    if base not in _ALSO and not own:
        return frozenset()
    return _JUDGED - frozenset(own + _ALSO.get(base, ""))
