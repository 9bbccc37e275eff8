"""Manifests: the example's are sound and say what is known of them; a bad one gets one clear message."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from civic.estate.checks import problems
from civic.estate.loading import load_estate
from civic.estate.store import _by_number, load_manifest, load_store, versions
from civic.records.errors import RecordError
from civic.records.manifest import Manifest
from civic.records.schemas import schema
from stacks.applications import workload
from tests.civic.estate.store_estates import SHARED, bodies, platform
from tests.civic.records.estates import content
from tests.looping import each
from tests.planning import ESTATE

STORE = load_store(ESTATE)
EVERY = [(name, version) for name, given in STORE.items() for version in given]
DIGEST = "5" * 64
GOOD = f"""\
# yaml-language-server: $schema=../../schemas/application.json
name: forms
version: "1.2.0"
title: Forms
description: Forms that residents fill in.
publisher:
  name: Forms contributors
  site: https://forms.example
licence: MIT
source: https://code.example/forms
image: registry.example/forms/forms@sha256:{DIGEST}
port: 8080
user: 1000
writable: [/tmp]
needs: [postgresql, storage]
database:
  host_variable: DB_HOST
  name_variable: DB_NAME
  user_variable: DB_USER
  password_variable: DB_PASSWORD
storage_variable: FILES
environment:
  MODE: live
secrets: [SESSION_KEY]
address_variable: ADDRESS
health:
  path: /health
size:
  cpu: "0.5"
migration:
  command: [migrate]
data:
  what: What residents wrote.
  personal: true
  classification: official
placements: [shared]
clouds: [aws]
support:
  site: https://forms.example/help
  until: "2028-01-31"
checked:
  - fact: The port.
    source: https://forms.example/docs
    on: "2026-11-24"
unchecked:
  - Whether the registry serves the digest.
"""
FILE = "estate/applications/forms/1.2.0.yaml"
SENTENCE = "allowed: 3 to 300 characters of plain text on one line, without '<' and '>'"
VARIABLE = "allowed: the name of an environment variable, such as 'DATABASE_URL'"
IMAGE = (
    "allowed: an image by digest with its registry, such as 'registry.example/team/app@sha256:...' (64 hexadecimal digits); "
    "a tag can be moved to another image"
)
HTTPS = "allowed: an address that begins with https://"
KEYS = (
    "address_variable, arm64, checked, clouds, command, data, database, description, environment, health, image, licence, migration, name, needs, "
    "placements, port, publisher, secrets, signature, size, source, sticky, storage_variable, support, title, unchecked, user, version, writable"
)
BAD = {
    "unknown key": ("port: 8080", "prot: 8080", f":12: prot: found unknown key 'prot'; allowed: {KEYS}; did you mean 'port'?"),
    "another name": ("name: forms\n", "name: formz\n", ":2: name: found 'formz'; allowed: 'forms', as the file's place says"),
    "another version": ('"1.2.0"', '"1.2.1"', ":3: version: found '1.2.1'; allowed: '1.2.0', as the file's place says"),
    "unquoted version": (
        '"1.2.0"',
        "1.2.0",
        ':3: version: found 1.2.0 without quotes; allowed: "1.2.0"; other YAML readers change it unless it is quoted',
    ),
    "markup in a description": ("Forms that", "<b>Forms</b> that", f":5: description: found '<b>Forms</b> that residents fill in.'; {SENTENCE}"),
    "no publisher's name": ("  name: Forms contributors\n", "", ":6: publisher.name: found nothing; allowed: the key 'name' is needed"),
    "site without encryption": ("https://forms.example\n", "http://forms.example\n", f":8: publisher.site: found 'http://forms.example'; {HTTPS}"),
    "script for a source": ("https://code.example/forms", "javascript:alert(1)", f":10: source: found 'javascript:alert(1)'; {HTTPS}"),
    "licence in words": (
        "licence: MIT",
        "licence: the MIT licence",
        ":9: licence: found 'the MIT licence'; allowed: an SPDX licence, such as 'MIT' or 'AGPL-3.0-only OR EUPL-1.2': names of licences are joined by AND, OR and WITH",
    ),
    "licence misspelled": (
        "licence: MIT",
        "licence: AGPL-3.0-olny",
        ":9: licence: found 'AGPL-3.0-olny'; allowed: an SPDX licence, such as 'MIT' or 'AGPL-3.0-only OR EUPL-1.2': "
        "SPDX has no 'AGPL-3.0-olny'; did you mean 'AGPL-3.0-only'?",
    ),
    "licence in parts": (
        "licence: MIT",
        "licence: MIT AND",
        ":9: licence: found 'MIT AND'; allowed: an SPDX licence, such as 'MIT' or 'AGPL-3.0-only OR EUPL-1.2': "
        "names of licences are joined by AND, OR and WITH",
    ),
    "image by tag": (f"@sha256:{DIGEST}", ":1.2.0", f":11: image: found 'registry.example/forms/forms:1.2.0'; {IMAGE}"),
    "image without registry": ("registry.example/", "", f":11: image: found 'forms/forms@sha256:{DIGEST[:61]}'; {IMAGE}"),
    "short digest": (DIGEST, "55", f":11: image: found 'registry.example/forms/forms@sha256:55'; {IMAGE}"),
    "a signature by nobody": (
        "port: 8080",
        "signature: {identity: https://code.example/forms/release.yaml}\nport: 8080",
        ":12: signature.identity: found 'https://code.example/forms/release.yaml'; allowed: an 'identity' and its 'issuer', or a 'key', and not both",
    ),
    "port of root": ("port: 8080", "port: 80", ":12: port: found 80; allowed: 1024 or more"),
    "port that is none": ("port: 8080", "port: 65536", ":12: port: found 65536; allowed: 65535 or less"),
    "root": ("user: 1000", "user: 0", ":13: user: found 0; allowed: 1 or more"),
    "user by name": ("user: 1000", "user: forms", ":13: user: found 'forms'; allowed: a whole number"),
    "the whole container": ("[/tmp]", "[/tmp, /]", ":14: writable[1]: found '/'; allowed: a folder such as '/tmp', not the whole container"),
    "a folder upwards": (
        "[/tmp]",
        "[/tmp/../etc]",
        ":14: writable[0]: found '/tmp/../etc'; allowed: a folder such as '/tmp', not the whole container",
    ),
    "unknown need": (
        "[postgresql, storage]",
        "[postgresql, redis, storage]",
        ":15: needs[1]: found 'redis'; allowed: postgresql, storage",
    ),
    "database unasked": (
        "[postgresql, storage]",
        "[storage]",
        ":16: database: found a mapping; allowed: the variables of its database, exactly when 'postgresql' is among its needs",
    ),
    "storage untold": (
        "storage_variable: FILES\n",
        "",
        ":2: storage_variable: found nothing; allowed: the variable of its object storage, exactly when 'storage' is among its needs",
    ),
    "variable in small letters": ("DB_HOST", "db_host", f":17: database.host_variable: found 'db_host'; {VARIABLE}"),
    "variable set twice": (
        "MODE: live",
        "DB_HOST: here",
        ":22: environment: found a mapping; allowed: each variable once: 'DB_HOST' is set in two ways",
    ),
    "secret that is set": (
        "[SESSION_KEY]",
        "[SESSION_KEY, SESSION_KEY]",
        ":22: environment: found a mapping; allowed: each variable once: 'SESSION_KEY' is set in two ways",
    ),
    "secret in the environment": (
        "MODE: live",
        "ADMIN_PASSWORD: hunter2",
        ":23: environment.ADMIN_PASSWORD: found a secret (value not shown); allowed: no secret in any record; "
        "secrets are made empty in the tenancy's vault and filled there by the body",
    ),
    "number in the environment": (
        "MODE: live",
        "MODE: 3",
        ':23: environment.MODE: found 3 without quotes; allowed: "3"; it is a name, not an amount',
    ),
    "health beside the path": (
        "/health",
        "health?deep=1",
        ":27: health.path: found 'health?deep=1'; allowed: a path that begins with '/', such as '/health'",
    ),
    "no time to start": ("path: /health", "path: /health\n  grace: 1", ":28: health.grace: found 1; allowed: 5 or more"),
    "odd processors": ('cpu: "0.5"', 'cpu: "0.3"', ":29: size.cpu: found '0.3'; allowed: 0.25, 0.5, 1, 2; did you mean '0.5'?"),
    "too little memory": (
        'cpu: "0.5"',
        'cpu: "0.5"\n  memory: 512',
        ":30: size.memory: found 512; allowed: 1024 to 4096 MiB beside 0.5 processors, which both clouds offer",
    ),
    "one instance": ('cpu: "0.5"', 'cpu: "0.5"\n  instances: 1', ":30: size.instances: found 1; allowed: 2 or more"),
    "fewer when busy": (
        'cpu: "0.5"',
        'cpu: "0.5"\n  instances: 6',
        ":28: size.most: found nothing; allowed: 6 or more, since so many always run",
    ),
    "empty step": ("[migrate]", "[]", ":31: migration.command: found an empty list; allowed: at least 1"),
    "unknown classification": (
        "classification: official",
        "classification: secret",
        ":35: data.classification: found 'secret'; allowed: official, official-sensitive",
    ),
    "unknown placement": ("[shared]", "[shraed]", ":36: placements[0]: found 'shraed'; allowed: shared, dedicated; did you mean 'shared'?"),
    "nowhere": ("[shared]", "[]", ":36: placements: found an empty list; allowed: at least 1"),
    "unknown cloud": ("[aws]", "[awz]", ":37: clouds[0]: found 'awz'; allowed: aws, azure; did you mean 'aws'?"),
    "no such day": ('"2028-01-31"', '"2028-01-32"', ":40: support.until: found '2028-01-32'; allowed: a real date as \"YYYY-MM-DD\""),
    "fact without a source": (
        "    source: https://forms.example/docs\n",
        "",
        ":42: checked[0].source: found nothing; allowed: the key 'source' is needed",
    ),
    "unchecked as text": (
        "unchecked:\n  - Whether the registry serves the digest.",
        "unchecked: nothing",
        ":45: unchecked: found 'nothing'; allowed: a list; did you mean [\"nothing\"]?",
    ),
}


def stored(folder: Path, text: str, place: str = "forms/1.2.0.yaml") -> Path:
    """An estate's folder with this one manifest in its store."""
    path = folder / "estate" / "applications" / place
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return folder / "estate"


def refused(root: Path) -> str:
    before = content(root)
    with pytest.raises(RecordError) as raised:
        load_store(root)
    assert content(root) == before
    return str(raised.value)


def test_the_manifest_itself_is_good(tmp_path: Path) -> None:
    assert load_manifest(stored(tmp_path, GOOD), "forms", "1.2.0").title == "Forms"


@pytest.mark.parametrize("case", BAD)
def test_one_clear_message(tmp_path: Path, case: str) -> None:
    good, bad, message = BAD[case]
    assert GOOD.count(good) == 1
    assert refused(stored(tmp_path, GOOD.replace(good, bad))) == FILE + message


def test_every_field_has_a_bad_case() -> None:
    told = " ".join(message for _, _, message in BAD.values())
    free = {"title", "command", "secrets", "address_variable", "checked", "unchecked"}
    assert [field for field in each(set(Manifest.model_fields) - free) if not re.search(rf"\b{field}\b", told)] == []


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("forms/1.2.0.yml", "estate/applications/forms/1.2.0.yml: found a file that is no manifest; allowed: 'applications/NAME/VERSION.yaml'"),
        ("1.2.0.yaml", "estate/applications/1.2.0.yaml: found a file that is no manifest; allowed: 'applications/NAME/VERSION.yaml'"),
        ("forms/old/1.0.yaml", "estate/applications/forms/old/1.0.yaml: found a file that is no manifest; allowed: 'applications/NAME/VERSION.yaml'"),
    ],
)
def test_a_file_that_nobody_would_find(tmp_path: Path, place: str, message: str) -> None:
    assert refused(stored(tmp_path, GOOD, place)) == message


def test_links_out_are_not_followed(tmp_path: Path) -> None:
    root = stored(tmp_path, GOOD)
    (tmp_path / "elsewhere").mkdir()
    (root / "applications" / "other").symlink_to(tmp_path / "elsewhere")
    assert refused(root) == "estate/applications: found a symbolic link out of the estate; allowed: a folder of its own"


@pytest.mark.parametrize(("name", "version"), EVERY)
def test_each_says_what_was_read_and_what_not(name: str, version: str) -> None:
    manifest = STORE[name][version]
    facts = " ".join(fact.fact for fact in manifest.checked)
    assert "digest" in facts
    assert any("registry still serves" in sentence for sentence in manifest.unchecked)
    assert all(fact.source.count("/") >= 3 for fact in manifest.checked)


@pytest.mark.parametrize(("name", "version"), EVERY)
def test_each_can_be_run_as_the_components_want_it(name: str, version: str) -> None:
    manifest = STORE[name][version]
    made = workload(manifest)
    assert set(made.database) <= {"host", "port", "name", "user", "password"}
    assert bool(made.database) == (manifest.database is not None)
    assert made.instances >= 2
    assert made.sticky == manifest.sticky == (name == "odoo")
    assert made.arm64 == manifest.arm64
    # Whoever says so has seen it on the page that is named.
    assert not manifest.arm64 or any("docker-library/repo-info" in str(fact.source) for fact in manifest.checked)


def test_the_schema_is_as_strict_as_the_model() -> None:
    made = json.loads(schema("application"))
    assert made["additionalProperties"] is False
    assert set(made["properties"]) == set(Manifest.model_fields)
    assert made["properties"]["port"]["minimum"] == 1024


def test_there_is_what_bodies_of_each_kind_need() -> None:
    newest = {name: list(given.values())[-1] for name, given in STORE.items()}
    small = [each for each in newest.values() if "shared" in each.placements and "aws" in each.clouds]
    assert len(small) >= 2
    assert any("azure" in each.clouds and "case" in each.description for each in newest.values())
    assert any("Employees" in each.data.what and each.data.classification == "official-sensitive" for each in newest.values())


def test_versions_come_oldest_first(tmp_path: Path) -> None:
    root = tmp_path / "estate"
    for version in ("1.10.0", "1.9.0", "1.9.0-rc2", "1.9.0-rc10", "1.9", "19.0-20260908", "19.0-20260723"):
        (root / "applications" / "forms").mkdir(parents=True, exist_ok=True)
        (root / "applications" / "forms" / f"{version}.yaml").touch()
    assert versions(root)["forms"] == ("1.9.0-rc2", "1.9.0-rc10", "1.9", "1.9.0", "1.10.0", "19.0-20260723", "19.0-20260908")


@given(some.lists(some.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,3}(-[a-z0-9.]{1,9})?", fullmatch=True), max_size=8))
def test_any_versions_have_one_order(found: list[str]) -> None:
    assert sorted(found, key=_by_number) == sorted(reversed(found), key=_by_number)


def test_a_record_that_names_what_is_not_there(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder", hosting=SHARED + 'applications:\n  - name: vikunia\n    version: "2.5.0"\n  - name: gotenberg\n    version: "8.36.0"\n')
    start = len((root / "organisations" / "alder.yaml").read_text(encoding="utf-8").splitlines()) - 3
    assert [str(problem) for problem in problems(load_estate(root))] == [
        f"estate/organisations/alder.yaml:{start}: applications[0].name: found 'vikunia'; "
        "allowed: flowable, gotenberg, metabase, odoo, vikunja; did you mean 'vikunja'?",
        f"estate/organisations/alder.yaml:{start + 3}: applications[1].version: found '8.36.0'; allowed: 8.37.0; did you mean '8.37.0'?",
    ]


def test_a_broken_manifest_is_told_once_and_at_its_place(tmp_path: Path) -> None:
    root = platform(tmp_path, "a")
    bodies(root, "alder", "birch", hosting=SHARED + 'applications:\n  - name: gotenberg\n    version: "8.37.0"\n')
    path = root / "applications" / "gotenberg" / "8.37.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("user: 1001", "user: 0"), encoding="utf-8")
    found = [problem for problem in problems(load_estate(root)) if "applications" in problem.file]
    assert [(problem.file, problem.path, problem.found) for problem in found] == [("estate/applications/gotenberg/8.37.0.yaml", "user", "0")]
