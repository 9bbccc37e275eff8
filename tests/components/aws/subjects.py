"""The components with plausible arguments, ready to be planned. Hosting's are in ``hosting_subjects``."""

import json
from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Network
from typing import Any

import pulumi

from civic.plan import Deployment, Resource
from components import aws
from components.aws.handles import ArchiveHandle, HubHandle, NetworkHandle, OrganisationHandle, TenancyHandle
from components.contracts import (
    PIPELINES,
    PLATFORM_TENANCIES,
    RUN_LAYERS,
    AccessArgs,
    AccessGrant,
    BootstrapArgs,
    BudgetArgs,
    DirectoryIssuer,
    EgressRule,
    FoundationArgs,
    HubAttachmentArgs,
    NetworkConnectionArgs,
    NetworkHubArgs,
    Owner,
    PrivateEndpoint,
    RunIdentitiesArgs,
    SecurityBaselineArgs,
    StateKeys,
    TenancyArgs,
    VoiceConnectionArgs,
    platform_owner,
    subnet_ranges,
    tiers_on,
)
from tests.planning import planned

ACCOUNT = "111111111111"
NETWORK_ACCOUNT = "222222222222"
MANAGEMENT = "333333333333"
REGION = "eu-west-2"
PLATFORM = platform_owner("ccp")
NORTHSHIRE = Owner(platform="ccp", organisation="northshire")
SENSITIVE = NORTHSHIRE.handling("official-sensitive")
NORTHSHIRE_TEST = replace(NORTHSHIRE, environment="test")
PRINCIPALS = {layer: f"arn:aws:iam::{MANAGEMENT}:role/civic-pipeline/ccp-pipeline-{layer}" for layer in PIPELINES}
RUNS = {layer: f"arn:aws:iam::{MANAGEMENT}:role/civic-run/northshire/ccp-northshire-run-{layer}" for layer in RUN_LAYERS}
ORGANISATION = OrganisationHandle(
    id="o-abcdefghij",
    arn=f"arn:aws:organizations::{MANAGEMENT}:organization/o-abcdefghij",
    units={"live": "ou-abcd-01234567", "test": "ou-abcd-12345678"},
)
ARCHIVE = ArchiveHandle(
    bucket="arn:aws:s3:::ccp-log-archive-01234567",
    key=f"arn:aws:kms:{REGION}:444444444444:key/11111111-1111-4111-8111-111111111111",
    configuration_bucket="ccp-configuration-01234567",
    edge_logs="arn:aws:logs:us-east-1:444444444444:delivery-destination:ccp-edge-calls",
)
HUB = HubHandle(
    gateway="tgw-0123456789abcdef0",
    spokes="tgw-rtb-0123456789abcdef0",
    inspected="tgw-rtb-0123456789abcdef1",
    profile="rp-0123456789abcdef",
    query_log="rqlc-0123456789abcdef",
)
TENANCY_HANDLE = TenancyHandle(
    account=ACCOUNT,
    deploy=f"arn:aws:iam::{ACCOUNT}:role/civic/northshire/civic-deploy",
    application=f"arn:aws:iam::{ACCOUNT}:role/civic/northshire/civic-application",
)
NETWORK_TENANCY = TenancyHandle(account=NETWORK_ACCOUNT, deploy=f"arn:aws:iam::{NETWORK_ACCOUNT}:role/civic/civic-network", application="")
BLOCK = IPv4Network("10.20.0.0/22")
ZONES = ("eu-west-2a", "eu-west-2b")
TIERS = tiers_on("aws", ("application", "data", "endpoint"), hosting=True)
RANGES = subnet_ranges(BLOCK, ("a", "b"), TIERS)
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/33333333-3333-4333-8333-333333333333"
ALARMS = f"arn:aws:sns:{REGION}:{ACCOUNT}:civic-alarms"

BOOTSTRAP = BootstrapArgs(
    owner=PLATFORM,
    home=REGION,
    tenancy=MANAGEMENT,
    issuer="https://token.actions.githubusercontent.com",
    subjects={layer: f"repo:commons/cloud:environment:{layer}" for layer in PIPELINES},
    state={
        layer: StateKeys(
            stacks=(f"platform-aws-{layer}",),
            written=(f".pulumi/stacks/civic/platform-aws-{layer}.json*", f"cards/platform-aws-{layer}.json"),
            read=(".pulumi/meta.yaml", "cards/platform-aws-bootstrap.json"),
        )
        for layer in PIPELINES
    },
    runs=StateKeys(
        stacks=("*-aws-tenancy",), written=(".pulumi/stacks/civic/*-aws-tenancy.json*",), read=(".pulumi/meta.yaml", "cards/*-aws-identity.json")
    ),
)
FOUNDATION = FoundationArgs(
    owner=PLATFORM,
    home=REGION,
    regions=(REGION, "eu-west-1"),
    mailboxes={purpose: f"{purpose}@commons.example" for purpose in PLATFORM_TENANCIES},
    pipelines=PRINCIPALS,
    contact="platform@commons.example",
    retention_days=400,
    root=MANAGEMENT,
    management=MANAGEMENT,
)
NETWORK_HUB = NetworkHubArgs(
    owner=PLATFORM,
    region=REGION,
    block=IPv4Network("10.0.0.0/20"),
    zones=ZONES,
    bodies=(IPv4Network("10.16.0.0/12"),),
    organisation=ORGANISATION,
    archive=ARCHIVE,
    tenancy=NETWORK_TENANCY,
    contact="platform@commons.example",
)
EGRESS = (
    EgressRule(owner="northshire", ranges=(BLOCK,), domains=("api.notifications.service.gov.uk",)),
    EgressRule(owner="eastvale", ranges=(IPv4Network("10.20.4.0/22"),), domains=("*.gov.uk",)),
)
CONNECTION = NetworkConnectionArgs(
    owner=NORTHSHIRE, region=REGION, block=BLOCK, zones=ZONES, subnets=RANGES, organisation=ORGANISATION, archive=ARCHIVE
)
ENDPOINT = PrivateEndpoint(name="kms", service="kms")
NETWORK = NetworkHandle(
    vpc="vpc-0123456789abcdef0",
    subnets={key: f"subnet-{number:017x}" for number, key in enumerate(RANGES)},
    hub_route_tables={"application": "rtb-0123456789abcdef0", "endpoint": "rtb-0123456789abcdef1"},
)
RUN_IDENTITIES = RunIdentitiesArgs(
    owner=NORTHSHIRE,
    home=REGION,
    management=MANAGEMENT,
    issuer=BOOTSTRAP.issuer,
    subjects={layer: f"repo:commons/cloud:environment:northshire-{layer}" for layer in RUN_LAYERS},
    state={
        layer: StateKeys(
            stacks=(f"northshire-aws-{layer}",),
            written=(f".pulumi/stacks/civic/northshire-aws-{layer}.json*", f"cards/northshire-aws-{layer}.json"),
            read=(".pulumi/meta.yaml", "cards/platform-aws-foundation.json"),
        )
        for layer in RUN_LAYERS
    },
    key_ids={key: f"arn:aws:kms:{REGION}:{MANAGEMENT}:key/{key}" for key in ("state", "cards", *RUN_LAYERS)},
    organisation=ORGANISATION,
    archive=ARCHIVE,
    hub=HUB,
    network=NETWORK_TENANCY,
)
ATTACHMENT = HubAttachmentArgs(owner=NORTHSHIRE, region=REGION, hub=HUB, network=NETWORK)
TENANCY = TenancyArgs(owner=NORTHSHIRE, mailbox="northshire@commons.example", organisation=ORGANISATION, home=REGION, runs=RUNS)
PIPELINE_TENANCY = replace(
    TENANCY,
    owner=SENSITIVE,
    existing=ACCOUNT,
    pipeline_issuer="https://token.actions.githubusercontent.com",
    pipeline_subject="repo:northshire/cloud:environment:live",
)
BASELINE = SecurityBaselineArgs(
    owner=NORTHSHIRE,
    region=REGION,
    security_contact="security@northshire.example",
    operations_contact="operations@northshire.example",
    billing_contact="billing@northshire.example",
    phone="+441632960000",
    organisation=ORGANISATION,
    archive=ARCHIVE,
    tenancy=TENANCY_HANDLE,
)
BUDGET = BudgetArgs(owner=NORTHSHIRE, tenancy=TENANCY_HANDLE, monthly=4000, contacts=("finance@northshire.example",), begins="2026-12-01")
GROUP = "9d3b4c5e-1f2a-4b3c-8d4e-5f6a7b8c9d0e"
OTHERS = "0a1b2c3d-4e5f-4a6b-8c7d-8e9fa0b1c2d3"
GRANTS = (
    AccessGrant(role="reader", group=GROUP, until="2027-03-31"),
    AccessGrant(role="break-glass", group=OTHERS, since="2026-12-01", until="2026-12-04"),
)
DIRECTORY = DirectoryIssuer(
    issuer="https://login.northshire.example/saml", sign_in="https://login.northshire.example/saml/sign-in", certificates=("TUlJ" * 200,)
)
PLATFORM_GRANTS = (replace(GRANTS[0], role="soc-reader"), replace(GRANTS[0], role="auditor"), GRANTS[1])
BOOTSTRAP_WITH_PEOPLE = replace(BOOTSTRAP, grants=PLATFORM_GRANTS, sign_ins=DIRECTORY)
FOUNDATION_WITH_PEOPLE = replace(FOUNDATION, grants=PLATFORM_GRANTS, sign_ins=DIRECTORY)
ACCESS = AccessArgs(owner=NORTHSHIRE, organisation=ORGANISATION, tenancy=TENANCY_HANDLE, grants=GRANTS, home=REGION, directory=DIRECTORY)
PLATFORM_GRANTS = (AccessGrant(role="soc-reader", group=GROUP, until="2027-03-31"),)
PEOPLED_BOOTSTRAP = replace(BOOTSTRAP, grants=PLATFORM_GRANTS, sign_ins=DIRECTORY)
PEOPLED_FOUNDATION = replace(FOUNDATION, grants=PLATFORM_GRANTS, sign_ins=DIRECTORY)
VOICE = VoiceConnectionArgs(
    owner=NORTHSHIRE,
    region=REGION,
    controller="sbc.northshire.example",
    port=5061,
    addresses=(IPv4Network("203.0.113.0/29"),),
    calls=90,
    calling_regions=("GB",),
    emergency_through="carrier trunk of the exchange at County Hall",
    emergency_tested="2026-09-01",
    key=KEY,
    archive=ARCHIVE,
    alarms=ALARMS,
    tenancy=TENANCY_HANDLE,
)


def plan_of(component: Callable[..., object], name: str, args: Any, **changes: Any) -> Deployment:
    """Plan one component alone."""

    def build() -> None:
        acting = aws.management_provider("acting", MANAGEMENT, REGION, PLATFORM)
        component(name, replace(args, **changes), pulumi.ResourceOptions(provider=acting))

    return planned(build)


def inventory(plan: Deployment) -> set[tuple[str, str]]:
    """Short type and logical name of everything but the stack and the provider that the test brings."""
    return {
        (resource.type.rsplit(":", 1)[-1], resource.name)
        for resource in plan
        if resource.type != "pulumi:pulumi:Stack" and resource.name != "platform-acting"
    }


def statements(resource: Resource, key: str = "policy") -> dict[str, dict[str, Any]]:
    """A policy's statements by ``Sid``; one that has none is found by its place."""
    listed = json.loads(resource.inputs[key])["Statement"]
    return {statement.get("Sid", str(place)): statement for place, statement in enumerate(listed)}
