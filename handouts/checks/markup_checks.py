"""Checks of what is not words: placeholders, emphasis, links, addresses, phone numbers, code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain

from handouts import inline
from handouts.catalogs import translation_faults
from handouts.checks.model import Check, Finding, Span, Unit, once
from handouts.checks.seen import ADDRESS, HOLE, LIMIT, Seen, is_letter, seen
from handouts.problems import Severity


@once
def _faults(unit: Unit) -> list[inline.Fault]:
    # A text that long is reported by `length-limit`, and a Markdown reader may take very long over it.
    return translation_faults(unit.source, unit.target) if len(unit.target) <= LIMIT else []


def placeholders(unit: Unit) -> Iterator[Finding]:
    """Placeholders that the source does not have, or has more or less often."""
    for fault in _faults(unit):
        if fault.code.startswith("placeholder-"):
            wanted = Counter(inline.placeholders(unit.source))
            odd = next((m for m in re.finditer(r"\{([^{}]*)\}", unit.target) if not wanted[m[1]]), None)
            lost = next(
                (m for m in re.finditer(r"\{([^{}]*)\}", unit.source) if f"{{{m[1]}}}" not in unit.target), None
            )
            yield Finding(fault.message, fault.hint, lost and lost.span(), odd and odd.span())


def unprintable(unit: Unit) -> Iterator[Finding]:
    """Markup that no message may hold: raw HTML, images, code, links to nowhere, stray signs."""
    for fault in _faults(unit):
        if not fault.code.startswith(("placeholder-", "character-")):
            spot = re.search(r"<[^>]{1,200}>|!\[|`|\*\*", unit.target)
            yield Finding(fault.message, fault.hint, target=spot and spot.span())


_CODE = (
    (re.compile(r"\{\s{0,9}\w{0,40}\s{0,9}[.\[!:][^{}]{0,200}\}"), "a format field that reaches into the program"),
    (re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}"), "the signs of a template language"),
    (re.compile(r"\{\s{0,9}\d{0,9}\s{0,9}\}"), "a format field without a name"),
    (re.compile(r"%(?:\(\w{1,40}\))?[-+#0]?\d{0,3}(?:\.\d{1,3})?[sdifrxgc](?![^\W\d_])"), "a printf format"),
    (re.compile(r"\$\{[^}]{0,80}\}|\$\(\w|<%|%>|\$[A-Za-z_]\w{2,}"), "the signs of a script or template"),
    (re.compile(r"\\[nrt](?![^\W\d_])|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"), "a backslash code"),
    (re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});"), "an HTML code"),
    (re.compile(r"</?[A-Za-z!][^<>]{0,200}>"), "HTML"),
    (re.compile(r"(?<![\w])(?:javascript|data|vbscript|file):", re.IGNORECASE), "an address that runs a program"),
    (re.compile(r"__\w{2,40}__"), "a name of a Python program"),
    (
        re.compile(r"^\s{0,3}(?:#{1,6}\s|>\s|[-+*]\s|={3,}|-{3,}|```|~~~|\|)"),
        "the sign of a heading, list or quotation",
    ),
)


def code(unit: Unit) -> Iterator[Finding]:
    """Signs of programs: format fields, templates, escapes, HTML."""
    target = unit.target[:LIMIT]
    for pattern, name in _CODE:
        found = pattern.search(target)
        if found and not pattern.search(unit.source[:LIMIT]):
            hint = "Take it out; a message holds words, Markdown's * and [ ]( ), and the source's placeholders."
            yield Finding(f"{name}: {found[0].strip()[:40]}", hint, target=found.span())
            return


_EMPHASIS = re.compile(r"(?<![\\*])(\*{1,3})(?=[^\s*])((?:[^*]|\*(?=\s)){1,2000}?)(?<=[^\s*])\1(?!\*)")


def _emphasised(text: str) -> list[tuple[str, str, Span]]:
    """What `text` emphasises: `strong` or `em`, the words, and the spot."""
    text = re.sub(r"(?<![\w_])(_{1,3})(?=\S)([^_]{1,500}?)(?<=\S)\1(?![\w_])", _starred, text[:LIMIT])
    return [("em" if len(m[1]) == 1 else "strong", m[2], m.span()) for m in _EMPHASIS.finditer(text)]


def _starred(found: re.Match[str]) -> str:
    return "*" * len(found[1]) + found[2] + "*" * len(found[1])


def _parallel(unit: Unit, kind: str) -> Iterator[Finding]:
    had = [part for part in _emphasised(unit.source) if part[0] == kind]
    given = [part for part in _emphasised(unit.target) if part[0] == kind]
    name, signs = ("bold", "**") if kind == "strong" else ("italics", "*")
    if len(had) != len(given):
        what = f"the source has {len(had)} part{'s' * (len(had) != 1)} in {name}, the translation {len(given)}"
        hint = f"Put {signs} around the words that stand for those in {name} in the source."
        yield Finding(what, hint, had[0][2] if had else None, given[0][2] if given else None)
        return
    inside = [inline.placeholders(part[1]) for part in (*had, *given)]
    if Counter(chain(*inside[: len(had)])) != Counter(chain(*inside[len(had) :])):
        what = f"a placeholder stands in {name} in one of the texts only"
        yield Finding(what, "Emphasise the same things as the source.", had[0][2], given[0][2])
        return
    for one, other in zip(had, given, strict=True):
        shares = [_share(part[1], text) for part, text in ((one, unit.source), (other, unit.target))]
        if (shares[0] < 0.6 and shares[1] > 0.95 and len(unit.target) > 20) or (shares[0] > 0.95 and shares[1] < 0.35):
            what = (
                f"{round(shares[0] * 100)}% of the source are in {name}, {round(shares[1] * 100)}% of the translation"
            )
            yield Finding(what, "Emphasise the same words as the source.", one[2], other[2])


def _share(part: str, text: str) -> float:
    whole = seen(text).letters
    return seen(part).letters / whole if whole else 0.0


def strong(unit: Unit) -> Iterator[Finding]:
    """Bold that was lost, added or stretched."""
    yield from _parallel(unit, "strong")


def emphasis(unit: Unit) -> Iterator[Finding]:
    """Italics that were lost or added."""
    yield from _parallel(unit, "em")


_LINK = re.compile(
    r"(?<!\\)\[([^\[\]]{0,500})\]\(\s*<?([^()\s<>]{0,500}(?:\([^()\s]{0,100}\)[^()\s]{0,200})?)>?[^()]{0,100}\)"
)


def links(unit: Unit) -> Iterator[Finding]:
    """Links that are not the source's, or have no words."""
    had, given = (list(_LINK.finditer(text[:LIMIT])) for text in (unit.source, unit.target))
    lost = Counter(m[2] for m in had) - Counter(m[2] for m in given)
    new = Counter(m[2] for m in given) - Counter(m[2] for m in had)
    if lost or new:
        one = next((m.span() for m in had if lost[m[2]]), None)
        other = next((m.span() for m in given if new[m[2]]), None)
        what = f"the link {next(iter(lost or new))} {'is missing' if lost else 'is not in the source'}"
        yield Finding(what, "Keep every link's address as it is; translate its words only.", one, other)
    for m in given:
        if not any(is_letter(char) or char.isnumeric() or char == HOLE for char in seen(m[1]).text):
            yield Finding("a link has no words", "Write the words between [ and ].", target=m.span())


_HOST = re.compile(r"^(?:[a-z]{1,10}://)?[^/?#]*", re.IGNORECASE)


def _addresses(view: Seen) -> list[tuple[str, Span]]:
    found = []
    for m in ADDRESS.finditer(view.text):
        address = m[0].rstrip(".,;:!?)'…*")
        # Case counts behind the host only (RFC 3986, section 6.2.2.1).
        key = address.lower() if "@" in address else _HOST.sub(lambda host: host[0].lower(), address)
        found.append((key.rstrip("/"), (m.start(), m.start() + len(address))))
    return found


_PHONE = re.compile(r"(?<![\da-zA-Z.,/])\+?\(?\d(?:[\d()]|[\s\u00a0\u202f.‐‑–/-](?=[\d(])){5,22}\d(?![\da-zA-Z%])")


def _phones(view: Seen) -> list[tuple[str, Span]]:
    """Phone numbers as European digits: seven digits or more, in groups or with a plus, no dates and no amounts."""
    found = []
    for m in _PHONE.finditer(view.prose):
        digits = "".join(str(unicodedata.digit(char)) for char in m[0] if char.isdigit())
        grouped = re.fullmatch(r"\d{1,3}([\s\u00a0\u202f.])\d{3}(?:\1\d{3})*", m[0])
        dated = re.fullmatch(r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})", m[0])
        years = re.fullmatch(r"\d{4}\s?[–-]\s?\d{2,4}", m[0])
        if len(digits) >= 7 and not grouped and not dated and not years:
            found.append((digits, m.span()))
    return found


def addresses(unit: Unit) -> Iterator[Finding]:
    """Web and e-mail addresses in the text that differ from the source's."""
    yield from _compared(unit, _addresses, "the address", "Copy the address letter by letter.")


def phones(unit: Unit) -> Iterator[Finding]:
    """Phone numbers that differ from the source's; the language's own digits are the same numbers."""
    yield from _compared(unit, _phones, "the phone number", "Copy the number digit by digit.")


def _compared(unit: Unit, find: Callable[[Seen], list[tuple[str, Span]]], name: str, hint: str) -> Iterator[Finding]:
    source, target = seen(unit.source), seen(unit.target)
    had, given = find(source), find(target)
    lost, new = Counter(key for key, _ in had), Counter(key for key, _ in given)
    lost, new = lost - new, new - lost
    if lost or new:
        one = next((source.span(*span) for key, span in had if lost[key]), None)
        other = next((target.span(*span) for key, span in given if new[key]), None)
        verb = "was changed" if lost and new else "is missing" if lost else "is not in the source"
        yield Finding(f"{name} {next(iter(lost or new))} {verb}", hint, one, other)


CHECKS: tuple[Check, ...] = (
    Check(
        "markup-placeholders",
        "Each {placeholder} of the source must stand in the translation as often, and no other.",
        placeholders,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "markup-unprintable",
        "Raw HTML, images, code, links that lead nowhere on paper, and Markdown's signs that would be printed.",
        unprintable,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "markup-code",
        "Signs of programs that the source does not have: {0.__class__}, {{ … }}, %s, ${…}, \\n, &nbsp;, <b>.",
        code,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "markup-strong",
        "Bold parts must be as many as in the source, with the same placeholders, and not the whole instead of a part. "
        "It cannot see whether the right words are bold.",
        strong,
    ),
    Check(
        "markup-emphasis",
        "Parts in italics must be as many as in the source. It cannot see whether the right words are emphasised.",
        emphasis,
        safety=Severity.WARNING,
    ),
    Check("markup-link", "Links must lead where the source's lead, and have words.", links, elsewhere=Severity.ERROR),
    Check(
        "markup-address",
        "Web and e-mail addresses must be the source's. A page in the reader's language has another "
        "address; accept it.",
        addresses,
        elsewhere=Severity.ERROR,
    ),
    Check(
        "markup-phone",
        "Phone numbers of seven digits or more must be the source's, in any digits and grouped in any way.",
        phones,
        elsewhere=Severity.ERROR,
    ),
)
