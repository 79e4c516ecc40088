"""Approving: what stands against a person's approval of a leaflet, or of messages' words, and the approval itself.

A translation's approval is also of the source that it was made from, by digest, so that it does not need one of the
source; that the clinic has not approved its own text is said, no more. The source language's leaflet is approved in the
same way. What cannot be read whole is not approved: a text left in the source language stands against it, whatever the
build may print as a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handouts.catalogs import MAIL
from handouts.findings import OpenFinding
from handouts.leaflet import Leaflet
from handouts.mail.wording import find_faults, read_wording
from handouts.press import Job, Press
from handouts.problems import ExitCode, HandoutsError, Problem, Severity, raise_errors
from handouts.review import Acceptance, Approval, Key, Passage, State, find_standing, mark, one_line, passages_digest
from handouts.reviewers import line_fault, name_fault, role_fault
from handouts.reviews_file import store_approval


@dataclass(frozen=True)
class Taken:
    """Findings that a reviewer takes on, and why: those of `check`, or the one at `place` (`short.po:12`, or `12`)."""

    check: str
    reason: str
    place: str = ""

    def means(self, finding: OpenFinding) -> bool:
        """Whether `finding` is one of them."""
        if finding.check != self.check:
            return False
        path, line = (finding.path.as_posix() if finding.path else ""), str(finding.line or "")
        return not self.place or self.place == line or f"/{path}:{line}".endswith(f"/{self.place}")


@dataclass(frozen=True)
class Wish:
    """What a person asks for who approves a leaflet."""

    key: Key
    reviewer: str
    role: str
    note: str = ""
    taken: tuple[Taken, ...] = ()


def approve(press: Press, wish: Wish, today: date) -> tuple[Approval, list[Problem]]:
    """Record the approval that is wished for, given on `today` (UTC), and say what is still to be known of the leaflet.

    Raises `HandoutsError` with all that stands against it: a reviewer who is nobody, a text that cannot be printed or
    is not translated, a finding that is neither mended nor accepted, a file of approvals that is not in order.
    """
    raise_errors(_wording_problems(wish), ExitCode.USAGE)
    press.approvals()
    text = _words_of_messages(press, wish.key) if wish.key.article == MAIL else _leaflet(press, wish.key)
    passages, findings = text.passages, text.findings
    accepted = _accepted(findings, wish.taken)
    against = [*text.gaps, *_open(findings, accepted, wish.taken)]
    if against:
        raise HandoutsError([*against, *text.problems])
    approval = Approval(
        wish.key,
        wish.reviewer.strip(),
        wish.role.strip(),
        today,
        passages_digest(passages),
        wish.note.strip(),
        tuple(dict.fromkeys(accepted.values())),
        tuple(dict.fromkeys(one.mark for one in passages)),
    )
    store_approval(press.reviews_path, approval)
    left = [replace(one.problem, severity=Severity.WARNING) for one in findings if one not in accepted]
    return approval, [*text.problems, *left, *_source_problems(press, wish.key)]


@dataclass(frozen=True)
class _Read:
    """What a reviewer has read: its passages, what the checks find in it, what is missing, what is to be said of it."""

    passages: tuple[Passage, ...]
    findings: list[OpenFinding]
    gaps: list[Problem]
    problems: list[Problem]


def _leaflet(press: Press, key: Key) -> _Read:
    job = _job(press, key)
    leaflet, problems = press.composed(job)
    return _Read(leaflet.passages(), press.findings(job), _gaps(leaflet), problems)


def _words_of_messages(press: Press, key: Key) -> _Read:
    wording, problems = read_wording(press, key.language, key.brand)
    return _Read(wording.passages(), find_faults(press, wording), [], problems)


def _job(press: Press, key: Key) -> Job:
    settings = press.workspace.settings
    return Job(key.article, key.language, key.brand, settings.editions[0], settings.paper)


def _wording_problems(wish: Wish) -> list[Problem]:
    """What is wrong with the words on the command line."""
    checked = [
        (
            "reviewer",
            wish.reviewer,
            name_fault,
            "Give the full name of the person who has read the text and answers for it.",
        ),
        ("role", wish.role, role_fault, "Say what the person is, such as 'clinician' or 'medical translator'."),
        ("note", wish.note, line_fault, "Write one line."),
    ]
    checked += [("reason", one.reason, _reason_fault, "Say why the finding does not matter.") for one in wish.taken]
    return [
        Problem(f"review-{name}", f"the {name} cannot be taken: {fault}", hint=hint)
        for name, value, judge, hint in checked
        if (fault := judge(value))
    ]


def _reason_fault(text: str) -> str | None:
    return line_fault(text) or (None if any(map(str.isalpha, text)) else "it is empty")


def _gaps(leaflet: Leaflet) -> list[Problem]:
    """A problem for each text that is printed in the source language for want of a translation."""
    citations = {message.text for message in leaflet.article.messages() if message.citation}
    hint = "Translate it, and let the reviewer read it; a leaflet is approved whole."
    return [
        Problem("review-incomplete", f"there is no translation: “{one_line(one.source)[:60]}” ({one.place})", hint=hint)
        for one in leaflet.passages()
        if one.language != leaflet.language.code
        and one.part != "brand"
        and one.part != "facts"
        and one.source not in citations
    ]


def _accepted(findings: Sequence[OpenFinding], taken: Sequence[Taken]) -> dict[OpenFinding, Acceptance]:
    """Those of the `findings` that the reviewer takes on."""
    return {
        finding: Acceptance(finding.check, mark(finding.source), one_line(finding.what), one.reason.strip())
        for finding in findings
        for one in sorted(taken, key=lambda one: one.place != "")  # what is said of one place counts for that place
        if one.means(finding)
    }


def _open(
    findings: Sequence[OpenFinding], accepted: dict[OpenFinding, Acceptance], taken: Sequence[Taken]
) -> list[Problem]:
    """Grave findings that nobody took on, and what was taken on and is not there."""
    problems = [
        replace(
            finding.problem,
            severity=Severity.ERROR,
            hint=f"{finding.hint} Or, if it is right as it is: --accept '{finding.check}=why it is right'".strip(),
        )
        for finding in findings
        if finding.grave and finding not in accepted
    ]
    known = ", ".join(dict.fromkeys(finding.check for finding in findings)) or "none"
    problems += [
        Problem(
            "review-accept",
            f"there is no finding '{one.check}'{f' at {one.place}' if one.place else ''} to accept",
            hint=f"The checks that find something are: {known}.",
        )
        for one in taken
        if not any(map(one.means, findings))
    ]
    return problems


def _source_problems(press: Press, key: Key) -> list[Problem]:
    """A warning when the text that was translated has no approval of its own."""
    if key.language == press.source.code:
        return []
    own = replace(key, language=press.source.code)
    passages = (_words_of_messages(press, own) if own.article == MAIL else _leaflet(press, own)).passages
    if find_standing(own, passages, press.approvals()).state is State.APPROVED:
        return []
    path = None if own.article == MAIL else press.article(own.article).path
    what = f"the source text of '{own.article}' itself is not approved"
    return [
        Problem("review-source", what, path, None, f"A clinician approves it with: {own.command}", Severity.WARNING)
    ]
