"""Guardrails: what nobody in a tenancy may do, whatever rights they have there.

Service control policies bind principals, resource control policies bind resources, declarative policies set what Amazon EC2 does in every
region (AWS Organizations User Guide). None grants anything, and but for the declarative none binds the management account, whose own
measures are its alarms and a delegated administration. Whom a statement excepts is told by role names that ``RolesAreReserved`` keeps
anybody else from making.
"""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from components.aws import roles
from components.aws.documents import VERSION, Statement, StatementValue
from components.aws.foundation.guardrail_actions import (
    BASELINE_CHANGES,
    DESTINATIONS,
    EDGE,
    EDGE_CHANGES,
    ENDPOINTS,
    GLOBAL_SERVICES,
    IN_A_TENANTS_PLACE,
    ISSUER_CHANGES,
    LASTING_CREDENTIALS,
    LOG_CHANGES,
    NETWORK_CHANGES,
    NEVER_IN_ARCHIVE,
    ROLE_CHANGES,
    RULE_CHANGES,
    SERVICES,
    SHARES,
    SHARING,
)
from components.aws.tenancy.alarms import GLOBAL_REGION
from components.aws.tenancy.service_roles import BACKUP_ROLE
from components.contracts import ContractError

LONGEST = 5120
"""Characters of a policy's text (AWS Organizations User Guide, "Quotas and service limits")."""
MOST_ATTACHED = 5
"""Service control policies on one root, unit or account, and resource control policies likewise; AWS's own full-access one counts (same page)."""

Condition: TypeAlias = Mapping[str, StatementValue]


def _role(path: str, name: str = "*") -> str:
    return f"arn:*:iam::*:role{path}{name}"


NETWORK, HOSTING = _role(roles.PATH, roles.NETWORK_ROLE), _role(roles.PATH, roles.HOSTING_ROLE)
# In a body's account the owner's key stands between path and name.
DEPLOY, APPLICATION = _role(roles.PATH, f"*{roles.DEPLOY_ROLE}"), _role(roles.PATH, f"*{roles.APPLICATION_ROLE}")
LAYERS = (DEPLOY, NETWORK, HOSTING)
"""Act for the layers that make networks and baselines: the first in bodies' accounts, the others each in one of the platform's."""
APPLICATIONS = (APPLICATION, _role(roles.TENANT_PATH))
"""Act for the layer that makes applications: in bodies' accounts, and in places in shared cells."""
BACKUP = _role(roles.SERVICE_PATH, BACKUP_ROLE)
PLATFORM = _role("/", roles.ADMINISTRATION_ROLE)
"""What the foundation enters the platform's own accounts by, to make their baseline."""
ADMINISTRATIONS = (PLATFORM, _role("/", f"{roles.ADMINISTRATION_ROLE}-*"))
"""What AWS Organizations makes in every account: the platform's own and each body's. A body's makes roles, and no baseline."""
RESERVED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Service": ((roles.SERVICE_PATH,), ADMINISTRATIONS),
    "Workload": ((roles.WORKLOAD_PATH,), (APPLICATION, *ADMINISTRATIONS)),
    "Tenant": ((roles.TENANT_PATH,), (HOSTING, *ADMINISTRATIONS)),
    "Body": ((roles.TENANT_WORKLOAD_PATH,), (_role(roles.TENANT_PATH), *ADMINISTRATIONS)),
}
"""Paths of roles and policies that others than the administration make, and who."""
ELSEWHERE = ("kms:*", "logs:*", "s3:*")
"""What may stand outside the allowed regions at all: keys and logs of names, and copies."""
NAMES = (HOSTING, DEPLOY)
"""Who makes public zones, and so what Route 53 wants of them in ``GLOBAL_REGION``."""
COPIES = (PLATFORM, _role(roles.PATH, roles.COPIER_ROLE.format("*")))
"""Who makes copies in the second region, and what fills them."""
AMAZONS = ("arn:*:*:*:aws:*", "arn:*:*:*:aws-managed:*", "arn:*:ssm:*::*", "arn:*:cloudformation:*::*")
"""Resources that Amazon keeps for everybody: managed policies and rule groups, documents, types of resources. Images tell their owner."""


def _under(path: str) -> tuple[str, str]:
    """Roles and policies under a path."""
    return _role(path), f"arn:*:iam::*:policy{path}*"


def _except(*principals: str) -> Condition:
    return {"ArnNotLike": {"aws:PrincipalArn": list(principals)}}


def _deny(sid: str, actions: Sequence[str], condition: Condition | None = None, resources: Sequence[str] = ("*",)) -> Statement:
    statement: dict[str, StatementValue] = {"Sid": sid, "Effect": "Deny", "Action": list(actions), "Resource": list(resources)}
    return {**statement, "Condition": dict(condition)} if condition else statement


def service_control_policies(regions: Sequence[str], organisation: str, second_region: str = "") -> Mapping[str, str]:
    """Policy text by stable name. ``organisation``: ``o-...``. ``second_region``: where copies stand. Raises ``ContractError`` for one that is longer than AWS takes."""
    return _checked(
        {
            "regions": _regions(regions, second_region),
            "baseline": _baseline(),
            "identities": _identities(organisation),
            "networks": [*_networks(), *_edge(regions)],
            "archive": _archive(),
            "tenants": _tenants(),
        }
    )


def _regions(regions: Sequence[str], second_region: str) -> list[Statement]:
    outside: Condition = {"StringNotEquals": {"aws:RequestedRegion": list(regions)}}
    exceptions = {
        region: who for region, who in {GLOBAL_REGION: (*NAMES, PLATFORM), second_region: COPIES}.items() if region and region not in regions
    }
    furthest: Condition = {"StringNotEquals": {"aws:RequestedRegion": sorted({*regions, *exceptions})}}
    data: Condition = {"StringNotEquals": {"aws:RequestedRegion": sorted({*regions, second_region or regions[0]})}}
    return [
        {"Sid": "AllowedRegions", "Effect": "Deny", "NotAction": [*GLOBAL_SERVICES, *ELSEWHERE, *EDGE], "Resource": ["*"], "Condition": outside},
        # The baseline brings root's sign-ins, which AWS records in one region for all, to the account's own.
        _deny("EventsElsewhere", ["events:*"], {**outside, **_except(DEPLOY, PLATFORM)}),
        _deny("NothingElsewhere", ELSEWHERE, furthest),
        _deny("NoDataElsewhere", ["s3:*"], data),
        *(_elsewhere(region, who) for region, who in exceptions.items()),
        # Private circuits are the network layer's to order.
        {"Sid": "AllowedServices", "Effect": "Deny", "NotAction": list(SERVICES), "Resource": ["*"], "Condition": _except(NETWORK)},
        *_places(),
    ]


def _edge(regions: Sequence[str]) -> list[Statement]:
    """The edge is made by whoever makes landing zones, and what CloudFront reads in one region stands there for that alone."""
    further: Condition = {"StringNotEquals": {"aws:RequestedRegion": sorted({*regions, GLOBAL_REGION})}}
    there: Condition = {"StringEquals": {"aws:RequestedRegion": GLOBAL_REGION}, **_except(DEPLOY)}
    # The foundation says there where calls to the edge are delivered, and makes nothing else.
    named: Condition = {"StringEquals": {"aws:RequestedRegion": GLOBAL_REGION}, "ArnLike": {"aws:PrincipalArn": [PLATFORM]}}
    reserved = [_deny("EdgeIsReserved", EDGE, there), _deny("NamesAreNotTheFoundations", ["kms:*", "logs:*Log*", "s3:*"], named)]
    return [
        _deny("NoEdgeElsewhere", EDGE, further),
        *([] if GLOBAL_REGION in regions else reserved),
        _deny("NobodyElsePublishes", EDGE_CHANGES, _except(DEPLOY)),
    ]


def _elsewhere(region: str, who: Sequence[str]) -> Statement:
    """What may stand in one region outside the allowed ones is for these alone."""
    return _deny(f"{region.title().replace('-', '')}IsReserved", ELSEWHERE, {"StringEquals": {"aws:RequestedRegion": region}, **_except(*who)})


def _places() -> list[Statement]:
    """Where things may be put: in networks that the platform made, and where nothing outside reaches them."""
    public: Condition = {"StringEquals": {"elasticloadbalancing:Scheme": "internet-facing"}, **_except(NETWORK, HOSTING)}
    address: Condition = {"Bool": {"ec2:AssociatePublicIpAddress": "true"}, **_except(NETWORK)}
    # What the provider tags by default has an owner; the networks that AWS makes in every account have none.
    nobodys: Condition = {"Null": {"aws:ResourceTag/owner": "true"}, **_except(*LAYERS)}
    parts = [f"arn:*:ec2:*:*:{part}/*" for part in ("vpc", "subnet", "route-table")]
    interfaces, subnets = "arn:*:ec2:*:*:network-interface/*", "arn:*:ec2:*:*:subnet/*"
    return [
        _deny("NetworksKeepTheirTags", ["ec2:CreateTags", "ec2:DeleteTags"], _except(*LAYERS), parts),
        _deny("NoDefaultNetworks", ["ec2:CreateNetworkInterface", "ec2:RunInstances"], nobodys, [subnets]),
        _deny("NothingFacesTheInternet", ["elasticloadbalancing:CreateLoadBalancer"], public),
        _deny("NoPublicAddresses", ["ec2:CreateNetworkInterface", "ec2:RunInstances"], address, [interfaces]),
        _deny("NoPublicDatabases", ["rds:*"], {"Bool": {"rds:PubliclyAccessible": "true"}}),
    ]


def _baseline() -> list[Statement]:
    return [
        _deny("BaselineIsKept", BASELINE_CHANGES, _except(*LAYERS, PLATFORM)),
        _deny("LogsGoToTheArchive", DESTINATIONS, _except(PLATFORM)),
        _deny("AlarmsAreKept", RULE_CHANGES, _except(*LAYERS, PLATFORM, BACKUP)),
        _deny("LogsAreKept", LOG_CHANGES, _except(*LAYERS, *APPLICATIONS, PLATFORM)),
    ]


def _identities(organisation: str) -> list[Statement]:
    foreign: Condition = {"StringNotEqualsIfExists": {"aws:ResourceOrgID": organisation, "ec2:Owner": "amazon"}}
    not_for_a_service: Condition = {"BoolIfExists": {"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"}}
    return [
        _deny("NoRoot", ["*"], {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}),
        _deny("NothingLasting", LASTING_CREDENTIALS),
        _deny(
            "RolesAreReserved",
            ROLE_CHANGES,
            _except(*ADMINISTRATIONS),
            [*_under(roles.PATH), *ADMINISTRATIONS],
        ),
        *(
            _deny(f"{who}RolesAreReserved", ROLE_CHANGES, _except(*makers), [arn for path in paths for arn in _under(path)])
            for who, (paths, makers) in RESERVED.items()
        ),
        _deny("IssuersAreReserved", ISSUER_CHANGES, _except(*ADMINISTRATIONS)),
        # AWS, "Data perimeter policy examples": what our identities reach is ours, or everybody's by Amazon.
        {"Sid": "OursAlone", "Effect": "Deny", "Action": "*", "NotResource": list(AMAZONS), "Condition": foreign},
        _deny("NothingIsGivenAway", SHARING),
        _deny("SharesAreTheNetworks", SHARES, _except(NETWORK)),
        _deny(
            "SharedInsideAlone", ["ram:CreateResourceShare", "ram:UpdateResourceShare"], {"Bool": {"ram:RequestedAllowsExternalPrincipals": "true"}}
        ),
        _deny("GrantsForServicesAlone", ["kms:CreateGrant"], not_for_a_service),
    ]


def _networks() -> list[Statement]:
    others: Condition = {"StringNotEqualsIfExists": {"ec2:VpceServiceOwner": "amazon"}, **_except(*APPLICATIONS)}
    endpoints = "arn:*:ec2:*:*:vpc-endpoint/*"
    return [
        _deny("NetworksAreThePlatforms", NETWORK_CHANGES, _except(*LAYERS)),
        _deny("EndpointsAreReserved", ENDPOINTS, _except(*LAYERS, *APPLICATIONS)),
        # The owner of a service is known where an endpoint is made, not where it lies (Service Authorization Reference, "Amazon EC2").
        _deny("EndpointsToAmazonAlone", ["ec2:CreateVpcEndpoint"], others, [endpoints]),
        _deny("NothingBought", ["ec2:CreateVpcEndpoint"], {"StringEquals": {"ec2:VpceServiceOwner": "aws-marketplace"}}, [endpoints]),
    ]


def _tenants() -> list[Statement]:
    """The most that roles of a shared cell's tenants can do, whatever the hosting layer, which makes them and their boundaries, writes there."""
    theirs: Condition = {"ArnLike": {"aws:PrincipalArn": [_role(roles.TENANT_PATH), _role(roles.TENANT_WORKLOAD_PATH)]}}
    own = [_role(roles.TENANT_WORKLOAD_PATH), _role("/aws-service-role/")]
    return [
        {"Sid": "TenantsMakeApplications", "Effect": "Deny", "NotAction": list(IN_A_TENANTS_PLACE), "Resource": "*", "Condition": theirs},
        {"Sid": "TenantsMakeTheirOwnRoles", "Effect": "Deny", "Action": ["iam:*"], "NotResource": own, "Condition": theirs},
    ]


def _archive() -> list[Statement]:
    return [_deny("RecordsAreKept", NEVER_IN_ARCHIVE, _except(PLATFORM))]


def resource_control_policies(organisation: str) -> Mapping[str, str]:
    """Data stays in the organisation: text by stable name (AWS, "Data perimeter policy examples")."""
    data = ["s3:*", "sqs:*", "kms:*", "secretsmanager:*", "ecr:*"]
    sessions = ["sts:AssumeRole", "sts:GetFederationToken", "sts:GetServiceBearerToken", "sts:GetSessionToken", "sts:SetContext"]
    strangers: Condition = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": organisation},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    # Services that say for whom they act. Not all do, hence only where an account is given at all.
    for_strangers: Condition = {
        "StringNotEqualsIfExists": {"aws:SourceOrgID": organisation},
        "Null": {"aws:SourceAccount": "false"},
        "Bool": {"aws:PrincipalIsAWSService": "true"},
    }
    plain: Condition = {"BoolIfExists": {"aws:SecureTransport": "false"}}
    return _checked(
        {
            "perimeter": [
                _on_everything("OursAlone", [*data, *sessions], strangers),
                _on_everything("ServicesForUsAlone", [*data, "sts:*"], for_strangers),
                _on_everything("EncryptedTransportOnly", ["s3:*", "sqs:*", "secretsmanager:*"], plain),
                *(_on_everything(f"No{sid}", ["sts:AssumeRoleWithWebIdentity"], {"Null": {key: "false"}}) for sid, key in PUBLIC_ISSUERS.items()),
            ]
        }
    )


PUBLIC_ISSUERS = {
    "Google": "accounts.google.com:aud",
    "Cognito": "cognito-identity.amazonaws.com:aud",
    "Facebook": "graph.facebook.com:app_id",
    "Amazon": "www.amazon.com:app_id",
}
"""Issuers that a role can trust without a provider in its account, which ``IssuersAreReserved`` would see -> a key that each always sends.

Source: IAM User Guide, "Available keys for AWS OIDC federation".
"""


def _on_everything(sid: str, actions: Sequence[str], condition: Condition) -> Statement:
    return {"Sid": sid, "Effect": "Deny", "Principal": "*", "Action": list(actions), "Resource": "*", "Condition": dict(condition)}


def declarative_policies() -> Mapping[str, str]:
    """What Amazon EC2 does in every account and region, and what no account can change: text by stable name.

    ``gateways`` is for the accounts that have the platform's own gateways. Source: AWS Organizations User Guide, "Declarative policy
    syntax and examples".
    """
    return {name: json.dumps({"ec2_attributes": attributes}, separators=(",", ":")) for name, attributes in _ATTRIBUTES.items()}


def _assigned(value: str) -> Mapping[str, str]:
    return {"@@assign": value}


_ATTRIBUTES: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "ec2": {
        "vpc_block_public_access": {
            # The guardrail on networks lets those who make networks alone make exclusions: a landing zone, for what the edge leads to.
            "internet_gateway_block": {"mode": _assigned("block_bidirectional"), "exclusions_allowed": _assigned("enabled")}
        },
        "serial_console_access": {"status": _assigned("disabled")},
        "image_block_public_access": {"state": _assigned("block_new_sharing")},
        "snapshot_block_public_access": {"state": _assigned("block_all_sharing")},
        "instance_metadata_defaults": {"http_tokens": _assigned("required"), "http_put_response_hop_limit": _assigned("2")},
    },
    "gateways": {
        "vpc_block_public_access": {"internet_gateway_block": {"mode": _assigned("off"), "exclusions_allowed": _assigned("disabled")}},
    },
}


def _checked(policies: Mapping[str, Sequence[Statement]]) -> Mapping[str, str]:
    texts = {name: json.dumps({"Version": VERSION, "Statement": list(body)}, separators=(",", ":")) for name, body in policies.items()}
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise ContractError(f"guardrail '{name}' has {len(text)} characters; AWS Organizations takes {LONGEST}")
    return texts
