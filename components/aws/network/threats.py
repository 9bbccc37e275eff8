"""Known attackers and their traces: AWS's own lists, which the firewall and the name servers ask before anything of ours."""

import pulumi

THREAT_GROUPS = (
    "BotNetCommandAndControlDomains",
    "AbusedLegitBotNetCommandAndControlDomains",
    "MalwareDomains",
    "AbusedLegitMalwareDomains",
    "ThreatSignaturesBotnet",
    "ThreatSignaturesMalware",
    "ThreatSignaturesExploits",
)
"""Rule groups that AWS keeps and asks nothing more for, in the order in which they are asked: names and addresses first, then signatures.

All that a firewall like this one should have, but for active threat defence: that holds half of what a policy can, and is paid by the gigabyte.
Sources: AWS Network Firewall Developer Guide, "AWS domain and IP managed rule groups" and "AWS threat signature managed rule groups"; AWS Network
Firewall best practices, "AWS Managed Rules" (read 2026-11-28).
"""
DNS_THREATS = {"generated": "DGA", "generated-of-words": "DICTIONARY_DGA", "tunnel": "DNS_TUNNELING"}
"""Role -> what the name servers recognise by a question's own form (Amazon Route 53 API Reference, ``CreateFirewallRule``)."""
CONFIDENCE = "HIGH"
"""How sure the name servers are before they refuse: the least that is taken for a threat and is none."""


def threat_group_arn(group: str, region: str, partition: pulumi.Input[str]) -> pulumi.Output[str]:
    """ARN of one of ``THREAT_GROUPS``, in the form for rules that are asked in strict order."""
    return pulumi.Output.concat("arn:", partition, f":network-firewall:{region}:aws-managed:stateful-rulegroup/{group}StrictOrder")
