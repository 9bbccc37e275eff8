"""IAM policy documents, opened: equal forms mean the same (IAM User Guide, "Grammar of the IAM JSON policy language")."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

EXACT_OPERATORS = ("stringequals", "stringequalsignorecase", "arnequals")
PATTERN_OPERATORS = ("stringlike", "arnlike")


def statements(document: Any) -> Iterator[Mapping[str, Any]]:
    """Each statement of a policy document, given as JSON or opened already. Raises ``ValueError`` for text that is none."""
    opened = json.loads(document) if isinstance(document, str) else document
    found = opened.get("Statement") or []
    yield from found if isinstance(found, list) else [found]


def listed(element: Any) -> list[Any]:
    """An element that may stand alone or in a list."""
    return [] if element is None else element if isinstance(element, list) else [element]


def allows(statement: Mapping[str, Any]) -> bool:
    return statement.get("Effect") == "Allow"


def everything(element: Any) -> bool:
    """Whether an ``Action`` or ``Resource`` stands for all there are."""
    return any(one in ("*", "*:*") for one in listed(element))


def is_everybody(statement: Mapping[str, Any]) -> bool:
    """Whether the principal is everybody, in any of its forms: ``"*"``, ``{"AWS": "*"}``, ``{"AWS": ["*"]}``."""
    principal = statement.get("Principal")
    return "*" in listed(principal.get("AWS") if isinstance(principal, dict) else principal)


def comparisons(statement: Mapping[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """(operator, key, values) of every condition; operator and key in small letters, since IAM takes them so, values as texts."""
    for operator, compared in (statement.get("Condition") or {}).items():
        plain = operator.lower().rpartition(":")[2].removesuffix("ifexists")
        for key, values in compared.items():
            yield plain, key.lower(), [str(value).lower() if isinstance(value, bool) else str(value) for value in listed(values)]


def exact_values(statement: Mapping[str, Any], key: str) -> list[str]:
    """The exact texts that a condition compares ``key`` (or a key that ends so) with; none where it is not compared, or with a pattern."""
    found: list[str] = []
    for operator, name, values in comparisons(statement):
        if operator in (*EXACT_OPERATORS, *PATTERN_OPERATORS) and (name == key or name.endswith(f":{key}")):
            # A pattern without a wildcard is exact; in StringEquals a star is a star.
            found += values if not any("*" in value or "?" in value for value in values) else []
    return found
