"""A printer's office on loopback: a CUPS server of our own and a virtual IPP printer, both in a temporary folder.

The system's CUPS is not touched. Every server ends by itself after some minutes, whatever becomes of the tests.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

_LONGEST = 300
_PATIENCE = 20.0
_UNPACKED = Path(sys.prefix) / "servers" / "usr"
"""Where tools/setup unpacks CUPS, which is not installed: a test is no reason to start a service on a machine."""

_PATH = f"{_UNPACKED}/sbin:{_UNPACKED}/bin:{os.environ.get('PATH', '')}:/usr/sbin:/sbin"

_BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={folder}/bus</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
_FILES = """\
ServerBin {cups}/lib/cups
DataDir {cups}/share/cups
ServerRoot {folder}/root
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/requests
TempDir {folder}/temp
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
SystemGroup root
"""
_SETTINGS = """\
Listen 127.0.0.1:{port}
LogLevel info
DefaultAuthType None
Browsing Off
WebInterface No
<Location />
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_NOTE = '#!/bin/sh\nenv >"$1.part" && mv "$1.part" "$1.asked"\n'
"""What the virtual printer runs for each job: the job's attributes, beside the file that it was given."""


@dataclass(frozen=True)
class Job:
    """What arrived at the printer: the document, and the IPP attributes that came with it (`IPP_COPIES`, …)."""

    name: str
    data: bytes
    asked: dict[str, str]


@dataclass(frozen=True)
class Office:
    """A running CUPS server with the queues `desk`, as CUPS sets up a modern printer, and `raw`, which changes nothing.

    `server` is what CUPS_SERVER has to say.
    """

    server: str
    spool: Path

    def run(self, *command: str) -> str:
        """What one of CUPS' programs says."""
        environment = {**os.environ, "CUPS_SERVER": self.server, "LC_ALL": "C", "PATH": _PATH}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    def arrived(self) -> set[Path]:
        """The notes of the jobs that have arrived at the printer."""
        return set(self.spool.glob("*.asked"))

    def await_job(self, before: set[Path]) -> Job:
        """The job that arrives, or has arrived, besides those `before`."""
        _await(lambda: self.arrived() > before, "no job has arrived")
        (note,) = self.arrived() - before
        lines = [line.partition("=") for line in note.read_text(encoding="utf-8").splitlines()]
        asked = {name: value for name, _, value in lines if name.startswith("IPP_")}
        return Job(asked["IPP_JOB_NAME"], note.with_suffix("").read_bytes(), asked)


@contextmanager
def open_office() -> Iterator[Office]:
    """An office that is closed in the end: its servers are stopped, its folder is gone."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="office-"))
        stack.callback(shutil.rmtree, folder)
        folder.chmod(0o755)  # CUPS, started by root, prints as a user of its own
        for name in ("root", "cache", "state", "requests", "temp", "spool"):
            (folder / name).mkdir()
        parts = Path("/usr")
        if _UNPACKED.is_dir():  # in a place that this user, perhaps, cannot go to
            parts = shutil.copytree(_UNPACKED, folder / "usr", symlinks=True)
        stack.enter_context(_bus(folder))
        printer = stack.enter_context(_printer(folder))
        office = Office(f"127.0.0.1:{stack.enter_context(_cups(folder, parts))}", folder / "spool")
        for queue, model in (("desk", "everywhere"), ("raw", "raw")):
            office.run("lpadmin", "-p", queue, "-E", "-v", f"ipp://localhost:{printer}/ipp/print", "-m", model)
        yield office


@contextmanager
def _bus(folder: Path) -> Iterator[None]:
    """A message bus of our own: the virtual printer announces itself on one, and does not start without it."""
    (folder / "bus.conf").write_text(_BUS.format(folder=folder), encoding="utf-8")
    with _server(folder, "dbus-daemon", "--nofork", f"--config-file={folder}/bus.conf"):
        _await((folder / "bus").exists)
        yield


@contextmanager
def _printer(folder: Path) -> Iterator[int]:
    port, note = _free_port(), folder / "note"
    note.write_text(_NOTE, encoding="utf-8")
    note.chmod(0o755)
    kept = ("-k", "-d", str(folder / "spool"), "-c", str(note))
    what = ("-2", "-f", "application/pdf,image/pwg-raster", "-r", "off", "-n", "localhost", "-p", str(port))
    with _server(folder, "ippeveprinter", *kept, *what, "Front desk"):
        _await(lambda: _answers(port))
        yield port


@contextmanager
def _cups(folder: Path, parts: Path) -> Iterator[int]:
    port = _free_port()
    (folder / "files.conf").write_text(_FILES.format(folder=folder, cups=parts), encoding="utf-8")
    (folder / "cupsd.conf").write_text(_SETTINGS.format(port=port), encoding="utf-8")
    with _server(folder, "cupsd", "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/files.conf"):
        _await(lambda: _answers(port))
        yield port


@contextmanager
def _server(folder: Path, *command: str) -> Iterator[None]:
    program = shutil.which(command[0], path=_PATH)
    assert program, f"{command[0]} is not installed: run tools/setup test"
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus", "PATH": _PATH}
    with (folder / f"{command[0]}.log").open("wb") as log:
        # timeout(1) passes on the signal that stops it, and ends the server if nobody does.
        limited = ["timeout", str(_LONGEST), program, *command[1:]]
        process = subprocess.Popen(limited, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("localhost", port), 1):
            return True
    except OSError:
        return False


def _await(condition: Callable[[], bool], otherwise: str = "a server does not start") -> None:
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)
