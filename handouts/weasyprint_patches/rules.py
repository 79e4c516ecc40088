"""Which rules of the style sheets match an element, and what they declare together.

WeasyPrint 70 has every selector asked that names the class or the kind of an element. Most of them look at nothing but
the element: those are asked once for all elements that look alike. Both outlast the document, as the sheets do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from math import inf
from types import CodeType
from typing import Any, NamedTuple

from cssselect2 import Matcher
from weasyprint.css import declaration_precedence
from webencodings import ascii_lower

from handouts.weasyprint_patches.styles import Cascaded

Matched = tuple[int, ...]
"""The rules that match an element, by their number, from the weakest to the strongest."""

_KEPT = 1000
"""So many kinds of elements and sets of rules are kept of the same sheets: a leaflet has 70 and 100."""

_OF_ITSELF = {"etree_element", "attrib", "get", "id", "classes", "local_name", "namespace_url", "in_html_document"} | {
    *("lower", "startswith", "endswith", "ascii_lower", "split_whitespace"),
}
"""What a selector's test, compiled by cssselect2, reads when it looks at the name and the attributes of an element."""


class _Rule(NamedTuple):
    """One selector of a rule: `test` is `None` when it is known to match."""

    number: int
    test: Callable[[Any], bool] | None


def declare(cascaded: Cascaded, declarations: Any, origin: str, layer: float, specificity: Any) -> None:
    """Add `declarations` to what is declared for an element, where nothing stronger is."""
    weights = [(declaration_precedence(origin, importance), layer, specificity) for importance in (False, True)]
    for name, value, importance in declarations:
        weight = weights[bool(importance)]
        if name not in cascaded or cascaded[name][1] <= weight:
            cascaded[name] = value, weight


def _looks_at_itself(test: Any) -> bool:
    """Whether what the test of a selector says of an element follows from its name and attributes."""
    code = test.__code__
    return _OF_ITSELF.issuperset(code.co_names) and not any(isinstance(const, CodeType) for const in code.co_consts)


def _selectors(matcher: Matcher) -> Iterator[Any]:
    """All entries of a matcher: test, specificity, order, pseudo-element, and declarations with their layer."""
    named = (matcher.id_selectors, matcher.class_selectors, matcher.lower_local_name_selectors)
    for lists in (*named, matcher.namespace_selectors):
        yield from chain.from_iterable(lists.values())
    yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def _possible(matcher: Matcher, wrapper: Any) -> Iterator[Any]:
    """The entries of a matcher that may match an element: those that WeasyPrint asks, too."""
    yield from matcher.id_selectors.get(wrapper.id, ())
    for name in wrapper.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(ascii_lower(wrapper.local_name), ())
    yield from matcher.namespace_selectors.get(wrapper.namespace_url, ())
    if "lang" in wrapper.etree_element.attrib:
        yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


class Rules:
    """The rules of some style sheets, with what they came to for the elements that were asked about."""

    def __init__(self, sheets: Any) -> None:
        self._sheets = sheets
        self._entries = [
            (place, entry)
            for place, (sheet, _, _) in enumerate(sheets)
            for entry in sorted(_selectors(sheet.matcher), key=lambda entry: entry[1:3])
        ]
        self._numbers = {(place, entry[2]): number for number, (place, entry) in enumerate(self._entries)}
        self._of_itself = [_looks_at_itself(entry[0]) for _, entry in self._entries]
        tests = (entry[0] for (_, entry), own in zip(self._entries, self._of_itself, strict=True) if own)
        ids = (sheet.matcher.id_selectors for sheet, _, _ in sheets)
        self._seen = {"class", "lang"}.union(*ids, *(test.__code__.co_consts for test in tests))
        self._alike: dict[Any, list[_Rule]] = {}
        self._cascaded: dict[tuple[Matched, str | None], Cascaded | None] = {}

    @cached_property
    def has_variables(self) -> bool:
        """Whether some rule declares a custom property."""
        return any(name.startswith("__") for _, entry in self._entries for name, _, _ in entry[4][0])

    @cached_property
    def anchored(self) -> set[str]:
        """The pseudo-elements that some rule declares an anchor for."""
        return {entry[3] for _, entry in self._entries if entry[3] for name, _, _ in entry[4][0] if name == "anchor"}

    def matching(self, wrapper: Any) -> Matched:
        """The rules for an element and its pseudo-elements."""
        element = wrapper.etree_element
        seen = self._seen
        looks = element.tag, *[
            (name, value) for name, value in element.attrib.items() if name in seen or (name == "id" and value in seen)
        ]
        rules = self._alike.get(looks)
        if rules is None:
            if len(self._alike) >= _KEPT:
                self._alike.clear()
            rules = self._alike[looks] = list(self._candidates(wrapper))
        return tuple([number for number, test in rules if test is None or test(wrapper)])

    def _candidates(self, wrapper: Any) -> Iterator[_Rule]:
        for place, (sheet, _, _) in enumerate(self._sheets):
            entries = sorted(_possible(sheet.matcher, wrapper), key=lambda entry: entry[1:3])
            for test, _, order, _, _ in entries:
                number = self._numbers[place, order]
                if not self._of_itself[number]:
                    yield _Rule(number, test)
                elif test(wrapper):
                    yield _Rule(number, None)

    def cascaded(self, matched: Matched, pseudo: str | None = None) -> Cascaded | None:
        """What rules declare for an element or its pseudo-element; `None` when no rule names that."""
        key = matched, pseudo
        if key not in self._cascaded:
            if len(self._cascaded) >= _KEPT:
                self._cascaded.clear()
            self._cascaded[key] = self._merged(matched, pseudo)
        return self._cascaded[key]

    def _merged(self, matched: Matched, pseudo: str | None) -> Cascaded | None:
        entries = [entry for entry in map(self._entries.__getitem__, matched) if entry[1][3] == pseudo]
        if pseudo and not entries:
            return None
        merged = Cascaded()
        for place, (_, specificity, _, _, (declarations, layer)) in entries:
            sheet, origin, of_sheet = self._sheets[place]
            order = inf if layer is None else sheet.layers.index(layer)
            declare(merged, declarations, origin, order, of_sheet or specificity)
        return merged


@lru_cache(16)
def rules_of(sheets: tuple[Any, ...]) -> Rules:
    """The rules of `sheets`, each with its origin and what it says of specificity instead of its selectors."""
    return Rules(sheets)
