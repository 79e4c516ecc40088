"""The same input gives the same bytes: again, in another process, in another folder, at another time."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import ROOT, Clinic, po_file

ARABIC = {
    "A short leaflet": "نشرة قصيرة",
    "What it is about.": "عمّ تتحدث.",
    "What it is": "ما هو",
    "It is a *treatment* for pain.": "هو *علاج* للألم.",
    "Risks": "المخاطر",
    "It can harm you. **Do not take more than 5 mg.**": "قد يضرك. **لا تأخذ أكثر من ٥ ملغ.**",
    "Common": "شائعة",
    "You feel sick.": "تشعر بالغثيان.",
    "You feel dizzy.": "تشعر بالدوخة.",
    "Call {emergency} at once if you cannot breathe.": "اتصل على {emergency} فورًا إذا لم تستطع التنفس.",
    "Supervision": "الإشراف",
    "Only in a clinic. Do not drive for 24 hours.": "في العيادة فقط. لا تقُد السيارة لمدة ٢٤ ساعة.",
    "Who to call": "بمن تتصل",
    "Call {phone}.": "اتصل على {phone}.",
}
PDFS = ["ar/short.standard.a4.pdf", "en/short.standard.a4.pdf", "es/short.standard.a4.pdf"]


@pytest.fixture
def three(clinic: Clinic) -> Clinic:
    """The clinic with its article in a third language, which has another script, direction and digits."""
    clinic.edit("handouts.toml", '["en", "es"]', '["en", "es", "ar"]')
    clinic.write("locales/ar/LC_MESSAGES/short.po", po_file("ar", ARABIC))
    return clinic


def digests(root: Path) -> dict[str, str]:
    output = root / "output" / "example-clinic"
    return {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest() for path in output.rglob("*.pdf")
    }


def build_elsewhere(root: Path, **settings: str) -> dict[str, str]:
    """Build in a process of its own, with an environment of its own."""
    shutil.rmtree(root / "output", ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    environment |= {"PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-P", "-m", "handouts", "build", "-w", str(root)]
    subprocess.run(command, env=environment, cwd=root.parent, check=True, capture_output=True, timeout=120)
    return digests(root)


def test_the_same_bytes_everywhere(three: Clinic, tmp_path: Path) -> None:
    assert three.handouts("build").code == 0
    wanted = digests(three.root)
    assert sorted(wanted) == PDFS
    assert len(set(wanted.values())) == 3
    shutil.rmtree(three.path("output"))
    assert three.handouts("build").code == 0
    assert digests(three.root) == wanted, "built again in this process"
    other = tmp_path / "another" / "place with a longer name"
    shutil.copytree(three.root, other)
    for path in other.rglob("*"):
        os.utime(path, (0, 0))
    settings = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOME": str(tmp_path)}
    assert build_elsewhere(other, **settings) == wanted, "in another process, folder, time zone and locale"
    assert build_elsewhere(three.root, PYTHONHASHSEED="1", TZ="Pacific/Pago_Pago", COLUMNS="20") == wanted


def test_the_order_of_building_does_not_matter(three: Clinic) -> None:
    assert three.handouts("build").code == 0
    wanted = digests(three.root)
    shutil.rmtree(three.path("output"))
    assert three.handouts("build", "-l", "ar", "-l", "es", "-e", "large-print", "-e", "standard").code == 0
    assert three.handouts("build", "-l", "en").code == 0
    found = digests(three.root)
    assert {name: found[name] for name in PDFS} == wanted


@pytest.mark.parametrize("day", ["2026-11-22", "2024-02-29"])
def test_dates_come_from_the_article(clinic: Clinic, day: str) -> None:
    clinic.edit("articles/short.md", "date: 2026-11-22", f"date: {day}")
    assert clinic.handouts("build", "-l", "en").code == 0
    path = clinic.path("output/example-clinic/en/short.standard.a4.pdf")
    with pikepdf.open(path) as pdf:
        assert {str(pdf.docinfo[key]) for key in ("/CreationDate", "/ModDate")} == {"D:" + day.replace("-", "")}
        metadata = pdf.Root.Metadata.read_bytes().decode()
    assert set(re.findall(r"<\w+:\w+Date>([^<]*)</", metadata)) == {day}
    now = re.compile(rb"20\d\d-?\d\d-?\d\d")
    known = {day.encode(), day.replace("-", "").encode()}
    assert set(now.findall(path.read_bytes())) <= known


def test_nothing_of_the_machine_is_in_the_file(clinic: Clinic) -> None:
    assert clinic.handouts("build", "-l", "en").code == 0
    path = clinic.path("output/example-clinic/en/short.standard.a4.pdf")
    with pikepdf.open(path) as pdf:
        everything = b"\n".join(
            found.read_bytes() for found in pdf.objects if isinstance(found, pikepdf.Stream) and "/Subtype" not in found
        )
    for secret in (str(clinic.root), str(ROOT), os.environ.get("USER") or "nobody-at-all"):
        assert secret.encode() not in everything + path.read_bytes()
