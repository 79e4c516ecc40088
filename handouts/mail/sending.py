"""Working off the outbox: entry after entry is claimed, composed, sent, and settled by what was answered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from handouts.mail.outbox import Entry, Outbox, State
from handouts.mail.runs import Run
from handouts.mail.transport import Lost, MessageToSend, Refused, Transport, plain_words
from handouts.problems import ExitCode, HandoutsError, Problem

PAUSES = (15, 60, 300, 900, 3600, 4 * 3600, 12 * 3600)
"""Seconds before the second, third … attempt; whoever sends at a desk sees the first two, a later run does the others.

RFC 5321 (4.5.4.1) asks a server that relays to wait 30 minutes; greylisting is over after 5 to 15.
"""

MAX_SIZE = 7_000_000
"""Bytes of a whole message; providers refuse from 10 MB on."""

Compose = Callable[[Entry], MessageToSend]


@dataclass(frozen=True)
class Step:
    """An entry as it is after an attempt, and why it failed or is unknown; when queued again, its note says why."""

    entry: Entry
    problems: tuple[Problem, ...] = ()


@dataclass
class Tally:
    """What a run came to: how many entries it settled in each state, and how many wait for a later run.

    `stopped` holds the problems that kept the run from going on, which are nobody's entry's.
    """

    settled: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    waiting: int = 0
    stopped: tuple[Problem, ...] = ()


def send_queued(
    outbox: Outbox,
    compose: Compose,
    transport: Transport,
    *,
    limit: int | None = None,
    rate: float | None = None,
    max_size: int = MAX_SIZE,
    patience: float = 120,
    on_step: Callable[[Step], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Tally:
    """Send what is queued and due, at most `limit` attempts and `rate` a minute, and settle what dead runs left.

    `compose` makes an entry's message; when it raises `HandoutsError` the entry fails, as it does when the message has
    more than `max_size` bytes. An attempt that came to nothing is made again after a pause (`PAUSES`), by this run if
    its pauses add up to no more than `patience` seconds, otherwise by a later one. `on_step` is told of each attempt.

    Raises `HandoutsError` (`outbox-…`) when the outbox cannot be used; the next run settles what was being sent.
    """
    sender = _Sender(outbox, compose, transport, max_size, patience, on_step, sleep)
    with outbox.run() as run:
        try:
            sender.work(run, limit, 60 / rate if rate else 0)
        finally:
            transport.rest()
    sender.tally.waiting = outbox.counts()[State.QUEUED]
    return sender.tally


@dataclass
class _Sender:
    """One run. `losses` counts the connections that were lost one after the other, `patience` is what is left of it."""

    outbox: Outbox
    compose: Compose
    transport: Transport
    max_size: int
    patience: float
    on_step: Callable[[Step], None]
    sleep: Callable[[float], None]
    tally: Tally = field(default_factory=Tally)
    losses: int = 0

    def work(self, run: Run, limit: int | None, interval: float) -> None:
        """Attempt what is due, `interval` seconds apart, `limit` times at most."""
        for recovered in self.outbox.recover():
            self._tell(recovered)
        attempts = 0
        while not self.tally.stopped and (limit is None or attempts < limit):
            began = self.outbox.now()
            entry = self.outbox.claim(run)
            if entry is None:
                due = self.outbox.next_due()
                if due is None or not self._wait(max(due - began, 0)):
                    return
                continue
            attempts += 1
            self._attempt(entry)
            if attempts != limit:
                self._rest(min(began + interval - self.outbox.now(), interval))

    def _attempt(self, entry: Entry) -> None:
        """Try to send the claimed `entry`, and settle it or put it back."""
        handed = False

        def hand_over() -> None:
            nonlocal handed
            self.outbox.hand_over(entry)
            handed = True

        name = f"{entry.id:06d}-{entry.message_id[1:9]}"
        try:
            said = self.transport.send(self._composed(entry), name, hand_over)
        except Refused as refused:
            self.losses = 0
            self._refused(entry, refused)
        except Lost as lost:
            self._lost(entry, str(lost), handed=handed)
        except HandoutsError as error:
            self._hindered(entry, error)
        except BaseException:
            self.outbox.abandon(entry)
            raise
        else:
            self.losses = 0
            self._settle(entry, State.SENT, said)

    def _composed(self, entry: Entry) -> MessageToSend:
        message = self.compose(entry)
        size = len(message.as_bytes(smtputf8=message.needs_smtputf8))
        if size > self.max_size:
            what = f"the message has {size} bytes, more than the {self.max_size} that [mail] allows"
            hint = "Make the leaflet's pictures smaller, or raise max_size if the mail server takes more."
            raise HandoutsError([Problem("mail-size", what, hint=hint)])
        return message

    def _refused(self, entry: Entry, refused: Refused) -> None:
        if refused.permanent:
            what = f"entry {entry.id}: the mail server refuses it: {refused.words}"
            self._settle(entry, State.FAILED, refused.words, (Problem("mail-refused", what, hint=_CHECK),))
        else:
            self._postpone(entry, refused.words)

    def _lost(self, entry: Entry, words: str, *, handed: bool) -> None:
        """No connection any more: the run pauses too, longer each time, or ends."""
        self.losses += 1
        if handed:
            what = f"entry {entry.id} may have been delivered or not: {words}"
            note = f"lost before the server had answered: {words}"
            self._settle(entry, State.UNKNOWN, note, (Problem("mail-unknown", what, hint=_RESOLVE),))
        else:
            self._postpone(entry, words)
        if not self._wait(PAUSES[min(self.losses, len(PAUSES)) - 1]):
            self.tally.stopped = (Problem("mail-unreachable", f"the mail server cannot be used: {words}", hint=_LATER),)

    def _hindered(self, entry: Entry, error: HandoutsError) -> None:
        """The message cannot be made or sent, or, for the machine's or the settings' sake, none can."""
        note = plain_words("; ".join(f"{problem.code}: {problem.message}" for problem in error.problems), entry.address)
        if error.exit_code is ExitCode.MACHINE:
            self._tell(self.outbox.put_back(entry, note, due=entry.next_try, tried=False))
            self.tally.stopped = error.problems
        else:
            self._settle(entry, State.FAILED, note, error.problems)

    def _postpone(self, entry: Entry, words: str) -> None:
        if entry.tries < len(PAUSES):
            due = self.outbox.now() + PAUSES[entry.tries]
            self._tell(self.outbox.put_back(entry, words, due=due))
        else:
            what = f"entry {entry.id}: given up after {entry.tries + 1} attempts: {words}"
            self._settle(entry, State.FAILED, f"given up: {words}", (Problem("mail-given-up", what, hint=_CHECK),))

    def _settle(self, entry: Entry, state: State, note: str, problems: tuple[Problem, ...] = ()) -> None:
        self._tell(self.outbox.settle(entry, state, note), problems)

    def _tell(self, entry: Entry, problems: tuple[Problem, ...] = ()) -> None:
        if entry.state is not State.QUEUED:
            self.tally.settled[entry.state] += 1
        self.on_step(Step(entry, problems))

    def _wait(self, seconds: float) -> bool:
        """Wait, if there is patience for it."""
        if seconds > self.patience:
            return False
        self.patience -= seconds
        self._rest(seconds)
        return True

    def _rest(self, seconds: float) -> None:
        if seconds > _IDLE:
            self.transport.rest()
        if seconds > 0:
            self.sleep(seconds)


_IDLE = 10
"""Seconds for which a connection is kept open unused; some servers close it soon."""
_CHECK = "Check the address; then 'handouts outbox retry', or 'handouts send' with the right one."
_RESOLVE = "Ask the recipient or look into the mail server's log, then 'handouts outbox resolve'."
_LATER = "What waits in the outbox is sent by the next 'handouts send'."
