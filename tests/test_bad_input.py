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

from handouts import render
from tests.conftest import ARTICLE, ROOT, SPANISH, Clinic, po_file

EN, ES = "en/short.standard.a4.pdf", "es/short.standard.a4.pdf"
ONE, TWO = "en/other.standard.a4.pdf", "es/other.standard.a4.pdf"
PO = "locales/es/LC_MESSAGES/short.po"
BRAND = "brands/example-clinic/brand.toml"
LOGO = "brands/example-clinic/logo.svg"
ACCOUNTS = "root:x:0:0"


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


FONT_AS_PICTURE = """
@font-face { font-family: x; src: url(data:image/png;base64,T1RUTwAA) } h1 { font-family: x }
h1 { background: url(data:image/png;base64,AAEAAAAA) }
"""
"""Pictures by their address, and fonts by how they begin."""


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
    Bad("article-role", edit("articles/short.md", "role=risks", "role=risk"), "role-unknown", "short.md:14"),
    Bad("article-no-risks", edit("articles/short.md", " role=risks", ""), "safety-missing", "short.md"),
    Bad("article-name", write("articles/a b.md", ARTICLE), "article-name", "a b.md", (EN, ES)),
    Bad("article-placeholder", edit("articles/short.md", "{phone}", "{fax}"), "placeholder-unknown", "short.md:31"),
    # Catalogs
    Bad("catalog-missing", remove(PO), "catalog-missing", PO, (EN,)),
    Bad("catalog-folder", folder_instead(PO), "file-unreadable", PO, (EN,)),
    Bad("catalog-link", link_out(PO), "path-outside", PO, (EN,)),
    Bad("catalog-broken", edit(PO, 'msgstr "Riesgos"', 'msgstr "Riesgos'), "catalog-broken", f"{PO}:19", (EN,)),
    Bad("catalog-keyword", edit(PO, 'msgstr "Riesgos', 'msgtsr "Riesgos'), "catalog-broken", f"{PO}:", (EN,)),
    Bad("catalog-noise", write_bytes(PO, bytes(range(32, 127)) * 9), "catalog-broken", f"{PO}:1", (EN,)),
    Bad("catalog-binary", write_bytes(PO, bytes(range(256))), "file-encoding", f"{PO}:2", (EN,)),
    Bad("catalog-bytes", write_bytes(PO, LATIN_1.encode("latin-1")), "file-encoding", f"{PO}:10", (EN,)),
    Bad("catalog-charset", write(PO, LATIN_1), "catalog-charset", f"{PO}:4", (EN,)),
    Bad("catalog-language", write(PO, po_file("fr", SPANISH)), "catalog-language", f"{PO}:3", (EN,)),
    Bad("catalog-empty", write(PO, ""), "catalog-language", f"{PO}:1", (EN,)),
    Bad("catalog-fuzzy", edit(PO, 'msgid "Risks"', '#, fuzzy\nmsgid "Risks"'), "translation-fuzzy", PO, (EN,)),
    Bad("catalog-stale", edit("articles/short.md", "It can harm", "It will harm"), "translation-missing", PO, (EN,)),
    Bad("words-broken", write("locales/es/LC_MESSAGES/handouts.po", 'msgid "'), "catalog-broken", "po:1", (EN,)),
    # Brands
    Bad("brand-missing", remove(BRAND), "brand-missing", BRAND),
    Bad("brand-toml", edit(BRAND, 'emergency = "999"', "emergency = 9 9"), "toml-invalid", f"{BRAND}:4"),
    Bad("brand-bidi", edit(BRAND, "Example Pain", "Example \\u202e Pain"), "character-unprintable", f"{BRAND}:2"),
    Bad("brand-type", edit(BRAND, 'emergency = "999"', "emergency = 999"), "setting-invalid", f"{BRAND}:4"),
    Bad("brand-link", link_out("brands/example-clinic"), "path-outside", "brands/example-clinic"),
    Bad("brand-file-link", link_out(BRAND), "path-outside", BRAND),
    Bad("brand-colour", edit(BRAND, '"#a3182b"', '"red"'), "setting-invalid", f"{BRAND}:16"),
    Bad("brand-contrast", edit(BRAND, '"#a3182b"', '"#ff9999"'), "contrast-low", f"{BRAND}:16"),
    Bad("logo-missing", remove(LOGO), "logo-missing", f"{BRAND}:9"),
    Bad("logo-outside", edit(BRAND, '"logo.svg"', '"../../../secret.svg"'), "logo-outside", f"{BRAND}:9"),
    Bad("logo-absolute", edit(BRAND, '"logo.svg"', '"/etc/passwd"'), "logo-outside", f"{BRAND}:9"),
    Bad("logo-link", link_out(LOGO), "path-outside", LOGO),
    Bad("logo-format", edit(BRAND, '"logo.svg"', '"brand.toml"'), "logo-format", f"{BRAND}:9"),
    Bad("logo-broken", write(LOGO, "<svg"), "logo-broken", f"{BRAND}:"),
    Bad("logo-noise", write_bytes(LOGO, bytes(range(256))), "logo-broken", f"{BRAND}:"),
    Bad("logo-http", logo('<image href="http://clinic.example/x.png" width="9" height="9"/>'), "render-address"),
    Bad("logo-file", logo('<image xlink:href="file:///etc/passwd" width="9" height="9"/>'), "render-address"),
    Bad(
        "logo-entity",
        logo("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "logo-broken",
        f"{BRAND}:9",
    ),
    Bad(
        "logo-bomb",
        logo(
            "<text>&d;</text>",
            '<!DOCTYPE svg [<!ENTITY a "lolololololololo">'
            + "".join(f'<!ENTITY {name} "{f"&{inner};" * 300}">' for inner, name in ("ab", "bc", "cd"))
            + "]>",
        ),
        "logo-broken",
        f"{BRAND}:9",
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
    Bad("style-none", styled(".safety { display: none }"), "render-text-layer"),
    Bad("style-hidden", styled(".supervision { visibility: hidden }"), "render-text-layer"),
    Bad("style-white", styled(".safety * { color: #fff; background: #fff }"), "safety-hidden"),
    Bad("style-small", styled(".safety li { font-size: 5pt }"), "safety-hidden"),
    Bad("style-away", styled(".safety { position: absolute; top: -4000pt }"), "safety-hidden"),
    Bad("style-file", styled("h1 { background: url(file:///etc/passwd) }"), "render-address", says="/etc/passwd"),
    Bad("style-up", styled("h1 { background: url(../handouts.toml) }"), "render-address", says="handouts.toml"),
    Bad("style-import", lambda c: template("leaflet.css.j2", '@import "../../x.css";')(c), "render-address"),
    Bad("style-font", styled("@font-face { font-family: x; src: url(/etc/passwd) } h1 { font-family: x }"), "render-"),
    Bad("style-font-as-picture", styled(FONT_AS_PICTURE), "render-warning", says="is a font"),
    Bad("style-crash", styled("#foot { display: inline }"), "render-warning", says="cannot be laid out"),
    Bad("style-missing", styled("h1 { background: url(none.png) }"), "render-warning", says="none.png"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bytes that lie in output/ before, which need not be leaflets for this."""
    folder = tmp_path_factory.mktemp("old")
    for name in (EN, ES):
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(b"%PDF-1.7 the old leaflet " + name.encode())
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    every = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".png"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in every}


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


@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.id)
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
    assert ACCOUNTS not in ran.err + ran.out
    assert all(
        line.startswith(("error [", "warning [", "  → ", "1/", "2/", "3/", "4/")) for line in ran.err.splitlines()
    )


@pytest.mark.parametrize(
    "bad", [pytest.param(bad, id=bad.id) for bad in TABLE if bad.id.startswith(("safety-", "style-"))]
)
def test_no_language_is_printed_without_it(bad: Bad, clinic: Clinic) -> None:
    bad.spoil(clinic)
    assert clinic.handouts("build", "-l", "es").code == 1
    assert clinic.pdfs() == []


@pytest.fixture
def requests() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine: its address, and the paths that were asked for."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the base class calls it so
            seen.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    thread.join()
    server.server_close()


NETWORK: dict[str, Callable[[str], Callable[[Clinic], object]]] = {
    "background": lambda at: styled(f"h1 {{ background: url({at}/a.png) }}"),
    "late-import": lambda at: styled(f"@import url({at}/b.css);"),
    "import": lambda at: template("leaflet.css.j2", f"@import '{at}/c.css';"),
    "font": lambda at: styled(f"@font-face {{ font-family: x; src: url({at}/d.ttf) }} h1 {{ font-family: x }}"),
    "content": lambda at: styled(f"h1::before {{ content: url({at}/e.png) }}"),
    "bullet": lambda at: styled(f"ul {{ list-style-image: url({at}/f.png) }}"),
    "image": lambda at: template("imprint.html.j2", f'<img src="{at}/g.png" alt="g">'),
    "object": lambda at: template("imprint.html.j2", f'<object data="{at}/h.png"></object>'),
    "link": lambda at: template("head.html.j2", f'<link rel="stylesheet" href="{at}/i.css">'),
    "attachment": lambda at: template("head.html.j2", f'<link rel="attachment" href="{at}/j.txt">'),
    "base": lambda at: template("head.html.j2", f'<base href="{at}/"><img src="k.png" alt="k">'),
    "logo-image": lambda at: logo(f'<image href="{at}/l.png" width="9" height="9"/>'),
    "logo-use": lambda at: logo(f'<use href="{at}/m.svg#a"/>'),
    "logo-style": lambda at: logo(f"<style>@import '{at}/n.css';</style>"),
    "logo-fill": lambda at: logo(f'<rect width="9" height="9" fill="url({at}/o.svg#a)"/>'),
    "logo-dtd": lambda at: logo("<text>x</text>", f'<!DOCTYPE svg SYSTEM "{at}/p.dtd">'),
    "logo-entity": lambda at: logo("<text>&x;</text>", f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{at}/q">]>'),
}


@pytest.mark.parametrize("way", NETWORK)
def test_nothing_is_read_from_the_network(clinic: Clinic, requests: tuple[str, list[str]], way: str) -> None:
    address, seen = requests
    NETWORK[way](address)(clinic)
    ran = clinic.handouts("build", "-l", "en")
    assert seen == []
    assert ran.code == 0 or "error [" in ran.err
    assert len(max(ran.err.splitlines(), key=len)) < 400


def test_the_message_names_what_a_logo_asks_for(clinic: Clinic) -> None:
    logo('<image href="http://clinic.example/x.png" width="9" height="9"/>')(clinic)
    ran = clinic.handouts("build", "-l", "en")
    assert "error [render-address]: short [en, standard]: http://clinic.example/x.png is not on this machine" in ran.err
    assert "base64,PHN2" not in ran.err


@pytest.mark.parametrize("where", ["output", "output/example-clinic", "output/example-clinic/en"])
def test_a_file_in_the_place_of_the_output_folder(clinic: Clinic, where: str) -> None:
    clinic.write(where, "mine")
    ran = clinic.handouts("build")
    assert ran.code == 1
    assert "error [output-unwritable]" in ran.err
    assert clinic.path(where).read_text() == "mine"
    assert clinic.pdfs() == ([ES] if where.endswith("en") else [])


def test_a_folder_in_the_place_of_a_leaflet(clinic: Clinic) -> None:
    clinic.write(f"output/example-clinic/{EN}/mine.txt", "mine")
    ran = clinic.handouts("build")
    assert ran.code == 1
    assert "error [output-unwritable]" in ran.err
    left = {f"example-clinic/{EN}/mine.txt", f"example-clinic/{ES}", "manifest.json", "index.html", ".lock"}
    assert files_in(clinic.path("output")).keys() == left


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk(clinic: Clinic, good: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    output = lay_old(clinic, good)

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(os, call, fail)
        ran = clinic.handouts("build")
    assert ran.code == 1
    assert "error [output-unwritable]" in ran.err
    assert "the leaflet cannot be stored: no space left on device" in ran.err
    assert "Make room" in ran.err
    assert_kept(output, good, ())


def test_a_run_that_is_interrupted_leaves_whole_files(
    clinic: Clinic, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = lay_old(clinic, good)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(os, "fsync", interrupt)
        ran = clinic.handouts("build")
    assert ran.code != 0
    assert "Traceback" not in ran.err
    assert_kept(output, good, ())


def test_a_leaflet_that_fails_does_not_stop_the_rest(clinic: Clinic) -> None:
    clinic.write("articles/other.md", ARTICLE)
    clinic.write("locales/es/LC_MESSAGES/other.po", po_file("es", SPANISH))
    clinic.edit("articles/short.md", "role=risks", "role=risk")
    ran = clinic.handouts("build")
    assert ran.code == 1
    assert clinic.pdfs() == [ONE, TWO]


def test_check_tells_of_a_template_with_a_syntax_error(clinic: Clinic) -> None:
    clinic.write("templates/leaflet.html.j2", "{% if %}")
    ran = clinic.handouts("check")
    assert ran.code == 1
    assert "error [template-syntax]" in ran.err


def test_problems_of_every_kind_are_told_in_one_run(clinic: Clinic) -> None:
    clinic.edit("articles/short.md", "role=risks", "role=risk")
    clinic.edit(BRAND, '"#a3182b"', '"#ff9999"')
    clinic.write("templates/leaflet.html.j2", "{% if %}")
    clinic.write(PO, po_file("fr", SPANISH))
    for command in ("build", "check"):
        ran = clinic.handouts(command, "--json")
        assert ran.code == 1
        for code in ("role-unknown", "contrast-low", "template-syntax", "catalog-language"):
            assert f'"{code}"' in ran.out, command


def test_a_problem_in_json_has_its_place(clinic: Clinic) -> None:
    clinic.write(PO, po_file("fr", SPANISH))
    ran = clinic.handouts("check", "--json")
    assert json.loads(ran.out) == {
        "severity": "error",
        "code": "catalog-language",
        "path": str(clinic.path(PO).resolve()),
        "line": 3,
        "message": "the header says 'Language: fr'",
        "hint": "It must have 'Language: es'.",
    }


def test_a_workspace_that_is_not_there_is_not_looked_for_above(clinic: Clinic) -> None:
    ran = clinic.run("build", "-w", str(clinic.root / "typo"))
    assert (ran.code, ran.out) == (1, "")
    assert "error [workspace-missing]" in ran.err
    assert "typo" in ran.err
    assert "handouts init" in ran.err


def test_a_template_of_the_workspace_is_used(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table above proves nothing if a workspace's templates are not read."""
    printed: list[str] = []

    def note(html: str, roots: tuple[Path, ...], families: tuple[str, ...]) -> render.Layout:
        printed.append(html)
        return lay_out(html, roots, families)

    lay_out = render.lay_out
    monkeypatch.setattr("handouts.typeset.lay_out", note)
    styled("h1 { color: #010203 }")(clinic)
    assert clinic.handouts("build", "-l", "en").code == 0
    assert "#010203" in printed[0]
