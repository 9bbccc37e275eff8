"""How much of a quota one resource takes, and where it is counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from civic.catalogue import Quota
from civic.plan.wire import UNKNOWN, opened

UNSAID: Mapping[str, str] = {"type": "SERVICE_CONTROL_POLICY", "loadBalancerType": "application"}
"""What AWS takes an input for that is left out, where a quota asks for it."""
Named = Callable[[str], Mapping[str, Any] | None]
"""From an id to the inputs of the resource that has it; None where it is not known."""


@dataclass(frozen=True)
class Where:
    """Where a resource is made."""

    account: str
    """AWS account, or Azure subscription."""
    region: str
    """Region or location; empty where it has none."""
    itself: str
    """The resource's own URN."""


def takes(quota: Quota, inputs: Mapping[str, Any], named: Named = lambda ident: None) -> int:
    """How much of it a resource takes: 0 where it is not meant, or what is counted is not known."""
    if not _meant(quota.only, inputs, named):
        return 0
    if not quota.counted:
        return 1
    value = along(inputs, quota.counted)
    if isinstance(value, str) and quota.spaceless:
        value = "".join(value.split())
    if isinstance(value, int | float) and not isinstance(value, bool):
        # Over gRPC every number has a fraction.
        return int(value)
    return len(value) if isinstance(value, str | list) and value != UNKNOWN else 0


def place(quota: Quota, inputs: Mapping[str, Any], where: Where) -> str:
    """The one place of its scope, as people know it; empty where it is not known."""
    if quota.scope in ("organisation", "tenant"):
        return "the organisation" if quota.scope == "organisation" else "the directory"
    if quota.scope in ("account", "subscription"):
        return where.account
    if quota.scope in ("region", "location"):
        return f"{where.account}, {where.region}"
    return where.itself if quota.scope == "resource" else _within(quota.of, inputs, where)


def along(values: Mapping[str, Any], path: str) -> Any:
    """The value at a path with dots."""
    value: Any = values
    for part in path.split("."):
        value = opened(value)
        value = value.get(part) if isinstance(value, Mapping) else None
    return opened(value)


def _within(of: str, inputs: Mapping[str, Any], where: Where) -> str:
    value = along(inputs, of)
    if value in (None, "") or UNKNOWN in str(value):
        return ""
    # An ARN, an Azure id, and an id that AWS chose are of one thing alone; a name is one of its account or resource group.
    if str(value).startswith(("arn:", "/")) or of.endswith("Id"):
        return str(value)
    return ", ".join(filter(None, (where.account, str(opened(inputs.get("resourceGroupName")) or ""), str(value))))


def _meant(only: str, inputs: Mapping[str, Any], named: Named) -> bool:
    if not only:
        return True
    path, mark, wanted = only.partition("~") if "~" in only else only.partition("=")
    path, _, of_named = path.partition("@")
    values: Mapping[str, Any] | None = inputs
    if of_named:
        values, path = named(str(along(inputs, path))), of_named
    if values is None:
        return False
    value = along(values, path)
    text = str(UNSAID.get(path, "") if value is None else value)
    return text.startswith(wanted) if mark == "~" else text == wanted
