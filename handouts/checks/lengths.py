"""How long translations from English are, and with which words and signs languages join the members of a list."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

RATIO = {
    "es": 1.22, "fr": 1.33, "pt_BR": 1.21, "pt": 1.27, "de": 1.32, "it": 1.34, "pl": 1.24, "uk": 1.23, "ru": 1.23,
    "el": 1.41, "tr": 1.2, "vi": 1.27, "fil": 1.41, "ht": 1.42, "so": 1.34, "sw": 1.11, "ar": 0.97, "fa": 1.14,
    "ur": 1.09, "ps": 1.15, "ckb": 1.1, "he": 0.81, "yi": 1.31, "hi": 1.2, "ne": 1.13, "mr": 1.2, "bn": 1.19,
    "pa": 1.18, "gu": 1.1, "ta": 1.49, "te": 1.25, "kn": 1.16, "ml": 1.36, "si": 1.22, "th": 1.06, "lo": 1.17,
    "km": 1.23, "my": 1.71, "am": 0.75, "ti": 0.81, "ka": 1.34, "hy": 1.26, "zh_Hans": 0.37, "zh_Hant": 0.37,
    "ja": 0.57, "ko": 0.61, "nl": 1.42, "sr": 1.06, "bg": 1.3, "nb": 1.11, "da": 1.19, "sv": 1.19, "be": 1.27,
    "mk": 1.2, "gl": 1.28, "ca": 1.24, "af": 1.19, "id": 1.4, "cs": 1.13, "sk": 1.15, "ro": 1.35, "hu": 1.36,
    "fi": 1.21, "hr": 1.09, "sl": 1.19, "lt": 1.22, "lv": 1.2, "az": 1.22, "kk": 1.22, "uz": 1.37, "sq": 1.26,
    "eu": 1.26, "dv": 2.1, "bs": 1.11, "ug": 1.37, "mn": 1.19, "ky": 1.29, "tg": 1.2, "ga": 1.37, "cy": 1.15,
    "is": 1.17, "mt": 1.25, "ha": 1.59, "yo": 1.34, "ig": 1.17, "zu": 1.15, "xh": 1.24, "rw": 1.02,
    "zh": 0.37, "en": 1.0,
}  # fmt: skip
"""Characters of a translation for one of the English.

For ar, bn, de, es, fa, fr, hi, ja, ko, pt_BR, ru, tr, vi, zh_Hans and zh_Hant the median of the 34 messages above 60
characters of the ketamine article. For the others that of the Universal Declaration of Human Rights, paragraph by
paragraph, times 1.2: in those fifteen a leaflet in plain words is longer than the Declaration by 1.05 to 1.43, in the
middle by 1.2.
"""


def expected(source: str, target: str) -> float | None:
    """The usual length of a text in the language `target` for one in `source` (gettext codes); `None`: not known."""
    return _ratio(target) / base if (base := _ratio(source)) and _ratio(target) else None


def _ratio(code: str) -> float:
    own = {"zh_TW": "zh_Hant", "zh_HK": "zh_Hant", "zh_Hant_HK": "zh_Hant"}.get(code, code)
    return RATIO.get(own) or RATIO.get(own.partition("_")[0], 0.0)


SEPARATORS = re.compile(r"(?<!\d)[,;]|[,;](?!\d)|[،、，；؛፣፤၊·・•/]|(?<=\s)[–—-](?=\s)")
"""Signs between the members of a list, in all scripts; no decimal commas."""

_JOINERS = {
    "en": "and or nor", "es": "y e o u ni así+como", "fr": "et ou ni ainsi+que", "pt": "e ou nem",
    "it": "e ed o oppure né", "de": "und oder noch sowie bzw", "nl": "en of noch",
    "pl": "i oraz lub albo ani czy bądź", "uk": "і й та або чи ні ані", "ru": "и или либо ни а+также",
    "bg": "и или", "sr": "и или ili i", "el": "και κι ή ούτε είτε", "tr": "ve veya ya+da ne ile",
    "vi": "và hoặc hay cùng với", "fil": "at o ni", "ht": "ak epi oswa ni", "so": "iyo ama mise",
    "sw": "na au wala", "fa": "و یا نه", "ur": "اور یا نہ", "ps": "او یا", "ckb": "و یان",
    "hi": "और या व तथा एवं अथवा न", "ne": "र वा तथा", "mr": "आणि किंवा व", "bn": "ও এবং বা আর অথবা কিংবা",
    "pa": "ਅਤੇ ਜਾਂ ਤੇ", "gu": "અને કે અથવા", "ta": "மற்றும் அல்லது", "te": "మరియు లేదా", "kn": "ಮತ್ತು ಅಥವಾ",
    "ml": "അല്ലെങ്കിൽ കൂടാതെ", "si": "සහ හෝ හා", "ka": "და ან", "hy": "և ու կամ", "am": "እና ወይም", "ti": "ን ወይ",
    "ro": "și sau", "cs": "a nebo ani či", "sk": "a alebo ani či", "hu": "és vagy", "fi": "ja tai sekä",
    "sv": "och eller", "da": "og eller", "nb": "og eller", "id": "dan atau", "hr": "i ili", "ko": "및 또는 혹은 그리고",
}  # fmt: skip
_JOINED = {
    # Joined to the word behind or before them, or in a text without spaces.
    "ar": r"(?<!\w)(?:أو|أم|و(?=\w))", "he": r"(?<!\w)(?:או|ו(?=\w))", "yi": r"(?<!\w)(?:און|אָדער)(?!\w)",
    "zh": "和|或者|或|及|以及|与|與|并|並|还是|還是|且",
    "ja": "または|あるいは|および|ならびに|もしくは|や|と(?!き|こ|て|も)|か、|も",
    "th": "และ|หรือ|กับ", "lo": "ແລະ|ຫຼື", "km": "និង|ឬ", "my": "နှင့်|သို့မဟုတ်|နဲ့",
    "ko": r"(?:와|과|나|이나|거나|고|며)(?=\s)", "ta": r"(?:உம்|ும்|ோ)(?=\W)", "ml": r"(?:ും|ോ)(?=\W)", "te": r"ూ(?=\W)",
    "kn": r"ೂ(?=\W)",
}  # fmt: skip


@cache
def joiners(code: str) -> re.Pattern[str]:
    """The words for "and" and "or" of the language `code`, CLDR's among them."""
    base = code.partition("_")[0]
    listed = {word.replace("+", " ") for word in _JOINERS.get(base, "").split()} | _from_cldr(code)
    parts = [_JOINED[base]] if base in _JOINED else []
    if listed:
        names = "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
        parts.append(rf"(?<![\w\u0900-\u0dff])(?:{names})(?![\w\u0900-\u0dff])")
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def _from_cldr(code: str) -> set[str]:
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return set()
    texts = [format_list(["0", "1"], style=style, locale=locale) for style in ("standard", "or")]
    words = {text.replace("0", " ").replace("1", " ").strip(" ,،、\u200b\u200f") for text in texts}
    spaced = {word for text, word in zip(texts, [t.strip("01") for t in texts], strict=True) if word.startswith(" ")}
    return {word.strip() for word in spaced if word.strip() in words and word.endswith(" ")} - {""}
