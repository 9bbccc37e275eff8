"""A small estate with hosting on AWS: two bodies share a cell, a third has its own. Written by code, since the example estate has none."""

import shutil
from pathlib import Path

from ruamel.yaml import YAML

from tests.civic.records.estates import ON
from tests.planning import ESTATE

CELL = "one"
DIGEST = "0123456789abcdef" * 4
"""No image has it."""
PRIORITIES = {"north": 7, "north-shire": 8}

MANIFEST = f"""\
name: forms
version: "1.2.0"
title: Forms
description: Asks people what a service needs to know.
publisher:
  name: Fictional Forms Cooperative
  site: https://forms.example
licence: MIT
source: https://forms.example/source
image: quay.io/fictional/forms@sha256:{DIGEST}
port: 8080
user: 1000
writable: [/tmp]
needs: [postgresql, storage]
database:
  host_variable: DB_HOST
  port_variable: DB_PORT
  name_variable: DB_NAME
  user_variable: DB_USER
  password_variable: DB_PASSWORD
storage_variable: BUCKET
secrets: [SESSION_SECRET]
address_variable: PUBLIC_URL
health: {{path: /health}}
migration: {{command: [./manage, migrate]}}
data: {{what: Answers to forms, personal: true, classification: official-sensitive}}
placements: [shared, dedicated]
clouds: [aws]
support: {{site: https://forms.example/support}}
"""


def hosted(folder: Path) -> Path:
    """The estate's folder: ``north`` and ``north-shire`` in the shared cell, ``eastvale`` with hosting of its own."""
    root = folder / "estate"
    for part in ("organisations", "ledger", "applications/forms"):
        (root / part).mkdir(parents=True)
    platform = YAML(typ="safe", pure=True).load((ESTATE / "platform.yaml").read_text(encoding="utf-8"))
    del platform["azure"]
    platform["access"] = [grant for grant in platform["access"] if grant["cloud"] == "aws"]
    platform["postgres_image"] = f"public.ecr.aws/fictional/postgres@sha256:{DIGEST[::-1]}"
    platform["aws"]["cells"] = {CELL: {"region": "eu-west-2", "range": "10.33.0.0/22", "domain": "apps.commons.example"}}
    _write(root / "platform.yaml", platform)
    shutil.copytree(ESTATE / "directories", root / "directories")
    (root / "applications/forms/1.2.0.yaml").write_text(MANIFEST, encoding="utf-8")
    for place, slug in enumerate((*PRIORITIES, "eastvale")):
        shared = slug in PRIORITIES
        hosting = {"placement": "shared"} if shared else {"placement": "dedicated", "domain": "apps.eastvale.example"}
        record = {
            "name": f"{slug.title()} Council",
            "kind": "county-council",
            "clouds": ["aws"],
            "contacts": {"owner": f"cloud@{slug}.example", "phone": "+441632960001"},
            "hosting": hosting,
            "applications": [{"name": "forms", "version": "1.2.0"}],
            **({} if shared else {"connection": {"egress": ["*.service.gov.uk"]}, "classification": "official-sensitive"}),
        }
        _write(root / f"organisations/{slug}.yaml", record)
        ledger: dict[str, object] = {"entries": [{"given": f"10.64.{place * 8}.0/21", "cloud": "aws", "region": "eu-west-2", "on": ON}]}
        if shared:
            ledger["cells"] = [{"cell": CELL, "cloud": "aws", "on": ON}]
            ledger["listeners"] = [{"application": "forms", "cloud": "aws", "cell": CELL, "priority": PRIORITIES[slug], "on": ON}]
        _write(root / f"ledger/{slug}.yaml", ledger)
    return root


def _write(path: Path, value: object) -> None:
    yaml = YAML(pure=True)
    yaml.default_flow_style = False
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(_quoted(value), file)


def _quoted(value: object) -> object:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        return {key: _quoted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_quoted(inner) for inner in value]
    return DoubleQuotedScalarString(value) if isinstance(value, str) else value
