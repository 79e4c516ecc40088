"""docs/checks.md says what each check looks for and where it is an error; run as a module, this file renews it."""

from __future__ import annotations

from handouts.checks import CATALOG_CHECKS, CHECKS
from handouts.checks.model import Check
from handouts.checks.term_checks import CatalogCheck
from tests.conftest import ROOT

PATH = ROOT / "docs" / "checks.md"
HEAD = """# The checks of a translation

`handouts check` compares each translation with its source by these. A comment `# ignore-<id>` in the PO file turns one
off for a message that is not a safety text. An error stops the leaflet of that language; a warning is reported.

| id | in a safety text | elsewhere | what it looks for, and what it cannot see |
| --- | --- | --- | --- |
"""


EVERY: tuple[Check | CatalogCheck, ...] = (*CHECKS, *CATALOG_CHECKS)


def table() -> str:
    rows = [f"| `{check.id}` | {check.safety} | {check.elsewhere} | {check.description} |\n" for check in EVERY]
    return HEAD + "".join(rows)


def test_the_table_is_that_of_the_program() -> None:
    assert PATH.read_text(encoding="utf-8") == table()


def test_every_check_has_an_id_of_its_own_and_says_what_it_does() -> None:
    assert len({check.id for check in EVERY}) == len(EVERY)
    assert all(len(check.description) > 30 for check in EVERY)


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8")
