"""AWS Network Firewall: one endpoint in each zone, told in the firewall's status."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.world import World, digest


def firewall(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    states = [
        {
            "availabilityZone": f"zone-{place}",
            "attachments": [{"endpointId": f"vpce-{digest(urn, str(mapping.get('subnetId')))}", "subnetId": mapping.get("subnetId")}],
        }
        for place, mapping in enumerate(outputs.get("subnetMappings") or ())
    ]
    return f"firewall-{digest(urn)}", {"firewallStatuses": [{"syncStates": states}]}


TABLE = {"aws:networkfirewall/firewall:Firewall": firewall}
