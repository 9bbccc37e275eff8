"""The shape of a row: what is known of one resource type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

from civic.catalogue.actions import Actions, of_azure

Keep = Literal["no", "protect", "protect and retain"]
"""``protect``: the engine refuses to delete it. ``protect and retain``: it holds data, and survives even a forced deletion."""

REACHES = ("", "node", "edge", "end", "filter", "interface", "name", "none")
_AWS = (
    *(
        "alb",
        "apigateway",
        "apigatewayv2",
        "cloudfront",
        "directconnect",
        "ec2",
        "ec2clientvpn",
        "ec2transitgateway",
        "elb",
        "globalaccelerator",
        "lb",
    ),
    *("lightsail", "networkfirewall", "networkmanager", "route53", "verifiedaccess", "vpc", "vpclattice"),
)
_AZURE = (
    *("cdn", "dns", "dnsresolver", "frontdoor", "hybridnetwork", "managednetworkfabric", "network", "networkfunction", "privatedns", "relay"),
    "trafficmanager",
)
NETWORKING = frozenset((*(f"aws:{module}" for module in _AWS), *(f"azure-native:{module}" for module in _AZURE)))
"""Packages and modules whose types route, filter or name: a planned one that says nothing of its reach makes every proof one over something unknown."""


def is_networking(token: str) -> bool:
    """Whether a type is of a module that networks are made of."""
    package, _, rest = token.partition(":")
    return f"{package}:{rest.partition(':')[0].partition('/')[0]}" in NETWORKING


READ_UNPLANNED: Mapping[str, str] = {
    "aws:ec2/networkAcl:NetworkAcl": "filter: before subnets, without state",
    "aws:ec2/networkAclRule:NetworkAclRule": "filter: before subnets, without state",
    "aws:ec2/networkAclAssociation:NetworkAclAssociation": "filter: before subnets, without state",
    "aws:ec2/managedPrefixList:ManagedPrefixList": "edge: ranges that routes and groups name",
    "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry": "edge: ranges that routes and groups name",
    "azure-native:network:RouteTable": "edge: out of subnets",
    "azure-native:network:Route": "edge: out of subnets",
    "azure-native:network:VirtualNetworkPeering": "edge: between networks",
    "azure-native:network:IpGroup": "filter: ranges that rules name",
}
"""Types that have no row, since no stack of the platform plans them, and that a proof of reach reads where a fork does."""

Scope = Literal["global", "tenancy", "cluster", "group", "assignment"]
"""Where a name must be unique: everywhere; in the account (and region) or Azure subscription; in the container cluster; in the resource
group; at the scope of the assignment."""

DocumentKind = Literal["trust", "identity", "organisation", "resource"]
"""What a policy document is about: who may become a role; what an identity may do; what nobody of an organisation may do; what may be done to a thing."""


def words(text: str) -> frozenset[str]:
    """Property names written as one text: ``words("vpcId cidrBlock")``."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Name:
    """How long a physical name may be and what it may hold."""

    property: str
    longest: int
    """Characters."""
    pattern: str
    """Regular expression that the whole name matches."""
    scope: Scope
    changes_in_place: bool = False
    """Another name is no other resource."""
    revised: bool = False
    """Made again under its name it is another revision, and nothing is in its way."""

    def __post_init__(self) -> None:
        re.compile(self.pattern)


@dataclass(frozen=True)
class Text:
    """What a cloud takes of a free text: a name, description or comment that a person or a record wrote."""

    longest: int
    """Characters."""
    pattern: str
    """Regular expression that the whole text matches."""
    source: str
    """Page of the cloud or file of the provider that says so."""

    def __post_init__(self) -> None:
        re.compile(self.pattern)


@dataclass(frozen=True)
class Once:
    """Properties whose values together only one resource may have, besides its name."""

    names: str
    """Of the properties, in the order in which a message tells their values. ``transitGatewayRouteTableId@transitGatewayId`` is a property of what
    the first one names."""
    why: str
    in_its_region: bool = False
    """Only one in a region of an account; then there may be no properties at all."""

    @property
    def paths(self) -> tuple[tuple[str, str], ...]:
        """Property, and that of what it names; the second is empty where the first is meant itself."""
        return tuple((first, second) for first, _, second in (name.partition("@") for name in self.names.split()))

    @property
    def properties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(first for first, _ in self.paths))


@dataclass(frozen=True)
class Alone:
    """A thing that its API changes one at a time, and that making a resource changes: two at once are refused, or spoil each other."""

    kind: str
    """Collection in the id of that thing: ``vaults`` of ``.../vaults/<name>``, whatever comes after it. Empty: the whole id."""
    why: str
    """What the API answers, and the source."""
    at: str = ""
    """Input in which the id stands (path with dots, ``*`` for each of a list). Left out: the resource's own id."""
    awaited: bool = False
    """Whoever names this resource's siblings is refused too while it is being made."""


Counted = Literal["organisation", "account", "region", "tenant", "subscription", "location", "within", "resource"]
"""Where a quota counts: in the organisation or directory; an account; a region of an account; an Azure subscription; a location of one; within
what a property names; in the resource itself."""


@dataclass(frozen=True)
class Quota:
    """How many, or how much, a cloud lets anybody have. Values are the clouds' documented defaults as they were known in November 2026: a newer
    account may have less, and an increase that was granted is not known here."""

    name: str
    """What is counted and in what, for people: "VPCs in a region"."""
    limit: int
    scope: Counted
    source: str = field(kw_only=True)
    """Page that says it."""
    of: str = field(default="", kw_only=True)
    """Property that names within what is counted, where ``scope`` is ``within``."""
    counted: str = field(default="", kw_only=True)
    """Property (path with dots) of which characters or elements are counted, or whose number is what is taken. Empty: resources are."""
    spaceless: bool = field(default=False, kw_only=True)
    """White space in the text is not counted."""
    only: str = field(default="", kw_only=True)
    """Which resources count: ``type=STATEFUL``, ``scope~/subscriptions/`` (begins with), ``policyId@type=...`` of what the property names."""
    before: int = field(default=0, kw_only=True)
    """How much of it the cloud has taken itself beforehand: the default VPC, ``FullAWSAccess``, the management account."""
    adjustable: bool = field(default=False, kw_only=True)
    """More can be asked for."""
    code: str = field(default="", kw_only=True)
    """AWS: its code in Service Quotas."""
    rate: bool = field(default=False, kw_only=True)
    """How many at once or in a time: it slows a rollout and is not used up."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is known of one resource type. A column of ``EXPLAINED`` that is None has its reason in ``lacks``."""

    type: str = field(kw_only=False)
    """Type token, such as ``aws:ec2/vpc:Vpc``."""

    keep: Keep
    keep_reason: str

    name: Name | None = None
    replaced_by: frozenset[str] | None = None
    """Inputs (or what lies in them: paths with dots) whose change makes the provider replace it, besides those of ``replaces`` that are the same
    for a whole cloud."""
    fixed: frozenset[str] = frozenset()
    """Inputs, or what lies in them, that the cloud never lets change and the provider tries to change in place all the same: that fails."""
    id: str | None = None
    """The provider's id, as a template (``civic.catalogue.templates``). Azure: the part after ``/providers/``, or all of it from its ``/``."""
    arn: str | None = None
    """AWS: its ARN, as a template."""

    outputs: Mapping[str, str] = field(default_factory=dict)
    """Other outputs whose shape matters to what reads them, as templates."""
    once: Once | None = None
    alone: tuple[Alone, ...] = ()
    """What making it changes of which the API takes one change at a time."""
    actions: Actions | None = None
    """The calls that the provider makes for it, and on what (``civic.catalogue.actions``). Azure: left out, it follows from ``id``."""
    quotas: tuple[Quota, ...] = ()
    """What binds by number."""
    documents: Mapping[str, DocumentKind] = field(default_factory=dict)
    """Properties that hold a policy document."""
    texts: Mapping[str, Text] = field(default_factory=dict)
    """Inputs (path with dots, ``*`` for each of a list) that hold free text, besides the name. Every planned name, description and comment has one,
    unless it is another resource's and comes from there."""
    reach: str = ""
    """What it is in the graph of networks: a node, an edge, an end, a filter, an interface or a name, and in a few words which; ``none``, perhaps with
    a reason, for what carries no packet. Every type of a module in ``NETWORKING`` says it; of any other, empty means none."""
    generated_name: str = ""
    """Property that the provider fills from the logical name when the program leaves it out."""

    lacks: Mapping[str, str] = field(default_factory=dict)
    """Column -> why it is None."""

    def __post_init__(self) -> None:
        if self.keep not in get_args(Keep) or not self.keep_reason:
            raise ValueError(f"{self.type}: keep is one of {', '.join(get_args(Keep))}, with a reason")
        if self.actions is None and self.id and self.type.startswith("azure-native:"):
            object.__setattr__(self, "actions", of_azure(self.id))
        if self.reach.partition(":")[0] not in REACHES or (not self.reach and is_networking(self.type)):
            raise ValueError(f"{self.type}: reach is one of {', '.join(filter(None, REACHES))}, perhaps with ': ' and a few words")
        missing = {column for column in EXPLAINED if getattr(self, column) is None and not (column == "arn" and not self.type.startswith("aws:"))}
        if missing != set(self.lacks):
            raise ValueError(f"{self.type}: columns without a value are {sorted(missing)}, reasons are given for {sorted(self.lacks)}")


COLUMNS = tuple(column.name for column in fields(Row))
EXPLAINED = ("name", "replaced_by", "id", "arn", "actions")
"""Columns that are None only for a reason. A new column that every type should have is added here."""

UNNAMED = {"name": "it has no name of its own"}
NAME_UNLIMITED = {"name": "how long its name may be and what it may hold is not written down yet"}
NAME_AMONG_TEXTS = {"name": "what it may hold is among its texts; where it must be the only one is not written down yet"}
ID_UNREAD = {"id": "nothing reads its id, so the simulated cloud answers any"}
ID_COMPUTED = {"id": "it depends on more than a template can say; the simulator computes it"}
ID_UNCONFIRMED = {"id": "its path is not confirmed yet, so the simulated cloud forms one from the class's name"}
NO_ARN = {"arn": "AWS gives it none, or no reader"}
ARN_UNREAD = {"arn": "nothing reads its ARN, so the simulated cloud answers one of the usual form"}
ACTIONS_UNREAD = {"actions": "nothing plans it, so what its provider calls is not written down yet"}
ARN_COMPUTED = {"arn": "it depends on more than a template can say; the simulator computes it"}

REMADE = "the plan makes it again as it was"
NETWORK = "addresses lie in it: with another one everything in it is made anew"
HUB = "every body's traffic goes through it"
