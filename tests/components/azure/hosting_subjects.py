"""Hosting, applications and shared services on Azure with plausible arguments, ready to be planned."""

from dataclasses import replace
from ipaddress import IPv4Network

from components.azure.handles import CellHandle, NetworkHandle, OrganisationHandle, TenancyHandle
from components.contracts import (
    REGION,
    ApplicationArgs,
    EdgeArgs,
    HostingCellArgs,
    NetworkConnectionArgs,
    Owner,
    Published,
    ServiceOfferArgs,
    ServiceSubscriptionArgs,
    SubnetKey,
    Workload,
    subnet_ranges,
)
from tests.components.azure.subjects import ARCHIVE, DIRECTORY, HUB, HUB_SUBSCRIPTION, NORTHSHIRE, PLATFORM, SENSITIVE, SUBSCRIPTION

NORTHSHIRE_TEST = Owner(platform="ccp", organisation="northshire", environment="test")
EASTVALE = Owner(platform="ccp", organisation="eastvale")

MANAGEMENT = "55555555-5555-4555-8555-555555555555"
ROLES = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
ORGANISATION = OrganisationHandle(
    directory=DIRECTORY,
    root="/providers/Microsoft.Management/managementGroups/ccp",
    units={"live": "/providers/Microsoft.Management/managementGroups/ccp-bodies"},
    roles={},
    run_roles={},
    tenant_roles={"tenant": f"{ROLES}/77777777-7777-4777-8777-777777777771", "neighbour": f"{ROLES}/77777777-7777-4777-8777-777777777772"},
    activity_log="/providers/Microsoft.Management/managementGroups/ccp/providers/Microsoft.Authorization/policyAssignments/ccp-activity-log",
)
WORKSPACE = str(ARCHIVE.workspace)
RESOLVER_NETWORK = str(HUB.dns_network)
TENANCY = TenancyHandle(subscription=SUBSCRIPTION, deploy="", application="")

CELL_BLOCK = IPv4Network("10.30.0.0/22")
CELL_RANGES = subnet_ranges(CELL_BLOCK, ["a", "b", "c"], ["application", "data", "endpoint", "door", "entry", "environment"])
ENTRY_RANGE = CELL_RANGES[SubnetKey("entry", REGION)]
ENVIRONMENT_RANGE = CELL_RANGES[SubnetKey("environment", REGION)]
ENDPOINTS = SubnetKey("endpoint", "a")
_CELL_NETWORK = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-main-network/providers/Microsoft.Network/virtualNetworks/ccp-main"
CELL_NETWORK = NetworkHandle(network=_CELL_NETWORK, subnets={key: f"{_CELL_NETWORK}/subnets/{key.name}" for key in CELL_RANGES})
CELL_CONNECTION = NetworkConnectionArgs(
    owner=PLATFORM,
    role="main",
    region="uksouth",
    block=CELL_BLOCK,
    zones=("1", "2", "3"),
    subnets=CELL_RANGES,
    organisation=ORGANISATION,
    archive=ARCHIVE,
)
CELL = HostingCellArgs(
    owner=PLATFORM,
    cell="main",
    region="uksouth",
    domain="apps.commons.example",
    certificate="https://commons-tls.vault.azure.net/secrets/apps",
    network=CELL_NETWORK,
    ranges=CELL_RANGES,
    zones=("1", "2", "3"),
    block=CELL_BLOCK,
    sources=(IPv4Network("10.16.0.0/12"),),
    tenancy=TENANCY,
    organisation=ORGANISATION,
    archive=ARCHIVE,
    hub=HUB,
    upstreams=("ghcr.io",),
    postgres_image=f"ghcr.io/tools/postgres@sha256:{'b' * 64}",
    tenants=(EASTVALE, NORTHSHIRE, NORTHSHIRE_TEST),
    management=MANAGEMENT,
)
ALARMS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-northshire-baseline/providers/Microsoft.Insights/actionGroups/alarms"
DEDICATED = replace(CELL, owner=NORTHSHIRE, cell="dedicated", tenants=(), management="", alarms=ALARMS)
HARDENED = replace(DEDICATED, owner=SENSITIVE, backup_days=90, retention_days=500)

_HOSTING = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-hosting-main/providers"
_OWNERS = ("northshire", "eastvale")


def _group(owner: str) -> str:
    return f"ccp-{owner}-hosting-main"


def _identity(owner: str, role: str) -> str:
    return f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{_group(owner)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{role}"


CELL_CARD = CellHandle(
    network=CELL_NETWORK,
    entry_address=str(ENTRY_RANGE[-2]),
    environment=f"{_HOSTING}/Microsoft.App/managedEnvironments/ccp-hosting-main",
    registry="ccphostingmain.azurecr.io",
    database_host="ccp-hosting-main.postgres.database.azure.com",
    directory=ORGANISATION.directory,
    logs=f"{_HOSTING}/Microsoft.OperationalInsights/workspaces/ccp-hosting-main",
    tenants={key: _group(key) for key in _OWNERS},
    database_administrators={key: _identity(key, "database") for key in _OWNERS},
    pullers={key: _identity(key, "pull") for key in _OWNERS},
)
WORKLOAD = Workload(
    image=f"ghcr.io/team/forms@sha256:{'a' * 64}",
    port=8080,
    user=1000,
    cpu="0.5",
    memory=1024,
    instances=2,
    most=4,
    health_path="/health",
    health_grace=120,
    writable=("/tmp", "/app/cache"),
    environment={"LOG_LEVEL": "info"},
    secrets=("API_KEY",),
    database={"host": "DB_HOST", "name": "DB_NAME", "user": "DB_USER", "password": "DB_PASSWORD"},
    storage_variable="UPLOADS",
    address_variable="BASE_URL",
    migration=("bin/migrate", "up"),
)
BARE_WORKLOAD = replace(WORKLOAD, secrets=(), database={}, storage_variable="", address_variable="", migration=(), writable=())
APPLICATION = ApplicationArgs(
    owner=NORTHSHIRE,
    application="forms",
    version="1.4.0",
    region="uksouth",
    placement="shared",
    workload=WORKLOAD,
    host="forms-northshire.apps.commons.example",
    priority=100,
    cell=CELL_CARD,
    tenancy=TENANCY,
    home=TENANCY,
    entries=(ENTRY_RANGE,),
    postgres_image=f"ghcr.io/tools/postgres@sha256:{'b' * 64}",
)
DEDICATED_APPLICATION = replace(APPLICATION, owner=SENSITIVE, placement="dedicated", alarms=ALARMS)

BLOCK = IPv4Network("10.20.4.0/22")
RANGES = subnet_ranges(BLOCK, ["a", "b"], ["application", "endpoint", "door"])
DOORS = [SubnetKey("door", "a"), SubnetKey("door", "b")]
_NETWORK = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-northshire-network/providers/Microsoft.Network/virtualNetworks/ccp-northshire"
NETWORK = NetworkHandle(network=_NETWORK, subnets={key: f"{_NETWORK}/subnets/{key.name}" for key in RANGES})
ADDRESS = "10.200.1.10"
OFFER = ServiceOfferArgs(
    owner=NORTHSHIRE,
    offer="payroll",
    region="uksouth",
    port=8443,
    network=NETWORK,
    block=BLOCK,
    consumers={
        "eastvale": replace(TENANCY, subscription="55555555-5555-4555-8555-555555555555"),
        "alder": replace(TENANCY, subscription="66666666-6666-4666-8666-666666666666"),
    },
    ranges=RANGES,
    zones=("1", "2", "3"),
    address=ADDRESS,
    alarms=ALARMS,
)
HOSTED_OFFER = replace(OFFER, address="", cell=CELL_CARD, port=443)
SERVICE = f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups/ccp-northshire-offer-payroll/providers/Microsoft.Network/privateLinkServices/payroll"
TAKEN = ServiceSubscriptionArgs(
    owner=EASTVALE,
    provider="northshire",
    offer="payroll",
    region="uksouth",
    port=8443,
    host="payroll.northshire.example",
    network=NETWORK,
    sources=(BLOCK,),
    service=SERVICE,
)
PUBLISHED = Published(
    application="forms",
    host="forms.northshire.example",
    inside="forms.apps.northshire.example",
    countries=("GB", "IE"),
    security_txt="https://www.northshire.example/.well-known/security.txt",
)
EDGE = EdgeArgs(owner=NORTHSHIRE, region="uksouth", cell=CELL_CARD, tenancy=TENANCY, archive=ARCHIVE, published=(PUBLISHED,))
