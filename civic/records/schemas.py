"""JSON Schemas from the models, so that editors complete records."""

import json
from typing import Any

from pydantic import BaseModel

from civic.records.clouds import CLOUD_IDS
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


def schema(name: str) -> str:
    """The schema's text."""
    document: dict[str, Any] = MODELS[name].model_json_schema()
    if name == "organisation":
        document["properties"].pop("slug")
        document["required"].remove("slug")
        full = document["properties"]["clouds"]
        document["properties"]["clouds"] = {
            "description": "Clouds the body takes: a list of names, or a mapping to choices.",
            "anyOf": [{"type": "array", "items": {"enum": list(CLOUD_IDS)}, "minItems": 1, "uniqueItems": True}, full],
        }
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **document}, indent=2) + "\n"
