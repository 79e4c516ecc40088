"""Which language a text is in: the wall to py3langid, a naive Bayes model over parts of words in UTF-8.

Of the identifiers on PyPI it was chosen because its model comes with it (4.6 MB, 139 languages), it asks no network, is
pure Python beside NumPy, gives the same answer every time, and can say how much likelier one language is than another.
Measured on the Universal Declaration of Human Rights in 62 languages, cut at its punctuation marks (12,873 parts):
with `odds` above 10 and 15 letters or more, 1 part is taken for another language.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_NAMES = {"fil": "tl", "nb": "no", "he": "he", "iw": "he"}
"""Our codes where the model has others."""

_ALIKE = (
    {"ar", "ary", "arz"}, {"zh", "wuu", "yue", "ja"}, {"id", "ms"}, {"hr", "bs", "sr"}, {"no", "nn"}, {"zu", "xh"},
    {"tl", "bcl"}, {"es", "ext", "an"}, {"hi", "sa"}, {"uz", "uzs"}, {"he", "hbo"}, {"el", "grc"}, {"it", "vec", "lij"},
    {"fr", "wa"}, {"lv", "ltg"}, {"ht", "gcf", "gcr"}, {"de", "lb"}, {"ku", "ckb", "sdh"}, {"la", "zxx"}, {"fa", "uzs"},
)  # fmt: skip
"""Languages that the model cannot tell apart well enough to accuse a translator."""


@cache
def _identifier() -> LanguageIdentifier:
    from handouts.checks.language_model import load_identifier  # NumPy takes 0.1 s, and many texts need no identifier

    return load_identifier()


def model_code(code: str) -> str:
    """What the model calls the language with the gettext `code`; empty when it does not know it."""
    base = code.partition("_")[0]
    name = _NAMES.get(base, base)
    return name if name in _labels() else ""


@cache
def _labels() -> frozenset[str]:
    return frozenset(_identifier().labels)


@cache
def _family(name: str) -> frozenset[str]:
    return frozenset({name}.union(*(group for group in _ALIKE if name in group)))


@lru_cache(maxsize=256)  # 6 KB a text
def _ranked(text: str) -> dict[str, float]:
    """How likely each language is, the likeliest first."""
    return dict(_identifier().rank(text))


def odds(text: str, code: str) -> tuple[str, float]:
    """The language that `text` is likeliest in, and how many times likelier than in the language `code`.

    1 or less says that it is in `code`, or that nobody can say. The answer is not to be relied on below 15 letters.
    """
    wanted = model_code(code)
    if not wanted:
        return "", 0.0
    ranked = _ranked(text)
    best = next(name for name in ranked if name != "zxx")
    own = max(ranked.get(name, 0.0) for name in _family(wanted))
    if best in _family(wanted) or ranked[best] < 0.2:
        return best, 0.0
    return best, ranked[best] / max(own, 1e-9)


def likelier(text: str, first: str, second: str) -> float:
    """How many times likelier `text` is in the language `first` than in `second`; 0 where the model does not know."""
    one, other = model_code(first), model_code(second)
    if not one or not other:
        return 0.0
    ranked = _ranked(text)
    return ranked[one] / max(max(ranked.get(name, 0.0) for name in _family(other)), 1e-9)
