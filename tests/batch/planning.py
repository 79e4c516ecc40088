"""A small clinic with several articles, languages and brands, and its leaflets as if they had been made.

The plan never looks into a PDF file: any bytes will do, and no leaflet need be printed to try it.
"""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path

from handouts.batch.fingerprint import Fingerprints
from handouts.batch.inputs import Inputs
from handouts.batch.plan import Due, Plan, make_plan
from handouts.batch.state import open_state
from handouts.files import digest
from handouts.jobs import Job, Outcome, leaflet_path
from handouts.manifest import load_manifest
from handouts.problems import Problem
from handouts.workspace import open_workspace
from tests.conftest import ARTICLE, ROOT, SPANISH, po_file

ARTICLES, LANGUAGES, BRANDS, EDITIONS = (
    ("long", "short"),
    ("en", "es", "de"),
    ("bay", "cape"),
    ("standard", "large-print"),
)
SETTINGS = 'languages = ["en", "es", "de"]\nbrand = "bay"\n'
JOBS = tuple(Job(*parts, "a4") for parts in product(ARTICLES, LANGUAGES, BRANDS, EDITIONS))
GLOSSARY = '[drug.ketamine]\nen = "ketamine"\nes = "ketamina"\nde = "Ketamin"\n'
WORDS = """
msgid "Page {page} of {pages}"
msgstr "Página {page} de {pages}"
"""


def make_clinic(root: Path) -> Path:
    """A workspace with two articles in three languages and two brands."""
    texts = {"handouts.toml": SETTINGS, "locales/glossary.toml": GLOSSARY}
    for article in ARTICLES:
        texts[f"articles/{article}.md"] = ARTICLE.replace("A short leaflet", f"A {article} leaflet")
        for code in LANGUAGES[1:]:
            translated = {
                source.replace("A short", f"A {article}"): f"{text} {code}" for source, text in SPANISH.items()
            }
            texts[f"locales/{code}/LC_MESSAGES/{article}.po"] = po_file(code, translated)
            texts[f"locales/{code}/LC_MESSAGES/handouts.po"] = po_file(code, {}) + WORDS
    for name, text in texts.items():
        write(root, name, text)
    for brand in BRANDS:
        shutil.copytree(ROOT / "brands" / "example-clinic", root / "brands" / brand)
    return root


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    write(root, name, text.replace(old, new, 1))


def plan(root: Path, *, force: bool = False, strict: bool = False, jobs: tuple[Job, ...] = JOBS) -> Plan:
    """The plan of a new run for `jobs`."""
    workspace = open_workspace(root)
    with open_state(root) as state:
        prints = Fingerprints(Inputs(workspace, state), strict=strict)
        return make_plan(workspace, prints, state, load_manifest(workspace.output), jobs, force=force)


def settle(root: Path, due: tuple[Due, ...] | None = None, failing: tuple[Job, ...] = ()) -> None:
    """Make what is `due`, by default all that a plan says, as far as it is not `failing`; note it."""
    output = root / "output"
    manifest = load_manifest(output)
    for one in plan(root).due if due is None else due:
        path = output / leaflet_path(one.job)
        path.parent.mkdir(parents=True, exist_ok=True)
        if one.job in failing:
            problem = Problem("translation-missing", "there is none", root / "locales" / "x.po", 3, "Translate it.")
            manifest.record(Outcome(one.job, problems=(problem,)))
            continue
        data = f"%PDF {one.fingerprint.digest}".encode()
        path.write_bytes(data)
        made = Outcome(one.job, True, path, 2, digest(data), "Ein Blatt", "A leaflet", "0" * 64)
        manifest.record(made, one.fingerprint.digest, one.fingerprint.parts)
    output.mkdir(exist_ok=True)
    manifest.write()


def jobs_due(found: Plan) -> set[Job]:
    return {one.job for one in found.due}


def reasons(found: Plan) -> set[str]:
    return {one.reason for one in found.due}
