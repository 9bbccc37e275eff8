"""Every kind of bad record gets one message with file, line, path, what was found, what is allowed, and a hint; and nothing is written."""

from pathlib import Path

import pytest

from civic.commands.join import join_command
from civic.errors import InputError
from civic.estate.loading import load_estate
from civic.ledger.joining import body
from civic.records.errors import RecordError
from tests.civic.records.estates import LEDGER, ON, RECORD, content, empty

FILE = "estate/organisations/northshire.yaml"
NO_SECRET = "allowed: no secret in any record; secrets are made empty in the tenancy's vault and filled there by the body"
QUOTE = "other YAML readers change it unless it is quoted"
KEYS = (
    "access, analogue_lines, applications, backups, budget, classification, clouds, connection, contacts, directory, domains, environments, hosting, kind, "
    "name, offers, pipeline, publish, review_by, short_name, subscriptions, takes, test, voice"
)
KINDS = (
    "district-council, county-council, unitary, metropolitan-district, london-borough, city-corporation, "
    "scottish-council, welsh-council, ni-district, department, agency, public-body"
)
NAME = "name: Northshire County Council"
OWNER = "owner: cloud@northshire.example"
PRINTABLE = "allowed: a name of 1 to 100 printable characters on one line"
CLOUDS = "allowed: a list such as [aws], or a mapping of clouds to choices"
ALIAS = "found an alias or anchor; allowed: each value written out; repeat the value, or quote a text that begins with '*' or '&'"

REPLACED = {
    "unknown key": ("review_by", "reviewby", f":12: reviewby: found unknown key 'reviewby'; allowed: {KEYS}; did you mean 'review_by'?"),
    "unknown nested key": (
        "phone:",
        "fone:",
        ":7: contacts.fone: found unknown key 'fone'; allowed: billing, operations, owner, phone, security; did you mean 'phone'?",
    ),
    "missing key": (f"{NAME}\n", "", ":1: name: found nothing; allowed: the key 'name' is needed"),
    "unknown kind": (
        "county-council",
        "county-counsil",
        f":3: kind: found 'county-counsil'; allowed: {KINDS}; did you mean 'county-council'?",
    ),
    "misspelt word": (
        "clouds:",
        "classification: oficial\nclouds:",
        ":4: classification: found 'oficial'; allowed: official, official-sensitive; did you mean 'official'?",
    ),
    "unknown cloud": ("[aws]", "[awz]", ":4: clouds.awz: found 'awz'; allowed: aws, azure; did you mean 'aws'?"),
    "a cloud twice": ("[aws]", "[aws, aws]", ":4: clouds: found a list; allowed: each cloud once"),
    "no cloud": ("[aws]", "[]", f":4: clouds: found an empty list; {CLOUDS}"),
    "clouds as text": ("[aws]", "aws", f":4: clouds: found 'aws'; {CLOUDS}"),
    "clouds as mappings in a list": ("[aws]", "[{aws: {}}]", f":4: clouds: found a list; {CLOUDS}"),
    "region outside the list": (
        "[aws]",
        "\n  aws:\n    region: eu-west-1",
        ":6: clouds.aws.region: found 'eu-west-1'; allowed: eu-west-2; did you mean 'eu-west-2'?",
    ),
    "a word for a mapping": (
        "review_by:",
        "hosting: shared\nreview_by:",
        ":12: hosting: found 'shared'; allowed: a mapping; say '{placement: shared}'",
    ),
    "number for text": (NAME, "name: 42", ':2: name: found 42 without quotes; allowed: "42"; it is a name, not an amount'),
    "truth for text": (NAME, "name: true", ":2: name: found true; allowed: text"),
    "text for a number": ("connection:", 'connection:\n  zones: "2"', ":9: connection.zones: found '2'; allowed: a whole number"),
    "text for a list": (
        "connection:",
        "takes: connection\nconnection:",
        ":8: takes: found 'connection'; allowed: a list; did you mean [\"connection\"]?",
    ),
    "a range whose subnets AWS does not have": ("connection:", "connection:\n  prefix: 24", ":9: connection.prefix: found 24; allowed: 23 or less"),
    "too small a number": ("connection:", "connection:\n  prefix: 12", ":9: connection.prefix: found 12; allowed: 20 or more"),
    "too large a number": ("connection:", "connection:\n  zones: 4", ":9: connection.zones: found 4; allowed: 3 or less"),
    "unquoted date": ('"2027-11-30"', "2027-11-30", f':12: review_by: found 2027-11-30 without quotes; allowed: "2027-11-30"; {QUOTE}'),
    "no such date": ('"2027-11-30"', '"2027-02-30"', ":12: review_by: found '2027-02-30'; allowed: a real date as \"YYYY-MM-DD\""),
    "unquoted version": (NAME, "name: 1.20", f':2: name: found 1.20 without quotes; allowed: "1.20"; {QUOTE}'),
    "unquoted time": (NAME, "name: 09:30", f':2: name: found 09:30 without quotes; allowed: "09:30"; {QUOTE}'),
    "unquoted account": (
        "[aws]",
        "{aws: {existing: 111122223333}}",
        f':4: clouds.aws.existing: found 111122223333 without quotes; allowed: "111122223333"; {QUOTE}',
    ),
    "account of the wrong cloud": (
        "[aws]",
        '{aws: {existing: "0b5f8a1e-3c7d-4e2a-9f60-1d2c3b4a5e6f"}}',
        ":4: clouds.aws.existing: found '0b5f8a1e-3c7d-4e2a-9f60-1d2c3b4a5e6f'; allowed: an AWS account id",
    ),
    "short account": (
        "[aws]",
        '{aws: {existing: "1111"}}',
        ":4: clouds.aws.existing: found '1111'; allowed: an AWS account id of twelve digits or an Azure subscription id (a GUID), quoted",
    ),
    "unquoted telephone": (
        '"+441632960001"',
        "+441632960001",
        f':7: contacts.phone: found +441632960001 without quotes; allowed: "+441632960001"; {QUOTE}',
    ),
    "network without connection": (
        "connection:",
        "takes: [hosting]\nconnection:",
        ":8: takes: found a list; allowed: 'connection' and what stands on it",
    ),
    "address for a domain": (
        "api.os.uk",
        "https://api.os.uk",
        ":11: connection.egress[1]: found 'https://api.os.uk'; allowed: a domain name such as 'www.gov.uk' or '*.gov.uk', "
        "without scheme, path or port",
    ),
    "capitals in a domain": (
        "api.os.uk",
        "API.os.uk",
        ":11: connection.egress[1]: found 'API.os.uk'; allowed: a domain name such as 'www.gov.uk' or '*.gov.uk', "
        "without scheme, path or port; did you mean 'api.os.uk'?",
    ),
    "every domain": (
        "api.os.uk",
        '"*"',
        ":11: connection.egress[1]: found '*'; allowed: a domain name such as 'www.gov.uk' or '*.gov.uk', without scheme, path or port",
    ),
    "duplicate key": ("connection:", "kind: unitary\nconnection:", ":8: kind: found the key a second time; allowed: each key once"),
    "malformed": (
        "[aws]",
        "[aws",
        ":5: found malformed YAML (expected ',' or ']', but got ':'); allowed: YAML 1.2; "
        "a list that begins with '[' ends with ']', and a mapping that begins with '{' with '}'",
    ),
    "a tab": (
        f"  {OWNER}",
        f"\t{OWNER}",
        ":6: found malformed YAML (found character '\\t' that cannot start any token); allowed: YAML 1.2; indent with spaces, never with tabs",
    ),
    "no colon": (
        "kind: county-council",
        "kind county-council",
        ":4: found malformed YAML (could not find expected ':'); allowed: YAML 1.2; "
        "each key is followed by ': ', a colon and a space; the line before this one may lack it",
    ),
    "a colon in a text": (
        NAME,
        "name: Northshire: the county",
        ":2: found malformed YAML (mapping values are not allowed here); allowed: YAML 1.2; "
        "quote a text that holds ': ', and set a line no further in than its neighbours",
    ),
    "a number as it is dialled": (
        '"+441632960001"',
        "01632960000",
        ':7: contacts.phone: found 01632960000 without quotes; allowed: a telephone number in E.164, quoted, such as "+441632960000"',
    ),
    "a number with underscores": (
        "connection:",
        "budget: 1_000\nconnection:",
        ":8: budget: found 1_000; allowed: a whole number of digits alone, such as 1000, or a text in quotes",
    ),
    "dedicated hosting on Azure without a certificate": (
        "[aws]",
        "[aws, azure]\nhosting: {placement: dedicated, domain: apps.northshire.example}",
        ":5: hosting.certificate: found nothing; allowed: a Key Vault secret without its version, such as "
        "'https://northshire-tls.vault.azure.net/secrets/apps'",
    ),
    "anchor": (OWNER, "owner: &a cloud@northshire.example", f":6: contacts.owner: {ALIAS}"),
    "alias": ('"*.service.gov.uk"', "*service", f":10: connection.egress[0]: {ALIAS}"),
    "tag": (NAME, "name: !!python/name:os.x y", ":2: name: found the YAML tag tag:yaml.org,2002:python/name:os.x; allowed: no tags"),
    "too deep": (
        NAME,
        f"name: {'[' * 13}{']' * 13}",
        f":2: name{'[0]' * 12}: found nesting deeper than 12; allowed: flatter data",
    ),
    "key that is a list": ("connection:", "? [a]\n: b\nconnection:", ":8: found a key that is not text; allowed: keys of plain text"),
    "slug in the file": ("connection:", "slug: x\nconnection:", ":8: slug: found 'slug'; allowed: nothing: the file's name says it"),
    "two documents": ("connection:", "---\nconnection:", ":8: found a second document; allowed: one document in each file"),
    "writing that runs backwards": (NAME, 'name: "North\\u202eshire"', f":2: name: found 'North\\u202eshire'; {PRINTABLE}"),
    "two lines": (NAME, 'name: "North\\nshire"', f":2: name: found 'North\\nshire'; {PRINTABLE}"),
    "AWS key": (NAME, "name: AKIAIOSFODNN7EXAMPLE", f":2: name: found an AWS access key (value not shown); {NO_SECRET}"),
    "temporary AWS key": (NAME, "name: ASIAIOSFODNN7EXAMPLE", f":2: name: found an AWS access key (value not shown); {NO_SECRET}"),
    "AWS key in a comment": ("clouds:", "# ASIAIOSFODNN7EXAMPLE\nclouds:", f":4: found an AWS access key (value not shown); {NO_SECRET}"),
    "private key": (
        NAME,
        "name: |\n  -----BEGIN RSA PRIVATE KEY-----\n  x",
        f":2: name: found a private key (value not shown); {NO_SECRET}",
    ),
    "base64": (
        NAME,
        "name: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        f":2: name: found what looks like a key (value not shown); {NO_SECRET}",
    ),
    "hexadecimal": (
        NAME,
        "name: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c",
        f":2: name: found what looks like a key (value not shown); {NO_SECRET}",
    ),
    "password": ("connection:", "password: hunter2\nconnection:", f":8: password: found a secret (value not shown); {NO_SECRET}"),
    "secret number": ("connection:", "pin_token: 1234\nconnection:", f":8: pin_token: found a secret (value not shown); {NO_SECRET}"),
}

WHOLE = {
    "empty": (b"", ": found an empty file; allowed: a mapping of keys to values; 'civic join' writes a record to start from"),
    "comments alone": (b"# x\n", ": found an empty file; allowed: a mapping of keys to values; 'civic join' writes a record to start from"),
    "a list": (b"- a\n", ":1: found a list; allowed: a mapping of keys to values"),
    "latin-1": (
        RECORD.replace("Northshire", "Northsh\u00efre").encode("latin-1"),
        ":2: found a byte that is not UTF-8 (0xef); allowed: UTF-8 text; save the file as UTF-8",
    ),
    "too many values": (b"name: [" + b"1," * 30_000 + b"]", ":1: found more than 20,000 values; allowed: fewer in one file"),
    "too large": (b"#" * ((1 << 17) + 1), ": found 131,073 bytes; allowed: at most 131,072 bytes"),
    "deep enough to break a parser": (
        b"name: " + b"[" * 90_000,
        f":1: name{'[0]' * 12}: found nesting deeper than 12; allowed: flatter data",
    ),
}


def refused(root: Path, slug: str = "northshire") -> str:
    """The message with which the estate is refused; what is on disk stays as it was."""
    before = content(root)
    with pytest.raises(RecordError) as raised:
        load_estate(root, [slug])
    assert content(root) == before
    return str(raised.value)


def written(tmp_path: Path, raw: bytes, ledger: str = "") -> Path:
    root = empty(tmp_path)
    for folder in ("organisations", "ledger"):
        (root / folder).mkdir()
    (root / "organisations" / "northshire.yaml").write_bytes(raw)
    if ledger:
        (root / "ledger" / "northshire.yaml").write_text(ledger, encoding="utf-8")
    return root


def test_the_record_itself_is_good(tmp_path: Path) -> None:
    assert load_estate(written(tmp_path, RECORD.encode(), LEDGER)).organisations["northshire"].name == "Northshire County Council"


@pytest.mark.parametrize("case", REPLACED)
def test_one_clear_message(tmp_path: Path, case: str) -> None:
    good, bad, message = REPLACED[case]
    assert RECORD.count(good) == 1
    assert refused(written(tmp_path, RECORD.replace(good, bad).encode())) == FILE + message


@pytest.mark.parametrize("case", WHOLE)
def test_one_clear_message_for_a_whole_file(tmp_path: Path, case: str) -> None:
    raw, message = WHOLE[case]
    assert refused(written(tmp_path, raw)) == FILE + message


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ('"2026-11-24"', "2026-11-24", f':5: entries[0].on: found 2026-11-24 without quotes; allowed: "2026-11-24"; {QUOTE}'),
        (
            "10.64.4.0/22",
            "10.64.5.0/22",
            ":2: entries[0].given: found '10.64.5.0/22'; allowed: an IPv4 range such as '10.64.0.0/22'; did you mean '10.64.4.0/22'?",
        ),
        (
            "- given",
            "- gvien",
            ":2: entries[0].gvien: found unknown key 'gvien'; allowed: because, cloud, given, on, region, seal, withdrawn; did you mean 'given'?",
        ),
        (
            "- given",
            "- because: moved\n  withdrawn",
            ":3: entries[0].withdrawn: found '10.64.4.0/22'; allowed: a range given by an entry above and not yet withdrawn",
        ),
        ("- given", "- withdrawn", ":2: entries[0].because: found nothing; allowed: the reason for which the range is withdrawn"),
        (
            '- given: "10.64.4.0/22"\n  cloud',
            "- cloud",
            ":2: entries[0]: found a mapping; allowed: an entry with either 'given' or 'withdrawn'",
        ),
    ],
)
def test_one_clear_message_for_a_ledger(tmp_path: Path, good: str, bad: str, message: str) -> None:
    assert LEDGER.count(good) == 1
    root = written(tmp_path, RECORD.encode(), LEDGER.replace(good, bad))
    assert refused(root) == f"estate/ledger/northshire.yaml{message}"


@pytest.mark.parametrize("slug", ["platform", "platform-aws-hosting", "north-test", "x", "North", "1st", "a_b", "a-", "a" * 41])
def test_names_a_body_cannot_have(tmp_path: Path, slug: str) -> None:
    root = empty(tmp_path)
    message = "2 to 40 of a-z, 0-9 and '-', beginning with a letter; not 'platform', nor anything that begins with 'platform-' or ends in '-test'"
    assert refused(root, slug) == f"estate/organisations/{slug}.yaml: found the name '{slug}'; allowed: {message}"
    with pytest.raises(InputError, match=f"^slug: found '{slug}'; allowed: {message}$"):
        body(slug, "A Council", "unitary", "aws", "cloud@a.example", "+441632960000")


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = written(tmp_path, RECORD.encode())
    link = root / "organisations" / "linked.yaml"
    link.symlink_to(root / "organisations" / "northshire.yaml")
    assert refused(root, "linked") == "estate/organisations/linked.yaml: found a symbolic link; allowed: a file of its own"
    (root / "ledger" / "northshire.yaml").symlink_to("/nowhere")
    assert refused(root) == "estate/ledger/northshire.yaml: found a symbolic link; allowed: a file of its own"


def test_folders_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    root = empty(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (root / "organisations").symlink_to(tmp_path / "elsewhere")
    assert refused(root) == "estate/organisations: found a symbolic link out of the estate; allowed: a folder of its own"


def test_every_problem_of_every_file_is_told(tmp_path: Path) -> None:
    bad = RECORD.replace("county-council", "county").replace("review_by", "reviewed")
    root = written(tmp_path, bad.encode(), LEDGER.replace("aws", "awz"))
    (root / "organisations" / "other.yaml").write_text("kind: unitary\n", encoding="utf-8")
    with pytest.raises(RecordError) as raised:
        load_estate(root)
    places = [(problem.file.removeprefix("estate/"), problem.path) for problem in raised.value.problems]
    assert ("organisations/northshire.yaml", "kind") in places
    assert ("organisations/northshire.yaml", "reviewed") in places
    assert {path for file, path in places if file.endswith("other.yaml")} == {"name", "clouds", "contacts"}
    assert len(str(raised.value).splitlines()) == len(places)


def test_the_platform_record_is_checked_too(tmp_path: Path) -> None:
    root = empty(tmp_path)
    path = root / "platform.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("home: eu-west-2", "home: eu-west-3"), encoding="utf-8")
    assert refused(root).endswith("aws.home: found 'eu-west-3'; allowed: eu-west-2; did you mean 'eu-west-2'?")
    path.unlink()
    found = "estate/platform.yaml: found no such file; allowed: a record; start from the example's estate/platform.yaml"
    assert refused(root).startswith(found)


def test_joining_a_broken_estate_writes_nothing(tmp_path: Path) -> None:
    root = written(tmp_path, RECORD.replace("county-council", "county").encode())
    before = content(root)
    with pytest.raises(RecordError):
        join_command(root, "other", "Other Council", "unitary", "aws", "cloud@other.example", "+441632960000", None, ON)
    assert content(root) == before
