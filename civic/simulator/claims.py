"""What only one resource of a cloud may have: names in their scope, priorities, ranges. It is taken when made, and free when deleted.

Neither a check nor a preview takes anything: a cloud is asked first when the resource is made.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civic.catalogue import Row, row
from civic.plan import stack_of
from civic.plan.wire import UNKNOWN, known, opened
from civic.simulator.state import CloudState, Failure
from civic.simulator.world import Address, Key, Thing

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Claim:
    """One thing that only one resource may have."""

    key: Key
    property: str
    before: str
    """What the refusal says before who has it already."""
    after: str

    def refusal(self, owner: Thing, urn: str) -> Failure:
        return Failure(self.property, f"{self.before}{called(owner.urn, urn)}{self.after}")


def refused_claims(token: str, urn: str, inputs: Mapping[str, Any], state: CloudState, ref: str, own: Address | None = None) -> Iterator[Failure]:
    """What another has already. ``own``: the resource itself where it is there and is only changed."""
    for claim in claims(token, inputs, state, ref):
        owner = state.world.owner(claim.key)
        if owner and owner.address != own and not _revises(token, urn, claim, owner):
            yield claim.refusal(owner, urn)
    network, blocks = place_in_network(token, inputs, state, ref)
    for block in filter(None, map(as_range, blocks)):
        yield from _refused_range(block, network, urn, state, own)


def _revises(token: str, urn: str, claim: Claim, owner: Thing) -> bool:
    """Whether this is the name of what the resource itself was before, of which it is to be another revision."""
    known = row(token)
    return bool(known and known.name and known.name.revised and claim.property == known.name.property and owner.urn == urn)


def claims(token: str, inputs: Mapping[str, Any], state: CloudState, ref: str) -> list[Claim]:
    """What a resource takes. What is not known yet takes nothing."""
    of_type = row(token)
    found = [*_name(token, of_type, inputs, state, ref), *_once(token, of_type, inputs, state, ref), *_diagnostics(token, inputs)]
    return [claim for claim in found if not any(UNKNOWN in str(part) for part in claim.key)]


def place_in_network(token: str, inputs: Mapping[str, Any], state: CloudState, ref: str) -> tuple[str, tuple[str, ...]]:
    """The network that a subnet lies in, and its ranges; nothing for another type."""
    if token == "aws:ec2/subnet:Subnet":
        network, blocks = str(inputs.get("vpcId")), [inputs.get("cidrBlock")]
    elif token == "azure-native:network:Subnet":
        network, blocks = _azure_network(inputs, state, ref), [inputs.get("addressPrefix"), *(inputs.get("addressPrefixes") or ())]
    else:
        return "", ()
    return ("", ()) if UNKNOWN in network else (network, tuple(str(block) for block in blocks if block))


def network_of(token: str, ident: str, inputs: Mapping[str, Any], state: CloudState, ref: str) -> tuple[str, tuple[str, ...]]:
    """What subnets call a network, and its ranges; nothing for another type."""
    if token == "aws:ec2/vpc:Vpc":
        return ident, (str(inputs.get("cidrBlock")),)
    if token == "azure-native:network:VirtualNetwork":
        return _azure_network(inputs, state, ref), tuple((inputs.get("addressSpace") or {}).get("addressPrefixes") or ())
    return "", ()


def called(other: str, urn: str) -> str:
    """A resource as its neighbours know it: with its stack where that is another one."""
    stack, name = stack_of(other), other.rsplit("::", 1)[1]
    return name if urn.startswith(f"urn:pulumi:{stack}::") else f"{name} of {stack}"


def as_range(block: Any) -> Network | None:
    try:
        return ipaddress.ip_network(str(block))
    except ValueError:
        return None


def _azure_network(inputs: Mapping[str, Any], state: CloudState, ref: str) -> str:
    return f"{state.subscription(ref)}/{inputs.get('resourceGroupName')}/{inputs.get('virtualNetworkName')}"


def _refused_range(block: Network, network: str, urn: str, state: CloudState, own: Address | None) -> Iterator[Failure]:
    outer = [one for one in map(as_range, state.world.ranges(network)) if one is not None and one.version == block.version]
    if outer and not any(one.overlaps(block) and one.prefixlen <= block.prefixlen for one in outer):
        yield Failure("cidrBlock", f"{block} lies outside its network {', '.join(map(str, outer))}")
    for thing in state.world.in_network(network):
        for other in filter(None, map(as_range, thing.blocks if thing.address != own else ())):
            if block.overlaps(other):
                yield Failure("cidrBlock", f"{block} overlaps {other} of {called(thing.urn, urn)}")


def _name(token: str, known: Row | None, inputs: Mapping[str, Any], state: CloudState, ref: str) -> Iterator[Claim]:
    limit = known.name if known else None
    name = inputs.get(limit.property) if limit else None
    if limit is None or not isinstance(name, str):
        return
    # IAM and AWS Organizations know no regions, and an IAM name is taken whatever its path.
    regional = token.startswith("aws:") and not token.startswith(("aws:iam/", "aws:organizations/"))
    where = state.tenancy(ref, regional=regional, region=inputs.get("region"))
    scope = {"global": "", "tenancy": where, "group": f"{where}/{inputs.get('resourceGroupName')}", "cluster": str(inputs.get("cluster"))}
    key = ("name", token, scope.get(limit.scope, str(inputs.get("scope"))), name)
    yield Claim(key, limit.property, f"'{name}' is the name of ", " already")


def _once(token: str, known: Row | None, inputs: Mapping[str, Any], state: CloudState, ref: str) -> Iterator[Claim]:
    if known is None or known.once is None:
        return
    place = (state.tenancy(ref, regional=True, region=inputs.get("region")),) if known.once.in_its_region else ()
    values = (*place, *(_said(str(opened(inputs.get(first))), second, state) for first, second in known.once.paths))
    yield _claim(known.once.why, (token, *values))


def _said(value: str, of: str, state: CloudState) -> str:
    """A value, or what the resource of that id says of ``of``; the value where nothing has that id."""
    named = next((thing for thing in list(state.world.things.values()) if thing.id == value), None) if of else None
    return str(opened(named.inputs.get(of))) if named else value


def _diagnostics(token: str, inputs: Mapping[str, Any]) -> Iterator[Claim]:
    if token != "azure-native:monitor:DiagnosticSetting":
        return
    places = [inputs.get(key) for key in ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId") if inputs.get(key)]
    words = [entry.get("category") or entry.get("categoryGroup") for entry in known(inputs).get("logs") or ()]
    for word in words:
        for place in places:
            yield _claim("one setting sends a category to a destination", ("diagnostics", str(inputs.get("resourceUri")), str(word), str(place)))


def _claim(why: str, key: tuple[str, ...]) -> Claim:
    has = ", ".join(part for part in key[1:] if part != "None")
    return Claim(("once", *key), "", f"{why}: ", f" has {has} already")
