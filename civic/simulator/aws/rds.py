"""Amazon RDS: the zone of its host names, and the secret that it keeps a master password in."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import digest


def instance(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    zone = {"hostedZoneId": f"Z{digest('rds', place.region, length=13).upper()}"}
    if not outputs.get("manageMasterUserPassword"):
        return zone
    secret = place.arn("secretsmanager", f"secret:rds!db-{digest(urn, length=12)}-{digest(urn, 's', length=6)}")
    key = outputs.get("masterUserSecretKmsKeyId") or ""
    return {**zone, "masterUserSecrets": [{"secretArn": secret, "secretStatus": "active", "kmsKeyId": key}]}


COMPUTED: Mapping[str, Compute] = {"aws:rds/instance:Instance": instance}
