"""What no VPC can be made of: ids that no plan makes, and things that name parts of several networks at once.

Source: Amazon EC2 API Reference, errors ``InvalidParameter`` and ``Invalid...ID.NotFound``.
"""

import json
import re
from collections.abc import Iterator

from civic.plan import Resource
from civic.reach.aws.premises import attachment_of
from civic.reach.resources import Resources, text

_ID = re.compile(r'"((?:subnet|rtb|sg|vpc|tgw|tgw-attach|tgw-rtb|nat|igw)-[0-9a-f]{17})"')
_OF_ONE = ("subnet", "rtb", "sg", "vpc", "nat", "igw")
"""Kinds of ids that belong to one VPC."""
_SPANNING = ("aws:ec2/vpcPeeringConnection", "aws:route53/", "aws:vpc/securityGroup", "aws:ec2/securityGroupRule")
"""Types that may name parts of several networks."""


def check(resources: Resources) -> None:
    """Say what dangles and what does not fit together."""
    held = {each.id for each in resources.every} | {attachment_of(each) for each in resources.every}
    homes = _homes(resources)
    for resource in resources.every:
        named = list(dict.fromkeys(_ID.findall(json.dumps(dict(resource.inputs), default=str))))
        for ident in named:
            if ident not in held:
                resources.wrong(resource, f"it names {ident}, which no plan makes")
        networks = dict.fromkeys(homes[ident] for ident in named if ident in homes)
        if len(networks) > 1 and not resource.type.startswith(_SPANNING):
            resources.wrong(resource, f"it names parts of several networks: {' and '.join(networks)}")


def _homes(resources: Resources) -> dict[str, str]:
    """Id -> the VPC that it is of."""
    found = {each.id: each.id for each in resources.every if each.id.startswith("vpc-")}
    found |= {each.id: text(each, "vpcId") for each in resources.every if each.id.startswith(_OF_ONE) and text(each, "vpcId")}
    for each in _gateways(resources):
        if text(each, "subnetId") in found:
            found[each.id] = found[text(each, "subnetId")]
    return found


def _gateways(resources: Resources) -> Iterator[Resource]:
    return (each for each in resources.every if each.id.startswith("nat-"))
