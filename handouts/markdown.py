"""An article file to an `Article`: headings with ids and roles, blocks, messages, and every problem in one go."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from handouts import inline
from handouts.article import (
    RESERVED,
    SAFETY,
    Article,
    Block,
    ItemList,
    Message,
    Paragraph,
    Role,
    Section,
    Subheading,
    Table,
)
from handouts.files import read_text
from handouts.front_matter import read_front_matter
from handouts.problems import Problem, raise_errors

_BLOCKS = MarkdownIt("commonmark", {"html": True}).enable("table").disable("reference")
_ATTRIBUTES = re.compile(r"\{(#[^{}]*)\}\s*$")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_ARTICLE_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_SPACES = re.compile(r"[ \t\n]+")
"""White space that folds to one space; a no-break space stays, as it keeps a figure with its unit."""

_SUPPORTED = "Use paragraphs, '###' headings, lists and tables."


def load_article(path: Path) -> Article:
    """Read the article at `path`. Raises `HandoutsError` with every problem that the file has."""
    return parse_article(read_text(path), path)


def parse_article(text: str, path: Path) -> Article:
    """The article that `text` holds; `path` names it in problems and its stem is the article's id.

    Raises `HandoutsError` with all problems: of the front matter, headings, roles, safety sections and messages.
    """
    front, problems = read_front_matter(text, path)
    if not _ARTICLE_ID.fullmatch(path.stem) or path.stem in RESERVED:
        taken = " and ".join(f"'{name}'" for name in RESERVED)
        hint = (
            f"Use small letters, digits and hyphens; {taken} are taken. It becomes the name of catalogs and leaflets."
        )
        problems.append(Problem("article-name", f"'{path.stem}' cannot be an article's name", path, None, hint))
    body = "\n" * front.height + text.split("\n", front.height)[-1] if front.height else text
    reader = _Reader(path)
    sections = reader.sections(body)
    problems += reader.problems + _section_problems(sections, path)
    article = Article(
        id=path.stem,
        path=path,
        title=Message(front.values.get("title", ""), front.lines.get("title", 1)),
        summary=Message(front.values.get("summary", ""), front.lines.get("summary", 1)),
        reference=front.values.get("reference", ""),
        version=front.values.get("version", ""),
        date=front.day("date") or date.min,
        review_by=front.day("review_by") or date.min,
        sections=sections,
    )
    for message in article.messages():
        problems += [
            Problem(fault.code, fault.message, path, message.line, fault.hint) for fault in inline.faults(message.text)
        ]
    raise_errors(sorted(problems, key=lambda problem: problem.line or 0))
    return article


class _Reader:
    """Walks the Markdown tree once, turning it into sections and noting what it cannot take."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._id = ""
        self._role: Role | None = None
        self._lines: list[str] = []

    def sections(self, body: str) -> tuple[Section[Message], ...]:
        found: list[Section[Message]] = []
        heading: Message | None = None
        blocks: list[Block[Message]] = []
        self._lines = body.split("\n")
        for node in SyntaxTreeNode(_BLOCKS.parse(body)).children:
            if node.type == "heading" and node.tag == "h2":
                if heading:
                    found.append(Section(self._id, self._role, heading, tuple(blocks)))
                heading, blocks = self._heading(node), []
                continue
            block = self._block(node)
            if block and heading is None:
                self._problem(
                    "section-missing", "text stands before the first section", node, "Begin with '## … {#id}'."
                )
            elif block:
                blocks.append(block)
        if heading:
            found.append(Section(self._id, self._role, heading, tuple(blocks)))
        return tuple(found)

    def _heading(self, node: SyntaxTreeNode) -> Message:
        text = _text_of(node)
        attributes = _ATTRIBUTES.search(text)
        self._id, self._role = "", None
        words = attributes[1].split() if attributes else []
        if not words or not _ID.fullmatch(words[0][1:]):
            hint = "End the heading with an id of small letters, digits and hyphens, such as {#what-it-is}."
            self._problem("section-id", "the section has no valid id", node, hint)
        else:
            self._id = words[0][1:]
        for word in words[1:]:
            name = word.removeprefix("role=")
            if name == word:
                self._problem("section-attribute", f"'{word}' is not known here", node, "Write {#id} or {#id role=…}.")
            elif name not in list(Role):
                roles = ", ".join(Role)
                self._problem("role-unknown", f"there is no role '{name}'", node, f"The roles are {roles}.")
            else:
                self._role = Role(name)
        title = self._message(node, text[: attributes.start()] if attributes else text)
        if not title.text:
            self._problem("heading-empty", "the heading has no words", node, "Write them before the braces.")
        return title

    def _block(self, node: SyntaxTreeNode) -> Block[Message] | None:
        match node.type:
            case "paragraph":
                return Paragraph(self._message(node, _text_of(node)))
            case "heading" if node.tag == "h3":
                if not _text_of(node):
                    self._problem("heading-empty", "the heading has no words", node, "Write them, or take it out.")
                return Subheading(self._message(node, _text_of(node)))
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "table":
                return self._table(node)
            case "html_block":
                hint = "Use Markdown; what it cannot say does not belong in an article."
                self._problem(
                    "raw-html", f"raw HTML is not allowed: {node.content.strip().splitlines()[0]}", node, hint
                )
            case "heading":
                hint = (
                    "A section begins with '##', a heading inside it with '###'; the title stands in the front matter."
                )
                self._problem("heading-level", f"a heading of level {node.tag[1:]} has no place here", node, hint)
            case _:
                kind = node.type.replace("_", " ")
                self._problem("markdown-unsupported", f"'{kind}' cannot be printed", node, _SUPPORTED)
        return None

    def _list(self, node: SyntaxTreeNode) -> ItemList[Message]:
        items: list[Message] = []
        for item in node.children:
            if [child.type for child in item.children] != ["paragraph"]:
                what = "a list item must be one paragraph" if item.children else "the list item is empty"
                self._problem("list-item", what, item, "Write one text an item, with no list inside it.")
                continue
            items.append(self._message(item, _text_of(item.children[0])))
        ordered = node.type == "ordered_list"
        return ItemList(tuple(items), ordered, int(node.attrs.get("start", 1)) if ordered else 1)

    def _table(self, node: SyntaxTreeNode) -> Table[Message]:
        rows = [row for part in node.children for row in part.children]
        columns = len(rows[0].children)
        for row in rows:
            given = _cell_count(self._lines[row.map[0]]) if row.map else columns
            if given > columns:  # Markdown drops them
                what = f"the table row has {given} cells, and the heading {columns}"
                self._problem("table-cell", what, row, "Give every row as many cells as the heading.")
        cells = [tuple(self._message(row, _text_of(cell)) for cell in row.children) for row in rows]
        for row, texts in zip(rows, cells, strict=True):
            if not all(message.text for message in texts):
                hint = "Fill every cell; a screen reader says nothing for an empty one."
                self._problem("table-cell", "the table row has an empty cell", row, hint)
        return Table(cells[0], tuple(cells[1:]))

    def _message(self, node: SyntaxTreeNode, text: str) -> Message:
        line = node.map[0] + 1 if node.map else 1
        citation = self._role is Role.REFERENCES and node.type == "list_item"
        return Message(_SPACES.sub(" ", text).strip(" \n"), line, self._id, self._role in SAFETY, citation)

    def _problem(self, code: str, message: str, node: SyntaxTreeNode, hint: str) -> None:
        line = node.map[0] + 1 if node.map else None
        self.problems.append(Problem(code, message, self.path, line, hint))


def _text_of(node: SyntaxTreeNode) -> str:
    """The Markdown source of the inline content of a paragraph, heading or cell."""
    return node.children[0].content if node.children else ""


def _cell_count(line: str) -> int:
    """How many cells the table row `line` has; the lines at its ends may be left out."""
    cells = re.split(r"(?<!\\)\|", line.strip())
    return len(cells) - (not cells[0]) - (len(cells) > 1 and not cells[-1])


def _section_problems(sections: tuple[Section[Message], ...], path: Path) -> list[Problem]:
    found: list[Problem] = []
    ids = Counter(section.id for section in sections)
    for section in sections:
        line = section.title.line
        if section.id and ids[section.id] > 1:
            what = f"the id '{section.id}' stands more than once"
            found.append(Problem("section-duplicate", what, path, line, "Give every section an id of its own."))
        if not section.blocks and (section.role not in SAFETY):
            found.append(
                Problem("section-empty", f"the section '{section.id}' is empty", path, line, "Fill it or remove it.")
            )
    for role in Role:
        with_role = [section for section in sections if section.role is role]
        for section in with_role[1:]:
            what = f"a second section has the role '{role}'"
            found.append(Problem("role-duplicate", what, path, section.title.line, "Put both into one section."))
        if role not in SAFETY:
            continue
        if not with_role:
            hint = f"Add a section '## … {{#{role} role={role}}}'. No leaflet is printed without it."
            found.append(Problem("safety-missing", f"the section with role '{role}' is missing", path, None, hint))
        for section in with_role:
            if not any(not isinstance(block, Subheading) for block in section.blocks):
                hint = "Write it. No leaflet is printed without it."
                found.append(Problem("safety-empty", f"the section '{role}' is empty", path, section.title.line, hint))
    return found
