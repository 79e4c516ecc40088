"""Small repairs to a finished outline: no empty elements, no paragraph around an image alone, no needless Div."""

from __future__ import annotations

from handouts.text_layer.model import Fragment, Node, Picture
from handouts.text_layer.roles import KEPT_EMPTY


def tidy(node: Node) -> None:
    """Remove empty nodes below `node`, and merge implied paragraphs where they say nothing."""
    kids: list[Node | Fragment | Picture] = []
    for kid in node.kids:
        if not isinstance(kid, Node):
            kids.append(kid)
            continue
        tidy(kid)
        if kid.implied and all(isinstance(inner, Picture) for inner in kid.kids):
            kids += kid.kids
        elif kid.kids or kid.annotations or kid.role in KEPT_EMPTY:
            kids.append(kid)
    node.kids = kids
    if node.role == "Div" and len(kids) == 1 and isinstance(only := kids[0], Node) and only.implied:
        node.role, node.kids = "P", only.kids
