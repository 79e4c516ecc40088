"""An entry of the outbox to its message: leaflet and words are looked at, and both must be allowed out.

What several messages share is looked at once in a run: the words, and that the file with this very digest has passed
the proof. The file itself is read anew for each message.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from handouts.editions import EDITIONS
from handouts.files import digest
from handouts.handover import take
from handouts.jobs import Job
from handouts.mail.addresses import MailAddress, parse_address
from handouts.mail.body import Body, write_body
from handouts.mail.message import Letter, file_name
from handouts.mail.outbox import Entry, NewEntry
from handouts.mail.recipients import Recipient
from handouts.mail.wording import Wording, usable_wording
from handouts.manifest import Manifest
from handouts.press import Press
from handouts.problems import Gathering, HandoutsError, Problem, raise_errors


@dataclass(frozen=True)
class Parcel:
    """What all messages with one leaflet share: what the file is and is called, the words, whether that is a draft."""

    sha256: str
    reference: str
    version: str
    file_name: str
    wordings: tuple[Wording, ...]
    author: MailAddress
    answers_to: MailAddress | None
    draft: bool


class Composer:
    """Makes the messages of one workspace, whose leaflets are those of `manifest`."""

    def __init__(self, press: Press, manifest: Manifest) -> None:
        self._press = press
        self._manifest = manifest
        self._parcels: dict[tuple[Job, bool], Parcel] = {}

    def parcel(self, job: Job, *, allow_draft: bool) -> Parcel:
        """What messages with the leaflet of `job` share.

        Raises `HandoutsError` with all that keeps it from being sent: see `handover.take` and `usable_wording`;
        `mail-sender` when there is no address to send from; `mail-booklet` for an edition that can only be printed.
        """
        key = (job, allow_draft)
        if key not in self._parcels:
            self._parcels[key] = self._parcel(job, allow_draft=allow_draft)
        return self._parcels[key]

    def check(self, jobs: Iterable[Job], *, allow_draft: bool) -> None:
        """Make sure that every leaflet of `jobs` can be sent. Raises `HandoutsError` with all that is against it."""
        gathering = Gathering()
        for job in dict.fromkeys(jobs):
            gathering.attempt(partial(self.parcel, job, allow_draft=allow_draft))
        raise_errors(dict.fromkeys(gathering.problems))

    def body(self, recipient: Recipient, *, allow_draft: bool) -> Body:
        """What the message to `recipient` will say. Raises `HandoutsError`."""
        parcel = self.parcel(recipient.job, allow_draft=allow_draft)
        return write_body(self._press.templates, parcel.wordings, recipient.name, draft=parcel.draft)

    def entry(self, recipient: Recipient, *, allow_draft: bool) -> NewEntry:
        """The message to `recipient`, as the outbox keeps it. Raises `HandoutsError`."""
        parcel = self.parcel(recipient.job, allow_draft=allow_draft)
        return NewEntry(
            recipient.job,
            str(recipient.address),
            recipient.name,
            recipient.reference or parcel.reference,
            parcel.version,
            parcel.sha256,
            parcel.author.domain,
            allow_draft,
        )

    def __call__(self, entry: Entry) -> Letter:
        """The message of `entry`. Raises `HandoutsError`; `mail-changed` when its leaflet is not the one queued."""
        parcel = self.parcel(entry.job, allow_draft=entry.allow_draft)
        path = self._press.output_path(entry.job)
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        if not digest(data) == parcel.sha256 == entry.sha256:
            self._parcels.pop((entry.job, entry.allow_draft))
            what = "the leaflet has changed since the message was queued"
            raise HandoutsError([Problem("mail-changed", what, path, None, "Look at it, and queue the message again.")])
        local, _, domain = entry.address.rpartition("@")
        return Letter(
            parcel.author,
            parcel.wordings[-1].brand.file.name,
            MailAddress(local, domain),
            parcel.answers_to,
            entry.message_id,
            datetime.fromtimestamp(int(entry.created), UTC),
            write_body(self._press.templates, parcel.wordings, entry.name, draft=parcel.draft),
            parcel.file_name,
            data,
        )

    def _parcel(self, job: Job, *, allow_draft: bool) -> Parcel:
        press, gathering = self._press, Gathering()
        if EDITIONS[job.edition].folded:
            what = f"the edition '{job.edition}' is for printing only: a screen reader cannot read it"
            hint = "Send another one: --edition standard, or large-print."
            raise HandoutsError([Problem("mail-booklet", what, press.output_path(job), None, hint)])
        ready = gathering.attempt(lambda: take(press, self._manifest, job, allow_draft=allow_draft))
        own = gathering.attempt(lambda: usable_wording(press, job.language, job.brand, allow_draft=allow_draft))
        addresses = gathering.attempt(lambda: self._addresses(job.brand))
        if ready is None or own is None or addresses is None:
            raise HandoutsError(gathering.problems, gathering.exit_code)
        wording, draft = own
        wordings: tuple[Wording, ...] = (wording,)
        if wording.language != press.source:
            wordings += (usable_wording(press, press.source.code, job.brand, allow_draft=True)[0],)
        article = ready.article
        return Parcel(
            ready.entry.sha256,
            article.reference,
            article.version,
            file_name(article.reference, wording.language),
            wordings,
            *addresses,
            draft or ready.entry.draft,
        )

    def _addresses(self, brand: str) -> tuple[MailAddress, MailAddress | None]:
        """Where messages of `brand` come from, and where answers go."""
        settings, owner = self._press.workspace.settings.mail, self._press.brand(brand)
        sender = (settings and settings.sender) or owner.file.email
        if sender is None:
            hint = 'Write sender = "…" below [mail] in handouts.toml, or give the brand an email.'
            raise HandoutsError([Problem("mail-sender", "there is no address to send from", owner.path, None, hint)])
        found = []
        for address in (sender, owner.reply_to):
            try:
                found.append(parse_address(address) if address else None)
            except ValueError as error:
                what = f"'{address}' cannot be a sender's address: {error}"
                raise HandoutsError([Problem("mail-sender", what, owner.path, None, "Write another.")]) from None
        author, answers_to = found
        assert author is not None  # noqa: S101  # there is a sender
        return author, answers_to
