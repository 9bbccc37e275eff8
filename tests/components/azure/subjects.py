"""The components with plausible arguments, ready to be planned."""

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Network
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pulumi

from civic.estate.cards import HostingCard
from civic.plan import Deployment
from components import azure
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

SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
HUB_SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
DIRECTORY = "33333333-3333-4333-8333-333333333333"
PRINCIPALS = {layer: f"44444444-4444-4444-8444-44444444444{number}" for number, layer in enumerate(PIPELINES)}
ROOT = "/providers/Microsoft.Management/managementGroups/directory"
BODIES = "/providers/Microsoft.Management/managementGroups/ccp-bodies"
BILLING = "/providers/Microsoft.Billing/billingAccounts/1/enrollmentAccounts/2"
ARCHIVE = f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups/ccp-archive/providers/Microsoft.Storage/storageAccounts/ccparchive"
WORKSPACE = f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups/ccp-archive/providers/Microsoft.OperationalInsights/workspaces/ccp-archive"
HUB = f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups/ccp-network-uksouth/providers/Microsoft.Network/virtualHubs/ccp-hub-uksouth"
VAULT = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-northshire-baseline/providers/Microsoft.KeyVault/vaults/ccp-northshire-vault"
DNS_GROUP = f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups/ccp-dns-uksouth/providers/Microsoft.Network"
RULESET, DNS_POLICY = f"{DNS_GROUP}/dnsForwardingRulesets/ccp-names-uksouth", f"{DNS_GROUP}/dnsResolverPolicies/ccp-dns-uksouth"
BLOCK = IPv4Network("10.20.0.0/22")

FOUNDATION = FoundationArgs(
    platform="ccp",
    home="uksouth",
    regions=("uksouth", "ukwest"),
    mailboxes={purpose: f"{purpose}@commons.example" for purpose in PLATFORM_TENANCIES},
    pipelines=PRINCIPALS,
    retention_days=400,
    management=ROOT,
    billing=BILLING,
)
NETWORK_HUB = NetworkHubArgs(
    platform="ccp",
    region="uksouth",
    block=IPv4Network("10.0.0.0/20"),
    zones=("1", "2", "3"),
    bodies=(IPv4Network("10.16.0.0/12"),),
    archive=ARCHIVE,
    archive_workspace=WORKSPACE,
    tenancy=HUB_SUBSCRIPTION,
    attachers={"landing-zone": PRINCIPALS["landing-zone"]},
)
EGRESS = (
    EgressRule(organisation="northshire", ranges=(BLOCK,), domains=("api.notifications.service.gov.uk",)),
    EgressRule(organisation="eastvale", ranges=(IPv4Network("10.20.4.0/22"),), domains=("*.gov.uk",)),
)
CONNECTION = NetworkConnectionArgs(
    platform="ccp",
    organisation="northshire",
    region="uksouth",
    block=BLOCK,
    zones=("1", "2"),
    subnets=ranges(BLOCK, ["a", "b"], ["application", "data", "endpoint", "attachment"]),
    transit=HUB,
    dns=RULESET,
    query_logs=DNS_POLICY,
    archive=ARCHIVE,
    organisation_id=DIRECTORY,
)
ENDPOINT = PrivateEndpoint(name="vault", service=VAULT, group="vault")
BASELINE = SecurityBaselineArgs(
    platform="ccp",
    organisation="northshire",
    region="uksouth",
    regions=("uksouth",),
    security_contact="security@northshire.example",
    operations_contact="operations@northshire.example",
    billing_contact="billing@northshire.example",
    phone="+441632960000",
    archive=ARCHIVE,
    archive_workspace=WORKSPACE,
    tenancy=SUBSCRIPTION,
    organisation_id=DIRECTORY,
)
NETWORK = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-northshire-network/providers/Microsoft.Network/virtualNetworks/ccp-northshire"
SUBNETS = {key: f"{NETWORK}/subnets/{key}" for key in ("application-a", "application-b", "door-a", "door-b", "endpoint-a", "endpoint-b")}
OFFER = ServiceOfferArgs(
    platform="ccp",
    organisation="northshire",
    offer="payroll",
    region="uksouth",
    port=8443,
    network=NETWORK,
    subnets=SUBNETS,
    block=BLOCK,
    consumers={"eastvale": "55555555-5555-4555-8555-555555555555", "alder": "66666666-6666-4666-8666-666666666666"},
    address="10.200.1.10",
    alarms=f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-northshire-baseline/providers/Microsoft.Insights/actionGroups/alarms",
    ranges={"attachment-a": IPv4Network("10.20.4.224/27"), "attachment-b": IPv4Network("10.20.5.224/27")},
    zones=("1", "2", "3"),
)
SERVICE = f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups/ccp-northshire-offer-payroll/providers/Microsoft.Network/privateLinkServices/payroll"
SHARED = ServiceSubscriptionArgs(
    platform="ccp",
    organisation="eastvale",
    provider="northshire",
    offer="payroll",
    region="uksouth",
    port=8443,
    host="payroll.northshire.example",
    network=NETWORK,
    subnets=SUBNETS,
    sources=(IPv4Network("10.20.4.0/22"),),
    service=SERVICE,
)
TENANCY = TenancyArgs(
    platform="ccp",
    organisation="northshire",
    organisation_name="Northshire Council",
    mailbox="",
    unit=BODIES,
    home="uksouth",
    pipelines=PRINCIPALS,
    billing=BILLING,
)
DEFINITIONS = {role: f"/providers/Microsoft.Authorization/roleDefinitions/{uuid5(NAMESPACE_URL, role)}" for role in ROLES}
ACCESS = access(SUBSCRIPTION, DIRECTORY, DEFINITIONS)
BUDGET = budget(SUBSCRIPTION)
VOICE = voice("uksouth")
CELL_BLOCK = IPv4Network("10.30.0.0/22")
CELL_RANGES = ranges(CELL_BLOCK, ["a", "b", "c"], ["application", "data", "endpoint", "attachment", "entry", "environment"])
CELL_NETWORK = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-platform-main-network/providers/Microsoft.Network/virtualNetworks/ccp-main"
CELL = HostingCellArgs(
    platform="ccp",
    cell="main",
    region="uksouth",
    domain="apps.commons.example",
    certificate="https://commons-tls.vault.azure.net/secrets/apps",
    network=CELL_NETWORK,
    subnets={name: f"{CELL_NETWORK}/subnets/{name}" for name in CELL_RANGES},
    ranges=CELL_RANGES,
    zones=("1", "2", "3"),
    block=CELL_BLOCK,
    sources=(IPv4Network("10.16.0.0/12"),),
    tenancy=SUBSCRIPTION,
    organisation_id=DIRECTORY,
    archive=ARCHIVE,
    archive_workspace=WORKSPACE,
    transit=HUB,
    upstreams=("images.example",),
    residents=("eastvale", "northshire"),
    deployer=PRINCIPALS["applications"],
)
_HOSTING = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-hosting-main/providers"
CELL_CARD = HostingCard(
    network=CELL_NETWORK,
    subnets=CELL.subnets,
    entry=f"{_HOSTING}/Microsoft.Network/applicationGateways/ccp-hosting-main-entry",
    balancer="10.30.3.126",
    guard=f"{_HOSTING}/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/ccp-hosting-main-firewall",
    environment=f"{_HOSTING}/Microsoft.App/managedEnvironments/ccp-hosting-main",
    registry="ccphostingmain.azurecr.io",
    database=f"{_HOSTING}/Microsoft.DBforPostgreSQL/flexibleServers/ccp-hosting-main",
    database_host="ccp-hosting-main.postgres.database.azure.com",
    database_admin=f"{_HOSTING}/Microsoft.ManagedIdentity/userAssignedIdentities/database-admin",
    logs=f"{_HOSTING}/Microsoft.OperationalInsights/workspaces/ccp-hosting-main",
    key="https://ccp-hosting-main.vault.azure.net/keys/hosting",
    vault=f"{_HOSTING}/Microsoft.KeyVault/vaults/ccp-hosting-main",
    places={"northshire": "ccp-northshire-hosting-main", "eastvale": "ccp-eastvale-hosting-main"},
)
WORKLOAD = Workload(
    image=f"images.example/team/forms@sha256:{'a' * 64}",
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
APPLICATION = ApplicationArgs(
    platform="ccp",
    organisation="northshire",
    application="forms",
    version="1.4.0",
    region="uksouth",
    placement="shared",
    workload=WORKLOAD,
    host="forms-northshire.apps.commons.example",
    priority=100,
    cell=CELL_CARD,
    tenancy=SUBSCRIPTION,
    entries=(CELL_RANGES["entry-region"],),
    postgres_image=f"images.example/tools/postgres@sha256:{'b' * 64}",
)


def acting(name: str = "acting", subscription: str = SUBSCRIPTION) -> Any:
    return azure.platform_provider(name, subscription, "uksouth")


def plan_of(component: Callable[..., object], name: str, args: Any, **changes: Any) -> Deployment:
    """Plan one component alone."""

    def build() -> None:
        extra = {"hub_provider": acting("hub", HUB_SUBSCRIPTION)} if component is azure.NetworkConnection else {}
        component(name, replace(args, **changes), pulumi.ResourceOptions(provider=acting()), **extra)

    return planned(build, cloud="azure")


def inventory(plan: Deployment) -> set[tuple[str, str]]:
    """Short type and logical name of everything but the stack and the providers that the test brings."""
    brought = {"acting", "hub"}
    return {
        (resource.type.rsplit(":", 1)[-1], resource.name)
        for resource in plan
        if resource.type != "pulumi:pulumi:Stack" and not (resource.type.startswith("pulumi:providers:") and resource.name in brought)
    }
