"""What the first clinic that tried it stumbled over, each as it was tried."""

from __future__ import annotations

import io

import pikepdf

from handouts.structure import Node, read_structure
from tests.conftest import ARTICLE, Clinic


def tree(clinic: Clinic, *arguments: str) -> list[Node]:
    """The structure of the English leaflet, built with `arguments`."""
    ran = clinic.handouts("build", "--language", "en", *arguments)
    assert ran.code == 0, ran.err
    (name,) = clinic.pdfs()
    with pikepdf.open(io.BytesIO(clinic.path(f"output/example-clinic/{name}").read_bytes())) as pdf:
        return list(read_structure(pdf).walk())


def words(nodes: list[Node]) -> str:
    return " ".join(nodes[0].text.split())


def test_a_numbered_list_counts_from_where_it_starts(clinic: Clinic) -> None:
    clinic.edit("articles/short.md", "- You feel sick.\n- You feel dizzy.", "3. You feel sick.\n4. You feel dizzy.")
    labels = [node.text.strip() for node in tree(clinic) if node.tag == "Lbl"]
    assert labels == ["3.", "4."]


def test_an_article_without_a_contact_section_says_whom_to_call(clinic: Clinic) -> None:
    clinic.write("articles/short.md", ARTICLE[: ARTICLE.index("## Who to call")].replace("Call {emergency}", "Call us"))
    said = words(tree(clinic))
    assert "In an emergency, call 999" in said
    assert "+44 20 7946 0123" in said


def test_a_link_has_its_address_on_paper(clinic: Clinic) -> None:
    clinic.edit("articles/short.md", "It is a *treatment*", "It is a [treatment](https://a.example/b) and a")
    assert "treatment (https://a.example/b) and a" in words(tree(clinic))


def test_long_headings_do_not_meet(clinic: Clinic) -> None:
    long = "### Quand demander de l’aide tout de suite ok\n\nOne line.\n\n### Next one here\n\nAnother.\n"
    clinic.edit("articles/short.md", "Only in a clinic.", f"{long}\n### A third one\n\nOnly in a clinic.")
    tree(clinic)


def test_a_long_table_goes_on_over_pages(clinic: Clinic) -> None:
    rows = "".join(f"| {number} | at night | 5 mg | yes |\n" for number in range(60))
    clinic.edit(
        "articles/short.md", "## Risks", f"| No. | When | How much | Often |\n| - | - | - | - |\n{rows}\n## Risks"
    )
    pages = {page for node in tree(clinic) if node.tag == "TR" for page, _ in node.marks or [(0, 0)]}
    marks = {page for node in tree(clinic) if node.tag in ("TD", "TH") for page, _ in node.marks}
    assert pages | marks >= {0, 1}


def test_hours_in_another_language_are_no_part_of_a_text(clinic: Clinic) -> None:
    clinic.edit("articles/short.md", "Call {phone}.", "Call {hours}.")
    clinic.edit("locales/es/LC_MESSAGES/short.po", "Call {phone}.", "Call {hours}.")
    clinic.edit("locales/es/LC_MESSAGES/short.po", "Llame al {phone}.", "Llame {hours}.")
    clinic.edit("brands/example-clinic/brand.toml", "[wording.es]\nhours =", "[wording.it]\nhours =")
    ran = clinic.handouts("build", "--language", "es")
    assert (ran.code, clinic.pdfs()) == (1, [])
    assert "[brand-wording]" in ran.err


def test_the_help_tells_the_defaults(clinic: Clinic) -> None:
    ran = clinic.run("build", "--help")
    assert "(default: the workspace's)" in " ".join(ran.out.split())


def test_a_problem_of_a_finished_leaflet_has_its_name(clinic: Clinic) -> None:
    clinic.write("templates/custom.css.j2", "#risks p { font-size: 5pt }")
    ran = clinic.handouts("build")
    assert "short [en, standard]: letters of 5.0 pt" in ran.err
    assert "short [es, standard]: letters of 5.0 pt" in ran.err
