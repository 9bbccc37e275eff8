"""``civic schema``: JSON Schemas from the models, so that editors complete records."""

import json
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from civic.errors import InputError
from civic.records.clouds import CLOUD_IDS
from civic.records.files import write
from civic.records.ledger import Ledger
from civic.records.manifest import Manifest
from civic.records.organisation import OrganisationRecord
from civic.records.platform import PlatformRecord

MODELS: dict[str, type[BaseModel]] = {
    "platform": PlatformRecord,
    "organisation": OrganisationRecord,
    "ledger": Ledger,
    "application": Manifest,
}


def schema_command(estate_root: Path) -> int:
    """Write ``estate/schemas/*.json``."""
    if not estate_root.is_dir():
        raise InputError(f"{estate_root}: there is no such folder; give the folder of the records with --estate")
    for name in MODELS:
        path = estate_root / "schemas" / f"{name}.json"
        write(path, schema(name))
        click.echo(path)
    return 0


def schema(name: str) -> str:
    """The schema's text."""
    made: dict[str, Any] = MODELS[name].model_json_schema()
    if name == "organisation":
        made["properties"].pop("slug")
        made["required"].remove("slug")
        full = made["properties"]["clouds"]
        made["properties"]["clouds"] = {
            "description": "Clouds the body takes: a list of names, or a mapping to choices.",
            "anyOf": [{"type": "array", "items": {"enum": list(CLOUD_IDS)}, "minItems": 1, "uniqueItems": True}, full],
        }
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **made}, indent=2) + "\n"
