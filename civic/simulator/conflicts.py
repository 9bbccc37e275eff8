"""What the providers refuse because another resource of the stack has it already, or because a list contradicts itself.

Sources: Amazon EC2, AWS Network Firewall, Amazon VPC Transit Gateways and Elastic Load Balancing API References; Microsoft Learn,
"Network security groups",
"Azure Firewall policy rule sets", "Assign Azure roles using Azure Resource Manager templates", "Diagnostic settings in Azure Monitor".
"""

import ipaddress
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any

from civic.catalogue import row
from civic.plan.wire import UNKNOWN, opened
from civic.simulator.state import CloudState, Failure


def conflicts(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, ref: str) -> Iterator[Failure]:
    """Known conflicts with what the stack has already, and inside ``inputs``. What is not known yet is not refused."""
    known = row(token)
    if known and known.once:
        place = (state.tenancy(ref, regional=True, region=inputs.get("region")),) if known.once.in_its_region else ()
        key = (token, *place, *(str(opened(inputs.get(name))) for name in known.once.properties))
        yield from _once(urn, [key], known.once.why, state)
    if token in _BY_TYPE:
        yield from _BY_TYPE[token](urn, inputs, state)


def _once(urn: str, keys: Iterable[tuple[Hashable, ...]], why: str, state: CloudState) -> Iterator[Failure]:
    known = [key for key in keys if not any(UNKNOWN in str(part) for part in key)]
    for key, owner in state.claim(urn, known):
        yield Failure("", f"{why}: {owner.rsplit('::', 1)[1]} has {', '.join(str(part) for part in key[1:] if part != 'None')} already")


def _aws_subnet(urn: str, inputs: Mapping[str, Any], state: CloudState) -> Iterator[Failure]:
    yield from _subnet(urn, str(inputs.get("vpcId")), [inputs.get("cidrBlock")], state)


def _azure_subnet(urn: str, inputs: Mapping[str, Any], state: CloudState) -> Iterator[Failure]:
    network = f"{inputs.get('resourceGroupName')}/{inputs.get('virtualNetworkName')}"
    yield from _subnet(urn, network, [inputs.get("addressPrefix"), *(inputs.get("addressPrefixes") or ())], state)


def _subnet(urn: str, network: str, blocks: Iterable[Any], state: CloudState) -> Iterator[Failure]:
    if UNKNOWN in network:
        return
    for block in filter(None, blocks):
        mine = _range(block)
        if mine is None:
            continue
        outer = [one for one in map(_range, state.networks.get(network, ())) if one is not None and one.version == mine.version]
        if outer and not any(mine.subnet_of(one) for one in outer):  # pyright: ignore[reportArgumentType]
            yield Failure("cidrBlock", f"{block} lies outside its network {', '.join(map(str, outer))}")
        taken = state.ranges.setdefault(network, [])
        for other, owner in taken:
            if owner != urn and mine.overlaps(ipaddress.ip_network(other)):
                yield Failure("cidrBlock", f"{block} overlaps {other} of {owner.rsplit('::', 1)[1]}")
        if (str(block), urn) not in taken:
            taken.append((str(block), urn))


def _range(block: Any) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(str(block))
    except ValueError:
        return None


def _network(urn: str, inputs: Mapping[str, Any], state: CloudState) -> Iterator[Failure]:
    """Ranges of one virtual network, and the subnets written inside it."""
    blocks = [block for block in map(_range, (inputs.get("addressSpace") or {}).get("addressPrefixes") or ()) if block is not None]
    yield from _apart("addressSpace.addressPrefixes", blocks)
    inside = [_range(subnet.get("addressPrefix")) for subnet in inputs.get("subnets") or () if subnet.get("addressPrefix")]
    yield from _apart("subnets", [block for block in inside if block is not None])


def _apart(path: str, blocks: list[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> Iterator[Failure]:
    for place, block in enumerate(blocks):
        for other in blocks[:place]:
            if block.overlaps(other):
                yield Failure(f"{path}[{place}]", f"{block} overlaps {other}")


def _security_rules(urn: str, inputs: Mapping[str, Any], state: CloudState) -> Iterator[Failure]:
    rules = [rule for rule in inputs.get("securityRules") or () if isinstance(rule, Mapping)]
    for place, rule in enumerate(rules):
        yield from _priority(f"securityRules[{place}].priority", rule.get("priority"), 100, 4096)
    yield from _twice("securityRules", [(rule.get("direction"), rule.get("priority")) for rule in rules], "is given once in each direction")
    yield from _twice("securityRules", [(rule.get("name"),) for rule in rules], "names one rule")


def _security_rule(urn: str, inputs: Mapping[str, Any], state: CloudState) -> Iterator[Failure]:
    yield from _priority("priority", inputs.get("priority"), 100, 4096)


def _collection_group(urn: str, inputs: Mapping[str, Any], state: CloudState) -> Iterator[Failure]:
    yield from _priority("priority", inputs.get("priority"), 100, 65000)
    collections = [one for one in inputs.get("ruleCollections") or () if isinstance(one, Mapping)]
    for place, collection in enumerate(collections):
        yield from _priority(f"ruleCollections[{place}].priority", collection.get("priority"), 100, 65000)
    yield from _twice("ruleCollections", [(collection.get("name"),) for collection in collections], "names one collection")


def _firewall_policy(urn: str, inputs: Mapping[str, Any], state: CloudState) -> Iterator[Failure]:
    policy = inputs.get("firewallPolicy") or {}
    groups = [(one.get("priority"),) for one in policy.get("statefulRuleGroupReferences") or () if one.get("priority") is not None]
    yield from _twice("firewallPolicy.statefulRuleGroupReferences", groups, "is the priority of one rule group")


def _diagnostics(urn: str, inputs: Mapping[str, Any], state: CloudState) -> Iterator[Failure]:
    places = [inputs.get(key) for key in ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId") if inputs.get(key)]
    words = [entry.get("category") or entry.get("categoryGroup") for entry in inputs.get("logs") or ()]
    keys = [("diagnostics", str(inputs.get("resourceUri")), str(word), str(place)) for word in words for place in places]
    yield from _once(urn, keys, "one setting sends a category to a destination", state)


def _priority(path: str, priority: Any, least: int, most: int) -> Iterator[Failure]:
    if isinstance(priority, int | float) and not least <= priority <= most:
        yield Failure(path, f"{priority:g} is not between {least} and {most}")


def _twice(path: str, keys: list[tuple[Any, ...]], why: str) -> Iterator[Failure]:
    for place, key in enumerate(keys):
        if None not in key and UNKNOWN not in key and key in keys[:place]:
            yield Failure(f"{path}[{place}]", f"{' '.join(f'{part:g}' if isinstance(part, float) else str(part) for part in key)} {why}")


_BY_TYPE: Mapping[str, Callable[[str, Mapping[str, Any], CloudState], Iterator[Failure]]] = {
    "aws:ec2/subnet:Subnet": _aws_subnet,
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": _firewall_policy,
    "azure-native:monitor:DiagnosticSetting": _diagnostics,
    "azure-native:network:FirewallPolicyRuleCollectionGroup": _collection_group,
    "azure-native:network:NetworkSecurityGroup": _security_rules,
    "azure-native:network:SecurityRule": _security_rule,
    "azure-native:network:Subnet": _azure_subnet,
    "azure-native:network:VirtualNetwork": _network,
}
