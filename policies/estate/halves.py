"""No half of a shared service without its other half: a door that nobody comes to, or a way that leads to none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from civic.plan import Resource
from policies.checks import Finding
from policies.rule import Undecidable, at, value

DOORS = {"aws": "aws:ec2/vpcEndpointService:VpcEndpointService", "azure": "azure-native:network:PrivateLinkService"}
WAYS = {"aws": "aws:ec2/vpcEndpoint:VpcEndpoint", "azure": "azure-native:network:PrivateEndpoint"}
STACK = "pulumi:pulumi:Stack"
TYPES = (*DOORS.values(), *WAYS.values(), STACK)
"""A tenancy's stack says by its outputs whose account or Azure subscription it is."""

RULE = "estate-both-halves"
CONTROLS = {"ncsc-csp": ("3",), "ncsc-caf-v3.2": ("B4.a",)}
REMEDIATION = "Run 'civic agreements' and plan both bodies: each half follows from both records, so one alone was not made by them."
_ACCOUNT = re.compile(r"arn:[a-z-]+:iam::([0-9]{12}):root")
_NAME = re.compile(r"(?P<owner>.+)-(?P<cloud>aws|azure)-(?P<layer>[a-z-]+)")


@dataclass(frozen=True)
class _Half:
    stack: str
    owner: str
    resource: Resource


def halves_findings(made: Mapping[str, Sequence[Resource]]) -> list[Finding]:
    """Findings over all stacks of a run, by stack. A half whose other side is not in the run is not looked at."""
    found: list[Finding] = []
    for cloud in DOORS:
        doors, ways = _of(made, DOORS[cloud]), _of(made, WAYS[cloud])
        services = {_service(door.resource, cloud) for door in doors}
        found += [_finding(way, _aimless(way)) for way in ways if _is_aimless(way, services, made, cloud)]
        for door in doors:
            found += [_finding(door, message, kind) for kind, message in _unused(door, ways, made, cloud)]
    return found


def _of(made: Mapping[str, Sequence[Resource]], token: str) -> list[_Half]:
    named = [(stack, _NAME.fullmatch(stack), resource) for stack, resources in sorted(made.items()) for resource in resources]
    return [_Half(stack, match["owner"], resource) for stack, match, resource in named if match and resource.type == token]


def _service(resource: Resource, cloud: str) -> str:
    return str(resource.outputs.get("serviceName") if cloud == "aws" else resource.id)


def _aim(way: _Half, cloud: str) -> str:
    """The service that an endpoint leads to; empty where it is the cloud's own."""
    if cloud == "aws":
        name = str(way.resource.inputs.get("serviceName") or "")
        return name if name.startswith("com.amazonaws.vpce.") else ""
    for key in ("manualPrivateLinkServiceConnections", "privateLinkServiceConnections"):
        aim = str(at(way.resource.inputs, key, 0, "privateLinkServiceId") or "")
        if "/privateLinkServices/" in aim:
            return aim
    return ""


def _is_aimless(way: _Half, services: set[str], made: Mapping[str, Sequence[Resource]], cloud: str) -> bool:
    aim = _aim(way, cloud)
    # Logical names are a contract: "<consumer>-from-<provider>-<offer>-...".
    asked = way.resource.name.removeprefix(f"{way.owner}-from-")
    ours = any(asked.startswith(f"{name.removesuffix(f'-{cloud}-landing-zone')}-") for name in made if name.endswith(f"-{cloud}-landing-zone"))
    return bool(aim) and aim not in services and ours


def _aimless(way: _Half) -> str:
    return f"{way.owner} has a way to a shared service for which no provider has a door"


def _unused(door: _Half, ways: Sequence[_Half], made: Mapping[str, Sequence[Resource]], cloud: str) -> Iterator[tuple[str, str]]:
    owners = _owners(made, cloud)
    coming = {way.owner for way in ways if _aim(way, cloud) == _service(door.resource, cloud)}
    try:
        allowed = _allowed(door.resource, cloud)
    except Undecidable as unknown:
        yield "undecidable", f"who may come cannot be decided: {unknown}"
        return
    for tenancy in allowed:
        owner = owners.get(tenancy, "")
        planned = any(f"{owner}-{cloud}-{layer}" in made for layer in ("landing-zone", "applications"))
        if owner and planned and owner not in coming:
            yield "broken", f"{door.owner} has a door for {owner}, which has no way to it"


def _owners(made: Mapping[str, Sequence[Resource]], cloud: str) -> dict[str, str]:
    tail = f"-{cloud}-tenancy"
    return {
        str(resource.outputs.get("tenancy")): stack.removesuffix(tail)
        for stack, resources in made.items()
        if stack.endswith(tail)
        for resource in resources
        if resource.type == STACK
    }


def _allowed(resource: Resource, cloud: str) -> list[str]:
    if cloud == "azure":
        return [str(one) for one in value(at(resource.inputs, "visibility", "subscriptions")) or ()]
    principals = value(resource.inputs.get("allowedPrincipals")) or ()
    return [match[1] for match in map(_ACCOUNT.fullmatch, principals) if match]


def _finding(half: _Half, message: str, kind: str = "broken") -> Finding:
    return Finding(
        rule=RULE,
        kind=kind,
        level="mandatory",
        severity="high",
        title="No half of a shared service without its other half",
        why="A door left open after an agreement ended lets a body in that should be out; a way to nowhere is a service that fails.",
        message=message,
        stack=half.stack,
        urn=half.resource.urn,
        name=half.resource.name,
        type=half.resource.type,
        source=half.resource.source,
        remediation=REMEDIATION,
        controls=CONTROLS,
    )
