"""Hosting, applications and both halves of a shared service with plausible arguments, ready to be planned."""

from dataclasses import replace
from ipaddress import IPv4Network

from components.aws.handles import CellHandle, TenancyHandle
from components.aws.hosting.context import CellArgs
from components.contracts import (
    ApplicationArgs,
    Destination,
    EdgeArgs,
    HostingCellArgs,
    Owner,
    Published,
    ServiceOfferArgs,
    ServiceSubscriptionArgs,
    Workload,
    subnet_ranges,
)
from tests.components.aws.subjects import (
    ACCOUNT,
    ALARMS,
    ARCHIVE,
    BLOCK,
    HUB,
    MANAGEMENT,
    NETWORK,
    ORGANISATION,
    PLATFORM,
    RANGES,
    REGION,
    SENSITIVE,
    TENANCY_HANDLE,
    TIERS,
    ZONES,
)

HOSTING_ACCOUNT = "555555555555"
HOSTING_TENANCY = TenancyHandle(account=HOSTING_ACCOUNT, deploy=f"arn:aws:iam::{HOSTING_ACCOUNT}:role/civic/civic-hosting", application="")
CELL_BLOCK = IPv4Network("10.24.0.0/22")
EASTVALE = Owner(platform="ccp", organisation="eastvale")
TENANTS = tuple(
    Owner(platform="ccp", organisation=key, environment=environment)
    for key, environment in (("north", "live"), ("north-shire", "live"), ("north", "test"))
)
"""The first one's key begins the others'."""

POSTGRES = f"public.ecr.aws/fictional/postgres@sha256:{'fedcba9876543210' * 4}"
"""No such image exists."""
HOSTING_CELL = HostingCellArgs(
    owner=PLATFORM.handling("official"),
    cell="one",
    region=REGION,
    domain="apps.commons.example",
    network=NETWORK,
    ranges=subnet_ranges(CELL_BLOCK, ("a", "b"), TIERS),
    zones=ZONES,
    block=CELL_BLOCK,
    sources=(IPv4Network("10.16.0.0/12"),),
    tenancy=HOSTING_TENANCY,
    organisation=ORGANISATION,
    archive=ARCHIVE,
    hub=HUB,
    tenants=TENANTS,
    management=MANAGEMENT,
    postgres_image=POSTGRES,
)
DEDICATED_CELL = replace(
    HOSTING_CELL,
    owner=SENSITIVE,
    cell="dedicated",
    domain="apps.northshire.example",
    ranges=RANGES,
    block=BLOCK,
    sources=(BLOCK,),
    tenancy=TENANCY_HANDLE,
    alarms=ALARMS,
    tenants=(),
    management="",
)


def cell_handle(cell: CellArgs) -> CellHandle:
    """What applications know of ``cell``."""
    account, name = cell.tenancy.account, f"ccp-{cell.cell}"
    balancing = f"arn:aws:elasticloadbalancing:{REGION}:{account}"
    role_names = {owner.key: owner.name("aws:role", cell.cell) for owner in cell.tenants}
    return CellHandle(
        network=cell.network,
        listener=f"{balancing}:listener/app/{name}/0123456789abcdef/fedcba9876543210",
        balancer=f"{balancing}:loadbalancer/app/{name}/0123456789abcdef",
        balancer_suffix=f"app/{name}/0123456789abcdef",
        entry_group="sg-0000000000000000e",
        cluster=f"arn:aws:ecs:{REGION}:{account}:cluster/{name}-cluster",
        cluster_name=f"{name}-cluster",
        registry=f"{account}.dkr.ecr.{REGION}.amazonaws.com/cell-{cell.cell}",
        repositories=f"cell-{cell.cell}",
        database_host=f"{name}-database.abcdefghijkl.{REGION}.rds.amazonaws.com",
        database_group="sg-0000000000000000d",
        database_administrators={
            owner.key: f"arn:aws:secretsmanager:{REGION}:{account}:secret:civic/{cell.cell}/{owner.key}/database-administrator-abcdef"
            for owner in cell.tenants or (cell.owner,)
        },
        log_prefix=f"/civic/{cell.cell}",
        key=f"arn:aws:kms:{REGION}:{account}:key/22222222-2222-4222-8222-222222222222",
        secret_prefix=f"civic/{cell.cell}",
        tenants={key: f"arn:aws:iam::{account}:role/civic-tenant/{role}" for key, role in role_names.items()},
        tenant_boundaries={key: f"arn:aws:iam::{account}:policy/civic-tenant/{role}" for key, role in role_names.items()},
    )


IMAGE = f"quay.io/fictional/forms@sha256:{'0123456789abcdef' * 4}"
"""No such image exists."""
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
    owner=TENANTS[0],
    application="forms",
    version="1.2.0",
    region=REGION,
    placement="shared",
    workload=WORKLOAD,
    host="forms-north.apps.commons.example",
    priority=7,
    cell=cell_handle(HOSTING_CELL),
    tenancy=HOSTING_TENANCY,
    home=TENANCY_HANDLE,
    endpoints=(IPv4Network("10.24.0.192/27"),),
    postgres_image=POSTGRES,
)
DOOR = f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:targetgroup/ccp-northshire-door/0123456789abcdef"
DEDICATED_APPLICATION = replace(
    APPLICATION,
    owner=SENSITIVE,
    placement="dedicated",
    host="forms.apps.northshire.example",
    cell=cell_handle(DEDICATED_CELL),
    tenancy=TENANCY_HANDLE,
    door=DOOR,
    calls=(Destination(BLOCK, 8443),),
    outside=True,
    alarms=ALARMS,
)

OFFER = ServiceOfferArgs(
    owner=SENSITIVE,
    offer="payroll",
    region=REGION,
    port=8443,
    network=NETWORK,
    block=BLOCK,
    consumers={key: TenancyHandle(account=account, deploy="", application="") for key, account in (("eastvale", "5" * 12), ("alder", "6" * 12))},
    address="10.200.1.10",
    alarms=ALARMS,
)
APPLICATION_OFFER = replace(OFFER, address="", cell=cell_handle(DEDICATED_CELL))
"""An application of the provider's own hosting stands behind it."""
SUBSCRIPTION = ServiceSubscriptionArgs(
    owner=EASTVALE,
    provider="northshire",
    offer="payroll",
    region=REGION,
    port=8443,
    host="payroll.northshire.example",
    network=replace(NETWORK, vpc="vpc-0123456789abcdef1"),
    sources=(IPv4Network("10.20.4.0/22"), IPv4Network("10.40.0.0/22")),
    service=f"com.amazonaws.vpce.{REGION}.vpce-svc-0123456789abcdef0",
)
PUBLISHED_CELL = replace(DEDICATED_CELL, published=True)
PUBLISHED = Published(
    application="forms",
    host="forms.northshire.example",
    inside="forms.apps.northshire.example",
    countries=("GB", "IE"),
    security_txt="https://www.northshire.example/.well-known/security.txt",
)
EDGE = EdgeArgs(
    owner=PUBLISHED_CELL.owner,
    region=REGION,
    cell=replace(DEDICATED_APPLICATION.cell, origin="vo_0123456789abcdef0"),
    tenancy=TENANCY_HANDLE,
    archive=ARCHIVE,
    published=(PUBLISHED,),
    retention_days=400,
)
