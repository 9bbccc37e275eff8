"""Amazon Route 53: name servers, and the full name of a record."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place


def zone(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    endings = ("com", "net", "org", "co.uk")
    return {"nameServers": [f"ns-{number}.awsdns-{number:02d}.{ending}" for number, ending in enumerate(endings, start=1)]}


def record(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    return {"fqdn": str(outputs.get("name")).rstrip(".")}


COMPUTED: Mapping[str, Compute] = {"aws:route53/record:Record": record, "aws:route53/zone:Zone": zone}
