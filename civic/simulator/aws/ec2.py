"""Amazon VPC: the name of an interface endpoint."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import digest


def endpoint(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    if outputs.get("vpcEndpointType") != "Interface":
        return {}
    name = f"vpce-{digest(urn)}.{digest(urn, 'name', length=8)}.{place.region}.vpce.amazonaws.com"
    return {"dnsEntries": [{"dnsName": name, "hostedZoneId": f"Z{digest(place.region, length=13).upper()}"}]}


COMPUTED: Mapping[str, Compute] = {"aws:ec2/vpcEndpoint:VpcEndpoint": endpoint}
