"""What the providers refuse, as far as inputs alone can tell."""

import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from civic.catalogue import row
from civic.plan.wire import UNKNOWN, opened
from civic.simulator import sdk
from civic.simulator.allowed import disallowed
from civic.simulator.aws.refusals import REFUSALS, nothing
from civic.simulator.azure.refusals import refused_values
from civic.simulator.conflicts import conflicts
from civic.simulator.documents import documents
from civic.simulator.keys import wrong_keys
from civic.simulator.pairs import mismatched
from civic.simulator.state import Failure
from civic.simulator.texts import texts

_RANGES = {
    "cidrBlock", "cidrBlocks", "cidrIpv4", "cidrIpv6", "destinationCidrBlock", "addressPrefix", "addressPrefixes",
    "sourceAddressPrefix", "destinationAddressPrefix", "ipv6CidrBlock",
}  # fmt: skip
UNRESOLVED = "Calling __str__ on an Output[T]"
"""What the SDK puts where a program makes a text of an output (``pulumi/output.py``)."""
_SERVICE_TAG = re.compile(r"\*|[A-Z][A-Za-z]+(\.[A-Za-z0-9]+)?")
_POLICIES = {"policy", "assumeRolePolicy", "accessPolicy", "inlinePolicy"}
_BROKEN = (
    (re.compile(r"(^|[:/])None([:/]|$)"), "has a part that is None"),
    (re.compile(r"/subscriptions/(/|$)"), "has an empty subscription"),
    (re.compile(r"/resourceGroups/(/|$)", re.IGNORECASE), "has an empty resource group"),
    (re.compile(r"^arn:($|:)|^arn:[^:]*:($|:)"), "has an empty partition or service"),
)
_NEEDS_ACCOUNT = re.compile(r"^arn:[^:]+:(iam|kms|ec2|sns|sqs|logs|backup|ram|organizations|network-firewall)(:[^:]*){1}::")


def refused(token: str, inputs: Mapping[str, Any]) -> list[Failure]:
    """Everything wrong with a resource's inputs."""
    if texts_of_outputs := list(unresolved(inputs)):
        return texts_of_outputs
    alone = [*_names(token, inputs), *_values(inputs, ""), *_enums(token, inputs), *wrong_keys(token, inputs)]
    services = [*REFUSALS.get(token, nothing)(inputs), *refused_values(token, inputs)]
    written = [*alone, *texts(token, inputs), *services, *documents(token, inputs), *conflicts(token, inputs)]
    told = {failure.property for failure in written}
    # What is written down by hand of a value says more than the model of its service does.
    values = [failure for failure in disallowed(token, inputs) if failure.property not in told]
    return [*written, *values, *mismatched(token, inputs)]


def _names(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    known = row(token)
    limit = known.name if known else None
    name = inputs.get(limit.property) if limit else None
    if limit is None or not isinstance(name, str) or name == UNKNOWN:
        return
    if len(name) > limit.longest:
        yield Failure(limit.property, f"'{name}' has {len(name)} characters; at most {limit.longest} are allowed")
    elif not re.fullmatch(limit.pattern, name):
        yield Failure(limit.property, f"'{name}' does not match {limit.pattern}")


def _values(value: Any, path: str) -> Iterator[Failure]:
    value = opened(value)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _values(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _values(inner, f"{path}[{place}]")
    elif isinstance(value, str) and value != UNKNOWN:
        yield from _text(value, path)


def unresolved(value: Any) -> Iterator[Failure]:
    """Every text at any depth, of a key too, that a program made of an output which was not resolved."""
    # Nearly nothing has one, and a look at the whole text costs a tenth of a walk.
    return _unresolved(value, "") if UNRESOLVED in repr(value) else iter(())


def _unresolved(value: Any, path: str) -> Iterator[Failure]:
    value = opened(value)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _unresolved(key, path)
            yield from _unresolved(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _unresolved(inner, f"{path}[{place}]")
    elif isinstance(value, str) and UNRESOLVED in value:
        why = "a text was made of an output that was not resolved: str() and f-strings cannot; use Output.concat, Output.format or apply"
        yield Failure(path, why)


def _text(value: str, path: str) -> Iterator[Failure]:
    key = path.rsplit(".", 1)[-1].split("[")[0]
    if key in _RANGES and not _SERVICE_TAG.fullmatch(value):
        try:
            ipaddress.ip_network(value)
        except ValueError as error:
            yield Failure(path, f"'{value}' is not a range: {error}")
    if key in _POLICIES and value.lstrip()[:1] in "{[":
        yield from _policy(value, path)
    elif value.startswith("arn:") or value.startswith("/subscriptions") or UNKNOWN in value:
        yield from _identifier(value, path)


def _identifier(value: str, path: str) -> Iterator[Failure]:
    for pattern, why in _BROKEN:
        if pattern.search(value):
            yield Failure(path, f"'{value}' {why}")
            return
    if value.startswith("arn:") and _NEEDS_ACCOUNT.match(value) and not re.match(r"^arn:[^:]+:iam::aws", value):
        parts = value.split(":")
        if len(parts) > 4 and not parts[4]:
            yield Failure(path, f"'{value}' has an empty account")


def _policy(value: str, path: str) -> Iterator[Failure]:
    try:
        document = json.loads(value)
    except ValueError as error:
        yield Failure(path, f"the policy is not JSON: {error}")
        return
    if isinstance(document, Mapping) and (not document or "Statement" in document or "Version" in document):
        if not document.get("Statement"):
            yield Failure(path, "the policy has no statement")
        for statement in _listed(document.get("Statement")):
            for item in ("Resource", "NotResource", "Principal"):
                yield from _values({"": statement.get(item)}, f"{path}.{item}")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _enums(token: str, inputs: Mapping[str, Any]) -> Iterator[Failure]:
    for name, shape in sdk.allowed(token).items():
        if name in inputs:
            for path, text, values in shape.wrong(opened(inputs[name]), name):
                if text != UNKNOWN:
                    yield Failure(path, f"'{text}' is none of {', '.join(sorted(values))}")
