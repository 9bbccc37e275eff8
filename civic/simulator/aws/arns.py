"""Amazon resource names (AWS documents, "Actions, resources, and condition keys")."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.world import World

PARTITION = "aws"

_PREFIX = {
    "aws:kms/key:Key": ("kms", "key/"),
    "aws:sns/topic:Topic": ("sns", ""),
    "aws:backup/vault:Vault": ("backup", "backup-vault:"),
    "aws:backup/plan:Plan": ("backup", "backup-plan:"),
    "aws:cloudwatch/logGroup:LogGroup": ("logs", "log-group:"),
    "aws:cloudtrail/trail:Trail": ("cloudtrail", "trail/"),
    "aws:networkfirewall/firewall:Firewall": ("network-firewall", "firewall/"),
    "aws:networkfirewall/firewallPolicy:FirewallPolicy": ("network-firewall", "firewall-policy/"),
    "aws:networkfirewall/ruleGroup:RuleGroup": ("network-firewall", "stateful-rulegroup/"),
    "aws:cloudwatch/eventRule:EventRule": ("events", "rule/"),
    "aws:ram/resourceShare:ResourceShare": ("ram", "resource-share/"),
    "aws:accessanalyzer/analyzer:Analyzer": ("access-analyzer", "analyzer/"),
}
_BY_NAME = {
    "aws:sns/topic:Topic", "aws:backup/vault:Vault", "aws:cloudwatch/logGroup:LogGroup", "aws:cloudtrail/trail:Trail",
    "aws:networkfirewall/firewall:Firewall", "aws:networkfirewall/firewallPolicy:FirewallPolicy", "aws:networkfirewall/ruleGroup:RuleGroup",
    "aws:cloudwatch/eventRule:EventRule",
}  # fmt: skip


def arn(token: str, ident: str, outputs: Mapping[str, Any], world: World, provider: str) -> str:
    """ARN of a regional resource."""
    service, prefix = _PREFIX.get(token, (token.split(":")[1].split("/")[0], f"{token.rsplit(':', 1)[1].lower()}/"))
    name = str(outputs.get("name")) if token in _BY_NAME else ident
    region = str(outputs.get("region") or "")
    if not region or region.startswith("region-"):
        region = world.region(provider)
    return f"arn:{PARTITION}:{service}:{region}:{world.account(provider)}:{prefix}{name}"


def iam(kind: str, path: str, name: str, account: str) -> str:
    return f"arn:{PARTITION}:iam::{account}:{kind}{path or '/'}{name}"
