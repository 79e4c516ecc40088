"""Templates: sandboxed, escaped, from their own folder only, and every failure with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup

from handouts.catalogs import Entry
from handouts.leaflet import Leaflet
from handouts.problems import HandoutsError
from handouts.template import Templates
from handouts.views import leaflet_view
from tests.conftest import ROOT, SPANISH
from tests.making import PLAIN_WORDS, WARNING_WORDS, catalog, ingredients, leaflet, places

NAME = "leaflet.html.j2"


def render(folder: Path, text: str, given: Leaflet | None = None) -> str:
    (folder / NAME).write_text(text, encoding="utf-8")
    return Templates((folder,)).render(given or leaflet())


def refused(folder: Path, text: str) -> tuple[str, int | None]:
    with pytest.raises(HandoutsError) as caught:
        render(folder, text)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem.code, problem.line


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{{ title }}", "Un folleto breve"),
        ("{{ '<b>' }}", "&lt;b&gt;"),
        ("{{ '<b>' ~ title }}", "&lt;b&gt;Un folleto breve"),
        ("{{ _('Page {page} of {pages}', page=1, pages='<b>') }}", "Página 1 de &lt;b&gt;"),
        ("{{ pgettext('safety', 'Take care.') }}", "Tenga cuidado."),
        ("{{ page_of_pages('Page {page} of {pages}') }}",
         'Página <span class="page"></span> de <span class="pages"></span>'),
        ("{{ language.tag }} {{ source.tag }} {{ translated }} {{ single }}", "es en True False"),
        ("{{ date }} {{ version }} {{ reference }}", "22 de noviembre de 2026 1.0 0007"),
    ],
)  # fmt: skip
def test_what_a_template_can_say(tmp_path: Path, text: str, html: str) -> None:
    assert render(tmp_path, text) == html


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ title.__class__ }}",
        "{{ title.__init__.__globals__ }}",
        "{{ _.__globals__ }}",
        "{{ _.__closure__ }}",
        "{{ _.__code__ }}",
        "{{ icon.__self__ }}",
        "{{ icon.__func__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ '{0.__class__}'.format(title) }}",
        "{{ '{0.__class__}'|format(title) ~ config }}",
        "{{ title.format.__self__.__class__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ sections.append(1) }}",
        "{{ brand.update(name=1) }}",
        "{{ sections[0].clear() }}",
        "{{ brand.pop('name') }}",
        "{{ config }}",
        "{{ open('/etc/passwd').read() }}",
        "{{ request.environ }}",
        "{{ leaflet.brand.path.read_text() }}",
        "{{ article.path }}",
        "{% for x in range(1000000000) %}{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ titel }}",
        "{{ title.nothing }}",
        "{% if nothing %}{% endif %}",
        "{{ brand.email.nothing }}",
        "{{ 'a' + 1 }}",
        "{{ sections[99].title }}",
        "{{ _('These words stand in no catalog.' ~ title) }}",
        "{{ pgettext('safety') }}",
        "{{ icon('../../etc/passwd', '#000000') }}",
        "{{ icon('nothing', '#000000') }}",
        "{% extends title %}",
        "{{ _('Page {page} of {pages}', page=nothing) }}",
    ],
)
def test_what_a_template_cannot_do(tmp_path: Path, text: str) -> None:
    code, line = refused(tmp_path, "\n\n" + text)
    assert code in ("template-fails", "template-missing")
    assert line == (3 if code == "template-fails" else None)


@pytest.mark.parametrize(
    ("text", "line"),
    [("{{", 1), ("\n{% if %}", 2), ("{% for x in y %}", 1), ("{{ title|nofilter }}", 1), ("{% import os %}", 1)],
)
def test_mistakes_of_syntax_have_their_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / NAME).write_text(text)
    calls: list[Callable[[], object]] = [lambda: Templates((tmp_path,)).render(leaflet())]
    if "nofilter" not in text:  # known only when it is compiled
        calls.append(Templates((tmp_path,)).entries)
    for call in calls:
        with pytest.raises(HandoutsError) as caught:
            call()
        assert places(caught.value) == [("template-syntax", line)]
        assert caught.value.problems[0].path == tmp_path / NAME


def test_a_failure_in_an_included_template_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "foot.j2").write_text("\n{{ nothing }}")
    with pytest.raises(HandoutsError) as caught:
        render(tmp_path, '{% include "foot.j2" %}')
    assert (caught.value.problems[0].path, caught.value.problems[0].line) == (tmp_path / "foot.j2", 2)


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../secret.j2", "nothing.j2", "link.j2", "loop.j2", "sub/../../secret.j2", ""]
)
def test_files_outside_the_folder_are_no_templates(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.j2").write_text("SECRET")
    (folder / "link.j2").symlink_to(tmp_path / "secret.j2")
    (folder / "loop.j2").symlink_to("loop.j2")
    for tag in ("include", "extends", "import"):
        with pytest.raises(HandoutsError) as caught:
            render(folder, f'{{% {tag} "{name}" {"as x " if tag == "import" else ""}%}}')
        assert caught.value.problems[0].code == "template-missing"


@pytest.mark.parametrize("kind", ["link out", "dangling link", "loop", "latin-1", "NUL"])
def test_a_template_that_cannot_be_read_is_a_problem(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    bad = folder / "bad.html.j2"
    (tmp_path / "secret.j2").write_text("SECRET")
    if kind in ("link out", "dangling link", "loop"):
        bad.symlink_to({"link out": tmp_path / "secret.j2", "dangling link": folder / "no", "loop": bad}[kind])
    else:
        bad.write_bytes(b"se\xf1or" if kind == "latin-1" else b"{{ \0 }}")
    with pytest.raises(HandoutsError) as caught:
        Templates((folder,)).entries()
    assert caught.value.problems[0].code in ("template-unreadable", "template-syntax")
    with pytest.raises(HandoutsError):
        render(folder, '{% include "bad.html.j2" %}')


def test_a_template_that_includes_itself(tmp_path: Path) -> None:
    assert refused(tmp_path, f'{{% include "{NAME}" %}}')[0] == "template-fails"
    assert refused(tmp_path, "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")[0] == "template-fails"


def test_the_first_folder_counts_and_the_rest_stands_in(tmp_path: Path) -> None:
    own, packaged = tmp_path / "own", tmp_path / "packaged"
    for folder, text in ((own, "own {% include 'foot.j2' %}"), (packaged, "packaged")):
        folder.mkdir()
        (folder / NAME).write_text(text)
    (packaged / "foot.j2").write_text("foot")
    assert Templates((own, packaged)).render(leaflet()) == "own foot"
    assert Templates((tmp_path / "missing", packaged)).render(leaflet()) == "packaged"


def test_words_and_notes_for_translators(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(
        "{# Translators: A label. #}\n{{ _('Phone') }}\n"
        "{{ pgettext('safety', 'Take care.') }}{{ page_of_pages('Page {page} of {pages}') }}\n"
        "{{ original('Not here.') }}{{ _(title) }}\n{{ _('Phone') }}\n"
    )
    assert Templates((tmp_path,)).entries() == (
        Entry("Phone", None, ((f"templates/{NAME}", 2), (f"templates/{NAME}", 5)), ("A label.",)),
        Entry("Take care.", "safety", ((f"templates/{NAME}", 3),)),
        Entry("Page {page} of {pages}", None, ((f"templates/{NAME}", 3),)),
    )


def test_a_gap_is_marked_in_the_page(tmp_path: Path) -> None:
    given = ingredients(
        translations=catalog({key: value for key, value in SPANISH.items() if key != "A short leaflet"})
    )
    assert render(tmp_path, "{{ title }}", leaflet(given)) == '<span lang="en" dir="ltr">A short leaflet</span>'


def test_icons_take_a_colour(tmp_path: Path) -> None:
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "dot.svg").write_text('<svg fill="currentColor"/>')
    html = render(tmp_path, "{{ icon('dot', '#123456') }}")
    assert html == "data:image/svg+xml;base64,PHN2ZyBmaWxsPSIjMTIzNDU2Ii8+"


def test_an_icon_behind_a_link_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    (folder / "icons").mkdir(parents=True)
    (tmp_path / "secret.svg").write_text("<svg/>")
    (folder / "icons" / "dot.svg").symlink_to(tmp_path / "secret.svg")
    assert refused(folder, "{{ icon('dot', '#123456') }}") == ("template-fails", 1)


def plain(value: object) -> bool:
    """Whether a template that holds `value` holds nothing that could read or write."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(inner) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool, Markup)


def test_templates_get_plain_values_and_four_functions() -> None:
    view = leaflet_view(leaflet())
    functions = {name for name, value in view.items() if callable(value)}
    assert functions == {"_", "gettext", "pgettext", "page_of_pages"}
    assert all(plain(value) for name, value in view.items() if name not in functions)


def test_our_own_templates_render_and_say_all_of_the_safety_sections() -> None:
    templates = Templates((ROOT / "templates",))
    entries = templates.entries()
    html = templates.render(leaflet(ingredients("en", entries=entries)))
    assert html.startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr">')
    for words in ("Do not take more than 5 mg.", "You feel dizzy.", "Do not drive for 24 hours."):
        assert words in html
    assert {entry.context for entry in entries} == {None, "safety"}
    assert all(entry.comments for entry in entries), "every text has a note for translators"
    assert {WARNING_WORDS, PLAIN_WORDS}.isdisjoint(entries)
