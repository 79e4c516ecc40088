"""The styles of elements and boxes, begun with all values that need no computing instead of one question at a time.

WeasyPrint 70 computes each property of each style when it is first asked for, in a function of 130 lines: 40,000 times
for five pages, nearly always to find the parent's value or the initial one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import itemgetter
from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle, check_math
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS, length
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.css.tokens import Pending
from weasyprint.css.units import ABSOLUTE_UNITS

from handouts.weasyprint_patches.patch import Patch

_TEXT_DECORATION = {name for name in INITIAL_VALUES if name.startswith("text_decoration_")}
"""Not inherited, but handed on: who declares none of his own has his parent's."""

_HANDED_ON = {*INHERITED, *_TEXT_DECORATION, "page"}
_but_colour = itemgetter(*_HANDED_ON - {"color"})
_PLAYED_INTO = {*_TEXT_DECORATION, "page", "position", "float", "display"}
"""Properties of which what is computed depends on others, or on the parent's."""

_UNITS = {*ABSOLUTE_UNITS, "em", "%", "", None}
"""Units of lengths that ask neither for fonts nor for the size of the page, which is not known at first."""

_LOGICAL = {
    name: {logical(block="ttb", inline=inline) for inline in ("ltr", "rtl")}
    for name, logical in PHYSICAL_FUNCTIONS.items()
}


def _initial() -> Iterator[tuple[str, Any]]:
    """Each property with the value that it has where nothing is declared, for those that nothing else plays into."""
    logical = set().union(*_LOGICAL.values())
    for name, value in INITIAL_VALUES.items():
        if name.endswith("_width") and name.removesuffix("width") + "style" in INITIAL_VALUES:
            yield name, 0  # of a border or an outline that is not there
        elif name not in INITIAL_NOT_COMPUTED and name not in logical:
            yield name, value


def _touched() -> dict[str, set[str]]:
    """For each property, those that cannot be taken over where it is declared."""
    touched = {name: {name} for name in INITIAL_VALUES}
    for name, logical in _LOGICAL.items():
        for other in logical:
            touched[other].add(name)
    for names in touched.values():
        names |= {name.removesuffix("style") + "width" for name in names if name.endswith("_style")}
    touched["position"].add("float")  # for WeasyPrint to look at the position when `display` is asked for
    return touched


_ROOT = {**dict(_initial()), "page": ""}
_INITIAL = {name: value for name, value in _ROOT.items() if name not in _HANDED_ON}
_TOUCHED = _touched()
_SPECIFIED = {"position": "static", "float": "none"}
"""What WeasyPrint remembers of them when it is asked, for `display`."""


def _is_plain(value: Any) -> bool:
    """Whether computing `value` can neither warn nor ask for what is not known before the pages are made."""
    if isinstance(value, Dimension):
        return value.unit in _UNITS
    return not isinstance(value, Pending) and not check_math(value)


def _computed(name: str, value: Any) -> Any:
    """What `value` of the property `name` is computed to on every element; `None` when that is not known."""
    if name in _PLAYED_INTO or value in ("inherit", "initial") or not _is_plain(value):
        return None
    function = COMPUTER_FUNCTIONS.get(name)
    if function is None:
        return value
    if function is length and isinstance(value, Dimension) and (value.value == 0 or value.unit in ABSOLUTE_UNITS):
        return length(None, name, value)
    return None


class Cascaded(dict[str, tuple[Any, Any]]):
    """A value and its weight for each property that is declared for an element."""

    @cached_property
    def ready(self) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Of the properties that they touch: those that are computed, and those that wait until they are asked for."""
        waiting = set().union(*(_TOUCHED.get(name, ()) for name in self))
        logical = {name for name in waiting if not self.keys().isdisjoint(_LOGICAL.get(name, ()))}
        computed = {name: _computed(name, self[name][0]) for name in waiting.difference(logical).intersection(self)}
        computed = {name: value for name, value in computed.items() if value is not None}
        return computed, tuple(waiting.difference(computed))

    @cached_property
    def asks_parent(self) -> bool:
        """Whether what is computed may depend on more of the parent's style than it hands on."""
        return any(
            isinstance(value, Pending) or (value == "inherit" and name not in _HANDED_ON)
            for name, (value, _) in self.items()
        )


def _compute(style: Any, names: Iterable[str]) -> None:
    """Compute what is declared for `names`, where that is plain."""
    for name in names:
        if name not in style and _is_plain(style.cascaded[name][0]):
            style[name]


def _of_children(style: Any) -> dict[str, Any]:
    """What a child of `style` begins with, as far as it is known before anything asks for it.

    Styles of one document that hand on the same have one of it.
    """
    if isinstance(style, ComputedStyle):
        declared = _HANDED_ON & style.cascaded.keys()
        if style.parent_style is None or "font_size" in style.parent_style:
            _compute(style, declared & {"font_size"})
        if "font_size" in style:
            _compute(style, declared)
    if not style.keys() >= _HANDED_ON:
        return _INITIAL | {name: style[name] for name in _HANDED_ON if name in style}
    key = id(style["color"]), _but_colour(style)  # colours are hashed by what they are written as
    known: dict[Any, dict[str, Any]] = style.cache.setdefault("handed on", {})
    try:
        if (handed := known.get(key)) is None:
            handed = known[key] = _INITIAL | {name: style[name] for name in _HANDED_ON}
    except TypeError:  # it underlines, which is a set
        handed = _INITIAL | {name: style[name] for name in _HANDED_ON}
    return handed


def handed_on(style: Any) -> dict[str, Any]:
    """What a child of `style` begins with: the same dictionary for all styles that are known to hand on the same."""
    if style is None:
        return _ROOT
    if not isinstance(style, ComputedStyle):
        return _of_children(style)  # these may still change
    if "handed_on" not in style.__dict__:
        style.handed_on = _of_children(style)
    handed: dict[str, Any] = style.handed_on
    return handed


def _begin(style: Any, parent_style: Any, cascaded: Any, *others: Any) -> None:
    COMPUTED.kept(style, parent_style, cascaded, *others)
    computed, waiting = (cascaded if isinstance(cascaded, Cascaded) else Cascaded(cascaded)).ready
    style.specified |= _SPECIFIED
    style.update(handed_on(parent_style))
    style |= computed
    for name in waiting:
        style.pop(name, None)


def _begin_anonymous(style: Any, parent_style: Any) -> None:
    style.update(handed_on(parent_style))
    ANONYMOUS.kept(style, parent_style)


COMPUTED = Patch.of(ComputedStyle, "__init__", "ffbc48647d0d", _begin)
ANONYMOUS = Patch.of(AnonymousStyle, "__init__", "9fbdd74c1ad0", _begin_anonymous)
PATCHES = (COMPUTED, ANONYMOUS)
