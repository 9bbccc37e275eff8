"""Examples for every rule: one clean stack of each cloud, and what breaks it.

A ``Case`` changes the clean stack in one place. ``resource`` names the resource the rule looks at.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from plan import UNKNOWN

Inputs = dict[str, Any]
Change = Callable[[dict[str, Inputs]], None]


@dataclass(frozen=True)
class Case:
    """A rule's failing, undecidable and malformed examples. The clean stack itself is the passing one."""

    resource: str
    failing: tuple[Change, ...]
    undecidable: Change
    malformed: Change
    also: tuple[str, ...] = field(default=())
    """Rules that the failing examples break as well."""


def put(name: str, *path: str | int, to: Any) -> Change:
    """Set the input at ``path`` of resource ``name``; ``None`` takes it away."""

    def change(stack: dict[str, Inputs]) -> None:
        place: Any = stack[name]
        for step in path[:-1]:
            place = place[step]
        if to is None:
            place.pop(path[-1])
        else:
            place[path[-1]] = copy.deepcopy(to)

    return change


def drop(name: str) -> Change:
    return lambda stack: stack.pop(name) and None


def document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


FLAGS = {"blockPublicAcls": True, "blockPublicPolicy": True, "ignorePublicAcls": True, "restrictPublicBuckets": True}
TLS_ONLY = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
READ = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
EXACT = {"StringEquals": {"id.example:aud": "sts.amazonaws.com", "id.example:sub": "repo:a/b:environment:live"}}
LOOSE = {"StringEquals": {"id.example:aud": "sts.amazonaws.com"}, "StringLike": {"id.example:sub": "repo:a/*"}}


def federated(condition: Any) -> str:
    return document({"Effect": "Allow", "Principal": {"Federated": "arn:x"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition})


AWS_CLEAN: dict[str, tuple[str, Inputs]] = {
    "account-private": ("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", {**FLAGS}),
    "bucket": ("aws:s3/bucket:Bucket", {"bucket": "files"}),
    "bucket-private": ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {"bucket": "files", **FLAGS}),
    "bucket-policy": ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "files", "policy": document(TLS_ONLY)}),
    "key": ("aws:kms/key:Key", {"enableKeyRotation": True}),
    "vpc": ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}),
    "default-group": ("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {"vpcId": "vpc-id", "ingress": [], "egress": []}),
    "flow": ("aws:ec2/flowLog:FlowLog", {"vpcId": "vpc-id", "trafficType": "ALL", "logDestination": "arn:aws:s3:::logs"}),
    "group": ("aws:ec2/securityGroup:SecurityGroup", {"ingress": []}),
    "opening": (
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        {"cidrIpv4": "10.0.0.0/16", "ipProtocol": "tcp", "fromPort": 22, "toPort": 22},
    ),
    "rights": ("aws:iam/rolePolicy:RolePolicy", {"policy": document(READ)}),
    "role": ("aws:iam/role:Role", {"assumeRolePolicy": federated(EXACT)}),
    "trail": (
        "aws:cloudtrail/trail:Trail",
        {"isMultiRegionTrail": True, "enableLogFileValidation": True, "kmsKeyId": "arn:aws:kms:r:1:key/k", "enableLogging": True},
    ),
}

OPEN_TO_ALL = [{"protocol": "tcp", "fromPort": 0, "toPort": 65535, "cidrBlocks": ["0.0.0.0/0"]}]

AWS_CASES = {
    "s3-account-public-access-blocked": Case(
        "account-private",
        (put("account-private", "blockPublicAcls", to=False), put("account-private", "restrictPublicBuckets", to=None)),
        put("account-private", "blockPublicAcls", to=UNKNOWN),
        put("account-private", "blockPublicAcls", to={"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "x"}),
    ),
    "s3-bucket-public-access-blocked": Case(
        "bucket",
        (drop("bucket-private"), put("bucket-private", "ignorePublicAcls", to=False)),
        put("bucket-private", "ignorePublicAcls", to=UNKNOWN),
        put("bucket-private", "ignorePublicAcls", to="yes"),
    ),
    "s3-bucket-tls-only": Case(
        "bucket",
        (drop("bucket-policy"), put("bucket-policy", "policy", to=document(READ))),
        put("bucket-policy", "policy", to=UNKNOWN),
        put("bucket-policy", "policy", to="not json"),
    ),
    "kms-key-rotated": Case(
        "key",
        (put("key", "enableKeyRotation", to=False), put("key", "enableKeyRotation", to=None)),
        put("key", "enableKeyRotation", to=UNKNOWN),
        put("key", "enableKeyRotation", to="true"),
    ),
    "ec2-default-group-empty": Case(
        "vpc",
        (drop("default-group"), put("default-group", "ingress", to=OPEN_TO_ALL)),
        put("default-group", "ingress", to=UNKNOWN),
        put("default-group", "egress", to="everything"),
    ),
    "ec2-flow-logged": Case(
        "vpc",
        (drop("flow"), put("flow", "trafficType", to="REJECT")),
        put("flow", "trafficType", to=UNKNOWN),
        put("flow", "trafficType", to=7),
    ),
    "ec2-no-public-administration": Case(
        "opening",
        (put("opening", "cidrIpv4", to="0.0.0.0/0"), put("group", "ingress", to=OPEN_TO_ALL)),
        put("opening", "cidrIpv4", to=UNKNOWN),
        put("group", "ingress", to=["anything"]),
    ),
    "iam-no-star-on-star": Case(
        "rights",
        (put("rights", "policy", to=document(ALL)),),
        put("rights", "policy", to=UNKNOWN),
        put("rights", "policy", to="not json"),
    ),
    "iam-trust-is-narrow": Case(
        "role",
        (
            put("role", "assumeRolePolicy", to=federated(LOOSE)),
            put("role", "assumeRolePolicy", to=document({"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})),
        ),
        put("role", "assumeRolePolicy", to=UNKNOWN),
        put("role", "assumeRolePolicy", to="not json"),
    ),
    "cloudtrail-complete": Case(
        "trail",
        (put("trail", "isMultiRegionTrail", to=False), put("trail", "kmsKeyId", to=None), put("trail", "enableLogging", to=False)),
        put("trail", "isMultiRegionTrail", to=UNKNOWN),
        put("trail", "enableLogFileValidation", to="perhaps"),
    ),
}

SSH = {"name": "ssh", "access": "Allow", "direction": "Inbound", "sourceAddressPrefix": "*", "destinationPortRange": "22"}

AZURE_CLEAN: dict[str, tuple[str, Inputs]] = {
    "store": (
        "azure-native:storage:StorageAccount",
        {"allowBlobPublicAccess": False, "allowSharedKeyAccess": False, "enableHttpsTrafficOnly": True, "minimumTlsVersion": "TLS1_2"},
    ),
    "vault": ("azure-native:keyvault:Vault", {"properties": {"enablePurgeProtection": True, "enableRbacAuthorization": True}}),
    "subnet": ("azure-native:network:Subnet", {"networkSecurityGroup": {"id": "/x"}, "defaultOutboundAccess": False}),
    "guard": ("azure-native:network:NetworkSecurityGroup", {"securityRules": [{**SSH, "access": "Deny"}]}),
    "joined": ("azure-native:network:HubVirtualNetworkConnection", {"enableInternetSecurity": True}),
    "firewall": ("azure-native:network:FirewallPolicy", {"threatIntelMode": "Deny", "intrusionDetection": {"mode": "Deny"}}),
    "role": ("azure-native:authorization:RoleDefinition", {"permissions": [{"actions": ["Microsoft.Network/*"], "notActions": []}]}),
    "trust": (
        "azure-native:managedidentity:FederatedIdentityCredential",
        {"issuer": "https://id.example", "subject": "repo:a/b:environment:live", "audiences": ["api://AzureADTokenExchange"]},
    ),
    "logs": ("azure-native:operationalinsights:Workspace", {"retentionInDays": 365}),
}

AZURE_CASES = {
    "storage-account-closed": Case(
        "store",
        (put("store", "allowBlobPublicAccess", to=True), put("store", "allowSharedKeyAccess", to=None)),
        put("store", "allowBlobPublicAccess", to=UNKNOWN),
        put("store", "allowSharedKeyAccess", to="no"),
    ),
    "storage-account-modern-tls": Case(
        "store",
        (put("store", "minimumTlsVersion", to="TLS1_0"), put("store", "enableHttpsTrafficOnly", to=False)),
        put("store", "minimumTlsVersion", to=UNKNOWN),
        put("store", "minimumTlsVersion", to=12),
    ),
    "keyvault-resists-purge": Case(
        "vault",
        (put("vault", "properties", "enablePurgeProtection", to=False), put("vault", "properties", "enableRbacAuthorization", to=None)),
        put("vault", "properties", "enablePurgeProtection", to=UNKNOWN),
        put("vault", "properties", to="closed"),
    ),
    "network-subnet-guarded": Case(
        "subnet",
        (put("subnet", "networkSecurityGroup", to=None), put("subnet", "defaultOutboundAccess", to=True)),
        put("subnet", "defaultOutboundAccess", to=UNKNOWN),
        put("subnet", "defaultOutboundAccess", to="never"),
    ),
    "network-no-public-administration": Case(
        "guard",
        (put("guard", "securityRules", to=[SSH]), put("guard", "securityRules", to=[{**SSH, "destinationPortRange": "20-30"}])),
        put("guard", "securityRules", to=UNKNOWN),
        put("guard", "securityRules", to=["anything"]),
    ),
    "network-hub-connection-inspected": Case(
        "joined",
        (put("joined", "enableInternetSecurity", to=False), put("joined", "enableInternetSecurity", to=None)),
        put("joined", "enableInternetSecurity", to=UNKNOWN),
        put("joined", "enableInternetSecurity", to="yes"),
    ),
    "network-firewall-denies-threats": Case(
        "firewall",
        (put("firewall", "threatIntelMode", to="Alert"), put("firewall", "intrusionDetection", to=None)),
        put("firewall", "threatIntelMode", to=UNKNOWN),
        put("firewall", "intrusionDetection", to="Deny"),
    ),
    "authorization-no-star-role": Case(
        "role",
        (put("role", "permissions", to=[{"actions": ["*"]}]), put("role", "permissions", to=[{"dataActions": ["*"]}])),
        put("role", "permissions", to=UNKNOWN),
        put("role", "permissions", to=["everything"]),
    ),
    "authorization-federation-exact": Case(
        "trust",
        (put("trust", "subject", to="repo:a/*"), put("trust", "audiences", to=["anybody"]), put("trust", "issuer", to="http://id.example")),
        put("trust", "subject", to=UNKNOWN),
        put("trust", "subject", to=["a", "b"]),
    ),
    "logs-workspace-keeps-logs": Case(
        "logs",
        (put("logs", "retentionInDays", to=30), put("logs", "retentionInDays", to=None)),
        put("logs", "retentionInDays", to=UNKNOWN),
        put("logs", "retentionInDays", to="long"),
    ),
}

CLEAN = {"aws": AWS_CLEAN, "azure": AZURE_CLEAN}
CASES = {"aws": AWS_CASES, "azure": AZURE_CASES}
