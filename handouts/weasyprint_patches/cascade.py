"""The cascade once for all the elements that the same rules match, and pseudo-elements when something asks for them.

WeasyPrint 70 merges the declarations of all rules anew for each element, and gives each the styles of six
pseudo-elements: its own sheet declares some for footnotes and notes, which we have none of, and markers.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes
from weasyprint.css.validation import preprocess_declarations

from handouts.weasyprint_patches.patch import Patch
from handouts.weasyprint_patches.styles import Cascaded


def _declare(cascaded: Cascaded, declarations: Any, origin: str, layer: float, specificity: Any) -> None:
    weights = [(declaration_precedence(origin, importance), layer, specificity) for importance in (False, True)]
    for name, value, importance in declarations:
        weight = weights[bool(importance)]
        if name not in cascaded or cascaded[name][1] <= weight:
            cascaded[name] = value, weight


def _attributes(html: Any, hints: bool) -> dict[Any, Cascaded]:
    """What the attributes of elements declare: `style`, `lang`, `id`."""
    declared: dict[Any, Cascaded] = {}
    for specificity, element, declarations, base in find_style_attributes(html.etree_element, hints, html.base_url):
        of_element = declared.setdefault(element, Cascaded())
        _declare(of_element, preprocess_declarations(base, declarations), "author", inf, specificity)
    return declared


def _matching(wrapper: Any, sheets: Any) -> Iterator[tuple[int, Any]]:
    """The rules that match an element: the place of their sheet, and what its matcher says of each."""
    for place, (sheet, _, _) in enumerate(sheets):
        for match in sheet.matcher.match(wrapper):
            yield place, match


def _merged(rules: Any, sheets: Any) -> dict[Any, Cascaded]:
    """What `rules` declare for an element (`None`) and each of its pseudo-elements."""
    merged: dict[Any, Cascaded] = {None: Cascaded()}
    for place, (specificity, _, pseudo, (declarations, layer)) in rules:
        sheet, origin, of_sheet = sheets[place]
        order = inf if layer is None else sheet.layers.index(layer)
        _declare(merged.setdefault(pseudo, Cascaded()), declarations, origin, order, of_sheet or specificity)
    return merged


def _over(merged: Cascaded, attributes: Cascaded) -> Cascaded:
    """What the rules declare, and above it what the attributes of an element do, where they weigh more."""
    heavier = {name: entry for name, entry in attributes.items() if name not in merged or merged[name][1] < entry[1]}
    return Cascaded(merged | heavier)


def _style_all(self: Any, html: Any, sheets: Any, hints: Any, font_config: Any, targets: Any) -> None:
    """Compute the styles of all elements, in their order: each inherits."""
    self._sheets, self.font_config = sheets, font_config
    self._cascaded_styles, self._computed_styles = {}, {}
    self.initial_page_sizes = {"box": None, "area": None}
    self.waiting = {}
    self.of_document = {"root": html.etree_element, "base_url": html.base_url, "target_collector": targets}
    attributes = _attributes(html, hints)
    known: dict[Any, dict[Any, Cascaded]] = {}
    shared: dict[Any, Any] = {}
    for wrapper in html.wrapper_element.iter_subtree():
        element, parent = wrapper.etree_element, wrapper.parent and wrapper.parent.etree_element
        rules = tuple(_matching(wrapper, sheets))
        same = tuple((place, match[1]) for place, match in rules)
        if (merged := known.get(same)) is None:
            merged = known[same] = _merged(rules, sheets)
        for pseudo, cascaded in merged.items():
            if pseudo:
                self.waiting[element, pseudo] = cascaded
        if element in attributes:
            _compute(self, element, None, parent, _over(merged[None], attributes[element]))
            continue
        key = (id(parent is not None and self._computed_styles[parent, None]), same)
        if key not in shared:
            _compute(self, element, None, parent, merged[None])
            shared[key] = self._computed_styles[element, None]
        self._computed_styles[element, None] = shared[key]
    for element, pseudo in [key for key, cascaded in self.waiting.items() if "anchor" in cascaded]:
        _wake(self, element, pseudo)


def _compute(self: Any, element: Any, pseudo: Any, parent: Any, cascaded: Cascaded) -> None:
    self._cascaded_styles[element, pseudo] = cascaded
    self.set_computed_styles(element, parent, pseudo_type=pseudo, **self.of_document)
    del self._cascaded_styles[element, pseudo]


def _wake(self: Any, element: Any, pseudo: Any) -> None:
    _compute(self, element, pseudo, element, self.waiting.pop((element, pseudo)))


def _call(self: Any, element: Any, pseudo_type: Any = None) -> Any:
    if (element, pseudo_type) in self.waiting:
        _wake(self, element, pseudo_type)
    return CALL.kept(self, element, pseudo_type)


STYLE_ALL = Patch.of(StyleFor, "__init__", "b1e725a75525", _style_all)
CALL = Patch.of(StyleFor, "__call__", "96b91915ae7c", _call)
PATCHES = (STYLE_ALL, CALL)
