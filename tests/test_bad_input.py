"""Bad input: a message that says what, where and how to mend it; the good leaflets built; the old files untouched."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from handouts import press
from handouts.press import Press
from tests.conftest import ARTICLE, ROOT, SPANISH, Clinic, Ran, po_file

EN, ES = "en/short.standard.a4.pdf", "es/short.standard.a4.pdf"
ONE, TWO = "en/other.standard.a4.pdf", "es/other.standard.a4.pdf"
PO = "locales/es/LC_MESSAGES/short.po"
BRAND = "brands/example-clinic/brand.toml"
LOGO = "brands/example-clinic/logo.svg"
SECRET = "root:x:0:0"


@dataclass(frozen=True)
class Bad:
    """One row of the table: how a good clinic is spoilt, what is said of it, and what is still built.

    `place` is the path and line that the problem names, below the workspace; `code` stands in brackets.
    """

    id: str
    spoil: Callable[[Clinic], object]
    code: str
    place: str = ""
    built: tuple[str, ...] = ()
    says: str = ""


def edit(name: str, old: str, new: str) -> Callable[[Clinic], object]:
    return lambda clinic: clinic.edit(name, old, new)


def write(name: str, text: str) -> Callable[[Clinic], object]:
    return lambda clinic: clinic.write(name, text)


def write_bytes(name: str, data: bytes) -> Callable[[Clinic], object]:
    return lambda clinic: clinic.path(name).write_bytes(data)


def remove(name: str) -> Callable[[Clinic], object]:
    return lambda clinic: clinic.path(name).unlink()


def folder_instead(name: str) -> Callable[[Clinic], object]:
    def spoil(clinic: Clinic) -> None:
        path = clinic.path(name)
        path.unlink(missing_ok=True)
        path.mkdir(parents=True)

    return spoil


def link_out(name: str) -> Callable[[Clinic], object]:
    """Move a file or folder out of the workspace and leave a symbolic link in its place."""

    def spoil(clinic: Clinic) -> None:
        path = clinic.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        outside = clinic.root.with_name("elsewhere")
        if path.exists():
            shutil.move(path, outside)
        else:
            outside.mkdir()
        path.symlink_to(outside)

    return spoil


def template(name: str, text: str) -> Callable[[Clinic], object]:
    return write(f"templates/{name}", text)


def styled(rules: str) -> Callable[[Clinic], object]:
    """A workspace whose style sheet is ours and then `rules`."""
    return lambda clinic: clinic.write(
        "templates/leaflet.css.j2", (ROOT / "templates/leaflet.css.j2").read_text(encoding="utf-8") + rules
    )


def patched_template(name: str, old: str, new: str) -> Callable[[Clinic], object]:
    def spoil(clinic: Clinic) -> None:
        text = (ROOT / "templates" / name).read_text(encoding="utf-8")
        assert old in text
        clinic.write(f"templates/{name}", text.replace(old, new))

    return spoil


def logo(inside: str, before: str = "") -> Callable[[Clinic], object]:
    size = 'viewBox="0 0 9 9" width="9" height="9"'
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return write(LOGO, f"{before}<svg {names} {size}>{inside}</svg>")


LATIN_1 = po_file("es", SPANISH).replace("UTF-8", "ISO-8859-1")
HIDDEN = "safety-"
RECURSIVE = "{% macro again(n) %}{{ again(n + 1) }}{% endmacro %}{{ again(0) }}"

TABLE = [
    # Settings
    Bad("settings-missing", remove("handouts.toml"), "workspace-missing", ""),
    Bad("settings-folder", folder_instead("handouts.toml"), "workspace-missing", ""),
    Bad("settings-toml", write("handouts.toml", 'brand = "x"\nlanguages = [\n'), "toml-invalid", "handouts.toml:"),
    Bad("settings-toml-line", write("handouts.toml", '\nbrand = x"\n'), "toml-invalid", "handouts.toml:2"),
    Bad("settings-encoding", write_bytes("handouts.toml", b'\nbrand = "\xe9"\n'), "file-encoding", "handouts.toml:2"),
    Bad("settings-key", edit("handouts.toml", "brand =", "colour = 1\nbrand ="), "setting-unknown", "handouts.toml:2"),
    Bad("settings-none", write("handouts.toml", ""), "setting-missing", "handouts.toml"),
    Bad("settings-type", edit("handouts.toml", '["en", "es"]', "7"), "setting-invalid", "handouts.toml:1"),
    Bad("language-unknown", edit("handouts.toml", '"es"', '"qq"'), "setting-invalid", "handouts.toml:1", says="'qq'"),
    Bad("language-path", edit("handouts.toml", '"es"', '"../es"'), "setting-invalid", "handouts.toml:1"),
    Bad("language-script", edit("handouts.toml", '"es"', '"dz"'), "setting-invalid", "handouts.toml:1", says="'dz'"),
    Bad("edition-unknown", edit("handouts.toml", "standard", "huge"), "setting-invalid", "handouts.toml:3"),
    Bad("articles-none", lambda clinic: shutil.rmtree(clinic.path("articles")), "article-none", "articles"),
    # Articles
    Bad("article-encoding", write_bytes("articles/short.md", b"---\ntitle: \xe9\n"), "file-encoding", "short.md:2"),
    Bad("article-folder", folder_instead("articles/short.md"), "file-unreadable", "articles/short.md"),
    Bad("article-link", link_out("articles/short.md"), "path-outside", "articles/short.md"),
    Bad("articles-link", link_out("articles"), "path-outside", "articles/short.md"),
    Bad("article-yaml", edit("articles/short.md", "version:", "version: ["), "front-matter-yaml", "short.md:"),
    Bad("article-control", edit("articles/short.md", "title: A", "title: \x07"), "front-matter-yaml", "short.md:"),
    Bad("article-deep", edit("articles/short.md", "A short leaflet", "[" * 5000), "front-matter-yaml", "short.md:"),
    Bad("article-html", edit("articles/short.md", "It is", "<b>It</b> is"), "raw-html", "short.md:12"),
    Bad("article-quotes", edit("articles/short.md", "It is", "> " * 5000), "markdown-unsupported", "short.md:12"),
    Bad("article-date", edit("articles/short.md", "2026-11-22", "2026-02-30"), "date-invalid", "short.md:6"),
    Bad("article-role", edit("articles/short.md", "role=risks", "role=risk"), "role-unknown", "short.md:16"),
    Bad("article-no-risks", edit("articles/short.md", " role=risks", ""), "safety-missing", "short.md"),
    Bad("article-name", write("articles/a b.md", ARTICLE), "article-name", "a b.md", (EN, ES)),
    Bad("article-placeholder", edit("articles/short.md", "{phone}", "{fax}"), "placeholder-unknown", "short.md:36"),
    # Catalogs
    Bad("catalog-missing", remove(PO), "catalog-missing", PO, (EN,)),
    Bad("catalog-folder", folder_instead(PO), "file-unreadable", PO, (EN,)),
    Bad("catalog-link", link_out(PO), "path-outside", PO, (EN,)),
    Bad("catalog-broken", edit(PO, 'msgstr "Riesgos"', 'msgstr "Riesgos'), "catalog-broken", f"{PO}:17", (EN,)),
    Bad("catalog-noise", write_bytes(PO, bytes(range(32, 127)) * 9), "catalog-broken", f"{PO}:1", (EN,)),
    Bad("catalog-binary", write_bytes(PO, bytes(range(256))), "file-encoding", f"{PO}:2", (EN,)),
    Bad("catalog-bytes", write_bytes(PO, LATIN_1.encode("latin-1")), "file-encoding", f"{PO}:9", (EN,)),
    Bad("catalog-charset", write(PO, LATIN_1), "catalog-charset", f"{PO}:4", (EN,)),
    Bad("catalog-language", write(PO, po_file("fr", SPANISH)), "catalog-language", f"{PO}:3", (EN,)),
    Bad("catalog-empty", write(PO, ""), "catalog-language", f"{PO}:1", (EN,)),
    Bad("catalog-fuzzy", edit(PO, 'msgid "Risks"', '#, fuzzy\nmsgid "Risks"'), "translation-fuzzy", PO, (EN,)),
    Bad("catalog-stale", edit("articles/short.md", "It can harm", "It will harm"), "translation-missing", PO, (EN,)),
    Bad("words-broken", write("locales/es/LC_MESSAGES/handouts.po", 'msgid "'), "catalog-broken", "po:1", (EN,)),
    # Brands
    Bad("brand-missing", remove(BRAND), "brand-missing", BRAND),
    Bad("brand-toml", edit(BRAND, 'emergency = "999"', "emergency = 9 9"), "toml-invalid", f"{BRAND}:4"),
    Bad("brand-type", edit(BRAND, 'emergency = "999"', "emergency = 999"), "setting-invalid", f"{BRAND}:4"),
    Bad("brand-link", link_out("brands/example-clinic"), "path-outside", "brands/example-clinic"),
    Bad("brand-file-link", link_out(BRAND), "path-outside", BRAND),
    Bad("brand-colour", edit(BRAND, '"#a3182b"', '"red"'), "setting-invalid", f"{BRAND}:15"),
    Bad("brand-contrast", edit(BRAND, '"#a3182b"', '"#ff9999"'), "contrast-low", f"{BRAND}:15"),
    Bad("logo-missing", remove(LOGO), "logo-missing", f"{BRAND}:9"),
    Bad("logo-outside", edit(BRAND, '"logo.svg"', '"../../../secret.svg"'), "logo-outside", f"{BRAND}:9"),
    Bad("logo-absolute", edit(BRAND, '"logo.svg"', '"/etc/passwd"'), "logo-outside", f"{BRAND}:9"),
    Bad("logo-link", link_out(LOGO), "logo-outside", f"{BRAND}:9"),
    Bad("logo-format", edit(BRAND, '"logo.svg"', '"brand.toml"'), "logo-format", f"{BRAND}:9"),
    Bad("logo-broken", write(LOGO, "<svg"), "render-warning"),
    Bad("logo-noise", write_bytes(LOGO, bytes(range(256))), "render-warning"),
    Bad("logo-http", logo('<image href="http://clinic.example/x.png" width="9" height="9"/>'), "render-address"),
    Bad("logo-use", logo('<use href="http://clinic.example/x.svg#a"/>'), "render-"),
    Bad("logo-file", logo('<image xlink:href="file:///etc/passwd" width="9" height="9"/>'), "render-address"),
    Bad(
        "logo-entity",
        logo("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "render-warning",
    ),
    Bad(
        "logo-bomb",
        logo(
            "<text>&d;</text>",
            '<!DOCTYPE svg [<!ENTITY a "lolololololololo">'
            + "".join(f'<!ENTITY {name} "{f"&{inner};" * 3000}">' for inner, name in ("ab", "bc", "cd"))
            + "]>",
        ),
        "render-warning",
    ),
    # Templates
    Bad("template-syntax", template("leaflet.html.j2", "\n{% if %}"), "template-syntax", "leaflet.html.j2:2"),
    Bad("template-encoding", lambda c: write_bytes(str(template("x.j2", "")(c)), b"\xe9")(c), "template-", "x.j2"),
    Bad("template-name", template("head.html.j2", "\n{{ nobody }}"), "template-fails", "head.html.j2:2"),
    Bad("template-attribute", template("head.html.j2", "{{ brand.fax.lines }}"), "template-fails", "head.html.j2:1"),
    Bad("template-type", template("head.html.j2", "{{ 1 + title }}"), "template-fails", "head.html.j2:1"),
    Bad("template-zero", template("head.html.j2", "{{ 1 / 0 }}"), "template-fails", "head.html.j2:1"),
    Bad("template-sandbox", template("head.html.j2", "{{ ''.__class__.__mro__ }}"), "template-fails", "head.html.j2:1"),
    Bad("template-range", template("head.html.j2", "{{ range(10 ** 9) }}"), "template-fails", "head.html.j2:1"),
    Bad("template-include", template("head.html.j2", '{% include "no.j2" %}'), "template-missing", says="'no.j2'"),
    Bad("template-out", template("head.html.j2", '{% include "../handouts.toml" %}'), "template-missing"),
    Bad("template-itself", template("head.html.j2", '{% include "head.html.j2" %}'), "template-fails", "head.html.j2"),
    Bad("template-endless", template("head.html.j2", RECURSIVE), "template-fails", "head.html.j2"),
    Bad("template-icon", template("head.html.j2", '{{ icon("../x", "red") }}'), "template-fails", "head.html.j2:1"),
    Bad("template-folder", link_out("templates"), "path-outside", "templates"),
    Bad("template-words", template("head.html.j2", '{{ _("No" ~ "where") }}'), "template-fails", "head.html.j2:1"),
    Bad("safety-empty", template("safety.html.j2", ""), "safety-lost"),
    Bad(
        "safety-not-included", patched_template("leaflet.html.j2", '{% include "safety.html.j2" %}', ""), "safety-lost"
    ),
    Bad(
        "safety-skipped",
        patched_template("leaflet.html.j2", "{% for section in sections %}", "{% for section in sections[:1] %}"),
        "safety-lost",
    ),
    Bad(
        "safety-one-skipped",
        patched_template("leaflet.html.j2", "in sections %}", 'in sections if section.role != "supervision" %}'),
        "safety-lost",
        says="'supervision'",
    ),
    Bad("safety-one-item", patched_template("blocks.html.j2", 'it["items"] %}', 'it["items"][:1] %}'), "safety-lost"),
    Bad(
        "safety-comment",
        patched_template("safety.html.j2", "{{ block(it) }}", "<!-- {{ block(it) }} -->"),
        "safety-lost",
    ),
    # Style sheets. More ways to hide a section are in test_proof.py.
    Bad("style-none", styled(".safety { display: none }"), HIDDEN),
    Bad("style-hidden", styled(".supervision { visibility: hidden }"), HIDDEN),
    Bad("style-white", styled(".safety * { color: #fff; background: #fff }"), HIDDEN),
    Bad("style-small", styled(".safety li { font-size: 5pt }"), HIDDEN),
    Bad("style-away", styled(".safety { position: absolute; top: -4000pt }"), HIDDEN),
    Bad("style-file", styled("h1 { background: url(file:///etc/passwd) }"), "render-address", says="/etc/passwd"),
    Bad("style-up", styled("h1 { background: url(../handouts.toml) }"), "render-address", says="handouts.toml"),
    Bad("style-import", lambda c: template("leaflet.css.j2", '@import "../../x.css";')(c), "render-address"),
    Bad("style-font", styled("@font-face { font-family: x; src: url(/etc/passwd) } h1 { font-family: x }"), "render-"),
    Bad("style-missing", styled("h1 { background: url(none.png) }"), "render-warning", says="none.png"),
]
KNOWN = {
    "article-deep": "RecursionError from yaml.compose",
    "template-encoding": "UnicodeDecodeError from Jinja's loader",
    "template-itself": "RecursionError from Jinja",
    "template-endless": "RecursionError from Jinja",
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bytes that lie in output/ before, which need not be leaflets for this."""
    folder = tmp_path_factory.mktemp("old")
    for name in (EN, ES):
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(b"%PDF-1.7 the old leaflet " + name.encode())
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lay_old(clinic: Clinic, good: Path) -> Path:
    output = clinic.path("output/example-clinic")
    shutil.copytree(good, output)
    return output


def assert_kept(output: Path, good: Path, built: tuple[str, ...]) -> None:
    """Only what was `built` has changed, and nothing half written lies about."""
    before, after = files_in(good), files_in(output)
    assert {name for name in after if after[name] != before.get(name)} == set(built)
    assert set(after) == set(before) | set(built)
    assert all(after[name].startswith(b"%PDF-1.7\n") for name in built)


@pytest.mark.parametrize("bad", [pytest.param(bad, id=bad.id) for bad in TABLE])
def test_bad_input(bad: Bad, clinic: Clinic, good: Path) -> None:
    bad.spoil(clinic)
    output = lay_old(clinic, good)
    ran = clinic.handouts("build")
    assert ran.code == 1, ran.err
    assert_kept(output, good, bad.built)
    told = [line for line in ran.err.splitlines() if line.startswith(f"error [{bad.code}")]
    assert told, ran.err
    assert any(bad.place in line and bad.says in line for line in told), ran.err
    if bad.place:
        assert any(line.partition("] ")[2].startswith((str(clinic.root), "/")) for line in told), (
            "the place comes first"
        )
    assert "  → " in ran.err
    assert SECRET not in ran.err + ran.out
    assert all(
        line.startswith(("error [", "warning [", "  → ", "1/", "2/", "3/", "4/")) for line in ran.err.splitlines()
    )


@pytest.mark.parametrize(
    "bad", [pytest.param(bad, id=bad.id) for bad in TABLE if bad.code.startswith(("safety-", "style"))]
)
def test_other_languages_are_not_printed_without_it_either(bad: Bad, clinic: Clinic) -> None:
    bad.spoil(clinic)
    assert clinic.handouts("build", "-l", "es").code == 1
    assert clinic.pdfs() == []
