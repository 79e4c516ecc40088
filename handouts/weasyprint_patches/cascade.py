"""The cascade once for all the elements that the same rules match, and pseudo-elements when something asks for them.

WeasyPrint 70 merges the declarations of all rules anew for each element, and gives each the styles of six
pseudo-elements: its own sheet declares some for footnotes and notes, which we have none of, and markers. Elements share
a style where the same is declared for them and their parents hand on the same, not only where they have one parent.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css import StyleFor, find_style_attributes
from weasyprint.css.validation import preprocess_declarations

from handouts.weasyprint_patches.patch import Patch
from handouts.weasyprint_patches.rules import Element, declare, rules_of
from handouts.weasyprint_patches.styles import Cascaded, handed_on


def _attributes(html: Any, hints: bool) -> dict[Any, Cascaded]:
    """What the attributes of elements declare: `style`, `lang`, `id`."""
    declared: dict[Any, Cascaded] = {}
    for specificity, element, declarations, base in find_style_attributes(html.etree_element, hints, html.base_url):
        of_element = declared.setdefault(element, Cascaded())
        declare(of_element, preprocess_declarations(base, declarations), "author", inf, specificity)
    return declared


def _style_all(self: Any, html: Any, sheets: Any, hints: Any, font_config: Any, targets: Any) -> None:
    """Compute the styles of all elements, in their order: each inherits."""
    self._sheets, self.font_config = sheets, font_config
    self._cascaded_styles, self._computed_styles = {}, {}
    self.initial_page_sizes = {"box": None, "area": None}
    self.of_document = {"root": html.etree_element, "base_url": html.base_url, "target_collector": targets}
    self.rules, self.matched, self.shared = rules_of(tuple(sheets)), {}, {}
    attributes = _attributes(html, hints)
    self.has_variables = self.rules.has_variables or any(
        name[:2] == "__" for own in attributes.values() for name in own
    )
    for wrapper in Element.from_html_root(html.etree_element).iter_subtree():
        element, parent = wrapper.etree_element, wrapper.parent and wrapper.parent.etree_element
        matched = self.matched[element] = self.rules.matching(wrapper)
        own = tuple(attributes[element].items()) if element in attributes else ()
        _style(self, element, None, parent, self.rules.cascaded(matched, None, own))
    for element, matched in self.matched.items() if self.rules.anchored else ():
        for pseudo in self.rules.anchored & self.rules.pseudo(matched):
            _style(self, element, pseudo, element, self.rules.cascaded(matched, pseudo))


def _style(self: Any, element: Any, pseudo: Any, parent: Any, cascaded: Any) -> None:
    """Give an element the style of another one that is alike in all that it is computed from, or a new one."""
    above = None if parent is None else self._computed_styles[parent, None]
    handed = above if self.has_variables or cascaded.asks_parent else handed_on(above)
    key = id(handed), pseudo, id(cascaded)
    if key not in self.shared or "anchor" in cascaded:  # every anchor is told of
        self._cascaded_styles[element, pseudo] = cascaded
        self.set_computed_styles(element, parent, pseudo_type=pseudo, **self.of_document)
        del self._cascaded_styles[element, pseudo]
        self.shared[key] = self._computed_styles[element, pseudo]
    self._computed_styles[element, pseudo] = self.shared[key]


def _call(self: Any, element: Any, pseudo_type: Any = None) -> Any:
    style = self._computed_styles.get((element, pseudo_type))
    if style is not None and "is_settled" in style.__dict__:
        return style
    if style is None:
        matched = self.matched.get(element, ())
        if pseudo_type not in self.rules.pseudo(matched):
            return None
        _style(self, element, pseudo_type, element, self.rules.cascaded(matched, pseudo_type))
    style = CALL.kept(self, element, pseudo_type)
    style.is_settled = True  # tables and cells have lost what does not apply to them
    return style


STYLE_ALL = Patch.of(StyleFor, "__init__", "b1e725a75525", _style_all)
CALL = Patch.of(StyleFor, "__call__", "96b91915ae7c", _call)
PATCHES = (STYLE_ALL, CALL)
