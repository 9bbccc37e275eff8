"""One page for each component, and one for the types that several share."""

import ast
import inspect
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from textwrap import dedent

import pulumi

from components import contracts
from components.contracts import UNSUPPORTED, CloudName, Handle
from docs.generator.markdown import code, joined, prose, table
from tests.components.test_parity import CAPABILITIES, CLOUDS, examples, provider_of
from tests.planning import planned

__all__ = ["CAPABILITIES", "component_page", "component_types_page"]

NAMES = {"Output": pulumi.Output, "T": str}
"""What Pulumi's ``Input`` names by text."""
CLOUD_NAMES: Mapping[CloudName, str] = {"aws": "AWS", "azure": "Azure"}
SHARED = ("Owner", "PrivateEndpoint", "Workload", "Destination", "EgressRule", "AgreementRule", "AccessGrant", "DirectoryIssuer", "StateKeys")
HANDLES = sorted(name for name, kind in vars(CLOUDS["aws"]).items() if inspect.isclass(kind) and issubclass(kind, Handle))


def component_page(name: str) -> str:
    """Arguments, outputs, resources made, and what each cloud cannot do."""
    args = getattr(contracts, f"{name}Args")
    outputs = getattr(contracts, f"{name}Outputs")
    excuses = [(cloud, argument, why) for (cloud, contract, argument), why in UNSUPPORTED.items() if contract == args.__name__]
    cannot = "\n".join(f"* {CLOUD_NAMES[cloud]} does not read {code(argument)}: {prose(why)}" for cloud, argument, why in excuses)
    return joined(
        f"# {name}",
        prose(args.__doc__ or ""),
        *(f"**On {CLOUD_NAMES[cloud]}.** {prose(getattr(module, name).__doc__ or '')}" for cloud, module in CLOUDS.items()),
        "## Arguments",
        _arguments(args),
        "## Outputs",
        table(("output", "type", ""), [(code(field), _shown(kind), prose(doc)) for field, kind, doc in _outputs(outputs)]),
        "## What a cloud cannot do" if cannot else "",
        cannot,
        "## Resources made",
        "Types, from planning the examples of the tests; which of them a body gets depends on its arguments.",
        *(f"{CLOUD_NAMES[cloud]}:\n\n" + "\n".join(f"* {code(token)}" for token in resource_types(cloud, name)) for cloud in CLOUDS),
    )


def component_types_page() -> str:
    """The dataclasses that arguments are made of, and each cloud's handles."""
    shared = [part for name in SHARED for part in (f"## {name}", prose(getattr(contracts, name).__doc__ or ""), _arguments(getattr(contracts, name)))]
    handles: list[str] = []
    for name in HANDLES:
        handles.append(f"## {name}")
        for cloud, module in CLOUDS.items():
            kind = getattr(module, name)
            handles += [f"**On {CLOUD_NAMES[cloud]}.** {prose(kind.__doc__ or '')}", _arguments(kind)]
    return joined(
        "# Types that components share",
        "A handle is what one component hands to another of its own cloud; a program passes it on whole.",
        *shared,
        *handles,
    )


@cache
def resource_types(cloud: CloudName, name: str) -> tuple[str, ...]:
    """Types of what the component makes, from all examples of its arguments."""
    component = getattr(CLOUDS[cloud], name)
    made: set[str] = set()
    for example in examples(cloud, name):
        options = pulumi.ResourceOptions
        plan = planned(lambda example=example: component("it", example, options(provider=provider_of(cloud))), cloud)  # noqa: B023
        made |= {one.type for one in plan if one.custom and not one.type.startswith("pulumi:providers:")}
    assert made, f"{cloud}.{name} makes nothing"
    return tuple(sorted(made))


def _arguments(kind: type) -> str:
    docs, hints = _field_docs(kind), typing.get_type_hints(kind, localns=NAMES)
    needed = {field.name: field for field in fields(kind)} if is_dataclass(kind) else dict.fromkeys(hints)
    return table(
        ("name", "type", "default", ""), [(code(n), _shown(hints[n]), _default(field), prose(docs.get(n, ""))) for n, field in needed.items()]
    )


def _default(field: typing.Any) -> str:
    if field is None or (field.default is MISSING and field.default_factory is MISSING):
        return "required"
    value = field.default if field.default is not MISSING else field.default_factory()
    return "empty" if value in ("", (), {}) else code(", ".join(map(str, value)) if isinstance(value, tuple) else str(value))


def _outputs(protocol: type) -> Iterator[tuple[str, object, str]]:
    for name, member in vars(protocol).items():
        if isinstance(member, property) and member.fget is not None:
            yield name, typing.get_type_hints(member.fget, localns=NAMES)["return"], member.__doc__ or ""


def _shown(kind: object) -> str:
    """A type as a reader says it, with a link where the page of types has it."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, typing.TypeVar):
        return _linked(kind.__name__.removesuffix("T").removesuffix("Out") + "Handle")
    if any(typing.get_origin(part) is not None and "Awaitable" in str(part) for part in parts):
        return f"{_shown(parts[0])}, or an output of one"
    if origin is typing.Literal:
        return " or ".join(code(str(part)) for part in parts)
    if origin is pulumi.Output:
        return f"output: {_shown(parts[0])}"
    if origin is tuple or (inspect.isclass(origin) and issubclass(origin, Sequence)):
        return f"list of {_shown(parts[0])}"
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return f"{_shown(parts[1])} by {'tier and zone' if parts[0] is contracts.SubnetKey else 'key'}"
    name = getattr(kind, "__name__", str(kind))
    return {"str": "text", "int": "whole number", "bool": "true or false", "IPv4Network": "IPv4 range"}.get(name) or _linked(name)


def _linked(name: str) -> str:
    return f"[{name}](component-types.md#{name.lower()})" if name in (*SHARED, *HANDLES) else code(name)


def _field_docs(kind: type) -> Mapping[str, str]:
    """The text under each field of a class."""
    (defined,) = ast.parse(dedent(inspect.getsource(kind))).body
    assert isinstance(defined, ast.ClassDef)
    docs: dict[str, str] = {}
    for one, following in zip(defined.body, defined.body[1:], strict=False):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and isinstance(following, ast.Expr):
            docs[one.target.id] = str(ast.literal_eval(following.value))
    return docs
