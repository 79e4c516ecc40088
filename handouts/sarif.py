"""Problems as a SARIF 2.1.0 log (OASIS, errata 01), which code hosts show beside the lines that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from handouts.files import digest
from handouts.problems import Problem, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(problems: Iterable[Problem], rules: Sequence[tuple[str, str, Severity]], root: Path, version: str) -> Any:
    """The log of one run of handouts `version` as a value for JSON; it holds no clock and no path outside of `root`.

    `rules` are id, description and usual severity of what may be found, in order; a problem of another code makes a
    rule of its own. Places below `root`, the workspace, are told from there; others are left out.
    """
    found = list(dict.fromkeys(problems))
    known = {code: _rule(code, text, severity) for code, text, severity in rules}
    for problem in sorted(found, key=lambda problem: problem.code):
        known.setdefault(problem.code, _rule(problem.code, "", problem.severity))
    places = {code: index for index, code in enumerate(known)}
    driver = {"name": "handouts", "version": version, "rules": list(known.values())}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, places[problem.code], root) for problem in found],
            }
        ],
    }


def _rule(code: str, description: str, severity: Severity) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "defaultConfiguration": {"level": str(severity)}}
    if description:
        rule["fullDescription"] = {"text": description}
        rule["shortDescription"] = {"text": description.split(". ")[0].rstrip(".") + "."}
    return rule


def _result(problem: Problem, index: int, root: Path) -> dict[str, Any]:
    """The problem as a result; its fingerprint stays when only its line moves."""
    place = _place(problem, root)
    named = place[0]["physicalLocation"]["artifactLocation"]["uri"] if place else ""
    return {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": str(problem.severity),
        "message": {"text": f"{problem.message}\n{problem.hint}".strip()},
        "locations": place,
        "partialFingerprints": {"handouts/v1": digest(f"{problem.code}\n{named}\n{problem.message}".encode())},
    }


def _place(problem: Problem, root: Path) -> list[dict[str, Any]]:
    if problem.path is None or not problem.path.is_relative_to(root):
        return []
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.path.relative_to(root).as_posix())}}
    if problem.line:
        location["region"] = {"startLine": problem.line}
    return [{"physicalLocation": location}]
