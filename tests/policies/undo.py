"""For every rule: what the example estate does to keep it, taken back in the plan of the stack that does it.

An ``Undo`` names the type of the resource whose protection is taken away; its ``change`` edits the plan document
and gives the URN that the one finding must name.
"""

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.policies.case import document
from tests.policies.examples import ALL, SSH

Entry = dict[str, Any]
Change = Callable[[list[Entry], Entry], str]


@dataclass(frozen=True)
class Undo:
    """A protection, taken back."""

    token: str
    change: Change
    having: str = ""
    """Property that marks what the rule is about, where it lets others of the type be."""


@dataclass(frozen=True)
class Undone:
    """A plan without one protection, and the only finding there may be."""

    stack: str
    plan: Any
    rule: str
    urn: str


def undone(rule_id: str, undo: Undo, plans: Mapping[str, str]) -> Undone:
    """``undo`` done to the first stack that has a resource of its type. Raises ``LookupError`` when none has."""
    for stack in sorted(plans):
        plan = json.loads(plans[stack])
        resources = plan["deployment"]["resources"]
        for entry in resources:
            if entry["type"] == undo.token and (not undo.having or undo.having in entry["inputs"]):
                return Undone(stack, plan, rule_id, undo.change(resources, entry))
    raise LookupError(f"no stack of the estate has a {undo.token}, so {rule_id} protects nothing here")


def put(*path: str | int, to: Any) -> Change:
    """Set the value at ``path``; ``None`` takes it away."""

    def change(_resources: list[Entry], entry: Entry) -> str:
        # An engine shows inputs to rules about one resource and outputs to rules about the stack.
        for side in ("inputs", "outputs"):
            place = entry[side]
            for step in path[:-1]:
                place = place[step]
            if to is None:
                place.pop(path[-1], None)
            else:
                place[path[-1]] = copy.deepcopy(to)
        return entry["urn"]

    return change


def both(*changes: Change) -> Change:
    """One change after the other; the last says where the finding is."""

    def change(resources: list[Entry], entry: Entry) -> str:
        return [one(resources, entry) for one in changes][-1]

    return change


def of_its(token: str, key: str, change: Change) -> Change:
    """Change the resource of type ``token`` whose ``key`` means this one; the finding is this one's."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        change(resources, _referrer(resources, entry, token, key))
        return entry["urn"]

    return changed


def without_its(token: str, key: str) -> Change:
    """Take away the resource of type ``token`` whose ``key`` means this one."""
    return of_its(token, key, _gone)


def without_any(token: str) -> Change:
    """Take away every resource of type ``token``."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        for other in [other for other in resources if other["type"] == token]:
            _gone(resources, other)
        return entry["urn"]

    return changed


def with_another(token: str, name: str, inputs: Callable[[Entry], Entry]) -> Change:
    """Add a resource beside this one; the finding is the new one's."""

    def changed(resources: list[Entry], entry: Entry) -> str:
        urn = f"{entry['urn'].rsplit('$', 1)[0]}${token}::{name}"
        given = inputs(entry)
        kept = {key: entry[key] for key in ("custom", "parent", "provider")}
        resources.append({**kept, "urn": urn, "type": token, "id": name, "inputs": given, "outputs": given})
        return urn

    return changed


def _referrer(resources: list[Entry], entry: Entry, token: str, key: str) -> Entry:
    (found,) = [other for other in resources if other["type"] == token and entry["urn"] in (other.get("propertyDependencies") or {}).get(key, ())]
    return found


def _gone(resources: list[Entry], entry: Entry) -> str:
    resources.remove(entry)
    # The CLI refuses a state that depends on what is not in it.
    for other in resources:
        other["dependencies"] = [urn for urn in other.get("dependencies") or () if urn != entry["urn"]]
        deps = other.get("propertyDependencies") or {}
        other["propertyDependencies"] = {key: [urn for urn in urns or () if urn != entry["urn"]] for key, urns in deps.items()}
    return entry["urn"]


VPC = "aws:ec2/vpc:Vpc"
BUCKET = "aws:s3/bucket:Bucket"
BUCKET_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
GATEWAY = "aws:ec2/internetGateway:InternetGateway"
BACKUP_LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
TRAIL = "aws:cloudtrail/trail:Trail"
STORE = "azure-native:storage:StorageAccount"
BACKUPS = "azure-native:dataprotection:BackupVault"
ANYBODY = document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})
OPEN = [{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]

UNDO: Mapping[str, tuple[Undo, ...]] = {
    "s3-closed": (
        Undo("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", put("blockPublicPolicy", to=False)),
        Undo(BUCKET, without_its(BUCKET_BLOCK, "bucket")),
        Undo(BUCKET, of_its(BUCKET_BLOCK, "bucket", put("restrictPublicBuckets", to=False))),
        Undo(BUCKET, without_its("aws:s3/bucketPolicy:BucketPolicy", "bucket")),
    ),
    "kms-key-rotated": (Undo("aws:kms/key:Key", put("enableKeyRotation", to=False)),),
    "ec2-default-group-empty": (
        Undo(VPC, without_its("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId")),
        Undo(VPC, of_its("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "vpcId", put("ingress", to=OPEN))),
    ),
    "ec2-flow-logged": (
        Undo(VPC, without_its("aws:ec2/flowLog:FlowLog", "vpcId")),
        Undo(VPC, of_its("aws:ec2/flowLog:FlowLog", "vpcId", put("trafficType", to="REJECT"))),
    ),
    "ec2-no-public-administration": (
        Undo(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            both(put("cidrIpv4", to="0.0.0.0/0"), put("fromPort", to=22), put("toPort", to=22)),
        ),
    ),
    "ec2-way-out-inspected": (
        Undo(GATEWAY, without_any("aws:networkfirewall/firewall:Firewall")),
        Undo(VPC, with_another(GATEWAY, "own-way-out", lambda vpc: {"vpcId": vpc["id"]})),
    ),
    "iam-no-star-on-star": (
        Undo("aws:iam/policy:Policy", put("policy", to=document(ALL))),
        Undo("aws:iam/rolePolicy:RolePolicy", put("policy", to=document(ALL))),
    ),
    "iam-trust-is-narrow": (Undo("aws:iam/role:Role", put("assumeRolePolicy", to=ANYBODY)),),
    "cloudtrail-complete": (Undo(TRAIL, put("kmsKeyId", to=None)), Undo(TRAIL, put("isMultiRegionTrail", to=False))),
    "backup-vault-locked": (
        Undo("aws:backup/vault:Vault", without_its(BACKUP_LOCK, "backupVaultName")),
        Undo("aws:backup/vault:Vault", of_its(BACKUP_LOCK, "backupVaultName", put("changeableForDays", to=None))),
    ),
    "storage-account-closed": (
        Undo(STORE, put("allowBlobPublicAccess", to=True)),
        Undo(STORE, put("allowSharedKeyAccess", to=True)),
        Undo(STORE, put("enableHttpsTrafficOnly", to=False)),
        Undo(STORE, put("minimumTlsVersion", to="TLS1_0")),
    ),
    "keyvault-resists-purge": (Undo("azure-native:keyvault:Vault", put("properties", "enablePurgeProtection", to=None)),),
    "network-subnet-guarded": (
        Undo("azure-native:network:Subnet", put("networkSecurityGroup", to=None), having="networkSecurityGroup"),
        Undo("azure-native:network:Subnet", put("defaultOutboundAccess", to=True), having="networkSecurityGroup"),
    ),
    "network-no-public-administration": (Undo("azure-native:network:NetworkSecurityGroup", put("securityRules", to=[SSH])),),
    "network-hub-connection-inspected": (Undo("azure-native:network:HubVirtualNetworkConnection", put("enableInternetSecurity", to=False)),),
    "network-firewall-denies-threats": (
        Undo("azure-native:network:FirewallPolicy", put("threatIntelMode", to="Alert")),
        Undo("azure-native:network:FirewallPolicy", put("intrusionDetection", "mode", to="Alert")),
    ),
    "authorization-no-star-role": (Undo("azure-native:authorization:RoleDefinition", put("permissions", to=[{"actions": ["*"]}])),),
    "authorization-federation-exact": (Undo("azure-native:managedidentity:FederatedIdentityCredential", put("subject", to="repo:commons/*")),),
    "logs-workspace-keeps-logs": (Undo("azure-native:operationalinsights:Workspace", put("retentionInDays", to=30)),),
    "backup-vault-resists-deletion": (
        Undo(BACKUPS, put("properties", "securitySettings", "immutabilitySettings", "state", to="Disabled")),
        Undo(BACKUPS, put("properties", "securitySettings", "softDeleteSettings", "state", to="Off")),
    ),
}
