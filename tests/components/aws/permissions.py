"""What a policy allows, as far as the policies here go: actions and resources by pattern, a few condition operators."""

from fnmatch import fnmatchcase
from typing import Any

from civic.plan import Resource
from tests.components.aws.subjects import statements


def granted(resource: Resource, action: str, target: str, context: dict[str, str]) -> bool:
    """Whether a policy allows ``action`` on ``target`` where the keys of ``context`` have these values and no others are there."""
    speaking = {
        statement["Effect"]
        for statement in statements(resource).values()
        if any(fnmatchcase(action.lower(), pattern.lower()) for pattern in _listed(statement["Action"]))
        and any(fnmatchcase(target, pattern) for pattern in _listed(statement["Resource"]))
        and _met(statement.get("Condition", {}), context)
    }
    return speaking == {"Allow"}


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _met(condition: dict[str, dict[str, Any]], context: dict[str, str]) -> bool:
    for operator, keys in condition.items():
        for key, wanted in keys.items():
            if operator == "Null":
                holds = (key not in context) == (wanted == "true")
            elif operator.startswith("ForAllValues:StringNotEquals"):
                holds = context.get(key) not in _listed(wanted)
            elif operator == "StringLike":
                holds = key in context and any(fnmatchcase(context[key], pattern) for pattern in _listed(wanted))
            else:
                holds = context.get(key) in _listed(wanted) or (operator.endswith("IfExists") and key not in context)
            if not holds:
                return False
    return True
