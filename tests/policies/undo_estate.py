"""What keeps the rules over all plans together, taken back in the example estate: in one of its stacks, so that another's is no longer enough."""

from collections.abc import Callable, Mapping

from civic.plan import Resource
from policies.estate import ESTATE_TYPES
from policies.estate.service_pairs import ENDPOINTS, SERVICES
from policies.estate.tenant_isolation import GROUP, GROUP_RULES

Stacks = dict[str, list[Resource]]
EstateUndo = Callable[[Stacks], str]
"""Changes the estate; the result is the URN that the one finding must name."""


def same_range(stacks: Stacks) -> str:
    """Two bodies' networks with one range; the finding is at the later of the two."""
    first, second = (_one(stacks[f"{body}-aws-landing-zone"], "aws:ec2/vpc:Vpc") for body in ("eastvale", "northshire"))
    _replace(stacks, second, inputs={**second.inputs, "cidrBlock": first.inputs["cidrBlock"]})
    return max(first.urn, second.urn)


def without_endpoint(stacks: Stacks) -> str:
    (endpoint,) = [one for one in stacks["eastvale-aws-applications"] if one.type == ENDPOINTS["aws"]]
    stacks["eastvale-aws-applications"].remove(endpoint)
    return _one(stacks["northshire-aws-landing-zone"], SERVICES["aws"]).urn


def without_service(stacks: Stacks) -> str:
    stacks["northshire-aws-landing-zone"].remove(_one(stacks["northshire-aws-landing-zone"], SERVICES["aws"]))
    return _one(stacks["eastvale-aws-applications"], ENDPOINTS["aws"]).urn


def rule_to_anothers_group(stacks: Stacks) -> str:
    (group, *_) = [one for one in stacks["eastvale-aws-applications"] if one.type == GROUP and "Application$" in one.urn]
    (own, *_) = [one for one in stacks["northshire-aws-applications"] if one.type == GROUP_RULES[1] and "Application$" in one.urn]
    _replace(stacks, own, inputs={**own.inputs, "referencedSecurityGroupId": group.id})
    return own.urn


UNDO: Mapping[str, tuple[EstateUndo, ...]] = {
    "estate-networks-apart": (same_range,),
    "estate-service-pairs-complete": (without_endpoint, without_service),
    "estate-tenants-isolated": (rule_to_anothers_group,),
}


def shared_part(plans: Mapping[str, list[Resource]]) -> Stacks:
    """What the rules over the estate look at, to change."""
    return {name: [one for one in resources if one.type in ESTATE_TYPES] for name, resources in plans.items()}


def _one(resources: list[Resource], token: str) -> Resource:
    (found,) = [one for one in resources if one.type == token]
    return found


def _replace(stacks: Stacks, resource: Resource, *, inputs: Mapping[str, object]) -> None:
    place = stacks[resource.stack].index(resource)
    changed = {name: getattr(resource, name) for name in Resource.__dataclass_fields__}
    stacks[resource.stack][place] = Resource(**{**changed, "inputs": inputs})
