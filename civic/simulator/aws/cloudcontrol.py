"""AWS Cloud Control API: what it makes, it gives back, but for what is only ever written."""

import json
from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import digest

_WRITTEN_ONLY = ("GenerateSecretString", "SecretString")


def resource(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    desired = json.loads(str(outputs.get("desiredState") or "{}"))
    if outputs.get("typeName") != "AWS::SecretsManager::Secret":
        return {"id": f"{outputs.get('typeName')}-{digest(urn)}", "properties": json.dumps(desired)}
    ident = place.arn("secretsmanager", f"secret:{desired.get('Name')}-{digest(urn, length=6)}")
    given = {key: value for key, value in desired.items() if key not in _WRITTEN_ONLY}
    return {"id": ident, "properties": json.dumps({**given, "Id": ident}, sort_keys=True)}


COMPUTED: Mapping[str, Compute] = {"aws:cloudcontrol/resource:Resource": resource}
