"""The components with plausible arguments, ready to be planned."""

import json
from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Network
from typing import Any

import pulumi

from civic.estate.cards import HostingCard
from civic.plan import Deployment, Resource
from components import aws
from components.contracts import (
    PIPELINES,
    PLATFORM_TENANCIES,
    ROLES,
    ApplicationArgs,
    EgressRule,
    FoundationArgs,
    HostingCellArgs,
    NetworkConnectionArgs,
    NetworkHubArgs,
    PrivateEndpoint,
    SecurityBaselineArgs,
    ServiceOfferArgs,
    ServiceSubscriptionArgs,
    TenancyArgs,
    Workload,
)
from components.contracts.tiers import ranges
from tests.components.voice_subjects import access, budget, voice
from tests.planning import planned

ACCOUNT = "111111111111"
NETWORK_ACCOUNT = "222222222222"
MANAGEMENT = "333333333333"
REGION = "eu-west-2"
PRINCIPALS = {layer: f"arn:aws:iam::{MANAGEMENT}:role/civic-pipeline-{layer}" for layer in PIPELINES}
ORGANISATION = "o-abcdefghij"
ORGANISATION_ARN = f"arn:aws:organizations::{MANAGEMENT}:organization/{ORGANISATION}"
ARCHIVE = "arn:aws:s3:::ccp-log-archive-01234567"
ARCHIVE_KEY = f"arn:aws:kms:{REGION}:444444444444:key/11111111-1111-4111-8111-111111111111"
TRANSIT = "tgw-0123456789abcdef0"
VENDING = f"arn:aws:iam::{MANAGEMENT}:role/civic/civic-vending"
BLOCK = IPv4Network("10.20.0.0/22")

FOUNDATION = FoundationArgs(
    platform="ccp",
    home=REGION,
    regions=(REGION, "eu-west-1"),
    mailboxes={purpose: f"{purpose}@commons.example" for purpose in PLATFORM_TENANCIES},
    pipelines=PRINCIPALS,
    retention_days=400,
    management=MANAGEMENT,
)
NETWORK_HUB = NetworkHubArgs(
    platform="ccp",
    region=REGION,
    block=IPv4Network("10.0.0.0/20"),
    zones=("eu-west-2a", "eu-west-2b"),
    bodies=(IPv4Network("10.16.0.0/12"),),
    organisation=ORGANISATION,
    organisation_arn=ORGANISATION_ARN,
    archive=ARCHIVE,
    archive_workspace=ARCHIVE_KEY,
    tenancy=NETWORK_ACCOUNT,
)
EGRESS = (
    EgressRule(organisation="northshire", ranges=(BLOCK,), domains=("api.notifications.service.gov.uk",)),
    EgressRule(organisation="eastvale", ranges=(IPv4Network("10.20.4.0/22"),), domains=("*.gov.uk",)),
)
TIERS = ("application", "data", "endpoint", "attachment")
CONNECTION = NetworkConnectionArgs(
    platform="ccp",
    organisation="northshire",
    region=REGION,
    block=BLOCK,
    zones=("eu-west-2a", "eu-west-2b"),
    subnets=ranges(BLOCK, ["a", "b"], TIERS),
    transit=TRANSIT,
    dns="rp-0123456789abcdef",
    query_logs="rqlc-0123456789abcdef",
    archive=ARCHIVE,
    organisation_id=ORGANISATION,
)
ENDPOINT = PrivateEndpoint(name="kms", service="kms")
BASELINE = SecurityBaselineArgs(
    platform="ccp",
    organisation="northshire",
    region=REGION,
    regions=(REGION,),
    security_contact="security@northshire.example",
    operations_contact="operations@northshire.example",
    billing_contact="billing@northshire.example",
    phone="+441632960000",
    archive=ARCHIVE,
    archive_workspace=ARCHIVE_KEY,
    tenancy=ACCOUNT,
    organisation_id=ORGANISATION,
)
SUBNETS = {key: f"subnet-{number:017x}" for number, key in enumerate(CONNECTION.subnets)}
OFFER = ServiceOfferArgs(
    platform="ccp",
    organisation="northshire",
    offer="payroll",
    region=REGION,
    port=8443,
    network="vpc-0123456789abcdef0",
    subnets=SUBNETS,
    block=BLOCK,
    consumers={"eastvale": "555555555555", "alder": "666666666666"},
    address="10.200.1.10",
    alarms=f"arn:aws:sns:{REGION}:{ACCOUNT}:civic-alarms",
)
SUBSCRIPTION = ServiceSubscriptionArgs(
    platform="ccp",
    organisation="eastvale",
    provider="northshire",
    offer="payroll",
    region=REGION,
    port=8443,
    host="payroll.northshire.example",
    network="vpc-0123456789abcdef1",
    subnets=SUBNETS,
    sources=(IPv4Network("10.20.4.0/22"), IPv4Network("10.40.0.0/22")),
    service=f"com.amazonaws.vpce.{REGION}.vpce-svc-0123456789abcdef0",
)
TENANCY = TenancyArgs(
    platform="ccp",
    organisation="northshire",
    organisation_name="Northshire Council",
    mailbox="northshire@commons.example",
    unit="ou-abcd-01234567",
    home=REGION,
    pipelines=PRINCIPALS,
    organisation_arn=ORGANISATION_ARN,
    vending=VENDING,
)
DEFINITIONS = {role: f"arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-{role}" for role in ROLES}
ACCESS = access(ACCOUNT, "arn:aws:sso:::instance/ssoins-0123456789abcdef", DEFINITIONS)
BUDGET = budget(ACCOUNT)
VOICE = voice(REGION)

HOSTING_ACCOUNT = "555555555555"
CELL_BLOCK = IPv4Network("10.24.0.0/22")
SUBNETS = {key: f"subnet-{place:017x}" for place, key in enumerate(ranges(BLOCK, ["a", "b"], TIERS))}
HOSTING_CELL = HostingCellArgs(
    platform="ccp",
    cell="one",
    region=REGION,
    domain="apps.commons.example",
    network="vpc-0123456789abcdef0",
    subnets=SUBNETS,
    ranges=ranges(CELL_BLOCK, ["a", "b"], TIERS),
    zones=("eu-west-2a", "eu-west-2b"),
    block=CELL_BLOCK,
    sources=(IPv4Network("10.16.0.0/12"),),
    tenancy=HOSTING_ACCOUNT,
    organisation_id=ORGANISATION,
    archive=ARCHIVE,
    archive_workspace=ARCHIVE_KEY,
    residents=("north", "north-shire"),
    deployer=PRINCIPALS["applications"],
)
ALARMS = f"arn:aws:sns:{REGION}:{ACCOUNT}:civic-alarms"
DEDICATED_CELL = replace(
    HOSTING_CELL,
    cell="dedicated",
    organisation="northshire",
    domain="apps.northshire.example",
    ranges=ranges(BLOCK, ["a", "b"], TIERS),
    block=BLOCK,
    sources=(BLOCK,),
    tenancy=ACCOUNT,
    alarms=ALARMS,
    residents=(),
    deployer="",
    classification="official-sensitive",
)


def hosting_card(cell: HostingCellArgs) -> HostingCard:
    """What applications are told of ``cell``."""
    account, name = cell.tenancy, f"ccp-{cell.cell}"
    balancing = f"arn:aws:elasticloadbalancing:{REGION}:{account}"
    return HostingCard(
        network=cell.network,
        subnets=cell.subnets,
        entry=f"{balancing}:listener/app/{name}/0123456789abcdef/fedcba9876543210",
        balancer=f"{balancing}:loadbalancer/app/{name}/0123456789abcdef",
        guard="sg-0000000000000000e",
        environment=f"arn:aws:ecs:{REGION}:{account}:cluster/{name}-cluster",
        registry=f"{account}.dkr.ecr.{REGION}.amazonaws.com/{cell.cell}",
        database=f"arn:aws:rds:{REGION}:{account}:db:{name}-database",
        database_host=f"{name}-database.abcdefghijkl.{REGION}.rds.amazonaws.com",
        database_admin=f"arn:aws:secretsmanager:{REGION}:{account}:secret:rds!db-0123-abcdef",
        logs=f"/civic/{cell.cell}",
        key=f"arn:aws:kms:{REGION}:{account}:key/22222222-2222-4222-8222-222222222222",
        vault=f"civic/{cell.cell}",
        places={slug: f"arn:aws:iam::{account}:role/civic-place/ccp-{slug}-{cell.cell}" for slug in cell.residents},
        database_guard="sg-0000000000000000d",
    )


IMAGE = f"quay.io/fictional/forms@sha256:{'0123456789abcdef' * 4}"
POSTGRES = f"public.ecr.aws/fictional/postgres@sha256:{'fedcba9876543210' * 4}"
"""Neither image exists."""
WORKLOAD = Workload(
    image=IMAGE,
    port=8080,
    user=1000,
    cpu="0.5",
    memory=1024,
    instances=2,
    most=6,
    health_path="/health",
    health_grace=60,
    writable=("/tmp",),
    environment={"LOCALE": "en-GB"},
    secrets=("SESSION_SECRET",),
    database={"host": "DB_HOST", "port": "DB_PORT", "name": "DB_NAME", "user": "DB_USER", "password": "DB_PASSWORD"},
    storage_variable="BUCKET",
    address_variable="PUBLIC_URL",
    migration=("./manage", "migrate"),
)
APPLICATION = ApplicationArgs(
    platform="ccp",
    organisation="north",
    application="forms",
    version="1.2.0",
    region=REGION,
    placement="shared",
    workload=WORKLOAD,
    host="forms-north.apps.commons.example",
    priority=7,
    cell=hosting_card(HOSTING_CELL),
    tenancy=HOSTING_ACCOUNT,
    endpoints=(IPv4Network("10.24.0.192/27"),),
    postgres_image=POSTGRES,
)
DOOR = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup/ccp-northshire-door/0123456789abcdef"
DEDICATED_APPLICATION = replace(
    APPLICATION,
    organisation="northshire",
    placement="dedicated",
    host="forms.apps.northshire.example",
    cell=hosting_card(DEDICATED_CELL),
    tenancy=ACCOUNT,
    door=DOOR,
    calls=((BLOCK, 8443),),
    outside=True,
    alarms=ALARMS,
    classification="official-sensitive",
)


def plan_of(component: Callable[..., object], name: str, args: Any, **changes: Any) -> Deployment:
    """Plan one component alone."""

    def build() -> None:
        acting = aws.platform_provider("acting", MANAGEMENT, REGION, platform="ccp")
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
    found = json.loads(resource.inputs[key])["Statement"]
    return {statement.get("Sid", str(place)): statement for place, statement in enumerate(found)}
