"""The platform's and a tenancy's components on Azure with plausible arguments, ready to be planned."""

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Network
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pulumi

from civic.plan import Deployment
from components.azure.handles import ArchiveHandle, HubHandle, NetworkHandle, OrganisationHandle, TenancyHandle
from components.azure.providers import platform_provider
from components.contracts import (
    PIPELINES,
    PLATFORM_TENANCIES,
    ROLES,
    RUN_LAYERS,
    AccessArgs,
    AccessGrant,
    BootstrapArgs,
    BudgetArgs,
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
)
from tests.planning import planned

PLATFORM = platform_owner("ccp")
NORTHSHIRE = Owner(platform="ccp", organisation="northshire")
SENSITIVE = NORTHSHIRE.handling("official-sensitive")
TEST = replace(NORTHSHIRE, environment="test")

SUBSCRIPTION = "11111111-1111-4111-8111-111111111111"
HUB_SUBSCRIPTION = "22222222-2222-4222-8222-222222222222"
DIRECTORY = "33333333-3333-4333-8333-333333333333"
PRINCIPALS = {layer: f"44444444-4444-4444-8444-44444444444{number}" for number, layer in enumerate(PIPELINES)}
RUNS = {layer: f"44444444-4444-4444-8444-44444444445{number}" for number, layer in enumerate(RUN_LAYERS)}
GROUPS = "/providers/Microsoft.Management/managementGroups"
BILLING = "/providers/Microsoft.Billing/billingAccounts/1/enrollmentAccounts/2"
DEFINITIONS = {role: str(uuid5(NAMESPACE_URL, role)) for role in ROLES}
ORGANISATION = OrganisationHandle(
    directory=DIRECTORY,
    root=f"{GROUPS}/ccp-root",
    units={"live": f"{GROUPS}/ccp-bodies", "test": f"{GROUPS}/ccp-test"},
    roles=DEFINITIONS,
    run_roles={
        key: f"/providers/Microsoft.Authorization/roleDefinitions/{uuid5(NAMESPACE_URL, key)}" for key in ("place", "tenancy", "send", "attach")
    },
    tenant_roles={},
    activity_log=f"{GROUPS}/ccp-root/providers/Microsoft.Authorization/policyAssignments/ccp-activity-log",
)
_ARCHIVE = f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups/ccp-archive/providers"
ARCHIVE = ArchiveHandle(
    store=f"{_ARCHIVE}/Microsoft.Storage/storageAccounts/ccparchive",
    stores={
        region: f"{_ARCHIVE}/Microsoft.Storage/storageAccounts/{account}"
        for region, account in {"uksouth": "ccparchive", "ukwest": "ccparchiveukwest"}.items()
    },
    workspace=f"{_ARCHIVE}/Microsoft.OperationalInsights/workspaces/ccp-archive",
    flow_stores={"uksouth": f"{_ARCHIVE}/Microsoft.Storage/storageAccounts/ccpflowsuksouth"},
    flow_writer=f"{_ARCHIVE}/Microsoft.ManagedIdentity/userAssignedIdentities/ccp-flow-writer",
)
HUB = HubHandle(
    wan="/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/hub/providers/Microsoft.Network/virtualWans/wan",
    hub="ccp-hub-uksouth",
    hub_group="ccp-network-uksouth",
    ruleset="ccp-names-uksouth",
    dns_policy="ccp-dns-uksouth",
    dns_group="ccp-dns-uksouth",
    dns_network=f"/subscriptions/{HUB_SUBSCRIPTION}/resourceGroups/ccp-dns-uksouth/providers/Microsoft.Network/virtualNetworks/ccp-dns-uksouth",
)
HOME = TenancyHandle(subscription=SUBSCRIPTION, deploy="", application="")
HUB_HOME = TenancyHandle(subscription=HUB_SUBSCRIPTION, deploy="", application="")

BOOTSTRAP = BootstrapArgs(
    owner=PLATFORM,
    home="uksouth",
    tenancy=SUBSCRIPTION,
    directory=DIRECTORY,
    issuer="https://pipelines.commons.example",
    subjects={layer: f"repo:commons/civic-cloud:environment:{layer}" for layer in PIPELINES},
    addresses=("198.51.100.0/28", "203.0.113.7/32"),
    state={
        layer: StateKeys(
            stacks=(f"platform-azure-{layer}",),
            written=(f".pulumi/stacks/civic/platform-azure-{layer}.json*", f"cards/platform-azure-{layer}.json"),
            read=(".pulumi/meta.yaml", "cards/platform-azure-bootstrap.json"),
        )
        for layer in PIPELINES
    },
    runs=StateKeys(stacks=("*-azure-tenancy",), written=(".pulumi/stacks/civic/*-azure-tenancy.json*",), read=(".pulumi/meta.yaml",)),
)
FOUNDATION = FoundationArgs(
    owner=PLATFORM,
    home="uksouth",
    regions=("uksouth", "ukwest"),
    mailboxes={purpose: f"{purpose}@commons.example" for purpose in PLATFORM_TENANCIES},
    pipelines=PRINCIPALS,
    contact="platform@commons.example",
    retention_days=400,
    root=f"{GROUPS}/directory",
    management=SUBSCRIPTION,
    billing=BILLING,
)
NETWORK_HUB = NetworkHubArgs(
    owner=PLATFORM,
    region="uksouth",
    block=IPv4Network("10.0.0.0/20"),
    zones=("1", "2", "3"),
    bodies=(IPv4Network("10.16.0.0/12"),),
    organisation=ORGANISATION,
    archive=ARCHIVE,
    tenancy=HUB_HOME,
    attachers={"hosting": PRINCIPALS["hosting"]},
    contact="platform@commons.example",
)
BLOCK = IPv4Network("10.20.0.0/22")
EGRESS = (
    EgressRule(owner="northshire", ranges=(BLOCK,), domains=("api.notifications.service.gov.uk",)),
    EgressRule(owner="eastvale", ranges=(IPv4Network("10.20.4.0/22"),), domains=("*.gov.uk",)),
)
TIERS = ("application", "data", "endpoint", "door")
CONNECTION = NetworkConnectionArgs(
    owner=NORTHSHIRE,
    region="uksouth",
    block=BLOCK,
    zones=("1", "2"),
    subnets=subnet_ranges(BLOCK, ["a", "b"], TIERS),
    organisation=ORGANISATION,
    archive=ARCHIVE,
)
VAULT = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-northshire-baseline/providers/Microsoft.KeyVault/vaults/ccp-northshire-vault"
ENDPOINT = PrivateEndpoint(name="vault", service=VAULT, group="vault")
_NETWORK = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-northshire-network/providers/Microsoft.Network/virtualNetworks/ccp-northshire"
NETWORK = NetworkHandle(network=_NETWORK, subnets={key: f"{_NETWORK}/subnets/{key.name}" for key in CONNECTION.subnets})
_VAULT_KEYS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-bootstrap/providers/Microsoft.KeyVault/vaults/ccp-state/keys"
RUN_IDENTITIES = RunIdentitiesArgs(
    owner=NORTHSHIRE,
    home="uksouth",
    management=SUBSCRIPTION,
    issuer=BOOTSTRAP.issuer,
    subjects={layer: f"repo:commons/civic-cloud:environment:northshire-{layer}" for layer in RUN_LAYERS},
    state={
        layer: StateKeys(
            stacks=(f"northshire-azure-{layer}",),
            written=(f".pulumi/stacks/civic/northshire-azure-{layer}.json*", f"cards/northshire-azure-{layer}.json"),
            read=(".pulumi/meta.yaml", "cards/platform-azure-foundation.json"),
        )
        for layer in RUN_LAYERS
    },
    key_ids={layer: f"{_VAULT_KEYS}/secrets-{layer}" for layer in RUN_LAYERS},
    organisation=ORGANISATION,
    archive=ARCHIVE,
    hub=HUB,
    network=HUB_HOME,
)
ATTACHMENT = HubAttachmentArgs(owner=NORTHSHIRE, region="uksouth", hub=HUB, network=NETWORK)
BASELINE = SecurityBaselineArgs(
    owner=NORTHSHIRE,
    region="uksouth",
    security_contact="security@northshire.example",
    operations_contact="operations@northshire.example",
    billing_contact="billing@northshire.example",
    phone="+441632960000",
    organisation=ORGANISATION,
    archive=ARCHIVE,
    tenancy=HOME,
)
TENANCY = TenancyArgs(owner=NORTHSHIRE, mailbox="", organisation=ORGANISATION, home="uksouth", runs=RUNS, billing=BILLING)
PIPELINED_TENANCY = replace(
    TENANCY,
    pipeline_issuer="https://token.actions.githubusercontent.com",
    pipeline_subject="repo:northshire/applications:environment:live",
)
GRANTS = (
    AccessGrant(role="reader", group="9d3b4c5e-1f2a-4b3c-8d4e-5f6a7b8c9d0e", until="2027-03-31"),
    AccessGrant(role="break-glass", group="0a1b2c3d-4e5f-4a6b-8c7d-8e9fa0b1c2d3", since="2026-12-01", until="2026-12-04"),
)
ACCESS = AccessArgs(owner=NORTHSHIRE, organisation=ORGANISATION, tenancy=HOME, grants=GRANTS, home="uksouth")
BUDGET = BudgetArgs(owner=NORTHSHIRE, tenancy=HOME, monthly=4000, contacts=("finance@northshire.example",), begins="2026-12-01")
ALARMS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/ccp-northshire-baseline/providers/Microsoft.Insights/actionGroups/alarms"
VOICE = VoiceConnectionArgs(
    owner=NORTHSHIRE,
    region="uksouth",
    controller="sbc.northshire.example",
    port=5061,
    addresses=(IPv4Network("203.0.113.0/29"),),
    calls=90,
    calling_regions=("GB",),
    emergency_through="carrier trunk of the exchange at County Hall",
    emergency_tested="2026-09-01",
    archive=ARCHIVE,
    alarms=ALARMS,
    tenancy=HOME,
)


def plan_of(component: Callable[..., object], name: str, args: Any, **changes: Any) -> Deployment:
    """Plan one component alone."""

    def build() -> None:
        provider = platform_provider("acting", HOME, "uksouth", PLATFORM)
        component(name, replace(args, **changes), pulumi.ResourceOptions(provider=provider))

    return planned(build, cloud="azure")


def inventory(plan: Deployment) -> set[tuple[str, str]]:
    """Short type and logical name of everything but the stack and the provider that the test brings."""
    return {
        (resource.type.rsplit(":", 1)[-1], resource.name)
        for resource in plan
        if resource.type != "pulumi:pulumi:Stack" and not (resource.type.startswith("pulumi:providers:") and resource.name == "acting")
    }
