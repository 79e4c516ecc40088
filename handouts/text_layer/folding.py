"""One run of inline text: folding its white space as HTML does and giving every character to the fragment it is in."""

from __future__ import annotations

import re
from collections.abc import Callable

from handouts.text_layer.errors import TextLayerError
from handouts.text_layer.model import Fragment, Node, Picture, describe
from handouts.text_layer.source import IGNORED, WHITE_SPACE, WITHOUT_IGNORED

_SPACES = re.compile(f"[{''.join(WHITE_SPACE)}]+")

Into = Callable[[], Node]
"""Gives the structure element that content goes into; it is only asked when there is content."""


class Run:
    """The inline text of one block, read in source order.

    A space goes to the fragment that draws it. One that is not drawn, at a line's end, goes to the neighbour whose
    structure element it stands in, else to the one before it. Those at the ends of the block are dropped.
    """

    def __init__(self) -> None:
        self._space = ""
        self._space_owner: Fragment | None = None
        self._space_node: Node | None = None
        self._last: Fragment | None = None
        self._begun = False

    def add(self, char: str, owner: Fragment | None, *, into: Into) -> None:
        """Read a character that `owner` shows; only white space may have none.

        Raises `TextLayerError` when the fragment was left before: it would be read in two places.
        """
        if char in IGNORED:
            return
        if owner is None or char in WHITE_SPACE:
            self._hold(char, owner, into)
            return
        if owner is not self._last and owner.text:
            raise TextLayerError(f"{describe(owner.element)}: the line {owner.drawn!r} is interleaved with other text")
        if owner.node is None:
            owner.node = into()
            owner.node.kids.append(owner)
        self._give_space(owner)
        owner.text += char
        self._last, self._begun = owner, True

    def add_text(self, text: str, owner: Fragment, *, into: Into) -> None:
        """Read text that `owner` shows, as `add` reads its characters one by one."""
        text = text.translate(WITHOUT_IGNORED)
        words = _SPACES.split(text)
        if words[0] == "" and len(words) > 1:
            self._hold(" ", owner, into)
        if letters := " ".join(word for word in words if word):
            self.add(letters[0], owner, into=into)
            owner.text += letters[1:]
            if words[-1] == "":
                self._hold(" ", owner, into)

    def add_picture(self, picture: Picture, node: Node) -> None:
        """Read an image; white space around it is kept."""
        if self._last is not None:
            self._give_space(self._last)
        picture.placed = True
        node.kids.append(picture)
        self._last, self._begun = None, True

    def _hold(self, char: str, owner: Fragment | None, into: Into) -> None:
        if self._begun and not self._space:
            self._space_node = into()
        if char not in WHITE_SPACE:
            self._space += char
        elif not self._space.endswith(" "):
            self._space += " "
        self._space_owner = self._space_owner or owner

    def _give_space(self, following: Fragment) -> None:
        if self._space and self._begun:
            owner = self._space_owner
            if owner is None or owner not in (following, self._last):
                owner = self._last
                if owner is None or (owner.node is not self._space_node and following.node is self._space_node):
                    owner = following
            owner.text += self._space
        self._space, self._space_owner = "", None
