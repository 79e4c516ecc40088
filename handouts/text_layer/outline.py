"""From the HTML tree and what was laid out of it to the structure tree, in the order of the HTML.

The tree follows the HTML, not the boxes: a paragraph, list, table or link that crosses lines or pages is one node, and
floats, flex items and positioned boxes are read where the author wrote them. Text that layout left out, and content
that finds no place, raise `TextLayerError`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from xml.etree.ElementTree import Element

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.folding import Run
from handouts.text_layer.layout import SVG, ElementLayout, Layout
from handouts.text_layer.model import Node, describe
from handouts.text_layer.roles import (
    BLOCKS,
    SKIPPED,
    TEXTS,
    Variant,
    block_role,
    cell_attributes,
    inline_role,
    list_attributes,
    own_language,
)
from handouts.text_layer.source import WITHOUT_IGNORED, SourceText, is_drawn, own_text
from handouts.text_layer.tidy import tidy

_PICTURES = ("img", f"{SVG}svg")


def build_outline(layout: Layout, variant: Variant) -> Node:
    """The Document node of the structure tree, with every fragment's exact text.

    Raises `TextLayerError` when any text or image of the HTML is not shown, or any that is shown is not in the HTML.
    """
    root = layout.root
    if root is None or not (lang := own_language(root)):
        raise TextLayerError("the html element needs a lang")
    document = Node("Document", lang, element=root)
    outline = _Outline(layout, variant)
    outline.read(root, _Place(_Block(document, is_group=True)), [])
    for fragment in layout.fragments:
        if fragment.node is None:
            raise TextLayerError(f"{describe(fragment.element)}: {fragment.drawn!r} found no place in the tree")
    for picture in layout.pictures:
        if not picture.placed:
            raise TextLayerError(f"the image {picture.alt!r} found no place in the tree")
    tidy(document)
    return document


@dataclass(eq=False)
class _Block:
    """The block that is being read: its node, its run of inline text, and the implied P if it groups blocks."""

    node: Node
    is_group: bool
    run: Run = field(default_factory=Run)
    paragraph: Node | None = None

    def into(self) -> Node:
        """Where inline content goes."""
        if not self.is_group:
            return self.node
        if self.paragraph is None:
            self.paragraph = Node("P", self.node.lang, implied=True)
            self.node.kids.append(self.paragraph)
        return self.paragraph

    def interrupt(self) -> None:
        """Begin inline text anew, because a block stands here."""
        self.run, self.paragraph = Run(), None


@dataclass(frozen=True)
class _Place:
    """Where content is put: in a block, in the innermost inline node of it, in a link."""

    block: _Block
    inline: Node | None = None
    link: Node | None = None

    @property
    def node(self) -> Node:
        """The innermost node."""
        return self.inline or self.block.node

    def into(self) -> Node:
        """Where inline content goes."""
        return self.inline or self.block.into()


class _Outline:
    def __init__(self, layout: Layout, variant: Variant) -> None:
        self._layout = layout
        self._variant = variant
        self._ids: set[str] = set()

    def read(self, element: Element, place: _Place, ancestors: list[Element]) -> None:
        """Read an element's own text and its children into `place`."""
        facts = self._facts(element)
        if facts.annotations:
            if place.link is None:
                raise TextLayerError(f"{describe(element)}: only an a element can be a link")
            place.link.annotations += facts.annotations
        own = facts.texts.get("") or SourceText(own_text(element))
        if before := facts.texts.get("before"):
            self._text(before, 0, len(before.text), element, place)
        end = len(element.text or "")
        self._text(own, 0, end, element, place)
        inner = [*ancestors, element]
        for child in element:
            self._child(child, place, inner)
            start, end = end, end + len(child.tail or "")
            self._text(own, start, end, element, place)
        if after := facts.texts.get("after"):
            self._text(after, 0, len(after.text), element, place)

    def _facts(self, element: Element) -> ElementLayout:
        return self._layout.elements.get(element) or ElementLayout()

    def _text(self, source: SourceText, start: int, end: int, element: Element, place: _Place) -> None:
        run = place.block.run
        for owner, same in groupby(source.owners[start:end]):
            text = source.text[start : start + len([*same])]
            if owner is not None:
                run.add_text(text, owner, into=place.into)
            elif is_drawn(text):
                first = start + text.index(text.translate(WITHOUT_IGNORED).strip()[0])
                unseen = source.text[first : first + 40]
                raise TextLayerError(f"{describe(element)}: {unseen!r} of its text is not shown on any page")
            else:
                for char in text:
                    run.add(char, None, into=place.into)
            start += len(text)

    def _child(self, child: Element, place: _Place, ancestors: list[Element]) -> None:
        if not isinstance(child.tag, str) or child.tag in SKIPPED or child in self._layout.furniture:
            return
        facts = self._facts(child)
        if child.tag == "br":
            place.block.run.add("\n", None, into=place.into)
        elif facts.picture is not None:
            self._picture(child, facts, place)
        elif child.tag in _PICTURES:
            if child.get("alt") != "":
                raise TextLayerError(f"{describe(child)}: the image is not shown on any page")
        elif child.tag == "body" and own_language(child) in (None, place.node.lang):
            self.read(child, place, ancestors)
        elif child.tag in BLOCKS or (facts.is_block and _holds_blocks(child)):
            place.block.interrupt()
            self._block(child, place, ancestors)
            place.block.interrupt()
        elif facts.is_block and place.block.is_group and place.inline is None:
            # A flex item or `display: block`: inline by nature, but a paragraph of its own.
            place.block.interrupt()
            self._inline(child, place, ancestors)
            place.block.interrupt()
        else:
            self._inline(child, place, ancestors)

    def _node(self, role: str, element: Element, parent: Node) -> Node:
        """Put a new node for an element into its parent. Of elements with the same id, only the first has it."""
        node = Node(role, own_language(element) or parent.lang, element=element)
        if (identifier := element.get("id")) and identifier not in self._ids:
            self._ids.add(identifier)
            node.id = identifier
        parent.kids.append(node)
        return node

    def _block(self, element: Element, place: _Place, ancestors: list[Element]) -> None:
        facts = self._facts(element)
        role = block_role(element, ancestors, self._variant)
        parent = place.node
        link = place.link
        if element.tag == "li":
            item = self._node("LI", element, parent)
            if (marker := facts.texts.get("marker")) is not None:
                item.kids.append(_label(marker, item.lang))
            node = Node(role, item.lang)
            item.kids.append(node)
        elif element.tag in ("dt", "dd"):
            node = self._node(role, element, _definition(parent, role))
        elif element.tag == "a" and facts.annotations:
            node = link = self._node("Link", element, parent)
        else:
            node = self._node(role, element, parent)
        if role == "L":
            node.attributes["List"] = list_attributes(element, self._list_style(element), self._variant)
        elif role in ("TH", "TD") and (entries := cell_attributes(element, facts.spans, ancestors)):
            node.attributes["Table"] = entries
        is_group = element.tag not in TEXTS or role == "Div"
        self.read(element, _Place(_Block(node, is_group), link=link), ancestors)

    def _list_style(self, element: Element) -> str:
        """The style of the first item with a marker; no style if `element` has no items, as a `dl` has none."""
        items = [self._facts(child) for child in element if child.tag == "li"]
        marked = [item for item in items if "marker" in item.texts]
        return next((item.list_style for item in marked), "none" if items else "")

    def _inline(self, element: Element, place: _Place, ancestors: list[Element]) -> None:
        """Read an inline element; it has a node only if it is a link or says something that its parent does not."""
        is_link = element.tag == "a" and bool(self._facts(element).annotations)
        lang = own_language(element)
        role = "Link" if is_link else inline_role(element, self._variant)
        if role is None and not element.get("id") and lang in (None, place.node.lang):
            self.read(element, place, ancestors)
            return
        node = self._node(role or "Span", element, place.into())
        self.read(element, replace(place, inline=node, link=node if is_link else place.link), ancestors)

    def _picture(self, element: Element, facts: ElementLayout, place: _Place) -> None:
        if facts.picture is not None:
            place.block.run.add_picture(facts.picture, place.into())
        if facts.annotations:
            if place.link is None:
                raise TextLayerError(f"{describe(element)}: only an a element can be a link")
            place.link.annotations += facts.annotations


def _holds_blocks(element: Element) -> bool:
    return any(child.tag in BLOCKS for child in element.iter() if child is not element)


def _label(marker: SourceText, lang: str) -> Node:
    """Make the Lbl of a list item's marker, which reads as it is drawn: with the space that parts it from the body.

    That may be as wide as a tab makes it.
    """
    label = Node("Lbl", lang)
    for fragment in dict.fromkeys(marker.owners):
        if fragment is not None:
            fragment.text, fragment.node = fragment.drawn.replace("\t", " "), label
            label.kids.append(fragment)
    return label


def _definition(parent: Node, role: str) -> Node:
    """The LI that a `dt` (Lbl) or `dd` (LBody) belongs to: a term after a definition begins a new one."""
    last = parent.kids[-1] if parent.kids else None
    if isinstance(last, Node) and last.role == "LI":
        has_body = any(kid.role == "LBody" for kid in last.nodes())
        if role == "LBody" or not has_body:
            return last
    item = Node("LI", parent.lang)
    parent.kids.append(item)
    return item
