"""Whose people: the directory of a record, the groups that are of it, and the certificates that it signs with."""

from pathlib import Path

import pytest

from civic.estate.layers import StackName
from civic.estate.loading import load_estate, load_for_stack
from civic.records.errors import RecordError
from tests.civic.records.estates import example

TENANT = "a1f6c0d4-8e52-4b39-9c17-3d70e5b8f264"
PLATFORM_TENANT = "7d3c1f0a-52b4-4c0e-8a53-0f6f2f6f1c11"
NORTHSHIRE, KINGSMERE = f"directory:\n  tenant: {TENANT}\n", "directory:\n  tenant: 5e0b93c7-14fa-4d68-b2a9-76c1f0d83e95\n"
GUESTS = "    guests: d84f2b16-5c03-47ea-90db-1e6a7f39c582\n"
WRITE = "write 'directory: {tenant: ...}' with the id of your Microsoft Entra tenant, or 'issuer' and 'sign_in' of another directory, above 'access'"
OTHER = "directory:\n  issuer: https://login.northshire.example\n  sign_in: https://login.northshire.example/saml\n"

CASES = {
    "a group of no directory": (
        "northshire",
        NORTHSHIRE,
        "",
        f"access[0].group: found '3f0d2c5a-91b7-4c6e-8a24-5d7b1e9c0f31'; allowed: a group of a directory that is known: {WRITE}",
    ),
    "a directory that is no mapping": ("northshire", NORTHSHIRE, f"directory: {TENANT}\n", f"directory: found '{TENANT}'; allowed: a mapping"),
    "a tenant that is none": (
        "northshire",
        TENANT,
        "northshire.example",
        "directory.tenant: found 'northshire.example'; allowed: a GUID in lower case",
    ),
    "a misspelt key": ("northshire", f"  tenant: {TENANT}", f"  tenent: {TENANT}", "did you mean 'tenant'?"),
    "two directories": (
        "northshire",
        NORTHSHIRE,
        f"{NORTHSHIRE}  issuer: https://a.example\n",
        "directory.issuer: found 'https://a.example'; allowed: nothing beside 'tenant'",
    ),
    "half of another directory": (
        "northshire",
        NORTHSHIRE,
        "directory:\n  issuer: https://a.example\n",
        "allowed: 'tenant', the id of a Microsoft Entra tenant; or 'issuer' and 'sign_in'",
    ),
    "a directory that Azure cannot know": ("kingsmere", KINGSMERE, OTHER, "people enter Azure from no other directory"),
    "guests of nowhere": ("kingsmere", GUESTS, "", f"'guests', the group of the platform's directory ({PLATFORM_TENANT})"),
    "guests at home": (
        "kingsmere",
        KINGSMERE,
        f"directory:\n  tenant: {PLATFORM_TENANT}\n",
        "allowed: nothing: the body's directory is the platform's own",
    ),
    "guests on AWS": (
        "northshire",
        '    until: "2027-06-30"\n  - role: operator',
        f'    until: "2027-06-30"\n{GUESTS}  - role: operator',
        "nobody's guests",
    ),
    "break-glass without a beginning": (
        "northshire",
        '    since: "2026-11-20"\n',
        "",
        "access[2].since: found nothing; allowed: the first day of break-glass",
    ),
    "break-glass for a season": (
        "northshire",
        'until: "2026-12-18"',
        'until: "2026-12-21"',
        "access[2].until: found '2026-12-21'; allowed: a day less than 31 days after 'since'",
    ),
    "an end before the beginning": (
        "northshire",
        'since: "2026-11-20"',
        'since: "2026-12-19"',
        "access[2].since: found '2026-12-19'; allowed: a day that is not after 'until'",
    ),
}


def changed(root: Path, name: str, old: str, new: str) -> Path:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES)
def test_one_clear_message(tmp_path: Path, case: str) -> None:
    slug, old, new, message = CASES[case]
    with pytest.raises(RecordError) as raised:
        load_estate(changed(example(tmp_path), f"organisations/{slug}.yaml", old, new))
    (line,) = str(raised.value).splitlines()
    assert line.startswith(f"estate/organisations/{slug}.yaml:")
    assert message in line


def test_another_directory_lets_people_into_aws(tmp_path: Path) -> None:
    directory = load_estate(changed(example(tmp_path), "organisations/northshire.yaml", NORTHSHIRE, OTHER)).organisations["northshire"].directory
    assert directory is not None
    assert (directory.entity, directory.sign_in_address) == ("https://login.northshire.example", "https://login.northshire.example/saml")


def test_the_platforms_own_people_are_of_its_own_directory(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"allowed: '{tenant: 7d3c1f0a-52b4-4c0e-8a53-0f6f2f6f1c11}', which 'azure.directory' names"):
        load_estate(changed(example(tmp_path / "a"), "platform.yaml", f"directory:\n  tenant: {PLATFORM_TENANT}", f"directory:\n  tenant: {TENANT}"))
    with pytest.raises(RecordError, match=r"access\[0\].group: found .*; allowed: a group of a directory that is known"):
        load_estate(changed(example(tmp_path / "b"), "platform.yaml", f"directory:\n  tenant: {PLATFORM_TENANT}\naccess", "access"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "found no such file; allowed: the certificate that the directory signs SAML assertions with"),
        ("", "found no certificate; allowed: 1 to 4 certificates in PEM"),
        ("-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n", "found a certificate that does not parse; allowed: an X.509 certificate"),
        ("-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----\n", "found a private key"),
        ("a" * 20_001, "found 20,001 bytes; allowed: at most 20,000 bytes"),
    ],
)
def test_whoever_enters_aws_enters_by_a_certificate_that_is_one(tmp_path: Path, text: str | None, message: str) -> None:
    root = example(tmp_path)
    path = root / "directories" / "northshire.pem"
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as raised:
        load_for_stack(root, StackName.parse("northshire-aws-tenancy")).certificates("northshire")
    assert str(raised.value).startswith("estate/directories/northshire.pem: ")
    assert message in str(raised.value)


def test_a_body_without_people_needs_neither_directory_nor_certificate(tmp_path: Path) -> None:
    root = example(tmp_path)
    assert load_estate(root).organisations["eastvale"].directory is None
    load_for_stack(root, StackName.parse("eastvale-aws-tenancy"))
