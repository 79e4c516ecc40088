"""tools/setup against stand-ins for the system's commands: nothing is installed and no network is used."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from handouts.languages import SCRIPTS

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = (
    "Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Devanagari,"
    "Noto Sans Bengali,Noto Sans Gurmukhi,Noto Sans Gujarati,Noto Sans Tamil,Noto Sans Telugu,Noto Sans Kannada,"
    "Noto Sans Malayalam,Noto Sans Sinhala,Noto Sans Thai,Noto Sans Lao,Noto Sans Khmer,Noto Sans Myanmar,"
    "Noto Sans Ethiopic,Noto Sans Georgian,Noto Sans Armenian,Noto Nastaliq Urdu,Noto Sans Math,Noto Sans Symbols2"
)
CJK = "Noto Sans CJK SC,Noto Sans CJK TC,Noto Sans CJK JP,Noto Sans CJK KR"
BREW = (
    "brew install python@3.13 pango harfbuzz font-noto-sans font-noto-sans-arabic font-noto-sans-hebrew"
    " font-noto-sans-devanagari font-noto-sans-bengali font-noto-sans-gurmukhi font-noto-sans-gujarati"
    " font-noto-sans-tamil font-noto-sans-telugu font-noto-sans-kannada font-noto-sans-malayalam"
    " font-noto-sans-sinhala font-noto-sans-thai font-noto-sans-lao font-noto-sans-khmer font-noto-sans-myanmar"
    " font-noto-sans-ethiopic font-noto-sans-georgian font-noto-sans-armenian font-noto-nastaliq-urdu"
    " font-noto-sans-math font-noto-sans-symbols-2 font-noto-sans-cjk-sc font-noto-sans-cjk-tc font-noto-sans-cjk-jp"
    " font-noto-sans-cjk-kr fontconfig poppler gettext cups postfix dbus"
)
DNF = (
    "sudo dnf install python3.12 pango harfbuzz google-noto-fonts-all-static google-noto-sans-cjk-fonts"
    " fontconfig poppler-utils gettext cups-client postfix cups cups-printerapp dbus-daemon"
)
DEBIAN = (
    "python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-noto-cjk"
    " fontconfig poppler-utils gettext cups-client postfix cups cups-ipp-utils dbus-daemon"
)
TEST_COMMANDS = ("pdftoppm", "pdftotext", "msgfmt", "msgmerge", "lp")
SERVERS = ("postfix", "cups-daemon", "cups-ipp-utils", "cups-filters-core-drivers", "dbus-daemon")
PYTHON = """
case "$*" in
    *"-m venv"*) echo venv >>"$log"; {mkdir} -p .venv/bin; {cp} "$0" .venv/bin/python ;;
    *"-m pip"*) echo "pip $*" >>"$log"; [ ! -e "$log.offline" ] ;;
    *) exec "{python}" "$@" ;;
esac
"""


@dataclass
class Machine:
    """A project folder and a folder of commands that is the whole PATH; `log` is what the stand-ins wrote down."""

    project: Path
    bin: Path
    log: Path

    def command(self, name: str, body: str) -> None:
        """Put a stand-in of that name on the PATH."""
        path = self.bin / name
        path.write_text(f"#!/bin/sh\nlog='{self.log}'\n{body}\n")
        path.chmod(0o755)

    def python(self, name: str = "python3") -> None:
        body = PYTHON.format(mkdir=shutil.which("mkdir"), cp=shutil.which("cp"), python=sys.executable)
        self.command(name, body)

    def apt(self, body: str = "", ldd: str = "libsasl2.so.2 => there") -> None:
        """Put stand-ins for Debian's commands on the PATH; `body` is what apt-get does besides downloading."""
        download = 'shift 2; for name; do echo >"${name}_1.deb"; done; exit'
        self.command("apt-get", f'if [ "$1" = download ]; then {download}; fi\n{body}')
        self.command("dpkg-deb", f'name=${{2##*/}}; [ -e "$2" ] && {shutil.which("mkdir")} -p "$3/usr/${{name%_*}}"')
        self.command("ldd", f"echo '{ldd}'")

    def whole(self, *commands: str) -> None:
        """Give the machine all that a leaflet needs, and these commands."""
        self.python()
        self.command("fc-list", f"echo '{FAMILIES}'; echo '{CJK}'")
        for name in commands:
            self.command(name, ":")

    def calls(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def setup(self, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.bin / "bash", self.project / "tools/setup", *args],
            env={"PATH": str(self.bin)},
            cwd=self.bin,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    project = tmp_path / "a project"
    for name in ("tools/setup", "pyproject.toml", "constraints.txt", "handouts/__init__.py"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, project / name)
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "env", "grep", "mkdir", "mv", "rm", "sed", "sort", "tr", "flock"):
        if found := shutil.which(name):
            (folder / name).symlink_to(found)
    return Machine(project, folder, tmp_path / "log")


@pytest.mark.parametrize("script", ["tools/setup", ".ci/run"])
def test_scripts_are_bash_and_can_be_run(script: str) -> None:
    subprocess.run(["bash", "-n", ROOT / script], check=True)
    assert (ROOT / script).stat().st_mode & 0o100


@pytest.mark.parametrize(("manager", "line"), [("brew", BREW), ("dnf", DNF), ("pacman", DEBIAN)])
def test_without_apt_it_says_what_to_install_and_installs_nothing(machine: Machine, manager: str, line: str) -> None:
    machine.command(manager, 'echo "called $*" >>"$log"')
    result = machine.setup("test")
    assert result.returncode == 3
    assert f"setup:     {line}\n" in result.stderr
    assert machine.calls() == []
    assert not (machine.project / ".venv").exists()


def test_only_what_is_missing_is_named(machine: Machine) -> None:
    machine.whole("brew", "pdftotext", "msgfmt", "msgmerge", "lp", "postfix", "cupsd", "ippeveprinter", "dbus-daemon")
    assert "setup:     brew install poppler\n" in machine.setup("test").stderr
    machine.command("fc-list", f"echo '{FAMILIES}'")
    assert (
        "setup:     brew install font-noto-sans-cjk-sc font-noto-sans-cjk-tc font-noto-sans-cjk-jp"
        in machine.setup().stderr
    )


def test_without_the_right_to_install_it_says_the_command(machine: Machine) -> None:
    machine.whole("apt-cache")
    machine.command("id", "echo 1000")
    machine.command("apt-get", 'echo apt-get >>"$log"')
    machine.command("sudo", "exit 1")
    result = machine.setup("test")
    assert result.returncode == 3
    command = "sudo apt-get update && sudo apt-get install --no-install-recommends poppler-utils gettext cups-client"
    assert f"setup:     {command}\n" in result.stderr
    assert machine.calls() == []


@pytest.mark.parametrize(("user", "how"), [("0", ""), ("1000", "sudo ")])
def test_apt_installs_what_is_missing_and_asks_nothing(machine: Machine, user: str, how: str) -> None:
    machine.whole("apt-cache")
    for name in TEST_COMMANDS:
        machine.command(f"{name}.new", ":")
    machine.command("id", f"echo {user}")
    machine.command("sudo", 'shift; [ "$1" = true ] || how="sudo " exec "$@"')
    moves = (f'{shutil.which("mv")} "{machine.bin}/{name}.new" "{machine.bin}/{name}"' for name in TEST_COMMANDS)
    move = " 2>&-\n".join(moves) + " 2>&-\n:"
    machine.apt(f'echo "$how$DEBIAN_FRONTEND $*" >>"$log"\n[ "$1" = update ] && exit 100\n{move}')
    result = machine.setup("test")
    assert result.returncode == 0, result.stderr
    update, install, *_ = machine.calls()
    assert update == f"{how}noninteractive update -qq"
    assert install.startswith(f"{how}noninteractive install -y -qq --no-install-recommends")
    assert install.endswith("300 poppler-utils gettext cups-client")
    (machine.bin / "msgfmt").rename(machine.bin / "msgfmt.new")
    before = machine.calls()
    assert machine.setup("test").returncode == 0
    calls_since = machine.calls()[len(before) :]
    assert [call.split()[-1] for call in calls_since] == ["-qq", "gettext"], "no pip: .venv was whole"


def test_venv_is_installed_where_python_lacks_it(machine: Machine) -> None:
    machine.whole("apt-cache")
    machine.command("python3", f'case "$*" in *ensurepip*) echo venvless ;; *) exec "{sys.executable}" "$@" ;; esac')
    machine.command("id", "echo 0")
    machine.command("apt-get", 'echo "$*" >>"$log"')
    machine.setup()
    assert machine.calls()[1].endswith("300 python3-venv")


def test_an_old_or_broken_python3_is_passed_over(machine: Machine) -> None:
    machine.whole()
    machine.command("python3", "exit 127")
    machine.python("python3.12")
    assert machine.setup().returncode == 0


def test_a_second_run_does_nothing(machine: Machine) -> None:
    machine.whole(*TEST_COMMANDS)
    machine.apt()
    first = machine.setup("test")
    assert first.returncode == 0, first.stderr
    calls = machine.calls()
    assert [call.split()[0] for call in calls] == ["venv", "pip", "pip"]
    assert calls[-1].endswith("-c constraints.txt --no-build-isolation -e .[test,check]")
    for args in (["test"], []):
        again = machine.setup(*args)
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert machine.calls() == calls


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", "handouts/__init__.py"])
def test_a_change_is_installed_into_the_same_venv(machine: Machine, name: str) -> None:
    machine.whole()
    machine.setup()
    with (machine.project / name).open("a") as file:
        file.write("# changed\n")
    machine.setup()
    assert [call.split()[0] for call in machine.calls()] == ["venv", "pip", "pip", "pip", "pip"]


@pytest.mark.parametrize("harm", ["renamed", "broken", "interrupted"])
def test_a_venv_that_does_not_serve_is_made_again(machine: Machine, harm: str) -> None:
    machine.whole()
    machine.setup()
    if harm == "renamed":
        machine.project = machine.project.rename(machine.project.with_name("renamed project"))
    elif harm == "broken":
        (machine.project / ".venv/bin/python").write_text("#!/nowhere\n")
    else:
        (machine.project / ".venv/.setup-home").unlink()
        (machine.project / ".venv/.setup-build").unlink()
    assert machine.setup().returncode == 0
    assert machine.calls().count("venv") == 2


def test_a_failed_set_up_leaves_no_stamp(machine: Machine) -> None:
    machine.whole()
    machine.setup()
    offline = Path(f"{machine.log}.offline")
    offline.touch()
    (machine.project / "constraints.txt").write_text("")
    for _ in range(2):
        assert machine.setup().returncode == 1
        assert not list((machine.project / ".venv").glob(".setup-[bt]*"))
    offline.unlink()
    assert machine.setup().returncode == 0


def test_the_servers_of_the_tests_are_unpacked_and_never_installed(machine: Machine) -> None:
    machine.whole(*TEST_COMMANDS)
    machine.apt('echo "$*" >>"$log"')
    folder = machine.project / ".venv/servers"
    assert machine.setup().returncode == 0
    assert not folder.exists(), "nobody mails or prints while leaflets are built"
    assert machine.setup("test").returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["packages", "usr"]
    assert {path.name for path in (folder / "usr").iterdir()} == set(SERVERS)
    assert [call.split()[0] for call in machine.calls()] == ["venv", *["pip"] * 4], "apt-get only downloaded"


@pytest.mark.parametrize("harm", ["removed", "of another list"])
def test_servers_that_are_not_those_wanted_are_unpacked_again(machine: Machine, harm: str) -> None:
    machine.whole(*TEST_COMMANDS)
    machine.apt()
    assert machine.setup("test").returncode == 0
    folder = machine.project / ".venv/servers"
    if harm == "removed":
        shutil.rmtree(folder)
    else:
        (folder / "packages").write_text("postfix")
        (folder / "usr/old").mkdir()
    assert machine.setup().stdout == "", "leaflets need none of them"
    assert machine.setup("test").returncode == 0
    assert {path.name for path in (folder / "usr").iterdir()} == set(SERVERS)
    assert machine.setup("test").stdout == ""


def test_libraries_that_the_servers_lack_are_installed(machine: Machine) -> None:
    machine.whole(*TEST_COMMANDS)
    machine.apt('echo "$*" >>"$log"', ldd="libicuuc.so.72 => not found")
    depends = ("PreDepends: init", "Depends: libnsl2", "Depends: libicu72", "  libelogind0", "Depends: libnsl2")
    machine.command("apt-cache", 'echo "$*" >>"$log"\n' + "\n".join(f"echo '  {line}'" for line in depends))
    machine.command("id", "echo 0")
    assert machine.setup("test").returncode == 0
    asked, installed = machine.calls()[-2:]
    assert asked == " ".join(("depends", *SERVERS))
    assert installed.endswith("300 libicu72 libnsl2")


def test_without_the_right_to_install_libraries_it_says_the_command(machine: Machine) -> None:
    machine.whole(*TEST_COMMANDS)
    machine.apt(ldd="libicuuc.so.72 => not found")
    machine.command("apt-cache", "echo '  Depends: libicu72'")
    machine.command("id", "echo 1000")
    result = machine.setup("test")
    assert result.returncode == 3
    assert "setup:     sudo apt-get install --no-install-recommends libicu72\n" in result.stderr
    assert not (machine.project / ".venv/servers").exists()


@pytest.mark.parametrize(("user", "tried"), [("0", ["download", "update"]), ("1000", ["download", "download"])])
def test_servers_that_cannot_be_had_are_said(machine: Machine, user: str, tried: list[str]) -> None:
    machine.whole(*TEST_COMMANDS)
    machine.command("apt-get", 'echo "$*" >>"$log"; echo "no network" >&2; exit 100')
    machine.command("id", f"echo {user}")
    result = machine.setup("test")
    assert result.returncode == 1
    assert "no network" in result.stderr
    assert [call.split()[0] for call in machine.calls()[-2:]] == tried
    assert not list((machine.project / ".venv").glob(".setup-[bt]*"))


def test_an_unknown_argument_is_refused(machine: Machine) -> None:
    assert machine.setup("tests").returncode == 2
    assert machine.setup("test", "check").returncode == 2


def test_every_font_that_is_printed_with_is_looked_for() -> None:
    listed = re.findall(r"'(Noto [^']+)'", (ROOT / "tools/setup").read_text())
    assert {font for script in SCRIPTS.values() for font in script.fonts} <= set(listed)


def test_every_requirement_is_pinned() -> None:
    def normal(requirement: str) -> str:
        return re.sub(r"[-_.]+", "-", re.split(r"[\s=<>!~\[;]", requirement, maxsplit=1)[0]).lower()

    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = config["project"]["optional-dependencies"]
    wanted = config["project"]["dependencies"] + config["build-system"]["requires"] + extras["test"] + extras["check"]
    pins = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    assert {normal(name) for name in wanted} <= {normal(pin) for pin in pins}
