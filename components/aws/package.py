"""The shells by which programs in other languages use the components for AWS: see ``components.package``.

Pulumi's analyzer reads the package's schema off these annotations.
"""

from typing import NotRequired, TypedDict

import pulumi

from components import aws, contracts
from components.aws.handles import ArchiveHandle, CellHandle, OrganisationHandle, TenancyHandle
from components.contracts import inputs
from components.package import PackagedComponent


class Organisation(TypedDict):
    """The organisation's tree."""

    id: pulumi.Input[str]
    """``o-...``."""
    arn: pulumi.Input[str]
    units: dict[str, pulumi.Input[str]]
    """Id of the organisational unit under which bodies' accounts belong, by environment."""


class Archive(TypedDict):
    """The log archive."""

    bucket: pulumi.Input[str]
    """ARN of the locked bucket."""
    key: pulumi.Input[str]
    """ARN of the KMS key that encrypts it."""
    configuration_bucket: pulumi.Input[str]
    """Name of the bucket to which recorders of AWS Config deliver."""
    edge_logs: NotRequired[pulumi.Input[str]]
    """ARN of the delivery destination for calls to what is published."""


class Tenancy(TypedDict):
    """An account, and the roles in it."""

    account: pulumi.Input[str]
    deploy: pulumi.Input[str]
    """ARN of the role that its layer acts as; empty where nobody does."""
    application: pulumi.Input[str]
    """ARN of the role that deploys applications; empty in the platform's own accounts."""


class Network(TypedDict):
    """A VPC."""

    vpc: pulumi.Input[str]
    subnets: dict[str, dict[str, pulumi.Input[str]]]
    """Subnet ids, by tier and zone."""
    hub_route_tables: dict[str, pulumi.Input[str]]
    """Id of the route table of each tier that leads to the hub, by tier."""


class Cell(TypedDict):
    """A hosting cell."""

    network: Network
    listener: pulumi.Input[str]
    """ARN of the entry's HTTPS listener."""
    balancer: pulumi.Input[str]
    """ARN of the entry's Application Load Balancer."""
    balancer_suffix: pulumi.Input[str]
    """What metrics call it: ``app/<name>/<hash>``."""
    entry_group: pulumi.Input[str]
    """Id of the entry's security group."""
    origin: NotRequired[pulumi.Input[str]]
    """Id of what Amazon CloudFront reaches the entry by; empty where nothing in the cell is published."""
    cluster: pulumi.Input[str]
    """ARN of the ECS cluster."""
    cluster_name: pulumi.Input[str]
    registry: pulumi.Input[str]
    """Prefix of the registry's image names."""
    repositories: pulumi.Input[str]
    """What its repositories' names begin with: ``registry`` without the host."""
    database_host: pulumi.Input[str]
    database_group: pulumi.Input[str]
    """Id of the database's security group."""
    database_administrators: dict[str, pulumi.Input[str]]
    """ARN of the secret that holds the administrator's password."""
    log_prefix: pulumi.Input[str]
    """Prefix of log group names."""
    key: pulumi.Input[str]
    """ARN of the cell's KMS key."""
    secret_prefix: pulumi.Input[str]
    """Prefix of secret names."""
    tenants: dict[str, pulumi.Input[str]]
    """ARN of the role confined to a tenant, by the tenant's key."""
    tenant_boundaries: dict[str, pulumi.Input[str]]
    """ARN of the boundary around every role that is made in a tenant's place, by the tenant's key."""


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

    _component = aws.NetworkConnection
    _arguments = contracts.NetworkConnectionArgs[OrganisationHandle, ArchiveHandle]
    network: pulumi.Output[Network]
    """The network and its subnets, by tier and zone."""

    def __init__(self, name: str, args: NetworkConnectionInputs, opts: pulumi.ResourceOptions | None = None) -> None: ...


class SecurityBaseline(PackagedComponent):
    """What every tenancy gets whether or not anybody asks."""

    _component = aws.SecurityBaseline
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

    _component = aws.Application
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

    _component = aws.Budget
    _arguments = contracts.BudgetArgs[TenancyHandle]
    budget: pulumi.Output[str]
    """Id of the budget."""

    def __init__(self, name: str, args: BudgetInputs, opts: pulumi.ResourceOptions | None = None) -> None: ...


COMPONENTS: list[type[pulumi.ComponentResource]] = [NetworkConnection, SecurityBaseline, Application, Budget]
"""What the package offers."""
