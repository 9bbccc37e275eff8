"""What the providers refuse because a list contradicts itself.

Sources: Amazon EC2, AWS Network Firewall, Amazon VPC Transit Gateways and Elastic Load Balancing API References; Microsoft Learn,
"Network security groups",
"Azure Firewall policy rule sets", "Assign Azure roles using Azure Resource Manager templates", "Diagnostic settings in Azure Monitor".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from civic.plan.wire import UNKNOWN, known
from civic.simulator.claims import Network, as_range
from civic.simulator.state import Failure


def conflicts(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Known conflicts inside ``inputs``. What is not known yet is not refused."""
    if token in _BY_TYPE:
        yield from _BY_TYPE[token](known(inputs))


def _network(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    """Ranges of one virtual network, and the subnets written inside it."""
    blocks = [block for block in map(as_range, (inputs.get("addressSpace") or {}).get("addressPrefixes") or ()) if block is not None]
    yield from _apart("addressSpace.addressPrefixes", blocks)
    inside = [as_range(subnet.get("addressPrefix")) for subnet in inputs.get("subnets") or () if subnet.get("addressPrefix")]
    yield from _apart("subnets", [block for block in inside if block is not None])


def _apart(path: str, blocks: list[Network]) -> Iterator[Failure]:
    for place, block in enumerate(blocks):
        for other in blocks[:place]:
            if block.overlaps(other):
                yield Failure(f"{path}[{place}]", f"{block} overlaps {other}")


def _security_rules(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    rules = [rule for rule in inputs.get("securityRules") or () if isinstance(rule, Mapping)]
    for place, rule in enumerate(rules):
        yield from _priority(f"securityRules[{place}].priority", rule.get("priority"), 100, 4096)
    yield from _twice("securityRules", [(rule.get("direction"), rule.get("priority")) for rule in rules], "is given once in each direction")
    yield from _twice("securityRules", [(rule.get("name"),) for rule in rules], "names one rule")


def _security_rule(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    yield from _priority("priority", inputs.get("priority"), 100, 4096)


def _collection_group(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    yield from _priority("priority", inputs.get("priority"), 100, 65000)
    collections = [one for one in inputs.get("ruleCollections") or () if isinstance(one, Mapping)]
    for place, collection in enumerate(collections):
        yield from _priority(f"ruleCollections[{place}].priority", collection.get("priority"), 100, 65000)
    yield from _twice("ruleCollections", [(collection.get("name"),) for collection in collections], "names one collection")


def _firewall_policy(inputs: Mapping[str, Any]) -> Iterator[Failure]:
    policy = inputs.get("firewallPolicy") or {}
    groups = [(one.get("priority"),) for one in policy.get("statefulRuleGroupReferences") or () if one.get("priority") is not None]
    yield from _twice("firewallPolicy.statefulRuleGroupReferences", groups, "is the priority of one rule group")
    yield from _default_actions(policy)


_DROPS = {"drop_strict", "drop_established", "drop_established_app_layer", "drop_established_app_layer_to_server"}
_DEFAULT_ACTIONS = {f"aws:{action}" for drop in _DROPS for action in (drop, drop.replace("drop", "alert"))}


def _default_actions(policy: Mapping[str, Any]) -> Iterator[Failure]:
    """AWS Network Firewall Developer Guide, "Managing evaluation order for Suricata compatible rules", "Strict evaluation order"."""
    path, actions = "firewallPolicy.statefulDefaultActions", [str(action) for action in policy.get("statefulDefaultActions") or ()]
    if not actions or any(UNKNOWN in action for action in actions):
        return
    if (policy.get("statefulEngineOptions") or {}).get("ruleOrder") != "STRICT_ORDER":
        yield Failure(path, "default actions are for STRICT_ORDER alone")
    for action in actions:
        if action not in _DEFAULT_ACTIONS:
            yield Failure(path, f"'{action}' is none of {', '.join(sorted(_DEFAULT_ACTIONS))}")
    drops = [action for action in actions if action.removeprefix("aws:") in _DROPS]
    if len(drops) > 1:
        yield Failure(path, f"one drop action at most, found {', '.join(drops)}")
    families = {action.partition("_")[2] for action in actions} - {"strict"}
    if len(families) > 1:
        yield Failure(path, f"{', '.join(actions)} cannot exist together: the established and each of the application layer's exclude the others")


def _priority(path: str, priority: Any, least: int, most: int) -> Iterator[Failure]:
    if isinstance(priority, int | float) and not least <= priority <= most:
        yield Failure(path, f"{priority:g} is not between {least} and {most}")


def _twice(path: str, keys: list[tuple[Any, ...]], why: str) -> Iterator[Failure]:
    for place, key in enumerate(keys):
        if None not in key and UNKNOWN not in key and key in keys[:place]:
            yield Failure(f"{path}[{place}]", f"{' '.join(f'{part:g}' if isinstance(part, float) else str(part) for part in key)} {why}")


_BY_TYPE: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Failure]]] = {
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": _firewall_policy,
    "azure-native:network:FirewallPolicyRuleCollectionGroup": _collection_group,
    "azure-native:network:NetworkSecurityGroup": _security_rules,
    "azure-native:network:SecurityRule": _security_rule,
    "azure-native:network:VirtualNetwork": _network,
}
