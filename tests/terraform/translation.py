"""Planned AWS resources as Terraform's JSON, read with the schema of Terraform's own AWS provider, which pulumi-aws is built from.

pulumi-aws renames: camel case, the plural where there may be many, one object where there is one block at most, and a type token in the place
of Terraform's name (Pulumi's documentation, "Terraform bridge"). This undoes it. Shapes are those of ``terraform providers schema -json``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from civic.plan import Resource
from civic.plan.wire import opened

Block = Mapping[str, Any]

RENAMED = {
    "aws:account/alternativeContact:AlternativeContact": "aws_account_alternate_contact",
    "aws:cloudtrail/trail:Trail": "aws_cloudtrail",
    "aws:directconnect/hostedTransitVirtualInterfaceAcceptor:HostedTransitVirtualInterfaceAcceptor": "aws_dx_hosted_transit_virtual_interface_accepter",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "aws_iam_openid_connect_provider",
    "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
    "aws:rds/instance:Instance": "aws_db_instance",
    "aws:rds/parameterGroup:ParameterGroup": "aws_db_parameter_group",
    "aws:rds/subnetGroup:SubnetGroup": "aws_db_subnet_group",
    "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec": "aws_route53_hosted_zone_dnssec",
    "aws:route53/profilesAssociation:ProfilesAssociation": "aws_route53profiles_association",
    "aws:route53/profilesProfile:ProfilesProfile": "aws_route53profiles_profile",
    "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation": "aws_route53profiles_resource_association",
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "aws_s3_bucket_replication_configuration",
}
"""Types whose token does not tell Terraform's name."""
FIELDS = {
    ("aws_cloudwatch_metric_alarm", "name"): "alarm_name",
    ("aws_sns_topic_subscription", "topic"): "topic_arn",
}
"""Properties that have another name in Terraform."""
BRIDGES_OWN = {"__defaults", "tagsAll"}


@dataclass(frozen=True)
class Translated:
    """One resource: its Terraform type (empty where none fits), its body, and the paths that the provider's version does not know."""

    type: str
    body: Mapping[str, Any]
    unknown: tuple[str, ...]


def translated(resource: Resource, schemas: Mapping[str, Block]) -> Translated:
    """A planned resource for a provider with these ``resource_schemas``."""
    inputs = {key: value for key, value in resource.inputs.items() if key not in BRIDGES_OWN}
    name = terraform_type(resource.type, inputs, schemas)
    if not name:
        return Translated("", {}, ())
    unknown = list[str]()
    body = _body(inputs, schemas[name]["block"], name, "", unknown)
    return Translated(name, body, tuple(unknown))


def terraform_type(token: str, inputs: Mapping[str, Any], schemas: Mapping[str, Block]) -> str:
    """Terraform's name of a type: the one that ends as the token does, is of its module, and knows most of the inputs; empty where none does."""
    if token in RENAMED:
        return RENAMED[token]
    module, last = token.split(":")[1].split("/")[0], _snake(token.split(":")[2])

    def unlike(name: str) -> tuple[bool, int, int, str]:
        unknown = sum(1 for key in inputs if not _named(name, key, schemas[name]["block"]))
        of_module = module in name.replace("_", "")
        return not of_module and name != f"aws_{last}", unknown, len(name), name

    return min((name for name in schemas if name == f"aws_{last}" or name.endswith(f"_{last}")), key=unlike, default="")


def _body(values: Mapping[str, Any], block: Block, type_name: str, path: str, unknown: list[str]) -> dict[str, Any]:
    found = dict[str, Any]()
    for key, raw in values.items():
        value, name = opened(raw), _named(type_name if not path else "", key, block)
        if not name:
            unknown.append(f"{path}{key}")
        elif value is not None:
            found[name] = _value(value, block, name, f"{path}{key}.", unknown)
    return found


def _value(value: Any, block: Block, name: str, path: str, unknown: list[str]) -> Any:
    inner = block.get("block_types", {}).get(name)
    if inner is not None:
        items = value if isinstance(value, list) else [value]
        return [_body(opened(item), inner["block"], "", path, unknown) for item in items]
    attribute = block["attributes"][name]
    if "nested_type" in attribute:
        nested = attribute["nested_type"]
        items = [_body(opened(item), nested, "", path, unknown) for item in (value if isinstance(value, list) else [value])]
        return items if nested["nesting_mode"] in ("list", "set") else items[0]
    return _typed(value, attribute["type"], path, unknown)


def _typed(value: Any, kind: Any, path: str, unknown: list[str]) -> Any:
    value = opened(value)
    if not isinstance(kind, list):
        return _escaped(value)
    outer, of = kind
    if outer in ("list", "set"):
        return [_typed(item, of, path, unknown) for item in (value if isinstance(value, list) else [value])]
    if outer == "map":
        return {key: _typed(item, of, path, unknown) for key, item in value.items()}
    return _body(value, {"attributes": {name: {"type": inner} for name, inner in of.items()}}, "", path, unknown)


def _escaped(value: Any) -> Any:
    """Text in which Terraform finds nothing to put in."""
    return value.replace("${", "$${").replace("%{", "%%{") if isinstance(value, str) else value


def _named(type_name: str, key: str, block: Block) -> str:
    """What Terraform calls a property; empty where it has none."""
    word = FIELDS.get((type_name, key)) or _snake(key)
    names = {*block.get("attributes", {}), *block.get("block_types", {})}
    return next((name for name in _singulars(word) if name in names), "")


def _singulars(word: str) -> Iterator[str]:
    yield word
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def _snake(word: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", word).lower()
