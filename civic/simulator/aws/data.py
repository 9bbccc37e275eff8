"""Data sources of AWS."""

from collections.abc import Callable, Mapping
from typing import Any

from civic.simulator.aws.arns import PARTITION
from civic.simulator.world import World, digest

Answer = Callable[[Mapping[str, Any], World, str], dict[str, Any]]

ANSWERS: Mapping[str, Answer] = {
    "aws:index/getPartition:getPartition": lambda args, world, ref: {
        "id": PARTITION,
        "partition": PARTITION,
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:index/getCallerIdentity:getCallerIdentity": lambda args, world, ref: {
        "id": world.account(ref),
        "accountId": world.account(ref),
        "arn": f"arn:{PARTITION}:sts::{world.account(ref)}:assumed-role/civic/simulated",
        "userId": "AROASIMULATED",
    },
    "aws:index/getRegion:getRegion": lambda args, world, ref: {
        "id": world.region(ref),
        "name": world.region(ref),
        "region": world.region(ref),
        "description": world.region(ref),
        "endpoint": f"ec2.{world.region(ref)}.amazonaws.com",
    },
    "aws:ec2/getPrefixList:getPrefixList": lambda args, world, ref: {
        "id": f"pl-{digest(str(args.get('name')), length=8)}",
        "region": world.region(ref),
        "name": str(args.get("name")),
        "cidrBlocks": [],
    },
    "aws:ssoadmin/getInstances:getInstances": lambda args, world, ref: {
        "id": world.region(ref),
        "region": world.region(ref),
        "arns": [f"arn:{PARTITION}:sso:::instance/ssoins-{digest('instance')}"],
        "identityStoreIds": [f"d-{digest('store', length=10)}"],
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": lambda args, world, ref: {
        "id": world.region(ref),
        "region": world.region(ref),
        "names": [f"{world.region(ref)}{letter}" for letter in "abc"],
        "zoneIds": [f"{_short(world.region(ref))}-az{number}" for number in (1, 2, 3)],
        "groupNames": [world.region(ref)],
    },
}


def _short(region: str) -> str:
    """``eu-west-2`` as zone ids have it: ``euw2``."""
    area, side, number = [*region.split("-"), "", "", ""][:3]
    return f"{area}{side[:1]}{number}"
