"""A real mail server, Postfix, in a folder of its own on loopback, which delivers into mailboxes that a test can read.

It is the one that tools/setup unpacks, or else the system's. It needs the right to change users, and leaves no trace.
"""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import trustme

AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]
UNPACKED = Path(sys.prefix) / "servers"
_SYSTEM = (Path("/usr/lib/postfix/sbin"), Path("/usr/libexec/postfix"))

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = {owner}
setgid_group = {group}
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
import_environment = MAIL_CONFIG LD_LIBRARY_PATH
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.clinic.test
mydestination =
alias_maps =
message_size_limit = 500000
virtual_mailbox_domains = clinic.test
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = {maps}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_recipient_restrictions =
    check_recipient_access inline:{{ {{ busy@clinic.test = 450 4.2.0 the mailbox is busy }} }} reject_unauth_destination
smtpd_tls_chain_files = {folder}/conf/server.pem
smtpd_tls_security_level = encrypt
"""
_UNPACKED_MAIN = """\
command_directory = {folder}/postfix/usr/sbin
daemon_directory = {folder}/postfix/usr/lib/postfix/sbin
shlib_directory = {folder}/postfix/usr/lib/postfix
meta_directory = {folder}/postfix/etc/postfix
"""
_MASTER = """\
127.0.0.1:{starttls} inet n - n - - smtpd
127.0.0.1:{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
virtual unix - n n - - virtual
error unix - - n - - error
anvil unix - - n - 1 anvil
"""


@dataclass
class Postfix:
    """A running server: its ports, the file of its certificate authority, and where it delivers."""

    starttls: int
    tls: int
    ca_file: Path
    folder: Path

    def mailbox(self, name: str, expected: int) -> list[EmailMessage]:
        """The messages in a mailbox, once it has as many as `expected`, or all there are after a while."""
        folder = self.folder / "mail" / name / "new"
        for _ in range(200):
            if len(found := sorted(folder.glob("*"))) >= expected:
                break
            time.sleep(0.05)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]

    def idle(self) -> bool:
        """Whether nothing waits in the server's own queue any more."""
        queues = [*AS_ROOT, "find", *(str(self.folder / "queue" / name) for name in ("incoming", "active", "deferred"))]
        return not subprocess.run([*queues, "-type", "f"], capture_output=True, check=True).stdout


@contextmanager
def postfix(*mailboxes: str) -> Iterator[Postfix]:
    """The server while the block lasts, with a mailbox for each of the names at clinic.test."""
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))
    folder.chmod(0o755)  # the server's users go through it
    try:
        server = _configure(folder, mailboxes)
        process = _start(folder)
        try:
            _await(server, process)
            yield server
        finally:
            _stop(folder, process)
    finally:
        subprocess.run([*AS_ROOT, "rm", "-rf", str(folder)], check=True)


def _configure(folder: Path, mailboxes: tuple[str, ...]) -> Postfix:
    owner = _first(("postfix", "_postfix", "daemon"), pwd.getpwnam)
    group = _first(("postdrop", "_postdrop", "mail"), grp.getgrnam)
    reader = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam(owner)
    starttls, tls = _free_ports(2)
    for name in ("conf", "mail", "queue", "data"):
        (folder / name).mkdir(mode=0o755)
    _own(owner, None, 0o700, folder / "data")
    queues = (
        "active",
        "bounce",
        "corrupt",
        "defer",
        "deferred",
        "flush",
        "hold",
        "incoming",
        "private",
        "saved",
        "trace",
    )
    _own(owner, None, 0o700, *(folder / "queue" / name for name in queues))
    _own(owner, group, 0o730, folder / "queue" / "maildrop")
    _own(owner, group, 0o710, folder / "queue" / "public")
    _own("root", None, 0o755, folder / "queue" / "pid", folder / "queue", folder / "conf")
    _own(reader.pw_name, None, 0o700, folder / "mail")
    maps = f"inline:{{ {', '.join(f'{name}@clinic.test={name}/' for name in mailboxes)} }}"
    values = {
        "folder": folder,
        "owner": owner,
        "group": group,
        "maps": maps,
        "uid": reader.pw_uid,
        "gid": reader.pw_gid,
    }
    main = _MAIN
    if UNPACKED.exists():
        (folder / "postfix").symlink_to(UNPACKED)  # its own path may have spaces in it
        main += _UNPACKED_MAIN
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    _write(folder / "conf" / "server.pem", certificate.private_key_and_cert_chain_pem.bytes(), 0o600)
    _write(folder / "conf" / "main.cf", main.format(**values).encode(), 0o644)
    _write(folder / "conf" / "master.cf", _MASTER.format(starttls=starttls, tls=tls).encode(), 0o644)
    return Postfix(starttls, tls, folder / "ca.pem", folder)


def _start(folder: Path) -> subprocess.Popen[bytes]:
    programs = folder / "postfix/usr/lib/postfix/sbin"
    libraries = [f"LD_LIBRARY_PATH={folder}/postfix/usr/lib/postfix"]
    if not UNPACKED.exists():
        there = [path for path in _SYSTEM if path.exists()]
        assert there, "Postfix is not installed: run tools/setup test"
        programs, libraries = there[0], []
    bounded = ["timeout", "300"] if shutil.which("timeout") else []
    # -d: stay in the foreground
    command = [*AS_ROOT, "env", *libraries, *bounded, str(programs / "master"), "-c", str(folder / "conf"), "-d"]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd="/")


def _await(server: Postfix, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "Postfix did not start"
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.starttls), 5):
            return
        time.sleep(0.05)
    raise AssertionError("Postfix does not listen")


def _stop(folder: Path, process: subprocess.Popen[bytes]) -> None:
    kill = 'test ! -s "$1" || kill $(cat "$1")'  # the shell's own; a small Debian has no other
    subprocess.run([*AS_ROOT, "sh", "-c", kill, "sh", str(folder / "queue/pid/master.pid")], check=False)
    process.wait(30)


def _own(owner: str, group: str | None, mode: int, *folders: Path) -> None:
    whose = ["-o", owner, *(["-g", group] if group else [])]
    subprocess.run([*AS_ROOT, "install", "-d", *whose, "-m", f"{mode:o}", *map(str, folders)], check=True)


def _write(path: Path, data: bytes, mode: int) -> None:
    """Write as root, to whom the folder belongs."""
    subprocess.run([*AS_ROOT, "tee", str(path)], input=data, stdout=subprocess.DEVNULL, check=True)
    subprocess.run([*AS_ROOT, "chmod", f"{mode:o}", str(path)], check=True)


def _first(names: tuple[str, ...], known: Callable[[str], object]) -> str:
    for name in names:
        with suppress(KeyError):
            known(name)
            return name
    raise AssertionError(f"none of {names} is there")


def _free_ports(number: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    try:
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
