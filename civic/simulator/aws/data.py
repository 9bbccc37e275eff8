"""Data sources of AWS."""

from collections.abc import Callable, Mapping
from typing import Any

from civic.simulator.aws.place import PARTITION
from civic.simulator.digests import digest
from civic.simulator.state import CloudState

Answer = Callable[[Mapping[str, Any], CloudState, str], dict[str, Any]]

ANSWERS: Mapping[str, Answer] = {
    "aws:index/getPartition:getPartition": lambda args, state, ref: {
        "id": PARTITION,
        "partition": PARTITION,
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    },
    "aws:index/getCallerIdentity:getCallerIdentity": lambda args, state, ref: {
        "id": state.account(ref),
        "accountId": state.account(ref),
        "arn": f"arn:{PARTITION}:sts::{state.account(ref)}:assumed-role/civic/simulated",
        "userId": "AROASIMULATED",
    },
    "aws:index/getRegion:getRegion": lambda args, state, ref: {
        "id": state.region(ref),
        "name": state.region(ref),
        "region": state.region(ref),
        "description": state.region(ref),
        "endpoint": f"ec2.{state.region(ref)}.amazonaws.com",
    },
    "aws:ec2/getPrefixList:getPrefixList": lambda args, state, ref: {
        "id": f"pl-{digest(str(args.get('name')), length=8)}",
        "region": state.region(ref),
        "name": str(args.get("name")),
        "cidrBlocks": [],
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": lambda args, state, ref: {
        "id": state.region(ref),
        "region": state.region(ref),
        "names": [f"{state.region(ref)}{letter}" for letter in "abc"],
        "zoneIds": [f"{_short(state.region(ref))}-az{number}" for number in (1, 2, 3)],
        "groupNames": [state.region(ref)],
    },
}


def _short(region: str) -> str:
    """``eu-west-2`` as zone ids have it: ``euw2``."""
    area, side, number = [*region.split("-"), "", "", ""][:3]
    return f"{area}{side[:1]}{number}"
