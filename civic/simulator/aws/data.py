"""Data sources of AWS."""

from collections.abc import Callable, Mapping
from typing import Any

from civic.simulator.aws.place import PARTITION, Place
from civic.simulator.digests import digest
from civic.simulator.state import CloudState, NotThere

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
    "aws:organizations/getOrganization:getOrganization": lambda args, state, ref: _organisation(state, ref),
    "aws:guardduty/getDetector:getDetector": lambda args, state, ref: {
        "id": digest("detector", state.account(ref), str(args.get("region") or state.region(ref)), length=32),
        "region": str(args.get("region") or state.region(ref)),
        "status": "ENABLED",
        "findingPublishingFrequency": "SIX_HOURS",
    },
    "aws:ec2/getPrefixList:getPrefixList": lambda args, state, ref: {
        "id": f"pl-{digest(str(args.get('name')), length=8)}",
        "region": state.region(ref),
        "name": str(args.get("name")),
        "cidrBlocks": [],
    },
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": lambda args, state, ref: {
        "id": f"pl-{digest(str(args.get('name')), length=8)}",
        "region": state.region(ref),
        "name": str(args.get("name")),
        "ownerId": "AWS",
        "addressFamily": "IPv4",
        "entries": [],
        "maxEntries": 0,
        "version": 0,
        "tags": {},
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": lambda args, state, ref: {
        "id": state.region(ref),
        "region": state.region(ref),
        "names": [f"{state.region(ref)}{letter}" for letter in "abc"],
        "zoneIds": [f"{_short(state.region(ref))}-az{number}" for number in (1, 2, 3)],
        "groupNames": [state.region(ref)],
    },
}


def _organisation(state: CloudState, ref: str) -> dict[str, Any]:
    """The organisation that was there before, with every type of policy that guardrails need switched on, as the program asks for it."""
    # A plan says what is to be there, and its record that this is.
    made = any(thing.type == "aws:organizations/organization:Organization" for thing in list(state.world.things.values()))
    if state.today and not (state.much_exists or made):
        raise NotThere("AWSOrganizationsNotInUseException: your account is not a member of an organization; leave 'existing.organisation' out")
    place = Place.of(state, ref)
    ident, account = place.organisation, place.account
    arn = f"arn:{PARTITION}:organizations::{account}:organization/{ident}"
    root = f"r-{digest('root', account, length=4)}"
    kinds = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "DECLARATIVE_POLICY_EC2", "TAG_POLICY")
    return {
        "id": ident,
        "arn": arn,
        "featureSet": "ALL",
        "masterAccountId": account,
        "awsServiceAccessPrincipals": ["sso.amazonaws.com"],
        "enabledPolicyTypes": list(kinds),
        "roots": [
            {
                "id": root,
                "arn": f"arn:{PARTITION}:organizations::{account}:root/{ident}/{root}",
                "name": "Root",
                "policyTypes": [{"type": kind, "status": "ENABLED"} for kind in kinds],
            }
        ],
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
