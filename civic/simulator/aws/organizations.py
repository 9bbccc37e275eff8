"""AWS Organizations: an organisation has one root."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import digest


def organization(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    root = f"r-{digest(urn, 'root', length=4)}"
    arn = place.global_arn("organizations", f"root/{place.organisation}/{root}")
    return {"roots": [{"id": root, "arn": arn, "name": "Root", "policyTypes": []}]}


COMPUTED: Mapping[str, Compute] = {"aws:organizations/organization:Organization": organization}
