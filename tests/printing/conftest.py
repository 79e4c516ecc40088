"""The printer's office, and a clinic that has built its leaflets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Clinic
from tests.printing.office import Office, open_office


@pytest.fixture(scope="session")
def opened_office() -> Iterator[Office]:
    """One office for all tests of a process."""
    with open_office() as opened:
        yield opened


@pytest.fixture
def office(opened_office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """The office, as the server that this test's programs talk to."""
    monkeypatch.setenv("CUPS_SERVER", opened_office.server)
    monkeypatch.setenv("HOME", str(tmp_path))  # a person's own default printer is none of ours
    for name in ("LPDEST", "PRINTER"):
        monkeypatch.delenv(name, raising=False)
    return opened_office


@pytest.fixture
def built(clinic: Clinic) -> Clinic:
    """A clinic with its Spanish leaflet."""
    assert clinic.handouts("build", "-l", "es").code == 0
    return clinic
