"""The table of clouds. To add one: a module that satisfies ``components.contracts.Cloud``, and a line here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from civic.errors import InputError
from civic.estate.estate import Estate
from civic.estate.layers import StackName
from components.contracts import CardValue
from stacks.context import Context
from stacks.layers import build

Builder = Callable[[StackName, Estate, str], Mapping[str, CardValue]]
"""Builds one stack of an estate in the project of that name; gives its card."""


# A cloud is loaded when a stack of it is built: each has an SDK of its own, and no stack needs two.
def _aws(name: StackName, estate: Estate, project: str) -> Mapping[str, CardValue]:
    from components import aws

    return build(Context(aws, name, estate, project))


def _azure(name: StackName, estate: Estate, project: str) -> Mapping[str, CardValue]:
    from components import azure

    return build(Context(azure, name, estate, project))


CLOUDS: Mapping[str, Builder] = MappingProxyType({"aws": _aws, "azure": _azure})


def builder(cloud: str) -> Builder:
    """What builds the stacks of a cloud. Raises ``InputError`` for one that is not in the table."""
    if cloud not in CLOUDS:
        raise InputError(f"cloud: found '{cloud}'; allowed: {', '.join(CLOUDS)}")
    return CLOUDS[cloud]
