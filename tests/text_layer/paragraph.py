"""A text to print in one language, and what a reader would look for in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """A text, its direction, the font family for it, and what stands in the HTML for a bar in it."""

    text: str
    family: str = "Noto Sans"
    direction: str = "ltr"
    bar: str = "\u200b"

    @property
    def html(self) -> str:
        """The text as it stands in the HTML."""
        return self.text.replace("|", self.bar)

    @property
    def words(self) -> list[str]:
        """The words that a reader would look for."""
        return self.text.replace("|", " ").split()
