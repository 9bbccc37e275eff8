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
        "arn": _caller(state, ref),
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


def _caller(state: CloudState, ref: str) -> str:
    """The session in which a provider acts; an administrator where it enters no role."""
    roles = state.roles(ref)
    if not roles:
        return f"arn:{PARTITION}:iam::{state.account(ref)}:user/administrator"
    return f"arn:{PARTITION}:sts::{state.account(ref)}:assumed-role/{roles[-1].rpartition('/')[2]}/{state.session(ref)}"


def _short(region: str) -> str:
    """``eu-west-2`` as zone ids have it: ``euw2``."""
    area, side, number = [*region.split("-"), "", "", ""][:3]
    return f"{area}{side[:1]}{number}"
