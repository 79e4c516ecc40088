"""Addresses: what is one, in ASCII where it can be, and never repeated in what is said of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.mail.addresses import MailAddress, parse_address


@pytest.mark.parametrize(
    ("text", "local", "domain", "needs_smtputf8"),
    [
        ("ana@example.org", "ana", "example.org", False),
        (" ana@example.org ", "ana", "example.org", False),
        ("Ana.Ruiz+clinic@Example.ORG", "Ana.Ruiz+clinic", "example.org", False),
        ("a@clinic.example", "a", "clinic.example", False),
        # IDNA 2008 keeps the German ß that IDNA 2003 made ss: another domain, another owner.
        ("a@faß.de", "a", "xn--fa-hia.de", False),
        ("a@xn--fa-hia.de", "a", "xn--fa-hia.de", False),
        ("a@例え.jp", "a", "xn--r8jz45g.jp", False),
        ("josé@example.org", "josé", "example.org", True),
        ("jose\u0301@example.org", "josé", "example.org", True),
        ("用户@例え.jp", "用户", "xn--r8jz45g.jp", True),
    ],
)
def test_what_is_an_address(text: str, local: str, domain: str, needs_smtputf8: bool) -> None:
    found = parse_address(text)
    assert found == MailAddress(local, domain)
    assert str(found) == f"{local}@{domain}"
    assert found.needs_smtputf8 is needs_smtputf8


@pytest.mark.parametrize(
    "text",
    [
        "", "@", "ana", "ana@", "@example.org", "ana@example", "ana@localhost", "ana@[127.0.0.1]", "a b@example.org",
        '"a b"@example.org', "Ana <ana@example.org>", "ana@example.org,bob@example.org", "ana@example.org;bob@x.org",
        "ana@@example.org", "a..b@example.org", ".a@example.org", "ana@-example.org", "ana@xn--zz.de",
        "ana@example.org.",
        "ana@example.org\nBcc: bob@example.org", "ana@example.org\r\n", "ana\0@example.org", "ana\u202e@example.org",
        "ana@exa\u200bmple.org", "ana\t@example.org", f"{'a' * 65}@example.org", f"a@{'b' * 300}.org",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse_address(text)
    assert "ana" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_letter_case_does_not_make_two_people() -> None:
    assert parse_address("Ana@Example.org").key == parse_address("ana@example.org").key
    assert parse_address("ana@example.org").key != parse_address("anna@example.org").key


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused_in_words(text: str) -> None:
    try:
        found = parse_address(text)
    except ValueError:
        return
    assert found.domain.isascii()
    assert str(found).isprintable()
    assert not set(str(found)) & set(' ,;:<>"()[]')
    assert parse_address(str(found)) == found
