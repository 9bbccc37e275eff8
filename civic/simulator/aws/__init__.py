"""Simulated AWS. One module for each service whose answers have a shape that matters."""

from collections.abc import Mapping
from typing import Any

from civic.simulator.aws import arns, ec2, firewall, hosting, identity, organizations, s3
from civic.simulator.aws.data import ANSWERS
from civic.simulator.world import World, digest

AUTONAMED = {"name": 64, "bucket": 56}
"""Properties that the provider fills from the logical name where the program leaves them out."""

_NAMED = ("aws:iam/role:Role", "aws:iam/policy:Policy", "aws:sns/topic:Topic", "aws:cloudwatch/logGroup:LogGroup", "aws:iam/rolePolicy:RolePolicy")
_TABLES = {**ec2.TABLE, **firewall.TABLE, **hosting.TABLE, **identity.TABLE, **organizations.TABLE, **s3.TABLE}


def defaults(token: str, urn: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """Inputs with a generated name where the real provider would make one."""
    key = "bucket" if token == "aws:s3/bucket:Bucket" else "name"
    if (token in _NAMED or key == "bucket") and not inputs.get(key) and not inputs.get("namePrefix"):
        return {**inputs, key: f"{urn.rsplit('::', 1)[1]}-{digest(urn, length=7)}"}
    return inputs


def answer(token: str, urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any], world: World, provider: str) -> tuple[str, dict[str, Any]]:
    """Id of a resource and the outputs that its type alone does not give."""
    made = _TABLES.get(token)
    ident, special = made(urn, outputs, world, provider) if made else (_ident(token, urn, outputs), {})
    if "arn" in outputs and "arn" not in inputs and "arn" not in special:
        special = {**special, "arn": arns.arn(token, ident, outputs, world, provider)}
    if "region" in outputs and "region" not in inputs:
        special = {**special, "region": world.region(provider)}
    if "tagsAll" in outputs:
        tags = world.provider(provider).get("defaultTags") or {}
        special = {**special, "tagsAll": {**_default_tags(tags), **(outputs.get("tags") or {})}}
    return special.pop("_id", ident), special


def _default_tags(tags: Any) -> Mapping[str, Any]:
    import json

    found = json.loads(tags) if isinstance(tags, str) else tags
    return found.get("tags") or {}


def _ident(token: str, urn: str, outputs: Mapping[str, Any]) -> str:
    return f"{token.rsplit(':', 1)[1].lower()}-{digest(urn)}"


__all__ = ["ANSWERS", "answer", "defaults"]
