"""Simulated AWS. One module for each service of which the catalogue's templates do not say everything."""

import json
from collections.abc import Mapping
from typing import Any

from civic.catalogue import row
from civic.plan.wire import known
from civic.simulator.aws import acm, cloudcontrol, ec2, ecs, iam, lb, networkfirewall, organizations, rds, route53, secretsmanager, wafv2
from civic.simulator.aws.data import ANSWERS
from civic.simulator.aws.deletions import KEPT, LINGERS
from civic.simulator.aws.existing import EXISTING
from civic.simulator.aws.place import PARTITION, Place
from civic.simulator.digests import digest
from civic.simulator.shapes import Shapes
from civic.simulator.state import CloudState

_COMPUTED = {
    **acm.COMPUTED,
    **cloudcontrol.COMPUTED,
    **ec2.COMPUTED,
    **ecs.COMPUTED,
    **iam.COMPUTED,
    **lb.COMPUTED,
    **networkfirewall.COMPUTED,
    **organizations.COMPUTED,
    **rds.COMPUTED,
    **route53.COMPUTED,
    **secretsmanager.COMPUTED,
    **wafv2.COMPUTED,
}
"""Type -> outputs that no template can say; ``id`` among them is the resource's own."""


def defaults(token: str, urn: str, inputs: dict[str, Any], olds: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs with a generated name where the real provider would make one. A name that was generated before stays."""
    known = row(token)
    name = known.generated_name if known else ""
    if name and not inputs.get(name) and not inputs.get("namePrefix"):
        return {**inputs, name: olds.get(name) or f"{urn.rsplit('~', 1)[0].rsplit('::', 1)[1]}-{digest(urn, length=7)}"}
    return inputs


def answer(
    token: str, urn: str, outputs: Mapping[str, Any], inputs: Mapping[str, Any], state: CloudState, provider: str
) -> tuple[str, dict[str, Any]]:
    """Id of a resource and the outputs that its type alone does not give."""
    known, place = row(token), Place.of(state, provider)
    where = {"partition": PARTITION, "region": _region(outputs) or place.region, "account": place.account, "organisation": place.organisation}
    shapes = Shapes(known, urn, {**outputs, "path": outputs.get("path") or "/", **where})
    compute = _COMPUTED.get(token)
    special: dict[str, Any] = dict(compute(urn, outputs, place)) if compute else {}
    shapes.update(special)
    ident = special.pop("id", None) or shapes.text("id") or f"{token.rsplit(':', 1)[1].lower()}-{digest(urn)}"
    shapes["id"] = ident
    special.update(shapes.outputs(known))
    if "arn" in outputs and "arn" not in inputs and "arn" not in special:
        special["arn"] = shapes.text("arn") or _usual_arn(token, ident, where)
    if "region" in outputs and "region" not in inputs:
        special["region"] = place.region
    if "tagsAll" in outputs:
        special["tagsAll"] = {**_default_tags(state.provider(provider).get("defaultTags") or {}), **(outputs.get("tags") or {})}
    return ident, special


def previewed(token: str, olds: Mapping[str, Any], old_inputs: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """The whole planned state: what was, with the new inputs (pulumi-terraform-bridge, ``pkg/tfbridge/provider.go``, Update)."""
    planned = {key: value for key, value in olds.items() if key in news or key not in old_inputs} | dict(news)
    if "tagsAll" in olds and "tagsAll" not in news:
        own, before = (values.get("tags") or {} for values in (news, old_inputs))
        defaults = {key: value for key, value in (olds["tagsAll"] or {}).items() if key not in before}
        planned["tagsAll"] = {**defaults, **own} if isinstance(own, Mapping) else own
    return planned


def _region(outputs: Mapping[str, Any]) -> str:
    """The region that a resource names for itself, if any."""
    region = str(outputs.get("region") or "")
    # Where it names none, the output is only of the right type so far.
    return "" if region.startswith("region-") else region


def _usual_arn(token: str, ident: str, where: Mapping[str, str]) -> str:
    """An ARN of the form that most have, for types whose own nothing reads."""
    service, kind = token.split(":")[1].split("/")[0], token.rsplit(":", 1)[1].lower()
    return f"arn:{where['partition']}:{service}:{where['region']}:{where['account']}:{kind}/{ident}"


def _default_tags(tags: Any) -> Mapping[str, Any]:
    tags = known(tags) or {}
    decoded = json.loads(tags) if isinstance(tags, str) else tags
    return decoded.get("tags") or {}


__all__ = ["ANSWERS", "EXISTING", "KEPT", "LINGERS", "answer", "defaults", "previewed"]
