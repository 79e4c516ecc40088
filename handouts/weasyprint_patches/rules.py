"""Which rules of the style sheets match an element, and what they declare together.

WeasyPrint 70 has every selector asked that names the class or the kind of an element. Most of them look at nothing but
the element: those are asked once for all elements that look alike. Both outlast the document, as the sheets do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from math import inf
from types import SimpleNamespace
from typing import Any, NamedTuple

from weasyprint.css import cssselect2, declaration_precedence

from handouts.weasyprint_patches.styles import Cascaded

Matched = tuple[int, ...]
"""The rules that match an element, by their number, from the weakest to the strongest."""

Own = tuple[tuple[str, tuple[Any, Any]], ...]
"""What the attributes of an element declare: the names of properties, each with its value and weight."""

_KEPT = 1000
"""So many kinds of elements and sets of rules are kept of the same sheets: a leaflet has 70 and 100."""

_SEEN = {"class", "lang"}
"""Attributes whose name need not stand in a selector that asks for them."""


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class _Rule(NamedTuple):
    """A selector that may match an element: `test` is `None` when it is known to."""

    number: int
    test: Callable[[Any], bool] | None


def declare(cascaded: Cascaded, declarations: Any, origin: str, layer: float, specificity: Any) -> None:
    """Add `declarations` to what is declared for an element, where nothing stronger is."""
    weights = [(declaration_precedence(origin, importance), layer, specificity) for importance in (False, True)]
    for name, value, importance in declarations:
        weight = weights[bool(importance)]
        if name not in cascaded or cascaded[name][1] <= weight:
            cascaded[name] = value, weight


def _alone(wrapper: Any) -> SimpleNamespace:
    """An element as selectors see it, without all that is around it and in it."""
    element = wrapper.etree_element
    return SimpleNamespace(
        etree_element=SimpleNamespace(tag=element.tag, attrib=element.attrib, get=element.get),
        id=wrapper.id,
        classes=wrapper.classes,
        local_name=wrapper.local_name,
        namespace_url=wrapper.namespace_url,
        in_html_document=wrapper.in_html_document,
    )


def _follows(test: Any, alone: SimpleNamespace) -> bool | None:
    """What the test of a selector says of an element wherever it stands; `None` when that matters."""
    try:
        return bool(test(alone))
    except AttributeError:
        return None


def _selectors(matcher: Any) -> Iterator[Any]:
    """All entries of a matcher: test, specificity, order, pseudo-element, and declarations with their layer."""
    named = (matcher.id_selectors, matcher.class_selectors, matcher.lower_local_name_selectors)
    for lists in (*named, matcher.namespace_selectors):
        yield from chain.from_iterable(lists.values())
    yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def _possible(matcher: Any, wrapper: Any) -> Iterator[Any]:
    """The entries of a matcher that may match an element: those that WeasyPrint asks, too."""
    yield from matcher.id_selectors.get(wrapper.id, ())
    for name in wrapper.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(cssselect2.ascii_lower(wrapper.local_name), ())
    yield from matcher.namespace_selectors.get(wrapper.namespace_url, ())
    if "lang" in wrapper.etree_element.attrib:
        yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


class Element(cssselect2.ElementWrapper):  # type: ignore[misc]  # cssselect2 has no types
    """An element as selectors see it, which has its name and language at hand."""

    def __init__(self, element: Any, parent: Any, *others: Any, **more: Any) -> None:
        super().__init__(element, parent, *others, **more)
        tag = element.tag
        if tag[0] != "{":
            self.local_name, self.namespace_url = tag, ""
        if parent is not None and "lang" not in element.attrib and _XML_LANG not in element.attrib:
            self.lang = parent.lang


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
        self._seen = _SEEN.union(*(entry[0].__code__.co_consts for _, entry in self._entries))
        self._alike: dict[Any, list[_Rule]] = {}
        self._cascaded: dict[Any, Cascaded] = {}
        declared = [(entry[3], name) for _, entry in self._entries for name, _, _ in entry[4][0]]
        self._pseudo: dict[Matched, set[str]] = {}
        self.anchored = {pseudo for pseudo, name in declared if pseudo and name == "anchor"}
        self.has_variables = any(name.startswith("__") for _, name in declared)

    def matching(self, wrapper: Any) -> Matched:
        """The rules for an element and its pseudo-elements."""
        element, seen = wrapper.etree_element, self._seen
        attributes = element.attrib.items()
        looks = element.tag, *[item for item in attributes if item[0] in seen or (item[0] == "id" and item[1] in seen)]
        rules = self._alike.get(looks)
        if rules is None:
            if len(self._alike) >= _KEPT:
                self._alike.clear()
            rules = self._alike[looks] = list(self._candidates(wrapper))
        return tuple([number for number, test in rules if test is None or test(wrapper)])

    def _candidates(self, wrapper: Any) -> Iterator[_Rule]:
        alone = _alone(wrapper)
        for place, (sheet, _, _) in enumerate(self._sheets):
            for test, _, order, _, _ in sorted(_possible(sheet.matcher, wrapper), key=lambda entry: entry[1:3]):
                follows = _follows(test, alone)
                if follows is not False:
                    yield _Rule(self._numbers[place, order], None if follows else test)

    def pseudo(self, matched: Matched) -> set[str]:
        """The pseudo-elements that there are rules for."""
        found = self._pseudo.get(matched)
        if found is None:
            if len(self._pseudo) >= _KEPT:
                self._pseudo.clear()
            found = self._pseudo[matched] = {self._entries[number][1][3] for number in matched} - {None}
        return found

    def cascaded(self, matched: Matched, pseudo: str | None = None, own: Own = ()) -> Cascaded:
        """What rules declare for an element or a pseudo-element, and its attributes above it where they weigh more."""
        key = matched, pseudo, own
        try:
            return self._cascaded[key]
        except TypeError:  # a value that is a set
            return self._merged(*key)
        except KeyError:
            if len(self._cascaded) >= _KEPT:
                self._cascaded.clear()
            merged = self._cascaded[key] = self._merged(*key)
            return merged

    def _merged(self, matched: Matched, pseudo: str | None, own: Own) -> Cascaded:
        merged = Cascaded()
        for place, (_, specificity, _, of, (declarations, layer)) in map(self._entries.__getitem__, matched):
            if of == pseudo:
                sheet, origin, of_sheet = self._sheets[place]
                order = inf if layer is None else sheet.layers.index(layer)
                declare(merged, declarations, origin, order, of_sheet or specificity)
        merged.update([(name, entry) for name, entry in own if name not in merged or merged[name][1] < entry[1]])
        return merged


@lru_cache(16)
def rules_of(sheets: tuple[Any, ...]) -> Rules:
    """The rules of `sheets`, each with its origin and what it says of specificity instead of its selectors."""
    return Rules(sheets)
