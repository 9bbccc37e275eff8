"""AWS Network Firewall: one endpoint in each zone, reported in the firewall's status."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.place import Compute, Place
from civic.simulator.digests import digest


def firewall(urn: str, outputs: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    states = [
        {
            "availabilityZone": f"zone-{number}",
            "attachments": [{"endpointId": f"vpce-{digest(urn, str(mapping.get('subnetId')))}", "subnetId": mapping.get("subnetId")}],
        }
        for number, mapping in enumerate(outputs.get("subnetMappings") or ())
    ]
    return {"firewallStatuses": [{"syncStates": states}]}


COMPUTED: Mapping[str, Compute] = {"aws:networkfirewall/firewall:Firewall": firewall}
