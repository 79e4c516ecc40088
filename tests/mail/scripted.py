"""A real SMTP server (aiosmtpd) on loopback that can be told to misbehave at any stage of the dialogue."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, AnyStr

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "clinic", "a pass word"
COMMANDS = ("EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "RSET", "QUIT")
STAGES = ("connect", "banner", *COMMANDS, "mid-data", "dot", "accepted")
"""`mid-data` is while the message comes in, `dot` when it is whole and not yet taken, `accepted` when it is taken and
not yet answered. The commands stand for the moment at which they came in."""

Action = Callable[["Dialogue"], Any]


def say(reply: str) -> Action:
    """Answer that, and nothing else."""

    async def act(dialogue: Dialogue) -> bool:
        await dialogue.push(reply)
        return True

    return act


async def drop(dialogue: Dialogue) -> bool:
    """Close the connection without a word."""
    assert dialogue.transport is not None
    dialogue.transport.abort()  # type: ignore[attr-defined]  # a socket's can
    await asyncio.sleep(3600)  # connection_lost cancels this
    return True


def wait(seconds: float) -> Action:
    """Answer late."""

    async def act(_: Dialogue) -> bool:
        await asyncio.sleep(seconds)
        return False

    return act


async def drip(dialogue: Dialogue) -> bool:
    """Answer without an end, a line at a time, each soon enough for a limit on single reads."""
    while True:
        await dialogue.push("250-and")
        await asyncio.sleep(0.05)


def tell(event: threading.Event, then: Action | None = None) -> Action:
    """Let the test know that this stage is reached, and go on with `then`, or never."""

    async def act(dialogue: Dialogue) -> bool:
        event.set()
        if then is not None:
            return bool(await then(dialogue))
        await asyncio.sleep(3600)
        return True

    return act


@dataclass
class Received:
    """A message as it came in, with its envelope."""

    sender: str
    recipients: list[str]
    options: list[str]
    data: bytes


@dataclass
class Mailroom:
    """What a scripted server does and has seen. `script` holds for each stage what is done, one after the other."""

    port: int = 0
    script: dict[str, list[Action]] = field(default_factory=lambda: defaultdict(list))
    received: list[Received] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    logins: list[tuple[str, str]] = field(default_factory=list)
    transports: list[asyncio.Transport] = field(default_factory=list)
    connections: int = 0
    open: int = 0
    most_open: int = 0

    def on(self, stage: str, *actions: Action) -> None:
        assert stage in STAGES
        self.script[stage].extend(actions)

    def authenticate(self, _: object, __: object, ___: object, mechanism: str, given: LoginPassword) -> AuthResult:
        self.logins.append((mechanism, given.login.decode()))
        return AuthResult(success=given == LoginPassword(USER.encode(), PASSWORD.encode()), handled=False)


class Handler:
    """What aiosmtpd calls when a message is whole."""

    def __init__(self, room: Mailroom) -> None:
        self.room = room

    async def handle_DATA(self, server: Dialogue, _: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        if await server.act("dot"):
            server.mute = True  # the script has answered
            return ""
        taken = Received(
            envelope.mail_from or "", envelope.rcpt_tos, envelope.mail_options, envelope.original_content or b""
        )
        self.room.received.append(taken)
        await server.act("accepted")
        return f"250 2.0.0 queued as {len(self.room.received)}"


class Dialogue(SMTP):
    """aiosmtpd's side of one connection, with the script's actions in it."""

    def __init__(self, room: Mailroom, loop: asyncio.AbstractEventLoop) -> None:
        handler = Handler(room)
        super().__init__(handler, hostname="mail.test", authenticator=room.authenticate, loop=loop, **room.options)
        self.room = room
        self.mute = False
        for command in COMMANDS:
            self._smtp_methods[command] = self.scripted(command)

    def scripted(self, command: str) -> Callable[[str], Any]:
        usual = getattr(self, f"smtp_{command}")

        async def run(arg: str) -> None:
            if await self.act(command):
                return
            if command == "DATA" and self.room.script["mid-data"]:
                await self.push("354 go on")
                await self._reader.readuntil(b"\r\n")
                await self.act("mid-data")
            await usual(arg)

        return run

    async def push(self, status: AnyStr) -> None:
        """Say that, unless the script has said something in its place."""
        if not self.mute:
            await super().push(status)
        self.mute = False

    async def act(self, stage: str) -> bool:
        """Do what the script says for `stage`; whether that was all."""
        self.room.seen.append(stage)
        actions = self.room.script[stage]
        return bool(await actions.pop(0)(self)) if actions else False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:
            assert isinstance(transport, asyncio.Transport)
            self.room.transports.append(transport)
            self.room.connections += 1
            self.room.open += 1
            self.room.most_open = max(self.room.open, self.room.most_open)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.room.open -= 1
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        await self.act("connect")
        if await self.act("banner"):
            await asyncio.sleep(3600)
        await super()._handle_client()


@contextmanager
def served(*, implicit_tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[Mailroom]:
    """A scripted server while the block lasts; `options` are aiosmtpd's."""
    room = Mailroom(options=options)
    ready = threading.Event()
    over: list[Callable[[], object]] = []

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        end = asyncio.Event()
        over.append(lambda: loop.call_soon_threadsafe(end.set))
        server = await loop.create_server(lambda: Dialogue(room, loop), "127.0.0.1", 0, ssl=implicit_tls)
        room.port = server.sockets[0].getsockname()[1]
        ready.set()
        await asyncio.wait_for(end.wait(), 120)  # no test takes longer
        server.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        for transport in room.transports:
            with suppress(RuntimeError, AttributeError):  # asyncio's TLS, when it is closing already
                transport.abort()
        await asyncio.sleep(0.01)  # they close in the loop's next rounds

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(10)
        yield room
    finally:
        over[0]()
        thread.join(10)
        assert not thread.is_alive()
