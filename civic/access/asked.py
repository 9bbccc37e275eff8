"""What one stack asks of its cloud: every call that its providers make, and the resources that decide what anybody may do.

Made where the stack was planned (``asked_by``), and small, so that it can be handed to whoever sees all stacks together.
"""

import json
import pickle
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from civic.access.needs import NeededCall, Operation, every_need, invoked
from civic.access.strangers import Named, named_in
from civic.plan import Deployment, Resource

_CARRYING = (
    *("aws:iam/", "aws:kms/", "aws:organizations/", "aws:ram/", "aws:ssoadmin/", "aws:ec2/vpcEndpoint", "aws:sns/topic", "aws:sqs/queue"),
    *("aws:secretsmanager/", "aws:ecr/repository", "aws:backup/vault", "aws:s3/bucket:", "aws:s3/bucketV2", "aws:s3/bucketPolicy"),
    *(
        "aws:s3/bucketServerSideEncryption",
        "aws:cloudwatch/eventBus",
        "aws:cloudwatch/logGroup",
        "aws:cloudwatch/logDeliveryDestination",
        "aws:rds/instance",
        "aws:rds/cluster:",
    ),
    *("aws:ebs/volume", "aws:dynamodb/table", "aws:lambda/function:", "aws:networkfirewall/firewall", "aws:networkfirewall/ruleGroup"),
)
"""How the tokens begin of AWS types that a world is made of (``civic.access.aws``; a test holds it to that)."""


TOLD = ("clients", "organisation", "pipelines", "runs")
"""Outputs that say whose identities are whose, and where an account belongs in the tree."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One call that a provider makes for a resource."""

    call: NeededCall
    operation: Operation
    urn: str
    provider: str
    """URN of the Pulumi provider."""


@dataclass(frozen=True, slots=True)
class Calls(Collection[Asked]):
    """Calls of one stack, made again whenever they are gone through: of all stacks together they would be most of what is in memory."""

    packed: bytes
    count: int

    @classmethod
    def of(cls, calls: Iterable[Asked]) -> "Calls":
        """Those, packed."""
        held = tuple(calls)
        return cls(pickle.dumps(held, pickle.HIGHEST_PROTOCOL), len(held))

    def __iter__(self) -> Iterator[Asked]:
        # They were packed by this program and never left it.
        held: tuple[Asked, ...] = pickle.loads(self.packed)  # noqa: S301
        return iter(held)

    def __len__(self) -> int:
        return self.count

    def __contains__(self, call: object) -> bool:
        return any(call == held for held in self)


@dataclass(frozen=True, slots=True)
class StackAsks:
    """One stack, as far as rights are concerned."""

    stack: str
    calls: Collection[Asked]
    carriers: tuple[Resource, ...]
    """What decides who may do what: identities, policies, the tree, and what they are attached to."""
    sources: Mapping[str, str]
    """URN -> program line of each resource that calls are made for."""
    providers: Mapping[str, Resource]
    """By URN."""
    tags: Mapping[str, Mapping[str, str]]
    """ARN -> tags, of what is no carrier."""
    outputs: Mapping[str, object]
    """Of the stack, those named in ``TOLD``."""
    named: tuple[Named, ...] = ()
    """Accounts, Azure subscriptions, directories and principals that its resources name, each once."""


def asked_by(stack: str, deployment: Deployment) -> StackAsks:
    """What a stack asks."""
    providers = {resource.urn: resource for resource in deployment if resource.type.startswith("pulumi:providers:")}
    places = {urn: _place(provider) for urn, provider in providers.items()}
    made = [resource for resource in deployment if resource.custom and not resource.external and not resource.type.startswith("pulumi:")]
    outputs = next((resource.outputs for resource in deployment if resource.type == "pulumi:pulumi:Stack"), {})
    return StackAsks(
        stack,
        Calls.of((*(asked for resource in made for asked in _calls(resource, places, deployment.by_urn)), *_invoked(deployment, providers))),
        tuple(_slim(resource) for resource in deployment if is_carrier(resource.type)),
        {resource.urn: resource.source for resource in made},
        providers,
        {arn: held for resource in made if not is_carrier(resource.type) for arn, held in _tagged(resource)},
        {name: value for name, value in outputs.items() if name in TOLD},
        tuple({(one.kind, one.id): one for resource in reversed(made) for one in named_in(resource)}.values()),
    )


def is_carrier(token: str) -> bool:
    """Whether resources of a type decide who may do what. On Azure any may: policies, locks and rights elsewhere speak of properties."""
    return token.startswith((*_CARRYING, "azure-native:", "pulumi:providers:aws", "pulumi-python:"))


def _slim(resource: Resource) -> Resource:
    """Without former names, which decide nothing and are two thirds of an Azure resource, and with what went in and came out alike as one."""
    given = resource.inputs
    outputs = {key: given[key] if key in given and given[key] == value else value for key, value in resource.outputs.items()}
    return replace(resource, outputs=outputs, aliases=())


def _tagged(resource: Resource) -> Iterator[tuple[str, Mapping[str, str]]]:
    arn, held = resource.outputs.get("arn"), resource.outputs.get("tagsAll")
    if isinstance(arn, str) and isinstance(held, Mapping):
        yield arn, held


def _calls(resource: Resource, places: Mapping[str, Mapping[str, str]], others: Mapping[str, Resource]) -> Iterator[Asked]:
    # A resource names its provider by URN and id.
    provider = resource.provider.rpartition("::")[0]
    for operation, call in every_need(resource, others=others, **places.get(provider, {})):
        # What is kept when its stack lets go of it, nobody asks the cloud to delete.
        if operation != "delete" or not resource.retain_on_delete:
            yield Asked(call, operation, resource.urn, provider)


def _invoked(deployment: Deployment, providers: Mapping[str, Resource]) -> Iterator[Asked]:
    """Calls of the data sources that the program calls; the resource that asks is the stack itself."""
    root = next((resource.urn for resource in deployment if resource.type == "pulumi:pulumi:Stack"), "")
    for invoke in deployment.invokes:
        if provider := providers.get(invoke.provider):
            place = _place(provider) or {"account": str(provider.inputs.get("subscriptionId") or "")}
            for call in invoked(invoke.token, invoke.arguments, **place):
                yield Asked(call, "read", root, invoke.provider)


def _place(provider: Resource) -> Mapping[str, str]:
    """Where a provider acts. Azure's ids say it themselves."""
    if not provider.type.endswith(":aws"):
        return {}
    accounts = json.loads(provider.inputs.get("allowedAccountIds") or "[]")
    return {"account": str(accounts[0]) if accounts else "", "region": str(provider.inputs.get("region") or "")}
