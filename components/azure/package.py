"""The shells by which programs in other languages use the components for Azure: see ``components.package``.

Pulumi's analyzer reads the package's schema off these annotations.
"""

from typing import NotRequired, TypedDict

import pulumi

from components import azure, contracts
from components.azure.handles import ArchiveHandle, CellHandle, OrganisationHandle, TenancyHandle
from components.contracts import inputs
from components.package import PackagedComponent


class Organisation(TypedDict):
    """The tree of management groups, and the roles that were made for all of it."""

    directory: pulumi.Input[str]
    """Directory tenant id."""
    root: pulumi.Input[str]
    """Resource id of the platform's root management group."""
    units: dict[str, pulumi.Input[str]]
    """Resource id of the management group under which bodies' Azure subscriptions belong, by environment."""
    roles: dict[str, pulumi.Input[str]]
    """GUID of a role's definition by role (reader, operator, auditor, break-glass), assignable in every body's Azure subscription."""
    run_roles: dict[str, pulumi.Input[str]]
    """Role definition ids for the runs of bodies: ``place`` on the management group of bodies, ``tenancy`` in a body's Azure subscription, ``send``
    on the archive, ``attach`` on a hub and its names."""
    tenant_roles: dict[str, pulumi.Input[str]]
    """Role definition ids in the hosting Azure subscription: ``tenant`` on a tenant's resource group, ``neighbour`` on what tenants share."""
    activity_log: pulumi.Input[str]
    """Resource id of the assignment of the policy that leads activity logs to the archive's workspace."""


class Archive(TypedDict):
    """The log archive."""

    store: pulumi.Input[str]
    """Resource id of the storage account that nobody can empty."""
    stores: dict[str, pulumi.Input[str]]
    """The like by region, the home region's among them: Azure Monitor writes what a region's resources tell to that region alone."""
    workspace: pulumi.Input[str]
    """Resource id of the Log Analytics workspace."""
    flow_stores: dict[str, pulumi.Input[str]]
    """Resource id of the storage account for flow logs, by region."""
    flow_writer: pulumi.Input[str]
    """Resource id of the managed identity that flow logs write as."""


class Tenancy(TypedDict):
    """An Azure subscription, and the roles in it."""

    subscription: pulumi.Input[str]
    deploy: pulumi.Input[str]
    """Resource id of the deploy role's definition; empty in the platform's own."""
    application: pulumi.Input[str]
    """Resource id of the application role's definition; empty in the platform's own."""


class Network(TypedDict):
    """A virtual network."""

    network: pulumi.Input[str]
    """Resource id."""
    subnets: dict[str, dict[str, pulumi.Input[str]]]
    """Resource ids."""


class Cell(TypedDict):
    """A hosting cell."""

    network: Network
    entry_address: pulumi.Input[str]
    """Private address of the entry."""
    environment: pulumi.Input[str]
    """Resource id of the Container Apps environment."""
    registry: pulumi.Input[str]
    """Login server of the registry."""
    database_host: pulumi.Input[str]
    directory: pulumi.Input[str]
    """Id of the Entra tenant."""
    logs: pulumi.Input[str]
    """Resource id of the Log Analytics workspace."""
    tenants: dict[str, pulumi.Input[str]]
    """Name of the resource group of an owner's applications, by the owner's key; a dedicated cell has one owner."""
    database_administrators: dict[str, pulumi.Input[str]]
    """Resource id of the managed identity, in that group, that makes the owner's logins and databases."""
    pullers: dict[str, pulumi.Input[str]]
    """Resource id of the managed identity, in that group, that fetches images."""


class NetworkConnectionInputs(TypedDict):
    """One body's network. ``HubAttachment`` joins it to the hub; until then it leads nowhere."""

    owner: inputs.Owner
    role: NotRequired[str]
    """What sets it apart from the owner's other networks: the key of a shared cell. Empty for a body's own."""
    region: str
    block: str
    """The body's range from the ledger. It never changes."""
    zones: list[str]
    """As the cloud names them; the first is the zone of key ``a``."""
    subnets: dict[str, dict[str, str]]
    """Range of each subnet, by tier and zone."""
    organisation: Organisation
    archive: Archive
    endpoints: NotRequired[list[inputs.PrivateEndpoint]]
    callers: NotRequired[list[str]]
    """Who may call the tier ``entry``, where there is one; empty: the network itself alone."""


class SecurityBaselineInputs(TypedDict):
    """What every tenancy gets whether or not anybody asks."""

    owner: inputs.Owner
    region: str
    security_contact: str
    operations_contact: str
    billing_contact: str
    phone: NotRequired[str]
    """The body's telephone number in E.164, such as ``+441632960000``. Without one the provider calls nobody but the tenancy's owner."""
    organisation: Organisation
    archive: Archive
    tenancy: Tenancy
    regions: NotRequired[list[str]]
    """Every region that the tenancy may use: what its alarms look for is seen in all of them."""
    management: NotRequired[bool]
    """The tenancy that keeps the organisation's tree, which no guardrail binds: changes to guardrails and to alarms are told as well."""
    findings: NotRequired[bool]
    """The tenancy to which every other's findings come: new ones that are high or critical are told at once."""
    hosting: NotRequired[Tenancy]
    """Tenancy of the shared hosting that the body's applications run in: alarms of these, and of no others there, tell its people too."""
    backup_days: NotRequired[int]


class ApplicationInputs(TypedDict):
    """One application of one body."""

    owner: inputs.Owner
    application: str
    """Name in the store."""
    version: str
    region: str
    placement: str
    workload: inputs.Workload
    host: str
    """Where it answers, such as ``forms.apps.northshire.example``."""
    priority: int
    """Its place at the entry, 1 to 50,000: from the ledger where the cell is shared."""
    cell: Cell
    tenancy: Tenancy
    """Tenancy that it runs in: the body's, or the platform's hosting tenancy."""
    home: Tenancy
    """The body\'s own tenancy, which its people enter: the same where hosting is dedicated."""
    door: NotRequired[pulumi.Input[str]]
    """Target of the offer that it stands behind; empty where it is behind none."""
    calls: NotRequired[list[inputs.Destination]]
    """Where it may call besides its cell's own services: agreed services."""
    endpoints: NotRequired[list[str]]
    """Where the private endpoints of its network lie."""
    outside: NotRequired[bool]
    """Whether it may call out over HTTPS. Which names it may call there is the hub's to say, from the body's record."""
    alarms: NotRequired[pulumi.Input[str]]
    """Where the body is told that it is unwell; empty in a shared cell."""
    published: NotRequired[str]
    """Name under which the edge leads the internet to it; empty where it does not."""
    entries: NotRequired[list[str]]
    """Ranges of the cell's entry, which alone may call it: a neighbour in the same environment may not."""
    postgres_image: NotRequired[str]
    """By digest: the client that makes its database and login."""
    retention_days: NotRequired[int]
    """Days for which its logs are kept at hand."""


class BudgetInputs(TypedDict):
    """What one tenancy may cost in a month. A budget stops nothing: it tells the body's contacts in time."""

    owner: inputs.Owner
    tenancy: Tenancy
    monthly: int
    """Whole units of the currency that the tenancy is billed in."""
    contacts: list[str]
    """Role mailboxes that are told."""
    begins: str
    """First day of a month (``YYYY-MM-01``) from which the budget counts. It is given once, since Azure never lets it be another."""
    forecast_percent: NotRequired[list[int]]
    """Told when the month is forecast to pass this share."""
    actual_percent: NotRequired[list[int]]
    """Told when the month has passed this share."""


class NetworkConnection(PackagedComponent):
    """A body's network. It leads nowhere until it is attached to a hub."""

    _component = azure.NetworkConnection
    _arguments = contracts.NetworkConnectionArgs[OrganisationHandle, ArchiveHandle]
    network: pulumi.Output[Network]
    """The network and its subnets, by tier and zone."""

    def __init__(self, name: str, args: NetworkConnectionInputs, opts: pulumi.ResourceOptions | None = None) -> None: ...


class SecurityBaseline(PackagedComponent):
    """What every tenancy gets whether or not anybody asks."""

    _component = azure.SecurityBaseline
    _arguments = contracts.SecurityBaselineArgs[OrganisationHandle, ArchiveHandle, TenancyHandle]
    key: pulumi.Output[str]
    """The body's own key, as services of the cloud are told of one."""
    alarms: pulumi.Output[str]
    """Where an alarm goes so that the body's people hear it."""
    private_services: pulumi.Output[list[inputs.PrivateEndpoint]]
    """Services of the baseline that answer at a private endpoint alone, which the body's network therefore has."""

    def __init__(self, name: str, args: SecurityBaselineInputs, opts: pulumi.ResourceOptions | None = None) -> None: ...


class Application(PackagedComponent):
    """One application of one body, in its cell."""

    _component = azure.Application
    _arguments = contracts.ApplicationArgs[CellHandle, TenancyHandle]
    address: pulumi.Output[str]
    """``https://<host>``."""
    identity: pulumi.Output[str]
    """Whom it acts as."""
    logs: pulumi.Output[str]
    """Where its logs are."""

    def __init__(self, name: str, args: ApplicationInputs, opts: pulumi.ResourceOptions | None = None) -> None: ...


class Budget(PackagedComponent):
    """What a tenancy may cost in a month, told before it is spent."""

    _component = azure.Budget
    _arguments = contracts.BudgetArgs[TenancyHandle]
    budget: pulumi.Output[str]
    """Id of the budget."""

    def __init__(self, name: str, args: BudgetInputs, opts: pulumi.ResourceOptions | None = None) -> None: ...


COMPONENTS: list[type[pulumi.ComponentResource]] = [NetworkConnection, SecurityBaseline, Application, Budget]
"""What the package offers."""
