"""The plural forms of a language, as the header of a PO file says them, by CLDR.

No text of a leaflet has plural forms; PO tools ask for the header all the same, and a wrong one tells that a catalog
was copied from another language.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import PLURALS
from babel.plural import PluralRule, to_gettext

_HEADER = re.compile(r"\s*nplurals\s*=\s*([0-9]{1,3})\s*;\s*plural\s*=\s*([^;]{1,1000}?)\s*;?\s*")
_NUMBERS = (*range(1001), 10**4, 10**4 + 1)
_MILLIONS = (10**6, 10**6 + 1, 2 * 10**6)
"""Where Romance languages have one more form in CLDR 40 and later, which gettext's own table does not have."""

_OURS = (
    (2, "(n!=1 && n!=2 && n!=3 && (n%10==4 || n%10==6 || n%10==9))"),
    (3, "(n==1 ? 0 : n==2 ? 1 : 2)"),
    (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)"),
)
"""What CLDR says of Filipino, Hebrew and Arabic, as a person would write it; Babel's table has older formulas."""

Forms = tuple[int, ...]
"""Which form each of the numbers tried takes, counted from 0."""


def plural_forms(code: str) -> str:
    """The `Plural-Forms` header of the language with the gettext `code`, without the form for millions.

    It is a formula that gettext's users know where one says the same as CLDR, else CLDR's own. Raises `ValueError`
    when CLDR does not know the language.
    """
    tags = _tags(code)[: len(_NUMBERS)]
    right = _tag_forms(tags)
    own = _customary(code)
    for count, formula in (*((own,) if own else ()), *_short_formulas()):
        if count == max(right) + 1 and _forms(formula, _NUMBERS) == right:
            return f"nplurals={count}; plural={formula};"
    used = _used(tags)
    short = PluralRule({tag: condition for tag, condition in _rule(code).rules.items() if tag in used[:-1]})
    return f"{to_gettext(short).rstrip(';')};"


@lru_cache(256)
def plural_fault(code: str, value: str) -> str:
    """What is wrong with `value`, the `Plural-Forms` of a catalog in the language `code`; empty when it is right.

    Right are the number and formula of CLDR, with or without the form for millions, and those that gettext has for the
    language; how a formula is written does not matter.
    """
    written = _HEADER.fullmatch(value)
    if not written:
        return "it is not written as 'nplurals=…; plural=…;'"
    count = int(written[1])
    forms = _forms(written[2], _NUMBERS + _MILLIONS)
    if forms is None:
        return f"its formula '{written[2]}' cannot be worked out"
    if not 0 <= min(forms) <= max(forms) < count:
        return f"its formula gives the form {max(forms)}, and it names {count} of them"
    some = forms[: len(_NUMBERS)]
    known: list[tuple[Forms | None, int]] = []
    for tags in (_tags(code)[: len(_NUMBERS)], _tags(code)):
        used = _used(tags)
        # A form for fractions, which no whole number takes, may be counted: Weblate and Transifex do.
        known.append((_tag_forms(tags), len(used) + ("other" not in used)))
    customary = _customary(code)
    if customary is not None:
        known.append((_forms(customary[1], _NUMBERS), customary[0]))
    for right, most in known:
        if right is not None and right in (some, forms) and count <= most:
            return ""
    return f"the language has '{plural_forms(code)}'"


def form_count(value: str) -> int | None:
    """How many plural forms the header `value` names; `None` when it does not say."""
    written = _HEADER.fullmatch(value)
    return int(written[1]) if written else None


@cache
def _short_formulas() -> tuple[tuple[int, str], ...]:
    """Formulas of any language that are easily read, with their numbers of forms, the shortest first."""
    known = {(count, formula) for count, formula, *_ in (*PLURALS.values(), *_OURS)}
    return tuple(sorted(known, key=lambda known: (len(known[1]), known[1])))


@cache
def _rule(code: str) -> PluralRule:
    try:
        return Locale.parse(code).plural_form
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"CLDR does not know the language '{code}'") from None


def _customary(code: str) -> tuple[int, str] | None:
    """The number of forms and the formula that gettext's users know, by Babel's table of them."""
    found = PLURALS.get(code) or PLURALS.get(code.partition("_")[0])
    return (found[0], found[1]) if found else None


@cache
def _tags(code: str) -> tuple[str, ...]:
    """CLDR's names of the forms that the numbers tried take, those for millions at the end. Raises `ValueError`."""
    rule = _rule(code)
    return tuple(rule(number) for number in _NUMBERS + _MILLIONS)


def _used(tags: tuple[str, ...]) -> list[str]:
    """The names of forms among `tags`, in CLDR's order."""
    return [tag for tag in ("zero", "one", "two", "few", "many", "other") if tag in tags]


def _tag_forms(tags: tuple[str, ...]) -> Forms:
    return tuple(map(_used(tags).index, tags))


def _forms(formula: str, numbers: tuple[int, ...]) -> Forms | None:
    """The forms that a gettext `formula` gives; `None` when it gives none."""
    try:
        choose: Callable[[int], int] = gettext.c2py(formula)
        return tuple(choose(number) for number in numbers)
    except (ValueError, ArithmeticError, RecursionError, MemoryError):
        return None
