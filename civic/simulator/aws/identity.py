"""IAM: roles and policies are known by name and belong to no region."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws.arns import iam
from civic.simulator.world import World, digest


def _maker(kind: str) -> Any:
    def make(urn: str, outputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
        name, account = str(outputs.get("name")), world.account(provider)
        arn = iam(kind, str(outputs.get("path") or "/"), name, account)
        return (arn if kind == "policy" else name), {"arn": arn}

    return make


def provider(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> tuple[str, dict[str, Any]]:
    host = str(outputs.get("url", "")).removeprefix("https://")
    arn = iam("oidc-provider", "/", host, world.account(ref))
    return arn, {"arn": arn}


def inline(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> tuple[str, dict[str, Any]]:
    return f"{outputs.get('role')}:{outputs.get('name')}", {}


def key(urn: str, outputs: Mapping[str, Any], world: World, ref: str) -> tuple[str, dict[str, Any]]:
    ident = f"{digest(urn, length=8)}-{digest(urn, 'b', length=4)}-4000-8000-{digest(urn, 'c', length=12)}"
    return ident, {"keyId": ident}


TABLE = {
    "aws:iam/role:Role": _maker("role"),
    "aws:iam/policy:Policy": _maker("policy"),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": provider,
    "aws:iam/rolePolicy:RolePolicy": inline,
    "aws:kms/key:Key": key,
}
