"""The firewall's rules, from plain data: nothing between bodies, and each body's names out.

Source: Microsoft Learn, "Configure Azure Firewall rules" and "Azure Firewall policy rule sets".
"""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network

from pulumi_azure_native import network

from components.contracts import AgreementRule, ContractError, EgressRule
from components.naming import number_from

Collection = network.FirewallPolicyFilterRuleCollectionArgs

HOSTING_DOMAINS = (
    "mcr.microsoft.com",
    "*.data.mcr.microsoft.com",
    "packages.aks.azure.com",
    "acs-mirror.azureedge.net",
    "login.microsoftonline.com",
    "*.login.microsoftonline.com",
    "login.microsoft.com",
    "*.login.microsoft.com",
    "*.identity.azure.net",
    "*.in.applicationinsights.azure.com",
    "*.ods.opinsights.azure.com",
    "*.monitor.azure.com",
    # How containers get the tokens of their identities (microsoft/azure-container-apps issue 893).
    "*.servicebus.windows.net",
)
"""What a Container Apps environment asks of the hub's firewall (Microsoft Learn, "Use Azure Firewall with Azure Container Apps")."""

BUCKETS = 8
"""Groups over which bodies' rules are spread. It never changes: a body would move, and be cut off while it does."""

AGREEMENT_BUCKETS = 2
AGREEMENTS = 2000
"""Rules in one group of agreements, at most. Azure takes 10,000 unique pairs of source and destination in a policy's network rules
("Azure subscription and service limits, Azure Firewall limits")."""

EGRESS_NAMES = 5000
"""Names and ranges in one group of egress, at most. Azure takes 2 MB of rules in a group ("Azure subscription and service limits, Azure
Firewall limits"); a name has 253 characters at most, and its rule some more."""

PLATFORM_PRIORITY, AGREEMENT_PRIORITY, EGRESS_PRIORITY, ISOLATION_PRIORITY = 200, 500, 1000, 60000


def bucket(key: str) -> int:
    """Which of the groups holds this body's rules. Its key alone decides."""
    return number_from(key, BUCKETS)


def platform_collections(bodies: Iterable[IPv4Network]) -> list[Collection]:
    """What every body may reach: the time. Names come by the ruleset that its network is linked to, not through the firewall."""
    sources = [str(block) for block in bodies]
    time = network.NetworkRuleArgs(
        rule_type="NetworkRule",
        name="time",
        source_addresses=sources,
        destination_fqdns=["time.windows.com"],
        destination_ports=["123"],
        ip_protocols=["UDP"],
    )
    return [_collection("platform", 200, "Allow", [time])] if sources else []


def isolation_collections(bodies: Iterable[IPv4Network]) -> list[Collection]:
    """Bodies do not reach each other, nor anybody's premises: what a rule above does not open is dropped before any name is looked at.

    Application rules come after network rules, and a name proves nothing of an address: without this one, whoever may call an allowed name
    would call whatever is private by it.
    """
    blocks = [str(block) for block in bodies]
    rule = network.NetworkRuleArgs(
        rule_type="NetworkRule",
        name="between-bodies",
        source_addresses=blocks,
        destination_addresses=blocks,
        destination_ports=["*"],
        ip_protocols=["Any"],
    )
    return [_collection("isolation", 60000, "Deny", [rule])] if blocks else []


def agreement_collections(rules: Iterable[AgreementRule]) -> dict[int, list[Collection]]:
    """Rule collections by bucket, every bucket named. A rule opens one port, one way. Raises ``ContractError`` for a bucket that is full."""
    held: dict[int, list[network.NetworkRuleArgs]] = {number: [] for number in range(AGREEMENT_BUCKETS)}
    for rule in sorted(rules, key=lambda one: one.name):
        held[number_from(rule.name, AGREEMENT_BUCKETS)].append(_agreed(rule))
    for number, grouped in held.items():
        if len(grouped) > AGREEMENTS:
            raise ContractError(
                f"agreement group {number} would have {len(grouped)} rules and holds {AGREEMENTS}: "
                "the hub carries no more agreements; give later bodies a region of their own"
            )
    return {number: [_collection("agreements", 500, "Allow", grouped)] if grouped else [] for number, grouped in held.items()}


def _agreed(rule: AgreementRule) -> network.NetworkRuleArgs:
    return network.NetworkRuleArgs(
        rule_type="NetworkRule",
        name=rule.name,
        source_addresses=[str(block) for block in rule.sources],
        destination_addresses=[str(block) for block in rule.destinations],
        destination_ports=[str(rule.port)],
        ip_protocols=["TCP"],
    )


def egress_collections(rules: Iterable[EgressRule]) -> dict[int, list[Collection]]:
    """Rule collections by bucket, every bucket named. Each rule binds to its body's own ranges. Raises ``ContractError`` for a bucket that is full."""
    held: dict[int, list[network.ApplicationRuleArgs]] = {number: [] for number in range(BUCKETS)}
    words = dict.fromkeys(held, 0)
    for rule in sorted(rules, key=lambda one: one.owner):
        if rule.domains and rule.ranges:
            held[bucket(rule.owner)].append(_egress(rule))
            words[bucket(rule.owner)] += len(rule.domains) + len(rule.ranges)
    for number, count in words.items():
        if count > EGRESS_NAMES:
            raise ContractError(
                f"egress group {number} would have {count} names and ranges and holds {EGRESS_NAMES}: bodies must share broader names"
            )
    return {number: [_collection("egress", 1000, "Allow", grouped)] if grouped else [] for number, grouped in held.items()}


def _egress(rule: EgressRule) -> network.ApplicationRuleArgs:
    return network.ApplicationRuleArgs(
        rule_type="ApplicationRule",
        name=rule.owner,
        source_addresses=[str(block) for block in rule.ranges],
        target_fqdns=sorted(rule.domains),
        protocols=[_protocol("Https", 443), _protocol("Http", 80)],
        terminate_tls=False,
    )


def _collection(name: str, priority: int, action: str, rules: Sequence[network.NetworkRuleArgs | network.ApplicationRuleArgs]) -> Collection:
    return Collection(
        rule_collection_type="FirewallPolicyFilterRuleCollection",
        name=name,
        priority=priority,
        action=network.FirewallPolicyFilterRuleCollectionActionArgs(type=action),
        rules=list(rules),
    )


def _protocol(kind: str, port: int) -> network.FirewallPolicyRuleApplicationProtocolArgs:
    return network.FirewallPolicyRuleApplicationProtocolArgs(protocol_type=kind, port=port)
