"""AWS Organizations: ids as its API Reference describes them."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.arns import PARTITION
from civic.simulator.world import World, digest, digits


def organization(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    ident, account = f"o-{digest(urn, length=10)}", world.account(provider)
    root = f"r-{digest(urn, 'root', length=4)}"
    stem = f"arn:{PARTITION}:organizations::{account}"
    return ident, {
        "arn": f"{stem}:organization/{ident}",
        "masterAccountId": account,
        "masterAccountArn": f"{stem}:account/{ident}/{account}",
        "roots": [{"id": root, "arn": f"{stem}:root/{ident}/{root}", "name": "Root", "policyTypes": []}],
    }


def unit(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    ident = f"ou-{digest(urn, 'root', length=4)}-{digest(urn, length=8)}"
    return ident, {"arn": f"arn:{PARTITION}:organizations::{world.account(provider)}:ou/{ident}"}


def account(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    ident = digits(urn)
    return ident, {"arn": f"arn:{PARTITION}:organizations::{world.account(provider)}:account/{ident}", "status": "ACTIVE"}


def policy(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    ident = f"p-{digest(urn, length=10)}"
    return ident, {"arn": f"arn:{PARTITION}:organizations::{world.account(provider)}:policy/{ident}"}


TABLE = {
    "aws:organizations/organization:Organization": organization,
    "aws:organizations/organizationalUnit:OrganizationalUnit": unit,
    "aws:organizations/account:Account": account,
    "aws:organizations/policy:Policy": policy,
}
